/* Mail of theirs: whose word it is, what it tells of the call, and what kind it is of. */
#include "playbook/playbook-mail.h"

#include "base/text.h"
#include "playbook/agree.h"
#include "playbook/cues.h"
#include "playbook/letter-words.h"
#include "playbook/letter.h"
#include "playbook/match.h"
#include "playbook/numbers.h"
#include "playbook/organisation.h"

#include <string.h>

#define QUOTE_CHARS 140

char *
mail_quote(const CrReading *m) {
  return cr_text_line(m->evidence ? m->evidence : m->text ? m->text : m->subject, QUOTE_CHARS);
}

void
turn_tell_reply(Turn *turn, CrLineKind kind) {
  g_autofree char *said = mail_quote(turn->fact->mail);
  const CrReading *m = turn->fact->mail;
  turn_say(turn, kind, "%s writes: \"%s\"", m->from_name ? m->from_name : m->from_email, said);
}

void
turn_answered(Turn *turn) {
  CrState *s = turn->s;
  turn_retract(turn, "no-mail");
  if (s->phase == CR_PHASE_SILENT)
    s->phase = CR_PHASE_MISSED;
  s->answered_at = turn->fact->at;
  s->promise = CR_INSTANT_NONE;
  turn_drop_letter(turn, "they have answered");
}

void
turn_stands(Turn *turn) {
  CrState *s = turn->s;
  if (s->phase == CR_PHASE_SCHEDULED && s->promise != CR_INSTANT_NONE &&
      s->other_start == s->promise) /* nor is anybody late */
    s->other_start = s->promise = CR_INSTANT_NONE;
  if (s->phase != CR_PHASE_SCHEDULED || s->answered_at == CR_INSTANT_NONE)
    return;
  turn_drop_letter(turn, "the agreed time stands");
  if (turn_has_evidence(turn, "on-hold-mail")) { /* not any more */
    turn_retract(turn, "on-hold-mail");
    turn_witness(turn, "hold-said", "The role was on hold for a while.");
  }
  cr_record_truncate(&cr_slot_record, s->proposals, 0);
  g_clear_pointer(&s->question, g_free);
  s->answered_at = CR_INSTANT_NONE;
  s->step = CR_STEP_PREPARE;
}

/* Whoever has taken over is the contact from now on. subject: of what they wrote themselves; who
 * has written nothing knows no thread, and the letter to them has a subject of its own (NULL). */
static void
take_over(CrInterview *iv, const CrPerson *person, const char *subject) {
  CrContact *contact = &iv->contact;
  g_free(iv->subject);
  iv->subject = g_strdup(subject);
  g_free(contact->email);
  contact->email = g_strdup(person->email);
  g_free(contact->name);
  contact->name = g_strdup(person->name);
  g_free(contact->phone);
  contact->phone = g_strdup(person->phone);
  g_clear_pointer(&iv->caller_name, g_free);
  iv->state.address_gone = FALSE;
}

static gboolean
hands_over(const CrReading *m) {
  return m && !m->automatic &&
         (m->class == CR_MAIL_RECRUITER_CHANGE || cr_cues_have(m->text, "handed-over"));
}

/* It has gone from one to another before, or whoever had set it up is not the contact any more. */
static gboolean
may_come_back(const Turn *turn) {
  return turn->fact->trust == CR_TRUST_CONTACT || turn_has_evidence(turn, "handed-over") ||
         turn_has_evidence(turn, "changed-before");
}

/* Now, or by the day of the call: until then it is nobody else's to answer for. */
static gboolean
is_back(const Turn *turn) {
  return !turn->fact->mail->automatic && cr_cues_have(turn->fact->mail->text, CR_CUE_BACK) &&
         turn_back_on(turn) <= turn->iv->start;
}

/* Known to be of the same house, and not whom the call was agreed with; or it was agreed with them
 * once, and they are back: a colleague who was on leave is no contact for that. */
static gboolean
sender_takes_over(const Turn *turn) {
  const CrReading *m = turn->fact->mail;
  const CrPerson *named = &m->deputy;
  gboolean says = (turn->fact->trust == CR_TRUST_COLLEAGUE && hands_over(m)) ||
                  (turn->fact->trust >= CR_TRUST_COLLEAGUE && is_back(turn) && may_come_back(turn));
  return says && m->from_email && !cr_text_equal(m->from_email, turn->iv->contact.email) &&
         !cr_address_is_noreply(m->from_email) &&
         (named->email == NULL || cr_text_equal(named->email, m->from_email));
}

static void
follow_sender(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  if (!sender_takes_over(turn))
    return;
  take_over(turn->iv, &(CrPerson){.name = m->from_name, .email = m->from_email}, m->subject);
  cr_record_assign(&cr_person_record, &turn->s->deputy, &(CrPerson){0}); /* of who was before */
}

static gboolean
is_of_contact(const Turn *turn) {
  return turn->fact->trust == CR_TRUST_CONTACT ||
         (turn->fact->trust == CR_TRUST_COLLEAGUE &&
          cr_text_equal(turn->fact->mail->from_email, turn->iv->contact.email));
}

/* Who is to dial: of two words about it the contact's later one counts, said beside the hour. */
static void
learn_caller(Turn *turn) {
  CrCaller said = turn->fact->mail->caller, *known = &turn->iv->caller;
  gboolean anew =
      is_of_contact(turn) && turn->s->phase == CR_PHASE_SCHEDULED && turn_names_agreed_hour(turn);
  if (said == CR_CALLER_UNKNOWN || said == *known || (*known != CR_CALLER_UNKNOWN && !anew))
    return;
  *known = said;
  if (said != CR_CALLER_CANDIDATE)
    turn_retract(turn, "candidate-dials");
}

/* Who is to call then: of several hours each may have its own. */
static const char *
caller_said(const CrReading *mail, CrInstant start) {
  for (guint i = 0; i < mail->times->len; i++) {
    const CrMention *mention = mail->times->pdata[i];
    if (mention->who && mention->start == start)
      return mention->who;
  }
  return mail->caller_name;
}

/* A coordinator says who rings; the later word counts. */
static void
learn_caller_name(Turn *turn) {
  const char *said = caller_said(turn->fact->mail, turn->iv->start);
  CrInterview *iv = turn->iv;
  if (said == NULL || turn->fact->trust < CR_TRUST_COLLEAGUE ||
      turn->s->phase != CR_PHASE_SCHEDULED)
    return;
  g_free(iv->caller_name);
  iv->caller_name =
      cr_text_equal(said, iv->contact.name) || cr_text_equal(said, turn->context->profile->name)
          ? NULL
          : g_strdup(said);
}

/* "pia.lund@…" of a text that says "Pia Lund". */
static char *
name_in_text(const char *address, const char *text) {
  g_autofree char *local = g_strndup(address, strcspn(address, "@"));
  g_strdelimit(local, "._-", ' ');
  const char *found = strchr(local, ' ') ? cr_text_find(text, local) : NULL;
  return found ? g_strndup(found, strlen(local)) : NULL;
}

/* A platform's mailbox is of no house: there a person's address must be of somebody whom the mail
 * names. */
static gboolean
is_of_their_house(const Turn *turn, const char *address) {
  const char *known = turn->iv->contact.email;
  g_autofree char *name = name_in_text(address, turn->fact->mail->text);
  gboolean platform = cr_address_is_platform(known, turn->iv->contact.name);
  return platform ? name && !cr_address_is_shared(address)
                  : cr_organisation_is_same(address, known);
}

/* Nobody reads what is sent to the mailbox that invites. Its words may name the one person of that
 * house who does. */
static void
learn_person(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  CrContact *contact = &turn->iv->contact;
  g_autofree char *only = NULL;
  g_auto(GStrv) words = g_strsplit_set(m->text ? m->text : "", " \t\n<>()[],;:\"'", -1);
  for (char **word = words; *word; word++) {
    g_autofree char *address = strchr(*word, '@') ? cr_address_normalize(*word) : NULL;
    if (address == NULL || cr_address_is_noreply(address) || cr_text_equal(address, only) ||
        cr_profile_owns(turn->context->profile, address) || !is_of_their_house(turn, address))
      continue;
    if (only)
      return; /* which of them is not told */
    only = g_steal_pointer(&address);
  }
  if (only == NULL)
    return;
  g_free(contact->name);
  contact->name = name_in_text(only, m->text);
  g_free(contact->email);
  contact->email = g_steal_pointer(&only);
  turn->s->address_gone = FALSE;
}

/* The recruiter of this call may speak of another one, in a mail of its own. */
static gboolean
is_of_another_role(const Turn *turn) {
  const CrReading *m = turn->fact->mail;
  const CrInterview *iv = turn->iv;
  const char *const *thread = (const char *const *) iv->thread;
  gboolean answers = m->in_reply_to && thread && g_strv_contains(thread, m->in_reply_to);
  return !answers && cr_match_is_other_opening(m, iv);
}

/* The interviewer writes about the call that a coordinator has arranged. */
static gboolean
is_of_caller(const Turn *turn) {
  return turn->fact->trust == CR_TRUST_COLLEAGUE && turn->iv->caller_name &&
         cr_text_equal(turn->fact->mail->from_name, turn->iv->caller_name);
}

/* Learns what the mail tells of the agreed call. Nothing known is overwritten by a stranger. */
static void
learn(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  CrInterview *iv = turn->iv;
  gboolean of_contact = is_of_contact(turn);
  for (guint i = 0; i < m->phones->len; i++) {
    const CrPhone *phone = m->phones->pdata[i];
    switch (cr_number_role(m, phone, turn->context->profile)) {
    case CR_PHONE_CANDIDATE:
      cr_number_set_own(iv, phone);
      break;
    case CR_PHONE_DIAL_IN:
      if (iv->dial_number == NULL && phone->e164) {
        iv->dial_number = g_strdup(phone->e164);
        iv->dial_code = g_strdup(phone->code);
      }
      break;
    case CR_PHONE_CONTACT:
    case CR_PHONE_CALLER_ID:
    case CR_PHONE_SIGNATURE:
      if (iv->contact.phone == NULL && (of_contact || is_of_caller(turn)))
        iv->contact.phone = g_strdup(phone->e164);
      break;
    }
  }
  learn_caller(turn);
  learn_caller_name(turn);
  if (!is_of_another_role(turn)) {
    if (iv->role == NULL)
      iv->role = g_strdup(m->role);
    cr_agree_note_requisitions(iv, m->subject, m->text);
  }
  if (iv->link == NULL && !mail_is_booking_page(m))
    iv->link = g_strdup(m->link);
  if (!of_contact)
    return;
  if (cr_agree_is_personal(m) && cr_text_equal(m->from_email, iv->contact.email)) {
    turn->s->address_gone = FALSE; /* somebody is there who writes */
    turn_retract(turn, "bounce");
  }
  if (turn->s->address_gone || cr_address_is_noreply(iv->contact.email))
    learn_person(turn);
  if (iv->contact.name == NULL && !cr_address_is_noreply(m->from_email))
    iv->contact.name = g_strdup(m->from_name);
  if (iv->contact.zone == NULL)
    iv->contact.zone = g_strdup(m->sender_zone);
}

static void
ask_whether_no(Turn *turn) {
  turn_ask_anew(turn, "Their mail may be a no, but it is not certain. What does it say?");
  turn_advise(turn, CR_STEP_AWAIT,
              "please read their mail: it may be a no, but that is not certain.");
}

/* Below this a no that stands beside another cause of the silence is asked about. */
#define QUITE_CERTAIN 0.9

static void
hear_rejection(Turn *turn) {
  CrPhase phase = turn->s->phase;
  if (!turn_open(turn) && phase != CR_PHASE_HELD && phase != CR_PHASE_CANCELLED) {
    turn_tell_reply(turn, CR_LINE_NOTE); /* known, or for the successor to hear */
    return;
  }
  const CrReading *m = turn->fact->mail;
  gboolean stands = cr_cues_have(m->text, CR_CUE_STANDS);
  g_autofree char *said = mail_quote(m);
  if (is_of_another_role(turn)) {
    turn_tell_reply(turn, CR_LINE_NOTE);
    if (!stands)
      turn_ask(turn, "They write no about %s, and this call is about another role. Is it off, too?",
               m->role ? m->role : "an opening of another number");
    return;
  }
  if (phase == CR_PHASE_SCHEDULED && (stands || m->second == CR_MAIL_CONFIRMATION)) {
    turn_tell_reply(turn, CR_LINE_NOTE);
    turn_ask(turn, "They write a no, and yet that the call stays. Is it off?");
    return;
  }
  if (m->score < QUITE_CERTAIN && turn_names_cause(turn)) {
    turn_tell_reply(turn, CR_LINE_REPLY);
    if (!turn_was_before(turn))
      turn_answered(turn);
    ask_whether_no(turn);
    return;
  }
  turn_witness(turn, "rejection-mail", "They write: \"%s\"", said);
  turn_finish(turn, CR_PHASE_CLOSED, "they have decided");
  turn->s->standing = CR_STANDING_OUT;
  turn_tell_reply(turn, CR_LINE_CLOSED);
  if (turn->fact->beside)
    return;
  turn_draft_answer(turn, CR_STEP_EMAIL);
  turn_say(turn, CR_LINE_DRAFT,
           "A short thank-you is drafted, if you like to send it. Doors stay open that "
           "way.");
}

/* Who speaks of a day speaks of this call when it is then, by their own clock. */
static gboolean
is_day_of_call(const CrMention *mention, CrInstant start) {
  if (mention->granularity != CR_GRANULARITY_INSTANT)
    return mention->start <= start && start < mention->end;
  const CrZone *zone = cr_zone_find(mention->zone);
  return cr_zone_day(zone ? zone : cr_zone_utc(), mention->start) ==
         cr_zone_day(zone ? zone : cr_zone_utc(), start);
}

/* They call off a call, and of another day than this one. */
static const CrMention *
calls_off_another(const Turn *turn) {
  const CrMention *other = NULL;
  const GPtrArray *times = turn->fact->mail->times;
  for (guint i = 0; i < times->len; i++) {
    const CrMention *mention = times->pdata[i];
    gboolean off = mention->role == CR_TIME_OLD;
    gboolean beside = turn->fact->beside && mention->role == CR_TIME_OTHER; /* "and Friday" */
    if ((off || beside) && is_day_of_call(mention, turn->iv->start))
      return NULL;
    if (off)
      other = mention;
  }
  return other;
}

/* Whether this call is meant is the candidate's to say, who is to read it. */
static void
hear_in_doubt(Turn *turn) {
  gboolean before = turn->s->phase == CR_PHASE_SCHEDULED;
  turn_tell_reply(turn, before ? CR_LINE_NOTE : CR_LINE_REPLY);
  if (!before) {
    turn_answered(turn);
    turn_advise_to_read(turn);
  }
}

static void
hear_cancellation(Turn *turn) {
  g_autoptr(GPtrArray) times = turn_times_ahead(turn);
  const CrMention *other = calls_off_another(turn);
  gboolean holds = !turn_was_before(turn) && turn->fact->mail->promise != CR_INSTANT_NONE;
  if (times->len > 0 || holds) {
    turn_hear_new_time(turn);
    return;
  }
  if (other) {
    hear_in_doubt(turn);
    turn_ask(turn, "They call off \"%s\", and this call is at another time. Is it off, too?",
             other->text);
    return;
  }
  if (turn->s->phase == CR_PHASE_CANCELLED) { /* a program says so, too */
    turn_tell_reply(turn, CR_LINE_NOTE);
    return;
  }
  turn_finish(turn, CR_PHASE_CANCELLED, "they have cancelled");
  turn_tell_reply(turn, CR_LINE_CANCELLED);
  if (turn->fact->mail->second == CR_MAIL_REJECTION)
    ask_whether_no(turn);
  else
    turn_await_new_time(turn);
}

static void
hear_on_hold(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  gboolean ahead = turn->s->phase == CR_PHASE_SCHEDULED;
  g_autofree char *said = mail_quote(m);
  turn_witness(turn, "on-hold-mail", "They write: \"%s\"", said);
  if (ahead && m->second == CR_MAIL_CANCELLATION) {
    hear_cancellation(turn);
    return;
  }
  turn_tell_reply(turn, CR_LINE_REPLY);
  turn_answered(turn);
  turn->s->promise = m->promise;
  if (!turn->fact->beside)
    turn_draft_answer(turn, CR_STEP_EMAIL);
  turn_advise(turn, CR_STEP_AWAIT,
              "the role is on hold, not closed%s%sgive your time to the other applications "
              "meanwhile.",
              turn->fact->beside ? ": " : ". A short answer is drafted; ",
              ahead ? "they have not cancelled the call, so be ready all the same, and " : "");
}

void
turn_meet_successor(Turn *turn) {
  const CrPerson *new_person = &turn->fact->mail->deputy;
  if (new_person->email == NULL && new_person->name == NULL && new_person->phone == NULL)
    return;
  cr_record_assign(&cr_person_record, &turn->s->deputy, new_person);
}

static gboolean
was_handed_over_before(const Turn *turn) {
  for (guint i = 0; i < turn->s->evidence->len; i++) {
    const CrEvidence *item = turn->s->evidence->pdata[i];
    if (strcmp(item->kind, "handed-over") == 0 && item->at < turn->fact->at)
      return TRUE;
  }
  return FALSE;
}

/* The call was agreed with whom the letter to the first successor names; a second one has it from
 * somebody whom nothing was agreed with, and so is the contact. */
static void
witness_handover(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  g_autofree char *said = mail_quote(m);
  turn_witness(turn, "handed-over", "They write: \"%s\"", said);
  follow_sender(turn);
  if (cr_text_equal(m->deputy.email, turn->iv->contact.email))
    return;
  gboolean again = cr_text_equal(m->deputy.email, turn->s->deputy.email); /* the same, once more */
  if (hands_over(m) && m->deputy.email && !again && was_handed_over_before(turn)) {
    take_over(turn->iv, &m->deputy, NULL);
    cr_record_assign(&cr_person_record, &turn->s->deputy, &(CrPerson){0});
  } else {
    turn_meet_successor(turn);
  }
}

void
turn_follow_handover(Turn *turn) {
  CrInterview *next = turn->decision->successor;
  const CrPerson *person = &turn->s->deputy;
  if (next && hands_over(turn->fact->mail) && person->email)
    take_over(next, person, NULL);
}

/* What they tell of the role beside what the mail is about. */
static void
witness_beside(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  gboolean off = m->class == CR_MAIL_CANCELLATION;
  gboolean on_hold = m->second == CR_MAIL_ON_HOLD || (off && cr_cues_have(m->text, "reorganised"));
  const char *kind = on_hold                                 ? "hold-said"
                     : off && m->second == CR_MAIL_REJECTION ? "filled-said"
                                                             : NULL;
  g_autofree char *said = mail_quote(m);
  if (kind)
    turn_witness(turn, kind, "They write: \"%s\"", said);
}

void
turn_hear_cause(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  if (m == NULL || turn->fact->founds || turn->fact->trust < CR_TRUST_COLLEAGUE ||
      (turn_was_before(turn) && m->class != CR_MAIL_CANCELLATION))
    return;
  turn_witness_words(turn);
  witness_beside(turn);
  if (hands_over(m))
    witness_handover(turn);
  else if (!turn_was_before(turn) && (m->apologizes || m->class == CR_MAIL_APOLOGY_LATE))
    turn_witness_apology(turn, "They apologize for it.");
}

/* Somebody has left or handed over, and nobody has said what becomes of the call. */
static void
advise_that_it_stands(Turn *turn) {
  g_autofree char *when = turn_when_agreed(turn);
  turn_advise(turn, CR_STEP_PREPARE,
              "something changes on their side, but your call has not been cancelled: be ready for "
              "it, %s.",
              when);
}

static void
hear_handover(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  gboolean ahead = turn->s->phase == CR_PHASE_SCHEDULED;
  g_autoptr(GPtrArray) times = turn_times_ahead(turn);
  gboolean hour = times->len > 0 && cr_choice_is_hour(times->pdata[0]);
  if (ahead && !hour && !m->automatic && m->deputy.email && m->deputy.phone)
    take_over(turn->iv, &m->deputy, NULL); /* the hour stands, and the call is theirs */
  witness_handover(turn);
  if (m->automatic || (ahead && !hour)) {
    turn_tell_reply(turn, m->automatic ? CR_LINE_NOTE : CR_LINE_REPLY);
    if (ahead)
      advise_that_it_stands(turn);
  } else if (times->len > 0) {
    turn_hear_new_time(turn);
    turn_follow_handover(turn);
  } else {
    turn_tell_reply(turn, CR_LINE_REPLY);
    turn_offer_times(turn);
  }
}

/* Nothing but the agreed time is named: a confirmation, whatever its words resemble. */
static gboolean
only_repeats_the_time(const Turn *turn) {
  g_autoptr(GPtrArray) others = turn_times_ahead(turn);
  return turn->s->phase == CR_PHASE_SCHEDULED && turn_names_agreed_hour(turn) && others->len == 0;
}

static void
hear_words(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  if (m->automatic) {
    turn_tell_reply(turn, CR_LINE_NOTE);
    return;
  }
  if (turn_was_before(turn)) {
    turn_hear_confirmation(turn);
    if (hands_over(m) && turn->s->phase == CR_PHASE_SCHEDULED) {
      turn_tell_reply(turn, CR_LINE_REPLY);
      advise_that_it_stands(turn);
    }
    return;
  }
  if (turn_chosen_slot(turn) || (m->firm && m->times->len > 0)) {
    turn_hear_new_time(turn);
    return;
  }
  turn_tell_reply(turn, CR_LINE_REPLY);
  turn_answered(turn);
  if (m->promise != CR_INSTANT_NONE)
    turn_hear_promise(turn);
  else if (m->unclear)
    ask_whether_no(turn);
  else
    turn_advise_to_read(turn);
}

/* Somebody not known has read what we wrote, and answers: the days of silence count from there, so
 * that there is time to say whether it is genuine. */
static void
wait_for_word_on(Turn *turn) {
  CrState *s = turn->s;
  gboolean again = s->unsure_until != CR_INSTANT_NONE; /* who writes daily silences nothing */
  if (s->phase != CR_PHASE_MISSED || s->letters == 0 || s->letter != CR_LETTER_PLANNED || again)
    return;
  turn_count_from(turn, turn->now);
  s->letter = CR_LETTER_SENT; /* turn_keep_following_up plans the nudge */
  s->letter_due = CR_INSTANT_NONE;
}

/* A stranger's word changes nothing: the candidate is asked. */
static gboolean
is_for_the_candidate(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  if (turn->fact->trust >= CR_TRUST_COLLEAGUE || m->class == CR_MAIL_BOUNCE)
    return FALSE;
  g_autofree char *said = mail_quote(m);
  const char *from = m->from_email ? m->from_email : "somebody";
  if (turn->fact->trust == CR_TRUST_THREAD && !m->automatic && !m->list)
    wait_for_word_on(turn);
  if (m->forged) {
    turn_ask_unsure(turn, "A mail that may not be from %s says: \"%s\" Is it genuine?", from, said);
    turn_say(turn, CR_LINE_NOTE,
             "A mail that says it is from %s fails the check of its sender: \"%s\" Nothing is "
             "changed; please check.",
             from, said);
  } else {
    turn_ask_unsure(
        turn,
        "%s writes about this call, from an address that is not the recruiter's: \"%s\" "
        "Is it genuine?",
        from, said);
    turn_say(turn, CR_LINE_NOTE,
             "%s, not a known address of theirs, writes: \"%s\" Nothing is changed; "
             "please check.",
             from, said);
  }
  if (!cr_phase_is_final(turn->s->phase) && turn->s->phase != CR_PHASE_SCHEDULED)
    turn_advise(turn, CR_STEP_AWAIT,
                "is that mail genuine? If it is, note what it says. If not, send the letter "
                "yourself, and note that it is sent.");
  return TRUE;
}

static gboolean
is_offer(const CrReading *m) {
  return m->class != CR_MAIL_REJECTION && m->class != CR_MAIL_ON_HOLD && !m->automatic &&
         cr_cues_have(m->text, CR_CUE_OFFER);
}

/* FALSE when the mail names a time, too, which is to be heard. */
static gboolean
hear_offer(Turn *turn) {
  g_autoptr(GPtrArray) times = turn_times_ahead(turn);
  turn->s->standing = CR_STANDING_OFFER;
  if (times->len > 0)
    return FALSE;
  turn_tell_reply(turn, CR_LINE_REPLY);
  if (!turn_was_before(turn))
    turn_answered(turn);
  turn_advise(turn, CR_STEP_AWAIT,
              "their mail makes you an offer: read it, and answer in your own time. Keep the other "
              "applications going until you have accepted one.");
  return TRUE;
}

static void
hear_kind_new_time(Turn *turn) {
  if (only_repeats_the_time(turn)) {
    turn_hear_confirmation(turn);
    return;
  }
  if (turn->fact->mail->apologizes && turn->s->phase != CR_PHASE_SCHEDULED)
    turn_witness_apology(turn, "They apologize for it.");
  turn_hear_new_time(turn);
}

/* An apology beside a no asks for no other time. */
static void
hear_kind_apology(Turn *turn) {
  if (turn->fact->mail->second != CR_MAIL_REJECTION || turn_was_before(turn)) {
    turn_hear_apology(turn);
    return;
  }
  turn_witness_apology(turn, "They apologize for it.");
  turn_tell_reply(turn, CR_LINE_REPLY);
  turn_answered(turn);
  ask_whether_no(turn);
}

static void
hear_kind_confirmation(Turn *turn) {
  if (turn->fact->mail->apologizes && !turn_was_before(turn))
    turn_witness_apology(turn, "They apologize for it.");
  turn_hear_confirmation(turn);
}

static void (*const kinds[])(Turn *turn) = {
    [CR_MAIL_BOUNCE] = turn_hear_bounce,
    [CR_MAIL_OUT_OF_OFFICE] = turn_hear_out_of_office,
    [CR_MAIL_REJECTION] = hear_rejection,
    [CR_MAIL_ON_HOLD] = hear_on_hold,
    [CR_MAIL_RECRUITER_CHANGE] = hear_handover,
    [CR_MAIL_APOLOGY_LATE] = hear_kind_apology,
    [CR_MAIL_CANCELLATION] = hear_cancellation,
    [CR_MAIL_RESCHEDULE_REQUEST] = turn_hear_request,
    [CR_MAIL_NEW_TIME] = hear_kind_new_time,
    [CR_MAIL_SCHEDULING_LINK] = turn_hear_link,
    [CR_MAIL_CONFIRMATION] = hear_kind_confirmation,
    [CR_MAIL_GENERIC] = hear_words,
};

static void
learn_return(Turn *turn) {
  gboolean of_contact = cr_text_equal(turn->fact->mail->from_email, turn->iv->contact.email);
  CrInstant back = of_contact ? turn_back_on(turn) : CR_INSTANT_NONE;
  if (back != CR_INSTANT_NONE)
    turn->s->return_at = back;
}

/* What the mail tells beside its kind. */
static void
take_in(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  cr_interview_add_thread(turn->iv, m->message_id);
  if (turn->iv->subject == NULL)
    turn->iv->subject = g_strdup(m->subject);
  follow_sender(turn);
  learn(turn);
  learn_return(turn);
  turn_witness_words(turn);
  witness_beside(turn);
  if (is_of_contact(turn) && turn_was_before(turn) && turn->s->return_at == CR_INSTANT_NONE)
    turn_retract(turn, "auto-reply"); /* who writes again is back, when no day was named */
}

/* Who tried in vain is at the phone for a while. */
#define STILL_THERE_USEC (4 * CR_HOUR)

/* They wait for the candidate to ring, or ask for it, and name no other time: "I am on the line,
 * you were to dial in", "I could not reach you, please call". */
static gboolean
hear_wish_to_be_rung(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  const CrInterview *iv = turn->iv;
  const CrState *s = turn->s;
  gboolean talk = m->class == CR_MAIL_GENERIC || m->class == CR_MAIL_APOLOGY_LATE;
  g_autoptr(GPtrArray) times = turn_times_ahead(turn);
  const char *told = NULL;
  for (guint i = 0; i < m->phones->len; i++) {
    const CrPhone *phone = m->phones->pdata[i];
    if (cr_number_role(m, phone, turn->context->profile) != CR_PHONE_CANDIDATE && phone->e164)
      told = phone->e164;
  }
  const char *to = told ? told : iv->dial_number ? iv->dial_number : iv->contact.phone;
  gboolean tried = m->caller != CR_CALLER_CANDIDATE &&
                   turn->fact->at < iv->start + STILL_THERE_USEC &&
                   cr_cues_have(m->text, "tried-to-reach");
  if (!talk || m->automatic || (m->caller != CR_CALLER_CANDIDATE && !tried) || times->len > 0 ||
      m->promise != CR_INSTANT_NONE || to == NULL ||
      (s->phase != CR_PHASE_WAITING && s->phase != CR_PHASE_MISSED && s->phase != CR_PHASE_SILENT))
    return FALSE;
  g_autofree char *number = cr_words_phone(to);
  turn_tell_reply(turn, CR_LINE_REPLY);
  turn_answered(turn);
  turn_advise(turn, CR_STEP_CALL, "%s: ring %s now.",
              tried ? "they could not reach you" : "they wait for your call", number);
  return TRUE;
}

/* Both calls are off, or to be moved, and there are three. */
static void
ask_which_of_several(Turn *turn) {
  hear_in_doubt(turn);
  turn_ask(turn, "They write of both calls, and you have more than two with %s. Is this one meant?",
           cr_interview_who(turn->iv));
}

static void
hear(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  if (turn_hear_alert(turn) || (turn->fact->event && turn_reply(turn)) ||
      is_for_the_candidate(turn))
    return;
  if (!m->automatic && m->class != CR_MAIL_BOUNCE)
    take_in(turn);
  if (turn->fact->founds) {
    turn_hear_confirmation(turn);
    return;
  }
  if (turn_hear_after(turn))
    return;
  gboolean over = !turn_open(turn) && m->class != CR_MAIL_REJECTION;
  if (over || cr_agree_is_bulk(m)) /* a newsletter is never an event */
    turn_tell_reply(turn, CR_LINE_NOTE);
  else if (turn->context->unsaid)
    ask_which_of_several(turn);
  else if (!(is_offer(m) && hear_offer(turn)) && !hear_wish_to_be_rung(turn))
    kinds[m->class](turn);
}

void
turn_mail(Turn *turn) {
  const CrFact *fact = turn->fact;
  g_autoptr(CrReading) mail = turn_reading_with_days(turn);
  CrFact dated = *fact;
  dated.mail = mail;
  turn->fact = &dated;
  hear(turn);
  turn->fact = fact;
}
