#include "base/error.h"
#include "store/engine.h"

#include <string.h>

static const CrEngine *const engines[] = {&cr_engine_sqlite, &cr_engine_postgres};

static CrStore *
open_store(const char *uri, gboolean reader, GError **error) {
  for (gsize i = 0; i < G_N_ELEMENTS(engines); i++) {
    if (!g_str_has_prefix(uri, engines[i]->scheme))
      continue;
    CrDb *db = engines[i]->open(uri + strlen(engines[i]->scheme), reader, error);
    if (db == NULL)
      return NULL;
    CrStore *store = g_new0(CrStore, 1);
    store->engine = engines[i];
    store->db = db;
    store->unindexed = g_ptr_array_new_with_free_func(store_free_document);
    return store;
  }
  g_set_error(error, CR_ERROR, CR_ERROR_USAGE,
              "\"%.80s\" is no database: use sqlite:PATH or postgresql://…", uri);
  return NULL;
}

static void
account_read_clear(CrAccountRead *read) {
  g_clear_pointer(&read->profile_text, g_free);
  g_clear_pointer(&read->policy_text, g_free);
  g_clear_pointer(&read->profile, cr_profile_free);
  g_clear_pointer(&read->policy, cr_policy_free);
}

CrStore *
cr_store_open(const char *uri, GError **error) {
  return open_store(uri, FALSE, error);
}

CrStore *
cr_store_open_reader(const char *uri, GError **error) {
  return open_store(uri, TRUE, error);
}

void
cr_store_free(CrStore *store) {
  if (store == NULL)
    return;
  cr_store_rollback(store);
  cr_store_release(store);
  store->engine->close(store->db);
  account_read_clear(&store->read);
  g_ptr_array_unref(store->unindexed);
  g_clear_pointer(&store->parsed, g_hash_table_unref);
  g_free(store);
}

static gboolean
check_open(CrStore *store, gboolean wanted, GError **error) {
  if (store->open == wanted)
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s",
              wanted ? "no transaction of the store is open"
                     : "a transaction of the store is open already");
  return FALSE;
}

static void
account_row_clear(CrAccountRow *row) {
  g_free(row->profile);
  g_free(row->policy);
  *row = (CrAccountRow){.known = FALSE};
}

static gboolean
take_account(const CrRow *from, gpointer data, GError **error) {
  static const char *const columns[CR_N_COUNTS] = {
      "last_interview", "last_fact",        "last_effect", "last_line",
      "last_calendar",  "last_application", "last_audit"};
  CrAccountRow *row = data;
  row->known = TRUE;
  row->profile = g_strdup(cr_row_text(from, "profile"));
  row->policy = g_strdup(cr_row_text(from, "policy"));
  for (int i = 0; i < CR_N_COUNTS; i++)
    row->counts[i] = cr_row_integer(from, columns[i]);
  return TRUE;
}

/* What is known of the account that it was at. */
static void
clear_account(CrStore *store) {
  store->wrote = store->timed = store->gave_ids = FALSE;
  g_ptr_array_set_size(store->unindexed, 0);
  g_clear_pointer(&store->calendar, g_free);
  g_clear_pointer(&store->settings, g_hash_table_unref);
  g_clear_pointer(&store->applications, g_hash_table_unref);
  cr_store_clear_keys(&store->interview_keys);
  cr_store_clear_keys(&store->application_keys);
  account_row_clear(&store->row);
}

static void
open_transaction(CrStore *store, gint64 account, gboolean write) {
  store->open = TRUE;
  store->writing = write;
  store->wrote = store->timed = store->gave_ids = FALSE; /* also of one that was of no account */
  store->failed = store->lost = FALSE;
  store->account = account;
}

static void
close_transaction(CrStore *store) {
  store->open = store->held = FALSE;
  clear_account(store);
}

void
store_let_go(CrStore *store) {
  if (store->open || !store->held)
    return;
  store->engine->rollback(store->db);
  close_transaction(store);
}

void
cr_store_hold(CrStore *store, gint64 account) {
  cr_store_release(store);
  store->holds = account;
}

void
cr_store_release(CrStore *store) {
  store_let_go(store);
  store->holds = 0;
}

void
cr_store_ask_ahead(CrStore *store, gboolean on) {
  store->asks_ahead = on;
}

gboolean
cr_store_begin(CrStore *store, gint64 account, gboolean write, GError **error) {
  if (!check_open(store, FALSE, error))
    return FALSE;
  gboolean same = store->held && !write && account == store->account;
  gboolean hold = !write && account == store->holds && account != 0;
  CrAccess access = write ? CR_ACCESS_WRITE : hold ? CR_ACCESS_READ_LATER : CR_ACCESS_READ;
  if (!same)
    store_let_go(store);
  if (!same && !store->engine->begin(store->db, account, access, take_account, &store->row, error))
    return FALSE;
  open_transaction(store, account, write);
  store->held = hold;
  return TRUE;
}

gboolean
store_begin_several(CrStore *store, const gint64 *accounts, guint n, GError **error) {
  if (!check_open(store, FALSE, error) || !cr_store_check_shared(store, error))
    return FALSE;
  store_let_go(store);
  if (!store->engine->begin_several(store->db, accounts, n, error))
    return FALSE;
  open_transaction(store, 0, TRUE);
  return TRUE;
}

gboolean
cr_store_enter(CrStore *store, gint64 account, gboolean *ret_locked, GError **error) {
  clear_account(store);
  store->account = account;
  store->failed = !store->engine->enter(store->db, account, take_account, &store->row, error);
  *ret_locked = store->row.known;
  return !store->failed;
}

static gboolean
grow_version(CrStore *store, GError **error) {
  const gint64 *n = store->row.counts;
  if (!store->wrote)
    return TRUE;
  if (!store->gave_ids)
    return cr_store_run(store, CR_SQL_GROW_VERSION, CR_NO_VALUES, NULL, NULL, error);
  return cr_store_run(store, CR_SQL_SAVE_COUNTS,
                      CR_VALUES(CR_INT(n[0]), CR_INT(n[1]), CR_INT(n[2]), CR_INT(n[3]),
                                CR_INT(n[4]), CR_INT(n[5]), CR_INT(n[6])),
                      NULL, NULL, error);
}

gboolean
store_write_waiting(CrStore *store, GError **error) {
  return store_write_applications(store, error) && store_index_words(store, error);
}

/* What comes with all that was written for the account, if that went well. */
static gboolean
finish_account(CrStore *store, GError **error) {
  if (store->failed)
    g_set_error(error, CR_ERROR, store->lost ? CR_ERROR_LOST : CR_ERROR_FAILED,
                "a statement of this transaction failed: it was rolled back");
  return !store->failed && store_write_waiting(store, error) && grow_version(store, error) &&
         (!store->timed || store->keeps_turns || cr_store_mark_turn(store, error));
}

gboolean
cr_store_leave(CrStore *store, GError **error) {
  gboolean ok = finish_account(store, error);
  clear_account(store);
  return ok;
}

gboolean
cr_store_commit(CrStore *store, GError **error) {
  if (!check_open(store, TRUE, error))
    return FALSE;
  gboolean ok = finish_account(store, error) && store->engine->commit(store->db, error);
  if (!ok)
    store->engine->rollback(store->db);
  close_transaction(store);
  return ok;
}

void
cr_store_rollback(CrStore *store) {
  if (!store->open)
    return;
  store->open = FALSE;
  if (store->held && !store->failed)
    return; /* the next one goes on in it */
  store->engine->rollback(store->db);
  close_transaction(store);
}

gboolean
cr_store_end(CrStore *store, gboolean ok, GError **error) {
  ok = ok && cr_store_commit(store, error);
  cr_store_rollback(store);
  return ok;
}

void
cr_store_rest(CrStore *store) {
  if (store->engine->rest)
    store->engine->rest(store->db);
}

gboolean
cr_store_await_writer(CrStore *store, gint64 account) {
  gboolean ok = cr_store_begin(store, account, TRUE, NULL);
  cr_store_rollback(store);
  return ok;
}

gint64
cr_row_integer(const CrRow *row, const char *column) {
  return row->engine->row_integer(row, column);
}

CrInstant
cr_row_instant(const CrRow *row, const char *column) {
  return row->engine->row_is_null(row, column) ? CR_INSTANT_NONE : cr_row_integer(row, column);
}

const char *
cr_row_text(const CrRow *row, const char *column) {
  return row->engine->row_text(row, column);
}

gboolean
cr_row_is_null(const CrRow *row, const char *column) {
  return row->engine->row_is_null(row, column);
}

static gboolean
check_may(CrStore *store, gboolean reads, GError **error) {
  if (!check_open(store, TRUE, error))
    return FALSE;
  store->wrote = store->wrote || !reads;
  if (!store->failed && (reads || store->writing))
    return TRUE;
  g_set_error(error, CR_ERROR, store->failed && store->lost ? CR_ERROR_LOST : CR_ERROR_FAILED, "%s",
              store->failed ? "a statement of this transaction failed before"
                            : "a transaction for reading was asked to write");
  return FALSE;
}

static gboolean
ask(CrStore *store, CrSql sql, const CrValue *values, gsize n_values, GError **error) {
  return store->engine->ask == NULL || store->engine->ask(store->db, sql, values, n_values, error);
}

gboolean
store_check_writes(CrStore *store, GError **error) {
  return check_may(store, FALSE, error);
}

static gboolean
check_usable(CrStore *store, CrSql sql, GError **error) {
  store->timed = store->timed || sql == CR_SQL_ADD_TIMER || sql == CR_SQL_DROP_TIMER ||
                 sql == CR_SQL_ADD_EFFECT || sql == CR_SQL_UPDATE_EFFECT;
  return check_may(store, g_str_has_prefix(cr_engine_text(store->engine, sql), "SELECT"), error);
}

gboolean
cr_store_run(CrStore *store, CrSql sql, const CrValue *values, gsize n_values, CrTakeRow take,
             gpointer data, GError **error) {
  CrValue all[CR_MAX_VALUES] = {CR_INT(store->account)};
  g_autoptr(GError) local = NULL;
  char *repaired[CR_MAX_VALUES] = {NULL};
  g_assert(n_values < CR_MAX_VALUES);
  if (!check_usable(store, sql, error))
    return FALSE;
  for (gsize i = 0; i < n_values; i++) {
    all[i + 1] = values[i];
    if (values[i].text && !g_utf8_validate(values[i].text, -1, NULL))
      all[i + 1].text = repaired[i] = g_utf8_make_valid(values[i].text, -1);
  }
  gboolean ok = store->asks_ahead
                    ? ask(store, sql, all, n_values + 1, &local)
                    : store->engine->run(store->db, sql, all, n_values + 1, take, data, &local);
  store->failed = !ok;
  store->lost = g_error_matches(local, CR_ERROR, CR_ERROR_LOST);
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  for (gsize i = 0; i < n_values; i++)
    g_free(repaired[i]);
  return ok;
}

gboolean
store_ask(CrStore *store, CrSql sql, const CrValue *values, gsize n_values, GError **error) {
  CrValue all[CR_MAX_VALUES] = {CR_INT(store->account)};
  g_assert(n_values < CR_MAX_VALUES);
  if (!check_usable(store, sql, error))
    return FALSE;
  for (gsize i = 0; i < n_values; i++)
    all[i + 1] = values[i];
  store->failed = !ask(store, sql, all, n_values + 1, error);
  return !store->failed;
}

typedef struct {
  const char *column;
  gint64 *ret_number;
} Number;

static gboolean
take_number(const CrRow *row, gpointer data, GError **error) {
  Number *number = data;
  *number->ret_number = cr_row_integer(row, number->column);
  return TRUE;
}

gboolean
cr_store_run_number(CrStore *store, CrSql sql, const CrValue *values, gsize n_values,
                    const char *column, gint64 *ret_number, GError **error) {
  Number number = {column, ret_number};
  return cr_store_run(store, sql, values, n_values, take_number, &number, error);
}

/* Of an account that is new all is empty. */
static gboolean
ensure_row(CrStore *store, GError **error) {
  store->row.known = store->row.known || cr_store_run(store, CR_SQL_LOAD_ACCOUNT, CR_NO_VALUES,
                                                      take_account, &store->row, error);
  return store->row.known;
}

gboolean
cr_store_next_id(CrStore *store, CrCount kind, gint64 *ret_id, GError **error) {
  if (!ensure_row(store, error))
    return FALSE;
  store->wrote = store->gave_ids = TRUE;
  *ret_id = ++store->row.counts[kind];
  return TRUE;
}

gboolean
cr_store_last_id(CrStore *store, CrCount kind, gint64 *ret_id, GError **error) {
  if (!ensure_row(store, error))
    return FALSE;
  *ret_id = store->row.counts[kind];
  return TRUE;
}

gboolean
cr_store_last_line(CrStore *store, gint64 *ret_id, GError **error) {
  return cr_store_last_id(store, CR_COUNT_LINE, ret_id, error);
}

gboolean
cr_store_version(CrStore *store, gint64 *ret_version, GError **error) {
  gint64 version = 0;
  if (!cr_store_run_number(store, CR_SQL_LOAD_VERSION, CR_NO_VALUES, "version", &version, error))
    return FALSE;
  *ret_version = version;
  return TRUE;
}

gboolean
cr_store_erase(CrStore *store, gint64 account, const CrActor *actor, CrInstant at, GError **error) {
  gboolean ok = FALSE;
  if (!check_open(store, FALSE, error))
    return FALSE;
  if (store->engine->scrub)
    store->engine->scrub(store->db, TRUE);
  if (cr_store_begin(store, account, TRUE, error)) {
    ok = store_leave_directory(store, error) && audit_erase(store, actor, at, error);
    for (CrSql sql = CR_SQL_ERASE_ACCOUNT; ok && sql <= CR_SQL_ERASE_CREDENTIALS; sql++)
      ok = cr_store_run(store, sql, CR_NO_VALUES, NULL, NULL, error);
    ok = ok && cr_store_run(store, CR_SQL_ERASE_WORDS, CR_NO_VALUES, NULL, NULL, error) &&
         cr_store_commit(store, error);
    cr_store_rollback(store);
  }
  if (store->engine->scrub)
    store->engine->scrub(store->db, FALSE);
  return ok;
}

typedef struct {
  CrReadBody read;
  GPtrArray *list;
} Bodies;

static gboolean
take_body(const CrRow *row, gpointer data, GError **error) {
  Bodies *bodies = data;
  const char *text = cr_row_text(row, "body");
  g_autoptr(json_t) json = cr_json_parse(text, strlen(text), error);
  gpointer value = json ? bodies->read(json, error) : NULL;
  if (value == NULL) {
    g_prefix_error(error, "a row of the database cannot be read: ");
    return FALSE;
  }
  g_ptr_array_add(bodies->list, value);
  return TRUE;
}

gboolean
cr_store_run_bodies(CrStore *store, CrSql sql, const CrValue *values, gsize n_values,
                    CrReadBody read, GPtrArray *list, GError **error) {
  Bodies bodies = {read, list};
  return cr_store_run(store, sql, values, n_values, take_body, &bodies, error);
}

#define MAX_KEY_BYTES 255

char *
cr_store_key(const char *text) {
  if (strlen(text) <= MAX_KEY_BYTES)
    return g_strdup(text);
  g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
  return g_strconcat("sha256:", digest, NULL);
}

gint64
cr_store_limit(guint limit) {
  return limit ? limit : G_MAXINT64;
}

void
cr_store_reverse(GPtrArray *list) {
  for (guint i = 0, j = list->len; i + 1 < j; i++) {
    gpointer swapped = list->pdata[i];
    list->pdata[i] = list->pdata[--j];
    list->pdata[j] = swapped;
  }
}

/* Zeros are written too: a setting that is absent was not known then and takes its default. */
static json_t *
policy_to_json(const CrPolicy *policy) {
  json_t *json = cr_record_to_json(&cr_policy_record, policy);
  for (const CrField *f = cr_policy_record.fields; f->name; f++)
    if (json_object_get(json, f->name) == NULL)
      json_object_set_new(json, f->name, f->type == CR_FIELD_BOOL ? json_false() : json_integer(0));
  return json;
}

static gboolean
read_policy(const char *text, CrPolicy **ret_policy, GError **error) {
  g_autoptr(CrPolicy) defaults = cr_policy_new_default();
  g_autoptr(json_t) all = policy_to_json(defaults);
  g_autoptr(json_t) saved = text ? cr_json_parse(text, strlen(text), error) : json_object();
  if (saved == NULL)
    return FALSE;
  json_object_update(all, saved);
  *ret_policy = cr_record_from_json(&cr_policy_record, all, error);
  return *ret_policy != NULL;
}

static gboolean
read_profile(const char *text, CrProfile **ret_profile, GError **error) {
  *ret_profile = text ? cr_record_parse(&cr_profile_record, text, error) : cr_profile_new();
  return *ret_profile != NULL;
}

/* Most often the texts are what they were when they were last read. */
static gboolean
read_account(CrAccountRead *read, const CrAccountRow *row, GError **error) {
  if (read->policy && g_strcmp0(row->profile, read->profile_text) == 0 &&
      g_strcmp0(row->policy, read->policy_text) == 0)
    return TRUE;
  account_read_clear(read);
  read->profile_text = g_strdup(row->profile);
  read->policy_text = g_strdup(row->policy);
  if (read_profile(read->profile_text, &read->profile, error) &&
      read_policy(read->policy_text, &read->policy, error))
    return TRUE;
  account_read_clear(read);
  g_prefix_error(error, "the account's settings cannot be read: ");
  return FALSE;
}

gboolean
cr_store_load_account(CrStore *store, CrProfile **ret_profile, CrPolicy **ret_policy,
                      GError **error) {
  if (!ensure_row(store, error) || !read_account(&store->read, &store->row, error))
    return FALSE;
  *ret_profile = cr_profile_copy(store->read.profile);
  *ret_policy = cr_policy_copy(store->read.policy);
  return TRUE;
}

gboolean
cr_store_save_account(CrStore *store, const CrProfile *profile, const CrPolicy *policy,
                      GError **error) {
  g_autoptr(json_t) policy_json = policy_to_json(policy);
  g_autofree char *profile_text = cr_record_print(&cr_profile_record, profile);
  g_autofree char *policy_text = cr_json_print(policy_json);
  if (!ensure_row(store, error) ||
      !cr_store_run(store, CR_SQL_SAVE_ACCOUNT,
                    CR_VALUES(CR_TEXT(profile_text), CR_TEXT(policy_text)), NULL, NULL, error))
    return FALSE;
  g_free(store->row.profile);
  g_free(store->row.policy);
  store->row.profile = g_steal_pointer(&profile_text);
  store->row.policy = g_steal_pointer(&policy_text);
  return TRUE;
}

gboolean
cr_store_set(CrStore *store, const char *name, const char *value, GError **error) {
  if (store->settings)
    g_hash_table_insert(store->settings, g_strdup(name), g_strdup(value));
  if (value == NULL)
    return cr_store_run(store, CR_SQL_UNSET, CR_VALUES(CR_TEXT(name)), NULL, NULL, error);
  return cr_store_run(store, CR_SQL_SET, CR_VALUES(CR_TEXT(name), CR_TEXT(value)), NULL, NULL,
                      error);
}

gboolean
cr_store_set_number(CrStore *store, const char *name, gint64 number, GError **error) {
  g_autofree char *value = g_strdup_printf("%" G_GINT64_FORMAT, number);
  return cr_store_set(store, name, value, error);
}

static gboolean
take_value(const CrRow *row, gpointer data, GError **error) {
  *(char **) data = g_strdup(cr_row_text(row, "value"));
  return TRUE;
}

char *
cr_store_get(CrStore *store, const char *name, GError **error) {
  char *value = NULL;
  gpointer known;
  if (store->settings && g_hash_table_lookup_extended(store->settings, name, NULL, &known))
    return g_strdup(known);
  cr_store_run(store, CR_SQL_GET, CR_VALUES(CR_TEXT(name)), take_value, &value, error);
  return value;
}

static gboolean
take_setting(const CrRow *row, gpointer data, GError **error) {
  g_hash_table_insert(data, g_strdup(cr_row_text(row, "name")),
                      g_strdup(cr_row_text(row, "value")));
  return TRUE;
}

GHashTable *
cr_store_get_alike(CrStore *store, const char *prefix, GError **error) {
  g_autoptr(GHashTable) found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  return cr_store_run(store, CR_SQL_GET_ALIKE, CR_VALUES(CR_TEXT(prefix)), take_setting, found,
                      error)
             ? g_steal_pointer(&found)
             : NULL;
}

void
store_setting_values(const char *const *names, CrValue ret_values[CR_MAX_SETTINGS]) {
  for (int i = 0; i < CR_MAX_SETTINGS; i++) {
    ret_values[i] = CR_TEXT(*names);
    names += *names != NULL;
  }
  g_assert(*names == NULL);
}

gboolean
cr_store_read_settings(CrStore *store, const char *const *names, GError **error) {
  g_autoptr(GHashTable) read = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  CrValue values[CR_MAX_SETTINGS];
  store_setting_values(names, values);
  for (int i = 0; names[i]; i++)
    g_hash_table_insert(read, g_strdup(names[i]), NULL);
  if (!cr_store_run(store, CR_SQL_GET_SEVERAL, values, CR_MAX_SETTINGS, take_setting, read, error))
    return FALSE;
  g_clear_pointer(&store->settings, g_hash_table_unref);
  store->settings = g_steal_pointer(&read);
  return TRUE;
}
