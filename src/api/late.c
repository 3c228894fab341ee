/* Where a standby is waited for that is not there, a commit comes to no end, and what is on its way
 * cannot be taken back. Who asked for it is told after a while that it may have been kept; the
 * worker waits on, so that who asks again by the same key finds its answer, and another takes its
 * place. Whoever would change something meanwhile is refused at once, as it would wait behind that
 * commit: so no more wait than there were workers, and pages are answered. Who only reads, of a
 * database that answers nobody, is told so as soon. */
#include "api/exchange.h"

/* Not while the pool is about to end, which takes none. */
static void
widen(const Late *late, int by) {
  pthread_mutex_lock(&late->server->mutex);
  if (!g_atomic_int_get(&late->server->stopping))
    g_thread_pool_set_max_threads(late->pool, g_thread_pool_get_max_threads(late->pool) + by, NULL);
  pthread_mutex_unlock(&late->server->mutex);
}

static void
count(const Late *late, int by) {
  g_atomic_int_add(&late->server->stuck, by);
  if (late->changes)
    g_atomic_int_add(&late->server->late, by);
}

static CrReply *
not_heard(void) {
  return cr_reply_problem(
      503, "not-heard",
      "This takes longer than it should. It may have been kept: look before you "
      "do it again.");
}

/* Until the server ends: it must not take as long as the standby does. */
gboolean
late_goes_on(gpointer server) {
  return !g_atomic_int_get(&((CrServer *) server)->stopping);
}

gboolean
late_go_on(gpointer data) {
  Late *late = data;
  if (late->is_late)
    return late_goes_on(late->server);
  late->is_late = TRUE;
  count(late, 1);
  widen(late, 1);
  g_log_structured("crickets", G_LOG_LEVEL_WARNING, "MESSAGE", "%s",
                   late->changes ? "what is to be kept is not confirmed: no standby?"
                                 : "the database does not answer");
  if (!late->answered) {
    late->x->told = late->changes ? not_heard() : cr_reply_no_database();
    MHD_resume_connection(late->x->connection);
  }
  return late_goes_on(late->server);
}

void
late_begin(Late *late, CrServer *server, Exchange *x, gboolean changes) {
  *late = (Late){.server = server,
                 .pool = server->workers[exchange_kind(x)],
                 .x = g_atomic_rc_box_acquire(x),
                 .changes = changes};
}

void
late_watch(Late *late, CrStore *store) {
  late->store = store;
  cr_store_tell_late(store, late_go_on, late);
}

void
late_answer(Late *late) {
  late->answered = TRUE;
  if (late->is_late)
    return;
  late->changes = TRUE; /* what comes afterwards is to be kept */
  MHD_resume_connection(late->x->connection);
}

void
late_end(Late *late) {
  if (late->store)
    cr_store_tell_late(late->store, late_goes_on, late->server);
  if (late->is_late && late_goes_on(late->server)) { /* else the database is at it still */
    count(late, -1);
    widen(late, -1);
  }
  exchange_free(late->x);
}

CrReply *
late_refuse(const CrServer *server) {
  return g_atomic_int_get(&server->late) == 0
             ? NULL
             : cr_reply_problem(503, "keeps-nothing",
                                "Nothing can be kept just now. Try again in a moment.");
}
