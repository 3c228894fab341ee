/* What a word may change, and what is told of it: rules of the judge's own, as coarse as the
 * others. */
#include "base/text.h"
#include "sim.h"

#include <string.h>

/* Nobody vouches for who wrote it: the candidate may be asked, and nothing else comes of it. */
static gboolean
is_strangers(const CrFact *fact, const char *house) {
  const CrReading *mail = fact->mail;
  gboolean bounce = mail && mail->class == CR_MAIL_BOUNCE; /* a server's, with rules of its own */
  return (fact->kind == CR_FACT_MAIL || fact->kind == CR_FACT_INVITE) && mail && !bounce &&
         (mail->forged ||
          (strstr(mail->from_email, SIM_ELSEWHERE) && !g_str_equal(house, &SIM_ELSEWHERE[1])));
}

static const char *
changed_by_stranger(const CrInterview *before, const CrInterview *after) {
  const CrState *a = &before->state, *b = &after->state;
  const struct {
    const char *what;
    gboolean same;
  } rules[] = {{"phase", a->phase == b->phase},
               {"start", before->start == after->start},
               {"standing", a->standing == b->standing},
               {"address", cr_text_equal(before->contact.email, after->contact.email)},
               {"number", g_strcmp0(before->contact.phone, after->contact.phone) == 0},
               {"dial-in", g_strcmp0(before->dial_number, after->dial_number) == 0},
               {"deputy", g_strcmp0(a->deputy.email, b->deputy.email) == 0},
               {"return", a->return_at == b->return_at},
               {"proposals", a->proposals->len == b->proposals->len},
               {"answer", a->answered_at == b->answered_at},
               {"promise", a->promise == b->promise},
               {"address gone", a->address_gone == b->address_gone},
               {"letters", a->letters == b->letters && a->nudges == b->nudges}};
  for (guint i = 0; i < G_N_ELEMENTS(rules); i++)
    if (!rules[i].same)
      return rules[i].what;
  return NULL;
}

/* Source: RFC 5546 §2.1.5 */
static gboolean
is_outdated(const CrFact *fact, const CrInterview *before) {
  const CrEvent *event = fact->event;
  return fact->kind == CR_FACT_INVITE && cr_text_equal(event->uid, before->uid) &&
         event->sequence < before->sequence && before->from_invite &&
         !cr_phase_is_final(before->state.phase);
}

void
sim_judge_word(Sim *sim, const CrFact *fact, const CrInterview *before, const CrInterview *after) {
  const char *changed = is_strangers(fact, sim_watch(sim, after->id)->house)
                            ? changed_by_stranger(before, after)
                            : NULL;
  if (changed)
    sim_blame(sim, "C", "%d: a stranger's word changes the %s", after->id, changed);
  if (is_outdated(fact, before) &&
      (after->start != before->start || cr_phase_is_final(after->state.phase)))
    sim_blame(sim, "C", "%d: an invite of an earlier SEQUENCE changes it", after->id);
}

void
sim_judge_line(Sim *sim, const CrInterview *iv, const char *event, const char *text) {
  if (*text == '\0' || strstr(text, "(null)"))
    sim_blame(sim, "D", "a line that says nothing: %s: %s", event, text);
  if (g_str_equal(event, "due") && sim->now < iv->start)
    sim_blame(sim, "B", "%d is told to be due before its time", iv->id);
  if (g_str_equal(event, "silent") && iv->state.letters == 0)
    sim_blame(sim, "D", "%d is told to be silent, and nobody has written", iv->id);
}
