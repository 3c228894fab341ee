/* Which source reads a connection. */
#include "engine/watcher.h"

CrSource *
cr_source_open(const CrConnection *connection, GError **error) {
  switch (connection->kind) {
  case CR_CONNECTION_CALLS:
    return cr_calls_source_new(connection);
  case CR_CONNECTION_IMAP:
  case CR_CONNECTION_CALDAV:
  case CR_CONNECTION_ICS:
  case CR_CONNECTION_SMTP:
  case CR_CONNECTION_SENDMAIL:
  case CR_CONNECTION_KDECONNECT:
  case CR_CONNECTION_DESKTOP:
  case CR_CONNECTION_NTFY:
  case CR_CONNECTION_WEBHOOK:
    return NULL;
  }
  return NULL;
}
