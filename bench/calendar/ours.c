/* Reads a mapped calendar for a window around a day and keeps what it finds in a store. */
#include "parse/ical.h"
#include "store/store.h"

#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

typedef struct {
  CrStore *store;
  int events, problems;
} Sink;

static double
now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static gboolean
keep(const CrEvent *event, gpointer data) {
  Sink *sink = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *key =
      g_strdup_printf("%s/%" G_GINT64_FORMAT, event->uid, event->recurrence_id);
  CrSpan span = {event->start, event->end};
  sink->events++;
  if (!event->transparent && !event->cancelled &&
      !cr_store_put_busy(sink->store, "bench", key, span, event->summary, &error))
    g_error("%s", error->message);
  return TRUE;
}

static void
count_problem(const char *message, gpointer data) {
  ((Sink *) data)->problems++;
}

int
main(int argc, char **argv) {
  double begin = now();
  g_autoptr(GError) error = NULL;
  GMappedFile *file = argc > 2 ? g_mapped_file_new(argv[1], FALSE, &error) : NULL;
  g_autoptr(CrStore) store = file ? cr_store_open(argv[2], &error) : NULL;
  if (store == NULL) {
    fprintf(stderr, "usage: %s CALENDAR STORE-URI %s\n", argv[0], error ? error->message : "");
    return 2;
  }
  CrInstant day = cr_day_from_date(2026, 11, 23) * CR_DAY_USEC;
  CrIcalContext context = {cr_zone_find("America/New_York"), day - 30 * CR_DAY_USEC,
                           day + 180 * CR_DAY_USEC, argv[1]};
  Sink sink = {store, 0, 0};
  if (!cr_store_begin(store, 1, TRUE, &error) ||
      !cr_ical_parse(g_mapped_file_get_contents(file), g_mapped_file_get_length(file), &context,
                     keep, count_problem, &sink, &error) ||
      !cr_store_commit(store, &error))
    g_error("%s", error->message);
  double seconds = now() - begin;
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("{\"events\": %d, \"problems\": %d, \"seconds\": %.4f, \"rss_kib\": %ld}\n", sink.events,
         sink.problems, seconds, usage.ru_maxrss);
  g_mapped_file_unref(file);
  return 0;
}
