/* parse-mail [--at INSTANT] [--country CC] [--own NUMBER] [--zone ID] FILE...: what is read in each
 * mail, one JSON document a line; without a country the zone's. For bench/mails.py; not installed.
 * parse-mail --features yes FILE... and the same options: what is learnt from of each mail, for
 * tools/learn.py.
 * parse-mail --cues TEXT: the phrases and frames found in a text, to see why. */
#include "cmd/parse.h"

#include "parse/mail-features.h"
#include "parse/mail-phrases.h"
#include "parse/mime.h"

#include <stdio.h>
#include <string.h>

static CrMime *
load(const char *path, GError **error) {
  g_autofree char *bytes = NULL;
  gsize length;
  return g_file_get_contents(path, &bytes, &length, error) ? cr_mime_parse(bytes, length, error)
                                                           : NULL;
}

static gboolean
read_one(const char *path, const CrMailContext *context, GError **error) {
  g_autoptr(CrMime) mime = load(path, error);
  if (mime == NULL)
    return FALSE;
  g_autoptr(CrReading) reading = cr_mail_read(mime, context);
  g_autoptr(json_t) json = cr_reading_to_public_json(path, reading);
  cr_json_set_bool(json, "firm", reading->firm);
  cr_json_set_bool(json, "accepts", reading->accepts);
  cr_json_set_bool(json, "unclear", reading->unclear);
  cr_json_set_instant(json, "promise", reading->promise);
  cr_json_set_string(json, "company", reading->company);
  cr_json_set_string(json, "role", reading->role);
  cr_json_set_string(json, "link", reading->link);
  cr_json_set_string(json, "bounced", reading->bounced);
  g_autofree char *line = cr_json_print(json);
  puts(line);
  return TRUE;
}

static void
print_feature(const CrFeatures *features, gpointer data) {
  puts(features->name);
}

/* "== FILE", then a feature a line. */
static gboolean
print_features(const char *path, const CrMailContext *context, GError **error) {
  g_autoptr(CrMime) mime = load(path, error);
  if (mime == NULL)
    return FALSE;
  g_autoptr(CrReading) reading = cr_reading_new();
  CrMailView view;
  cr_mail_view_init(&view, mime, context, FALSE, reading);
  printf("== %s\n", path);
  cr_features_visit(&view, reading, TRUE, print_feature, NULL);
  cr_mail_view_clear(&view);
  return TRUE;
}

static void
print_cues(const char *text) {
  g_autoptr(CrWords) words = cr_words_new(text);
  g_autoptr(GArray) cues = cr_words_cues(words);
  for (guint i = 0; i < cues->len; i++) {
    const CrCue *cue = &cr_cue_at(cues, i);
    guint32 from = cr_word_at(words, cue->first).start, to = cr_word_at(words, cue->end - 1).end;
    printf("%-20s %2d %s%s%s  [%s]  %.*s\n", cr_topic_name(cue->topic), cue->weight,
           cue->negated ? "negated " : "", cue->supposed ? "supposed " : "",
           cue->question ? "asked " : "", cue->row, (int) (to - from), text + from);
  }
}

int
main(int argc, char **argv) {
  CrMailContext context = {.fallback = CR_INSTANT_NONE};
  gboolean (*show)(const char *, const CrMailContext *, GError **) = read_one;
  int first = 1, failed = 0;
  if (argc == 3 && strcmp(argv[1], "--cues") == 0) {
    print_cues(argv[2]);
    return 0;
  }
  for (; first + 1 < argc && g_str_has_prefix(argv[first], "--"); first += 2) {
    if (strcmp(argv[first], "--country") == 0)
      context.country = argv[first + 1];
    else if (strcmp(argv[first], "--own") == 0)
      context.own_phone = argv[first + 1];
    else if (strcmp(argv[first], "--zone") == 0)
      context.mine = cr_zone_find(argv[first + 1]);
    else if (strcmp(argv[first], "--features") == 0)
      show = print_features;
    else if (strcmp(argv[first], "--at") != 0 ||
             !cr_instant_parse(argv[first + 1], &context.fallback, NULL))
      return 2;
  }
  if (context.country == NULL && context.mine)
    context.country = cr_zone_country(cr_zone_id(context.mine));
  for (int i = first; i < argc; i++) {
    g_autoptr(GError) error = NULL;
    if (!show(argv[i], &context, &error)) {
      fprintf(stderr, "%s: %s\n", argv[i], error->message);
      failed = 3;
    }
  }
  return failed;
}
