#include "faulty-vfs.h"

#include <signal.h>
#include <sqlite3.h>
#include <string.h>

/* What a write replaced, to be put back when the power is cut before the sync. */
typedef struct {
  sqlite3_file *file;
  sqlite3_int64 offset, old_size;
  int length;
  char *old;
} Unsynced;

/* SQLite's own methods: with locks for the database, without for its journals. They differ only in
 * what we leave alone, so either serves to read and write. */
static sqlite3_vfs *real_vfs, vfs;
static const sqlite3_io_methods *reals[2], *real;
static sqlite3_io_methods methods[2];

static gboolean sleeps = TRUE;
static Fault fault;
static int countdown;
static guint32 seed;
static GArray *unsynced;

static gboolean
strikes(void) {
  if (fault == FAULT_NONE)
    return FALSE;
  if (countdown > 0)
    countdown--;
  return countdown == 0;
}

static void
forget(sqlite3_file *file) {
  for (guint i = unsynced->len; i > 0; i--) {
    Unsynced *write = &g_array_index(unsynced, Unsynced, i - 1);
    if (write->file == file) {
      g_free(write->old);
      g_array_remove_index(unsynced, i - 1);
    }
  }
}

static void
remember(sqlite3_file *file, int length, sqlite3_int64 offset) {
  Unsynced write = {file, offset, 0, length, g_malloc0((gsize) length)};
  real->xFileSize(file, &write.old_size);
  real->xRead(file, write.old, length, offset);
  g_array_append_val(unsynced, write);
}

/* Each unsynced write is lost or not by chance, as a disk that reorders would have it. */
static void
lose_unsynced(void) {
  g_autoptr(GRand) chance = g_rand_new_with_seed(seed);
  for (guint i = unsynced->len; i > 0; i--) {
    const Unsynced *write = &g_array_index(unsynced, Unsynced, i - 1);
    if (g_rand_boolean(chance))
      continue;
    real->xWrite(write->file, write->old, write->length, write->offset);
    if (g_rand_boolean(chance))
      real->xTruncate(write->file, write->old_size);
  }
}

static void
die(void) {
  if (fault == FAULT_POWER)
    lose_unsynced();
  raise(SIGKILL);
}

static int
faulty_write(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset) {
  gboolean struck = strikes();
  if (struck && fault == FAULT_FULL)
    return SQLITE_FULL;
  if (struck && fault == FAULT_IO)
    return SQLITE_IOERR_WRITE;
  if (fault == FAULT_POWER)
    remember(file, length, offset);
  if (struck) {
    real->xWrite(file, bytes, length / 2, offset);
    die();
  }
  return real->xWrite(file, bytes, length, offset);
}

static int
faulty_truncate(sqlite3_file *file, sqlite3_int64 size) {
  if (strikes()) {
    if (fault == FAULT_FULL || fault == FAULT_IO)
      return SQLITE_IOERR_TRUNCATE;
    die();
  }
  return real->xTruncate(file, size);
}

static int
faulty_sync(sqlite3_file *file, int flags) {
  if (strikes()) {
    if (fault == FAULT_FULL || fault == FAULT_IO)
      return SQLITE_IOERR_FSYNC;
    die();
  }
  forget(file);
  return SQLITE_OK; /* the page cache outlives us: a real sync would only take time */
}

static int
faulty_close(sqlite3_file *file) {
  forget(file);
  return real->xClose(file);
}

static int
faulty_open(sqlite3_vfs *self, const char *name, sqlite3_file *file, int flags, int *ret_flags) {
  int code = real_vfs->xOpen(real_vfs, name, file, flags, ret_flags);
  if (code != SQLITE_OK || file->pMethods == NULL)
    return code;
  int kind = (flags & SQLITE_OPEN_MAIN_DB) == 0;
  g_assert(reals[kind] == NULL || reals[kind] == file->pMethods);
  real = reals[kind] = file->pMethods;
  methods[kind] = *real;
  methods[kind].xWrite = faulty_write;
  methods[kind].xTruncate = faulty_truncate;
  methods[kind].xSync = faulty_sync;
  methods[kind].xClose = faulty_close;
  file->pMethods = &methods[kind];
  return code;
}

static int
maybe_sleep(sqlite3_vfs *self, int usec) {
  return sleeps ? real_vfs->xSleep(real_vfs, usec) : usec;
}

void
faulty_vfs_install(void) {
  real_vfs = sqlite3_vfs_find(NULL);
  vfs = *real_vfs;
  vfs.zName = "faulty";
  vfs.xOpen = faulty_open;
  vfs.xSleep = maybe_sleep;
  unsynced = g_array_new(FALSE, FALSE, sizeof(Unsynced));
  g_assert_cmpint(sqlite3_vfs_register(&vfs, 1), ==, SQLITE_OK);
}

void
faulty_vfs_set(Fault which, int count, guint32 chance) {
  fault = which;
  countdown = count;
  seed = chance;
}

void
faulty_vfs_set_sleeps(gboolean really) {
  sleeps = really;
}
