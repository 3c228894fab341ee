/* What a program that confined itself can still do, and what it cannot: each in a process of its
 * own. */
#include "engine/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char *folder, *inside, *outside, *kept;

static gboolean
make(const char *path) {
  int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  return file >= 0 && write(file, "x", 1) == 1 && close(file) == 0;
}

static gboolean
writes_inside(void) {
  g_autofree char *path = g_build_filename(inside, "new", NULL);
  return make(path) && unlink(path) == 0;
}

static gboolean
reads_outside(void) {
  char byte;
  int file = open(kept, O_RDONLY | O_CLOEXEC);
  return file >= 0 && read(file, &byte, 1) == 1;
}

static gboolean
makes_outside(void) {
  g_autofree char *path = g_build_filename(outside, "new", NULL);
  return make(path);
}

static gboolean
writes_outside(void) {
  return make(kept);
}

static gboolean
cuts(void) {
  return truncate(kept, 0) == 0;
}

static gboolean
removes(void) {
  return unlink(kept) == 0;
}

static gboolean
moves_out(void) {
  g_autofree char *from = g_build_filename(inside, "own", NULL);
  g_autofree char *to = g_build_filename(outside, "own", NULL);
  return make(from) && rename(from, to) == 0;
}

static gboolean
opens_to_all(void) {
  return chmod(kept, 0666) == 0;
}

static gboolean
runs(void) {
  return execl("/bin/true", "true", NULL) == 0;
}

static gboolean
calls_out(void) {
  return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) >= 0;
}

static gboolean
talks_here(void) {
  return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) >= 0;
}

static gboolean
signals(void) {
  return kill(getppid(), 0) == 0;
}

static gboolean
types(void) {
  char byte = '\n';
  return ioctl(STDIN_FILENO, TIOCSTI, &byte) == 0 || errno != EPERM;
}

typedef struct {
  const char *path;
  gboolean (*does)(void);
  gboolean may, filtered; /* it takes the filter of calls to stop it */
} Deed;
static const Deed deeds[] = {
    {"/confine/writes-inside", writes_inside, TRUE},
    {"/confine/reads-outside", reads_outside, TRUE},
    {"/confine/makes-outside", makes_outside},
    {"/confine/writes-outside", writes_outside},
    {"/confine/removes", removes},
    {"/confine/moves-out", moves_out},
    {"/confine/cuts", cuts, FALSE, TRUE},
    {"/confine/opens-to-all", opens_to_all, FALSE, TRUE},
    {"/confine/runs", runs},
    {"/confine/calls-out", calls_out, FALSE, TRUE},
    {"/confine/talks-here", talks_here, FALSE, TRUE},
    {"/confine/signals", signals, FALSE, TRUE},
    {"/confine/types", types, FALSE, TRUE},
};

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED TRUE
#else
#define SANITIZED FALSE
#endif

enum { DONE, REFUSED, NOT_HERE };

static void
test_deed(gconstpointer data) {
  const Deed *deed = data;
  const char *const folders[] = {inside, NULL};
  int status;
  if (deed->filtered && SANITIZED) {
    g_test_skip("no filter of calls under a sanitizer");
    return;
  }
  pid_t child = fork();
  if (child == 0)
    _exit(!cr_confine(folders) ? NOT_HERE : deed->does() ? DONE : REFUSED);
  waitpid(child, &status, 0);
  g_assert_true(WIFEXITED(status));
  if (WEXITSTATUS(status) == NOT_HERE) {
    g_test_skip("the kernel does not offer it here");
    return;
  }
  g_assert_cmpint(WEXITSTATUS(status), ==, deed->may ? DONE : REFUSED);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  folder = g_dir_make_tmp("crickets-XXXXXX", NULL);
  inside = g_build_filename(folder, "inside", NULL);
  outside = g_build_filename(folder, "outside", NULL);
  kept = g_build_filename(outside, "kept", NULL);
  g_assert_cmpint(g_mkdir(inside, 0700) | g_mkdir(outside, 0700), ==, 0);
  g_assert_true(make(kept));
  for (gsize i = 0; i < G_N_ELEMENTS(deeds); i++)
    g_test_add_data_func(deeds[i].path, &deeds[i], test_deed);
  int result = g_test_run();
  g_autofree char *own = g_build_filename(inside, "own", NULL);
  g_remove(own);
  g_remove(kept);
  g_rmdir(inside);
  g_rmdir(outside);
  g_rmdir(folder);
  return result;
}
