#include "base/library.h"

#include "base/error.h"

#include <dlfcn.h>
#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

enum { CANNOT_BE_HAD = 1, IS_THERE };

static gboolean
write_all(int file, const char *bytes, gsize length) {
  while (length > 0) {
    gssize written = write(file, bytes, length);
    if (written < 0 && errno != EINTR)
      return FALSE;
    if (written > 0) {
      bytes += written;
      length -= (gsize) written;
    }
  }
  return TRUE;
}

/* What was copied need not stay in memory: it is clean, and in the program's own file. */
static void
let_go(const char *blob, const char *end) {
  gsize page = (gsize) sysconf(_SC_PAGESIZE), first = ((gsize) blob + page - 1) & -page,
        after = (gsize) end & -page;
  if (first < after)
    madvise((void *) first, after - first, MADV_DONTNEED);
}

/* The file stays open: the loader knows it by its path, which must not become another part's. */
void *
cr_library_open_part(const char *name, const char *begin, const char *end, char **ret_why) {
  int file = memfd_create(name, MFD_CLOEXEC);
  if (file < 0 || !write_all(file, begin, (gsize) (end - begin))) {
    *ret_why = g_strdup(g_strerror(errno));
    return NULL;
  }
  let_go(begin, end);
  g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", file);
  void *part = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  *ret_why = part ? NULL : g_strdup(dlerror());
  return part;
}

static void *
open_library(const CrLibrary *library) {
  g_autofree char *why = NULL;
  return library->begin ? cr_library_open_part(library->file, library->begin, library->end, &why)
                        : dlopen(library->file, RTLD_NOW | RTLD_LOCAL);
}

static gboolean
load(const CrLibrary *library) {
  void *handle = open_library(library);
  gboolean all = handle != NULL;
  for (gsize i = 0; all && i < library->n_calls; i++) {
    *library->calls[i].place = dlsym(handle, library->calls[i].name);
    all = *library->calls[i].place != NULL;
  }
  return all;
}

gboolean
cr_library_ensure(CrLibrary *library, GError **error) {
  if (g_once_init_enter(&library->state))
    g_once_init_leave(&library->state, load(library) ? IS_THERE : CANNOT_BE_HAD);
  if (library->state == IS_THERE)
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s needs %s (Debian's package %s)",
              library->wanted, library->file, library->package);
  return FALSE;
}
