#include "cmd/command.h"
#include "cmd/print.h"

#include "base/error.h"
#include "base/text.h"
#include "engine/audit-keys.h"
#include "engine/lock.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
cr_command_complain(const char *format, ...) {
  va_list args;
  va_start(args, format);
  g_autofree char *message = g_strdup_vprintf(format, args);
  va_end(args);
  g_autofree char *line = cr_text_line(message, 1000); /* no terminal escapes out of inputs */
  fprintf(stderr, "crickets: %s\n", line);
}

CrExit
cr_command_fail(const GError *error) {
  gboolean missing = g_error_matches(error, CR_ERROR, CR_ERROR_NOT_FOUND);
  cr_command_complain("%s", error->message);
  if (missing || g_error_matches(error, CR_ERROR, CR_ERROR_CONFLICT))
    return CR_EXIT_NOTHING;
  return g_error_matches(error, CR_ERROR, CR_ERROR_USAGE) ? CR_EXIT_USAGE : CR_EXIT_FAILED;
}

CrExit
cr_command_print(json_t *document, GError **error) {
  if (document == NULL)
    return cr_command_fail(*error);
  cr_print_json(document);
  return CR_EXIT_DONE;
}

void
cr_command_problem(const char *message, gpointer data) {
  CrCommand *command = data;
  command->problems++;
  cr_command_complain("%s", message);
}

CrExit
cr_command_exit(const CrCommand *command, CrExit otherwise) {
  return command->problems > 0 ? CR_EXIT_SKIPPED : otherwise;
}

#define FILE_SCHEME "sqlite:"

/* NULL of what is no file, or is not there yet. */
static char *
real_path(const char *uri) {
  return g_str_has_prefix(uri, FILE_SCHEME) ? realpath(uri + strlen(FILE_SCHEME), NULL) : NULL;
}

/* A file has one name, by whatever links it is reached: its keeper's lock, and its log, which is
 * watched, lie beside the file itself. */
static char *
real_uri(const char *uri) {
  g_autofree char *path = real_path(uri);
  return path ? g_strconcat(FILE_SCHEME, path, NULL) : g_strdup(uri);
}

/* Each part of the program has a store of its own, whose rows of audits are marked from here on. */
char *
cr_command_db(const CrCommand *command) {
  cr_audit_use_keys(&cr_audit_keys);
  if (command->db)
    return real_uri(command->db);
  g_autofree char *folder = g_build_filename(g_get_user_data_dir(), "crickets", NULL);
  if (g_mkdir_with_parents(folder, 0700) < 0) {
    cr_command_complain("%s cannot be made: %s; --db sqlite:PATH keeps your data elsewhere", folder,
                        g_strerror(errno));
    exit(CR_EXIT_FAILED); /* nothing can be done without it */
  }
  g_autofree char *uri = g_strdup_printf(FILE_SCHEME "%s/crickets.db", folder);
  return real_uri(uri);
}

char *
cr_command_db_folder(const CrCommand *command) {
  g_autofree char *uri = cr_command_db(command);
  g_autofree char *path = real_path(uri);
  return path ? g_path_get_dirname(path) : NULL;
}

void
cr_command_adopt_zone(CrDesk *desk) {
  const CrProfile *known = cr_engine_profile(desk->engine);
  if (known->zone)
    return;
  g_autoptr(GTimeZone) local = g_time_zone_new_local();
  const CrZone *zone = cr_zone_find(g_time_zone_get_identifier(local));
  /* UTC is what a machine says that was told no zone either. */
  if (zone == NULL || g_str_has_suffix(cr_zone_id(zone), "UTC"))
    return;
  g_autoptr(CrProfile) profile = cr_profile_copy(known);
  profile->zone = g_strdup(cr_zone_id(zone));
  json_decref(cr_desk_set_profile(desk, profile, CR_INSTANT_NONE, NULL));
}

/* Sending is switched on and set up, for a keeper to do. */
static gboolean
has_sender(CrDesk *desk) {
  g_autoptr(GPtrArray) connections =
      cr_engine_policy(desk->engine)->autopilot ? cr_desk_connections(desk, NULL) : NULL;
  for (guint i = 0; connections && i < connections->len; i++)
    if (cr_connection_sends(connections->pdata[i]))
      return TRUE;
  return FALSE;
}

/* What fell due is decided, or will be by the keeper. */
static gboolean
catch_up(CrCommand *command, CrDesk *desk, gboolean kept, GError **error) {
  return kept && command->now_text == NULL
             ? cr_engine_load_watched(desk->engine, command->now, error)
             : cr_desk_catch_up(desk, command->now, error);
}

static gboolean
is_unwritable(const GError *error) {
  return g_error_matches(error, CR_ERROR, CR_ERROR_UNWRITABLE);
}

/* Who only reads gets what is there, when nothing can be written: *ret_why says so then. */
static CrDesk *
open_personal(const char *uri, gboolean reads, GError **ret_why, GError **error) {
  g_autoptr(GError) local = NULL;
  CrDesk *desk = cr_desk_open(uri, 1, &local);
  if (desk == NULL && reads && is_unwritable(local))
    desk = cr_desk_open_unwritable(uri, 1, NULL);
  if (local)
    g_propagate_error(desk ? ret_why : error, g_steal_pointer(&local));
  return desk;
}

static void
begin_printing(CrDesk *desk) {
  cr_command_adopt_zone(desk);
  cr_print_for(cr_engine_profile(desk->engine)->country);
}

static CrDesk *
open_desk(CrCommand *command, gboolean reads) {
  g_autofree char *uri = cr_command_db(command);
  g_autoptr(GError) error = NULL, why = NULL;
  g_autoptr(CrDesk) desk = open_personal(uri, reads, &why, &error);
  /* A keeper decides and sends by itself; only a clock of our own may be ahead of it. */
  gboolean kept = desk && cr_lock_is_taken(uri);
  if (kept)
    cr_engine_leave_outbox(desk->engine);
  else if (desk && has_sender(desk))
    cr_engine_await_sender(desk->engine);
  if (desk)
    begin_printing(desk);
  if (desk && catch_up(command, desk, kept, &error))
    return g_steal_pointer(&desk);
  if (desk && reads && (g_error_matches(error, CR_ERROR, CR_ERROR_BUSY) || is_unwritable(error))) {
    cr_command_complain("%s: what fell due since may be missing here",
                        (why ? why : error)->message);
    return g_steal_pointer(&desk);
  }
  cr_command_fail(error);
  return NULL;
}

CrDesk *
cr_command_open(CrCommand *command) {
  return open_desk(command, FALSE);
}

CrDesk *
cr_command_open_reader(CrCommand *command) {
  return open_desk(command, TRUE);
}

gboolean
cr_command_account(const CrCommand *command, gint64 otherwise, gint64 *ret_account,
                   GError **error) {
  *ret_account = otherwise;
  if (command->account == NULL ||
      g_ascii_string_to_signed(command->account, 10, 1, G_MAXINT64, ret_account, NULL))
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_USAGE, "--account takes the number of one");
  return FALSE;
}

int
cr_command_id(const char *text) {
  gint64 number = 0;
  return g_ascii_string_to_signed(text, 10, 1, G_MAXINT, &number, NULL) ? (int) number : 0;
}
