#include "engine/keeper-private.h"

#include <unistd.h>

/* The last look before a letter goes out waits for the sources as long as this. */
#define LAST_LOOK_USEC (20 * CR_SECOND)
#define AGAIN_USEC (30 * CR_SECOND)

static CrInstant
look(CrEngine *engine, CrInstant now, CrLastLook *ret_look, gpointer data) {
  CrKeeper *keeper = data;
  const CrSync sync = keeper_sync(keeper);
  if (ret_look == NULL)
    return keeper_now(keeper);
  if (keeper->watchers)
    cr_watchers_look(keeper->watchers, LAST_LOOK_USEC, ret_look);
  else
    cr_watchers_look_once(&sync, keeper->connections, keeper->options.open_source, ret_look);
  return keeper_now(keeper);
}

void
keeper_equip(CrKeeper *keeper, CrEngine *engine) {
  if (keeper->options.perform == NULL)
    return;
  cr_engine_set_performer(engine, keeper->options.perform, keeper->options.perform_data);
  cr_engine_set_look(engine, look, keeper);
}

static gint64
send_letters(CrKeeper *keeper) {
  CrInstant now = keeper_now(keeper);
  g_autoptr(GError) error = NULL;
  g_autoptr(CrStore) store = cr_store_open(keeper->uri, &error);
  g_autoptr(CrEngine) engine = store ? cr_engine_new(store, keeper->options.account, &error) : NULL;
  if (engine)
    keeper_equip(keeper, engine);
  if (engine && cr_engine_load_watched(engine, now, &error) &&
      cr_engine_perform(engine, now, &error))
    return CR_WORKER_SLEEP;
  g_log_structured("crickets", G_LOG_LEVEL_WARNING, "MESSAGE", "sending: %s; trying again",
                   error->message);
  return AGAIN_USEC;
}

/* Between the last look and the server's word the machine does not fall asleep: hours later the
 * look would be stale, and a letter that was torn apart would be in doubt. What it cannot wait for
 * goes out when it is awake again. */
static gint64
send_awake(gpointer data) {
  CrKeeper *keeper = data;
  int file;
  if (cr_logind_stay_awake(keeper->logind, "A follow-up is being sent", &file) == CR_AWAKE_REFUSED)
    return AGAIN_USEC;
  gint64 next = send_letters(keeper);
  if (file >= 0)
    close(file);
  return next;
}

gboolean
keeper_wake_sender(CrKeeper *keeper) {
  if (keeper->watchers == NULL || keeper->options.perform == NULL)
    return FALSE;
  if (keeper->sender)
    cr_worker_wake(keeper->sender);
  else
    keeper->sender = cr_worker_new("sender", send_awake, keeper);
  return TRUE;
}

gboolean
keeper_is_sending(const CrKeeper *keeper) {
  return keeper->sender && cr_worker_is_at_work(keeper->sender);
}
