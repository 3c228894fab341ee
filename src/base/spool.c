#include "base/spool.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>

/* What is in memory on many machines is /tmp. */
#define FOLDER "/var/tmp"

int
cr_spool_new(GError **error) {
  int file = open(FOLDER, O_TMPFILE | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0)
    file = memfd_create("crickets", MFD_CLOEXEC);
  if (file < 0)
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "no room for what was read: %s",
                g_strerror(errno));
  return file;
}
