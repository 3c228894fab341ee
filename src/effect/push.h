#pragma once
/* A notification to the phone by ntfy (https://ntfy.sh/docs/publish: title, priority and tags as
 * headers, the text as body), or to any other program as JSON by a plain POST. */
#include "model/connection.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct {
  int interview;
  const char *urgency; /* "silent", "plain", "urgent" */
  const char *title, *body;
  const char *number; /* to ring, E.164, or NULL */
  CrInstant at;
} CrPush;

/* connection: of kind NTFY or WEBHOOK. One attempt; FALSE says in words why it was not taken;
 * CR_ERROR_UNHEARD: it may have been. */
gboolean cr_push_send(const CrConnection *connection, const char *secret, const CrPush *push,
                      GCancellable *cancellable, GError **error);

G_END_DECLS
