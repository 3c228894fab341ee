/* Who said it, and about which interview: the engine's trust as tables. */
#include "engine/link.h"

#include <string.h>

static CrInterview *
interview_new(const char *uid, const char *email, CrInstant start) {
  CrInterview *iv = cr_interview_new();
  static char *thread[] = {"first@northwind.example", "second@northwind.example", NULL};
  iv->uid = g_strdup(uid);
  iv->from_invite = TRUE;
  iv->contact.email = g_strdup(email);
  iv->contact.phone = g_strdup("+12125550123");
  iv->organizer = g_strdup("calendar@northwind.example");
  iv->dial_number = g_strdup("+18005550199");
  iv->state.deputy.email = g_strdup("kim@agency.example");
  iv->thread = g_strdupv(thread);
  cr_interview_set_start(iv, start, CR_INSTANT_NONE, "America/New_York");
  return iv;
}

#define START (G_GINT64_CONSTANT(1794945600) * CR_SECOND)

static const struct {
  const char *from, *reply_to_id;
  gboolean forged;
  CrTrust trust;
} mails[] = {
    {"dana@northwind.example", NULL, FALSE, CR_TRUST_CONTACT},
    {"DANA@Northwind.Example", NULL, FALSE, CR_TRUST_CONTACT},
    {"calendar@northwind.example", NULL, FALSE, CR_TRUST_CONTACT},
    {"lee@northwind.example", NULL, FALSE, CR_TRUST_COLLEAGUE},
    {"lee@talent.northwind.example", NULL, FALSE, CR_TRUST_COLLEAGUE},
    {"kim@agency.example", NULL, FALSE, CR_TRUST_COLLEAGUE},
    {"lee@agency.example", NULL, FALSE, CR_TRUST_NONE},
    {"dana@northwind.example.evil.example", NULL, FALSE, CR_TRUST_NONE},
    {"dana@gmail.com", NULL, FALSE, CR_TRUST_NONE},
    {"dana@gmail.com", "second@northwind.example", FALSE, CR_TRUST_THREAD},
    {"dana@gmail.com", "other@northwind.example", FALSE, CR_TRUST_NONE},
    {"lee@northwind.example", "second@northwind.example", FALSE, CR_TRUST_COLLEAGUE},
    /* authentication says that it is forged */
    {"dana@northwind.example", NULL, TRUE, CR_TRUST_NONE},
    {"dana@northwind.example", "second@northwind.example", TRUE, CR_TRUST_NONE},
    {NULL, NULL, FALSE, CR_TRUST_NONE},
    {NULL, "first@northwind.example", FALSE, CR_TRUST_THREAD},
};

static void
test_mail_trust(void) {
  g_autoptr(CrProfile) profile = cr_profile_new();
  g_autoptr(CrInterview) iv = interview_new("call-1", "dana@northwind.example", START);
  for (guint i = 0; i < G_N_ELEMENTS(mails); i++) {
    g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_MAIL, START, "mail", "mail:1");
    fact->mail = cr_reading_new();
    fact->mail->from_email = g_strdup(mails[i].from);
    fact->mail->in_reply_to = g_strdup(mails[i].reply_to_id);
    fact->mail->forged = mails[i].forged;
    g_assert_cmpstr(cr_trust_names[cr_link_trust(iv, profile, fact)], ==,
                    cr_trust_names[mails[i].trust]);
    if (mails[i].reply_to_id && mails[i].trust == CR_TRUST_THREAD) {
      char *references[] = {fact->mail->in_reply_to, NULL};
      fact->mail->references = g_strdupv(references);
      g_clear_pointer(&fact->mail->in_reply_to, g_free);
      g_assert_cmpint(cr_link_trust(iv, profile, fact), ==, CR_TRUST_THREAD);
    }
  }
}

static const struct {
  const char *number, *own; /* the candidate's */
  CrTrust trust;
} calls[] = {
    {"+12125550123", NULL, CR_TRUST_CONTACT},
    {"+18005550199", NULL, CR_TRUST_CONTACT},
    {"+12125550177", NULL, CR_TRUST_COLLEAGUE}, /* another extension of theirs */
    {"+12125550177", "+12125550242", CR_TRUST_COLLEAGUE},
    {"+12125550177", "+12125550142", CR_TRUST_NONE}, /* nobody's switchboard */
    {"+12125550123", "+12125550142", CR_TRUST_CONTACT},
    {"+12125550223", NULL, CR_TRUST_NONE},
    {"+442125550123", NULL, CR_TRUST_NONE},
    {"2125550123", NULL, CR_TRUST_NONE},
    {NULL, NULL, CR_TRUST_NONE},
};

static void
test_call_trust(void) {
  g_autoptr(CrInterview) iv = interview_new("call-1", "dana@northwind.example", START);
  for (guint i = 0; i < G_N_ELEMENTS(calls); i++) {
    g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_CALL, START, "calls", "call:1");
    fact->call = cr_call_new();
    fact->call->number = g_strdup(calls[i].number);
    g_autoptr(CrProfile) profile = cr_profile_new();
    profile->phone = g_strdup(calls[i].own);
    g_assert_cmpstr(cr_trust_names[cr_link_trust(iv, profile, fact)], ==,
                    cr_trust_names[calls[i].trust]);
  }
}

/* An invite is trusted by who sent it; without a mail around it, by its organizer. */
static void
test_invite_trust(void) {
  static const struct {
    const char *organizer, *from;
    gboolean forged;
    CrTrust trust;
  } cases[] = {
      {"calendar@northwind.example", NULL, FALSE, CR_TRUST_CONTACT},
      {"calendar@northwind.example", "dana@northwind.example", FALSE, CR_TRUST_CONTACT},
      {"calendar@northwind.example", "eve@elsewhere.example", FALSE, CR_TRUST_NONE},
      {"calendar@northwind.example", "dana@northwind.example", TRUE, CR_TRUST_NONE},
      {"eve@elsewhere.example", NULL, FALSE, CR_TRUST_NONE},
      /* a booking page speaks for whom it names, in what it sent itself */
      {"dana@northwind.example", "notifications@calendly.com", FALSE, CR_TRUST_COLLEAGUE},
      {"dana@northwind.example", "notifications@calendly.com", TRUE, CR_TRUST_NONE},
      {"eve@elsewhere.example", "notifications@calendly.com", FALSE, CR_TRUST_NONE},
      {NULL, NULL, FALSE, CR_TRUST_NONE},
  };
  g_autoptr(CrInterview) iv = interview_new("call-1", "dana@northwind.example", START);
  g_autoptr(CrProfile) profile = cr_profile_new();
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_INVITE, START, "mail", "invite:1");
    fact->event = cr_event_new();
    fact->event->organizer_email = g_strdup(cases[i].organizer);
    if (cases[i].from) {
      fact->mail = cr_reading_new();
      fact->mail->from_email = g_strdup(cases[i].from);
      fact->mail->forged = cases[i].forged;
    }
    g_assert_cmpstr(cr_trust_names[cr_link_trust(iv, profile, fact)], ==,
                    cr_trust_names[cases[i].trust]);
  }
}

/* Several calls with the same people */

static CrStore *
store_new(void) {
  g_autoptr(GError) error = NULL;
  CrStore *store = cr_store_open("sqlite::memory:", &error);
  g_assert_no_error(error);
  g_assert_true(cr_store_begin(store, 1, TRUE, NULL));
  return store;
}

static void
put(CrStore *store, const char *uid, CrInstant start, CrPhase phase) {
  g_autoptr(CrInterview) iv = interview_new(uid, "dana@northwind.example", start);
  g_clear_pointer(&iv->thread, g_strfreev);
  iv->state.phase = phase;
  g_assert_true(cr_store_save_interview(store, iv, NULL));
}

static int
find(CrStore *store, CrFact *fact) {
  g_autoptr(CrProfile) profile = cr_profile_new();
  g_autoptr(GError) error = NULL;
  g_autoptr(CrInterview) iv = cr_link_fact(store, profile, fact, &error);
  g_assert_no_error(error);
  return iv ? iv->id : 0;
}

/* The one that waits before the one that lies ahead, and either before one that is settled. */
static void
test_which(void) {
  static const struct {
    CrPhase first, second; /* id 1 a day ago, id 2 tomorrow */
    int meant;
  } cases[] = {
      {CR_PHASE_MISSED, CR_PHASE_SCHEDULED, 1},    {CR_PHASE_HELD, CR_PHASE_SCHEDULED, 2},
      {CR_PHASE_WAITING, CR_PHASE_MISSED, 1},      {CR_PHASE_SILENT, CR_PHASE_SCHEDULED, 2},
      {CR_PHASE_RESCHEDULED, CR_PHASE_WAITING, 2}, {CR_PHASE_SILENT, CR_PHASE_CANCELLED, 1},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(CrStore) store = store_new();
    put(store, "call-1", START - CR_DAY_USEC, cases[i].first);
    put(store, "call-2", START + CR_DAY_USEC, cases[i].second);
    g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_MAIL, START, "mail", "mail:1");
    fact->mail = cr_reading_new();
    fact->mail->from_email = g_strdup("dana@northwind.example");
    g_assert_cmpint(find(store, fact), ==, cases[i].meant);
    g_assert_cmpint(fact->trust, ==, CR_TRUST_CONTACT);
  }
}

/* An unknown number counts near an agreed time only. */
static void
test_hour(void) {
  static const struct {
    int min, duration_sec;
    CrCallKind kind;
    gboolean linked;
  } cases[] = {
      {0, 300, CR_CALL_INCOMING, TRUE},    {-20, 300, CR_CALL_INCOMING, TRUE},
      {-21, 300, CR_CALL_INCOMING, FALSE}, {60, 0, CR_CALL_MISSED, TRUE},
      {61, 0, CR_CALL_MISSED, FALSE},      {-1440, 0, CR_CALL_MISSED, FALSE},
      {-15, 600, CR_CALL_OUTGOING, FALSE}, {-15, 1800, CR_CALL_OUTGOING, TRUE},
      {-40, 3600, CR_CALL_INCOMING, TRUE}, /* on another call as the hour struck */
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(CrStore) store = store_new();
    put(store, "call-1", START, CR_PHASE_SCHEDULED);
    g_autoptr(CrFact) fact =
        cr_fact_new(CR_FACT_CALL, START + cases[i].min * CR_MINUTE, "calls", "call:1");
    fact->call = cr_call_new();
    fact->call->kind = cases[i].kind;
    fact->call->duration_sec = cases[i].duration_sec;
    fact->call->at = fact->at;
    fact->call->number = g_strdup("+13105550188");
    if ((find(store, fact) != 0) != cases[i].linked)
      g_test_message("%d min, %d s", cases[i].min, cases[i].duration_sec);
    g_assert_cmpint(find(store, fact) != 0, ==, cases[i].linked);
    g_assert_cmpint(fact->trust, ==, CR_TRUST_NONE);
  }
}

/* What a hiring platform confirms for another hour is another call with the same company; and the
 * invite that a recruiter sends for one that a platform has told of is to that one. */
static void
test_platform(void) {
  g_autoptr(CrStore) store = store_new();
  g_autoptr(CrInterview) iv = interview_new("told", "no-reply@us.greenhouse-mail.io", START);
  g_clear_pointer(&iv->thread, g_strfreev);
  iv->company = g_strdup("Northwind");
  g_clear_pointer(&iv->organizer, g_free);
  g_assert_true(cr_store_save_interview(store, iv, NULL));
  for (int hours = 0; hours < 2; hours++) {
    g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_MAIL, START - CR_DAY_USEC, "mail", "mail:1");
    CrMention *time = cr_mention_new();
    fact->mail = cr_reading_new();
    fact->mail->class = CR_MAIL_CONFIRMATION;
    fact->mail->date = fact->at;
    fact->mail->from_email = g_strdup("notifications@calendly.com");
    fact->mail->text = g_strdup("Your call with Northwind is confirmed.");
    time->granularity = CR_GRANULARITY_INSTANT;
    time->start = START + hours * CR_HOUR;
    g_ptr_array_add(fact->mail->times, time);
    g_assert_cmpint(find(store, fact), ==, hours ? 0 : iv->id);
    g_autoptr(CrFact) invite = cr_fact_new(CR_FACT_INVITE, fact->at, "mail", "invite:1");
    invite->event = cr_event_new();
    invite->event->method = CR_METHOD_REQUEST;
    invite->event->uid = g_strdup("invite");
    invite->event->organizer_email = g_strdup("dana@northwind.example");
    invite->event->start = time->start;
    g_assert_cmpint(find(store, invite), ==, hours ? 0 : iv->id);
  }
}

static void
test_nobody(void) {
  g_autoptr(CrStore) store = store_new();
  put(store, "call-1", START, CR_PHASE_SCHEDULED);
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_MAIL, START, "mail", "mail:1");
  fact->mail = cr_reading_new();
  g_assert_cmpint(find(store, fact), ==, 0);
  fact->mail->from_email = g_strdup("eve@elsewhere.example");
  g_assert_cmpint(find(store, fact), ==, 0);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/link/mail-trust", test_mail_trust);
  g_test_add_func("/link/call-trust", test_call_trust);
  g_test_add_func("/link/invite-trust", test_invite_trust);
  g_test_add_func("/link/which", test_which);
  g_test_add_func("/link/hour", test_hour);
  g_test_add_func("/link/platform", test_platform);
  g_test_add_func("/link/nobody", test_nobody);
  return g_test_run();
}
