/* Runs every file of the folders given as arguments through a fuzzer, as a plain test. */
#include <glib.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
run_folder(const char *path) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) folder = g_dir_open(path, 0, &error);
  if (folder == NULL)
    g_error("%s", error->message);
  int count = 0;
  for (const char *name = g_dir_read_name(folder); name; name = g_dir_read_name(folder)) {
    g_autofree char *file = g_build_filename(path, name, NULL);
    g_autofree char *bytes = NULL;
    gsize length = 0;
    if (!g_file_get_contents(file, &bytes, &length, &error))
      g_error("%s", error->message);
    /* An exact copy lets AddressSanitizer see a read beyond the end. */
    g_autofree char *exact = g_memdup2(bytes, length);
    LLVMFuzzerTestOneInput((const uint8_t *) exact, length);
    count++;
  }
  return count;
}

int
main(int argc, char **argv) {
  int count = 0;
  for (int i = 1; i < argc; i++)
    count += run_folder(argv[i]);
  g_print("1..1\n%s 1 - %d inputs\n", count > 0 ? "ok" : "not ok", count);
  return count > 0 ? 0 : 1;
}
