#include "parse/calls-private.h"

#include "base/error.h"
#include "base/text.h"

#include <libxml/xmlreader.h>
#include <string.h>

/* SMS Backup & Restore: <calls><call number= duration= (s) date= (ms) type= contact_name=
 * presentation=/></calls>. Source: its XML schema, synctech.com.au/sms-backup-restore/fields-in-xml
 */

/* By the file's type attribute. 7: answered on another device. */
static const struct {
  gboolean known;
  CrCallKind kind;
} types[] = {{FALSE, CR_CALL_INCOMING}, {TRUE, CR_CALL_INCOMING},  {TRUE, CR_CALL_OUTGOING},
             {TRUE, CR_CALL_MISSED},    {TRUE, CR_CALL_VOICEMAIL}, {TRUE, CR_CALL_REJECTED},
             {TRUE, CR_CALL_BLOCKED},   {TRUE, CR_CALL_INCOMING}};

static char *
attribute(xmlTextReader *xml, const char *name) {
  xmlChar *value = xmlTextReaderGetAttribute(xml, (const xmlChar *) name);
  char *copy = g_strdup((const char *) value);
  xmlFree(value);
  return copy;
}

/* Nodes count lines in 16 bits; 0, when it is beyond them. */
static guint
node_line(xmlTextReader *xml) {
  xmlNode *node = xmlTextReaderCurrentNode(xml);
  long line = node ? xmlGetLineNo(node) : 0;
  return line > 0 && line < G_MAXUINT16 ? (guint) line : 0;
}

/* FALSE stops the reading. */
static gboolean
read_call(CrCallsReader *reader, xmlTextReader *xml) {
  g_autofree char *number = attribute(xml, "number"), *date = attribute(xml, "date"),
                  *duration = attribute(xml, "duration"), *type = attribute(xml, "type"),
                  *name = attribute(xml, "contact_name"),
                  *presentation = attribute(xml, "presentation");
  gint64 ms = 0, seconds = 0, kind = 0;
  reader->line = node_line(xml);
  if (!cr_calls_number(date, CR_INSTANT_MAX / 1000, &ms) || !cr_calls_date_possible(ms * 1000)) {
    cr_calls_problem(reader, "impossible date", date ? date : "");
  } else if (!cr_calls_number(type, G_N_ELEMENTS(types) - 1, &kind) || !types[kind].known) {
    cr_calls_problem(reader, "unknown type of call", type ? type : "");
  } else if (duration && *duration && !cr_calls_number(duration, CR_MAX_CALL_SECONDS, &seconds)) {
    cr_calls_problem(reader, "impossible duration", duration);
  } else {
    gboolean shown = presentation == NULL || *presentation == '\0' || *presentation == '1';
    CrCallKind is = types[kind].kind;
    return cr_calls_add(reader, is, ms * 1000, (int) seconds, is == CR_CALL_OUTGOING && seconds > 0,
                        shown ? number : NULL, name);
  }
  return TRUE;
}

typedef struct {
  char *message; /* of the first fatal error */
  int line;
} XmlError;

static void
note_error(gpointer data, xmlError *e) {
  XmlError *first = data;
  if (first->message || e->level < XML_ERR_ERROR)
    return;
  first->message = cr_text_line(e->message, 120);
  first->line = e->line;
}

/* Emoji in names are written as two halves, which are no characters: the row is kept, the parser
 * recovers. Anything else that is wrong ends the reading where it stands. */
static gboolean
read_rows(CrCallsReader *reader, xmlTextReader *xml, gboolean *ret_calls) {
  int state = 1;
  gboolean any = FALSE, ended = FALSE;
  while (!ended && (state = xmlTextReaderRead(xml)) == 1) {
    int type = xmlTextReaderNodeType(xml);
    if (type == XML_READER_TYPE_DOCUMENT_TYPE)
      return FALSE; /* a log has none: it would only define entities */
    const char *name = (const char *) xmlTextReaderConstLocalName(xml);
    if (type == XML_READER_TYPE_ELEMENT && g_strcmp0(name, "calls") == 0)
      any = TRUE;
    ended = any && ((type == XML_READER_TYPE_END_ELEMENT && g_strcmp0(name, "calls") == 0) ||
                    (xmlTextReaderDepth(xml) == 0 && xmlTextReaderIsEmptyElement(xml)));
    if (!any || type != XML_READER_TYPE_ELEMENT || g_strcmp0(name, "call") != 0)
      continue;
    if (!read_call(reader, xml))
      return TRUE;
    reader->row++;
  }
  *ret_calls = any;
  return ended;
}

gboolean
cr_calls_read_xml(CrCallsReader *reader, const char *bytes, gsize length, GError **error) {
  XmlError first = {NULL};
  gboolean any = FALSE;
  xmlTextReader *xml = xmlReaderForMemory(bytes, (int) MIN(length, G_MAXINT), NULL, NULL,
                                          XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOCDATA);
  if (xml) {
    xmlTextReaderSetStructuredErrorHandler(xml, (xmlStructuredErrorFunc) note_error, &first);
    gboolean complete = read_rows(reader, xml, &any);
    any |= reader->calls->len > 0;
    if (!complete && any) {
      reader->line = first.message ? MAX(first.line, 0) : 0;
      cr_calls_problem(reader, "the file ends or breaks here; later rows are lost", first.message);
    }
  }
  xmlFreeTextReader(xml);
  g_free(first.message);
  if (!any)
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "%s: this is no call log",
                reader->context->name ? reader->context->name : "call log");
  return any;
}
