#include "model/holiday.h"
#include "playbook/slots.h"

#include <string.h>

static CrInstant
at(const char *text) {
  CrInstant instant;
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_instant_parse(text, &instant, &error));
  return instant;
}

/* "START/END START/END …", RFC 3339. */
static GArray *
spans_of(const char *text) {
  GArray *spans = g_array_new(FALSE, FALSE, sizeof(CrSpan));
  g_auto(GStrv) words = g_strsplit(text ? text : "", " ", -1);
  for (char **word = words; *word; word++) {
    g_auto(GStrv) ends = g_strsplit(*word, "/", 2);
    if (**word == '\0')
      continue;
    CrSpan span = {at(ends[0]), at(ends[1])};
    g_array_append_val(spans, span);
  }
  return spans;
}

static int
minute_of(const CrZone *zone, CrInstant instant) {
  CrWall wall = cr_zone_wall(zone, instant);
  return wall.hour * 60 + wall.minute;
}

static gboolean
same_clock_day(const CrZone *zone, const CrSlot *slot) {
  return cr_zone_day(zone, slot->start) == cr_zone_day(zone, slot->end);
}

static int
working_days_between(CrDay from, CrDay to, const char *country) {
  int count = 0;
  for (CrDay day = from + 1; day <= to; day++)
    count += cr_day_is_working(day, country);
  return count;
}

/* The rules that hold for every answer. widened: the zones' working hours leave no room. Returns
 * the number of days used. */
static guint
check_rules(const CrSlotRequest *request, const CrPolicy *policy, const GArray *busy,
            GPtrArray *slots, gboolean widened) {
  CrInstant buffer = policy->slot_buffer_min * CR_MINUTE, last = G_MININT64;
  CrInstant earliest = MAX(request->now + policy->slot_ahead_min * CR_MINUTE, request->not_before);
  gboolean returning = request->not_before > request->now + policy->slot_ahead_min * CR_MINUTE;
  CrDay from = cr_zone_day(request->theirs, returning ? request->not_before : request->now);
  CrDay last_day = G_MININT32;
  guint days = 0;
  g_assert_cmpuint(slots->len, <=, policy->slots);
  for (guint i = 0; i < slots->len; i++) {
    const CrSlot *slot = slots->pdata[i];
    CrDay day = cr_zone_day(request->theirs, slot->start);
    g_assert_cmpint(slot->end - slot->start, ==, request->minutes * CR_MINUTE);
    g_assert_cmpint(slot->start, >=, earliest);
    g_assert_cmpint(slot->start, >=, last);
    last = slot->end;
    g_assert_cmpint(minute_of(request->theirs, slot->start) % 15, ==, 0);
    g_assert_true(cr_day_is_working(day, request->their_country));
    g_assert_true(cr_day_is_working(cr_zone_day(request->mine, slot->start), NULL));
    g_assert_cmpint(working_days_between(returning ? from - 1 : from, day, request->their_country),
                    <=, policy->slot_within_days + 5); /* five more where one day is not enough */
    const CrZone *zones[] = {request->theirs, request->mine};
    for (guint z = 0; z < 2; z++) {
      g_assert_true(same_clock_day(zones[z], slot));
      g_assert_cmpint(minute_of(zones[z], slot->start), >=,
                      widened ? 8 * 60 : policy->hours_from_min);
      g_assert_cmpint(minute_of(zones[z], slot->end), <=, widened ? 20 * 60 : policy->hours_to_min);
    }
    for (guint b = 0; b < busy->len; b++) {
      CrSpan span = g_array_index(busy, CrSpan, b);
      g_assert_true(span.end <= slot->start - buffer || span.start >= slot->end + buffer ||
                    span.end <= span.start);
    }
    days += day != last_day;
    last_day = day;
  }
  return days;
}

static char *
in_words(GPtrArray *slots, const CrZone *zone) {
  GString *words = g_string_new(NULL);
  for (guint i = 0; i < slots->len; i++) {
    CrWall w = cr_zone_wall(zone, ((CrSlot *) slots->pdata[i])->start);
    g_string_append_printf(words, "%s%02d-%02d %02d:%02d", i ? ", " : "", w.month, w.day, w.hour,
                           w.minute);
  }
  return g_string_free(words, FALSE);
}

#define NY "America/New_York"
#define LA "America/Los_Angeles"
#define BERLIN "Europe/Berlin"
#define SYDNEY "Australia/Sydney"
#define KOLKATA "Asia/Kolkata"

/* expected: the starts on the recruiter's clock. */
static const struct {
  const char *name, *now, *not_before, *theirs, *mine;
  int minutes;
  const char *busy;
  gboolean widened;
  guint days;
  const char *expected;
} cases[] = {
    {"same zone, early afternoon", "2026-11-17T14:10:00-05:00", NULL, NY, NY, 30, NULL, FALSE, 3,
     "11-17 16:30, 11-18 10:00, 11-19 14:00"},
    {"morning leaves today", "2026-11-17T09:10:00-05:00", NULL, NY, NY, 30, NULL, FALSE, 3, NULL},
    {"evening begins tomorrow", "2026-11-17T17:10:00-05:00", NULL, NY, NY, 30, NULL, FALSE, 3,
     NULL},
    {"Thanksgiving is skipped", "2026-11-25T17:10:00-05:00", NULL, NY, NY, 30, NULL, FALSE, 3,
     NULL},
    {"recruiter's holiday binds, though the candidate has none", "2026-11-25T17:10:00-05:00", NULL,
     NY, BERLIN, 30, NULL, FALSE, 3, NULL},
    {"candidate's afternoon is the recruiter's morning", "2026-11-17T14:10:00-05:00", NULL, NY,
     BERLIN, 30, NULL, FALSE, 3, NULL},
    {"West coast and Berlin leave no hour: widened", "2026-11-17T09:10:00-08:00", NULL, LA, BERLIN,
     30, NULL, TRUE, 3, NULL},
    {"Sydney in its winter and New York: widened", "2026-07-14T09:10:00+10:00", NULL, SYDNEY, NY,
     30, NULL, TRUE, 3, NULL},
    {"New York calls Sydney, winter there", "2026-07-14T09:10:00-04:00", NULL, NY, SYDNEY, 30, NULL,
     TRUE, 3, NULL},
    {"Sydney in its summer: one common hour", "2026-11-17T09:10:00+11:00", NULL, SYDNEY, NY, 30,
     NULL, FALSE, 3, NULL},
    {"Friday in New York is Saturday in Sydney", "2026-11-20T09:10:00-05:00", NULL, NY, SYDNEY, 30,
     NULL, FALSE, 3, NULL},
    {"Kolkata's half hours", "2026-11-17T14:10:00+05:30", NULL, KOLKATA, NY, 30, NULL, TRUE, 3,
     NULL},
    {"Kathmandu's quarter hours", "2026-11-17T10:10:00+05:45", NULL, "Asia/Kathmandu", BERLIN, 45,
     NULL, FALSE, 3, NULL},
    {"clock set back in New York over the weekend", "2026-10-30T14:10:00-04:00", NULL, NY, BERLIN,
     30, NULL, FALSE, 3, NULL},
    {"clock set forward in Berlin over the weekend", "2026-03-27T14:10:00+01:00", NULL, BERLIN, NY,
     30, NULL, FALSE, 3, NULL},
    {"clock set forward in New York only", "2026-03-06T14:10:00-05:00", NULL, NY, "Europe/London",
     30, NULL, FALSE, 3, NULL},
    {"over the year's end", "2026-12-30T16:10:00-05:00", NULL, NY, NY, 30, NULL, FALSE, 3, NULL},
    {"over the year's end in Berlin", "2026-12-23T16:10:00+01:00", NULL, BERLIN, NY, 30, NULL,
     FALSE, 3, NULL},
    {"leap day is a working day", "2028-02-28T16:10:00-05:00", NULL, NY, NY, 30, NULL, FALSE, 3,
     "02-29 10:00, 03-01 14:00, 03-02 16:00"},
    {"not before the return", "2026-11-17T14:10:00-05:00", "2026-11-30T00:00:00-05:00", NY, NY, 30,
     NULL, FALSE, 3, "11-30 10:00, 12-01 14:00, 12-02 16:00"},
    {"return at noon", "2026-11-17T14:10:00-05:00", "2026-11-19T12:00:00-05:00", NY, NY, 30, NULL,
     FALSE, 3, NULL},
    {"a return on a Sunday", "2026-11-17T14:10:00-05:00", "2026-11-22T00:00:00-05:00", NY, NY, 30,
     NULL, FALSE, 3, NULL},
    {"only lunch is free on one day", "2026-11-17T18:10:00-05:00", NULL, NY, NY, 30,
     "2026-11-18T08:00:00-05:00/2026-11-18T11:50:00-05:00 "
     "2026-11-18T13:10:00-05:00/2026-11-18T20:00:00-05:00",
     FALSE, 3, NULL},
    {"only lunches are free", "2026-11-17T18:10:00-05:00", NULL, NY, NY, 30,
     "2026-11-18T08:00:00-05:00/2026-11-18T11:45:00-05:00 "
     "2026-11-18T13:15:00-05:00/2026-11-19T11:45:00-05:00 "
     "2026-11-19T13:15:00-05:00/2026-11-25T20:00:00-05:00",
     FALSE, 2, "11-18 12:00, 11-19 12:30"},
    {"one afternoon is all there is, and the day after these days", "2026-11-17T18:10:00-05:00",
     NULL, NY, NY, 30,
     "2026-11-18T08:00:00-05:00/2026-11-20T13:15:00-05:00 "
     "2026-11-20T18:00:00-05:00/2026-11-26T20:00:00-05:00",
     FALSE, 2, NULL},
    {"a second day only at lunch still makes two days", "2026-11-17T18:10:00-05:00", NULL, NY, NY,
     30,
     "2026-11-18T08:00:00-05:00/2026-11-18T11:45:00-05:00 "
     "2026-11-18T13:15:00-05:00/2026-11-20T08:00:00-05:00 "
     "2026-11-23T08:00:00-05:00/2026-11-26T20:00:00-05:00",
     FALSE, 2, NULL},
    {"quarter hours when nothing rounder is free", "2026-11-17T18:10:00-05:00", NULL, NY, NY, 30,
     "2026-11-18T08:00:00-05:00/2026-11-18T10:00:00-05:00 "
     "2026-11-18T11:00:00-05:00/2026-11-26T20:00:00-05:00",
     FALSE, 2, "11-18 10:15, 11-27 14:00, 11-27 16:00"},
    {"one hour is all there is", "2026-11-17T18:10:00-05:00", NULL, NY, NY, 30,
     "2026-11-18T08:00:00-05:00/2026-11-18T10:00:00-05:00 "
     "2026-11-18T11:00:00-05:00/2026-12-26T20:00:00-05:00",
     FALSE, 1, "11-18 10:15"},
    {"a month away leaves nothing", "2026-11-17T14:10:00-05:00", NULL, NY, NY, 30,
     "2026-11-01T00:00:00-05:00/2026-12-31T00:00:00-05:00", FALSE, 0, ""},
    {"a full calendar does not stretch the hours", "2026-11-17T14:10:00-05:00", NULL, NY, NY, 30,
     "2026-11-17T08:30:00-05:00/2026-11-17T18:30:00-05:00 "
     "2026-11-18T08:30:00-05:00/2026-11-18T18:30:00-05:00 "
     "2026-11-19T08:30:00-05:00/2026-11-19T18:30:00-05:00 "
     "2026-11-20T08:30:00-05:00/2026-11-20T18:30:00-05:00 "
     "2026-11-23T08:30:00-05:00/2026-11-23T18:30:00-05:00 "
     "2026-11-24T08:30:00-05:00/2026-11-24T18:30:00-05:00",
     FALSE, 0, ""},
    {"overlapping busy times", "2026-11-17T18:10:00-05:00", NULL, NY, NY, 60,
     "2026-11-17T00:00:00-05:00/2026-11-18T15:00:00-05:00 "
     "2026-11-18T09:00:00-05:00/2026-11-18T10:00:00-05:00 "
     "2026-11-18T14:00:00-05:00/2026-11-18T15:30:00-05:00",
     FALSE, 3, "11-18 16:00, 11-19 10:00, 11-20 14:00"},
    {"an empty event blocks nothing", "2026-11-17T18:10:00-05:00", NULL, NY, NY, 30,
     "2026-11-18T10:00:00-05:00/2026-11-18T10:00:00-05:00", FALSE, 3,
     "11-18 10:00, 11-19 14:00, 11-20 16:00"},
    {"two hours", "2026-11-17T14:10:00-05:00", NULL, NY, NY, 120, NULL, FALSE, 3, NULL},
    {"ten hours fit no working day", "2026-11-17T14:10:00-05:00", NULL, NY, NY, 600, NULL, TRUE, 3,
     NULL},
    {"thirteen hours fit no day", "2026-11-17T14:10:00-05:00", NULL, NY, NY, 780, NULL, TRUE, 0,
     ""},
};

static const char *
country_of(const char *zone) {
  return cr_zone_country(zone);
}

static void
test_cases(void) {
  g_autoptr(CrPolicy) policy = cr_policy_new_default();
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    CrSlotRequest request = {.now = at(cases[i].now),
                             .not_before =
                                 cases[i].not_before ? at(cases[i].not_before) : CR_INSTANT_NONE,
                             .minutes = cases[i].minutes,
                             .theirs = cr_zone_find(cases[i].theirs),
                             .mine = cr_zone_find(cases[i].mine),
                             .their_country = country_of(cases[i].theirs),
                             .my_country = country_of(cases[i].mine)};
    g_autoptr(GArray) busy = spans_of(cases[i].busy);
    GPtrArray *slots =
        cr_slots_find(&request, policy, (const CrSpan *) (gpointer) busy->data, busy->len);
    g_autofree char *words = in_words(slots, request.theirs);
    g_test_message("%s: %s", cases[i].name, words);
    g_assert_cmpuint(check_rules(&request, policy, busy, slots, cases[i].widened), ==,
                     cases[i].days);
    if (cases[i].expected)
      g_assert_cmpstr(words, ==, cases[i].expected);
    if (cases[i].days >= 2 && strstr(cases[i].name, "lunches") == NULL)
      g_assert_cmpuint(slots->len, ==, policy->slots);
    cr_slots_free(slots);
  }
}

/* With an open calendar the three times differ by the clock, none at the day's first or last
 * minute, none over lunch, none on the quarter hour. */
static void
test_humane(void) {
  g_autoptr(CrPolicy) policy = cr_policy_new_default();
  const CrZone *zone = cr_zone_find(NY);
  for (int hour = 0; hour < 24 * 7; hour++) {
    CrSlotRequest request = {.now = at("2026-11-09T00:10:00-05:00") + hour * CR_HOUR,
                             .not_before = CR_INSTANT_NONE,
                             .minutes = 30,
                             .theirs = zone,
                             .mine = zone,
                             .their_country = "US",
                             .my_country = "US"};
    GPtrArray *slots = cr_slots_find(&request, policy, NULL, 0);
    g_assert_cmpuint(slots->len, ==, 3);
    for (guint i = 0; i < 3; i++) {
      int minute = minute_of(zone, ((CrSlot *) slots->pdata[i])->start);
      g_assert_cmpint(minute % 30, ==, 0);
      g_assert_true(minute + 30 <= 12 * 60 || minute >= 13 * 60);
      g_assert_true(minute > 9 * 60 && minute + 30 < 18 * 60);
      for (guint j = 0; j < i; j++)
        g_assert_cmpint(ABS(minute - minute_of(zone, ((CrSlot *) slots->pdata[j])->start)), >=, 60);
    }
    cr_slots_free(slots);
  }
}

static GArray *
random_spans(GRand *rand, guint n, CrInstant from, int days) {
  GArray *spans = g_array_new(FALSE, FALSE, sizeof(CrSpan));
  CrInstant start = from;
  for (guint i = 0; i < n; i++) {
    start += g_rand_int_range(rand, 0, MAX(2, days * 2 * 1440 / (int) n)) * CR_MINUTE;
    CrSpan span = {start, start + g_rand_int_range(rand, 0, 240) * CR_MINUTE};
    g_array_append_val(spans, span);
  }
  return spans;
}

/* Any zones, any calendar, any settings: the rules hold, and more busy time never adds a rule
 * breach. */
static void
test_random(void) {
  static const char *const zones[] = {NY,
                                      LA,
                                      BERLIN,
                                      SYDNEY,
                                      KOLKATA,
                                      "Europe/London",
                                      "UTC",
                                      "Asia/Tokyo",
                                      "America/St_Johns",
                                      "Australia/Lord_Howe",
                                      "Pacific/Auckland",
                                      "America/Sao_Paulo",
                                      "Asia/Kathmandu"};
  g_autoptr(GRand) rand = g_rand_new_with_seed(20261124);
  for (guint round = 0; round < 1500; round++) {
    g_autoptr(CrPolicy) policy = cr_policy_new_default();
    policy->slots = g_rand_int_range(rand, 1, 9);
    policy->slot_days = g_rand_int_range(rand, 1, 6);
    policy->slot_within_days = g_rand_int_range(rand, 1, 12);
    policy->slot_ahead_min = g_rand_int_range(rand, 0, 600);
    policy->slot_buffer_min = g_rand_int_range(rand, 0, 45);
    const char *theirs = zones[g_rand_int_range(rand, 0, G_N_ELEMENTS(zones))];
    const char *mine = zones[g_rand_int_range(rand, 0, G_N_ELEMENTS(zones))];
    CrInstant now = at("2026-01-01T00:00:00Z") + g_rand_int_range(rand, 0, 3 * 525600) * CR_MINUTE;
    CrSlotRequest request = {
        .now = now,
        .not_before = g_rand_boolean(rand) ? CR_INSTANT_NONE
                                           : now + g_rand_int_range(rand, -5000, 20000) * CR_MINUTE,
        .minutes = g_rand_int_range(rand, 1, 8) * 15,
        .theirs = cr_zone_find(theirs),
        .mine = cr_zone_find(mine),
        .their_country = country_of(theirs),
        .my_country = country_of(mine)};
    g_autoptr(GArray) busy = random_spans(rand, g_rand_int_range(rand, 1, 200), now, 20);
    GPtrArray *slots =
        cr_slots_find(&request, policy, (const CrSpan *) (gpointer) busy->data, busy->len);
    guint days = check_rules(&request, policy, busy, slots, TRUE);
    if (slots->len == (guint) policy->slots)
      g_assert_cmpuint(days, >=, 1);
    cr_slots_free(slots);
  }
}

/* They offer a day: hours of that day, for which a second day is not asked; a day that is past
 * binds nobody. */
static void
test_their_day(void) {
  g_autoptr(CrPolicy) policy = cr_policy_new_default();
  CrSlotRequest request = {.now = at("2026-11-24T15:00:00-05:00"),
                           .not_before = at("2026-11-27T00:00:00-05:00"),
                           .not_after = at("2026-11-28T00:00:00-05:00"),
                           .minutes = 30,
                           .mine = cr_zone_find("America/Chicago"),
                           .theirs = cr_zone_find("America/New_York"),
                           .my_country = "US",
                           .their_country = "US"};
  policy->slot_days = 1;
  GPtrArray *slots = cr_slots_find(&request, policy, NULL, 0);
  g_assert_cmpuint(slots->len, ==, 3);
  for (guint i = 0; i < slots->len; i++) {
    const CrSlot *slot = slots->pdata[i];
    g_assert_cmpint(slot->start, >=, request.not_before);
    g_assert_cmpint(slot->end, <=, request.not_after);
  }
  cr_slots_free(slots);
  request.now = at("2026-11-30T15:00:00-05:00");
  slots = cr_slots_find(&request, policy, NULL, 0);
  g_assert_cmpuint(slots->len, ==, 3);
  cr_slots_free(slots);
}

static void
test_absurd(void) {
  g_autoptr(CrPolicy) policy = cr_policy_new_default();
  const CrZone *utc = cr_zone_utc();
  static const CrInstant times[] = {CR_INSTANT_NONE, CR_INSTANT_MIN, CR_INSTANT_MAX, G_MAXINT64, 0};
  for (guint i = 0; i < G_N_ELEMENTS(times); i++)
    for (guint j = 0; j < G_N_ELEMENTS(times); j++) {
      CrSlotRequest request = {.now = times[i], .not_before = times[j], .mine = utc, .theirs = utc};
      request.minutes = i == 4 ? G_MAXINT : -1;
      cr_slots_free(cr_slots_find(&request, policy, NULL, 0));
    }
  policy->hours_from_min = 6 * 60;
  policy->hours_to_min = 7 * 60;
  policy->slots = G_MAXINT;
  policy->slot_ahead_min = G_MAXINT;
  policy->slot_buffer_min = G_MAXINT;
  CrSlotRequest request = {.now = at("2026-11-17T14:10:00Z"),
                           .not_before = CR_INSTANT_NONE,
                           .minutes = 30,
                           .mine = utc,
                           .theirs = utc};
  cr_slots_free(cr_slots_find(&request, policy, NULL, 0));
  cr_slots_free(NULL);
}

static const struct {
  const char *calendars[4];
  const char *merged;
} merges[] = {
    {{NULL}, ""},
    {{"", ""}, ""},
    {{"1-2 3-4"}, "1-2 3-4"},
    {{"1-5 2-3 4-6"}, "1-6"},
    {{"1-2", "2-3"}, "1-3"},
    {{"1-2 5-6", "3-4"}, "1-2 3-4 5-6"},
    {{"1-9", "2-3 4-5", "8-12"}, "1-12"},
    {{"1-1 2-3", "5-4"}, "2-3"},
    {{"5-5", "1-2", "7-7 8-9", "2-2"}, "1-2 8-9"},
    {{"1-2", "", "4-5", "1-3"}, "1-3 4-5"},
};

static GArray *
small_spans(const char *text) {
  GArray *spans = g_array_new(FALSE, FALSE, sizeof(CrSpan));
  for (const char *p = text; p && *p; p += strcspn(p, " "), p += strspn(p, " ")) {
    char *dash;
    CrSpan span = {g_ascii_strtoll(p, &dash, 10), g_ascii_strtoll(dash + 1, NULL, 10)};
    g_array_append_val(spans, span);
  }
  return spans;
}

static void
assert_spans(const GArray *got, const GArray *want) {
  g_assert_cmpuint(got->len, ==, want->len);
  for (guint i = 0; i < got->len; i++) {
    g_assert_cmpint(g_array_index(got, CrSpan, i).start, ==, g_array_index(want, CrSpan, i).start);
    g_assert_cmpint(g_array_index(got, CrSpan, i).end, ==, g_array_index(want, CrSpan, i).end);
  }
}

static void
test_merge(void) {
  for (guint i = 0; i < G_N_ELEMENTS(merges); i++) {
    g_autoptr(GPtrArray) arrays = g_ptr_array_new_with_free_func((GDestroyNotify) g_array_unref);
    const CrSpan *calendars[4];
    gsize lengths[4], n = 0;
    for (; n < 4 && merges[i].calendars[n]; n++) {
      GArray *spans = small_spans(merges[i].calendars[n]);
      g_ptr_array_add(arrays, spans);
      calendars[n] = (const CrSpan *) (gpointer) spans->data;
      lengths[n] = spans->len;
    }
    g_autoptr(GArray) merged = cr_spans_merge(calendars, lengths, n);
    g_autoptr(GArray) want = small_spans(merges[i].merged);
    assert_spans(merged, want);
  }
}

/* Against the obvious way: a map of minutes. */
static void
test_merge_random(void) {
  g_autoptr(GRand) rand = g_rand_new_with_seed(3);
  for (guint round = 0; round < 300; round++) {
    guint n = g_rand_int_range(rand, 0, 12);
    gboolean map[2000] = {0};
    g_autoptr(GPtrArray) arrays = g_ptr_array_new_with_free_func((GDestroyNotify) g_array_unref);
    const CrSpan *calendars[12];
    gsize lengths[12];
    for (guint c = 0; c < n; c++) {
      GArray *spans = g_array_new(FALSE, FALSE, sizeof(CrSpan));
      for (int t = g_rand_int_range(rand, 0, 100); t < 1900; t += g_rand_int_range(rand, 0, 400)) {
        CrSpan span = {t, t + g_rand_int_range(rand, 0, 60)};
        for (CrInstant m = span.start; m < span.end; m++)
          map[m] = TRUE;
        g_array_append_val(spans, span);
      }
      g_ptr_array_add(arrays, spans);
      calendars[c] = (const CrSpan *) (gpointer) spans->data;
      lengths[c] = spans->len;
    }
    g_autoptr(GArray) merged = cr_spans_merge(calendars, lengths, n);
    g_autoptr(GArray) want = g_array_new(FALSE, FALSE, sizeof(CrSpan));
    for (int m = 0; m < 2000; m++)
      if (map[m] && (m == 0 || !map[m - 1])) {
        CrSpan span = {m, m};
        while (map[span.end])
          span.end++;
        g_array_append_val(want, span);
      }
    assert_spans(merged, want);
    const CrSpan *busy = (const CrSpan *) (gpointer) merged->data;
    for (guint probe = 0; probe < 50; probe++) {
      int start = g_rand_int_range(rand, 0, 1900), end = start + g_rand_int_range(rand, 1, 40);
      gboolean touched = FALSE;
      for (int m = start; m < end; m++)
        touched |= map[m];
      g_assert_cmpint(cr_spans_busy(busy, merged->len, start, end), ==, touched);
    }
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/slots/merge", test_merge);
  g_test_add_func("/slots/merge-random", test_merge_random);
  g_test_add_func("/slots/cases", test_cases);
  g_test_add_func("/slots/humane", test_humane);
  g_test_add_func("/slots/random", test_random);
  g_test_add_func("/slots/their-day", test_their_day);
  g_test_add_func("/slots/absurd", test_absurd);
  return g_test_run();
}
