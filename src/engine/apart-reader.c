/* The nursery and its readers. A reader lives for one batch of one account, so that what one
 * account's input made of it never sees another's. */
#include "engine/apart-private.h"
#include "engine/sandbox.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

const CrApartLimits cr_apart_limits = {.cpu_sec = 10, .memory_bytes = 1024UL << 20, .idle_sec = 60};

typedef struct {
  const CrIntakeClass *reader;
  const CrApartLimits *limits;
  CrSandbox *sandbox;
  GArray *processes; /* pid_t of those that were not ended */
} Nursery;

/* A reader */

static void
end_process(void) {
  _exit(1);
}

/* What was read of the socket, and is no input's yet: small inputs come many at a time. */
static struct {
  guint8 bytes[65536];
  gsize at, end;
} inbox;

static gsize
read_some(gpointer bytes, gsize length) {
  gssize n;
  do
    n = read(STDIN_FILENO, bytes, length);
  while (n < 0 && errno == EINTR);
  if (n <= 0)
    _exit(n == 0 ? 0 : 1);
  return (gsize) n;
}

static void
read_exactly(gpointer bytes, gsize length) {
  guint8 *to = bytes, *end = to + length;
  while (to < end) {
    gsize left = (gsize) (end - to), here = MIN(inbox.end - inbox.at, left);
    memcpy(to, inbox.bytes + inbox.at, here);
    inbox.at += here;
    to += here;
    if (to == end)
      return;
    if (left - here >= sizeof inbox.bytes) {
      to += read_some(to, (gsize) (end - to));
    } else {
      inbox.at = 0;
      inbox.end = read_some(inbox.bytes, sizeof inbox.bytes);
    }
  }
}

static void
write_exactly(gconstpointer bytes, gsize length) {
  for (gsize put = 0; put < length;) {
    gssize n = write(STDIN_FILENO, (const char *) bytes + put, length - put);
    if (n < 0 && errno != EINTR)
      end_process();
    put += n > 0 ? (gsize) n : 0;
  }
}

/* A frame is begun with room for its length. */
static GByteArray *
frame_new(void) {
  GByteArray *frame = g_byte_array_sized_new(1024);
  cr_wire_put_uint(frame, 0);
  return frame;
}

/* Answers are written at once: what is answered is not blamed for what comes behind it. */
static void
write_frame(const GByteArray *frame) {
  guint32 length = frame->len - sizeof length;
  memcpy(frame->data, &length, sizeof length);
  write_exactly(frame->data, frame->len);
}

static guint8 *
read_frame(CrWire *ret_wire) {
  guint32 length;
  read_exactly(&length, sizeof length);
  guint8 *bytes = g_malloc((gsize) length + 1);
  read_exactly(bytes, length);
  bytes[length] = '\0'; /* as of a text, for parsers that look one further */
  *ret_wire = (CrWire){bytes, bytes + length, FALSE};
  return bytes;
}

static void
allow_cpu(const Nursery *nursery, gsize length) {
  if (!cr_sandbox_allow_cpu(nursery->limits->cpu_sec + (guint) (length >> 20) * 2))
    end_process();
}

static void
note_problem(const char *message, gpointer data) {
  g_ptr_array_add(data, g_strdup(message));
}

static void
read_head(const Nursery *nursery, CrWire *wire) {
  g_autoptr(GByteArray) answer = frame_new();
  guint32 length = cr_wire_count(wire);
  const char *fields = (const char *) wire->at;
  if (wire->broken)
    end_process();
  allow_cpu(nursery, length);
  g_auto(CrMailHead) head = nursery->reader->head(NULL, fields, length, fields + length,
                                                  (gsize) (wire->end - wire->at) - length);
  apart_put_head(answer, &head);
  write_frame(answer);
}

/* The busy times so far: the answer comes behind them. */
static void
write_busy(const GByteArray *bytes, gpointer data) {
  g_autoptr(GByteArray) frame = frame_new();
  cr_wire_put_uint(frame, CR_APART_BUSY);
  g_byte_array_append(frame, bytes->data, bytes->len);
  write_frame(frame);
}

/* What is in its file. */
static void
map_input(CrWire *wire, CrIntake *intake) {
  intake->map_length = cr_wire_uint(wire);
  intake->map = mmap(NULL, MAX(intake->map_length, 1), PROT_READ, MAP_PRIVATE, CR_SANDBOX_INPUT, 0);
  if (wire->broken || intake->map == MAP_FAILED)
    end_process();
}

static void
read_input(const Nursery *nursery, const CrProfile *profile, CrInstant from, CrInstant to) {
  CrWire wire;
  g_autofree guint8 *bytes = read_frame(&wire);
  guint32 role = cr_wire_uint(&wire);
  g_autofree char *name = cr_wire_text(&wire);
  if (wire.broken || name == NULL)
    end_process();
  if (role == CR_APART_HEAD) {
    read_head(nursery, &wire);
    return;
  }
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GByteArray) answer = frame_new();
  CrIntake intake;
  nursery->reader->init(&intake, profile, from, to, note_problem, problems);
  cr_busy_list_spill(intake.busy, write_busy, NULL);
  gboolean in_file = role >= CR_APART_FILE;
  if (in_file)
    map_input(&wire, &intake);
  const char *input = in_file ? intake.map : (const char *) wire.at;
  gsize length = in_file ? intake.map_length : (gsize) (wire.end - wire.at);
  allow_cpu(nursery, length);
  nursery->reader->bytes(&intake, input, length, name,
                         (CrIntakeRole) (role - (in_file ? CR_APART_FILE : 0)));
  cr_busy_list_flush(intake.busy);
  apart_put_answer(answer, &intake, problems);
  nursery->reader->clear(&intake);
  write_frame(answer);
}

static void
be_reader(const Nursery *nursery, const int files[2]) {
  CrWire wire;
  gboolean filtered = FALSE;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (!cr_sandbox_enter(nursery->sandbox, files[0], files[1], nursery->limits->memory_bytes,
                        &filtered))
    end_process();
  g_autoptr(GByteArray) state = frame_new();
  cr_wire_put_uint(state, filtered);
  write_frame(state);
  g_autofree guint8 *bytes = read_frame(&wire);
  g_autoptr(CrProfile) profile = cr_wire_record(&wire, &cr_profile_record);
  CrInstant from = cr_wire_instant(&wire), to = cr_wire_instant(&wire);
  while (!wire.broken)
    read_input(nursery, profile, from, to);
  end_process();
}

/* The nursery */

static gint32
begin_reader(Nursery *nursery, const int files[2]) {
  pid_t process = files[0] >= 0 ? fork() : -1;
  if (process == 0)
    be_reader(nursery, files);
  if (process > 0)
    g_array_append_val(nursery->processes, process);
  return MAX(process, 0);
}

static gint32
end_reader(Nursery *nursery, gint32 process) {
  int status = 0;
  for (guint i = 0; i < nursery->processes->len; i++) {
    if (g_array_index(nursery->processes, pid_t, i) != process)
      continue;
    kill(process, SIGKILL);
    while (waitpid(process, &status, 0) < 0 && errno == EINTR)
      continue;
    g_array_remove_index_fast(nursery->processes, i);
    return status;
  }
  return -1; /* of a nursery before this one */
}

/* FALSE at the end. ret_files: what came with it, else -1. */
static gboolean
receive(CrApartAsk *ret_ask, int ret_files[2]) {
  struct iovec part = {ret_ask, sizeof *ret_ask};
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(2 * sizeof(int))];
  } control;
  struct msghdr message = {
      .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  ret_files[0] = ret_files[1] = -1;
  gssize got;
  do
    got = recvmsg(CR_APART_CONTROL, &message, MSG_CMSG_CLOEXEC | MSG_WAITALL);
  while (got < 0 && errno == EINTR);
  struct cmsghdr *first = got > 0 ? CMSG_FIRSTHDR(&message) : NULL;
  if (first && first->cmsg_type == SCM_RIGHTS)
    memcpy(ret_files, CMSG_DATA(first), first->cmsg_len - CMSG_LEN(0));
  return got == (gssize) sizeof *ret_ask;
}

static gboolean
serve_one(Nursery *nursery) {
  CrApartAsk ask;
  CrApartReply reply = {0};
  int files[2];
  if (!receive(&ask, files))
    return FALSE;
  switch ((CrApartVerb) ask.verb) {
  case CR_APART_BEGIN:
    reply.value = begin_reader(nursery, files);
    break;
  case CR_APART_END:
    reply.value = end_reader(nursery, ask.process);
    break;
  }
  for (gsize i = 0; i < G_N_ELEMENTS(files); i++)
    if (files[i] >= 0)
      close(files[i]);
  return send(CR_APART_CONTROL, &reply, sizeof reply, MSG_NOSIGNAL) == (gssize) sizeof reply;
}

/* FALSE when nobody asked for long, and no reader is left. */
static gboolean
wait_for_ask(const Nursery *nursery) {
  struct pollfd control = {CR_APART_CONTROL, POLLIN, 0};
  int ready;
  do
    ready =
        poll(&control, 1, nursery->processes->len ? -1 : (int) nursery->limits->idle_sec * 1000);
  while (ready < 0 && errno == EINTR);
  return ready > 0;
}

static GLogWriterOutput
say_nothing(GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data) {
  return G_LOG_WRITER_HANDLED;
}

void
cr_apart_serve(const CrIntakeClass *reader, const CrApartLimits *limits) {
  Nursery nursery = {reader, limits, cr_sandbox_new(), g_array_new(FALSE, FALSE, sizeof(pid_t))};
  g_log_set_writer_func(say_nothing, NULL, NULL);
  while (wait_for_ask(&nursery) && serve_one(&nursery))
    continue;
  while (nursery.processes->len > 0)
    end_reader(&nursery, g_array_index(nursery.processes, pid_t, 0));
  g_array_unref(nursery.processes);
}
