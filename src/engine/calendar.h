#pragma once
/* What is promised, in the candidate's own calendar: each watched call as an entry of ours, at its
 * new time when it moves, away when it is off; and, as a setting, the times that a letter offered,
 * held until one is taken or the follow-up ends. A projection: it can be made again at any time,
 * and does nothing when all is as it should be. No entry names attendees, so that no server writes
 * to anybody because of it.
 *
 * An entry that the candidate's own client keeps (the invite, accepted there) stands for the call;
 * then ours goes. An entry that the candidate edited keeps what they changed; one that they deleted
 * stays away until the call moves. What was written is known by the setting "calendar.CONNECTION".
 */
#include "engine/engine.h"
#include "model/connection.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Makes the connection's writable calendar say what the store says, in transactions of its own. On
 * an error the rest was tried all the same, and the next call goes on from there. secret as in
 * cr_caldav_source_new. */
gboolean cr_calendar_write(CrStore *store, gint64 account, const CrPolicy *policy,
                           const CrConnection *connection, const char *secret,
                           CrInstant now, GCancellable *cancellable, GError **error);

typedef struct _CrCalendarWriter CrCalendarWriter;
/* A thread that does so at once, after each wake, every hour, and again after a failure, for those
 * of the connections (CrConnection) that may be written to; NULL when there is none. */
CrCalendarWriter *cr_calendar_writer_new(const char *uri, gint64 account, GPtrArray *connections,
                                         CrInstant (*now)(gpointer data), gpointer data);
void cr_calendar_writer_wake(CrCalendarWriter *writer); /* NULL-safe, as is free */
void cr_calendar_writer_free(CrCalendarWriter *writer);
/* The same once, for a command that ends: failures are logged and kept for the next time. */
void cr_calendar_write_once(CrStore *store, gint64 account, GPtrArray *connections, CrInstant now);

G_END_DECLS
