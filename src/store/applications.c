/* Applications are held in a transaction that writes; only their keys are written at once, as they
 * are found by them. */
#include "base/error.h"
#include "store/engine.h"

#include <string.h>

static void
free_application(gpointer application) {
  cr_application_free(application);
}

static void
free_row(gpointer row) {
  cr_application_row_free(row);
}

/* One that is gone is in no list: it has no stage there. */
#define STAGE_GONE "gone"

static gboolean
save_row(CrStore *store, const CrApplication *a, GError **error) {
  const CrReached *r = &a->reached;
  return cr_store_run(
      store, CR_SQL_PUT_APPLICATION,
      CR_VALUES(CR_INT(a->id), CR_TEXT(a->gone ? STAGE_GONE : cr_stage_names[a->stage]),
                CR_TEXT(cr_close_names[a->reason]), CR_INSTANT(r->saved), CR_INSTANT(r->applied),
                CR_INSTANT(r->screen), CR_INSTANT(r->interview), CR_INSTANT(r->offer),
                CR_INSTANT(r->accepted), CR_INSTANT(r->closed), CR_INSTANT(a->heard),
                CR_INSTANT(a->wrote), CR_INT(a->changed),
                CR_INSTANT(a->gone ? CR_INSTANT_NONE : a->due),
                CR_TEXT(cr_next_names[a->next_kind]), CR_TEXT(a->details.company),
                CR_TEXT(a->details.role)),
      NULL, NULL, error);
}

static void
append_words(GString *text, const char *words) {
  if (words && *words)
    g_string_append_printf(text, "%s\n", words);
}

static gboolean
make_findable(CrStore *store, const CrApplication *a, GError **error) {
  const CrDetails *d = &a->details;
  const char *const words[] = {d->location, d->source, d->salary, d->requisition,
                               d->url,      a->next,   d->notes};
  g_autofree char *title = cr_application_title(d);
  g_autoptr(GString) body = g_string_new(NULL);
  if (a->gone)
    return cr_store_put_document(store, CR_DOCUMENT_APPLICATION, a->id, "", "", error);
  for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
    append_words(body, words[i]);
  for (guint i = 0; i < a->contacts->len; i++) {
    const CrContact *contact = a->contacts->pdata[i];
    append_words(body, contact->name);
    append_words(body, contact->email);
    append_words(body, contact->phone);
  }
  for (guint i = 0; i < a->extras->len; i++)
    append_words(body, ((CrExtra *) a->extras->pdata[i])->value);
  return cr_store_put_document(store, CR_DOCUMENT_APPLICATION, a->id, title, body->str, error);
}

static gboolean
write_application(CrStore *store, const CrHeld *held, GError **error) {
  const CrApplication *a = held->value;
  g_autofree char *body = cr_record_print(&cr_application_record, a);
  return save_row(store, a, error) &&
         cr_store_run(store, CR_SQL_PUT_APPLICATION_BODY, CR_VALUES(CR_INT(a->id), CR_TEXT(body)),
                      NULL, NULL, error) &&
         make_findable(store, a, error);
}

const CrHeldClass store_held_applications = {free_application, write_application};

static CrApplication *
read_application(CrStore *store, int id, GError **error) {
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_application);
  if (!store_run_records(store, CR_SQL_LOAD_APPLICATION, CR_VALUES(CR_INT(id)),
                         &cr_application_record, list, error))
    return NULL;
  return list->len ? g_ptr_array_steal_index(list, 0) : NULL;
}

/* Its value is NULL when there is none. */
static CrHeld *
hold(CrStore *store, int id, GError **error) {
  g_autoptr(GError) local = NULL;
  CrHeld *held = held_find(&store->applications, id);
  CrApplication *value = held ? NULL : read_application(store, id, &local);
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  else if (held == NULL)
    held = held_put(store, &store->applications, id, value, error);
  return held;
}

gboolean
cr_store_save_application(CrStore *store, CrApplication *a, GError **error) {
  gint64 id = a->id;
  if (!store_check_writes(store, error) ||
      (id == 0 && !cr_store_next_id(store, CR_COUNT_APPLICATION, &id, error)))
    return FALSE;
  a->id = (int) id;
  CrHeld *held = held_put(store, &store->applications, a->id, cr_application_copy(a), error);
  if (held)
    held->changed = TRUE;
  return held != NULL;
}

const CrApplication *
cr_store_see_application(CrStore *store, int id, GError **error) {
  const CrHeld *held = hold(store, id, error);
  return held ? held->value : NULL;
}

CrApplication *
cr_store_edit_application(CrStore *store, int id, GError **error) {
  CrHeld *held = store_check_writes(store, error) ? hold(store, id, error) : NULL;
  if (held && held->value)
    held->changed = TRUE;
  return held ? held->value : NULL;
}

CrApplication *
cr_store_load_application(CrStore *store, int id, GError **error) {
  if (!store->writing)
    return read_application(store, id, error);
  const CrApplication *a = cr_store_see_application(store, id, error);
  return a ? cr_application_copy(a) : NULL;
}

gboolean
cr_store_add_application_fact(CrStore *store, int application, const CrFact *fact,
                              gboolean *ret_added, GError **error) {
  g_autofree char *key = cr_store_key(fact->source_key);
  g_autofree char *body = cr_fact_print(fact);
  gboolean known = FALSE;
  gint64 id = 0;
  if (!cr_store_has_fact(store, fact->source_key, &known, error))
    return FALSE;
  if (!known &&
      (!cr_store_next_id(store, CR_COUNT_FACT, &id, error) ||
       !cr_store_run(store, CR_SQL_ADD_APPLICATION_FACT,
                     CR_VALUES(CR_INT(id), CR_INT(application), CR_TEXT(key), CR_TEXT(body)), NULL,
                     NULL, error)))
    return FALSE;
  *ret_added = !known;
  return TRUE;
}

static gboolean
take_row(const CrRow *row, gpointer data, GError **error) {
  gint64 id = cr_row_integer(row, "application_id");
  int stage = cr_name_index(cr_stage_names, cr_row_text(row, "stage"));
  if (stage < 0)
    return TRUE;
  CrApplicationRow *a = g_new(CrApplicationRow, 1);
  a->id = (int) id;
  a->stage = (CrStage) stage;
  a->reason = (CrCloseReason) MAX(cr_name_index(cr_close_names, cr_row_text(row, "reason")), 0);
  a->reached.saved = cr_row_instant(row, "saved_at");
  a->reached.applied = cr_row_instant(row, "applied_at");
  a->reached.screen = cr_row_instant(row, "screen_at");
  a->reached.interview = cr_row_instant(row, "interview_at");
  a->reached.offer = cr_row_instant(row, "offer_at");
  a->reached.accepted = cr_row_instant(row, "accepted_at");
  a->reached.closed = cr_row_instant(row, "closed_at");
  a->heard = cr_row_instant(row, "heard_at");
  a->wrote = cr_row_instant(row, "wrote_at");
  a->changed = cr_row_integer(row, "changed_at");
  a->due = cr_row_instant(row, "due");
  a->next_kind = (CrNextKind) MAX(cr_name_index(cr_next_names, cr_row_text(row, "next_kind")), 0);
  a->company = g_strdup(cr_row_text(row, "company"));
  a->role = g_strdup(cr_row_text(row, "role"));
  g_ptr_array_add(data, a);
  return TRUE;
}

static GPtrArray *
list_rows(CrStore *store, CrSql sql, const CrValue *values, gsize n_values, GError **error) {
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_row);
  if (!held_write(store, &store->applications, error) ||
      !cr_store_run(store, sql, values, n_values, take_row, list, error))
    return NULL;
  return g_steal_pointer(&list);
}

GPtrArray *
cr_store_application_rows(CrStore *store, GError **error) {
  return list_rows(store, CR_SQL_LIST_APPLICATIONS, CR_NO_VALUES, error);
}

GPtrArray *
cr_store_stage_rows(CrStore *store, CrStage stage, CrInstant changed, int id, guint limit,
                    GError **error) {
  return list_rows(store, CR_SQL_LIST_STAGE,
                   CR_VALUES(CR_TEXT(cr_stage_names[stage]),
                             CR_INT(changed == CR_INSTANT_NONE ? G_MAXINT64 : changed), CR_INT(id),
                             CR_INT(cr_store_limit(limit))),
                   error);
}

GPtrArray *
cr_store_due_rows(CrStore *store, CrInstant by, guint limit, GError **error) {
  return list_rows(store, CR_SQL_LIST_DUE_APPLICATIONS,
                   CR_VALUES(CR_INT(by), CR_INT(cr_store_limit(limit))), error);
}

static gboolean
take_count(const CrRow *row, gpointer data, GError **error) {
  int stage = cr_name_index(cr_stage_names, cr_row_text(row, "stage"));
  if (stage >= 0)
    ((int *) data)[stage] = (int) cr_row_integer(row, "n");
  return TRUE;
}

gboolean
cr_store_count_stages(CrStore *store, int ret_counts[CR_N_STAGES], GError **error) {
  int counts[CR_N_STAGES] = {0};
  if (!held_write(store, &store->applications, error) ||
      !cr_store_run(store, CR_SQL_COUNT_STAGES, CR_NO_VALUES, take_count, counts, error))
    return FALSE;
  memcpy(ret_counts, counts, sizeof counts);
  return TRUE;
}

const char *const cr_application_by_names[] = {"company", "domain",    "address", "requisition",
                                               "url",     "interview", "mail",    NULL};

void
cr_application_key_clear(gpointer key) {
  g_free(((CrApplicationKey *) key)->value);
}

static gboolean
take_key(const CrRow *row, gpointer data, GError **error) {
  g_hash_table_add(data, g_strjoin(" ", cr_row_text(row, "kind"), cr_row_text(row, "value"), NULL));
  return TRUE;
}

static GHashTable *
new_keys(void) {
  return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static gboolean
load_keys(CrStore *store, CrHeld *held, GError **error) {
  if (held->keys)
    return TRUE;
  held->keys = new_keys();
  return cr_store_run(store, CR_SQL_LOAD_APPLICATION_KEYS, CR_VALUES(CR_INT(held->id)), take_key,
                      held->keys, error);
}

static gboolean
drop_keys(CrStore *store, int application, GHashTable *keys, GError **error) {
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init(&iter, keys);
  while (g_hash_table_iter_next(&iter, &key, NULL)) {
    const char *value = strchr(key, ' ') + 1;
    g_autofree char *kind = g_strndup(key, (gsize) (value - 1 - (char *) key));
    if (!cr_store_run(store, CR_SQL_DROP_APPLICATION_KEY,
                      CR_VALUES(CR_INT(application), CR_TEXT(kind), CR_TEXT(value)), NULL, NULL,
                      error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
put_key(CrStore *store, int application, CrApplicationBy by, const char *value, GError **error) {
  const char *kind = cr_application_by_names[by];
  cr_store_note_key(&store->application_keys, kind, value);
  return cr_store_run(store, CR_SQL_PUT_APPLICATION_KEY,
                      CR_VALUES(CR_INT(application), CR_TEXT(kind), CR_TEXT(value)), NULL, NULL,
                      error);
}

/* Most saves change no key, so only differences are written: what is wanted goes from the known
 * ones to those that stay, and what is left is stale. */
gboolean
cr_store_save_application_keys(CrStore *store, int application, const GArray *keys,
                               GError **error) {
  g_autoptr(GHashTable) stay = new_keys();
  CrHeld *held = hold(store, application, error);
  if (held == NULL || !load_keys(store, held, error))
    return FALSE;
  for (guint i = 0; i < keys->len; i++) {
    const CrApplicationKey *one = &g_array_index(keys, CrApplicationKey, i);
    g_autofree char *value = cr_store_key(one->value);
    g_autofree char *joined = g_strconcat(cr_application_by_names[one->by], " ", value, NULL);
    gpointer known = NULL;
    if (g_hash_table_steal_extended(held->keys, joined, &known, NULL))
      g_hash_table_add(stay, known);
    else if (g_hash_table_add(stay, g_steal_pointer(&joined)) &&
             !put_key(store, application, one->by, value, error))
      return FALSE;
  }
  if (!drop_keys(store, application, held->keys, error))
    return FALSE;
  g_hash_table_unref(held->keys);
  held->keys = g_steal_pointer(&stay);
  return TRUE;
}

gboolean
cr_store_change_application_key(CrStore *store, int application, CrApplicationBy by,
                                const char *old, const char *fresh, GError **error) {
  const char *kind = cr_application_by_names[by];
  g_autofree char *gone = old ? cr_store_key(old) : NULL,
                  *come = fresh ? cr_store_key(fresh) : NULL;
  g_autofree char *gone_key = gone ? g_strconcat(kind, " ", gone, NULL) : NULL;
  CrHeld *held = hold(store, application, error);
  if (held == NULL || !load_keys(store, held, error))
    return FALSE;
  if (gone && g_hash_table_remove(held->keys, gone_key) &&
      !cr_store_run(store, CR_SQL_DROP_APPLICATION_KEY,
                    CR_VALUES(CR_INT(application), CR_TEXT(kind), CR_TEXT(gone)), NULL, NULL,
                    error))
    return FALSE;
  return come == NULL || !g_hash_table_add(held->keys, g_strconcat(kind, " ", come, NULL)) ||
         put_key(store, application, by, come, error);
}

static gboolean
take_id(const CrRow *row, gpointer data, GError **error) {
  int id = (int) cr_row_integer(row, "application_id");
  g_array_append_val((GArray *) data, id);
  return TRUE;
}

GArray *
cr_store_find_applications(CrStore *store, CrApplicationBy by, const char *value, GError **error) {
  g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int));
  g_autofree char *key = value ? cr_store_key(value) : NULL;
  gboolean may = FALSE;
  if (key && *key &&
      !cr_store_may_find(store, &store->application_keys, CR_SQL_LIST_APPLICATION_KEYS,
                         cr_application_by_names[by], key, &may, error))
    return NULL;
  if (may && !cr_store_run(store, CR_SQL_FIND_APPLICATIONS,
                           CR_VALUES(CR_TEXT(cr_application_by_names[by]), CR_TEXT(key)), take_id,
                           ids, error))
    return NULL;
  return g_steal_pointer(&ids);
}
