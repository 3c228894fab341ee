#include "engine/file.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* FALSE with errno set. */
static gboolean
read_some(int file, GByteArray *bytes, gsize max_bytes) {
  guint8 buffer[65536];
  gssize got;
  while (bytes->len <= max_bytes && (got = read(file, buffer, sizeof buffer)) != 0) {
    if (got > 0)
      g_byte_array_append(bytes, buffer, (guint) got);
    else if (errno != EINTR)
      return FALSE;
  }
  return TRUE;
}

gboolean
cr_file_read(const char *path, gsize max_bytes, char **ret_bytes, gsize *ret_length,
             GError **error) {
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  gboolean given = strcmp(path, "-") == 0;
  int file = given ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  gboolean ok = file >= 0 && read_some(file, bytes, max_bytes);
  int code = errno;
  if (file >= 0 && !given)
    close(file);
  if (!ok) {
    g_set_error_literal(error, G_FILE_ERROR, (int) g_file_error_from_errno(code), g_strerror(code));
    return FALSE;
  }
  if (bytes->len > max_bytes) {
    g_set_error(error, CR_ERROR, CR_ERROR_LIMIT, "larger than %" G_GSIZE_FORMAT " KiB",
                max_bytes >> 10);
    return FALSE;
  }
  if (ret_length)
    *ret_length = bytes->len;
  g_byte_array_append(bytes, (const guint8 *) "", 1);
  *ret_bytes = (char *) g_byte_array_free(g_steal_pointer(&bytes), FALSE);
  return TRUE;
}
