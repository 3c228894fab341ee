/* Mails are judged in the order in which they were said: each case is read in all orders, each mail
 * by itself, and comes out the same. */
#include "engine/engine.h"
#include "engine/intake.h"

#include <string.h>

#define MAX_MAILS 3
#define DANA "Dana Reyes <dana@northwind.example>"
#define ME "Alex Morgan <alex@candidate.example>"
/* A call that is known from words: Tuesday 17 November 2026, 14:00 in Chicago. */
#define AGREED "2026-11-17T14:00:00-06:00"
#define BEFORE "2026-11-16T12:00:00-06:00"

typedef struct {
  const char *from, *date; /* Date is Monday 16 November, unless it says more than a clock */
  const char *answers;     /* the Message-ID, or NULL */
  const char *text;
} Said;

static const struct {
  const char *name;
  gboolean known; /* the call is watched before any of them is read */
  const char *at; /* they are read when it is so late */
  Said said[MAX_MAILS];
  const char *start; /* of the one open call in the end */
  CrPhase phase;
} cases[] = {
    {"they take what the candidate asked for",
     TRUE,
     BEFORE,
     {{ME, "09:00", NULL, "Hi Dana, does 3pm CT tomorrow work instead?"},
      {DANA, "09:30", "1", "Yes, perfect."}},
     "2026-11-17T15:00:00-06:00",
     CR_PHASE_SCHEDULED},
    {"the candidate takes what they asked for",
     TRUE,
     BEFORE,
     {{DANA, "09:00", NULL, "Hi Alex, something came up. Could we do Tuesday at 3pm CT instead?"},
      {ME, "09:30", "1", "Yes, 3pm works for me."}},
     "2026-11-17T15:00:00-06:00",
     CR_PHASE_SCHEDULED},
    {"to and fro",
     TRUE,
     BEFORE,
     {{DANA, "09:00", NULL, "Hi Alex, something came up. Could we do Tuesday at 3pm CT instead?"},
      {ME, "09:30", "1", "Sorry, 3pm does not work for me. Could we do 4pm CT on Tuesday?"},
      {DANA, "10:00", "2", "Yes, 4pm works."}},
     "2026-11-17T16:00:00-06:00",
     CR_PHASE_SCHEDULED},
    {"their last word stands",
     TRUE,
     BEFORE,
     {{DANA, "09:00", NULL, "Hi Alex, our call is moved to Tuesday at 3pm CT."},
      {DANA, "09:30", NULL, "Sorry, once more: our call is moved to Tuesday at 4pm CT."}},
     "2026-11-17T16:00:00-06:00",
     CR_PHASE_SCHEDULED},
    {"thanks change nothing",
     TRUE,
     BEFORE,
     {{DANA, "09:00", NULL, "Hi Alex, our call is moved to Tuesday at 3pm CT."},
      {ME, "09:30", "1", "Thank you, that works. Talk to you then."},
      {DANA, "10:00", "2", "Great, thanks!"}},
     "2026-11-17T15:00:00-06:00",
     CR_PHASE_SCHEDULED},
    {"after the miss",
     TRUE,
     "2026-11-17T15:30:00-06:00",
     {{ME, "Tue, 17 Nov 2026 14:40:00 -0600", NULL,
       "Hi Dana, I missed you today. Would tomorrow at 3pm CT work?"},
      {DANA, "Tue, 17 Nov 2026 15:00:00 -0600", "1", "Yes, perfect."}},
     "2026-11-18T15:00:00-06:00",
     CR_PHASE_SCHEDULED},
    {"an offer and its answer are the first that is heard",
     FALSE,
     BEFORE,
     {{DANA, "09:00", NULL,
       "Hi Alex, could we have a phone interview on Tuesday at 3pm CT or Wednesday at 10am CT?"},
      {ME, "09:30", "1", "Wednesday at 10am CT works for me."}},
     "2026-11-18T10:00:00-06:00",
     CR_PHASE_SCHEDULED},
    {"the candidate's offer",
     FALSE,
     BEFORE,
     {{ME, "09:00", NULL,
       "Hi Dana, thanks for your interest. For the phone interview I am free on Tuesday at 3pm CT "
       "or Wednesday at 10am CT."},
      {DANA, "09:30", "1", "Wednesday at 10am works, I will call you then."}},
     "2026-11-18T10:00:00-06:00",
     CR_PHASE_SCHEDULED},
};

static CrInstant
instant(const char *text) {
  CrInstant at = CR_INSTANT_NONE;
  g_assert_true(cr_instant_parse(text, &at, NULL));
  return at;
}

typedef struct {
  CrStore *store;
  CrEngine *engine;
  CrIntake intake;
} Bench;

static void
bench_init(Bench *b) {
  static char *emails[] = {"alex@candidate.example", NULL};
  g_autoptr(GError) error = NULL;
  g_autoptr(CrProfile) profile = cr_profile_new();
  g_autoptr(CrPolicy) policy = cr_policy_new_default();
  b->store = cr_store_open("sqlite::memory:", &error);
  g_assert_no_error(error);
  b->engine = cr_engine_new(b->store, 1, &error);
  g_assert_no_error(error);
  profile->name = g_strdup("Alex Morgan");
  profile->emails = g_strdupv(emails);
  profile->zone = g_strdup("America/Chicago");
  profile->country = g_strdup("US");
  g_assert_true(cr_engine_set_account(b->engine, profile, policy, NULL, CR_INSTANT_NONE, NULL));
  cr_engine_set_watched(b->engine, TRUE, CR_INSTANT_NONE);
}

static void
bench_clear(Bench *b) {
  cr_engine_free(b->engine);
  cr_store_free(b->store);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Bench, bench_clear)

static void
agree(Bench *b) {
  CrInstant at = instant("2026-11-13T12:00:00-06:00");
  g_autoptr(CrInterview) iv = cr_interview_new();
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ADDED, at, "candidate", "added:1");
  iv->uid = g_strdup("call-1");
  iv->contact.name = g_strdup("Dana Reyes");
  iv->contact.email = g_strdup("dana@northwind.example");
  cr_interview_set_start(iv, instant(AGREED), CR_INSTANT_NONE, "America/Chicago");
  g_assert_true(cr_engine_watch(b->engine, iv, fact, at, NULL));
}

static void
hear(Bench *b, const Said *said, guint number, CrInstant now) {
  g_autofree char *date = strchr(said->date, ',')
                              ? g_strdup(said->date)
                              : g_strdup_printf("Mon, 16 Nov 2026 %s:00 -0600", said->date);
  gboolean mine = strcmp(said->from, ME) == 0;
  g_autofree char *in_reply_to =
      said->answers ? g_strdup_printf("In-Reply-To: <%s@said.example>\r\n", said->answers)
                    : g_strdup("");
  g_autofree char *mail = g_strdup_printf(
      "From: %s\r\nTo: %s\r\nSubject: %sOur call\r\nDate: %s\r\nMessage-ID: <%u@said.example>\r\n"
      "%s\r\n%s\r\n",
      said->from, mine ? DANA : ME, said->answers ? "Re: " : "", date, number, in_reply_to,
      said->text);
  g_autoptr(GError) error = NULL;
  CrIntake intake;
  cr_intake_init(&intake, cr_engine_profile(b->engine), CR_INSTANT_NONE, CR_INSTANT_NONE, NULL,
                 NULL);
  cr_intake_bytes(&intake, mail, strlen(mail), "mail", CR_AS_MAIL);
  g_assert_cmpuint(intake.facts->len, ==, 1);
  g_assert_true(cr_engine_observe(b->engine, intake.facts->pdata[0], 0, now, NULL, &error));
  g_assert_no_error(error);
  cr_intake_clear(&intake);
}

/* The one that is neither over nor replaced. */
static CrInterview *
open_call(Bench *b) {
  CrInterview *found = NULL;
  g_assert_true(cr_store_begin(b->store, 1, FALSE, NULL));
  g_autoptr(GPtrArray) calls =
      cr_store_list_interviews(b->store, CR_LIST_OPEN, CR_INSTANT_NONE, CR_INSTANT_NONE, 0, NULL);
  cr_store_rollback(b->store);
  for (guint i = 0; i < calls->len; i++) {
    g_assert_null(found);
    found = cr_interview_copy(calls->pdata[i]);
  }
  return found;
}

static void
check(guint i, const guint *order, guint count) {
  g_auto(Bench) b = {NULL};
  CrInstant now = instant(cases[i].at);
  bench_init(&b);
  if (cases[i].known)
    agree(&b);
  if (now > instant(AGREED)) {
    g_assert_true(cr_engine_tick(b.engine, instant(AGREED), NULL));
    g_assert_true(cr_engine_tick(b.engine, instant(AGREED) + 10 * CR_MINUTE, NULL));
  }
  for (guint j = 0; j < count; j++)
    hear(&b, &cases[i].said[order[j]], order[j] + 1, now);
  g_autoptr(CrInterview) iv = open_call(&b);
  g_autofree char *start = iv ? cr_instant_format(iv->start, cr_engine_zone(b.engine)) : NULL;
  if (g_strcmp0(start, cases[i].start) != 0 || iv->state.question ||
      iv->state.answered_at != CR_INSTANT_NONE)
    g_test_message("%s, read in order %u %u %u", cases[i].name, order[0], order[1], order[2]);
  g_assert_cmpstr(start, ==, cases[i].start);
  g_assert_cmpstr(cr_phase_names[iv->state.phase], ==, cr_phase_names[cases[i].phase]);
  g_assert_cmpstr(iv->state.question, ==, NULL);
  g_assert_cmpint(iv->state.answered_at, ==, CR_INSTANT_NONE); /* nobody's turn is open */
}

static void
check_orders(guint i, guint *order, guint fixed, guint count) {
  if (fixed == count) {
    check(i, order, count);
    return;
  }
  for (guint j = fixed; j < count; j++) {
    guint one = order[fixed];
    order[fixed] = order[j];
    order[j] = one;
    check_orders(i, order, fixed + 1, count);
    order[j] = order[fixed];
    order[fixed] = one;
  }
}

static void
test_orders(gconstpointer data) {
  guint i = GPOINTER_TO_UINT(data), count = 0;
  while (count < MAX_MAILS && cases[i].said[count].from)
    count++;
  guint order[MAX_MAILS] = {0, 1, 2};
  check_orders(i, order, 0, count);
}

/* Their clock goes a day behind: what answers the candidate's word was said after it. */
static void
test_clock_of_the_sender(void) {
  static const struct {
    const char *answers;
    gboolean answered;
  } replies[] = {{"1", TRUE}, {NULL, FALSE}};
  for (guint i = 0; i < G_N_ELEMENTS(replies); i++) {
    const Said asks = {ME, "Tue, 17 Nov 2026 14:40:00 -0600", NULL,
                       "Hi Dana, I missed you today. Would tomorrow at 3pm CT work?"};
    const Said reads = {DANA, "15:00", replies[i].answers, "Hi Alex, let me look into it."};
    CrInstant now = instant("2026-11-17T15:01:00-06:00");
    g_auto(Bench) b = {NULL};
    bench_init(&b);
    agree(&b);
    g_assert_true(cr_engine_tick(b.engine, instant(AGREED), NULL));
    g_assert_true(cr_engine_tick(b.engine, instant(AGREED) + 10 * CR_MINUTE, NULL));
    hear(&b, &asks, 1, now);
    hear(&b, &reads, 2, now);
    g_assert_true(cr_store_begin(b.store, 1, FALSE, NULL));
    g_autoptr(CrInterview) iv = cr_store_load_interview(b.store, 1, NULL);
    cr_store_rollback(b.store);
    g_assert_cmpint(iv->state.answered_at != CR_INSTANT_NONE, ==, replies[i].answered);
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *path = g_strdup_printf("/order/%s", cases[i].name);
    g_test_add_data_func(path, GUINT_TO_POINTER(i), test_orders);
  }
  g_test_add_func("/order/clock of the sender", test_clock_of_the_sender);
  return g_test_run();
}
