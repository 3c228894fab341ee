/* What a service with many accounts takes: bench-capacity ACCOUNTS CALLS, on the PostgreSQL that
 * CR_TEST_POSTGRES names. How large it is; how long claims take, the page of an account while
 * workers take turns, and the way from a change to the account's turn. */
#include "engine/connections.h"
#include "engine/desk.h"
#include "many.h"

#include <stdio.h>
#include <stdlib.h>

#define CLAIMS 50
#define BATCH 100
#define WAKES 1000
#define WARM 100 /* wakes before: connections are made, plans too */
#define PAGES 2000
#define WORKERS 4

typedef struct {
  gint64 minute; /* first: see many_read_clock */
  gint64 woken;  /* atomic: the account whose turn began last */
} World;

static GPtrArray *
note_turn(CrStore *store, gint64 account, gpointer data, GError **error) {
  __atomic_store_n(&((World *) data)->woken, account, __ATOMIC_RELEASE);
  return g_ptr_array_new();
}

static CrCrew *
new_crew(World *world) {
  GError *error = NULL;
  const CrCrewOptions options = {.uri = many_uri,
                                 .workers = WORKERS,
                                 .read_clock = many_read_clock,
                                 .load_connections = note_turn,
                                 .data = world};
  CrCrew *crew = cr_crew_new(&options, &error);
  check(crew != NULL, error);
  return crew;
}

static void
take_first_turn(World *world) {
  g_autoptr(CrCrew) crew = new_crew(world);
  GThread *thread = many_run(crew);
  while (cr_crew_counts(crew).turns < 1)
    g_usleep(1000);
  cr_crew_stop(crew);
  g_thread_join(thread);
}

static void
fill(CrStore *store, World *world, guint accounts, int calls) {
  gint64 began = g_get_monotonic_time();
  many_add(store, 1, calls);
  take_first_turn(world);
  many_copy_first(accounts);
  double size = many_sql("SELECT pg_database_size(current_database())");
  printf("%u accounts, %d calls each: %.1f GB, %.0f bytes an account; made in %.0f s\n", accounts,
         calls, size / 1e9, size / accounts,
         (double) (g_get_monotonic_time() - began) / G_USEC_PER_SEC);
  fflush(stdout);
}

static void
measure_claims(CrStore *store) {
  gint64 usec[CLAIMS];
  for (int i = 0; i < CLAIMS; i++) {
    GError *error = NULL;
    gint64 began = g_get_monotonic_time();
    g_autoptr(GArray) turns =
        cr_store_claim_turns(store, "bench", MANY_NOW, MANY_NOW + CR_HOUR, BATCH, &error);
    check(turns != NULL, error);
    usec[i] = g_get_monotonic_time() - began;
  }
  print_times("a claim of 100 accounts, all being due", usec, CLAIMS);
}

/* Nothing else is due. */
static void
measure_wakes(CrStore *store, World *world, guint accounts) {
  g_autoptr(CrCrew) crew = new_crew(world);
  GThread *thread = many_run(crew);
  gint64 usec[WARM + WAKES];
  world->woken = 0;
  for (int i = 0; i < WARM + WAKES; i++) {
    GError *error = NULL;
    gint64 account = 1 + (gint64) i * (accounts / (WARM + WAKES)), began;
    check(cr_store_begin(store, account, TRUE, &error) && cr_store_mark_turn(store, &error), error);
    began = g_get_monotonic_time();
    check(cr_store_commit(store, &error), error);
    while (__atomic_load_n(&world->woken, __ATOMIC_ACQUIRE) != account)
      g_usleep(50);
    usec[i] = g_get_monotonic_time() - began;
  }
  print_times("from a change's commit to its turn, all others waiting", usec + WARM, WAKES);
  cr_crew_stop(crew);
  g_thread_join(thread);
}

static void
measure_pages(World *world, guint accounts) {
  GError *error = NULL;
  g_autoptr(CrDesk) desk = cr_desk_open_shared(many_uri, &error);
  check(desk != NULL, error);
  g_autoptr(CrCrew) crew = new_crew(world);
  GThread *thread = many_run(crew);
  gint64 *usec = g_new(gint64, PAGES), start = g_get_monotonic_time();
  for (int i = 0; i < PAGES; i++) {
    gint64 began = g_get_monotonic_time();
    check(cr_desk_turn_to(desk, 1 + g_random_int_range(0, (gint32) accounts), &error), error);
    json_t *page = cr_desk_now(desk, MANY_NOW, &error);
    check(page != NULL, error);
    json_decref(page);
    cr_desk_turn_away(desk);
    usec[i] = g_get_monotonic_time() - began;
  }
  double seconds = (double) (g_get_monotonic_time() - start) / G_USEC_PER_SEC;
  print_times("the page of an account, while turns are taken", usec, PAGES);
  printf("turns meanwhile: %.0f/s, %d failed\n", cr_crew_counts(crew).turns / seconds,
         cr_crew_counts(crew).failures);
  cr_crew_stop(crew);
  g_thread_join(thread);
  g_free(usec);
}

int
main(int argc, char **argv) {
  guint accounts = argc > 2 ? (guint) strtoul(argv[1], NULL, 10) : 100000;
  int calls = argc > 2 ? atoi(argv[2]) : 10;
  g_autoptr(CrStore) store = many_found("capacity");
  World world = {.minute = 1};
  fill(store, &world, accounts, calls);
  measure_claims(store);
  many_sql(
      "UPDATE crickets.turn SET holder = NULL, tries = 0, until_at = 0, due = 4000000000000000");
  many_sql("VACUUM crickets.turn");
  measure_wakes(store, &world, accounts);
  many_sql("UPDATE crickets.turn SET due = 0");
  many_sql("VACUUM crickets.turn");
  world.minute = 5;
  measure_pages(&world, accounts);
  g_free(many_uri);
  return 0;
}
