/* Files, and folders with all that is in them. */
#include "engine/intake-private.h"

#include "base/error.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_FOLDER_DEPTH 8

static const char *
why_unread(const GError *error) {
  if (g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return "there is no such file";
  if (g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_ACCES))
    return "it is not yours to read";
  return error->message;
}

/* A pipe that nobody writes to would be waited for without end. */
static GMappedFile *
map_file(const char *path, GError **error) {
  struct stat info;
  GMappedFile *map = NULL;
  int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (file < 0 || fstat(file, &info) != 0)
    g_set_error_literal(error, G_FILE_ERROR, (int) g_file_error_from_errno(errno),
                        g_strerror(errno));
  else if (!S_ISREG(info.st_mode))
    g_set_error_literal(error, CR_ERROR, CR_ERROR_PARSE,
                        "no regular file; \"import -\" reads what a program writes");
  else
    map = g_mapped_file_new_from_fd(file, FALSE, error);
  if (file >= 0)
    close(file);
  return map;
}

static void
take_file(CrIntake *intake, const char *path, const char *name, CrIntakeRole role) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GMappedFile) file = map_file(path, &error);
  if (file == NULL) {
    g_autofree char *message = g_strdup_printf("%s: %s", name, why_unread(error));
    intake_report(message, intake);
    return;
  }
  if (g_mapped_file_get_length(file) > CR_MAX_FILE_BYTES) {
    g_autofree char *message =
        g_strdup_printf("%s: larger than %lu MiB", name, CR_MAX_FILE_BYTES >> 20);
    intake_report(message, intake);
    return;
  }
  gsize length = g_mapped_file_get_length(file);
  intake->map = g_mapped_file_get_contents(file);
  intake->map_length = length;
  cr_intake_bytes(intake, length ? g_mapped_file_get_contents(file) : "", length, name, role);
  intake->map = NULL;
}

char *
cr_intake_inner(CrIntake *intake, const char *folder, const char *inner, const char *name) {
  g_autofree char *path = g_build_filename(folder, inner, NULL);
  gboolean link = g_file_test(path, G_FILE_TEST_IS_SYMLINK);
  if (!link && (g_file_test(path, G_FILE_TEST_IS_REGULAR) || g_file_test(path, G_FILE_TEST_IS_DIR)))
    return g_steal_pointer(&path);
  g_autofree char *message = g_strdup_printf(
      link ? "%s: a link, and those in a folder are not followed" : "%s: no file", name);
  if (link || g_file_test(path, G_FILE_TEST_EXISTS))
    intake_report(message, intake);
  return NULL;
}

static int
compare_names(gconstpointer a, gconstpointer b) {
  return strcmp(*(char *const *) a, *(char *const *) b);
}

static void
take_path(CrIntake *intake, const char *path, const char *name, CrIntakeRole role, guint depth) {
  if (!g_file_test(path, G_FILE_TEST_IS_DIR)) {
    take_file(intake, path, name, role);
    return;
  }
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = depth < MAX_FOLDER_DEPTH ? g_dir_open(path, 0, &error) : NULL;
  if (dir == NULL) {
    g_autofree char *message =
        g_strdup_printf("%s: %s", name, error ? error->message : "folders nested too deep");
    intake_report(message, intake);
    return;
  }
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(g_free);
  for (const char *entry; (entry = g_dir_read_name(dir));)
    if (entry[0] != '.')
      g_ptr_array_add(entries, g_strdup(entry));
  g_ptr_array_sort(entries, compare_names);
  for (guint i = 0; i < entries->len; i++) {
    g_autofree char *inner_name = g_build_filename(name, entries->pdata[i], NULL);
    g_autofree char *inner = cr_intake_inner(intake, path, entries->pdata[i], inner_name);
    if (inner)
      take_path(intake, inner, inner_name, role, depth + 1);
  }
}

void
cr_intake_path(CrIntake *intake, const char *path, const char *name, CrIntakeRole role) {
  take_path(intake, path, name, role, 0);
}
