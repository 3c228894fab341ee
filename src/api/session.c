#include "api/session.h"

#include "base/error.h"

#include <string.h>
#include <sys/random.h>

#define TOKEN_BYTES 32
#define LINK_USEC CR_DAY_USEC
#define MAX_LINKS 8
#define MAX_SESSIONS 32

char *
cr_token_new(void) {
  guchar bytes[TOKEN_BYTES];
  if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
    g_error("the kernel gives no random bytes");
  char *text = g_base64_encode(bytes, sizeof bytes);
  g_strdelimit(text, "+", '-');
  g_strdelimit(text, "/", '_');
  text[strcspn(text, "=")] = '\0';
  return text;
}

char *
cr_token_hash(const char *token) {
  return g_compute_checksum_for_string(G_CHECKSUM_SHA256, token, -1);
}

/* A list of {hash, ends}, oldest first. */

static json_t *
load(CrDesk *desk, const char *name) {
  g_autofree char *text = cr_store_get(desk->store, name, NULL);
  json_t *list = text ? cr_json_parse(text, strlen(text), NULL) : NULL;
  return list ? list : json_array();
}

static gboolean
save(CrDesk *desk, const char *name, json_t *list, gsize most, GError **error) {
  while (json_array_size(list) > most)
    json_array_remove(list, 0);
  g_autofree char *text = cr_json_print(list);
  return cr_store_set(desk->store, name, text, error);
}

static void
add(json_t *list, const char *token, CrInstant ends) {
  g_autofree char *hash = cr_token_hash(token);
  json_array_append_new(list, json_pack("{s:s,s:I}", "hash", hash, "ends", (json_int_t) ends));
}

static gboolean
take(json_t *list, const char *token, CrInstant now) {
  g_autofree char *hash = cr_token_hash(token);
  for (gsize i = 0; i < json_array_size(list); i++) {
    const json_t *entry = json_array_get(list, i);
    if (g_strcmp0(cr_json_string(entry, "hash"), hash) != 0)
      continue;
    gboolean valid = now < cr_json_instant(entry, "ends");
    json_array_remove(list, i);
    return valid;
  }
  return FALSE;
}

char *
cr_session_make_link(CrDesk *desk, CrInstant now, GError **error) {
  g_autofree char *token = cr_token_new();
  if (!cr_store_begin(desk->store, desk->account, TRUE, error))
    return NULL;
  g_autoptr(json_t) links = load(desk, "api.links");
  add(links, token, now + LINK_USEC);
  return cr_store_end(desk->store, save(desk, "api.links", links, MAX_LINKS, error), error)
             ? g_steal_pointer(&token)
             : NULL;
}

char *
cr_session_open(CrDesk *desk, const char *token, CrInstant now, GError **error) {
  g_autofree char *session = cr_token_new();
  if (!cr_store_begin(desk->store, desk->account, TRUE, error))
    return NULL;
  g_autoptr(json_t) links = load(desk, "api.links"), sessions = load(desk, "api.sessions");
  if (!take(links, token, now)) {
    cr_store_rollback(desk->store);
    g_set_error(error, CR_ERROR, CR_ERROR_NOT_FOUND,
                "This link was used already, or is too old. For a new one: crickets serve --link");
    return NULL;
  }
  add(sessions, session, now + CR_SESSION_DAYS * CR_DAY_USEC);
  gboolean ok = save(desk, "api.links", links, MAX_LINKS, error) &&
                save(desk, "api.sessions", sessions, MAX_SESSIONS, error);
  return cr_store_end(desk->store, ok, error) ? g_steal_pointer(&session) : NULL;
}

gboolean
cr_session_end(CrDesk *desk, const char *token, GError **error) {
  if (!cr_store_begin(desk->store, desk->account, TRUE, error))
    return FALSE;
  g_autoptr(json_t) sessions = load(desk, "api.sessions");
  take(sessions, token, CR_INSTANT_MAX);
  return cr_store_end(desk->store, save(desk, "api.sessions", sessions, MAX_SESSIONS, error),
                      error);
}

GHashTable *
cr_session_load(CrDesk *desk, GError **error) {
  g_autoptr(GHashTable) table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  if (!cr_store_begin(desk->store, desk->account, FALSE, error))
    return NULL;
  g_autoptr(json_t) sessions = load(desk, "api.sessions");
  cr_store_rollback(desk->store);
  for (gsize i = 0; i < json_array_size(sessions); i++) {
    const json_t *entry = json_array_get(sessions, i);
    CrInstant ends = cr_json_instant(entry, "ends");
    g_hash_table_insert(table, g_strdup(cr_json_string(entry, "hash")),
                        g_memdup2(&ends, sizeof ends));
  }
  return g_steal_pointer(&table);
}
