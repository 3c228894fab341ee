/* What can be seen before the call, and what only silence tells after it. */
#include "base/text.h"
#include "model/holiday.h"
#include "playbook/letter-words.h"
#include "playbook/playbook-private.h"

#include <stdlib.h>
#include <string.h>

/* Outside these hours of the recruiter's day a call is a mistake of zones rather than a habit. */
#define ODD_BEFORE_HOUR 7
#define ODD_FROM_HOUR 20

static const char *
their_country(const Turn *turn) {
  const char *zone = cr_zone_id(cr_interview_their_zone(turn->iv));
  return turn->iv->contact.country ? turn->iv->contact.country : cr_zone_country(zone);
}

static char *
their_clock(const Turn *turn) {
  CrWall w = cr_zone_wall(cr_interview_their_zone(turn->iv), turn->iv->start);
  return cr_manner_clock(turn_manner(turn), &w); /* the candidate reads it */
}

static gboolean
hour_is_odd(const CrZone *zone, CrInstant instant) {
  int hour = cr_zone_wall(zone, instant).hour;
  return hour < ODD_BEFORE_HOUR || hour >= ODD_FROM_HOUR;
}

static void
check_hour(Turn *turn) {
  const CrZone *theirs = cr_interview_their_zone(turn->iv);
  const char *place = turn->iv->contact.zone ? turn->iv->contact.zone : turn->iv->zone;
  g_autofree char *clock = their_clock(turn);
  if (hour_is_odd(theirs, turn->iv->start)) {
    turn_witness(turn, "odd-hour", "The agreed time is %s in %s.", clock, place);
    turn_warn(turn, "odd-hour",
              "it is %s for the recruiter (%s) then: ask whether the zone is right", clock, place);
  } else if (hour_is_odd(turn_my_zone(turn), turn->iv->start)) {
    turn_warn(turn, "odd-hour", "it is %s for the recruiter, but a very early or late hour for you",
              clock);
  }
}

static void
check_holiday(Turn *turn) {
  const char *country = their_country(turn);
  const char *holiday =
      cr_holiday_on(country, cr_zone_day(cr_interview_their_zone(turn->iv), turn->iv->start));
  if (holiday == NULL)
    return;
  turn_witness(turn, "holiday", "%s is a public holiday there (%s).", holiday, country);
  turn_warn(turn, "holiday", "%s, a public holiday where the recruiter works (%s)", holiday,
            country);
}

static void
check_caller(Turn *turn) {
  if (turn->iv->caller != CR_CALLER_CANDIDATE)
    return;
  g_autofree char *number = cr_words_to_dial(turn->iv);
  turn_witness(turn, "candidate-dials", "By their words it is you who calls.");
  turn_warn(turn, "candidate-dials", "you are to call them%s%s", number ? ": " : "",
            number ? number : "");
}

static gboolean
digits_equal(const char *a, const char *b) {
  while (TRUE) {
    while (*a && !g_ascii_isdigit(*a))
      a++;
    while (*b && !g_ascii_isdigit(*b))
      b++;
    if (*a != *b)
      return FALSE;
    if (*a == '\0')
      return TRUE;
    a++, b++;
  }
}

/* The national number is the end of the whole one; a leading 0 is dialled only at home. */
static gboolean
is_tail(const char *whole, const char *given) {
  g_autoptr(GString) digits = g_string_new(NULL);
  for (const char *p = given; *p; p++)
    if (g_ascii_isdigit(*p) && (digits->len > 0 || *p != '0'))
      g_string_append_c(digits, *p);
  return digits->len >= 7 && g_str_has_suffix(whole, digits->str);
}

/* As it was dialled: without what parts its digits. */
static char *
dialled(const char *given) {
  GString *plain = g_string_new(NULL);
  for (const char *p = given; *p; p++)
    if (g_ascii_isdigit(*p) || (*p == '+' && p == given))
      g_string_append_c(plain, *p);
  return g_string_free(plain, FALSE);
}

static void
check_number(Turn *turn) {
  const char *given = turn->iv->own_number, *own = turn->context->profile->phone;
  g_autofree char *theirs = cr_words_phone(given), *mine = cr_words_phone(own);
  if (theirs == NULL || mine == NULL)
    return;
  if (digits_equal(given, own) && !turn->iv->own_number_bad) {
    turn_witness(turn, "number-agrees", "They have your number right.");
    return;
  }
  if (turn->iv->own_number_bad && (digits_equal(given, own) || is_tail(own, given))) {
    turn_witness(turn, "number-no-country",
                 "They have your number without its country code, and call from abroad.");
    turn_warn(turn, "number-invalid",
              "they have your number without its country code; from abroad it is %s", mine);
    return;
  }
  g_autofree char *plain = dialled(given);
  gboolean typo = cr_text_distance(plain, own, 2) <= 1; /* a slip in yours */
  gboolean as_written = *given != '+' || (strcmp(plain, given) != 0 && !typo);
  if (turn->iv->own_number_bad && as_written) {
    turn_witness(turn, "number-invalid", "The number they have for you, %s, is no possible number.",
                 theirs);
    turn_warn(turn, "number-invalid",
              "they have %s for you, which is no possible number; yours is %s", theirs, mine);
    return;
  }
  turn_witness(turn, typo ? "number-mismatch" : "number-other",
               "They have %s for you; your number is %s.", theirs, mine);
  turn_warn(turn, "number-mismatch", "they have %s for you; your number is %s", theirs, mine);
}

/* "Thu, Nov 19, 10:00 AM–10:30 AM", "all day Thu, Nov 26", "from Thu, Nov 26 to Sat, Nov 28" */
static char *
busy_in_words(const Turn *turn, const CrSpan *busy) {
  CrWall from = cr_zone_wall(turn_my_zone(turn), busy->start),
         to = cr_zone_wall(turn_my_zone(turn), busy->end);
  if (from.hour || from.minute || to.hour || to.minute || busy->end <= busy->start) {
    g_autofree char *when = turn_when(turn, busy->start), *clock = turn_clock(turn, busy->end);
    return g_strdup_printf("%s–%s", when, clock);
  }
  g_autofree char *first = turn_day(turn, busy->start), *last = turn_day(turn, busy->end - 1);
  return strcmp(first, last) == 0 ? g_strdup_printf("all day %s", first)
                                  : g_strdup_printf("from %s to %s", first, last);
}

static void
check_conflict(Turn *turn) {
  const CrContext *c = turn->context;
  for (gsize i = 0; i < c->n_busy; i++) {
    const CrSpan *busy = &c->busy[i];
    if (busy->start >= turn->iv->end || busy->end <= turn->iv->start)
      continue;
    g_autofree char *when = busy_in_words(turn, busy);
    turn_warn(turn, "conflict", "you have something else %s", when);
    return;
  }
}

static int
clocks_apart_sec(const CrZone *theirs, const CrZone *mine, CrInstant instant) {
  return cr_zone_offset_sec(theirs, instant) - cr_zone_offset_sec(mine, instant);
}

/* The zones' clocks change on different days: between the agreement and the call, or shortly
 * before, the usual difference is off by an hour. */
static void
check_clock_change(Turn *turn) {
  const CrZone *theirs = cr_interview_their_zone(turn->iv), *mine = turn_my_zone(turn);
  CrInstant start = turn->iv->start, added = MIN(turn->iv->added, start);
  int now = clocks_apart_sec(theirs, mine, start);
  gboolean changed = clocks_apart_sec(theirs, mine, added) != now;
  gboolean odd = clocks_apart_sec(theirs, mine, start - 60 * CR_DAY_USEC) != now &&
                 clocks_apart_sec(theirs, mine, start + 60 * CR_DAY_USEC) != now;
  if (!changed && !odd)
    return;
  turn_witness(turn, "clock-change", "%s",
               changed
                   ? "Between the agreement and the call your two clocks move apart or together."
                   : "For these weeks your two clocks are not as far apart as usual.");
}

void
turn_check(Turn *turn) {
  check_caller(turn);
  check_number(turn);
  check_hour(turn);
  check_holiday(turn);
  check_conflict(turn);
  check_clock_change(turn);
}

void
turn_gather_silence(Turn *turn) {
  const CrContext *c = turn->context;
  const CrZone *theirs = cr_interview_their_zone(turn->iv);
  CrDay day = cr_zone_day(theirs, turn->iv->start);
  gboolean mail_came = turn_has_evidence(turn, "running-late") ||
                       turn_has_evidence(turn, "auto-reply") ||
                       turn->s->answered_at != CR_INSTANT_NONE;
  if (c->mail_watched && !turn_has_evidence(turn, "auto-reply"))
    turn_witness(turn, "no-auto-reply", "No automatic reply of theirs came.");
  if (c->mail_watched && !mail_came)
    turn_witness(turn, "no-mail", "Nothing in your mail explains it.");
  if (c->calls_watched && !turn_has_evidence(turn, "missed-call") &&
      !turn_has_evidence(turn, "rejected-call") &&
      !turn_has_evidence(turn, "voicemail-from-them") && !turn_has_evidence(turn, "blocked-call"))
    turn_witness(turn, "no-call-in-log", "Your call log shows no call of theirs.");
  if (c->kept_before > 0)
    turn_witness(turn, "kept-before", "They kept %d earlier call%s with you.", c->kept_before,
                 c->kept_before == 1 ? "" : "s");
  if (cr_day_is_working(day, their_country(turn)) && !hour_is_odd(theirs, turn->iv->start))
    turn_witness(turn, "workday", "It is an ordinary working hour there.");
}
