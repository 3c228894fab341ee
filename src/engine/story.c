#include "engine/story.h"

#include "base/error.h"
#include "base/limits.h"
#include "engine/busy.h"
#include "engine/file.h"
#include "engine/intake-private.h"
#include "engine/story-apps.h"

#include <string.h>

/* The candidate's calendar matters from a month before the first input to half a year after. */
#define BEFORE_USEC (31 * CR_DAY_USEC)
#define AFTER_USEC (183 * CR_DAY_USEC)

struct _CrStory {
  CrDesk *desk;
  CrProfile *profile; /* the intake's */
  CrIntake intake;
  guint next; /* input */
  CrInstant now;
  gboolean taken_over;
};

static CrOutcome
capture(const CrEffect *letter, const CrInterview *interview, CrInstant now, CrFence *fence,
        gpointer data, char **ret_text) {
  cr_fence_pass(fence);
  return CR_OUTCOME_SENT; /* the letter itself is kept in the store's outbox */
}

/* The story's inputs are taken before what falls due at their time: all that there is was seen. */
static CrInstant
look(CrEngine *engine, CrInstant now, CrLastLook *ret_look, gpointer data) {
  if (ret_look)
    *ret_look = (CrLastLook){now, now, now};
  return now;
}

static void
take_part(CrIntake *intake, const char *dir, const char *part, CrIntakeRole role) {
  g_autofree char *path = cr_intake_inner(intake, dir, part, part);
  if (path)
    cr_intake_path(intake, path, part, role);
}

static void
take_acts(CrIntake *intake, const char *dir) {
  g_autofree char *path = cr_intake_inner(intake, dir, "acts.jsonl", "acts.jsonl"), *bytes = NULL;
  gsize length;
  g_autoptr(GError) error = NULL;
  if (path == NULL)
    return;
  if (cr_file_read(path, CR_MAX_JSON_BYTES, &bytes, &length, &error))
    cr_intake_acts(intake, bytes, length, "acts.jsonl");
  else
    intake_report_error(intake, "acts.jsonl", error);
}

static gboolean
keep_calendar(CrStore *store, const CrIntake *intake, GError **error) {
  return cr_store_begin(store, 1, TRUE, error) &&
         cr_store_end(store, cr_busy_keep_imported(store, intake, error), error);
}

/* The interview of that UID, or else of that number; 0 when there is none. */
static int
find_named(CrStore *store, const char *name, GError **error) {
  g_autoptr(GArray) ids = cr_store_find_interviews(store, CR_FIND_UID, name, error);
  guint64 number;
  if (ids && ids->len)
    return g_array_index(ids, int, 0);
  if (ids == NULL || !g_ascii_string_to_unsigned(name, 10, 1, G_MAXINT, &number, NULL))
    return 0;
  g_autoptr(CrInterview) iv = cr_store_load_interview(store, (int) number, error);
  return iv ? iv->id : 0;
}

/* The most urgent one that is open, or else the last; 0 when none is known yet. */
static int
find_urgent(CrStore *store, CrInstant now, GError **error) {
  g_autoptr(GPtrArray) urgent = cr_store_list_urgent(store, 1, error);
  if (urgent == NULL || urgent->len)
    return urgent ? ((CrInterview *) urgent->pdata[0])->id : 0;
  g_autoptr(GPtrArray) all =
      cr_store_list_interviews(store, CR_LIST_ALL, CR_INSTANT_NONE, now + 1, 0, error);
  return all && all->len ? ((CrInterview *) all->pdata[all->len - 1])->id : 0;
}

static int
meant_interview(CrStore *store, const CrFact *act, GError **error) {
  if (!cr_store_begin(store, 1, FALSE, error))
    return 0;
  int id = act->effect_id ? find_named(store, act->effect_id, error)
                          : find_urgent(store, act->at, error);
  cr_store_rollback(store);
  return id;
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

void
cr_story_free(CrStory *story) {
  if (story == NULL)
    return;
  cr_desk_free(story->desk);
  cr_intake_clear(&story->intake);
  cr_profile_free(story->profile);
  g_free(story);
}

static void
take_inputs(CrStory *story, const char *dir) {
  static const struct {
    const char *part;
    CrIntakeRole role;
  } parts[] = {{"mail", CR_AS_FOUND},
               {"invites", CR_AS_INVITE},
               {"calls.xml", CR_AS_FOUND},
               {"calls.json", CR_AS_FOUND},
               {"calls.csv", CR_AS_FOUND}};
  for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
    take_part(&story->intake, dir, parts[i].part, parts[i].role);
  take_acts(&story->intake, dir);
  date_the_undated(&story->intake);
  set_window(&story->intake);
  take_part(&story->intake, dir, "calendar", CR_AS_CALENDAR);
  cr_intake_sort(&story->intake);
}

static gboolean
set_up(CrStory *story, const CrPolicy *policy, GError **error) {
  story->desk = cr_desk_open("sqlite::memory:", 1, error);
  if (story->desk == NULL ||
      !cr_engine_set_account(story->desk->engine, story->profile, policy, NULL, CR_INSTANT_NONE,
                             error) ||
      !keep_calendar(story->desk->store, &story->intake, error))
    return FALSE;
  cr_engine_set_watched(story->desk->engine, story->intake.saw_mail, story->intake.calls_until);
  cr_engine_set_performer(story->desk->engine, capture, NULL);
  cr_engine_set_look(story->desk->engine, look, NULL);
  return TRUE;
}

CrStory *
cr_story_new(const char *dir, CrProblemFunc problem, gpointer data, GError **error) {
  g_autoptr(CrStory) story = g_new0(CrStory, 1);
  g_autoptr(CrPolicy) policy = cr_policy_new_default();
  g_autofree char *ini = g_build_filename(dir, "profile.ini", NULL);
  story->profile = cr_profile_new();
  cr_intake_init(&story->intake, story->profile, CR_INSTANT_NONE, CR_INSTANT_NONE, problem, data);
  g_autofree char *plain = cr_intake_inner(&story->intake, dir, "profile.ini", "profile.ini");
  if (!g_file_test(dir, G_FILE_TEST_IS_DIR)) {
    g_set_error(error, CR_ERROR, CR_ERROR_NOT_FOUND, "%s: no such folder", dir);
    return NULL;
  }
  if (plain == NULL)
    problem("profile.ini: there is none; times are UTC, and nobody's mail is the candidate's",
            data);
  else if (!cr_intake_profile(ini, story->profile, policy, problem, data, error))
    return NULL;
  take_inputs(story, dir);
  if (!set_up(story, policy, error))
    return NULL;
  const GPtrArray *facts = story->intake.facts;
  CrInstant first = facts->len ? ((CrFact *) facts->pdata[0])->at : CR_INSTANT_NONE;
  if (!story_take_tables(dir, story->desk->engine, first, &story->intake, &first, error))
    return NULL;
  story->now = first != CR_INSTANT_NONE ? first : 0;
  return g_steal_pointer(&story);
}

CrDesk *
cr_story_desk(CrStory *story) {
  return story->desk;
}

CrInstant
cr_story_now(const CrStory *story) {
  return story->now;
}

static CrInstant
last_start(const CrReading *mail) {
  CrInstant last = CR_INSTANT_NONE;
  for (guint i = 0; mail && i < mail->times->len; i++)
    last = MAX(last, ((CrMention *) mail->times->pdata[i])->start);
  return last;
}

CrInstant
cr_story_last_moment(const CrStory *story) {
  CrInstant last = story->now;
  for (guint i = 0; i < story->intake.facts->len; i++) {
    const CrFact *fact = story->intake.facts->pdata[i];
    last = MAX(last, MAX(fact->at, last_start(fact->mail)));
    last = MAX(last, MAX(fact->when, fact->event ? fact->event->start : CR_INSTANT_NONE));
  }
  return last;
}

void
cr_story_take_over(CrStory *story) {
  story->taken_over = TRUE;
}

static gboolean
is_own(const CrFact *fact) {
  return fact->kind == CR_FACT_ACT || fact->kind == CR_FACT_APPLICATION;
}

static CrFact *
next_input(CrStory *story) {
  const GPtrArray *facts = story->intake.facts;
  while (story->taken_over && story->next < facts->len && is_own(facts->pdata[story->next]))
    story->next++;
  return story->next < facts->len ? facts->pdata[story->next] : NULL;
}

gboolean
cr_story_next(CrStory *story, CrInstant *ret_next, GError **error) {
  const CrFact *fact = next_input(story);
  CrInstant due;
  if (!cr_engine_next_due(story->desk->engine, &due, error))
    return FALSE;
  *ret_next = fact && (due == CR_INSTANT_NONE || fact->at <= due) ? fact->at : due;
  return TRUE;
}

/* The key of an act ends in its line. */
static void
report_act(CrStory *story, const CrFact *act) {
  g_autofree char *named =
      act->effect_id ? g_strdup_printf("there is no call \"%.80s\" then", act->effect_id) : NULL;
  g_autofree char *message =
      g_strdup_printf("acts.jsonl: line %s: %s; the act is skipped",
                      strrchr(act->source_key, ':') + 1, named ? named : "no call is known yet");
  story->intake.problem(message, story->intake.data);
}

static gboolean
observe(CrStory *story, CrFact *fact, GError **error) {
  g_autoptr(GError) local = NULL;
  if (fact->kind == CR_FACT_APPLICATION)
    return story_act_on_application(story->desk->engine, fact, &story->intake, error);
  gboolean act = fact->kind == CR_FACT_ACT;
  int interview = act ? meant_interview(story->desk->store, fact, &local) : 0;
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  if (act && interview == 0) {
    report_act(story, fact);
    return TRUE;
  }
  return cr_engine_observe(story->desk->engine, fact, interview, fact->at, NULL, error);
}

gboolean
cr_story_advance(CrStory *story, CrInstant until, GError **error) {
  for (;;) {
    CrFact *fact = next_input(story);
    CrInstant at;
    if (!cr_story_next(story, &at, error))
      return FALSE;
    if (at == CR_INSTANT_NONE || at > until)
      return TRUE;
    gboolean input = fact && fact->at == at;
    story->now = MAX(story->now, at);
    if (input ? !observe(story, fact, error)
              : !cr_engine_tick(story->desk->engine, story->now, error))
      return FALSE;
    story->next += input;
  }
}
