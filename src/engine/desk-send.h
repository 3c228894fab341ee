#pragma once
/* Sending at the desk: the letter that is due goes out now, because the candidate says so. */
#include "engine/desk.h"
#include "engine/mailer.h"

G_BEGIN_DECLS

typedef struct {
  const char *uri; /* of the desk's store: a keeper that is awake there keeps the copy */
  CrInstant (*now)(gpointer data);
  const CrIntakeClass *(*intake)(void); /* see CrSync */
  gpointer data;
  /* cr_desk_letter_version of what the candidate has read, by this; NULL: whatever stands there. */
  gboolean (*has_read)(const char *version, gpointer data);
} CrDeskSending;

/* Why nothing could be sent through these connections, in words, or NULL; and by which verb that is
 * mended (ret_verb may be NULL). Both static. */
const char *cr_desk_why_not_connected(const CrDesk *desk, GPtrArray *connections,
                                      const char **ret_verb);
/* CR_ERROR_CONFLICT with that why. */
gboolean cr_desk_check_connected(const CrDesk *desk, GPtrArray *connections, GError **error);

/* CR_ERROR_CHANGED: the letter is not the one that was read. Else mailbox, calendars and calls are
 * read once more, the guard is asked, and the letter as the desk shows it is sent, with a copy in
 * Sent (a keeper's, when one is awake): takes up to a minute or two. CR_ERROR_CONFLICT without a
 * connection to send through. *ret_letter: as it stands then; NULL when it may not go, and nothing
 * was changed. *ret_why: what kept it, or what went wrong after it, or NULL. */
gboolean cr_desk_send(CrDesk *desk, int id, const CrDeskSending *sending, CrEffect **ret_letter,
                      char **ret_why, GError **error);
/* What came of it, for both faces: {"letter", "why"}. */
json_t *cr_desk_view_sent(CrDesk *desk, const CrEffect *letter, const char *why);

G_END_DECLS
