#include "base/limits.h"
#include "parse/timetext.h"

#include <stdlib.h>
#include <string.h>

static const char *corpus; /* tests/corpus/times.tsv */

static CrInstant
instant(const char *text) {
  CrInstant at;
  g_autoptr(GError) error = NULL;
  gboolean ok = cr_instant_parse(text, &at, &error);
  g_assert_no_error(error);
  g_assert_true(ok);
  return at;
}

/* "start[/end][ role][ flag…]" of every mention, joined by "; ". */
static char *
describe(GPtrArray *mentions) {
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < mentions->len; i++) {
    const CrMention *m = mentions->pdata[i];
    const CrZone *zone = cr_zone_find(m->zone);
    g_assert_nonnull(zone);
    g_autofree char *start = cr_instant_format(m->start, zone);
    g_autofree char *end = cr_instant_format(m->end, zone);
    g_string_append_printf(out, "%s%s", out->len ? "; " : "", start ? start : "-");
    if (end && m->granularity == CR_GRANULARITY_INSTANT)
      g_string_append_printf(out, "/%s", end + 11);
    if (m->granularity != CR_GRANULARITY_INSTANT)
      g_string_append_printf(out, " %s", cr_granularity_names[m->granularity]);
    if (m->role != CR_TIME_STATED)
      g_string_append_printf(out, " %s", cr_time_role_names[m->role]);
    if (m->delay_min)
      g_string_append_printf(out, " %+d", m->delay_min);
    if (m->past)
      g_string_append(out, " past");
    for (char **flag = m->flags; flag && *flag; flag++)
      g_string_append_printf(out, " %s", *flag);
  }
  return g_string_free(out, FALSE);
}

typedef struct {
  const char *text, *focus, *expect;
} FocusRow;

/* What a mail answers: Monday 23 November 2026, ten in New York, to a reader in Chicago. */
static void
test_focus(void) {
  static const FocusRow rows[] = {
      {"Same time Thursday?", "How about Tuesday at 2pm ET?", "2026-11-26T14:00:00-05:00"},
      {"Could we do Wednesday at the same time?", "I can do Tuesday 10-10:30am.",
       "2026-11-25T10:00:00-06:00/10:30:00-06:00"},
      {"Can we do 3:30 instead?", "Tuesday, November 24 at 2pm ET works.",
       "2026-11-24T15:30:00-05:00"},
      {"Can we push it by 30 minutes?", "Our call is tomorrow at 2pm ET.",
       "2026-11-24T14:30:00-05:00 delay +30"},
      {"I'm running 10 minutes late.", "We said 11am ET today.",
       "2026-11-23T11:10:00-05:00 delay +10"},
      {"I'm running 10 minutes late.", NULL, "- delay +10"},
      {"That time works for me.", "Tuesday at 4pm ET?", "2026-11-24T16:00:00-05:00"},
      {"At the same time, we value balance.", NULL, ""},
      {"The following day at 9 would be better.", "Tuesday at 4pm ET?",
       "2026-11-25T09:00:00-05:00"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    CrTimeContext context = {.at = instant("2026-11-23T10:00:00-05:00"),
                             .mine = cr_zone_find("America/Chicago"),
                             .theirs = cr_zone_find("America/New_York"),
                             .focus = rows[i].focus};
    GPtrArray *mentions = cr_time_scan(rows[i].text, &context);
    g_autofree char *found = describe(mentions);
    if (strcmp(found, rows[i].expect) != 0)
      g_test_message("\"%s\"", rows[i].text);
    g_assert_cmpstr(found, ==, rows[i].expect);
    cr_mentions_free(mentions);
  }
}

/* Who the sender is decides: zone, Date offset, country. */
static void
test_sender(void) {
  static const struct {
    const char *text, *mine, *theirs, *country;
    int offset_hours; /* of the Date header, 99 none */
    const char *expect;
  } rows[] = {
      {"Tuesday at 2pm", "America/Chicago", NULL, NULL, 99, "2026-11-24T14:00:00-06:00"},
      {"Tuesday at 2pm", "America/Chicago", NULL, NULL, -6, "2026-11-24T14:00:00-06:00"},
      {"Tuesday at 2pm", "America/Chicago", NULL, NULL, 1, "2026-11-24T14:00:00+01:00"},
      {"April 6, 2027 at 2pm", "America/Chicago", NULL, NULL, 1, "2027-04-06T14:00:00+01:00"},
      {"April 6, 2027 at 2pm", "America/Chicago", NULL, "DE", 1, "2027-04-06T14:00:00+02:00"},
      {"Tuesday at 15.30 (14.30 your time)", "Europe/London", NULL, NULL, 1,
       "2026-11-24T15:30:00+01:00"},
      {"Tuesday 14.30 your time (15.30 Uhr here)", "Europe/London", NULL, NULL, 1,
       "2026-11-24T15:30:00+01:00"},
      {"Tuesday 15.30-16.00 Uhr", "Europe/London", "Europe/Berlin", NULL, 99,
       "2026-11-24T15:30:00+01:00/16:00:00+01:00"},
      {"Tuesday at 9 am, which is noon your time", "America/New_York", "America/Los_Angeles", NULL,
       99, "2026-11-24T09:00:00-08:00"},
      {"tomorrow at 9am your time", "America/Chicago", "Asia/Tokyo", NULL, 99,
       "2026-11-25T09:00:00-06:00"},
      {"Tuesday 10am IST", "America/Chicago", "Asia/Kolkata", NULL, 99,
       "2026-11-24T10:00:00+05:30"},
      {"June 8, 2027 10am IST", "America/Chicago", "Europe/Dublin", NULL, 99,
       "2027-06-08T10:00:00+01:00"},
      {"Tuesday 10am IST", "Asia/Kolkata", "America/New_York", NULL, 99,
       "2026-11-24T10:00:00+05:30"},
      {"Tuesday 10am IST", "America/Chicago", "Asia/Jerusalem", NULL, 99,
       "2026-11-24T10:00:00+02:00"},
      {"Tuesday 10am CST", "America/Chicago", "Asia/Shanghai", NULL, 99,
       "2026-11-24T10:00:00+08:00"},
      {"Tuesday 10am CST", "America/New_York", NULL, NULL, 8, "2026-11-24T10:00:00+08:00"},
      {"Tuesday 10am IST", "America/New_York", NULL, NULL, 2, "2026-11-24T10:00:00+02:00"},
      {"Tuesday\\n10am", "America/New_York", NULL, NULL, 99, "2026-11-24T10:00:00-05:00"},
      {"July 6, 2027 10am CST", "America/New_York", "America/Chicago", NULL, 99,
       "2027-07-06T10:00:00-05:00 season-mismatch"},
      {"July 6, 2027 10am MST", "America/Phoenix", "America/New_York", NULL, 99,
       "2027-07-06T10:00:00-07:00"},
      {"July 6, 2027 10am MST", "America/New_York", "America/Denver", NULL, 99,
       "2027-07-06T10:00:00-06:00 season-mismatch"},
      {"5/12 at 10am", "America/Chicago", "America/New_York", NULL, 99,
       "2027-05-12T10:00:00-04:00"},
      {"5/12 at 10am", "America/Chicago", "Europe/London", NULL, 99, "2026-12-05T10:00:00+00:00"},
      {"5/12 at 10am", "America/Chicago", NULL, "GB", 99, "2026-12-05T10:00:00-06:00"},
      {"5/12 at 10am", "America/Chicago", NULL, NULL, 99,
       "2027-05-12T10:00:00-05:00 ambiguous-order"},
      {"half two on Tuesday", "Europe/London", "Europe/London", NULL, 99,
       "2026-11-24T14:30:00+00:00"},
      {"Tuesday at 02:30", "America/Chicago", "Europe/Paris", NULL, 99,
       "2026-11-24T02:30:00+01:00 implausible-hour"},
      {"Tuesday at 02:30", "America/Chicago", "America/New_York", NULL, 99,
       "2026-11-24T14:30:00-05:00"},
      /* As machines write it, whatever the hour */
      {"2026-11-24T01:36:48Z", "America/Chicago", "America/New_York", NULL, 99,
       "2026-11-24T01:36:00+00:00 implausible-hour"},
      {"2026-11-24T02:30", "America/Chicago", "America/New_York", NULL, 99,
       "2026-11-24T02:30:00-05:00 implausible-hour"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    CrTimeContext context = {.at = instant("2026-11-23T15:00:00Z"),
                             .mine = cr_zone_find(rows[i].mine),
                             .theirs = rows[i].theirs ? cr_zone_find(rows[i].theirs) : NULL,
                             .their_country = rows[i].country,
                             .has_offset = rows[i].offset_hours != 99,
                             .their_offset_sec = rows[i].offset_hours * 3600};
    GPtrArray *mentions = cr_time_scan(rows[i].text, &context);
    g_autofree char *found = describe(mentions);
    if (strcmp(found, rows[i].expect) != 0)
      g_test_message("row %zu: \"%s\"", i, rows[i].text);
    g_assert_cmpstr(found, ==, rows[i].expect);
    cr_mentions_free(mentions);
  }
}

/* The writer's zone is not known, and the country is only the reader's. */
static void
test_stranger(void) {
  static const struct {
    const char *at, *text;
    int offset_hours;
    const char *expect;
  } rows[] = {
      {"2027-07-08T09:00:00Z", "July 15 at 10:00 AM MST", -7, "2027-07-15T10:00:00-07:00"},
      {"2027-07-08T09:00:00Z", "July 15 at 10:00 AM MST", -6,
       "2027-07-15T10:00:00-06:00 season-mismatch"},
      {"2027-01-08T09:00:00Z", "July 15 at 10:00 AM MST", -7,
       "2027-07-15T10:00:00-06:00 season-mismatch"},
      {"2027-07-08T09:00:00Z", "July 15 at 10:00 AM EST", -5,
       "2027-07-15T10:00:00-04:00 season-mismatch"},
      {"2026-12-30T09:00:00Z", "Monday 1/4 at 10:00 AM Eastern", -5, "2027-01-04T10:00:00-05:00"},
      {"2026-12-30T09:00:00Z", "Thursday 1/4 at 10:00 AM Eastern", -5, "2027-04-01T10:00:00-04:00"},
      {"2026-12-30T09:00:00Z", "1/4 at 10:00 AM Eastern", -5,
       "2027-04-01T10:00:00-04:00 ambiguous-order"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    CrTimeContext context = {.at = instant(rows[i].at),
                             .mine = cr_zone_find("Europe/Berlin"),
                             .their_country = "DE",
                             .country_guessed = TRUE,
                             .has_offset = TRUE,
                             .their_offset_sec = rows[i].offset_hours * 3600};
    GPtrArray *mentions = cr_time_scan(rows[i].text, &context);
    g_autofree char *found = describe(mentions);
    g_assert_cmpstr(found, ==, rows[i].expect);
    cr_mentions_free(mentions);
  }
}

/* An offset is the clock of somebody whom it concerns, where that shows it. */
static void
test_offsets(void) {
  static const struct {
    const char *text, *mine, *theirs, *zone;
  } rows[] = {
      {"2026-11-24T14:00-06:00", "America/Chicago", NULL, "America/Chicago"},
      {"2026-11-24T14:00-06:00", "Europe/London", "America/Chicago", "America/Chicago"},
      {"2026-11-24T14:00-06:00", "Europe/London", "Europe/Berlin", "-06:00"},
      {"2026-07-24T14:00-06:00", "America/Chicago", NULL, "-06:00"}, /* Chicago shows -05:00 then */
      {"2026-11-24T14:00+05:30", "Europe/London", NULL, "Asia/Kolkata"},
      {"2026-11-24 14:00 UTC", "Europe/London", NULL, "UTC"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    CrTimeContext context = {.at = instant("2026-07-01T15:00:00Z"),
                             .mine = cr_zone_find(rows[i].mine),
                             .theirs = rows[i].theirs ? cr_zone_find(rows[i].theirs) : NULL};
    GPtrArray *mentions = cr_time_scan(rows[i].text, &context);
    g_assert_cmpuint(mentions->len, ==, 1);
    g_assert_cmpstr(((CrMention *) mentions->pdata[0])->zone, ==, rows[i].zone);
    cr_mentions_free(mentions);
  }
}

/* The other reading is kept where there is one. */
static void
test_alternative(void) {
  static const struct {
    const char *text, *alternative;
  } rows[] = {
      {"next Tuesday at 3pm", "2026-11-24T15:00:00-05:00"},
      {"Wednesday, November 24 at 2pm", "2026-11-25T14:00:00-05:00"},
      {"July 6, 2027 2pm EST", "2027-07-06T15:00:00-04:00"},
      {"July 6, 2027 2pm (UTC-05:00) Eastern Time (US & Canada)", "2027-07-06T15:00:00-04:00"},
      {"Tuesday 2pm ET / 12pm PT", "2026-11-24T15:00:00-05:00"},
      {"Tuesday at 3 am", "2026-11-24T15:00:00-05:00"},
      {"March 14 2027 1:30am", "2027-03-14T13:30:00-04:00"}, /* by the clock, put forward at two */
      {"March 14 2027 2:30am", "2027-03-14T14:30:00-04:00"},
      {"November 7 2027 11:30pm", "2027-11-07T11:30:00-05:00"},
      {"Tuesday at 2pm", NULL},
  };
  CrTimeContext context = {.at = instant("2026-11-23T10:00:00-05:00"),
                           .mine = cr_zone_find("America/New_York"),
                           .theirs = cr_zone_find("America/New_York")};
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    GPtrArray *mentions = cr_time_scan(rows[i].text, &context);
    g_assert_cmpuint(mentions->len, ==, 1);
    const CrMention *m = mentions->pdata[0];
    g_autofree char *other = cr_instant_format(m->alternative, context.mine);
    g_assert_cmpstr(other, ==, rows[i].alternative);
    g_assert_true(strncmp(rows[i].text + m->offset, m->text, 3) == 0);
    cr_mentions_free(mentions);
  }
}

/* ---- the corpus ---- */

typedef struct {
  CrTimeContext context;
  char *expect, *text;
} Case;

static gboolean
read_case(char *line, Case *out) {
  char *fields[5] = {line};
  int n = 1;
  for (char *tab = strchr(line, '\t'); tab && n < 5; tab = strchr(tab + 1, '\t')) {
    *tab = '\0';
    fields[n++] = tab + 1;
  }
  if (*line == '#' || n < 5)
    return FALSE;
  out->context = (CrTimeContext){.at = instant(fields[0]),
                                 .mine = cr_zone_find(fields[1]),
                                 .theirs = *fields[2] ? cr_zone_find(fields[2]) : NULL};
  out->expect = fields[3];
  out->text = g_strcompress(fields[4]);
  return TRUE;
}

static gboolean
has_flags(const CrMention *m, const char *item) {
  const char *plus = strstr(item, " +");
  g_auto(GStrv) words = g_strsplit(plus ? plus + 2 : "", " ", 2);
  g_auto(GStrv) flags = words[0] ? g_strsplit(words[0], ",", -1) : NULL;
  guint wanted = flags ? g_strv_length(flags) : 0, found = m->flags ? g_strv_length(m->flags) : 0;
  if (wanted != found)
    return FALSE;
  for (guint i = 0; i < wanted; i++)
    if (!g_strv_contains((const char *const *) m->flags, flags[i]))
      return FALSE;
  return TRUE;
}

/* One item of the expectation: see the head of the corpus. */
static gboolean
item_fits(const char *item, const CrMention *m) {
  g_auto(GStrv) words = g_strsplit(item, " ", -1);
  const char *role = strstr(item, " =");
  char *slash = strchr(words[1], '/');
  if (strcmp(words[0], "delay") == 0)
    return m->role == CR_TIME_DELAY && m->delay_min == atoi(words[1]);
  if (slash)
    *slash = '\0';
  if (strcmp(words[0], cr_granularity_names[m->granularity]) != 0 || !has_flags(m, item) ||
      strcmp(role ? role + 2 : "stated", cr_time_role_names[m->role]) != 0)
    return FALSE;
  if (m->granularity == CR_GRANULARITY_INSTANT)
    return m->start == instant(words[1]) && (!slash || m->end == instant(slash + 1));
  g_autofree char *start = cr_instant_format(m->start, cr_zone_find(m->zone));
  return g_str_has_prefix(start, words[1]);
}

static gboolean
case_passes(const Case *c, GPtrArray *mentions) {
  if (strcmp(c->expect, "none") == 0)
    return mentions->len == 0;
  g_auto(GStrv) items = g_strsplit(c->expect, " ; ", -1);
  gboolean ok = g_strv_length(items) == mentions->len;
  for (char **item = items; *item && ok; item++) {
    ok = FALSE;
    for (guint i = 0; i < mentions->len && !ok; i++)
      ok = item_fits(*item, mentions->pdata[i]);
  }
  return ok;
}

typedef char *(*Change)(const char *text);

static char *
unchanged(const char *text) {
  return g_strdup(text);
}

static char *
with_crlf(const char *text) {
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  return g_strjoinv("\r\n", lines);
}

static char *
with_hard_spaces(const char *text) {
  g_auto(GStrv) words = g_strsplit(text, " ", -1);
  return g_strjoinv("\xc2\xa0", words);
}

static char *
between_sentences(const char *text) {
  return g_strdup_printf("Hello Sam,\n\n%s\n\nBest,\nDana", text);
}

/* Reads the corpus, each text changed in a way that must not matter. */
static void
test_corpus(gconstpointer data) {
  Change change = *(const Change *) data;
  g_autofree char *bytes = NULL;
  g_autoptr(GError) error = NULL;
  int total = 0, wrong = 0;
  if (corpus == NULL) {
    g_test_skip("no corpus was named");
    return;
  }
  g_file_get_contents(corpus, &bytes, NULL, &error);
  g_assert_no_error(error);
  g_auto(GStrv) lines = g_strsplit(bytes, "\n", -1);
  for (char **line = lines; *line; line++) {
    Case c;
    if (!read_case(*line, &c))
      continue;
    g_autofree char *text = change(c.text);
    GPtrArray *mentions = cr_time_scan(text, &c.context);
    total++;
    if (!case_passes(&c, mentions)) {
      g_autofree char *found = describe(mentions);
      g_test_message("\"%s\": wanted %s, found %s", c.text, c.expect, found);
      wrong++;
    }
    cr_mentions_free(mentions);
    g_free(c.text);
  }
  g_test_message("%d of %d wrong", wrong, total);
  g_assert_cmpint(total, >=, 400);
  g_assert_cmpint(wrong, ==, 0);
}

/* Four weeks later everything that is said without a date is four weeks later (no zone changes
 * its clock in between). */
static void
test_shift(void) {
  static const char *const texts[] = {"Tuesday at 2pm",     "next Friday, 10-11am ET", "tomorrow",
                                      "in 20 minutes",      "first thing Wednesday",   "next week",
                                      "a week from Monday", "we spoke on Tuesday"};
  for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
    CrTimeContext context = {.at = instant("2026-05-04T10:00:00-04:00"),
                             .mine = cr_zone_find("America/Chicago"),
                             .theirs = cr_zone_find("America/New_York")};
    GPtrArray *before = cr_time_scan(texts[i], &context);
    context.at += 28 * CR_DAY_USEC;
    GPtrArray *after = cr_time_scan(texts[i], &context);
    g_assert_cmpuint(before->len, ==, 1);
    g_assert_cmpuint(after->len, ==, 1);
    const CrMention *a = before->pdata[0], *b = after->pdata[0];
    g_assert_cmpint(b->start - a->start, ==, 28 * CR_DAY_USEC);
    cr_mentions_free(before);
    cr_mentions_free(after);
  }
}

/* Hostile texts end, within the limits, and quickly: cost per byte does not grow. */
static void
test_hostile(void) {
  static const char *const units[] = {"2pm ",
                                      "Tuesday ",
                                      "a week from ",
                                      "1/",
                                      "12:",
                                      "the ",
                                      "(",
                                      "-",
                                      "at ",
                                      "half past ",
                                      "nov 24 or ",
                                      "\xe2\x80\x93",
                                      "next ",
                                      "@a.b",
                                      "2 or ",
                                      "in a couple of ",
                                      "UTC-",
                                      "a.",
                                      "'s",
                                      "On Mon wrote "};
  CrTimeContext context = {.at = instant("2026-11-23T10:00:00-05:00")};
  for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
    GString *text = g_string_new(NULL);
    while (text->len < 2 * CR_MAX_TEXT_BYTES)
      g_string_append(text, units[i]);
    gint64 start = g_get_monotonic_time();
    GPtrArray *mentions = cr_time_scan(text->str, &context);
    gint64 usec = g_get_monotonic_time() - start;
    g_test_message("%s: %u mentions, %" G_GINT64_FORMAT " ms", units[i], mentions->len,
                   usec / 1000);
    g_assert_cmpuint(mentions->len, <=, CR_MAX_MENTIONS);
    g_assert_cmpint(usec, <, 20 * G_USEC_PER_SEC); /* quadratic would be hours */
    cr_mentions_free(mentions);
    g_string_free(text, TRUE);
  }
  GPtrArray *none = cr_time_scan(NULL, &context);
  g_assert_cmpuint(none->len, ==, 0);
  cr_mentions_free(none);
  cr_mentions_free(NULL);
}

int
main(int argc, char **argv) {
  static const Change changes[] = {unchanged, with_crlf, with_hard_spaces, between_sentences};
  g_test_init(&argc, &argv, NULL);
  corpus = argc > 1 ? argv[1] : NULL;
  g_test_add_func("/timetext/focus", test_focus);
  g_test_add_func("/timetext/sender", test_sender);
  g_test_add_func("/timetext/stranger", test_stranger);
  g_test_add_func("/timetext/offsets", test_offsets);
  g_test_add_func("/timetext/alternative", test_alternative);
  g_test_add_func("/timetext/shift", test_shift);
  g_test_add_func("/timetext/hostile", test_hostile);
  g_test_add_data_func("/timetext/corpus", &changes[0], test_corpus);
  g_test_add_data_func("/timetext/corpus/crlf", &changes[1], test_corpus);
  g_test_add_data_func("/timetext/corpus/hard-spaces", &changes[2], test_corpus);
  g_test_add_data_func("/timetext/corpus/surrounded", &changes[3], test_corpus);
  return g_test_run();
}
