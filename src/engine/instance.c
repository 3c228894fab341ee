#include "engine/instance.h"

#include "base/error.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define GROUP "instance"

const char *const cr_instance_words[] = {
    "this is the database that it was",
    "this database comes from another machine, or what this machine knew of it is gone",
    "this database is a copy; the one that it was made from is still there",
    "this database is older than when it was last used: a backup was put back",
};

typedef struct {
  char *path; /* of the database, absolute */
  char *id;
  gint64 lines; /* in its timeline */
} Here;

typedef struct {
  char *path, *machine;
  guint64 device, inode;
  gint64 lines;
  CrSeen seen;
} Known;

static void
here_clear(Here *here) {
  g_free(here->path);
  g_free(here->id);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Here, here_clear)

static void
known_clear(Known *known) {
  g_free(known->path);
  g_free(known->machine);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Known, known_clear)

/* NULL of one that is no file. */
static char *
path_of(const char *uri) {
  if (!g_str_has_prefix(uri, "sqlite:") || strcmp(uri, "sqlite::memory:") == 0)
    return NULL;
  return g_canonicalize_filename(uri + strlen("sqlite:"), NULL);
}

static char *
machine_id(void) {
  char *id = NULL;
  if (!g_file_get_contents("/etc/machine-id", &id, NULL, NULL))
    return g_strdup("");
  return g_strstrip(id);
}

static char *
state_path(const char *id) {
  g_autofree char *name = g_strdup_printf("instance-%s.ini", id);
  return g_build_filename(g_get_user_state_dir(), "crickets", name, NULL);
}

static void
read_seen(GKeyFile *file, CrSeen *ret_seen) {
  g_autofree char *now = cr_clock_boot_id();
  g_autofree char *run = g_key_file_get_string(file, "clock", "run", NULL);
  if (run == NULL)
    return;
  ret_seen->clock.real = g_key_file_get_int64(file, "clock", "real", NULL);
  ret_seen->clock.boot_usec = g_key_file_get_int64(file, "clock", "boot", NULL);
  ret_seen->clock.awake_usec = g_key_file_get_int64(file, "clock", "awake", NULL);
  ret_seen->set_usec = g_key_file_get_int64(file, "clock", "set", NULL);
  ret_seen->same_run = now && strcmp(now, run) == 0;
}

static void
write_seen(GKeyFile *file, const CrSeen *seen) {
  g_autofree char *run = cr_clock_boot_id();
  g_key_file_set_string(file, "clock", "run", run ? run : "");
  g_key_file_set_int64(file, "clock", "real", seen->clock.real);
  g_key_file_set_int64(file, "clock", "boot", seen->clock.boot_usec);
  g_key_file_set_int64(file, "clock", "awake", seen->clock.awake_usec);
  g_key_file_set_int64(file, "clock", "set", seen->set_usec);
}

/* FALSE without error: nothing is known of it. */
static gboolean
load_known(const char *id, Known *ret_known) {
  g_autofree char *path = state_path(id);
  g_autoptr(GKeyFile) file = g_key_file_new();
  if (!g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, NULL))
    return FALSE;
  ret_known->path = g_key_file_get_string(file, GROUP, "path", NULL);
  ret_known->machine = g_key_file_get_string(file, GROUP, "machine", NULL);
  ret_known->device = g_key_file_get_uint64(file, GROUP, "device", NULL);
  ret_known->inode = g_key_file_get_uint64(file, GROUP, "inode", NULL);
  ret_known->lines = g_key_file_get_int64(file, GROUP, "lines", NULL);
  read_seen(file, &ret_known->seen);
  return ret_known->path != NULL;
}

static gboolean
save_known(const Here *here, const CrSeen *seen, GError **error) {
  g_autofree char *path = state_path(here->id), *folder = g_path_get_dirname(path);
  g_autofree char *machine = machine_id();
  g_autoptr(GKeyFile) file = g_key_file_new();
  struct stat info;
  if (g_mkdir_with_parents(folder, 0700) != 0 || stat(here->path, &info) != 0) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s: %s", folder, g_strerror(errno));
    return FALSE;
  }
  g_key_file_set_string(file, GROUP, "path", here->path);
  g_key_file_set_string(file, GROUP, "machine", machine);
  g_key_file_set_uint64(file, GROUP, "device", info.st_dev);
  g_key_file_set_uint64(file, GROUP, "inode", info.st_ino);
  g_key_file_set_int64(file, GROUP, "lines", here->lines);
  if (seen->clock.real != CR_INSTANT_NONE)
    write_seen(file, seen);
  gsize length;
  g_autofree char *text = g_key_file_to_data(file, &length, NULL);
  return g_file_set_contents_full(path, text, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                  error);
}

static gboolean
load_here(CrStore *store, gint64 account, Here *here, GError **error) {
  g_autoptr(GError) local = NULL;
  if (!cr_store_begin(store, account, FALSE, error))
    return FALSE;
  gboolean ok = cr_store_last_line(store, &here->lines, &local);
  if (ok)
    here->id = cr_store_get(store, "instance", &local);
  cr_store_rollback(store);
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  return local == NULL;
}

static const CrSeen never_seen = {.clock = {.real = CR_INSTANT_NONE}};

static gboolean
keep_id(CrStore *store, gint64 account, const Here *here, GError **error) {
  gboolean ok = cr_store_begin(store, account, TRUE, error) &&
                cr_store_set(store, "instance", here->id, error);
  return cr_store_end(store, ok, error);
}

static gboolean
give_id(CrStore *store, gint64 account, Here *here, GError **error) {
  here->id = g_uuid_string_random();
  return save_known(here, &never_seen, error) && keep_id(store, account, here, error);
}

/* A state folder that cannot be written keeps nobody from watching: what it would have told is
 * unknown, and nothing is sent. */
static gboolean
make_known(CrStore *store, gint64 account, Here *here, CrInstance *ret_instance, GError **error) {
  g_autoptr(GError) local = NULL;
  here->id = g_uuid_string_random();
  if (save_known(here, &never_seen, &local))
    return keep_id(store, account, here, error);
  g_log_structured("crickets", G_LOG_LEVEL_MESSAGE, "MESSAGE", "%s", local->message);
  *ret_instance = CR_INSTANCE_UNKNOWN;
  return TRUE;
}

static gboolean
is_same_file(const Known *known, const char *path) {
  struct stat info;
  return stat(path, &info) == 0 && info.st_dev == known->device && info.st_ino == known->inode;
}

static CrInstance
compare(const Here *here, const Known *known) {
  g_autofree char *machine = machine_id();
  if (g_strcmp0(known->machine, machine) != 0)
    return CR_INSTANCE_UNKNOWN;
  if (is_same_file(known, known->path) && !is_same_file(known, here->path))
    return CR_INSTANCE_COPIED;
  return here->lines < known->lines ? CR_INSTANCE_OLDER : CR_INSTANCE_FITS;
}

/* TRUE with what is known of it, if it is known; a new one is made known. */
static gboolean
find_instance(CrStore *store, gint64 account, Here *here, Known *known, CrInstance *ret_instance,
              GError **error) {
  *ret_instance = CR_INSTANCE_FITS;
  if (!load_here(store, account, here, error))
    return FALSE;
  if (here->id == NULL)
    return make_known(store, account, here, ret_instance, error);
  *ret_instance = load_known(here->id, known) ? compare(here, known) : CR_INSTANCE_UNKNOWN;
  if (*ret_instance == CR_INSTANCE_FITS)
    save_known(here, &known->seen, NULL); /* where it is now; who marks it later says why not */
  return TRUE;
}

gboolean
cr_instance_check(CrStore *store, gint64 account, const char *uri, CrInstance *ret_instance,
                  CrSeen *ret_seen, GError **error) {
  g_auto(Here) here = {.path = path_of(uri)};
  g_auto(Known) known = {.seen = never_seen};
  CrInstance instance = CR_INSTANCE_FITS;
  if (here.path && !find_instance(store, account, &here, &known, &instance, error))
    return FALSE;
  *ret_instance = instance;
  if (ret_seen)
    *ret_seen = known.seen;
  return TRUE;
}

gboolean
cr_instance_confirm(CrStore *store, gint64 account, const char *uri, GError **error) {
  g_auto(Here) here = {.path = path_of(uri)};
  if (here.path == NULL)
    return TRUE;
  if (!load_here(store, account, &here, error))
    return FALSE;
  g_clear_pointer(&here.id, g_free); /* the other copy keeps that one */
  return give_id(store, account, &here, error);
}

gboolean
cr_instance_mark(CrStore *store, gint64 account, const char *uri, const CrSeen *seen,
                 GError **error) {
  g_auto(Here) here = {.path = path_of(uri)};
  return here.path == NULL || (load_here(store, account, &here, error) &&
                               (here.id == NULL || save_known(&here, seen, error)));
}
