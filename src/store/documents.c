/* What can be found by its words. */
#include "store/engine.h"

#include <string.h>

const char *const cr_document_names[] = {"application", "interview", "mail", "letter", NULL};

#define MAX_TITLE 400
#define MAX_BODY 20000

#define MAX_WORDS 16
#define MAX_UNINDEXED 256

/* Settings. The one is put by the migration of a database that was there before the index. The
 * other names the first of the letters that wait for a search: an index in the file writes to some
 * twenty pages for each, while the clock rings for the next, and many letters are never sought. */
#define MISSING "search.missing"
#define LETTERS "search.letters"

char **
cr_search_words(const char *text) {
  g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
  g_autoptr(GStrvBuilder) words = g_strv_builder_new();
  int n = 0;
  for (const char *p = valid; *p && n < MAX_WORDS;) {
    const char *end = p;
    while (*end &&
           (g_unichar_isalnum(g_utf8_get_char(end)) || g_unichar_ismark(g_utf8_get_char(end))))
      end = g_utf8_next_char(end);
    if (end == p) {
      p = g_utf8_next_char(p);
      continue;
    }
    g_autofree char *word = g_strndup(p, (gsize) (end - p));
    g_strv_builder_add(words, word);
    n++;
    p = end;
  }
  return g_strv_builder_end(words);
}

static char *
bounded(const char *text, glong most) {
  g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
  return g_utf8_strlen(valid, -1) > most ? g_utf8_substring(valid, 0, most)
                                         : g_steal_pointer(&valid);
}

/* Texts wait for the end of the transaction: the full text index of an engine may write out what it
 * has gathered before each statement that comes between. */
typedef struct {
  CrDocumentKind kind;
  gint64 ref;
  char *title, *body;
} Document;

void
store_free_document(gpointer data) {
  Document *document = data;
  g_free(document->title);
  g_free(document->body);
  g_free(document);
}

gboolean
store_index_words(CrStore *store, GError **error) {
  gboolean ok = TRUE;
  for (guint i = 0; ok && i < store->unindexed->len; i++) {
    const Document *d = store->unindexed->pdata[i];
    ok = cr_store_run(
        store, CR_SQL_PUT_WORDS,
        CR_VALUES(CR_INT(d->kind), CR_INT(d->ref), CR_TEXT(d->title), CR_TEXT(d->body)), NULL, NULL,
        error);
  }
  g_ptr_array_set_size(store->unindexed, 0);
  return ok;
}

gboolean
cr_store_put_document(CrStore *store, CrDocumentKind kind, gint64 ref, const char *title,
                      const char *body, GError **error) {
  g_autofree char *head = bounded(title, MAX_TITLE), *rest = bounded(body, MAX_BODY);
  g_autofree char *both = g_strconcat(head, "\n", rest, NULL);
  g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, both, -1);
  gint64 changed = 0;
  digest[32] = '\0';
  if (!cr_store_run_number(store, CR_SQL_PUT_DOCUMENT,
                           CR_VALUES(CR_INT(kind), CR_INT(ref), CR_TEXT(digest)), "id", &changed,
                           error))
    return FALSE;
  if (changed) {
    Document *document = g_new(Document, 1);
    *document = (Document){kind, ref, g_steal_pointer(&head), g_steal_pointer(&rest)};
    g_ptr_array_add(store->unindexed, document);
  }
  return store->unindexed->len < MAX_UNINDEXED || store_index_words(store, error);
}

static void
free_found(gpointer data) {
  CrFound *found = data;
  g_free(found->title);
  g_free(found->excerpt);
  g_free(found);
}

static gboolean
take_found(const CrRow *row, gpointer data, GError **error) {
  CrFound *found = g_new0(CrFound, 1);
  found->ref = cr_row_integer(row, "ref");
  found->title = g_strdup(cr_row_text(row, "title"));
  found->excerpt = g_strdup(cr_row_text(row, "excerpt"));
  g_ptr_array_add(data, found);
  return TRUE;
}

static gboolean
find(CrStore *store, CrDocumentKind kind, const char *match, guint limit, GPtrArray *list,
     GError **error) {
  return match == NULL ||
         cr_store_run(store, CR_SQL_FIND_WORDS,
                      CR_VALUES(CR_INT(kind), CR_TEXT(match), CR_INT(cr_store_limit(limit))),
                      take_found, list, error);
}

static gboolean
has_ref(GPtrArray *list, guint length, gint64 ref) {
  for (guint i = 0; i < length; i++)
    if (((CrFound *) list->pdata[i])->ref == ref)
      return TRUE;
  return FALSE;
}

static gboolean
take_place(const CrRow *row, gpointer data, GError **error) {
  ((CrPlace *) data)->interview = (int) cr_row_integer(row, "interview_id");
  return TRUE;
}

static gboolean
take_both_places(const CrRow *row, gpointer data, GError **error) {
  ((CrPlace *) data)->application = (int) cr_row_integer(row, "application_id");
  return take_place(row, data, error);
}

gboolean
cr_store_place_of(CrStore *store, CrDocumentKind kind, gint64 ref, CrPlace *ret_place,
                  GError **error) {
  CrPlace place = {0, 0};
  gboolean ok = TRUE;
  switch (kind) {
  case CR_DOCUMENT_APPLICATION:
    place.application = (int) ref;
    break;
  case CR_DOCUMENT_INTERVIEW:
    place.interview = (int) ref;
    break;
  case CR_DOCUMENT_MAIL:
    ok = cr_store_run(store, CR_SQL_PLACE_OF_FACT, CR_VALUES(CR_INT(ref)), take_both_places, &place,
                      error);
    break;
  case CR_DOCUMENT_LETTER:
    ok = cr_store_run(store, CR_SQL_PLACE_OF_EFFECT, CR_VALUES(CR_INT(ref)), take_place, &place,
                      error);
    break;
  case CR_N_DOCUMENTS:
    break;
  }
  if (ok)
    *ret_place = place;
  return ok;
}

/* Indexing what was there before */

#define AT_ONCE 1000

typedef struct {
  GArray *ids;       /* gint64 */
  GPtrArray *bodies; /* char * */
} Chunk;

static gboolean
take_chunk(const CrRow *row, gpointer data, GError **error) {
  Chunk *chunk = data;
  gint64 id = cr_row_integer(row, "id");
  g_array_append_val(chunk->ids, id);
  g_ptr_array_add(chunk->bodies, g_strdup(cr_row_text(row, "body")));
  return TRUE;
}

static gboolean
index_body(CrStore *store, CrSql sql, gint64 id, const char *body, GError **error) {
  g_autoptr(json_t) json = cr_json_parse(body, strlen(body), error);
  if (json == NULL)
    return FALSE;
  if (sql == CR_SQL_FACTS_FROM) {
    g_autoptr(CrFact) fact = cr_fact_from_json(json, error);
    return fact && cr_store_index_fact(store, id, fact, error);
  }
  g_autoptr(CrEffect) effect = cr_record_from_json(&cr_effect_record, json, error);
  return effect && cr_store_index_effect(store, id, effect, error);
}

static gboolean
index_from(CrStore *store, CrSql sql, gint64 after, GError **error) {
  for (gboolean more = TRUE; more;) {
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
    g_autoptr(GPtrArray) bodies = g_ptr_array_new_with_free_func(g_free);
    Chunk chunk = {ids, bodies};
    if (!cr_store_run(store, sql, CR_VALUES(CR_INT(after), CR_INT(AT_ONCE)), take_chunk, &chunk,
                      error))
      return FALSE;
    for (guint i = 0; i < ids->len; i++) {
      after = g_array_index(ids, gint64, i);
      if (!index_body(store, sql, after, bodies->pdata[i], error))
        return FALSE;
    }
    more = ids->len == AT_ONCE;
  }
  return TRUE;
}

gboolean
cr_store_index_all(CrStore *store, GError **error) {
  g_autoptr(GPtrArray) interviews =
      cr_store_list_interviews(store, CR_LIST_ALL, CR_INSTANT_NONE, CR_INSTANT_NONE, 0, error);
  for (guint i = 0; interviews && i < interviews->len; i++)
    if (!cr_store_index_interview(store, interviews->pdata[i], error))
      return FALSE;
  return interviews && index_from(store, CR_SQL_FACTS_FROM, 0, error) &&
         index_from(store, CR_SQL_EFFECTS_FROM, 0, error);
}

/* Letters that wait */

#define NONE_WAITS G_MAXINT64

static gboolean
find_letters(CrStore *store, GError **error) {
  g_autoptr(GError) local = NULL;
  if (store->letters_from)
    return TRUE;
  g_autofree char *from = cr_store_get(store, LETTERS, &local);
  store->letters_from = from ? g_ascii_strtoll(from, NULL, 10) : NONE_WAITS;
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  return local == NULL;
}

gboolean
store_letter_waits(CrStore *store, gint64 number, gboolean fresh, gboolean *ret_waits,
                   GError **error) {
  *ret_waits = FALSE;
  if (!store->engine->indexes_late)
    return TRUE;
  if (!find_letters(store, error))
    return FALSE;
  if (fresh && store->letters_from == NONE_WAITS) {
    store->letters_from = number;
    if (!cr_store_set_number(store, LETTERS, number, error))
      return FALSE;
  }
  *ret_waits = number >= store->letters_from;
  return TRUE;
}

static gboolean
index_letters(CrStore *store, GError **error) {
  if (!find_letters(store, error))
    return FALSE;
  if (store->letters_from == NONE_WAITS)
    return TRUE;
  gint64 after = store->letters_from - 1;
  store->letters_from = NONE_WAITS;
  return index_from(store, CR_SQL_EFFECTS_FROM, after, error) &&
         cr_store_set(store, LETTERS, NULL, error);
}

gboolean
cr_store_lacks_index(CrStore *store, gboolean *ret_lacks, GError **error) {
  g_autoptr(GHashTable) found = cr_store_get_alike(store, "search.", error);
  if (found)
    *ret_lacks = g_hash_table_contains(found, MISSING) || g_hash_table_contains(found, LETTERS);
  return found != NULL;
}

gboolean
cr_store_index_missing(CrStore *store, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autofree char *missing = cr_store_get(store, MISSING, &local);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  return index_letters(store, error) &&
         (missing == NULL ||
          (cr_store_index_all(store, error) && cr_store_set(store, MISSING, NULL, error)));
}

/* Whole words first: for those an engine stops at the limit, where for beginnings it must put all
 * that begin so together before it knows the newest. */
GPtrArray *
cr_store_search(CrStore *store, CrDocumentKind kind, const char *words, guint limit,
                GError **error) {
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_found);
  g_autofree char *whole = store->engine->match(words, TRUE);
  g_autofree char *begun = store->engine->match(words, FALSE);
  if ((store->writing && !index_letters(store, error)) || !store_write_waiting(store, error) ||
      !find(store, kind, whole, limit, list, error))
    return NULL;
  guint n = list->len;
  if ((limit == 0 || n < limit) && !find(store, kind, begun, limit, list, error))
    return NULL;
  for (guint i = list->len; i > n; i--)
    if (has_ref(list, n, ((CrFound *) list->pdata[i - 1])->ref))
      g_ptr_array_remove_index(list, i - 1);
  if (limit && list->len > limit)
    g_ptr_array_set_size(list, (int) limit);
  for (guint i = 0; i < list->len; i++)
    ((CrFound *) list->pdata[i])->kind = kind;
  return g_steal_pointer(&list);
}
