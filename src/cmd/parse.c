/* parse time TEXT…, parse mail FILE…: what is read, with evidence. */
#include "cmd/parse.h"
#include "cmd/command.h"
#include "cmd/print.h"
#include "engine/confine.h"
#include "engine/file.h"
#include "model/holiday.h"
#include "parse/mail.h"
#include "parse/timetext.h"

#include "base/limits.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static gboolean
read_zone(const char *id, const CrZone **ret_zone) {
  *ret_zone = id ? cr_zone_find(id) : NULL;
  if (id && *ret_zone == NULL)
    cr_command_complain("\"%s\" is no IANA time zone", id);
  return id == NULL || *ret_zone;
}

static void
print_line(json_t *document, gboolean compact) {
  g_autofree char *text = cr_json_show(document, compact ? JSON_COMPACT : JSON_INDENT(2));
  puts(text);
  json_decref(document);
}

static guint
parse_line(const CrCommand *command, const char *text, const CrTimeContext *context,
           gboolean compact) {
  GPtrArray *times = cr_time_scan(text, context);
  guint found = times->len;
  if (command->json || compact) {
    print_line(cr_mentions_to_json(times, FALSE), compact);
  } else {
    for (guint i = 0; i < times->len; i++) {
      const CrMention *m = times->pdata[i];
      if (cr_mention_is_replaced(times, m))
        continue;
      const CrZone *zone = cr_zone_find(m->zone);
      g_autofree char *when =
          m->start != CR_INSTANT_NONE
              ? cr_print_when(m->start, zone ? zone : cr_zone_utc(), context->mine)
              : g_strdup("(no time of its own)");
      g_autofree char *flags = m->flags ? g_strjoinv(", ", m->flags) : g_strdup("");
      printf("%s  [%s] \"%s\"%s%s\n", when, cr_granularity_names[m->granularity], m->text,
             *flags ? "  " : "", flags);
    }
  }
  cr_mentions_free(times);
  return found;
}

static CrExit
parse_times(CrCommand *command, char **texts) {
  CrTimeContext context = {.at = command->now};
  g_autoptr(GError) error = NULL;
  guint found = 0;
  if (!read_zone(command->zone, &context.mine) || !read_zone(command->sender_zone, &context.theirs))
    return CR_EXIT_USAGE;
  if (command->at && !cr_instant_parse(command->at, &context.at, &error)) {
    cr_command_complain("%s", error->message);
    return CR_EXIT_USAGE;
  }
  if (texts[0] && texts[1] == NULL && strcmp(texts[0], "-") == 0) {
    g_autofree char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, stdin) >= 0)
      found += parse_line(command, g_strchomp(line), &context, TRUE);
  } else {
    g_autofree char *text = g_strjoinv(" ", texts);
    found = parse_line(command, text, &context, FALSE);
  }
  if (found == 0)
    cr_command_complain("no time found");
  return found ? CR_EXIT_DONE : CR_EXIT_NOTHING;
}

static json_t *
parse_one_mail(CrCommand *command, const char *path, const CrMailContext *context) {
  g_autoptr(GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize length = 0;
  g_autoptr(CrMime) mime = NULL;
  if (cr_file_read(path, CR_MAX_MAIL_BYTES, &bytes, &length, &error))
    mime = cr_mime_parse(bytes, length, &error);
  if (mime == NULL) {
    g_autofree char *message = g_strdup_printf("%s: %s", path, error->message);
    cr_command_problem(message, command);
    return NULL;
  }
  g_autoptr(CrReading) reading = cr_mail_read(mime, context);
  return cr_reading_to_public_json(path, reading);
}

static void
print_mail(const json_t *json) {
  const char *evidence = cr_json_string(json, "evidence"), *text = cr_json_string(json, "text");
  printf("%s: %s (%.2f)%s%s%s\n", cr_json_string(json, "file"), cr_json_string(json, "class"),
         cr_json_real(json, "score", 0), evidence ? " \"" : "", evidence ? evidence : "",
         evidence ? "\"" : "");
  if (text)
    cr_print_wrapped(text, 4);
}

static CrExit
parse_mails(CrCommand *command, char **files) {
  CrMailContext context = {.fallback = command->now};
  json_t *all = json_array();
  if (!read_zone(command->zone, &context.mine) || !read_zone(command->sender_zone, &context.theirs))
    return CR_EXIT_USAGE;
  context.country = context.mine ? cr_zone_country(cr_zone_id(context.mine)) : NULL;
  guint count = g_strv_length(files);
  for (char **file = files; *file; file++) {
    json_t *json = parse_one_mail(command, *file, &context);
    if (json && !command->json)
      print_mail(json);
    if (json)
      json_array_append_new(all, json);
  }
  gsize read = json_array_size(all);
  if (command->json && count == 1 && read == 1)
    cr_print_json(json_incref(json_array_get(all, 0)));
  else if (command->json)
    cr_print_json(json_incref(all));
  json_decref(all);
  return cr_command_exit(command, read ? CR_EXIT_DONE : CR_EXIT_NOTHING);
}

CrExit
cr_verb_parse(CrCommand *command, char **args) {
  cr_confine((const char *const[]){NULL});
  if (strcmp(args[0], "time") == 0 && args[1])
    return parse_times(command, args + 1);
  if (strcmp(args[0], "mail") == 0 && args[1])
    return parse_mails(command, args + 1);
  cr_command_complain("parse takes: time TEXT…, or mail FILE…");
  return CR_EXIT_USAGE;
}
