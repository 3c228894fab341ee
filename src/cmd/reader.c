/* The parse layer brings GMime, libical, libphonenumber and ICU, which take longer to load than
 * "crickets now" takes in all. So it is a module of its own, kept inside the one binary and loaded
 * from memory by the verbs that read inputs. */
#include "cmd/reader.h"
#include "cmd/command.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

extern const char cr_reader_blob[], cr_reader_blob_end[];

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

static CrReaderVerbFunc
load(const char *verb) {
  int file = memfd_create("crickets-reader", MFD_CLOEXEC);
  if (file < 0 || !write_all(file, cr_reader_blob, (gsize) (cr_reader_blob_end - cr_reader_blob))) {
    cr_command_complain("no memory for the reader: %s", g_strerror(errno));
    return NULL;
  }
  g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", file);
  void *module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  close(file);
  if (module == NULL) {
    cr_command_complain("the reader cannot be loaded: %s", dlerror());
    return NULL;
  }
  CrReaderFindFunc find = (CrReaderFindFunc) dlsym(module, CR_READER_SYMBOL);
  return find ? find(verb) : NULL; /* the module stays loaded to the end */
}

CrExit
cr_reader_run(const char *verb, CrCommand *command, char **args) {
  CrReaderVerbFunc run = load(verb);
  return run ? run(command, args) : CR_EXIT_FAILED;
}
