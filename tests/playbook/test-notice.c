/* Which lines become a notification, how loud, and what can be pressed. */
#include "playbook/notice.h"

#include <string.h>

static CrInstant
instant(const char *text) {
  CrInstant at = CR_INSTANT_NONE;
  g_assert_true(cr_instant_parse(text, &at, NULL));
  return at;
}

#define MAX_LINES 4

typedef struct {
  const char *what;
  CrPhase phase;
  CrStep step;
  const char *now; /* the call is on Tuesday 24 November at 13:00 in Chicago */
  struct {
    CrLineKind kind;
    const char *text;
    int ago_min;
  } lines[MAX_LINES];
  const char *title; /* NULL: no notice */
  const char *body;
  CrUrgency urgency;
  guint answers;
  gboolean drafted, answered, no_number;
} Case;

#define CALLED (1 << CR_ANSWER_THEY_CALLED)
#define NO_CALL (1 << CR_ANSWER_NO_CALL)
#define RING (1 << CR_ANSWER_CALL_NOW)
#define LETTER (1 << CR_ANSWER_SHOW_LETTER)

static const Case cases[] = {
    {"due and the advice with it",
     CR_PHASE_WAITING,
     CR_STEP_WAIT,
     "2026-11-24T13:00:00-06:00",
     {{CR_LINE_DUE, "It is 13:00."}, {CR_LINE_ADVICE, "wait: give them 5 to 10 minutes."}},
     "The call with Dana Reyes is due",
     "It is 13:00. Give them 5 to 10 minutes.",
     CR_NOTICE_URGENT,
     CALLED | NO_CALL},
    {"missed: what to do comes first",
     CR_PHASE_MISSED,
     CR_STEP_CALL,
     "2026-11-24T13:10:00-06:00",
     {{CR_LINE_MISSED, "10 minutes have passed."},
      {CR_LINE_ADVICE, "call: ring Dana Reyes on +1 212-555-0117."},
      {CR_LINE_NOTE, "heart: you are still in the running."}},
     "Ring Dana Reyes now",
     "Ring Dana Reyes on +1 212-555-0117.",
     CR_NOTICE_URGENT,
     CALLED | RING},
    {"a draft",
     CR_PHASE_MISSED,
     CR_STEP_EMAIL,
     "2026-11-24T13:15:00-06:00",
     {{CR_LINE_DRAFT, "A letter is drafted."}, {CR_LINE_ADVICE, "email: look it over."}},
     "A letter to Dana Reyes is ready",
     "Look it over.",
     CR_NOTICE_PLAIN,
     CALLED | LETTER,
     TRUE},
    {"a new time",
     CR_PHASE_RESCHEDULED,
     CR_STEP_DONE,
     "2026-11-24T14:41:00-06:00",
     {{CR_LINE_REPLY, "Dana Reyes writes: \"Sorry\""}, {CR_LINE_RESCHEDULED, "Wed 25 Nov, 10:30."}},
     "A new time with Dana Reyes",
     "Wed 25 Nov, 10:30.",
     CR_NOTICE_PLAIN,
     0},
    {"a reminder",
     CR_PHASE_SCHEDULED,
     CR_STEP_PREPARE,
     "2026-11-24T12:45:00-06:00",
     {{CR_LINE_NOTE, "reminder: Tue 24 Nov, 13:00. Ringer on?"}},
     "Soon: your call with Dana Reyes",
     "Tue 24 Nov, 13:00. Ringer on?",
     CR_NOTICE_PLAIN,
     0},
    {"at night all is silent",
     CR_PHASE_MISSED,
     CR_STEP_AWAIT,
     "2026-11-25T02:00:00-06:00",
     {{CR_LINE_REPLY, "Dana Reyes writes: \"Soon.\""}},
     "Dana Reyes has written",
     "Dana Reyes writes: \"Soon.\"",
     CR_NOTICE_SILENT,
     CALLED},
    {"the last minute of the night, and the first of the day",
     CR_PHASE_MISSED,
     CR_STEP_AWAIT,
     "2026-11-25T06:59:59-06:00",
     {{CR_LINE_REPLY, "x"}},
     "Dana Reyes has written",
     "X",
     CR_NOTICE_SILENT,
     CALLED},
    {"",
     CR_PHASE_MISSED,
     CR_STEP_AWAIT,
     "2026-11-25T07:00:00-06:00",
     {{CR_LINE_REPLY, "x"}},
     "Dana Reyes has written",
     "X",
     CR_NOTICE_PLAIN,
     CALLED},
    {"words of comfort alone ring no bell",
     CR_PHASE_MISSED,
     CR_STEP_AWAIT,
     "2026-11-24T13:20:00-06:00",
     {{CR_LINE_NOTE, "search: keep applying."},
      {CR_LINE_ADVICE, "await: an answer may take a day."}},
     NULL},
    {"nor does a remark that is no reminder",
     CR_PHASE_SCHEDULED,
     CR_STEP_PREPARE,
     "2026-11-24T12:45:00-06:00",
     {{CR_LINE_NOTE, "Dana Reyes has accepted the invite."}},
     NULL},
    {"after a long sleep history is not told",
     CR_PHASE_MISSED,
     CR_STEP_EMAIL,
     "2026-11-26T13:20:00-06:00",
     {{CR_LINE_DUE, "It is 13:00.", 2900}, {CR_LINE_ADVICE, "wait: give them time.", 2900}},
     NULL},
    {"held",
     CR_PHASE_HELD,
     CR_STEP_DONE,
     "2026-11-24T13:05:00-06:00",
     {{CR_LINE_HELD, "They called at 13:05."}},
     NULL},
    {"told late: due no more, but missed",
     CR_PHASE_MISSED,
     CR_STEP_CALL,
     "2026-11-24T13:12:00-06:00",
     {{CR_LINE_NOTE, "reminder: Tue 24 Nov, 13:00.", 27},
      {CR_LINE_DUE, "It is 13:00.", 12},
      {CR_LINE_ADVICE, "wait: give them 5 to 10 minutes.", 12},
      {CR_LINE_MISSED, "10 minutes have passed.", 2}},
     "No call from Dana Reyes yet",
     "10 minutes have passed.",
     CR_NOTICE_URGENT,
     CALLED | RING},
    {"told late: it is not the moment to ring any more",
     CR_PHASE_MISSED,
     CR_STEP_EMAIL,
     "2026-11-24T13:20:00-06:00",
     {{CR_LINE_ADVICE, "call: ring Dana Reyes.", 10}},
     NULL},
    {"told late: they have called meanwhile",
     CR_PHASE_HELD,
     CR_STEP_DONE,
     "2026-11-24T13:20:00-06:00",
     {{CR_LINE_DUE, "It is 13:00.", 20},
      {CR_LINE_MISSED, "10 minutes have passed.", 10},
      {CR_LINE_DRAFT, "A letter is drafted.", 5},
      {CR_LINE_WARNING, "odd-hour: it is late there.", 60}},
     NULL},
    {"told late: what has happened stays so",
     CR_PHASE_MISSED,
     CR_STEP_AWAIT,
     "2026-11-24T15:00:00-06:00",
     {{CR_LINE_DRAFT, "A letter is drafted.", 105}, {CR_LINE_SENT, "The letter is sent.", 100}},
     "A letter to Dana Reyes went out",
     "The letter is sent.",
     CR_NOTICE_PLAIN,
     CALLED},
    {"told late: a call that was put off is not due",
     CR_PHASE_SCHEDULED,
     CR_STEP_PREPARE,
     "2026-11-24T12:30:00-06:00",
     {{CR_LINE_DUE, "It is 12:00.", 30}},
     NULL},
    {"told late: a new time that has come, and was missed",
     CR_PHASE_MISSED,
     CR_STEP_EMAIL,
     "2026-11-24T13:20:00-06:00",
     {{CR_LINE_RETIMED, "13:00 instead of 12:00.", 120}},
     NULL},
    {"twelve hours ago",
     CR_PHASE_MISSED,
     CR_STEP_AWAIT,
     "2026-11-25T08:00:00-06:00",
     {{CR_LINE_REPLY, "x", 12 * 60}},
     "Dana Reyes has written",
     "X",
     CR_NOTICE_PLAIN,
     CALLED},
    {"a minute more is history",
     CR_PHASE_MISSED,
     CR_STEP_AWAIT,
     "2026-11-25T08:00:00-06:00",
     {{CR_LINE_REPLY, "x", 12 * 60 + 1}},
     NULL},
    {"a number that nobody knows cannot be rung",
     CR_PHASE_MISSED,
     CR_STEP_CALL,
     "2026-11-24T13:10:00-06:00",
     {{CR_LINE_ADVICE, "call: find their number."}},
     "Ring Dana Reyes now",
     "Find their number.",
     CR_NOTICE_URGENT,
     CALLED,
     .no_number = TRUE},
    {"a warning, without the word that says of what kind",
     CR_PHASE_SCHEDULED,
     CR_STEP_PREPARE,
     "2026-11-24T10:00:00-06:00",
     {{CR_LINE_WARNING, "conflict: you have something else then."}},
     "Worth a check: the call with Dana Reyes",
     "You have something else then.",
     CR_NOTICE_PLAIN,
     0},
    {"the letter after the letter",
     CR_PHASE_MISSED,
     CR_STEP_NUDGE,
     "2026-11-26T13:15:00-06:00",
     {{CR_LINE_ADVICE, "nudge: two working days without a word."}},
     "A letter to Dana Reyes is ready",
     "Two working days without a word.",
     CR_NOTICE_PLAIN,
     CALLED | LETTER},
    {"they offer times",
     CR_PHASE_MISSED,
     CR_STEP_PICK,
     "2026-11-24T15:00:00-06:00",
     {{CR_LINE_ADVICE, "pick: Wed 25 Nov, 10:30, or Thu 26 Nov, 9:00."}},
     "Dana Reyes offers times",
     "Wed 25 Nov, 10:30, or Thu 26 Nov, 9:00.",
     CR_NOTICE_PLAIN,
     CALLED},
    {"a letter waits",
     CR_PHASE_MISSED,
     CR_STEP_EMAIL,
     "2026-11-24T13:15:00-06:00",
     {{CR_LINE_HELD_BACK, "the mailbox cannot be read."}},
     "The letter to Dana Reyes waits",
     "The mailbox cannot be read.",
     CR_NOTICE_PLAIN,
     CALLED | LETTER},
    {"of what weighs the same the newest gives the title",
     CR_PHASE_MISSED,
     CR_STEP_EMAIL,
     "2026-11-24T13:16:00-06:00",
     {{CR_LINE_HELD_BACK, "the mailbox cannot be read.", 1},
      {CR_LINE_DRAFT, "A letter is drafted."}},
     "A letter to Dana Reyes is ready",
     "A letter is drafted.",
     CR_NOTICE_PLAIN,
     CALLED | LETTER,
     .drafted = TRUE},
    {"an answer is drafted, not a follow-up",
     CR_PHASE_MISSED,
     CR_STEP_PICK,
     "2026-11-24T15:00:00-06:00",
     {{CR_LINE_DRAFT, "An answer is drafted."}},
     "A letter to Dana Reyes is ready",
     "An answer is drafted.",
     CR_NOTICE_PLAIN,
     CALLED,
     .answered = TRUE},
    {"no word at all",
     CR_PHASE_SILENT,
     CR_STEP_DONE,
     "2026-12-04T13:15:00-06:00",
     {{CR_LINE_SILENT, "no word came."}},
     "Still no word from Dana Reyes",
     "No word came.",
     CR_NOTICE_SILENT,
     0},
};

static void
test_cases(void) {
  const CrZone *chicago = cr_zone_find("America/Chicago");
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    const Case *c = &cases[i];
    CrInstant now = instant(c->now);
    CrLine lines[MAX_LINES];
    gsize n = 0;
    for (; n < MAX_LINES && c->lines[n].text; n++)
      lines[n] = (CrLine){c->lines[n].kind, now - c->lines[n].ago_min * CR_MINUTE,
                          (char *) c->lines[n].text};
    g_autoptr(CrInterview) iv = cr_interview_new();
    g_autoptr(CrPolicy) policy = cr_policy_new_default();
    iv->id = 3;
    iv->contact.name = g_strdup("Dana Reyes");
    iv->contact.phone = c->no_number ? NULL : g_strdup("+12125550117");
    cr_interview_set_start(iv, instant("2026-11-24T13:00:00-06:00"), CR_INSTANT_NONE,
                           "America/New_York");
    iv->state.phase = c->phase;
    iv->state.step = c->step;
    iv->state.drafted = c->drafted ? g_strdup("3.email.1") : NULL;
    iv->state.answer = c->answered ? g_strdup("3.answer.1") : NULL;
    g_autoptr(CrNotice) notice = cr_notice_new(lines, n, iv, policy, chicago, now);
    g_test_message("%s, %s", c->what, c->now);
    g_assert_cmpstr(notice ? notice->title : NULL, ==, c->title);
    if (notice == NULL)
      continue;
    g_assert_cmpint(notice->interview, ==, 3);
    g_assert_cmpstr(notice->body, ==, c->body);
    g_assert_cmpstr(cr_urgency_names[notice->urgency], ==, cr_urgency_names[c->urgency]);
    g_assert_cmpuint(notice->answers, ==, c->answers);
  }
}

/* A call that is due is never too loud, whatever the hour; and quiet hours may lie in one day. */
static void
test_quiet(void) {
  static const struct {
    int from_min, to_min;
    const char *now, *start;
    CrUrgency urgency;
    gboolean settled; /* and not missed */
  } quiet[] = {
      {22 * 60, 7 * 60, "2026-11-24T23:30:00-06:00", "2026-11-24T23:30:00-06:00", CR_NOTICE_URGENT},
      {22 * 60, 7 * 60, "2026-11-24T23:30:00-06:00", "2026-11-25T12:00:00-06:00", CR_NOTICE_SILENT},
      /* From an hour before it until an hour after it, unless it is over. */
      {22 * 60, 7 * 60, "2026-11-24T23:29:59-06:00", "2026-11-25T00:30:00-06:00", CR_NOTICE_SILENT},
      {22 * 60, 7 * 60, "2026-11-24T23:30:00-06:00", "2026-11-25T00:30:00-06:00", CR_NOTICE_URGENT},
      {22 * 60, 7 * 60, "2026-11-24T23:29:59-06:00", "2026-11-24T22:30:00-06:00", CR_NOTICE_URGENT},
      {22 * 60, 7 * 60, "2026-11-24T23:30:00-06:00", "2026-11-24T22:30:00-06:00", CR_NOTICE_SILENT},
      {22 * 60, 7 * 60, "2026-11-24T23:00:00-06:00", "2026-11-24T22:30:00-06:00", CR_NOTICE_SILENT,
       TRUE},
      {22 * 60, 7 * 60, "2026-11-24T22:00:00-06:00", "2026-11-25T12:00:00-06:00", CR_NOTICE_SILENT},
      {13 * 60, 14 * 60, "2026-11-24T12:59:59-06:00", "2026-11-25T12:00:00-06:00",
       CR_NOTICE_URGENT},
      {13 * 60, 14 * 60, "2026-11-24T13:00:00-06:00", "2026-11-25T12:00:00-06:00",
       CR_NOTICE_SILENT},
      {13 * 60, 14 * 60, "2026-11-24T14:00:00-06:00", "2026-11-25T12:00:00-06:00",
       CR_NOTICE_URGENT},
      {0, 0, "2026-11-24T03:00:00-06:00", "2026-11-25T12:00:00-06:00", CR_NOTICE_URGENT},
      /* The hour that comes twice, and the one that does not come. */
      {60, 120, "2026-11-01T01:30:00-06:00", "2026-11-25T12:00:00-06:00", CR_NOTICE_SILENT},
      {60, 180, "2027-03-14T03:00:00-05:00", "2027-03-25T12:00:00-05:00", CR_NOTICE_URGENT},
  };
  for (guint i = 0; i < G_N_ELEMENTS(quiet); i++) {
    const CrLine line = {quiet[i].settled ? CR_LINE_CLOSED : CR_LINE_MISSED, instant(quiet[i].now),
                         (char *) "10 minutes have passed."};
    g_autoptr(CrInterview) iv = cr_interview_new();
    g_autoptr(CrPolicy) policy = cr_policy_new_default();
    policy->quiet_from_min = quiet[i].from_min;
    policy->quiet_to_min = quiet[i].to_min;
    iv->state.phase = quiet[i].settled ? CR_PHASE_CLOSED : CR_PHASE_MISSED;
    cr_interview_set_start(iv, instant(quiet[i].start), CR_INSTANT_NONE, "America/Chicago");
    g_autoptr(CrNotice) notice =
        cr_notice_new(&line, 1, iv, policy, cr_zone_find("America/Chicago"), line.at);
    g_test_message("%s", quiet[i].now);
    g_assert_cmpstr(cr_urgency_names[notice->urgency], ==, cr_urgency_names[quiet[i].urgency]);
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/notice/cases", test_cases);
  g_test_add_func("/notice/quiet", test_quiet);
  return g_test_run();
}
