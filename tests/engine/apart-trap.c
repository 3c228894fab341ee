/* A reader whose parser does what the input says: what a parser taken over by its input could try.
 */
#include "engine/apart.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static CrIntakeRole role_now;

static void
add_fact(CrIntake *intake, const char *name, const char *key) {
  gboolean mail = role_now == CR_AS_MAIL;
  CrFact *fact = cr_fact_new(mail ? CR_FACT_MAIL : CR_FACT_CALL, 1, name, key);
  if (mail)
    fact->mail = cr_reading_new();
  else
    fact->call = cr_call_new();
  g_ptr_array_add(intake->facts, fact);
}

static void
crash(CrIntake *intake, const char *name) {
  *(volatile int *) NULL = 1;
}

static void
give_up(CrIntake *intake, const char *name) {
  g_error("a parser gives up");
}

static void
hang(CrIntake *intake, const char *name) {
  for (volatile guint i = 0;; i++)
    continue;
}

static void
wait_for_nobody(CrIntake *intake, const char *name) {
  static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&lock);
  pthread_mutex_lock(&lock);
}

static void
eat(CrIntake *intake, const char *name) {
  for (;;)
    memset(g_malloc(1 << 20), 1, 1 << 20);
}

static volatile gboolean hungry = TRUE;

static void
eat_stack(CrIntake *intake, const char *name) {
  volatile char room[4096];
  room[0] = room[4095] = 1;
  if (hungry)
    eat_stack(intake, name);
  room[1] = 1; /* not its last call */
}

static void
read_file(CrIntake *intake, const char *name) {
  add_fact(intake, name, open("/etc/passwd", O_RDONLY) < 0 ? "refused" : "opened");
}

static void
write_file(CrIntake *intake, const char *name) {
  add_fact(intake, name,
           open("/tmp/apart-trap", O_WRONLY | O_CREAT, 0600) < 0 ? "refused" : "made");
}

static void
call_out(CrIntake *intake, const char *name) {
  add_fact(intake, name, socket(AF_INET, SOCK_STREAM, 0) < 0 ? "refused" : "connected");
}

static void
run_program(CrIntake *intake, const char *name) {
  char *argv[] = {"/bin/true", NULL};
  execv(argv[0], argv);
  add_fact(intake, name, "refused");
}

static void
make_process(CrIntake *intake, const char *name) {
  add_fact(intake, name, fork() < 0 ? "refused" : "forked");
}

static void
kill_others(CrIntake *intake, const char *name) {
  add_fact(intake, name, syscall(SYS_kill, getppid(), 0) < 0 ? "refused" : "killed");
}

static void
make_code(CrIntake *intake, const char *name) {
  gpointer page =
      mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  add_fact(intake, name, page == MAP_FAILED ? "refused" : "made");
}

static void
lie(CrIntake *intake, const char *name) {
  static const char garbage[] = "\x0c\0\0\0\xff\xff\xff\x00gibberish that is no answer";
  gssize n = write(STDIN_FILENO, garbage, sizeof garbage);
  _exit(n == 0);
}

static void
lie_about_length(CrIntake *intake, const char *name) {
  gssize n = write(STDIN_FILENO, "\xff\xff\xff\xff", 4);
  for (; n;)
    continue;
}

/* The rest never comes. */
static void
answer_by_half(CrIntake *intake, const char *name) {
  gssize n = write(STDIN_FILENO, "\x40\0\0\0\x02\0\0\0", 8);
  _exit(n == 0);
}

/* Until the disk of who listens is full. */
static void
flood(CrIntake *intake, const char *name) {
  g_autofree char *much = g_strnfill(1 << 20, 'x');
  const CrBusy busy = {{1, 2}, g_intern_string(name), (char *) "key", NULL, much};
  for (;;)
    cr_busy_list_add(intake->busy, &busy);
}

/* The candidate's own act, which no mail can tell of. */
static void
forge(CrIntake *intake, const char *name) {
  g_ptr_array_add(intake->facts, cr_fact_new(CR_FACT_ACT, 1, name, "act"));
}

static void
forge_source(CrIntake *intake, const char *name) {
  add_fact(intake, "another input", "key");
}

/* Busy times are told before the rest of the answer. */
static void
tell_and_crash(CrIntake *intake, const char *name) {
  const CrBusy busy = {{1, 2}, g_intern_string(name), (char *) "key", NULL, NULL};
  for (guint i = 0; i < 5000; i++)
    cr_busy_list_add(intake->busy, &busy);
  crash(intake, name);
}

static void
bytes(CrIntake *intake, const char *text, gsize length, const char *name, CrIntakeRole role) {
  static const struct {
    const char *text;
    void (*run)(CrIntake *intake, const char *name);
  } traps[] = {{"crash", crash},
               {"give up", give_up},
               {"hang", hang},
               {"wait", wait_for_nobody},
               {"eat", eat},
               {"eat stack", eat_stack},
               {"read file", read_file},
               {"write file", write_file},
               {"call out", call_out},
               {"run program", run_program},
               {"make process", make_process},
               {"kill others", kill_others},
               {"make code", make_code},
               {"lie", lie},
               {"lie about length", lie_about_length},
               {"answer by half", answer_by_half},
               {"flood", flood},
               {"tell and crash", tell_and_crash},
               {"forge", forge},
               {"forge source", forge_source}};
  role_now = role;
  for (gsize i = 0; i < G_N_ELEMENTS(traps); i++)
    if (strlen(traps[i].text) == length && memcmp(traps[i].text, text, length) == 0) {
      traps[i].run(intake, name);
      return;
    }
  g_autofree char *key = g_strndup(text, length);
  if (strstr(key, "crash: now"))
    crash(intake, name);
  if (g_str_has_prefix(key, "call "))
    syscall(strtol(key + strlen("call "), NULL, 10), 0, 0, 0, 0, 0, 0);
  add_fact(intake, name, key);
}

int
main(int argc, char **argv) {
  static const CrIntakeClass trap = {
      .init = cr_intake_init, .clear = cr_intake_clear, .bytes = bytes};
  static const CrApartLimits limits = {.cpu_sec = 1, .memory_bytes = 64 << 20, .idle_sec = 60};
  if (fork() != 0)
    _exit(0);
  cr_apart_serve(&trap, &limits);
  _exit(0);
}
