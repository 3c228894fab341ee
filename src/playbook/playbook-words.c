/* What the words of a mail say beside its kind: causes, and hours that lean on the agreed day. */
#include "playbook/agree.h"
#include "playbook/choice.h"
#include "playbook/cues.h"
#include "playbook/diagnosis.h"
#include "playbook/playbook-private.h"

#include <string.h>

/* Of these words of earlier days tell of something else. */
#define ILL_BEFORE_USEC CR_DAY_USEC
#define TRIED_BEFORE_USEC (30 * CR_MINUTE)

/* Why a call is off, or is to be another time, is said days before. */
static gboolean
gives_reason(const CrFact *fact) {
  return fact->mail->class == CR_MAIL_CANCELLATION ||
         fact->mail->class == CR_MAIL_RESCHEDULE_REQUEST;
}

static gboolean
is_of_this_call(const Turn *turn, const char *kind) {
  CrInstant before = turn->iv->start - turn->fact->at;
  if (strcmp(kind, "tried-to-reach") == 0 || strcmp(kind, CR_CUE_NUMBER_ASKED) == 0 ||
      strcmp(kind, "running-late") == 0)
    return before <= TRIED_BEFORE_USEC;
  if (strcmp(kind, "ill") == 0 || strcmp(kind, "out-said") == 0)
    return before <= ILL_BEFORE_USEC || gives_reason(turn->fact);
  return TRUE;
}

static void
witness_cue(const char *kind, const char *quote, gpointer data) {
  Turn *turn = data;
  if (cr_evidence_known(kind) && is_of_this_call(turn, kind))
    turn_witness(turn, kind, "They write: \"%s\"", quote);
}

void
turn_witness_words(Turn *turn) {
  if (!turn->fact->founds)
    cr_cues_find(turn->fact->mail->text, witness_cue, turn);
}

/* A full day is what an apology means anyhow, and beside a no it explains nothing. */
static void
note_cause(const char *kind, const char *quote, gpointer data) {
  static const char *const weak[] = {"posting-gone", "running-late", NULL};
  gboolean *named = data;
  *named = *named || (cr_evidence_known(kind) && !g_strv_contains(weak, kind));
}

gboolean
turn_tells_of_hold(const Turn *turn) {
  const CrReading *m = turn->fact->mail;
  gboolean gives = m->class == CR_MAIL_CANCELLATION ||
                   (!turn_was_before(turn) && (m->apologizes || m->class == CR_MAIL_APOLOGY_LATE));
  return m->second == CR_MAIL_ON_HOLD || (gives && cr_cues_have(m->text, "reorganised"));
}

gboolean
turn_names_cause(const Turn *turn) {
  gboolean named = turn_tells_of_hold(turn);
  cr_cues_find(turn->fact->mail->text, note_cause, &named);
  return named;
}

/* An apology says that something came up, unless it says what. */
void
turn_witness_apology(Turn *turn, const char *words) {
  if (!turn_names_cause(turn))
    turn_witness(turn, "running-late", "%s", words);
}

/* A Date in UTC tells nobody's clock: an hour without a zone is one of the recruiter's. */
static void
read_on_their_clock(const Turn *turn, CrReading *m) {
  const CrZone *told = m->sender_zone ? cr_zone_find(m->sender_zone) : NULL;
  const CrZone *theirs = told ? told : cr_interview_their_zone(turn->iv);
  for (guint i = 0; m->date_offset_sec == 0 && i < m->times->len; i++) {
    CrMention *mention = m->times->pdata[i];
    const CrZone *zone = cr_zone_find(mention->zone);
    if (mention->granularity != CR_GRANULARITY_INSTANT || mention->start == CR_INSTANT_NONE ||
        mention->zone_said || mention->relative || mention->role == CR_TIME_DELAY || zone == NULL)
      continue;
    CrWall wall = cr_zone_wall(zone, mention->start);
    cr_mention_move(mention, theirs, &wall);
    g_free(mention->zone);
    mention->zone = g_strdup(cr_zone_id(theirs));
  }
}

/* "At half past": of the agreed hour, or of the first after it that lies ahead. */
static void
read_hour_of_call(const Turn *turn, CrReading *m) {
  for (guint i = 0; i < m->times->len; i++) {
    CrMention *mention = m->times->pdata[i];
    if (!mention->hour_unsaid || mention->start == CR_INSTANT_NONE)
      continue;
    CrInstant said = MAX(turn->fact->at, turn->iv->start);
    CrInstant ahead = (mention->start - said) % CR_HOUR;
    mention->start = said + (ahead <= 0 ? ahead + CR_HOUR : ahead);
  }
}

/* An hour may be one that was offered on the other side's clock. */
static void
read_on_clock_of_offer(const Turn *turn, CrReading *m) {
  const CrZone *mine = cr_zone_find(turn->context->profile->zone);
  g_autoptr(GPtrArray) made = cr_state_offers_made(turn->s);
  if (turn->fact->kind == CR_FACT_OWN_MAIL)
    cr_choice_read_on(m, turn->s->proposals, cr_interview_their_zone(turn->iv));
  else if (mine)
    cr_choice_read_on(m, made, mine);
}

/* Before the agreed day an hour without a day is one of that day: "I'll call you at 2 PM ET". */
static CrReading *
reading_with_days(const Turn *turn) {
  CrReading *m = cr_reading_copy(turn->fact->mail);
  if (turn->fact->kind == CR_FACT_MAIL)
    read_on_their_clock(turn, m);
  read_on_clock_of_offer(turn, m);
  cr_agree_give_hour(m, turn->iv);
  read_hour_of_call(turn, m);
  for (guint i = 0; turn->s->phase == CR_PHASE_SCHEDULED && i < m->times->len; i++) {
    CrMention *mention = m->times->pdata[i];
    const CrZone *zone = cr_zone_find(mention->zone);
    if (mention->granularity != CR_GRANULARITY_INSTANT || mention->start == CR_INSTANT_NONE ||
        mention->day_said || mention->past || zone == NULL)
      continue;
    CrWall said = cr_zone_wall(zone, mention->start), sent = cr_zone_wall(zone, turn->fact->at),
           agreed = cr_zone_wall(zone, turn->iv->start);
    CrDay assumed = cr_wall_day(&said), ahead = cr_wall_day(&agreed) - assumed;
    if (ahead <= 0 || assumed - cr_wall_day(&sent) > 1)
      continue; /* the day was said beside another hour */
    said.year = agreed.year;
    said.month = agreed.month;
    said.day = agreed.day;
    cr_mention_move(mention, zone, &said);
  }
  return m;
}

void
turn_hear_with_days(Turn *turn, void (*hear)(Turn *turn)) {
  const CrFact *fact = turn->fact;
  g_autoptr(CrReading) mail = reading_with_days(turn);
  CrFact dated = *fact;
  dated.mail = mail;
  turn->fact = &dated;
  hear(turn);
  turn->fact = fact;
}
