/* Mail: what they write, and what the candidate writes. */
#include "base/text.h"
#include "playbook/cues.h"
#include "playbook/letter-words.h"
#include "playbook/letter.h"
#include "playbook/match.h"
#include "playbook/playbook-private.h"

#include <string.h>

#define QUOTE_CHARS 140
/* An hour that they name is a late call up to here, and another time beyond. */
#define LATE_USEC (30 * CR_MINUTE)

static char *
quote(const CrReading *m) {
  return cr_text_line(m->evidence ? m->evidence : m->text ? m->text : m->subject, QUOTE_CHARS);
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
  if (s->phase != CR_PHASE_SCHEDULED || s->answered_at == CR_INSTANT_NONE)
    return;
  turn_drop_letter(turn, "the agreed time stands");
  cr_record_truncate(&cr_slot_record, s->proposals, 0);
  g_clear_pointer(&s->question, g_free);
  s->answered_at = CR_INSTANT_NONE;
  s->step = CR_STEP_PREPARE;
}

static void
tell_reply(Turn *turn, CrLineKind kind) {
  g_autofree char *said = quote(turn->fact->mail);
  const CrReading *m = turn->fact->mail;
  turn_say(turn, kind, "%s writes: \"%s\"", m->from_name ? m->from_name : m->from_email, said);
}

/* The link is a page where the candidate picks a time, not one where both meet. */
static gboolean
is_booking_page(const CrReading *m) {
  gboolean asks = m->class == CR_MAIL_APOLOGY_LATE || m->class == CR_MAIL_RESCHEDULE_REQUEST;
  return m->class == CR_MAIL_SCHEDULING_LINK || m->second == CR_MAIL_SCHEDULING_LINK ||
         (asks && m->link && m->caller != CR_CALLER_BOTH_JOIN);
}

/* Learns what the mail tells of the agreed call. Nothing known is overwritten by a stranger. */
static void
learn(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  CrInterview *iv = turn->iv;
  for (guint i = 0; i < m->phones->len; i++) {
    const CrPhone *phone = m->phones->pdata[i];
    switch (phone->role) {
    case CR_PHONE_CANDIDATE:
      g_free(iv->own_number);
      iv->own_number = g_strdup(phone->e164 ? phone->e164 : phone->raw);
      iv->own_number_bad = phone->e164 == NULL || phone->no_country_code;
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
      if (iv->contact.phone == NULL && turn->fact->trust == CR_TRUST_CONTACT)
        iv->contact.phone = g_strdup(phone->e164);
      break;
    }
  }
  if (m->caller != CR_CALLER_UNKNOWN && iv->caller == CR_CALLER_UNKNOWN)
    iv->caller = m->caller;
  if (iv->role == NULL)
    iv->role = g_strdup(m->role);
  if (iv->link == NULL && !is_booking_page(m))
    iv->link = g_strdup(m->link);
  if (turn->fact->trust != CR_TRUST_CONTACT)
    return;
  if (iv->contact.name == NULL)
    iv->contact.name = g_strdup(m->from_name);
  if (iv->contact.zone == NULL)
    iv->contact.zone = g_strdup(m->sender_zone);
}

/* Times */

static gboolean
has_flag(const CrMention *mention, const char *flag) {
  return mention->flags && g_strv_contains((const char *const *) mention->flags, flag);
}

static gboolean
is_exact(const CrMention *mention) {
  return mention->granularity == CR_GRANULARITY_INSTANT;
}

static gboolean
is_moved_to(const CrMention *mention) {
  return mention->role == CR_TIME_NEW;
}

/* "Our call tomorrow" names no other time. */
static gboolean
is_day_of(const CrMention *mention, CrInstant agreed) {
  return mention->role != CR_TIME_NEW && mention->start <= agreed && agreed < mention->end;
}

/* What is better said beats all else that is said: an hour a mere day, "to 3:30" any other time. */
static void
keep_if_any(GPtrArray *mentions, gboolean (*is_better)(const CrMention *)) {
  gboolean any = FALSE;
  for (guint i = 0; i < mentions->len; i++)
    any = any || is_better(mentions->pdata[i]);
  for (guint i = mentions->len; any && i > 0; i--)
    if (!is_better(mentions->pdata[i - 1]))
      g_ptr_array_remove_index(mentions, i - 1);
}

GPtrArray *
turn_times_ahead(const Turn *turn) {
  const CrReading *m = turn->fact->mail;
  GPtrArray *found = g_ptr_array_new();
  for (guint i = 0; i < m->times->len; i++) {
    CrMention *mention = m->times->pdata[i];
    gboolean known =
        is_exact(mention) ? mention->start == turn->iv->start : is_day_of(mention, turn->iv->start);
    if (mention->role == CR_TIME_OLD || mention->role == CR_TIME_DELAY || mention->past || known ||
        mention->start <= turn->fact->at)
      continue;
    for (guint j = 0; j < found->len; j++)
      known = known || ((CrMention *) found->pdata[j])->start == mention->start;
    if (!known)
      g_ptr_array_add(found, mention);
  }
  keep_if_any(found, is_exact);
  keep_if_any(found, is_moved_to);
  return found;
}

static gboolean
agrees(const CrReading *m) {
  return m->accepts || m->firm || m->class == CR_MAIL_CONFIRMATION;
}

/* "The first one works": of the times that the last letter offered. */
static const CrSlot *
slot_by_place(const Turn *turn) {
  static const char *const places[] = {"first", "second", "third", NULL};
  static const char *const things[] = {" one", " option", " slot", " time", " works", NULL};
  const CrReading *m = turn->fact->mail;
  const GPtrArray *offered = turn->s->offered;
  int usual = turn->context->policy->slots, last = turn->s->offered_last;
  guint count = MIN(offered->len, (guint) (last ? last : usual));
  if (count == 1 && agrees(m))
    return offered->pdata[offered->len - 1];
  for (guint i = 0; places[i] && i < count; i++)
    for (guint j = 0; things[j]; j++) {
      g_autofree char *words = g_strconcat("the ", places[i], things[j], NULL);
      if (cr_text_find(m->text, words) && (m->accepts || cr_text_find(m->text, " works")))
        return offered->pdata[offered->len - count + i];
    }
  return NULL;
}

gboolean
turn_fits(const Turn *turn, const CrMention *mention, const CrSlot *slot) {
  const CrReading *m = turn->fact->mail;
  if (!is_exact(mention))
    return agrees(m) && slot->start >= mention->start && slot->start < mention->end;
  const CrZone *zone = cr_zone_find(mention->zone);
  if (mention->start == slot->start || mention->day_said || !agrees(m) || zone == NULL)
    return mention->start == slot->start;
  CrWall said = cr_zone_wall(zone, mention->start), meant = cr_zone_wall(zone, slot->start);
  return said.hour == meant.hour && said.minute == meant.minute;
}

/* Which of the offered slots the mail takes: by its hour, or by its day when only one was offered
 * then. NULL when none, when it could be several, and when the day is that of a promise to write.
 */
static const CrSlot *
chosen_slot(const Turn *turn) {
  const GPtrArray *offered = turn->s->offered;
  g_autoptr(GPtrArray) times = turn_times_ahead(turn);
  const CrSlot *chosen = NULL;
  guint hits = 0;
  if (times->len > 1)
    return NULL;
  for (guint i = 0; i < times->len; i++) {
    const CrMention *mention = times->pdata[i];
    if (turn->fact->mail->promise != CR_INSTANT_NONE && !is_exact(mention))
      return NULL;
    for (guint j = 0; j < offered->len; j++) {
      const CrSlot *slot = offered->pdata[j];
      if (turn_fits(turn, mention, slot) && slot != chosen) {
        chosen = slot;
        hits++;
      }
    }
  }
  if (times->len == 0)
    return slot_by_place(turn);
  return hits == 1 ? chosen : NULL;
}

static void
propose(Turn *turn, GPtrArray *times) {
  CrState *s = turn->s;
  cr_record_truncate(&cr_slot_record, s->proposals, 0);
  g_autoptr(GString) list = g_string_new(NULL);
  for (guint i = 0; i < times->len && i < 8; i++) {
    const CrMention *mention = times->pdata[i];
    CrSlot *slot = cr_slot_new();
    slot->start = mention->start;
    slot->end = mention->end;
    slot->rough = !is_exact(mention);
    slot->text = cr_text_line(mention->text, 80);
    g_ptr_array_add(s->proposals, slot);
    g_autofree char *when =
        slot->rough ? g_strdup_printf("\"%s\"", slot->text) : turn_when(turn, slot->start);
    g_string_append_printf(list, "%s%s", i ? "; " : "", when);
  }
  g_free(s->question);
  s->question = g_strdup_printf("They offer %s. Which time do you take?", list->str);
  turn_advise(turn, CR_STEP_PICK, "they offer %s. Answer them, then note the time that you took.",
              list->str);
}

static void
hear_delay(Turn *turn, CrInstant expected) {
  CrState *s = turn->s;
  g_autofree char *when = turn_clock(turn, expected);
  turn_drop_letter(turn, "they are on their way to the phone");
  s->phase = turn->now < turn->iv->start ? CR_PHASE_SCHEDULED : CR_PHASE_WAITING;
  s->other_start = s->promise = expected;
  s->letter_due = CR_INSTANT_NONE;  /* silence is counted from then on */
  s->answered_at = CR_INSTANT_NONE; /* a call is promised again, and may be missed again */
  turn_advise(turn, CR_STEP_WAIT, "not missed yet: expect the call about %s.", when);
}

static gboolean
delay_said(const Turn *turn, CrInstant *ret_expected) {
  const CrReading *m = turn->fact->mail;
  CrInstant base = turn->iv->start;
  for (guint i = 0; i < m->times->len; i++) {
    const CrMention *mention = m->times->pdata[i];
    if (mention->role == CR_TIME_DELAY && mention->delay_min > 0 && mention->delay_min <= 180) {
      CrInstant delayed = base + mention->delay_min * CR_MINUTE;
      *ret_expected =
          delayed > turn->fact->at ? delayed : turn->fact->at + mention->delay_min * CR_MINUTE;
      return TRUE;
    }
    if (mention->granularity == CR_GRANULARITY_INSTANT && mention->start > base &&
        mention->start > turn->fact->at && mention->start <= base + LATE_USEC) {
      *ret_expected = mention->start;
      return TRUE;
    }
  }
  return FALSE;
}

/* Kinds */

/* "I will get back to you by Thursday" is no answer yet: the clock starts anew from there. */
static void
hear_promise(Turn *turn) {
  CrState *s = turn->s;
  CrInstant promise = turn->fact->mail->promise;
  g_autofree char *until = turn_day(turn, promise - 1); /* its end is the next midnight */
  turn_answered(turn);
  s->promise = promise;
  s->letters = MAX(s->letters, 1); /* where nothing of ours went out, their word is the contact */
  s->letter = CR_LETTER_SENT;
  s->last_out = turn->now;
  turn_advise(turn, CR_STEP_AWAIT, "they will come back to you by %s; the clock starts anew then.",
              until);
}

/* "When would suit you next week?" names no time: it asks for one. */
static gboolean
asks_for_times(const CrReading *m, const GPtrArray *times) {
  if (m->class != CR_MAIL_RESCHEDULE_REQUEST && m->second != CR_MAIL_RESCHEDULE_REQUEST)
    return FALSE;
  for (guint i = 0; i < times->len; i++)
    if (is_exact(times->pdata[i]))
      return FALSE;
  return TRUE;
}

static void
offer_times(Turn *turn) {
  g_autoptr(GPtrArray) times = turn_times_ahead(turn);
  turn_answered(turn);
  turn->s->wanted_from = times->len > 0 ? ((CrMention *) times->pdata[0])->start : CR_INSTANT_NONE;
  turn_advise(turn, CR_STEP_EMAIL,
              "they would like another time: the answer with times that suit you "
              "both is drafted.");
  turn_draft_answer(turn, CR_STEP_EMAIL);
}

static void
hear_new_time(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  g_autoptr(GPtrArray) times = turn_times_ahead(turn);
  const CrSlot *slot = chosen_slot(turn);
  const CrMention *first = times->len ? times->pdata[0] : NULL;
  CrInstant delayed;
  tell_reply(turn, CR_LINE_REPLY);
  if (slot == NULL && m->promise != CR_INSTANT_NONE && turn_open(turn) && !turn_was_before(turn) &&
      (first == NULL || !is_exact(first))) {
    hear_promise(turn);
    return;
  }
  if (slot) {
    turn_move_to(turn, slot->start, slot->end, NULL, "they took a time that you offered");
  } else if (times->len == 1 && m->firm && first->granularity == CR_GRANULARITY_INSTANT) {
    turn_move_to(turn, first->start, first->end, first->zone_said ? first->zone : NULL,
                 "they say so in their mail");
  } else if (times->len > 0 && asks_for_times(m, times)) {
    offer_times(turn);
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
    turn_advise(turn, CR_STEP_AWAIT, "they have written; read their mail and answer it yourself.");
  }
}

static void
hear_link(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  tell_reply(turn, CR_LINE_REPLY);
  turn_answered(turn);
  turn_advise(turn, CR_STEP_PICK,
              "choose a time on their page%s%s, then note the time that you took.",
              m->link ? ": " : "", m->link ? m->link : "");
}

static void
hear_apology(Turn *turn) {
  g_autofree char *said = quote(turn->fact->mail);
  CrInstant expected = MAX(turn->iv->start, turn->fact->at) + 15 * CR_MINUTE;
  g_autofree char *words = g_strdup_printf("They write: \"%s\"", said);
  turn_witness_apology(turn, words);
  if (delay_said(turn, &expected)) {
    tell_reply(turn, CR_LINE_REPLY);
    hear_delay(turn, expected);
    return;
  }
  g_autoptr(GPtrArray) times = turn_times_ahead(turn);
  if (times->len > 0 && !asks_for_times(turn->fact->mail, times)) {
    hear_new_time(turn);
    return;
  }
  if (is_booking_page(turn->fact->mail)) {
    hear_link(turn);
    return;
  }
  tell_reply(turn, CR_LINE_REPLY);
  if (turn->s->phase <= CR_PHASE_WAITING)
    hear_delay(turn, expected);
  else if (turn->fact->mail->promise != CR_INSTANT_NONE)
    hear_promise(turn);
  else
    offer_times(turn);
}

/* Servers write the Date in UTC for people anywhere: an hour without a zone is then read on UTC's
 * wall, and is the agreed one when it stands on a wall that anybody looks at. */
static gboolean
same_on_other_wall(const Turn *turn, const CrMention *mention) {
  const CrZone *said = cr_zone_find(mention->zone);
  if (mention->zone_said || turn->fact->mail->date_offset_sec != 0 || said == NULL)
    return FALSE;
  const CrZone *const walls[] = {cr_zone_find(turn->iv->zone), turn_my_zone(turn),
                                 cr_interview_their_zone(turn->iv)};
  CrWall wall = cr_zone_wall(said, mention->start);
  for (guint i = 0; i < G_N_ELEMENTS(walls); i++)
    if (walls[i] && cr_zone_instant(walls[i], &wall) == turn->iv->start)
      return TRUE;
  return FALSE;
}

/* "8 am yours", "4 pm in Berlin", said beside the agreed hour: their idea of the candidate's clock.
 */
static gboolean
is_yours(const Turn *turn, const CrMention *mention) {
  const CrZone *mine = turn_my_zone(turn);
  return cr_text_find(mention->text, "your") ||
         (mention->zone_said && cr_zone_find(mention->zone) == mine &&
          cr_interview_their_zone(turn->iv) != mine);
}

/* An invite in UTC names no zone; words that agree with it may. */
static void
learn_zone(Turn *turn, const CrMention *mention) {
  CrContact *contact = &turn->iv->contact;
  const CrReading *m = turn->fact->mail;
  const CrZone *zone = cr_zone_find(mention->zone);
  if (contact->zone == NULL && mention->zone_said && mention->start == turn->iv->start && zone &&
      (m->date_offset_sec == 0 || m->date_offset_sec == cr_zone_offset_sec(zone, m->date)))
    contact->zone = g_strdup(mention->zone);
}

static void
hear_confirmation(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  CrState *s = turn->s;
  if (!turn_was_before(turn)) {
    hear_new_time(turn);
    return;
  }
  const CrSlot *taken = chosen_slot(turn);
  if (taken && taken->start != turn->iv->start) {
    hear_new_time(turn);
    return;
  }
  gboolean named = FALSE, agrees = FALSE;
  const CrMention *other = NULL, *odd_pair = NULL;
  for (guint i = 0; i < m->times->len; i++) {
    const CrMention *mention = m->times->pdata[i];
    if (mention->granularity != CR_GRANULARITY_INSTANT || mention->role == CR_TIME_OLD ||
        mention->role == CR_TIME_DELAY || mention->past)
      continue;
    named = TRUE;
    agrees = agrees || mention->start == turn->iv->start || same_on_other_wall(turn, mention);
    learn_zone(turn, mention);
    if (mention->start != turn->iv->start && is_yours(turn, mention))
      odd_pair = mention;
    if (other == NULL && ABS(mention->start - turn->iv->start) <= 7 * CR_DAY_USEC &&
        mention->start > turn->fact->at)
      other = mention;
    if (has_flag(mention, "weekday-mismatch")) {
      turn_witness(turn, "weekday-mismatch", "The weekday and the date in \"%s\" do not fit.",
                   mention->text);
      turn_warn(turn, "weekday-mismatch", "the mail says \"%s\", but that date is another weekday",
                mention->text);
      if (!turn->iv->from_invite && mention->alternative != CR_INSTANT_NONE)
        s->other_start = mention->alternative;
    }
    if (has_flag(mention, "zone-pair-mismatch") && mention->alternative != CR_INSTANT_NONE) {
      g_autofree char *one = turn_when(turn, mention->start);
      g_autofree char *two = turn_when(turn, mention->alternative);
      turn_witness(turn, "other-time-in-mail", "\"%s\" names two times: %s and %s for you.",
                   mention->text, one, two);
      turn_warn(turn, "zone-mismatch",
                "\"%s\" names two times: %s and %s for you; ask which is right", mention->text, one,
                two);
      s->other_start = mention->start == turn->iv->start ? mention->alternative : mention->start;
    }
    if (has_flag(mention, "season-mismatch") || has_flag(mention, "outlook-standard-label")) {
      turn_witness(turn, "season-zone", "\"%s\" names the clock of the other season.",
                   mention->text);
      turn_warn(turn, "season-zone",
                "\"%s\" is the name of the other season's clock; read as the clock "
                "that people there use on the day",
                mention->text);
    }
  }
  const char *agreed = turn->iv->from_invite ? "the invite" : "an earlier mail";
  if (agrees && odd_pair && ABS(odd_pair->start - turn->iv->start) <= 3 * CR_HOUR) {
    other = odd_pair;
    agrees = FALSE;
  }
  if (agrees) {
    turn_stands(turn);
    if (turn->iv->from_invite && m->message_id) /* not the invite's own description */
      turn_witness(turn, "times-agree", "The mail and the invite name the same time.");
  } else if (named && other) {
    g_autofree char *theirs = turn_when(turn, other->start),
                    *ours = turn_when(turn, turn->iv->start);
    gboolean other_day = ABS(other->start - turn->iv->start) >= 20 * CR_HOUR;
    turn_witness(turn, "other-time-in-mail", "The mail says \"%s\" (%s your time), %s %s.",
                 other->text, theirs, agreed, ours);
    turn_warn(turn, other_day ? "weekday-mismatch" : "zone-mismatch",
              "the mail says \"%s\", which is %s for you; %s says %s", other->text, theirs, agreed,
              ours);
    s->other_start = other->start;
  }
}

/* The recruiter of this call may speak of another one, in a mail of its own. */
static gboolean
is_of_another_role(const Turn *turn) {
  const CrReading *m = turn->fact->mail;
  const CrInterview *iv = turn->iv;
  const char *const *thread = (const char *const *) iv->thread;
  gboolean answers = m->in_reply_to && thread && g_strv_contains(thread, m->in_reply_to);
  return !answers && cr_match_role_differs(m->role, iv->role ? iv->role : iv->summary);
}

static void
ask_whether_no(Turn *turn) {
  g_free(turn->s->question);
  turn->s->question = g_strdup("Their mail may be a no, but it is not certain. What does it say?");
  turn_advise(turn, CR_STEP_AWAIT,
              "please read their mail: it may be a no, but that is not certain.");
}

/* Below this a no that stands beside another cause of the silence is asked about. */
#define QUITE_CERTAIN 0.9

static void
hear_rejection(Turn *turn) {
  CrPhase phase = turn->s->phase;
  if (!turn_open(turn) && phase != CR_PHASE_HELD && phase != CR_PHASE_CANCELLED) {
    tell_reply(turn, CR_LINE_NOTE); /* known, or for the successor to hear */
    return;
  }
  g_autofree char *said = quote(turn->fact->mail);
  if (is_of_another_role(turn)) {
    const char *role = turn->fact->mail->role;
    tell_reply(turn, CR_LINE_NOTE);
    turn_ask(turn, "They write no about %s, and this call is about another role. Is it off, too?",
             role);
    return;
  }
  if (turn->fact->mail->score < QUITE_CERTAIN && turn_names_cause(turn)) {
    tell_reply(turn, CR_LINE_REPLY);
    if (!turn_was_before(turn))
      turn_answered(turn);
    ask_whether_no(turn);
    return;
  }
  turn_witness(turn, "rejection-mail", "They write: \"%s\"", said);
  turn_finish(turn, CR_PHASE_CLOSED, "they have decided");
  turn->s->standing = CR_STANDING_OUT;
  tell_reply(turn, CR_LINE_CLOSED);
  turn_draft_answer(turn, CR_STEP_EMAIL);
  turn_say(turn, CR_LINE_DRAFT,
           "A short thank-you is drafted, if you like to send it. Doors stay open that "
           "way.");
}

static void
hear_on_hold(Turn *turn) {
  g_autofree char *said = quote(turn->fact->mail);
  turn_witness(turn, "on-hold-mail", "They write: \"%s\"", said);
  tell_reply(turn, CR_LINE_REPLY);
  turn_answered(turn);
  turn->s->promise = turn->fact->mail->promise;
  turn_draft_answer(turn, CR_STEP_EMAIL);
  turn_advise(turn, CR_STEP_AWAIT,
              "the role is on hold, not closed. A short answer is drafted; give your "
              "time to the other applications meanwhile.");
}

static void
meet_successor(Turn *turn) {
  const CrPerson *new_person = &turn->fact->mail->deputy;
  if (new_person->email == NULL && new_person->name == NULL && new_person->phone == NULL)
    return;
  cr_record_assign(&cr_person_record, &turn->s->deputy, new_person);
}

static void
hear_handover(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  g_autofree char *said = quote(m);
  turn_witness(turn, "handed-over", "They write: \"%s\"", said);
  meet_successor(turn);
  tell_reply(turn, m->automatic ? CR_LINE_NOTE : CR_LINE_REPLY);
  if (m->automatic || turn->s->phase == CR_PHASE_SCHEDULED)
    return;
  g_autoptr(GPtrArray) times = turn_times_ahead(turn);
  if (times->len > 0) {
    hear_new_time(turn);
    return;
  }
  offer_times(turn);
}

static void
hear_out_of_office(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  CrState *s = turn->s;
  gboolean covers = m->return_at == CR_INSTANT_NONE || m->return_at > turn->iv->start;
  g_autofree char *said = quote(m);
  if (covers) {
    turn_retract(turn, "no-auto-reply");
    turn_retract(turn, "no-mail");
    turn_witness(turn, "auto-reply", "Automatic reply: \"%s\"", said);
  }
  if (m->return_at != CR_INSTANT_NONE && m->return_at > turn->fact->at)
    s->return_at = m->return_at;
  if (covers)
    meet_successor(turn);
  /* The day on their calendar, which begins on yours some hours earlier or later. */
  g_autofree char *back =
      s->return_at != CR_INSTANT_NONE ? turn_day(turn, s->return_at + CR_DAY_USEC / 2) : NULL;
  turn_say(turn, CR_LINE_NOTE, "Automatic reply of %s%s%s%s%s.", cr_interview_who(turn->iv),
           back ? ": back " : "", back ? back : "",
           s->deputy.email ? "; to write to meanwhile: " : "",
           s->deputy.email ? s->deputy.email : "");
  if (covers && s->phase == CR_PHASE_SCHEDULED)
    turn_advise(turn, CR_STEP_PREPARE,
                "the call may not come. Be ready all the same; if nobody calls, the follow-up is "
                "for %s.",
                s->deputy.email ? (s->deputy.name ? s->deputy.name : s->deputy.email)
                                : "the days after the return");
  if (s->phase == CR_PHASE_MISSED && s->letter == CR_LETTER_PLANNED && s->letters > 0)
    s->letter = CR_LETTER_SENT, s->letter_due = CR_INSTANT_NONE; /* the nudge is planned anew */
}

static void
advise_other_contact(Turn *turn, CrStep step) {
  g_autofree char *number = cr_words_phone(turn->iv->contact.phone);
  turn_advise(turn, step,
              "their address is gone: %s%s%sfind out who is in charge now, through the switchboard "
              "of %s or the person who first wrote to you.",
              number ? "ring " : "", number ? number : "", number ? "; no answer: " : "",
              turn->iv->company ? turn->iv->company : "the company");
}

static void
hear_bounce(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  CrState *s = turn->s;
  if (!m->bounce_permanent) {
    tell_reply(turn, CR_LINE_NOTE);
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

static void
hear_cancellation(Turn *turn) {
  g_autoptr(GPtrArray) times = turn_times_ahead(turn);
  if (times->len > 0) {
    hear_new_time(turn);
    return;
  }
  turn_finish(turn, CR_PHASE_CANCELLED, "they have cancelled");
  tell_reply(turn, CR_LINE_CANCELLED);
}

/* Nothing but the agreed time is named: a confirmation, whatever its words resemble. */
static gboolean
only_repeats_the_time(const Turn *turn) {
  const CrReading *m = turn->fact->mail;
  gboolean repeats = FALSE;
  for (guint i = 0; i < m->times->len; i++)
    repeats = repeats || ((CrMention *) m->times->pdata[i])->start == turn->iv->start;
  g_autoptr(GPtrArray) others = turn_times_ahead(turn);
  return turn->s->phase == CR_PHASE_SCHEDULED && repeats && others->len == 0;
}

static void
hear_words(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  CrState *s = turn->s;
  if (m->automatic) {
    tell_reply(turn, CR_LINE_NOTE);
    return;
  }
  if (turn_was_before(turn)) {
    hear_confirmation(turn);
    return;
  }
  if (chosen_slot(turn) || (m->firm && m->times->len > 0)) {
    hear_new_time(turn);
    return;
  }
  tell_reply(turn, CR_LINE_REPLY);
  turn_answered(turn);
  if (m->promise != CR_INSTANT_NONE) {
    hear_promise(turn);
  } else if (m->unclear) {
    ask_whether_no(turn);
  } else if (m->accepts && s->offered->len > 1) {
    turn_advise(turn, CR_STEP_PICK,
                "they agree, but not to which time: ask, or note the time that they mean.");
  } else {
    turn_advise(turn, CR_STEP_AWAIT, "they have answered; read their mail and answer it yourself.");
  }
}

/* A stranger's word changes nothing: the candidate is asked. */
static gboolean
is_for_the_candidate(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  if (turn->fact->trust >= CR_TRUST_COLLEAGUE || m->class == CR_MAIL_BOUNCE)
    return FALSE;
  g_autofree char *said = quote(m);
  const char *from = m->from_email ? m->from_email : "somebody";
  if (turn->fact->trust == CR_TRUST_THREAD && !m->automatic && !m->list &&
      turn->s->phase != CR_PHASE_SCHEDULED && turn_open(turn)) {
    turn->s->answered_at = turn->fact->at;
    turn->s->promise = CR_INSTANT_NONE;
    turn_drop_letter(turn, "somebody answered from an address that we do not know");
  }
  g_free(turn->s->question);
  turn->s->question = g_strdup_printf("%s writes about this call, from an address that is not the "
                                      "recruiter's: \"%s\" Is it genuine?",
                                      from, said);
  turn_say(turn, CR_LINE_NOTE,
           "%s, not a known address of theirs, writes: \"%s\" Nothing is changed; "
           "please check.",
           from, said);
  if (turn_open(turn) && turn->s->phase != CR_PHASE_SCHEDULED)
    turn_advise(turn, CR_STEP_AWAIT,
                "is that mail genuine? If it is, note %s. If not, send the letter yourself, and "
                "note that it is sent.",
                m->class == CR_MAIL_REJECTION ? "that they said no" : "the new time");
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
  tell_reply(turn, CR_LINE_REPLY);
  if (!turn_was_before(turn))
    turn_answered(turn);
  turn_advise(turn, CR_STEP_AWAIT,
              "their mail makes you an offer: read it, and answer in your own time. Keep the other "
              "applications going until you have accepted one.");
  return TRUE;
}

/* A job board's alert: evidence, and no word of theirs. */
static gboolean
hear_alert(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  if (turn->fact->trust >= CR_TRUST_THREAD || m->forged || !(m->list || m->automatic) ||
      !cr_cues_have(m->text, "posting-gone"))
    return FALSE;
  turn_witness_words(turn);
  tell_reply(turn, CR_LINE_NOTE);
  return TRUE;
}

static void
hear(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  if (hear_alert(turn))
    return;
  if ((turn->fact->event && turn_reply(turn)) || is_for_the_candidate(turn))
    return;
  if (!m->automatic && m->class != CR_MAIL_BOUNCE) {
    cr_interview_add_thread(turn->iv, m->message_id);
    if (turn->iv->subject == NULL)
      turn->iv->subject = g_strdup(m->subject);
    learn(turn);
    turn_witness_words(turn);
  }
  if (!turn_open(turn) && m->class != CR_MAIL_REJECTION) {
    tell_reply(turn, CR_LINE_NOTE);
    return;
  }
  if (m->list) { /* a newsletter is never an event */
    tell_reply(turn, CR_LINE_NOTE);
    return;
  }
  if (is_offer(m) && hear_offer(turn))
    return;
  switch (m->class) {
  case CR_MAIL_BOUNCE:
    hear_bounce(turn);
    break;
  case CR_MAIL_OUT_OF_OFFICE:
    hear_out_of_office(turn);
    break;
  case CR_MAIL_REJECTION:
    hear_rejection(turn);
    break;
  case CR_MAIL_ON_HOLD:
    hear_on_hold(turn);
    break;
  case CR_MAIL_RECRUITER_CHANGE:
    hear_handover(turn);
    break;
  case CR_MAIL_APOLOGY_LATE:
    hear_apology(turn);
    break;
  case CR_MAIL_CANCELLATION:
    hear_cancellation(turn);
    break;
  case CR_MAIL_RESCHEDULE_REQUEST:
    if (is_booking_page(m)) {
      hear_link(turn);
      break;
    }
    tell_reply(turn, CR_LINE_REPLY);
    if (m->promise != CR_INSTANT_NONE && !turn_was_before(turn))
      hear_promise(turn);
    else
      offer_times(turn);
    break;
  case CR_MAIL_NEW_TIME:
    if (only_repeats_the_time(turn)) {
      hear_confirmation(turn);
      break;
    }
    if (m->apologizes && turn->s->phase != CR_PHASE_SCHEDULED)
      turn_witness_apology(turn, "They apologize for it.");
    hear_new_time(turn);
    break;
  case CR_MAIL_SCHEDULING_LINK:
    hear_link(turn);
    break;
  case CR_MAIL_CONFIRMATION:
    if (m->apologizes && !turn_was_before(turn))
      turn_witness_apology(turn, "They apologize for it.");
    hear_confirmation(turn);
    break;
  case CR_MAIL_GENERIC:
    hear_words(turn);
    break;
  }
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
