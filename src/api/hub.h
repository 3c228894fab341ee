#pragma once
/* The event streams: each holds what it has yet to be told. A stream without news is suspended, so
 * that a thousand of them cost memory only. */
#include <glib.h>
#include <microhttpd.h>

G_BEGIN_DECLS

#define CR_MAX_STREAMS 4096

typedef struct _CrHub CrHub;

CrHub *cr_hub_new(void);
/* All streams have ended before. NULL-safe. */
void cr_hub_free(CrHub *hub);

/* A response that never ends by itself, to be queued on this connection; first (taken) is told at
 * once. world: whose news it is to be told; only compared. listener: the session that hears it, for
 * cr_hub_keep, or NULL. NULL when there are too many already, of all, or most of that world. */
struct MHD_Response *cr_hub_stream(CrHub *hub, struct MHD_Connection *connection,
                                   gconstpointer world, const char *listener, guint most,
                                   GBytes *first);
/* world NULL: every stream. A stream that does not keep up is ended: its browser comes again. */
void cr_hub_tell(CrHub *hub, gconstpointer world, GBytes *news, gboolean all);
/* Ends the streams of a world whose listener is not in the set. */
void cr_hub_keep(CrHub *hub, gconstpointer world, GHashTable *listeners);
/* Ends the streams of a world; all: every one, and there will be no new ones. */
void cr_hub_end(CrHub *hub, gconstpointer world, gboolean all);
guint cr_hub_count(CrHub *hub);
/* Whether a stream is of that world. */
gboolean cr_hub_serves(CrHub *hub, gconstpointer world);

G_END_DECLS
