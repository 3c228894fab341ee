/* What the accounts of a service keep sealed: bound to its account and its name, worth nothing
 * without the key, sealed anew while all goes on. Run by with_postgres.py. */
#include "../store/server.h"
#include "base/error.h"
#include "engine/connections.h"
#include "engine/desk-connect.h"
#include "engine/hook-private.h"
#include "engine/reseal.h"
#include "engine/key-file.h"
#include "engine/seal.h"
#include "engine/secret.h"
#include "store/members.h"

#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <string.h>

#define ACCOUNT G_GINT64_CONSTANT(5000000001)
#define OTHER G_GINT64_CONSTANT(5000000002)
#define PASSWORD "correct horse battery staple"

typedef char Secret;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Secret, cr_secret_free)

/* Keys */

static void
forget_keys(void) {
  g_autofree char *path = cr_key_file_path();
  g_unlink(path);
}

static char *
add_key(void) {
  g_autoptr(GError) error = NULL;
  char *id = NULL;
  g_assert_true(cr_seal_add_key(&id, &error));
  g_assert_no_error(error);
  return id;
}

static char *
seal(gint64 account, const char *name, const char *secret) {
  g_autoptr(GError) error = NULL;
  char *sealed = cr_seal(account, name, secret, &error);
  g_assert_no_error(error);
  return sealed;
}

static void
assert_opens(gint64 account, const char *name, const char *sealed, const char *secret) {
  g_autoptr(GError) error = NULL;
  g_autoptr(Secret) opened = cr_unseal(account, name, sealed, &error);
  if (secret)
    g_assert_no_error(error);
  else
    g_assert_error(error, CR_ERROR, CR_ERROR_FAILED);
  g_assert_cmpstr(opened, ==, secret);
}

static void
test_bound(void) {
  forget_keys();
  g_autofree char *id = add_key(), *sealed = seal(ACCOUNT, "mail", PASSWORD);
  g_autofree char *again = seal(ACCOUNT, "mail", PASSWORD), *empty = seal(ACCOUNT, "mail", "");
  g_autofree char *unknown = g_strconcat("00000000", sealed + 8, NULL);
  const struct {
    gint64 account;
    const char *name, *sealed, *secret;
  } cases[] = {
      {ACCOUNT, "mail", sealed, PASSWORD}, {ACCOUNT, "mail", empty, ""},
      {OTHER, "mail", sealed, NULL},       {ACCOUNT, "send", sealed, NULL},
      {ACCOUNT, "mail", unknown, NULL},    {ACCOUNT, "mail", "", NULL},
      {ACCOUNT, "mail", id, NULL},         {ACCOUNT, "mail", PASSWORD, NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    assert_opens(cases[i].account, cases[i].name, cases[i].sealed, cases[i].secret);
  g_assert_cmpstr(sealed, !=, again);
  g_assert_null(strstr(sealed, PASSWORD));
}

/* Whatever character is changed, or wherever it ends: it opens as what it was, or not at all. */
static void
test_tampered(void) {
  forget_keys();
  g_autofree char *id = add_key(), *sealed = seal(ACCOUNT, "mail", PASSWORD);
  for (gsize i = 0; i < strlen(sealed); i++) {
    g_autofree char *changed = g_strdup(sealed), *cut = g_strndup(sealed, i);
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    g_autoptr(Secret) other = cr_unseal(ACCOUNT, "mail", changed, NULL);
    g_autoptr(Secret) opened = cr_unseal(ACCOUNT, "mail", cut, NULL);
    /* The padding of base64 says nothing, nor do the last bits before it. */
    gboolean padding = strspn(sealed + i, "=") == strlen(sealed) - i;
    g_assert_true(other == NULL || padding || sealed[i + 1] == '=');
    g_assert_true(other == NULL || strcmp(other, PASSWORD) == 0);
    g_assert_true(opened == NULL || padding);
  }
}

static void
test_keys(void) {
  g_autoptr(GError) error = NULL;
  forget_keys();
  g_assert_null(cr_seal(ACCOUNT, "mail", PASSWORD, &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_FAILED);
  g_autofree char *first = add_key(), *old = seal(ACCOUNT, "mail", PASSWORD), *second = add_key();
  g_autofree char *waits = seal(ACCOUNT, "mail", PASSWORD), *path = cr_key_file_path(), *moved = NULL;
  g_assert_true(g_str_has_prefix(waits, first)); /* not every host may have the second yet */
  g_assert_true(cr_seal_use_key(second, NULL));
  g_assert_false(cr_seal_use_key("00000000", NULL));
  g_auto(GStrv) ids = cr_seal_key_ids(NULL);
  g_assert_cmpuint(g_strv_length(ids), ==, 2);
  g_assert_cmpstr(ids[0], ==, second);
  assert_opens(ACCOUNT, "mail", old, PASSWORD);
  g_assert_true(cr_reseal(ACCOUNT, "mail", old, &moved, NULL));
  g_assert_true(g_str_has_prefix(moved, second));
  g_autofree char *twice = NULL;
  g_assert_true(cr_reseal(ACCOUNT, "mail", moved, &twice, NULL));
  g_assert_null(twice);
  GStatBuf kept;
  g_assert_cmpint(g_stat(path, &kept), ==, 0);
  g_assert_cmpint(kept.st_mode & 0777, ==, 0600);
}

static void
test_bad_files(void) {
  static const char *const files[] = {"nonsense\n", "00000000\n", "00000000 AAAA\n",
                                      "0000 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"};
  g_autofree char *path = cr_key_file_path();
  for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_true(g_file_set_contents(path, files[i], -1, NULL));
    g_assert_null(cr_seal_key_ids(&error));
    g_assert_error(error, CR_ERROR, CR_ERROR_FAILED);
    g_clear_error(&error);
    char *id = NULL;
    g_assert_false(cr_seal_add_key(&id, &error)); /* nor is it overwritten */
    g_assert_error(error, CR_ERROR, CR_ERROR_FAILED);
  }
}

/* Connections */

static CrDesk *
open_desk(const char *uri, gint64 account) {
  g_autoptr(GError) error = NULL;
  CrDesk *desk = cr_desk_open(uri, account, &error);
  g_assert_no_error(error);
  return desk;
}

static CrConnection *
mailbox(const char *url) {
  CrConnection *c = cr_connection_new();
  c->name = g_strdup("mail");
  c->kind = CR_CONNECTION_IMAP;
  c->url = g_strdup(url);
  c->user = g_strdup("jordan");
  return c;
}

static void
connect_to(CrDesk *desk, const char *url, const char *secret, gboolean taken) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrConnection) c = mailbox(url);
  g_assert_cmpint(cr_desk_connect(desk, c, secret, 0, &error), ==, taken);
  if (!taken)
    g_assert_error(error, CR_ERROR, CR_ERROR_PARSE);
}

static void
assert_secret(CrDesk *desk, const char *secret) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) list = cr_desk_connections(desk, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(list->len, ==, 1);
  const CrConnection *c = list->pdata[0];
  g_autoptr(Secret) opened = cr_secret_of(c, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(opened, ==, secret);
  g_assert_true(c->public_only);
}

/* Nothing that can be read in the database is the password. */
static void
assert_nowhere(const char *uri, const char *secret) {
  PGconn *connection = PQconnectdb(uri);
  g_autofree char *text = g_strdup_printf(
      "SELECT count(*) FROM (SELECT query_to_xml('SELECT * FROM crickets.' || "
      "quote_ident(tablename), true, false, '')::text AS x"
      " FROM pg_tables WHERE schemaname = 'crickets') AS t WHERE position('%s' IN x) > 0",
      secret);
  PGresult *result = PQexec(connection, text);
  g_assert_cmpstr(PQerrorMessage(connection), ==, "");
  g_assert_cmpstr(PQgetvalue(result, 0, 0), ==, "0");
  PQclear(result);
  PQfinish(connection);
}

static void
add_member(CrDesk *desk) {
  g_autoptr(CrMember) member = cr_member_new();
  g_autoptr(GError) error = NULL;
  member->state = CR_MEMBER_ACTIVE;
  member->email = g_strdup_printf("%" G_GINT64_FORMAT "@example.com", desk->account);
  g_assert_true(cr_store_begin(desk->store, desk->account, TRUE, &error));
  g_assert_true(cr_store_save_member(desk->store, member, &error));
  g_assert_true(cr_store_commit(desk->store, &error));
}

static char *
hook_key(CrDesk *desk) {
  g_autoptr(GPtrArray) hooks = cr_hooks_load(desk, NULL);
  return hooks->len ? hook_load_key(desk, hooks->pdata[0]) : NULL;
}

static void
test_accounts(void) {
  g_autofree char *uri = server_make_database("sealed", "template1"), *first = NULL;
  g_autoptr(GError) error = NULL;
  forget_keys();
  first = add_key();
  g_autoptr(CrDesk) desk = open_desk(uri, ACCOUNT);
  g_autoptr(CrDesk) other = open_desk(uri, OTHER);
  add_member(desk);
  add_member(other);
  connect_to(desk, "imaps://imap.example.com", PASSWORD, TRUE);
  connect_to(other, "imaps://imap.example.net", "another one", TRUE);
  char *made = NULL;
  g_autoptr(CrHook) hook = cr_hook_make(desk, "pbx", CR_HOOK_HMAC, NULL, 0, &made, &error);
  g_assert_no_error(error);
  g_autoptr(Secret) signing = made;
  assert_secret(desk, PASSWORD);
  assert_secret(other, "another one");
  assert_nowhere(uri, PASSWORD);
  assert_nowhere(uri, signing);
  /* What is kept stays for the same server and user, and goes to no other. */
  connect_to(desk, "imaps://imap.example.com", NULL, TRUE);
  assert_secret(desk, PASSWORD);
  connect_to(desk, "imaps://imap.attacker.example", NULL, FALSE);
  assert_secret(desk, PASSWORD);
  /* Another key takes over, then the first may go. */
  g_autofree char *second = add_key(), *path = cr_key_file_path(), *line = NULL;
  g_assert_true(cr_seal_use_key(second, NULL));
  g_auto(CrResealed) resealed = {0};
  g_assert_true(cr_reseal_all(desk->store, &resealed, &error));
  g_assert_no_error(error);
  g_assert_cmpstr(resealed.why, ==, NULL);
  g_assert_cmpuint(resealed.accounts, ==, 2);
  g_assert_cmpuint(resealed.resealed, ==, 3);
  g_assert_true(g_file_get_contents(path, &line, NULL, NULL));
  *(strchr(line, '\n') + 1) = '\0';
  g_assert_true(g_file_set_contents(path, line, -1, NULL));
  assert_secret(desk, PASSWORD);
  assert_secret(other, "another one");
  g_autoptr(Secret) kept = hook_key(desk);
  g_assert_cmpstr(kept, ==, signing);
  g_assert_true(cr_desk_disconnect(desk, "mail", 0, &error));
  g_assert_false(cr_desk_disconnect(desk, "mail", 0, &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_NOT_FOUND);
}

/* An account of a service has no file, command or device of the host. */
static void
test_kinds(void) {
  static const struct {
    CrConnectionKind kind;
    const char *url, *command, *ca_file;
    gboolean taken;
  } cases[] = {
      {CR_CONNECTION_IMAP, "imaps://imap.example.com", NULL, NULL, TRUE},
      {CR_CONNECTION_SMTP, "smtps://smtp.example.com", NULL, NULL, TRUE},
      {CR_CONNECTION_CALDAV, "https://dav.example.com/", NULL, NULL, TRUE},
      {CR_CONNECTION_ICS, "https://example.com/a.ics", NULL, NULL, TRUE},
      {CR_CONNECTION_NTFY, "https://ntfy.example/topic", NULL, NULL, TRUE},
      {CR_CONNECTION_WEBHOOK, "https://example.com/hook", NULL, NULL, TRUE},
      {CR_CONNECTION_IMAP, "imaps://imap.example.com", "cat /etc/passwd", NULL, FALSE},
      {CR_CONNECTION_IMAP, "imaps://imap.example.com", NULL, "/etc/ssl/own.pem", FALSE},
      {CR_CONNECTION_IMAP, "https://imap.example.com", NULL, NULL, FALSE},
      {CR_CONNECTION_SENDMAIL, NULL, "msmtp -t", NULL, FALSE},
      {CR_CONNECTION_CALLS, "/home/jordan/calls", NULL, NULL, FALSE},
      {CR_CONNECTION_KDECONNECT, NULL, NULL, NULL, FALSE},
      {CR_CONNECTION_DESKTOP, NULL, NULL, NULL, FALSE},
  };
  g_autoptr(CrDesk) desk = open_desk("sqlite::memory:", ACCOUNT);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(CrConnection) c = mailbox(cases[i].url);
    c->kind = cases[i].kind;
    c->command = g_strdup(cases[i].command);
    c->ca_file = g_strdup(cases[i].ca_file);
    g_test_message("%zu", i);
    g_assert_cmpint(cr_desk_connect(desk, c, NULL, 0, &error), ==, cases[i].taken);
  }
}

int
main(int argc, char **argv) {
  g_autofree char *folder = g_dir_make_tmp("crickets-seal-XXXXXX", NULL);
  g_setenv("XDG_CONFIG_HOME", folder, TRUE);
  g_unsetenv("CREDENTIALS_DIRECTORY");
  g_autofree char *own = g_build_filename(folder, "crickets", NULL);
  g_mkdir_with_parents(own, 0700);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/seal/bound", test_bound);
  g_test_add_func("/seal/tampered", test_tampered);
  g_test_add_func("/seal/keys", test_keys);
  g_test_add_func("/seal/bad-files", test_bad_files);
  g_test_add_func("/seal/accounts", test_accounts);
  g_test_add_func("/seal/kinds", test_kinds);
  int result = g_test_run();
  forget_keys();
  g_rmdir(own);
  g_rmdir(folder);
  return result;
}
