/* Room for the bodies of requests, which are kept until they are whole. */
#include "api/server-private.h"

#define MAX_HELD_BYTES (256L << 20)
#define FREE_OF_FILES (64L << 20) /* of them: who brings files stops nobody else */

gssize
server_count(GHashTable *counts, gint64 account, gssize by) {
  gssize n = GPOINTER_TO_SIZE(g_hash_table_lookup(counts, &account)) + by;
  if (n > 0)
    g_hash_table_replace(counts, g_memdup2(&account, sizeof account), GSIZE_TO_POINTER(n));
  else
    g_hash_table_remove(counts, &account);
  return n;
}

/* Of files an account holds no more than it leaves free: so however many there are, and however
 * much each brings, there is room for one more. Source: Choudhury and Hahne, "Dynamic queue length
 * thresholds for shared-memory packet switches", 1998. */
gboolean
room_take(CrServer *server, gint64 files_of, gsize bytes) {
  pthread_mutex_lock(&server->mutex);
  gssize most = MAX_HELD_BYTES - (files_of ? FREE_OF_FILES : 0);
  gssize left = most - server->held_bytes - (gssize) bytes;
  gboolean ok =
      left >= 0 && (files_of == 0 || server_count(server->files, files_of, (gssize) bytes) <= left);
  if (ok)
    server->held_bytes += (gssize) bytes;
  else if (files_of && left >= 0)
    server_count(server->files, files_of, -(gssize) bytes);
  pthread_mutex_unlock(&server->mutex);
  return ok;
}

void
room_give(CrServer *server, gint64 files_of, gsize bytes) {
  pthread_mutex_lock(&server->mutex);
  server->held_bytes -= (gssize) bytes;
  if (files_of)
    server_count(server->files, files_of, -(gssize) bytes);
  pthread_mutex_unlock(&server->mutex);
}
