/* Invites (iTIP, RFC 5546) as one table: who says what about which call, and what comes of it.
 * Minutes count from the agreed time. */
#include "playbook/playbook.h"

#include <string.h>

#define DANA "dana@northwind.example"    /* the recruiter */
#define LEE "lee@northwind.example"      /* a colleague of theirs */
#define GUEST "guest@elsewhere.example"  /* invited by somebody, too */
#define STRANGER "who@interview.example" /* by nobody */
#define ME "alex@candidate.example"
#define UID "call-1@northwind.example"
#define OTHER "call-9@northwind.example"
#define NEVER (-1000000)
#define DAYS(n) ((n) *24 * 60)

typedef enum { TOLD, FROM_WORDS, IN_SERIES, OWN, MISSED, GONE_SILENT } Before;

static const struct {
  const char *name;
  CrMethod method;
  Before before;
  const char *uid;
  int sequence, stamp_min; /* beside the known invite's */
  int occurrence_min;      /* RECURRENCE-ID, or NEVER */
  int start_min;           /* or NEVER: no DTSTART */
  const char *organizer;
  const char *from; /* NULL: no mail carries it */
  CrTrust trust;
  const char *attendee, *status;
  CrPhase phase;
  int moved_min;     /* where the call, or the one that follows it, stands then */
  const char *line;  /* that is told, or NULL: nothing is */
  gboolean answered; /* no follow-up of this call is due before the candidate has decided */
  gboolean all_day;
  gboolean renamed; /* the series has it under another RECURRENCE-ID from now on */
} cases[] = {
    /* clang-format off */
    /* the organizer's own word */
    {"update", CR_METHOD_REQUEST, TOLD, UID, 1, 0, NEVER, 60, DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_SCHEDULED, 60, "retimed: ", FALSE},
    {"update, same sequence, newer", CR_METHOD_REQUEST, TOLD, UID, 0, 1, NEVER, 60, DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_SCHEDULED, 60, "retimed: ", FALSE},
    {"the same once more", CR_METHOD_REQUEST, TOLD, UID, 0, 0, NEVER, 0, DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_SCHEDULED, 0, NULL, FALSE},
    {"older sequence", CR_METHOD_REQUEST, TOLD, UID, -1, 5, NEVER, 60, DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_SCHEDULED, 0, NULL, FALSE},
    {"same sequence, older stamp", CR_METHOD_REQUEST, TOLD, UID, 0, -1, NEVER, 60, DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_SCHEDULED, 0, NULL, FALSE},
    {"update by file", CR_METHOD_REQUEST, TOLD, UID, 1, 0, NEVER, 60, DANA, NULL, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_SCHEDULED, 60, "retimed: ", FALSE},
    {"update after the miss", CR_METHOD_REQUEST, MISSED, UID, 1, 0, NEVER, DAYS(1), DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_RESCHEDULED, DAYS(1), "rescheduled: ", TRUE},
    {"cancel", CR_METHOD_CANCEL, TOLD, UID, 1, 0, NEVER, 0, DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_CANCELLED, 0, "cancelled: ", FALSE},
    {"cancel, same sequence", CR_METHOD_CANCEL, TOLD, UID, 0, 1, NEVER, NEVER, DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_CANCELLED, 0, "cancelled: ", FALSE},
    {"cancel, older sequence", CR_METHOD_CANCEL, TOLD, UID, -1, 5, NEVER, 0, DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_SCHEDULED, 0, "Nothing is changed", FALSE},
    {"cancel after the miss", CR_METHOD_CANCEL, MISSED, UID, 1, 0, NEVER, 0, DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_CANCELLED, 0, "cancelled: ", FALSE},
    /* a day without an hour */
    {"the agreed day", CR_METHOD_REQUEST, TOLD, UID, 1, 0, NEVER, -15 * 60, DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_SCHEDULED, 0, NULL, FALSE, TRUE},
    {"the day after the words", CR_METHOD_REQUEST, FROM_WORDS, OTHER, 0, 0, NEVER, -15 * 60, DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_SCHEDULED, 0, NULL, FALSE, TRUE},
    {"another day", CR_METHOD_REQUEST, TOLD, UID, 1, 0, NEVER, DAYS(2), DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_SCHEDULED, 0, "names no hour", FALSE, TRUE},
    {"another day, of a stranger", CR_METHOD_REQUEST, TOLD, UID, 1, 0, NEVER, DAYS(2), DANA, STRANGER, CR_TRUST_NONE, ME, NULL, CR_PHASE_SCHEDULED, 0, NULL, FALSE, TRUE},
    /* somebody else's */
    {"cancel of a stranger", CR_METHOD_CANCEL, TOLD, UID, 1, 0, NEVER, 0, DANA, STRANGER, CR_TRUST_NONE, ME, NULL, CR_PHASE_SCHEDULED, 0, "Nothing is changed", FALSE},
    {"cancel of a colleague", CR_METHOD_CANCEL, TOLD, UID, 1, 0, NEVER, 0, DANA, LEE, CR_TRUST_COLLEAGUE, ME, NULL, CR_PHASE_SCHEDULED, 0, "Nothing is changed", FALSE},
    {"cancel by another organizer", CR_METHOD_CANCEL, TOLD, UID, 1, 0, NEVER, 0, STRANGER, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_SCHEDULED, 0, "Nothing is changed", FALSE},
    {"cancel, forged", CR_METHOD_CANCEL, TOLD, UID, 1, 0, NEVER, 0, DANA, DANA, CR_TRUST_NONE, ME, NULL, CR_PHASE_SCHEDULED, 0, "Nothing is changed", FALSE},
    {"cancel with another UID", CR_METHOD_CANCEL, TOLD, OTHER, 1, 0, NEVER, 0, DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_SCHEDULED, 0, "Nothing is changed", FALSE},
    {"update of a stranger", CR_METHOD_REQUEST, TOLD, UID, 1, 0, NEVER, 60, DANA, STRANGER, CR_TRUST_NONE, ME, NULL, CR_PHASE_SCHEDULED, 0, "Nothing is changed", FALSE},
    /* another UID */
    {"the invite after the words", CR_METHOD_REQUEST, FROM_WORDS, OTHER, 0, 0, NEVER, 0, DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_SCHEDULED, 0, NULL, FALSE},
    {"the invite names another hour", CR_METHOD_REQUEST, FROM_WORDS, OTHER, 0, 0, NEVER, 60, DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_SCHEDULED, 60, "zone-mismatch", FALSE},
    {"a forged invite after the words", CR_METHOD_REQUEST, FROM_WORDS, OTHER, 0, 0, NEVER, 60, DANA, DANA, CR_TRUST_NONE, ME, NULL, CR_PHASE_SCHEDULED, 0, "Nothing is changed", FALSE},
    {"a second invite", CR_METHOD_REQUEST, TOLD, OTHER, 0, 0, NEVER, DAYS(2), DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_SCHEDULED, 0, "second-invite: ", FALSE},
    {"a second invite of a stranger", CR_METHOD_REQUEST, TOLD, OTHER, 0, 0, NEVER, DAYS(2), DANA, STRANGER, CR_TRUST_NONE, ME, NULL, CR_PHASE_SCHEDULED, 0, "Nothing is changed", FALSE},
    {"a new invite after the miss", CR_METHOD_REQUEST, MISSED, OTHER, 0, 0, NEVER, DAYS(2), DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_RESCHEDULED, DAYS(2), "rescheduled: ", TRUE},
    {"a forged invite after the miss", CR_METHOD_REQUEST, MISSED, OTHER, 0, 0, NEVER, DAYS(2), DANA, DANA, CR_TRUST_NONE, ME, NULL, CR_PHASE_MISSED, 0, "Nothing is changed", FALSE},
    /* one call of a series */
    {"cancel of this one", CR_METHOD_CANCEL, IN_SERIES, UID, 1, 0, 0, 0, DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_CANCELLED, 0, "cancelled: ", FALSE},
    {"cancel of next week's", CR_METHOD_CANCEL, IN_SERIES, UID, 1, 0, DAYS(7), DAYS(7), DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_SCHEDULED, 0, NULL, FALSE},
    {"cancel of all", CR_METHOD_CANCEL, IN_SERIES, UID, 1, 0, NEVER, 0, DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_CANCELLED, 0, "cancelled: ", FALSE},
    {"cancel of another day, of a single call", CR_METHOD_CANCEL, TOLD, UID, 1, 0, DAYS(7), DAYS(7), DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_SCHEDULED, 0, NULL, FALSE},
    {"this one moves", CR_METHOD_REQUEST, IN_SERIES, UID, 1, 0, 0, DAYS(1), DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_SCHEDULED, DAYS(1), "retimed: ", FALSE},
    {"next week's moves", CR_METHOD_REQUEST, IN_SERIES, UID, 1, 0, DAYS(7), DAYS(8), DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_SCHEDULED, 0, NULL, FALSE},
    {"all move by an hour", CR_METHOD_REQUEST, IN_SERIES, UID, 1, 0, 60, 60, DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_SCHEDULED, 60, "retimed: ", FALSE, FALSE, TRUE},
    {"all move to the next day", CR_METHOD_REQUEST, IN_SERIES, UID, 1, 0, DAYS(1), DAYS(1), DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_SCHEDULED, DAYS(1), "retimed: ", FALSE, FALSE, TRUE},
    {"all move to the next day, by a colleague", CR_METHOD_REQUEST, IN_SERIES, UID, 1, 0, DAYS(1), DAYS(1), DANA, LEE, CR_TRUST_COLLEAGUE, ME, NULL, CR_PHASE_SCHEDULED, 0, "Nothing is changed", FALSE, FALSE, TRUE},
    {"another one, an hour later", CR_METHOD_REQUEST, IN_SERIES, UID, 1, 0, 60, 60, DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_SCHEDULED, 0, NULL, FALSE},
    {"next week's reply", CR_METHOD_REPLY, IN_SERIES, UID, 0, 0, DAYS(7), DAYS(7), ME, DANA, CR_TRUST_CONTACT, DANA, "DECLINED", CR_PHASE_SCHEDULED, 0, NULL, FALSE},
    /* COUNTER: an attendee would have another time */
    {"counter", CR_METHOD_COUNTER, OWN, UID, 0, 1, NEVER, DAYS(1), ME, DANA, CR_TRUST_CONTACT, DANA, NULL, CR_PHASE_SCHEDULED, 0, "reply: Dana Reyes proposes ", TRUE},
    {"counter after the miss", CR_METHOD_COUNTER, MISSED, UID, 0, 1, NEVER, DAYS(1), DANA, LEE, CR_TRUST_COLLEAGUE, LEE, NULL, CR_PHASE_MISSED, 0, "reply: ", TRUE},
    {"counter after the silence", CR_METHOD_COUNTER, GONE_SILENT, UID, 0, 1, NEVER, DAYS(1), ME, DANA, CR_TRUST_CONTACT, DANA, NULL, CR_PHASE_MISSED, 0, "reply: ", TRUE},
    {"counter with another UID", CR_METHOD_COUNTER, TOLD, OTHER, 0, 1, NEVER, DAYS(1), ME, DANA, CR_TRUST_CONTACT, DANA, NULL, CR_PHASE_SCHEDULED, 0, "reply: ", TRUE},
    {"counter of a stranger", CR_METHOD_COUNTER, TOLD, UID, 0, 1, NEVER, DAYS(1), DANA, STRANGER, CR_TRUST_NONE, STRANGER, NULL, CR_PHASE_SCHEDULED, 0, "Nothing is changed", FALSE},
    {"counter of the place alone", CR_METHOD_COUNTER, OWN, UID, 0, 1, NEVER, 0, ME, DANA, CR_TRUST_CONTACT, DANA, NULL, CR_PHASE_SCHEDULED, 0, "at the same time", FALSE},
    {"counter without a time", CR_METHOD_COUNTER, OWN, UID, 0, 1, NEVER, NEVER, ME, DANA, CR_TRUST_CONTACT, DANA, NULL, CR_PHASE_SCHEDULED, 0, "at the same time", FALSE},
    {"our counter is declined", CR_METHOD_DECLINECOUNTER, TOLD, UID, 0, 1, NEVER, NEVER, DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_SCHEDULED, 0, "does not take the time", FALSE},
    {"our counter is declined, late", CR_METHOD_DECLINECOUNTER, MISSED, UID, 0, 1, NEVER, NEVER, DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_MISSED, 0, "does not take the time", TRUE},
    {"our counter is declined by a stranger", CR_METHOD_DECLINECOUNTER, MISSED, UID, 0, 1, NEVER, NEVER, DANA, STRANGER, CR_TRUST_NONE, ME, NULL, CR_PHASE_MISSED, 0, NULL, FALSE},
    /* REPLY: to the candidate's own invite */
    {"accepted", CR_METHOD_REPLY, OWN, UID, 0, 1, NEVER, 0, ME, DANA, CR_TRUST_CONTACT, DANA, "ACCEPTED", CR_PHASE_SCHEDULED, 0, "note: Dana Reyes has accepted", FALSE},
    {"declined", CR_METHOD_REPLY, OWN, UID, 0, 1, NEVER, 0, ME, DANA, CR_TRUST_CONTACT, DANA, "DECLINED", CR_PHASE_SCHEDULED, 0, "reply: Dana Reyes has declined", TRUE},
    {"declined, by file", CR_METHOD_REPLY, OWN, UID, 0, 1, NEVER, NEVER, ME, NULL, CR_TRUST_CONTACT, DANA, "DECLINED", CR_PHASE_SCHEDULED, 0, "reply: Dana Reyes has declined", TRUE},
    {"declined after the miss", CR_METHOD_REPLY, MISSED, UID, 0, 1, NEVER, 0, ME, DANA, CR_TRUST_CONTACT, DANA, "DECLINED", CR_PHASE_MISSED, 0, "reply: Dana Reyes has declined", TRUE},
    {"perhaps", CR_METHOD_REPLY, OWN, UID, 0, 1, NEVER, 0, ME, DANA, CR_TRUST_CONTACT, DANA, "TENTATIVE", CR_PHASE_SCHEDULED, 0, "note: Dana Reyes has answered the invite with", FALSE},
    {"our new time is accepted", CR_METHOD_REPLY, OWN, UID, 1, 1, NEVER, DAYS(1), ME, DANA, CR_TRUST_CONTACT, DANA, "ACCEPTED", CR_PHASE_SCHEDULED, DAYS(1), "retimed: ", FALSE},
    {"our invite after the miss is accepted", CR_METHOD_REPLY, MISSED, OTHER, 0, 1, NEVER, DAYS(1), ME, DANA, CR_TRUST_CONTACT, DANA, "ACCEPTED", CR_PHASE_RESCHEDULED, DAYS(1), "rescheduled: ", TRUE},
    {"another's invite is accepted", CR_METHOD_REPLY, MISSED, OTHER, 0, 1, NEVER, DAYS(1), STRANGER, DANA, CR_TRUST_CONTACT, DANA, "ACCEPTED", CR_PHASE_MISSED, 0, "reply: ", TRUE},
    {"another meeting is accepted", CR_METHOD_REPLY, TOLD, OTHER, 0, 1, NEVER, DAYS(1), ME, DANA, CR_TRUST_CONTACT, DANA, "ACCEPTED", CR_PHASE_SCHEDULED, 0, NULL, FALSE},
    {"another meeting is declined", CR_METHOD_REPLY, TOLD, OTHER, 0, 1, NEVER, DAYS(1), ME, DANA, CR_TRUST_CONTACT, DANA, "DECLINED", CR_PHASE_SCHEDULED, 0, NULL, FALSE},
    {"to an older invite", CR_METHOD_REPLY, OWN, UID, -1, 1, NEVER, 0, ME, DANA, CR_TRUST_CONTACT, DANA, "DECLINED", CR_PHASE_SCHEDULED, 0, NULL, FALSE},
    /* REPLY: others */
    {"a colleague declines", CR_METHOD_REPLY, OWN, UID, 0, 1, NEVER, 0, ME, LEE, CR_TRUST_COLLEAGUE, LEE, "DECLINED", CR_PHASE_SCHEDULED, 0, "note: lee@northwind.example", FALSE},
    {"a guest declines", CR_METHOD_REPLY, OWN, UID, 0, 1, NEVER, 0, ME, GUEST, CR_TRUST_NONE, GUEST, "DECLINED", CR_PHASE_SCHEDULED, 0, NULL, FALSE},
    {"a guest accepts", CR_METHOD_REPLY, OWN, UID, 0, 1, NEVER, DAYS(1), ME, GUEST, CR_TRUST_NONE, GUEST, "ACCEPTED", CR_PHASE_SCHEDULED, 0, NULL, FALSE},
    {"a stranger declines for Dana", CR_METHOD_REPLY, OWN, UID, 0, 1, NEVER, 0, ME, STRANGER, CR_TRUST_NONE, DANA, "DECLINED", CR_PHASE_SCHEDULED, 0, "Nothing is changed", FALSE},
    {"a colleague declines for Dana", CR_METHOD_REPLY, OWN, UID, 0, 1, NEVER, 0, ME, LEE, CR_TRUST_COLLEAGUE, DANA, "DECLINED", CR_PHASE_SCHEDULED, 0, "Nothing is changed", FALSE},
    {"forged: Dana accepts another time", CR_METHOD_REPLY, MISSED, OTHER, 0, 1, NEVER, DAYS(1), ME, DANA, CR_TRUST_NONE, DANA, "ACCEPTED", CR_PHASE_MISSED, 0, "Nothing is changed", FALSE},
    /* neither asks anything of a guest */
    {"refresh", CR_METHOD_REFRESH, TOLD, UID, 0, 1, NEVER, NEVER, DANA, LEE, CR_TRUST_COLLEAGUE, LEE, NULL, CR_PHASE_SCHEDULED, 0, NULL, FALSE},
    {"add", CR_METHOD_ADD, TOLD, UID, 1, 1, NEVER, DAYS(7), DANA, DANA, CR_TRUST_CONTACT, ME, NULL, CR_PHASE_SCHEDULED, 0, NULL, FALSE},
    /* clang-format on */
};

static CrInstant
instant(const char *text) {
  CrInstant at = CR_INSTANT_NONE;
  g_assert_true(cr_instant_parse(text, &at, NULL));
  return at;
}

static CrInterview *
interview_new(Before before) {
  CrInterview *iv = cr_interview_new();
  iv->id = 1;
  iv->uid = g_strdup(UID);
  iv->from_invite = before != FROM_WORDS;
  iv->organizer = before == FROM_WORDS ? NULL : g_strdup(before == OWN ? ME : DANA);
  iv->contact.name = g_strdup("Dana Reyes");
  iv->contact.email = g_strdup(DANA);
  cr_interview_set_start(iv, instant("2026-11-17T15:00:00-05:00"), CR_INSTANT_NONE,
                         "America/New_York");
  iv->added = iv->start - 2 * CR_DAY_USEC;
  iv->sequence = 3;
  iv->dtstamp = iv->added;
  iv->recurrence_id = before == IN_SERIES ? iv->start : CR_INSTANT_NONE;
  return iv;
}

static CrInterview *
step(CrInterview *iv, const CrFact *fact, CrInstant now, CrDecision **ret_decision) {
  static char *emails[] = {ME, NULL};
  g_autoptr(CrProfile) profile = cr_profile_new();
  g_autoptr(CrPolicy) policy = cr_policy_new_default();
  profile->emails = g_strdupv(emails);
  profile->zone = g_strdup("America/Chicago");
  CrContext context = {.profile = profile, .policy = policy, .mail_watched = TRUE};
  CrDecision *decision = cr_playbook_step(&context, iv, fact, now);
  cr_interview_free(iv);
  iv = g_steal_pointer(&decision->interview);
  if (ret_decision)
    *ret_decision = decision;
  else
    cr_decision_free(decision);
  return iv;
}

static CrInterview *
let_it_be_missed(CrInterview *iv) {
  for (int min = 0; min <= 10; min += 5) {
    CrInstant now = iv->start + min * CR_MINUTE;
    g_autoptr(CrFact) tick = cr_fact_new(CR_FACT_TICK, now, "clock", NULL);
    iv = step(iv, tick, now, NULL);
  }
  g_assert_cmpint(iv->state.phase, ==, CR_PHASE_MISSED);
  return iv;
}

static CrInstant
beside(const CrInterview *iv, int min) {
  return min == NEVER ? CR_INSTANT_NONE : iv->start + min * CR_MINUTE;
}

/* What the mail reader makes of the mail that carries it. */
static CrMailClass
class_of(const char *status) {
  return g_strcmp0(status, "DECLINED") == 0   ? CR_MAIL_CANCELLATION
         : g_strcmp0(status, "ACCEPTED") == 0 ? CR_MAIL_CONFIRMATION
                                              : CR_MAIL_GENERIC;
}

static CrFact *
fact_of(guint i, const CrInterview *iv, CrInstant now) {
  gboolean reply = cases[i].method == CR_METHOD_REPLY;
  CrFact *fact =
      cr_fact_new(reply && cases[i].from ? CR_FACT_MAIL : CR_FACT_INVITE, now, "mail", NULL);
  CrEvent *event = fact->event = cr_event_new();
  CrAttendee *attendee = cr_attendee_new();
  fact->trust = cases[i].trust;
  event->method = cases[i].method;
  event->uid = g_strdup(cases[i].uid);
  event->sequence = iv->sequence + cases[i].sequence;
  event->dtstamp = iv->dtstamp + cases[i].stamp_min * CR_MINUTE;
  event->recurrence_id = beside(iv, cases[i].occurrence_min);
  event->was = cases[i].renamed ? iv->recurrence_id : CR_INSTANT_NONE;
  event->start = beside(iv, cases[i].start_min);
  event->all_day = cases[i].all_day;
  CrInstant lasts = event->all_day ? CR_DAY_USEC : CR_HOUR / 2;
  event->end = event->start == CR_INSTANT_NONE ? CR_INSTANT_NONE : event->start + lasts;
  event->organizer_email = g_strdup(cases[i].organizer);
  attendee->email = g_strdup(cases[i].attendee);
  attendee->status = g_strdup(cases[i].status);
  g_ptr_array_add(event->attendees, attendee);
  if (cases[i].from) {
    fact->mail = cr_reading_new();
    fact->mail->from_email = g_strdup(cases[i].from);
    fact->mail->text = g_strdup("");
    fact->mail->date = now;
    fact->mail->class = class_of(cases[i].status);
  }
  return fact;
}

static void
test_case(gconstpointer data) {
  guint i = GPOINTER_TO_UINT(data);
  CrInterview *iv = interview_new(cases[i].before);
  CrInstant start = iv->start, now = start - CR_DAY_USEC;
  g_autoptr(CrDecision) decision = NULL;
  if (cases[i].before == MISSED || cases[i].before == GONE_SILENT) {
    iv = let_it_be_missed(iv);
    if (cases[i].before == GONE_SILENT)
      iv->state.phase = CR_PHASE_SILENT;
    now = start + 12 * CR_MINUTE;
  } else { /* what can be seen before the call is told once */
    g_autoptr(CrFact) tick = cr_fact_new(CR_FACT_TICK, now - 1, "clock", NULL);
    iv = step(iv, tick, now - 1, NULL);
  }
  g_autoptr(CrFact) fact = fact_of(i, iv, now);
  g_autoptr(CrInterview) after = step(iv, fact, now, &decision);
  const CrInterview *stands = decision->successor ? decision->successor : after;
  g_autoptr(GString) lines = g_string_new(NULL);
  for (guint n = 0; n < decision->lines->len; n++) {
    const CrLine *line = decision->lines->pdata[n];
    g_string_append_printf(lines, "%s: %s\n", cr_line_names[line->kind], line->text);
  }
  g_test_message("%s", lines->str);
  g_assert_cmpstr(cr_phase_names[after->state.phase], ==, cr_phase_names[cases[i].phase]);
  g_assert_cmpint((stands->start - start) / CR_MINUTE, ==, cases[i].moved_min);
  g_assert_cmpint(after->state.answered_at != CR_INSTANT_NONE, ==, cases[i].answered);
  if (cases[i].line)
    g_assert_nonnull(strstr(lines->str, cases[i].line));
  else if (cases[i].before != MISSED)
    g_assert_cmpstr(lines->str, ==, "");
  if (cases[i].before == FROM_WORDS && cases[i].trust >= CR_TRUST_COLLEAGUE && !cases[i].all_day)
    g_assert_cmpstr(after->uid, ==, OTHER);
  else
    g_assert_cmpstr(after->uid, ==, UID);
  for (guint n = 0; n < decision->effects->len; n++) /* an invite sends nothing */
    g_assert_cmpint(((CrEffect *) decision->effects->pdata[n])->status, !=, CR_EFFECT_PENDING);
}

/* They decline and think better of it; the two may arrive in either order. */
static void
test_order(void) {
  for (int late = 0; late < 2; late++) {
    CrInterview *iv = interview_new(OWN);
    CrInstant declined_at = iv->start - CR_DAY_USEC, accepted_at = declined_at + CR_HOUR;
    if (late) /* the older yes comes last */
      accepted_at = declined_at - CR_HOUR;
    const char *words[] = {"DECLINED", "ACCEPTED"};
    CrInstant times[] = {declined_at, accepted_at};
    for (guint n = 0; n < 2; n++) {
      g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_INVITE, times[n], "invites/reply.ics", NULL);
      CrAttendee *attendee = cr_attendee_new();
      fact->event = cr_event_new();
      fact->event->method = CR_METHOD_REPLY;
      fact->event->uid = g_strdup(UID);
      fact->event->sequence = iv->sequence;
      fact->event->organizer_email = g_strdup(ME);
      fact->trust = CR_TRUST_CONTACT;
      attendee->email = g_strdup(DANA);
      attendee->status = g_strdup(words[n]);
      g_ptr_array_add(fact->event->attendees, attendee);
      iv = step(iv, fact, MAX(times[0], times[n]), NULL);
    }
    g_assert_cmpint(iv->state.answered_at == declined_at, ==, late);
    g_assert_cmpint(iv->state.question != NULL, ==, late);
    cr_interview_free(iv);
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *path = g_strdup_printf("/playbook/invite/%s", cases[i].name);
    g_test_add_data_func(path, GUINT_TO_POINTER(i), test_case);
  }
  g_test_add_func("/playbook/invite/order of replies", test_order);
  return g_test_run();
}
