/* What may come after a call was called off: a new time that they promised, times that they offer,
 * and word that all of it was a mistake. */
#include "base/text.h"
#include "playbook/agree.h"
#include "playbook/cues.h"
#include "playbook/letter-words.h"
#include "playbook/playbook-letter.h"
#include "playbook/playbook-mail.h"

/* Later they write of something else, unless the new time is still awaited. */
#define OFFER_USEC (30 * CR_DAY_USEC)

static gboolean
promises_time(const CrReading *m) {
  return m && !m->automatic &&
         (m->promise != CR_INSTANT_NONE || cr_cues_have(m->text, CR_CUE_NEW_TIME));
}

void
turn_await_new_time(Turn *turn) {
  CrState *s = turn->s;
  const CrReading *m = turn->fact->mail;
  if (!promises_time(m))
    return;
  gboolean dated = m->promise != CR_INSTANT_NONE;
  s->answered_at = turn->fact->at;
  s->promise =
      dated ? m->promise
            : turn_working_morning(turn, turn->fact->at, turn->context->policy->nudge_first_days);
  g_autofree char *until = turn_day(turn, s->promise - 1);
  if (dated)
    turn_advise(turn, CR_STEP_AWAIT,
                "they called it off, and will send a new time by %s. If none comes, you are "
                "reminded then. Keep the search moving.",
                until);
  else
    turn_advise(turn, CR_STEP_AWAIT,
                "they called it off, and will send a new time. If none comes, you are reminded in "
                "a few days. Keep the search moving.");
}

/* The candidate was told that the promise is broken. */
static gboolean
is_reminded(const CrState *s) {
  return s->step == CR_STEP_EMAIL;
}

/* When they are asked what became of their promise, and when nothing more is expected. */
static CrInstant
promise_over(const Turn *turn) {
  const CrState *s = turn->s;
  return !is_reminded(s) ? turn_working_morning(turn, s->promise - 1, 1)
                         : turn_working_morning(turn, MAX(s->promise, s->last_out),
                                                turn->context->policy->nudge_last_days);
}

CrInstant
turn_new_time_due(const Turn *turn) {
  if (!cr_interview_awaits_time(turn->iv))
    return CR_INSTANT_NONE;
  return turn->s->proposals->len > 0 ? turn_offer_over(turn) : promise_over(turn);
}

static void
remind_of_promise(Turn *turn) {
  const char *who = cr_interview_who(turn->iv);
  turn_count_from(turn, turn->now);
  turn_say(turn, CR_LINE_NOTE, "%s promised a new time, and none has come.", who);
  turn_advise(turn, CR_STEP_EMAIL,
              "%s called it off and promised a new time, which has not come: ask for it. A short "
              "letter with times that suit you both is ready, and nothing is sent for you.",
              who);
}

void
turn_tick_after(Turn *turn) {
  CrState *s = turn->s;
  CrInstant due = turn_new_time_due(turn);
  if (due == CR_INSTANT_NONE || turn->now < due)
    return;
  if (s->proposals->len > 0) {
    turn_outlast_offer(turn);
  } else if (!is_reminded(s)) {
    remind_of_promise(turn);
  } else {
    s->promise = CR_INSTANT_NONE;
    turn_advise(turn, CR_STEP_DONE,
                "no new time has come; keep the search moving: your next applications do not wait "
                "for %s.",
                cr_interview_who(turn->iv));
  }
}

/* Who has withdrawn, or taken another job, is not to be reminded of a call, nor they of the
 * candidate, whatever they take back. */
static gboolean
is_wanted(const CrState *s) {
  return s->standing != CR_STANDING_WITHDRAWN && s->standing != CR_STANDING_ACCEPTED;
}

/* They themselves, and not somebody in their name: only the contact takes a word of theirs back,
 * and not by a mail that says the same again. */
static gboolean
takes_back(const Turn *turn) {
  const CrReading *m = turn->fact->mail;
  return turn->fact->trust == CR_TRUST_CONTACT && is_wanted(turn->s) && !m->automatic && !m->list &&
         m->class != CR_MAIL_REJECTION && m->class != CR_MAIL_CANCELLATION &&
         m->class != CR_MAIL_ON_HOLD && cr_cues_have(m->text, CR_CUE_TAKEN_BACK);
}

void
turn_open_again(Turn *turn, const char *who, const char *said) {
  CrState *s = turn->s;
  gboolean ahead = turn->now < turn->iv->start;
  g_autofree char *why = g_strdup_printf("%s taken it back", who);
  turn_drop_letter(turn, why);
  turn_retract(turn, "rejection-mail");
  if (s->standing == CR_STANDING_OUT)
    s->standing = CR_STANDING_IN_THE_RUNNING;
  s->promise = s->answered_at = CR_INSTANT_NONE;
  s->own_off = FALSE;
  s->phase = ahead ? CR_PHASE_SCHEDULED : CR_PHASE_MISSED;
  turn_say(turn, CR_LINE_NOTE, "Taken back: %s", said);
  if (ahead) {
    g_autofree char *when = turn_when_agreed(turn);
    turn_say(turn, CR_LINE_WATCHING, "%s, with %s: the call is on again.", when,
             cr_interview_who(turn->iv));
    turn_advise(turn, CR_STEP_PREPARE, "%s: be ready for the call.", why);
    return;
  }
  turn_answered(turn);
  turn_advise(turn, CR_STEP_AWAIT, "%s; read their mail and answer it yourself.", why);
}

/* The invite that was called off, as it stands in a calendar or comes once more, says nothing. */
static gboolean
invites_anew(const Turn *turn, const CrEvent *event) {
  const CrInterview *iv = turn->iv;
  if (turn->fact->at < iv->state.answered_at) /* when the new time was promised or offered */
    return FALSE;
  return !cr_text_equal(event->uid, iv->uid) ||
         (event->method == CR_METHOD_REQUEST && event->dtstamp != iv->dtstamp &&
          cr_agree_is_newer(iv, event) && cr_agree_is_entitled(iv, turn->fact, turn->fact->trust));
}

gboolean
turn_take_same_hour_again(Turn *turn, const CrEvent *event) {
  if (!cr_interview_awaits_time(turn->iv) || !is_wanted(turn->s) || event->all_day ||
      event->start != turn->iv->start || turn->now >= event->start ||
      turn->fact->trust < CR_TRUST_COLLEAGUE || !invites_anew(turn, event))
    return FALSE;
  g_autofree char *said =
      g_strdup_printf("%s invites to the same time anew.", cr_interview_who(turn->iv));
  turn_open_again(turn, "they have", said);
  return TRUE;
}

/* "I will send you new times on Friday" offers nothing for Friday. */
static gboolean
names_only_promise(const CrReading *m, const GPtrArray *times) {
  return times->len == 1 && m->promise != CR_INSTANT_NONE && !cr_choice_is_hour(times->pdata[0]) &&
         ((const CrMention *) times->pdata[0])->end == m->promise;
}

gboolean
turn_hear_after(Turn *turn) {
  CrState *s = turn->s;
  const CrReading *m = turn->fact->mail;
  gboolean closed = s->phase == CR_PHASE_CLOSED, off = s->phase == CR_PHASE_CANCELLED;
  gboolean late = turn->now > turn->iv->start + OFFER_USEC && !cr_interview_awaits_time(turn->iv);
  if ((!closed && !off) || s->removed || late)
    return FALSE;
  if (m->class == CR_MAIL_CANCELLATION)
    s->own_off = FALSE; /* it is theirs, too, by now */
  g_autoptr(GPtrArray) times = turn_times_ahead(turn);
  if (takes_back(turn)) {
    g_autofree char *quote = mail_quote(m);
    g_autofree char *said = g_strdup_printf("%s writes: \"%s\"", cr_interview_who(turn->iv), quote);
    turn_open_again(turn, "they have", said);
    if (times->len > 0)
      turn_hear_new_time(turn);
    return TRUE;
  }
  if (closed || m->class == CR_MAIL_REJECTION || m->class == CR_MAIL_ON_HOLD ||
      m->class == CR_MAIL_BOUNCE || cr_agree_is_bulk(m))
    return FALSE;
  if (m->automatic) {
    /* Nobody is late for a call that is off, though a program say so. */
    if (m->class == CR_MAIL_APOLOGY_LATE)
      turn_tell_reply(turn, CR_LINE_NOTE);
    return m->class == CR_MAIL_APOLOGY_LATE;
  }
  if (times->len > 0 && !names_only_promise(m, times)) {
    turn_hear_new_time(turn);
  } else if (mail_is_booking_page(m)) {
    turn_hear_link(turn);
  } else {
    turn_tell_reply(turn, CR_LINE_NOTE);
    turn_await_new_time(turn);
  }
  return TRUE;
}
