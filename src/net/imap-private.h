#pragma once
/* What the files of the IMAP client share: the session, and how a command is sent and awaited. */
#include "net/imap-data.h"
#include "net/imap-stream.h"

G_BEGIN_DECLS

/* Called for untagged data while commands are under way. *ret_wanted: it is part of their answer.
 * FALSE ends the session with the error set. */
typedef gboolean (*CrImapOnData)(CrImap *imap, const CrImapResponse *response, gpointer data,
                                 gboolean *ret_wanted, GError **error);

struct _CrImap {
  char *host;
  CrImapStream *stream;
  CrImapReader *reader;
  GCancellable *cancellable; /* or NULL */
  GHashTable *capabilities;  /* upper case; empty: not known */
  const char *hidden;        /* during sign-in: the secret, never to be repeated in an error */
  gint64 silence_usec;
  guint32 tag; /* of the last command */
  GArray *answers;
  CrImapOnData on_data;
  gpointer data;
  guint chatter;      /* responses since the last command that nobody asked for */
  gint64 useful_usec; /* when it was sent, or the last wanted response came; monotonic */
  guint32 exists;     /* messages in the open folder, as far as told */
  gboolean alive, news, without_idle;
  gboolean resyncs; /* QRESYNC is enabled: VANISHED tells of removals, not EXPUNGE */
};

/* Sends "An COMMAND"; the answer is to be awaited by its tag. command is one line without its end.
 */
gboolean cr_imap_send(CrImap *imap, const char *command, guint32 *ret_tag, GError **error);
gboolean cr_imap_write(CrImap *imap, const char *bytes, gsize length, GError **error);
/* The next response of any kind. *ret_came FALSE: none in that time. */
gboolean cr_imap_read(CrImap *imap, gint64 timeout_usec, CrImapResponse *ret_response,
                      gboolean *ret_came, GError **error);
/* What every untagged response means for the session: EXISTS, CAPABILITY, BYE. */
gboolean cr_imap_note(CrImap *imap, const CrImapResponse *response, GError **error);

typedef struct {
  guint32 tag;
  CrImapCondition condition; /* DATA: not yet answered */
  char *code, *words;
} CrImapAnswer;
void cr_imap_answer_clear(CrImapAnswer *answer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CrImapAnswer, cr_imap_answer_clear)
/* Reads until the command is answered, whatever the answer is; CONTINUE is none. */
gboolean cr_imap_await(CrImap *imap, guint32 tag, CrImapAnswer *ret_answer, GError **error);
/* Reads until "+" (*ret_go TRUE, its words in ret_words, which may be NULL) or the answer. */
gboolean cr_imap_await_go(CrImap *imap, guint32 tag, gboolean *ret_go, char **ret_words,
                          CrImapAnswer *ret_answer, GError **error);
/* Sets the error for a NO or BAD: "host: WHAT: words". Always FALSE. */
gboolean cr_imap_refuse(CrImap *imap, const CrImapAnswer *answer, const char *what, GError **error);
/* Sends and awaits; a NO or BAD is an error that says what could not be done. */
gboolean cr_imap_run(CrImap *imap, const char *command, const char *what, CrImapOnData on_data,
                     gpointer data, GError **error);
/* Ends the session with CR_ERROR_FAILED "host: what". Always FALSE. */
gboolean cr_imap_break(CrImap *imap, const char *what, GError **error);

#define CR_IMAP_SET_CHARS 3000 /* of UIDs in one command: servers take lines of 8 KB and more */

gboolean cr_imap_ask_capabilities(CrImap *imap, GError **error);
/* CR_ERROR_DENIED when the server refuses it. */
gboolean cr_imap_sign_in(CrImap *imap, const CrConnection *connection, const char *secret,
                         GError **error);
/* "name" with its quotes and backslashes escaped. */
void cr_imap_append_quoted(GString *command, const char *name);

G_END_DECLS
