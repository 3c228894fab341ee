/* A mailbox is read in any order: a cancellation may be read before the invitation that it cancels.
 * Of those that nobody knows yet the newest few of meetings to come are kept until it is. */
#include "base/text.h"
#include "engine/engine-private.h"
#include "engine/setting.h"
#include "playbook/agree.h"

#define SETTING "cancels"
#define MAX_KEPT 64

static gboolean
save(CrEngine *engine, const json_t *list, GError **error) {
  g_autofree char *text = cr_json_print(list);
  return cr_store_set(engine->store, SETTING, text, error);
}

static CrFact *
kept_at(const json_t *list, gsize i) {
  CrFact *fact = cr_fact_from_json(json_array_get(list, i), NULL);
  if (fact && fact->event == NULL)
    g_clear_pointer(&fact, cr_fact_free);
  return fact;
}

/* What is over is of no use any more, and the oldest make room. */
static void
prune(json_t *list, CrInstant now) {
  for (gsize i = json_array_size(list); i > 0; i--) {
    g_autoptr(CrFact) fact = kept_at(list, i - 1);
    if (fact == NULL || fact->event->start < now - CR_DAY_USEC)
      json_array_remove(list, i - 1);
  }
  while (json_array_size(list) > MAX_KEPT)
    json_array_remove(list, 0);
}

static gboolean
cancels(const CrFact *fact) {
  const CrEvent *event = fact->event;
  return fact->kind == CR_FACT_INVITE && event->uid && event->start != CR_INSTANT_NONE &&
         (event->method == CR_METHOD_CANCEL || event->cancelled) &&
         (fact->mail == NULL || !fact->mail->forged);
}

gboolean
engine_keep_early(CrEngine *engine, const CrFact *fact, CrInstant now, GError **error) {
  if (!cancels(fact) || fact->event->start < now - CR_DAY_USEC)
    return TRUE;
  g_autoptr(json_t) list = setting_load_list(engine->store, SETTING), one = cr_fact_to_json(fact);
  json_t *mail = json_object_get(one, "mail");
  json_object_del(mail, "text");
  json_object_del(mail, "times");
  for (gsize i = 0; i < json_array_size(list); i++)
    if (g_strcmp0(cr_json_string(json_array_get(list, i), "source_key"), fact->source_key) == 0)
      return TRUE;
  json_array_append(list, one);
  prune(list, now);
  return save(engine, list, error);
}

/* A cancellation of a whole series is one of each of its calls: those to come learn of it, too. */
static gboolean
hear(CrEngine *engine, json_t *list, gsize i, const CrInterview *interview, CrFact *fact,
     CrInstant now, GError **error) {
  gboolean whole =
      interview->recurrence_id != CR_INSTANT_NONE && fact->event->recurrence_id == CR_INSTANT_NONE;
  int unused;
  fact->learnt = now;
  if (whole) {
    g_autofree char *key = g_strdup_printf("%s#%d", fact->source_key, interview->id);
    g_free(fact->source_key);
    fact->source_key = g_steal_pointer(&key);
  } else {
    json_array_remove(list, i);
  }
  return (whole || save(engine, list, error)) &&
         engine_observe(engine, fact, interview->id, now, &unused, error);
}

gboolean
engine_hear_early(CrEngine *engine, const CrInterview *interview, CrInstant now, GError **error) {
  g_autoptr(json_t) list = setting_load_list(engine->store, SETTING);
  for (gsize i = json_array_size(list); i > 0; i--) {
    g_autoptr(CrFact) fact = kept_at(list, i - 1);
    if (fact && cr_text_equal(fact->event->uid, interview->uid) &&
        cr_agree_same_occurrence(interview, fact->event) &&
        !hear(engine, list, i - 1, interview, fact, now, error))
      return FALSE;
  }
  return TRUE;
}
