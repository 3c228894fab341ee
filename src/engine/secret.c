#include "engine/secret.h"

#include "base/error.h"
#include "engine/box.h"
#include "engine/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <libsecret/secret.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define COMMAND_USEC (30 * G_USEC_PER_SEC)
#define STEP_MS 20
#define MAX_SECRET_BYTES 8192 /* access tokens are long */

void
cr_secret_free(char *secret) {
  if (secret == NULL)
    return;
  sodium_memzero(secret, strlen(secret));
  g_free(secret);
}
typedef char Secret;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Secret, cr_secret_free)

void
cr_secret_guard_process(void) {
  const struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0);
}

/* The keyring */

static const SecretSchema schema = {"org.crickets.Connection",
                                    SECRET_SCHEMA_NONE,
                                    {{"connection", SECRET_SCHEMA_ATTRIBUTE_STRING}, {NULL, 0}}};

/* Without a session bus GLib would try to start one. */
static gboolean
has_keyring(void) {
  g_autofree char *bus = g_build_filename(g_get_user_runtime_dir(), "bus", NULL);
  return g_getenv("DBUS_SESSION_BUS_ADDRESS") || g_file_test(bus, G_FILE_TEST_EXISTS);
}

static char *
keyring_load(const char *name) {
  char *found = has_keyring()
                    ? secret_password_lookup_sync(&schema, NULL, NULL, "connection", name, NULL)
                    : NULL;
  char *secret = g_strdup(found);
  secret_password_free(found);
  return secret;
}

static gboolean
keyring_save(const char *name, const char *secret) {
  g_autofree char *label = g_strdup_printf("crickets: %s", name);
  return has_keyring() && secret_password_store_sync(&schema, SECRET_COLLECTION_DEFAULT, label,
                                                     secret, NULL, NULL, "connection", name, NULL);
}

static void
keyring_clear(const char *name) {
  if (has_keyring())
    secret_password_clear_sync(&schema, NULL, NULL, "connection", name, NULL);
}

/* The sealed file */

static char *
file_path(void) {
  return g_build_filename(g_get_user_config_dir(), "crickets", "secrets.ini", NULL);
}

static gboolean
set_file_error(const char *path, GError **error) {
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s: %s", path, g_strerror(errno));
  return FALSE;
}

/* The first use makes the key; of two at once one wins, and both read what it wrote. */
static gboolean
ensure_key(const char *path, GError **error) {
  g_autofree char *folder = g_path_get_dirname(path);
  guint8 key[BOX_KEY_BYTES];
  if (g_file_test(path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (g_mkdir_with_parents(folder, 0700) != 0)
    return set_file_error(folder, error);
  g_autofree char *made = g_strdup_printf("%s.%d", path, (int) getpid());
  randombytes_buf(key, sizeof key);
  gboolean ok = g_file_set_contents_full(made, (char *) key, sizeof key,
                                         G_FILE_SET_CONTENTS_DURABLE, 0600, error);
  sodium_memzero(key, sizeof key);
  if (ok && link(made, path) != 0 && errno != EEXIST)
    ok = set_file_error(path, error);
  unlink(made);
  return ok;
}

static gboolean
load_key(gboolean create, guint8 *ret_key, GError **error) {
  g_autofree char *path = g_build_filename(g_get_user_state_dir(), "crickets", "secrets.key", NULL);
  if (create && !ensure_key(path, error))
    return FALSE;
  int file = open(path, O_RDONLY | O_CLOEXEC);
  gssize got = file >= 0 ? read(file, ret_key, BOX_KEY_BYTES) : -1;
  if (file >= 0)
    close(file);
  if (got == BOX_KEY_BYTES)
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED,
              "the key to the kept passwords (%s) is missing: set them anew with crickets setup",
              path);
  return FALSE;
}

static gboolean
load_file(GKeyFile *file, GError **error) {
  g_autofree char *path = file_path();
  g_autoptr(GError) local = NULL;
  if (g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, &local) ||
      g_error_matches(local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s: %s", path, local->message);
  return FALSE;
}

static gboolean
save_file(GKeyFile *file, GError **error) {
  g_autofree char *path = file_path(), *folder = g_path_get_dirname(path);
  gsize length;
  g_autofree char *text = g_key_file_to_data(file, &length, NULL);
  if (g_mkdir_with_parents(folder, 0700) != 0)
    return set_file_error(folder, error);
  return g_file_set_contents_full(path, text, (gssize) length,
                                  G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                  0600, error);
}

/* Bound to its name. */
static char *
unseal(const char *name, const char *text, const guint8 *key, GError **error) {
  char *secret = box_open(text, name, key, MAX_SECRET_BYTES);
  if (secret == NULL)
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED,
                "the kept password of %s does not fit its key: set it anew with crickets setup",
                name);
  return secret;
}

static char *
sealed_load(const char *name, GError **error) {
  g_autoptr(GKeyFile) file = g_key_file_new();
  guint8 key[BOX_KEY_BYTES];
  if (!load_file(file, error))
    return NULL;
  g_autofree char *text = g_key_file_get_string(file, name, "sealed", NULL);
  char *secret = text && load_key(FALSE, key, error) ? unseal(name, text, key, error) : NULL;
  sodium_memzero(key, sizeof key);
  return secret;
}

static gboolean
sealed_save(const char *name, const char *secret, GError **error) {
  g_autoptr(GKeyFile) file = g_key_file_new();
  guint8 key[BOX_KEY_BYTES];
  if (!load_file(file, error) || !load_key(TRUE, key, error))
    return FALSE;
  g_autofree char *text = box_seal(secret, name, key);
  sodium_memzero(key, sizeof key);
  g_key_file_set_string(file, name, "sealed", text);
  return save_file(file, error);
}

static gboolean
sealed_clear(const char *name, GError **error) {
  g_autoptr(GKeyFile) file = g_key_file_new();
  return load_file(file, error) &&
         (!g_key_file_remove_group(file, name, NULL) || save_file(file, error));
}

static gboolean
begin_sodium(GError **error) {
  if (sodium_init() >= 0)
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "no randomness to seal passwords with");
  return FALSE;
}

char *
cr_secret_load(const char *name, GError **error) {
  if (!begin_sodium(error))
    return NULL;
  char *secret = keyring_load(name);
  return secret ? secret : sealed_load(name, error);
}

gboolean
cr_secret_save(const char *name, const char *secret, GError **error) {
  if (strlen(secret) > MAX_SECRET_BYTES) {
    g_set_error(error, CR_ERROR, CR_ERROR_LIMIT, "a password of more than %d bytes",
                MAX_SECRET_BYTES);
    return FALSE;
  }
  if (!begin_sodium(error))
    return FALSE;
  return keyring_save(name, secret) ? sealed_clear(name, error) : sealed_save(name, secret, error);
}

gboolean
cr_secret_clear(const char *name, GError **error) {
  keyring_clear(name);
  return sealed_clear(name, error);
}

/* The command */

typedef struct {
  const CrConnection *connection;
  GPid pid;
  int out; /* -1: it says no more */
  gboolean ended;
  int status;
  gboolean own_group; /* with all that it starts */
} Command;

/* On a terminal it stays where it may ask there, and Ctrl-C ends it. */
static void
lead_group(gpointer unused) {
  setpgid(0, 0);
}

static gboolean
start(Command *command, GError **error) {
  char *words[] = {"/bin/sh", "-c", command->connection->command,
                   NULL}; /* as other mail programs do: "a | b" */
  command->own_group = !isatty(STDIN_FILENO);
  if (g_spawn_async_with_pipes(NULL, words, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD,
                               command->own_group ? lead_group : NULL, NULL, &command->pid, NULL,
                               &command->out, NULL, error))
    return TRUE;
  g_prefix_error(error, "connection %s: command: ", command->connection->name);
  return FALSE;
}

/* Waits a little for what it says, or for its end. *ret_length: how much it has said. FALSE when it
 * says too much. */
static gboolean
listen_to(Command *command, char *text, gsize *ret_length) {
  struct pollfd end = {command->out, POLLIN, 0};
  poll(&end, 1, STEP_MS);
  if (end.revents) {
    gssize got = read(command->out, text + *ret_length, MAX_SECRET_BYTES - *ret_length);
    *ret_length += (gsize) MAX(got, 0);
    if (got == 0 || (got < 0 && errno != EINTR)) {
      close(command->out);
      command->out = -1;
    }
  }
  command->ended =
      command->ended || waitpid(command->pid, &command->status, WNOHANG) == command->pid;
  return *ret_length < MAX_SECRET_BYTES;
}

static void
stop(Command *command) {
  if (command->out >= 0)
    close(command->out);
  if (command->ended)
    return;
  kill(command->own_group ? -command->pid : command->pid, SIGKILL);
  while (waitpid(command->pid, &command->status, 0) < 0 && errno == EINTR)
    ;
}

/* What it prints until it ends; something that it leaves behind may hold its output open. NULL:
 * *ret_why says why. */
static char *
read_answer(Command *command, const char **ret_why) {
  gint64 until = g_get_monotonic_time() + COMMAND_USEC;
  g_autoptr(Secret) text = g_malloc0(MAX_SECRET_BYTES + 1);
  gsize length = 0;
  for (;;) {
    if (!listen_to(command, text, &length))
      *ret_why = "printed more than any password or token";
    else if (command->ended && (command->out < 0 || strchr(text, '\n')))
      return g_steal_pointer(&text);
    else if (g_get_monotonic_time() >= until)
      *ret_why = "gave no answer within 30 seconds";
    else
      continue;
    return NULL;
  }
}

/* Source: RFC 6750 §2.1. An excuse in words is not sent to the server. */
static gboolean
is_token(const char *text) {
  for (const char *p = text; *p; p++)
    if (!g_ascii_isalnum(*p) && strchr("-._~+/=", *p) == NULL)
      return FALSE;
  return TRUE;
}

/* Why what it printed is no secret, or NULL. */
static char *
why_useless(const Command *command, const char *line) {
  gboolean ended = WIFEXITED(command->status);
  if (!ended || WEXITSTATUS(command->status) != 0)
    return g_strdup_printf("failed (%s %d)", ended ? "exit" : "signal",
                           ended ? WEXITSTATUS(command->status) : WTERMSIG(command->status));
  if (*line == '\0')
    return g_strdup("printed nothing");
  if (command->connection->auth == CR_AUTH_XOAUTH2 && !is_token(line))
    return g_strdup("printed something that is no access token");
  return NULL;
}

static char *
run_command(const CrConnection *c, GError **error) {
  Command command = {.connection = c, .out = -1};
  const char *why = NULL;
  if (!start(&command, error))
    return NULL;
  g_autoptr(Secret) text = read_answer(&command, &why);
  stop(&command);
  if (text)
    text[strcspn(text, "\r\n")] = '\0';
  g_autofree char *useless = text ? why_useless(&command, text) : g_strdup(why);
  if (useless == NULL)
    return g_steal_pointer(&text);
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "connection %s: its command %s", c->name, useless);
  return NULL;
}

static gboolean
needs_secret(const CrConnection *c) {
  switch (c->kind) {
  case CR_CONNECTION_IMAP:
  case CR_CONNECTION_SMTP:
  case CR_CONNECTION_CALDAV:
    return c->auth != CR_AUTH_NONE;
  case CR_CONNECTION_ICS:
  case CR_CONNECTION_NTFY:
  case CR_CONNECTION_WEBHOOK:
    return c->auth != CR_AUTH_NONE && (c->user || c->command); /* a token has no user */
  case CR_CONNECTION_SENDMAIL:
  case CR_CONNECTION_CALLS:
  case CR_CONNECTION_KDECONNECT:
  case CR_CONNECTION_DESKTOP:
    return FALSE;
  }
  return FALSE;
}

char *
cr_secret_of(const CrConnection *c, GError **error) {
  g_autoptr(GError) local = NULL;
  if (!needs_secret(c))
    return NULL;
  if (c->command)
    return run_command(c, error);
  char *secret = c->sealed         ? cr_unseal(c->account, c->name, c->sealed, &local)
                 : c->account == 0 ? cr_secret_load(c->name, &local)
                                   : NULL;
  if (secret == NULL && local == NULL)
    g_set_error(&local, CR_ERROR, CR_ERROR_NOT_FOUND,
                "connection %s has no password yet: crickets setup %s", c->name, c->name);
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  return secret;
}
