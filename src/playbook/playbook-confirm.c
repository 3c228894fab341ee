/* A confirmation before the call: does it say what was agreed? */
#include "base/text.h"
#include "playbook/playbook-mail.h"

static gboolean
has_flag(const CrMention *mention, const char *flag) {
  return mention->flags && g_strv_contains((const char *const *) mention->flags, flag);
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

/* Whoever has worked out a second clock rightly is not an hour off. */
static void
witness_clocks(Turn *turn, const CrMention *mention) {
  if (mention->both_clocks)
    turn_witness(turn, "clocks-agree", "\"%s\" is the same instant on both clocks.", mention->text);
  else if (is_yours(turn, mention))
    turn_witness(turn, "clocks-agree", "\"%s\" is the agreed time on your clock.", mention->text);
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
doubt_weekday(Turn *turn, const CrMention *mention) {
  turn_witness(turn, "weekday-mismatch", "The weekday and the date in \"%s\" do not fit.",
               mention->text);
  turn_warn(turn, "weekday-mismatch", "the mail says \"%s\", but that date is another weekday",
            mention->text);
  if (!turn->iv->from_invite && mention->alternative != CR_INSTANT_NONE)
    turn->s->other_start = mention->alternative;
}

static void
doubt_pair(Turn *turn, const CrMention *mention) {
  CrInstant first = mention->start, second = mention->alternative;
  g_autofree char *one = turn_when(turn, first), *two = turn_when(turn, second);
  turn_witness(turn, "other-time-in-mail", "\"%s\" names two times: %s and %s for you.",
               mention->text, one, two);
  turn_warn(turn, "zone-mismatch", "\"%s\" names two times: %s and %s for you; ask which is right",
            mention->text, one, two);
  turn->s->other_start = first == turn->iv->start ? second : first;
}

static void
doubt_season(Turn *turn, const CrMention *mention) {
  turn_witness(turn, "season-zone", "\"%s\" names the clock of the other season.", mention->text);
  turn_warn(turn, "season-zone",
            "\"%s\" is the name of the other season's clock; read as the clock "
            "that people there use on the day",
            mention->text);
}

void
turn_doubt_clock(Turn *turn) {
  if (turn->s->your_start == CR_INSTANT_NONE)
    return;
  g_autofree char *theirs = turn_when(turn, turn->iv->start);
  g_autofree char *yours = turn_when(turn, turn->s->your_start);
  turn_witness(turn, "zone-unsaid", "They named no zone: it is %s by their clock, %s by yours.",
               theirs, yours);
  turn_warn(turn, "zone-unsaid",
            "they named no zone: it is %s by their clock, and %s by yours; ask which they mean",
            theirs, yours);
}

void
turn_settle_clock(Turn *turn) {
  if (!turn_has_evidence(turn, "zone-unsaid"))
    return;
  turn_retract(turn, "zone-unsaid");
  turn_unwarn(turn, "zone-unsaid");
  turn->s->your_start = CR_INSTANT_NONE;
}

static void
take_flags(Turn *turn, const CrMention *mention) {
  gboolean in_invite = turn->iv->from_invite && mention->start == turn->iv->start;
  if (has_flag(mention, "weekday-mismatch"))
    doubt_weekday(turn, mention);
  if (has_flag(mention, "zone-pair-mismatch") && mention->alternative != CR_INSTANT_NONE)
    doubt_pair(turn, mention);
  /* Outlook labels its zones so all year long: nothing to doubt where the invite agrees. */
  if (has_flag(mention, "season-mismatch") ||
      (has_flag(mention, "outlook-standard-label") && !in_invite))
    doubt_season(turn, mention);
}

static void
doubt_time(Turn *turn, const CrMention *other) {
  CrInstant agreed = turn->iv->start;
  const char *record = turn->iv->from_invite ? "the invite" : "an earlier mail";
  g_autofree char *theirs = turn_when(turn, other->start), *ours = turn_when(turn, agreed);
  gboolean other_day = ABS(other->start - agreed) >= 20 * CR_HOUR;
  turn_witness(turn, "other-time-in-mail", "The mail says \"%s\" (%s your time), %s %s.",
               other->text, theirs, record, ours);
  turn_warn(turn, other_day ? "weekday-mismatch" : "zone-mismatch",
            "the mail says \"%s\", which is %s for you; %s says %s", other->text, theirs, record,
            ours);
  turn->s->other_start = other->start;
}

/* The hours that it names are held against the agreed one. */
static void
compare_times(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  CrInstant agreed = turn->iv->start;
  const CrMention *other = NULL, *yours = NULL; /* another hour; their idea of your clock */
  gboolean agrees = FALSE;
  for (guint i = 0; i < m->times->len; i++) {
    const CrMention *mention = m->times->pdata[i];
    if (!cr_choice_is_hour(mention) || !cr_mention_is_of_call(mention) || mention->past)
      continue;
    agrees = agrees || mention->start == agreed || same_on_other_wall(turn, mention);
    learn_zone(turn, mention);
    if (mention->start == agreed && mention->end > agreed) /* "between 2 and 3" */
      turn->iv->window_min = MAX(turn->iv->window_min, cr_mention_window_min(mention));
    if (mention->start != agreed && is_yours(turn, mention))
      yours = mention;
    else if (mention->start == agreed)
      witness_clocks(turn, mention);
    if (mention->start == agreed && mention->zone_said)
      turn_settle_clock(turn);
    if (other == NULL && ABS(mention->start - agreed) <= 7 * CR_DAY_USEC &&
        mention->start > turn->fact->at)
      other = mention;
    take_flags(turn, mention);
  }
  if (agrees && yours && ABS(yours->start - agreed) <= 3 * CR_HOUR) {
    doubt_time(turn, yours);
  } else if (agrees) {
    turn_stands(turn);
    if (turn->iv->from_invite && m->message_id) /* not the invite's own description */
      turn_witness(turn, "times-agree", "The mail and the invite name the same time.");
  } else if (other) {
    doubt_time(turn, other);
  }
}

/* Once another time is spoken of, an hour of their mail is that one, and no contradiction. */
static gboolean
names_new_time(const Turn *turn) {
  g_autoptr(GPtrArray) times = turn_times_ahead(turn);
  return turn->s->answered_at != CR_INSTANT_NONE && !turn_names_agreed_hour(turn) &&
         times->len > 0 && cr_choice_is_hour(times->pdata[0]);
}

/* "Scratch that, let's keep Thursday at 10": it confirms an hour, as a new one. */
static gboolean
moves_again(const Turn *turn) {
  const CrReading *m = turn->fact->mail;
  g_autoptr(GPtrArray) times = turn_times_ahead(turn);
  return m->class == CR_MAIL_CONFIRMATION && m->second == CR_MAIL_NEW_TIME && !turn->fact->founds &&
         turn->fact->trust == CR_TRUST_CONTACT && !turn_names_agreed_hour(turn) &&
         times->len == 1 && cr_choice_is_hour(times->pdata[0]);
}

void
turn_hear_confirmation(Turn *turn) {
  const CrSlot *taken = turn_was_before(turn) ? turn_chosen_slot(turn) : NULL;
  if (!turn_was_before(turn) || (taken && taken->start != turn->iv->start) ||
      names_new_time(turn) || moves_again(turn))
    turn_hear_new_time(turn);
  else
    compare_times(turn);
}
