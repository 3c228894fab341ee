/* The engine's own promises: facts before effects, the fence, and what a crash leaves. */
#include "../sim/dying-store.h"
#include "engine/engine-private.h"
#include "playbook/slots.h"

#include <string.h>

typedef struct {
  CrStore *store;
  CrEngine *engine;
  int interview;
  CrInstant start;
  CrOutcome answer; /* what the world says to the next letter */
  guint performed, passed;
  CrLastLook look;             /* what the next last look finds */
  void (*meanwhile)(gpointer); /* happens during the last look */
  void (*said)(gpointer);      /* by the candidate, while it is on its way */
  gint64 commit_usec;          /* so long the fence's takes */
  gboolean dead, die_in_world, die_before, die_after;
  gboolean other_first, moved_beside, gives_up;
  guint server;        /* of the database */
  gboolean breaks_off; /* the world says no before the fence */
  guint busy_after;    /* so often another process holds the database behind the fence */
  guint busy;
  gboolean pending, fenced, told; /* seen from inside the performer */
} Bench;

static gboolean
is_dead(gpointer data) {
  Bench *bench = data;
  if (bench->busy == 0)
    return bench->dead;
  bench->busy--;
  return TRUE;
}

static gboolean
dies_before(gpointer data) {
  Bench *bench = data;
  bench->dead = bench->dead || bench->die_before;
  return bench->dead;
}

static void
committed(gpointer data) {
  Bench *bench = data;
  bench->dead = bench->die_after;
}

static CrEffect *
load(Bench *bench, const char *id) {
  g_assert_true(cr_store_begin(bench->store, 1, FALSE, NULL));
  CrEffect *effect = cr_store_load_effect(bench->store, id, NULL);
  cr_store_rollback(bench->store);
  return effect;
}

static const char *
status(Bench *bench, const char *id) {
  g_autoptr(CrEffect) effect = load(bench, id);
  return effect ? cr_effect_status_names[effect->status] : NULL;
}

static guint
count_facts(Bench *bench, CrFactKind kind) {
  guint count = 0;
  g_assert_true(cr_store_begin(bench->store, 1, FALSE, NULL));
  g_autoptr(GPtrArray) facts = cr_store_facts(bench->store, bench->interview, 0, NULL);
  cr_store_rollback(bench->store);
  for (guint i = 0; i < facts->len; i++)
    count += ((CrFact *) facts->pdata[i])->kind == kind;
  return count;
}

static CrInterview *
interview(Bench *bench) {
  g_assert_true(cr_store_begin(bench->store, 1, FALSE, NULL));
  CrInterview *iv = cr_store_load_interview(bench->store, bench->interview, NULL);
  cr_store_rollback(bench->store);
  return iv;
}

static CrInstant
look_around(CrEngine *engine, CrInstant now, CrLastLook *ret_look, gpointer data) {
  Bench *bench = data;
  if (ret_look == NULL)
    return now + bench->commit_usec;
  *ret_look = bench->look;
  if (bench->meanwhile)
    bench->meanwhile(bench);
  return now;
}

static CrOutcome
perform(const CrEffect *letter, const CrInterview *iv, CrInstant now, CrFence *fence, gpointer data,
        char **ret_text) {
  Bench *bench = data;
  bench->performed++;
  bench->pending = g_strcmp0(status(bench, letter->id), "pending") == 0;
  if (bench->breaks_off) {
    *ret_text = g_strdup("the world's answer");
    return bench->answer;
  }
  if (!cr_fence_pass(fence))
    return CR_OUTCOME_HELD;
  bench->passed++;
  g_assert_false(cr_fence_pass(fence)); /* once */
  bench->fenced = g_strcmp0(status(bench, letter->id), "sending") == 0;
  bench->told = count_facts(bench, CR_FACT_TICK) > 0;
  bench->dead = bench->die_in_world;
  bench->busy = bench->busy_after;
  *ret_text = g_strdup("the world's answer");
  return bench->answer;
}

static void
start_engine(Bench *bench) {
  g_autoptr(GError) error = NULL;
  cr_engine_free(bench->engine);
  cr_store_rollback(bench->store);
  bench->dead = bench->die_in_world = bench->die_before = bench->die_after = FALSE;
  bench->engine = cr_engine_new(bench->store, 1, &error);
  g_assert_no_error(error);
  cr_engine_set_performer(bench->engine, perform, bench);
  cr_engine_set_look(bench->engine, look_around, bench);
  cr_engine_set_watched(bench->engine, TRUE, CR_INSTANT_MAX);
}

static void
set_autopilot(Bench *bench, gboolean on) {
  static char *emails[] = {"alex@candidate.example", NULL};
  g_autoptr(CrProfile) profile = cr_profile_new();
  g_autoptr(CrPolicy) policy = cr_policy_new_default();
  profile->name = g_strdup("Alex Morgan");
  profile->emails = g_strdupv(emails);
  profile->zone = g_strdup("America/Chicago");
  policy->autopilot = on;
  g_assert_true(cr_engine_set_account(bench->engine, profile, policy, NULL, CR_INSTANT_NONE, NULL));
}

/* A call on Tuesday 17 November 2026, 15:00 in New York, with no number known: the letter is due
 * ten minutes later. */
static void
bench_init(Bench *bench, const char *start) {
  const DyingStore death = {is_dead, dies_before, committed, bench};
  g_autoptr(GError) error = NULL;
  *bench = (Bench){.answer = CR_OUTCOME_SENT};
  bench->store = cr_store_open("sqlite::memory:", &error);
  g_assert_no_error(error);
  dying_store_wrap(bench->store, &death);
  start_engine(bench);
  set_autopilot(bench, TRUE);
  g_assert_true(cr_instant_parse(start, &bench->start, NULL));
  g_autoptr(CrInterview) iv = cr_interview_new();
  iv->uid = g_strdup("call-1@northwind.example");
  iv->contact.name = g_strdup("Dana Reyes");
  iv->contact.email = g_strdup("dana@northwind.example");
  cr_interview_set_start(iv, bench->start, CR_INSTANT_NONE, "America/New_York");
  CrInstant before = bench->start - CR_HOUR;
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ADDED, before, "candidate", "added:1");
  g_assert_true(cr_engine_watch(bench->engine, iv, fact, before, &error));
  bench->interview = iv->id;
}

static void
bench_clear(Bench *bench) {
  cr_engine_free(bench->engine);
  cr_store_free(bench->store);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Bench, bench_clear)

static gboolean
tick_blindly(Bench *bench, CrInstant now) {
  g_autoptr(GError) error = NULL;
  gboolean ok = cr_engine_tick(bench->engine, now, &error);
  if (!bench->dead)
    g_assert_no_error(error);
  return ok;
}

static gboolean
tick(Bench *bench, int min) {
  CrInstant now = bench->start + min * CR_MINUTE;
  bench->look = (CrLastLook){now, now, now};
  return tick_blindly(bench, now);
}

static CrInstant
next_due(Bench *bench) {
  CrInstant due;
  g_assert_true(cr_engine_next_due(bench->engine, &due, NULL));
  return due;
}

static CrFact *
mail_of(Bench *bench, int min, CrMailClass class, const char *text) {
  CrInstant at = bench->start + min * CR_MINUTE;
  CrFact *fact = cr_fact_new(CR_FACT_MAIL, at, "mail", "mail:answer");
  fact->mail = cr_reading_new();
  fact->mail->class = class;
  fact->mail->date = at;
  fact->mail->message_id = g_strdup("answer@northwind.example");
  fact->mail->from_email = g_strdup("dana@northwind.example");
  fact->mail->text = g_strdup(text);
  return fact;
}

static void
answer_mail(Bench *bench, int min, int *ret_interview) {
  g_autoptr(CrFact) fact =
      mail_of(bench, min, CR_MAIL_GENERIC, "So sorry, Alex. What about tomorrow?");
  g_assert_true(cr_engine_observe(bench->engine, fact, 0, fact->at, ret_interview, NULL));
}

/* Written at one minute and read at another, it moves the call. */
static void
hear_of_move(CrEngine *engine, Bench *bench, int written_min, int read_min, int moved_min) {
  g_autoptr(CrFact) fact = mail_of(bench, written_min, CR_MAIL_NEW_TIME, "I'll ring you later.");
  CrMention *time = cr_mention_new();
  time->granularity = CR_GRANULARITY_INSTANT;
  time->start = bench->start + moved_min * CR_MINUTE;
  g_ptr_array_add(fact->mail->times, time);
  fact->mail->firm = TRUE;
  g_assert_true(
      cr_engine_observe(engine, fact, 0, bench->start + read_min * CR_MINUTE, NULL, NULL));
}

#define TUESDAY "2026-11-17T15:00:00-05:00"

static void
test_sent(void) {
  g_auto(Bench) b = {0};
  bench_init(&b, TUESDAY);
  tick(&b, 0);
  tick(&b, 9);
  g_assert_cmpuint(b.performed, ==, 0);
  tick(&b, 10);
  g_assert_cmpuint(b.performed, ==, 1);
  g_assert_true(b.pending); /* a crash up to here costs nothing */
  g_assert_true(b.fenced);  /* A: the mark was durable when it was performed */
  g_assert_true(b.told);    /* F: and so was the fact */
  g_assert_cmpstr(status(&b, "1.email.1"), ==, "sent");
  g_assert_cmpuint(count_facts(&b, CR_FACT_OUTCOME), ==, 2);
  tick(&b, 11);
  g_assert_cmpuint(b.performed, ==, 1);
}

/* What the server said is kept, though another process holds the database for a minute just then,
 * or its standby takes over. Who holds it for ever, or a full disk, leaves it in doubt. */
static void
test_kept_at_last(void) {
  static const struct {
    CrErrorCode says;
    guint times;
    const char *status;
  } cases[] = {{CR_ERROR_BUSY, 12, "sent"},
               {CR_ERROR_LOST, 12, "sent"},
               {CR_ERROR_BUSY, 1000, "sending"},
               {CR_ERROR_UNWRITABLE, 1, "sending"}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Bench) b = {0};
    bench_init(&b, TUESDAY);
    dying_store_wrap(b.store, &(DyingStore){is_dead, dies_before, committed, &b, cases[i].says});
    b.busy_after = cases[i].times;
    b.look =
        (CrLastLook){b.start + 10 * CR_MINUTE, b.start + 10 * CR_MINUTE, b.start + 10 * CR_MINUTE};
    gboolean ok = cr_engine_tick(b.engine, b.start + 10 * CR_MINUTE, NULL);
    b.busy = b.busy_after = 0;
    g_assert_cmpstr(status(&b, "1.email.1"), ==, cases[i].status);
    g_assert_cmpint(ok, ==, strcmp(cases[i].status, "sent") == 0);
    tick(&b, 11);
    g_assert_cmpstr(status(&b, "1.email.1"), ==, ok ? "sent" : "in-doubt");
    g_assert_cmpuint(b.passed, ==, 1);
  }
}

static gboolean
overlaps(GPtrArray *slots, const GPtrArray *others) {
  for (guint i = 0; i < slots->len; i++)
    for (guint j = 0; j < others->len; j++) {
      const CrSlot *a = slots->pdata[i], *b = others->pdata[j];
      if (a->start < b->end && b->start < a->end)
        return TRUE;
    }
  return FALSE;
}

static GPtrArray *
find_slots(CrEngine *engine, const CrInterview *iv, CrInstant now, GError **error) {
  g_assert_true(engine_begin(engine, FALSE, error));
  GPtrArray *slots = engine_find_slots(engine, iv, 0, now, error);
  cr_store_rollback(engine->store);
  return slots;
}

/* Letters that fall due together are written in one transaction: they, too, offer other times. */
static void
test_offered_once_in_a_group(void) {
  enum { CALLS = 4 };
  g_auto(Bench) b = {0};
  CrEffect *letters[CALLS] = {NULL};
  bench_init(&b, TUESDAY);
  for (int i = 2; i <= CALLS; i++) {
    g_autoptr(CrInterview) iv = cr_interview_new();
    g_autofree char *uid = g_strdup_printf("call-%d@northwind.example", i);
    g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ADDED, b.start - CR_HOUR, "candidate", uid);
    iv->uid = g_steal_pointer(&uid);
    iv->contact.name = g_strdup("Lee Park");
    iv->contact.email = g_strdup_printf("lee%d@northwind.example", i);
    cr_interview_set_start(iv, b.start, CR_INSTANT_NONE, "America/New_York");
    g_assert_true(cr_engine_watch(b.engine, iv, fact, b.start - CR_HOUR, NULL));
  }
  tick(&b, 10);
  for (int i = 0; i < CALLS; i++) {
    g_autofree char *id = g_strdup_printf("%d.email.1", i + 1);
    letters[i] = load(&b, id);
    g_assert_cmpuint(letters[i]->slots->len, ==, 3);
    for (int j = 0; j < i; j++)
      g_assert_false(overlaps(letters[i]->slots, letters[j]->slots));
  }
  for (int i = 0; i < CALLS; i++)
    cr_effect_free(letters[i]);
}

/* What one letter offers no other does, until the first is answered. */
static void
test_offered_once(void) {
  g_auto(Bench) b = {0};
  g_autoptr(GError) error = NULL;
  bench_init(&b, TUESDAY);
  tick(&b, 10);
  g_autoptr(CrEffect) letter = load(&b, "1.email.1");
  g_assert_cmpuint(letter->slots->len, ==, 3);
  g_autoptr(CrInterview) other = cr_interview_new();
  cr_interview_set_start(other, b.start, CR_INSTANT_NONE, "America/New_York");
  other->id = 2;
  CrInstant now = b.start + 11 * CR_MINUTE;
  g_autoptr(CrInterview) same = interview(&b);
  GPtrArray *again = find_slots(b.engine, same, now, &error);
  g_assert_true(overlaps(again, letter->slots)); /* its own may be offered again */
  GPtrArray *theirs = find_slots(b.engine, other, now, &error);
  g_assert_cmpuint(theirs->len, ==, 3);
  g_assert_false(overlaps(theirs, letter->slots));
  g_autoptr(CrFact) spoke = cr_fact_new(CR_FACT_ACT, now, "candidate", "act:spoke");
  spoke->act = CR_ACT_SPOKE;
  g_assert_true(cr_engine_observe(b.engine, spoke, 1, now, NULL, &error));
  GPtrArray *freed = find_slots(b.engine, other, now, &error);
  g_assert_no_error(error);
  g_assert_true(overlaps(freed, letter->slots));
  cr_slots_free(again);
  cr_slots_free(theirs);
  cr_slots_free(freed);
}

/* What is but drafted holds its times for two days, and never leaves another letter without any. */
static void
test_drafts_let_go(void) {
  enum { CALLS = 40 };
  g_auto(Bench) b = {0};
  g_autoptr(GError) error = NULL;
  g_autoptr(CrPolicy) policy = cr_policy_new_default();
  bench_init(&b, TUESDAY);
  policy->autopilot = FALSE;
  policy->slots = policy->slot_days = 5;
  g_assert_true(cr_engine_set_account(b.engine, NULL, policy, NULL, CR_INSTANT_NONE, &error));
  tick(&b, 10);
  g_autoptr(CrEffect) letter = load(&b, "1.email.1");
  g_assert_cmpint(letter->status, ==, CR_EFFECT_DRAFT);
  const CrSlot *last = letter->slots->pdata[letter->slots->len - 1];
  g_assert_cmpint(last->start, >, b.start + 2 * CR_DAY_USEC + CR_HOUR);
  for (int hours = 47; hours <= 49; hours += 2) {
    CrInstant now = b.start + hours * CR_HOUR;
    g_assert_true(engine_begin(b.engine, FALSE, &error));
    g_autoptr(GArray) taken = engine_taken(b.engine, CALLS + 1, TRUE, now, now, &error);
    cr_store_rollback(b.engine->store);
    gboolean held = FALSE;
    for (guint i = 0; i < taken->len; i++)
      held = held || g_array_index(taken, CrSpan, i).start == last->start;
    g_assert_cmpint(held, ==, hours < 48);
  }
  for (int i = 2; i <= CALLS; i++) {
    g_autoptr(CrInterview) iv = cr_interview_new();
    g_autofree char *uid = g_strdup_printf("call-%d@northwind.example", i);
    g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ADDED, b.start, "candidate", uid);
    iv->uid = g_steal_pointer(&uid);
    iv->contact.name = g_strdup("Lee Park");
    iv->contact.email = g_strdup_printf("lee%d@northwind.example", i);
    cr_interview_set_start(iv, b.start, CR_INSTANT_NONE, "America/New_York");
    g_assert_true(cr_engine_watch(b.engine, iv, fact, b.start, NULL));
  }
  tick(&b, 12);
  for (int i = 2; i <= CALLS; i++) {
    g_autofree char *id = g_strdup_printf("%d.email.1", i);
    g_autoptr(CrEffect) one = load(&b, id);
    g_assert_cmpuint(one->slots->len, ==, 5);
  }
}

/* What was read by itself is not what a group goes by later: another process may have written
 * letters. */
static void
test_offers_of_another(void) {
  g_auto(Bench) b = {0};
  g_autoptr(GError) error = NULL;
  bench_init(&b, TUESDAY);
  g_autoptr(CrInterview) other = cr_interview_new();
  cr_interview_set_start(other, b.start, CR_INSTANT_NONE, "America/New_York");
  other->id = 2;
  other->state.return_at = b.start + CR_HOUR;
  g_autoptr(CrEngine) engine = cr_engine_new(b.store, 1, &error);
  GPtrArray *before = find_slots(engine, other, b.start, &error);
  tick(&b, 10);
  g_autoptr(CrEffect) letter = load(&b, "1.email.1");
  g_assert_true(overlaps(before, letter->slots));
  engine_share_taken(engine, TRUE);
  GPtrArray *after = find_slots(engine, other, b.start + 11 * CR_MINUTE, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(after->len, ==, 3);
  g_assert_false(overlaps(after, letter->slots));
  cr_slots_free(before);
  cr_slots_free(after);
}

/* Whenever it dies, and however often it is started again, the world sees at most one letter. */
static void
test_crashes(void) {
  static const struct {
    const char *name;
    gboolean in_world, before, after;
    const char *left, *then; /* the letter's status at the crash, and after the restart */
    guint performed;
  } cases[] = {
      {"before anything is kept", FALSE, TRUE, FALSE, NULL, "sent", 1},
      {"with the letter in the outbox", FALSE, FALSE, TRUE, NULL, "sent", 1},
      {"in the world", TRUE, FALSE, FALSE, "sending", "in-doubt", 1},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Bench) b = {0};
    bench_init(&b, TUESDAY);
    tick(&b, 0);
    tick(&b, 5);
    b.die_in_world = cases[i].in_world;
    b.die_before = cases[i].before;
    b.die_after = cases[i].after;
    g_assert_false(tick(&b, 10));
    start_engine(&b);
    if (cases[i].left)
      g_assert_cmpstr(status(&b, "1.email.1"), ==, cases[i].left);
    g_assert_cmpint(next_due(&b), <=, b.start + 11 * CR_MINUTE); /* not slept through */
    tick(&b, 11);
    g_assert_cmpstr(status(&b, "1.email.1"), ==, cases[i].then);
    start_engine(&b);
    tick(&b, 12);
    tick(&b, 600);
    g_assert_cmpuint(b.performed, ==, cases[i].performed);
  }
}

/* In flight at a crash: reported once, as a fact, and the candidate is asked. */
static void
test_in_flight(void) {
  g_auto(Bench) b = {0};
  bench_init(&b, TUESDAY);
  b.die_in_world = TRUE;
  g_assert_false(tick(&b, 10));
  start_engine(&b);
  tick(&b, 10); /* another process might still be sending it */
  g_assert_cmpstr(status(&b, "1.email.1"), ==, "sending");
  g_assert_cmpint(next_due(&b), ==, b.start + 11 * CR_MINUTE);
  tick(&b, 11);
  tick(&b, 12);
  g_assert_cmpuint(count_facts(&b, CR_FACT_OUTCOME), ==, 2);
  g_autoptr(CrInterview) iv = interview(&b);
  g_assert_cmpint(iv->state.letter, ==, CR_LETTER_IN_DOUBT);
  g_assert_nonnull(iv->state.question);
  g_assert_cmpint(next_due(&b), ==, CR_INSTANT_NONE);
}

static CrOutcome
perform_beside(const CrEffect *letter, const CrInterview *iv, CrInstant now, CrFence *fence,
               gpointer data, char **ret_text) {
  Bench *bench = data;
  g_autoptr(CrEngine) other = cr_engine_new(bench->store, 1, NULL);
  cr_engine_set_performer(other, perform, bench);
  cr_engine_set_look(other, look_around, bench);
  gboolean passed = !bench->other_first && cr_fence_pass(fence);
  bench->passed += passed;
  if (bench->moved_beside)
    hear_of_move(other, bench, 5, 41, 30);
  g_assert_true(cr_engine_tick(other, now, NULL));
  if (bench->other_first && !bench->gives_up)
    g_assert_false(cr_fence_pass(fence));
  return passed ? CR_OUTCOME_SENT : CR_OUTCOME_HELD;
}

/* Two processes send at once: the fence lets the faster one through. The other one may have given
 * up before it. */
static void
test_two_at_once(void) {
  for (int i = 0; i < 3; i++) {
    g_auto(Bench) b = {0};
    gboolean other_first = i > 0;
    bench_init(&b, TUESDAY);
    b.other_first = other_first;
    b.gives_up = i == 2;
    cr_engine_set_performer(b.engine, perform_beside, &b);
    tick(&b, 10);
    g_assert_cmpuint(b.passed, ==, 1);
    g_assert_cmpuint(b.performed, ==, other_first);
    g_assert_cmpstr(status(&b, "1.email.1"), ==, "sent");
    g_assert_cmpuint(count_facts(&b, CR_FACT_OUTCOME), ==, 2);
  }
}

/* How long it lay in the outbox before is no reason to take it for lost on its way. */
static void
test_two_at_once_late(void) {
  g_auto(Bench) b = {0};
  bench_init(&b, TUESDAY);
  cr_engine_leave_outbox(b.engine);
  tick(&b, 10);
  start_engine(&b);
  cr_engine_set_performer(b.engine, perform_beside, &b);
  tick(&b, 20);
  g_assert_cmpuint(b.passed, ==, 1);
  g_assert_cmpstr(status(&b, "1.email.1"), ==, "sent");
  g_assert_cmpuint(count_facts(&b, CR_FACT_OUTCOME), ==, 2);
}

/* What somebody else has sent since it was found pending is let alone. */
static void
test_sent_before(void) {
  g_auto(Bench) b = {0};
  bench_init(&b, TUESDAY);
  tick(&b, 10);
  g_assert_true(engine_perform(b.engine, "1.email.1", FALSE, b.start + 10 * CR_MINUTE, NULL));
  g_assert_cmpstr(status(&b, "1.email.1"), ==, "sent");
  g_assert_cmpuint(count_facts(&b, CR_FACT_OUTCOME), ==, 2);
  g_assert_cmpuint(b.performed, ==, 1);
}

/* The letter and their word that moves the call pass each other: when the call is missed again,
 * they are not written to twice in one morning. One that stopped before its fence is none. */
static void
test_passed_each_other(void) {
  static const struct {
    CrOutcome answer;
    int written_min; /* the letter is of minute 10 */
    guint soon;      /* letters before the next morning */
  } cases[] = {{CR_OUTCOME_SENT, 5, 1},
               {CR_OUTCOME_SENT, 11, 2},
               {CR_OUTCOME_IN_DOUBT, 5, 1},
               {CR_OUTCOME_IN_DOUBT, 11, 2},
               {CR_OUTCOME_REFUSED, 5, 2}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Bench) b = {0};
    bench_init(&b, TUESDAY);
    b.answer = cases[i].answer;
    tick(&b, 10);
    hear_of_move(b.engine, &b, cases[i].written_min, 12, 40);
    for (int min = 40; min <= 50; min += 10)
      tick(&b, min);
    g_assert_cmpuint(b.passed, ==, cases[i].soon);
    tick(&b, 18 * 60); /* 9:00 */
    g_assert_cmpuint(b.passed, ==, 2);
  }
  for (int other_first = 0; other_first < 2; other_first++) {
    g_auto(Bench) b = {0};
    bench_init(&b, TUESDAY);
    b.other_first = other_first;
    b.moved_beside = TRUE;
    cr_engine_set_performer(b.engine, perform_beside, &b);
    tick(&b, 41);
    g_assert_cmpuint(b.passed, ==, 1);
    g_assert_cmpuint(b.performed, ==, other_first);
  }
}

/* What the last look finds, and what changed since the sending began, counts at the fence. */
static void
they_answer(gpointer data) {
  Bench *bench = data;
  bench->meanwhile = NULL;
  answer_mail(bench, 10, NULL);
}

static void
autopilot_goes_off(gpointer data) {
  Bench *bench = data;
  g_autoptr(CrEngine) other = cr_engine_new(bench->store, 1, NULL);
  g_autoptr(CrPolicy) policy = cr_policy_copy(cr_engine_policy(other));
  bench->meanwhile = NULL;
  policy->autopilot = FALSE;
  g_assert_true(
      cr_engine_set_account(other, cr_engine_profile(other), policy, NULL, CR_INSTANT_NONE, NULL));
}

static void
letter_is_rewritten(gpointer data) {
  Bench *bench = data;
  g_autoptr(CrEffect) letter = load(bench, "1.email.1");
  bench->meanwhile = NULL;
  g_free(letter->body);
  letter->body = g_strdup("Dear Dana, other words.");
  g_assert_true(cr_store_begin(bench->store, 1, TRUE, NULL));
  g_assert_true(cr_store_save_effect(bench->store, letter, NULL));
  g_assert_true(cr_store_commit(bench->store, NULL));
}

static void
test_fence(void) {
  static const struct {
    void (*meanwhile)(gpointer);
    const char *status;
    guint performed, passed; /* rewritten: it goes out in its new words */
  } cases[] = {{they_answer, "suppressed", 1, 0},
               {autopilot_goes_off, "draft", 1, 0},
               {letter_is_rewritten, "sent", 2, 1}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Bench) b = {0};
    bench_init(&b, TUESDAY);
    b.meanwhile = cases[i].meanwhile;
    tick(&b, 10);
    tick(&b, 11);
    g_assert_cmpuint(b.performed, ==, cases[i].performed);
    g_assert_cmpuint(b.passed, ==, cases[i].passed);
    g_assert_cmpstr(status(&b, "1.email.1"), ==, cases[i].status);
  }
}

static void
database_is_held(gpointer data) {
  Bench *bench = data;
  bench->meanwhile = NULL;
  bench->busy = 1;
}

static void
program_dies_at_commit(gpointer data) {
  Bench *bench = data;
  bench->meanwhile = NULL;
  bench->die_before = TRUE;
}

/* A: where the mark cannot be kept nothing goes over the fence, and nothing is lost. */
static void
test_fence_not_kept(void) {
  void (*const cases[])(gpointer) = {database_is_held, program_dies_at_commit};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Bench) b = {0};
    g_autoptr(GError) error = NULL;
    bench_init(&b, TUESDAY);
    CrInstant now = b.start + 10 * CR_MINUTE;
    b.look = (CrLastLook){now, now, now};
    b.meanwhile = cases[i];
    g_assert_false(cr_engine_tick(b.engine, now, &error));
    g_assert_error(error, CR_ERROR, CR_ERROR_FAILED);
    g_assert_cmpuint(b.performed, ==, 1);
    g_assert_cmpuint(b.passed, ==, 0);
    start_engine(&b);
    g_assert_cmpstr(status(&b, "1.email.1"), ==, "pending");
    tick(&b, 11);
    g_assert_cmpuint(b.passed, ==, 1);
    g_assert_cmpstr(status(&b, "1.email.1"), ==, "sent");
  }
}

/* F: who looked at what, and when, is kept before the letter goes. */
static void
test_audit(void) {
  g_auto(Bench) b = {0};
  bench_init(&b, TUESDAY);
  CrInstant now = b.start + 10 * CR_MINUTE;
  b.look = (CrLastLook){now, now - CR_SECOND, now - 2 * CR_SECOND};
  tick_blindly(&b, now);
  g_assert_true(cr_store_begin(b.store, 1, FALSE, NULL));
  g_autoptr(GPtrArray) facts = cr_store_facts(b.store, b.interview, 2, NULL);
  cr_store_rollback(b.store);
  const CrFact *sending = facts->pdata[0];
  g_assert_cmpint(sending->outcome, ==, CR_OUTCOME_SENDING);
  g_assert_cmpint(sending->mail_at, ==, now);
  g_assert_cmpint(sending->calendar_at, ==, now - CR_SECOND);
  g_assert_cmpint(sending->calls_at, ==, now - 2 * CR_SECOND);
  g_assert_cmpint(((CrFact *) facts->pdata[1])->outcome, ==, CR_OUTCOME_SENT);
}

/* The world's no before the fence: not sent, and tried again or asked as with any other no. */
static void
test_no_before_fence(void) {
  static const struct {
    CrOutcome answer;
    const char *status;
    guint performed_later;
  } cases[] = {{CR_OUTCOME_HELD, "held", 2},
               {CR_OUTCOME_REFUSED, "held", 1},
               {CR_OUTCOME_SENT, "in-doubt", 1}}; /* a performer that lies */
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Bench) b = {0};
    bench_init(&b, TUESDAY);
    b.breaks_off = TRUE;
    b.answer = cases[i].answer;
    tick(&b, 10);
    g_assert_cmpstr(status(&b, "1.email.1"), ==, cases[i].status);
    tick(&b, 70);
    g_assert_cmpuint(b.performed, ==, cases[i].performed_later);
  }
}

/* The candidate asks */

static void
act(Bench *bench, CrAct what, int min) {
  CrInstant now = bench->start + min * CR_MINUTE;
  g_autofree char *key = g_strdup_printf("act:%d:%d", what, min);
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ACT, now, "candidate", key);
  fact->act = what;
  g_assert_true(cr_engine_observe(bench->engine, fact, bench->interview, now, NULL, NULL));
}

/* NULL, or the status afterwards. */
static const char *
ask_to_send(Bench *bench, int min, char **ret_why) {
  CrInstant now = bench->start + min * CR_MINUTE;
  g_autoptr(GError) error = NULL;
  g_autoptr(CrInterview) iv = interview(bench);
  g_autoptr(CrEffect) words = cr_engine_compose(bench->engine, iv, now, NULL), after = NULL;
  g_free(words->body);
  words->body = g_strdup("As I saw it.");
  bench->look = (CrLastLook){now, now, now};
  gboolean ok =
      cr_engine_send(bench->engine, bench->interview, words, now, &after, ret_why, &error);
  if (!bench->dead)
    g_assert_no_error(error);
  return ok && after ? cr_effect_status_names[after->status] : NULL;
}

static void
bench_with_draft(Bench *bench) {
  bench_init(bench, TUESDAY);
  set_autopilot(bench, FALSE);
  tick(bench, 10);
  g_assert_cmpstr(status(bench, "1.email.1"), ==, "draft");
}

/* C: the database may wait for a standby while it keeps the mark. A letter that is late by then is
 * looked at anew; who asked for it is told, and asks again. */
static void
test_late_commit(void) {
  static const struct {
    gint64 look_usec, commit_usec; /* both together are to be a minute at most */
    gboolean goes;
  } cases[] = {{0, CR_MINUTE, TRUE},
               {30 * CR_SECOND, 30 * CR_SECOND, TRUE},
               {30 * CR_SECOND, 31 * CR_SECOND, FALSE},
               {0, CR_HOUR, FALSE},
               {0, -CR_SECOND, FALSE}}; /* the clock was set back */
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Bench) b = {0};
    g_autofree char *why = NULL, *again = NULL;
    bench_init(&b, TUESDAY);
    CrInstant now = b.start + 10 * CR_MINUTE, looked = now - cases[i].look_usec;
    b.look = (CrLastLook){looked, looked, looked};
    b.commit_usec = cases[i].commit_usec;
    tick_blindly(&b, now);
    g_assert_cmpuint(b.passed, ==, cases[i].goes);
    g_assert_cmpstr(status(&b, "1.email.1"), ==, cases[i].goes ? "sent" : "held");
    if (cases[i].goes)
      continue;
    b.commit_usec = CR_HOUR;
    g_assert_cmpstr(ask_to_send(&b, 12, &why), ==, "draft");
    g_assert_nonnull(strstr(why, "so long"));
    b.commit_usec = 0;
    g_assert_cmpstr(ask_to_send(&b, 13, &again), ==, "sent");
    g_assert_cmpuint(b.passed, ==, 1);
  }
}

static void
test_asked(void) {
  g_auto(Bench) b = {0};
  g_autofree char *why = NULL;
  bench_with_draft(&b);
  g_assert_cmpstr(ask_to_send(&b, 20, &why), ==, "sent");
  g_assert_null(why);
  g_autoptr(CrEffect) letter = load(&b, "1.email.1");
  g_assert_cmpstr(letter->body, ==, "As I saw it.");
  g_autoptr(CrInterview) iv = interview(&b);
  g_assert_cmpint(iv->state.letters, ==, 1);
  g_assert_cmpint(iv->state.last_out, ==, b.start + 20 * CR_MINUTE); /* the nudge's clock */
  g_assert_cmpint(iv->state.letter, ==, CR_LETTER_PLANNED);
  g_assert_null(ask_to_send(&b, 21, &why)); /* a slip of the thumb sends no nudge */
  g_assert_cmpstr(why, ==, "the letter is sent already, and now it is their turn");
  g_assert_cmpuint(b.passed, ==, 1);
}

static CrOutcome
perform_beside_keeper(const CrEffect *letter, const CrInterview *iv, CrInstant now, CrFence *fence,
                      gpointer data, char **ret_text) {
  Bench *bench = data;
  g_autoptr(CrEngine) keeper = cr_engine_new(bench->store, 1, NULL);
  cr_engine_set_performer(keeper, perform, bench);
  cr_engine_set_look(keeper, look_around, bench);
  g_assert_true(cr_engine_tick(keeper, now + CR_MINUTE, NULL));
  return cr_fence_pass(fence) ? CR_OUTCOME_SENT : CR_OUTCOME_HELD;
}

/* A keeper that is awake found the letter pending, knew of no wish, and made a draft of it. */
static void
test_asked_beside_keeper(void) {
  g_auto(Bench) b = {0};
  g_autofree char *why = NULL;
  bench_with_draft(&b);
  cr_engine_set_performer(b.engine, perform_beside_keeper, &b);
  g_assert_cmpstr(ask_to_send(&b, 20, &why), ==, "sent");
  g_assert_null(why);
  g_assert_cmpuint(b.performed, ==, 0);
}

/* Who asked stopped before the fence: it is a draft again, and nobody sends it behind their back.
 */
static void
test_asked_and_stopped(void) {
  for (int autopilot = 0; autopilot < 2; autopilot++) {
    g_auto(Bench) b = {0};
    g_autofree char *why = NULL, *later = NULL;
    bench_with_draft(&b);
    set_autopilot(&b, autopilot);
    b.die_after = TRUE;
    g_assert_null(ask_to_send(&b, 20, &why));
    start_engine(&b);
    g_assert_cmpint(next_due(&b), ==, b.start + 25 * CR_MINUTE);
    tick(&b, 21);
    g_assert_cmpstr(status(&b, "1.email.1"), ==, "pending");
    tick(&b, 25);
    g_assert_cmpstr(status(&b, "1.email.1"), ==, "draft");
    g_assert_cmpuint(b.performed, ==, 0);
    g_assert_cmpstr(ask_to_send(&b, 26, &later), ==, "sent");
  }
}

/* A planned letter need not wait for its moment, but for the call to be missed. */
static void
test_asked_early(void) {
  g_auto(Bench) b = {0};
  bench_init(&b, TUESDAY);
  g_autofree char *why = NULL, *later = NULL;
  guint acts = count_facts(&b, CR_FACT_ACT);
  g_assert_null(ask_to_send(&b, -5, &why));
  g_assert_cmpstr(why, ==, "the call has not been missed yet");
  g_assert_cmpuint(count_facts(&b, CR_FACT_ACT), ==, acts); /* no trace */
  tick(&b, 300);                                            /* held for the morning */
  g_assert_cmpstr(ask_to_send(&b, 301, &later), ==, "sent");
}

/* What could not be had stays a draft, and can be asked for again: the same message. */
static void
test_asked_in_vain(void) {
  static const struct {
    CrOutcome answer;
    gboolean breaks_off, blind;
    void (*meanwhile)(gpointer);
    const char *status, *why, *again;
  } cases[] = {
      {CR_OUTCOME_HELD, TRUE, FALSE, NULL, "draft", "the world's answer", "sent"},
      {CR_OUTCOME_REFUSED, TRUE, FALSE, NULL, "draft", "the world's answer", "sent"},
      {CR_OUTCOME_REFUSED, FALSE, FALSE, NULL, "draft", "the world's answer", "sent"},
      {CR_OUTCOME_SENT, FALSE, FALSE, they_answer, "suppressed", "there was an answer", NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Bench) b = {0};
    g_autofree char *why = NULL, *again = NULL;
    bench_with_draft(&b);
    g_autoptr(CrEffect) before = load(&b, "1.email.1");
    b.breaks_off = cases[i].breaks_off;
    b.answer = cases[i].answer;
    b.meanwhile = cases[i].meanwhile;
    g_assert_cmpstr(ask_to_send(&b, 20, &why), ==, cases[i].status);
    g_assert_true(g_str_has_prefix(why, cases[i].why));
    tick(&b, 60); /* not behind their back */
    g_assert_cmpuint(b.performed, ==, 1);
    b.breaks_off = FALSE;
    b.answer = CR_OUTCOME_SENT;
    g_assert_cmpstr(ask_to_send(&b, 61, &again), ==, cases[i].again);
    g_autoptr(CrEffect) after = load(&b, "1.email.1");
    g_assert_cmpstr(after->message_id, ==, before->message_id);
  }
}

/* The candidate's calendar fills up during the last look: the second time is gone. */
static void
book_offered(gpointer data) {
  Bench *bench = data;
  bench->meanwhile = NULL;
  g_autoptr(CrEffect) letter = load(bench, "1.email.1");
  const CrSlot *slot = letter->slots->pdata[1];
  const CrBusyTime busy = {.span = {slot->start, slot->start + CR_HOUR}, .key = "dentist"};
  g_assert_true(cr_store_begin(bench->store, 1, TRUE, NULL));
  g_assert_true(
      cr_store_end(bench->store, cr_store_put_busy(bench->store, "calendar", &busy, NULL), NULL));
}

static gboolean
offers(const CrEffect *letter, CrInstant at) {
  for (guint i = 0; i < letter->slots->len; i++)
    if (((const CrSlot *) letter->slots->pdata[i])->start == at)
      return TRUE;
  return FALSE;
}

/* Before it is taken up, too. */
static void
test_times_taken_in_outbox(void) {
  g_auto(Bench) b = {0};
  bench_init(&b, TUESDAY);
  cr_engine_leave_outbox(b.engine);
  tick(&b, 10);
  start_engine(&b);
  book_offered(&b);
  tick(&b, 10);
  g_assert_cmpuint(b.performed, ==, 0);
  g_assert_cmpstr(status(&b, "1.email.1"), ==, "held");
}

static void
test_times_taken(void) {
  for (int asked = 0; asked < 2; asked++) {
    g_auto(Bench) b = {0};
    g_autofree char *why = NULL, *again = NULL;
    asked ? bench_with_draft(&b) : bench_init(&b, TUESDAY);
    b.meanwhile = book_offered;
    if (asked) {
      g_assert_cmpstr(ask_to_send(&b, 20, &why), ==, "draft");
      g_assert_true(g_str_has_prefix(why, "a time that it offers does not suit"));
    } else {
      tick(&b, 10);
      g_assert_cmpstr(status(&b, "1.email.1"), ==, "held");
    }
    g_assert_cmpuint(b.passed, ==, 0);
    g_autoptr(CrEffect) before = load(&b, "1.email.1");
    CrInstant taken = ((const CrSlot *) before->slots->pdata[1])->start;
    if (asked)
      g_assert_cmpstr(ask_to_send(&b, 21, &again), ==, "sent");
    else
      tick(&b, 11);
    g_autoptr(CrEffect) letter = load(&b, "1.email.1");
    g_assert_cmpstr(cr_effect_status_names[letter->status], ==, "sent");
    g_assert_cmpuint(letter->slots->len, ==, 3);
    g_assert_false(offers(letter, taken));
  }
}

/* Who asks for the letter with a time that is taken by now has seen that it is. */
static void
test_times_taken_before(void) {
  g_auto(Bench) b = {0};
  g_autoptr(CrEffect) after = NULL;
  g_autofree char *why = NULL;
  bench_with_draft(&b);
  g_autoptr(CrEffect) words = load(&b, "1.email.1");
  book_offered(&b);
  CrInstant now = b.start + 20 * CR_MINUTE;
  b.look = (CrLastLook){now, now, now};
  g_assert_true(cr_engine_send(b.engine, b.interview, words, now, &after, &why, NULL));
  g_assert_cmpint(after->status, ==, CR_EFFECT_SENT);
  g_assert_true(offers(after, ((const CrSlot *) words->slots->pdata[1])->start));
}

/* Minutes from now; what is taken is 120 to 150, and an hour ahead is too soon. */
static void
test_times_stand(void) {
  static const struct {
    int start, end;
    gboolean stands;
  } cases[] = {{61, 91, TRUE},    {60, 90, FALSE},   {-30, 0, FALSE},   {90, 120, TRUE},
               {91, 121, FALSE},  {120, 150, FALSE}, {130, 140, FALSE}, {110, 160, FALSE},
               {149, 179, FALSE}, {150, 180, TRUE}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Bench) b = {0};
    g_autoptr(CrEffect) letter = cr_effect_new();
    gboolean stands = !cases[i].stands;
    bench_init(&b, TUESDAY);
    CrInstant now = b.start + CR_DAY_USEC;
    const CrBusyTime busy = {.span = {now + 120 * CR_MINUTE, now + 150 * CR_MINUTE}, .key = "x"};
    CrSlot *slot = cr_slot_new();
    slot->start = now + cases[i].start * CR_MINUTE;
    slot->end = now + cases[i].end * CR_MINUTE;
    g_ptr_array_add(letter->slots, slot);
    g_autoptr(CrInterview) iv = interview(&b);
    g_assert_true(cr_store_begin(b.store, 1, TRUE, NULL));
    g_assert_true(cr_store_put_busy(b.store, "calendar", &busy, NULL));
    g_assert_true(engine_times_stand(b.engine, iv, letter, now, &stands, NULL));
    g_assert_cmpint(stands, ==, cases[i].stands);
    iv->state.return_at = slot->start + 1; /* they are away by then */
    g_assert_true(engine_times_stand(b.engine, iv, letter, now, &stands, NULL));
    g_assert_false(stands);
    cr_store_rollback(b.store);
  }
}

/* In doubt, and the candidate's answer either way. */
static void
test_doubt(void) {
  g_auto(Bench) b = {0};
  g_autofree char *why = NULL, *again = NULL;
  bench_init(&b, TUESDAY);
  b.answer = CR_OUTCOME_IN_DOUBT;
  tick(&b, 10);
  g_assert_null(ask_to_send(&b, 20, &why));
  g_assert_true(g_str_has_prefix(why, "nobody knows"));
  act(&b, CR_ACT_NOT_SENT, 21);
  g_assert_cmpstr(status(&b, "1.email.1"), ==, "draft");
  tick(&b, 22); /* only when asked for */
  g_assert_cmpuint(b.performed, ==, 1);
  b.answer = CR_OUTCOME_SENT;
  g_assert_cmpstr(ask_to_send(&b, 23, &again), ==, "sent");
  g_assert_cmpuint(b.performed, ==, 2);
}

/* Another engine plans, which does not send. */
static void
plan(Bench *bench, int min) {
  g_autoptr(CrEngine) other = cr_engine_new(bench->store, 1, NULL);
  cr_engine_set_watched(other, TRUE, CR_INSTANT_MAX);
  cr_engine_leave_outbox(other);
  g_assert_true(cr_engine_tick(other, bench->start + min * CR_MINUTE, NULL));
}

/* As each turn of a keeper does. */
static void
find_home(Bench *bench, int min) {
  CrHome home;
  g_assert_true(cr_store_find_home(bench->store, bench->start + min * CR_MINUTE, &home, NULL));
}

/* A standby that took over may have lost the fence of a letter that was due by then: it is in
 * doubt. One that could not have gone out by then goes. */
static void
test_standby(void) {
  static const struct {
    int taken_over_min; /* the letter is of minute 10 */
    const char *status;
  } cases[] = {{5, "sent"}, {9, "sent"}, {10, "in-doubt"}, {14, "in-doubt"}, {15, "in-doubt"}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Bench) b = {0};
    g_autofree char *why = NULL;
    bench_init(&b, TUESDAY);
    dying_store_wrap(b.store, &(DyingStore){.server = &b.server});
    find_home(&b, 2);
    b.server = 1;
    if (cases[i].taken_over_min >= 10)
      plan(&b, 10);
    find_home(&b, cases[i].taken_over_min);
    tick(&b, 15);
    g_test_message("at %d", cases[i].taken_over_min);
    g_assert_cmpstr(status(&b, "1.email.1"), ==, cases[i].status);
    if (strcmp(cases[i].status, "sent") == 0)
      continue;
    g_assert_cmpuint(b.passed, ==, 0);
    act(&b, CR_ACT_NOT_SENT, 16);
    g_assert_cmpstr(ask_to_send(&b, 17, &why), ==, "sent"); /* they were asked, and know */
  }
}

/* A nudge is of when it was due, however long the letter before it has been out. */
static void
test_standby_before_nudge(void) {
  for (int late = 0; late < 2; late++) {
    g_auto(Bench) b = {0};
    bench_init(&b, TUESDAY);
    dying_store_wrap(b.store, &(DyingStore){.server = &b.server});
    tick(&b, 10);
    int due_min = (int) ((next_due(&b) - b.start) / CR_MINUTE);
    int taken_over_min = late ? due_min + 5 : due_min - 5;
    find_home(&b, taken_over_min - 10);
    plan(&b, due_min);
    b.server = 1;
    find_home(&b, taken_over_min);
    tick(&b, due_min + 6);
    g_assert_cmpuint(b.passed, ==, late ? 1 : 2);
    g_autoptr(CrInterview) iv = interview(&b);
    g_assert_cmpint(iv->state.letter == CR_LETTER_IN_DOUBT, ==, late);
  }
}

static void
test_doubt_was_sent(void) {
  g_auto(Bench) b = {0};
  bench_init(&b, TUESDAY);
  b.answer = CR_OUTCOME_IN_DOUBT;
  tick(&b, 10);
  act(&b, CR_ACT_SENT, 20);
  g_assert_cmpstr(status(&b, "1.email.1"), ==, "sent");
  g_autoptr(CrInterview) iv = interview(&b);
  g_assert_null(iv->state.question);
  g_assert_cmpint(iv->state.letters, ==, 1);
}

/* Somebody looks while it is on its way for long, and the candidate answers what is asked then. */
static CrOutcome
perform_slowly(const CrEffect *letter, const CrInterview *iv, CrInstant now, CrFence *fence,
               gpointer data, char **ret_text) {
  Bench *bench = data;
  g_autoptr(CrEngine) other = cr_engine_new(bench->store, 1, NULL);
  bench->passed += cr_fence_pass(fence);
  g_assert_true(cr_engine_tick(other, now + 2 * CR_MINUTE, NULL));
  g_assert_cmpstr(status(bench, letter->id), ==, "in-doubt");
  if (bench->said)
    bench->said(bench);
  return bench->answer;
}

static void
say_sent(gpointer data) {
  act(data, CR_ACT_SENT, 13);
}

static void
say_not_sent(gpointer data) {
  act(data, CR_ACT_NOT_SENT, 13);
}

/* The server's word comes after all: that it is sent counts always, anything else only while the
 * candidate has not settled it. */
static void
test_doubt_ends(void) {
  static const struct {
    void (*said)(gpointer);
    CrOutcome answer;
    const char *status;
  } cases[] = {{NULL, CR_OUTCOME_SENT, "sent"},         {NULL, CR_OUTCOME_HELD, "draft"},
               {NULL, CR_OUTCOME_IN_DOUBT, "in-doubt"}, {say_sent, CR_OUTCOME_HELD, "sent"},
               {say_sent, CR_OUTCOME_REFUSED, "sent"},  {say_sent, CR_OUTCOME_SENT, "sent"},
               {say_not_sent, CR_OUTCOME_SENT, "sent"}, {say_not_sent, CR_OUTCOME_HELD, "draft"}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Bench) b = {0};
    bench_init(&b, TUESDAY);
    b.answer = cases[i].answer;
    CrInstant now = b.start + 10 * CR_MINUTE;
    b.look = (CrLastLook){now, now, now};
    cr_engine_set_performer(b.engine, perform_slowly, &b);
    b.said = cases[i].said;
    g_assert_true(cr_engine_tick(b.engine, now, NULL));
    g_test_message("case %u", i);
    g_assert_cmpuint(b.passed, ==, 1);
    g_assert_cmpstr(status(&b, "1.email.1"), ==, cases[i].status);
  }
}

static void
own_mail(Bench *bench, const char *message_id, int min) {
  CrInstant now = bench->start + min * CR_MINUTE;
  g_autofree char *key = g_strdup_printf("mail:%s", message_id);
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_OWN_MAIL, now, "mail", key);
  char *to[] = {(char *) "dana@northwind.example", NULL};
  fact->mail = cr_reading_new();
  fact->mail->date = now;
  fact->mail->message_id = g_strdup(message_id);
  fact->mail->from_email = g_strdup("alex@candidate.example");
  fact->mail->to = g_strdupv(to);
  fact->mail->text = g_strdup("Hello Dana");
  g_assert_true(cr_engine_observe(bench->engine, fact, 0, now, NULL, NULL));
}

/* Found in Sent: that proves it, of a letter in doubt, of a draft, and of one that was in flight
 * when the program stopped. The copy of a letter that is known to be out is no news. */
static void
test_found_in_sent(void) {
  static const struct {
    CrOutcome answer;
    gboolean draft, dies;
    const char *before;
  } cases[] = {{CR_OUTCOME_IN_DOUBT, FALSE, FALSE, "in-doubt"},
               {CR_OUTCOME_SENT, TRUE, FALSE, "draft"},
               {CR_OUTCOME_SENT, FALSE, TRUE, "sending"},
               {CR_OUTCOME_SENT, FALSE, FALSE, "sent"}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Bench) b = {0};
    bench_init(&b, TUESDAY);
    set_autopilot(&b, !cases[i].draft);
    b.answer = cases[i].answer;
    b.die_in_world = cases[i].dies;
    tick(&b, 10);
    if (cases[i].dies)
      start_engine(&b);
    g_assert_cmpstr(status(&b, "1.email.1"), ==, cases[i].before);
    g_autoptr(CrEffect) letter = load(&b, "1.email.1");
    own_mail(&b, letter->message_id, 11);
    tick(&b, 15);
    g_assert_cmpstr(status(&b, "1.email.1"), ==, "sent");
    g_autoptr(CrInterview) iv = interview(&b);
    g_assert_null(iv->state.question);
    g_assert_cmpint(iv->state.letters, ==, 1);
    g_assert_cmpint(iv->state.nudges, ==, 0);
    g_assert_cmpint(iv->state.letter, ==, CR_LETTER_PLANNED); /* the nudge */
  }
}

static void
test_draft_said_sent(void) {
  g_auto(Bench) b = {0};
  bench_with_draft(&b);
  act(&b, CR_ACT_SENT, 20);
  g_assert_cmpstr(status(&b, "1.email.1"), ==, "sent");
}

/* An answer to them that was drafted goes only when asked for, and only to what was seen. */
static void
they_ask_for_times(Bench *bench, int min) {
  CrInstant now = bench->start + min * CR_MINUTE;
  g_autofree char *key = g_strdup_printf("mail:times:%d", min);
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_MAIL, now, "mail", key);
  fact->mail = cr_reading_new();
  fact->mail->class = CR_MAIL_RESCHEDULE_REQUEST;
  fact->mail->date = now;
  fact->mail->message_id = g_strdup_printf("times%d@northwind.example", min);
  fact->mail->from_email = g_strdup("dana@northwind.example");
  fact->mail->text = g_strdup("Could you send me some times?");
  g_assert_true(cr_engine_observe(bench->engine, fact, 0, now, NULL, NULL));
}

static void
test_asked_answer(void) {
  g_auto(Bench) b = {0}, late = {0};
  g_autofree char *why = NULL, *again = NULL, *news = NULL;
  bench_init(&b, TUESDAY);
  tick(&b, 5);
  they_ask_for_times(&b, 6);
  g_autoptr(CrInterview) iv = interview(&b);
  g_assert_nonnull(iv->state.answer);
  tick(&b, 60);
  g_assert_cmpuint(b.performed, ==, 0);
  g_assert_cmpstr(ask_to_send(&b, 61, &why), ==, "sent");
  g_assert_null(ask_to_send(&b, 62, &again));
  bench_init(&late, TUESDAY);
  tick(&late, 5);
  they_ask_for_times(&late, 6);
  late.meanwhile = they_answer;
  g_assert_cmpstr(ask_to_send(&late, 61, &news), ==, "draft");
  g_assert_true(g_str_has_prefix(news, "something new"));
}

/* It has the answer, and the program dies before that is kept: who asks again, and again a minute
 * later, sends no second one. */
static void
test_asked_answer_in_flight(void) {
  g_auto(Bench) b = {0};
  bench_init(&b, TUESDAY);
  tick(&b, 5);
  they_ask_for_times(&b, 6);
  b.die_in_world = TRUE;
  for (int min = 61; min < 64; min++) {
    g_autofree char *why = NULL;
    g_assert_null(ask_to_send(&b, min, &why));
    if (min == 61)
      start_engine(&b);
    else
      g_assert_cmpstr(why, ==, "the letter is being sent just now");
  }
  g_assert_cmpuint(b.passed, ==, 1);
  tick(&b, 64);
  g_autoptr(CrInterview) iv = interview(&b);
  g_assert_cmpstr(status(&b, iv->state.doubtful), ==, "in-doubt");
}

/* A letter that is another process's is left alone, and no reason to wake. */
static void
test_leave_outbox(void) {
  g_auto(Bench) b = {0};
  bench_init(&b, TUESDAY);
  g_autoptr(CrEngine) other = cr_engine_new(b.store, 1, NULL);
  cr_engine_leave_outbox(other);
  g_assert_true(cr_engine_tick(other, b.start + 10 * CR_MINUTE, NULL));
  g_assert_cmpstr(status(&b, "1.email.1"), ==, "pending");
  CrInstant due;
  g_assert_true(cr_engine_next_due(other, &due, NULL));
  g_assert_cmpint(due, ==, CR_INSTANT_NONE);
  tick(&b, 10);
  g_assert_cmpstr(status(&b, "1.email.1"), ==, "sent");
}

/* A letter of which nothing can be made keeps no other one. */
static void
test_poison(void) {
  g_auto(Bench) b = {0};
  g_autoptr(GError) error = NULL;
  bench_init(&b, TUESDAY);
  g_autoptr(CrInterview) iv = cr_interview_new();
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ADDED, b.start - CR_HOUR, "candidate", "added:2");
  iv->uid = g_strdup("call-2@initech.example");
  iv->contact.email = g_strdup("lee@initech.example");
  cr_interview_set_start(iv, b.start, CR_INSTANT_NONE, "America/New_York");
  g_assert_true(cr_engine_watch(b.engine, iv, fact, b.start - CR_HOUR, NULL));
  g_autoptr(CrEngine) other = cr_engine_new(b.store, 1, NULL);
  cr_engine_leave_outbox(other);
  g_assert_true(cr_engine_tick(other, b.start + 10 * CR_MINUTE, NULL));
  g_autoptr(CrEffect) letter = load(&b, "1.email.1");
  letter->interview = 77; /* there is none */
  g_assert_true(cr_store_begin(b.store, 1, TRUE, NULL));
  g_assert_true(cr_store_save_effect(b.store, letter, NULL));
  g_assert_true(cr_store_commit(b.store, NULL));
  CrInstant now = b.start + 10 * CR_MINUTE;
  b.look = (CrLastLook){now, now, now};
  g_assert_false(cr_engine_perform(b.engine, now, &error));
  g_assert_nonnull(strstr(error->message, "belongs to no interview"));
  g_assert_cmpstr(status(&b, "1.email.1"), ==, "pending");
  g_assert_cmpstr(status(&b, "2.email.1"), ==, "sent");
}

/* The clock was set back while a letter was in flight: still asked about at once. */
static void
test_in_flight_clock_back(void) {
  g_auto(Bench) b = {0};
  bench_init(&b, TUESDAY);
  b.die_in_world = TRUE;
  g_assert_false(tick(&b, 10));
  start_engine(&b);
  tick(&b, -1440);
  g_assert_cmpstr(status(&b, "1.email.1"), ==, "in-doubt");
  tick(&b, 10);
  g_assert_cmpuint(b.performed, ==, 1);
}

/* The letter stands in the outbox, the program dies, and an answer comes before it is back. */
static void
test_answer_before_restart(void) {
  g_auto(Bench) b = {0};
  bench_init(&b, TUESDAY);
  int linked = 0;
  tick(&b, 0);
  tick(&b, 5);
  b.die_after = TRUE;
  g_assert_false(tick(&b, 10));
  start_engine(&b);
  g_assert_cmpstr(status(&b, "1.email.1"), ==, "pending");
  answer_mail(&b, 11, &linked);
  g_assert_cmpint(linked, ==, b.interview);
  tick(&b, 12);
  g_assert_cmpuint(b.performed, ==, 0);
  g_assert_cmpstr(status(&b, "1.email.1"), ==, "suppressed");
  g_assert_cmpint(next_due(&b), ==, CR_INSTANT_NONE);
}

/* Night: held, and the same letter goes out in the morning. */
static void
assert_offers(Bench *bench, guint kept, guint made) {
  g_autoptr(CrInterview) iv = interview(bench);
  g_autoptr(GPtrArray) left = cr_state_offers_made(&iv->state);
  g_assert_cmpuint(iv->state.offered->len, ==, kept);
  g_assert_cmpuint(left->len, ==, made);
  g_assert_cmpint(iv->state.offered_last, ==, (int) made);
}

static void
test_night(void) {
  g_auto(Bench) b = {0};
  bench_init(&b, TUESDAY);
  CrInstant morning;
  g_assert_true(cr_instant_parse("2026-11-18T09:00:00-05:00", &morning, NULL));
  tick(&b, 300); /* asleep until 20:00 */
  g_assert_cmpstr(status(&b, "1.email.1"), ==, "held");
  g_assert_cmpint(next_due(&b), ==, morning);
  assert_offers(&b, 3, 0); /* kept free, but nobody has them */
  tick(&b, 18 * 60);
  g_assert_cmpstr(status(&b, "1.email.1"), ==, "sent");
  g_assert_cmpuint(b.performed, ==, 1);
  assert_offers(&b, 3, 3); /* those of the letter as it left */
}

static void
test_blind(void) {
  g_auto(Bench) b = {0};
  bench_init(&b, TUESDAY);
  tick(&b, 9); /* what was read then is too old at 11 */
  tick_blindly(&b, b.start + 11 * CR_MINUTE);
  g_assert_cmpstr(status(&b, "1.email.1"), ==, "held");
  g_assert_cmpint(next_due(&b), ==, b.start + 12 * CR_MINUTE);
  tick(&b, 12);
  g_assert_cmpstr(status(&b, "1.email.1"), ==, "sent");
}

static void
test_stale(void) {
  g_auto(Bench) b = {0};
  bench_init(&b, TUESDAY);
  tick(&b, 3 * 1440);
  g_assert_cmpstr(status(&b, "1.email.1"), ==, "held");
  g_autoptr(CrInterview) iv = interview(&b);
  g_assert_nonnull(iv->state.question);
  g_assert_cmpuint(b.performed, ==, 0);
}

static void
test_no_performer(void) {
  g_auto(Bench) b = {0};
  bench_init(&b, TUESDAY);
  cr_engine_set_performer(b.engine, NULL, NULL);
  tick(&b, 10);
  g_assert_cmpstr(status(&b, "1.email.1"), ==, "draft");
}

/* A verb decided while no keeper ran: it waits for the keeper, not for the candidate. */
static void
test_keeper_asleep(void) {
  static const struct {
    int wakes_min;
    const char *status;
    guint performed;
  } cases[] = {{40, "sent", 1}, {5 * 60, "sent", 1}, {3 * 1440, "held", 0}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Bench) b = {0};
    bench_init(&b, TUESDAY);
    cr_engine_set_performer(b.engine, NULL, NULL);
    cr_engine_await_sender(b.engine);
    for (int min = 0; min <= 30; min += 5)
      tick(&b, min);
    g_assert_cmpstr(status(&b, "1.email.1"), ==, "held");
    g_autoptr(CrInterview) iv = interview(&b);
    g_assert_null(iv->state.question);
    start_engine(&b);
    tick(&b, cases[i].wakes_min);
    if (i == 1) /* at night nothing is sent, and in the morning it is */
      tick(&b, 23 * 60);
    g_assert_cmpstr(status(&b, "1.email.1"), ==, cases[i].status);
    g_assert_cmpuint(b.performed, ==, cases[i].performed);
  }
}

/* It stands in the outbox when the program dies, and then sending is switched off. */
static void
test_switched_off(void) {
  g_auto(Bench) b = {0};
  bench_init(&b, TUESDAY);
  tick(&b, 0);
  tick(&b, 5);
  b.die_after = TRUE;
  g_assert_false(tick(&b, 10));
  start_engine(&b);
  set_autopilot(&b, FALSE);
  tick(&b, 11);
  g_assert_cmpstr(status(&b, "1.email.1"), ==, "draft");
  g_assert_cmpuint(b.performed, ==, 0);
}

/* The world's answers, and what is kept of them. */
static void
test_answers(void) {
  static const struct {
    CrOutcome answer;
    const char *status;
    CrLetterStatus letter;
    guint performed_later; /* an hour on */
  } cases[] = {{CR_OUTCOME_SENT, "sent", CR_LETTER_PLANNED, 1},
               {CR_OUTCOME_HELD, "held", CR_LETTER_HELD, 2},
               {CR_OUTCOME_REFUSED, "held", CR_LETTER_HELD, 1},
               {CR_OUTCOME_IN_DOUBT, "in-doubt", CR_LETTER_IN_DOUBT, 1}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(Bench) b = {0};
    bench_init(&b, TUESDAY);
    b.answer = cases[i].answer;
    tick(&b, 10);
    g_autoptr(CrEffect) letter = load(&b, "1.email.1");
    g_autoptr(CrInterview) iv = interview(&b);
    g_assert_cmpstr(cr_effect_status_names[letter->status], ==, cases[i].status);
    g_assert_cmpstr(letter->reason, ==, "the world's answer");
    g_assert_cmpint(iv->state.letter, ==, cases[i].letter);
    tick(&b, 70);
    g_assert_cmpuint(b.performed, ==, cases[i].performed_later);
  }
}

static void
test_twice(void) {
  g_auto(Bench) b = {0};
  bench_init(&b, TUESDAY);
  int first = 0, second = 0;
  answer_mail(&b, -30, &first);
  guint mails = count_facts(&b, CR_FACT_MAIL);
  answer_mail(&b, -30, &second);
  g_assert_cmpint(first, ==, b.interview);
  g_assert_cmpint(second, ==, CR_ENGINE_KNOWN);
  g_assert_cmpuint(count_facts(&b, CR_FACT_MAIL), ==, mails);
}

/* The clock shows the same instants twice: each look leaves a fact of its own. */
static void
test_clock_twice(void) {
  g_auto(Bench) b = {0};
  bench_init(&b, TUESDAY);
  tick(&b, 0);
  CrInstant again = b.start - CR_MINUTE;
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ACT, again, "candidate", "act:1");
  fact->act = CR_ACT_RESCHEDULED;
  fact->when = b.start;
  g_assert_true(cr_engine_observe(b.engine, fact, b.interview, again, NULL, NULL));
  guint ticks = count_facts(&b, CR_FACT_TICK);
  tick(&b, 0);
  g_assert_cmpuint(count_facts(&b, CR_FACT_TICK), ==, ticks + 1);
}

/* A stranger wrote, so long before the call. */
static void
hear_mail(Bench *b, const char *name, const char *id, gint64 ago) {
  CrInstant at = b->start - ago;
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_MAIL, at, "mail", id);
  CrPhone *phone = cr_phone_new();
  phone->e164 = g_strdup("+12125550123");
  fact->mail = cr_reading_new();
  fact->mail->from_email = g_strdup_printf("%s@stranger.example", name);
  fact->mail->message_id = g_strdup(id);
  fact->mail->date = at;
  g_ptr_array_add(fact->mail->phones, phone);
  g_assert_true(cr_engine_observe(b->engine, fact, 0, b->start, NULL, NULL));
}

static void
hear_stranger(Bench *b, const char *name, gint64 ago) {
  hear_mail(b, name, name, ago);
}

static char *
remembered(Bench *b, const char *name) {
  g_assert_true(cr_store_begin(b->store, 1, FALSE, NULL));
  g_autofree char *setting = g_strdup_printf("known:%s@stranger.example", name);
  char *text = cr_store_get(b->store, setting, NULL);
  cr_store_rollback(b->store);
  return text;
}

/* Of each the newest four are remembered, each once; what was kept on one line is read, and goes.
 */
static void
test_remembered(void) {
  g_auto(Bench) b = {0};
  bench_init(&b, TUESDAY);
  g_assert_true(cr_store_begin(b.store, 1, TRUE, NULL));
  g_assert_true(
      cr_store_set(b.store, "known:old@stranger.example",
                   "[{\"message_id\":\"a\",\"date\":1},{\"message_id\":\"b\",\"date\":2}]", NULL));
  g_assert_true(cr_store_commit(b.store, NULL));
  for (int i = 1; i <= 6; i++) {
    g_autofree char *id = g_strdup_printf("%d \"quoted\"\n", i);
    hear_mail(&b, "old", id, (10 - i) * CR_HOUR);
    g_autofree char *text = remembered(&b, "old");
    g_autoptr(json_t) list = cr_json_parse(text, strlen(text), NULL);
    guint n = (guint) json_array_size(list), old = i < 4 ? 2 : 0;
    g_assert_cmpuint(n, ==, MIN((guint) i, 4) + old);
    g_assert_cmpstr(cr_json_string(json_array_get(list, n - 1), "message_id"), ==, id);
  }
}

static gboolean
knows(Bench *b, const char *name) {
  g_assert_true(cr_store_begin(b->store, 1, FALSE, NULL));
  g_autoptr(GHashTable) known = cr_store_get_alike(b->store, "known:", NULL);
  cr_store_rollback(b->store);
  g_autofree char *setting = g_strdup_printf("known:%s@stranger.example", name);
  return g_hash_table_contains(known, setting);
}

static void
forget(Bench *b, CrInstant now) {
  g_assert_true(cr_store_begin(b->store, 1, TRUE, NULL));
  g_assert_true(engine_forget(b->engine, now, NULL));
  g_assert_true(cr_store_commit(b->store, NULL));
}

/* What strangers' mail told is kept for 60 days; a clock that is set back deletes nothing. */
static void
test_forget(void) {
  static const struct {
    const char *name;
    gint64 ago;
    gboolean kept;
  } cases[] = {
      {"now", 0, TRUE},
      {"day-60", 60 * CR_DAY_USEC, TRUE},
      {"past-60", 60 * CR_DAY_USEC + 1, FALSE},
      {"year", 365 * CR_DAY_USEC, FALSE},
      {"ahead", -90 * CR_DAY_USEC, TRUE},
  };
  g_auto(Bench) b = {0};
  bench_init(&b, TUESDAY);
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    hear_stranger(&b, cases[i].name, cases[i].ago);
    g_assert_true(knows(&b, cases[i].name));
  }
  forget(&b, b.start);
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
    g_assert_cmpint(knows(&b, cases[i].name), ==, cases[i].kept);
  /* Once a day, by a clock that only goes on. */
  forget(&b, b.start + CR_DAY_USEC - 1);
  g_assert_true(knows(&b, "day-60"));
  forget(&b, b.start - CR_DAY_USEC);
  g_assert_true(knows(&b, "day-60"));
  forget(&b, b.start + CR_DAY_USEC);
  g_assert_false(knows(&b, "day-60"));
  g_assert_true(knows(&b, "now"));
}

/* Of an invite that names a day alone, the mail that brings it may tell the hour. */
static void
test_hour_in_words(void) {
  g_auto(Bench) b = {0};
  bench_init(&b, TUESDAY);
  for (int told = 0; told < 2; told++) {
    g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_INVITE, b.start - CR_DAY_USEC, "mail", "invite");
    fact->event = cr_event_new();
    fact->event->method = CR_METHOD_REQUEST;
    fact->event->all_day = TRUE;
    fact->event->organizer_email = g_strdup("lee@northwind.example");
    fact->mail = cr_reading_new();
    fact->mail->class = CR_MAIL_CONFIRMATION;
    fact->mail->date = fact->at;
    fact->mail->from_email = g_strdup("lee@northwind.example");
    fact->mail->text = g_strdup("Our phone screen is on Tuesday.");
    CrMention *time = cr_mention_new();
    time->granularity = told ? CR_GRANULARITY_INSTANT : CR_GRANULARITY_DATE;
    time->start = b.start + CR_HOUR;
    g_ptr_array_add(fact->mail->times, time);
    g_autoptr(CrInterview) found = engine_found_interview(b.engine, fact, fact->at);
    g_assert_cmpint(found != NULL, ==, told);
    if (found)
      g_assert_cmpint(found->start, ==, time->start);
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/engine/sent", test_sent);
  g_test_add_func("/engine/kept-at-last", test_kept_at_last);
  g_test_add_func("/engine/hour-in-words", test_hour_in_words);
  g_test_add_func("/engine/offered-once", test_offered_once);
  g_test_add_func("/engine/offers-of-another", test_offers_of_another);
  g_test_add_func("/engine/offered-once-in-a-group", test_offered_once_in_a_group);
  g_test_add_func("/engine/drafts-let-go", test_drafts_let_go);
  g_test_add_func("/engine/crashes", test_crashes);
  g_test_add_func("/engine/in-flight", test_in_flight);
  g_test_add_func("/engine/in-flight-clock-back", test_in_flight_clock_back);
  g_test_add_func("/engine/two-at-once", test_two_at_once);
  g_test_add_func("/engine/two-at-once-late", test_two_at_once_late);
  g_test_add_func("/engine/sent-before", test_sent_before);
  g_test_add_func("/engine/poison", test_poison);
  g_test_add_func("/engine/passed-each-other", test_passed_each_other);
  g_test_add_func("/engine/fence", test_fence);
  g_test_add_func("/engine/fence-not-kept", test_fence_not_kept);
  g_test_add_func("/engine/late-commit", test_late_commit);
  g_test_add_func("/engine/audit", test_audit);
  g_test_add_func("/engine/no-before-fence", test_no_before_fence);
  g_test_add_func("/engine/leave-outbox", test_leave_outbox);
  g_test_add_func("/engine/asked", test_asked);
  g_test_add_func("/engine/asked-beside-keeper", test_asked_beside_keeper);
  g_test_add_func("/engine/asked-and-stopped", test_asked_and_stopped);
  g_test_add_func("/engine/asked-early", test_asked_early);
  g_test_add_func("/engine/asked-in-vain", test_asked_in_vain);
  g_test_add_func("/engine/times-taken", test_times_taken);
  g_test_add_func("/engine/times-taken-in-outbox", test_times_taken_in_outbox);
  g_test_add_func("/engine/times-taken-before", test_times_taken_before);
  g_test_add_func("/engine/times-stand", test_times_stand);
  g_test_add_func("/engine/doubt", test_doubt);
  g_test_add_func("/engine/doubt-was-sent", test_doubt_was_sent);
  g_test_add_func("/engine/standby", test_standby);
  g_test_add_func("/engine/standby-before-nudge", test_standby_before_nudge);
  g_test_add_func("/engine/doubt-ends", test_doubt_ends);
  g_test_add_func("/engine/found-in-sent", test_found_in_sent);
  g_test_add_func("/engine/draft-said-sent", test_draft_said_sent);
  g_test_add_func("/engine/asked-answer", test_asked_answer);
  g_test_add_func("/engine/asked-answer-in-flight", test_asked_answer_in_flight);
  g_test_add_func("/engine/answer-before-restart", test_answer_before_restart);
  g_test_add_func("/engine/night", test_night);
  g_test_add_func("/engine/blind", test_blind);
  g_test_add_func("/engine/stale", test_stale);
  g_test_add_func("/engine/no-performer", test_no_performer);
  g_test_add_func("/engine/keeper-asleep", test_keeper_asleep);
  g_test_add_func("/engine/switched-off", test_switched_off);
  g_test_add_func("/engine/answers", test_answers);
  g_test_add_func("/engine/twice", test_twice);
  g_test_add_func("/engine/clock-twice", test_clock_twice);
  g_test_add_func("/engine/forget", test_forget);
  g_test_add_func("/engine/remembered", test_remembered);
  return g_test_run();
}
