#include "parse/mail.h"

#include "parse/mail-phrases.h"
#include "parse/mime.h"

#include <stdio.h>
#include <string.h>

static char *corpus; /* tests/corpus */

static CrReading *
read_bytes(const char *bytes, gsize length, const CrMailContext *context) {
  static const CrMailContext usual = {.country = "US", .fallback = CR_INSTANT_NONE};
  g_autoptr(GError) error = NULL;
  g_autoptr(CrMime) mime = cr_mime_parse(bytes, length, &error);
  g_assert_no_error(error);
  return cr_mail_read(mime, context ? context : &usual);
}

static CrReading *
read_mail(const char *headers, const char *body) {
  g_autofree char *mail =
      g_strdup_printf("From: Dana Reyes <dana.reyes@northwind.example>\nTo: sam@candidate.example\n"
                      "Date: Wed, 18 Nov 2026 10:00:00 -0500\nMIME-Version: 1.0\n%s"
                      "Content-Type: text/plain; charset=utf-8\n\n%s\n",
                      headers, body);
  return read_bytes(mail, strlen(mail), NULL);
}

static void
test_phrases(void) {
  g_assert_cmpint(cr_phrases_faults(), ==, 0);
}

#define AUTO "Auto-Submitted: auto-replied\n"
#define BULK "List-Unsubscribe: <https://x.example/u>\n"

static void
test_kinds(void) {
  static const struct {
    const char *headers, *body;
    CrMailClass class;
  } rows[] = {
      {"", "The interview has been cancelled.", CR_MAIL_CANCELLATION},
      {"", "The interview has not been cancelled.", CR_MAIL_GENERIC},
      {"", "The position has been filled.", CR_MAIL_REJECTION},
      {"", "The position hasn't been filled.", CR_MAIL_GENERIC},
      {"", "In case the position is filled, we will tell you.", CR_MAIL_GENERIC},
      {"", "If you need to reschedule, write to me.", CR_MAIL_GENERIC},
      {"", "Unfortunately the office coffee is bad.", CR_MAIL_GENERIC},
      {"", "A friend of mine had her interview cancelled once.", CR_MAIL_GENERIC},
      {"List-Id: <jobs.example.com>\n", "The position has been filled.", CR_MAIL_GENERIC},
      {"",
       "The calendar sent you a cancellation by mistake. Please ignore it, the interview is "
       "not off.",
       CR_MAIL_GENERIC},
      {"", "Please ignore the reminder, the interview has been cancelled.", CR_MAIL_CANCELLATION},
      /* A subject like a program's, over words that promise a call. */
      {"Subject: On leave re: your application\n",
       "Kim is on leave, so I will call you instead on Tuesday at 2pm.", CR_MAIL_NEW_TIME},
      {"Subject: On leave Re: your application\n", "I am on leave until Tuesday.",
       CR_MAIL_OUT_OF_OFFICE},
      {"In-Reply-To: <q@x.example>\n", "I am on leave from tomorrow. The call is off.",
       CR_MAIL_CANCELLATION},
      {"In-Reply-To: <q@x.example>\n", "Out of the office until Monday. The call is cancelled.",
       CR_MAIL_CANCELLATION},
      {"", "I have retired. Please contact Ana Lopez from now on.", CR_MAIL_RECRUITER_CHANGE},
      {"Subject: Re: Our call\n", "Tuesday 2pm works, and I have retired that other req.",
       CR_MAIL_CONFIRMATION},
      {"",
       "I am out of the office and will reply upon my return on Monday. This is an automated "
       "reply.",
       CR_MAIL_OUT_OF_OFFICE},
      {"", "AUTOMATIC ANSWER: I am on holiday and back on Monday. Sam", CR_MAIL_OUT_OF_OFFICE},
      {"", "Thank you. I am currently out of the office. Your mail is not forwarded.",
       CR_MAIL_OUT_OF_OFFICE},
      {"", "I will be out of the office on Monday, so let us talk upon my return.",
       CR_MAIL_GENERIC},
      {"Auto-Submitted: auto-generated\n"
       "Subject: Your newspaper while you are away\n",
       "We hold your newspaper during your vacation. It comes again when you return on December 7.",
       CR_MAIL_GENERIC},
      {AUTO "Subject: One more step\n",
       "Your message waits in the queue. Click here to show you are not a robot: "
       "https://wait.example/book/93jf",
       CR_MAIL_GENERIC},
      {BULK "Subject: Your interview is confirmed: Tuesday, December 1 at 2:00 PM\n",
       "Your interview with Northwind is confirmed. Dana will call you.", CR_MAIL_CONFIRMATION},
      {BULK "Subject: Confirmed: Intro Call with Dana Reyes\n",
       "Your Intro Call with Dana Reyes is scheduled.\n\n3:30pm - Wednesday, December 2, 2026",
       CR_MAIL_CONFIRMATION},
      {BULK "Subject: Northwind: Phone Interview Confirmation\n",
       "This confirms your interview:\n\nTuesday, December 1\n2:00pm - 2:30pm (Eastern Time)",
       CR_MAIL_CONFIRMATION},
      {BULK "Subject: Is your phone interview confirmed?\n",
       "Book a mock phone interview with Anna on Tuesday, December 1 at 2 PM.", CR_MAIL_GENERIC},
      {BULK "Subject: Your phone interview with confidence\n",
       "Our coach goes live on Tuesday, December 1 at 2:00 PM.", CR_MAIL_GENERIC},
      {BULK, "Your phone interview with Dana Reyes has been cancelled.", CR_MAIL_CANCELLATION},
      {BULK, "Your interview with us went well, but the position has been filled.",
       CR_MAIL_REJECTION},
      {BULK "Subject: Your application status\n",
       "We have decided to pursue other applicants for this role.", CR_MAIL_REJECTION},
      {BULK "Subject: Five jobs for you\n", "The position has been filled. See others like it.",
       CR_MAIL_GENERIC},
      {BULK "Subject: Phone Screen Scheduled\n",
       "You're scheduled!\n\nWhat: Phone screen\nWhen: Tue, Dec 1, 2026, 1:45 PM EST",
       CR_MAIL_CONFIRMATION},
      {BULK "Subject: Confirmed: Ace your interview, Tuesday at 2 PM\n",
       "Your registration for our webinar on Tuesday at 2 PM is confirmed.", CR_MAIL_GENERIC},
      {BULK "Subject: Your appointment is confirmed: Tuesday at 2 PM\n",
       "Your appointment is confirmed for Tuesday at 2 PM.", CR_MAIL_GENERIC},
      {BULK, "A recruiter confirmed my interview for Tuesday at 2 PM: what now?", CR_MAIL_GENERIC},
      {AUTO "Subject: Automatic reply: x\n", "I am out of the office until Monday.",
       CR_MAIL_OUT_OF_OFFICE},
      {"Subject: Automatic reply: x\n", "I am out of the office until Monday.",
       CR_MAIL_OUT_OF_OFFICE},
      {"Subject: Re: x\n", "I am out of the office until Monday.", CR_MAIL_OUT_OF_OFFICE},
      {"Subject: Re: x\n",
       "I am currently out of the office and will return Monday. For urgent matters contact our "
       "front desk at 214.555.0190.",
       CR_MAIL_OUT_OF_OFFICE},
      {"Subject: Re: x\n",
       "Thank you for your message. I am out of the office with limited access to email. I will "
       "reply to your message upon my return.",
       CR_MAIL_OUT_OF_OFFICE},
      {"Subject: Re: x\n",
       "Hello, I'm on annual leave at the moment and back on Monday. I'll pick this up then.",
       CR_MAIL_OUT_OF_OFFICE},
      {"Subject: Re: x\n",
       "Hi Sam, I am out of the office and will return Monday. For urgent matters contact Kim.",
       CR_MAIL_OUT_OF_OFFICE},
      {"Subject: Re: x\n",
       "I am out of the office until Monday. You can send your documents to Kim Lee meanwhile.",
       CR_MAIL_GENERIC},
      {"Auto-Submitted: auto-generated\nSubject: Northwind: application status\n",
       "The status of your application has changed.\n\nNew status: Not selected",
       CR_MAIL_REJECTION},
      {AUTO,
       "This is an automatic acknowledgement to let you know we've received it. One of the team "
       "will respond within two working days.",
       CR_MAIL_GENERIC},
      {"", "Roads are closed so I won't make it in for our call. When can we try again?",
       CR_MAIL_RESCHEDULE_REQUEST},
      {"Auto-Submitted: no\nSubject: Re: x\n", "I'm out of office on Thursday.", CR_MAIL_GENERIC},
      {"X-Auto-Response-Suppress: All\nSubject: Re: x\n", "I'll be out Thursday.", CR_MAIL_GENERIC},
      {AUTO "Subject: Automatic reply: x\n", "Dana no longer works here.",
       CR_MAIL_RECRUITER_CHANGE},
      {AUTO "Subject: Automatic reply: x\n",
       "I started at another company and no longer work for Northwind. Your contact is Jo Park.",
       CR_MAIL_RECRUITER_CHANGE},
      {AUTO, "I've retired! For anything about hiring please write to Grace Kim.",
       CR_MAIL_RECRUITER_CHANGE},
      {AUTO "Subject: Ticket 1\n", "Your request was received.", CR_MAIL_GENERIC},
      {AUTO, "Your mail to 'recruiting' is being held until the list moderator can review it.",
       CR_MAIL_GENERIC},
      {"Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n"
       "Subject: Your résumé was submitted\n",
       "Success! Employers may take longer to respond as many offices are closed until January 4.",
       CR_MAIL_GENERIC},
      {"Auto-Submitted: auto-generated\nSubject: Your delivery is delayed\n",
       "Your parcel is running late because our depot is closed for the holiday.", CR_MAIL_GENERIC},
      {"Auto-Submitted: auto-generated\nSubject: Update on your application\n",
       "Thank you for bearing with us while the team was out of the office. After careful review "
       "we will not be moving forward with your application.",
       CR_MAIL_REJECTION},
      {"Auto-Submitted: auto-generated\nSubject: Reminder: our offices are closed Monday\n",
       "The clinic will be closed on Monday. Do not reply to this message.", CR_MAIL_GENERIC},
      {"Auto-Submitted: auto-generated\nSubject: Kim Lee is out of the office.\n",
       "For urgent matters see your local partner.", CR_MAIL_OUT_OF_OFFICE},
      {"X-Auto-Response-Suppress: All\nSubject: Automatic reply: Interview\n",
       "This mailbox is not monitored until Monday. We will respond to your email on our return, "
       "Monday 23 November.",
       CR_MAIL_OUT_OF_OFFICE},
      {"Subject: Auto: Away\n", "Away on business, limited access to email, back 30/11/2026.",
       CR_MAIL_OUT_OF_OFFICE},
      {"Subject: Currently unavailable Re: Design exercise\n",
       "[Automated message] I'm volunteering today and offline. Back tomorrow, Nov 19!",
       CR_MAIL_OUT_OF_OFFICE},
      {"Subject: Away re: our call\n",
       "Hi Sam, I was away all week. I'll ring you Friday at 2pm. Dana", CR_MAIL_CONFIRMATION},
      {"", "Many offices are closed this week, but I will ring you on Tuesday at 2pm.",
       CR_MAIL_CONFIRMATION},
      {AUTO, "This is a shared mailbox, read Monday to Friday. Your message is in our queue.",
       CR_MAIL_GENERIC},
      {AUTO, "We read everything but cannot answer each mail. You will hear from us if it fits.",
       CR_MAIL_GENERIC},
      {AUTO "Subject: Interview confirmed\n",
       "This is an automated message. Your interview with Dana Reyes is confirmed for Thursday, 19 "
       "November at 14:00.",
       CR_MAIL_CONFIRMATION},
      {"Subject: On leave Re: Interview\n", "I return on 30 November.", CR_MAIL_OUT_OF_OFFICE},
      {"Subject: Holiday auto-reply\n", "I'm back at work 30 November.", CR_MAIL_OUT_OF_OFFICE},
      {"", "Sorry I missed our call. How about tomorrow at 3pm?", CR_MAIL_APOLOGY_LATE},
      {"", "We've moved our call to 3pm tomorrow.", CR_MAIL_NEW_TIME},
      {"", "Can we move our call to 3pm tomorrow?", CR_MAIL_RESCHEDULE_REQUEST},
      {"", "Wednesday has gone pear-shaped. Would Thursday at 3pm suit instead?",
       CR_MAIL_RESCHEDULE_REQUEST},
      {"", "We missed each other yesterday. How about tomorrow at 3pm?", CR_MAIL_NEW_TIME},
      {"", "Tuesday's no good for the client. Wed 14:00 or Thu 11:30?", CR_MAIL_NEW_TIME},
  };
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(CrReading) reading = read_mail(rows[i].headers, rows[i].body);
    g_test_message("%s%s", rows[i].headers, rows[i].body);
    g_assert_cmpstr(cr_mail_class_names[reading->class], ==, cr_mail_class_names[rows[i].class]);
  }
}

/* What is still on its way has not come back. */
static void
test_delays(void) {
  static const struct {
    const char *subject, *body;
    CrMailClass class;
  } rows[] = {
      {"Delivery Status Notification (Delay)",
       "This is a warning only. Your message to dana@northwind.example has not been delivered "
       "yet. Delivery will be retried until Thursday, December 3.",
       CR_MAIL_GENERIC},
      {"Delivery Status Notification",
       "dana@northwind.example: user unknown. We will not keep trying.", CR_MAIL_BOUNCE},
      {"Delivery report",
       "dana@northwind.example: could not be delivered. Delayed for 4 days. Giving up.",
       CR_MAIL_BOUNCE},
      {"Mail delivery failed", "could not be delivered to dana@northwind.example, will retry",
       CR_MAIL_BOUNCE},
  };
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *mail = g_strdup_printf(
        "From: Mail Delivery Subsystem <mailer-daemon@example.org>\nTo: sam@candidate.example\n"
        "Date: Wed, 18 Nov 2026 10:00:00 -0500\nSubject: %s\n\n%s\n",
        rows[i].subject, rows[i].body);
    g_autoptr(CrReading) reading = read_bytes(mail, strlen(mail), NULL);
    g_test_message("%s", rows[i].subject);
    g_assert_cmpstr(cr_mail_class_names[reading->class], ==, cr_mail_class_names[rows[i].class]);
  }
}

/* Of several recipients the one counts whom it did not reach. */
static void
test_recipients(void) {
  static const char *const report =
      "From: Mail System <mailer-daemon@example.org>\nTo: sam@candidate.example\n"
      "Date: Wed, 18 Nov 2026 10:00:00 -0500\nSubject: Undelivered Mail Returned to Sender\n"
      "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
      "--b\nContent-Type: text/plain\n\nOne of two could not be reached.\n"
      "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"
      "Final-Recipient: rfc822; lee@northwind.example\nAction: relayed\nStatus: 2.0.0\n\n"
      "Final-Recipient: rfc822; dana@northwind.example\nAction: failed\nStatus: 5.2.1\n\n--b--\n";
  g_autoptr(CrReading) reading = read_bytes(report, strlen(report), NULL);
  g_assert_cmpint(reading->class, ==, CR_MAIL_BOUNCE);
  g_assert_cmpstr(reading->bounced, ==, "dana@northwind.example");
  g_assert_cmpstr(reading->bounce_status, ==, "5.2.1");
  g_assert_true(reading->bounce_permanent);
}

static void
test_forged(void) {
  static const struct {
    const char *results;
    gboolean forged;
  } rows[] = {{"mx.example.net; dmarc=fail header.from=northwind.example", TRUE},
              {"mx.example.net; spf=fail; dkim=fail", TRUE},
              {"mx.example.net; spf=fail; dkim=pass", FALSE},
              {"mx.example.net; spf=fail; dkim=fail; dmarc=pass", FALSE},
              {"mx.example.net; dmarc=pass", FALSE},
              {"mx.example.net; dmarc=pass (p=NONE) header.from=northwind.example;", FALSE},
              {"mx.example.net; dmarc=pass header.from=Mail.Northwind.Example", FALSE},
              {"mx.example.net; dmarc=pass header.from=evil.example", TRUE},
              {"mx.example.net; dmarc=none header.from=evilnorthwind.example", TRUE},
              {"mx.example.net; dmarc=pass\nFrom: Lee <lee@evil.example>", TRUE},
              /* Without a policy of theirs somebody must vouch who is of them. */
              {"mx.example.net; dkim=pass header.d=evil.example; dmarc=none", TRUE},
              {"mx.example.net; spf=pass smtp.mailfrom=lee@evil.example; dmarc=none", TRUE},
              {"mx.example.net; dkim=pass header.i=@evil.example; spf=pass "
               "smtp.mailfrom=evil.example",
               TRUE},
              {"mx.example.net; dkim=pass header.d=evilnorthwind.example; dmarc=none", TRUE},
              {"mx.example.net; dkim=pass header.d=example; dmarc=none", TRUE},
              {"mx.example.net; dkim=fail header.d=northwind.example; dkim=pass "
               "header.d=mailer.example; dmarc=none",
               TRUE},
              {"mx.example.net; dkim=pass header.d=mailer.example; dkim=pass (2048-bit key) "
               "header.d=northwind.example; dmarc=none",
               FALSE},
              {"mx.example.net; dkim=pass header.i=@Mail.Northwind.Example; dmarc=none", FALSE},
              {"mx.example.net; spf=pass (ip4) smtp.mailfrom=\"bounce@northwind.example\"", FALSE},
              {"mx.example.net; dkim=pass; spf=pass; dmarc=none", FALSE},
              {"mx.example.net; dkim=none; spf=none; dmarc=none", FALSE}};
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *header = g_strdup_printf("Authentication-Results: %s\n", rows[i].results);
    g_autoptr(CrReading) reading = read_mail(header, "Hello");
    g_assert_cmpint(reading->forged, ==, rows[i].forged);
  }
}

static void
test_return(void) {
  static const struct {
    const char *body, *day; /* in -05:00 */
    gboolean until;
  } rows[] = {
      {"I am out of the office and back on Monday, November 23.", "2026-11-23", FALSE},
      {"Out of office until 1 December.", "2026-12-01", TRUE},
      {"I'm on vacation through Friday, November 20.", "2026-11-23", FALSE},
      {"On leave from 23 Nov to 27 Nov.", "2026-11-30", FALSE},
      {"I am out of office until and including Friday 20 November.", "2026-11-23", FALSE},
      {"On parental leave, returning in March.", "2027-03-01", FALSE},
  };
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(CrReading) reading = read_mail(AUTO, rows[i].body);
    g_autofree char *start = cr_instant_format(reading->return_at, cr_zone_find("-05:00"));
    g_autofree char *day = start ? g_strndup(start, 10) : NULL;
    g_test_message("%s", rows[i].body);
    g_assert_cmpstr(day, ==, rows[i].day);
    g_assert_cmpint(reading->return_until, ==, rows[i].until);
  }
}

/* A subject tells the day where the text names none, unless it may be the one that is answered. */
static void
test_return_of_subject(void) {
  static const char body[] = "I am out of the office. Please contact the front desk.";
  g_autoptr(CrReading) own = read_mail(AUTO "Subject: Out of office until December 1\n", body);
  g_autoptr(CrReading) theirs = read_mail(AUTO "Subject: Automatic reply: Friday chat\n", body);
  g_assert_cmpint(own->return_at, !=, CR_INSTANT_NONE);
  g_assert_cmpint(theirs->return_at, ==, CR_INSTANT_NONE);
}

/* Without a Date there is no year to put a month into. */
static void
test_undated(void) {
  static const char mail[] = "From: a@northwind.example\nAuto-Submitted: auto-replied\n\n"
                             "I am out of the office, back in January.\n";
  g_autoptr(CrReading) reading = read_bytes(mail, strlen(mail), NULL);
  g_assert_cmpint(reading->class, ==, CR_MAIL_OUT_OF_OFFICE);
  g_assert_cmpint(reading->return_at, ==, CR_INSTANT_NONE);
}

static void
test_caller(void) {
  static const struct {
    const char *body;
    CrCaller caller;
  } rows[] = {
      {"I'll call you at 212-555-0142.", CR_CALLER_RECRUITER},
      {"Lee will phone you on Thursday.", CR_CALLER_RECRUITER},
      {"Please call me at 212-555-0142.", CR_CALLER_CANDIDATE},
      {"Please dial in at +1 212-555-0142, PIN 1234#.", CR_CALLER_CANDIDATE},
      {"Join the Zoom meeting: https://zoom.example.com/j/1", CR_CALLER_BOTH_JOIN},
      {"If you have questions, call me at 212-555-0142.", CR_CALLER_UNKNOWN},
      {"Thanks for your note.", CR_CALLER_UNKNOWN},
  };
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(CrReading) reading = read_mail("", rows[i].body);
    g_test_message("%s", rows[i].body);
    g_assert_cmpstr(cr_caller_names[reading->caller], ==, cr_caller_names[rows[i].caller]);
  }
}

static void
test_role(void) {
  static const struct {
    const char *body, *role, *company;
  } rows[] = {
      {"It is about the Staff Engineer role at Northwind.", "Staff Engineer", "Northwind"},
      {"Thank you for applying for the position of Branch Teller.", "Branch Teller", NULL},
      {"We would like you in the role of a Data Engineer at Contoso.", "Data Engineer", "Contoso"},
      {"Your application for Data Analyst with Contoso was read.", "Data Analyst", "Contoso"},
      {"The position of", NULL, NULL},
      {"The role as we see it is open.", NULL, NULL},
      {"I put you forward for Data Analyst.", "Data Analyst", NULL},
      {"I look forward for Your reply.", NULL, NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(CrReading) reading = read_mail("", rows[i].body);
    g_test_message("%s", rows[i].body);
    g_assert_cmpstr(reading->role, ==, rows[i].role);
    g_assert_cmpstr(reading->company, ==, rows[i].company);
  }
}

static void
test_phones(void) {
  static const struct {
    const char *body, *found; /* role:number[:x EXT][:#CODE] … */
  } rows[] = {
      {"I'll call you at (212) 555-0142.", "candidate:+12125550142"},
      {"Call me on 212.555.0142 ext. 7.", "contact:+12125550142:x7"},
      {"I'll call you at +1 212-555-\n0142.", "candidate:+12125550142"},
      {"I'll be calling from +1 312-555-0190.", "caller-id:+13125550190"},
      {"Dial-in: +1 888-555-0147, access code 482 913#", "dial-in:+18885550147:#482913"},
      {"+1 323-555-0167,,914227335# United States", "dial-in:+13235550167:#914227335"},
      {"Thanks.\n\nBest,\nDana\n+1 646-555-0188", "signature:+16465550188"},
      {"I've got 212-555-0148 down for you, is that right?", "candidate:+12125550148"},
      {"I'll call you on 212-555-0142 from 312-555-0190.",
       "candidate:+12125550142 caller-id:+13125550190"},
      {"My number is +44 (0)20 7946 0123.", "contact:+442079460123"},
      {"Job 20261118, salary $120,000-145,000, from 11/23/2026 to 2026-12-01, ID 4471882931.", ""},
      {"At 10:30-11:30 on 18.11.2026, 24/7.", ""},
      {"See https://example.com/2125550142 or REQ-2125550142.", ""},
  };
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(CrReading) reading = read_mail("", rows[i].body);
    g_autoptr(GString) found = g_string_new(NULL);
    for (guint p = 0; p < reading->phones->len; p++) {
      const CrPhone *phone = reading->phones->pdata[p];
      g_string_append_printf(found, "%s%s:%s%s%s%s%s", p ? " " : "",
                             cr_phone_role_names[phone->role], phone->e164, phone->ext ? ":x" : "",
                             phone->ext ? phone->ext : "", phone->code ? ":#" : "",
                             phone->code ? phone->code : "");
    }
    g_test_message("%s", rows[i].body);
    g_assert_cmpstr(found->str, ==, rows[i].found);
  }
}

static void
test_says(void) {
  static const struct {
    const char *body;
    gboolean firm, accepts, apologizes, promises;
  } rows[] = {
      {"Let's do Thursday at 3pm.", TRUE, FALSE, FALSE, FALSE},
      {"Could you do Thursday at 3pm?", FALSE, FALSE, FALSE, FALSE},
      {"Thursday at 10 works for me.", TRUE, TRUE, FALSE, FALSE},
      {"Does Thursday at 10 work for you?", FALSE, FALSE, FALSE, FALSE},
      {"I will get back to you by Friday.", FALSE, FALSE, FALSE, TRUE},
      {"My apologies, I was held up.", FALSE, FALSE, TRUE, FALSE},
      {"sorry, lost track of time, calling you at 4 today", TRUE, FALSE, TRUE, FALSE},
      {"Would calling you at 4 work?", FALSE, FALSE, FALSE, FALSE},
      {"ill call u thursday 11am", TRUE, FALSE, FALSE, TRUE},
      {"He is ill and cannot talk.", FALSE, FALSE, FALSE, FALSE},
  };
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(CrReading) reading = read_mail("", rows[i].body);
    g_test_message("%s", rows[i].body);
    g_assert_cmpint(reading->firm, ==, rows[i].firm);
    g_assert_cmpint(reading->accepts, ==, rows[i].accepts);
    g_assert_cmpint(reading->apologizes, ==, rows[i].apologizes);
    g_assert_cmpint(reading->promise != CR_INSTANT_NONE, ==, rows[i].promises);
  }
}

static char *
twist(const char *bytes, gboolean crlf) {
  g_auto(GStrv) lines = g_strsplit(bytes, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    g_strchomp(lines[i]);
  return g_strjoinv(crlf ? "\r\n" : "\n", lines);
}

/* Every mail of the index as it is and with other line ends: the kind, or the other one that is
 * right, too, where the third column is called alt. */
static void
check_index(const char *index_name, const char *folder) {
  g_autofree char *path = g_build_filename(corpus, index_name, NULL), *index = NULL;
  g_assert_true(g_file_get_contents(path, &index, NULL, NULL));
  g_auto(GStrv) lines = g_strsplit(index, "\n", -1);
  gboolean with_alt = g_str_has_prefix(lines[0], "file\tclass\talt\t");
  guint total = 0, right = 0;
  for (guint i = 1; lines[i] && lines[i][0]; i++) {
    g_auto(GStrv) cells = g_strsplit(lines[i], "\t", -1);
    g_autofree char *file = g_build_filename(corpus, folder, cells[0], NULL), *bytes = NULL;
    gsize length;
    g_assert_true(g_file_get_contents(file, &bytes, &length, NULL));
    g_autoptr(CrReading) reading = read_bytes(bytes, length, NULL);
    const char *class = cr_mail_class_names[reading->class];
    g_auto(GStrv) others = g_strsplit(with_alt ? cells[2] : "", "|", -1);
    gboolean same =
        strcmp(class, cells[1]) == 0 || g_strv_contains((const char *const *) others, class);
    total++;
    right += same;
    if (!same)
      g_test_message("%s is read as %s", cells[0], class);
    gboolean ooo = strcmp(cells[1], "out-of-office") == 0;
    if (!with_alt || cells[2][0] == '\0')
      g_assert_cmpint(reading->class == CR_MAIL_OUT_OF_OFFICE, ==, ooo);
    for (int crlf = 0; crlf < 2; crlf++) {
      g_autofree char *other = twist(bytes, crlf);
      g_autoptr(CrReading) again = read_bytes(other, strlen(other), NULL);
      g_assert_cmpint(again->class, ==, reading->class);
      g_assert_cmpstr(again->text, ==, reading->text);
    }
  }
  g_test_message("%u of %u", right, total);
  g_assert_cmpint(right * 100, >=, total * 97);
}

static void
test_corpus(void) {
  check_index("mails.tsv", "mails");
  check_index("written/labels.tsv", "written");
  check_index("written-2/labels.tsv", "written-2");
  check_index("written-3/labels.tsv", "written-3");
  check_index("written-4/labels.tsv", "written-4");
  check_index("written-5/labels.tsv", "written-5");
  check_index("written-6/labels.tsv", "written-6");
  check_index("written-7/labels.tsv", "written-7");
  check_index("written-8/labels.tsv", "written-8");
  check_index("written-9/labels.tsv", "written-9");
  check_index("written-10/labels.tsv", "written-10");
  check_index("written-11/labels.tsv", "written-11");
  check_index("written-12/labels.tsv", "written-12");
  check_index("written-13/labels.tsv", "written-13");
  check_index("written-14/labels.tsv", "written-14");
  check_index("written-15/labels.tsv", "written-15");
  check_index("written-16/labels.tsv", "written-16");
  check_index("written-17/labels.tsv", "written-17");
  check_index("written-18/labels.tsv", "written-18");
  check_index("written-19/labels.tsv", "written-19");
}

static const char *
class_of(const CrReading *reading) {
  return cr_mail_class_names[reading->class];
}

/* The header lines without those of the content, and with another Date when one is given. */
static char *
headers_with(const char *bytes, const char *date) {
  const char *end = strstr(bytes, "\n\n"), *other = strstr(bytes, "\r\n\r\n");
  g_autofree char *block = g_strndup(bytes, (other && (!end || other < end) ? other : end) - bytes);
  g_auto(GStrv) lines = g_strsplit(block, "\n", -1);
  GString *out = g_string_new(NULL);
  gboolean skipping = FALSE;
  for (guint i = 0; lines[i]; i++) {
    g_strchomp(lines[i]);
    if (!g_ascii_isspace(lines[i][0])) {
      skipping = g_ascii_strncasecmp(lines[i], "Content-", 8) == 0;
      if (date && g_ascii_strncasecmp(lines[i], "Date:", 5) == 0) {
        skipping = TRUE;
        g_string_append_printf(out, "Date: %s\n", date);
      }
    }
    if (!skipping && lines[i][0])
      g_string_append_printf(out, "%s\n", lines[i]);
  }
  return g_string_free(out, FALSE);
}

/* The body as quoted-printable with a soft break behind every fortieth byte. */
static char *
quoted_printable(const char *text, gsize length) {
  GString *out = g_string_new(NULL);
  guint column = 0;
  for (gsize i = 0; i < length; i++) {
    guchar c = text[i];
    if (c == '\n') {
      g_string_append_c(out, '\n');
      column = 0;
      continue;
    }
    if (column++ == 40) {
      g_string_append(out, "=\n");
      column = 1;
    }
    if (c > 32 && c < 127 && c != '=')
      g_string_append_c(out, c);
    else
      g_string_append_printf(out, "=%02X", c);
  }
  return g_string_free(out, FALSE);
}

static char *
rebuilt(const char *headers, const char *text, const char *charset, const char *encoding) {
  gsize length;
  g_autofree char *bytes = g_convert(text, -1, charset, "UTF-8", NULL, &length, NULL);
  if (bytes == NULL) /* what this charset cannot say */
    return NULL;
  g_autofree char *body =
      strcmp(encoding, "base64") == 0             ? g_base64_encode((guchar *) bytes, length)
      : strcmp(encoding, "quoted-printable") == 0 ? quoted_printable(bytes, length)
                                                  : g_strndup(bytes, length);
  return g_strdup_printf(
      "%sContent-Type: text/plain; charset=%s\nContent-Transfer-Encoding: %s\n\n%s\n", headers,
      charset, encoding, body);
}

static char *
facts_of(const CrReading *reading) {
  GString *out = g_string_new(cr_mail_class_names[reading->class]);
  g_string_append_printf(out, " %s %" G_GINT64_FORMAT, cr_caller_names[reading->caller],
                         reading->return_at);
  for (guint i = 0; i < reading->phones->len; i++) {
    const CrPhone *phone = reading->phones->pdata[i];
    g_string_append_printf(out, " %s:%s", cr_phone_role_names[phone->role], phone->e164);
  }
  for (guint i = 0; i < reading->times->len; i++) {
    const CrMention *mention = reading->times->pdata[i];
    g_string_append_printf(out, " %" G_GINT64_FORMAT, mention->start);
  }
  return g_string_free(out, FALSE);
}

typedef struct {
  guint total, moved, zoned, changed;
} Counts;

static void
check_twins(const char *name, const char *bytes, const CrMime *mime, Counts *counts) {
  static const char *const encodings[][2] = {
      {"utf-8", "8bit"},          {"utf-8", "quoted-printable"},
      {"utf-8", "base64"},        {"iso-8859-1", "quoted-printable"},
      {"windows-1252", "base64"}, {"utf-16le", "base64"}};
  if (mime->date == CR_INSTANT_NONE)
    return;
  counts->total++;
  g_autofree char *headers = headers_with(bytes, NULL);
  g_autofree char *plain = rebuilt(headers, mime->text, "utf-8", "8bit");
  g_autoptr(CrReading) first = read_bytes(plain, strlen(plain), NULL);
  g_autofree char *said = facts_of(first);
  for (guint e = 0; e < G_N_ELEMENTS(encodings); e++) {
    g_autofree char *other = rebuilt(headers, mime->text, encodings[e][0], encodings[e][1]);
    if (other == NULL)
      continue;
    g_autoptr(CrReading) again = read_bytes(other, strlen(other), NULL);
    g_autofree char *now = facts_of(again);
    g_test_message("%s in %s, %s", name, encodings[e][0], encodings[e][1]);
    g_assert_cmpstr(now, ==, said);
  }
  for (int shift = 0; shift < 2; shift++) {
    g_autoptr(GDateTime) date =
        g_date_time_new_from_unix_utc(mime->date / CR_SECOND - (shift ? 28 * 24 * 3600 : 0));
    g_autofree char *written = g_date_time_format(date, shift ? "%a, %d %b %Y %H:%M:%S +0000"
                                                              : "%a, %d %b %Y %H:%M:%S -0000");
    g_autofree char *dated = headers_with(bytes, written);
    g_autofree char *other = rebuilt(dated, mime->text, "utf-8", "8bit");
    g_autoptr(CrReading) again = read_bytes(other, strlen(other), NULL);
    *(shift ? &counts->moved : &counts->zoned) += again->class != first->class;
    if (again->class != first->class)
      g_test_message("%s is %s, %s when %s", name, class_of(first), class_of(again),
                     shift ? "sent earlier" : "sent in UTC");
  }
}

/* Every mail of those folders that is plain text alone. */
static void
check_plain_mails(const char *const *folders,
                  void (*check)(const char *name, const char *bytes, const CrMime *mime,
                                Counts *counts),
                  Counts *counts) {
  for (; *folders; folders++) {
    g_autofree char *path = g_build_filename(corpus, *folders, NULL);
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    for (const char *name; (name = g_dir_read_name(folder));) {
      g_autofree char *file = g_build_filename(path, name, NULL), *bytes = NULL;
      gsize length;
      if (!g_str_has_suffix(name, ".eml") || !g_file_get_contents(file, &bytes, &length, NULL))
        continue;
      g_autoptr(CrMime) mime = cr_mime_parse(bytes, length, NULL);
      if (mime->text && !mime->html && !mime->calendar && !mime->report_type)
        check(name, bytes, mime, counts);
    }
  }
}

/* Every plain mail of both corpora, however it is encoded, says the same; its kind stays when it is
 * sent in another zone or a few weeks earlier. */
static void
test_metamorphic(void) {
  static const char *const folders[] = {"mails", "written", NULL};
  Counts counts = {0};
  check_plain_mails(folders, check_twins, &counts);
  g_test_message("%u mails; kinds changed by zone %u, by date %u", counts.total, counts.zoned,
                 counts.moved);
  g_assert_cmpint(counts.total, >, 300);
  g_assert_cmpint(counts.zoned * 100, <=, counts.total);
  g_assert_cmpint(counts.moved * 100, <=, counts.total);
}

/* As a mailer wraps it: no line is longer than width, where a blank allows. */
static char *
wrapped(const char *text, glong width) {
  GString *out = g_string_new(NULL);
  glong column = 0;
  for (const char *p = text; *p;) {
    gsize n = strcspn(p, " \n");
    glong word = g_utf8_strlen(p, n);
    if (column > 1 && out->str[out->len - 1] == ' ' && column + word > width && *p != '>') {
      out->str[out->len - 1] = '\n';
      column = 0;
    }
    g_string_append_len(out, p, n);
    column += word;
    p += n;
    if (*p == '\0')
      break;
    column = *p == '\n' ? 0 : column + 1;
    g_string_append_c(out, *p++);
  }
  return g_string_free(out, FALSE);
}

static void
check_wrapped(const char *name, const char *bytes, const CrMime *mime, Counts *counts) {
  if (strstr(mime->text, "\n>") || strstr(mime->text, "wrote:"))
    return;
  g_autofree char *headers = headers_with(bytes, NULL);
  g_autofree char *first = rebuilt(headers, mime->text, "utf-8", "8bit");
  g_autoptr(CrReading) reading = read_bytes(first, strlen(first), NULL);
  g_autofree char *said = facts_of(reading);
  for (glong width = 40; width <= 80; width += 8) {
    g_autofree char *text = wrapped(mime->text, width);
    if (strcmp(text, mime->text) == 0)
      continue;
    g_autofree char *other = rebuilt(headers, text, "utf-8", "8bit");
    g_autoptr(CrReading) again = read_bytes(other, strlen(other), NULL);
    g_autofree char *now = facts_of(again);
    counts->total++;
    counts->changed += strcmp(now, said) != 0;
    if (strcmp(now, said) != 0)
      g_test_message("%s at %ld: %s, not %s", name, width, now, said);
  }
}

/* A plain mail says the same however narrow its lines are. */
static void
test_wrapped(void) {
  static const char *const folders[] = {"mails", "written", "written-2", "written-3", NULL};
  Counts counts = {0};
  check_plain_mails(folders, check_wrapped, &counts);
  g_test_message("%u mails; %u say something else", counts.total, counts.changed);
  g_assert_cmpint(counts.total, >, 500);
  g_assert_cmpint(counts.changed * 200, <=, counts.total);
}

typedef const char *(*Answer)(const CrReading *reading);

static const char *
caller_of(const CrReading *reading) {
  return cr_caller_names[reading->caller];
}

static const char *
return_of(const CrReading *reading) {
  static char day[11];
  g_autofree char *start = cr_instant_format(reading->return_at, cr_zone_find("-05:00"));
  g_strlcpy(day, start ? start : "", sizeof day);
  return day;
}

/* Lines "ANSWER|TEXT", or "@ ANSWER" above the lines it is for; \\n is a line break. "SUBJECT || "
 * may stand before a text. */
static void
check_lines(const char *name, const char *headers, Answer answer, guint least_percent) {
  g_autofree char *path = g_build_filename(corpus, name, NULL), *file = NULL;
  g_assert_true(g_file_get_contents(path, &file, NULL, NULL));
  g_auto(GStrv) lines = g_strsplit(file, "\n", -1);
  const char *wanted = NULL;
  guint total = 0, right = 0;
  for (guint i = 0; lines[i]; i++) {
    char *text = lines[i], *bar = strchr(text, '|');
    if (*text == '#' || *text == '\0')
      continue;
    if (g_str_has_prefix(text, "@ ")) {
      wanted = text + 2;
      continue;
    }
    if (answer != class_of && bar) {
      *bar = '\0';
      wanted = text;
      text = bar + 1;
    }
    gboolean ooo = g_strcmp0(wanted, "out-of-office") == 0;
    char *body_at = strstr(text, " || ");
    g_autofree char *body = g_strcompress(body_at ? body_at + 4 : text);
    g_autofree char *subject = body_at ? g_strndup(text, body_at - text) : NULL;
    g_autofree char *own =
        subject ? g_strdup_printf("%sSubject: %s\n", ooo ? AUTO : "", subject) : NULL;
    g_autoptr(CrReading) reading = read_mail(own ? own : ooo ? AUTO : headers, body);
    gboolean same = g_strcmp0(answer(reading), wanted) == 0;
    total++;
    right += same;
    if (!same)
      g_test_message("%s, not %s: %s", answer(reading), wanted, text);
  }
  g_test_message("%u of %u", right, total);
  g_assert_cmpint(right * 100, >=, total * least_percent);
}

static void
test_lines(void) {
  check_lines("mail-lines.txt", "Subject: Re: our call\n", class_of, 97);
  check_lines("mail-tongues.txt", "Subject: Re: our call\n", class_of, 55);
}

static void
test_everyday(void) {
  check_lines("said/everyday-1.txt", "Subject: Re: our call\n", class_of, 100);
  check_lines("said/everyday-2.txt", "Subject: Re: our call\n", class_of, 100);
}

static void
test_callers(void) {
  check_lines("mail-callers.txt", "Subject: Re: our call\n", caller_of, 97);
}

static void
test_returns(void) {
  check_lines("mail-returns.txt", AUTO "Subject: Automatic reply: our call\n", return_of, 97);
}

static const char *
away_of(const CrReading *reading) {
  return reading->class == CR_MAIL_OUT_OF_OFFICE ? "away" : class_of(reading);
}

static const char *
absence_of(const CrReading *reading) {
  return reading->class == CR_MAIL_OUT_OF_OFFICE ? "away" : "other";
}

static void
test_away(void) {
  check_lines("mail-away.txt", "Subject: Re: our call\n", away_of, 97);
  check_lines("mail-absences.txt", "Subject: Re: our call\n", absence_of, 96);
  check_lines("mail-beside.txt", "Subject: Re: our call\n", absence_of, 100);
}

static const char *
deputy_of(const CrReading *reading) {
  const CrPerson *deputy = &reading->deputy;
  return deputy->name    ? deputy->name
         : deputy->email ? deputy->email
         : deputy->phone ? deputy->phone
                         : "none";
}

static void
test_deputies(void) {
  check_lines("mail-deputies.txt", AUTO "Subject: Automatic reply: our call\n", deputy_of, 100);
}

static const char *
role_of(const CrReading *reading) {
  if (reading->phones->len != 1)
    return reading->phones->len ? "several" : "none";
  return cr_phone_role_names[((CrPhone *) reading->phones->pdata[0])->role];
}

static void
test_phone_roles(void) {
  check_lines("mail-phone-roles.txt", "Subject: Re: our call\n", role_of, 97);
}

static char *
phones_of(const CrReading *reading) {
  GString *out = g_string_new(reading->phones->len ? NULL : "none");
  for (guint i = 0; i < reading->phones->len; i++) {
    const CrPhone *phone = reading->phones->pdata[i];
    g_string_append_printf(out, "%s%s:%s", i ? " " : "", cr_phone_role_names[phone->role],
                           phone->e164);
    if (phone->ext)
      g_string_append_printf(out, ",x%s", phone->ext);
    if (phone->code)
      g_string_append_printf(out, ",#%s", phone->code);
  }
  return g_string_free(out, FALSE);
}

/* See the head of the corpus. */
static void
test_phone_mails(void) {
  g_autofree char *path = g_build_filename(corpus, "mail-phones.txt", NULL), *file = NULL;
  g_assert_true(g_file_get_contents(path, &file, NULL, NULL));
  g_auto(GStrv) mails = g_strsplit(file, "\n@ ", -1);
  guint wrong = 0;
  for (guint i = 1; mails[i]; i++) {
    char *body = strchr(mails[i], '\n');
    *body = '\0';
    g_auto(GStrv) fields = g_strsplit(mails[i], " | ", 4);
    g_assert_cmpuint(g_strv_length(fields), ==, 4);
    g_autofree char *mail =
        g_strdup_printf("From: %s\nTo: sam@candidate.example\nDate: %s\nSubject: Our call\n"
                        "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n%s\n",
                        fields[2], fields[3], body + 1);
    CrMailContext context = {.country = fields[1], .fallback = CR_INSTANT_NONE};
    g_autoptr(CrReading) reading = read_bytes(mail, strlen(mail), &context);
    g_autofree char *found = phones_of(reading);
    if (strcmp(found, fields[0]) != 0)
      wrong++, g_test_message("%s, not %s: %s", found, fields[0], body + 1);
  }
  g_assert_cmpuint(wrong, ==, 0);
}

/* Words that cannot end: the time taken stays far below what a square would take. */
static void
test_linear(void) {
  static const char *const pieces[] = {"sorry ",
                                       "not ",
                                       "if you ",
                                       "could we 3pm ",
                                       "212 ",
                                       "+1 (212) ",
                                       "a@b.c ",
                                       "https://a.example/ ",
                                       "can't.",
                                       "I will call you at ",
                                       "call me if you cannot ",
                                       "another candidate "};
  for (guint i = 0; i < G_N_ELEMENTS(pieces); i++) {
    GString *body = g_string_new(NULL);
    while (body->len < 256 * 1024)
      g_string_append(body, pieces[i]);
    gint64 from = g_get_monotonic_time();
    g_autoptr(CrReading) reading = read_mail("", body->str);
    g_test_message("%s: %d ms", pieces[i], (int) ((g_get_monotonic_time() - from) / 1000));
    g_assert_cmpint(g_get_monotonic_time() - from, <, 20 * G_USEC_PER_SEC);
    g_string_free(body, TRUE);
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  corpus = argc > 1 ? argv[1] : NULL;
  g_test_add_func("/mail/phrases", test_phrases);
  g_test_add_func("/mail/kinds", test_kinds);
  g_test_add_func("/mail/recipients", test_recipients);
  g_test_add_func("/mail/delays", test_delays);
  g_test_add_func("/mail/forged", test_forged);
  g_test_add_func("/mail/return", test_return);
  g_test_add_func("/mail/return-of-subject", test_return_of_subject);
  g_test_add_func("/mail/undated", test_undated);
  g_test_add_func("/mail/caller", test_caller);
  g_test_add_func("/mail/role", test_role);
  g_test_add_func("/mail/phones", test_phones);
  g_test_add_func("/mail/says", test_says);
  g_test_add_func("/mail/linear", test_linear);
  if (corpus) {
    g_test_add_func("/mail/corpus", test_corpus);
    g_test_add_func("/mail/metamorphic", test_metamorphic);
    g_test_add_func("/mail/wrapped", test_wrapped);
    g_test_add_func("/mail/lines", test_lines);
    g_test_add_func("/mail/everyday", test_everyday);
    g_test_add_func("/mail/callers", test_callers);
    g_test_add_func("/mail/returns", test_returns);
    g_test_add_func("/mail/deputies", test_deputies);
    g_test_add_func("/mail/away", test_away);
    g_test_add_func("/mail/phone-roles", test_phone_roles);
    g_test_add_func("/mail/phone-mails", test_phone_mails);
  }
  return g_test_run();
}
