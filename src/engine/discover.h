#pragma once
/* From an e-mail address to its servers: by the table of well-known providers (data/providers.ini),
 * by what the domain itself says (SRV records, RFC 6186 and 8314, 6764), else by their usual names.
 */
#include "net/connect.h"

G_BEGIN_DECLS

typedef struct {
  char *imap, *smtp, *caldav; /* URLs, or NULL where none is known */
  gboolean saves_sent;        /* of smtp: see cr_server_saves_sent */
  char *hint;                 /* what the provider wants, for the candidate, or NULL */
  gboolean guessed;           /* by their usual names only */
  char *elsewhere;            /* the domain names this one, which is none of its own; DNS can be
                               * forged: nothing goes there before the candidate was asked. Or NULL */
} CrServers;

/* Asks the network only for a domain that is not well known. Of PUBLIC a name that only our own
 * networks have is as one that nobody has. NULL when address is none. */
CrServers *cr_discover(const char *address, CrReach reach, GCancellable *cancellable);
void cr_servers_free(CrServers *servers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrServers, cr_servers_free)

/* The address that was likely meant, where its domain is one slip of the finger away from that of a
 * well-known provider ("gmial.com"); NULL: nothing looks wrong. Free with g_free. */
char *cr_discover_meant(const char *address);

/* Whether the server of that url is one of a well-known provider that puts what is sent through it
 * into Sent, for whatever domain. */
gboolean cr_server_saves_sent(const char *url);

G_END_DECLS
