#pragma once
/* What the two sides of a reader that is kept apart say to one another.
 *
 *   the keeper --control--> the nursery: has all libraries and data loaded, reads nothing itself
 *       |                       | forks
 *       +-----a socket------> a reader: of one batch of inputs of one account, in its sandbox
 *
 * Control: a CrApartAsk each, with the reader's end of a socket for BEGIN, and perhaps a file that
 * it reads, answered by a CrApartReply. To a reader: frames of a length and so many bytes; the
 * first tells whose inputs they are, each other one is an input. From it: one frame that tells how
 * it is confined, then for each input as many frames of busy times as there are, and its answer. */
#include "engine/apart.h"

G_BEGIN_DECLS

typedef enum {
  CR_APART_BEGIN = 1, /* fork a reader; the reply is its process, or 0 */
  CR_APART_END,       /* kill it; the reply is how it ended, as of waitpid, -1 of no reader */
} CrApartVerb;

typedef struct {
  guint32 verb;
  gint32 process; /* of END */
} CrApartAsk;

typedef struct {
  gint32 value;
} CrApartReply;

/* apart-nursery.c: a new reader, on a socket that does not block. input: a file that it may read,
 * or -1. */
gboolean apart_begin_reader(int input, int *ret_file, pid_t *ret_process, GError **error);
/* How it ended, as of waitpid; -1 when that cannot be known. */
int apart_end_reader(pid_t process);
gint64 apart_wait_sec(void); /* for an answer */

/* In place of an input's role: it is a mail's head. The name is empty; then come the length of its
 * fields, these, and the description of its parts. */
#define CR_APART_HEAD 100
/* Added to a role: the input is so many bytes of the reader's file. */
#define CR_APART_FILE 200

typedef enum { CR_APART_BUSY = 1, CR_APART_ANSWER } CrApartPart; /* how a frame from it begins */

void apart_put_head(GByteArray *out, const CrMailHead *head);
gboolean apart_take_head(const guint8 *bytes, gsize length, CrMailHead *ret_head);

/* What a reader makes of one input, beside its busy times: inputs, problems and times are changes
 * of those of the intake. */
void apart_put_answer(GByteArray *out, const CrIntake *intake, const GPtrArray *problems);
/* Adds a frame to an intake. FALSE, and nothing added but busy times, when it is none about an
 * input of that name and role: problems may have been told. *ret_whole: there is no more of it. */
gboolean apart_take_part(const guint8 *bytes, gsize length, CrIntake *intake, const char *name,
                         CrIntakeRole role, gboolean *ret_whole);

G_END_DECLS
