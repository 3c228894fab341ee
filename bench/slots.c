/* Free slots over 10 calendars of 5,000 busy spans each, beside a plain merge of the same spans
 * that only adds up the free time. Prints the best and the median of many rounds; fails above the
 * goal. */
#include "playbook/slots.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define N_CALENDARS 10
#define N_SPANS 5000
#define ROUNDS 200
#define GOAL_MS 2.0

static double
now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static int
by_start(const void *a, const void *b) {
  const CrSpan *x = a, *y = b;
  return (x->start > y->start) - (x->start < y->start);
}

static int
by_value(const void *a, const void *b) {
  const double *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}

/* Meetings of half an hour and an hour, on the quarter hours of working days. */
static void
fill(CrSpan *spans, CrInstant from, int weeks, GRand *rand) {
  for (guint i = 0; i < N_SPANS; i++) {
    int day = g_rand_int_range(rand, 0, weeks) * 7 + g_rand_int_range(rand, 0, 5);
    CrInstant start =
        from + (day * 1440 + 13 * 60 + g_rand_int_range(rand, 0, 40) * 15) * CR_MINUTE;
    spans[i] = (CrSpan){start, start + g_rand_int_range(rand, 1, 3) * 30 * CR_MINUTE};
  }
  qsort(spans, N_SPANS, sizeof *spans, by_start);
}

/* The yardstick: always take the calendar whose next span starts first. */
static CrInstant
plain_merge(CrSpan *const *calendars) {
  guint next[N_CALENDARS] = {0};
  CrInstant free_usec = 0, until = calendars[0][0].start;
  for (;;) {
    int first = -1;
    for (int c = 0; c < N_CALENDARS; c++)
      if (next[c] < N_SPANS &&
          (first < 0 || calendars[c][next[c]].start < calendars[first][next[first]].start))
        first = c;
    if (first < 0)
      return free_usec;
    CrSpan span = calendars[first][next[first]++];
    if (span.start > until)
      free_usec += span.start - until;
    until = MAX(until, span.end);
  }
}

static double
median(double *values) {
  qsort(values, ROUNDS, sizeof *values, by_value);
  return values[ROUNDS / 2];
}

static gboolean
measure(const char *name, int weeks, GRand *rand) {
  g_autoptr(CrPolicy) policy = cr_policy_new_default();
  CrInstant from, free_usec = 0;
  g_assert_true(cr_instant_parse("2026-01-05T00:00:00Z", &from, NULL));
  CrSpan *calendars[N_CALENDARS];
  gsize lengths[N_CALENDARS];
  for (guint c = 0; c < N_CALENDARS; c++) {
    calendars[c] = g_new(CrSpan, N_SPANS);
    lengths[c] = N_SPANS;
    fill(calendars[c], from, weeks, rand);
  }
  CrSlotRequest request = {.now = from + weeks / 2 * 7 * CR_DAY_USEC,
                           .not_before = CR_INSTANT_NONE,
                           .minutes = 30,
                           .mine = cr_zone_find("Europe/Berlin"),
                           .theirs = cr_zone_find("America/New_York"),
                           .my_country = "DE",
                           .their_country = "US"};
  double ours[ROUNDS], merges[ROUNDS], plain[ROUNDS];
  guint found = 0, spans = 0;
  for (guint round = 0; round < ROUNDS; round++) {
    double t0 = now_ms();
    GArray *busy = cr_spans_merge((const CrSpan *const *) calendars, lengths, N_CALENDARS);
    double t1 = now_ms();
    GPtrArray *slots =
        cr_slots_find(&request, policy, (const CrSpan *) (gpointer) busy->data, busy->len);
    double t2 = now_ms();
    free_usec += plain_merge(calendars);
    double t3 = now_ms();
    merges[round] = t1 - t0;
    ours[round] = t2 - t0;
    plain[round] = t3 - t2;
    found = slots->len;
    spans = busy->len;
    cr_slots_free(slots);
    g_array_unref(busy);
  }
  double ours_ms = median(ours), plain_ms = median(plain);
  printf("slots, %s: %d x %d spans make %u, %u slots found, %" G_GINT64_FORMAT " h free\n", name,
         N_CALENDARS, N_SPANS, spans, found, free_usec / ROUNDS / CR_HOUR);
  printf("  ours %.3f ms (best %.3f, of which the merge %.3f), plain merge %.3f ms (best %.3f), "
         "ratio %.2f, goal %.1f ms\n",
         ours_ms, ours[0], median(merges), plain_ms, plain[0], ours_ms / plain_ms, GOAL_MS);
  for (guint c = 0; c < N_CALENDARS; c++)
    g_free(calendars[c]);
  return ours_ms <= GOAL_MS;
}

int
main(void) {
  g_autoptr(GRand) rand = g_rand_new_with_seed(1);
  gboolean crowded = measure("a crowded year", 52, rand);
  gboolean sparse = measure("fifteen years", 15 * 52, rand);
  return crowded && sparse ? 0 : 1;
}
