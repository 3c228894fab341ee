/* parse-time --at INSTANT [--zone MINE] [--sender-zone THEIRS] [--country CC] [--focus TEXT] TEXT…
 * What `crickets parse time --json` prints, and the times that others replace, for bench/times.py.
 * "-" reads one text a line (with \n and \t for line breaks and tabs); a line may begin with its
 * own "AT<TAB>MINE<TAB>THEIRS<TAB>" with --tsv. --repeat N scans everything N times, for timing. */
#include "cmd/parse_time.h"
#include "parse/timetext.h"

#include <stdio.h>
#include <string.h>

static char *at_text, *zone_id, *sender_id, *country, *focus;
static gboolean json, tsv;
static int repeat = 1;
static char **texts;

static const GOptionEntry entries[] = {
    {"at", 0, 0, G_OPTION_ARG_STRING, &at_text, "when it was written", "INSTANT"},
    {"zone", 0, 0, G_OPTION_ARG_STRING, &zone_id, "the reader's zone", "ZONE"},
    {"sender-zone", 0, 0, G_OPTION_ARG_STRING, &sender_id, "the writer's zone", "ZONE"},
    {"country", 0, 0, G_OPTION_ARG_STRING, &country, "the writer's country", "CC"},
    {"focus", 0, 0, G_OPTION_ARG_STRING, &focus, "the quoted text", "TEXT"},
    {"json", 0, 0, G_OPTION_ARG_NONE, &json, "for symmetry: it is always JSON", NULL},
    {"tsv", 0, 0, G_OPTION_ARG_NONE, &tsv, "lines carry their context", NULL},
    {"repeat", 0, 0, G_OPTION_ARG_INT, &repeat, "scan so often", "N"},
    {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &texts, NULL, "TEXT"},
    {0}};

static gboolean
print_one(const char *text, const CrTimeContext *context) {
  g_autofree char *real = g_strcompress(text);
  for (int i = 1; i < repeat; i++)
    cr_mentions_free(cr_time_scan(real, context));
  GPtrArray *mentions = cr_time_scan(real, context);
  json_t *array = cr_mentions_to_json(mentions, TRUE);
  g_autofree char *line = cr_json_print(array);
  puts(line);
  json_decref(array);
  cr_mentions_free(mentions);
  return TRUE;
}

static gboolean
print_line(const char *line, const CrTimeContext *common, GError **error) {
  if (!tsv)
    return print_one(line, common);
  g_auto(GStrv) fields = g_strsplit(line, "\t", 4);
  CrTimeContext context = *common;
  if (g_strv_length(fields) != 4 || !cr_instant_parse(fields[0], &context.at, error))
    return FALSE;
  context.mine = cr_zone_find(fields[1]);
  context.theirs = *fields[2] ? cr_zone_find(fields[2]) : NULL;
  return print_one(fields[3], &context);
}

int
main(int argc, char **argv) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GOptionContext) options = g_option_context_new("TEXT…");
  g_option_context_add_main_entries(options, entries, NULL);
  if (!g_option_context_parse(options, &argc, &argv, &error)) {
    fprintf(stderr, "%s\n", error->message);
    return 2;
  }
  CrTimeContext context = {.their_country = country, .focus = focus};
  if (at_text && !cr_instant_parse(at_text, &context.at, &error)) {
    fprintf(stderr, "%s\n", error->message);
    return 2;
  }
  context.mine = zone_id ? cr_zone_find(zone_id) : NULL;
  context.theirs = sender_id ? cr_zone_find(sender_id) : NULL;
  for (char **text = texts; text && *text; text++) {
    if (strcmp(*text, "-") != 0) {
      print_one(*text, &context);
      continue;
    }
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, stdin) > 0) {
      line[strcspn(line, "\n")] = '\0';
      if (!print_line(line, &context, &error)) {
        fprintf(stderr, "%s\n", error ? error->message : "a line lacks its context");
        free(line);
        return 3;
      }
    }
    free(line);
  }
  return 0;
}
