#include "api/replica.h"

#include "base/tally.h"

#include <string.h>

/* One that cannot be reached is not tried again for so long: a page does not wait for it. */
#define AWAY_USEC (30 * CR_SECOND)

struct _CrReplica {
  char *uri, *primary;
  GAsyncQueue *desks;     /* CrDesk that nobody uses now */
  gint64 away_until_usec; /* atomic */
};

CrReplica *
cr_replica_new(const char *uri, const char *primary) {
  if (uri == NULL)
    return NULL;
  CrReplica *replica = g_new0(CrReplica, 1);
  replica->uri = g_strdup(uri);
  replica->primary = g_strdup(primary);
  replica->desks = g_async_queue_new_full((GDestroyNotify) cr_desk_free);
  return replica;
}

void
cr_replica_free(CrReplica *replica) {
  if (replica == NULL)
    return;
  g_async_queue_unref(replica->desks);
  g_free(replica->uri);
  g_free(replica->primary);
  g_free(replica);
}

static void
stay_away(CrReplica *replica, const char *why) {
  __atomic_store_n(&replica->away_until_usec, g_get_monotonic_time() + AWAY_USEC, __ATOMIC_RELAXED);
  g_log_structured("crickets", G_LOG_LEVEL_WARNING, "MESSAGE", "the replica is not read: %s", why);
}

/* Nobody waits for one that hangs: there is the primary. */
static gboolean
give_up(gpointer replica) {
  stay_away(replica, "it does not answer");
  return FALSE;
}

static CrDesk *
desk_of(CrReplica *replica, gint64 account) {
  g_autoptr(GError) error = NULL;
  CrDesk *desk = g_async_queue_try_pop(replica->desks);
  if (desk == NULL)
    desk = cr_desk_open_reader(replica->uri, replica->primary, give_up, replica, &error);
  if (desk)
    cr_store_hold(desk->store, account);
  if (desk && cr_desk_turn_to(desk, account, &error))
    return desk;
  cr_desk_free(desk);
  stay_away(replica, error->message);
  return NULL;
}

CrDesk *
cr_replica_take(CrReplica *replica, const CrRequest *request, CrDesk *desk) {
  gint64 needed, has;
  /* What a coach looks at leaves a row in the audit. */
  if (replica == NULL || request->visit || !cr_route_is_page(request->route) ||
      desk->engine == NULL ||
      g_get_monotonic_time() < __atomic_load_n(&replica->away_until_usec, __ATOMIC_RELAXED) ||
      !cr_desk_version(desk, desk->account, &needed, NULL))
    return NULL;
  CrDesk *reader = desk_of(replica, desk->account);
  if (reader == NULL)
    return NULL;
  g_autoptr(GError) error = NULL;
  gboolean told = cr_desk_version(reader, desk->account, &has, &error);
  if (told && has >= needed) {
    cr_tally(CR_TALLY_FROM_REPLICA);
    return reader;
  }
  cr_tally(CR_TALLY_REPLICA_BEHIND);
  if (!told)
    stay_away(replica, error->message);
  cr_replica_give(replica, reader);
  return NULL;
}

void
cr_replica_give(CrReplica *replica, CrDesk *desk) {
  if (desk == NULL)
    return;
  cr_desk_turn_away(desk);
  g_async_queue_push(replica->desks, desk);
}
