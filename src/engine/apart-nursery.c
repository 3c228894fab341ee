/* The nursery: one for the whole process, which forks the readers. */
#include "engine/apart-private.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define WAIT_SEC 60 /* for an answer: much more than the processor's time that a reader has */

static CrApartOptions options;

void
cr_apart_init(const CrApartOptions *given) {
  options = *given;
  if (options.wait_sec == 0)
    options.wait_sec = WAIT_SEC;
}

gint64
apart_wait_sec(void) {
  return options.wait_sec;
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int control = -1;

/* It becomes a child of init's: nobody here has to wait for its end. It begins without signals
 * that are for us, such as those of the terminal, and without anything of the environment but
 * where the zone data are. */
static gboolean
spawn(int theirs, GError **error) {
  const char *zones = g_getenv("TZDIR");
  g_autofree char *zone_folder = zones ? g_strconcat("TZDIR=", zones, NULL) : NULL;
  char *environment[] = {zone_folder, NULL};
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  sigset_t none, usual;
  pid_t process;
  sigemptyset(&none);
  sigfillset(&usual);
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, theirs, CR_APART_CONTROL);
  posix_spawn_file_actions_addclosefrom_np(&files, CR_APART_CONTROL + 1);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  int code = posix_spawn(&process, options.argv[0], &files, &attributes,
                         (char *const *) options.argv, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  while (code == 0 && waitpid(process, NULL, 0) < 0 && errno == EINTR)
    continue;
  if (code != 0)
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "the reader cannot be started: %s",
                g_strerror(code));
  return code == 0;
}

/* With the lock held, as all of the nursery's. */
static gboolean
ensure_nursery(GError **error) {
  int ends[2];
  if (control >= 0)
    return TRUE;
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "the reader cannot be started: %s",
                g_strerror(errno));
    return FALSE;
  }
  const struct timeval most = {.tv_sec = WAIT_SEC};
  setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
  setsockopt(ends[0], SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most);
  gboolean ok = spawn(ends[1], error);
  close(ends[1]);
  if (ok)
    control = ends[0];
  else
    close(ends[0]);
  return ok;
}

/* files: up to two; -1 ends them. */
static gboolean
ask(const CrApartAsk *question, const int files[2], gint32 *ret_value) {
  struct iovec part = {(gpointer) question, sizeof *question};
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(2 * sizeof(int))];
  } space = {0};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  gsize bytes = files[0] < 0 ? 0 : files[1] < 0 ? sizeof(int) : 2 * sizeof(int);
  if (bytes > 0) {
    message.msg_control = &space;
    message.msg_controllen = CMSG_SPACE(bytes);
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(bytes);
    memcpy(CMSG_DATA(header), files, bytes);
  }
  CrApartReply reply;
  gssize done;
  do
    done = sendmsg(control, &message, MSG_NOSIGNAL);
  while (done < 0 && errno == EINTR);
  if (done == (gssize) sizeof *question)
    do
      done = recv(control, &reply, sizeof reply, MSG_WAITALL);
    while (done < 0 && errno == EINTR);
  if (done == (gssize) sizeof reply) {
    *ret_value = reply.value;
    return TRUE;
  }
  close(control); /* it was idle for long and ended, or somebody ended or stopped it */
  control = -1;
  return FALSE;
}

void
cr_apart_end(void) {
  pthread_mutex_lock(&lock);
  if (control >= 0)
    close(control);
  control = -1;
  pthread_mutex_unlock(&lock);
}

gboolean
apart_begin_reader(int input, int *ret_file, pid_t *ret_process, GError **error) {
  const CrApartAsk question = {CR_APART_BEGIN, 0};
  gint32 process = 0;
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "no reader can be started: %s",
                g_strerror(errno));
    return FALSE;
  }
  pthread_mutex_lock(&lock);
  gboolean asked = FALSE;
  for (int try = 0; try < 2 && !asked && ensure_nursery(error); try++)
    asked = ask(&question, (const int[]){ends[1], input}, &process);
  pthread_mutex_unlock(&lock);
  close(ends[1]);
  if (process > 0) {
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    *ret_file = ends[0];
    *ret_process = process;
    return TRUE;
  }
  close(ends[0]);
  if (error && *error == NULL)
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "no reader can be started");
  return FALSE;
}

int
apart_end_reader(pid_t process) {
  const CrApartAsk question = {CR_APART_END, process};
  gint32 status = -1;
  pthread_mutex_lock(&lock);
  if (control < 0 || !ask(&question, (const int[]){-1, -1}, &status))
    status = -1; /* its readers ended with it */
  pthread_mutex_unlock(&lock);
  return status;
}
