/* A fact finds the interview that it is about, or founds one, and the others that hear of it. */
#include "engine/engine-private.h"

#include "base/text.h"
#include "engine/link.h"
#include "playbook/agree.h"

/* A mail that carries an invite is read twice: as the invite, then for what its words add. */
static gboolean
hear_words_of_invite(CrEngine *engine, const CrInterview *iv, const CrFact *fact, CrInstant now,
                     GError **error) {
  gboolean agrees =
      fact->event->method == CR_METHOD_REQUEST || fact->event->method == CR_METHOD_PUBLISH;
  if (fact->mail == NULL || !agrees || fact->event->cancelled || fact->trust < CR_TRUST_COLLEAGUE ||
      cr_phase_is_final(iv->state.phase))
    return TRUE; /* a stranger's invite was asked about already */
  g_autofree char *key = g_strconcat(fact->source_key, "#text", NULL);
  g_autoptr(CrFact) words = cr_fact_new(CR_FACT_MAIL, fact->at, fact->source, key);
  words->learnt = fact->learnt;
  words->mail = cr_reading_copy(fact->mail);
  words->mail->class = CR_MAIL_CONFIRMATION;
  if (words->mail->second == CR_MAIL_NEW_TIME) /* which the invite tells better */
    words->mail->second = CR_MAIL_GENERIC;
  words->trust = fact->trust;
  words->founds = fact->founds;
  gboolean added;
  return cr_store_add_fact(engine->store, iv->id, words, &added, error) &&
         (!added || engine_decide_on(engine, iv, iv, words, now, NULL, error));
}

char *
engine_copy_key(const char *key, int interview) {
  return g_strdup_printf("%s#%d", key, interview);
}

static CrFact *
copy_of(const CrFact *fact, const CrEvent *event, const char *key) {
  CrFact *copy = cr_fact_new(fact->kind, fact->at, fact->source, key);
  copy->learnt = fact->learnt;
  copy->act = fact->act;
  copy->event = cr_event_copy(event);
  copy->mail = cr_reading_copy(fact->mail);
  copy->call = cr_call_copy(fact->call);
  return copy;
}

gboolean
engine_observe_copy(CrEngine *engine, const CrInterview *iv, const CrFact *fact,
                    const CrEvent *event, CrInstant now, GError **error) {
  g_autofree char *key = engine_copy_key(fact->source_key, iv->id);
  g_autoptr(CrFact) copy = copy_of(fact, event, key);
  copy->trust = cr_link_trust(iv, engine->profile, copy);
  copy->beside = TRUE;
  gboolean added;
  return cr_store_add_fact(engine->store, iv->id, copy, &added, error) &&
         (!added || engine_decide_on(engine, iv, iv, copy, now, NULL, error));
}

/* An invite that stands beside one with the same title may be meant to replace it. */
static gboolean
hear_of_twin(CrEngine *engine, const CrInterview *fresh, const CrFact *fact, CrInstant now,
             GError **error) {
  if (fresh->organizer == NULL)
    return TRUE;
  g_autoptr(GArray) ids =
      cr_store_find_interviews(engine->store, CR_FIND_ADDRESS, fresh->contact.email, error);
  gboolean ok = ids != NULL;
  for (guint i = 0; ok && i < ids->len; i++) {
    g_autoptr(CrInterview) iv =
        cr_store_load_interview(engine->store, g_array_index(ids, int, i), NULL);
    if (iv && iv->id != fresh->id && iv->state.phase == CR_PHASE_SCHEDULED &&
        cr_agree_is_twin(iv, fact->event))
      ok = engine_observe_copy(engine, iv, fact, fact->event, now, error);
  }
  return ok;
}

/* A panel's calls run into each other: who is still on the phone half-way through the next call has
 * kept that one, too. */
static gboolean
hear_of_next(CrEngine *engine, const CrInterview *first, const CrFact *fact, CrInstant now,
             GError **error) {
  if (fact->kind != CR_FACT_CALL || fact->trust < CR_TRUST_COLLEAGUE ||
      fact->call->duration_sec == 0)
    return TRUE;
  CrInstant end = fact->at + fact->call->duration_sec * CR_SECOND;
  g_autoptr(GPtrArray) within =
      cr_store_list_interviews(engine->store, CR_LIST_OPEN, first->start, end, 8, error);
  gboolean ok = within != NULL;
  for (guint i = 0; ok && i < within->len; i++) {
    const CrInterview *iv = within->pdata[i];
    if (iv->id == first->id || iv->start + (iv->end - iv->start) / 2 > end ||
        cr_link_trust(iv, engine->profile, fact) < CR_TRUST_COLLEAGUE)
      continue;
    ok = engine_observe_copy(engine, iv, fact, fact->event, now, error);
  }
  return ok;
}

static gboolean
hear_of_rivals(CrEngine *engine, const CrInterview *first, const CrFact *fact, CrInstant now,
               GError **error) {
  g_autoptr(GPtrArray) rivals = engine_rivals(engine, first, fact, error);
  gboolean ok = rivals != NULL;
  for (guint i = 0; ok && i < rivals->len; i++)
    ok = engine_observe_copy(engine, rivals->pdata[i], fact, fact->event, now, error);
  return ok;
}

CrInterview *
engine_found_interview(const CrEngine *engine, const CrFact *fact, CrInstant now) {
  gboolean invite = fact->kind == CR_FACT_INVITE, own = fact->kind == CR_FACT_OWN_MAIL;
  gboolean words = own || fact->kind == CR_FACT_MAIL ||
                   (invite && fact->event->all_day && fact->mail); /* which may tell the hour */
  if (fact->mail && fact->mail->forged && !own)
    return NULL;
  if (cr_fact_is_own_invite(fact))
    return cr_agree_from_event(fact->event, fact->mail, engine->profile, now);
  if (words)
    return cr_agree_from_mail(fact->mail, engine->profile, now);
  return invite ? cr_agree_from_event(fact->event, fact->mail, engine->profile, now) : NULL;
}

/* The same, and by what mails before it say. In a transaction. guessed: the day is today's for want
 * of a better one. */
static CrInterview *
found_by(CrEngine *engine, const CrFact *fact, gboolean guessed, CrInstant now) {
  g_autoptr(CrInterview) found = guessed ? NULL : engine_found_interview(engine, fact, now);
  if (cr_fact_is_own_invite(fact))
    return found && engine_is_to_recruiter(engine, fact, found) ? g_steal_pointer(&found) : NULL;
  if (found && fact->kind == CR_FACT_OWN_MAIL && !engine_is_about_call(engine, fact))
    return NULL;
  return found ? g_steal_pointer(&found) : engine_found_in_answer(engine, fact, now);
}

/* What would be agreed on if today were meant is asked about. */
static gboolean
ask_for_day(CrEngine *engine, const CrFact *fact, CrInstant now, GError **error) {
  g_autoptr(CrInterview) meant = engine_found_interview(engine, fact, now);
  gboolean own = fact->kind == CR_FACT_OWN_MAIL;
  return meant == NULL || (own && !engine_is_about_call(engine, fact)) ||
         engine_ask_for_day(engine, fact, now, error);
}

/* A mail about a call that is over may agree on the next one. */
static CrInterview *
next_call(CrEngine *engine, const CrInterview *over, const CrFact *fact, CrInstant now) {
  gboolean mail = fact->kind == CR_FACT_MAIL || fact->kind == CR_FACT_OWN_MAIL;
  if (!mail || !cr_phase_is_final(over->state.phase) || cr_interview_awaits_time(over) ||
      fact->trust < CR_TRUST_COLLEAGUE)
    return NULL;
  cr_agree_give_hour(fact->mail, over);
  g_autoptr(CrInterview) next = found_by(engine, fact, FALSE, now);
  return next && next->start > now && next->start != over->start ? g_steal_pointer(&next) : NULL;
}

/* Whatever a fact brings about that is new. fresh: it founds the interview. */
static gboolean
take_in(CrEngine *engine, const CrInterview *before, const CrInterview *iv, const CrFact *fact,
        gboolean fresh, CrInstant now, GError **error) {
  gboolean invite = fact->kind == CR_FACT_INVITE;
  gboolean undo = fact->kind == CR_FACT_ACT && fact->act == CR_ACT_UNDO;
  g_autoptr(CrInterview) after = NULL;
  return engine_decide_on(engine, before, iv, fact, now, &after, error) &&
         (!invite || hear_words_of_invite(engine, after, fact, now, error)) &&
         hear_of_next(engine, after, fact, now, error) &&
         hear_of_rivals(engine, after, fact, now, error) &&
         engine_note_mail(engine, fact, after->id, now, error) &&
         (!undo || engine_note_restored(engine, after, now, error)) &&
         (!fresh || !invite ||
          (hear_of_twin(engine, after, fact, now, error) &&
           engine_hear_early(engine, after, now, error))) &&
         (fresh || (engine_hear_beside(engine, before, after, fact, now, error) &&
                    engine_hear_later(engine, before, after, fact, now, error)));
}

gboolean
engine_found(CrEngine *engine, CrInterview *iv, CrFact *fact, CrInstant now, GError **error) {
  gboolean added;
  fact->trust = CR_TRUST_CONTACT;
  fact->founds = TRUE;
  engine_recall(engine, iv, fact->at);
  if (!cr_store_save_interview(engine->store, iv, error))
    return FALSE;
  g_autoptr(CrInterview) before = cr_interview_copy(iv);
  return cr_store_add_fact(engine->store, iv->id, fact, &added, error) &&
         (!added || take_in(engine, before, iv, fact, TRUE, now, error));
}

/* The mail promises more calls than the first of them, which it has founded. */
static gboolean
found_others(CrEngine *engine, const CrInterview *first, const CrFact *fact, CrInstant now,
             GError **error) {
  gboolean words = fact->kind == CR_FACT_MAIL && fact->event == NULL && !fact->mail->forged;
  g_autoptr(GPtrArray) calls =
      words ? cr_agree_several(fact->mail, engine->profile, now) : g_ptr_array_new();
  gboolean founded = calls->len > 0 && ((CrInterview *) calls->pdata[0])->start == first->start;
  for (guint i = 1; founded && i < calls->len; i++) {
    CrInterview *iv = calls->pdata[i];
    g_autofree char *key = g_strdup_printf("%s#%u", fact->source_key, i + 1);
    g_autoptr(CrFact) copy = cr_fact_new(fact->kind, fact->at, fact->source, key);
    copy->learnt = fact->learnt;
    copy->mail = cr_reading_copy(fact->mail);
    if (!engine_found(engine, iv, copy, now, error))
      return FALSE;
  }
  return TRUE;
}

/* The candidate says yes to a mail that nobody had vouched for. */
static gboolean
vouches_for(const CrFact *own, const CrFact *theirs) {
  return theirs->kind == CR_FACT_MAIL && theirs->trust == CR_TRUST_THREAD && theirs->mail &&
         theirs->mail->message_id && own->mail->to && theirs->mail->from_email &&
         cr_text_equal(theirs->mail->message_id, own->mail->in_reply_to) &&
         g_strv_contains((const char *const *) own->mail->to, theirs->mail->from_email);
}

/* What the candidate answers with a yes is genuine, and heard as such before the answer. */
static gboolean
hear_vouched(CrEngine *engine, CrInterview **iv, const CrFact *own, CrInstant now, GError **error) {
  if (own->kind != CR_FACT_OWN_MAIL || own->mail->class != CR_MAIL_CONFIRMATION ||
      own->mail->in_reply_to == NULL)
    return TRUE;
  g_autoptr(GPtrArray) facts = cr_store_facts(engine->store, (*iv)->id, 0, error);
  gboolean ok = facts != NULL;
  for (guint i = 0; ok && i < facts->len; i++) {
    if (!vouches_for(own, facts->pdata[i]))
      continue;
    const CrFact *theirs = facts->pdata[i];
    g_autofree char *key = g_strconcat(theirs->source_key, "#vouched", NULL);
    g_autoptr(CrFact) copy = copy_of(theirs, theirs->event, key);
    CrInterview *after = NULL;
    gboolean added;
    copy->trust = CR_TRUST_COLLEAGUE;
    ok = cr_store_add_fact(engine->store, (*iv)->id, copy, &added, error) &&
         (!added || engine_decide_on(engine, *iv, *iv, copy, now, &after, error));
    if (after) {
      cr_interview_free(*iv);
      *iv = after;
    }
  }
  return ok;
}

static gboolean
observe(CrEngine *engine, CrFact *fact, int interview, CrInstant now, int *ret_interview,
        GError **error) {
  g_autoptr(GError) local = NULL;
  gboolean known = FALSE, added = FALSE;
  g_autoptr(CrInterview) iv = interview
                                  ? cr_store_load_interview(engine->store, interview, &local)
                                  : cr_link_fact(engine->store, engine->profile, fact, &local);
  if (iv && interview)
    fact->trust = cr_link_trust(iv, engine->profile, fact);
  CrDayKnown day = iv == NULL && local == NULL ? engine_give_day(engine, fact) : CR_DAY_TOLD;
  gboolean guessed = day == CR_DAY_OF_SEVERAL || day == CR_DAY_OF_UNKNOWN_THREAD;
  CrInterview *fresh = local                             ? NULL
                       : iv                              ? next_call(engine, iv, fact, now)
                       : engine_is_foreign(engine, fact) ? NULL
                                                         : found_by(engine, fact, guessed, now);
  if (fresh) {
    cr_interview_free(iv);
    iv = fresh;
    fact->trust = CR_TRUST_CONTACT;
    fact->founds = TRUE;
    engine_recall(engine, iv, fact->at);
  }
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  if (iv == NULL && guessed && !ask_for_day(engine, fact, now, error))
    return FALSE;
  if (iv == NULL)
    return engine_remember(engine, fact, error) && engine_keep_early(engine, fact, now, error) &&
           engine_ask_for_hour(engine, fact, now, error) &&
           (guessed || engine_tell_offer(engine, fact, now, error)) &&
           engine_note_mail(engine, fact, 0, now, error);
  if (iv->id == 0 && !cr_store_save_interview(engine->store, iv, error))
    return FALSE;
  if (!cr_link_call_is_known(engine->store, iv, fact, &known, error))
    return FALSE;
  *ret_interview = known ? CR_ENGINE_KNOWN : iv->id;
  if (known)
    return TRUE;
  if (!hear_vouched(engine, &iv, fact, now, error))
    return FALSE;
  gboolean undo = fact->kind == CR_FACT_ACT && fact->act == CR_ACT_UNDO;
  g_autoptr(CrInterview) before =
      undo ? engine_before_act(engine, iv, fact, now, error) : cr_interview_copy(iv);
  if (before == NULL)
    return FALSE;
  if (fact->kind == CR_FACT_ACT && !undo &&
      !engine_keep_before_act(engine, iv, fact, fact->source_key, error))
    return FALSE;
  gboolean earlier = FALSE;
  if (!engine_mend_date(engine, iv, fact, now, error))
    return FALSE;
  if (fresh == NULL && !engine_is_before_agreed(engine, iv, fact, &earlier, error))
    return FALSE;
  if (earlier)
    return engine_take_earlier(engine, iv, fact, now, error);
  return cr_store_add_fact(engine->store, iv->id, fact, &added, error) &&
         (!added || (take_in(engine, before, iv, fact, fresh != NULL, now, error) &&
                     (fresh == NULL || found_others(engine, before, fact, now, error))));
}

/* What a series is now tells which of its calls the event names; what the event says of the others
 * is told after it. */
gboolean
engine_observe(CrEngine *engine, CrFact *fact, int interview, CrInstant now, int *ret_interview,
               GError **error) {
  gboolean known = FALSE, first = fact->event && fact->event->series->len > 0;
  if (!cr_store_has_fact(engine->store, fact->source_key, &known, error))
    return FALSE;
  *ret_interview = known ? CR_ENGINE_KNOWN : 0;
  return known || ((!first || engine_note_series(engine, fact, 0, now, error)) &&
                   observe(engine, fact, interview, now, ret_interview, error) &&
                   (first || engine_note_series(engine, fact, *ret_interview, now, error)));
}

/* What was remembered of calls that are not kept after all is of no call, or of another one. */
static gboolean
end(CrEngine *engine, gboolean ok, GError **error) {
  ok = cr_store_end(engine->store, ok, error);
  if (!ok)
    g_clear_pointer(&engine->founded, g_hash_table_unref);
  return ok;
}

gboolean
cr_engine_observe(CrEngine *engine, CrFact *fact, int interview, CrInstant now, int *ret_interview,
                  GError **error) {
  int found = 0;
  if (!engine_begin(engine, TRUE, error) ||
      !end(engine, engine_observe(engine, fact, interview, now, &found, error), error))
    return FALSE;
  if (ret_interview)
    *ret_interview = found;
  return TRUE;
}

static gboolean
observe_group(CrEngine *engine, GPtrArray *facts, guint from, CrInstant now, GError **error) {
  int interview;
  if (!engine_begin(engine, TRUE, error))
    return FALSE;
  gboolean ok = engine_hear_series(engine, now, error);
  for (guint i = from; ok && i < MIN(from + ENGINE_GROUP, facts->len); i++)
    ok = engine_observe(engine, facts->pdata[i], 0, now, &interview, error);
  return end(engine, ok, error);
}

gboolean
cr_engine_observe_all(CrEngine *engine, GPtrArray *facts, CrInstant now, GError **error) {
  for (guint i = 0; i < facts->len; i += ENGINE_GROUP)
    if (!observe_group(engine, facts, i, now, error))
      return FALSE;
  return TRUE;
}

/* Another process may have begun to since it was looked for, without this lock. */
static gboolean
find_watched(CrEngine *engine, CrInterview *interview, gboolean *ret_watched, GError **error) {
  if (interview->id || interview->uid == NULL)
    return TRUE;
  g_autoptr(GArray) ids =
      cr_store_find_interviews(engine->store, CR_FIND_UID, interview->uid, error);
  *ret_watched = ids && ids->len;
  if (*ret_watched)
    interview->id = g_array_index(ids, int, 0);
  return ids != NULL;
}

static gboolean
watch(CrEngine *engine, CrInterview *interview, const CrFact *fact, CrInstant now, GError **error) {
  gboolean watched = FALSE, added;
  if (!find_watched(engine, interview, &watched, error))
    return FALSE;
  if (watched)
    return TRUE;
  engine_recall(engine, interview, now);
  return cr_store_save_interview(engine->store, interview, error) &&
         cr_store_add_fact(engine->store, interview->id, fact, &added, error) &&
         engine_decide_on(engine, interview, interview, fact, now, NULL, error);
}

gboolean
cr_engine_watch(CrEngine *engine, CrInterview *interview, const CrFact *fact, CrInstant now,
                GError **error) {
  return engine_begin(engine, TRUE, error) &&
         cr_store_end(engine->store, watch(engine, interview, fact, now, error), error);
}
