/* The mail command: what it gets, and what its end means. */
#include "effect/parcel.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MESSAGE "Subject: Our call\r\n\r\nHello Dana,\r\n\r\nAlex\r\n"
#define AS_READ "Subject: Our call\n\nHello Dana,\n\nAlex\n"

typedef struct {
  char *folder;
  gboolean opens, dies;
  int asked;
} Bench;

static void
bench_init(Bench *bench) {
  *bench = (Bench){.folder = g_dir_make_tmp("crickets-XXXXXX", NULL), .opens = TRUE};
  g_assert_nonnull(bench->folder);
}

static char *
inbox(const Bench *bench) {
  return g_build_filename(bench->folder, "got", NULL);
}

static void
bench_clear(Bench *bench) {
  static const char *const names[] = {"got", "partly", "helper"};
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *path = g_build_filename(bench->folder, names[i], NULL);
    g_remove(path);
  }
  g_rmdir(bench->folder);
  g_free(bench->folder);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Bench, bench_clear)

static gboolean
pass(gpointer data) {
  Bench *bench = data;
  bench->asked++;
  if (bench->dies)
    kill(getpid(), SIGKILL);
  return bench->opens;
}

static CrOutcome
send_bytes(Bench *bench, const char *command, const char *bytes, char **ret_text) {
  g_autoptr(CrConnection) connection = cr_connection_new();
  const CrParcel parcel = {.from = "alex@candidate.example",
                           .to = "dana@northwind.example",
                           .bytes = bytes,
                           .length = strlen(bytes),
                           .pass = pass,
                           .data = bench,
                           .patience_sec = 1};
  connection->kind = CR_CONNECTION_SENDMAIL;
  connection->command = g_strdup(command);
  bench->asked = 0;
  return cr_sendmail_send(connection, &parcel, ret_text);
}

/* A command that has the letter only once its input has ended. */
static char *
taking(const Bench *bench) {
  return g_strdup_printf("sh -c 'cat >%s/partly && mv %s/partly %s/got'", bench->folder,
                         bench->folder, bench->folder);
}

static void
test_sent(void) {
  g_auto(Bench) b;
  bench_init(&b);
  g_autofree char *command = taking(&b), *path = inbox(&b), *text = NULL, *got = NULL;
  g_assert_cmpint(send_bytes(&b, command, MESSAGE, &text), ==, CR_OUTCOME_SENT);
  g_assert_cmpint(b.asked, ==, 1);
  g_assert_null(text);
  g_assert_true(g_file_get_contents(path, &got, NULL, NULL));
  g_assert_cmpstr(got, ==, AS_READ);
}

/* More than a pipe holds. */
static char *
long_letter(void) {
  GString *large = g_string_new("Subject: a\r\n\r\n");
  while (large->len < 500000)
    g_string_append(large, "one more line\r\n");
  return g_string_free(large, FALSE);
}

static void
test_large(void) {
  g_auto(Bench) b;
  bench_init(&b);
  g_autofree char *large = long_letter();
  g_autofree char *command = taking(&b), *path = inbox(&b), *text = NULL, *got = NULL;
  gsize length;
  g_assert_cmpint(send_bytes(&b, command, large, &text), ==, CR_OUTCOME_SENT);
  g_assert_true(g_file_get_contents(path, &got, &length, NULL));
  g_assert_cmpuint(length, >, 450000);
}

static void
test_fence_refuses(void) {
  g_auto(Bench) b;
  bench_init(&b);
  g_autofree char *command = taking(&b), *path = inbox(&b), *text = NULL;
  b.opens = FALSE;
  send_bytes(&b, command, MESSAGE, &text);
  g_assert_cmpint(b.asked, ==, 1);
  g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
}

/* The end of the command's input, which the end of the sender brings about, too, is no dot. */
static void
test_killed_at_fence(void) {
  g_auto(Bench) b;
  bench_init(&b);
  g_autofree char *command = taking(&b), *path = inbox(&b), *text = NULL;
  g_assert_cmpint(prctl(PR_SET_CHILD_SUBREAPER, 1), ==, 0); /* so that its command can be awaited */
  b.dies = TRUE;
  if (fork() == 0) {
    send_bytes(&b, command, MESSAGE, &text);
    _exit(0);
  }
  while (wait(NULL) > 0)
    ;
  g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
}

/* A script that has another command hand the letter on, which takes none of it: neither may find
 * the end of its input and take what it has for all. */
static void
test_helper_is_stuck(void) {
  g_auto(Bench) b;
  bench_init(&b);
  g_autofree char *large = long_letter(), *text = NULL;
  g_autofree char *fifo = g_build_filename(b.folder, "helper", NULL);
  g_autofree char *command =
      g_strdup_printf("sh -c 'sh -c \"exec 9>%s; echo >&9; sleep 60\"; exit 75'", fifo);
  char said[2];
  g_assert_cmpint(mkfifo(fifo, 0600), ==, 0);
  struct pollfd end = {open(fifo, O_RDONLY | O_NONBLOCK | O_CLOEXEC), POLLIN, 0};
  g_assert_cmpint(send_bytes(&b, command, large, &text), ==, CR_OUTCOME_HELD);
  g_assert_cmpint(read(end.fd, said, 1), ==, 1); /* it had begun */
  while (poll(&end, 1, 30000) == 1 && read(end.fd, said, 1) > 0)
    ;
  g_assert_true(end.revents & POLLHUP);
  close(end.fd);
}

static void
test_ends(void) {
  static const struct {
    const char *command;
    CrOutcome outcome;
    const char *words;
  } cases[] = {
      {"sh -c 'cat >/dev/null; exit 75'", CR_OUTCOME_HELD, "status 75"},
      {"sh -c 'cat >/dev/null; echo no route >&2; exit 75'", CR_OUTCOME_HELD, "says: no route"},
      {"sh -c 'cat >/dev/null; echo \"no such user\" >&2; exit 67'", CR_OUTCOME_REFUSED,
       "no such user"},
      {"sh -c 'cat >/dev/null; printf \"\\033[31mred\" >&2; exit 1'", CR_OUTCOME_REFUSED, "red"},
      {"sh -c 'cat >/dev/null; kill -9 $$'", CR_OUTCOME_IN_DOUBT, "killed"},
      {"sh -c 'cat >/dev/null; exec sleep 60'", CR_OUTCOME_IN_DOUBT, "in time"},
      {"sh -c 'cat >/dev/null; sleep 5 & exit 0'", CR_OUTCOME_SENT, NULL},
      {"no-such-command-anywhere -t", CR_OUTCOME_REFUSED, "no-such-command-anywhere"},
      {"sh -c 'never closed", CR_OUTCOME_REFUSED, "'"},
  };
  g_auto(Bench) b;
  bench_init(&b);
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = NULL;
    CrOutcome outcome = send_bytes(&b, cases[i].command, MESSAGE, &text);
    if (outcome != cases[i].outcome || (cases[i].words == NULL) != (text == NULL) ||
        (text && (!strstr(text, cases[i].words) || strchr(text, '\033'))))
      g_error("%s: %s, %s", cases[i].command, cr_outcome_names[outcome], text);
  }
}

/* Words, for no shell. */
static void
test_no_shell(void) {
  g_auto(Bench) b;
  bench_init(&b);
  g_autofree char *path = inbox(&b), *text = NULL;
  g_autofree char *command = g_strdup_printf("cat; touch %s $(touch %s)", path, path);
  send_bytes(&b, command, MESSAGE, &text);
  g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
}

/* It stops reading in the middle of a long letter. */
static void
test_ends_early(void) {
  static const struct {
    const char *command;
    CrOutcome outcome;
  } cases[] = {{"sh -c 'exec <&-; exit 75'", CR_OUTCOME_HELD},
               {"sh -c 'exec <&-; exit 0'", CR_OUTCOME_REFUSED},
               {"sleep 60", CR_OUTCOME_HELD}};
  g_auto(Bench) b;
  bench_init(&b);
  g_autofree char *large = long_letter();
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = NULL;
    g_assert_cmpint(send_bytes(&b, cases[i].command, large, &text), ==, cases[i].outcome);
    g_assert_nonnull(text);
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/sendmail/sent", test_sent);
  g_test_add_func("/sendmail/large", test_large);
  g_test_add_func("/sendmail/fence-refuses", test_fence_refuses);
  g_test_add_func("/sendmail/killed-at-fence", test_killed_at_fence);
  g_test_add_func("/sendmail/helper-is-stuck", test_helper_is_stuck);
  g_test_add_func("/sendmail/ends", test_ends);
  g_test_add_func("/sendmail/no-shell", test_no_shell);
  g_test_add_func("/sendmail/ends-early", test_ends_early);
  return g_test_run();
}
