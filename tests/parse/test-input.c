#include "parse/input.h"

#include "base/mbox.h"

#include <string.h>

static void
test_sniff(void) {
  static const struct {
    const char *text;
    CrInputType type;
  } rows[] = {
      {"", CR_INPUT_UNKNOWN},
      {" \r\n", CR_INPUT_UNKNOWN},
      {"BEGIN:VCALENDAR\r\n", CR_INPUT_ICALENDAR},
      {"\xef\xbb\xbf"
       "begin:vcalendar\n",
       CR_INPUT_ICALENDAR},
      {"\n\nBEGIN:VCALENDAR\rVERSION:2.0\r", CR_INPUT_ICALENDAR},
      {"# exported\nBEGIN:VCALENDAR\n", CR_INPUT_ICALENDAR},
      {"From: dana@northwind.example\nSubject: Hi\n\nHello", CR_INPUT_MAIL},
      {"X-Long: a\n b\nReceived: from x\n\nBEGIN:VCALENDAR\n", CR_INPUT_MAIL},
      {"From dana@northwind.example Tue Nov 24 13:02:00 2026\nFrom: d@example.com\n\nx",
       CR_INPUT_MBOX},
      {"From here on all is well.\nReally.", CR_INPUT_UNKNOWN},
      {"Note: buy milk\nThen: sleep\n", CR_INPUT_UNKNOWN},
      {"<?xml version='1.0'?>\n<!-- x -->\n<calls count=\"0\"></calls>", CR_INPUT_CALLS_XML},
      {"<html><body>", CR_INPUT_UNKNOWN},
      {"[]", CR_INPUT_CALLS_JSON},
      {"[\n  {\n    \"name\": \"Dana\"", CR_INPUT_CALLS_JSON},
      {"calldate,clid,src,dst,duration,billsec,disposition\n", CR_INPUT_CALLS_CSV},
      {"\"\",\"+12125550123\",\"100\",\"in\",\"ANSWERED\"\n", CR_INPUT_CALLS_CSV},
      {"a,b,c,d\n1,2,3,4\n", CR_INPUT_UNKNOWN},
      {"\x89PNG\r\n\x1a\n", CR_INPUT_UNKNOWN},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    CrInputType type = cr_input_sniff(rows[i].text, strlen(rows[i].text));
    if (type != rows[i].type)
      g_test_message("row %zu: %s", i, cr_input_type_name(type));
    g_assert_cmpint(type, ==, rows[i].type);
  }
}

static void
test_mbox(void) {
  static const struct {
    const char *text;
    const char *messages; /* joined with '|' */
  } rows[] = {
      {"", ""},
      {"Subject: x\n\nbody", ""},
      {"From a Tue\nSubject: 1\n\none\n\nFrom b Tue\nSubject: 2\n\ntwo\n",
       "Subject: 1\n\none\n\n|Subject: 2\n\ntwo\n"},
      {"From a Tue\r\nSubject: 1\r\n\r\none\r\n\r\nFrom b Tue\r\nSubject: 2\r\n",
       "Subject: 1\r\n\r\none\r\n\r\n|Subject: 2\r\n"},
      /* a sentence is no separator, with or without an empty line before it */
      {"From a\nS: 1\n\nFrom here on, all\nis well.\nFrom b\nS: 2\n",
       "S: 1\n\nFrom here on, all\nis "
       "well.\nFrom b\nS: 2\n"},
      {"From a\nS: 1\n\n>From here\n\nFrom b", "S: 1\n\n>From here\n\n|"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(GString) joined = g_string_new(NULL);
    const char *message = NULL;
    gsize offset = 0, length = 0;
    for (int n = 0; cr_mbox_next(rows[i].text, strlen(rows[i].text), &offset, &message, &length);
         n++) {
      g_string_append(joined, n > 0 ? "|" : "");
      g_string_append_len(joined, message, length);
    }
    g_assert_cmpstr(joined->str, ==, rows[i].messages);
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/input/sniff", test_sniff);
  g_test_add_func("/input/mbox", test_mbox);
  return g_test_run();
}
