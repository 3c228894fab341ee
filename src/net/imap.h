#pragma once
/* An IMAP client (RFC 3501, 9051): one session, used by one thread at a time.
 *
 * Always TLS 1.2 or later, the chain and the host name verified before anything is said: at once
 * for imaps://, by STARTTLS for imap://, where what the server said before it is forgotten and what
 * came in one piece with its answer ends the session. A greeting that claims to know us already
 * (PREAUTH) is refused. Reading never changes a flag: EXAMINE and BODY.PEEK only.
 *
 * Everything is bounded: a response by CR_IMAP_MAX_TEXT_BYTES and CR_IMAP_MAX_LITERALS, what nobody
 * asked for by CR_IMAP_MAX_CHATTER responses a command, silence by the time given to cr_imap_open.
 * Errors: CR_ERROR_FAILED (network, certificate, garbage, the server's NO or BAD with its words),
 * CR_ERROR_DENIED (it refused user or secret), CR_ERROR_LIMIT, CR_ERROR_NOT_FOUND (no such folder),
 * G_IO_ERROR_CANCELLED. After an error other than NOT_FOUND or a NO (cr_imap_is_alive tells) the
 * session is dead and can only be freed. */
#include "model/connection.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CR_IMAP_MAX_TEXT_BYTES (8UL << 20) /* a response without its message: a million UIDs */
#define CR_IMAP_MAX_LITERALS (8UL << 20)   /* the bytes of the messages' pieces in one response */
#define CR_IMAP_MAX_CHATTER 100000         /* responses to one command that it did not ask for */
#define CR_IMAP_SILENCE_USEC (60 * G_USEC_PER_SEC)

typedef struct _CrImap CrImap;

/* Connects, makes TLS, signs in (XOAUTH2; AUTH=PLAIN, LOGIN or AUTH=LOGIN as the server offers).
 * silence_usec: how long the server may say nothing when it owes us something. */
CrImap *cr_imap_open(const CrConnection *connection, const char *secret, gint64 silence_usec,
                     GCancellable *cancellable, GError **error);
void cr_imap_free(CrImap *imap); /* says LOGOUT without waiting for its answer */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrImap, cr_imap_free)

gboolean cr_imap_is_alive(const CrImap *imap);
/* What ends the calls from now on; NULL: nothing. */
void cr_imap_set_cancellable(CrImap *imap, GCancellable *cancellable);
/* Whether the session still answers, within timeout_usec; else it is dead. */
gboolean cr_imap_check(CrImap *imap, gint64 timeout_usec, GError **error);
gboolean cr_imap_can(const CrImap *imap, const char *capability); /* ASCII case ignored */

typedef struct {
  char *name;     /* as the server spells it, for commands */
  char *title;    /* in UTF-8, for people */
  char *use;      /* its special use (RFC 6154) without the backslash, such as "Sent", or NULL */
  char delimiter; /* '\0': the server has no hierarchy */
} CrImapFolder;
/* Every folder that can be selected: CrImapFolder. Free with g_ptr_array_unref. */
GPtrArray *cr_imap_list(CrImap *imap, GError **error);

/* What tells whether a folder has something new. 0: the server did not say. */
typedef struct {
  guint32 validity, next, count; /* UIDVALIDITY, UIDNEXT, number of messages */
  guint64 modseq;                /* HIGHESTMODSEQ, where CONDSTORE (RFC 7162) is offered */
} CrImapState;
/* Opens the folder read-only. */
gboolean cr_imap_examine(CrImap *imap, const char *folder, CrImapState *ret_state, GError **error);
/* The same for a folder that was as known then. Where QRESYNC (RFC 7162) is offered the same round
 * trip tells the UIDs of what has come or changed since (guint32, ascending): *ret_changed. NULL:
 * that is not told, as the server cannot, or its numbers are others now. */
gboolean cr_imap_resync(CrImap *imap, const char *folder, const CrImapState *known,
                        CrImapState *ret_state, GArray **ret_changed, GError **error);
/* The states of n folders without opening them, in one round trip. Where the server says no
 * ret_refused[i] (free with g_free) tells it in words; with ret_refused NULL that is an error. */
gboolean cr_imap_status(CrImap *imap, const char *const *folders, guint n, CrImapState *ret_states,
                        char **ret_refused, GError **error);

/* UIDs of the open folder from first on, ascending; since_day (CR_IMAP_ANY_DAY: all): received
 * that day or later. Array of guint32. */
#define CR_IMAP_ANY_DAY G_MININT32
GArray *cr_imap_search(CrImap *imap, guint32 first, CrDay since_day, GError **error);
/* UIDs of the open folder's messages with exactly this Message-ID (without < >). */
GArray *cr_imap_search_message_id(CrImap *imap, const char *message_id, GError **error);

/* What tells whether a message has to be read: the header fields asked for, as they stand in it,
 * and its parts (BODYSTRUCTURE) as the server spells them; bytes NULL: the server does not say.
 * Valid during the call, which is made at most once for each UID: of a message that is damaged or
 * gone perhaps never. FALSE ends the fetch and the session with the caller's error. */
typedef struct {
  guint32 uid;
  const char *fields, *parts;
  gsize fields_length, parts_length;
} CrImapHead;
typedef gboolean (*CrImapTakeHead)(const CrImapHead *head, gpointer data, GError **error);
gboolean cr_imap_fetch_heads(CrImap *imap, const guint32 *uids, guint n, const char *fields,
                             CrImapTakeHead take, gpointer data, GError **error);

/* One message, valid during the call. bytes NULL: the server cannot give it, as why says; or with
 * why NULL it is gone. FALSE ends the fetch and the session with the caller's error. */
typedef gboolean (*CrImapTake)(guint32 uid, const char *bytes, gsize length, const char *why,
                               gpointer data, GError **error);
/* Streams messages of the open folder; several commands are under way at once. uids ascending; take
 * is called once for each. Those above CR_IMAP_WHOLE_BYTES come last, made of their header and the
 * parts that hold words or an invite: attachments are not fetched. */
#define CR_IMAP_WHOLE_BYTES (128UL << 10)
gboolean cr_imap_fetch(CrImap *imap, const guint32 *uids, guint n, CrImapTake take, gpointer data,
                       GError **error);

/* Waits until the open folder has something new, at most timeout_usec: by IDLE (RFC 2177), or
 * without it by asking every poll_usec. ret_news: whether it has. To be called again before half an
 * hour is over, as servers end longer ones. After G_IO_ERROR_CANCELLED the session lives on. */
gboolean cr_imap_wait(CrImap *imap, gint64 timeout_usec, gint64 poll_usec, gboolean *ret_news,
                      GError **error);

/* flags such as "\\Seen"; date the INTERNALDATE. */
gboolean cr_imap_append(CrImap *imap, const char *folder, const char *flags, CrInstant date,
                        const char *bytes, gsize length, GError **error);
/* Removes one message for good; needs UIDPLUS. Opens the folder for writing, and closes it. */
gboolean cr_imap_expunge(CrImap *imap, const char *folder, guint32 uid, GError **error);

G_END_DECLS
