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
#include "model/fact.h"
#include "model/member.h"

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

/* Letters. CR_ERROR_CONFLICT, in words, when nothing is set up that sends them. */
gboolean cr_service_check_mail(const CrService *service, GError **error);
typedef struct {
  CrPostKind kind;
  const char *to, *name; /* name may be NULL */
  const char *link;      /* what is to be opened */
  const char *what;      /* of CHANGED, what was, in words */
} CrServiceLetter;
/* Slow: it speaks to the mail server. pass and data, outcome and words: see effect/parcel.h. */
CrOutcome cr_service_post(const CrService *service, const CrServiceLetter *letter, CrInstant now,
                          gboolean (*pass)(gpointer data), gpointer data, char **ret_words);

G_END_DECLS
