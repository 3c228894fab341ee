/* Drives an IMAP source and the mailbox effect by JSON lines on stdin, and prints what comes of it
 * as JSON lines; each act ends with {"done": …}. See peer.py. */
#include "base/error.h"
#include "base/json.h"
#include "effect/mailbox.h"
#include "net/imap.h"
#include "source/source.h"

#include <stdio.h>
#include <string.h>

typedef struct {
  CrConnection *connection;
  char *secret, *cursor;
  CrSource *source;
  gint64 refuse_at; /* the take that fails; -1: none */
  gboolean quiet;
  const char *skip; /* mails whose heads hold this are not wanted, or NULL */
  gint64 recall_at; /* until there are so many of them; -1: for good */
  const char *look; /* what is looked for in each mail, or NULL */
  GArray *tickets;
} Drive;

static void
print(json_t *json) {
  g_autofree char *line = cr_json_print(json);
  puts(line);
  fflush(stdout);
  json_decref(json);
}

static void
print_done(const char *what, gboolean ok, const GError *error, json_t *more) {
  json_t *json = json_pack("{s:s, s:b}", "done", what, "ok", ok);
  g_assert(ok == (error == NULL));
  if (error) {
    cr_json_put_string(json, "error", error->message);
    cr_json_put_string(json, "domain", g_quark_to_string(error->domain));
    cr_json_set_bool(json, "denied", g_error_matches(error, CR_ERROR, CR_ERROR_DENIED));
  }
  if (more)
    json_object_update_new(json, more);
  print(json);
}

/* Of this program alone: ru_maxrss would count what its parent had when it was forked. */
static json_int_t
peak_kib(void) {
  g_autofree char *status = NULL;
  const char *line = g_file_get_contents("/proc/self/status", &status, NULL, NULL)
                         ? strstr(status, "VmHWM:")
                         : NULL;
  return line ? g_ascii_strtoll(line + 6, NULL, 10) : 0;
}

static gboolean
take(const CrDelivery *delivery, gpointer data, GError **error) {
  Drive *drive = data;
  if (drive->refuse_at >= 0 && drive->refuse_at-- == 0) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "the sink is full");
    return FALSE;
  }
  if (drive->quiet)
    return TRUE;
  g_autofree char *sum = g_compute_checksum_for_data(
      G_CHECKSUM_SHA256, (const guchar *) delivery->bytes, delivery->length);
  json_t *json = json_pack("{s:s, s:I, s:s}", "mail", delivery->name, "length",
                           (json_int_t) delivery->length, "sha256", sum);
  if (drive->look)
    json_object_set_new(
        json, "found",
        json_boolean(memmem(delivery->bytes, delivery->length, drive->look, strlen(drive->look))));
  print(json);
  return TRUE;
}

static gboolean
wanted(const CrHead *head, gpointer data) {
  Drive *drive = data;
  if (!memmem(head->fields, head->fields_length, drive->skip, strlen(drive->skip)) ||
      memmem(head->parts, head->parts_length, "calendar", strlen("calendar")))
    return TRUE;
  g_array_append_val(drive->tickets, head->ticket);
  return FALSE;
}

/* All at once, when the last of them was shown. */
static GArray *
recall(gpointer data) {
  Drive *drive = data;
  if (drive->recall_at < 0 || drive->tickets->len < drive->recall_at)
    return NULL;
  GArray *tickets = g_steal_pointer(&drive->tickets);
  drive->tickets = g_array_new(FALSE, FALSE, sizeof(guint64));
  return tickets;
}

static gboolean
checkpoint(const char *cursor, gpointer data, GError **error) {
  Drive *drive = data;
  g_autofree char *copy = g_strdup(cursor);
  g_free(drive->cursor);
  drive->cursor = g_steal_pointer(&copy);
  if (!drive->quiet)
    print(json_pack("{s:s}", "cursor", cursor));
  return TRUE;
}

static void
problem(const char *message, gpointer data) {
  print(json_pack("{s:s}", "problem", message));
}

static void
renew(Drive *drive, const json_t *act) {
  g_autoptr(GError) error = NULL;
  g_clear_pointer(&drive->source, cr_source_free);
  g_clear_pointer(&drive->connection, cr_connection_free);
  g_free(drive->secret);
  g_clear_pointer(&drive->cursor, g_free);
  drive->connection =
      cr_record_from_json(&cr_connection_record, json_object_get(act, "connection"), &error);
  g_assert_no_error(error);
  drive->secret = g_strdup(cr_json_string(act, "secret"));
  drive->source = cr_imap_source_new(drive->connection, drive->secret);
  print_done("new", TRUE, NULL, NULL);
}

static void
sync_now(Drive *drive, const json_t *act, GCancellable *cancellable) {
  drive->skip = cr_json_string(act, "skip");
  drive->look = cr_json_string(act, "look");
  drive->recall_at = cr_json_int(act, "recall_at", -1);
  const CrSink sink = {.take = take,
                       .checkpoint = checkpoint,
                       .problem = problem,
                       .data = drive,
                       .wanted = drive->skip ? wanted : NULL,
                       .recall = drive->skip ? recall : NULL};
  g_autoptr(GError) error = NULL;
  g_array_set_size(drive->tickets, 0);
  if (cr_json_bool(act, "anew"))
    g_clear_pointer(&drive->cursor, g_free);
  drive->refuse_at = cr_json_int(act, "refuse_at", -1);
  drive->quiet = cr_json_bool(act, "quiet");
  g_autofree char *cursor = g_strdup(drive->cursor);
  gboolean ok = drive->source->class->sync(drive->source, cursor, cr_json_instant(act, "now"),
                                           &sink, cancellable, &error);
  print_done("sync", ok, error, json_pack("{s:I}", "peak_kib", peak_kib()));
}

static void
wait_now(Drive *drive, const json_t *act, GCancellable *cancellable) {
  g_autoptr(GError) error = NULL;
  gint64 usec = cr_json_int(act, "usec", 0);
  gint64 from = g_get_monotonic_time();
  gboolean ok = drive->source->class->wait(drive->source, usec, cancellable, &error);
  gboolean early = g_get_monotonic_time() - from < usec;
  print_done("wait", ok, error, json_pack("{s:b}", "early", early));
}

/* A session of its own, with the time limit given. */
static void
open_now(Drive *drive, const json_t *act) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrImap) imap = cr_imap_open(drive->connection, drive->secret,
                                        cr_json_int(act, "silence_usec", 0), NULL, &error);
  CrImapState state;
  gboolean ok = imap && cr_imap_examine(imap, "INBOX", &state, &error);
  print_done("open", ok, error, NULL);
}

static void
mailbox_now(Drive *drive, const json_t *act, const char *what) {
  g_autoptr(GError) error = NULL;
  const char *id = cr_json_string(act, "id"), *bytes = cr_json_string(act, "bytes");
  CrMailboxFolder folder =
      g_strcmp0(cr_json_string(act, "folder"), "Drafts") == 0 ? CR_MAILBOX_DRAFTS : CR_MAILBOX_SENT;
  gsize length = bytes ? strlen(bytes) : 0;
  gboolean ok, answer = FALSE;
  if (strcmp(what, "ensure") == 0)
    ok = cr_mailbox_ensure(drive->connection, drive->secret, folder, id, bytes, length,
                           cr_json_instant(act, "now"), NULL, &error);
  else if (strcmp(what, "find") == 0)
    ok = cr_mailbox_find(drive->connection, drive->secret, folder, id, &answer, NULL, &error);
  else
    ok = cr_mailbox_remove_draft(drive->connection, drive->secret, id, bytes, length, &answer, NULL,
                                 &error);
  print_done(what, ok, error, json_pack("{s:b}", "answer", answer));
}

static gpointer
cancel_later(gpointer data) {
  g_usleep(300000);
  g_cancellable_cancel(data);
  return NULL;
}

static void
perform(Drive *drive, const json_t *act) {
  const char *what = cr_json_string(act, "do");
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  GThread *thread =
      cr_json_bool(act, "cancel") ? g_thread_new("cancel", cancel_later, cancellable) : NULL;
  if (strcmp(what, "new") == 0)
    renew(drive, act);
  else if (strcmp(what, "sync") == 0)
    sync_now(drive, act, cancellable);
  else if (strcmp(what, "wait") == 0)
    wait_now(drive, act, cancellable);
  else if (strcmp(what, "open") == 0)
    open_now(drive, act);
  else
    mailbox_now(drive, act, what);
  g_clear_pointer(&thread, g_thread_join);
}

int
main(void) {
  Drive drive = {.tickets = g_array_new(FALSE, FALSE, sizeof(guint64))};
  g_autofree char *line = NULL;
  size_t size = 0;
  for (ssize_t length; (length = getline(&line, &size, stdin)) > 0;) {
    g_autoptr(json_t) act = cr_json_parse(line, (gsize) length, NULL);
    g_assert(act);
    perform(&drive, act);
  }
  g_clear_pointer(&drive.source, cr_source_free);
  cr_connection_free(drive.connection);
  g_free(drive.secret);
  g_free(drive.cursor);
  g_array_unref(drive.tickets);
  return 0;
}
