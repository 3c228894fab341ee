/* A batch: the inputs of one intake, as they are handed to a reader, and its answers. */
#include "engine/apart-private.h"

#include "base/error.h"
#include "base/mbox.h"
#include "base/text.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* So much is handed over before answers are waited for. */
#define WINDOW_BYTES (4U << 20)
#define WINDOW_INPUTS 256
#define PARCEL_BYTES (32U << 10) /* mails are sent in parcels of about so much */
#define MAX_ANSWER_BYTES (256U << 20)

typedef struct {
  char *name;
  CrIntakeRole role;
  GByteArray *frame;
  const char *bytes; /* beside the frame, as they are in a file; or NULL: at the end of the frame */
  gsize length;
  gboolean tried;   /* once already, and it was not its own fault */
  CrMailHead *head; /* to be filled in; NULL of an input */
} Input;

typedef struct {
  CrIntake *intake;
  int file; /* to the reader; -1: there is none */
  pid_t process;
  int input;       /* a file that is handed over, or -1 */
  CrBusyMark mark; /* the busy times of what was answered */
  GQueue pending;  /* Input without an answer, the oldest first */
  gsize pending_bytes;
  GByteArray *out; /* not written yet */
  gsize out_at;
  GByteArray *in;    /* read, less than a frame */
  gboolean greeted;  /* it told how it is confined, and reads */
  gboolean filtered; /* by the kernel, too */
  guint stillborn;   /* readers that did not come so far, one after another */
  gint64 since_usec; /* what is waited for, is since then */
  GError *failed;    /* no reader can be had: nothing was lost, but nothing is read either */
} Batch;

static void
input_free(gpointer data) {
  Input *input = data;
  g_free(input->name);
  g_byte_array_unref(input->frame);
  g_free(input);
}

static void
put_frame(GByteArray *out, const GByteArray *frame) {
  cr_wire_put_uint(out, frame->len);
  g_byte_array_append(out, frame->data, frame->len);
}

/* A new reader gets all that has no answer. */
static gboolean
start(Batch *batch, GError **error) {
  if (batch->file >= 0)
    return TRUE;
  if (!apart_begin_reader(batch->input, &batch->file, &batch->process, error))
    return FALSE;
  g_autoptr(GByteArray) begin = g_byte_array_new();
  cr_wire_put_record(begin, &cr_profile_record, batch->intake->profile);
  cr_wire_put_instant(begin, batch->intake->from);
  cr_wire_put_instant(begin, batch->intake->to);
  g_byte_array_set_size(batch->out, 0);
  g_byte_array_set_size(batch->in, 0);
  batch->out_at = 0;
  batch->greeted = FALSE;
  batch->since_usec = g_get_monotonic_time();
  put_frame(batch->out, begin);
  for (GList *l = batch->pending.head; l; l = l->next)
    put_frame(batch->out, ((Input *) l->data)->frame);
  return TRUE;
}

static int
stop(Batch *batch) {
  if (batch->file < 0)
    return 0;
  close(batch->file);
  batch->file = -1;
  return apart_end_reader(batch->process);
}

static Input *
input_new(guint32 role, const char *name) {
  Input *input = g_new0(Input, 1);
  input->name = g_strdup(name);
  input->role = (CrIntakeRole) role;
  input->frame = g_byte_array_new();
  cr_wire_put_uint(input->frame, role);
  cr_wire_put_text(input->frame, name);
  return input;
}

static void
append(Input *input, const char *bytes, gsize length) {
  g_byte_array_append(input->frame, (const guint8 *) bytes, (guint) length);
  input->length = length;
}

static const char *
bytes_of(const Input *input) {
  return input->bytes ? input->bytes
                      : (const char *) input->frame->data + input->frame->len - input->length;
}

static void
drop_first(Batch *batch) {
  Input *input = g_queue_pop_head(&batch->pending);
  batch->pending_bytes -= input->frame->len;
  batch->since_usec = g_get_monotonic_time();
  batch->mark = cr_busy_list_mark(batch->intake->busy);
  input_free(input);
}

/* In place of an mbox, the first, its messages: of many only what cannot be read is set aside. */
static gboolean
divide_first(Batch *batch) {
  Input *mbox = g_queue_peek_head(&batch->pending);
  const char *bytes = bytes_of(mbox), *message;
  gsize offset = 0, size;
  GList *last = batch->pending.head;
  guint n = 0;
  if (mbox->role != CR_AS_FOUND)
    return FALSE;
  while (cr_mbox_next(bytes, mbox->length, &offset, &message, &size)) {
    g_autofree char *name = g_strdup_printf("%s: message %u", mbox->name, ++n);
    Input *part = input_new(CR_AS_MAIL, name);
    append(part, message, size);
    g_queue_insert_after(&batch->pending, last, part);
    last = last->next;
    batch->pending_bytes += part->frame->len;
  }
  if (n > 0)
    drop_first(batch);
  return n > 0;
}

static const char *
say_how(int status, gboolean waited, gboolean wrong) {
  int signal = status > 0 && WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  if (wrong)
    return "its reader gave no sound answer";
  if (waited || signal == SIGXCPU)
    return "it takes too long to read";
  if (signal == SIGSYS)
    return "its reader tried what it may not do";
  return "its reader crashed, or needed too much memory";
}

/* The reader ended: by the input that it had in hand, which is set aside, unless somebody else
 * ended it. The others go to the next reader. */
static void
blame(Batch *batch, gboolean waited, gboolean wrong) {
  int status = stop(batch);
  Input *input = g_queue_peek_head(&batch->pending);
  cr_busy_list_cut(batch->intake->busy, batch->mark);
  if (!batch->greeted) { /* it had nothing in hand yet */
    if (batch->stillborn++ > 0 && batch->failed == NULL)
      g_set_error(&batch->failed, CR_ERROR, CR_ERROR_FAILED,
                  "readers end before they read anything");
    return;
  }
  gboolean others = status == -1 || (!waited && !wrong && WIFSIGNALED(status) &&
                                     (WTERMSIG(status) == SIGKILL || WTERMSIG(status) == SIGTERM));
  if (input == NULL)
    return;
  if (others && !input->tried) {
    input->tried = TRUE;
    return;
  }
  if (input->head) { /* no bulk, as far as is known: the mail itself is read */
    drop_first(batch);
    return;
  }
  if (divide_first(batch))
    return;
  g_autofree char *message =
      g_strdup_printf("%s: set aside unread: %s", input->name, say_how(status, waited, wrong));
  g_autofree char *line = cr_text_line(message, 400);
  CrIntake *intake = batch->intake;
  intake->problems++;
  if (intake->set_aside)
    intake->set_aside(line, bytes_of(input), input->length, intake->data);
  if (intake->problem)
    intake->problem(line, intake->data);
  drop_first(batch);
}

static gboolean
take_frame(Batch *batch, const guint8 *bytes, gsize length) {
  if (!batch->greeted) {
    CrWire wire = {bytes, bytes + length, FALSE};
    batch->filtered = cr_wire_uint(&wire) != 0;
    batch->greeted = TRUE;
    batch->stillborn = 0;
    return !wire.broken;
  }
  Input *input = g_queue_peek_head(&batch->pending);
  gboolean whole = TRUE;
  if (input == NULL || !(input->head ? apart_take_head(bytes, length, input->head)
                                     : apart_take_part(bytes, length, batch->intake, input->name,
                                                       input->role, &whole)))
    return FALSE;
  if (whole)
    drop_first(batch);
  return TRUE;
}

/* Takes what is whole of what was read. */
static gboolean
take_frames(Batch *batch) {
  gsize at = 0;
  guint32 length = 0;
  while (batch->in->len - at >= sizeof length) {
    memcpy(&length, batch->in->data + at, sizeof length);
    if (length > MAX_ANSWER_BYTES)
      return FALSE;
    if (batch->in->len - at - sizeof length < length)
      break;
    if (!take_frame(batch, batch->in->data + at + sizeof length, length))
      return FALSE;
    at += sizeof length + length;
  }
  if (at > 0)
    g_byte_array_remove_range(batch->in, 0, (guint) at);
  return TRUE;
}

typedef enum { READER_LIVES, READER_ENDED, READER_LIES } ReaderState;

static ReaderState
receive(Batch *batch) {
  guint8 buffer[65536];
  gssize got = recv(batch->file, buffer, sizeof buffer, 0);
  if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
    return READER_ENDED;
  if (got > 0)
    g_byte_array_append(batch->in, buffer, (guint) got);
  return take_frames(batch) ? READER_LIVES : READER_LIES;
}

static gboolean
transmit(Batch *batch) {
  gssize put = send(batch->file, batch->out->data + batch->out_at, batch->out->len - batch->out_at,
                    MSG_NOSIGNAL);
  if (put < 0)
    return errno == EAGAIN || errno == EINTR;
  batch->out_at += (gsize) put;
  if (batch->out_at == batch->out->len) {
    g_byte_array_set_size(batch->out, 0);
    batch->out_at = 0;
  }
  return TRUE;
}

static gint64
usec_left(const Batch *batch) {
  const Input *input = g_queue_peek_head((GQueue *) &batch->pending);
  gint64 seconds = apart_wait_sec() + (input ? input->length >> 18 : 0);
  return MAX(batch->since_usec + seconds * G_USEC_PER_SEC - g_get_monotonic_time(), 0);
}

/* One exchange with the reader; waits for it at most so long. */
static void
exchange(Batch *batch, int wait_msec) {
  struct pollfd file = {batch->file, POLLIN, 0};
  if (batch->out->len > 0)
    file.events |= POLLOUT;
  int ready = poll(&file, 1, wait_msec);
  ReaderState state = READER_LIVES;
  if (ready > 0 && file.revents & (POLLIN | POLLHUP | POLLERR))
    state = receive(batch);
  /* what it cannot be told any more will show in what it does not answer */
  if (state == READER_LIVES && ready > 0 && file.revents & POLLOUT && !transmit(batch))
    g_byte_array_set_size(batch->out, 0);
  if (state != READER_LIVES)
    blame(batch, FALSE, state == READER_LIES);
  else if (usec_left(batch) == 0)
    blame(batch, TRUE, FALSE);
}

/* Until not more than that many bytes and inputs wait for an answer. */
static void
drain(Batch *batch, gsize bytes, guint inputs) {
  while (batch->failed == NULL && (batch->pending_bytes > bytes || batch->pending.length > inputs))
    if (start(batch, &batch->failed))
      exchange(batch, (int) (usec_left(batch) / 1000) + 1);
}

/* The class */

static void
apart_init(CrIntake *intake, const CrProfile *profile, CrInstant from, CrInstant to,
           CrProblemFunc problem, gpointer data) {
  Batch *batch = g_new0(Batch, 1);
  cr_intake_init(intake, profile, from, to, problem, data);
  batch->intake = intake;
  batch->file = batch->input = -1;
  batch->out = g_byte_array_new();
  batch->in = g_byte_array_new();
  intake->apart = batch;
}

static void
apart_clear(CrIntake *intake) {
  Batch *batch = intake->apart;
  intake->apart = NULL;
  if (batch) {
    stop(batch);
    g_queue_clear_full(&batch->pending, input_free);
    g_byte_array_unref(batch->out);
    g_byte_array_unref(batch->in);
    g_clear_error(&batch->failed);
    g_free(batch);
  }
  cr_intake_clear(intake);
}

static void
hand_over(Batch *batch, Input *input) {
  /* What was answered meanwhile is looked at now only. */
  batch->since_usec = g_get_monotonic_time();
  g_queue_push_tail(&batch->pending, input);
  batch->pending_bytes += input->frame->len;
  if (batch->file >= 0)
    put_frame(batch->out, input->frame);
}

/* The bytes of a file go to a reader that begins with it. */
static void
hand_over_file(Batch *batch, int file, const char *bytes, gsize length, const char *name,
               CrIntakeRole role) {
  Input *input = input_new(role + CR_APART_FILE, name);
  input->role = role;
  input->bytes = bytes;
  input->length = length;
  cr_wire_put_uint(input->frame, (guint32) length);
  drain(batch, 0, 0);
  stop(batch);
  batch->input = file;
  hand_over(batch, input);
  drain(batch, 0, 0);
  batch->input = -1;
}

/* Mails are read while the next ones come; whoever hands over a calendar asks at once what is in
 * it. */
static void
apart_bytes(CrIntake *intake, const char *bytes, gsize length, const char *name,
            CrIntakeRole role) {
  Batch *batch = intake->apart;
  intake->inputs++;
  if (intake->file > 0) {
    hand_over_file(batch, intake->file, bytes, length, name, role);
    return;
  }
  Input *input = input_new(role, name);
  append(input, bytes, length);
  hand_over(batch, input);
  if (role != CR_AS_MAIL)
    drain(batch, 0, 0);
  else if (batch->file < 0 || batch->out->len >= PARCEL_BYTES)
    if (batch->failed == NULL && start(batch, &batch->failed))
      exchange(batch, 0);
  drain(batch, WINDOW_BYTES, WINDOW_INPUTS);
}

static CrMailHead
apart_head(CrIntake *intake, const char *fields, gsize fields_length, const char *parts,
           gsize parts_length) {
  CrMailHead head = {0};
  Input *input = input_new(CR_APART_HEAD, "");
  input->head = &head;
  cr_wire_put_uint(input->frame, (guint32) fields_length);
  g_byte_array_append(input->frame, (const guint8 *) fields, (guint) fields_length);
  g_byte_array_append(input->frame, (const guint8 *) parts, (guint) parts_length);
  hand_over(intake->apart, input);
  drain(intake->apart, 0, 0);
  return head;
}

static gboolean
apart_settle(CrIntake *intake, GError **error) {
  Batch *batch = intake->apart;
  batch->since_usec = g_get_monotonic_time();
  drain(batch, 0, 0);
  if (batch->failed)
    g_propagate_error(error, g_error_copy(batch->failed));
  return batch->failed == NULL;
}

const CrIntakeClass cr_apart_class = {.init = apart_init,
                                      .clear = apart_clear,
                                      .bytes = apart_bytes,
                                      .settle = apart_settle,
                                      .sort = cr_intake_sort,
                                      .head = apart_head};

gboolean
cr_apart_probe(gboolean *ret_filtered, GError **error) {
  g_autoptr(CrProfile) nobody = cr_profile_new();
  CrIntake intake;
  apart_init(&intake, nobody, CR_INSTANT_NONE, CR_INSTANT_NONE, NULL, NULL);
  Batch *batch = intake.apart;
  while (!batch->greeted && batch->failed == NULL)
    if (start(batch, &batch->failed))
      exchange(batch, (int) (usec_left(batch) / 1000) + 1);
  gboolean ok = batch->failed == NULL;
  if (!ok)
    g_propagate_error(error, g_steal_pointer(&batch->failed));
  *ret_filtered = batch->filtered;
  apart_clear(&intake);
  return ok;
}
