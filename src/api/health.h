#pragma once
/* What machines ask about a running process, at an address of its own that no candidate reaches:
 * /healthz (it lives), /readyz (it can do its work), /metrics (numbers, for Prometheus). */
#include <glib.h>

G_BEGIN_DECLS

typedef struct _CrHealth CrHealth;

typedef struct {
  const char *where; /* "PORT" of loopback, or "ADDRESS:PORT"; port 0: any that is free */
  /* Both from the listener's thread. Whether it is ready; words gets a JSON object that says why.
   */
  gboolean (*ready)(GString *words, gpointer data);
  void (*measure)(GString *text, gpointer data);
  gpointer data;
} CrHealthOptions;

CrHealth *cr_health_new(const CrHealthOptions *options, GError **error);
void cr_health_free(CrHealth *health); /* NULL-safe */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrHealth, cr_health_free)
const char *cr_health_origin(const CrHealth *health); /* "http://127.0.0.1:9469" */

G_END_DECLS
