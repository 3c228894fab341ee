/* What an address says about its organisation, and what makes an interview of an invite. */
#include "playbook/agree.h"
#include "playbook/organisation.h"

#include <string.h>

static const struct {
  const char *email, *company; /* NULL: says nothing */
} companies[] = {
    {"dana@northwind.example", "Northwind"},
    {"dana@talent.northwind.example", "Northwind"},
    {"dana@mail.eu.northwind.example", "Northwind"},
    {"dana@northwind.co.uk", "Northwind"},
    {"dana@careers.northwind.co.uk", "Northwind"},
    {"dana@blue-harbor.example", "Blue harbor"},
    {"dana@blue_harbor.com", "Blue harbor"},
    {"dana@northwind.ai", "Northwind"},
    {"dana@northwind.com.au", "Northwind"},
    {"Dana@NORTHWIND.example", "NORTHWIND"},
    {"dana@gmail.com", NULL},
    {"dana@mail.gmail.com", NULL},
    {"dana@GMAIL.COM", NULL},
    {"dana@notgmail.com", "Notgmail"},
    {"no-reply@us.greenhouse-mail.io", NULL},
    {"dana@hire.lever.co", NULL},
    {"dana@lever.co", NULL},
    {"dana@clever.co", "Clever"},
    {"dana.reyes@hubspot.com", "Hubspot"}, /* who works there */
    {"hiring.team@hubspot.com", NULL},
    {"dana.reyes@us.greenhouse-mail.io", NULL}, /* whoever's it is */
    {"dana@.com", NULL},
    {"dana@...", NULL},
    {"dana@", NULL},
    {"dana", NULL},
    {"", NULL},
    {NULL, NULL},
};

static void
test_company(void) {
  for (guint i = 0; i < G_N_ELEMENTS(companies); i++) {
    g_autofree char *company = cr_organisation_name(companies[i].email);
    g_assert_cmpstr(company, ==, companies[i].company);
  }
}

static const struct {
  const char *a, *b;
  gboolean same;
} organisations[] = {
    {"dana@northwind.example", "lee@northwind.example", TRUE},
    {"dana@northwind.example", "lee@Northwind.EXAMPLE", TRUE},
    {"dana@northwind.example", "lee@talent.northwind.example", TRUE},
    {"dana@a.northwind.example", "lee@b.northwind.example", FALSE}, /* not known to be one */
    {"dana@northwind.example", "lee@notnorthwind.example", FALSE},
    {"dana@northwind.example", "lee@northwind.example.evil.example", FALSE},
    {"dana@northwind.example", "lee@southwind.example", FALSE},
    {"dana@northwind.example", "lee@example", FALSE},
    {"dana@com", "lee@northwind.com", FALSE},
    {"dana@gmail.com", "lee@gmail.com", FALSE},
    {"dana@greenhouse.io", "lee@us.greenhouse.io", FALSE},
    {"dana.reyes@greenhouse.io", "lee.park@greenhouse.io", TRUE},
    {"dana.reyes@greenhouse.io", "no-reply@greenhouse.io", FALSE},
    {"dana@northwind.example", NULL, FALSE},
    {NULL, NULL, FALSE},
    {"dana", "dana", FALSE},
};

static void
test_organisation(void) {
  for (guint i = 0; i < G_N_ELEMENTS(organisations); i++) {
    const char *a = organisations[i].a, *b = organisations[i].b;
    g_assert_cmpint(cr_organisation_is_same(a, b), ==, organisations[i].same);
    g_assert_cmpint(cr_organisation_is_same(b, a), ==, organisations[i].same);
  }
}

static const struct {
  const char *address, *name;
  gboolean platform;
} platforms[] = {
    {"no-reply@greenhouse.io", "Woodgrove Bank", TRUE},
    {"notifications@calendly.com", "Calendly", TRUE},
    {"contoso@myworkday.com", "Contoso Foods", TRUE},
    {"dana.reyes@myworkday.com", "Dana Reyes", TRUE}, /* which carries customers' mail alone */
    {"dana.reyes@contoso.recruitee.com", "Dana Reyes", TRUE},
    {"dana.reyes@hubspot.com", NULL, FALSE},
    {"Dana.Reyes@HubSpot.com", "Dana Reyes", FALSE},
    {"dana.reyes@hubspot.com", "Dana Reyes via HubSpot", TRUE},
    {"dreyes@hubspot.com", "Dana Reyes", FALSE},
    {"dreyes@hubspot.com", NULL, TRUE},
    {"dana@hubspot.com", "Dana Reyes", FALSE},
    {"danar@hubspot.com", "Dana Reyes", FALSE},
    {"jose@hubspot.com", "José Pérez", FALSE},
    {"contoso@hubspot.com", "Contoso Careers", TRUE},
    {"contoso@hubspot.com", "Contoso", TRUE},
    {"contoso@hubspot.com", "Dana Reyes", TRUE},
    {"tailspintoys@hubspot.com", "Tailspin Toys", TRUE},
    {"hiring.team@hubspot.com", "Dana Reyes", TRUE},
    {"dana.reyes2@hubspot.com", NULL, TRUE},
    {"dana.reyes@northwind.example", "Dana Reyes", FALSE},
    {"@hubspot.com", "Dana Reyes", TRUE},
    {"hubspot.com", NULL, FALSE},
    {NULL, "Dana Reyes", FALSE},
};

static void
test_platform(void) {
  for (guint i = 0; i < G_N_ELEMENTS(platforms); i++) {
    g_test_message("%s", platforms[i].address);
    g_assert_cmpint(cr_address_is_platform(platforms[i].address, platforms[i].name), ==,
                    platforms[i].platform);
  }
}

static void
test_named(void) {
  static const struct {
    const char *text, *company;
    gboolean named;
  } cases[] = {
      {"at Contoso Foods.", "Contosofoods", TRUE},
      {"at contosofoods", "Contoso Foods", TRUE},
      {"at Contoso-Foods", "Contoso Foods Ltd.", TRUE},
      {"at Contoso Foods", "Contoso Foods, Inc.", TRUE},
      {"bei Ipê Labs", "Ipelabs", TRUE},
      {"no-reply+contosofoods@x.example", "Contoso Foods", TRUE},
      {"at Contoso Foodservice", "Contosofoods", FALSE},
      {"at Contoso. Foods are", "Contosofoods", FALSE},
      {"at Contoso", "Contosofoods", FALSE},
      {"at Mycontosofoods", "Contosofoods", FALSE},
      {"at HP Inc.", "HP Inc", TRUE}, /* not by the form what is too short without it */
      {"at HP", "HP Inc", FALSE},
      {"Co", "Co", FALSE}, /* too short to tell */
      {"", "Contosofoods", FALSE},
      {NULL, "Contosofoods", FALSE},
      {"Contosofoods", NULL, FALSE},
      {"\xc3", "\xc3\xa9t\xc3\xa9", FALSE},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
    g_assert_cmpint(cr_organisation_is_named(cases[i].text, cases[i].company), ==, cases[i].named);
  g_assert_true(cr_platform_names("contosofoods@myworkday.com", "Contoso Foods"));
  g_assert_true(cr_platform_names("no-reply@contosofoods.greenhouse.io", "Contosofoods"));
  g_assert_false(cr_platform_names("no-reply@greenhouse.io", "Greenhouse"));
  g_assert_false(cr_platform_names("contosofoods@gmail.com", "Contoso Foods"));
  g_assert_false(cr_platform_names(NULL, "Contoso Foods"));
}

static CrProfile *
profile_new(void) {
  static char *emails[] = {"alex@candidate.example", NULL};
  CrProfile *profile = cr_profile_new();
  profile->emails = g_strdupv(emails);
  profile->name = g_strdup("Alex Kim");
  profile->zone = g_strdup("America/Chicago");
  return profile;
}

#define NOW (G_GINT64_CONSTANT(1795532400) * CR_SECOND) /* 2026-11-24T15:00:00Z */

static const struct {
  const char *name;
  CrMethod method;
  const char *organizer, *attendee;
  gboolean all_day, cancelled;
  int start_hours;     /* from now */
  const char *contact; /* NULL: no interview */
  const char *sender;  /* of the mail that carries it */
} events[] = {
    {"a request", CR_METHOD_REQUEST, "dana@northwind.example", "alex@candidate.example", FALSE,
     FALSE, 24, "dana@northwind.example"},
    {"a calendar's own", CR_METHOD_NONE, "dana@northwind.example", NULL, FALSE, FALSE, 24,
     "dana@northwind.example"},
    {"the candidate organizes", CR_METHOD_REQUEST, "alex@candidate.example",
     "dana@northwind.example", FALSE, FALSE, 24, "dana@northwind.example"},
    {"nobody else", CR_METHOD_REQUEST, "alex@candidate.example", "Alex@Candidate.example", FALSE,
     FALSE, 24, NULL},
    {"a whole day", CR_METHOD_REQUEST, "dana@northwind.example", NULL, TRUE, FALSE, 24, NULL},
    {"a cancellation", CR_METHOD_CANCEL, "dana@northwind.example", NULL, FALSE, FALSE, 24, NULL},
    {"a cancelled one", CR_METHOD_REQUEST, "dana@northwind.example", NULL, FALSE, TRUE, 24, NULL},
    {"a reply", CR_METHOD_REPLY, "dana@northwind.example", NULL, FALSE, FALSE, 24, NULL},
    {"a counter", CR_METHOD_COUNTER, "dana@northwind.example", NULL, FALSE, FALSE, 24, NULL},
    {"of last week", CR_METHOD_REQUEST, "dana@northwind.example", NULL, FALSE, FALSE, -168, NULL},
    {"names nobody", CR_METHOD_PUBLISH, NULL, NULL, FALSE, FALSE, 24, "dana@northwind.example",
     "dana@northwind.example"},
    {"a booking", CR_METHOD_PUBLISH, NULL, NULL, FALSE, FALSE, 24, NULL, "no-reply@air.example"},
    {"with oneself", CR_METHOD_REQUEST, "alex@candidate.example", NULL, FALSE, FALSE, 24, NULL,
     "dana@northwind.example"},
    {"sent to oneself", CR_METHOD_PUBLISH, NULL, NULL, FALSE, FALSE, 24, NULL,
     "alex@candidate.example"},
    {"of nobody", CR_METHOD_PUBLISH, NULL, NULL, FALSE, FALSE, 24, NULL},
};

static void
test_event(void) {
  g_autoptr(CrProfile) profile = profile_new();
  for (guint i = 0; i < G_N_ELEMENTS(events); i++) {
    g_autoptr(CrEvent) event = cr_event_new();
    event->uid = g_strdup("call-1@northwind.example");
    event->method = events[i].method;
    event->organizer_email = g_strdup(events[i].organizer);
    event->all_day = events[i].all_day;
    event->cancelled = events[i].cancelled;
    event->start = NOW + events[i].start_hours * CR_HOUR;
    event->end = event->start + 30 * CR_MINUTE;
    if (events[i].attendee) {
      CrAttendee *attendee = cr_attendee_new();
      attendee->email = g_ascii_strdown(events[i].attendee, -1);
      g_ptr_array_add(event->attendees, attendee);
    }
    g_autoptr(CrReading) mail = events[i].sender ? cr_reading_new() : NULL;
    if (mail)
      mail->from_email = g_strdup(events[i].sender);
    g_autoptr(CrInterview) iv = cr_agree_from_event(event, mail, profile, NOW);
    if ((iv != NULL) != (events[i].contact != NULL))
      g_test_message("%s", events[i].name);
    g_assert_cmpstr(iv ? iv->contact.email : NULL, ==, events[i].contact);
    if (iv) {
      g_assert_cmpint(iv->start, ==, event->start);
      g_assert_cmpstr(iv->zone, ==, "America/Chicago"); /* none was written: the reader's */
      g_assert_true(iv->from_invite);
    }
  }
}

/* The address that letters leave from: to whom it was written counts before where it was put. */
static void
test_own_address(void) {
  static const struct {
    const char *from, *to, *delivered, *invited, *own;
  } cases[] = {
      {"dana@northwind.example", "alex@candidate.example", NULL, NULL, "alex@candidate.example"},
      {"dana@northwind.example", "kim@post.example", NULL, NULL, "kim@post.example"},
      {"dana@northwind.example", "lee@northwind.example kim@post.example", NULL, NULL,
       "kim@post.example"},
      {"dana@northwind.example", "KIM@post.example", NULL, NULL, "KIM@post.example"},
      {"dana@northwind.example", "team@northwind.example", "kim@post.example", NULL,
       "kim@post.example"},
      {"dana@northwind.example", "alex@candidate.example", "kim@post.example", NULL,
       "alex@candidate.example"},
      {"dana@northwind.example", NULL, "box@provider.example kim@post.example", NULL,
       "kim@post.example"},
      {"dana@northwind.example", "kim@elsewhere.example", "x@elsewhere.example", NULL, NULL},
      {"dana@northwind.example", NULL, NULL, "kim@post.example", "kim@post.example"},
      {"dana@northwind.example", "alex@candidate.example", NULL, "kim@post.example",
       "alex@candidate.example"},
      {"kim@post.example", "alex@candidate.example", NULL, NULL, "kim@post.example"},
      {NULL, NULL, NULL, NULL, NULL},
  };
  g_autoptr(CrProfile) profile = profile_new();
  g_strfreev(profile->emails);
  profile->emails = g_strsplit("alex@candidate.example kim@post.example", " ", -1);
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(CrReading) mail = cr_reading_new();
    g_autoptr(CrEvent) event = cr_event_new();
    mail->from_email = g_strdup(cases[i].from);
    mail->to = cases[i].to ? g_strsplit(cases[i].to, " ", -1) : NULL;
    mail->delivered = cases[i].delivered ? g_strsplit(cases[i].delivered, " ", -1) : NULL;
    if (cases[i].invited) {
      CrAttendee *attendee = cr_attendee_new();
      attendee->email = g_strdup(cases[i].invited);
      g_ptr_array_add(event->attendees, attendee);
    }
    const char *own = cr_agree_own_address(mail, event, profile);
    g_assert_cmpstr(own, ==, cases[i].own);
    g_assert_cmpstr(cr_profile_sender(profile, own), ==, own ? own : "alex@candidate.example");
  }
  g_assert_null(cr_agree_own_address(NULL, NULL, profile));
}

/* An invite in the guest's own zone says nothing of where its sender is; their clock does. */
static void
test_zone_of_sender(void) {
  static const struct {
    const char *event_zone, *sender_zone;
    int date_offset_hours;
    const char *zone;
  } cases[] = {
      {"America/Chicago", "America/Los_Angeles", -8, "America/Los_Angeles"},
      {"America/New_York", "America/Los_Angeles", -8, "America/New_York"},
      {"America/Chicago", "+01:00", 1, "America/Chicago"},
      {"America/Chicago", "Europe/London", 0, "America/Chicago"}, /* or a server's UTC */
      {"America/Chicago", NULL, -8, "America/Chicago"},
  };
  g_autoptr(CrProfile) profile = profile_new();
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(CrEvent) event = cr_event_new();
    g_autoptr(CrReading) mail = cr_reading_new();
    event->method = CR_METHOD_REQUEST;
    event->uid = g_strdup("call-1");
    event->organizer_email = g_strdup("dana@northwind.example");
    event->start = NOW + CR_DAY_USEC;
    event->end = event->start + CR_HOUR;
    event->zone = g_strdup(cases[i].event_zone);
    mail->date = NOW;
    mail->from_email = g_strdup("dana@northwind.example");
    mail->sender_zone = g_strdup(cases[i].sender_zone);
    mail->date_offset_sec = cases[i].date_offset_hours * 3600;
    g_autoptr(CrInterview) iv = cr_agree_from_event(event, mail, profile, NOW);
    g_assert_cmpstr(iv->contact.zone, ==, cases[i].zone);
  }
}

/* A newsletter's webinar is no call; a hiring platform's invite is, though it is sent alike. */
static void
test_bulk(void) {
  static const char *const senders[] = {"noreply@news.example", "noreply@goodtime.io"};
  g_autoptr(CrProfile) profile = profile_new();
  for (guint i = 0; i < G_N_ELEMENTS(senders); i++) {
    g_autoptr(CrEvent) event = cr_event_new();
    g_autoptr(CrReading) mail = cr_reading_new();
    event->method = CR_METHOD_REQUEST;
    event->uid = g_strdup("call-1");
    event->organizer_email = g_strdup(senders[i]);
    event->start = NOW + CR_DAY_USEC;
    event->end = event->start + CR_HOUR;
    mail->list = TRUE;
    mail->from_email = g_strdup(senders[i]);
    g_autoptr(CrInterview) iv = cr_agree_from_event(event, mail, profile, NOW);
    g_assert_cmpint(iv != NULL, ==, i == 1);
  }
}

/* An invite to a call without an hour cannot be watched: that is said. */
static void
test_ask_for_hour(void) {
  static const struct {
    const char *summary, *organizer;
    int days; /* until it */
    gboolean cancelled, asks;
  } cases[] = {
      {"Phone interview with Northwind", "dana@northwind.example", 1, FALSE, TRUE},
      {"Phone interview with Northwind", "dana@northwind.example", 1, TRUE, FALSE},
      {"Phone interview with Northwind", "dana@northwind.example", -2, FALSE, FALSE},
      {"Phone interview with Northwind", "alex@candidate.example", 1, FALSE, FALSE},
      {"Dana on leave", "dana@northwind.example", 1, FALSE, FALSE},
  };
  g_autoptr(CrProfile) profile = profile_new();
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(CrEvent) event = cr_event_new();
    event->method = CR_METHOD_REQUEST;
    event->uid = g_strdup("call-1");
    event->summary = g_strdup(cases[i].summary);
    event->organizer_email = g_strdup(cases[i].organizer);
    event->start = NOW + cases[i].days * CR_DAY_USEC;
    event->end = event->start + CR_DAY_USEC;
    event->all_day = TRUE;
    event->cancelled = cases[i].cancelled;
    g_autofree char *text = cr_agree_ask_for_hour(event, NULL, profile, NOW);
    g_assert_cmpint(text != NULL, ==, cases[i].asks);
    g_assert_true(text == NULL || strstr(text, cases[i].summary));
    event->all_day = FALSE;
    g_assert_null(cr_agree_ask_for_hour(event, NULL, profile, NOW));
  }
}

/* A program's confirmation is believed of a hiring system, or where bulk mail tells of the reader's
 * own call and calls them by name; who is named for answers is whom the call is with. */
static void
test_program(void) {
  static const struct {
    const char *from, *reply_to;
    gboolean list, automatic;
    const char *contact; /* NULL: no call */
    const char *text;
  } cases[] = {
      {"no-reply@us.greenhouse-mail.io", NULL, TRUE, FALSE, "no-reply@us.greenhouse-mail.io"},
      {"no-reply@hire.lever.co", NULL, TRUE, TRUE, "no-reply@hire.lever.co"},
      {"no-reply@hire.lever.co", NULL, FALSE, TRUE, "no-reply@hire.lever.co"},
      {"no-reply@calendly.com", "dana@northwind.example", TRUE, FALSE, "dana@northwind.example"},
      {"careers@northwind.example", "jobs@northwind.example", TRUE, FALSE,
       "careers@northwind.example", "Hi Alex, your call is confirmed."},
      {"careers@northwind.example", "jobs@northwind.example", TRUE, FALSE, NULL,
       "Dear reader, your call is confirmed."},
      {"careers@northwind.example", NULL, FALSE, TRUE, NULL},
  };
  g_autoptr(CrProfile) profile = profile_new();
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(CrReading) mail = cr_reading_new();
    CrMention *time = cr_mention_new();
    mail->class = CR_MAIL_CONFIRMATION;
    mail->date = NOW;
    mail->from_email = g_strdup(cases[i].from);
    mail->reply_to = g_strdup(cases[i].reply_to);
    mail->list = cases[i].list;
    mail->text = g_strdup(cases[i].text ? cases[i].text : "Your call is confirmed.");
    mail->automatic = cases[i].automatic;
    time->granularity = CR_GRANULARITY_INSTANT;
    time->start = NOW + CR_DAY_USEC;
    g_ptr_array_add(mail->times, time);
    g_autoptr(CrInterview) iv = cr_agree_from_mail(mail, profile, NOW);
    g_assert_cmpstr(iv ? iv->contact.email : NULL, ==, cases[i].contact);
  }
}

/* Hours that stand in the subject, or behind what is kept of the text, have no words around them.
 */
static void
test_several(void) {
  static const char text[] = "I'll call you on Thursday at 11 about the Treasury role at Coho, and "
                             "on Friday at 11 about the Payroll role at Litware.";
  static const struct {
    const char *text;
    int behind;
    guint calls;
  } cases[] = {{text, 0, 2}, {text, sizeof text, 0}, {text, G_MAXINT / 2, 0}, {"Hi", 0, 0}};
  g_autoptr(CrProfile) profile = profile_new();
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(CrReading) mail = cr_reading_new();
    mail->class = CR_MAIL_CONFIRMATION;
    mail->caller = CR_CALLER_RECRUITER;
    mail->date = NOW;
    mail->from_email = g_strdup("dana@northwind.example");
    mail->text = g_strdup(cases[i].text);
    const char *at = text;
    for (int n = 1; n <= 2; n++) {
      CrMention *time = cr_mention_new();
      at = strstr(at + 1, "at 11");
      time->granularity = CR_GRANULARITY_INSTANT;
      time->start = NOW + n * CR_DAY_USEC;
      time->text = g_strdup("at 11");
      time->offset = (int) (at - text) + cases[i].behind;
      g_ptr_array_add(mail->times, time);
    }
    g_autoptr(GPtrArray) calls = cr_agree_several(mail, profile, NOW);
    g_assert_cmpuint(calls->len, ==, cases[i].calls);
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/agree/company", test_company);
  g_test_add_func("/agree/organisation", test_organisation);
  g_test_add_func("/agree/named", test_named);
  g_test_add_func("/agree/platform", test_platform);
  g_test_add_func("/agree/event", test_event);
  g_test_add_func("/agree/zone-of-sender", test_zone_of_sender);
  g_test_add_func("/agree/own-address", test_own_address);
  g_test_add_func("/agree/bulk", test_bulk);
  g_test_add_func("/agree/ask-for-hour", test_ask_for_hour);
  g_test_add_func("/agree/program", test_program);
  g_test_add_func("/agree/several", test_several);
  return g_test_run();
}
