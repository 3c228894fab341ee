#include "net/dav-xml.h"

#include "base/error.h"
#include "base/text.h"
#include "base/xml.h"

#include <string.h>

#define MAX_DEPTH 32
#define MAX_ITEMS 10000

static CrXmlCalls xml;
#define ENTRY(name) CR_LIBRARY_ENTRY(xml, name)
static const CrLibraryCall calls[] = {CR_XML_CALLS(ENTRY)};
static CrLibrary library = CR_XML_LIBRARY("a calendar server", calls);

#define DAV "DAV:"
#define CALDAV "urn:ietf:params:xml:ns:caldav"
#define SERVER "http://calendarserver.org/ns/"

typedef enum {
  OTHER,
  MULTISTATUS,
  RESPONSE,
  HREF,
  PROPSTAT,
  STATUS,
  ETAG,
  NAME,
  SYNC_TOKEN,
  TYPE,
  COLLECTION,
  PRINCIPAL,
  PRIVILEGES,
  MAY_WRITE,
  CALENDAR,
  HOME,
  DATA,
  COMPONENTS,
  COMPONENT,
  CTAG,
  SUBSCRIBED,
} Tag;

static const struct {
  const char *uri, *name;
  Tag tag;
} tags[] = {
    {DAV, "multistatus", MULTISTATUS},
    {DAV, "response", RESPONSE},
    {DAV, "href", HREF},
    {DAV, "propstat", PROPSTAT},
    {DAV, "status", STATUS},
    {DAV, "getetag", ETAG},
    {DAV, "displayname", NAME},
    {DAV, "sync-token", SYNC_TOKEN},
    {DAV, "resourcetype", TYPE},
    {DAV, "collection", COLLECTION},
    {DAV, "current-user-principal", PRINCIPAL},
    {DAV, "current-user-privilege-set", PRIVILEGES},
    {DAV, "write", MAY_WRITE},
    {DAV, "write-content", MAY_WRITE},
    {DAV, "bind", MAY_WRITE},
    {DAV, "all", MAY_WRITE},
    {CALDAV, "calendar", CALENDAR},
    {CALDAV, "calendar-home-set", HOME},
    {CALDAV, "calendar-data", DATA},
    {CALDAV, "supported-calendar-component-set", COMPONENTS},
    {CALDAV, "comp", COMPONENT},
    {SERVER, "getctag", CTAG},
    {SERVER, "subscribed", SUBSCRIBED},
};

typedef struct {
  xmlParserCtxt *parser;
  CrDavAnswer *answer;
  Tag open[MAX_DEPTH];
  guint depth;
  CrDavItem *item;  /* of the open response */
  CrDavItem *found; /* of the open propstat: taken when its status says so */
  int found_status;
  GString *text;
  gboolean any, ended;
  const char *limit; /* what was exceeded */
  char *fault;
} Reader;

void
cr_dav_item_free(CrDavItem *item) {
  if (item == NULL)
    return;
  g_free(item->href);
  g_free(item->etag);
  g_free(item->data);
  g_free(item->ctag);
  g_free(item->sync_token);
  g_free(item->name);
  g_free(item->principal);
  g_free(item->home);
  g_free(item);
}

void
cr_dav_answer_free(CrDavAnswer *answer) {
  if (answer == NULL)
    return;
  g_ptr_array_unref(answer->items);
  g_free(answer->sync_token);
  g_free(answer);
}

static Tag
tag_of(const xmlChar *name, const xmlChar *uri) {
  for (gsize i = 0; i < G_N_ELEMENTS(tags); i++)
    if (g_strcmp0((const char *) uri, tags[i].uri) == 0 &&
        strcmp((const char *) name, tags[i].name) == 0)
      return tags[i].tag;
  return OTHER;
}

/* Elements are known by where they stand; level 1 is the parent of the innermost. */
static Tag
above(const Reader *reader, guint level) {
  return reader->depth > level ? reader->open[reader->depth - 1 - level] : OTHER;
}

static void
stop(Reader *reader, const char *limit) {
  reader->limit = limit;
  xml.xmlStopParser(reader->parser);
}

static gboolean
is_event_component(const xmlChar **attributes, int count) {
  for (int i = 0; i < count; i++) {
    const char *value = (const char *) attributes[5 * i + 3];
    gsize length = attributes[5 * i + 4] - attributes[5 * i + 3];
    if (strcmp((const char *) attributes[5 * i], "name") == 0 && length == 6 &&
        g_ascii_strncasecmp(value, "VEVENT", 6) == 0)
      return TRUE;
  }
  return FALSE;
}

/* What is told by an element being there. */
static void
note_element(Reader *reader, Tag tag, const xmlChar **attributes, int count) {
  CrDavItem *found = reader->found;
  if (found == NULL)
    return;
  Tag parent = above(reader, 1);
  if (parent == TYPE) {
    found->collection |= tag == COLLECTION;
    found->calendar |= tag == CALENDAR;
    found->subscribed |= tag == SUBSCRIBED;
  }
  found->tells_privileges |= tag == PRIVILEGES;
  found->may_write |= tag == MAY_WRITE && above(reader, 2) == PRIVILEGES;
  found->tells_components |= tag == COMPONENTS;
  found->takes_events |=
      tag == COMPONENT && parent == COMPONENTS && is_event_component(attributes, count);
}

static void
start_element(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
              int n_namespaces, const xmlChar **namespaces, int count, int n_defaulted,
              const xmlChar **attributes) {
  Reader *reader = data;
  Tag tag = tag_of(name, uri);
  reader->any |= tag == MULTISTATUS && reader->depth == 0;
  if (reader->depth == MAX_DEPTH || !reader->any) {
    stop(reader, reader->any ? "nested too deeply" : NULL);
    return;
  }
  reader->open[reader->depth++] = tag;
  g_string_truncate(reader->text, 0);
  if (tag == RESPONSE && above(reader, 1) == MULTISTATUS) {
    cr_dav_item_free(reader->item);
    reader->item = g_new0(CrDavItem, 1);
  } else if (tag == PROPSTAT && above(reader, 1) == RESPONSE) {
    cr_dav_item_free(reader->found);
    reader->found = g_new0(CrDavItem, 1);
    reader->found_status = 0;
  } else {
    note_element(reader, tag, attributes, count);
  }
}

/* "HTTP/1.1 200 OK" */
static int
status_of(const char *text) {
  const char *space = strchr(text, ' ');
  return space ? (int) g_ascii_strtoll(space, NULL, 10) : 0;
}

static void
take(char **place, const Reader *reader) {
  g_autofree char *text = g_strstrip(g_strdup(reader->text->str));
  if (*place == NULL && *text)
    *place = g_steal_pointer(&text);
}

static void
move(char **to, char **from) {
  if (*to == NULL)
    *to = g_steal_pointer(from);
}

/* Properties count when the server says that it gave them. */
static void
end_propstat(Reader *reader) {
  CrDavItem *to = reader->item;
  g_autoptr(CrDavItem) from = g_steal_pointer(&reader->found);
  if (to == NULL || from == NULL || (reader->found_status && reader->found_status / 100 != 2))
    return;
  move(&to->etag, &from->etag);
  move(&to->data, &from->data);
  move(&to->ctag, &from->ctag);
  move(&to->sync_token, &from->sync_token);
  move(&to->name, &from->name);
  move(&to->principal, &from->principal);
  move(&to->home, &from->home);
  to->collection |= from->collection;
  to->calendar |= from->calendar;
  to->subscribed |= from->subscribed;
  to->tells_privileges |= from->tells_privileges;
  to->may_write |= from->may_write;
  to->tells_components |= from->tells_components;
  to->takes_events |= from->takes_events;
}

static void
end_response(Reader *reader) {
  g_autoptr(CrDavItem) item = g_steal_pointer(&reader->item);
  if (item == NULL || item->href == NULL)
    return;
  if (reader->answer->items->len == MAX_ITEMS)
    stop(reader, "more resources than allowed");
  else
    g_ptr_array_add(reader->answer->items, g_steal_pointer(&item));
}

static void
end_property(Reader *reader, Tag tag) {
  CrDavItem *found = reader->found;
  if (tag == ETAG)
    take(&found->etag, reader);
  else if (tag == NAME)
    take(&found->name, reader);
  else if (tag == SYNC_TOKEN)
    take(&found->sync_token, reader);
  else if (tag == CTAG)
    take(&found->ctag, reader);
  else if (tag == HREF && above(reader, 1) == PRINCIPAL)
    take(&found->principal, reader);
  else if (tag == HREF && above(reader, 1) == HOME)
    take(&found->home, reader);
  else if (tag == DATA && found->data == NULL)
    found->data = g_strndup(reader->text->str, reader->text->len);
}

static void
end_element(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
  Reader *reader = data;
  Tag tag = above(reader, 0), parent = above(reader, 1);
  if (tag == PROPSTAT)
    end_propstat(reader);
  else if (tag == STATUS && parent == PROPSTAT)
    reader->found_status = status_of(reader->text->str);
  else if (reader->found)
    end_property(reader, tag);
  else if (tag == RESPONSE)
    end_response(reader);
  else if (tag == STATUS && parent == RESPONSE && reader->item)
    reader->item->status = status_of(reader->text->str);
  else if (tag == HREF && parent == RESPONSE && reader->item)
    take(&reader->item->href, reader);
  else if (tag == SYNC_TOKEN && parent == MULTISTATUS)
    take(&reader->answer->sync_token, reader);
  reader->ended |= tag == MULTISTATUS && reader->depth == 1;
  reader->depth--;
  g_string_truncate(reader->text, 0);
}

static void
take_text(void *data, const xmlChar *text, int length) {
  g_string_append_len(((Reader *) data)->text, (const char *) text, length);
}

/* A multistatus has no document type: it would only define entities. */
static void
refuse_doctype(void *data, const xmlChar *name, const xmlChar *public_id,
               const xmlChar *system_id) {
  Reader *reader = data;
  reader->fault = reader->fault ? reader->fault : g_strdup("it has a document type");
  xml.xmlStopParser(reader->parser);
}

static void
note_fault(void *data, xmlErrorPtr e) {
  Reader *reader = data;
  if (reader->fault == NULL && e->level >= XML_ERR_ERROR && e->code != XML_ERR_USER_STOP)
    reader->fault = cr_text_line(e->message, 120);
}

static void
run(Reader *reader, const char *bytes, gsize length) {
  xmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC,
                           .startElementNs = start_element,
                           .endElementNs = end_element,
                           .characters = take_text,
                           .cdataBlock = take_text,
                           .internalSubset = refuse_doctype,
                           .serror = note_fault};
  reader->parser = xml.xmlCreatePushParserCtxt(&handler, reader, NULL, 0, NULL);
  xml.xmlCtxtUseOptions(reader->parser, XML_PARSE_NONET);
  cr_xml_feed(&xml, reader->parser, bytes, length);
  if (!reader->parser->disableSAX)
    xml.xmlParseChunk(reader->parser, bytes, 0, 1);
  if (!reader->parser->wellFormed && reader->fault == NULL)
    reader->fault = g_strdup("it is not well-formed");
  xml.xmlFreeParserCtxt(reader->parser);
}

CrDavAnswer *
cr_dav_parse(const char *bytes, gsize length, GError **error) {
  if (!cr_library_ensure(&library, error))
    return NULL;
  g_autoptr(CrDavAnswer) answer = g_new0(CrDavAnswer, 1);
  answer->items = g_ptr_array_new_with_free_func((GDestroyNotify) cr_dav_item_free);
  Reader reader = {.answer = answer, .text = g_string_new(NULL)};
  run(&reader, bytes, length);
  g_autofree char *fault = reader.fault;
  g_string_free(reader.text, TRUE);
  cr_dav_item_free(reader.item);
  cr_dav_item_free(reader.found);
  if (reader.limit)
    g_set_error(error, CR_ERROR, CR_ERROR_LIMIT, "the calendar server's answer: %s", reader.limit);
  else if (!reader.any || !reader.ended || fault)
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "the calendar server's answer: %s",
                fault ? fault : "it is no list of resources (multistatus)");
  else
    return g_steal_pointer(&answer);
  return NULL;
}
