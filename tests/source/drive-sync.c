/* Reads a mailbox into a database as the keeper does: drive-sync URL CA_FILE NOW DATABASE
 * heads|whole With "whole" nothing is judged by its head: every mail is read. */
#include "engine/sync.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static CrInstant
now_of(gpointer data) {
  return *(CrInstant *) data;
}

static const CrIntakeClass *
intake(void) {
  return &cr_intake_class;
}

/* A source that asks nobody which mails are wanted. */
typedef struct {
  CrSource source;
  CrSource *inner;
} Whole;

static gboolean
sync_whole(CrSource *source, const char *cursor, CrInstant now, const CrSink *sink,
           GCancellable *cancellable, GError **error) {
  CrSource *inner = ((Whole *) source)->inner;
  CrSink plain = *sink;
  plain.wanted = NULL;
  plain.recall = NULL;
  return inner->class->sync(inner, cursor, now, &plain, cancellable, error);
}

static gboolean
set_up(CrStore *store, GError **error) {
  static char *emails[] = {"jordan@example.com", "jordan@example.net", "sam@candidate.example",
                           NULL};
  const CrProfile profile = {
      .name = "Jordan Lee", .emails = emails, .zone = "America/Chicago", .country = "US"};
  g_autoptr(CrPolicy) policy = cr_policy_new();
  g_autoptr(CrEngine) engine = cr_engine_new(store, 1, error);
  return engine && cr_engine_set_account(engine, &profile, policy, NULL, CR_INSTANT_NONE, error);
}

int
main(int argc, char **argv) {
  g_assert(argc == 6);
  static const CrSourceClass whole_class = {.sync = sync_whole};
  g_autoptr(GError) error = NULL;
  CrInstant now = g_ascii_strtoll(argv[3], NULL, 10);
  g_autofree char *uri = g_strconcat("sqlite:", argv[4], NULL);
  g_autoptr(CrStore) store = cr_store_open(uri, &error);
  const CrSync sync = {
      .beside = store, .account = 1, .now = now_of, .intake = intake, .data = &now};
  g_autoptr(CrConnection) connection = cr_connection_new();
  connection->kind = CR_CONNECTION_IMAP;
  connection->name = g_strdup("personal");
  connection->url = g_strdup(argv[1]);
  connection->ca_file = g_strdup(argv[2]);
  connection->user = g_strdup("jordan");
  connection->window_days = 3000;
  g_autoptr(CrSource) source = cr_imap_source_new(connection, "right");
  Whole whole = {{&whole_class}, source};
  CrSource *reads = strcmp(argv[5], "whole") == 0 ? &whole.source : source;
  if (store == NULL || !set_up(store, &error) ||
      !cr_sync_source(&sync, connection, reads, NULL, &error)) {
    fprintf(stderr, "%s\n", error->message);
    return 1;
  }
  g_autofree char *status = NULL;
  const char *line = g_file_get_contents("/proc/self/status", &status, NULL, NULL)
                         ? strstr(status, "VmHWM:")
                         : NULL;
  printf("%d\n", line ? atoi(line + 6) : 0);
  return 0;
}
