#include "base/error.h"
#include "parse/hook.h"

#include <string.h>

#define NOW "2026-11-24T14:10:00-05:00"

/* One line a call: kind, time in New York, seconds, number, name, why silent, id, whether they
 * were reached. */
static char *
read_hook(const char *text) {
  char *own[] = {(char *) "+12125550100", NULL};
  CrCallsContext context = {cr_zone_find("America/New_York"), "US", own, "call"};
  g_autoptr(GError) error = NULL;
  CrInstant now;
  g_assert_true(cr_instant_parse(NOW, &now, NULL));
  g_autoptr(GPtrArray) told = cr_hook_parse(text, strlen(text), &context, now, &error);
  if (told == NULL) {
    g_assert_true(error->domain == CR_ERROR);
    return g_strdup_printf("! %s", error->message);
  }
  g_assert_no_error(error);
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < told->len; i++) {
    const CrHookCall *one = told->pdata[i];
    g_autofree char *at = cr_instant_format(one->call->at, context.mine);
    g_string_append_printf(
        out, "%s%s %.19s %d %s %s %s %s%s", i ? "; " : "", cr_call_kind_names[one->call->kind],
        at + 11, one->call->duration_sec, one->call->number ? one->call->number : "-",
        one->call->name ? one->call->name : "-", cr_silence_names[one->call->silence],
        one->id ? one->id : "-", one->call->reached ? " reached" : "");
  }
  return g_string_free(out, FALSE);
}

static const struct {
  const char *text, *wanted;
} rows[] = {
    {"{\"kind\":\"missed\",\"number\":\"(212) 555-0117\",\"name\":\"Dana Reyes\","
     "\"at\":\"2026-11-24T14:02:00-05:00\"}",
     "missed 14:02:00-05:00 0 +12125550117 Dana Reyes none -"},
    {"kind=missed&number=%2B12125550117", "missed 14:10:00-05:00 0 +12125550117 - none -"},
    {"kind=incoming&number=+12125550117&duration=90",
     "incoming 14:08:30-05:00 90 +12125550117 - none -"},
    {"{\"type\":3,\"phone_number\":\"2125550117\",\"date\":1795547000000}",
     "missed 14:03:20-05:00 0 +12125550117 - none -"},
    {"{\"kind\":1,\"number\":2125550117,\"at\":1795547000.25,\"duration\":94.6}",
     "incoming 14:03:20-05:00 95 +12125550117 - none -"},
    {"{\"kind\":\"missed\",\"at\":1e300}",
     "! at: \"1000000000000000052504760255204\" cannot be read"},
    {"kind=missed&at=2026-11-24T14:20:00-05:00", "missed 14:20:00-05:00 0 - - none -"},
    {"{\"kind\":\"missed\",\"number\":\"2125550117\",\"at\":1795547000,\"silence\":\"dnd\"}",
     "missed 14:03:20-05:00 0 +12125550117 - do-not-disturb -"},
    {"{\"kind\":\"missed\",\"at\":\"2026-11-24 "
     "14:03:20\",\"number\":\"%CNUM\",\"name\":\"%CNAME\"}",
     "missed 14:03:20-05:00 0 - - none -"},
    {"[{\"kind\":\"rejected\",\"number\":\"-1\",\"id\":\"a\"},{\"kind\":\"blocked\",\"id\":\"b\"}]",
     "rejected 14:10:00-05:00 0 - - none a; blocked 14:10:00-05:00 0 - - none b"},
    {"[{\"kind\":\"missed\",\"id\":9007199254740993}]",
     "missed 14:10:00-05:00 0 - - none 9007199254740993"},
    {"kind=unreachable&silence=off&at=2026-11-24T13:50:00-05:00&duration=00:20:00&number=5550117",
     "unreachable 13:50:00-05:00 1200 - - off -"},
    {"[{\"kind\":\"missed\",\"number\":117},{\"kind\":\"missed\",\"number\":\"line 12\"}]",
     "missed 14:10:00-05:00 0 117 - none -; missed 14:10:00-05:00 0 - - none -"},
    {"event=ringing&number=2125550117", "rang 14:10:00-05:00 0 +12125550117 - none -"},
    {"[]", ""},
    /* Variables that have no value, and what a program that escapes nothing sends */
    {"kind=missed&number=%CNUM&name=%CNAME", "missed 14:10:00-05:00 0 - - none -"},
    {"kind=incoming&number=+12125550117&duration=%CDUR",
     "incoming 14:10:00-05:00 0 +12125550117 - none -"},
    {"kind=missed&number=+442079460018", "missed 14:10:00-05:00 0 +442079460018 - none -"},
    {"kind=missed&number=+44 20 7946 0018&at=2026-11-24T20:02:00+01:00",
     "missed 14:02:00-05:00 0 +442079460018 - none -"},
    {"kind=missed&number=+442079460018&at=2026-11-24+14:02:00",
     "missed 14:02:00-05:00 0 +442079460018 - none -"},
    {"kind=missed&number=+12125550117&name=100% Fit & Sons",
     "missed 14:10:00-05:00 0 +12125550117 100% Fit none -"},
    {"{\"kind\":\"incoming\",\"number\":\"[call_number]\",\"name\":\"{name}\",\"duration\":"
     "\"[call_duration]\"}",
     "incoming 14:10:00-05:00 0 - - none -"},
    {"[{\"kind\":\"missed\",\"name\":\"Dana [HR]\"},{\"kind\":\"missed\",\"name\":\"Dana {HR}\"}]",
     "missed 14:10:00-05:00 0 - Dana [HR] none -; missed 14:10:00-05:00 0 - Dana {HR} none -"},
    {"{\"Kind\":\"Incoming\",\"Number\":\"\u202a+1 (212) 555\u20110117\u202c\",\"Duration\":180}",
     "incoming 14:07:00-05:00 180 +12125550117 - none -"},
    /* Twilio: a call that was forwarded, and nobody took it */
    {"CallSid=CA1&CallStatus=no-answer&From=%2B12125550117&To=%2B12125550100&Direction=inbound&"
     "Timestamp=Tue%2C+24+Nov+2026+19%3A01%3A30+%2B0000&CallDuration=0",
     "missed 14:01:30-05:00 0 +12125550117 - none CA1"},
    {"CallSid=CA2&CallStatus=completed&DialCallStatus=no-answer&From=%2B12125550117&Direction="
     "inbound",
     "missed 14:10:00-05:00 0 +12125550117 - none CA2"},
    {"CallSid=CA3&CallStatus=completed&CallDuration=240&From=%2B12125550117&Direction=inbound&"
     "Timestamp=Tue%2C+24+Nov+2026+19%3A05%3A00+%2B0000",
     "incoming 14:01:00-05:00 240 +12125550117 - none CA3"},
    {"CallSid=CA4&CallStatus=busy&From=%2B12125550117&To=%2B1&Direction=inbound",
     "rejected 14:10:00-05:00 0 +12125550117 - none CA4"},
    {"CallSid=CA5&CallStatus=completed&CallDuration=30&From=%2B12125550100&To=%2B12125550117&"
     "Direction=outbound-api",
     "outgoing 14:09:30-05:00 30 +12125550117 - none CA5 reached"},
    {"CallSid=CA5&CallStatus=no-answer&CallDuration=30&To=%2B12125550117&Direction=outbound-api",
     "outgoing 14:09:30-05:00 0 +12125550117 - none CA5"},
    {"CallSid=CA9&CallStatus=no-answer&From=%2B266696687&Direction=inbound",
     "missed 14:10:00-05:00 0 - - none CA9"},
    {"CallSid=CA7&CallStatus=melted&From=%2B12125550117",
     "! CallStatus: \"melted\" cannot be read"},
    {"CallSid=CA8&CallStatus=busy&Timestamp=yesterday",
     "! Timestamp: \"yesterday\" cannot be read"},
    {"CallSid=CA8&CallStatus=busy&Timestamp=Tue, 31 Nov 2026 19:01:30 %2B0000",
     "! Timestamp: \"Tue, 31 Nov 2026 19:01:30 +0000\" cannot be read"},
    {"CallSid=CA8&CallStatus=busy&Timestamp=Tue, 24 anF 2026 19:01:30 %2B0000",
     "! Timestamp: \"Tue, 24 anF 2026 19:01:30 +0000\" cannot be read"},
    {"CallSid=CA8&CallStatus=busy&Timestamp=Tue, 24 Nov 2026 20:01:30 %2B0000",
     "! at: \"Tue, 24 Nov 2026 20:01:30 +0000\" is still to come"},
    {"CallSid=CA8&CallStatus=busy&CallDuration=long", "! duration: \"long\" cannot be read"},
    /* Asterisk */
    {"src=2125550117&dst=100&dcontext=from-trunk&clid=%22Dana%22+%3C2125550117%3E&"
     "start=2026-11-24+14%3A02%3A11&billsec=0&disposition=NO+ANSWER&uniqueid=1795546931.7",
     "missed 14:02:11-05:00 0 +12125550117 Dana none 1795546931.7"},
    {"src=100&dst=2125550117&dcontext=internal&start=2026-11-24+14%3A02%3A11&billsec=61&"
     "disposition=ANSWERED",
     "outgoing 14:02:11-05:00 61 +12125550117 - none - reached"},
    {"src=2125550117&dst=100&dcontext=from-trunk&start=2026-11-24+14%3A02%3A11&"
     "billsec=-1795546931&disposition=NO+ANSWER",
     "missed 14:02:11-05:00 0 +12125550117 - none -"},
    {"src=2125550117&dst=100&start=2026-11-24+15%3A02%3A11&billsec=0&disposition=NO+ANSWER",
     "! at: \"2026-11-24 15:02:11\" is still to come"},
    {"src=1&dst=2&start=soon&disposition=ANSWERED", "! call: row 1: impossible date: \"soon\""},
    /* What cannot be */
    {"", "! nothing is told of a call"},
    {"  \n ", "! nothing is told of a call"},
    {"number=2125550117", "! kind: is missing"},
    {"kind=danced", "! kind: \"danced\" cannot be read"},
    {"kind=missed&silence=moon", "! silence: \"moon\" cannot be read"},
    {"kind=missed&duration=-3", "! duration: \"-3\" cannot be read"},
    {"kind=missed&duration=168:00:00", "missed 14:10:00-05:00 604800 - - none -"},
    {"kind=missed&duration=168:00:01", "! duration: \"168:00:01\" cannot be read"},
    {"kind=missed&duration=1:2:3:4", "! duration: \"1:2:3:4\" cannot be read"},
    {"kind=missed&at=2026-11-24T14:30:00-05:00",
     "! at: \"2026-11-24T14:30:00-05:00\" is still to come"},
    {"kind=missed&at=1", "! at: \"1\" cannot be read"},
    {"kind=missed&kind=missed", "! the form cannot be read"},
    {"kind=%zz", "! kind: is missing"},
    {"kind=missed%00", "! the form cannot be read"},
    {"kind=%ff", "! kind: is missing"},
    {"kind=\xff", "! the form cannot be read"},
    {"[1]", "! each call is to be an object"},
};

static void
test_calls(void) {
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *got = read_hook(rows[i].text);
    if (strcmp(got, rows[i].wanted) != 0)
      g_test_message("%s", rows[i].text);
    g_assert_cmpstr(got, ==, rows[i].wanted);
  }
}

/* How a call at Twilio ended; while it goes on it is no news. */
static void
test_statuses(void) {
  static const char *const statuses[][2] = {{"completed", "incoming"},
                                            {"answered", "incoming"},
                                            {"no-answer", "missed"},
                                            {"canceled", "missed"},
                                            {"failed", "missed"},
                                            {"busy", "rejected"},
                                            {"queued", ""},
                                            {"initiated", ""},
                                            {"ringing", ""},
                                            {"in-progress", ""}};
  for (gsize i = 0; i < G_N_ELEMENTS(statuses); i++) {
    g_autofree char *form = g_strdup_printf("CallSid=CA6&CallStatus=%s", statuses[i][0]);
    g_autofree char *got = read_hook(form);
    got[strcspn(got, " ")] = '\0';
    g_assert_cmpstr(got, ==, statuses[i][1]);
  }
}

static void
test_limits(void) {
  g_autoptr(GString) many = g_string_new("[{\"kind\":\"missed\"}");
  g_autoptr(GString) fields = g_string_new("kind=missed");
  for (int i = 0; i < CR_MAX_HOOK_CALLS; i++)
    g_string_append(many, ",{\"kind\":\"missed\"}");
  g_string_append(many, "]");
  for (int i = 0; i < CR_MAX_FORM_FIELDS; i++)
    g_string_append_printf(fields, "&f%d=", i);
  g_autofree char *list = read_hook(many->str), *form = read_hook(fields->str),
                  *broken = read_hook("{\"kind\":");
  g_assert_cmpstr(list, ==, "! at most 100 calls at once");
  g_assert_cmpstr(form, ==, "! the form cannot be read");
  g_assert_true(g_str_has_prefix(broken, "! "));
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/hook/calls", test_calls);
  g_test_add_func("/hook/statuses", test_statuses);
  g_test_add_func("/hook/limits", test_limits);
  return g_test_run();
}
