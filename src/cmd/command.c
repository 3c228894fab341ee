#include "cmd/command.h"

#include "base/error.h"
#include "base/text.h"
#include "engine/lock.h"

#include <glib/gstdio.h>
#include <stdio.h>

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
cr_command_fail(GError *error) {
  cr_command_complain("%s", error->message);
  return g_error_matches(error, CR_ERROR, CR_ERROR_USAGE) ? CR_EXIT_USAGE : CR_EXIT_FAILED;
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

char *
cr_command_db(const CrCommand *command) {
  if (command->db)
    return g_strdup(command->db);
  g_autofree char *folder = g_build_filename(g_get_user_data_dir(), "crickets", NULL);
  g_mkdir_with_parents(folder, 0700);
  return g_strdup_printf("sqlite:%s/crickets.db", folder);
}

gboolean
cr_command_open(CrCommand *command, CrStore **ret_store, CrEngine **ret_engine) {
  g_autofree char *uri = cr_command_db(command);
  g_autoptr(GError) error = NULL;
  g_autoptr(CrStore) store = cr_store_open(uri, &error);
  g_autoptr(CrEngine) engine = store ? cr_engine_new(store, 1, &error) : NULL;
  CrInstant due;
  /* A keeper decides and sends by itself; only a clock of our own may be ahead of it. */
  gboolean kept = engine && cr_lock_is_taken(uri);
  if (kept)
    cr_engine_leave_outbox(engine);
  if (engine == NULL || !cr_engine_load_watched(engine, command->now, &error) ||
      !cr_engine_next_due(engine, &due, &error) ||
      (due != CR_INSTANT_NONE && due <= command->now && (!kept || command->now_text) &&
       !cr_engine_tick(engine, command->now, &error))) {
    cr_command_fail(error);
    return FALSE;
  }
  *ret_engine = g_steal_pointer(&engine);
  *ret_store = g_steal_pointer(&store);
  return TRUE;
}

CrInterview *
cr_command_interview(CrCommand *command, CrStore *store, const char *id) {
  gint64 number = 0;
  g_autoptr(GError) error = NULL;
  CrInterview *iv = NULL;
  if (g_ascii_string_to_signed(id, 10, 1, G_MAXINT, &number, NULL) &&
      cr_store_begin(store, 1, FALSE, &error)) {
    iv = cr_store_load_interview(store, (int) number, &error);
    cr_store_rollback(store);
  }
  if (iv == NULL)
    cr_command_complain("%s",
                        error ? error->message : "there is no such interview; see: crickets list");
  return iv;
}
