/* One account on one store: who they are, what is watched, and its transactions. */
#include "engine/engine-private.h"

#include "base/error.h"
#include "store/audit.h"

CrEngine *
engine_new(CrStore *store, gint64 account, GError **error) {
  g_autoptr(CrEngine) engine = g_new0(CrEngine, 1);
  engine->store = store;
  engine->account = account;
  engine->calls_until = CR_INSTANT_NONE;
  return cr_store_load_account(store, &engine->profile, &engine->policy, error)
             ? g_steal_pointer(&engine)
             : NULL;
}

CrEngine *
cr_engine_new(CrStore *store, gint64 account, GError **error) {
  if (!cr_store_begin(store, account, FALSE, error))
    return NULL;
  CrEngine *engine = engine_new(store, account, error);
  cr_store_rollback(store);
  return engine;
}

void
cr_engine_free(CrEngine *engine) {
  if (engine == NULL)
    return;
  cr_profile_free(engine->profile);
  cr_policy_free(engine->policy);
  engine_forget_taken(engine);
  g_clear_pointer(&engine->founded, g_hash_table_unref);
  g_free(engine);
}

const CrProfile *
cr_engine_profile(const CrEngine *engine) {
  return engine->profile;
}

gint64
cr_engine_account(const CrEngine *engine) {
  return engine->account;
}

const CrZone *
cr_engine_zone(const CrEngine *engine) {
  const CrZone *zone = cr_zone_find(engine->profile->zone);
  return zone ? zone : cr_zone_utc();
}

const CrPolicy *
cr_engine_policy(const CrEngine *engine) {
  return engine->policy;
}

/* The fields in which b is other than a, each with its new value when values: "zone=…, country=…".
 */
static char *
changes_between(const CrRecord *record, gconstpointer a, gconstpointer b, gboolean values) {
  g_autoptr(json_t) before = cr_record_to_json(record, a), after = cr_record_to_json(record, b);
  g_autoptr(GString) text = g_string_new(NULL);
  for (const CrField *field = record->fields; field->name; field++) {
    const json_t *value = json_object_get(after, field->name);
    if (json_equal(json_object_get(before, field->name), value) ||
        (value == NULL && json_object_get(before, field->name) == NULL))
      continue;
    g_autofree char *printed = value && values ? cr_json_print(value) : NULL;
    g_string_append_printf(text, "%s%s%s%s", text->len ? ", " : "", field->name, values ? "=" : "",
                           printed  ? printed
                           : values ? "0"
                                    : "");
  }
  return g_string_free(g_steal_pointer(&text), FALSE);
}

static gboolean
note_changes(CrEngine *engine, const CrProfile *profile, const CrPolicy *policy,
             const CrActor *actor, CrInstant now, GError **error) {
  g_autofree char *who = changes_between(&cr_profile_record, engine->profile, profile, FALSE);
  g_autofree char *how = changes_between(&cr_policy_record, engine->policy, policy, TRUE);
  gboolean autopilot = policy->autopilot != engine->policy->autopilot;
  return (*who == '\0' ||
          cr_store_add_deed(engine->store, CR_DEED_PROFILE_CHANGED, actor, now, who, error)) &&
         (*how == '\0' ||
          cr_store_add_deed(engine->store,
                            autopilot ? CR_DEED_AUTOPILOT_CHANGED : CR_DEED_POLICY_CHANGED, actor,
                            now, how, error));
}

gboolean
engine_save_account(CrEngine *engine, const CrProfile *profile, const CrPolicy *policy,
                    const CrActor *actor, CrInstant now, GError **error) {
  const CrProfile *who = profile ? profile : engine->profile;
  const CrPolicy *how = policy ? policy : engine->policy;
  if ((now != CR_INSTANT_NONE && !note_changes(engine, who, how, actor, now, error)) ||
      !cr_store_save_account(engine->store, who, how, error))
    return FALSE;
  if (profile)
    cr_record_assign(&cr_profile_record, engine->profile, profile);
  if (policy)
    cr_record_assign(&cr_policy_record, engine->policy, policy);
  return TRUE;
}

gboolean
cr_engine_set_account(CrEngine *engine, const CrProfile *profile, const CrPolicy *policy,
                      const CrActor *actor, CrInstant now, GError **error) {
  return engine_begin(engine, TRUE, error) &&
         cr_store_end(engine->store,
                      engine_save_account(engine, profile, policy, actor, now, error), error);
}

gboolean
cr_engine_change_account(CrEngine *engine, const CrProfile *shown, const CrProfile *profile,
                         const CrPolicy *shown_policy, const CrPolicy *policy, const CrActor *actor,
                         CrInstant now, GError **error) {
  if (!engine_begin(engine, TRUE, error))
    return FALSE;
  g_autoptr(CrProfile) who = cr_record_merge(&cr_profile_record, shown, profile, engine->profile);
  g_autoptr(CrPolicy) how =
      cr_record_merge(&cr_policy_record, shown_policy, policy, engine->policy);
  return cr_store_end(engine->store, engine_save_account(engine, who, how, actor, now, error),
                      error);
}

void
cr_engine_set_performer(CrEngine *engine, CrPerform perform, gpointer data) {
  engine->perform = perform;
  engine->perform_data = data;
}

void
cr_engine_set_watched(CrEngine *engine, gboolean mail, CrInstant calls_until) {
  engine->mail_watched = mail;
  engine->calls_until = calls_until;
}

CrInstant
engine_kept_instant(CrStore *store, const char *name) {
  g_autofree char *text = cr_store_get(store, name, NULL);
  gint64 at;
  gboolean kept = text && g_ascii_string_to_signed(text, 10, G_MININT64, G_MAXINT64, &at, NULL);
  return kept ? at : CR_INSTANT_NONE;
}

gboolean
engine_calls_reach(CrStore *store, CrInstant until, GError **error) {
  return until <= engine_kept_instant(store, "calls.until") ||
         cr_store_set_number(store, "calls.until", until, error);
}

void
engine_load_watched(CrEngine *engine, CrInstant now) {
  CrInstant read = engine_kept_instant(engine->store, "read.mail");
  engine->mail_watched = read != CR_INSTANT_NONE && now >= read && now - read < CR_DAY_USEC;
  engine->calls_until = engine_kept_instant(engine->store, "calls.until");
}

gboolean
cr_engine_load_watched(CrEngine *engine, CrInstant now, GError **error) {
  if (!cr_store_begin(engine->store, engine->account, FALSE, error))
    return FALSE;
  engine_load_watched(engine, now);
  cr_store_rollback(engine->store);
  return TRUE;
}

void
cr_engine_set_look(CrEngine *engine, CrLook look, gpointer data) {
  engine->look = look;
  engine->look_data = data;
}

void
cr_engine_leave_outbox(CrEngine *engine) {
  engine->leaves_outbox = TRUE;
}

void
cr_engine_await_sender(CrEngine *engine) {
  engine->awaits_sender = TRUE;
}

gboolean
engine_begin(CrEngine *engine, gboolean write, GError **error) {
  g_autoptr(CrProfile) profile = NULL;
  g_autoptr(CrPolicy) policy = NULL;
  if (!cr_store_begin(engine->store, engine->account, write, error))
    return FALSE;
  if (!cr_store_load_account(engine->store, &profile, &policy, error)) {
    cr_store_rollback(engine->store);
    return FALSE;
  }
  cr_record_assign(&cr_profile_record, engine->profile, profile);
  cr_record_assign(&cr_policy_record, engine->policy, policy);
  return TRUE;
}

gboolean
engine_was_done(CrEngine *engine, const char *key, CrInstant now, gboolean *ret_done,
                GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(CrFact) fact = cr_store_find_fact(engine->store, key, &local);
  if (fact && now - fact->learnt >= CR_ANSWER_KEPT_USEC)
    g_set_error_literal(&local, CR_ERROR, CR_ERROR_CONFLICT,
                        "that key stood for something that was done more than a day ago: nothing "
                        "was done now; take another key");
  *ret_done = fact != NULL;
  if (local == NULL)
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

#define MOST_TRIES 15 /* of some 5 s each */

gboolean
engine_tries_again(const GError *error, guint failures) {
  return failures < MOST_TRIES && (g_error_matches(error, CR_ERROR, CR_ERROR_LOST) ||
                                   g_error_matches(error, CR_ERROR, CR_ERROR_BUSY));
}

char *
engine_new_key(CrEngine *engine, const char *stem, GError **error) {
  g_autofree char *key = g_strdup(stem);
  gboolean known = TRUE;
  for (int repeat = 1; known; repeat++) {
    if (!cr_store_has_fact(engine->store, key, &known, error))
      return NULL;
    if (known) {
      g_free(key);
      key = g_strdup_printf("%s#%d", stem, repeat);
    }
  }
  return g_steal_pointer(&key);
}

/* So near, a call is got ready for. */
#define NEAR_USEC (15 * CR_MINUTE)

/* What waits for the candidate before what lies ahead, and each the nearer to now the sooner; but a
 * call that is due in minutes before what was missed. */
static int
urgency(const CrInterview *iv, CrInstant now) {
  const CrState *s = &iv->state;
  gboolean missed = s->phase == CR_PHASE_MISSED;
  if (s->phase == CR_PHASE_WAITING)
    return 0;
  if (!missed && iv->start - now <= NEAR_USEC)
    return 1;
  if (s->question || s->step == CR_STEP_PICK || (missed && s->step != CR_STEP_AWAIT))
    return 2;
  return missed ? 4 : 3;
}

static int
compare_urgency(gconstpointer a, gconstpointer b, gpointer data) {
  const CrInterview *x = *(CrInterview *const *) a, *y = *(CrInterview *const *) b;
  CrInstant now = *(CrInstant *) data;
  int difference = urgency(x, now) - urgency(y, now);
  if (difference)
    return difference;
  CrInstant apart_x = ABS(x->start - now), apart_y = ABS(y->start - now);
  return (apart_x > apart_y) - (apart_x < apart_y);
}

void
engine_sort_urgent(GPtrArray *calls, CrInstant now) {
  g_ptr_array_sort_with_data(calls, compare_urgency, &now);
}
