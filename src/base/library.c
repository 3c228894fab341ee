#include "base/library.h"

#include "base/error.h"

#include <dlfcn.h>

enum { CANNOT_BE_HAD = 1, IS_THERE };

static gboolean
load(const CrLibrary *library) {
  void *handle = dlopen(library->file, RTLD_NOW | RTLD_LOCAL);
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
