/* Which mails are newsletters by their heads, and which of these speak of work. */
#include "parse/mail-bulk.h"

#include <string.h>

#define LIST "List-Unsubscribe: <https://brand.example/u>\r\n"
#define FROM(name, subject) "From: " name "\r\nSubject: " subject "\r\n"
#define SHOP FROM("Brand <news@brand.example>", "Our autumn sale")

static const struct {
  const char *name, *fields, *parts; /* parts NULL: a text */
  gboolean bulk, of_work;
} cases[] = {
    {"newsletter", SHOP LIST "\r\n", NULL, TRUE, FALSE},
    {"by its id", SHOP "List-Id: <a.b>\r\n\r\n", NULL, TRUE, FALSE},
    {"by its feedback", SHOP "feedback-id: 1:2\r\n\r\n", NULL, TRUE, FALSE},
    {"bare line ends", "From: a@b.example\nList-Id: <x>\nSubject: Sale\n\n", NULL, TRUE, FALSE},
    {"a person", SHOP "\r\n", NULL, FALSE, FALSE},
    {"no name of a header", SHOP "X-List-Id: 1\r\n\r\n", NULL, FALSE, FALSE},
    {"in a line that goes on", "From: a@b.example\r\nSubject: x\r\n List-Id: y\r\n\r\n", NULL,
     FALSE, FALSE},
    {"an answer", SHOP LIST "In-Reply-To: <2@x.example>\r\n\r\n", NULL, FALSE, FALSE},
    {"of a thread", LIST "References: <2@x.example>\r\n" SHOP "\r\n", NULL, FALSE, FALSE},
    {"nobody's", LIST "Subject: Sale\r\n\r\n", NULL, FALSE, FALSE},
    {"empty", "", NULL, FALSE, FALSE},
    {"an invite", SHOP LIST "\r\n", "((\"text\" \"plain\")(\"TEXT\" \"CALENDAR\" NIL))", FALSE,
     FALSE},
    {"a calendar's file", SHOP LIST "\r\n", "((\"text\" \"plain\" (\"name\" \"Call.ICS\")))", FALSE,
     FALSE},
    {"an application's", SHOP LIST "\r\n", "(\"application\" \"ics\" NIL)", FALSE, FALSE},
    {"a report", SHOP LIST "\r\n", "((\"text\" \"plain\") \"report\")", FALSE, FALSE},
    {"a message", SHOP LIST "\r\n", "(\"message\" \"rfc822\")", FALSE, FALSE},
    {"pictures", SHOP LIST "\r\n", "(\"image\" \"png\" (\"name\" \"graphics.png\"))", TRUE, FALSE},
    /* Hiring systems send to lists. */
    {"of an interview", LIST FROM("a@b.example", "Your interview on Tuesday") "\r\n", NULL, TRUE,
     TRUE},
    {"in other letters", LIST FROM("a@b.example", "=?utf-8?B?WW91ciBpbnRlcnZpZXc=?=") "\r\n", NULL,
     TRUE, TRUE},
    {"over two lines", LIST FROM("a@b.example", "About the\r\n job") "\r\n", NULL, TRUE, TRUE},
    {"of a job", LIST FROM("dana@b.example", "JOB 4711") "\r\n", NULL, TRUE, TRUE},
    {"of many jobs", LIST FROM("jobs-noreply@b.example", "12 new jobs for you") "\r\n", NULL, TRUE,
     FALSE},
    {"of an application", LIST FROM("jobs@b.example", "Your application") "\r\n", NULL, TRUE, TRUE},
    {"of recruiters", LIST FROM("Talent <a@b.example>", "S") "\r\n", NULL, TRUE, TRUE},
    {"of their address", LIST FROM("X <recruiting@b.example>", "S") "\r\n", NULL, TRUE, TRUE},
    {"a person calls", LIST FROM("Dana <dana@b.example>", "Our call") "\r\n", NULL, TRUE, TRUE},
    {"a shop calls", LIST FROM("Shop <news@b.example>", "Last call") "\r\n", NULL, TRUE, FALSE},
    {"a shop with a person behind it",
     LIST FROM("Shop <news@b.example>", "Our offer") "Reply-To: dana@b.example\r\n\r\n", NULL, TRUE,
     TRUE},
    {"a person by the name of a shop", LIST FROM("<newsome@b.example>", "Our call") "\r\n", NULL,
     TRUE, TRUE},
};

static void
test_case(gconstpointer data) {
  guint i = GPOINTER_TO_UINT(data);
  const char *parts =
      cases[i].parts ? cases[i].parts : "(\"text\" \"html\" NIL NIL NIL \"7bit\" 9 9)";
  g_auto(CrMailHead) head =
      cr_mail_head_scan(cases[i].fields, strlen(cases[i].fields), parts, strlen(parts));
  g_assert_cmpint(head.bulk, ==, cases[i].bulk);
  g_assert_cmpint(head.of_work, ==, cases[i].of_work);
  g_assert_cmpint(head.senders != NULL, ==, cases[i].bulk);
}

static void
test_addresses(void) {
  static const struct {
    const char *senders, *addresses;
  } texts[] = {
      {"Brand <News@Brand.example>\n", "news@brand.example"},
      {"\"a@b.example\" <c@d.example>, e@f.example\n", "a@b.example c@d.example e@f.example"},
      {"nobody\n@\nx@\n@y", ""},
      {"=?utf-8?q?J=C3=B6rg?= <j@x.example>\n <r+1@y.example>", "j@x.example r+1@y.example"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_auto(GStrv) found = cr_mail_head_addresses(texts[i].senders);
    g_autofree char *joined = g_strjoinv(" ", found);
    g_assert_cmpstr(joined, ==, texts[i].addresses);
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/bulk/addresses", test_addresses);
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *path = g_strdup_printf("/bulk/%s", cases[i].name);
    g_test_add_data_func(path, GUINT_TO_POINTER(i), test_case);
  }
  return g_test_run();
}
