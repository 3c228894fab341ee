/* The first reading of a mailbox, and GMime alone:
 *
 *     bench-mailbox read URL CA_FILE NOW DATABASE    by the keeper's own code: read, classified,
 * kept bench-mailbox parse FOLDER                     the files of a folder, read first, then
 * parsed
 *
 * Prints mails, bytes, seconds of CPU and the peak memory in KiB. */
#include "engine/sync.h"

#include <gmime/gmime.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

typedef struct {
  guint64 mails, bytes;
} Count;

static double
cpu_sec(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* Of this program alone: ru_maxrss would count what its parent had when it was forked. */
static gint64
peak_kib(void) {
  g_autofree char *status = NULL;
  const char *line = g_file_get_contents("/proc/self/status", &status, NULL, NULL)
                         ? strstr(status, "VmHWM:")
                         : NULL;
  return line ? g_ascii_strtoll(line + 6, NULL, 10) : 0;
}

static void
parse(const char *bytes, gsize length, Count *count) {
  GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, length);
  GMimeParser *parser = g_mime_parser_new_with_stream(stream);
  GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
  g_object_unref(stream);
  g_object_unref(parser);
  if (message)
    g_object_unref(message);
  count->mails += message != NULL;
  count->bytes += length;
}

static CrInstant
now_of(gpointer data) {
  return *(CrInstant *) data;
}

static const CrIntakeClass *
intake(void) {
  return &cr_intake_class;
}

static gboolean
set_up(CrStore *store, GError **error) {
  static char *emails[] = {"jordan@example.com", NULL};
  const CrProfile profile = {
      .name = "Jordan", .emails = emails, .zone = "America/Chicago", .country = "US"};
  g_autoptr(CrPolicy) policy = cr_policy_new_default();
  g_autoptr(CrEngine) engine = cr_engine_new(store, 1, error);
  return engine && cr_engine_set_account(engine, &profile, policy, NULL, CR_INSTANT_NONE, error);
}

static gboolean
read_mailbox(char **args, GError **error) {
  CrInstant now = g_ascii_strtoll(args[2], NULL, 10);
  g_autofree char *uri = g_strconcat("sqlite:", args[3], NULL);
  g_autoptr(CrStore) store = cr_store_open(uri, error);
  const CrSync sync = {
      .beside = store, .account = 1, .now = now_of, .intake = intake, .data = &now};
  g_autoptr(CrConnection) connection = cr_connection_new();
  connection->kind = CR_CONNECTION_IMAP;
  connection->name = g_strdup("bench");
  connection->url = g_strdup(args[0]);
  connection->ca_file = g_strdup(args[1]);
  connection->user = g_strdup("jordan");
  g_autoptr(CrSource) source = cr_imap_source_new(connection, "right");
  return store && set_up(store, error) && cr_sync_source(&sync, connection, source, NULL, error);
}

static gboolean
read_folder(const char *path, Count *count, double *ret_began, GError **error) {
  g_autoptr(GPtrArray) mails = g_ptr_array_new_with_free_func((GDestroyNotify) g_bytes_unref);
  g_autoptr(GDir) folder = g_dir_open(path, 0, error);
  for (const char *name; folder && (name = g_dir_read_name(folder));) {
    g_autofree char *file = g_build_filename(path, name, NULL);
    char *bytes;
    gsize length;
    if (!g_file_get_contents(file, &bytes, &length, error))
      return FALSE;
    g_ptr_array_add(mails, g_bytes_new_take(bytes, length));
  }
  *ret_began = cpu_sec();
  for (guint i = 0; i < mails->len; i++) {
    gsize length;
    const char *bytes = g_bytes_get_data(mails->pdata[i], &length);
    parse(bytes, length, count);
  }
  return folder != NULL;
}

int
main(int argc, char **argv) {
  g_autoptr(GError) error = NULL;
  Count count = {0};
  g_mime_init();
  double began = cpu_sec();
  gboolean good = argc == 6 && strcmp(argv[1], "read") == 0 ? read_mailbox(argv + 2, &error)
                  : argc == 3 ? read_folder(argv[2], &count, &began, &error)
                              : FALSE;
  if (!good) {
    fprintf(stderr, "%s\n", error ? error->message : "see the head of bench/mailbox.c");
    return 1;
  }
  double seconds = cpu_sec() - began;
  printf("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %.4f %" G_GINT64_FORMAT "\n", count.mails,
         count.bytes, seconds, peak_kib());
  return 0;
}
