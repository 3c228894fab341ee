/* Which source reads a connection. */
#include "engine/secret.h"
#include "engine/watcher.h"

CrSource *
cr_source_new(const CrConnection *connection, const char *secret) {
  switch (connection->kind) {
  case CR_CONNECTION_CALLS:
    return cr_calls_source_new(connection);
  case CR_CONNECTION_IMAP:
    return cr_imap_source_new(connection, secret);
  case CR_CONNECTION_CALDAV:
    return cr_caldav_source_new(connection, secret);
  case CR_CONNECTION_ICS:
    return cr_ics_source_new(connection, secret);
  case CR_CONNECTION_KDECONNECT:
    return cr_kdeconnect_source_new();
  case CR_CONNECTION_SMTP:
  case CR_CONNECTION_SENDMAIL:
  case CR_CONNECTION_DESKTOP:
  case CR_CONNECTION_NTFY:
  case CR_CONNECTION_WEBHOOK:
    return NULL;
  }
  return NULL;
}

CrSource *
cr_source_open(const CrConnection *connection, GError **error) {
  g_autoptr(GError) local = NULL;
  char *secret = cr_secret_of(connection, &local);
  CrSource *source = local ? NULL : cr_source_new(connection, secret);
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  cr_secret_free(secret);
  return source;
}
