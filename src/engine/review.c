#include "engine/review.h"

#include "base/error.h"
#include "base/text.h"
#include "engine/apps.h"
#include "engine/engine-private.h"
#include "engine/worker.h"

#include <string.h>

/* The setting with the day that was sent last, "2026-11-27". */
#define SENT "review.sent"
#define WEEK 7
#define AGAIN_USEC (10 * CR_MINUTE)

/* The candidate's days */

static CrInstant
end_of(CrDay day, CrEngine *engine) {
  const CrPolicy *policy = cr_engine_policy(engine);
  CrWall wall = {.hour = policy->hours_to_min / 60, .minute = policy->hours_to_min % 60};
  cr_day_to_date(day, &wall.year, &wall.month, &wall.day);
  return cr_zone_instant(cr_engine_zone(engine), &wall);
}

static char *
name_of(CrDay day) {
  int year, month, date;
  cr_day_to_date(day, &year, &month, &date);
  return g_strdup_printf("%04d-%02d-%02d", year, month, date);
}

/* Sending */

typedef struct {
  CrEngine *engine;
  const char *day; /* NULL: nothing is kept */
} Mark;

static gboolean
keep(CrEngine *engine, const char *day) {
  return engine_begin(engine, TRUE, NULL) &&
         cr_store_end(engine->store, cr_store_set(engine->store, SENT, day, NULL), NULL);
}

/* Just before it cannot be taken back: rather none than two. */
static gboolean
pass(gpointer data) {
  const Mark *mark = data;
  return mark->day == NULL || keep(mark->engine, mark->day);
}

static CrOutcome
post(const CrMailer *mailer, CrEngine *engine, CrInstant now, const char *day, char **ret_text) {
  const CrProfile *profile = cr_engine_profile(engine);
  Mark mark = {engine, day};
  /* A copy: reading the week reads the account anew. */
  g_autofree char *mine = g_strdup(profile->emails ? profile->emails[0] : NULL);
  g_autoptr(GError) error = NULL;
  *ret_text = NULL;
  if (mine == NULL) {
    *ret_text = g_strdup("your address is not known yet; see: crickets setup");
    return CR_OUTCOME_DRAFTED;
  }
  g_autofree char *eml = cr_apps_review_mail(engine, now, &error);
  if (eml == NULL) {
    *ret_text = g_strdup(error->message);
    return CR_OUTCOME_HELD;
  }
  const CrParcel parcel = {
      .from = mine, .to = mine, .bytes = eml, .length = strlen(eml), .pass = pass, .data = &mark};
  return cr_mailer_post(mailer, &parcel, ret_text);
}

CrOutcome
cr_review_send(const CrMailer *mailer, CrEngine *engine, CrInstant now, char **ret_text) {
  return post(mailer, engine, now, NULL, ret_text);
}

/* The day that was sent last, or NULL; the account is read anew with it. */
static gboolean
load_sent(CrEngine *engine, char **ret_day, GError **error) {
  g_autoptr(GError) local = NULL;
  if (!engine_begin(engine, FALSE, error))
    return FALSE;
  *ret_day = cr_store_get(engine->store, SENT, &local);
  cr_store_rollback(engine->store);
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  return local == NULL;
}

gboolean
cr_review_send_due(const CrMailer *mailer, CrEngine *engine, CrInstant now, CrInstant *ret_next,
                   GError **error) {
  g_autofree char *sent = NULL, *day = NULL, *text = NULL;
  *ret_next = CR_INSTANT_NONE;
  if (!load_sent(engine, &sent, error))
    return FALSE;
  int wanted = cr_engine_policy(engine)->review_day;
  if (wanted == 0)
    return TRUE;
  CrDay today = cr_zone_day(cr_engine_zone(engine), now);
  int days = (wanted - 1 - (int) cr_day_weekday(today) + WEEK) % WEEK;
  *ret_next = end_of(today + days, engine);
  if (now < *ret_next)
    return TRUE;
  *ret_next = end_of(today + WEEK, engine);
  day = name_of(today);
  if (cr_text_equal(sent, day))
    return TRUE;
  CrOutcome outcome = post(mailer, engine, now, day, &text);
  if (outcome == CR_OUTCOME_SENT || outcome == CR_OUTCOME_DRAFTED || outcome == CR_OUTCOME_IN_DOUBT)
    return TRUE;
  keep(engine, NULL); /* it surely was not taken */
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "the weekly review was not sent: %s",
              text ? text : "the mail server did not take it");
  return FALSE;
}

/* The thread */

struct _CrReviewer {
  const CrMailer *mailer;
  const char *uri;
  gint64 account;
  CrInstant (*now)(gpointer data);
  gpointer data;
  gint64 not_before_usec; /* monotonic: of one that was not taken */
  CrWorker *worker;
};

static gint64
work(gpointer data) {
  CrReviewer *reviewer = data;
  CrInstant now = reviewer->now(reviewer->data), next;
  gint64 wait_usec = reviewer->not_before_usec - g_get_monotonic_time();
  g_autoptr(GError) error = NULL;
  if (wait_usec > 0)
    return wait_usec;
  g_autoptr(CrStore) store = cr_store_open(reviewer->uri, &error);
  g_autoptr(CrEngine) engine = store ? cr_engine_new(store, reviewer->account, &error) : NULL;
  if (engine && cr_review_send_due(reviewer->mailer, engine, now, &next, &error))
    return next == CR_INSTANT_NONE ? CR_WORKER_SLEEP : next - now;
  g_log_structured("crickets", G_LOG_LEVEL_WARNING, "MESSAGE", "%s; trying again", error->message);
  reviewer->not_before_usec = g_get_monotonic_time() + AGAIN_USEC;
  return AGAIN_USEC;
}

CrReviewer *
cr_reviewer_new(const CrMailer *mailer, const char *uri, gint64 account,
                CrInstant (*now)(gpointer data), gpointer data) {
  CrReviewer *reviewer = g_new0(CrReviewer, 1);
  *reviewer =
      (CrReviewer){.mailer = mailer, .uri = uri, .account = account, .now = now, .data = data};
  reviewer->worker = cr_worker_new("reviewer", work, reviewer);
  return reviewer;
}

void
cr_reviewer_wake(CrReviewer *reviewer) {
  if (reviewer)
    cr_worker_wake(reviewer->worker);
}

void
cr_reviewer_free(CrReviewer *reviewer) {
  if (reviewer == NULL)
    return;
  cr_worker_free(reviewer->worker);
  g_free(reviewer);
}
