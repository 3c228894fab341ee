#include "parse/mail-return.h"

#include "base/data.h"
#include "model/holiday.h"
#include "parse/mail-days.h"
#include "parse/timetext.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

/* ---- facts ---- */

/* Where a word stands that says something, as seen from the day. */
typedef enum {
  PLACE_TOUCHES, /* at most two words before, or inside */
  PLACE_BEFORE,  /* in its sentence, behind the day before */
  PLACE_EARLIER, /* and before that */
  PLACE_NEXT,    /* at most three words behind */
  PLACE_BEHIND,  /* in its sentence, before the next day */
  PLACE_NEAREST, /* nothing else that says something stands nearer before it; or behind it */
  PLACE_FOLLOWS,
  PLACE_ABOVE,     /* in the sentence before */
  PLACE_ELSEWHERE, /* before another day */
  N_PLACES,
} Place;

static const char *const place_names[N_PLACES] = {
    "touches", "before", "earlier", "next", "behind", "nearest", "follows", "above", "elsewhere"};

typedef enum {
  FACT_DAY, /* every one */
  FACT_ONLY,
  FACT_FIRST,
  FACT_LAST,
  FACT_EARLIEST,
  FACT_LATEST,
  FACT_REPEATED,
  FACT_BEHIND_ANOTHER, /* the working day behind one that was named before */
  FACT_BEFORE_ANOTHER,
  FACT_ENDS_RANGE,
  FACT_BEGINS_RANGE,
  FACT_WEEKDAY,
  FACT_MISMATCH,
  FACT_SPANS,
  FACT_OFF,    /* nobody works then */
  FACT_FRIDAY, /* its last day is one */
  FACT_MONDAY,
  FACT_UNTIL_OFF,
  FACT_UNTIL_FRIDAY,
  FACT_UNTIL_MONDAY,
  FACT_NAMED_FRIDAY,
  FACT_TODAY,
  FACT_SOON,
  FACT_FAR,
  FACT_OPENS, /* in the first two sentences */
  FACT_BEGINS_SENTENCE,
  FACT_ENDS_SENTENCE,
  FACT_NOT_THERE,  /* "not in the office on D" */
  FACT_NOT_BEFORE, /* "no answer before D" */
  FACT_AWAY_FROM,
  FACT_THERE_FROM,
  FACT_AFTERWARDS, /* the next sentence tells what follows */
  FACT_KIND,       /* and the other kinds behind it */
  N_FACTS = FACT_KIND + CR_N_DAY_KINDS,
} Fact;

static const char *const fact_names[FACT_KIND] = {
    [FACT_DAY] = "day",
    [FACT_ONLY] = "only",
    [FACT_FIRST] = "first",
    [FACT_LAST] = "last",
    [FACT_EARLIEST] = "earliest",
    [FACT_LATEST] = "latest",
    [FACT_REPEATED] = "repeated",
    [FACT_BEHIND_ANOTHER] = "behind-another",
    [FACT_BEFORE_ANOTHER] = "before-another",
    [FACT_ENDS_RANGE] = "ends-range",
    [FACT_BEGINS_RANGE] = "begins-range",
    [FACT_WEEKDAY] = "weekday",
    [FACT_MISMATCH] = "mismatch",
    [FACT_SPANS] = "spans",
    [FACT_OFF] = "off",
    [FACT_FRIDAY] = "friday",
    [FACT_MONDAY] = "monday",
    [FACT_UNTIL_OFF] = "until-off",
    [FACT_UNTIL_FRIDAY] = "until-friday",
    [FACT_UNTIL_MONDAY] = "until-monday",
    [FACT_NAMED_FRIDAY] = "named-friday",
    [FACT_TODAY] = "today",
    [FACT_SOON] = "soon",
    [FACT_FAR] = "far",
    [FACT_OPENS] = "opens",
    [FACT_BEGINS_SENTENCE] = "begins-sentence",
    [FACT_ENDS_SENTENCE] = "ends-sentence",
    [FACT_NOT_THERE] = "not-there",
    [FACT_NOT_BEFORE] = "not-before",
    [FACT_AWAY_FROM] = "away-from",
    [FACT_THERE_FROM] = "there-from",
    [FACT_AFTERWARDS] = "afterwards",
};
static const char *const kind_names[CR_N_DAY_KINDS] = {
    "date", "of-month", "weekday-alone", "relative", "month", "week", "other"};

typedef enum { ROLE_BACK, ROLE_LAST, N_ROLES } Role;
static const char *const role_names[N_ROLES] = {"back", "last"};

#define BIT(n) (G_GUINT64_CONSTANT(1) << (n))
#define SAID (BIT(CR_N_SAID) - 1)
/* What may tell that no day is known. */
#define AGAINST_ANY (BIT(CR_SAYS_UNKNOWN) | BIT(CR_SAYS_EACH) | BIT(CR_SAYS_NOT))
#define N_OF_ROLE (N_PLACES * CR_N_SAID + N_FACTS)
#define N_ALL (N_ROLES * N_OF_ROLE + CR_N_SAID + 1)

guint
cr_return_n_facts(void) {
  return N_ALL;
}

char *
cr_return_fact_name(guint fact) {
  if (fact == N_ALL - 1)
    return g_strdup("none");
  if (fact >= N_ROLES * N_OF_ROLE)
    return g_strdup_printf("none says.%s", cr_says_name(fact - N_ROLES * N_OF_ROLE));
  const char *role = role_names[fact / N_OF_ROLE];
  guint of = fact % N_OF_ROLE;
  if (of < N_PLACES * CR_N_SAID)
    return g_strdup_printf("%s %s.%s", role, place_names[of / CR_N_SAID],
                           cr_says_name(of % CR_N_SAID));
  of -= N_PLACES * CR_N_SAID;
  return g_strdup_printf("%s %s", role,
                         of < FACT_KIND ? fact_names[of] : kind_names[of - FACT_KIND]);
}

/* What is told of a day. */
typedef struct {
  guint64 says[N_PLACES]; /* bits: CrSays */
  guint64 facts;          /* bits: Fact */
} Told;

typedef struct {
  const CrNamedDays *named;
  const char *country; /* whose holidays count, or NULL */
  CrDay today;
  gboolean of_subject;            /* which may be the one that is answered */
  CrDay after[CR_MAX_NAMED_DAYS]; /* of each day, the working day behind it */
  Told told[CR_MAX_NAMED_DAYS];
} Look;

static const CrNamedDay *
day_at(const Look *look, guint i) {
  return &g_array_index(look->named->days, CrNamedDay, i);
}

static const CrDayWord *
word_at(const Look *look, guint i) {
  return &g_array_index(look->named->words, CrDayWord, i);
}

static void
tell(Told *told, Fact fact, gboolean holds) {
  if (holds)
    told->facts |= BIT(fact);
}

#define TOUCHES 2
#define NEXT 3

/* What the words around say. */
static void
look_around(Look *look, guint i) {
  const CrNamedDay *day = day_at(look, i);
  guint n = look->named->words->len, sentence = word_at(look, day->from)->sentence;
  guint before = i > 0 ? day_at(look, i - 1)->to : 0;
  guint behind = i + 1 < look->named->days->len ? day_at(look, i + 1)->from : n;
  Told *told = &look->told[i];
  guint64 *says = told->says;
  for (guint at = day->from; day->kind == CR_DAY_OTHER && at < day->to; at++)
    says[PLACE_TOUCHES] |= word_at(look, at)->says;
  for (guint at = day->from; at-- > 0;) {
    const CrDayWord *word = word_at(look, at);
    if (word->sentence + 1 < sentence)
      break;
    if (word->sentence != sentence) {
      says[PLACE_ABOVE] |= word->says;
      continue;
    }
    if (at < before) {
      says[PLACE_EARLIER] |= word->says;
      continue;
    }
    if (day->from - at <= TOUCHES)
      says[PLACE_TOUCHES] |= word->says;
    if (says[PLACE_NEAREST] == 0)
      says[PLACE_NEAREST] = word->says & SAID;
    says[PLACE_BEFORE] |= word->says;
  }
  for (guint at = day->to; at < behind && word_at(look, at)->sentence <= sentence + 1; at++) {
    const CrDayWord *word = word_at(look, at);
    if (word->sentence != sentence) {
      tell(told, FACT_AFTERWARDS, cr_day_word_says(word, CR_SAYS_AFTER));
      continue;
    }
    if (at - day->to < NEXT)
      says[PLACE_NEXT] |= word->says;
    if (says[PLACE_FOLLOWS] == 0)
      says[PLACE_FOLLOWS] = word->says & SAID;
    says[PLACE_BEHIND] |= word->says;
  }
}

/* "23 - 27 November", "from the 7th to the 9th": only what joins them stands between the two. */
static gboolean
is_range(const Look *look, guint first) {
  if (first + 1 >= look->named->days->len)
    return FALSE;
  const CrNamedDay *a = day_at(look, first), *b = day_at(look, first + 1);
  gboolean joined = FALSE;
  for (guint at = a->to; at < b->from; at++) {
    const CrDayWord *word = word_at(look, at);
    gboolean joins = cr_day_word_joins(word);
    if (!joins && !cr_day_word_says(word, CR_SAYS_INSIDE))
      return FALSE;
    joined |= joins;
  }
  return joined && b->first >= a->first &&
         word_at(look, a->from)->sentence == word_at(look, b->from)->sentence;
}

#define SOON_DAYS 3
#define FAR_DAYS 60

static gboolean
is_of_sentence(const Look *look, guint word, guint sentence) {
  return word < look->named->words->len && word_at(look, word)->sentence == sentence;
}

/* What several words say together. */
static void
combine(Told *told) {
  const guint64 *says = told->says;
  guint64 before = says[PLACE_BEFORE], around = before | says[PLACE_BEHIND];
  guint64 there = BIT(CR_SAYS_OFFICE) | BIT(CR_SAYS_REACH) | BIT(CR_SAYS_ANSWER);
  guint64 back = there | BIT(CR_SAYS_BACK) | BIT(CR_SAYS_AGAIN);
  guint64 until = BIT(CR_SAYS_UNTIL) | BIT(CR_SAYS_BEFORE);
  gboolean from = (says[PLACE_NEAREST] | says[PLACE_TOUCHES]) & BIT(CR_SAYS_FROM);
  gboolean denied = around & BIT(CR_SAYS_NOT);
  tell(told, FACT_NOT_THERE, denied && around & there && !(around & until));
  tell(told, FACT_NOT_BEFORE, denied && before & until);
  tell(told, FACT_AWAY_FROM, from && before & BIT(CR_SAYS_AWAY) && !(around & back));
  tell(told, FACT_THERE_FROM, from && around & back);
}

static void
compare(Look *look, guint i) {
  const CrNamedDay *day = day_at(look, i);
  Told *told = &look->told[i];
  guint n = look->named->days->len, sentence = word_at(look, day->from)->sentence;
  gboolean earliest = TRUE, latest = TRUE, repeated = FALSE, behind = FALSE, before = FALSE;
  for (guint k = 0; k < n; k++) {
    const CrNamedDay *other = day_at(look, k);
    if (k == i)
      continue;
    earliest &= day->first <= other->first;
    latest &= day->last >= other->last;
    repeated |= day->first == other->first && day->last == other->last;
    told->says[PLACE_ELSEWHERE] |= look->told[k].says[PLACE_BEFORE];
    behind |= k < i && day->first == look->after[k];
    before |= k > i && other->first == look->after[i];
  }
  gboolean until = (told->says[PLACE_NEAREST] | told->says[PLACE_TOUCHES]) &
                   (BIT(CR_SAYS_UNTIL) | BIT(CR_SAYS_TO));
  gboolean off = !cr_day_is_working(day->last, look->country);
  gboolean friday = cr_day_weekday(day->last) == CR_FRI;
  gboolean monday = cr_day_weekday(day->first) == CR_MON;
  gboolean named = day->weekday || day->kind == CR_DAY_WEEKDAY;
  tell(told, FACT_DAY, TRUE);
  tell(told, FACT_ONLY, n == 1);
  tell(told, FACT_FIRST, i == 0);
  tell(told, FACT_LAST, i + 1 == n);
  tell(told, FACT_EARLIEST, earliest);
  tell(told, FACT_LATEST, latest);
  tell(told, FACT_REPEATED, repeated);
  tell(told, FACT_BEHIND_ANOTHER, behind);
  tell(told, FACT_BEFORE_ANOTHER, before);
  tell(told, FACT_ENDS_RANGE, i > 0 && is_range(look, i - 1));
  tell(told, FACT_BEGINS_RANGE, is_range(look, i));
  tell(told, FACT_WEEKDAY, day->weekday);
  tell(told, FACT_MISMATCH, day->mismatch);
  tell(told, FACT_SPANS, day->last > day->first);
  tell(told, FACT_OFF, off);
  tell(told, FACT_FRIDAY, friday);
  tell(told, FACT_UNTIL_OFF, off && until);
  tell(told, FACT_MONDAY, monday);
  tell(told, FACT_UNTIL_FRIDAY, friday && until);
  tell(told, FACT_UNTIL_MONDAY, monday && until);
  tell(told, FACT_NAMED_FRIDAY, friday && named);
  tell(told, FACT_TODAY, day->first <= look->today);
  tell(told, FACT_SOON, day->first <= look->today + SOON_DAYS);
  tell(told, FACT_FAR, day->first > look->today + FAR_DAYS);
  tell(told, FACT_OPENS, sentence < 3);
  tell(told, FACT_BEGINS_SENTENCE, !is_of_sentence(look, day->from - 1, sentence));
  tell(told, FACT_ENDS_SENTENCE, !is_of_sentence(look, day->to, sentence));
  tell(told, FACT_KIND + day->kind, TRUE);
  combine(told);
}

static void
add_fact(CrReturnReadings *readings, CrReturnReading *of, guint fact) {
  guint16 value = fact;
  g_array_append_val(readings->facts, value);
  of->n++;
}

static void
add_reading(CrReturnReadings *readings, const Look *look, guint i, Role role) {
  const CrNamedDay *day = day_at(look, i);
  const Told *told = &look->told[i];
  guint64 near = told->says[PLACE_NEAREST] | told->says[PLACE_TOUCHES];
  gboolean back = role == ROLE_BACK;
  if (look->of_subject && !(near & (BIT(CR_SAYS_UNTIL) | BIT(CR_SAYS_THROUGH) | BIT(CR_SAYS_BACK))))
    return;
  if (back ? day->first <= look->today : day->last < look->today)
    return;
  CrReturnReading of = {.day = back ? day->first : look->after[i],
                        .rough = back && day->rough,
                        .until = back && (told->says[PLACE_NEAREST] & BIT(CR_SAYS_UNTIL)),
                        .first = readings->facts->len};
  guint base = role * N_OF_ROLE;
  for (guint place = 0; place < N_PLACES; place++)
    for (guint64 says = told->says[place] & SAID; says; says &= says - 1)
      add_fact(readings, &of, base + place * CR_N_SAID + __builtin_ctzll(says));
  for (guint64 facts = told->facts; facts; facts &= facts - 1)
    add_fact(readings, &of, base + N_PLACES * CR_N_SAID + __builtin_ctzll(facts));
  g_array_append_val(readings->list, of);
}

static void
add_none(CrReturnReadings *readings, const CrNamedDays *named) {
  CrReturnReading none = {.day = CR_NO_DAY, .first = readings->facts->len};
  guint64 says = 0;
  for (guint i = 0; i < named->words->len; i++)
    says |= g_array_index(named->words, CrDayWord, i).says & AGAINST_ANY;
  for (; says; says &= says - 1)
    add_fact(readings, &none, N_ROLES * N_OF_ROLE + __builtin_ctzll(says));
  add_fact(readings, &none, N_ALL - 1);
  g_array_append_val(readings->list, none);
}

/* ---- the mail ---- */

/* Return dates are days; this is the sender's wall, on which they are read. */
static const CrZone *
sender_zone(const CrMailView *view) {
  if (view->context->theirs)
    return view->context->theirs;
  int minutes = view->mime->date_offset_sec / 60;
  g_autofree char *id =
      g_strdup_printf("%c%02d:%02d", minutes < 0 ? '-' : '+', ABS(minutes) / 60, ABS(minutes) % 60);
  const CrZone *zone = cr_zone_find(id);
  return zone ? zone : cr_zone_utc();
}

/* A country that is only guessed keeps its holidays only when its clocks show the Date's offset. */
static const char *
country_of_holidays(const CrMailView *view) {
  const char *country = view->their_country;
  gboolean elsewhere =
      view->country_guessed && country &&
      cr_country_zone_showing(country, view->mime->date, view->mime->date_offset_sec) == NULL;
  return elsewhere ? NULL : country;
}

/* Where nothing tells the country, the clock does: east of the Atlantic the day stands first. */
static gboolean
writes_month_first(const CrMailView *view) {
  return !(view->country_guessed && view->mime->date_offset_sec >= 0) && view->their_country &&
         cr_country_writes_month_first(view->their_country);
}

void
cr_return_readings_init(CrReturnReadings *readings, const CrMailView *view,
                        const CrReading *reading) {
  static const GPtrArray no_times;
  readings->list = g_array_new(FALSE, FALSE, sizeof(CrReturnReading));
  readings->facts = g_array_new(FALSE, FALSE, sizeof(guint16));
  CrInstant now = view->mime->date == CR_INSTANT_NONE ? view->context->fallback : view->mime->date;
  const CrZone *zone = sender_zone(view);
  CrNamedDays named;
  if (now == CR_INSTANT_NONE) {
    CrReturnReading none = {.day = CR_NO_DAY};
    g_array_append_val(readings->list, none);
    return;
  }
  Look look = {
      .named = &named, .country = country_of_holidays(view), .today = cr_zone_day(zone, now)};
  gboolean month_first = writes_month_first(view);
  cr_named_days_init(&named, view->text, view->subject_times ? &no_times : reading->times,
                     look.today, zone, month_first);
  if (named.days->len == 0) { /* "Out of office until 17 May", and no more */
    look.of_subject = TRUE;
    cr_named_days_clear(&named);
    cr_named_days_init(&named, view->subject->text,
                       view->subject_times ? reading->times : &no_times, look.today, zone,
                       month_first);
  }
  for (guint i = 0; i < named.days->len; i++) {
    look.after[i] = cr_day_add_working(day_at(&look, i)->last, 1, look.country);
    look_around(&look, i);
  }
  for (guint i = 0; i < named.days->len; i++) {
    compare(&look, i);
    for (Role role = 0; role < N_ROLES; role++)
      add_reading(readings, &look, i, role);
  }
  add_none(readings, &named);
  cr_named_days_clear(&named);
}

void
cr_return_readings_clear(CrReturnReadings *readings) {
  g_array_unref(readings->list);
  g_array_unref(readings->facts);
}

/* ---- the decision ---- */

static double weights_read[N_ALL];
static pthread_once_t weights_once = PTHREAD_ONCE_INIT;

/* "NAME	WEIGHT": what has none weighs nothing. */
static void
read_weights(void) {
  g_autoptr(GHashTable) rows = g_hash_table_new(g_str_hash, g_str_equal);
  g_auto(GStrv) lines = g_strsplit(cr_data("return.tsv", NULL), "\n", -1);
  for (char **line = lines; *line; line++) {
    char *tab = **line == '#' ? NULL : strchr(*line, '\t');
    if (tab == NULL)
      continue;
    *tab = '\0';
    g_hash_table_insert(rows, *line, tab + 1);
  }
  for (guint fact = 0; fact < N_ALL; fact++) {
    g_autofree char *name = cr_return_fact_name(fact);
    const char *weight = g_hash_table_lookup(rows, name);
    weights_read[fact] = weight ? g_ascii_strtod(weight, NULL) : 0;
  }
}

const double *
cr_return_weights(void) {
  pthread_once(&weights_once, read_weights);
  return weights_read;
}

void
cr_return_weigh(const CrReturnReadings *readings, const double *weights, double *ret_shares) {
  double most = -G_MAXDOUBLE, sum = 0;
  for (guint i = 0; i < readings->list->len; i++) {
    const CrReturnReading *of = &g_array_index(readings->list, CrReturnReading, i);
    ret_shares[i] = 0;
    for (guint k = of->first; k < of->first + of->n; k++)
      ret_shares[i] += weights[g_array_index(readings->facts, guint16, k)];
    most = MAX(most, ret_shares[i]);
  }
  for (guint i = 0; i < readings->list->len; i++)
    sum += ret_shares[i] = exp(ret_shares[i] - most);
  for (guint i = 0; i < readings->list->len; i++)
    ret_shares[i] /= sum;
}

const CrReturnReading *
cr_return_choose(const CrReturnReadings *readings, const double *weights) {
  double shares[N_ROLES * CR_MAX_NAMED_DAYS + 1], most = -1, likeliest = -1;
  const CrReturnReading *list = (gconstpointer) readings->list->data, *best = list;
  cr_return_weigh(readings, weights, shares);
  for (guint i = 0; i < readings->list->len; i++) {
    double sum = 0;
    for (guint k = 0; k < readings->list->len; k++)
      sum += list[k].day == list[i].day && list[k].rough == list[i].rough ? shares[k] : 0;
    if (sum > most + 1e-12 || (sum > most - 1e-12 && shares[i] > likeliest)) {
      most = sum;
      likeliest = shares[i];
      best = &list[i];
    }
  }
  return best;
}

void
cr_mail_read_return(const CrMailView *view, CrReading *reading) {
  CrReturnReadings readings;
  cr_return_readings_init(&readings, view, reading);
  const CrReturnReading *best = cr_return_choose(&readings, cr_return_weights());
  if (best->day != CR_NO_DAY) {
    CrWall wall = {0};
    cr_day_to_date(best->day, &wall.year, &wall.month, &wall.day);
    reading->return_at = cr_zone_instant(sender_zone(view), &wall);
    reading->return_rough = best->rough;
    reading->return_until = best->until;
  }
  cr_return_readings_clear(&readings);
}
