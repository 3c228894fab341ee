/* The search's goals, each beside a bare SQLite query over the same rows in the same run: 10,000
 * applications and 100,000 facts; every view and search at most 50 ms, the odds at most 20 ms. */
#include "engine/apps.h"
#include "bench.h"
#include "playbook/odds.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NOW (G_GINT64_CONSTANT(1795600800) * CR_SECOND)
#define APPLICATIONS 10000
#define FACTS 100000
#define TIMES 21

static void
fill_applications(CrEngine *engine) {
  GError *error = NULL;
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify) cr_application_free);
  for (int i = 0; i < APPLICATIONS; i++) {
    CrApplication *a = cr_application_new();
    a->details.company = g_strdup_printf("Company%d Traders", i % 4000);
    a->details.role = g_strdup_printf("Engineer %d", i);
    a->details.url = g_strdup_printf("https://jobs%d.example/%d", i % 4000, i);
    a->details.notes = g_strdup("Found by a friend; they use C and care about their users.");
    a->stage = (CrStage) (i % 97 == 0   ? CR_STAGE_INTERVIEW
                          : i % 31 == 0 ? CR_STAGE_SCREEN
                          : i % 2       ? CR_STAGE_APPLIED
                                        : CR_STAGE_CLOSED);
    a->reason = a->stage == CR_STAGE_CLOSED ? CR_CLOSE_REJECTED : CR_CLOSE_NONE;
    CrInstant applied = NOW - (CrInstant) (i % 400) * CR_DAY_USEC;
    cr_reached_set(&a->reached, CR_STAGE_APPLIED, applied);
    cr_reached_set(&a->reached, a->stage, applied + (a->stage != CR_STAGE_APPLIED) * CR_DAY_USEC);
    g_ptr_array_add(list, a);
  }
  CrTakenApps taken;
  gint64 before = g_get_monotonic_time();
  check(cr_apps_take_all(engine, list, "import bench", NOW, &taken, &error), error);
  g_print("taking in %d applications        %8.1f ms\n", taken.added,
          (double) (g_get_monotonic_time() - before) / 1000);
  g_array_unref(taken.ids);
}

static void
fill_facts(CrStore *store) {
  GError *error = NULL;
  check(cr_store_begin(store, 1, TRUE, &error), error);
  for (int i = 0; i < FACTS; i++) {
    g_autofree char *key = g_strdup_printf("mid:%d@bench.example", i);
    g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_MAIL, NOW - i * CR_MINUTE, "mail", key);
    fact->mail = cr_reading_new();
    fact->mail->subject = g_strdup_printf("Re: our call about Engineer %d", i % APPLICATIONS);
    fact->mail->from_email = g_strdup_printf("dana@jobs%d.example", i % 4000);
    fact->mail->text = g_strdup_printf("Hello Jordan, thank you for your time. Shall we speak on "
                                       "Tuesday about Company%d? It would be number %x.",
                                       i % 4000, i * 2654435761u);
    check(cr_store_add_fact(store, i % 50, fact, NULL, &error), error);
  }
  check(cr_store_commit(store, &error), error);
}

typedef struct {
  CrEngine *engine;
  sqlite3 *bare;
  int id;
} Bench;

static void
take(json_t *json, GError *error) {
  check(json != NULL, error);
  json_decref(json);
}

#define DOCUMENT(name, call)                                                                       \
  static void name(Bench *b) {                                                                     \
    GError *error = NULL;                                                                          \
    take(call, error);                                                                             \
  }
DOCUMENT(board, cr_apps_board(b->engine, -1, 50, NOW, &error))
DOCUMENT(list, cr_apps_list(b->engine, &(CrAppsQuery){.stage = -1, .limit = 100}, NOW, &error))
DOCUMENT(show, cr_apps_show(b->engine, 5000, NOW, &error))
DOCUMENT(today, cr_apps_today(b->engine, NOW, &error))
DOCUMENT(review, cr_apps_review(b->engine, NOW, &error))
DOCUMENT(odds, cr_apps_odds(b->engine, NOW, &error))
DOCUMENT(search_rare, cr_apps_search(b->engine, "company123 traders", 20, &error))
DOCUMENT(search_common, cr_apps_search(b->engine, "hello thank", 20, &error))
DOCUMENT(search_long, cr_apps_search(b->engine, "engineer tuesday", 20, &error))
DOCUMENT(search_begin, cr_apps_search(b->engine, "co", 20, &error))
DOCUMENT(search_letter, cr_apps_search(b->engine, "c", 20, &error))

static void
picture(Bench *b, const char *name) {
  GError *error = NULL;
  g_autofree char *svg = cr_apps_picture(b->engine, name, NOW, &error);
  check(svg != NULL, error);
}

static void
funnel(Bench *b) {
  picture(b, "funnel");
}

static void
weeks(Bench *b) {
  picture(b, "weeks");
}

static void
stages(Bench *b) {
  picture(b, "stages");
}

static void
estimate(Bench *b) {
  CrOddsPrior priors[CR_N_ODDS];
  CrOddsInput input = {.passed = {300, 90, 20}, .settled = {5000, 250, 80}, .open = {400, 30, 9}};
  CrOdds result;
  cr_odds_priors(priors);
  cr_odds_estimate(&input, priors, CR_ODDS_DRAWS, 1, &result);
}

/* What SQLite alone takes to read the rows that a view over all of them must see. */
static void
bare(Bench *b) {
  sqlite3_stmt *statement = NULL;
  gint64 sum = 0;
  check(sqlite3_prepare_v2(b->bare, "SELECT * FROM application WHERE account_id = 1", -1,
                           &statement, NULL) == SQLITE_OK,
        NULL);
  while (sqlite3_step(statement) == SQLITE_ROW)
    for (int i = 0; i < sqlite3_column_count(statement); i++)
      sum += sqlite3_column_bytes(statement, i);
  sqlite3_finalize(statement);
  check(sum > 0, NULL);
}

static int
compare_doubles(gconstpointer a, gconstpointer b) {
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

typedef struct {
  double wall, cpu;
} Taken;

static double
cpu_msec(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

/* The medians: other work on the machine only ever adds, to the clock on the wall most. */
static Taken
msec(Bench *b, void (*run)(Bench *b)) {
  double wall[TIMES], cpu[TIMES];
  run(b);
  for (int i = 0; i < TIMES; i++) {
    gint64 before = g_get_monotonic_time();
    double cpu_before = cpu_msec();
    run(b);
    cpu[i] = cpu_msec() - cpu_before;
    wall[i] = (double) (g_get_monotonic_time() - before) / 1000;
  }
  qsort(wall, TIMES, sizeof *wall, compare_doubles);
  qsort(cpu, TIMES, sizeof *cpu, compare_doubles);
  return (Taken){wall[TIMES / 2], cpu[TIMES / 2]};
}

int
main(int argc, char **argv) {
  static const struct {
    const char *name;
    void (*run)(Bench *b);
    int goal;
  } views[] = {
      {"board, 50 a stage", board, 50},
      {"list, a page of 100", list, 50},
      {"one application", show, 50},
      {"today", today, 50},
      {"weekly review", review, 50},
      {"odds, the document", odds, 50},
      {"odds, 100,000 draws", estimate, 20},
      {"picture of the funnel", funnel, 50},
      {"picture of the weeks", weeks, 50},
      {"picture of the stages", stages, 50},
      {"search, rare words", search_rare, 50},
      {"search, words of all mails", search_common, 50},
      {"search, long words of all mails", search_long, 50},
      {"search, two letters", search_begin, 50},
      {"search, one letter", search_letter, 50},
  };
  g_autofree char *folder = g_dir_make_tmp("crickets-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "apps.db", NULL);
  g_autofree char *uri = g_strconcat("sqlite:", path, NULL);
  GError *error = NULL;
  CrStore *store = cr_store_open(uri, &error);
  check(store != NULL, error);
  Bench b = {cr_engine_new(store, 1, &error), NULL, 0};
  fill_applications(b.engine);
  fill_facts(store);
  check(sqlite3_open(path, &b.bare) == SQLITE_OK, NULL);
  Taken least = msec(&b, bare);
  g_print("bare SQLite reads all the rows         %8.2f ms  %8.2f ms of the processor\n",
          least.wall, least.cpu);
  for (gsize i = 0; i < G_N_ELEMENTS(views); i++) {
    Taken taken = msec(&b, views[i].run);
    g_print("%-38s %8.2f ms  %8.2f ms of the processor  %5.2f x bare   goal %d%s\n", views[i].name,
            taken.wall, taken.cpu, taken.wall / least.wall, views[i].goal,
            taken.wall > views[i].goal ? "  MISSED" : "");
  }
  sqlite3_close(b.bare);
  cr_engine_free(b.engine);
  cr_store_free(store);
  g_unlink(path);
  g_rmdir(folder);
  return 0;
}
