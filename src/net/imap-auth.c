#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "net/imap-private.h"

#include <string.h>

/* How to sign in, by what the server offers, the best first. XOAUTH2 is used only when asked for.
 */
typedef enum { XOAUTH2, PLAIN, LOGIN_COMMAND, SASL_LOGIN, NONE } Way;

static void
wipe(char *secret) {
  if (secret)
    explicit_bzero(secret, strlen(secret));
  g_free(secret);
}
typedef char Wiped;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Wiped, wipe)

static Way
choose(const CrImap *imap, CrAuth auth) {
  if (auth == CR_AUTH_XOAUTH2)
    return XOAUTH2; /* offered or not: the server's own refusal says more than ours */
  if (cr_imap_can(imap, "AUTH=PLAIN"))
    return PLAIN;
  if (!cr_imap_can(imap, "LOGINDISABLED"))
    return LOGIN_COMMAND;
  return cr_imap_can(imap, "AUTH=LOGIN") ? SASL_LOGIN : NONE;
}

static char *
encode(const char *bytes, gsize length) {
  return g_base64_encode((const guchar *) bytes, length);
}

static char *
first_response(Way way, const char *user, const char *secret) {
  if (way == SASL_LOGIN)
    return encode(user, strlen(user));
  gsize size = strlen(user) + strlen(secret) + 64;
  g_autoptr(Wiped) text = g_malloc0(size);
  int length = way == PLAIN
                   ? g_snprintf(text, size, "%c%s%c%s", '\0', user, '\0', secret)
                   : g_snprintf(text, size, "user=%s\001auth=Bearer %s\001\001", user, secret);
  char *encoded = encode(text, (gsize) length);
  explicit_bzero(text, size); /* PLAIN holds NULs */
  return encoded;
}

static gboolean
say(CrImap *imap, const char *line, GError **error) {
  g_autoptr(Wiped) whole = g_strconcat(line, "\r\n", NULL);
  return cr_imap_write(imap, whole, strlen(whole), error);
}

/* The challenge after a refused token: base64 of JSON with a status, such as "400". */
static char *
token_status(const char *challenge) {
  gsize length;
  g_autofree guchar *text = g_base64_decode(challenge, &length);
  g_autoptr(json_t) json = cr_json_parse((const char *) text, length, NULL);
  const char *status = cr_json_string(json, "status");
  return status ? cr_text_line(status, 40) : NULL;
}

static gboolean
deny(CrImap *imap, const CrImapAnswer *answer, const char *status, GError **error) {
  gboolean busy = cr_text_find(answer->code, "UNAVAILABLE") || cr_text_find(answer->code, "INUSE");
  imap->alive = FALSE;
  g_set_error(error, CR_ERROR, busy ? CR_ERROR_FAILED : CR_ERROR_DENIED,
              "%s: %s: the server says \"%s\"%s%s%s", imap->host,
              busy ? "cannot sign in now" : "it refused the user name or its password or token",
              answer->words, status ? " (status " : "", status ? status : "", status ? ")" : "");
  return FALSE;
}

static gboolean
send_mechanism(CrImap *imap, const char *mechanism, const char *response, guint32 *ret_tag,
               GError **error) {
  g_autoptr(Wiped) command = response ? g_strdup_printf("AUTHENTICATE %s %s", mechanism, response)
                                      : g_strdup_printf("AUTHENTICATE %s", mechanism);
  return cr_imap_send(imap, command, ret_tag, error);
}

/* The responses in order; an XOAUTH2 challenge behind them is an error's, and is answered empty. */
static gboolean
authenticate(CrImap *imap, Way way, const char *user, const char *secret, GError **error) {
  static const char *const mechanisms[] = {
      [XOAUTH2] = "XOAUTH2", [PLAIN] = "PLAIN", [SASL_LOGIN] = "LOGIN"};
  g_autoptr(Wiped) first = first_response(way, user, secret);
  g_autoptr(Wiped) second = way == SASL_LOGIN ? encode(secret, strlen(secret)) : g_strdup("");
  const char *responses[] = {first, second};
  gboolean at_once = cr_imap_can(imap, "SASL-IR"), go;
  g_autofree char *status = NULL;
  g_auto(CrImapAnswer) answer = {0};
  guint32 tag;
  if (!send_mechanism(imap, mechanisms[way], at_once ? first : NULL, &tag, error))
    return FALSE;
  for (guint next = at_once ? 1 : 0;; next++) {
    g_autofree char *challenge = NULL;
    if (!cr_imap_await_go(imap, tag, &go, &challenge, &answer, error))
      return FALSE;
    if (!go)
      return answer.condition == CR_IMAP_OK || deny(imap, &answer, status, error);
    if (next == G_N_ELEMENTS(responses))
      return cr_imap_break(imap, "asks more than signing in needs", error);
    if (next == 1 && way == XOAUTH2)
      status = token_status(challenge);
    if (!say(imap, responses[next], error))
      return FALSE;
  }
}

static gboolean
is_quotable(const char *text) {
  for (; *text; text++)
    if ((guchar) *text >= 0x80)
      return FALSE;
  return TRUE;
}

/* LOGIN user secret: quoted, or where that cannot be as literals. */
static gboolean
login(CrImap *imap, const char *user, const char *secret, GError **error) {
  const char *const parts[] = {user, secret};
  g_auto(CrImapAnswer) answer = {0};
  GString *line = g_string_sized_new(strlen(secret) * 2 + strlen(user) * 2 + 64);
  g_string_assign(line, "LOGIN");
  gboolean go = TRUE, sent = FALSE, good = TRUE;
  guint32 tag = 0;
  for (guint i = 0; good && go && i < G_N_ELEMENTS(parts); i++) {
    g_string_append_c(line, ' ');
    if (is_quotable(parts[i])) {
      cr_imap_append_quoted(line, parts[i]);
      continue;
    }
    g_string_append_printf(line, "{%zu}", strlen(parts[i]));
    good = sent ? say(imap, line->str, error) : cr_imap_send(imap, line->str, &tag, error);
    good = good && cr_imap_await_go(imap, tag, &go, NULL, &answer, error);
    sent = TRUE;
    g_string_assign(line, parts[i]);
  }
  if (good && go)
    good = (sent ? say(imap, line->str, error) : cr_imap_send(imap, line->str, &tag, error)) &&
           cr_imap_await(imap, tag, &answer, error);
  explicit_bzero(line->str, line->allocated_len);
  g_string_free(line, TRUE);
  return good && (answer.condition == CR_IMAP_OK || deny(imap, &answer, NULL, error));
}

static gboolean
is_clean(const char *text) {
  return text && *text && strpbrk(text, "\r\n\001") == NULL;
}

gboolean
cr_imap_sign_in(CrImap *imap, const CrConnection *c, const char *secret, GError **error) {
  Way way = choose(imap, c->auth);
  if (c->auth == CR_AUTH_NONE || !is_clean(c->user) || !is_clean(secret)) {
    imap->alive = FALSE;
    g_set_error(error, CR_ERROR, CR_ERROR_DENIED,
                "%s: a mailbox needs a user name and a password or token, each on one line",
                imap->host);
    return FALSE;
  }
  if (way == NONE)
    return cr_imap_break(imap, "offers no way to sign in that is known here", error);
  imap->hidden = secret;
  gboolean good = way == LOGIN_COMMAND ? login(imap, c->user, secret, error)
                                       : authenticate(imap, way, c->user, secret, error);
  imap->hidden = NULL;
  return good && cr_imap_ask_capabilities(imap, error);
}
