/* Search over everything: applications, calls, mails and letters. */
#include "engine/apps-private.h"

#include "base/error.h"

#include <string.h>

/* The excerpt in pieces, each a hit or not: nobody has to escape anything. */
static json_t *
public_excerpt(const char *excerpt) {
  json_t *pieces = json_array();
  gboolean hit = FALSE;
  for (const char *p = excerpt ? excerpt : ""; *p;) {
    gsize length = strcspn(p, "\002\003");
    g_autofree char *text = g_strndup(p, length);
    if (length) {
      json_t *piece = json_object();
      cr_json_put_string(piece, "text", text);
      json_object_set_new(piece, "hit", json_boolean(hit));
      json_array_append_new(pieces, piece);
    }
    p += length;
    if (*p)
      hit = *p++ == '\002';
  }
  return pieces;
}

static json_t *
public_found(CrEngine *engine, const CrFound *found, GError **error) {
  CrPlace place = {0};
  if (!cr_store_place_of(engine->store, found->kind, found->ref, &place, error))
    return NULL;
  json_t *json = json_object();
  cr_json_put_string(json, "kind", cr_document_names[found->kind]);
  json_object_set_new(json, "application",
                      place.application ? json_integer(place.application) : json_null());
  json_object_set_new(json, "interview",
                      place.interview ? json_integer(place.interview) : json_null());
  cr_json_put_string(json, "title", found->title);
  json_object_set_new(json, "excerpt", public_excerpt(found->excerpt));
  return json;
}

static json_t *
search(CrEngine *engine, const char *words, guint limit, GError **error) {
  g_autoptr(json_t) list = json_array();
  for (int kind = 0; kind < CR_N_DOCUMENTS; kind++) {
    g_autoptr(GPtrArray) found =
        cr_store_search(engine->store, (CrDocumentKind) kind, words, limit, error);
    for (guint i = 0; found && i < found->len; i++) {
      json_t *one = public_found(engine, found->pdata[i], error);
      if (one == NULL)
        return NULL;
      json_array_append_new(list, one);
    }
    if (found == NULL)
      return NULL;
  }
  return json_pack("{s:s,s:O}", "words", words, "found", list);
}

static gboolean
is_indexed(CrEngine *engine, gboolean *ret_indexed, GError **error) {
  gboolean lacks = FALSE;
  if (!engine_begin(engine, FALSE, error))
    return FALSE;
  gboolean ok = cr_store_lacks_index(engine->store, &lacks, error);
  cr_store_rollback(engine->store);
  *ret_indexed = !lacks;
  return ok;
}

static gboolean
ensure_indexed(CrEngine *engine, GError **error) {
  gboolean indexed;
  if (!is_indexed(engine, &indexed, error))
    return FALSE;
  if (indexed)
    return TRUE;
  g_autoptr(GError) local = NULL;
  if (engine_begin(engine, TRUE, &local) &&
      cr_store_end(engine->store, cr_store_index_missing(engine->store, &local), &local))
    return TRUE;
  /* Where nothing can be written the rest is found. */
  if (g_error_matches(local, CR_ERROR, CR_ERROR_UNWRITABLE))
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

json_t *
cr_apps_search(CrEngine *engine, const char *words, guint limit, GError **error) {
  g_autofree char *valid = g_utf8_make_valid(words, -1);
  if (!ensure_indexed(engine, error) || !engine_begin(engine, FALSE, error))
    return NULL;
  json_t *json = search(engine, valid, limit, error);
  cr_store_rollback(engine->store);
  return json;
}
