/* Mail of theirs: whose word it is, and what it asks for, by its kind. */
#include "playbook/playbook-mail.h"

#include "base/text.h"
#include "playbook/agree.h"
#include "playbook/cues.h"
#include "playbook/letter-words.h"
#include "playbook/numbers.h"

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
  s->letter_due = CR_INSTANT_NONE; /* nor is it silence any more that lasts */
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

static void
ask_whether_no(Turn *turn) {
  turn_ask_anew(turn, "Their mail may be a no, but it is not certain. What does it say?");
  turn_advise(turn, CR_STEP_AWAIT,
              "please read their mail: it may be a no, but that is not certain.");
}

/* "Maya" of "Hi Maya, ..." and of "Dear Maya Rao:"; NULL without one. Free with g_free. */
static char *
greeted(const char *text) {
  static const char *const greetings[] = {"hi ", "hello ", "hey ", "dear ", NULL};
  for (const char *const *greeting = greetings; *greeting && text; greeting++)
    if (g_ascii_strncasecmp(text, *greeting, strlen(*greeting)) == 0) {
      const char *name = text + strlen(*greeting), *end = name + strcspn(name, ",!:;.\n");
      gboolean named = end - name <= 40 && *end && g_unichar_isupper(g_utf8_get_char(name));
      return named ? g_strndup(name, end - name) : NULL;
    }
  return NULL;
}

/* The mail is to somebody else, by its greeting, and has no name of the candidate's. */
static gboolean
greets_another(const Turn *turn) {
  const CrReading *m = turn->fact->mail;
  const CrProfile *profile = turn->context->profile;
  g_autofree char *name = greeted(m->text);
  if (name == NULL || profile->name == NULL || cr_cues_have(m->text, CR_CUE_GREETS_NOBODY))
    return FALSE;
  g_auto(GStrv) own = g_strsplit_set(profile->name, " ,.", -1);
  for (guint i = 0; own[i]; i++)
    if (*own[i] && (cr_text_has_word(m->text, own[i]) ||
                    g_ascii_strncasecmp(own[i], name, 2) == 0)) /* "Rob" is Robert */
      return FALSE;
  return TRUE;
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
  if (turn_is_of_another_role(turn)) {
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
  if (greets_another(turn) || (m->score < QUITE_CERTAIN && turn_names_cause(turn))) {
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
  if (!turn->fact->beside)
    turn_say(turn, CR_LINE_NOTE, "A short thank-you keeps the door open, if you like to send one.");
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
  gboolean missed = turn->s->phase == CR_PHASE_MISSED || turn->s->phase == CR_PHASE_SILENT;
  gboolean holds = missed && turn->fact->mail->promise != CR_INSTANT_NONE;
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
  if (turn->s->phase == CR_PHASE_MISSED && m->promise != CR_INSTANT_NONE)
    turn_count_their_word(turn, turn->now);
  turn_advise(turn, CR_STEP_AWAIT,
              "the role is on hold, not closed: %sgive your time to the other applications "
              "meanwhile.",
              ahead ? "they have not cancelled the call, so be ready all the same, and " : "");
}

/* What they tell of the role beside what the mail is about. */
static void
witness_beside(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  gboolean filled = m->class == CR_MAIL_CANCELLATION && m->second == CR_MAIL_REJECTION;
  const char *kind = turn_tells_of_hold(turn) ? "hold-said" : filled ? "filled-said" : NULL;
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
  if (mail_hands_over(m))
    turn_witness_handover(turn);
  else if (!turn_was_before(turn) && (m->apologizes || m->class == CR_MAIL_APOLOGY_LATE))
    turn_witness_apology(turn, "They apologize for it.");
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
    if (mail_hands_over(m) && turn->s->phase == CR_PHASE_SCHEDULED) {
      turn_tell_reply(turn, CR_LINE_REPLY);
      turn_advise_that_it_stands(turn);
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
  if (turn->fact->trust >= CR_TRUST_COLLEAGUE || m->class == CR_MAIL_BOUNCE || m->bounced)
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
    [CR_MAIL_RECRUITER_CHANGE] = turn_hear_handover,
    [CR_MAIL_APOLOGY_LATE] = hear_kind_apology,
    [CR_MAIL_CANCELLATION] = hear_cancellation,
    [CR_MAIL_RESCHEDULE_REQUEST] = turn_hear_request,
    [CR_MAIL_NEW_TIME] = hear_kind_new_time,
    [CR_MAIL_SCHEDULING_LINK] = turn_hear_link,
    [CR_MAIL_CONFIRMATION] = hear_kind_confirmation,
    [CR_MAIL_GENERIC] = hear_words,
};

/* What the mail tells beside its kind. */
static void
take_in(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  cr_interview_add_thread(turn->iv, m->message_id);
  if (turn->iv->subject == NULL)
    turn->iv->subject = g_strdup(m->subject);
  turn_follow_sender(turn);
  turn_learn(turn);
  turn_witness_words(turn);
  witness_beside(turn);
  if (turn_is_of_contact(turn) && turn_was_before(turn) && turn->s->return_at == CR_INSTANT_NONE)
    turn_retract(turn, "auto-reply"); /* who writes again is back, when no day was named */
}

/* Who tried in vain is at the phone for a while. */
#define STILL_THERE_USEC (4 * CR_HOUR)

/* Of the call that is due, and of no other time for it. */
static gboolean
is_of_call_due(const Turn *turn) {
  const CrReading *m = turn->fact->mail;
  CrPhase phase = turn->s->phase;
  g_autoptr(GPtrArray) times = turn_times_ahead(turn);
  return !m->automatic && times->len == 0 && m->promise == CR_INSTANT_NONE &&
         (phase == CR_PHASE_WAITING || phase == CR_PHASE_MISSED || phase == CR_PHASE_SILENT);
}

/* They wait for the candidate to ring, or ask for it: "I am on the line, you were to dial in", "I
 * could not reach you, please call". */
static gboolean
hear_wish_to_be_rung(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  const CrInterview *iv = turn->iv;
  gboolean agrees = m->class == CR_MAIL_CONFIRMATION && turn_chosen_slot(turn) == NULL &&
                    turn->fact->at < iv->start + STILL_THERE_USEC;
  gboolean talk = m->class == CR_MAIL_GENERIC || m->class == CR_MAIL_APOLOGY_LATE || agrees;
  const CrPhone *told = NULL;
  for (guint i = 0; i < m->phones->len; i++) {
    const CrPhone *phone = m->phones->pdata[i];
    if (cr_number_role(m, phone, turn->context->profile) != CR_PHONE_CANDIDATE && phone->e164)
      told = phone;
  }
  g_autofree char *number =
      told ? cr_words_contact_phone(&(CrContact){.phone = told->e164, .extension = told->ext})
           : cr_words_to_dial(iv);
  gboolean tried = m->caller != CR_CALLER_CANDIDATE &&
                   turn->fact->at < iv->start + STILL_THERE_USEC &&
                   cr_cues_have(m->text, "tried-to-reach");
  gboolean asked = m->caller == CR_CALLER_CANDIDATE || cr_cues_have(m->text, CR_CUE_RING_NOW);
  if (!talk || (!asked && !tried) || number == NULL || !is_of_call_due(turn))
    return FALSE;
  turn_tell_reply(turn, CR_LINE_REPLY);
  turn_answered(turn);
  turn_advise(turn, CR_STEP_CALL, "%s: ring %s now.",
              tried ? "they could not reach you" : "they wait for your call", number);
  return TRUE;
}

/* The number that they tried is another one, or they ask for one. */
static gboolean
lack_number(const Turn *turn) {
  const CrReading *m = turn->fact->mail;
  const CrProfile *profile = turn->context->profile;
  gboolean other = FALSE;
  for (guint i = 0; i < m->phones->len; i++) {
    const CrPhone *phone = m->phones->pdata[i];
    other = other || (cr_number_role(m, phone, profile) == CR_PHONE_CANDIDATE &&
                      g_strcmp0(phone->e164, profile->phone) != 0);
  }
  return profile->phone && (other || cr_cues_have(m->text, CR_CUE_NUMBER_ASKED));
}

static gboolean
hear_of_number(Turn *turn) {
  if (turn->fact->mail->class != CR_MAIL_GENERIC || !is_of_call_due(turn) || !lack_number(turn))
    return FALSE;
  g_autofree char *number = cr_words_phone(turn->context->profile->phone);
  turn_tell_reply(turn, CR_LINE_REPLY);
  turn_answered(turn);
  turn_advise(turn, CR_STEP_EMAIL,
              "they have not your right number: answer at once that it is %s. A letter that says "
              "so is drafted.",
              number);
  turn_draft_answer(turn, CR_STEP_EMAIL);
  return TRUE;
}

/* "I have no call with you in my diary today?" calls nothing off: they do not know of it. */
static gboolean
hear_of_no_call(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  g_autoptr(GPtrArray) times = turn_times_ahead(turn);
  gboolean kind = m->class == CR_MAIL_CANCELLATION || m->class == CR_MAIL_GENERIC;
  if (!kind || m->automatic || m->second == CR_MAIL_REJECTION || times->len > 0 ||
      !cr_cues_have(m->text, CR_CUE_NO_CALL_KNOWN))
    return FALSE;
  gboolean ahead = turn->s->phase == CR_PHASE_SCHEDULED;
  turn_tell_reply(turn, CR_LINE_REPLY);
  if (!ahead)
    turn_answered(turn);
  turn_advise(turn, CR_STEP_EMAIL,
              "they do not know of the call: answer now, and name the time that was agreed%s.",
              ahead ? "; it stands until they say otherwise" : "");
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
  g_autofree char *who = g_strdup_printf("%s writes", cr_interview_who(turn->iv));
  if (turn_hear_after(turn) || turn_hear_of_talk(turn, who))
    return;
  gboolean over = !turn_open(turn) && m->class != CR_MAIL_REJECTION;
  if (over || cr_agree_is_bulk(m)) /* a newsletter is never an event */
    turn_tell_reply(turn, CR_LINE_NOTE);
  else if (turn->context->unsaid)
    ask_which_of_several(turn);
  else if (!(is_offer(m) && hear_offer(turn)) && !hear_wish_to_be_rung(turn) &&
           !hear_of_number(turn) && !hear_of_no_call(turn))
    kinds[m->class](turn);
}

void
turn_mail(Turn *turn) {
  turn_hear_with_days(turn, hear);
}
