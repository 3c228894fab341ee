#include "cmd/module.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

extern const char cr_reader_blob[], cr_reader_blob_end[];
extern const char cr_live_blob[], cr_live_blob_end[];
extern const char cr_serve_blob[], cr_serve_blob_end[];

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

/* The module stays loaded to the end, and its file open: the loader knows it by its path, which
 * must not become another module's. */
static const CrModule *
load(const char *blob, const char *end, const char *symbol) {
  int file = memfd_create(symbol, MFD_CLOEXEC);
  if (file < 0 || !write_all(file, blob, (gsize) (end - blob))) {
    cr_command_complain("no memory for a part of the program: %s", g_strerror(errno));
    return NULL;
  }
  let_go(blob, end);
  g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", file);
  void *module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (module == NULL) {
    cr_command_complain("a part of the program cannot be loaded: %s", dlerror());
    return NULL;
  }
  return dlsym(module, symbol);
}

static const CrModule *reader_module;

static void
load_reader(void) {
  reader_module = load(cr_reader_blob, cr_reader_blob_end, CR_READER_SYMBOL);
}

static const CrModule *
reader(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load_reader);
  return reader_module;
}

const CrIntakeClass *
cr_command_intake(void) {
  const CrModule *module = reader();
  return module ? module->intake : NULL;
}

static const CrModule *
module_of(CrPart part) {
  switch (part) {
  case CR_PART_LIVE:
    return load(cr_live_blob, cr_live_blob_end, CR_LIVE_SYMBOL);
  case CR_PART_SERVE:
    return load(cr_serve_blob, cr_serve_blob_end, CR_SERVE_SYMBOL);
  case CR_PART_LIGHT:
  case CR_PART_READER:
    return reader();
  }
  return NULL;
}

CrExit
cr_module_run(CrPart part, const char *verb, CrCommand *command, char **args) {
  const CrModule *module = module_of(part);
  for (const CrModuleVerb *v = module ? module->verbs : NULL; v && v->name; v++)
    if (strcmp(v->name, verb) == 0)
      return v->run(command, args);
  return CR_EXIT_FAILED;
}
