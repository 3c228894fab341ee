/* parse-mail [--at INSTANT] [--country CC] [--own NUMBER] FILE...: what is read in each mail, one
 * JSON document a line. For bench/mails.py; not installed. */
#include "cmd/parse.h"

#include "parse/mail.h"
#include "parse/mime.h"

#include <stdio.h>
#include <string.h>

static gboolean
read_one(const char *path, const CrMailContext *context, GError **error) {
  g_autofree char *bytes = NULL;
  gsize length;
  if (!g_file_get_contents(path, &bytes, &length, error))
    return FALSE;
  g_autoptr(CrMime) mime = cr_mime_parse(bytes, length, error);
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

int
main(int argc, char **argv) {
  CrMailContext context = {.fallback = CR_INSTANT_NONE};
  int first = 1, failed = 0;
  for (; first + 1 < argc && g_str_has_prefix(argv[first], "--"); first += 2) {
    if (strcmp(argv[first], "--country") == 0)
      context.country = argv[first + 1];
    else if (strcmp(argv[first], "--own") == 0)
      context.own_phone = argv[first + 1];
    else if (strcmp(argv[first], "--zone") == 0)
      context.mine = cr_zone_find(argv[first + 1]);
    else if (strcmp(argv[first], "--at") != 0 ||
             !cr_instant_parse(argv[first + 1], &context.fallback, NULL))
      return 2;
  }
  for (int i = first; i < argc; i++) {
    g_autoptr(GError) error = NULL;
    if (!read_one(argv[i], &context, &error)) {
      fprintf(stderr, "%s: %s\n", argv[i], error->message);
      failed = 3;
    }
  }
  return failed;
}
