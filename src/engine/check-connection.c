/* One connection, tried as far as it goes. */
#include "base/error.h"
#include "engine/check.h"
#include "engine/secret.h"
#include "engine/watcher.h"
#include "net/connect.h"
#include "net/curl.h"

#include <string.h>

#define REACH_USEC (20 * CR_SECOND)

static guint16
default_port(const char *scheme) {
  static const struct {
    const char *scheme;
    guint16 port;
  } ports[] = {{"imaps", 993}, {"imap", 143}, {"smtps", 465}, {"smtp", 587}, {"http", 80}};
  for (gsize i = 0; i < G_N_ELEMENTS(ports); i++)
    if (strcmp(ports[i].scheme, scheme) == 0)
      return ports[i].port;
  return 443; /* https, webcal */
}

/* A hosted account is told the same of a name that nobody has and of one that only our own networks
 * have. */
static gboolean
check_name(GPtrArray *checks, const CrConnection *c, const char *host, GCancellable *cancellable) {
  gboolean hosted = cr_net_reach(c) == CR_REACH_PUBLIC;
  g_autoptr(GError) error = NULL;
  GList *addresses = cr_net_look_up(host, cr_net_reach(c), cancellable, &error);
  gboolean known = addresses != NULL;
  g_resolver_free_addresses(addresses);
  if (known)
    cr_check_add(checks, c->name, "name", CR_CHECK_FINE, NULL, "%s is known", host);
  else
    cr_check_add(checks, c->name, "name", CR_CHECK_BAD,
                 "check the spelling of the server, and whether the network is there",
                 "%s is not known%s%s", host, hosted ? " on the public internet" : ": ",
                 hosted ? "" : error->message);
  return known;
}

/* Its name resolves, and somebody answers at its port. */
static gboolean
check_reach(GPtrArray *checks, const CrConnection *c, GCancellable *cancellable) {
  g_autoptr(GUri) uri = g_uri_parse(c->url, G_URI_FLAGS_ENCODED, NULL);
  const char *host = uri ? g_uri_get_host(uri) : NULL;
  g_autoptr(GError) error = NULL;
  if (host == NULL || !check_name(checks, c, host, cancellable))
    return FALSE;
  guint16 port =
      g_uri_get_port(uri) > 0 ? (guint16) g_uri_get_port(uri) : default_port(g_uri_get_scheme(uri));
  g_autoptr(GSocketConnection) reached =
      cr_net_connect(host, port, REACH_USEC, cr_net_reach(c), cancellable, &error);
  cr_check_add(checks, c->name, "port", reached ? CR_CHECK_FINE : CR_CHECK_BAD,
               "check the port, and whether a firewall or the network keeps it closed", "%d %s%s",
               port, reached ? "answers" : "does not answer: ", reached ? "" : error->message);
  return reached != NULL;
}

/* Reading */

typedef struct {
  gboolean delivered;
  GPtrArray *problems; /* in words */
} Probe;

static void
note_problem(const char *message, gpointer data) {
  g_ptr_array_add(((Probe *) data)->problems, g_strdup(message));
}

static gboolean
take(const CrDelivery *delivery, gpointer data, GError **error) {
  ((Probe *) data)->delivered = TRUE;
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "this is enough");
  return FALSE;
}

static gboolean
checkpoint(const char *cursor, gpointer data, GError **error) {
  return TRUE;
}

static const char *
remedy_denied(const CrConnection *c) {
  if (c->auth != CR_AUTH_XOAUTH2)
    return "many providers want an app password here instead of your own one; make one in your "
           "account's security settings, then: crickets setup";
  return c->command
             ? "run its command= by hand: it must print an access token for this user that is "
               "still good; sign in with it anew if it does not"
             : "an access token is good for an hour or so: set a command= that prints a new "
               "one each time (crickets setup mail --auth xoauth2 --command ...)";
}

static gboolean
is_secure(const CrConnection *c) {
  return c->url && strstr(c->url, "://") && !g_str_has_prefix(c->url, "http:");
}

/* How far it came; error NULL when all went well. FALSE when it failed before what it is for. */
static gboolean
tell_steps(GPtrArray *checks, const CrConnection *c, const GError *error) {
  gboolean untrusted = g_error_matches(error, CR_ERROR, CR_ERROR_UNTRUSTED);
  gboolean denied = g_error_matches(error, CR_ERROR, CR_ERROR_DENIED);
  if (untrusted)
    cr_check_add(checks, c->name, "certificate", CR_CHECK_BAD,
                 "is it the right name? A server that signs its own: crickets setup … --ca-file "
                 "FILE with its certificate (ca_file= in connections.ini)",
                 "%s", error->message);
  else if (is_secure(c) && (error == NULL || denied))
    cr_check_add(checks, c->name, "certificate", CR_CHECK_FINE, NULL, "is valid");
  if (denied)
    cr_check_add(checks, c->name, "sign-in", CR_CHECK_BAD, remedy_denied(c), "%s", error->message);
  else if (error == NULL && !cr_connection_is_local(c) && c->auth != CR_AUTH_NONE)
    cr_check_add(checks, c->name, "sign-in", CR_CHECK_FINE, NULL, "is accepted");
  return !untrusted && !denied;
}

/* The first thing that it hands over is enough. */
static void
check_source(GPtrArray *checks, const CrConnection *c, CrSource *source,
             GCancellable *cancellable) {
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  Probe probe = {FALSE, problems};
  const CrSink sink = {
      .take = take, .checkpoint = checkpoint, .problem = note_problem, .data = &probe};
  g_autoptr(GError) error = NULL;
  gboolean ok = source->class->sync(source, NULL, g_get_real_time(), &sink, cancellable, &error);
  const char *remedy =
      c->kind == CR_CONNECTION_CALLS ? "check the path: crickets setup calls PATH"
      : c->kind == CR_CONNECTION_KDECONNECT
          ? "start KDE Connect, and pair the phone in its app, with its telephone permission"
          : "see the message; are address and port those that the provider's help pages name?";
  ok = ok || probe.delivered;
  if (tell_steps(checks, c, ok ? NULL : error))
    cr_check_add(checks, c->name, "reading", ok ? CR_CHECK_FINE : CR_CHECK_BAD, remedy, "%s",
                 !ok               ? error->message
                 : probe.delivered ? "works"
                                   : "works; it is empty");
  for (guint i = 0; i < problems->len; i++)
    cr_check_add(checks, c->name, "reading", CR_CHECK_CAUTION, NULL, "%s",
                 (char *) problems->pdata[i]);
}

/* Sending: everything but a letter */

static size_t
hear(char *line, size_t size, size_t count, void *data) {
  GString *words = data; /* the server's newest line, but its answer to QUIT */
  if (size * count < 3 || memcmp(line, "221", 3) != 0) {
    g_string_truncate(words, 0);
    g_string_append_len(words, line, (gssize) MIN(size * count, 400));
  }
  return size * count;
}

static void
check_smtp(GPtrArray *checks, const CrConnection *c, const char *secret) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) words = g_string_new(NULL);
  g_autoptr(CURL) curl = cr_curl_new(c, secret, &error);
  CURLcode code = CURLE_OK;
  if (curl) {
    cr_curl.curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, "NOOP");
    cr_curl.curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    cr_curl.curl_easy_setopt(curl, CURLOPT_TIMEOUT, 60L);
    cr_curl.curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, hear);
    cr_curl.curl_easy_setopt(curl, CURLOPT_HEADERDATA, words);
    code = cr_curl.curl_easy_perform(curl);
    if (code != CURLE_OK)
      cr_curl_set_error(curl, code, c->name, &error);
  }
  if (error && (*words->str == '4' || *words->str == '5')) { /* a refusal */
    g_autofree char *said = g_utf8_make_valid(words->str, (gssize) words->len);
    g_autofree char *before = error->message;
    error->message = g_strdup_printf("%s: the server says \"%s\"", before, g_strstrip(said));
  }
  if (tell_steps(checks, c, error))
    cr_check_add(checks, c->name, "sending", error ? CR_CHECK_BAD : CR_CHECK_FINE,
                 "see the message; are address and port those that the provider's help pages name?",
                 "%s", error ? error->message : "letters could be sent");
}

static void
check_command(GPtrArray *checks, const CrConnection *c) {
  g_auto(GStrv) words = NULL;
  gboolean parsed = g_shell_parse_argv(c->command, NULL, &words, NULL);
  g_autofree char *program = parsed ? g_find_program_in_path(words[0]) : NULL;
  cr_check_add(checks, c->name, "command", program ? CR_CHECK_FINE : CR_CHECK_BAD,
               "install it, or write its whole path", "%s", program ? program : "is not there");
}

static void
try_secret(GPtrArray *checks, const CrConnection *c, const char *secret,
           GCancellable *cancellable) {
  if (c->kind == CR_CONNECTION_SMTP) {
    check_smtp(checks, c, secret);
    return;
  }
  g_autoptr(CrSource) source = cr_source_new(c, secret);
  if (source)
    check_source(checks, c, source, cancellable);
}

GPtrArray *
cr_check_connection(const CrConnection *c, const char *secret, GCancellable *cancellable) {
  GPtrArray *checks = cr_check_list_new();
  g_autoptr(GError) error = NULL;
  char *kept = NULL;
  if (!cr_connection_check(c, &error)) {
    cr_check_add(checks, c->name, "settings", CR_CHECK_BAD, "crickets setup", "%s", error->message);
    return checks;
  }
  if (c->kind == CR_CONNECTION_SENDMAIL) {
    check_command(checks, c);
    return checks;
  }
  if (c->url && strstr(c->url, "://") && !check_reach(checks, c, cancellable))
    return checks;
  if (secret == NULL)
    secret = kept = cr_secret_of(c, &error);
  if (error)
    cr_check_add(checks, c->name, "password", CR_CHECK_BAD,
                 c->command ? "run its command= by hand: it must print the password or token"
                            : "crickets setup",
                 "%s", error->message);
  else
    try_secret(checks, c, secret, cancellable);
  cr_secret_free(kept);
  return checks;
}
