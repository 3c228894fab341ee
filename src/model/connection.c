#include "model/connection.h"

#include "base/error.h"

#include <string.h>

const char *const cr_connection_kind_names[] = {"imap", "smtp",    "sendmail",   "caldav",
                                                "ics",  "calls",   "kdeconnect", "desktop",
                                                "ntfy", "webhook", NULL};
const char *const cr_auth_names[] = {"password", "xoauth2", "none", NULL};

static const CrField connection_fields[] = {
    CR_FIELD(CrConnection, name, STRING),
    CR_FIELD_NAMED(CrConnection, kind, cr_connection_kind_names),
    CR_FIELD(CrConnection, url, STRING),
    CR_FIELD(CrConnection, user, STRING),
    CR_FIELD_NAMED(CrConnection, auth, cr_auth_names),
    CR_FIELD(CrConnection, command, STRING),
    CR_FIELD(CrConnection, ca_file, STRING),
    CR_FIELD(CrConnection, folders, STRV),
    CR_FIELD(CrConnection, window_days, INT),
    CR_FIELD(CrConnection, interval_min, INT),
    CR_FIELD(CrConnection, writes, BOOL),
    CR_FIELD(CrConnection, saves_sent, BOOL),
    CR_FIELD(CrConnection, public_only, BOOL),
    CR_FIELD(CrConnection, sealed, STRING),
    CR_FIELD_END};
CR_DEFINE_RECORD(CrConnection, cr_connection, connection_fields)

gboolean
cr_connection_is_read(const CrConnection *connection) {
  switch (connection->kind) {
  case CR_CONNECTION_IMAP:
  case CR_CONNECTION_CALDAV:
  case CR_CONNECTION_ICS:
  case CR_CONNECTION_CALLS:
  case CR_CONNECTION_KDECONNECT:
    return TRUE;
  case CR_CONNECTION_SMTP:
  case CR_CONNECTION_SENDMAIL:
  case CR_CONNECTION_DESKTOP:
  case CR_CONNECTION_NTFY:
  case CR_CONNECTION_WEBHOOK:
    return FALSE;
  }
  return FALSE;
}

gboolean
cr_connection_sends(const CrConnection *connection) {
  return connection->kind == CR_CONNECTION_SMTP || connection->kind == CR_CONNECTION_SENDMAIL;
}

gboolean
cr_connection_is_local(const CrConnection *connection) {
  return connection->kind == CR_CONNECTION_CALLS || connection->kind == CR_CONNECTION_KDECONNECT;
}

/* The url schemes that a kind takes; plain http only reaches this machine, see net/http.h. */
static const struct {
  const char *schemes;
  gboolean needs_command;
} needs[] = {
    [CR_CONNECTION_IMAP] = {"imaps imap", FALSE},
    [CR_CONNECTION_SMTP] = {"smtps smtp", FALSE},
    [CR_CONNECTION_SENDMAIL] = {NULL, TRUE},
    [CR_CONNECTION_CALDAV] = {"https http", FALSE},
    [CR_CONNECTION_ICS] = {"https http webcal webcals", FALSE},
    [CR_CONNECTION_CALLS] = {"", FALSE},
    [CR_CONNECTION_KDECONNECT] = {NULL, FALSE},
    [CR_CONNECTION_DESKTOP] = {NULL, FALSE},
    [CR_CONNECTION_NTFY] = {"https http", FALSE},
    [CR_CONNECTION_WEBHOOK] = {"https http", FALSE},
};

gboolean
cr_connection_name_ok(const char *name) {
  gsize length = name ? strlen(name) : 0;
  return length > 0 && length <= 40 &&
         strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

static gboolean
refuse(const CrConnection *c, const char *setting, const char *why, GError **error) {
  g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "connection %s: %s %s",
              cr_connection_name_ok(c->name) ? c->name : "(without a name)", setting, why);
  return FALSE;
}

static gboolean
is_clean(const char *text) {
  for (const char *p = text; p && *p; p++)
    if (g_ascii_iscntrl(*p))
      return FALSE;
  return TRUE;
}

static gboolean
check_url(const CrConnection *c, const char *schemes, GError **error) {
  g_autofree char *scheme = g_uri_parse_scheme(c->url);
  g_auto(GStrv) allowed = g_strsplit(schemes, " ", -1);
  if (scheme == NULL || !g_strv_contains((const char *const *) allowed, scheme)) {
    g_autofree char *why = g_strdup_printf("does not begin with %s://", allowed[0]);
    return refuse(c, "url", why, error);
  }
  g_autoptr(GUri) uri = g_uri_parse(c->url, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL || g_uri_get_host(uri) == NULL || *g_uri_get_host(uri) == '\0')
    return refuse(c, "url", "names no host", error);
  if (g_uri_get_userinfo(uri))
    return refuse(c, "url", "may not hold a user or password; use user=", error);
  return TRUE;
}

CrConnection *
cr_connection_find(GPtrArray *list, const char *name) {
  for (guint i = 0; list && i < list->len; i++)
    if (strcmp(((CrConnection *) list->pdata[i])->name, name) == 0)
      return list->pdata[i];
  return NULL;
}

gboolean
cr_connection_check(const CrConnection *c, GError **error) {
  if (!cr_connection_name_ok(c->name))
    return refuse(c, "its name", "must be 1 to 40 of a-z, 0-9 and -", error);
  if (!is_clean(c->url) || !is_clean(c->user) || !is_clean(c->command) || !is_clean(c->ca_file))
    return refuse(c, "a setting", "holds a control character", error);
  if (needs[c->kind].needs_command && (c->command == NULL || *c->command == '\0'))
    return refuse(c, "command", "is missing", error);
  if (c->auth == CR_AUTH_XOAUTH2 && (c->command == NULL || c->user == NULL))
    return refuse(c, "auth=xoauth2", "needs user and command", error);
  if (needs[c->kind].schemes == NULL)
    return TRUE;
  if (c->url == NULL || *c->url == '\0')
    return refuse(c, "url", "is missing", error);
  return *needs[c->kind].schemes == '\0' || check_url(c, needs[c->kind].schemes, error);
}
