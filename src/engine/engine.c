#include "engine/engine-private.h"

#include "base/error.h"
#include "base/text.h"
#include "engine/link.h"
#include "model/holiday.h"
#include "playbook/agree.h"
#include "playbook/diagnosis.h"
#include "playbook/letter.h"
#include "playbook/playbook.h"
#include "playbook/slots.h"
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
  engine_forget_offers(engine);
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
cr_engine_set_account(CrEngine *engine, const CrProfile *profile, const CrPolicy *policy,
                      const CrActor *actor, CrInstant now, GError **error) {
  if (!engine_begin(engine, TRUE, error))
    return FALSE;
  if ((now != CR_INSTANT_NONE && !note_changes(engine, profile, policy, actor, now, error)) ||
      !cr_store_save_account(engine->store, profile, policy, error) ||
      !cr_store_commit(engine->store, error)) {
    cr_store_rollback(engine->store);
    return FALSE;
  }
  cr_record_assign(&cr_profile_record, engine->profile, profile);
  cr_record_assign(&cr_policy_record, engine->policy, policy);
  return TRUE;
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

/* Busy time and letters */

#define MAX_OTHERS 256 /* calls that are looked at for what they take */

static int
compare_starts(gconstpointer a, gconstpointer b) {
  const CrSpan *x = a, *y = b;
  return (x->start > y->start) - (x->start < y->start);
}

/* The candidate's calendar and the other watched calls, by start. An entry that is the call's own
 * span is its copy in the calendar and left out. */
static GArray *
busy_around(CrEngine *engine, const CrInterview *iv, CrInstant from, CrInstant to, GError **error) {
  g_autoptr(GArray) spans = cr_store_busy(engine->store, from, to, iv ? iv->uid : NULL, error);
  if (spans == NULL)
    return NULL;
  for (guint i = spans->len; iv && i > 0; i--) {
    const CrSpan *span = &g_array_index(spans, CrSpan, i - 1);
    if (span->start == iv->start && span->end == iv->end)
      g_array_remove_index(spans, i - 1);
  }
  g_autoptr(GArray) calls = cr_store_open_spans(engine->store, from - CR_DAY_USEC, to,
                                                iv ? iv->id : 0, MAX_OTHERS, error);
  if (calls == NULL)
    return NULL;
  for (guint i = 0; i < calls->len; i++) {
    const CrSpan *call = &g_array_index(calls, CrSpan, i);
    if (call->end > from)
      g_array_append_val(spans, *call);
  }
  g_array_sort(spans, compare_starts);
  return g_steal_pointer(&spans);
}

GPtrArray *
engine_find_slots(CrEngine *engine, const CrInterview *iv, int count, CrInstant now,
                  GError **error) {
  CrSlotRequest request = {
      .now = now,
      .not_before = iv ? MAX(iv->state.return_at, iv->state.wanted_from) : CR_INSTANT_NONE,
      .minutes = iv ? (int) CLAMP((iv->end - iv->start) / CR_MINUTE, 15, 240) : 30,
      .mine = cr_engine_zone(engine),
      .my_country = engine->profile->country};
  request.theirs = iv ? cr_interview_their_zone(iv) : request.mine;
  request.their_country =
      iv && iv->contact.country ? iv->contact.country : cr_zone_country(cr_zone_id(request.theirs));
  CrInstant from = MAX(now, request.not_before);
  g_autoptr(GArray) busy =
      busy_around(engine, NULL, from - CR_DAY_USEC, from + 30 * CR_DAY_USEC, error);
  if (busy == NULL || !engine_add_offered(engine, iv ? iv->id : 0, from, busy, error))
    return NULL;
  g_array_sort(busy, compare_starts);
  CrPolicy policy = *engine->policy;
  if (count > 0)
    policy.slots = count;
  return cr_slots_find(&request, &policy, (CrSpan *) busy->data, busy->len);
}

/* The Message-ID derives from the effect, so that the same letter always has the same one. */
static char *
message_id(const CrEngine *engine, const CrInterview *iv, const char *effect_id) {
  const char *from = engine->profile->emails ? engine->profile->emails[0] : NULL;
  const char *domain = cr_address_domain(from);
  g_autofree char *seed = g_strdup_printf("%" G_GINT64_FORMAT " %s %s %s", engine->account,
                                          iv->uid ? iv->uid : "", effect_id, from ? from : "");
  g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, seed, -1);
  return g_strdup_printf("%s.%.24s@%s", effect_id, hash, domain ? domain : "crickets.invalid");
}

static GPtrArray *
slots_for_letter(CrEngine *engine, const CrInterview *iv, CrLetterKind kind, GPtrArray *chosen,
                 CrInstant now, GError **error) {
  if (kind != CR_LETTER_GRACIOUS && kind != CR_LETTER_ON_HOLD && chosen == NULL)
    return engine_find_slots(engine, iv, 0, now, error);
  GPtrArray *slots = g_ptr_array_new();
  for (guint i = 0; chosen && i < chosen->len; i++)
    g_ptr_array_add(slots, cr_slot_copy(chosen->pdata[i]));
  return slots;
}

gboolean
engine_write_letter(CrEngine *engine, const CrInterview *iv, CrEffect *effect, GPtrArray *chosen,
                    CrInstant now, GError **error) {
  g_autoptr(CrDiagnosis) diagnosis = cr_diagnosis_new(iv->state.evidence, now);
  CrLetterKind kind = cr_letter_choose(iv, diagnosis);
  g_autoptr(GPtrArray) slots = slots_for_letter(engine, iv, kind, chosen, now, error);
  if (slots == NULL)
    return FALSE;
  g_autoptr(CrLetter) letter = cr_letter_write(kind, iv, engine->profile, slots, now);
  if (iv->state.address_gone && cr_text_equal(letter->to, iv->contact.email))
    g_clear_pointer(&letter->to, g_free); /* then the guard holds it, and says why */
  effect->to_name = g_steal_pointer(&letter->to_name);
  effect->to = g_steal_pointer(&letter->to);
  effect->subject = g_steal_pointer(&letter->subject);
  effect->body = g_steal_pointer(&letter->body);
  effect->message_id = message_id(engine, iv, effect->id);
  guint thread = iv->thread ? g_strv_length(iv->thread) : 0;
  if (thread > 0) {
    effect->in_reply_to = g_strdup(iv->thread[thread - 1]);
    effect->references = g_strdupv(iv->thread);
  }
  for (guint i = 0; i < slots->len; i++)
    g_ptr_array_add(effect->slots, slots->pdata[i]);
  return TRUE;
}

/* Deciding and keeping */

/* What the candidate made of the letter before it fell due is what goes out. */
static gboolean
take_edited(CrEngine *engine, CrEffect *effect, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(CrEffect) kept = cr_store_load_effect(engine->store, effect->id, &local);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  if (kept == NULL || !kept->edited)
    return TRUE;
  effect->edited = TRUE;
  g_free(effect->subject);
  g_free(effect->body);
  effect->subject = g_steal_pointer(&kept->subject);
  effect->body = g_steal_pointer(&kept->body);
  cr_record_truncate(&cr_slot_record, effect->slots, 0);
  for (guint i = 0; i < kept->slots->len; i++)
    g_ptr_array_add(effect->slots, cr_slot_copy(kept->slots->pdata[i]));
  return TRUE;
}

static gboolean
keep_letter(CrEngine *engine, CrInterview *iv, CrEffect *effect, CrInstant now, GError **error) {
  if (effect->status != CR_EFFECT_SUPPRESSED) {
    if (!engine_write_letter(engine, iv, effect, NULL, now, error) ||
        !take_edited(engine, effect, error))
      return FALSE;
    engine_note_offered(iv, effect);
    engine_keep_offered(engine, iv, effect);
    cr_interview_add_thread(iv, effect->message_id);
  } else {
    effect->to = g_strdup(iv->contact.email);
    effect->subject = g_strdup(iv->subject);
    effect->message_id = message_id(engine, iv, effect->id);
  }
  engine->planned++;
  return cr_store_save_effect(engine->store, effect, error);
}

static gboolean
keep_settled(CrEngine *engine, const CrSettled *settled, CrInstant now, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(CrEffect) letter = cr_store_load_effect(engine->store, settled->effect_id, &local);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  if (letter == NULL)
    return TRUE;
  letter->status = settled->status;
  if (settled->status == CR_EFFECT_PENDING)
    letter->at = now;
  g_free(letter->reason);
  letter->reason = g_strdup(settled->reason);
  engine->planned++;
  return cr_store_save_effect(engine->store, letter, error);
}

/* kept: the interview as it is kept so far. */
static gboolean
keep(CrEngine *engine, const CrInterview *kept, CrDecision *decision, CrInstant now,
     GError **error) {
  CrInterview *iv = decision->interview;
  for (guint i = 0; i < decision->effects->len; i++)
    if (!keep_letter(engine, iv, decision->effects->pdata[i], now, error))
      return FALSE;
  for (guint i = 0; i < decision->settled->len; i++)
    if (!keep_settled(engine, decision->settled->pdata[i], now, error))
      return FALSE;
  if (decision->successor) {
    if (!cr_store_save_interview(engine->store, decision->successor, error))
      return FALSE;
    iv->state.successor = decision->successor->id;
  }
  for (guint i = 0; i < decision->lines->len; i++) {
    const CrLine *line = decision->lines->pdata[i];
    if (!cr_store_add_line(engine->store, iv->id, line->at, cr_line_names[line->kind], line->text,
                           error))
      return FALSE;
  }
  return cr_store_change_interview(engine->store, kept, iv, error);
}

/* Whether the application may have to learn of it. The clock alone says nothing new about it,
 * unless it ends the waiting. */
static gboolean
is_news(const CrFact *fact, const CrInterview *before, const CrInterview *after) {
  gboolean waits = after->state.phase == CR_PHASE_WAITING || after->state.phase == CR_PHASE_MISSED;
  return fact->kind != CR_FACT_TICK || (after->state.phase != before->state.phase && !waits);
}

/* kept: the interview as it is kept, which is iv, unless that is an older one. */
static gboolean
decide(CrEngine *engine, const CrInterview *iv, const CrInterview *kept, const CrFact *fact,
       CrInstant now, CrInterview **ret_iv, GError **error) {
  gboolean wanted = cr_playbook_needs_busy(iv, fact, now);
  g_autoptr(GArray) busy =
      wanted ? busy_around(engine, iv, iv->start - CR_DAY_USEC, iv->end + CR_DAY_USEC, error)
             : NULL;
  if (wanted && busy == NULL)
    return FALSE;
  CrContext context = {.profile = engine->profile,
                       .policy = engine->policy,
                       .busy = busy ? (CrSpan *) busy->data : NULL,
                       .n_busy = busy ? busy->len : 0,
                       .mail_watched = engine->mail_watched,
                       .calls_watched = engine->calls_until >= iv->start};
  if (iv->state.phase == CR_PHASE_WAITING && !iv->state.soft_done &&
      !cr_link_kept_before(engine->store, iv, &context.kept_before, error))
    return FALSE;
  g_autoptr(CrDecision) decision = cr_playbook_step(&context, iv, fact, now);
  if (!keep(engine, kept, decision, now, error))
    return FALSE;
  if (decision->successor) { /* it is watched in its turn */
    g_autofree char *key = g_strdup_printf("succeed:%d", decision->successor->id);
    g_autoptr(CrFact) born = cr_fact_new(CR_FACT_ADDED, fact->at, fact->source, key);
    decision->successor->added = CR_INSTANT_NONE;
    if (!decide(engine, decision->successor, decision->successor, born, now, NULL, error))
      return FALSE;
  }
  if (is_news(fact, iv, decision->interview) &&
      !engine_note_call(engine, decision->interview, fact->at, now, error))
    return FALSE;
  if (ret_iv)
    *ret_iv = g_steal_pointer(&decision->interview);
  return TRUE;
}

static gboolean
keep_fact(CrEngine *engine, int interview, const CrFact *fact, gboolean *ret_added,
          GError **error) {
  return cr_store_add_fact(engine->store, interview, fact, ret_added, error);
}

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
  words->trust = fact->trust;
  gboolean added;
  return keep_fact(engine, iv->id, words, &added, error) &&
         (!added || decide(engine, iv, iv, words, now, NULL, error));
}

/* A series that is called off as a whole ends each of its calls. */
static gboolean
hear_of_series(CrEngine *engine, const CrInterview *first, const CrFact *fact, CrInstant now,
               GError **error) {
  const CrEvent *event = fact->event;
  if (event->method != CR_METHOD_CANCEL || event->recurrence_id != CR_INSTANT_NONE ||
      first->recurrence_id == CR_INSTANT_NONE)
    return TRUE;
  g_autoptr(GArray) ids = cr_store_find_interviews(engine->store, CR_FIND_UID, first->uid, error);
  gboolean ok = ids != NULL;
  for (guint i = 0; ok && i < ids->len; i++) {
    g_autoptr(CrInterview) iv =
        cr_store_load_interview(engine->store, g_array_index(ids, int, i), NULL);
    if (iv == NULL || iv->id == first->id || iv->recurrence_id == CR_INSTANT_NONE)
      continue;
    g_autofree char *key = g_strdup_printf("%s#%d", fact->source_key, iv->id);
    g_autoptr(CrFact) copy = cr_fact_new(fact->kind, fact->at, fact->source, key);
    copy->learnt = fact->learnt;
    copy->event = cr_event_copy(event);
    copy->mail = cr_reading_copy(fact->mail);
    copy->trust = cr_link_trust(iv, copy);
    gboolean added;
    ok = keep_fact(engine, iv->id, copy, &added, error) &&
         (!added || decide(engine, iv, iv, copy, now, NULL, error));
  }
  return ok;
}

CrInterview *
engine_found_interview(const CrEngine *engine, const CrFact *fact, CrInstant now) {
  if (fact->kind == CR_FACT_INVITE && (fact->mail == NULL || !fact->mail->forged))
    return cr_agree_from_event(fact->event, fact->mail, engine->profile, now);
  if (fact->kind == CR_FACT_OWN_MAIL || (fact->kind == CR_FACT_MAIL && !fact->mail->forged))
    return cr_agree_from_mail(fact->mail, engine->profile, now);
  return NULL;
}

/* A mail about a call that is over may agree on the next one. */
static CrInterview *
next_call(CrEngine *engine, const CrInterview *over, const CrFact *fact, CrInstant now) {
  gboolean mail = fact->kind == CR_FACT_MAIL || fact->kind == CR_FACT_OWN_MAIL;
  if (!mail || !cr_phase_is_final(over->state.phase) || fact->trust < CR_TRUST_COLLEAGUE)
    return NULL;
  g_autoptr(CrInterview) next = engine_found_interview(engine, fact, now);
  return next && next->start > now && next->start != over->start ? g_steal_pointer(&next) : NULL;
}

gboolean
engine_observe(CrEngine *engine, CrFact *fact, int interview, CrInstant now, int *ret_interview,
               GError **error) {
  g_autoptr(GError) local = NULL;
  gboolean known = FALSE, added = FALSE;
  if (!cr_store_has_fact(engine->store, fact->source_key, &known, error))
    return FALSE;
  if (known) {
    *ret_interview = CR_ENGINE_KNOWN;
    return TRUE;
  }
  g_autoptr(CrInterview) iv = interview
                                  ? cr_store_load_interview(engine->store, interview, &local)
                                  : cr_link_fact(engine->store, engine->profile, fact, &local);
  if (iv && interview)
    fact->trust = cr_link_trust(iv, fact);
  CrInterview *fresh = local ? NULL
                       : iv  ? next_call(engine, iv, fact, now)
                             : engine_found_interview(engine, fact, now);
  if (fresh) {
    cr_interview_free(iv);
    iv = fresh;
    fact->trust = CR_TRUST_CONTACT;
    engine_recall(engine, iv, fact->at);
  }
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  if (iv == NULL)
    return engine_remember(engine, fact, error) && engine_keep_early(engine, fact, now, error) &&
           engine_ask_for_hour(engine, fact, now, error) &&
           engine_note_mail(engine, fact, 0, now, error);
  if (iv->id == 0 && !cr_store_save_interview(engine->store, iv, error))
    return FALSE;
  if (!cr_link_call_is_known(engine->store, iv, fact, &known, error))
    return FALSE;
  *ret_interview = known ? CR_ENGINE_KNOWN : iv->id;
  if (known)
    return TRUE;
  gboolean undo = fact->kind == CR_FACT_ACT && fact->act == CR_ACT_UNDO;
  g_autoptr(CrInterview) before =
      undo ? engine_before_act(engine, iv, fact, now, error) : cr_interview_copy(iv);
  if (before == NULL)
    return FALSE;
  if (fact->kind == CR_FACT_ACT && !undo && !engine_keep_before_act(engine, iv, fact, error))
    return FALSE;
  g_autoptr(CrInterview) after = NULL;
  return keep_fact(engine, iv->id, fact, &added, error) &&
         (!added || decide(engine, before, iv, fact, now, &after, error)) &&
         (!added || fact->kind != CR_FACT_INVITE ||
          (hear_words_of_invite(engine, after, fact, now, error) &&
           hear_of_series(engine, after, fact, now, error))) &&
         (!added || engine_note_mail(engine, fact, after->id, now, error)) &&
         (!added || !undo || engine_note_restored(engine, after, now, error)) &&
         (!added || fresh == NULL || fact->kind != CR_FACT_INVITE ||
          engine_hear_early(engine, after, now, error));
}

gboolean
cr_engine_observe(CrEngine *engine, CrFact *fact, int interview, CrInstant now, int *ret_interview,
                  GError **error) {
  int found = 0;
  if (!engine_begin(engine, TRUE, error))
    return FALSE;
  if (!engine_observe(engine, fact, interview, now, &found, error) ||
      !cr_store_commit(engine->store, error)) {
    cr_store_rollback(engine->store);
    return FALSE;
  }
  if (ret_interview)
    *ret_interview = found;
  return TRUE;
}

#define FACTS_GROUP 256 /* of which most are soon kept: they are about no call */

static gboolean
observe_group(CrEngine *engine, GPtrArray *facts, guint from, CrInstant now, GError **error) {
  int interview;
  if (!engine_begin(engine, TRUE, error))
    return FALSE;
  for (guint i = from; i < MIN(from + FACTS_GROUP, facts->len); i++)
    if (!engine_observe(engine, facts->pdata[i], 0, now, &interview, error)) {
      cr_store_rollback(engine->store);
      return FALSE;
    }
  if (cr_store_commit(engine->store, error))
    return TRUE;
  cr_store_rollback(engine->store);
  return FALSE;
}

gboolean
cr_engine_observe_all(CrEngine *engine, GPtrArray *facts, CrInstant now, GError **error) {
  for (guint i = 0; i < facts->len; i += FACTS_GROUP)
    if (!observe_group(engine, facts, i, now, error))
      return FALSE;
  return TRUE;
}

gboolean
cr_engine_watch(CrEngine *engine, CrInterview *interview, const CrFact *fact, CrInstant now,
                GError **error) {
  gboolean added;
  if (!engine_begin(engine, TRUE, error))
    return FALSE;
  engine_recall(engine, interview, now);
  if (!cr_store_save_interview(engine->store, interview, error) ||
      !keep_fact(engine, interview->id, fact, &added, error) ||
      !decide(engine, interview, interview, fact, now, NULL, error) ||
      !cr_store_commit(engine->store, error)) {
    cr_store_rollback(engine->store);
    return FALSE;
  }
  return TRUE;
}

/* The clock */

/* *ret_later: when it is due next, or NONE. */
static gboolean
tick_one(CrEngine *engine, const CrDueCall *call, CrInstant now, CrInstant *ret_later,
         GError **error) {
  const CrInterview *before = call->interview;
  g_autofree char *stem = cr_store_tick_key(before->id, call->due);
  g_autofree char *key =
      call->ticked ? engine_new_key(engine, stem, error) : g_steal_pointer(&stem);
  if (key == NULL)
    return FALSE;
  g_autoptr(CrFact) tick = cr_fact_new(CR_FACT_TICK, call->due, "clock", key);
  g_autoptr(CrInterview) after = NULL;
  tick->learnt = now;
  /* What is read comes before what is written: then nothing has to wait for it. */
  if (!decide(engine, before, before, tick, now, &after, error) ||
      !cr_store_add_new_fact(engine->store, before->id, tick, error))
    return FALSE;
  *ret_later = after->state.due;
  if (*ret_later == CR_INSTANT_NONE || *ret_later > call->due)
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "interview %d does not move on", before->id);
  return FALSE;
}

/* What cannot be decided now never can be: it must not keep the other calls from being watched. The
 * candidate is told, and its timer goes. */
static gboolean
set_aside(CrEngine *engine, CrInstant now, const GError *why, GError **error) {
  int id;
  CrInstant due;
  if (!engine_begin(engine, TRUE, error))
    return FALSE;
  gboolean ok = cr_store_next_due(engine->store, &id, &due, error);
  if (ok && id != 0) {
    g_autofree char *text = g_strdup_printf(
        "this call cannot be watched any more (%s): please watch its time yourself, and report it",
        why->message);
    ok = cr_store_drop_timer(engine->store, id, due, error) &&
         cr_store_add_line(engine->store, id, now, "held-back", text, error);
  }
  return cr_store_end(engine->store, ok, error);
}

gboolean
engine_decide_some(CrEngine *engine, CrInstant now, guint most, guint *ret_steps,
                   gboolean *ret_more, GError **error) {
  g_autoptr(GPtrArray) calls = cr_store_due_calls(engine->store, now, most, error);
  guint steps = 0;
  gboolean in_order = TRUE;
  if (calls == NULL)
    return FALSE;
  gboolean ok = TRUE;
  engine->shares_offers = TRUE;
  while (ok && in_order && steps < calls->len) {
    CrInstant later;
    ok = tick_one(engine, calls->pdata[steps++], now, &later, error);
    in_order = ok && (later == CR_INSTANT_NONE || later > now);
  }
  engine_forget_offers(engine);
  if (!ok)
    return FALSE;
  *ret_steps = steps;
  *ret_more = !in_order || calls->len == most;
  return TRUE;
}

static gboolean
tick_group(CrEngine *engine, CrInstant now, guint *ret_steps, gboolean *ret_more, GError **error) {
  guint most = engine->careful ? 1 : ENGINE_GROUP;
  g_autoptr(GError) local = NULL;
  if (!engine_begin(engine, TRUE, error))
    return FALSE;
  if (engine_decide_some(engine, now, most, ret_steps, ret_more, &local))
    return cr_store_end(engine->store, TRUE, error);
  cr_store_rollback(engine->store);
  if (!g_error_matches(local, CR_ERROR, CR_ERROR_PARSE)) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  /* The steps before it are taken again, each by itself, until it is the next. */
  *ret_steps = 1;
  *ret_more = TRUE;
  engine->careful = most > 1;
  return engine->careful || set_aside(engine, now, local, error);
}

gboolean
cr_engine_decide(CrEngine *engine, CrInstant now, guint max_steps, gboolean *ret_more,
                 GError **error) {
  gboolean more = TRUE;
  for (guint steps, done = 0; more && done < max_steps; done += steps)
    if (!tick_group(engine, now, &steps, &more, error))
      return FALSE;
  *ret_more = more;
  return TRUE;
}

#define MAX_ROUNDS 8

gboolean
cr_engine_tick(CrEngine *engine, CrInstant now, GError **error) {
  gboolean performed = TRUE, more;
  if (!engine_recover_outbox(engine, now, error))
    return FALSE;
  /* A last look may have learnt of what is due at once. */
  for (int round = 0; performed && round < MAX_ROUNDS; round++)
    if (!cr_engine_decide(engine, now, G_MAXUINT, &more, error) ||
        !engine_empty_outbox(engine, now, &performed, error))
      return FALSE;
  return TRUE;
}

gboolean
cr_engine_next_due(CrEngine *engine, CrInstant *ret_due, GError **error) {
  int id = 0;
  CrInstant timer = CR_INSTANT_NONE, letter = CR_INSTANT_NONE;
  if (!engine_begin(engine, FALSE, error))
    return FALSE;
  gboolean ok = cr_store_next_due(engine->store, &id, &timer, error) &&
                engine_outbox_due(engine, &letter, error);
  cr_store_rollback(engine->store);
  if (!ok)
    return FALSE;
  if (id == 0 || (letter != CR_INSTANT_NONE && letter < timer))
    timer = letter;
  *ret_due = timer;
  return TRUE;
}

CrEffect *
cr_engine_compose(CrEngine *engine, const CrInterview *interview, CrInstant now, GError **error) {
  g_autoptr(CrEffect) effect = cr_effect_new();
  effect->kind = CR_EFFECT_LETTER;
  effect->interview = interview->id;
  effect->step = interview->state.step;
  effect->revision = interview->state.revision;
  effect->id =
      g_strdup_printf("%d.%s.%d", interview->id, cr_step_names[effect->step], effect->revision);
  effect->at = now;
  if (!engine_begin(engine, FALSE, error))
    return NULL;
  gboolean ok = engine_write_letter(engine, interview, effect, NULL, now, error);
  cr_store_rollback(engine->store);
  return ok ? g_steal_pointer(&effect) : NULL;
}
