/* A letter by a command such as msmtp, which hands it on. */
#include "base/text.h"
#include "effect/parcel.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE_SEC 120
#define STEP_MS 20
#define EXIT_TEMPFAIL 75
#define MAX_WORDS_BYTES 2000

typedef struct {
  GPid pid;
  int in, out; /* -1: closed */
  GString *words;
  int patience_ms;
} Mailer;

static void
close_in(Mailer *m) {
  if (m->in >= 0)
    close(m->in);
  m->in = -1;
}

/* A session of its own: what it has begun to hand the letter on ends with it, and what would ask at
 * the terminal fails, where it else were stopped. */
static void
lead_session(gpointer unused) {
  setsid();
}

static void
stop(const Mailer *m) {
  kill(-m->pid, SIGKILL);
}

/* FALSE at the end of what it says. */
static gboolean
listen_to(Mailer *m) {
  char buffer[512];
  gssize got = read(m->out, buffer, sizeof buffer);
  if (got > 0 && m->words->len < MAX_WORDS_BYTES)
    g_string_append_len(m->words, buffer, got);
  return got > 0 || (got < 0 && (errno == EINTR || errno == EAGAIN));
}

/* write, but a reader that is gone is an error, not a signal. */
static gssize
write_some(int file, const char *bytes, gsize length) {
  sigset_t broken, before;
  struct timespec none = {0, 0};
  sigemptyset(&broken);
  sigaddset(&broken, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &broken, &before);
  gssize wrote = write(file, bytes, length);
  int saved = errno;
  if (wrote < 0 && saved == EPIPE)
    sigtimedwait(&broken, NULL, &none);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  errno = saved;
  return wrote;
}

typedef enum { WROTE, ENDED, STUCK } Progress;

/* Writes while it listens, so that neither side blocks the other. ENDED: it reads no more. */
static Progress
write_all(Mailer *m, const char *bytes, gsize length) {
  gboolean hears = TRUE;
  while (length > 0) {
    struct pollfd ends[] = {{m->in, POLLOUT, 0}, {hears ? m->out : -1, POLLIN, 0}};
    int ready = poll(ends, 2, m->patience_ms);
    if (ready == 0)
      return STUCK;
    if (ends[1].revents)
      hears = listen_to(m);
    if (!ends[0].revents)
      continue;
    gssize wrote = write_some(m->in, bytes, MIN(length, 65536));
    if (wrote < 0 && errno != EINTR && errno != EAGAIN)
      return ENDED;
    bytes += MAX(wrote, 0);
    length -= (gsize) MAX(wrote, 0);
  }
  return WROTE;
}

/* Until it ends; a helper that it leaves behind may hold its output open. FALSE when it does not
 * end in time: then it is killed. */
static gboolean
wait_for_end(Mailer *m, int *ret_status) {
  gboolean hears = TRUE;
  for (int left = m->patience_ms; left > 0; left -= STEP_MS) {
    struct pollfd end = {hears ? m->out : -1, POLLIN, 0};
    while (hears && poll(&end, 1, 0) > 0)
      hears = listen_to(m);
    if (waitpid(m->pid, ret_status, WNOHANG) == m->pid)
      return TRUE;
    poll(&end, 1, STEP_MS);
  }
  stop(m);
  while (waitpid(m->pid, ret_status, 0) < 0 && errno == EINTR)
    ;
  return FALSE;
}

static char *
explain(const Mailer *m, int status) {
  g_autofree char *valid = g_utf8_make_valid(m->words->str, (gssize) m->words->len);
  g_autofree char *words = cr_text_line(valid, 300);
  if (words && *words)
    return g_strdup_printf("the mail command says: %s", words);
  if (WIFEXITED(status))
    return g_strdup_printf("the mail command ended with status %d", WEXITSTATUS(status));
  return g_strdup("the mail command was killed");
}

/* How it ended, when it surely has not delivered unless it says so; nor what it never had whole. */
static CrOutcome
judge(int status, gboolean whole) {
  if (!WIFEXITED(status))
    return whole ? CR_OUTCOME_IN_DOUBT : CR_OUTCOME_HELD;
  if (WEXITSTATUS(status) == 0)
    return whole ? CR_OUTCOME_SENT : CR_OUTCOME_REFUSED;
  return WEXITSTATUS(status) == EXIT_TEMPFAIL ? CR_OUTCOME_HELD : CR_OUTCOME_REFUSED;
}

static CrOutcome
talk(Mailer *m, const char *text, char **ret_text) {
  Progress progress = write_all(m, text, strlen(text));
  if (progress == STUCK)
    stop(m); /* before its input ends, so that it cannot take what it has for all */
  close_in(m);
  int status;
  gboolean ended = wait_for_end(m, &status);
  CrOutcome outcome = judge(status, progress == WROTE);
  if (outcome == CR_OUTCOME_SENT)
    return outcome;
  *ret_text = progress == STUCK || !ended ? g_strdup("the mail command did not end in time")
                                          : explain(m, status);
  return outcome;
}

/* As is the custom of this interface: lines end with LF. */
static char *
with_unix_lines(const CrParcel *parcel) {
  char *text = g_malloc(parcel->length + 1), *end = text;
  for (gsize i = 0; i < parcel->length; i++)
    if (parcel->bytes[i] != '\r') /* it only stands in CRLF */
      *end++ = parcel->bytes[i];
  *end = '\0';
  return text;
}

CrOutcome
cr_sendmail_send(const CrConnection *connection, const CrParcel *parcel, char **ret_text) {
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) words = NULL;
  Mailer m = {.in = -1, .out = -1};
  GSpawnFlags flags = G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL;
  gboolean ok = cr_parcel_check(parcel, &error) &&
                g_shell_parse_argv(connection->command, NULL, &words, &error);
  /* Before it is begun: its input ends with us, too, and it would take that for the end. */
  if (ok && !parcel->pass(parcel->data))
    return CR_OUTCOME_HELD;
  if (!ok || !g_spawn_async_with_pipes(NULL, words, NULL, flags, lead_session, NULL, &m.pid, &m.in,
                                       NULL, &m.out, &error)) {
    *ret_text = g_strdup(error->message);
    return CR_OUTCOME_REFUSED;
  }
  g_autofree char *text = with_unix_lines(parcel);
  m.words = g_string_new(NULL);
  m.patience_ms = 1000 * (parcel->patience_sec ? parcel->patience_sec : PATIENCE_SEC);
  fcntl(m.in, F_SETFL, fcntl(m.in, F_GETFL) | O_NONBLOCK);
  CrOutcome outcome = talk(&m, text, ret_text);
  close(m.out);
  g_spawn_close_pid(m.pid);
  g_string_free(m.words, TRUE);
  return outcome;
}
