/* Answers about a time: another one, a choice, a delay, a promise to write. */
#include "base/text.h"
#include "playbook/agree.h"
#include "playbook/cues.h"
#include "playbook/playbook-mail.h"

/* An hour that they ask for is a late call up to here, and another time beyond. */
#define LATE_USEC (30 * CR_MINUTE)
/* "Calling you now" */
#define NOW_USEC (5 * CR_MINUTE)

static CrSlot
slot_of(const CrMention *mention) {
  return (CrSlot){.start = mention->start,
                  .end = mention->end,
                  .window_min = cr_mention_window_min(mention),
                  .rough = !cr_choice_is_hour(mention)};
}

static void
propose(Turn *turn, GPtrArray *times) {
  CrState *s = turn->s;
  cr_record_truncate(&cr_slot_record, s->proposals, 0);
  g_autoptr(GString) list = g_string_new(NULL);
  for (guint i = 0; i < times->len && i < 8; i++) {
    const CrMention *mention = times->pdata[i];
    CrSlot *slot = cr_slot_new();
    *slot = slot_of(mention);
    slot->text = cr_text_line(mention->text, 80);
    g_ptr_array_add(s->proposals, slot);
    g_autofree char *when =
        slot->rough ? g_strdup_printf("\"%s\"", slot->text) : turn_when_slot(turn, slot);
    g_string_append_printf(list, "%s%s", i ? "; " : "", when);
  }
  if (cr_state_offers_days(s)) {
    turn_ask_anew(turn, "They offer %s, but no hour. Which hour suits you?", list->str);
    turn_advise(turn, CR_STEP_PICK,
                "they offer %s, but no hour. Answer with hours that suit you, such as those in the "
                "letter, then note the one that you agree on.",
                list->str);
    return;
  }
  turn_ask_anew(turn, "They offer %s. Which time do you take?", list->str);
  turn_advise(turn, CR_STEP_PICK, "they offer %s. Answer them, then note the time that you took.",
              list->str);
}

static void
hear_delay(Turn *turn, CrInstant expected) {
  CrState *s = turn->s;
  g_autofree char *when = turn_clock(turn, expected);
  turn_take_back_letter(turn, "they are on their way to the phone");
  s->phase = turn->now < turn->iv->start ? CR_PHASE_SCHEDULED : CR_PHASE_WAITING;
  s->other_start = s->promise = expected;
  s->letter_due = CR_INSTANT_NONE;       /* silence is counted from then on */
  s->answered_at = CR_INSTANT_NONE;      /* a call is promised again, and may be missed again */
  if (turn->now < turn_grace_over(turn)) /* else it was read too late to wait for */
    turn_advise(turn, CR_STEP_WAIT, "not missed yet: expect the call about %s.", when);
}

static gboolean
is_late_hour(const Turn *turn, const CrMention *mention) {
  CrInstant base = turn->iv->start;
  return cr_choice_is_hour(mention) && mention->start > base && mention->start > turn->fact->at &&
         mention->start <= base + LATE_USEC;
}

/* "Calling you at 3:30" by the clock, and no question: that is the agreed time from now on. */
static const CrMention *
late_hour_stated(const Turn *turn) {
  const CrReading *m = turn->fact->mail;
  const CrMention *only = NULL;
  for (guint i = 0; m->firm && i < m->times->len; i++) {
    const CrMention *mention = m->times->pdata[i];
    if (mention->role == CR_TIME_DELAY)
      return NULL;
    if (!is_late_hour(turn, mention) || !cr_mention_is_of_call(mention) ||
        (mention->relative && !mention->hour_unsaid))
      continue;
    if (only && only->start != mention->start)
      return NULL;
    only = mention;
  }
  return only;
}

/* When to expect the late call; of several times that they name the last, which none is before. */
static gboolean
delay_said(const Turn *turn, CrInstant *ret_expected) {
  const CrReading *m = turn->fact->mail;
  CrInstant base = turn->iv->start, last = CR_INSTANT_NONE;
  for (guint i = 0; i < m->times->len; i++) {
    const CrMention *mention = m->times->pdata[i];
    if (mention->role == CR_TIME_DELAY && mention->delay_min > 0 && mention->delay_min <= 180) {
      CrInstant delayed = base + mention->delay_min * CR_MINUTE;
      CrInstant from = delayed > turn->fact->at ? base : turn->fact->at;
      last = MAX(last, from + mention->delay_min * CR_MINUTE);
    } else if (is_late_hour(turn, mention)) {
      last = MAX(last, mention->start);
    }
  }
  if (last == CR_INSTANT_NONE && cr_cues_have(m->text, CR_CUE_CALLING_NOW))
    last = turn->fact->at + NOW_USEC;
  if (last != CR_INSTANT_NONE)
    *ret_expected = last;
  return last != CR_INSTANT_NONE;
}

void
turn_count_their_word(Turn *turn, CrInstant at) {
  CrState *s = turn->s;
  s->letters = MAX(s->letters, 1);
  s->letter = CR_LETTER_SENT;
  turn_count_from(turn, at);
}

/* Who says no day has as many as silence is given. */
static CrInstant
promised(const Turn *turn) {
  const CrReading *m = turn->fact->mail;
  if (m->promise != CR_INSTANT_NONE || !cr_cues_have(m->text, CR_CUE_WILL_WRITE))
    return m->promise;
  return turn_working_morning(turn, turn->fact->at, turn->context->policy->nudge_first_days);
}

/* "I will get back to you by Thursday" is no answer yet: the clock starts anew from there. */
void
turn_hear_promise(Turn *turn) {
  CrState *s = turn->s;
  CrInstant promise = promised(turn);
  g_autofree char *until = turn_day(turn, promise - 1); /* its end is the next midnight */
  gboolean dated = promise == turn->fact->mail->promise;
  turn_answered(turn);
  s->promise = promise;
  turn_count_their_word(turn, turn->now);
  turn_advise(turn, CR_STEP_AWAIT, "they will come back to you%s%s; the clock starts anew then.",
              dated ? " by " : "", dated ? until : "");
}

/* "When would suit you next week?" names no time: it asks for one. */
static gboolean
asks_for_times(const CrReading *m, const GPtrArray *times) {
  if (m->class != CR_MAIL_RESCHEDULE_REQUEST && m->second != CR_MAIL_RESCHEDULE_REQUEST)
    return FALSE;
  for (guint i = 0; i < times->len; i++)
    if (cr_choice_is_hour(times->pdata[i]))
      return FALSE;
  return TRUE;
}

void
turn_offer_times(Turn *turn) {
  g_autoptr(GPtrArray) times = turn_times_ahead(turn);
  turn_answered(turn);
  turn->s->wanted_from = times->len > 0 ? ((CrMention *) times->pdata[0])->start : CR_INSTANT_NONE;
  turn_advise(turn, CR_STEP_EMAIL,
              "they would like another time: the answer with times that suit you "
              "both is drafted.");
  turn_draft_answer(turn, CR_STEP_EMAIL);
}

void
turn_advise_to_read(Turn *turn) {
  g_autoptr(GPtrArray) made = cr_state_offers_made(turn->s);
  if (cr_choice_agrees(turn->fact->mail) && made->len > 1)
    turn_advise(turn, CR_STEP_PICK,
                "they agree, but not to which time: ask, or note the time that they mean.");
  else
    turn_advise(turn, CR_STEP_AWAIT, "they have answered; read their mail and answer it yourself.");
}

/* Who named no zone before names none again: the doubt is as it was. Of a call of its own it is
 * told when that one is watched. */
static void
doubt_again(Turn *turn, const CrMention *time) {
  CrInterview *next = turn->decision->successor, *moved = next ? next : turn->iv;
  moved->state.your_start = cr_agree_on_your_clock(turn->fact->mail, time, turn->context->profile);
  if (next == NULL)
    turn_doubt_clock(turn);
}

/* One hour for several calls is that of the call which heard of it first. */
static void
give_way(Turn *turn, const CrMention *hour) {
  g_autofree char *when = turn_when(turn, hour->start);
  turn_finish(turn, CR_PHASE_CANCELLED, "they have cancelled");
  turn_say(turn, CR_LINE_CANCELLED,
           "%s calls it off: they name one hour, %s, for this call and another.",
           cr_interview_who(turn->iv), when);
}

static void
take_hour(Turn *turn, const CrMention *hour) {
  gboolean doubted = turn_has_evidence(turn, "zone-unsaid"); /* before it moves */
  const CrSlot at = slot_of(hour);
  if (turn->fact->beside) {
    give_way(turn, hour);
    return;
  }
  turn_move_to(turn, &at, hour->zone_said ? hour->zone : NULL, "they say so in their mail");
  if (doubted)
    doubt_again(turn, hour);
}

void
turn_hear_new_time(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  g_autoptr(GPtrArray) times = turn_times_ahead(turn);
  const CrSlot *slot = turn_chosen_slot(turn);
  const CrMention *first = times->len ? times->pdata[0] : NULL;
  CrInstant delayed;
  turn_tell_reply(turn, CR_LINE_REPLY);
  if (slot == NULL && m->promise != CR_INSTANT_NONE && turn_open(turn) && !turn_was_before(turn) &&
      (first == NULL || !cr_choice_is_hour(first))) {
    turn_hear_promise(turn);
    return;
  }
  if (slot) {
    turn_move_to(turn, slot, NULL, "they took a time that you offered");
  } else if (times->len == 1 && (m->firm || m->class == CR_MAIL_CONFIRMATION) &&
             cr_choice_is_hour(first)) {
    take_hour(turn, first);
  } else if (times->len > 0 && asks_for_times(m, times)) {
    turn_offer_times(turn);
  } else if (times->len > 0) {
    turn_answered(turn);
    propose(turn, times);
  } else if (turn->s->phase <= CR_PHASE_WAITING && delay_said(turn, &delayed)) {
    hear_delay(turn, delayed);
  } else if (m->times->len > 0 || m->class == CR_MAIL_NEW_TIME) {
    turn_answered(turn);
    turn_advise(turn, CR_STEP_PICK, "read their mail: it names a time that could not be placed.");
  } else {
    turn_answered(turn);
    turn_advise_to_read(turn);
  }
}

/* The link is a page where the candidate picks a time, not one where both meet. */
gboolean
mail_is_booking_page(const CrReading *m) {
  gboolean asks = m->class == CR_MAIL_APOLOGY_LATE || m->class == CR_MAIL_RESCHEDULE_REQUEST;
  return m->class == CR_MAIL_SCHEDULING_LINK || m->second == CR_MAIL_SCHEDULING_LINK ||
         (asks && m->link && m->caller != CR_CALLER_BOTH_JOIN);
}

void
turn_hear_link(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  turn_tell_reply(turn, CR_LINE_REPLY);
  turn_answered(turn);
  turn_advise(turn, CR_STEP_PICK,
              "choose a time on their page%s%s, then note the time that you took.",
              m->link ? ": " : "", m->link ? m->link : "");
}

/* An apology of an earlier day is for something else. */
static gboolean
is_of_an_earlier_day(const Turn *turn) {
  const CrZone *theirs = cr_interview_their_zone(turn->iv);
  return turn->s->phase == CR_PHASE_SCHEDULED &&
         cr_zone_day(theirs, turn->fact->at) < cr_zone_day(theirs, turn->iv->start);
}

void
turn_hear_apology(Turn *turn) {
  g_autofree char *said = mail_quote(turn->fact->mail);
  CrInstant expected = MAX(turn->iv->start, turn->fact->at) + 15 * CR_MINUTE;
  g_autofree char *words = g_strdup_printf("They write: \"%s\"", said);
  gboolean earlier = is_of_an_earlier_day(turn);
  if (!earlier)
    turn_witness_apology(turn, words);
  const CrMention *hour = late_hour_stated(turn);
  if (hour) {
    const CrSlot at = slot_of(hour);
    turn_tell_reply(turn, CR_LINE_REPLY);
    turn_move_to(turn, &at, hour->zone_said ? hour->zone : NULL, "they say so in their mail");
    return;
  }
  if (delay_said(turn, &expected)) {
    turn_tell_reply(turn, CR_LINE_REPLY);
    hear_delay(turn, expected);
    return;
  }
  g_autoptr(GPtrArray) times = turn_times_ahead(turn);
  if (turn_chosen_slot(turn) || (times->len > 0 && !asks_for_times(turn->fact->mail, times))) {
    turn_hear_new_time(turn);
    return;
  }
  if (mail_is_booking_page(turn->fact->mail)) {
    turn_hear_link(turn);
    return;
  }
  turn_tell_reply(turn, CR_LINE_REPLY);
  if (earlier)
    turn_hear_confirmation(turn);
  else if (turn->s->phase != CR_PHASE_SCHEDULED && promised(turn) != CR_INSTANT_NONE)
    turn_hear_promise(turn);
  else if (turn->s->phase <= CR_PHASE_WAITING &&
           !cr_cues_have(turn->fact->mail->text, CR_CUE_CANNOT_NOW))
    hear_delay(turn, expected);
  else
    turn_offer_times(turn);
}

void
turn_hear_request(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  g_autoptr(GPtrArray) times = turn_times_ahead(turn);
  if (m->apologizes && !turn_was_before(turn))
    turn_witness_apology(turn, "They apologize for it.");
  if (mail_is_booking_page(m)) {
    turn_hear_link(turn);
    return;
  }
  if (times->len > 0 && !asks_for_times(m, times)) {
    turn_hear_new_time(turn);
    return;
  }
  turn_tell_reply(turn, CR_LINE_REPLY);
  if (m->promise != CR_INSTANT_NONE && !turn_was_before(turn))
    turn_hear_promise(turn);
  else
    turn_offer_times(turn);
}
