/* Connections: found out, tried, and kept. */
#include "base/error.h"
#include "cmd/print.h"
#include "cmd/setup.h"
#include "effect/push.h"
#include "engine/check.h"
#include "engine/config.h"
#include "engine/discover.h"
#include "engine/secret.h"
#include "playbook/notice.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct {
  const char *what;
  CrConnectionKind kind;
  const char *question; /* for its place; NULL when it has none */
} kinds[] = {
    {"mail", CR_CONNECTION_IMAP, "Its server, such as imaps://imap.example.com"},
    {"send", CR_CONNECTION_SMTP, "Its server, such as smtps://smtp.example.com"},
    {"calendar", CR_CONNECTION_CALDAV, "Its address, such as https://dav.example.com"},
    {"calls", CR_CONNECTION_CALLS, "The call log, or the folder your phone puts it in"},
    {"kdeconnect", CR_CONNECTION_KDECONNECT, NULL},
    {"ntfy", CR_CONNECTION_NTFY, "Its topic, such as https://ntfy.sh/a-name-that-nobody-guesses"},
    {"webhook", CR_CONNECTION_WEBHOOK,
     "The address that is told, such as https://example.com/hook"},
};

static int
kind_index(const char *what) {
  for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (strcmp(kinds[i].what, what) == 0)
      return (int) i;
  return -1;
}

gboolean
cr_setup_is_kind(const char *what) {
  return kind_index(what) >= 0;
}

/* Passwords */

/* FALSE after telling that one is missing. */
static gboolean
get_secret(const CrCommand *command, const CrConnection *c, char **ret_secret) {
  *ret_secret = NULL;
  if (c->auth != CR_AUTH_PASSWORD || c->command || cr_connection_is_local(c) ||
      c->kind == CR_CONNECTION_ICS)
    return TRUE;
  if (command->password_stdin)
    *ret_secret = cr_setup_read_secret(stdin);
  else if (isatty(STDIN_FILENO))
    *ret_secret = cr_setup_ask_secret(c->user);
  if (*ret_secret == NULL)
    cr_command_complain("%s needs a password: on the terminal, by --password-stdin, or from a "
                        "password manager by --command",
                        c->name);
  return *ret_secret != NULL;
}

/* Trying and keeping */

#define CHECK_COLUMN 34
#define CHECK_ARROW "                               ->"

void
cr_print_checks(GPtrArray *checks) {
  static const char *const marks[] = {"ok ", "!  ", "BAD"};
  for (guint i = 0; i < checks->len; i++) {
    const CrCheck *check = checks->pdata[i];
    g_autofree char *head =
        g_strdup_printf("  %s  %-10s %-14s", marks[check->result], check->about, check->name);
    cr_print_line(head, check->text, CHECK_COLUMN);
    if (check->remedy)
      cr_print_line(CHECK_ARROW, check->remedy, CHECK_COLUMN);
  }
}

static const char *
failed_step(const GPtrArray *checks) {
  for (guint i = 0; i < checks->len; i++)
    if (((const CrCheck *) checks->pdata[i])->result == CR_CHECK_BAD)
      return ((const CrCheck *) checks->pdata[i])->name;
  return NULL;
}

static void
ask_again(const char *question, char **value) {
  char *answer = cr_setup_ask(question, *value);
  g_free(*value);
  *value = answer;
}

static const char *
place_question(CrConnectionKind kind) {
  for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (kinds[i].kind == kind)
      return kinds[i].question;
  return "Its address";
}

/* Asks anew for what the step shows to be wrong. FALSE when that is nothing that can be asked, or
 * the answer cannot be. */
static gboolean
mend(const char *step, CrConnection *c, char **secret) {
  g_autoptr(GError) error = NULL;
  if (strcmp(step, "sign-in") == 0) {
    if (c->auth != CR_AUTH_PASSWORD || c->command)
      return FALSE;
    ask_again("Your user name there", &c->user);
    cr_secret_free(*secret);
    *secret = cr_setup_ask_secret(c->user);
    return *secret != NULL;
  }
  if (c->url == NULL || strcmp(step, "password") == 0)
    return FALSE;
  ask_again(place_question(c->kind), &c->url);
  if (strcmp(step, "certificate") == 0) {
    g_autofree char *file =
        cr_setup_ask("A file with its own certificate (empty: there is none)", c->ca_file);
    g_free(c->ca_file);
    c->ca_file = file ? g_canonicalize_filename(file, NULL) : NULL;
  }
  if (!cr_connection_check(c, &error))
    cr_command_complain("%s", error->message);
  return error == NULL;
}

static gboolean
is_push(const CrConnection *c) {
  return c->kind == CR_CONNECTION_NTFY || c->kind == CR_CONNECTION_WEBHOOK;
}

/* Whether a phone shows it only the candidate can see. */
static void
try_telling(GPtrArray *checks, const CrConnection *c, const char *secret) {
  const CrPush push = {.urgency = cr_urgency_names[CR_NOTICE_PLAIN],
                       .title = "crickets is connected",
                       .body = "This is how it tells you of your calls.",
                       .at = g_get_real_time()};
  g_autoptr(GError) error = NULL;
  gboolean ok = cr_push_send(c, secret, &push, NULL, &error);
  cr_check_add(checks, c->name, "telling", ok ? CR_CHECK_FINE : CR_CHECK_BAD,
               "see the message; is it the address of a topic or hook, and does it want a token "
               "(--password-stdin)?",
               "%s", ok ? "a first message is on its way: did it come?" : error->message);
}

static gboolean
asks_back(const CrCommand *command) {
  return isatty(STDIN_FILENO) && !command->password_stdin && !command->no_check;
}

/* On a terminal it is tried again with other answers, until it works or the candidate gives up. */
static gboolean
try(const CrCommand *command, CrConnection *c, char **secret) {
  gboolean asks = asks_back(command);
  if (command->no_check)
    return TRUE;
  for (;;) {
    const char *where = c->url ? c->url : c->command;
    printf("Trying %s%s%s%s …\n", c->name, where ? " (" : "", where ? where : "", where ? ")" : "");
    g_autoptr(GPtrArray) checks = cr_check_connection(c, *secret, NULL);
    if (is_push(c) && failed_step(checks) == NULL)
      try_telling(checks, c, *secret);
    cr_print_checks(checks);
    const char *step = failed_step(checks);
    if (step == NULL)
      return TRUE;
    if (!asks || !cr_setup_confirm("It does not work yet. Try again", TRUE) || feof(stdin) ||
        !mend(step, c, secret))
      return asks && cr_setup_confirm("Keep it nevertheless", FALSE);
  }
}

/* What setup does not ask for stays when a connection is set up anew. */
static void
inherit(CrConnection *c) {
  g_autoptr(GPtrArray) all = cr_config_load(NULL);
  const CrConnection *before = cr_connection_find(all, c->name);
  if (before == NULL || before->kind != c->kind)
    return;
  g_strfreev(c->folders);
  c->folders = g_strdupv(before->folders);
  c->window_days = before->window_days;
  c->interval_min = before->interval_min;
  c->writes = before->writes;
  c->saves_sent |= before->saves_sent;
}

static gboolean
keep(const CrConnection *c, const char *secret, GError **error) {
  g_autoptr(GPtrArray) all = cr_config_load(error);
  guint at = 0;
  if (all == NULL || (secret && !cr_secret_save(c->name, secret, error)))
    return FALSE;
  while (at < all->len && strcmp(((CrConnection *) all->pdata[at])->name, c->name) != 0)
    at++;
  if (at < all->len) {
    cr_connection_free(all->pdata[at]);
    all->pdata[at] = cr_connection_copy(c);
  } else {
    g_ptr_array_add(all, cr_connection_copy(c));
  }
  return cr_config_save(all, error);
}

static gboolean
try_and_keep(const CrCommand *command, CrConnection *c, char **secret, GError **error) {
  if (!cr_connection_check(c, error))
    return FALSE;
  inherit(c);
  if (!try(command, c, secret)) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s is not kept", c->name);
    return FALSE;
  }
  if (c->kind == CR_CONNECTION_CALDAV && asks_back(command))
    c->writes = cr_setup_confirm("Write the calls that are watched into it, too", c->writes);
  if (!keep(c, *secret, error))
    return FALSE;
  printf(command->no_check ? "%s is kept, and was not tried.\n" : "%s is connected.\n", c->name);
  return TRUE;
}

/* From words to a connection */

static gboolean
take_options(const CrCommand *command, CrConnection *c) {
  int auth = command->auth ? cr_name_index(cr_auth_names, command->auth) : (int) c->auth;
  if (auth < 0) {
    cr_command_complain("--auth takes password, xoauth2 or none");
    return FALSE;
  }
  c->auth = (CrAuth) auth;
  if (command->user) {
    g_free(c->user);
    c->user = g_strdup(command->user);
  }
  c->command = g_strdup(command->command);
  c->ca_file = command->ca_file ? g_canonicalize_filename(command->ca_file, NULL) : NULL;
  return TRUE;
}

static CrConnection *
connection_for(const CrCommand *command, int kind, const char *name, const char *url) {
  CrConnection *c = cr_connection_new();
  g_autofree char *uri = cr_command_db(command);
  c->public_only = cr_config_is_shared(uri);
  c->kind = kinds[kind].kind;
  c->name = g_strdup(name ? name : kinds[kind].what);
  c->url =
      c->kind == CR_CONNECTION_CALLS && url ? g_canonicalize_filename(url, NULL) : g_strdup(url);
  if (c->kind == CR_CONNECTION_CALDAV && url &&
      (g_str_has_suffix(url, ".ics") || g_str_has_prefix(url, "webcal"))) {
    c->kind = CR_CONNECTION_ICS;
    c->auth = CR_AUTH_NONE;
  }
  if (c->kind == CR_CONNECTION_SMTP && url == NULL) /* its command is the mailer */
    c->kind = CR_CONNECTION_SENDMAIL;
  gboolean open = is_push(c) && !command->password_stdin && command->command == NULL;
  if (cr_connection_is_local(c) || c->kind == CR_CONNECTION_SENDMAIL || open)
    c->auth = CR_AUTH_NONE;
  return c;
}

/* One connection whose place is known. */
static CrExit
connect_one(CrCommand *command, int kind, const char *place) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrConnection) c = connection_for(command, kind, command->name, place);
  char *secret = NULL;
  if (!take_options(command, c))
    return CR_EXIT_USAGE;
  if (c->auth != CR_AUTH_XOAUTH2 &&
      !cr_connection_check(c, &error)) /* before a password is asked for */
    return cr_command_fail(error);
  if (c->user == NULL && c->auth != CR_AUTH_NONE && isatty(STDIN_FILENO))
    c->user = cr_setup_ask("Your user name there", NULL);
  if (!get_secret(command, c, &secret))
    return CR_EXIT_USAGE;
  gboolean ok = try_and_keep(command, c, &secret, &error);
  cr_secret_free(secret);
  return ok ? CR_EXIT_DONE : cr_command_fail(error);
}

/* Where a password may go. FALSE after telling that this cannot be known. */
static gboolean
settle_servers(const char *address, CrServers *servers) {
  gboolean asks = isatty(STDIN_FILENO);
  if (servers->elsewhere && !asks) {
    cr_command_complain(
        "the domain of %s names %s, of another domain, and that can be forged: if it is your "
        "provider, crickets setup mail --url %s --user %s and setup send --url %s --user %s",
        address, servers->elsewhere, servers->imap, address, servers->smtp, address);
    return FALSE;
  }
  if (asks && (servers->guessed || servers->elsewhere)) {
    puts(servers->elsewhere
             ? "Its domain names servers of another domain. Are these your provider's? Its help "
               "pages name them."
             : "Which servers it has can only be guessed; your provider's help pages name them.");
    ask_again("Where it is read", &servers->imap);
    ask_again("Where letters are sent", &servers->smtp);
    return TRUE;
  }
  printf("%s is read at %s and sends by %s%s.\n", address, servers->imap, servers->smtp,
         servers->guessed ? " (as far as that can be guessed; else: crickets setup mail --url …)"
                          : "");
  return TRUE;
}

/* A mailbox by its address alone: where it is read and where letters are sent, with one password.
 */
static CrExit
connect_mailbox(CrCommand *command, const char *address) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrServers) servers = cr_discover(address, CR_REACH_ALL, NULL);
  if (servers == NULL) {
    cr_command_complain("\"%s\" is no e-mail address", address);
    return CR_EXIT_USAGE;
  }
  if (!settle_servers(address, servers))
    return CR_EXIT_USAGE;
  if (servers->hint)
    printf("%s\n", servers->hint);
  g_autoptr(CrConnection) mail =
      connection_for(command, kind_index("mail"), command->name, servers->imap);
  g_autoptr(CrConnection) out = connection_for(command, kind_index("send"), NULL, servers->smtp);
  char *secret = NULL;
  mail->user = g_strdup(address);
  if (!take_options(command, mail) || !get_secret(command, mail, &secret))
    return CR_EXIT_USAGE;
  gboolean ok = try_and_keep(command, mail, &secret, &error);
  out->user = g_strdup(mail->user);
  out->auth = mail->auth;
  out->command = g_strdup(mail->command);
  out->ca_file = g_strdup(mail->ca_file);
  out->saves_sent = servers->saves_sent;
  ok = ok && try_and_keep(command, out, &secret, &error);
  cr_secret_free(secret);
  if (ok && servers->caldav)
    printf("Your calendar is probably at %s: crickets setup calendar %s\n", servers->caldav,
           servers->caldav);
  return ok ? CR_EXIT_DONE : cr_command_fail(error);
}

gboolean
cr_setup_is_connected(const char *name) {
  g_autoptr(GPtrArray) all = cr_config_load(NULL);
  return cr_connection_find(all, name) != NULL;
}

CrExit
cr_setup_connect(CrCommand *command, const char *what, const char *place) {
  int kind = kind_index(what);
  g_autofree char *asked = NULL;
  cr_secret_guard_process();
  if (place == NULL)
    place = command->url;
  if (place == NULL && kinds[kind].kind == CR_CONNECTION_IMAP && command->user &&
      strchr(command->user, '@'))
    place = command->user;
  if (kinds[kind].question == NULL ||
      (kinds[kind].kind == CR_CONNECTION_SMTP && place == NULL && command->command))
    return connect_one(command, kind, NULL);
  if (place == NULL && isatty(STDIN_FILENO))
    place = asked = cr_setup_ask(kinds[kind].question, NULL);
  if (place == NULL) {
    cr_command_complain("setup %s needs to know where: %s", what, kinds[kind].question);
    return CR_EXIT_USAGE;
  }
  if (kinds[kind].kind != CR_CONNECTION_IMAP || strstr(place, "://"))
    return connect_one(command, kind, place);
  g_autofree char *address = cr_setup_mend_address(g_strdup(place));
  return connect_mailbox(command, address);
}

CrExit
cr_setup_remove(CrCommand *command, const char *name) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) all = cr_config_load(&error);
  CrConnection *connection = cr_connection_find(all, name);
  if (all && connection == NULL)
    return cr_setup_remove_hook(command, name);
  if (connection)
    g_ptr_array_remove(all, connection);
  if (all == NULL || !cr_config_save(all, &error) || !cr_secret_clear(name, &error))
    return cr_command_fail(error);
  printf("%s is disconnected.\n", name);
  return CR_EXIT_DONE;
}
