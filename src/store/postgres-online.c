/* Migrations of a database whose accounts are at work meanwhile: what has to be done before such a
 * one's own transaction, so that this holds nobody up. What is done here may be done again. */
#include "base/error.h"
#include "store/postgres-private.h"

#include <poll.h>
#include <string.h>

#define ONLINE_LOCK "7166197480093000564"

PostgresOnline
postgres_online(const char *text) {
  static const char *const words[] = {[ONLINE_BRIEFLY] = "/* briefly */",
                                      [ONLINE_BY_ACCOUNT] = "/* account by account */",
                                      [ONLINE_MEANWHILE] = "/* meanwhile */"};
  for (gsize i = ONLINE_BRIEFLY; i < G_N_ELEMENTS(words); i++)
    if (g_str_has_prefix(text, words[i]))
      return (PostgresOnline) i;
  return ONLINE_NOT;
}

/* Who waited within a statement for it would be waited for by an index that is built meanwhile. */
gboolean
postgres_lock_online(CrDb *db, GError **error) {
  for (;;) {
    gint64 locked = 0;
    if (!postgres_read_number(db, "SELECT pg_try_advisory_lock(" ONLINE_LOCK ")::int", &locked,
                              error))
      return FALSE;
    if (locked)
      return TRUE;
    poll(NULL, 0, 100);
  }
}

void
postgres_unlock_online(CrDb *db) {
  postgres_run_text(db, "SELECT pg_advisory_unlock(" ONLINE_LOCK ")", NULL);
}

/* As a writer of the account does: under the lock on its row, and named. It need not be on the disk
 * before the migration's own transaction is. */
static gboolean
change_account(CrDb *db, const char *account, const char *text, GError **error) {
  g_autofree char *own = g_strdup_printf(" AND account_id = %s", account);
  g_autoptr(GString) change = g_string_new(text);
  g_string_replace(change, "/* of this one */", own, 0);
  g_autofree char *all =
      g_strdup_printf("BEGIN; SET LOCAL synchronous_commit = off;"
                      "SET LOCAL crickets.account = '%s';"
                      "SELECT 1 FROM account WHERE account_id = %s FOR UPDATE; %s; COMMIT",
                      account, account, change->str);
  return postgres_run_text(db, all, error);
}

#define SOME_ACCOUNTS "1000"

/* Those after one, in their order: whoever keeps calls has turns (turns.c). */
static PGresult *
list_accounts(CrDb *db, const char *after, GError **error) {
  g_autofree char *text = g_strdup_printf(
      "SELECT account_id FROM turn WHERE account_id > %s ORDER BY account_id LIMIT " SOME_ACCOUNTS,
      after);
  return postgres_query(db, text, error);
}

static gboolean
change_accounts(CrDb *db, const char *text, GError **error) {
  g_autofree char *last = g_strdup("0");
  if (!postgres_run_text(db, "SET crickets.shared = 'on'", error))
    return FALSE;
  for (;;) {
    g_autoptr(PGresult) accounts = list_accounts(db, last, error);
    int n = accounts ? libpq.PQntuples(accounts) : 0;
    for (int i = 0; i < n; i++)
      if (!change_account(db, libpq.PQgetvalue(accounts, i, 0), text, error))
        return FALSE;
    if (n == 0)
      return accounts && postgres_run_text(db, "RESET crickets.shared", error);
    g_free(last);
    last = g_strdup(libpq.PQgetvalue(accounts, n - 1, 0));
  }
}

/* One that was begun by who did not come to its end is of no use. */
static gboolean
index_partition(CrDb *db, const char *name, const char *table, const char *rest, GError **error) {
  g_autofree char *broken = g_strdup_printf(
      "SELECT count(*) FROM pg_index WHERE indexrelid = to_regclass('%s') AND NOT indisvalid",
      name);
  g_autofree char *drop = g_strdup_printf("DROP INDEX CONCURRENTLY %s", name);
  g_autofree char *create =
      g_strdup_printf("CREATE INDEX CONCURRENTLY IF NOT EXISTS %s ON %s %s", name, table, rest);
  gint64 is_broken = 0;
  return postgres_read_number(db, broken, &is_broken, error) &&
         (!is_broken || postgres_run_text(db, drop, error)) && postgres_run_text(db, create, error);
}

/* Each partition gets its own; the migration's statement takes them together then. */
static gboolean
index_partitions(CrDb *db, const char *text, GError **error) {
  g_autoptr(GRegex) regex = g_regex_new("CREATE INDEX (\\w+) ON (\\w+) ([^;]+);", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_regex_match(regex, text, 0, &match);
  for (; g_match_info_matches(match); g_match_info_next(match, NULL)) {
    g_autofree char *name = g_match_info_fetch(match, 1), *table = g_match_info_fetch(match, 2);
    g_autofree char *rest = g_match_info_fetch(match, 3);
    for (int i = 0; i < POSTGRES_PARTITIONS; i++) {
      g_autofree char *own = g_strdup_printf("%s_p%d", name, i);
      g_autofree char *partition = g_strdup_printf("%s_p%d", table, i);
      if (!index_partition(db, own, partition, rest, error))
        return FALSE;
    }
  }
  return TRUE;
}

gboolean
postgres_prepare_online(CrDb *db, PostgresOnline how, const char *text, GError **error) {
  switch (how) {
  case ONLINE_BY_ACCOUNT:
    return change_accounts(db, text, error);
  case ONLINE_MEANWHILE:
    return index_partitions(db, text, error);
  case ONLINE_NOT:
  case ONLINE_BRIEFLY:
    break;
  }
  return TRUE;
}
