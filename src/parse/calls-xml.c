#include "parse/calls-private.h"

#include "base/error.h"
#include "base/text.h"
#include "base/xml.h"

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

static CrXmlCalls libxml;
#define ENTRY(name) CR_LIBRARY_ENTRY(libxml, name)
static const CrLibraryCall calls[] = {CR_XML_CALLS(ENTRY)};
static CrLibrary library = CR_XML_LIBRARY("this call log", calls);

typedef struct {
  CrCallsReader *reader;
  xmlParserCtxt *parser;
  gboolean any;   /* the root was seen */
  gboolean ended; /* and its end */
  char *fault;    /* the first one that may have cost rows */
  guint fault_line;
} Xml;

/* Attributes of libxml2's SAX2: five pointers each, the value between the last two. */
static char *
attribute(const xmlChar **attributes, int count, const char *name) {
  for (int i = 0; i < count; i++)
    if (strcmp((const char *) attributes[5 * i], name) == 0)
      return g_strndup((const char *) attributes[5 * i + 3],
                       attributes[5 * i + 4] - attributes[5 * i + 3]);
  return NULL;
}

/* FALSE stops the reading. */
static gboolean
read_call(CrCallsReader *reader, const xmlChar **attributes, int count) {
  g_autofree char *number = attribute(attributes, count, "number"),
                  *date = attribute(attributes, count, "date"),
                  *duration = attribute(attributes, count, "duration"),
                  *type = attribute(attributes, count, "type"),
                  *name = attribute(attributes, count, "contact_name"),
                  *presentation = attribute(attributes, count, "presentation");
  gint64 ms = 0, seconds = 0, kind = 0;
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

static void
start_element(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
              int n_namespaces, const xmlChar **namespaces, int count, int n_defaulted,
              const xmlChar **attributes) {
  Xml *xml = data;
  xml->any |= strcmp((const char *) name, "calls") == 0;
  if (!xml->any) {
    libxml.xmlStopParser(xml->parser);
  } else if (strcmp((const char *) name, "call") == 0) {
    xml->reader->line = MAX(xml->parser->input->line, 0);
    if (!read_call(xml->reader, attributes, count))
      libxml.xmlStopParser(xml->parser);
    xml->reader->row++;
  }
}

static void
end_element(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
  Xml *xml = data;
  xml->ended |= strcmp((const char *) name, "calls") == 0;
}

/* A log has no document type: it would only define entities. */
static void
refuse_doctype(void *data, const xmlChar *name, const xmlChar *public_id,
               const xmlChar *system_id) {
  Xml *xml = data;
  libxml.xmlStopParser(xml->parser);
}

/* The app writes an emoji in a name as two halves, which are no characters: the parser leaves them
 * out and goes on, and no row is lost. */
static void
note_fault(void *data, xmlErrorPtr e) {
  Xml *xml = data;
  if (xml->fault || e->level < XML_ERR_ERROR || e->code == XML_ERR_INVALID_CHAR ||
      e->code == XML_ERR_USER_STOP)
    return;
  xml->fault = cr_text_line(e->message, 120);
  xml->fault_line = MAX(e->line, 0);
}

gboolean
cr_calls_read_xml(CrCallsReader *reader, const char *bytes, gsize length, GError **error) {
  Xml xml = {.reader = reader};
  if (!cr_library_ensure(&library, error))
    return FALSE;
  xmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC,
                           .startElementNs = start_element,
                           .endElementNs = end_element,
                           .internalSubset = refuse_doctype,
                           .serror = note_fault};
  xml.parser = libxml.xmlCreatePushParserCtxt(&handler, &xml, NULL, 0, NULL);
  libxml.xmlCtxtUseOptions(xml.parser, XML_PARSE_NONET | XML_PARSE_RECOVER);
  cr_xml_feed(&libxml, xml.parser, bytes, length);
  libxml.xmlParseChunk(xml.parser, bytes, 0, 1);
  gboolean stopped = xml.parser->errNo == XML_ERR_USER_STOP;
  if (xml.any && !stopped && (!xml.ended || xml.fault)) {
    reader->line = xml.fault ? xml.fault_line : 0;
    cr_calls_problem(reader,
                     xml.ended ? "something here cannot be read"
                               : "the file ends or breaks here; later rows are lost",
                     xml.fault);
  }
  libxml.xmlFreeParserCtxt(xml.parser);
  g_free(xml.fault);
  if (!xml.any)
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "%s: this is no call log",
                reader->context->name ? reader->context->name : "call log");
  return xml.any;
}
