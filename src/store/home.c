/* Where a database with servers is kept, and since when. It stands in the settings of account 0,
 * which is nobody's: "home", and when somebody last worked here ("home.alive"). */
#include "base/error.h"
#include "base/json.h"
#include "store/engine.h"

#include <string.h>

#define SERVICE 0
#define ALIVE_USEC (5 * CR_MINUTE)
/* Nobody worked here for so long before the timeline changed: then it was no standby that took
 * over, but a backup that was put back. */
#define GAP_USEC (15 * CR_MINUTE)

typedef struct {
  char *database, *timeline;
  CrInstant since, alive;
  gboolean copy;
} Known;

static void
known_clear(Known *known) {
  g_free(known->database);
  g_free(known->timeline);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Known, known_clear)

static void
site_clear(CrSite *identity) {
  g_free(identity->database);
  g_free(identity->timeline);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CrSite, site_clear)

static gboolean
load(CrStore *store, Known *known, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autofree char *alive = cr_store_get(store, "home.alive", &local);
  g_autofree char *text = local ? NULL : cr_store_get(store, "home", &local);
  g_autoptr(json_t) json = text ? cr_json_parse(text, strlen(text), &local) : NULL;
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  known->alive = CR_INSTANT_NONE;
  if (alive)
    g_ascii_string_to_signed(alive, 10, G_MININT64, G_MAXINT64, &known->alive, NULL);
  known->database = g_strdup(cr_json_string(json, "database"));
  known->timeline = g_strdup(cr_json_string(json, "timeline"));
  known->since = cr_json_instant(json, "since");
  known->copy = json_is_true(json_object_get(json, "copy"));
  return TRUE;
}

static gboolean
save(CrStore *store, const Known *known, CrInstant now, GError **error) {
  g_autoptr(json_t) json = json_object();
  g_autofree char *alive = g_strdup_printf("%" G_GINT64_FORMAT, now);
  cr_json_put_string(json, "database", known->database);
  cr_json_put_string(json, "timeline", known->timeline);
  if (known->since != CR_INSTANT_NONE)
    json_object_set_new(json, "since", json_integer(known->since));
  json_object_set_new(json, "copy", json_boolean(known->copy));
  g_autofree char *text = cr_json_print(json);
  return cr_store_set(store, "home", text, error) &&
         cr_store_set(store, "home.alive", alive, error);
}

static gboolean
is_at(const Known *known, const CrSite *identity) {
  return g_strcmp0(known->database, identity->database) == 0 &&
         g_strcmp0(known->timeline, identity->timeline) == 0;
}

/* What was known becomes what is so now. */
static void
settle(Known *known, const CrSite *identity, CrInstant now) {
  gboolean first = known->database == NULL;
  gboolean other = !first && strcmp(known->database, identity->database) != 0;
  gboolean gap = known->alive != CR_INSTANT_NONE && now - known->alive > GAP_USEC;
  if (is_at(known, identity))
    return;
  known->copy = !first && (known->copy || other || gap);
  if (!first && (known->copy || !identity->promised))
    known->since = now;
  g_free(known->database);
  g_free(known->timeline);
  known->database = g_strdup(identity->database);
  known->timeline = g_strdup(identity->timeline);
}

static gboolean
look(CrStore *store, gboolean write, Known *known, CrSite *identity, GError **error) {
  if (!cr_store_begin(store, SERVICE, write, error))
    return FALSE;
  if (store->engine->identify(store->db, identity, error) && load(store, known, error))
    return TRUE;
  cr_store_rollback(store);
  return FALSE;
}

static gboolean
note(CrStore *store, CrInstant now, gboolean confirm, Known *known, GError **error) {
  g_auto(CrSite) identity = {0};
  if (!look(store, TRUE, known, &identity, error))
    return FALSE;
  settle(known, &identity, now);
  if (confirm && known->copy) {
    known->copy = FALSE;
    known->since = now;
  }
  return cr_store_end(store, save(store, known, now, error), error);
}

static gboolean
is_fresh(CrInstant at, CrInstant now) {
  return at != CR_INSTANT_NONE && at <= now && now - at < ALIVE_USEC;
}

gboolean
cr_store_find_home(CrStore *store, CrInstant now, CrHome *ret_home, GError **error) {
  static const CrHome everywhere = {.since = CR_INSTANT_NONE};
  guint session = store->engine->sessions ? store->engine->sessions(store->db) : 0;
  gboolean fresh = is_fresh(store->alive_at, now);
  if (session == 0 || (session == store->home_session && fresh && !store->home.promised)) {
    *ret_home = session == 0 ? everywhere : store->home;
    return TRUE;
  }
  g_auto(Known) known = {0};
  g_auto(CrSite) identity = {0};
  if (!look(store, FALSE, &known, &identity, error))
    return FALSE;
  cr_store_rollback(store);
  session = store->engine->sessions(store->db); /* it may be another one by now */
  if (!is_at(&known, &identity) || !is_fresh(known.alive, now)) {
    g_auto(Known) newer = {0};
    if (!note(store, now, FALSE, &newer, error))
      return FALSE;
    known.since = newer.since;
    known.copy = newer.copy;
  }
  store->home = (CrHome){.since = known.since,
                         .copy = known.copy,
                         .promised = identity.promised,
                         .lone = identity.promised && !identity.confirmed};
  store->home_session = session;
  store->alive_at = now;
  *ret_home = store->home;
  return TRUE;
}

gboolean
cr_store_is_at_home(const CrStore *store) {
  return store->engine->sessions == NULL ||
         store->engine->sessions(store->db) == store->home_session;
}

gboolean
cr_store_can_keep(CrStore *store, gboolean *ret_can, GError **error) {
  *ret_can = TRUE;
  return store->engine->can_keep == NULL || store->engine->can_keep(store->db, ret_can, error);
}

void
cr_store_tell_late(CrStore *store, CrTellLate late, gpointer data) {
  store->late = late;
  store->late_data = data;
  if (store->engine->tell_late)
    store->engine->tell_late(store->db, late, data);
}

gboolean
cr_store_confirm_home(CrStore *store, CrInstant now, GError **error) {
  g_auto(Known) known = {0};
  if (store->engine->sessions == NULL)
    return TRUE;
  store->home_session = 0;
  return note(store, now, TRUE, &known, error);
}
