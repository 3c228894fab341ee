/* What a mail says of more calls than the one that it was found to be about: of all that belong to
 * a pursuit which it ends, and of those that are called off, or are to be moved, together with it.
 */
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

/* The open calls of the same application. */
static gboolean
add_of_pursuit(CrEngine *engine, const CrInterview *iv, GArray *ids, GError **error) {
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

/* Those whose times the mail calls off by name; and where it names none, "I have to cancel both
 * calls", all with who writes when there are as many as that. */
static gboolean
add_called_off(CrEngine *engine, const CrInterview *first, const CrFact *fact, GArray *ids,
               GError **error) {
  const CrReading *mail = fact->mail;
  gboolean both = cr_cues_have(mail->text, CR_CUE_OFF_BOTH);
  gboolean all = cr_cues_have(mail->text, CR_CUE_OFF_ALL);
  g_autoptr(GPtrArray) calls = cr_link_open_calls(engine->store, mail, error);
  g_autoptr(GArray) theirs = g_array_new(FALSE, FALSE, sizeof(int));
  for (guint i = 0; calls && i < calls->len; i++) {
    const CrInterview *iv = calls->pdata[i];
    if (iv->id == first->id || !is_ahead(iv))
      continue;
    if (cr_link_calls_off(mail, iv, both || all))
      g_array_append_val(ids, iv->id);
    else if (cr_link_trust(iv, engine->profile, fact) == CR_TRUST_CONTACT)
      g_array_append_val(theirs, iv->id);
  }
  gboolean named = ids->len > 0 || cr_link_calls_off(mail, first, FALSE);
  if (!named && (all || (both && theirs->len == 1)))
    g_array_append_vals(ids, theirs->data, theirs->len);
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
  return iv->id != first->id && !iv->state.removed && !cr_phase_is_final(iv->state.phase) &&
         !cr_match_is_other_opening(mail, iv);
}

gboolean
engine_hear_beside(CrEngine *engine, const CrInterview *before, const CrInterview *after,
                   const CrFact *fact, CrInstant now, GError **error) {
  g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int));
  if (fact->mail == NULL || fact->event || fact->mail->forged || fact->trust < CR_TRUST_COLLEAGUE ||
      cr_phase_is_final(before->state.phase))
    return TRUE;
  gboolean ok = ends_pursuit(before, after, fact) ? add_of_pursuit(engine, after, ids, error)
                : is_off(fact)                    ? add_called_off(engine, after, fact, ids, error)
                                                  : TRUE;
  for (guint i = 0; ok && i < ids->len; i++) {
    g_autoptr(CrInterview) iv =
        cr_store_load_interview(engine->store, g_array_index(ids, int, i), error);
    ok = iv != NULL && (!is_beside(iv, after, fact->mail) ||
                        engine_observe_copy(engine, iv, fact, NULL, now, error));
  }
  return ok;
}
