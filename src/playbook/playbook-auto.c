/* What machines write: automatic replies, bounces, a job board's alerts. */
#include "base/text.h"
#include "playbook/cues.h"
#include "playbook/letter-words.h"
#include "playbook/playbook-mail.h"

#include <string.h>

static void
advise_who_is_written_to(Turn *turn, const char *back) {
  const char *deputy = turn_deputy(turn);
  turn_advise(
      turn, CR_STEP_PREPARE,
      "the call may not come. Be ready all the same; if nobody calls, the follow-up goes to "
      "%s%s%s.",
      deputy ? deputy : cr_interview_who(turn->iv),
      back ? " and offers times from the return on " : "", back ? back : "");
}

/* "From 20 November": of the words before the mention. */
static gboolean
is_beginning(const CrReading *m, const CrMention *mention) {
  static const char *const words[] = {"from", "starting", "beginning", "between", "as of", NULL};
  gsize length = strlen(m->text ? m->text : "");
  g_autofree char *before = g_strndup(m->text, CLAMP(mention->offset, 0, (int) length));
  g_strchomp(before);
  gboolean begins = FALSE;
  for (const char *const *word = words; *word && !begins; word++)
    begins = cr_text_find(mention->text, *word) == mention->text ||
             (g_str_has_suffix(before, *word) && cr_text_has_word(before, *word));
  return begins;
}

/* They are out from a day on that is after the call. */
static gboolean
begins_after_call(const Turn *turn) {
  const CrReading *m = turn->fact->mail;
  for (guint i = 0; i < m->times->len; i++) {
    const CrMention *mention = m->times->pdata[i];
    gboolean within = m->return_at == CR_INSTANT_NONE || mention->start < m->return_at;
    if (within && mention->start > turn->iv->start && is_beginning(m, mention))
      return TRUE;
  }
  return FALSE;
}

/* A colleague who was copied in is away: neither the contact is, nor whoever is to ring. */
static gboolean
is_of_another(const Turn *turn) {
  const char *from = turn->fact->mail->from_name, *contact = turn->iv->contact.name;
  return !turn_is_of_contact(turn) && !turn_is_of_caller(turn) && from && contact &&
         !cr_text_equal(from, contact);
}

void
turn_hear_out_of_office(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  CrState *s = turn->s;
  if (is_of_another(turn)) {
    turn_tell_reply(turn, CR_LINE_NOTE);
    return;
  }
  gboolean covers = (m->return_at == CR_INSTANT_NONE || m->return_at > turn->iv->start) &&
                    !begins_after_call(turn);
  g_autofree char *said = mail_quote(m);
  if (covers) {
    turn_retract(turn, "no-auto-reply");
    turn_retract(turn, "no-mail");
    turn_witness(turn, "auto-reply", "Automatic reply: \"%s\"", said);
  }
  if (m->return_at != CR_INSTANT_NONE && m->return_at > turn->fact->at)
    s->return_at = m->return_at;
  if (covers)
    turn_meet_successor(turn);
  g_autofree char *back = s->return_at != CR_INSTANT_NONE ? turn_day_back(turn) : NULL;
  turn_say(turn, CR_LINE_NOTE, "Automatic reply of %s%s%s%s%s.", cr_interview_who(turn->iv),
           back ? ": back " : "", back ? back : "",
           s->deputy.email ? "; to write to meanwhile: " : "",
           s->deputy.email ? s->deputy.email : "");
  if (covers && s->phase == CR_PHASE_SCHEDULED)
    advise_who_is_written_to(turn, cr_interview_back(turn->iv) > turn->iv->start ? back : NULL);
  if (s->phase == CR_PHASE_MISSED && s->letter == CR_LETTER_PLANNED && s->letters > 0)
    s->letter = CR_LETTER_SENT, s->letter_due = CR_INSTANT_NONE; /* the nudge is planned anew */
}

static void
advise_other_contact(Turn *turn, CrStep step) {
  g_autofree char *number = cr_words_contact_phone(&turn->iv->contact);
  turn_advise(turn, step,
              "their address is gone: %s%s%sfind out who is in charge now, through the switchboard "
              "of %s or the person who first wrote to you.",
              number ? "ring " : "", number ? number : "", number ? "; no answer: " : "",
              turn->iv->company ? turn->iv->company : "the company");
}

/* Of these the address is as good as before: only this mail did not arrive. Source: RFC 3463 §3 */
static const struct {
  const char *status, *words;
} not_arrived[] = {
    {"5.2.2", "their mailbox is full"},
    {"5.2.3", "it was too long"},
    {"5.3.", "their mail system did not take it"},
    {"5.7.", "their server turned it away"},
};

static const char *
why_not_arrived(const char *status) {
  for (guint i = 0; status && i < G_N_ELEMENTS(not_arrived); i++)
    if (g_str_has_prefix(status, not_arrived[i].status))
      return not_arrived[i].words;
  return NULL;
}

static void
hear_not_arrived(Turn *turn, const char *why) {
  const CrReading *m = turn->fact->mail;
  const CrState *s = turn->s;
  g_autofree char *number = cr_words_contact_phone(&turn->iv->contact);
  turn_say(turn, CR_LINE_NOTE, "Mail to %s did not arrive: %s (%s).",
           m->bounced ? m->bounced : cr_interview_who(turn->iv), why, m->bounce_status);
  if (s->phase != CR_PHASE_MISSED || s->answered_at != CR_INSTANT_NONE)
    return;
  if (number)
    turn_advise(turn, CR_STEP_CALL, "your letter did not arrive: %s. Ring %s.", why, number);
  else
    turn_advise(turn, CR_STEP_AWAIT,
                "your letter did not arrive: %s. The next one is due in some days; if you know "
                "another way to reach them, take it now.",
                why);
}

static gboolean
is_of_domain(const char *address, const char *domain) {
  return domain && cr_text_equal(cr_address_domain(address), domain);
}

/* Anybody can write that mail came back: it is believed where there was mail to come back, or when
 * it is their house, or the candidate's own mail provider, that says so. */
static gboolean
is_believable(const Turn *turn) {
  const CrReading *m = turn->fact->mail;
  const CrState *s = turn->s;
  char **emails = turn->context->profile->emails;
  const char *own = emails && emails[0] ? cr_address_domain(emails[0]) : NULL;
  gboolean written = s->wrote || s->letters > 0 || s->letter == CR_LETTER_SENDING || s->known_out;
  return written || turn->fact->trust >= CR_TRUST_THREAD || is_of_domain(m->from_email, own);
}

static void
doubt_bounce(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  const char *to = m->bounced ? m->bounced : cr_interview_who(turn->iv);
  turn_say(turn, CR_LINE_NOTE,
           "A mail of %s says that mail to %s came back, but none of yours is known. Nothing is "
           "changed.",
           m->from_email ? m->from_email : "an unknown sender", to);
}

void
turn_hear_bounce(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  CrState *s = turn->s;
  if (!m->bounce_permanent) {
    turn_tell_reply(turn, CR_LINE_NOTE);
    return;
  }
  const char *why = why_not_arrived(m->bounce_status);
  if (!is_believable(turn)) {
    doubt_bounce(turn);
    return;
  }
  if (why) {
    hear_not_arrived(turn, why);
    return;
  }
  turn_witness(turn, "bounce", "Mail to %s came back%s%s.",
               m->bounced ? m->bounced : "the recruiter", m->bounce_status ? ", status " : "",
               m->bounce_status ? m->bounce_status : "");
  turn->s->address_gone =
      turn->s->address_gone || !m->bounced || cr_text_equal(m->bounced, turn->iv->contact.email);
  turn_say(turn, CR_LINE_NOTE, "Mail to %s came back as undeliverable.",
           m->bounced ? m->bounced : cr_interview_who(turn->iv));
  if (!turn_open(turn))
    return;
  if (s->phase == CR_PHASE_SCHEDULED) {
    if (s->address_gone)
      advise_other_contact(turn, CR_STEP_PREPARE);
    return;
  }
  turn_drop_letter(turn, "the address does not exist any more");
  if (s->letter == CR_LETTER_SENDING) { /* makes it void, see the guard */
    s->revision++;
    g_clear_pointer(&s->handed, g_free);
  }
  if (s->letter == CR_LETTER_IN_DOUBT)
    g_clear_pointer(&s->question, g_free);
  s->letter = CR_LETTER_NONE;
  s->letter_due = CR_INSTANT_NONE;
  if (s->deputy.email && s->phase != CR_PHASE_SILENT) {
    s->letters = 0;
    if (s->phase == CR_PHASE_MISSED)
      turn_plan_letter(turn, turn->now);
  } else {
    advise_other_contact(turn, turn->iv->contact.phone ? CR_STEP_CALL : CR_STEP_EMAIL);
  }
}

/* A job board's alert: evidence, and no word of theirs. */
gboolean
turn_hear_alert(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  if (turn->fact->trust >= CR_TRUST_THREAD || m->forged || !(m->list || m->automatic) ||
      !cr_cues_have(m->text, "posting-gone"))
    return FALSE;
  turn_witness_words(turn);
  turn_tell_reply(turn, CR_LINE_NOTE);
  return TRUE;
}
