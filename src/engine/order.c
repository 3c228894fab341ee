/* Words are judged in the order in which they were said, whatever order they are read in: folders
 * are read one by one, and a mail program may keep its copy late. What was said before the call was
 * agreed on is remembered, and decides nothing. Of a word that was said before others which were
 * judged already, those are heard once more after it: each of them says what is so from then on, so
 * that the last word stands, and an answer finds what it answers. */
#include "base/text.h"
#include "engine/engine-private.h"
#include "playbook/agree.h"

static int
compare_said(gconstpointer a, gconstpointer b) {
  const CrFact *x = *(CrFact *const *) a, *y = *(CrFact *const *) b;
  return (x->at > y->at) - (x->at < y->at);
}

static gboolean
is_late(const CrInterview *iv, const CrFact *fact) {
  return cr_fact_is_word(fact) && iv->heard != CR_INSTANT_NONE && fact->at < iv->heard &&
         iv->forgot == CR_INSTANT_NONE;
}

/* It was done because of what was heard so far, which is not heard again. */
static gboolean
is_deed(const CrFact *fact) {
  return fact->kind == CR_FACT_ACT || fact->kind == CR_FACT_CALL ||
         (fact->kind == CR_FACT_OUTCOME && fact->outcome == CR_OUTCOME_SENT);
}

/* The words that were said after it and that nothing was done upon, in the order in which they were
 * said. facts: in the order in which they were learnt. Borrowed. */
static GPtrArray *
said_after(const GPtrArray *facts, const CrFact *fact) {
  GPtrArray *later = g_ptr_array_new();
  for (guint i = facts->len; i > 0 && !is_deed(facts->pdata[i - 1]); i--) {
    CrFact *other = facts->pdata[i - 1];
    if (cr_fact_is_word(other) && other->at > fact->at)
      g_ptr_array_insert(later, 0, other);
  }
  g_ptr_array_sort(later, compare_said);
  return later;
}

/* When a message of that call was written, NONE when it is not known. */
static gboolean
written_at(CrEngine *engine, int interview, const char *message_id, CrInstant *ret_at,
           GError **error) {
  g_autoptr(GPtrArray) letters = cr_store_list_effects(engine->store, interview, -1, error);
  g_autoptr(GPtrArray) facts = letters ? cr_store_facts(engine->store, interview, 0, error) : NULL;
  *ret_at = CR_INSTANT_NONE;
  for (guint i = 0; letters && i < letters->len; i++) {
    const CrEffect *letter = letters->pdata[i];
    if (cr_text_equal(letter->message_id, message_id))
      *ret_at = letter->at;
  }
  for (guint i = 0; facts && i < facts->len; i++) {
    const CrFact *fact = facts->pdata[i];
    if (fact->mail && cr_text_equal(fact->mail->message_id, message_id))
      *ret_at = fact->at;
  }
  return facts != NULL;
}

gboolean
engine_mend_date(CrEngine *engine, const CrInterview *iv, CrFact *fact, CrInstant now,
                 GError **error) {
  const char *answered = fact->mail ? fact->mail->in_reply_to : NULL;
  CrInstant at;
  if (answered == NULL || fact->at >= MAX(iv->heard, iv->state.last_out))
    return TRUE;
  if (!written_at(engine, iv->id, answered, &at, error))
    return FALSE;
  fact->at = MAX(fact->at, MIN(at, now));
  return TRUE;
}

/* An older confirmation of another hour is worth a warning, and a robot's word is no part of what
 * was agreed. */
static gboolean
only_teaches(const CrFact *fact) {
  return (fact->kind == CR_FACT_OWN_MAIL && fact->event == NULL) ||
         (fact->kind == CR_FACT_MAIL && fact->event == NULL && !fact->mail->automatic &&
          !fact->mail->list && fact->trust >= CR_TRUST_THREAD &&
          fact->mail->class != CR_MAIL_BOUNCE && fact->mail->class != CR_MAIL_CONFIRMATION);
}

/* When what founded the call was said, NONE when nothing that was said did. That never changes: it
 * is read once, for a mailbox brings many mails of one call. */
static gboolean
founding_word(CrEngine *engine, int interview, CrInstant *ret_at, GError **error) {
  if (engine->founded == NULL)
    engine->founded = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
  const gint64 *known = g_hash_table_lookup(engine->founded, GINT_TO_POINTER(interview));
  if (known == NULL) {
    CrInstant at = CR_INSTANT_NONE;
    g_autoptr(GPtrArray) facts = cr_store_facts(engine->store, interview, 0, error);
    if (facts == NULL)
      return FALSE;
    for (guint i = 0; i < facts->len; i++) {
      const CrFact *fact = facts->pdata[i];
      at = fact->founds ? MAX(at, fact->at) : at;
    }
    known = g_memdup2(&at, sizeof at);
    g_hash_table_insert(engine->founded, GINT_TO_POINTER(interview), (gpointer) known);
  }
  *ret_at = *known;
  return TRUE;
}

/* Whether one of the call's own words was said after it; a call inherits when its people were
 * heard. */
static gboolean
is_outdone(CrEngine *engine, int interview, const CrFact *fact, gboolean *ret, GError **error) {
  g_autoptr(GPtrArray) facts = cr_store_facts(engine->store, interview, 0, error);
  *ret = FALSE;
  for (guint i = 0; facts && i < facts->len && !*ret; i++) {
    const CrFact *other = facts->pdata[i];
    *ret = cr_fact_is_word(other) && other->at > fact->at;
  }
  return facts != NULL;
}

gboolean
engine_is_before_agreed(CrEngine *engine, const CrInterview *iv, const CrFact *fact,
                        gboolean *ret_before, GError **error) {
  CrInstant founded;
  gboolean outdone = TRUE;
  *ret_before = FALSE;
  if (!is_late(iv, fact) || !only_teaches(fact))
    return TRUE;
  if (!founding_word(engine, iv->id, &founded, error) ||
      (founded <= fact->at && iv->state.predecessor &&
       !is_outdone(engine, iv->id, fact, &outdone, error)))
    return FALSE;
  *ret_before = founded > fact->at || !outdone;
  return TRUE;
}

gboolean
engine_take_earlier(CrEngine *engine, CrInterview *iv, const CrFact *fact, CrInstant now,
                    GError **error) {
  gboolean added;
  cr_agree_recall(iv, fact->mail, engine->profile);
  return cr_store_add_fact(engine->store, iv->id, fact, &added, error) &&
         cr_store_save_interview(engine->store, iv, error) &&
         engine_note_mail(engine, fact, iv->id, now, error);
}

static char *
line_key(const char *event, const char *text) {
  return g_strconcat(event, " ", text, NULL);
}

static GHashTable *
lines_of(CrEngine *engine, int interview, GError **error) {
  g_autoptr(GPtrArray) rows = cr_store_timeline(engine->store, interview, 0, error);
  GHashTable *told = rows ? g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) : NULL;
  for (guint i = 0; rows && i < rows->len; i++) {
    const CrTimelineRow *row = rows->pdata[i];
    g_hash_table_add(told, line_key(row->event, row->text));
  }
  return told;
}

gboolean
engine_was_told(const CrEngine *engine, const char *event, const char *text) {
  if (engine->told == NULL)
    return FALSE;
  g_autofree char *key = line_key(event, text);
  return g_hash_table_contains(engine->told, key);
}

/* Whether the word changed more than what is noted of any. */
static gboolean
has_changed(const CrInterview *before, const CrInterview *after) {
  g_autoptr(CrInterview) old = cr_interview_copy(before);
  old->state.due = after->state.due;
  old->state.seen_at = after->state.seen_at;
  return old->start != after->start ||
         !cr_record_equal(&cr_state_record, &old->state, &after->state);
}

static gboolean
hear_again(CrEngine *engine, int interview, const CrFact *word, CrInstant now, GError **error) {
  g_autoptr(CrInterview) iv = cr_store_load_interview(engine->store, interview, error);
  return iv && (cr_phase_is_final(iv->state.phase) ||
                engine_decide_on(engine, iv, iv, word, now, NULL, error));
}

gboolean
engine_hear_later(CrEngine *engine, const CrInterview *before, const CrInterview *after,
                  const CrFact *fact, CrInstant now, GError **error) {
  gboolean vouched = fact->trust >= CR_TRUST_COLLEAGUE || fact->mail == NULL ||
                     fact->mail->class == CR_MAIL_BOUNCE; /* else the candidate is only asked */
  if (!is_late(before, fact) || !vouched || !has_changed(before, after))
    return TRUE;
  g_autoptr(GPtrArray) facts = cr_store_facts(engine->store, after->id, 0, error);
  g_autoptr(GPtrArray) later = facts ? said_after(facts, fact) : NULL;
  gboolean ok = later != NULL;
  for (guint i = 0; ok && i < later->len; i++) {
    engine->told = lines_of(engine, after->id, error);
    ok = engine->told && hear_again(engine, after->id, later->pdata[i], now, error);
    g_clear_pointer(&engine->told, g_hash_table_unref);
  }
  return ok;
}
