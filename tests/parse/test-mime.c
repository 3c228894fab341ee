#include "base/error.h"
#include "base/limits.h"
#include "base/zone.h"
#include "parse/mime.h"

#include <string.h>

static CrMime *
parse(const char *text) {
  g_autoptr(GError) error = NULL;
  CrMime *mime = cr_mime_parse(text, strlen(text), &error);
  g_assert_no_error(error);
  return mime;
}

#define HEAD "From: dana@northwind.example\n"
#define PART(type, body) "--b\nContent-Type: " type "\n\n" body "\n"
#define MULTI(type, parts)                                                                         \
  HEAD "MIME-Version: 1.0\nContent-Type: multipart/" type "; boundary=b\n\n" parts "--b--\n"

static void
test_envelope(void) {
  g_autoptr(CrMime) mime =
      parse("From: \"Reyes, Dana\" <Dana@Northwind.Example>\r\n"
            "To: Sam <sam@example.com>, team: lee@example.com, kim@example.com;\r\n"
            "Cc: pat@example.com\r\n"
            "Reply-To: Hiring <jobs@northwind.example>\r\n"
            "Subject: =?utf-8?q?caf=C3=A9?=\r\n =?utf-8?q?_chat?=\r\n"
            "Date: Tue, 24 Nov 2026 13:02:00 -0500\r\n"
            "Message-ID: <1@northwind.example>\r\n"
            "In-Reply-To: <0@example.com> (Sam's message)\r\n"
            "References: <a@example.com>\r\n <b@example.com> junk <c@example.com>\r\n"
            "X-Thing: one\r\n  two\r\n\r\nHi\r\n");
  g_assert_cmpstr(mime->from_name, ==, "Reyes, Dana");
  g_assert_cmpstr(mime->from_email, ==, "dana@northwind.example");
  g_assert_cmpstr(mime->reply_to, ==, "jobs@northwind.example");
  g_autofree char *to = g_strjoinv(" ", mime->to);
  g_assert_cmpstr(to, ==, "sam@example.com lee@example.com kim@example.com pat@example.com");
  g_assert_cmpstr(mime->subject, ==, "café chat");
  g_assert_cmpstr(mime->message_id, ==, "1@northwind.example");
  g_assert_cmpstr(mime->in_reply_to, ==, "0@example.com");
  g_autofree char *references = g_strjoinv(" ", mime->references);
  g_assert_cmpstr(references, ==, "a@example.com b@example.com c@example.com");
  g_assert_cmpstr(cr_mime_header(mime, "x-thing"), ==, "one two");
  g_assert_null(cr_mime_header(mime, "X-Other"));
  g_autofree char *date = cr_instant_format(mime->date, cr_zone_utc());
  g_assert_cmpstr(date, ==, "2026-11-24T18:02:00+00:00");
  g_assert_cmpint(mime->date_offset_sec, ==, -5 * 3600);
  g_assert_cmpstr(mime->text, ==, "Hi\n");
}

/* Each server adds its own to the top: the first one's is what the sender wrote to. */
static void
test_deliveries(void) {
  g_autoptr(CrMime) mime = parse("Delivered-To: box@provider.example\r\n"
                                 "X-Original-To: <no one>\r\n"
                                 "Received: from x; Tue, 24 Nov 2026 13:02:00 -0500\r\n"
                                 "delivered-to:  Kim@Post.example \r\n"
                                 "From: dana@northwind.example\r\n\r\nHi\r\n");
  g_autofree char *delivered = g_strjoinv(" ", mime->delivered);
  g_assert_cmpstr(delivered, ==, "kim@post.example box@provider.example");
  g_autoptr(CrMime) none = parse("From: dana@northwind.example\r\n\r\nHi\r\n");
  g_assert_null(none->delivered);
}

static void
test_dates(void) {
  static const struct {
    const char *date, *wanted;
  } rows[] = {{"Tue, 24 Nov 2026 13:02:00 -0500", "2026-11-24T18:02:00+00:00"},
              {"24 Nov 2026 13:02 EST", "2026-11-24T18:02:00+00:00"},
              {"Tue, 24 Nov 2026 13:02:00 +0530 (IST)", "2026-11-24T07:32:00+00:00"},
              {"Thu, 01 Jan 1970 00:00:00 +0000", NULL},
              {"yesterday", NULL},
              {"", NULL}};
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *text = g_strdup_printf(HEAD "Date: %s\n\nx", rows[i].date);
    g_autoptr(CrMime) mime = parse(text);
    g_autofree char *date = cr_instant_format(mime->date, cr_zone_utc());
    g_assert_cmpstr(date, ==, rows[i].wanted);
  }
}

/* The server that took it, on the candidate's side, has the last word on when; the sender on which
 * clock they write by. */
static void
test_dates_of_wrong_clocks(void) {
  static const struct {
    const char *date, *received, *wanted;
    int offset_sec;
  } rows[] = {
      {"Thu, 19 Nov 2026 10:04:00 -0600", "Thu, 19 Nov 2026 16:04:20 +0000",
       "2026-11-19T16:04:00+00:00", -6 * 3600},
      {"Thu, 19 Nov 2026 10:14:00 -0600", "Thu, 19 Nov 2026 16:04:00 +0000",
       "2026-11-19T16:14:00+00:00", -6 * 3600},
      {"Thu, 19 Nov 2026 10:14:01 -0600", "Thu, 19 Nov 2026 16:04:00 +0000",
       "2026-11-19T16:04:00+00:00", -6 * 3600},
      {"Wed, 19 Nov 2025 10:04:00 -0600", "Thu, 19 Nov 2026 16:04:00 +0000",
       "2026-11-19T16:04:00+00:00", -6 * 3600},
      {"Tue, 19 Nov 2030 10:04:00 -0600", "Thu, 19 Nov 2026 16:04:00 +0000",
       "2026-11-19T16:04:00+00:00", -6 * 3600},
      {"Thu, 12 Nov 2026 10:04:00 -0600", "Thu, 19 Nov 2026 16:04:00 +0000",
       "2026-11-12T16:04:00+00:00", -6 * 3600},
      {"Thu, 12 Nov 2026 10:03:59 -0600", "Thu, 19 Nov 2026 16:04:00 +0000",
       "2026-11-19T16:04:00+00:00", -6 * 3600},
      {"Thu, 19 Nov 2026 10:04:00 -0600", "never", "2026-11-19T16:04:00+00:00", -6 * 3600},
      {"soon", "Thu, 19 Nov 2026 10:04:00 -0600", "2026-11-19T16:04:00+00:00", 0},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *text = g_strdup_printf("Received: from a by b; %s\n" HEAD "Date: %s\n\nx",
                                            rows[i].received, rows[i].date);
    g_autoptr(CrMime) mime = parse(text);
    g_autofree char *date = cr_instant_format(mime->date, cr_zone_utc());
    g_assert_cmpstr(date, ==, rows[i].wanted);
    g_assert_cmpint(mime->date_offset_sec, ==, rows[i].offset_sec);
  }
}

static void
test_parts(void) {
  static const struct {
    const char *name, *message, *text, *html, *calendar;
    CrMethod method;
  } rows[] = {
      {"plain", HEAD "\nHi\n", "Hi\n", NULL, NULL, CR_METHOD_NONE},
      {"alternative",
       MULTI("alternative",
             PART("text/plain", "one") PART("text/plain", "other") PART("text/html", "<p>one")),
       "one", "<p>one", NULL, CR_METHOD_NONE},
      {"text around a picture",
       MULTI("mixed", PART("text/plain", "one") PART("image/png", "PNG") PART("text/plain", "two")),
       "one\ntwo", NULL, NULL, CR_METHOD_NONE},
      {"a list's footer below HTML",
       MULTI("mixed", PART("text/html", "<p>one") PART("text/plain", "footer")), NULL, "<p>one",
       NULL, CR_METHOD_NONE},
      {"an attached text is not the body",
       MULTI("mixed", PART("text/plain", "one") "--b\nContent-Type: text/plain\n"
                                                "Content-Disposition: attachment\n\nnotes\n"),
       "one", NULL, NULL, CR_METHOD_NONE},
      {"a forwarded message is not the body",
       MULTI("mixed", PART("text/plain", "one") PART("message/rfc822", "Subject: x\n\ninner")),
       "one", NULL, NULL, CR_METHOD_NONE},
      {"invite",
       MULTI("alternative", PART("text/plain", "one")
                                PART("text/calendar; method=\"REQUEST\"", "BEGIN:VCALENDAR")),
       "one", NULL, "BEGIN:VCALENDAR", CR_METHOD_REQUEST},
      {"the invite goes before an attached file",
       MULTI("mixed", "--b\nContent-Type: application/octet-stream\nContent-Disposition: "
                      "attachment; filename=\"Invite.ICS\"\n\nfile\n" PART(
                          "text/calendar; method=cancel", "invite")),
       NULL, NULL, "invite", CR_METHOD_CANCEL},
      {"an attached file alone",
       MULTI("mixed", PART("text/plain", "one") "--b\nContent-Type: application/octet-stream; "
                                                "name=invite.ics\nContent-Transfer-Encoding: "
                                                "base64\n\nQkVHSU4=\n"),
       "one", NULL, "BEGIN", CR_METHOD_NONE},
      {"quoted-printable Latin-1",
       HEAD "Content-Type: text/plain; charset=iso-8859-1\n"
            "Content-Transfer-Encoding: quoted-printable\n\ncaf=E9 =\nd\n",
       "café d\n", NULL, NULL, CR_METHOD_NONE},
      {"UTF-8 labelled Latin-1", HEAD "Content-Type: text/plain; charset=iso-8859-1\n\ncafé\n",
       "café\n", NULL, NULL, CR_METHOD_NONE},
      {"Windows-1252 labelled UTF-8",
       HEAD "Content-Type: text/plain; charset=utf-8\n\ncaf\xe9 \x97\n", "café —\n", NULL, NULL,
       CR_METHOD_NONE},
      {"no label", HEAD "\ncaf\xe9\n", "café\n", NULL, NULL, CR_METHOD_NONE},
      {"an unknown label", HEAD "Content-Type: text/plain; charset=x-klingon//IGNORE\n\ncafé\n",
       "café\n", NULL, NULL, CR_METHOD_NONE},
      {"Japanese", HEAD "Content-Type: text/plain; charset=iso-2022-jp\n\n\x1b$B4A;z\x1b(B\n",
       "漢字\n", NULL, NULL, CR_METHOD_NONE},
      {"no end boundary", HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none", "one",
       NULL, NULL, CR_METHOD_NONE},
      {"after a mark and empty lines", "\xef\xbb\xbf\r\n\n" HEAD "\nHi\n", "Hi\n", NULL, NULL,
       CR_METHOD_NONE},
      {"no body", HEAD, NULL, NULL, NULL, CR_METHOD_NONE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_test_message("%s", rows[i].name);
    g_autoptr(CrMime) mime = parse(rows[i].message);
    g_assert_cmpstr(mime->text, ==, rows[i].text);
    g_assert_cmpstr(mime->html, ==, rows[i].html);
    g_assert_cmpstr(mime->calendar, ==, rows[i].calendar);
    g_assert_cmpint(mime->method, ==, rows[i].method);
  }
}

#define REPORT(kind, parts)                                                                        \
  HEAD "Content-Type: multipart/report; report-type=" kind "; boundary=b\n\n" parts "--b--\n"

static void
test_reports(void) {
  static const struct {
    const char *name, *message, *type, *fields, *original;
  } rows[] = {
      {"bounce with the message",
       REPORT("delivery-status",
              PART("text/plain", "Undeliverable")
                  PART("message/delivery-status",
                       "Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822;\n "
                       "dana@northwind.example\nAction: failed\nStatus: 5.1.1\n\nFinal-Recipient: "
                       "rfc822; lee@northwind.example\nAction: delayed")
                      PART("message/rfc822", "Message-ID: <9@example.com>\nSubject: x\n\nx")),
       "delivery-status",
       "Reporting-MTA=dns; mx.example.com|Final-Recipient=rfc822; dana@northwind.example|"
       "Action=failed|Status=5.1.1|Final-Recipient=rfc822; lee@northwind.example|Action=delayed|",
       "9@example.com"},
      {"bounce with its headers",
       REPORT("delivery-status",
              PART("message/delivery-status", "Action: failed")
                  PART("text/rfc822-headers", "Subject: x\nMessage-Id: <8@example.com>")),
       "delivery-status", "Action=failed|", "8@example.com"},
      {"read receipt",
       REPORT("disposition-notification",
              PART("message/disposition-notification",
                   "Original-Message-ID: <7@example.com>\nDisposition: manual-action; displayed")),
       "disposition-notification",
       "Original-Message-ID=<7@example.com>|Disposition=manual-action; displayed|",
       "7@example.com"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_test_message("%s", rows[i].name);
    g_autoptr(CrMime) mime = parse(rows[i].message);
    g_autoptr(GString) fields = g_string_new(NULL);
    for (guint f = 0; f < mime->report_fields->len; f++) {
      const CrHeader *field = g_ptr_array_index(mime->report_fields, f);
      g_string_append_printf(fields, "%s=%s|", field->name, field->value);
    }
    g_assert_true(mime->report);
    g_assert_cmpstr(mime->report_type, ==, rows[i].type);
    g_assert_cmpstr(fields->str, ==, rows[i].fields);
    g_assert_cmpstr(mime->original_message_id, ==, rows[i].original);
  }
}

static char *
repeat(const char *before, const char *many, int count, const char *after) {
  GString *text = g_string_new(before);
  for (int i = 0; i < count; i++)
    g_string_append_printf(text, many, i);
  g_string_append(text, after);
  return g_string_free(text, FALSE);
}

/* Refused with its name before GMime sees it, or read in a moment. */
static void
test_limits(void) {
  static const struct {
    const char *name, *before, *many;
    int count;
    const char *after, *wanted; /* NULL: it is read */
  } rows[] = {
      {"nested groups", "From: ", "a:", 5000, "\n\nx", "line 1: the list of addresses is too long"},
      {"many addresses", HEAD "To: a@example.com", ",\n a%d@example.com", 600, "\n\nx",
       "line 2: the list of addresses is too long"},
      {"nested groups in a part", HEAD "Content-Type: message/rfc822\n\nTo: ", "a:", 100000,
       "\n\nx", "line 4: the list of addresses is too long"},
      {"and in a digest", HEAD "Content-Type: multipart/digest; boundary=b\n\n--b\n\nCc: ", "a:",
       100000, "\n\nx", "line 6: the list of addresses is too long"},
      {"a long header", HEAD, "X-%d: abcdefghijklmnopqrstuvwxyz\n", 5000, "\nx",
       "line 1905: the header is too long"},
      {"one long header", HEAD "X: ", "abcdefghij%d", 20000, "\n\nx",
       "line 2: the header is too long"},
      {"nested parts", HEAD, "Content-Type: multipart/mixed; boundary=b%d\n\n--b\n", 100000, "",
       "line 770: too many parts hold other parts"},
      {"nested messages", HEAD, "Content-Type: message/rfc822\n\n", 100000, "",
       "line 514: too many parts hold other parts"},
      {"depth", HEAD, "Content-Type: message/rfc822\n\n", 200, "", NULL},
      {"parts", HEAD "Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\n%d\n", 300, "",
       "the message has too many parts"},
      {"boundaries", HEAD "Content-Type: multipart/mixed; boundary=b\n\n", "--b\n", 1000000, "",
       "line 16388: there are too many parts"},
      {"parameters", HEAD "Content-Type: text/plain", "; a%d=b", 5000, "\n\nx",
       "line 2: a part's header is too long"},
      {"a long line", HEAD "\n", "abcdefghij%d", 500000, "", NULL},
      {"many lines", HEAD "\n", "\n", 5000000, "", NULL},
      {"a long subject in a part", HEAD "Content-Type: message/rfc822\n\nSubject: ",
       "=?utf-8?q?a?= ", 100000, "\n\nx", "line 4: the header is too long"},
      {"a long message", HEAD "\n", "abcdefghijklmnopqrstuvwxyz\n", 1 << 21, "",
       "line 1: the message is too large"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *text = repeat(rows[i].before, rows[i].many, rows[i].count, rows[i].after);
    g_autoptr(GError) error = NULL;
    gint64 begin = g_get_monotonic_time();
    g_autoptr(CrMime) mime = cr_mime_parse(text, strlen(text), &error);
    g_test_message("%s: %d ms", rows[i].name, (int) ((g_get_monotonic_time() - begin) / 1000));
    g_assert_cmpstr(error ? error->message : NULL, ==, rows[i].wanted);
    if (error)
      g_assert_error(error, CR_ERROR, CR_ERROR_LIMIT);
  }
}

static void
test_not_mail(void) {
  static const char *const texts[] = {
      "", "\n", "Hello, Sam\n", "\x89PNG\r\n", "BEGIN VCALENDAR\n", " folded: x\n"};
  for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(CrMime) mime = cr_mime_parse(texts[i], strlen(texts[i]), &error);
    g_assert_null(mime);
    g_assert_error(error, CR_ERROR, CR_ERROR_PARSE);
  }
}

/* Identifiers and addresses go into mails that we write: nothing that could begin a new header. */
static void
test_clean(void) {
  g_autoptr(CrMime) mime = parse("From: =?utf-8?q?Dana=0D=0ABcc=3A?= <d@x.example>\n"
                                 "Message-ID: <a b@x.example>\nIn-Reply-To: <a\x01@x.example>\n"
                                 "Subject: =?utf-8?q?a=0D=0ABcc:_b=1B[2J?=\n\nx");
  g_assert_null(mime->message_id);
  g_assert_null(mime->in_reply_to);
  g_assert_null(strpbrk(mime->from_name, "\r\n"));
  g_assert_null(strpbrk(mime->subject, "\r\n\033"));
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/mime/envelope", test_envelope);
  g_test_add_func("/mime/dates", test_dates);
  g_test_add_func("/mime/deliveries", test_deliveries);
  g_test_add_func("/mime/dates-of-wrong-clocks", test_dates_of_wrong_clocks);
  g_test_add_func("/mime/parts", test_parts);
  g_test_add_func("/mime/reports", test_reports);
  g_test_add_func("/mime/limits", test_limits);
  g_test_add_func("/mime/not-mail", test_not_mail);
  g_test_add_func("/mime/clean", test_clean);
  return g_test_run();
}
