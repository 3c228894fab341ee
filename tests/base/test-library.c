#include "base/error.h"
#include "base/library.h"

#include <math.h>

#define CALLS(C) C(cos) C(sin)
static struct { CALLS(CR_LIBRARY_MEMBER) } maths;
#define ENTRY(name) CR_LIBRARY_ENTRY(maths, name)
static const CrLibraryCall calls[] = {CALLS(ENTRY)};
static void *nowhere;
static const CrLibraryCall unknown_calls[] = {{"cos", &nowhere}, {"no_such_function", &nowhere}};

static void
test_loads(void) {
  CrLibrary library = {"libm.so.6", "a test", "libc6", calls, G_N_ELEMENTS(calls), 0};
  g_autoptr(GError) error = NULL;
  for (int i = 0; i < 2; i++) {
    g_assert_true(cr_library_ensure(&library, &error));
    g_assert_no_error(error);
  }
  g_assert_cmpfloat(maths.cos(0), ==, 1);
  g_assert_cmpfloat(maths.sin(0), ==, 0);
}

static void
test_cannot_be_had(void) {
  CrLibrary libraries[] = {
      {"libnowhere.so.1", "a test", "nowhere1", calls, G_N_ELEMENTS(calls), 0},
      {"libm.so.6", "a test", "libc6", unknown_calls, G_N_ELEMENTS(unknown_calls), 0}};
  for (gsize i = 0; i < 2 * G_N_ELEMENTS(libraries); i++) {
    CrLibrary *library = &libraries[i / 2]; /* each twice: it stays so */
    g_autoptr(GError) error = NULL;
    g_assert_false(cr_library_ensure(library, &error));
    g_assert_error(error, CR_ERROR, CR_ERROR_FAILED);
    g_autofree char *text =
        g_strdup_printf("a test needs %s (Debian's package %s)", library->file, library->package);
    g_assert_cmpstr(error->message, ==, text);
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/library/loads", test_loads);
  g_test_add_func("/library/cannot-be-had", test_cannot_be_had);
  return g_test_run();
}
