#include "base/error.h"
#include "parse/calls.h"

#include <string.h>

typedef struct {
  const char *name, *text, *wanted;
} Row;

static void
see_problem(const char *message, gpointer data) {
  g_string_append_printf(data, "! %s\n", message);
}

/* One line a call: kind, time in New York, seconds, number, name, "reached". */
static char *
read_calls(const char *text, gsize length) {
  char *own[] = {(char *) "+12125550100", NULL};
  CrCallsContext context = {cr_zone_find("America/New_York"), "US", own, "log"};
  g_autoptr(GString) problems = g_string_new(NULL);
  g_autoptr(GError) error = NULL;
  GPtrArray *calls = cr_calls_parse(text, length, &context, see_problem, problems, &error);
  if (calls == NULL) {
    g_assert_nonnull(error);
    return g_strdup_printf("! %s\n", error->message);
  }
  g_assert_no_error(error);
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < calls->len; i++) {
    const CrCall *call = g_ptr_array_index(calls, i);
    g_autofree char *at = cr_instant_format(call->at, context.mine);
    g_string_append_printf(out, "%s %s %d %s %s%s\n", cr_call_kind_names[call->kind], at,
                           call->duration_sec, call->number ? call->number : "-",
                           call->name ? call->name : "-", call->reached ? " reached" : "");
  }
  g_string_append(out, problems->str);
  cr_calls_free(calls);
  return g_string_free(out, FALSE);
}

static void
check(const Row *rows, gsize n) {
  for (gsize i = 0; i < n; i++) {
    g_autofree char *got = read_calls(rows[i].text, strlen(rows[i].text));
    if (strcmp(got, rows[i].wanted) != 0)
      g_test_message("%s", rows[i].name);
    g_assert_cmpstr(got, ==, rows[i].wanted);
  }
}

#define CALLS(rows) "<?xml version='1.0' encoding='UTF-8'?>\n<calls count=\"1\">\n" rows "</calls>\n"
#define CALL(number, seconds, date, type, more)                                                    \
  "<call number=\"" number "\" duration=\"" seconds "\" date=\"" date "\" type=\"" type "\" " more \
  "/>\n"
#define LOST "the file ends or breaks here; later rows are lost"

static void
test_xml(void) {
  static const Row rows[] = {
      {"incoming", CALLS(CALL("+1 212-555-0123", "65", "1795546800000", "1",
                              "contact_name=\"Dana Reyes\"")),
       "incoming 2026-11-24T14:00:00-05:00 65 +12125550123 Dana Reyes\n"},
      {"outgoing, answered and not", CALLS(CALL("2125550123", "3", "1795546800000", "2", "")
                                               CALL("2125550123", "0", "1795546800000", "2", "")),
       "outgoing 2026-11-24T14:00:00-05:00 3 +12125550123 - reached\n"
       "outgoing 2026-11-24T14:00:00-05:00 0 +12125550123 -\n"},
      {"withheld", CALLS(CALL("-1", "0", "1795546800000", "3", "contact_name=\"(Unknown)\"")
                             CALL("", "0", "1795546800000", "5", "") CALL(
                                 "+12125550123", "0", "1795546800000", "6", "presentation=\"2\"")),
       "missed 2026-11-24T14:00:00-05:00 0 - -\n"
       "rejected 2026-11-24T14:00:00-05:00 0 - -\n"
       "blocked 2026-11-24T14:00:00-05:00 0 - -\n"},
      {"impossible", CALLS(CALL("5", "0", "0", "1", "") CALL("5", "0", "99999999999999999", "1", "")
                               CALL("5", "0", "1795546800000", "17", "")
                                   CALL("5", "-9", "1795546800000", "1", "")
                                       CALL("5", "0", "yesterday", "1", "")
                                           CALL("+12125550123", "1", "1795546800000", "4", "")),
       "voicemail 2026-11-24T14:00:00-05:00 1 +12125550123 -\n"
       "! log: line 3, row 1: impossible date: \"0\"\n"
       "! log: line 4, row 2: impossible date: \"99999999999999999\"\n"
       "! log: line 5, row 3: unknown type of call: \"17\"\n"
       "! log: line 6, row 4: impossible duration: \"-9\"\n"
       "! log: line 7, row 5: impossible date: \"yesterday\"\n"},
      {"none", "<calls count=\"0\"/>", ""},
      {"another document", "<smses><sms/></smses>", "! log: this is no call log\n"},
      {"entities",
       "<!DOCTYPE calls [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><calls><call "
       "number=\"1\"/></calls>",
       "! log: this is no call log\n"},
  };
  check(rows, G_N_ELEMENTS(rows));
}

static void
test_xml_broken(void) {
  static const char cut[] = "<calls>\n" CALL("+12125550123", "1", "1795546800000", "3", "") "<call nu";
  static const char halves[] = CALLS(CALL("+12125550123", "1", "1795546800000", "3",
                                          "contact_name=\"Dana &#55357;&#56832;\"")
                                         CALL("+12125550124", "1", "1795546800000", "3", ""));
  g_autofree char *got = read_calls(cut, strlen(cut));
  g_assert_nonnull(strstr(got, "missed 2026-11-24T14:00:00-05:00 1 +12125550123 -\n! log: line "));
  g_assert_nonnull(strstr(got, LOST));
  /* the two halves of an emoji, as the app writes them, cost no row */
  g_autofree char *kept = read_calls(halves, strlen(halves));
  g_assert_nonnull(strstr(kept, "+12125550123 Dana"));
  g_assert_nonnull(strstr(kept, "+12125550124"));
}

#define TERMUX(number, type, date, duration)                                                       \
  "{\"name\": \"Dana\", \"phone_number\": \"" number "\", \"type\": \"" type "\", \"date\": \""     \
  date "\", \"duration\": \"" duration "\", \"sim_id\": null}"

static void
test_json(void) {
  static const Row rows[] = {
      {"incoming", "[" TERMUX("+12125550123", "INCOMING", "2026-11-24 14:00:00", "01:05") "]",
       "incoming 2026-11-24T14:00:00-05:00 65 +12125550123 Dana\n"},
      {"hours", "[" TERMUX("2125550123", "OUTGOING", "2026-11-24 14:00:00", "01:00:05") "]\n",
       "outgoing 2026-11-24T14:00:00-05:00 3605 +12125550123 Dana reached\n"},
      {"the first of a repeated hour",
       "[" TERMUX("2125550123", "MISSED", "2026-11-01 01:30:00", "00:00") "]",
       "missed 2026-11-01T01:30:00-04:00 0 +12125550123 Dana\n"},
      {"none", " [ ] ", ""},
      {"bad rows",
       "[" TERMUX("1", "MISSED", "2026-02-30 14:00:00", "00:00") ",\n" TERMUX(
           "1", "SINGING", "2026-02-28 14:00:00", "00:00") ",\n"
           TERMUX("1", "MISSED", "2026-02-28 14:00:00", "x") ",\n"
           TERMUX("+12125550123", "BLOCKED", "2026-11-24 14:00:00", "00:00") "]",
       "blocked 2026-11-24T14:00:00-05:00 0 +12125550123 Dana\n"
       "! log: line 1, row 1: impossible date: \"2026-02-30 14:00:00\"\n"
       "! log: line 2, row 2: unknown type of call: \"SINGING\"\n"
       "! log: line 3, row 3: impossible duration: \"x\"\n"},
      {"cut", "[" TERMUX("+12125550123", "MISSED", "2026-11-24 14:00:00", "00:00") ",\n{\"name\":",
       "missed 2026-11-24T14:00:00-05:00 0 +12125550123 Dana\n! log: line 2, row 2: " LOST "\n"},
      {"cut after a row", "[" TERMUX("+12125550123", "MISSED", "2026-11-24 14:00:00", "00:00"),
       "missed 2026-11-24T14:00:00-05:00 0 +12125550123 Dana\n"
       "! log: line 1, row 2: the file ends before its list does\n"},
      {"another list", "[1, 2]", "! log: this is no call log\n"},
      {"an object", "{\"calls\": []}", "! log: this is no call log\n"},
  };
  check(rows, G_N_ELEMENTS(rows));
}

#define CDR(src, dst, context, app, start, billsec, disposition)                                   \
  "\"\",\"" src "\",\"" dst "\",\"" context "\",\"\"\"Dana\"\" <" src ">\",\"SIP/1\",\"SIP/2\",\""  \
  app "\",\"x,20\",\"" start "\",\"\",\"" start "\",25," billsec ",\"" disposition                \
  "\",\"DOCUMENTATION\",\"17.1\",\"\"\n"

static void
test_csv(void) {
  static const Row rows[] = {
      {"by the own number",
       CDR("+12125550123", "+12125550100", "default", "Dial", "2026-11-24 14:00:00", "0",
           "NO ANSWER") CDR("2125550100", "+12125550123", "default", "Dial", "2026-11-24 14:20:00",
                            "31", "ANSWERED"),
       "missed 2026-11-24T14:00:00-05:00 0 +12125550123 Dana\n"
       "outgoing 2026-11-24T14:20:00-05:00 31 +12125550123 - reached\n"},
      {"by extension, context and application",
       CDR("+12125550123", "100", "default", "Dial", "2026-11-24 14:00:00", "9", "ANSWERED")
           CDR("100", "2125550123", "from-internal", "Dial", "2026-11-24 14:00:00", "0", "BUSY")
               CDR("+12125550123", "100", "from-trunk", "VoiceMail", "2026-11-24 14:00:00", "9",
                   "ANSWERED")
                   CDR("anonymous", "100", "from-trunk", "Dial", "2026-11-24 14:00:00", "0",
                       "BUSY"),
       "incoming 2026-11-24T14:00:00-05:00 9 +12125550123 Dana\n"
       "outgoing 2026-11-24T14:00:00-05:00 0 +12125550123 -\n"
       "voicemail 2026-11-24T14:00:00-05:00 9 +12125550123 Dana\n"
       "rejected 2026-11-24T14:00:00-05:00 0 - Dana\n"},
      {"with a heading",
       "calldate;clid;src;dst;duration;billsec;disposition\r\n"
       "2026-11-24 14:00:00;Dana <2125550123>;2125550123;100;20;0;NO ANSWER\r\n\r\n",
       "missed 2026-11-24T14:00:00-05:00 0 +12125550123 Dana\n"},
      {"bad rows",
       CDR("+12125550123", "100", "", "Dial", "2026-13-24 14:00:00", "9", "ANSWERED")
           CDR("+12125550123", "100", "", "Dial", "2026-11-24 14:00:00", "9", "SLEPT")
               CDR("+12125550123", "100", "", "Dial", "2026-11-24 14:00:00", "-4", "ANSWERED")
                   CDR("+12125550123", "100", "", "Dial", "2026-11-24 14:00:00", "", "FAILED")
                       "\"\",\"212",
       "missed 2026-11-24T14:00:00-05:00 0 +12125550123 Dana\n"
       "! log: row 1: impossible date: \"2026-13-24 14:00:00\"\n"
       "! log: row 2: unknown disposition: \"SLEPT\"\n"
       "! log: row 3: impossible duration: \"-4\"\n"
       "! log: row 5: impossible date: \"\"\n"},
      {"something else", "a,b,c\n1,2,3\n", "! log: this is no call log\n"},
      {"nothing", "", "! log: this is no call log\n"},
  };
  check(rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/calls/xml", test_xml);
  g_test_add_func("/calls/xml/broken", test_xml_broken);
  g_test_add_func("/calls/json", test_json);
  g_test_add_func("/calls/csv", test_csv);
  return g_test_run();
}
