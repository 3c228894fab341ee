/* A call log that some other program writes, or a folder that gets them. The cursor is JSON: for
 * each file its size and time of change, so that only what changed is read again. */
#include "base/error.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/spool.h"
#include "source/source.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_FILES 1000
/* What is larger goes to a reader of its own, as a file. */
#define SMALL_BYTES (1UL << 20)

typedef struct {
  CrSource source;
  char *path;
  int notify; /* inotify, or -1 */
  char *only; /* of a log in a folder of other things: its name there */
} Calls;

typedef struct {
  const CrSink *sink;
  json_t *known, *now; /* name -> mark */
  guint files;
} Round;

/* One file */

static char *
mark_of(const struct stat *file) {
  return g_strdup_printf("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT ".%09ld", (gint64) file->st_size,
                         (gint64) file->st_mtim.tv_sec, file->st_mtim.tv_nsec);
}

static void
skip(const Round *round, const char *name, const char *why) {
  g_autofree char *message = g_strdup_printf("%s: %s", name, why);
  if (round->sink->problem)
    round->sink->problem(message, round->sink->data);
}

/* FALSE: it cannot be read, or there is no room for it. */
static gboolean
copy(int file, int spool, gsize wanted, gsize *ret_length) {
  gsize length = 0;
  gssize got = 1;
  while (got > 0 && length < wanted) {
    got = sendfile(spool, file, NULL, wanted - length);
    length += MAX(got, 0);
  }
  *ret_length = length;
  return got >= 0;
}

/* A log that is being written in place may be cut short while it is mapped: a copy is, which may be
 * too large for memory. */
static gboolean
deliver(Round *round, int file, const struct stat *info, const char *name, GError **error) {
  gsize length = 0;
  int spool = cr_spool_new(NULL);
  gboolean copied = spool >= 0 && copy(file, spool, (gsize) info->st_size, &length), ok = TRUE;
  char *bytes = copied && length ? mmap(NULL, length, PROT_READ, MAP_SHARED, spool, 0) : MAP_FAILED;
  if (bytes == MAP_FAILED) {
    skip(round, name, "cannot be read");
  } else {
    const CrDelivery delivery = {.kind = CR_DELIVERY_CALLS,
                                 .bytes = bytes,
                                 .length = length,
                                 .file = length > SMALL_BYTES ? spool : 0,
                                 .name = name,
                                 .written = info->st_mtim.tv_sec * CR_SECOND};
    ok = round->sink->take(&delivery, round->sink->data, error);
    munmap(bytes, length);
  }
  if (spool >= 0)
    close(spool);
  return ok;
}

static gboolean
read_file(Round *round, const char *path, const char *name, GError **error) {
  struct stat info;
  int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (file < 0 || fstat(file, &info) != 0 || !S_ISREG(info.st_mode)) {
    if (file >= 0)
      close(file);
    return TRUE; /* gone again, or no log */
  }
  g_autofree char *mark = mark_of(&info);
  gboolean known = g_strcmp0(cr_json_string(round->known, name), mark) == 0, ok = TRUE;
  json_object_set_new(round->now, name, json_string(mark));
  if (!known && info.st_size > (goffset) CR_MAX_FILE_BYTES)
    skip(round, name, "larger than allowed");
  else if (!known && info.st_size > 0)
    ok = deliver(round, file, &info, name, error);
  close(file);
  return ok;
}

/* All of them */

static gboolean
read_folder(Round *round, GDir *folder, const char *path, GError **error) {
  for (const char *entry; (entry = g_dir_read_name(folder));) {
    g_autofree char *inner = g_build_filename(path, entry, NULL);
    if (*entry == '.' || !g_utf8_validate(entry, -1, NULL))
      continue;
    if (++round->files > MAX_FILES) {
      skip(round, path, "only the first 1000 files of it are read");
      return TRUE;
    }
    if (!read_file(round, inner, entry, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_all(const Calls *calls, Round *round, GError **error) {
  g_autofree char *name = g_path_get_basename(calls->path);
  g_autoptr(GDir) folder = g_dir_open(calls->path, 0, NULL);
  if (folder)
    return read_folder(round, folder, calls->path, error);
  if (access(calls->path, R_OK) != 0) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s: %s", calls->path, g_strerror(errno));
    return FALSE;
  }
  return read_file(round, calls->path, name, error);
}

/* A file is replaced by most programs that write one, so its folder is watched. Before the reading,
 * so that what changes after it is seen. */
static void
ensure_watched(Calls *calls) {
  if (calls->notify >= 0)
    return;
  g_autofree char *parent = g_path_get_dirname(calls->path);
  gboolean folder = g_file_test(calls->path, G_FILE_TEST_IS_DIR);
  const char *watched = folder ? calls->path : parent;
  g_free(calls->only);
  calls->only = folder ? NULL : g_path_get_basename(calls->path);
  calls->notify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (calls->notify >= 0 &&
      inotify_add_watch(calls->notify, watched,
                        IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF) < 0) {
    close(calls->notify);
    calls->notify = -1;
  }
}

static gboolean
calls_sync(CrSource *source, const char *cursor, CrInstant now, const CrSink *sink,
           GCancellable *cancellable, GError **error) {
  Calls *calls = (Calls *) source;
  g_autoptr(json_t) known = cursor ? cr_json_parse(cursor, strlen(cursor), NULL) : NULL;
  g_autoptr(json_t) seen = json_object();
  Round round = {sink, known, seen, 0};
  ensure_watched(calls);
  if (!read_all(calls, &round, error))
    return FALSE;
  if (known && json_equal(known, seen))
    return TRUE;
  g_autofree char *next = cr_json_print(seen);
  return sink->checkpoint(next, sink->data, error);
}

static gboolean
is_about(const Calls *calls, const struct inotify_event *event) {
  return event->len == 0 || calls->only == NULL || strcmp(event->name, calls->only) == 0;
}

/* *ret_lost: what was watched is not there any more. TRUE when something may be new. */
static gboolean
drain(Calls *calls, gboolean *ret_lost) {
  char buffer[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
  gboolean news = FALSE;
  for (gssize got; (got = read(calls->notify, buffer, sizeof buffer)) > 0;)
    for (char *at = buffer; at < buffer + got;) {
      const struct inotify_event *event = (const struct inotify_event *) at;
      *ret_lost = *ret_lost || (event->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED));
      news = news || is_about(calls, event);
      at += sizeof *event + event->len;
    }
  return news || *ret_lost;
}

static gboolean
calls_wait(CrSource *source, gint64 timeout_usec, GCancellable *cancellable, GError **error) {
  Calls *calls = (Calls *) source;
  GPollFD cancelled = {.fd = -1};
  if (calls->notify < 0) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s cannot be watched for changes", calls->path);
    return FALSE;
  }
  gboolean can_cancel = cancellable && g_cancellable_make_pollfd(cancellable, &cancelled);
  struct pollfd files[] = {{calls->notify, POLLIN, 0}, {cancelled.fd, POLLIN, 0}};
  gint64 ms = timeout_usec / 1000;
  gboolean lost = FALSE;
  while (poll(files, can_cancel ? 2 : 1, ms > G_MAXINT ? -1 : (int) ms) > 0 &&
         files[1].revents == 0 && !drain(calls, &lost))
    ; /* other files of the folder */
  if (can_cancel)
    g_cancellable_release_fd(cancellable);
  if (lost) { /* the next reading looks where it is now */
    close(calls->notify);
    calls->notify = -1;
  }
  return cancellable == NULL || !g_cancellable_set_error_if_cancelled(cancellable, error);
}

static void
calls_free(CrSource *source) {
  Calls *calls = (Calls *) source;
  if (calls->notify >= 0)
    close(calls->notify);
  g_free(calls->path);
  g_free(calls->only);
  g_free(calls);
}

CrSource *
cr_calls_source_new(const CrConnection *connection) {
  static const CrSourceClass class = {calls_sync, calls_wait, calls_free};
  Calls *calls = g_new0(Calls, 1);
  calls->source.class = &class;
  calls->path = g_strdup(connection->url);
  calls->notify = -1;
  return &calls->source;
}
