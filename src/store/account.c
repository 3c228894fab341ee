/* The account's row: who they are, how they like it, and the last ids that were given out. */
#include "store/engine.h"

#include <string.h>

void
store_clear_account_read(CrAccountRead *read) {
  g_clear_pointer(&read->profile_text, g_free);
  g_clear_pointer(&read->policy_text, g_free);
  g_clear_pointer(&read->profile, cr_profile_free);
  g_clear_pointer(&read->policy, cr_policy_free);
}

void
store_clear_account_row(CrAccountRow *row) {
  g_free(row->profile);
  g_free(row->policy);
  *row = (CrAccountRow){.known = FALSE};
}

gboolean
store_take_account(const CrRow *from, gpointer data, GError **error) {
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

/* Of an account that is new all is empty. */
static gboolean
ensure_row(CrStore *store, GError **error) {
  store->row.known = store->row.known || cr_store_run(store, CR_SQL_LOAD_ACCOUNT, CR_NO_VALUES,
                                                      store_take_account, &store->row, error);
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
  store_clear_account_read(read);
  read->profile_text = g_strdup(row->profile);
  read->policy_text = g_strdup(row->policy);
  if (read_profile(read->profile_text, &read->profile, error) &&
      read_policy(read->policy_text, &read->policy, error))
    return TRUE;
  store_clear_account_read(read);
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
