/* sim [--engine [--db URI] [--journal]] [--seed N] [--stories N] [--story K] [--verbose]: tells
 * random stories and says which broke a promise; with --journal, too, the digest of all that was
 * kept. Without --seed the day's own is taken and printed. */
#include "../progress.h"
#include "sim.h"

#include <stdio.h>
#include <string.h>

typedef struct {
  const Keeper *keeper;
  guint64 seed, stories, story;
  gboolean one, verbose;
} Options;

static gboolean
parse(int argc, char **argv, Options *options) {
  for (int i = 1; i < argc; i++) {
    const char *value = i + 1 < argc ? argv[i + 1] : "";
    guint64 *number = g_str_equal(argv[i], "--seed")      ? &options->seed
                      : g_str_equal(argv[i], "--stories") ? &options->stories
                      : g_str_equal(argv[i], "--story")   ? &options->story
                                                          : NULL;
    if (number && !g_ascii_string_to_unsigned(value, 10, 0, G_MAXUINT64, number, NULL))
      return FALSE;
    if (number)
      i++;
    options->one = options->one || number == &options->story;
    if (number)
      continue;
    if (g_str_equal(argv[i], "--db")) {
      sim_engine_db = argv[++i];
      if (sim_engine_db == NULL)
        return FALSE;
    } else if (g_str_equal(argv[i], "--journal"))
      sim_engine_journal = g_checksum_new(G_CHECKSUM_SHA256);
    else if (g_str_equal(argv[i], "--engine"))
      options->keeper = &sim_engine_keeper;
    else if (g_str_equal(argv[i], "--verbose"))
      options->verbose = TRUE;
    else
      return FALSE;
  }
  return TRUE;
}

int
main(int argc, char **argv) {
  Options o = {.keeper = &sim_playbook_keeper, .stories = 1000, .seed = 1};
  if (!parse(argc, argv, &o)) {
    fprintf(stderr,
            "usage: %s [--engine [--db URI] [--journal]] [--seed N] [--stories N] [--story K] "
            "[--verbose]\n",
            argv[0]);
    return 2;
  }
  guint64 steps = 0, failures = 0, from = o.one ? o.story : 0, to = o.one ? from + 1 : o.stories, k;
  gint64 began = g_get_monotonic_time();
  printf("TAP version 13\n1..1\n# %s, seed %" G_GUINT64_FORMAT "\n", o.keeper->name, o.seed);
  for (k = from; k < to && failures < 5; k++) {
    tell_progress(o.keeper->name, k - from, to - from);
    if (!sim_story(o.keeper, o.seed, k, o.verbose, &steps)) {
      failures++;
      if (!o.verbose)
        sim_story(o.keeper, o.seed, k, TRUE, NULL);
    }
  }
  double seconds = (double) (g_get_monotonic_time() - began) / 1e6;
  printf("# %" G_GUINT64_FORMAT " stories, %" G_GUINT64_FORMAT
         " facts in %.1f s: %.0f stories a minute\n",
         k - from, steps, seconds, (double) (k - from) * 60 / seconds);
  if (sim_engine_journal)
    printf("# journal %s\n", g_checksum_get_string(sim_engine_journal));
  printf("%s 1 - %s keeps the promises\n", failures ? "not ok" : "ok", o.keeper->name);
  return failures ? 1 : 0;
}
