#include "engine/replay.h"

#include "base/error.h"
#include "base/limits.h"
#include "engine/busy.h"

#include <string.h>

/* After the last input the story goes on until nothing is due, but no longer than this. */
#define EPILOGUE_USEC (120 * CR_DAY_USEC)
/* The candidate's calendar matters from a month before the first input to half a year after. */
#define BEFORE_USEC (31 * CR_DAY_USEC)
#define AFTER_USEC (183 * CR_DAY_USEC)

static CrOutcome
capture(const CrEffect *letter, const CrInterview *interview, CrInstant now, CrFence *fence,
        gpointer data, char **ret_text) {
  cr_fence_pass(fence);
  return CR_OUTCOME_SENT; /* the letter itself is kept in the store's outbox */
}

/* The story's inputs are taken before what falls due at their time: all that there is was seen. */
static CrInstant
look(CrEngine *engine, CrInstant now, CrLastLook *ret_look, gpointer data) {
  *ret_look = (CrLastLook){now, now, now};
  return now;
}

static void
take_part(CrIntake *intake, const char *dir, const char *part, CrIntakeRole role) {
  g_autofree char *path = g_build_filename(dir, part, NULL);
  if (g_file_test(path, G_FILE_TEST_EXISTS))
    cr_intake_path(intake, path, part, role);
}

static void
take_acts(CrIntake *intake, const char *dir) {
  g_autofree char *path = g_build_filename(dir, "acts.jsonl", NULL), *bytes = NULL;
  gsize length;
  if (g_file_get_contents(path, &bytes, &length, NULL))
    cr_intake_acts(intake, bytes, length, "acts.jsonl");
}

static gboolean
keep_calendar(CrStore *store, const CrIntake *intake, GError **error) {
  if (!cr_store_begin(store, 1, TRUE, error))
    return FALSE;
  if (!cr_busy_keep_imported(store, intake, error) || !cr_store_commit(store, error)) {
    cr_store_rollback(store);
    return FALSE;
  }
  return TRUE;
}

/* The interview an act means: the one it names by UID, or the only one that is open, or the most
 * urgent of several. */
static int
meant_interview(CrStore *store, const CrFact *act, GError **error) {
  int id = 0;
  if (!cr_store_begin(store, 1, FALSE, error))
    return 0;
  if (act->effect_id) {
    g_autoptr(GArray) ids = cr_store_find_interviews(store, CR_FIND_UID, act->effect_id, error);
    id = ids && ids->len ? g_array_index(ids, int, 0) : 0;
  }
  g_autoptr(GPtrArray) urgent = id ? NULL : cr_store_list_urgent(store, 1, error);
  if (urgent && urgent->len)
    id = ((CrInterview *) urgent->pdata[0])->id;
  g_autoptr(GPtrArray) all =
      id ? NULL
         : cr_store_list_interviews(store, CR_LIST_ALL, CR_INSTANT_NONE, act->at + 1, 0, error);
  if (all && all->len)
    id = ((CrInterview *) all->pdata[all->len - 1])->id;
  cr_store_rollback(store);
  return id;
}

static gboolean
observe(CrEngine *engine, CrStore *store, CrFact *fact, const CrReplay *replay, GError **error) {
  g_autoptr(GError) local = NULL;
  int interview = fact->kind == CR_FACT_ACT ? meant_interview(store, fact, &local) : 0;
  if (local == NULL && fact->kind == CR_FACT_ACT && interview == 0) {
    replay->problem("acts.jsonl: an act before any interview is known is skipped", replay->data);
    return TRUE;
  }
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  return cr_engine_observe(engine, fact, interview, fact->at, NULL, error);
}

/* Inputs that enter at the same instant as something falls due come first: they were visible. */
static gboolean
run(CrEngine *engine, CrStore *store, CrIntake *intake, const CrReplay *replay, CrInstant *ret_end,
    GError **error) {
  CrInstant now = intake->facts->len ? ((CrFact *) intake->facts->pdata[0])->at : 0;
  CrInstant stop = replay->until, last = now;
  for (guint i = 0; i < intake->facts->len; i++)
    last = MAX(last, ((CrFact *) intake->facts->pdata[i])->at);
  if (stop == CR_INSTANT_NONE)
    stop = last + EPILOGUE_USEC;
  for (guint next = 0;;) {
    CrFact *fact = next < intake->facts->len ? intake->facts->pdata[next] : NULL;
    CrInstant due;
    if (!cr_engine_next_due(engine, &due, error))
      return FALSE;
    gboolean input = fact && (due == CR_INSTANT_NONE || fact->at <= due);
    CrInstant at = input ? fact->at : due;
    if (at == CR_INSTANT_NONE || at > stop)
      break;
    now = MAX(now, at);
    if (input ? !observe(engine, store, fact, replay, error) : !cr_engine_tick(engine, now, error))
      return FALSE;
    next += input;
  }
  *ret_end = replay->until != CR_INSTANT_NONE ? replay->until : now;
  return TRUE;
}

static void
set_window(CrIntake *intake) {
  /* The first and last mail, call or act tell which part of the calendar can matter. */
  CrInstant first = G_MAXINT64, last = CR_INSTANT_NONE;
  for (guint i = 0; i < intake->facts->len; i++) {
    const CrFact *fact = intake->facts->pdata[i];
    if (fact->at == CR_INSTANT_NONE)
      continue;
    first = MIN(first, fact->at);
    last = MAX(last, fact->event ? MAX(fact->at, fact->event->start) : fact->at);
  }
  if (last == CR_INSTANT_NONE)
    return;
  intake->from = MAX(first - BEFORE_USEC, CR_INSTANT_MIN);
  intake->to = MIN(last + AFTER_USEC, CR_INSTANT_MAX);
}

/* A fact without a time of its own, such as an invite without DTSTAMP, was there from the
 * beginning. */
static void
date_the_undated(CrIntake *intake) {
  CrInstant first = G_MAXINT64;
  for (guint i = 0; i < intake->facts->len; i++) {
    const CrFact *fact = intake->facts->pdata[i];
    if (fact->at != CR_INSTANT_NONE)
      first = MIN(first, fact->at);
    else if (fact->event)
      first = MIN(first, fact->event->start - CR_DAY_USEC);
  }
  for (guint i = 0; i < intake->facts->len; i++) {
    CrFact *fact = intake->facts->pdata[i];
    if (fact->at == CR_INSTANT_NONE)
      fact->at = fact->learnt = first;
  }
}

gboolean
cr_replay_run(const CrReplay *replay, CrStore **ret_store, CrEngine **ret_engine,
              CrInstant *ret_end, GError **error) {
  g_autoptr(CrProfile) profile = cr_profile_new();
  g_autoptr(CrPolicy) policy = cr_policy_new_default();
  g_autofree char *ini = g_build_filename(replay->dir, "profile.ini", NULL);
  if (!cr_intake_profile(ini, profile, policy, replay->problem, replay->data, error))
    return FALSE;
  CrIntake intake;
  cr_intake_init(&intake, profile, CR_INSTANT_NONE, CR_INSTANT_NONE, replay->problem, replay->data);
  take_part(&intake, replay->dir, "mail", CR_AS_FOUND);
  take_part(&intake, replay->dir, "invites", CR_AS_INVITE);
  take_part(&intake, replay->dir, "calls.xml", CR_AS_FOUND);
  take_part(&intake, replay->dir, "calls.json", CR_AS_FOUND);
  take_part(&intake, replay->dir, "calls.csv", CR_AS_FOUND);
  take_acts(&intake, replay->dir);
  date_the_undated(&intake);
  set_window(&intake);
  take_part(&intake, replay->dir, "calendar", CR_AS_CALENDAR);
  cr_intake_sort(&intake);
  g_autoptr(CrStore) store = cr_store_open("sqlite::memory:", error);
  g_autoptr(CrEngine) engine = store ? cr_engine_new(store, 1, error) : NULL;
  gboolean ok = engine && cr_engine_set_account(engine, profile, policy, error) &&
                keep_calendar(store, &intake, error);
  if (ok) {
    cr_engine_set_watched(engine, intake.saw_mail, intake.saw_calls);
    cr_engine_set_performer(engine, capture, NULL);
    cr_engine_set_look(engine, look, NULL);
    ok = run(engine, store, &intake, replay, ret_end, error);
  }
  cr_intake_clear(&intake);
  if (!ok)
    return FALSE;
  *ret_store = g_steal_pointer(&store);
  *ret_engine = g_steal_pointer(&engine);
  return TRUE;
}
