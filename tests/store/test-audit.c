/* The audit: that it holds, on every engine, and that whatever somebody does to its rows behind the
 * program's back is found at the row where it was done. */
#include "base/error.h"
#include "server.h"
#include "store/audit.h"

#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <string.h>

#define NOON (G_GINT64_CONSTANT(1795698000) * CR_SECOND)
#define DEEDS 6 /* that write() does, after the row with which the record begins */

static gboolean on_server;
static char *folder, *path, *uri;

/* As who owns the database. */
static void
tamper(const char *text) {
  if (on_server) {
    PGconn *connection = PQconnectdb(uri);
    PQclear(PQexec(connection, "SET search_path = crickets"));
    PGresult *result = PQexec(connection, text);
    g_assert_cmpstr(PQresultErrorMessage(result), ==, "");
    PQclear(result);
    PQfinish(connection);
    return;
  }
  sqlite3 *db = NULL;
  char *problem = NULL;
  g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
  sqlite3_busy_timeout(db, 5000);
  sqlite3_exec(db, text, NULL, NULL, &problem);
  g_assert_cmpstr(problem, ==, NULL);
  sqlite3_close(db);
}

static CrStore *
open_store(void) {
  g_autoptr(GError) error = NULL;
  CrStore *store = cr_store_open(uri, &error);
  g_assert_no_error(error);
  return store;
}

static void
begin(CrStore *store, gint64 account, gboolean write) {
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_store_begin(store, account, write, &error));
  g_assert_no_error(error);
}

static void
commit(CrStore *store) {
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_store_commit(store, &error));
  g_assert_no_error(error);
}

static void
add(CrStore *store, CrDeedKind kind, const CrActor *actor, const char *object) {
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_store_add_deed(store, kind, actor, NOON, object, &error));
  g_assert_no_error(error);
}

static void
add_facts(CrStore *store, int from, int to) {
  for (int i = from; i <= to; i++) {
    g_autoptr(GError) error = NULL;
    g_autofree char *key = g_strdup_printf("k%d", i);
    g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_TICK, NOON + i, "clock", key);
    g_assert_true(cr_store_add_fact(store, 0, fact, NULL, &error));
    g_assert_no_error(error);
  }
}

static void
seal(CrStore *store) {
  g_autoptr(GError) error = NULL;
  gboolean more = TRUE;
  g_assert_true(cr_store_seal_facts(store, NULL, NOON, &more, &error));
  g_assert_no_error(error);
  g_assert_false(more);
}

/* Rows 1 to 7: begun, signed in, facts 1-3, looked at, policy, facts 4-5, sent. */
static void
write_deeds(CrStore *store, gint64 account) {
  const CrActor coach = {99, "Dana Reyes"};
  begin(store, account, TRUE);
  add(store, CR_DEED_SIGNED_IN, NULL, "password");
  add_facts(store, 1, 3);
  seal(store);
  add(store, CR_DEED_VIEWED, &coach, "calls\nand \xc3\xa9 more");
  add(store, CR_DEED_POLICY_CHANGED, NULL, NULL);
  add_facts(store, 4, 5);
  seal(store);
  seal(store); /* nothing is left to be sealed */
  add(store, CR_DEED_LETTER_SENT, &(const CrActor){0, NULL}, "3.email.0");
  commit(store);
}

static CrAuditCheck
check(CrStore *store, gint64 account) {
  g_autoptr(GError) error = NULL;
  CrAuditCheck result;
  begin(store, account, FALSE);
  g_assert_true(cr_store_check_audit(store, TRUE, &result, &error));
  g_assert_no_error(error);
  cr_store_rollback(store);
  return result;
}

static void
assert_holds(CrStore *store, gint64 account, gint64 rows, gint64 facts) {
  CrAuditCheck result = check(store, account);
  g_assert_cmpstr(result.why, ==, NULL);
  g_assert_cmpint(result.broken, ==, 0);
  g_assert_cmpint(result.rows, ==, rows);
  g_assert_cmpint(result.facts, ==, facts);
}

static void
test_holds(void) {
  g_autoptr(CrStore) store = open_store();
  g_autoptr(GError) error = NULL;
  write_deeds(store, 1);
  assert_holds(store, 1, DEEDS + 1, 5);
  assert_holds(store, 2, 0, 0); /* nothing was done in it */
  begin(store, 1, FALSE);
  g_autoptr(GPtrArray) deeds = cr_store_list_deeds(store, 0, 4, &error);
  cr_store_rollback(store);
  g_assert_cmpuint(deeds->len, ==, 4);
  const CrDeed *viewed = deeds->pdata[3], *sent = deeds->pdata[0];
  g_assert_cmpint(viewed->number, ==, 4);
  g_assert_cmpint(viewed->actor, ==, 99);
  g_assert_cmpstr(viewed->who, ==, "Dana Reyes");
  g_assert_cmpstr(viewed->object, ==, "calls and é more");
  g_assert_cmpint(sent->actor, ==, 0);
  g_assert_cmpstr(cr_deed_words(sent->action), ==, "sent a letter");
  g_autofree char *known = cr_deed_hash(sent, ((CrDeed *) deeds->pdata[1])->hash);
  g_assert_cmpstr(sent->hash, ==, known);
}

/* The hash is what docs/service.md says, so that others can check it without this program. */
static void
test_hash(void) {
  const CrDeed deed = {2, 1000000, 7, (char *) "", (char *) "signed-in", (char *) "password", NULL};
  g_autofree char *text =
      g_strdup_printf("crickets-audit-1\n%s\n2\n1000000\n7\n\nsigned-in\npassword\n", "ab");
  g_autofree char *expected = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
  g_autofree char *hash = cr_deed_hash(&deed, "ab");
  g_assert_cmpstr(hash, ==, expected);
}

/* What is taken back leaves no row. */
static void
test_rolled_back(void) {
  g_autoptr(CrStore) store = open_store();
  write_deeds(store, 3);
  begin(store, 3, TRUE);
  add(store, CR_DEED_EXPORTED, NULL, NULL);
  cr_store_rollback(store);
  assert_holds(store, 3, DEEDS + 1, 5);
}

/* %1$d is the account, %2$d another one with as many rows. */
static const struct {
  const char *name, *sql;
  int broken;
} tamperings[] = {
    {"nothing", "UPDATE audit SET hash = hash WHERE account_id = %1$d", 0},
    {"time", "UPDATE audit SET at = at + 1 WHERE account_id = %1$d AND audit_id = 4", 4},
    {"actor", "UPDATE audit SET actor = 1 WHERE account_id = %1$d AND audit_id = 4", 4},
    {"name", "UPDATE audit SET who = 'Sam' WHERE account_id = %1$d AND audit_id = 4", 4},
    {"action", "UPDATE audit SET action = 'joined' WHERE account_id = %1$d AND audit_id = 2", 2},
    {"object", "UPDATE audit SET object = '' WHERE account_id = %1$d AND audit_id = 7", 7},
    {"hash", "UPDATE audit SET hash = 'ab' WHERE account_id = %1$d AND audit_id = 7", 7},
    {"lines",
     "UPDATE audit SET who = 'Dana Reyes' || chr(10) || 'viewed', action = 'calls and'"
     " WHERE account_id = %1$d AND audit_id = 4",
     4},
    {"removed", "DELETE FROM audit WHERE account_id = %1$d AND audit_id = 4", 5},
    {"renumbered",
     "DELETE FROM audit WHERE account_id = %1$d AND audit_id = 4;"
     "UPDATE audit SET audit_id = audit_id - 1 WHERE account_id = %1$d AND audit_id = 5;"
     "UPDATE audit SET audit_id = audit_id - 1 WHERE account_id = %1$d AND audit_id = 6;"
     "UPDATE audit SET audit_id = audit_id - 1 WHERE account_id = %1$d AND audit_id = 7",
     4},
    {"reordered",
     "UPDATE audit SET audit_id = 50 WHERE account_id = %1$d AND audit_id = 4;"
     "UPDATE audit SET audit_id = 4 WHERE account_id = %1$d AND audit_id = 5;"
     "UPDATE audit SET audit_id = 5 WHERE account_id = %1$d AND audit_id = 50",
     4},
    {"put in",
     "INSERT INTO audit SELECT account_id, 8, at, actor, who, action, object, hash, mark FROM audit"
     " WHERE account_id = %1$d AND audit_id = 7",
     8},
    {"first", "DELETE FROM audit WHERE account_id = %1$d AND audit_id = 1", 2},
    {"truncated", "DELETE FROM audit WHERE account_id = %1$d AND audit_id > 5", 6},
    {"all of them", "DELETE FROM audit WHERE account_id = %1$d", 1},
    {"another's row",
     "DELETE FROM audit WHERE account_id = %1$d AND audit_id = 4;"
     "INSERT INTO audit SELECT %1$d, audit_id, at, actor, who, action, object, hash, mark FROM "
     "audit"
     " WHERE account_id = %2$d AND audit_id = 4",
     4},
    {"another's record",
     "DELETE FROM audit WHERE account_id = %1$d;"
     "INSERT INTO audit SELECT %1$d, audit_id, at, actor, who, action, object, hash, mark FROM "
     "audit"
     " WHERE account_id = %2$d",
     1},
    {"a fact", "UPDATE fact SET body = '{}' WHERE account_id = %1$d AND fact_id = 2", 3},
    {"a fact's place", "UPDATE fact SET interview_id = 5 WHERE account_id = %1$d AND fact_id = 5",
     6},
    {"a fact less", "DELETE FROM fact WHERE account_id = %1$d AND fact_id = 3", 3},
    {"a seal",
     "UPDATE audit SET object = replace(object, '1-3', '1-2') WHERE account_id = %1$d"
     " AND audit_id = 3",
     3},
};

static void
test_tampering(void) {
  g_autoptr(CrStore) store = open_store();
  for (guint i = 0; i < G_N_ELEMENTS(tamperings); i++) {
    int account = 100 + 2 * (int) i;
    write_deeds(store, account);
    write_deeds(store, account + 1);
    g_autofree char *sql = g_strdup_printf(tamperings[i].sql, account, account + 1);
    g_autoptr(GString) text = g_string_new(sql);
    if (!on_server)
      g_string_replace(text, "chr(", "char(", 0);
    tamper(text->str);
    CrAuditCheck result = check(store, account);
    g_test_message("%s: %s", tamperings[i].name, result.why);
    g_assert_cmpint(result.broken, ==, tamperings[i].broken);
    g_assert_true((result.why != NULL) == (result.broken != 0));
    assert_holds(store, account + 1, DEEDS + 1, 5);
  }
}

/* A call, and a mail about it: fact 6 in the row after. */
static int
write_mail(CrStore *store, gint64 account) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrInterview) call = cr_interview_new();
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_MAIL, NOON, "mail", "mail:1");
  fact->mail = cr_reading_new();
  fact->mail->class = CR_MAIL_ON_HOLD;
  fact->mail->message_id = g_strdup("one@x.example");
  fact->mail->from_email = g_strdup("dana@x.example");
  fact->mail->subject = g_strdup("Our call");
  fact->mail->text = g_strdup("The role is on hold for now");
  begin(store, account, TRUE);
  g_assert_true(cr_store_save_interview(store, call, &error));
  g_assert_true(cr_store_add_fact(store, call->id, fact, NULL, &error));
  g_assert_true(
      cr_store_add_line(store, call->id, NOON, "reply", "They wrote: \"on hold\".", &error));
  seal(store);
  commit(store);
  return call->id;
}

static void
forget_mails(CrStore *store, gint64 account, int call) {
  g_autoptr(GError) error = NULL;
  begin(store, account, TRUE);
  g_assert_true(cr_store_forget_mails(store, call, NULL, NOON, &error));
  g_assert_no_error(error);
  commit(store);
}

/* What was read of a mail goes, that it was read stays, and the audit holds; what was changed
 * before or after that is found as ever. */
static void
test_forgotten(void) {
  g_autoptr(CrStore) store = open_store();
  for (int tampered = 0; tampered < 4; tampered++) {
    static const char sql[] =
        "UPDATE fact SET source_key = 'k9' WHERE account_id = %d AND fact_id = 1";
    int account = 300 + tampered;
    write_deeds(store, account);
    int call = write_mail(store, account);
    g_autofree char *change = g_strdup_printf(sql, account);
    g_autofree char *mail_change = g_strdup_printf(
        "UPDATE fact SET source_key = 'k9' WHERE account_id = %d AND fact_id = 6", account);
    g_autofree char *row_change = g_strdup_printf(
        "UPDATE audit SET object = 'x' WHERE account_id = %d AND audit_id = 9", account);
    if (tampered == 1)
      tamper(mail_change);
    if (tampered == 3) { /* a row between the seal and what explains it */
      begin(store, account, TRUE);
      add(store, CR_DEED_EXPORTED, NULL, NULL);
      commit(store);
    }
    forget_mails(store, account, call);
    forget_mails(store, account, call); /* again: nothing more goes, and it holds */
    begin(store, account, FALSE);
    g_autoptr(GPtrArray) facts = cr_store_facts(store, call, 0, NULL);
    g_autoptr(GPtrArray) lines = cr_store_timeline(store, call, 0, NULL);
    g_autoptr(GPtrArray) found = cr_store_search(store, CR_DOCUMENT_MAIL, "hold", 8, NULL);
    cr_store_rollback(store);
    const CrFact *fact = facts->pdata[0];
    g_assert_cmpint(fact->kind, ==, CR_FACT_MAIL);
    g_assert_cmpint(fact->at, ==, NOON);
    g_assert_cmpint(fact->mail->class, ==, CR_MAIL_ON_HOLD);
    g_assert_null(fact->mail->text);
    g_assert_null(fact->mail->from_email);
    g_assert_null(fact->mail->subject);
    g_assert_cmpstr(((CrTimelineRow *) lines->pdata[0])->text, ==, "They wrote: \"…\".");
    g_assert_cmpuint(found->len, ==, 0);
    if (tampered == 2)
      tamper(change);
    if (tampered == 3)
      tamper(row_change);
    CrAuditCheck result = check(store, account);
    const gint64 broken[] = {0, 8, 3, 9}, sealed[] = {6, 5, 3, 5};
    g_assert_cmpint(result.broken, ==, broken[tampered]);
    g_assert_cmpint(result.facts, ==, sealed[tampered]);
  }
}

/* Who owns the database can reckon a whole record anew. Only a head that is kept elsewhere finds
 * that. */
static void
test_heads(void) {
  g_autoptr(CrStore) store = open_store();
  g_autoptr(GError) error = NULL;
  const char *why = NULL;
  CrAuditHead head, none;
  write_deeds(store, 5);
  begin(store, 5, TRUE);
  g_assert_true(cr_store_audit_head(store, &head, &error));
  add(store, CR_DEED_EXPORTED, NULL, NULL);
  g_assert_true(cr_store_check_head(store, &head, &why, &error));
  g_assert_null(why);
  commit(store);
  tamper("DELETE FROM audit WHERE account_id = 5; UPDATE account SET last_audit = 0"
         " WHERE account_id = 5");
  begin(store, 5, TRUE);
  g_assert_true(cr_store_check_head(store, &head, &why, &error));
  g_assert_cmpstr(why, ==, "what was there then is missing");
  for (int i = 0; i < 9; i++)
    add(store, CR_DEED_SIGNED_IN, NULL, "passkey");
  g_assert_true(cr_store_check_head(store, &head, &why, &error));
  g_assert_cmpstr(why, ==, "it was another one then");
  commit(store);
  assert_holds(store, 5, 10, 0);
  begin(store, 6, FALSE);
  g_assert_true(cr_store_audit_head(store, &none, &error));
  g_assert_cmpint(none.number, ==, 0);
  g_assert_no_error(error);
}

/* How often the database's files hold that. */
static guint
count_in_files(const char *text) {
  static const char *const endings[] = {"", "-wal"};
  guint count = 0;
  for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
    g_autofree char *name = g_strconcat(path, endings[i], NULL), *bytes = NULL;
    gsize length = 0;
    if (!g_file_get_contents(name, &bytes, &length, NULL))
      continue;
    for (const char *at = bytes; (at = memmem(at, length - (at - bytes), text, strlen(text))); at++)
      count++;
  }
  return count;
}

/* What is forgotten is not in the pages that became free either. */
static void
test_scrubbed(void) {
  if (on_server) {
    g_test_skip("PostgreSQL keeps what was until it is vacuumed");
    return;
  }
  g_autoptr(CrStore) store = open_store();
  write_deeds(store, 350);
  int call = write_mail(store, 350);
  g_assert_cmpuint(count_in_files("The role is on hold for now"), >, 0);
  forget_mails(store, 350, call);
  g_assert_cmpuint(count_in_files("The role is on hold for now"), ==, 0);
  g_assert_cmpuint(count_in_files("on hold for now"), ==, 0);
}

/* An account that is erased keeps one row, which follows from what was there. */
static void
test_erased(void) {
  g_autoptr(CrStore) store = open_store();
  g_autoptr(GError) error = NULL;
  const CrActor administrator = {12, "Kim"};
  const char *why = "";
  CrAuditHead before;
  write_deeds(store, 8);
  begin(store, 8, FALSE);
  g_assert_true(cr_store_audit_head(store, &before, &error));
  cr_store_rollback(store);
  g_assert_true(cr_store_erase(store, 8, FALSE, &administrator, NOON, &error));
  g_assert_no_error(error);
  assert_holds(store, 8, 1, 0);
  begin(store, 8, TRUE);
  g_autoptr(GPtrArray) deeds = cr_store_list_deeds(store, 0, 0, &error);
  const CrDeed *erased = deeds->pdata[0];
  g_assert_cmpint(erased->number, ==, DEEDS + 2);
  g_assert_cmpint(erased->actor, ==, 12);
  g_assert_true(cr_store_check_head(store, &before, &why, &error));
  g_assert_null(why);
  before.hash[0] = before.hash[0] == 'a' ? 'b' : 'a';
  g_assert_true(cr_store_check_head(store, &before, &why, &error));
  g_assert_cmpstr(why, ==, "what was erased is not what was there then");
  add(store, CR_DEED_SIGNED_IN, NULL, "password");
  add_facts(store, 1, 2);
  seal(store);
  commit(store);
  assert_holds(store, 8, 3, 2);
  g_assert_true(cr_store_erase(store, 8, FALSE, NULL, NOON, &error)); /* once more */
  assert_holds(store, 8, 1, 0);
  tamper("UPDATE audit SET at = 1 WHERE account_id = 8");
  g_assert_cmpint(check(store, 8).broken, ==, DEEDS + 5);
}

/* An account keeps its record when it goes elsewhere, and says there whose it is. */
static void
test_moved(void) {
  g_autoptr(CrStore) store = open_store(), other = cr_store_open("sqlite::memory:", NULL);
  g_autoptr(GError) error = NULL;
  g_auto(CrMoved) there = {0}, back = {0};
  write_deeds(store, 21);
  begin(store, 21, TRUE);
  add(store, CR_DEED_MOVED, NULL, "account 1 of elsewhere");
  commit(store);
  g_assert_true(cr_store_move(store, 21, other, 1, NULL, NULL, &there, &error));
  assert_holds(other, 1, DEEDS + 2, 5);
  g_assert_cmpint(check(store, 21).home, ==, 1);
  begin(other, 1, TRUE);
  add(other, CR_DEED_MOVED, NULL, "account 22");
  commit(other);
  g_assert_true(cr_store_move(other, 1, store, 22, NULL, NULL, &back, &error));
  g_assert_no_error(error);
  assert_holds(store, 22, DEEDS + 3, 5);
  g_assert_cmpint(check(store, 22).home, ==, 22);
}

/* The program's own role adds rows, and nothing else; nobody sees another account's. */
static void
test_rights(void) {
  static const struct {
    const char *sql, *state;
  } attempts[] = {
      {"UPDATE audit SET at = 1", "42501"},
      {"DELETE FROM audit", "42501"},
      {"TRUNCATE audit", "42501"},
      {"UPDATE audit_p0 SET at = 1", "42501"},
      {"DELETE FROM audit_p0", "42501"},
      {"SELECT at FROM audit_p0", "42501"},
      {"INSERT INTO audit VALUES (31, 90, 1, 1, '', 'joined', '', 'ab')", "42501"},
      {"INSERT INTO audit VALUES (30, 2, 1, 1, '', 'joined', '', 'ab')", "23505"},
      {"SELECT 1 / count(*) FROM audit WHERE account_id = 31", "22012"},
      /* erasing: of another account, and without the row that says so, nothing goes */
      {"SELECT drop_deeds(31, 9); SELECT 1 / (count(*) - 7) FROM audit", "22012"},
      {"SELECT drop_deeds(30, 7); SELECT 1 / (count(*) - 7) FROM audit", "22012"},
      {"CREATE OR REPLACE FUNCTION drop_deeds(a BIGINT, b BIGINT) RETURNS VOID LANGUAGE sql AS"
       " 'DELETE FROM audit'",
       "42501"},
  };
  if (!on_server) {
    g_test_skip("a file has no roles");
    return;
  }
  g_autoptr(CrStore) store = open_store();
  write_deeds(store, 30);
  write_deeds(store, 31);
  for (gsize i = 0; i < G_N_ELEMENTS(attempts); i++) {
    PGconn *connection = PQconnectdb(uri);
    PQclear(PQexec(connection, "SET search_path = crickets; SET ROLE crickets_worker"));
    PQclear(PQexec(connection, "BEGIN; SET LOCAL crickets.account = '30'"));
    PGresult *result = PQexec(connection, attempts[i].sql);
    g_test_message("%s", attempts[i].sql);
    g_assert_cmpstr(PQresultErrorField(result, PG_DIAG_SQLSTATE), ==, attempts[i].state);
    PQclear(result);
    PQfinish(connection);
  }
  assert_holds(store, 30, DEEDS + 1, 5);
  assert_holds(store, 31, DEEDS + 1, 5);
}

static const struct {
  const char *path;
  void (*run)(void);
} tests[] = {
    {"holds", test_holds},         {"hash", test_hash},           {"rolled-back", test_rolled_back},
    {"tampering", test_tampering}, {"forgotten", test_forgotten}, {"heads", test_heads},
    {"scrubbed", test_scrubbed},   {"erased", test_erased},       {"moved", test_moved},
    {"rights", test_rights},
};

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  on_server = g_getenv("CR_TEST_POSTGRES") != NULL;
  folder = g_dir_make_tmp("crickets-audit-XXXXXX", NULL);
  path = g_build_filename(folder, "crickets.db", NULL);
  uri = on_server ? server_make_database("crickets_audit", "template1")
                  : g_strconcat("sqlite:", path, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(tests); i++) {
    g_autofree char *name =
        g_strdup_printf("/audit/%s/%s", on_server ? "postgresql" : "sqlite", tests[i].path);
    g_test_add_func(name, tests[i].run);
  }
  int result = g_test_run();
  static const char *const suffixes[] = {"", "-wal", "-shm"};
  for (gsize i = 0; i < G_N_ELEMENTS(suffixes); i++) {
    g_autofree char *file = g_strconcat(path, suffixes[i], NULL);
    g_unlink(file);
  }
  g_rmdir(folder);
  g_free(folder);
  g_free(path);
  g_free(uri);
  return result;
}
