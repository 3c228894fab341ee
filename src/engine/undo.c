/* The last act can be taken back while nothing followed from it: of each act the interview and its
 * letters as they were before are kept, and an UNDO is decided on that. A slip of the thumb costs
 * nothing. */
#include "base/error.h"
#include "engine/engine-private.h"

#include <string.h>

#define LOOK_BACK 4 /* facts */

static char *
name_for(int interview) {
  return g_strdup_printf("undo.%d", interview);
}

/* The letters of a call as they are kept, by their id. */
static json_t *
letters_of(CrStore *store, int interview, GError **error) {
  g_autoptr(GPtrArray) letters = cr_store_list_effects(store, interview, -1, error);
  json_t *json = letters ? json_object() : NULL;
  for (guint i = 0; json && i < letters->len; i++) {
    const CrEffect *letter = letters->pdata[i];
    json_object_set_new(json, letter->id, cr_record_to_json(&cr_effect_record, letter));
  }
  return json;
}

gboolean
engine_keep_before_act(CrEngine *engine, const CrInterview *before, const CrFact *act,
                       const char *key, GError **error) {
  g_autofree char *name = name_for(before->id);
  json_t *letters = letters_of(engine->store, before->id, error);
  if (letters == NULL)
    return FALSE;
  g_autoptr(json_t) json =
      json_pack("{s:o,s:o,s:s,s:s}", "before", cr_record_to_json(&cr_interview_record, before),
                "letters", letters, "fact", key, "act", cr_act_names[act->act]);
  g_autofree char *text = cr_json_print(json);
  return cr_store_set(engine->store, name, text, error);
}

gboolean
engine_drop_act(CrEngine *engine, int interview, GError **error) {
  g_autofree char *name = name_for(interview);
  return cr_store_set(engine->store, name, NULL, error);
}

/* Whether the fact with that key is the newest, save for ticks that it brought about itself: a
 * letter that fell due with the act, and was drafted. */
static gboolean
is_newest(const GPtrArray *facts, const char *key) {
  CrInstant last = CR_INSTANT_NONE;
  for (guint i = facts->len; i > 0; i--) {
    const CrFact *fact = facts->pdata[i - 1];
    if (g_strcmp0(fact->source_key, key) == 0)
      return last <= fact->at;
    if (fact->kind != CR_FACT_TICK)
      return FALSE;
    last = MAX(last, fact->at);
  }
  return FALSE;
}

/* What is kept of the last act; NULL when there is none, or when something followed it. */
static json_t *
kept_of(CrStore *store, const CrInterview *iv) {
  /* A letter that is on its way cannot be called back, nor may it go out twice. */
  if (iv->state.letter == CR_LETTER_SENDING || iv->state.letter == CR_LETTER_IN_DOUBT)
    return NULL;
  g_autofree char *name = name_for(iv->id);
  g_autofree char *text = cr_store_get(store, name, NULL);
  g_autoptr(json_t) kept = text ? cr_json_parse(text, strlen(text), NULL) : NULL;
  g_autoptr(GPtrArray) newest = kept ? cr_store_facts(store, iv->id, LOOK_BACK, NULL) : NULL;
  if (newest == NULL || !is_newest(newest, cr_json_string(kept, "fact")))
    return NULL;
  return g_steal_pointer(&kept);
}

char *
engine_last_act(CrStore *store, const CrInterview *iv) {
  g_autoptr(json_t) kept = kept_of(store, iv);
  return g_strdup(kept ? cr_json_string(kept, "act") : NULL);
}

/* The call at the new time goes with the act that told of it, unless something came of it. */
static gboolean
drop_successor(CrEngine *engine, const CrInterview *iv, CrInstant now, GError **error) {
  int successor = iv->state.successor, unused;
  g_autoptr(CrInterview) next = cr_store_load_interview(engine->store, successor, error);
  if (next && next->state.predecessor != iv->id)
    return TRUE; /* it was there before */
  g_autoptr(GPtrArray) facts = next ? cr_store_facts(engine->store, successor, 1, error) : NULL;
  if (facts == NULL)
    return FALSE;
  if (facts->len > 0) {
    g_set_error(error, CR_ERROR, CR_ERROR_CONFLICT,
                "it cannot be taken back: the call at the new time went on");
    return FALSE;
  }
  g_autofree char *stem = g_strdup_printf("undo:%d:%" G_GINT64_FORMAT, successor, now);
  g_autofree char *key = engine_new_key(engine, stem, error);
  if (key == NULL)
    return FALSE;
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ACT, now, "candidate", key);
  fact->act = CR_ACT_CANCELLED;
  return engine_observe(engine, fact, successor, now, &unused, error);
}

/* A letter that the act settled is what it was; one that only came of it is not wanted any more. */
static gboolean
restore_letters(CrEngine *engine, const CrInterview *iv, const json_t *kept, GError **error) {
  g_autoptr(GPtrArray) letters = cr_store_list_effects(engine->store, iv->id, -1, error);
  gboolean ok = letters != NULL;
  for (guint i = 0; ok && i < letters->len; i++) {
    CrEffect *letter = letters->pdata[i];
    const json_t *was = json_object_get(kept, letter->id);
    g_autoptr(CrEffect) before = was ? cr_record_from_json(&cr_effect_record, was, NULL) : NULL;
    if (before == NULL) {
      letter->status = CR_EFFECT_SUPPRESSED;
      g_free(letter->reason);
      letter->reason = g_strdup("you took back what it followed from");
    }
    ok = cr_store_save_effect(engine->store, before ? before : letter, error);
  }
  return ok;
}

/* Each call that the act with that key was heard of, too, is as it was before, unless something
 * followed there. */
static gboolean
undo_beside(CrEngine *engine, const CrInterview *iv, const char *key, const CrFact *undo,
            CrInstant now, GError **error) {
  g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int));
  gboolean ok = engine_add_of_pursuit(engine, iv, ids, error);
  for (guint i = 0; ok && i < ids->len; i++) {
    int id = g_array_index(ids, int, i), unused;
    const CrInterview *other = cr_store_see_interview(engine->store, id, NULL);
    g_autoptr(json_t) kept = other && id != iv->id ? kept_of(engine->store, other) : NULL;
    g_autofree char *copy = engine_copy_key(key, id);
    if (kept == NULL || g_strcmp0(cr_json_string(kept, "fact"), copy) != 0)
      continue;
    g_autofree char *undo_key = engine_copy_key(undo->source_key, id);
    g_autoptr(CrFact) again = cr_fact_new(CR_FACT_ACT, undo->at, undo->source, undo_key);
    again->act = CR_ACT_UNDO;
    ok = engine_observe(engine, again, id, now, &unused, error);
  }
  return ok;
}

CrInterview *
engine_before_act(CrEngine *engine, const CrInterview *iv, CrFact *undo, CrInstant now,
                  GError **error) {
  g_autofree char *name = name_for(iv->id), *logged = cr_store_get(engine->store, name, NULL);
  g_autoptr(json_t) kept = kept_of(engine->store, iv);
  g_autoptr(CrInterview) before =
      kept ? cr_record_from_json(&cr_interview_record, json_object_get(kept, "before"), NULL)
           : NULL;
  if (before == NULL) {
    g_set_error_literal(error, CR_ERROR, CR_ERROR_CONFLICT,
                        logged ? "what you logged last cannot be taken back: something followed it"
                               : "nothing was logged that could be taken back");
    return NULL;
  }
  const json_t *letters = json_object_get(kept, "letters");
  if (letters && !restore_letters(engine, iv, letters, error)) /* an older program kept none */
    return NULL;
  if (iv->state.successor != before->state.successor && !drop_successor(engine, iv, now, error))
    return NULL;
  if (!undo_beside(engine, iv, cr_json_string(kept, "fact"), undo, now, error))
    return NULL;
  g_free(undo->text);
  undo->text = g_strdelimit(g_strdup(cr_json_string(kept, "act")), "-", ' ');
  return cr_store_set(engine->store, name, NULL, error) ? g_steal_pointer(&before) : NULL;
}
