/* The playbook, fact by fact; and each bug that the simulation found, as the shortest story that
 * shows it. Minutes count from the agreed time. */
#include "playbook/guard.h"
#include "playbook/playbook.h"

#include <string.h>

typedef struct {
  CrProfile *profile;
  CrPolicy *policy;
  CrInterview *iv;
  CrInterview *successor;
  GPtrArray *effects; /* CrEffect, all that came, newest last */
  GString *lines;     /* "kind: text" */
  guint settled;      /* kept letters whose status was changed */
} Story;

static CrInstant
instant(const char *text) {
  CrInstant at = CR_INSTANT_NONE;
  g_assert_true(cr_instant_parse(text, &at, NULL));
  return at;
}

static void
story_init(Story *story, const char *start, const char *zone, gboolean phone) {
  story->profile = cr_profile_new();
  story->profile->name = g_strdup("Alex Morgan");
  story->profile->zone = g_strdup("America/Chicago");
  story->profile->phone = g_strdup("+13125550142");
  story->policy = cr_policy_new_default();
  story->policy->autopilot = TRUE;
  story->iv = cr_interview_new();
  story->iv->id = 1;
  story->iv->uid = g_strdup("call-1@northwind.example");
  story->iv->from_invite = TRUE;
  story->iv->organizer = g_strdup("dana@northwind.example");
  story->iv->contact.name = g_strdup("Dana Reyes");
  story->iv->contact.email = g_strdup("dana@northwind.example");
  story->iv->contact.phone = phone ? g_strdup("+12125550123") : NULL;
  cr_interview_set_start(story->iv, instant(start), CR_INSTANT_NONE, zone);
  story->iv->added = story->iv->start - CR_DAY_USEC;
  story->effects = g_ptr_array_new_with_free_func((GDestroyNotify) cr_effect_free);
  story->lines = g_string_new(NULL);
  story->successor = NULL;
}

static void
story_clear(Story *story) {
  cr_profile_free(story->profile);
  cr_policy_free(story->policy);
  cr_interview_free(story->iv);
  cr_interview_free(story->successor);
  g_ptr_array_unref(story->effects);
  g_string_free(story->lines, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Story, story_clear)

static void
hear_at(Story *story, CrFact *fact, CrInstant now) {
  CrContext context = {.profile = story->profile,
                       .policy = story->policy,
                       .mail_watched = TRUE,
                       .calls_watched = TRUE};
  g_autoptr(CrDecision) decision = cr_playbook_step(&context, story->iv, fact, now);
  cr_interview_free(story->iv);
  story->iv = g_steal_pointer(&decision->interview);
  if (decision->successor) {
    cr_interview_free(story->successor);
    story->successor = g_steal_pointer(&decision->successor);
  }
  story->settled += decision->settled->len;
  for (guint i = 0; i < decision->effects->len; i++)
    g_ptr_array_add(story->effects, cr_effect_copy(decision->effects->pdata[i]));
  for (guint i = 0; i < decision->lines->len; i++) {
    const CrLine *line = decision->lines->pdata[i];
    g_string_append_printf(story->lines, "%s: %s\n", cr_line_names[line->kind], line->text);
  }
  cr_fact_free(fact);
}

static CrInstant
minute(const Story *story, int min) {
  return story->iv->start + min * CR_MINUTE;
}

static CrFact *
fact_new(const Story *story, CrFactKind kind, CrInstant at) {
  CrFact *fact = cr_fact_new(kind, at, "test", NULL);
  fact->trust = CR_TRUST_CONTACT;
  return fact;
}

static void
tick_at(Story *story, CrInstant now) {
  hear_at(story, fact_new(story, CR_FACT_TICK, now), now);
}

static void
tick(Story *story, int min) {
  tick_at(story, minute(story, min));
}

static void
outcome(Story *story, CrInstant now, const char *effect_id, CrOutcome what) {
  CrFact *fact = fact_new(story, CR_FACT_OUTCOME, now);
  fact->outcome = what;
  fact->effect_id = g_strdup(effect_id);
  fact->text = g_strdup(cr_outcome_names[what]);
  hear_at(story, fact, now);
}

static CrFact *
mail_new(const Story *story, int min, CrMailClass class) {
  CrFact *fact = fact_new(story, CR_FACT_MAIL, minute(story, min));
  fact->mail = cr_reading_new();
  fact->mail->class = class;
  fact->mail->from_email = g_strdup("dana@northwind.example");
  fact->mail->text = g_strdup("Hello Alex.");
  fact->mail->automatic = class == CR_MAIL_OUT_OF_OFFICE || class == CR_MAIL_BOUNCE;
  return fact;
}

static void
mail(Story *story, int min, CrMailClass class) {
  hear_at(story, mail_new(story, min, class), minute(story, min));
}

static void
own_mail(Story *story, int min) {
  CrFact *fact = mail_new(story, min, CR_MAIL_GENERIC);
  fact->kind = CR_FACT_OWN_MAIL;
  fact->trust = CR_TRUST_OWN;
  hear_at(story, fact, minute(story, min));
}

static void
act(Story *story, int min, CrAct what) {
  CrFact *fact = fact_new(story, CR_FACT_ACT, minute(story, min));
  fact->act = what;
  hear_at(story, fact, minute(story, min));
}

static CrMention *
add_time(CrFact *fact, CrInstant at, CrTimeRole role) {
  CrMention *mention = cr_mention_new();
  mention->start = at;
  mention->role = role;
  mention->text = g_strdup("then");
  g_ptr_array_add(fact->mail->times, mention);
  return mention;
}

static const CrEffect *
last_effect(const Story *story) {
  return story->effects->len ? story->effects->pdata[story->effects->len - 1] : NULL;
}

static guint
handed_out(const Story *story) {
  guint count = 0;
  for (guint i = 0; i < story->effects->len; i++)
    count += ((CrEffect *) story->effects->pdata[i])->status == CR_EFFECT_PENDING;
  return count;
}

#define assert_state(story, the_phase, the_letter)                                                 \
  G_STMT_START {                                                                                   \
    g_assert_cmpstr(cr_phase_names[(story)->iv->state.phase], ==,                                  \
                    cr_phase_names[CR_PHASE_##the_phase]);                                         \
    g_assert_cmpstr(cr_letter_status_names[(story)->iv->state.letter], ==,                         \
                    cr_letter_status_names[CR_LETTER_##the_letter]);                               \
  }                                                                                                \
  G_STMT_END
#define assert_due(story, at) g_assert_cmpint((story)->iv->state.due, ==, at)

/* A Tuesday in an ordinary week: 15:00 in New York. */
#define TUESDAY "2026-11-17T15:00:00-05:00", "America/New_York"

static void
send_first(Story *story) {
  tick(story, 0);
  tick(story, 5);
  tick(story, 10);
  if (story->iv->contact.phone)
    tick(story, 15);
  g_assert_cmpstr(last_effect(story)->id, ==, "1.email.1");
  assert_state(story, MISSED, SENDING);
  outcome(story, story->iv->start + 16 * CR_MINUTE, "1.email.1", CR_OUTCOME_SENT);
  assert_state(story, MISSED, PLANNED); /* the nudge */
}

/* The plain course of things */

static void
test_to_silence(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  send_first(&s);
  assert_due(&s, instant("2026-11-19T15:16:00-05:00"));
  tick_at(&s, s.iv->state.due);
  g_assert_cmpstr(last_effect(&s)->id, ==, "1.nudge.2");
  outcome(&s, instant("2026-11-19T15:16:00-05:00"), "1.nudge.2", CR_OUTCOME_SENT);
  assert_due(&s, instant("2026-11-27T15:16:00-05:00")); /* Thanksgiving does not count */
  tick_at(&s, s.iv->state.due);
  outcome(&s, instant("2026-11-27T15:16:00-05:00"), "1.nudge.3", CR_OUTCOME_SENT);
  assert_due(&s, instant("2026-12-04T15:16:00-05:00"));
  tick_at(&s, s.iv->state.due);
  assert_state(&s, SILENT, SENT);
  assert_due(&s, CR_INSTANT_NONE);
  g_assert_cmpint(s.iv->state.standing, ==, CR_STANDING_IN_THE_RUNNING);
  g_assert_cmpuint(handed_out(&s), ==, 3);
}

static void
test_drafts_to_silence(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, FALSE);
  s.policy->autopilot = FALSE;
  tick(&s, 0);
  for (int i = 0; i < 20 && s.iv->state.due != CR_INSTANT_NONE; i++)
    tick_at(&s, s.iv->state.due);
  assert_state(&s, SILENT, DRAFTED);
  g_assert_cmpuint(s.effects->len, ==, 3);
  g_assert_cmpuint(handed_out(&s), ==, 0);
}

/* Without a known number the letter is due at the hard grace, else at a quarter past. */
static void
test_when(void) {
  static const struct {
    const char *start, *zone;
    gboolean phone;
    const char *letter;
  } cases[] = {
      {TUESDAY, TRUE, "2026-11-17T15:15:00-05:00"},
      {TUESDAY, FALSE, "2026-11-17T15:10:00-05:00"},
      /* a minute before the clocks go back, in the hour that comes twice, and after */
      {"2026-11-01T01:55:00-04:00", "America/New_York", FALSE, "2026-11-02T09:00:00-05:00"},
      {"2026-03-08T01:50:00-05:00", "America/New_York", FALSE, "2026-03-09T09:00:00-04:00"},
      /* over midnight, over the turn of the year, on a leap day */
      {"2026-11-17T23:55:00-05:00", "America/New_York", FALSE, "2026-11-18T09:00:00-05:00"},
      {"2026-12-31T17:50:00-05:00", "America/New_York", TRUE, "2026-12-31T18:05:00-05:00"},
      {"2026-12-31T23:50:00-05:00", "America/New_York", TRUE, "2027-01-04T09:00:00-05:00"},
      {"2028-02-29T10:00:00+01:00", "Europe/Berlin", FALSE, "2028-02-29T10:10:00+01:00"},
      {"2028-02-28T23:00:00+01:00", "Europe/Berlin", FALSE, "2028-02-29T09:00:00+01:00"},
      /* an invite for a Saturday */
      {"2026-11-21T11:00:00-05:00", "America/New_York", TRUE, "2026-11-23T09:00:00-05:00"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Story) s = {0};
    story_init(&s, cases[i].start, cases[i].zone, cases[i].phone);
    assert_due(&s, CR_INSTANT_NONE);
    tick(&s, 0);
    assert_due(&s, minute(&s, 5));
    tick(&s, 5);
    assert_due(&s, minute(&s, 10));
    tick_at(&s, minute(&s, 10) - 1);
    assert_state(&s, WAITING, NONE);
    tick(&s, 10);
    g_assert_cmpint(s.iv->state.phase, ==, CR_PHASE_MISSED);
    if (s.iv->state.letter == CR_LETTER_PLANNED) {
      g_assert_cmpint(s.iv->state.letter_due, ==, instant(cases[i].letter));
      tick_at(&s, s.iv->state.due);
    }
    g_assert_cmpint(last_effect(&s)->at, ==, instant(cases[i].letter));
  }
}

/* An answer, at the letter's instant and one microsecond beside it */
static void
test_races(void) {
  for (int beside = -1; beside <= 1; beside++) {
    g_auto(Story) s = {0};
    story_init(&s, TUESDAY, TRUE);
    tick(&s, 0);
    tick(&s, 5);
    tick(&s, 10);
    CrInstant due = s.iv->state.due;
    if (beside == 1)
      tick_at(&s, due);
    CrFact *answer = mail_new(&s, 15, CR_MAIL_GENERIC);
    answer->at = due + beside;
    hear_at(&s, answer, due + beside);
    tick_at(&s, due + 1);
    g_assert_cmpint(handed_out(&s), ==, beside == 1);
    g_autoptr(CrEffect) letter = cr_effect_copy(last_effect(&s));
    CrLastLook look = {due + 1, due + 1, due + 1};
    g_free(letter->to);
    letter->to = g_strdup("dana@northwind.example");
    g_assert_cmpint(cr_guard_letter(s.iv, s.policy, letter, &look, due + 1, FALSE), ==,
                    CR_GUARD_ANSWERED);
    if (beside == 1)
      outcome(&s, due + 1, "1.email.1", CR_OUTCOME_HELD);
    assert_state(&s, MISSED, NONE);
    assert_due(&s, CR_INSTANT_NONE);
  }
}

/* Only what left, or may have, can be answered: "the second one works" of a letter that was held is
 * about something else. */
static void
test_only_what_left_is_answered(void) {
  enum { UNDER_WAY = -1, SAID_SENT = -2, WRITTEN = -3 };
  static const struct {
    int what; /* an outcome, or what happens after it was held */
    gboolean taken;
  } cases[] = {
      {CR_OUTCOME_SENT, TRUE},     {CR_OUTCOME_IN_DOUBT, TRUE},
      {CR_OUTCOME_DRAFTED, TRUE},  {CR_OUTCOME_HELD, FALSE},
      {CR_OUTCOME_REFUSED, FALSE}, {UNDER_WAY, FALSE},
      {SAID_SENT, TRUE},           {WRITTEN, FALSE},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Story) s = {0};
    CrInstant second = CR_INSTANT_NONE;
    story_init(&s, TUESDAY, FALSE);
    tick(&s, 0);
    tick(&s, 10);
    assert_state(&s, MISSED, SENDING);
    for (int day = 1; day <= 3; day++) { /* as the engine notes what it has written */
      CrSlot *slot = cr_slot_new();
      slot->start = s.iv->start + day * CR_DAY_USEC;
      slot->end = slot->start + 30 * CR_MINUTE;
      slot->letter = g_strdup("1.email.1");
      g_ptr_array_add(s.iv->state.offered, slot);
      second = day == 2 ? slot->start : second;
    }
    if (cases[i].what != UNDER_WAY)
      outcome(&s, minute(&s, 11), "1.email.1",
              cases[i].what < 0 ? CR_OUTCOME_HELD : (CrOutcome) cases[i].what);
    if (cases[i].what == SAID_SENT)
      act(&s, 12, CR_ACT_SENT);
    if (cases[i].what == WRITTEN)
      own_mail(&s, 12);
    CrFact *reply = mail_new(&s, 20, CR_MAIL_GENERIC);
    g_free(reply->mail->text);
    reply->mail->text = g_strdup("The second one works for me.");
    reply->mail->accepts = TRUE;
    hear_at(&s, reply, minute(&s, 20));
    g_assert_cmpint(s.successor ? s.successor->start : CR_INSTANT_NONE, ==,
                    cases[i].taken ? second : CR_INSTANT_NONE);
    g_assert_cmpint(strstr(s.lines->str, "they took a time that you offered") != NULL, ==,
                    cases[i].taken);
  }
}

/* Holds */

static void
test_holds(void) {
  static const struct {
    const char *start;
    int now_min; /* of the outcome */
    CrOutcome outcome;
    const char *due;   /* NULL: the candidate is asked */
    const char *again; /* when it is held then, too: half as long as it lay, an hour at most */
  } cases[] = {
      {"2026-11-17T15:00:00-05:00", 15, CR_OUTCOME_HELD, "2026-11-17T15:16:00-05:00",
       "2026-11-17T15:17:00-05:00"},
      {"2026-11-17T15:00:00-05:00", 74, CR_OUTCOME_HELD, "2026-11-17T16:15:00-05:00",
       "2026-11-17T16:45:00-05:00"},
      {"2026-11-17T10:00:00-05:00", 375, CR_OUTCOME_HELD, "2026-11-17T16:16:00-05:00",
       "2026-11-17T17:16:00-05:00"},
      {"2026-11-17T15:00:00-05:00", 300, CR_OUTCOME_HELD, "2026-11-18T09:00:00-05:00",
       "2026-11-18T09:01:00-05:00"},
      {"2026-11-20T15:00:00-05:00", 300, CR_OUTCOME_HELD, "2026-11-23T09:00:00-05:00",
       "2026-11-23T09:01:00-05:00"},
      /* the clock went back: not before its moment */
      {"2026-11-17T15:00:00-05:00", -60, CR_OUTCOME_HELD, "2026-11-17T15:15:00-05:00",
       "2026-11-17T15:16:00-05:00"},
      {"2026-11-17T15:00:00-05:00", 15, CR_OUTCOME_REFUSED, NULL},
      {"2026-11-17T15:00:00-05:00", 15, CR_OUTCOME_IN_DOUBT, NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Story) s = {0};
    story_init(&s, cases[i].start, "America/New_York", TRUE);
    tick(&s, 0);
    tick(&s, 10);
    tick(&s, 15);
    outcome(&s, minute(&s, cases[i].now_min), "1.email.1", cases[i].outcome);
    assert_due(&s, cases[i].due ? instant(cases[i].due) : CR_INSTANT_NONE);
    g_assert_cmpint(s.iv->state.question != NULL, ==, cases[i].due == NULL);
    if (cases[i].due == NULL)
      continue;
    tick_at(&s, s.iv->state.due); /* the same letter is handed out again, not another one */
    g_assert_cmpstr(last_effect(&s)->id, ==, "1.email.1");
    g_assert_cmpuint(handed_out(&s), ==, 2);
    outcome(&s, instant(cases[i].due), "1.email.1", CR_OUTCOME_HELD);
    assert_due(&s, instant(cases[i].again));
  }
}

/* Blind for half a day, and it is the candidate's turn; told once, not at each attempt. */
static void
test_blind_until_stale(void) {
  g_auto(Story) s = {0};
  story_init(&s, "2026-11-17T09:00:00-05:00", "America/New_York", TRUE);
  CrInstant moment = minute(&s, 15), held = moment;
  s.policy->hours_to_min = 24 * 60;
  tick(&s, 0);
  tick(&s, 10);
  int tries;
  for (tries = 0; tries < 40; tries++) {
    tick_at(&s, s.iv->state.due);
    held = MAX(held, s.iv->state.letter_due);
    g_assert_cmpint(last_effect(&s)->at, ==, moment);
    if (last_effect(&s)->at + 12 * CR_HOUR < held)
      break;
    CrFact *fact = fact_new(&s, CR_FACT_OUTCOME, held);
    fact->outcome = CR_OUTCOME_HELD;
    fact->effect_id = g_strdup("1.email.1");
    fact->text = g_strdup("the mailbox could not be read");
    hear_at(&s, fact, held);
    held = s.iv->state.due;
  }
  g_assert_cmpint(tries, >, 12);
  g_assert_cmpint(tries, <, 40);
  const char *told = strstr(s.lines->str, "held-back:");
  g_assert_nonnull(told);
  g_assert_null(strstr(told + 1, "held-back:"));
}

/* After a long sleep: the letter keeps its moment, so that the guard finds it stale. */
static void
test_long_sleep(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  tick(&s, 3 * 1440);
  g_assert_cmpstr(last_effect(&s)->id, ==, "1.email.1");
  g_assert_cmpint(last_effect(&s)->at, ==, minute(&s, 15));
  outcome(&s, minute(&s, 3 * 1440), "1.email.1", CR_OUTCOME_REFUSED);
  assert_state(&s, MISSED, HELD);
  g_assert_nonnull(s.iv->state.question);
  act(&s, 3 * 1440 + 1, CR_ACT_VOICEMAIL); /* going on is an answer */
  g_assert_null(s.iv->state.question);
  tick(&s, 3 * 1440 + 1);
  g_assert_cmpuint(handed_out(&s), ==, 2);
  g_assert_cmpint(last_effect(&s)->at, ==, minute(&s, 3 * 1440 + 1));
}

static void
test_learnt_too_late(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  s.iv->added = CR_INSTANT_NONE;
  hear_at(&s, fact_new(&s, CR_FACT_ADDED, minute(&s, 60)), minute(&s, 60));
  g_assert_nonnull(s.iv->state.question);
}

/* "Running late, I'll ring at 3:40", read when that has passed, too: nobody called, and nobody
 * needs to be asked. Of another call, or of one that may be theirs to make yet, the old rules hold.
 */
static void
test_late_hour_read_late(void) {
  static const struct {
    int said, hour, read;
    gboolean clock_first; /* the clock is looked at before the mailbox */
    gboolean late, asks;
    int letter; /* in minutes; 0: none is planned */
  } cases[] = {
      {5, 40, 55, FALSE, TRUE, FALSE, 50},
      {5, 40, 55, TRUE, TRUE, FALSE, 50},
      {-5, 40, 55, FALSE, TRUE, FALSE, 50},
      {-5, 40, 55, TRUE, TRUE, FALSE, 50},
      {5, 40, 45, TRUE, FALSE, FALSE, 50}, /* the grace is not over */
      {5, 119, 130, TRUE, TRUE, FALSE, 129},
      {5, 121, 140, TRUE, TRUE, TRUE, 131},      /* a call of its own */
      {5, 1440, 1460, TRUE, TRUE, TRUE, 1450},   /* of another day */
      {-600, -30, 55, FALSE, TRUE, TRUE, -20},   /* earlier than agreed */
      {5, 40, 55 + 1440, TRUE, TRUE, FALSE, 50}, /* its moment is long past: the guard's to see */
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Story) s = {0};
    story_init(&s, TUESDAY, FALSE);
    CrInstant read = minute(&s, cases[i].read), hour = minute(&s, cases[i].hour);
    CrInstant letter = minute(&s, cases[i].letter);
    CrFact *fact = mail_new(&s, cases[i].said, CR_MAIL_NEW_TIME);
    fact->mail->firm = fact->mail->apologizes = TRUE;
    add_time(fact, hour, CR_TIME_NEW);
    if (cases[i].clock_first)
      tick_at(&s, read);
    hear_at(&s, fact, read);
    if (s.successor) { /* born as the engine does it */
      cr_interview_free(s.iv);
      s.iv = g_steal_pointer(&s.successor);
      s.iv->id = 2;
      s.iv->added = CR_INSTANT_NONE;
      hear_at(&s, fact_new(&s, CR_FACT_ADDED, read), read);
    }
    g_assert_cmpint(s.iv->start, ==, hour);
    g_assert_cmpint(s.iv->state.question != NULL, ==, cases[i].asks);
    tick_at(&s, read);
    g_assert_cmpint(s.iv->state.phase == CR_PHASE_MISSED, ==, cases[i].late);
    if (!cases[i].late)
      continue;
    g_assert_cmpint(s.iv->state.missed_at, ==, hour + 10 * CR_MINUTE);
    g_assert_cmpint(last_effect(&s)->interview, ==, s.iv->id);
    g_assert_cmpint(last_effect(&s)->at, ==, letter);
  }
}

/* The letter after the first miss is out when they are found to have named a later hour. */
static void
test_late_hour_after_the_letter(void) {
  static const struct {
    int read;
    guint letters; /* in all, by the next day */
  } cases[] = {{55, 1}, {30, 2}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Story) s = {0};
    story_init(&s, TUESDAY, FALSE);
    send_first(&s);
    CrFact *fact = mail_new(&s, 5, CR_MAIL_NEW_TIME);
    fact->mail->firm = TRUE;
    add_time(fact, minute(&s, 40), CR_TIME_NEW);
    hear_at(&s, fact, minute(&s, cases[i].read));
    assert_state(&s, RESCHEDULED, SENT);
    cr_interview_free(s.iv);
    s.iv = g_steal_pointer(&s.successor);
    s.iv->id = 2;
    tick(&s, cases[i].read);
    tick(&s, 720);
    tick(&s, 1440);
    g_assert_cmpuint(handed_out(&s), ==, cases[i].letters);
  }
}

/* They are late once the letter is drafted: the draft goes, and the next miss has one of its own;
 * after a letter that is out it has none, and a drafted nudge is still to come. */
static void
test_late_after_the_draft(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, FALSE);
  s.policy->autopilot = FALSE;
  tick(&s, 0);
  tick(&s, 10);
  assert_state(&s, MISSED, PLANNED);
  CrFact *late = mail_new(&s, 12, CR_MAIL_APOLOGY_LATE);
  add_time(late, CR_INSTANT_NONE, CR_TIME_DELAY)->delay_min = 20;
  hear_at(&s, late, minute(&s, 12));
  assert_state(&s, WAITING, NONE);
  g_assert_cmpuint(s.settled, ==, 1);
  tick(&s, 30);
  assert_state(&s, MISSED, PLANNED);
  g_assert_cmpstr(last_effect(&s)->id, ==, "1.email.3");
  act(&s, 31, CR_ACT_SENT);
  while (s.iv->state.nudges == 0)
    tick_at(&s, s.iv->state.due);
  CrInstant now = last_effect(&s)->at + CR_HOUR;
  late = mail_new(&s, 0, CR_MAIL_APOLOGY_LATE);
  late->at = now;
  add_time(late, CR_INSTANT_NONE, CR_TIME_DELAY)->delay_min = 20;
  hear_at(&s, late, now);
  assert_state(&s, WAITING, SENT);
  g_assert_cmpint(s.iv->state.letters, ==, 1);
  g_assert_cmpint(s.iv->state.nudges, ==, 0);
}

/* What the simulation found */

/* Own mail of before the call, read late, was taken for the follow-up. */
static void
test_own_mail_of_before(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  tick(&s, 0);
  CrFact *fact = mail_new(&s, -2880, CR_MAIL_GENERIC);
  fact->kind = CR_FACT_OWN_MAIL;
  hear_at(&s, fact, minute(&s, 6));
  g_assert_cmpint(s.iv->state.letters, ==, 0);
  tick(&s, 10);
  tick(&s, 15);
  g_assert_cmpstr(last_effect(&s)->id, ==, "1.email.1");
}

/* Own mail while waiting made a nudge of the letter, ten minutes later. */
static void
test_own_mail_while_waiting(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  tick(&s, 0);
  own_mail(&s, 6);
  tick(&s, 10);
  assert_state(&s, MISSED, PLANNED);
  assert_due(&s, instant("2026-11-19T15:06:00-05:00"));
  g_assert_cmpuint(handed_out(&s), ==, 0);
}

/* A mail of theirs from before the call, read after it, was taken for an answer. */
static void
test_their_mail_of_before(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  tick(&s, 0);
  tick(&s, 10);
  hear_at(&s, mail_new(&s, -30, CR_MAIL_GENERIC), minute(&s, 11));
  assert_state(&s, MISSED, PLANNED);
}

/* A "confirmation" after the call was missed was no answer. */
static void
test_confirmation_after(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  tick(&s, 0);
  tick(&s, 10);
  mail(&s, 11, CR_MAIL_CONFIRMATION);
  assert_state(&s, MISSED, NONE);
  assert_due(&s, CR_INSTANT_NONE);
}

/* "On hold, I will write on Friday" while waiting, and the letter went out at the hard grace. */
static void
test_on_hold_while_waiting(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  tick(&s, 0);
  CrFact *fact = mail_new(&s, 6, CR_MAIL_ON_HOLD);
  fact->mail->promise = minute(&s, 3 * 1440);
  hear_at(&s, fact, minute(&s, 6));
  tick(&s, 10);
  tick(&s, 15);
  g_assert_cmpuint(handed_out(&s), ==, 0);
}

/* A stranger in the thread answers after a delay was announced: the candidate is asked, and the
 * days of silence count from what is said to be sent; an answer of theirs ends the waiting. */
static void
test_answer_after_delay(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  tick(&s, 0);
  own_mail(&s, 1);
  CrFact *late = mail_new(&s, 2, CR_MAIL_APOLOGY_LATE);
  add_time(late, CR_INSTANT_NONE, CR_TIME_DELAY)->delay_min = 20;
  hear_at(&s, late, minute(&s, 2));
  assert_state(&s, WAITING, SENT);
  tick(&s, 30);
  CrFact *stranger = mail_new(&s, 31, CR_MAIL_GENERIC);
  stranger->trust = CR_TRUST_THREAD;
  hear_at(&s, stranger, minute(&s, 31));
  act(&s, 32, CR_ACT_SENT);
  g_assert_cmpint(s.iv->state.due, >, minute(&s, 1440));
  mail(&s, 33, CR_MAIL_GENERIC);
  assert_due(&s, CR_INSTANT_NONE);
}

/* Own mail of two days ago, read only while the nudge is on its way or in doubt, made the next
 * nudge due at once; so did a call of theirs. */
static void
test_read_late_during_a_nudge(void) {
  static const struct {
    CrOutcome outcome; /* SENDING: none yet */
    CrFactKind kind;
  } cases[] = {{CR_OUTCOME_SENDING, CR_FACT_OWN_MAIL},
               {CR_OUTCOME_IN_DOUBT, CR_FACT_OWN_MAIL},
               {CR_OUTCOME_SENT, CR_FACT_OWN_MAIL},
               {CR_OUTCOME_SENT, CR_FACT_CALL}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Story) s = {0};
    story_init(&s, TUESDAY, TRUE);
    send_first(&s);
    CrInstant due = s.iv->state.due;
    tick_at(&s, due);
    g_assert_cmpstr(last_effect(&s)->id, ==, "1.nudge.2");
    if (cases[i].outcome != CR_OUTCOME_SENDING)
      outcome(&s, due, "1.nudge.2", cases[i].outcome);
    CrFact *fact = mail_new(&s, 30, CR_MAIL_GENERIC);
    fact->kind = cases[i].kind;
    if (fact->kind == CR_FACT_CALL) {
      g_clear_pointer(&fact->mail, cr_reading_free);
      fact->call = cr_call_new();
      fact->call->kind = CR_CALL_MISSED;
      fact->call->number = g_strdup(s.iv->contact.phone);
    }
    hear_at(&s, fact, due + CR_MINUTE);
    g_assert_cmpint(s.iv->state.due, >, due + CR_DAY_USEC);
  }
}

/* The clock is set back by a day while the nudge is on its way: it waits for its moment. */
static void
test_nudge_and_a_clock_set_back(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  send_first(&s);
  CrInstant due = s.iv->state.due;
  tick_at(&s, due);
  outcome(&s, due - CR_DAY_USEC, "1.nudge.2", CR_OUTCOME_HELD);
  assert_state(&s, MISSED, HELD);
  assert_due(&s, due);
}

/* A call that is off was waited for again, when long after they were late for another one. */
static void
test_late_long_after_cancelling(void) {
  static const int minutes[] = {30, 45 * 1440};
  for (guint i = 0; i < G_N_ELEMENTS(minutes); i++) {
    g_auto(Story) s = {0};
    story_init(&s, TUESDAY, TRUE);
    CrFact *off = mail_new(&s, -60, CR_MAIL_CANCELLATION);
    off->mail->promise = minute(&s, 50 * 1440);
    hear_at(&s, off, minute(&s, -60));
    assert_state(&s, CANCELLED, NONE);
    CrFact *late = mail_new(&s, minutes[i], CR_MAIL_APOLOGY_LATE);
    add_time(late, CR_INSTANT_NONE, CR_TIME_DELAY)->delay_min = 20;
    hear_at(&s, late, minute(&s, minutes[i]));
    assert_state(&s, CANCELLED, NONE);
    CrFact *anew = mail_new(&s, minutes[i] + 60, CR_MAIL_NEW_TIME); /* as promised */
    add_time(anew, minute(&s, 60 * 1440), CR_TIME_NEW);
    anew->mail->firm = TRUE;
    hear_at(&s, anew, minute(&s, minutes[i] + 60));
    assert_state(&s, RESCHEDULED, NONE);
  }
}

/* A delay announced after the last nudge left the old silence timer: silent at once. */
static void
test_delay_after_nudges(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  send_first(&s);
  for (int i = 2; i <= 3; i++) {
    g_autofree char *id = g_strdup_printf("1.nudge.%d", i);
    CrInstant due = s.iv->state.due;
    tick_at(&s, due);
    outcome(&s, due, id, CR_OUTCOME_SENT);
  }
  CrInstant silent = s.iv->state.due;
  CrFact *late = mail_new(&s, 0, CR_MAIL_APOLOGY_LATE);
  late->at = silent - CR_MINUTE;
  add_time(late, CR_INSTANT_NONE, CR_TIME_DELAY)->delay_min = 20;
  hear_at(&s, late, silent - CR_MINUTE);
  assert_state(&s, WAITING, SENT);
  tick_at(&s, s.iv->state.due);
  assert_state(&s, MISSED, SENT);
  g_assert_cmpint(s.iv->state.due, >, silent + 5 * CR_DAY_USEC);
}

/* The other reading lay a week ahead: the nudge was due before the call was missed. */
static void
test_nudge_before_miss(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  CrFact *other = mail_new(&s, -60, CR_MAIL_CONFIRMATION);
  add_time(other, minute(&s, 6 * 1440), CR_TIME_STATED);
  hear_at(&s, other, minute(&s, -60));
  tick(&s, 0);
  own_mail(&s, 1);
  tick(&s, 5);
  CrInstant due = s.iv->state.due;
  g_assert_cmpint(due, ==, minute(&s, 6 * 1440 + 10));
  tick_at(&s, due);
  g_assert_cmpint(s.iv->state.due, >, due + CR_DAY_USEC);
}

/* In flight at the crash, and the candidate said "sent" before the restart: the report of doubt
 * took the place of the nudge that was being handed out. */
static void
test_doubt_of_an_old_letter(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  tick(&s, 0);
  tick(&s, 10);
  tick(&s, 15);
  act(&s, 20, CR_ACT_SENT);
  CrInstant due = s.iv->state.due;
  tick_at(&s, due);
  g_assert_cmpstr(last_effect(&s)->id, ==, "1.nudge.3");
  outcome(&s, due, "1.email.1", CR_OUTCOME_IN_DOUBT);
  assert_state(&s, MISSED, SENDING);
  outcome(&s, due, "1.nudge.3", CR_OUTCOME_SENT);
  assert_state(&s, MISSED, PLANNED);
  g_assert_cmpint(s.iv->state.nudges, ==, 1);
}

/* A nudge was being handed out when a call was promised again, and the candidate said that they had
 * written: it was held for ever. The guard knows now that it is void. */
static void
test_written_during_a_nudge(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  send_first(&s);
  CrInstant due = s.iv->state.due;
  tick_at(&s, due);
  CrFact *late = mail_new(&s, 0, CR_MAIL_APOLOGY_LATE);
  late->at = due;
  add_time(late, CR_INSTANT_NONE, CR_TIME_DELAY)->delay_min = 20;
  hear_at(&s, late, due);
  assert_state(&s, WAITING, SENDING);
  CrFact *sent = fact_new(&s, CR_FACT_ACT, due);
  sent->act = CR_ACT_SENT;
  hear_at(&s, sent, due);
  assert_state(&s, WAITING, SENT);
  const CrEffect nudge = {.id = (char *) "1.nudge.2",
                          .to = (char *) "dana@northwind.example",
                          .kind = CR_EFFECT_LETTER,
                          .step = CR_STEP_NUDGE,
                          .revision = 2,
                          .at = due};
  const CrLastLook look = {due, due, due};
  g_assert_cmpint(cr_guard_letter(s.iv, s.policy, &nudge, &look, due, FALSE), ==, CR_GUARD_SPENT);
}

/* They will come back by Friday, and the clock was set back by a year before the nudge went out: it
 * was looked at every minute until then. */
static void
test_promise_and_a_clock_set_back(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  send_first(&s);
  CrFact *reply = mail_new(&s, 60, CR_MAIL_RESCHEDULE_REQUEST);
  CrInstant promise = minute(&s, 3 * 1440);
  reply->mail->promise = promise;
  hear_at(&s, reply, minute(&s, 60));
  tick_at(&s, s.iv->state.due);
  assert_state(&s, MISSED, SENDING);
  g_autofree char *id = g_strdup(last_effect(&s)->id);
  outcome(&s, minute(&s, 2 * 1440), id, CR_OUTCOME_HELD);
  assert_state(&s, MISSED, HELD);
  g_assert_cmpint(s.iv->state.due, >=, promise);
}

/* The step had changed between the letter and its outcome, and the nudge was not counted. */
static void
test_nudge_counts(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  send_first(&s);
  CrInstant due = s.iv->state.due;
  tick_at(&s, due);
  CrFact *call = fact_new(&s, CR_FACT_CALL, due);
  call->call = cr_call_new();
  call->call->kind = CR_CALL_MISSED;
  call->call->number = g_strdup("+12125550123");
  hear_at(&s, call, due);
  outcome(&s, due, "1.nudge.2", CR_OUTCOME_SENT);
  g_assert_cmpint(s.iv->state.nudges, ==, 1);
}

/* In doubt, and the candidate's own call made a second letter of it. */
static void
test_doubt_is_not_retried(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  tick(&s, 0);
  tick(&s, 10);
  tick(&s, 15);
  outcome(&s, minute(&s, 15), "1.email.1", CR_OUTCOME_IN_DOUBT);
  act(&s, 20, CR_ACT_VOICEMAIL);
  act(&s, 21, CR_ACT_NO_ANSWER);
  tick(&s, 3000);
  g_assert_cmpuint(handed_out(&s), ==, 1);
  g_assert_nonnull(s.iv->state.question);
  outcome(&s, minute(&s, 3001), "1.email.1", CR_OUTCOME_SENT); /* found in Sent */
  assert_state(&s, MISSED, PLANNED);
  g_assert_cmpint(s.iv->state.letters, ==, 1);
  g_assert_null(s.iv->state.question);
}

/* "Spoke", and a day later "called": the letter of the missed call went out. */
static void
test_called_after_spoke(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  tick(&s, 0);
  act(&s, 8, CR_ACT_SPOKE);
  act(&s, 1440, CR_ACT_CALLED);
  assert_state(&s, HELD, NONE);
}

/* An unknown number's call was taken as theirs; the candidate says that it was not. */
static void
test_wrong_guess(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  tick(&s, 0);
  CrFact *call = fact_new(&s, CR_FACT_CALL, minute(&s, 2));
  call->trust = CR_TRUST_NONE;
  call->call = cr_call_new();
  call->call->kind = CR_CALL_INCOMING;
  call->call->duration_sec = 300;
  hear_at(&s, call, minute(&s, 8));
  assert_state(&s, HELD, NONE);
  act(&s, 9, CR_ACT_CALLED);
  assert_state(&s, WAITING, NONE);
  tick(&s, 10);
  assert_state(&s, MISSED, PLANNED); /* they may be speaking */
  tick(&s, 15);
  assert_state(&s, MISSED, SENDING);
}

static void
hear_call(Story *s, int at_min, CrCallKind kind, int seconds, CrSilence silence) {
  CrFact *call = fact_new(s, CR_FACT_CALL, minute(s, at_min));
  call->trust = kind == CR_CALL_UNREACHABLE ? CR_TRUST_NONE : CR_TRUST_CONTACT;
  call->call = cr_call_new();
  call->call->kind = kind;
  call->call->silence = silence;
  call->call->duration_sec = seconds;
  call->call->number = kind == CR_CALL_UNREACHABLE ? NULL : g_strdup("+12125550123");
  hear_at(s, call, minute(s, at_min));
}

static gboolean
has_evidence(const Story *s, const char *kind) {
  for (guint i = 0; i < s->iv->state.evidence->len; i++)
    if (strcmp(((CrEvidence *) s->iv->state.evidence->pdata[i])->kind, kind) == 0)
      return TRUE;
  return FALSE;
}

/* A phone that only says that it rang: nothing goes out before the candidate has said what came of
 * it, or the phone has. */
static void
test_rang(void) {
  g_auto(Story) asked = {0}, missed = {0}, twice = {0}, spoke = {0};
  story_init(&asked, TUESDAY, TRUE);
  tick(&asked, 0);
  hear_call(&asked, 3, CR_CALL_RANG, 0, CR_SILENCE_NONE);
  g_assert_nonnull(asked.iv->state.question);
  act(&asked, 12, CR_ACT_NO_ANSWER);
  g_assert_null(asked.iv->state.question);

  story_init(&missed, TUESDAY, TRUE);
  tick(&missed, 0);
  hear_call(&missed, 3, CR_CALL_RANG, 0, CR_SILENCE_NONE);
  hear_call(&missed, 4, CR_CALL_MISSED, 0, CR_SILENCE_NONE);
  g_assert_null(missed.iv->state.question);
  g_assert_true(has_evidence(&missed, "missed-call") && !has_evidence(&missed, "rang"));

  story_init(&twice, TUESDAY, TRUE);
  tick(&twice, 0);
  hear_call(&twice, 3, CR_CALL_RANG, 0, CR_SILENCE_NONE);
  hear_call(&twice, 9, CR_CALL_MISSED, 0, CR_SILENCE_NONE);
  g_assert_true(has_evidence(&twice, "missed-call") && has_evidence(&twice, "rang"));

  story_init(&spoke, TUESDAY, TRUE);
  tick(&spoke, 0);
  hear_call(&spoke, 3, CR_CALL_RANG, 0, CR_SILENCE_NONE);
  hear_call(&spoke, 4, CR_CALL_INCOMING, 300, CR_SILENCE_NONE);
  assert_state(&spoke, HELD, NONE);
  g_assert_null(spoke.iv->state.question);
}

/* What a phone says of itself matters when it covers the agreed time. */
static void
test_silence(void) {
  static const struct {
    int at_min, seconds;
    CrSilence silence;
    const char *kind;
    gboolean tells;
  } cases[] = {
      {-30, 45 * 60, CR_SILENCE_OFF, "phone-off", TRUE},
      {-30, 45 * 60, CR_SILENCE_NONE, "phone-off", TRUE},
      {-30, 10 * 60, CR_SILENCE_OFF, "phone-off", FALSE},
      {-10, 0, CR_SILENCE_DO_NOT_DISTURB, "do-not-disturb", TRUE},
      {-30, 0, CR_SILENCE_DO_NOT_DISTURB, "do-not-disturb", FALSE},
      {5, 60, CR_SILENCE_MUTED, "phone-muted", TRUE},
      {25, 60, CR_SILENCE_MUTED, "phone-muted", FALSE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Story) s = {0};
    story_init(&s, TUESDAY, TRUE);
    hear_call(&s, cases[i].at_min, CR_CALL_UNREACHABLE, cases[i].seconds, cases[i].silence);
    g_assert_cmpint(has_evidence(&s, cases[i].kind), ==, cases[i].tells);
    g_assert_null(s.iv->state.question);
  }
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  tick(&s, 0);
  hear_call(&s, 2, CR_CALL_MISSED, 0, CR_SILENCE_SCREENED);
  g_assert_true(has_evidence(&s, "missed-call") && has_evidence(&s, "call-screened"));
}

static guint
count_of(const Story *s, const char *words) {
  guint count = 0;
  for (const char *at = s->lines->str; (at = strstr(at, words)); at++)
    count++;
  return count;
}

/* What helps is said once, while they may still call; of what is over already, never. */
static void
test_silence_is_told_in_time(void) {
  static const struct {
    int at_min, seconds;
    gboolean told;
  } cases[] = {{-30, 0, FALSE}, {-10, 0, TRUE}, {2, 0, TRUE}, {2, 60, FALSE}, {11, 0, FALSE}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Story) s = {0};
    story_init(&s, TUESDAY, TRUE);
    for (int at_min = 0; at_min <= 10 && at_min <= cases[i].at_min; at_min += 10)
      tick(&s, at_min);
    CrStep step = s.iv->state.step;
    hear_call(&s, cases[i].at_min, CR_CALL_UNREACHABLE, cases[i].seconds, CR_SILENCE_MUTED);
    hear_call(&s, cases[i].at_min, CR_CALL_UNREACHABLE, cases[i].seconds, CR_SILENCE_MUTED);
    g_assert_cmpuint(count_of(&s, "ringer"), ==, cases[i].told);
    g_assert_cmpint(s.iv->state.step, ==, step);
  }
}

/* Whose number it was, and what to do first. */
static void
test_call_back(void) {
  static const struct {
    CrCallKind kind;
    CrTrust trust;
    const char *number, *words;
  } cases[] = {
      {CR_CALL_MISSED, CR_TRUST_CONTACT, "+12125550123",
       "back now: +1 212-555-0123. They tried to reach you at"},
      {CR_CALL_MISSED, CR_TRUST_COLLEAGUE, "+12125550100", "PM, from +1 212-555-0100."},
      {CR_CALL_VOICEMAIL, CR_TRUST_CONTACT, "+12125550123", "listen to it first."},
      {CR_CALL_MISSED, CR_TRUST_NONE, NULL, "A withheld number rang at"},
      {CR_CALL_MISSED, CR_TRUST_NONE, "+13125550177", "We do not know the number, but it rang at"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Story) s = {0};
    story_init(&s, TUESDAY, TRUE);
    g_free(s.iv->contact.phone);
    s.iv->contact.phone = g_strdup("+12125550123");
    tick(&s, 0);
    CrFact *call = fact_new(&s, CR_FACT_CALL, minute(&s, 3));
    call->trust = cases[i].trust;
    call->call = cr_call_new();
    call->call->kind = cases[i].kind;
    call->call->number = g_strdup(cases[i].number);
    hear_at(&s, call, minute(&s, 3));
    g_test_message("%s", s.lines->str);
    g_assert_cmpuint(count_of(&s, cases[i].words), ==, 1);
  }
}

/* An answer's draft took the revision of the letter in the outbox, which stayed "sending". */
static void
test_draft_voids_letter(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  tick(&s, 0);
  tick(&s, 10);
  tick(&s, 15);
  mail(&s, 16, CR_MAIL_RESCHEDULE_REQUEST);
  assert_state(&s, MISSED, NONE);
  outcome(&s, minute(&s, 17), "1.email.1", CR_OUTCOME_HELD);
  assert_state(&s, MISSED, NONE);
}

/* Who answers after the last nudge has not fallen silent, nor before the day that they named. */
static void
test_answer_after_last_nudge(void) {
  static const struct {
    CrMailClass class;
    gboolean promises;
  } cases[] = {{CR_MAIL_GENERIC, FALSE},
               {CR_MAIL_ON_HOLD, FALSE},
               {CR_MAIL_ON_HOLD, TRUE},
               {CR_MAIL_GENERIC, TRUE}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Story) s = {0};
    story_init(&s, TUESDAY, TRUE);
    send_first(&s);
    for (int n = 0; n < 2; n++) {
      CrInstant at = s.iv->state.due;
      tick_at(&s, at);
      outcome(&s, at, last_effect(&s)->id, CR_OUTCOME_SENT);
    }
    CrInstant silent = s.iv->state.due;
    g_assert_cmpint(s.iv->state.nudges, ==, 2);
    CrFact *answer = mail_new(&s, 0, cases[i].class);
    answer->at = silent - CR_HOUR;
    if (cases[i].promises)
      answer->mail->promise = silent + 7 * CR_DAY_USEC;
    hear_at(&s, answer, answer->at);
    tick_at(&s, silent);
    g_test_message("%d: %s", (int) i, s.lines->str);
    g_assert_cmpint(s.iv->state.phase, ==, CR_PHASE_MISSED);
    g_assert_cmpint(s.iv->state.due != CR_INSTANT_NONE, ==, cases[i].promises);
  }
}

/* A letter that was under way when they put the role on hold until a day went out on that day, as
 * if nobody had answered; and before any letter their silence after it was never noticed. */
static void
test_hold_until(void) {
  for (int under_way = 0; under_way < 2; under_way++) {
    g_auto(Story) s = {0};
    story_init(&s, TUESDAY, TRUE);
    tick(&s, 0);
    tick(&s, 10);
    if (under_way)
      tick(&s, 15);
    CrFact *hold = mail_new(&s, 16, CR_MAIL_ON_HOLD);
    CrInstant until = hold->mail->promise = minute(&s, 0) + 7 * CR_DAY_USEC;
    hear_at(&s, hold, hold->at);
    if (under_way)
      outcome(&s, minute(&s, 17), "1.email.1", CR_OUTCOME_HELD);
    assert_state(&s, MISSED, PLANNED);
    g_assert_cmpint(s.iv->state.due, >=, until + CR_DAY_USEC);
    tick_at(&s, s.iv->state.due);
    g_assert_cmpint(last_effect(&s)->step, ==, CR_STEP_NUDGE);
  }
}

/* A nudge beyond the second was put off for ever. */
static void
test_third_nudge(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  send_first(&s);
  CrInstant due = s.iv->state.due;
  tick_at(&s, due);
  s.iv->state.nudges = 2;
  outcome(&s, due, "1.nudge.2", CR_OUTCOME_HELD);
  g_assert_cmpint(s.iv->state.letter, ==, CR_LETTER_SENT);
  tick_at(&s, s.iv->state.due);
  assert_state(&s, SILENT, SENT);
}

/* A rejection of the old call closed it although its successor lived. No letter answers it, nor a
 * second one. */
static void
test_rejection_twice(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  mail(&s, -60, CR_MAIL_REJECTION);
  mail(&s, -50, CR_MAIL_REJECTION);
  assert_state(&s, CLOSED, NONE);
  g_assert_cmpuint(s.effects->len, ==, 0);
}

/* A newsletter is never an event, whatever it seems to say. */
static void
test_newsletter(void) {
  for (int class = CR_MAIL_REJECTION; class <= CR_MAIL_CONFIRMATION; class ++) {
    g_auto(Story) s = {0};
    story_init(&s, TUESDAY, TRUE);
    tick(&s, 0);
    tick(&s, 10);
    CrFact *fact = mail_new(&s, 11, (CrMailClass) class);
    fact->mail->list = TRUE;
    hear_at(&s, fact, minute(&s, 11));
    assert_state(&s, MISSED, PLANNED);
  }
}

/* Hiring platforms put the marks of a newsletter on what they tell of a call. */
static void
test_platform_in_bulk(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  CrFact *fact = mail_new(&s, -60, CR_MAIL_CANCELLATION);
  g_free(fact->mail->from_email);
  fact->mail->from_email = g_strdup("no-reply@hire.lever.co");
  fact->mail->list = TRUE;
  hear_at(&s, fact, minute(&s, -60));
  assert_state(&s, CANCELLED, NONE);
}

/* "Petra calls you instead, from 212-555-0163": the hour stands, and the call is hers. */
static void
test_handed_over_ahead(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  CrFact *fact = mail_new(&s, -60, CR_MAIL_RECRUITER_CHANGE);
  fact->mail->deputy.name = g_strdup("Petra Lang");
  fact->mail->deputy.email = g_strdup("petra@northwind.example");
  fact->mail->deputy.phone = g_strdup("+12125550163");
  hear_at(&s, fact, minute(&s, -60));
  assert_state(&s, SCHEDULED, NONE);
  g_assert_cmpstr(s.iv->contact.name, ==, "Petra Lang");
  g_assert_cmpstr(s.iv->contact.email, ==, "petra@northwind.example");
  g_assert_cmpstr(s.iv->contact.phone, ==, "+12125550163");
  g_assert_null(s.iv->state.deputy.email);
}

/* Minutes before the start at which the machine looks; how often it then has reminded. After a
 * long sleep only the newest reminder is told, none after the start, and none twice when the clock
 * was wrong for a while. */
static void
test_reminders(void) {
  static const struct {
    const char *start, *zone;
    int looks[6]; /* ends with a 0 */
    guint told;
    int next; /* minutes before the start: what is due then */
  } cases[] = {
      {TUESDAY, {3000}, 0, 1440},
      {TUESDAY, {3000, 1440}, 1, 15},
      {TUESDAY, {3000, 1440, 1439, 15}, 2, 0},
      {TUESDAY, {3000, 14}, 1, 0},                /* slept over the first */
      {TUESDAY, {600}, 0, 15},                    /* heard of it on the same day */
      {TUESDAY, {10}, 0, 0},                      /* and just now */
      {TUESDAY, {3000, -5}, 0, -5},               /* slept over it all */
      {TUESDAY, {3000, 1440, 5000, 1440}, 2, 15}, /* set back over it: told again */
      {TUESDAY, {3000, 14, 3000}, 1, 1440},
      /* A day is 24 hours, whatever the clocks do. */
      {"2026-03-08T15:00:00-04:00", "America/New_York", {3000, 1441, 1440}, 1, 15},
      {"2026-11-01T15:00:00-05:00", "America/New_York", {3000, 1440, 15}, 2, 0},
      {"2027-01-01T00:05:00+01:00", "Europe/Berlin", {3000, 1440, 15}, 2, 0},
      {"2028-03-01T00:10:00+00:00", "Europe/London", {3000, 1440, 15}, 2, 0},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Story) s = {0};
    story_init(&s, cases[i].start, cases[i].zone, TRUE);
    for (const int *look = cases[i].looks; *look; look++)
      tick(&s, -*look);
    guint told = 0;
    for (const char *at = s.lines->str; (at = strstr(at, "note: reminder: ")); at++)
      told++;
    g_test_message("case %u: %s", i, s.lines->str);
    g_assert_cmpuint(told, ==, cases[i].told);
    if (cases[i].next >= 0)
      assert_due(&s, minute(&s, -cases[i].next));
  }
}

static void
test_no_reminders(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  s.policy->remind_min = s.policy->remind_day_min = 0;
  tick(&s, -3000);
  assert_due(&s, s.iv->start);
  tick(&s, -15);
  g_assert_null(strstr(s.lines->str, "reminder"));
}

static void
ask_to_send(Story *story, int min) {
  act(story, min, CR_ACT_SEND);
}

/* An answer of which nobody knows whether it arrived goes again only after the candidate has said
 * that it did not. */
static void
test_doubtful_answer(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, TRUE);
  tick(&s, 0);
  tick(&s, 5);
  tick(&s, 10);
  mail(&s, 12, CR_MAIL_RESCHEDULE_REQUEST);
  g_autofree char *answer = g_strdup(s.iv->state.answer);
  g_assert_nonnull(answer);
  outcome(&s, minute(&s, 20), answer, CR_OUTCOME_IN_DOUBT);
  g_assert_cmpstr(s.iv->state.doubtful, ==, answer);
  guint before = s.settled;
  ask_to_send(&s, 21);
  g_assert_cmpuint(s.settled, ==, before); /* nothing is handed to the sender */
  act(&s, 22, CR_ACT_NOT_SENT);
  g_assert_null(s.iv->state.doubtful);
  before = s.settled;
  ask_to_send(&s, 23);
  g_assert_cmpuint(s.settled, ==, before + 1);
}

/* "Sent" is said of the follow-up that waits; an answer to an older time does not take it over. */
static void
test_answer_before_retime(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, FALSE);
  mail(&s, -60, CR_MAIL_RESCHEDULE_REQUEST);
  CrFact *moved = fact_new(&s, CR_FACT_ACT, minute(&s, -30));
  moved->act = CR_ACT_RESCHEDULED;
  moved->when = s.iv->start + CR_DAY_USEC;
  hear_at(&s, moved, moved->at);
  g_assert_null(s.iv->state.answer);
  tick(&s, 0);
  tick(&s, 5);
  act(&s, 6, CR_ACT_SENT);
  tick(&s, 10);
  tick(&s, 30);
  g_assert_cmpuint(handed_out(&s), ==, 0);
}

/* They offered a time, and the candidate said nothing that can be seen: it is not the other side's
 * silence that lasts, so the candidate is asked, once. */
static void
test_offer_outlasted(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, FALSE);
  send_first(&s);
  CrFact *fact = mail_new(&s, 30, CR_MAIL_NEW_TIME);
  add_time(fact, s.iv->start + CR_DAY_USEC, CR_TIME_STATED);
  hear_at(&s, fact, minute(&s, 30));
  g_assert_cmpint(s.iv->state.step, ==, CR_STEP_PICK);
  assert_due(&s, s.iv->start + CR_DAY_USEC + 10 * CR_MINUTE); /* they may ring late */
  tick_at(&s, s.iv->state.due);
  g_assert_nonnull(strstr(s.lines->str, "are over, and you have not said"));
  g_assert_nonnull(s.iv->state.question);
  g_assert_cmpint(last_effect(&s)->status, ==, CR_EFFECT_DRAFT);
  assert_due(&s, CR_INSTANT_NONE);
  g_assert_cmpuint(handed_out(&s), ==, 1);
}

static void
hear_text(Story *story, int min, CrMailClass class, CrMailClass second, const char *text) {
  CrFact *fact = mail_new(story, min, class);
  fact->mail->second = second;
  g_free(fact->mail->text);
  fact->mail->text = g_strdup(text);
  hear_at(story, fact, minute(story, min));
}

/* Three times were offered; which one do they take by its place? */
static void
test_places(void) {
  static const struct {
    CrMailClass class;
    const char *text;
    int place; /* from 1; 0: none, or not one alone */
  } cases[] = {
      {CR_MAIL_CONFIRMATION, "The second option is good for me, I'll call you then.", 2},
      {CR_MAIL_GENERIC, "Option 3 works.", 3},
      {CR_MAIL_APOLOGY_LATE, "Apologies. Let's go with the last one.", 3},
      {CR_MAIL_APOLOGY_LATE, "So sorry. The 1st slot is perfect.", 1},
      {CR_MAIL_CONFIRMATION, "The first and the second one work for me.", 0},
      {CR_MAIL_CONFIRMATION, "The second one doesn't work.", 0},
      {CR_MAIL_GENERIC, "Slot 1:30 works.", 0},
      {CR_MAIL_CONFIRMATION, "Works for me!", 0},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Story) s = {0};
    story_init(&s, TUESDAY, FALSE);
    send_first(&s);
    for (int day = 1; day <= 3; day++) {
      CrSlot *slot = cr_slot_new();
      slot->start = s.iv->start + day * CR_DAY_USEC;
      slot->end = slot->start + 30 * CR_MINUTE;
      g_ptr_array_add(s.iv->state.offered, slot);
    }
    CrInstant start = s.iv->start;
    hear_text(&s, 30, cases[i].class, CR_MAIL_GENERIC, cases[i].text);
    g_test_message("%s", cases[i].text);
    g_assert_cmpint(s.successor ? (s.successor->start - start) / CR_DAY_USEC : 0, ==,
                    cases[i].place);
  }
}

/* The server's no comes after their answer: the letter is settled, not held for ever. */
static void
test_refused_after_answer(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, FALSE);
  tick(&s, 0);
  tick(&s, 5);
  tick(&s, 10);
  assert_state(&s, MISSED, SENDING);
  mail(&s, 10, CR_MAIL_SCHEDULING_LINK);
  guint before = s.settled;
  outcome(&s, minute(&s, 11), "1.email.1", CR_OUTCOME_HELD);
  g_assert_cmpuint(s.settled, ==, before + 1);
  g_assert_cmpint(s.iv->state.letter, ==, CR_LETTER_NONE);
}

/* An apology that says why counts as that, and words of long before the call as nothing. */
static void
test_causes(void) {
  static const struct {
    int min;
    CrMailClass class;
    const char *text, *kind; /* or NULL: none of them */
  } cases[] = {
      {30, CR_MAIL_APOLOGY_LATE, "So sorry, I was stuck.", "running-late"},
      {30, CR_MAIL_APOLOGY_LATE, "So sorry, my son fell ill.", "ill"},
      {30, CR_MAIL_APOLOGY_LATE, "So sorry, I had you down for 3.", "time-asked"},
      {30, CR_MAIL_APOLOGY_LATE, "Sorry, I tried to call you.", "tried-to-reach"},
      {30, CR_MAIL_APOLOGY_LATE, "Sorry, I was out of the office today.", "out-said"},
      {-3000, CR_MAIL_GENERIC, "Sorry for the delay, I was out sick. Talk on Tuesday!", NULL},
      {-3000, CR_MAIL_GENERIC, "I tried to call you last week.", NULL},
  };
  static const char *const kinds[] = {"running-late", "ill", "time-asked", "tried-to-reach",
                                      "out-said"};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Story) s = {0};
    story_init(&s, TUESDAY, FALSE);
    if (cases[i].min > 0)
      send_first(&s);
    hear_text(&s, cases[i].min, cases[i].class, CR_MAIL_GENERIC, cases[i].text);
    for (guint k = 0; k < G_N_ELEMENTS(kinds); k++)
      g_assert_cmpint(has_evidence(&s, kinds[k]), ==, g_strcmp0(kinds[k], cases[i].kind) == 0);
  }
}

/* "When would suit you next week?" asks for our times: from next week on. */
static void
test_asks_for_times(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, FALSE);
  send_first(&s);
  CrFact *fact = mail_new(&s, 30, CR_MAIL_APOLOGY_LATE);
  fact->mail->second = CR_MAIL_RESCHEDULE_REQUEST;
  CrMention *week = add_time(fact, s.iv->start + 6 * CR_DAY_USEC, CR_TIME_STATED);
  week->end = week->start + 5 * CR_DAY_USEC;
  week->granularity = CR_GRANULARITY_WEEK;
  CrInstant from = week->start;
  hear_at(&s, fact, minute(&s, 30));
  g_assert_cmpuint(s.iv->state.proposals->len, ==, 0);
  g_assert_cmpint(s.iv->state.wanted_from, ==, from);
  g_assert_cmpstr(last_effect(&s)->id, ==, s.iv->state.answer);
}

/* A no to another role, in a mail of its own, is none to this call: the candidate is asked. */
static void
test_another_role(void) {
  static const struct {
    const char *role, *reply_to, *text;
    CrPhase phase;
  } cases[] = {
      {"Site Reliability Engineer", NULL, NULL, CR_PHASE_SCHEDULED},
      {"Site Reliability Engineer", "invite@northwind.example", NULL, CR_PHASE_CLOSED},
      {"Senior Data Engineer", NULL, NULL, CR_PHASE_CLOSED},
      {NULL, NULL, NULL, CR_PHASE_CLOSED},
      {NULL, NULL, "It is a no for R-99999.", CR_PHASE_SCHEDULED},
      {NULL, NULL, "It is a no for R-12345.", CR_PHASE_CLOSED},
  };
  static char *numbers[] = {"12345", NULL};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Story) s = {0};
    story_init(&s, TUESDAY, FALSE);
    s.iv->role = g_strdup("Data Engineer");
    s.iv->requisitions = g_strdupv(numbers);
    cr_interview_add_thread(s.iv, "invite@northwind.example");
    CrFact *fact = mail_new(&s, -60, CR_MAIL_REJECTION);
    fact->mail->role = g_strdup(cases[i].role);
    if (cases[i].text) {
      g_free(fact->mail->text);
      fact->mail->text = g_strdup(cases[i].text);
    }
    fact->mail->in_reply_to = g_strdup(cases[i].reply_to);
    hear_at(&s, fact, minute(&s, -60));
    g_assert_cmpint(s.iv->state.phase, ==, cases[i].phase);
    g_assert_cmpint(s.iv->state.question != NULL, ==, cases[i].phase == CR_PHASE_SCHEDULED);
    g_assert_false(s.iv->state.question && strstr(s.iv->state.question, "(null)"));
  }
}

/* An hour without a day, written days before, is one of the agreed day; New York has 15:00. */
static void
test_hour_without_day(void) {
  static const struct {
    int hours; /* beside the call's hour, on the day of the mail */
    gboolean day_said, warned;
  } cases[] = {{0, FALSE, FALSE}, {1, FALSE, TRUE}, {0, TRUE, TRUE}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Story) s = {0};
    story_init(&s, TUESDAY, FALSE);
    CrInstant sent = s.iv->start - 3 * CR_DAY_USEC - 6 * CR_HOUR;
    CrFact *fact = fact_new(&s, CR_FACT_MAIL, sent);
    fact->mail = cr_reading_new();
    fact->mail->class = CR_MAIL_CONFIRMATION;
    fact->mail->date = sent;
    fact->mail->from_email = g_strdup("dana@northwind.example");
    fact->mail->text = g_strdup("I'll call you then.");
    CrMention *then = add_time(fact, sent + 6 * CR_HOUR + cases[i].hours * CR_HOUR, CR_TIME_STATED);
    then->zone = g_strdup("America/New_York");
    then->day_said = cases[i].day_said;
    hear_at(&s, fact, sent);
    g_assert_cmpint(strstr(s.lines->str, "-mismatch") != NULL, ==, cases[i].warned);
  }
}

/* An offer ends the waiting; a job board's alert is evidence and no more. */
static void
test_offer_and_alert(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, FALSE);
  send_first(&s);
  CrFact *alert = mail_new(&s, 20, CR_MAIL_GENERIC);
  alert->trust = CR_TRUST_NONE;
  alert->mail->list = TRUE;
  g_free(alert->mail->text);
  alert->mail->text = g_strdup("The job is no longer accepting applications.");
  hear_at(&s, alert, minute(&s, 20));
  g_assert_true(has_evidence(&s, "posting-gone"));
  assert_state(&s, MISSED, PLANNED);
  g_assert_null(s.iv->state.question);
  hear_text(&s, 30, CR_MAIL_GENERIC, CR_MAIL_GENERIC,
            "We are delighted to offer you the position of Data Engineer.");
  g_assert_cmpint(s.iv->state.standing, ==, CR_STANDING_OFFER);
  assert_due(&s, CR_INSTANT_NONE);
  g_assert_cmpuint(handed_out(&s), ==, 1);
}

/* Who withdraws by mail is out of it, and nothing goes out any more. */
static void
test_withdraw_by_mail(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, FALSE);
  CrFact *fact = mail_new(&s, -60, CR_MAIL_GENERIC);
  fact->kind = CR_FACT_OWN_MAIL;
  fact->trust = CR_TRUST_OWN;
  g_free(fact->mail->text);
  fact->mail->text = g_strdup("I would like to withdraw my application. Thank you.");
  hear_at(&s, fact, minute(&s, -60));
  assert_state(&s, WITHDRAWN, NONE);
  g_assert_cmpint(s.iv->state.standing, ==, CR_STANDING_WITHDRAWN);
  g_assert_cmpuint(s.effects->len, ==, 0);
}

static void
test_removed(void) {
  g_auto(Story) s = {0};
  story_init(&s, TUESDAY, FALSE);
  tick(&s, 0);
  tick(&s, 5);
  act(&s, 6, CR_ACT_REMOVED);
  tick(&s, 10);
  assert_state(&s, CANCELLED, NONE);
  g_assert_true(s.iv->state.removed);
  g_assert_cmpuint(s.effects->len, ==, 0);
}

int
main(int argc, char **argv) {
  static const struct {
    const char *name;
    void (*run)(void);
  } tests[] = {
      {"to-silence", test_to_silence},
      {"drafts-to-silence", test_drafts_to_silence},
      {"when", test_when},
      {"races", test_races},
      {"only what left is answered", test_only_what_left_is_answered},
      {"holds", test_holds},
      {"blind-until-stale", test_blind_until_stale},
      {"long-sleep", test_long_sleep},
      {"learnt-too-late", test_learnt_too_late},
      {"late-hour-read-late", test_late_hour_read_late},
      {"late-hour-after-the-letter", test_late_hour_after_the_letter},
      {"late-after-the-draft", test_late_after_the_draft},
      {"own-mail-of-before", test_own_mail_of_before},
      {"own-mail-while-waiting", test_own_mail_while_waiting},
      {"their-mail-of-before", test_their_mail_of_before},
      {"confirmation-after", test_confirmation_after},
      {"on-hold-while-waiting", test_on_hold_while_waiting},
      {"answer-after-delay", test_answer_after_delay},
      {"read-late-during-a-nudge", test_read_late_during_a_nudge},
      {"nudge-and-a-clock-set-back", test_nudge_and_a_clock_set_back},
      {"late-long-after-cancelling", test_late_long_after_cancelling},
      {"delay-after-nudges", test_delay_after_nudges},
      {"nudge-before-miss", test_nudge_before_miss},
      {"doubt-of-an-old-letter", test_doubt_of_an_old_letter},
      {"written-during-a-nudge", test_written_during_a_nudge},
      {"promise-and-a-clock-set-back", test_promise_and_a_clock_set_back},
      {"nudge-counts", test_nudge_counts},
      {"doubt-is-not-retried", test_doubt_is_not_retried},
      {"called-after-spoke", test_called_after_spoke},
      {"wrong-guess", test_wrong_guess},
      {"rang", test_rang},
      {"silence", test_silence},
      {"silence-is-told-in-time", test_silence_is_told_in_time},
      {"call-back", test_call_back},
      {"draft-voids-letter", test_draft_voids_letter},
      {"third-nudge", test_third_nudge},
      {"hold-until", test_hold_until},
      {"answer-after-last-nudge", test_answer_after_last_nudge},
      {"rejection-twice", test_rejection_twice},
      {"newsletter", test_newsletter},
      {"platform-in-bulk", test_platform_in_bulk},
      {"handed-over-ahead", test_handed_over_ahead},
      {"reminders", test_reminders},
      {"doubtful-answer", test_doubtful_answer},
      {"answer-before-retime", test_answer_before_retime},
      {"no-reminders", test_no_reminders},
      {"offer-outlasted", test_offer_outlasted},
      {"places", test_places},
      {"refused-after-answer", test_refused_after_answer},
      {"causes", test_causes},
      {"asks-for-times", test_asks_for_times},
      {"another-role", test_another_role},
      {"hour-without-day", test_hour_without_day},
      {"offer-and-alert", test_offer_and_alert},
      {"removed", test_removed},
      {"withdraw-by-mail", test_withdraw_by_mail},
  };
  g_test_init(&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS(tests); i++) {
    g_autofree char *path = g_strconcat("/playbook/", tests[i].name, NULL);
    g_test_add_func(path, tests[i].run);
  }
  return g_test_run();
}
