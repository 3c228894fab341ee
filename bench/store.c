/* The store's goals, as ratios in one run: `bench-store BARE`, where BARE is bench-bare-sqlite. It
 * starts itself as `bench-store now PATH` to measure a whole process. `bench-store fill PATH` makes
 * the database that `crickets now` is measured on: 1,000 watched interviews and 100,000 events. */
#include "bench.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW (G_GINT64_CONSTANT(1795698000) * CR_SECOND)
#define ACCOUNT 1

static void
begin(CrStore *store, gboolean write) {
  GError *error = NULL;
  check(cr_store_begin(store, ACCOUNT, write, &error), error);
}

static void
commit(CrStore *store) {
  GError *error = NULL;
  check(cr_store_commit(store, &error), error);
}

/* A typical interview; one in ten is still open, as after years of use. */
static void
add_interviews(CrStore *store, int from, int to, gboolean all_open) {
  GError *error = NULL;
  begin(store, TRUE);
  for (int i = from; i < to; i++) {
    g_autoptr(CrInterview) interview = cr_interview_new();
    CrInstant start = NOW + (CrInstant) i * 7919 % 4000 * CR_HOUR;
    gboolean open = all_open || i % 10 == 0;
    cr_interview_set_start(interview, start, CR_INSTANT_NONE, "America/New_York");
    interview->uid = g_strdup_printf("%d-call@northwind.example", i);
    interview->company = g_strdup("Northwind");
    interview->contact.name = g_strdup("Dana Reyes");
    interview->contact.email = g_strdup_printf("dana%d@northwind%d.example", i, i % 300);
    interview->contact.phone = g_strdup_printf("+1202555%04d", i % 10000);
    interview->state.phase = open ? CR_PHASE_SCHEDULED : CR_PHASE_HELD;
    interview->state.due = open ? start : CR_INSTANT_NONE;
    check(cr_store_save_interview(store, interview, &error), error);
  }
  commit(store);
}

static void
add_events(CrStore *store, int n) {
  GError *error = NULL;
  begin(store, TRUE);
  for (int i = 0; i < n; i++) {
    g_autofree char *key = g_strdup_printf("%08x-%d@calendar.example", i * 2654435761u, i);
    CrInstant start = NOW + (CrInstant) (i - n / 2) * 20 * CR_MINUTE;
    CrBusyTime busy = {{start, start + CR_HOUR}, key, NULL, NULL, "Standup"};
    check(cr_store_put_busy(store, i % 3 ? "work.ics" : "home.ics", &busy, &error), error);
  }
  commit(store);
}

static void
add_facts(CrStore *store, int from, int to) {
  GError *error = NULL;
  for (int i = from; i < to; i++) {
    g_autofree char *key = g_strdup_printf("mid:%d@northwind.example", i);
    g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_MAIL, NOW + i, "mail/cur", key);
    fact->mail = cr_reading_new();
    fact->mail->subject = g_strdup("Re: our call");
    fact->mail->text = g_strnfill(400, 'x');
    check(cr_store_add_fact(store, i % 50, fact, NULL, &error), error);
  }
}

static guint
list_week(CrStore *store) {
  GError *error = NULL;
  g_autoptr(GPtrArray) list =
      cr_store_list_interviews(store, CR_LIST_OPEN, NOW, NOW + 7 * CR_DAY_USEC, 0, &error);
  check(list != NULL, error);
  return list->len;
}

static void
next_due(CrStore *store) {
  GError *error = NULL;
  int interview;
  CrInstant due;
  check(cr_store_next_due(store, &interview, &due, &error), error);
}

static void
look_up_busy(CrStore *store) {
  GError *error = NULL;
  g_autoptr(GArray) spans = cr_store_busy(store, NOW, NOW + 7 * CR_DAY_USEC, NULL, &error);
  check(spans != NULL, error);
}

static double
since_usec(gint64 before, int times) {
  return (double) (g_get_monotonic_time() - before) / times;
}

/* What `crickets now` asks of the store. */
static int
run_now(const char *path) {
  GError *error = NULL;
  g_autoptr(CrStore) store = open_store(path);
  g_autoptr(CrProfile) profile = NULL;
  g_autoptr(CrPolicy) policy = NULL;
  begin(store, FALSE);
  check(cr_store_load_account(store, &profile, &policy, &error), error);
  g_autoptr(GPtrArray) urgent = cr_store_list_urgent(store, 5, &error);
  check(urgent != NULL, error);
  commit(store);
  return urgent->len == 5 ? 0 : 1;
}

static int
compare_doubles(gconstpointer a, gconstpointer b) {
  double left = *(const double *) a, right = *(const double *) b;
  return (left > right) - (left < right);
}

/* The median, as other work on the machine only ever adds. */
static double
process_msec(const char *const *arguments) {
  enum { TIMES = 101 };
  double taken[TIMES];
  for (int i = 0; i < TIMES; i++) {
    int status = 1;
    gint64 before = g_get_monotonic_time();
    g_spawn_sync(NULL, (char **) arguments, NULL, G_SPAWN_LEAVE_DESCRIPTORS_OPEN, NULL, NULL, NULL,
                 NULL, &status, NULL);
    check(status == 0, NULL);
    taken[i] = since_usec(before, 1000);
  }
  qsort(taken, TIMES, sizeof *taken, compare_doubles);
  return taken[TIMES / 2];
}

static int
run_fill(const char *path) {
  g_autoptr(CrStore) store = open_store(path);
  add_interviews(store, 0, 1000, TRUE);
  add_events(store, 100000);
  return 0;
}

static void
measure_now(const char *bare, const char *path) {
  CrStore *store = open_store(path);
  add_interviews(store, 0, 1000, TRUE);
  gint64 before = g_get_monotonic_time();
  add_events(store, 100000);
  g_print("put 100,000 calendar events       %8.1f ms\n", since_usec(before, 1000));
  begin(store, FALSE);
  before = g_get_monotonic_time();
  guint found = 0;
  for (int i = 0; i < 100; i++)
    found = list_week(store);
  g_print("next week's list (%3u of 1,000)   %8.3f ms   goal 5\n", found,
          since_usec(before, 100) / 1000);
  before = g_get_monotonic_time();
  for (int i = 0; i < 100; i++)
    look_up_busy(store);
  g_print("next week's busy time             %8.3f ms\n", since_usec(before, 100) / 1000);
  commit(store);
  cr_store_free(store);
  const char *const bare_arguments[] = {bare, path, NULL};
  const char *const now_arguments[] = {"/proc/self/exe", "now", path, NULL};
  double least = process_msec(bare_arguments), now = process_msec(now_arguments);
  g_print("process: bare C + SQLite          %8.3f ms\n", least);
  g_print("process: the store's part of now  %8.3f ms   %.2f x bare\n", now, now / least);
}

static void
measure_facts(CrStore *store) {
  static const int histories[] = {1000, 10000, 100000};
  int have = 0;
  for (gsize i = 0; i < G_N_ELEMENTS(histories); i++) {
    begin(store, TRUE);
    add_facts(store, have, histories[i]);
    commit(store);
    begin(store, TRUE);
    gint64 before = g_get_monotonic_time();
    add_facts(store, histories[i], histories[i] + 500);
    double added = since_usec(before, 500);
    before = g_get_monotonic_time();
    add_facts(store, histories[i], histories[i] + 500);
    double again = since_usec(before, 500);
    commit(store);
    have = histories[i] + 500;
    g_print("a fact after %6d others         %8.1f us; the same again %.1f us\n", histories[i],
            added, again);
  }
}

static void
measure_due(CrStore *store) {
  static const int numbers[] = {1000, 10000, 100000};
  int have = 0;
  for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
    add_interviews(store, have, numbers[i], FALSE);
    have = numbers[i];
    begin(store, FALSE);
    gint64 before = g_get_monotonic_time();
    for (int j = 0; j < 1000; j++)
      next_due(store);
    g_print("next due among %6d interviews   %8.2f us\n", have, since_usec(before, 1000));
    commit(store);
  }
}

static void
remove_database(const char *path) {
  static const char *const suffixes[] = {"", "-wal", "-shm"};
  for (gsize i = 0; i < G_N_ELEMENTS(suffixes); i++) {
    g_autofree char *file = g_strconcat(path, suffixes[i], NULL);
    g_unlink(file);
  }
}

int
main(int argc, char **argv) {
  if (argc == 3 && strcmp(argv[1], "now") == 0)
    return run_now(argv[2]);
  if (argc == 3 && strcmp(argv[1], "fill") == 0)
    return run_fill(argv[2]);
  if (argc != 2) {
    g_printerr("usage: bench-store BARE | now PATH | fill PATH\n");
    return 2;
  }
  g_autofree char *folder = g_dir_make_tmp("crickets-bench-XXXXXX", NULL);
  g_autofree char *first = g_build_filename(folder, "first.db", NULL);
  g_autofree char *second = g_build_filename(folder, "second.db", NULL);
  measure_now(argv[1], first);
  CrStore *store = open_store(second);
  measure_facts(store);
  measure_due(store);
  cr_store_free(store);
  remove_database(first);
  remove_database(second);
  g_rmdir(folder);
  return 0;
}
