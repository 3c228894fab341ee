#include "engine/lock.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A database that is no file has its lock in the state folder: it holds on this machine. */
static char *
lock_path(const char *uri) {
  if (g_str_has_prefix(uri, "sqlite:") && strcmp(uri, "sqlite::memory:") != 0)
    return g_strconcat(uri + strlen("sqlite:"), "-keeper", NULL);
  g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, uri, -1);
  g_autofree char *folder = g_build_filename(g_get_user_state_dir(), "crickets", NULL);
  g_autofree char *name = g_strdup_printf("%.32s-keeper", digest);
  g_mkdir_with_parents(folder, 0700);
  return g_build_filename(folder, name, NULL);
}

static const struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

static void
set_busy(int file, const char *path, GError **error) {
  char text[32] = "";
  gssize length = pread(file, text, sizeof text - 1, 0);
  text[MAX(length, 0)] = '\0';
  g_set_error(error, CR_ERROR, CR_ERROR_BUSY,
              "another keeper watches this database already%s%s; it is enough to have one",
              *text ? ": process " : "", g_strchomp(text));
}

int
cr_lock_take(const char *uri, GError **error) {
  g_autofree char *path = lock_path(uri);
  int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s: %s", path, g_strerror(errno));
    return -1;
  }
  if (fcntl(file, F_OFD_SETLK, &whole) != 0) {
    if (errno == EAGAIN || errno == EACCES)
      set_busy(file, path, error);
    else
      g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s: %s", path, g_strerror(errno));
    close(file);
    return -1;
  }
  g_autofree char *me = g_strdup_printf("%d\n", (int) getpid());
  if (ftruncate(file, 0) != 0 || pwrite(file, me, strlen(me), 0) < 0)
    g_log_structured("crickets", G_LOG_LEVEL_WARNING, "MESSAGE", "%s: %s", path,
                     g_strerror(errno)); /* only its number is not told then */
  return file;
}

gboolean
cr_lock_is_taken(const char *uri) {
  g_autofree char *path = lock_path(uri);
  int file = open(path, O_RDWR | O_CLOEXEC);
  if (file < 0)
    return FALSE;
  struct flock found = whole; /* asks without taking it, even for a moment */
  gboolean taken = fcntl(file, F_OFD_GETLK, &found) == 0 && found.l_type != F_UNLCK;
  close(file);
  return taken;
}
