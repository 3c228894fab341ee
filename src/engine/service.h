#pragma once
/* What a service of many accounts is called, where it is reached, how it writes, and which
 * institutions' sign-in it takes: service.ini beside connections.ini, mode 0600:
 *
 *   [service]
 *   name=Northwind Careers
 *   origin=https://careers.example
 *   mail=careers@careers.example
 *
 *   [oidc northwind]
 *   label=Northwind University
 *   issuer=https://login.northwind.example
 *   client_id=crickets
 *   client_secret=…
 *   domains=northwind.example
 *   open=true
 *
 * Letters go through the connection of connections.ini that sends for that address. */
#include "model/connection.h"

G_BEGIN_DECLS

typedef struct {
  char *name;  /* [a-z0-9-]{1,40} */
  char *label; /* what people read */
  char *issuer, *client_id, *client_secret;
  char **domains; /* of addresses of mail whose owners it knows, so that it may speak for them */
  gboolean open;  /* whoever it knows may have an account; else who was invited */
} CrProvider;
CR_DECLARE_RECORD(CrProvider, cr_provider)

typedef struct {
  char *name;           /* "crickets" when not given */
  char *origin;         /* or NULL */
  char *mail;           /* that letters come from, or NULL: none are sent */
  GPtrArray *providers; /* CrProvider */
} CrService;
CR_DECLARE_RECORD(CrService, cr_service)

/* Free with g_free. */
char *cr_service_path(void);
/* Without a file, a service that has no mail and no providers. CR_ERROR_PARSE names the group and
 * key that cannot be; a file that others can read is refused. */
CrService *cr_service_load(GError **error);
const CrProvider *cr_service_provider(const CrService *service, const char *name);
/* Whether the provider may speak for the owner of that address. */
gboolean cr_provider_owns(const CrProvider *provider, const char *email);

/* Letters. link: what is to be opened. NULL with the error set when it could not be handed on. */
typedef enum {
  CR_POST_INVITATION,
  CR_POST_ADDRESS, /* confirm that it is yours */
  CR_POST_RESET,
  CR_POST_CHANGED, /* something about signing in was changed; link: to the page */
  CR_N_POSTS,
} CrPostKind;
/* Slow: it speaks to the mail server. what: of CHANGED, what was, in words. */
gboolean cr_service_post(const CrService *service, CrPostKind kind, const char *to,
                         const char *name, const char *link, const char *what, CrInstant now,
                         GError **error);

G_END_DECLS
