#include "fake-candidate.h"

#include "base/error.h"

gboolean fake_mailbox_blind;

void
fake_candidate_save(CrStore *store, gint64 account) {
  g_autoptr(CrProfile) profile = cr_profile_new();
  g_autoptr(CrPolicy) policy = cr_policy_new_default();
  g_autoptr(GError) error = NULL;
  profile->name = g_strdup("Jordan Ellis");
  profile->zone = g_strdup("America/Chicago");
  profile->country = g_strdup("US");
  profile->emails = g_strsplit("jordan@example.com", " ", -1);
  policy->autopilot = TRUE;
  policy->remind_day_min = policy->remind_min = 0;
  g_assert_true(cr_store_begin(store, account, TRUE, &error));
  g_assert_true(cr_store_save_account(store, profile, policy, &error));
  g_assert_true(cr_store_commit(store, &error));
  g_assert_no_error(error);
}

static gboolean
mailbox_sync(CrSource *source, const char *cursor, CrInstant now, const CrSink *sink,
             GCancellable *cancellable, GError **error) {
  if (!fake_mailbox_blind)
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "nobody answers there");
  return FALSE;
}

static void
mailbox_free(CrSource *source) {
  g_free(source);
}

CrSource *
fake_mailbox_open(const CrConnection *connection, GError **error) {
  static const CrSourceClass class = {mailbox_sync, NULL, mailbox_free};
  CrSource *source = g_new0(CrSource, 1);
  source->class = &class;
  return source;
}

GPtrArray *
fake_mailbox_connections(void) {
  GPtrArray *list = g_ptr_array_new_with_free_func((GDestroyNotify) cr_connection_free);
  CrConnection *mailbox = cr_connection_new();
  mailbox->name = g_strdup("personal");
  mailbox->kind = CR_CONNECTION_IMAP;
  g_ptr_array_add(list, mailbox);
  return list;
}
