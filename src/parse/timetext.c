#include "parse/timetext.h"

#include "base/limits.h"
#include "base/text.h"
#include "model/holiday.h"
#include "parse/timetext-private.h"

#include <string.h>

static const char *const flag_names[] = {"season-mismatch",
                                         "weekday-mismatch",
                                         "zone-pair-mismatch",
                                         "outlook-standard-label",
                                         "implausible-hour",
                                         "ambiguous-order",
                                         "gap",
                                         "overlap",
                                         "ambiguous-zone"};

static char **
flags_to_strv(guint flags) {
  if (flags == 0)
    return NULL;
  GStrvBuilder *names = g_strv_builder_new();
  for (guint i = 0; i < G_N_ELEMENTS(flag_names); i++)
    if (flags & 1u << i)
      g_strv_builder_add(names, flag_names[i]);
  char **strv = g_strv_builder_end(names);
  g_strv_builder_unref(names);
  return strv;
}

/* "Between 2 and 3", "after 3", "in the afternoon": some moment in it. */
static gboolean
is_window(const CrWhen *w, const CrResolved *time) {
  gboolean bounded =
      w->bound == BOUND_AFTER || (w->bound == BOUND_WITHIN && w->to.kind != CLOCK_NONE);
  return time->granularity == CR_GRANULARITY_PART ||
         (time->granularity == CR_GRANULARITY_INSTANT && bounded);
}

static CrMention *
mention_new(const CrReader *r, const CrWhen *w, const CrResolved *time) {
  CrMention *mention = cr_mention_new();
  guint32 start = cr_token(r, w->first)->start, end = cr_token(r, w->last - 1)->end;
  g_autofree char *words = g_strndup(r->text + start, end - start);
  mention->start = time->start;
  mention->end = time->end;
  mention->alternative = time->alternative;
  mention->zone = g_strdup(cr_zone_id(time->zone));
  /* "her time", from the reader who tells of her, names no zone */
  mention->zone_said = w->zone.kind != SAID_NONE &&
                       (w->zone.kind != SAID_THEIRS || r->context->theirs != r->context->mine);
  mention->relative = w->from.kind == CLOCK_DELTA;
  mention->day_said =
      (w->date.kind != DATE_NONE && w->date.kind != DATE_AGAIN) || mention->relative;
  mention->weekday_said = w->date.kind == DATE_WEEKDAY && w->date.which == WHICH_BARE;
  mention->past = time->past;
  mention->both_clocks = time->both_clocks;
  mention->granularity = time->granularity;
  mention->hour_unsaid = w->from.hour_unsaid;
  mention->same_hour = w->from.kind == CLOCK_SAME && time->granularity != CR_GRANULARITY_INSTANT;
  mention->window = is_window(w, time);
  mention->role = w->role;
  mention->delay_min = w->delay_min;
  mention->flags = flags_to_strv(time->flags);
  mention->text = cr_text_line(words, 200);
  mention->offset = (int) start;
  return mention;
}

/* "running 15 minutes late": no time of its own unless what it moves is known. */
static void
resolve_delay(const CrResolver *res, const CrWhen *w, const CrResolved *base, CrResolved *out) {
  if (base == NULL)
    base = res->focus;
  *out = (CrResolved){.zone = base ? base->zone : res->theirs,
                      .start = base ? base->start + w->delay_min * CR_MINUTE : CR_INSTANT_NONE,
                      .end = CR_INSTANT_NONE,
                      .alternative = CR_INSTANT_NONE};
}

static gboolean
is_greenwich(const CrWhen *w) {
  return w->zone.kind == SAID_ABBREVIATION &&
         strcmp(cr_zone_abbreviation_get(w->zone.abbreviation)->name, "GMT") == 0;
}

static gboolean
is_midnight(const CrClock *clock) {
  return clock->kind == CLOCK_TIME && clock->minute == 0 &&
         (clock->hour % 24 == 0 || (clock->hour == 12 && clock->half == HALF_AM));
}

/* The second of a pair is dropped when it names the same instant, or when it is said in a way
 * ("/", brackets) that leaves no other reading. */
static void
settle_pair(const CrReader *r, GArray *whens, CrResolved *times, guint i) {
  CrWhen *w = &g_array_index(whens, CrWhen, i),
         *first = &g_array_index(whens, CrWhen, (guint) w->pair);
  CrResolved *a = &times[w->pair], *b = &times[i];
  if (is_greenwich(first) && a->alternative == b->start && a->start != b->start) {
    a->alternative = a->start; /* "11:00 GMT (12:00 Nigerian time)" in summer, read in London */
    a->start = b->start;
    a->flags &= ~(guint) (FLAG_SEASON | FLAG_OUTLOOK);
  }
  gint64 apart = ABS(a->start - b->start);
  gboolean aside =
      w->joint == '/' || w->joint == '(' || w->joint == '=' || w->joint == ' ' ||
      ((a->flags & FLAG_SEASON) && a->alternative == b->start && w->zone.kind != SAID_NONE &&
       w->zone.kind != SAID_ABBREVIATION); /* "10 CST, so 11 for you", in July */
  /* across midnight, or the one at the day's end, or a bare weekday taken for next week's */
  gboolean same_clock = (apart == CR_DAY_USEC && is_midnight(&w->from)) ||
                        (apart % CR_DAY_USEC == 0 && w->date_carried) ||
                        (apart % (7 * CR_DAY_USEC) == 0 && w->date.kind == DATE_WEEKDAY);
  if (apart != 0 && !same_clock && !aside)
    return;
  if (apart != 0 && !same_clock) {
    a->flags |= FLAG_PAIR;
    a->alternative = b->start;
  }
  a->both_clocks = apart == 0 && a->zone != b->zone;
  if (a->both_clocks && first->zone.kind == SAID_YOURS) /* a courtesy: theirs is the other one */
    a->zone = b->zone;
  a->flags |= b->flags & (FLAG_SEASON | FLAG_OUTLOOK);
  if (a->end == CR_INSTANT_NONE && b->end > a->start)
    a->end = b->end;
  first->last = MAX(first->last, w->last);
  if ((w->joint == '(' || w->joint == '=') && cr_is_mark(r, first->last, ')'))
    first->last++;
  w->dropped = TRUE;
}

static void
resolve_all(CrResolver *res, const CrReader *r, GArray *whens, CrResolved *times) {
  for (guint i = 0; i < whens->len; i++) {
    CrWhen *w = &g_array_index(whens, CrWhen, i);
    if (w->has_delay)
      continue;
    if (!cr_time_resolve(res, w, &times[i])) {
      w->dropped = TRUE;
      w->failed = TRUE;
      continue;
    }
    if (w->pair >= 0 && !g_array_index(whens, CrWhen, (guint) w->pair).failed)
      settle_pair(r, whens, times, i);
    if (times[i].granularity != CR_GRANULARITY_WEEK)
      res->last_day = times[i].day;
    if (w->role == CR_TIME_OLD)
      res->old_day = times[i].day;
  }
  for (guint i = 0; i < whens->len; i++) {
    CrWhen *w = &g_array_index(whens, CrWhen, i);
    gboolean based = w->base >= 0 && !g_array_index(whens, CrWhen, (guint) w->base).failed;
    if (w->has_delay)
      resolve_delay(res, w, based ? &times[w->base] : NULL, &times[i]);
  }
}

/* The time a mail answers: the first instant of the quote, read as its writer (mostly the reader
 * of this mail) meant it. */
static gboolean
read_focus(const CrTimeContext *context, CrResolved *ret) {
  if (context->focus == NULL)
    return FALSE;
  CrTimeContext quoted = {.at = context->at,
                          .mine = context->theirs ? context->theirs : context->mine,
                          .theirs = context->mine,
                          .their_country = context->their_country};
  GPtrArray *mentions = cr_time_scan(context->focus, &quoted);
  gboolean found = FALSE;
  for (guint i = 0; i < mentions->len && !found; i++) {
    const CrMention *m = mentions->pdata[i];
    const CrZone *zone = cr_zone_find(m->zone);
    if (m->granularity != CR_GRANULARITY_INSTANT || m->role == CR_TIME_DELAY || zone == NULL ||
        m->start == CR_INSTANT_NONE)
      continue;
    *ret = (CrResolved){
        .zone = zone, .start = m->start, .end = m->end, .day = cr_zone_day(zone, m->start)};
    found = TRUE;
  }
  cr_mentions_free(mentions);
  return found;
}

static gboolean
needs_focus(GArray *whens) {
  for (guint i = 0; i < whens->len; i++) {
    const CrWhen *w = &g_array_index(whens, CrWhen, i);
    if (w->date.kind == DATE_NONE || w->date.kind == DATE_AGAIN || w->from.kind == CLOCK_SAME)
      return TRUE;
  }
  return FALSE;
}

/* "from 21/12/2026, back on 11/01/2027": one text has one order. */
static CrDateOrder
order_of(const GArray *whens) {
  gboolean day = FALSE, month = FALSE;
  for (guint i = 0; i < whens->len; i++) {
    const CrDateSpec *date = &g_array_index(whens, CrWhen, i).date;
    if (date->kind != DATE_NUMERIC || date->dotted)
      continue;
    day |= date->a > 12 || date->until_a > 12;
    month |= date->b > 12 || date->until_b > 12;
  }
  return day == month ? ORDER_OPEN : day ? ORDER_DAY_FIRST : ORDER_MONTH_FIRST;
}

GPtrArray *
cr_time_scan(const char *text, const CrTimeContext *context) {
  GPtrArray *mentions = g_ptr_array_new();
  gsize length = text ? strnlen(text, CR_MAX_TEXT_BYTES) : 0;
  if (length == 0 || context->at < CR_INSTANT_MIN || context->at > CR_INSTANT_MAX)
    return mentions;
  g_auto(CrTokens) tokens;
  cr_time_lex(text, length, &tokens);
  const char *country = cr_country_of_context(context);
  CrReader reader = {.text = text,
                     .tokens = tokens.list,
                     .n = tokens.n,
                     .context = context,
                     .british = g_strcmp0(country, "GB") == 0 || g_strcmp0(country, "IE") == 0,
                     .day_first = cr_order_of_country(country) == ORDER_DAY_FIRST};
  g_autoptr(GArray) whens = cr_time_read(&reader);
  if (whens->len == 0)
    return mentions;
  cr_time_refine(&reader, whens);
  CrResolver res;
  CrResolved focus;
  cr_resolver_init(&res, context);
  res.order = order_of(whens);
  if (needs_focus(whens) && read_focus(context, &focus))
    res.focus = &focus;
  g_autofree CrResolved *times = g_new0(CrResolved, whens->len);
  resolve_all(&res, &reader, whens, times);
  for (guint i = 0; i < whens->len && mentions->len < CR_MAX_MENTIONS; i++) {
    const CrWhen *w = &g_array_index(whens, CrWhen, i);
    if (!w->dropped)
      g_ptr_array_add(mentions, mention_new(&reader, w, &times[i]));
  }
  return mentions;
}

/* Whether a word with a capital can begin a place's name, which few texts have. What is not written
 * in plain letters ("U.K.", "Zürich") may be one. */
static gboolean
may_name_place(const char *text) {
  for (const char *p = text; *p; p++) {
    const char *from = p;
    while (g_ascii_isalpha(*p) || (*p == '\'' && p > from))
      p++;
    if ((guchar) *p >= 0x80 || (*p == '.' && p - from == 1))
      return TRUE;
    if (p > from && g_ascii_isupper(*from) &&
        cr_word_find(from, p - from, p - from)->marks & MARK_PLACE)
      return TRUE;
    if (*p == '\0')
      return FALSE;
  }
  return FALSE;
}

const char *
cr_time_place_country(const char *text, CrInstant at, int offset_sec) {
  if (!may_name_place(text))
    return NULL;
  g_auto(CrTokens) tokens;
  cr_time_lex(text, strnlen(text, CR_MAX_TEXT_BYTES), &tokens);
  CrReader r = {.text = text, .tokens = tokens.list, .n = tokens.n};
  for (guint i = 0; i < r.n; i++) {
    const CrPlace *place = cr_token(&r, r.i = i)->title ? cr_read_place(&r) : NULL;
    const CrZone *zone = place && !place->region ? cr_zone_find(place->zone) : NULL;
    if (zone && cr_zone_offset_sec(zone, at) == offset_sec && cr_zone_country(place->zone))
      return cr_zone_country(place->zone);
  }
  return NULL;
}

void
cr_mentions_free(GPtrArray *mentions) {
  if (mentions == NULL)
    return;
  for (guint i = 0; i < mentions->len; i++)
    cr_mention_free(mentions->pdata[i]);
  g_ptr_array_unref(mentions);
}
