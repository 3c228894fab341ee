/* test-kill [STRIDE]: the sending process is killed at every syscall boundary (or every STRIDE-th)
 * of a whole sending: opening the database, deciding, connecting, the SMTP dialogue, the last look,
 * the fence, the dot, and what is kept of it. Then it is started again, and the server's journal
 * tells whether a letter arrived twice, was lost, or went out after an answer that could be seen.
 */
#include "../effect/fake-smtp.h"
#include "engine/mailer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define START "2026-11-17T15:00:00-05:00"
#define LETTER "1.email.1"

/* Between this process, the server and the one that is killed. */
typedef struct {
  FakeScript script;
  FakeJournal journal;
} Shared;

typedef struct {
  const char *name;
  FakeScript script; /* while it is killed; afterwards the server is honest */
  gboolean answered; /* the last look finds an answer */
} Scenario;

static const Scenario scenarios[] = {
    {"all goes well", FAKE_HONEST, FALSE},
    {"an answer is found", FAKE_HONEST, TRUE},
    {"refused at the dot", {-1, -1, TURN_DOT, "451 4.7.1 later\r\n"}, FALSE},
    {"refused for good", {-1, -1, TURN_RCPT, "550 5.1.1 nobody\r\n"}, FALSE},
    {"hangs up after the dot",
     {.drop_in = -1, .drop_out = -1, .turn = TURN_DOT, .hangs_up = TRUE},
     FALSE},
};

static Shared *shared;
static char *folder, *template, *database, *uri;
static guint16 port;
static pid_t server;

/* The sending */

static GPtrArray *
connections(GError **error) {
  GPtrArray *list = g_ptr_array_new_with_free_func((GDestroyNotify) cr_connection_free);
  CrConnection *c = cr_connection_new();
  c->name = g_strdup("post");
  c->kind = CR_CONNECTION_SMTP;
  c->auth = CR_AUTH_NONE;
  c->url = g_strdup_printf("smtp://127.0.0.1:%d", port);
  g_ptr_array_add(list, c);
  return list;
}

static CrInstant
at(int min) {
  CrInstant start;
  g_assert_true(cr_instant_parse(START, &start, NULL));
  return start + min * CR_MINUTE;
}

static CrInstant
look(CrEngine *engine, CrInstant now, CrLastLook *ret_look, gpointer data) {
  const Scenario *scenario = data;
  if (ret_look)
    *ret_look = (CrLastLook){now, now, now};
  if (ret_look == NULL || !scenario->answered)
    return now;
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_MAIL, at(9), "mail", "mail:answer");
  fact->mail = cr_reading_new();
  fact->mail->class = CR_MAIL_GENERIC;
  fact->mail->date = at(9);
  fact->mail->message_id = g_strdup("answer@northwind.example");
  fact->mail->from_email = g_strdup("dana@northwind.example");
  fact->mail->text = g_strdup("So sorry, Alex. What about tomorrow?");
  if (!cr_engine_observe(engine, fact, 0, now, NULL, NULL))
    *ret_look = (CrLastLook){CR_INSTANT_NONE, CR_INSTANT_NONE, CR_INSTANT_NONE};
  return now;
}

static void
run_program(const Scenario *scenario, int min) {
  g_autoptr(GError) error = NULL;
  CrMailer mailer = {connections};
  g_autoptr(CrStore) store = cr_store_open(uri, &error);
  g_autoptr(CrEngine) engine = store ? cr_engine_new(store, 1, &error) : NULL;
  if (engine == NULL)
    g_error("%s", error->message);
  cr_engine_set_performer(engine, cr_mailer_perform, &mailer);
  cr_engine_set_look(engine, look, (gpointer) scenario);
  cr_engine_set_watched(engine, TRUE, CR_INSTANT_MAX);
  if (!cr_engine_tick(engine, at(min), &error))
    g_error("%s", error->message);
}

/* Killing it */

/* TRUE when it was killed before its n-th stop at a syscall's begin or end; FALSE when it ended. */
static gboolean
run_and_kill(const Scenario *scenario, guint n) {
  pid_t child = fork();
  int status;
  if (child == 0) {
    ptrace(PTRACE_TRACEME, 0, NULL, NULL);
    raise(SIGSTOP);
    run_program(scenario, 10);
    _exit(0);
  }
  waitpid(child, &status, 0);
  ptrace(PTRACE_SETOPTIONS, child, NULL, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
  for (guint stops = 0, signal = 0; stops < n;) {
    ptrace(PTRACE_SYSCALL, child, NULL, signal);
    waitpid(child, &status, 0);
    if (!WIFSTOPPED(status))
      return FALSE;
    gboolean syscall = WSTOPSIG(status) == (SIGTRAP | 0x80);
    signal = syscall ? 0 : (guint) WSTOPSIG(status);
    stops += syscall;
  }
  kill(child, SIGKILL);
  waitpid(child, &status, 0);
  return TRUE;
}

static int
dial(void) {
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  int guest = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint(connect(guest, (struct sockaddr *) &address, sizeof address), ==, 0);
  return guest;
}

/* The server takes one after the other: when it has taken us, it is done with all before. */
static void
let_server_finish(void) {
  char buffer[256];
  int guest;
  shared->script = FAKE_HONEST;
  guest = dial();
  g_assert_cmpint(send(guest, "QUIT\r\n", 6, MSG_NOSIGNAL), ==, 6);
  while (recv(guest, buffer, sizeof buffer, 0) > 0)
    ;
  close(guest);
}

static void
copy_database(void) {
  static const char *const parts[] = {"-wal", "-shm"};
  g_autofree char *bytes = NULL;
  gsize length;
  for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
    g_autofree char *path = g_strconcat(database, parts[i], NULL);
    g_remove(path);
  }
  g_assert_true(g_file_get_contents(template, &bytes, &length, NULL));
  g_assert_true(g_file_set_contents_full(database, bytes, (gssize) length, G_FILE_SET_CONTENTS_NONE,
                                         0600, NULL));
}

static CrEffectStatus
read_status(gboolean *ret_asked) {
  g_autoptr(CrStore) store = cr_store_open(uri, NULL);
  g_assert_true(cr_store_begin(store, 1, FALSE, NULL));
  g_autoptr(CrEffect) letter = cr_store_load_effect(store, LETTER, NULL);
  g_autoptr(CrInterview) iv = cr_store_load_interview(store, 1, NULL);
  cr_store_rollback(store);
  *ret_asked = iv->state.question != NULL;
  return letter ? letter->status : CR_EFFECT_PENDING; /* not even decided */
}

static gboolean
complain(const Scenario *scenario, guint n, const char *what, CrEffectStatus status) {
  printf("# %s, killed at %u: %s; the letter is %s; %d reached the dot, %d taken\n", scenario->name,
         n, what, cr_effect_status_names[status], shared->journal.dots, shared->journal.accepted);
  return FALSE;
}

/* What is kept at the moment of death. */
static gboolean
check_death(const Scenario *scenario, guint n) {
  gboolean asked;
  CrEffectStatus status = read_status(&asked);
  if (shared->journal.dots > 0 && (status == CR_EFFECT_PENDING || status == CR_EFFECT_DRAFT))
    return complain(scenario, n, "it reached the dot without a durable fence", status);
  if (status == CR_EFFECT_SENT && shared->journal.accepted != 1)
    return complain(scenario, n, "it is called sent", status);
  return TRUE;
}

/* And when it has been started again, twice, and some time has passed. */
static gboolean
check_end(const Scenario *scenario, guint n) {
  gboolean asked;
  CrEffectStatus status = read_status(&asked);
  const FakeJournal *j = &shared->journal;
  if (j->accepted > 1)
    return complain(scenario, n, "it arrived twice", status);
  if (scenario->answered)
    return (status == CR_EFFECT_SUPPRESSED && j->dots == 0) ||
           complain(scenario, n, "they had answered", status);
  switch (status) {
  case CR_EFFECT_SENT:
    return j->accepted == 1 || complain(scenario, n, "it never arrived", status);
  case CR_EFFECT_IN_DOUBT:
  case CR_EFFECT_HELD:
    return asked || complain(scenario, n, "nobody is asked", status);
  case CR_EFFECT_DRAFT:
  case CR_EFFECT_PENDING:
  case CR_EFFECT_SUPPRESSED:
  case CR_EFFECT_SENDING:
    break;
  }
  return complain(scenario, n, "it is lost", status);
}

/* TRUE when it was killed; *ret_ok: and all is well. */
static gboolean
try_point(const Scenario *scenario, guint n, gboolean *ret_ok) {
  copy_database();
  memset(&shared->journal, 0, sizeof shared->journal);
  shared->journal.fence = 1;
  shared->script = scenario->script;
  gboolean killed = run_and_kill(scenario, n);
  let_server_finish();
  *ret_ok = check_death(scenario, n);
  if (killed) {
    run_program(scenario, 12);
    run_program(scenario, 20);
    *ret_ok = *ret_ok && check_end(scenario, n);
  }
  return killed;
}

/* Once */

static void
make_template(void) {
  static char *emails[] = {"alex@candidate.example", NULL};
  g_autofree char *own = g_strconcat("sqlite:", template, NULL);
  g_autoptr(CrStore) store = cr_store_open(own, NULL);
  g_autoptr(CrEngine) engine = cr_engine_new(store, 1, NULL);
  g_autoptr(CrProfile) profile = cr_profile_new();
  g_autoptr(CrPolicy) policy = cr_policy_new_default();
  g_autoptr(CrInterview) iv = cr_interview_new();
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ADDED, at(-60), "candidate", "added:1");
  profile->name = g_strdup("Alex Morgan");
  profile->emails = g_strdupv(emails);
  profile->zone = g_strdup("America/Chicago");
  policy->autopilot = TRUE;
  iv->uid = g_strdup("call-1@northwind.example");
  iv->contact.name = g_strdup("Dana Reyes");
  iv->contact.email = g_strdup("dana@northwind.example");
  cr_interview_set_start(iv, at(0), CR_INSTANT_NONE, "America/New_York");
  g_assert_true(cr_engine_set_account(engine, profile, policy, NULL, CR_INSTANT_NONE, NULL));
  g_assert_true(cr_engine_watch(engine, iv, fact, at(-60), NULL));
  g_assert_true(cr_engine_tick(engine, at(0), NULL));
  g_assert_true(cr_engine_tick(engine, at(5), NULL));
}

static void
set_up(void) {
  gboolean memory = g_access("/dev/shm", W_OK) == 0; /* a real disk only takes longer */
  folder = g_strdup_printf("%s/crickets-XXXXXX", memory ? "/dev/shm" : g_get_tmp_dir());
  g_assert_nonnull(g_mkdtemp(folder));
  template = g_build_filename(folder, "template.db", NULL);
  database = g_build_filename(folder, "crickets.db", NULL);
  uri = g_strconcat("sqlite:", database, NULL);
  make_template();
  shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  g_assert_true(shared != MAP_FAILED);
  shared->script = FAKE_HONEST;
  int listener = fake_smtp_listen(&port);
  server = fork();
  if (server == 0) {
    fake_smtp_serve(listener, &shared->script, &shared->journal);
    _exit(0);
  }
  close(listener);
}

static void
tear_down(void) {
  static const char *const names[] = {"template.db", "template.db-wal", "template.db-shm",
                                      "crickets.db", "crickets.db-wal", "crickets.db-shm"};
  kill(server, SIGKILL);
  waitpid(server, NULL, 0);
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *path = g_build_filename(folder, names[i], NULL);
    g_remove(path);
  }
  g_rmdir(folder);
}

static gboolean
can_trace(void) {
  pid_t child = fork();
  int status;
  if (child == 0)
    _exit(ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 ? 0 : 1);
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

int
main(int argc, char **argv) {
  guint stride = argc > 1 ? (guint) MAX(atoi(argv[1]), 1) : 1, points = 0, failures = 0;
  printf("TAP version 13\n1..%zu\n", G_N_ELEMENTS(scenarios));
  if (!can_trace()) {
    for (guint i = 0; i < G_N_ELEMENTS(scenarios); i++)
      printf("ok %u - %s # SKIP no process may be traced here\n", i + 1, scenarios[i].name);
    return 0;
  }
  set_up();
  for (guint i = 0; i < G_N_ELEMENTS(scenarios); i++) {
    guint n = 1, bad = 0;
    gboolean ok = TRUE;
    for (; try_point(&scenarios[i], n, &ok) && bad < 5; n += stride)
      bad += !ok;
    bad += !ok;
    points += n / stride;
    failures += bad > 0;
    printf("%s %u - %s: %u points\n", bad ? "not ok" : "ok", i + 1, scenarios[i].name, n / stride);
    fflush(stdout);
  }
  tear_down();
  printf("# killed at %u points\n", points);
  return failures ? 1 : 0;
}
