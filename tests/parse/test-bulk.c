/* Which mails are newsletters by their head alone, and which are looked into. */
#include "parse/mail-bulk.h"

#include <string.h>

#define LIST "List-Unsubscribe: <https://brand.example/u>\r\n"
#define HEAD(more, subject)                                                                        \
  "From: Brand <news@brand.example>\r\nSubject: " subject "\r\n"                                   \
  "Date: Tue, 24 Nov 2026 13:19:00 -0600\r\nMessage-ID: <1@brand.example>\r\n" more "\r\n"

static const struct {
  const char *name, *mail;
  gboolean head, mere; /* the head may be enough; and it is */
} cases[] = {
    {"newsletter", HEAD(LIST, "Our autumn sale") "Buy.\r\n", TRUE, TRUE},
    {"by its id", HEAD("List-Id: <a.b>\r\n", "Minutes") "Text\r\n", TRUE, TRUE},
    {"by its feedback", HEAD("feedback-id: 1:2\r\n", "Your bill") "Text\r\n", TRUE, TRUE},
    {"bare line ends", "From: a@b.example\nList-Id: <x>\nSubject: Sale\n\nText\n", TRUE, TRUE},
    {"without a body", HEAD(LIST, "Our autumn sale"), TRUE, TRUE},
    {"a person", HEAD("", "Our autumn sale") "Buy.\r\n", FALSE, FALSE},
    {"the sign in the body", HEAD("", "Hello") LIST "Text\r\n", FALSE, FALSE},
    {"no name of a header", HEAD("X-List-Id: 1\r\n", "Hello") "Text\r\n", FALSE, FALSE},
    {"an answer", HEAD(LIST "In-Reply-To: <2@x.example>\r\n", "Re: Hello") "Text\r\n", FALSE,
     FALSE},
    {"of a thread", HEAD(LIST "References: <2@x.example>\r\n", "Re: Hello") "Text\r\n", FALSE,
     FALSE},
    {"a report", HEAD(LIST "Content-Type: multipart/report; boundary=x\r\n", "Back") "--x\r\n",
     FALSE, FALSE},
    {"an invite", HEAD(LIST, "Tuesday") "--x\r\nContent-Type: Text/Calendar; method=REQUEST\r\n",
     FALSE, FALSE},
    {"a calendar's file", HEAD(LIST, "Tuesday") "--x\r\nContent-Disposition: x; filename=a.ICS\r\n",
     FALSE, FALSE},
    {"an application's", HEAD(LIST, "Tuesday") "--x\r\nContent-Type: application/ics\r\n", FALSE,
     FALSE},
    {"the head breaks off", "From: a@b.example\r\nList-Id: <x>\r\nSubject: S", FALSE, FALSE},
    {"empty", "", FALSE, FALSE},
    /* Hiring systems send with list headers. */
    {"of an interview", HEAD(LIST, "Your interview on Tuesday") "Text\r\n", TRUE, FALSE},
    {"in other letters", HEAD(LIST, "=?utf-8?B?WW91ciBpbnRlcnZpZXc=?=") "Text\r\n", TRUE, FALSE},
    {"of a job", HEAD(LIST, "JOB 4711") "Text\r\n", TRUE, FALSE},
    {"of recruiters", "From: Talent <a@b.example>\r\nList-Id: <x>\r\nSubject: S\r\n\r\nText\r\n",
     TRUE, FALSE},
    {"of their address",
     "From: X <recruiting@b.example>\r\nList-Id: <x>\r\nSubject: S\r\n\r\nText\r\n", TRUE, FALSE},
};

static void
test_case(gconstpointer data) {
  guint i = GPOINTER_TO_UINT(data);
  const char *mail = cases[i].mail;
  gsize head = cr_mail_bulk_head(mail, strlen(mail));
  g_assert_cmpint(head > 0, ==, cases[i].head);
  if (head == 0)
    return;
  g_assert_true(head <= strlen(mail) && mail[head - 1] == '\n');
  g_autoptr(GError) error = NULL;
  g_autoptr(CrMime) brief = cr_mime_parse(mail, head, &error);
  g_assert_no_error(error);
  g_autoptr(CrMime) whole = cr_mime_parse(mail, strlen(mail), &error);
  g_assert_no_error(error);
  g_assert_cmpstr(brief->message_id, ==, whole->message_id);
  g_assert_cmpstr(brief->from_email, ==, whole->from_email);
  g_assert_cmpint(brief->date, ==, whole->date);
  g_assert_cmpint(cr_mail_is_mere_bulk(brief), ==, cases[i].mere);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *path = g_strdup_printf("/bulk/%s", cases[i].name);
    g_test_add_data_func(path, GUINT_TO_POINTER(i), test_case);
  }
  return g_test_run();
}
