/* Makes the tables that a program knew which had fewer migrations: their list takes the place of
 * the one in the library. make-older URI */
#include "store/store.h"

int
main(int argc, char **argv) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrStore) store = cr_store_open(argv[1], &error);
  if (store == NULL)
    g_printerr("%s\n", error->message);
  return store ? 0 : 1;
}
