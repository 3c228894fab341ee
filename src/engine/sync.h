#pragma once
/* One reading of one source: what it delivers becomes facts and busy time, which are kept together
 * with the source's cursor and with how the reading went. Settings of each connection NAME:
 * "cursor.NAME"; "source.NAME", see status.h; "read.mail" or "read.calls" of its kind, an instant;
 * and "calls.until", up to when the call logs reach. */
#include "engine/engine.h"
#include "engine/intake.h"
#include "source/source.h"

G_BEGIN_DECLS

typedef struct {
  const CrStore *beside; /* each reading opens its own, beside it */
  gint64 account;
  CrInstant (*now)(gpointer data);
  const CrIntakeClass *(*intake)(void); /* loads the parse layer; NULL when it cannot be loaded */
  void (*kept)(gpointer data); /* something was kept; may be NULL. On the reading's thread */
  gpointer data;
} CrSync;

/* TRUE when all that the source had is kept. On an error what came before the last checkpoint is.
 */
gboolean cr_sync_source(const CrSync *sync, const CrConnection *connection, CrSource *source,
                        GCancellable *cancellable, GError **error);
/* The same for a source that could not even be opened: keeps why. */
void cr_sync_note_failure(const CrSync *sync, const char *name, const GError *why);
/* A connection that is no more: its cursors and statuses go, and the busy time that it told of. */
gboolean cr_sync_forget(CrStore *store, const char *name, GError **error);

G_END_DECLS
