#pragma once
/* One thing outside that is read, written or told: a mailbox, a calendar, a phone. Its secret is
 * never in here (see engine/secret.h), unless sealed. */
#include "base/record.h"

G_BEGIN_DECLS

typedef enum {
  CR_CONNECTION_IMAP,     /* url imaps://host[:993], or imap://host[:143] with STARTTLS */
  CR_CONNECTION_SMTP,     /* url smtps://host[:465], or smtp://host[:587] with STARTTLS */
  CR_CONNECTION_SENDMAIL, /* command reads a message on stdin, such as "msmtp -t" */
  CR_CONNECTION_CALDAV,   /* url https://…: a server, a principal or one calendar */
  CR_CONNECTION_ICS,      /* url https://… or webcal://…: one calendar, read only */
  CR_CONNECTION_CALLS,    /* url: path of a call log, or of a folder that gets them */
  CR_CONNECTION_KDECONNECT,
  CR_CONNECTION_DESKTOP, /* notifications on this desktop */
  CR_CONNECTION_NTFY,    /* url https://ntfy.example/topic */
  CR_CONNECTION_WEBHOOK, /* url https://…: gets each notification as JSON */
} CrConnectionKind;
extern const char *const cr_connection_kind_names[]; /* "imap", "smtp" … */

typedef enum {
  CR_AUTH_PASSWORD, /* also app passwords */
  CR_AUTH_XOAUTH2,  /* the secret is an access token, printed by command */
  CR_AUTH_NONE,
} CrAuth;
extern const char *const cr_auth_names[];

typedef struct {
  char *name; /* unique, [a-z0-9-]{1,40}: the group in connections.ini */
  CrConnectionKind kind;
  char *url, *user;
  CrAuth auth;
  char *command;   /* prints the secret (XOAUTH2, or a password manager); of SENDMAIL: the mailer */
  char *ca_file;   /* trusted beside the system's authorities, or NULL */
  char **folders;  /* of IMAP: to be read beside INBOX, Sent and Junk */
  int window_days; /* how far back the first reading goes; 0: the default of 30 */
  int interval_min;     /* of polling, where nothing wakes us; 0: the default of 15 */
  gboolean writes;      /* of CALDAV: interviews and offered times are written into it */
  gboolean saves_sent;  /* of SMTP: the server itself keeps a copy in Sent */
  gboolean public_only; /* of a hosted account: nothing private is reached, see net/address.h */
  char *sealed;         /* of a hosted account: its secret, see engine/seal.h; else NULL */
  gint64 account; /* of a hosted account: its number; else 0. No setting, so not in the record */
} CrConnection;
CR_DECLARE_RECORD(CrConnection, cr_connection)

/* Whether all that the kind needs is there and sound: name, url scheme and host, no control
 * characters, no user in the url. CR_ERROR_PARSE names the setting. */
gboolean cr_connection_check(const CrConnection *connection, GError **error);
gboolean cr_connection_name_ok(const char *name);
/* The one of that name in a list of CrConnection, or NULL; list NULL: of none. */
CrConnection *cr_connection_find(GPtrArray *list, const char *name);
/* Whether something is read from it, so that it can be told when it last was. */
gboolean cr_connection_is_read(const CrConnection *connection);
/* Whether letters can go out through it. */
gboolean cr_connection_sends(const CrConnection *connection);
/* Whether it is read on this machine: no server, nothing to sign in to. */
gboolean cr_connection_is_local(const CrConnection *connection);

G_END_DECLS
