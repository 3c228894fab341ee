/* Mails a second, read in this process and by one that is kept apart, in turns in the same run:
 * bench-apart CRICKETS FILE... The first is what the processor does for them here alone. */
#include "engine/apart.h"

#include <stdio.h>
#include <string.h>

#define ROUNDS 7
#define MAILS 4000

typedef struct {
  GPtrArray *mails; /* GBytes */
  CrProfile *profile;
} Bench;

static double
read_all(const Bench *bench, const CrIntakeClass *class) {
  g_autoptr(GError) error = NULL;
  CrIntake intake;
  gint64 from = g_get_monotonic_time();
  class->init(&intake, bench->profile, CR_INSTANT_NONE, CR_INSTANT_NONE, NULL, NULL);
  for (guint i = 0; i < MAILS; i++) {
    gsize length;
    const char *bytes = g_bytes_get_data(bench->mails->pdata[i % bench->mails->len], &length);
    class->bytes(&intake, bytes, length, "a mail", CR_AS_MAIL);
  }
  if (!class->settle(&intake, &error))
    g_error("%s", error->message);
  if (intake.facts->len == 0)
    g_error("nothing was read");
  class->clear(&intake);
  return (double) (g_get_monotonic_time() - from) / G_USEC_PER_SEC;
}

static int
compare_doubles(gconstpointer a, gconstpointer b) {
  return *(const double *) a < *(const double *) b ? -1 : 1;
}

static double
median(double seconds[ROUNDS]) {
  qsort(seconds, ROUNDS, sizeof *seconds, compare_doubles);
  return seconds[ROUNDS / 2];
}

int
main(int argc, char **argv) {
  if (argc < 3)
    return 2;
  const char *const reader[] = {argv[1], "read-apart", NULL};
  Bench bench = {g_ptr_array_new_with_free_func((GDestroyNotify) g_bytes_unref), cr_profile_new()};
  bench.profile->zone = g_strdup("America/New_York");
  bench.profile->country = g_strdup("US");
  for (int i = 2; i < argc; i++) {
    char *mail = NULL;
    gsize length;
    if (g_file_get_contents(argv[i], &mail, &length, NULL))
      g_ptr_array_add(bench.mails, g_bytes_new_take(mail, length));
  }
  cr_apart_init(&(CrApartOptions){.argv = reader});
  double here[ROUNDS], apart[ROUNDS];
  read_all(&bench, &cr_intake_class); /* loads everything */
  double first = read_all(&bench, &cr_apart_class);
  for (guint i = 0; i < ROUNDS; i++) {
    here[i] = read_all(&bench, &cr_intake_class);
    apart[i] = read_all(&bench, &cr_apart_class);
  }
  double in_here = median(here), in_apart = median(apart);
  printf("in this process  %8.0f mails/s\n", MAILS / in_here);
  printf("kept apart       %8.0f mails/s, %.0f %% of it; the first time, with the start of its "
         "process, %.0f ms more\n",
         MAILS / in_apart, 100 * in_here / in_apart, (first - in_apart) * 1000);
  cr_apart_end();
  return 0;
}
