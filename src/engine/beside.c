/* What a mail says of more calls than the one that it was found to be about: of all that belong to
 * a pursuit which it ends, and of those that are called off, or are to be moved, together with it.
 */
#include "base/text.h"
#include "engine/engine-private.h"
#include "engine/link.h"
#include "playbook/cues.h"
#include "playbook/match.h"

static gboolean
is_ahead(const CrInterview *iv) {
  return iv->state.phase == CR_PHASE_SCHEDULED || iv->state.phase == CR_PHASE_WAITING;
}

/* It ended with this call: a no or a withdrawal that was believed, or it is on hold. */
static gboolean
ends_pursuit(const CrInterview *before, const CrInterview *after, const CrFact *fact) {
  CrPhase phase = after->state.phase;
  gboolean ended = phase == CR_PHASE_CLOSED || phase == CR_PHASE_WITHDRAWN;
  gboolean on_hold =
      fact->kind == CR_FACT_MAIL && fact->mail->class == CR_MAIL_ON_HOLD && !fact->mail->automatic;
  return on_hold || (ended && phase != before->state.phase);
}

/* The calls of the same application. */
gboolean
engine_add_of_pursuit(CrEngine *engine, const CrInterview *iv, GArray *ids, GError **error) {
  g_autofree char *number = g_strdup_printf("%d", iv->id);
  g_autoptr(GArray) own =
      cr_store_find_applications(engine->store, CR_APPLICATION_BY_INTERVIEW, number, error);
  for (guint i = 0; own && i < own->len; i++) {
    g_autoptr(GError) local = NULL;
    const CrApplication *a =
        cr_store_see_application(engine->store, g_array_index(own, int, i), &local);
    if (local) {
      g_propagate_error(error, g_steal_pointer(&local));
      return FALSE;
    }
    for (guint k = 0; a && !a->gone && k < a->interviews->len; k++)
      g_array_append_val(ids, ((const CrLinked *) a->interviews->pdata[k])->interview);
  }
  return own != NULL;
}

/* Which a mail that names no time means: the calls with who writes, and those with the same person
 * as the first when a colleague does; of a role that it names. */
static gboolean
may_mean(const CrEngine *engine, const CrInterview *iv, const CrInterview *first,
         const CrFact *fact) {
  CrTrust trust = cr_link_trust(iv, engine->profile, fact);
  gboolean with = trust == CR_TRUST_CONTACT ||
                  (trust == CR_TRUST_COLLEAGUE && fact->trust == CR_TRUST_COLLEAGUE &&
                   cr_text_equal(iv->contact.email, first->contact.email));
  return with && !cr_match_is_other_opening(fact->mail, iv);
}

/* By its time; a mere day, "our call tomorrow", says nothing of a call with somebody else. */
static gboolean
names(const CrInterview *iv, const CrInterview *first, const CrReading *mail, gboolean several) {
  gboolean same = cr_text_equal(iv->contact.email, first->contact.email);
  return cr_link_calls_off(mail, iv, several) &&
         (same || several || cr_link_names_hour(mail, iv->start));
}

/* Those whose times the mail calls off by name; and where it names none, "I have to cancel both
 * calls", all with who writes. *ret_unsaid: it says both, and there are more. */
static gboolean
add_called_off(CrEngine *engine, const CrInterview *first, const CrFact *fact, GArray *ids,
               gboolean *ret_unsaid, GError **error) {
  const CrReading *mail = fact->mail;
  gboolean both = cr_cues_have(mail->text, CR_CUE_OFF_BOTH);
  gboolean all = cr_cues_have(mail->text, CR_CUE_OFF_ALL);
  g_autoptr(GPtrArray) calls = cr_link_open_calls(engine->store, mail, error);
  g_autoptr(GArray) theirs = g_array_new(FALSE, FALSE, sizeof(int));
  for (guint i = 0; calls && i < calls->len; i++) {
    const CrInterview *iv = calls->pdata[i];
    if (iv->id == first->id || !is_ahead(iv))
      continue;
    if (names(iv, first, mail, both || all))
      g_array_append_val(ids, iv->id);
    else if (may_mean(engine, iv, first, fact))
      g_array_append_val(theirs, iv->id);
  }
  gboolean named = ids->len > 0 || cr_link_calls_off(mail, first, FALSE);
  if (!named && (all || both))
    g_array_append_vals(ids, theirs->data, theirs->len);
  *ret_unsaid = !named && both && !all && theirs->len + is_ahead(first) > 2;
  return calls != NULL;
}

static gboolean
is_of_several(const CrReading *mail) {
  return cr_cues_have(mail->text, CR_CUE_OFF_BOTH) || cr_cues_have(mail->text, CR_CUE_OFF_ALL);
}

static gboolean
is_off(const CrFact *fact) {
  const CrReading *m = fact->mail;
  return fact->kind == CR_FACT_MAIL && !m->automatic &&
         (m->class == CR_MAIL_CANCELLATION || m->class == CR_MAIL_RESCHEDULE_REQUEST ||
          m->second == CR_MAIL_RESCHEDULE_REQUEST ||
          (m->class == CR_MAIL_NEW_TIME && is_of_several(m))) &&
         !cr_cues_have(m->text, CR_CUE_STANDS);
}

/* An application may have grown of calls whose roles nobody had named. */
static gboolean
is_beside(const CrInterview *iv, const CrInterview *first, const CrReading *mail) {
  gboolean other = mail ? cr_match_is_other_opening(mail, iv)
                        : iv->role && cr_match_role_differs(first->role, iv->role, NULL);
  return iv->id != first->id && !iv->state.removed && !cr_phase_is_final(iv->state.phase) && !other;
}

/* The candidate tells of one call that they are out of it, whatever became of that call. */
static gboolean
is_end_told(const CrInterview *before, const CrInterview *after, const CrFact *fact) {
  CrStanding standing = after->state.standing;
  return fact->kind == CR_FACT_ACT && fact->act != CR_ACT_UNDO && !fact->beside &&
         (standing == CR_STANDING_OUT || standing == CR_STANDING_WITHDRAWN) &&
         standing != before->state.standing;
}

/* Each keeps what it was, so that the act can be taken back there, too. */
static gboolean
observe_beside(CrEngine *engine, const CrInterview *iv, const CrFact *fact, CrInstant now,
               GError **error) {
  g_autofree char *key = engine_copy_key(fact->source_key, iv->id);
  return (fact->kind != CR_FACT_ACT || engine_keep_before_act(engine, iv, fact, key, error)) &&
         engine_observe_copy(engine, iv, fact, NULL, now, error);
}

gboolean
engine_is_unsaid(CrEngine *engine, const CrInterview *iv, const CrFact *fact, gboolean *ret_unsaid,
                 GError **error) {
  g_autoptr(GArray) unused = g_array_new(FALSE, FALSE, sizeof(int));
  *ret_unsaid = FALSE;
  return fact->kind != CR_FACT_MAIL || fact->event || fact->trust < CR_TRUST_COLLEAGUE ||
         !is_off(fact) || !is_of_several(fact->mail) ||
         add_called_off(engine, iv, fact, unused, ret_unsaid, error);
}

gboolean
engine_hear_beside(CrEngine *engine, const CrInterview *before, const CrInterview *after,
                   const CrFact *fact, CrInstant now, GError **error) {
  g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int));
  gboolean unused, ok = TRUE, told = is_end_told(before, after, fact);
  if (!told && (fact->mail == NULL || fact->event || fact->mail->forged ||
                fact->trust < CR_TRUST_COLLEAGUE || cr_phase_is_final(before->state.phase)))
    return TRUE;
  if (told || ends_pursuit(before, after, fact))
    ok = engine_add_of_pursuit(engine, after, ids, error);
  else if (is_off(fact))
    ok = add_called_off(engine, after, fact, ids, &unused, error);
  for (guint i = 0; ok && i < ids->len; i++) {
    g_autoptr(CrInterview) iv =
        cr_store_load_interview(engine->store, g_array_index(ids, int, i), error);
    ok = iv != NULL &&
         (!is_beside(iv, after, fact->mail) || observe_beside(engine, iv, fact, now, error));
  }
  return ok;
}
