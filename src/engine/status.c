#include "engine/status.h"

#include "base/text.h"

static const CrField status_fields[] = {
    CR_FIELD(CrStatus, last_ok, INSTANT),       CR_FIELD(CrStatus, last_try, INSTANT),
    CR_FIELD(CrStatus, failing_since, INSTANT), CR_FIELD(CrStatus, failures, INT),
    CR_FIELD(CrStatus, last_error, STRING),     CR_FIELD_END};
CR_DEFINE_RECORD(CrStatus, cr_status, status_fields)

CrStatus *
cr_status_load(CrStore *store, const char *doing, const char *name, GError **error) {
  g_autofree char *key = g_strconcat(doing, ".", name, NULL);
  g_autoptr(GError) local = NULL;
  g_autofree char *text = cr_store_get(store, key, &local);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return NULL;
  }
  CrStatus *status = text ? cr_record_parse(&cr_status_record, text, NULL) : NULL;
  return status ? status : cr_status_new();
}

gboolean
cr_status_save(CrStore *store, const char *doing, const char *name, const CrStatus *status,
               GError **error) {
  g_autofree char *key = g_strconcat(doing, ".", name, NULL);
  g_autofree char *text = cr_record_print(&cr_status_record, status);
  return cr_store_set(store, key, text, error);
}

void
cr_status_add_failure(CrStatus *status, CrInstant now, const GError *why) {
  if (status->failures++ == 0)
    status->failing_since = now;
  status->last_try = now;
  g_free(status->last_error);
  status->last_error = cr_text_line(why->message, 400);
}

static gboolean
is_news(CrStore *store, gint64 account, const char *doing, const char *name, const char *why) {
  if (!cr_store_begin(store, account, FALSE, NULL))
    return FALSE;
  g_autoptr(CrStatus) status = cr_status_load(store, doing, name, NULL);
  cr_store_rollback(store);
  return status && (why ? g_strcmp0(status->last_error, why) != 0 : status->failures > 0);
}

void
cr_status_note(CrStore *store, gint64 account, const char *doing, const char *name, CrInstant now,
               const GError *why) {
  g_autofree char *words = why ? cr_text_line(why->message, 400) : NULL;
  if (!is_news(store, account, doing, name, words) || !cr_store_begin(store, account, TRUE, NULL))
    return;
  g_autoptr(CrStatus) status = why ? cr_status_load(store, doing, name, NULL) : cr_status_new();
  if (status && why)
    cr_status_add_failure(status, now, why);
  else if (status)
    status->last_ok = status->last_try = now;
  cr_store_end(store, status && cr_status_save(store, doing, name, status, NULL), NULL);
}

static void
failing_free(gpointer data) {
  CrFailing *failing = data;
  g_free(failing->about);
  cr_status_free(failing->status);
  g_free(failing);
}

static gboolean
add_if_failing(GPtrArray *list, CrStore *store, const char *doing, const char *name,
               const char *about, const char *what, GError **error) {
  g_autoptr(CrStatus) status = cr_status_load(store, doing, name, error);
  if (status == NULL)
    return FALSE;
  if (status->failures == 0)
    return TRUE;
  CrFailing *failing = g_new0(CrFailing, 1);
  *failing = (CrFailing){g_strdup(about), what, g_steal_pointer(&status)};
  g_ptr_array_add(list, failing);
  return TRUE;
}

static gboolean
add_of_connection(GPtrArray *list, CrStore *store, const CrConnection *c, GError **error) {
  g_autofree char *follower = g_strconcat("notify.", c->name, NULL);
  return add_if_failing(list, store, CR_STATUS_READING, c->name, c->name, "reading", error) &&
         (!c->writes ||
          add_if_failing(list, store, CR_STATUS_WRITING, c->name, c->name, "writing", error)) &&
         add_if_failing(list, store, CR_STATUS_TELLING, follower, c->name, "telling", error);
}

GPtrArray *
cr_status_failing(CrStore *store, const GPtrArray *connections, GError **error) {
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(failing_free);
  for (guint i = 0; i < connections->len; i++)
    if (!add_of_connection(list, store, connections->pdata[i], error))
      return NULL;
  return add_if_failing(list, store, CR_STATUS_TELLING, "copies", "mail", "copies in Sent",
                        error) &&
                 add_if_failing(list, store, CR_STATUS_TELLING, "drafts", "mail", "drafts", error)
             ? g_steal_pointer(&list)
             : NULL;
}
