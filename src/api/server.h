#pragma once
/* The HTTP server of one account on this machine, or of a service's many: docs/openapi.json says
 * what it answers. It listens on loopback unless told otherwise, and lets in who opened a printed
 * link; of a service, who signed in. */
#include "engine/desk.h"
#include "engine/intake.h"
#include "engine/service.h"

G_BEGIN_DECLS

typedef struct _CrServer CrServer;

typedef struct {
  const char *uri;          /* of the database */
  const char *read_uri;     /* of a replica that pages are read from, or NULL */
  gint64 account;           /* 0 of a service */
  const CrService *service; /* of a database of many accounts, else NULL; outlives the server */
  guint16 port;             /* 0: any that is free */
  const char *public;       /* the origin under which a proxy shows it, "https://…", or NULL */
  /* "ADDRESS:PORT" at which phones, and nobody else, are answered (docs/phone.md), or NULL. */
  const char *phones;
  /* The clock, from any thread. */
  CrInstant (*now)(gpointer data);
  const CrIntakeClass *(*intake)(void); /* see CrSync */
  /* Something was changed: whoever keeps the account must look. From any thread; may be NULL. */
  void (*changed)(gpointer data);
  gpointer data;
  gboolean log_requests; /* each, at level INFO */
} CrServerOptions;

/* Listens; strings are copied. */
CrServer *cr_server_new(const CrServerOptions *options, GError **error);
/* Ends all connections: requests that were begun are answered first, if that does not take long.
 * NULL-safe. */
void cr_server_free(CrServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrServer, cr_server_free)

/* It will end soon: each answer from here on closes its connection, so that whoever comes in by a
 * proxy is led elsewhere. */
void cr_server_drain(CrServer *server);

guint16 cr_server_port(const CrServer *server);
/* Where browsers reach it. */
const char *cr_server_origin(const CrServer *server);
/* Where phones reach it, "http://…": the public origin, else the address for phones, else this
 * machine's own. */
const char *cr_server_phone_origin(const CrServer *server);
/* Something may have changed in the database: tells the event streams, when it has. From any
 * thread. A service hears of it by itself. */
void cr_server_look(CrServer *server);
/* Appends what was asked and answered, in numbers, as Prometheus reads them. */
void cr_server_measure(CrServer *server, GString *text);
/* A link to open in the browser, once. origin: as kept in the setting "api.origin" while a server
 * runs. Free with g_free. */
char *cr_server_link(CrDesk *desk, CrInstant now, GError **error);

G_END_DECLS
