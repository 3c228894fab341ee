#include "base/error.h"
#include "net/dav-xml.h"

#include <string.h>

#define HEAD                                                                                       \
  "<?xml version=\"1.0\"?><d:multistatus xmlns:d=\"DAV:\""                                         \
  " xmlns:c=\"urn:ietf:params:xml:ns:caldav\" xmlns:s=\"http://calendarserver.org/ns/\">"
#define TAIL "</d:multistatus>"

static CrDavAnswer *
parse(const char *xml) {
  g_autoptr(GError) error = NULL;
  CrDavAnswer *answer = cr_dav_parse(xml, strlen(xml), &error);
  g_assert_no_error(error);
  g_assert_nonnull(answer);
  return answer;
}

static void
assert_refused(const char *xml, gsize length, int code) {
  g_autoptr(GError) error = NULL;
  g_assert_null(cr_dav_parse(xml, length, &error));
  g_assert_error(error, CR_ERROR, code);
}

/* Properties count only where the server says 2xx, whatever the order and the prefixes are. */
static void
test_properties(void) {
  g_autoptr(CrDavAnswer) answer = parse(
      "<multistatus xmlns='DAV:' xmlns:x='urn:ietf:params:xml:ns:caldav'"
      " xmlns:y='http://calendarserver.org/ns/'><response><href> /cal/ </href>"
      "<propstat><prop><displayname>Work &amp; &#x1F600;</displayname><y:getctag>7</y:getctag>"
      "<resourcetype><collection/><x:calendar/></resourcetype><sync-token>urn:t</sync-token>"
      "<current-user-privilege-set><privilege><read/></privilege><privilege><write-content/>"
      "</privilege></current-user-privilege-set><current-user-principal><href>/me/</href>"
      "</current-user-principal><x:calendar-home-set><href>/home/</href><href>/home2/</href>"
      "</x:calendar-home-set><x:supported-calendar-component-set><x:comp name='VTODO'/>"
      "<x:comp name='vevent'/></x:supported-calendar-component-set></prop>"
      "<status>HTTP/1.1 200 OK</status></propstat>"
      "<propstat><status>HTTP/1.1 404 Not Found</status><prop><getetag>\"no\"</getetag></prop>"
      "</propstat></response><sync-token>http://t/2</sync-token></multistatus>");
  g_assert_cmpuint(answer->items->len, ==, 1);
  g_assert_cmpstr(answer->sync_token, ==, "http://t/2");
  const CrDavItem *item = answer->items->pdata[0];
  g_assert_cmpstr(item->href, ==, "/cal/");
  g_assert_cmpstr(item->name, ==, "Work & \xf0\x9f\x98\x80");
  g_assert_cmpstr(item->ctag, ==, "7");
  g_assert_cmpstr(item->sync_token, ==, "urn:t");
  g_assert_cmpstr(item->principal, ==, "/me/");
  g_assert_cmpstr(item->home, ==, "/home/");
  g_assert_null(item->etag);
  g_assert_true(item->collection && item->calendar && !item->subscribed);
  g_assert_true(item->tells_privileges && item->may_write);
  g_assert_true(item->tells_components && item->takes_events);
}

static void
test_objects(void) {
  g_autoptr(CrDavAnswer) answer = parse(
      HEAD
      "<d:response><d:href>/a.ics</d:href><d:propstat><d:prop><d:getetag>\"1\"</d:getetag>"
      "<c:calendar-data>BEGIN:VCALENDAR&#13;\n<![CDATA[A&B]]></c:calendar-data></d:prop>"
      "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
      "<d:response><d:href>/b.ics</d:href><d:status>HTTP/1.1 404 Not Found</d:status>"
      "</d:response><d:response><d:status>HTTP/1.1 404 Not Found</d:status></d:response>" TAIL);
  g_assert_cmpuint(answer->items->len, ==, 2); /* the one without href is none */
  const CrDavItem *first = answer->items->pdata[0], *second = answer->items->pdata[1];
  g_assert_cmpstr(first->data, ==, "BEGIN:VCALENDAR\r\nA&B");
  g_assert_cmpstr(first->etag, ==, "\"1\"");
  g_assert_cmpint(second->status, ==, 404);
  g_assert_cmpint(first->status, ==, 0);
}

/* Another vocabulary's elements of the same names are not ours. */
static void
test_namespaces(void) {
  g_autoptr(CrDavAnswer) answer =
      parse(HEAD "<d:response xmlns:e='urn:else'><d:href>/a</d:href><d:propstat><d:prop>"
                 "<e:getetag>x</e:getetag><d:resourcetype><e:calendar/></d:resourcetype>"
                 "<e:response><d:href>/evil</d:href></e:response></d:prop></d:propstat>"
                 "</d:response>" TAIL);
  const CrDavItem *item = answer->items->pdata[0];
  g_assert_cmpuint(answer->items->len, ==, 1);
  g_assert_cmpstr(item->href, ==, "/a");
  g_assert_null(item->etag);
  g_assert_false(item->calendar);
}

static void
test_refused(void) {
  static const struct {
    const char *xml;
    int code;
  } cases[] = {
      {"", CR_ERROR_PARSE},
      {"not xml", CR_ERROR_PARSE},
      {"<html><body>Sign in</body></html>", CR_ERROR_PARSE},
      {"<multistatus/>", CR_ERROR_PARSE}, /* no namespace */
      {HEAD, CR_ERROR_PARSE},
      {HEAD "<d:response></d:multistatus>", CR_ERROR_PARSE},
      {HEAD TAIL "<more/>", CR_ERROR_PARSE},
      {HEAD "<d:response><d:href>&undefined;</d:href></d:response>" TAIL, CR_ERROR_PARSE},
      {"<!DOCTYPE m [<!ENTITY a 'b'>]>" HEAD TAIL, CR_ERROR_PARSE},
      {"<!DOCTYPE m SYSTEM 'http://127.0.0.1:1/x.dtd'><multistatus xmlns='DAV:'/>", CR_ERROR_PARSE},
      {"<!DOCTYPE m [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><multistatus xmlns='DAV:'><response>"
       "<href>&x;</href></response></multistatus>",
       CR_ERROR_PARSE},
      {"<!DOCTYPE m [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
       "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;'>]>"
       "<multistatus xmlns='DAV:'><response><href>&d;</href></response></multistatus>",
       CR_ERROR_PARSE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    assert_refused(cases[i].xml, strlen(cases[i].xml), cases[i].code);
  assert_refused(HEAD "\0" TAIL, sizeof HEAD TAIL, CR_ERROR_PARSE);
}

static void
test_limits(void) {
  g_autoptr(GString) deep = g_string_new(HEAD);
  for (int i = 0; i < 100000; i++)
    g_string_append(deep, "<d:prop>");
  assert_refused(deep->str, deep->len, CR_ERROR_LIMIT);
  g_autoptr(GString) many = g_string_new(HEAD);
  for (int i = 0; i < 100001; i++)
    g_string_append(many, "<d:response><d:href>/</d:href></d:response>");
  g_string_append(many, TAIL);
  assert_refused(many->str, many->len, CR_ERROR_LIMIT);
}

/* Cut anywhere it is refused, and never half taken. */
static void
test_every_cut(void) {
  static const char whole[] =
      HEAD "<d:response><d:href>/a.ics</d:href><d:propstat><d:prop><c:calendar-data><![CDATA[x]]>"
           "&amp;</c:calendar-data></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>"
           "</d:response>" TAIL;
  for (gsize length = 0; length < sizeof whole - 1; length++)
    assert_refused(whole, length, CR_ERROR_PARSE);
  g_autoptr(CrDavAnswer) answer = parse(whole);
  g_assert_cmpuint(answer->items->len, ==, 1);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/dav-xml/properties", test_properties);
  g_test_add_func("/dav-xml/objects", test_objects);
  g_test_add_func("/dav-xml/namespaces", test_namespaces);
  g_test_add_func("/dav-xml/refused", test_refused);
  g_test_add_func("/dav-xml/limits", test_limits);
  g_test_add_func("/dav-xml/every-cut", test_every_cut);
  return g_test_run();
}
