#pragma once
/* The mailer: takes letters to the candidate's own mail server, and to their Sent and Drafts. */
#include "effect/parcel.h"
#include "engine/keeper.h"
#include "model/connection.h"

G_BEGIN_DECLS

typedef struct {
  GPtrArray *(*load_connections)(GError **error); /* CrConnection; asked for each letter anew */
  GPtrArray *connections;                         /* or these */
} CrMailer;

#define CR_NO_SENDER "no connection that sends mail is set up"

/* A CrPerform; data is the CrMailer. Without a connection that sends, letters are DRAFTED. */
CrOutcome cr_mailer_perform(const CrEffect *letter, const CrInterview *interview, CrInstant now,
                            CrFence *fence, gpointer mailer, char **ret_text);
/* The connection that letters of that address go through: the one whose user it is, else one whose
 * user is of its domain, else the first of them. NULL when there is none. */
const CrConnection *cr_mailer_find_sender(GPtrArray *connections, const char *address);

/* Hands a message to the connection that sends for parcel->from; what the outcomes mean: see
 * effect/parcel.h. DRAFTED: there is none. */
CrOutcome cr_mailer_post(const CrMailer *mailer, const CrParcel *parcel, char **ret_text);

/* A copy of the letter in Sent, unless the server keeps one itself, or has it already, or there is
 * no mailbox. */
gboolean cr_mailer_keep_copy(const CrMailer *mailer, CrEngine *engine, const CrEffect *letter,
                             CrInstant now, GError **error);

/* Follows the keeper's timeline: a copy in Sent of each letter that was sent, and drafts into
 * Drafts; those that do not fit any more are taken back, unless the candidate has changed them.
 * mailer outlives the keeper. */
void cr_mailer_serve(CrMailer *mailer, CrKeeper *keeper);
/* The same once, without threads. */
gboolean cr_mailer_serve_once(CrMailer *mailer, CrKeeper *keeper, CrInstant now, GError **error);

G_END_DECLS
