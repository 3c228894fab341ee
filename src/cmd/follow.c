/* now --follow: the same view, live: with a countdown, and anew whenever something changes. */
#include "base/text.h"
#include "cmd/command.h"
#include "cmd/print.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define BEGIN_SCREEN "\033[?1049h\033[?25l" /* the other screen, without cursor */
#define END_SCREEN "\033[?25h\033[?1049l"
#define HOME "\033[H"
#define REST_OF_LINE "\033[K"
#define REST_OF_SCREEN "\033[J"

static volatile sig_atomic_t stopped;

static void
on_signal(int number) {
  if (number != SIGWINCH)
    stopped = TRUE;
}

typedef struct {
  CrStore *store;
  gint64 distance;  /* of --now from the machine's clock */
  gint64 last_line; /* of the timeline when the bell was last rung */
  gboolean told;    /* changes are told of: of a file; else it is looked */
  gboolean unseen;  /* something was written that could not be seen yet */
  sigset_t others;  /* the signals that are let in while it waits, and only then */
  gboolean terminal;
} Live;

/* "2 days 03:04:05", "04:05" */
static char *
span_text(gint64 usec) {
  gint64 seconds = usec / CR_SECOND, days = seconds / 86400;
  int h = (int) (seconds / 3600 % 24), m = (int) (seconds / 60 % 60), s = (int) (seconds % 60);
  if (days > 0)
    return g_strdup_printf("%" G_GINT64_FORMAT " day%s %02d:%02d:%02d", days, days > 1 ? "s" : "",
                           h, m, s);
  return h > 0 ? g_strdup_printf("%d:%02d:%02d", h, m, s) : g_strdup_printf("%02d:%02d", m, s);
}

static void
print_countdown(const CrInterview *iv, CrInstant now) {
  g_autofree char *left = span_text(ABS(iv->start - now));
  if (iv->start > now)
    printf("%s in %s", cr_interview_who(iv), left);
  else
    printf("%s: %s since the agreed time", cr_interview_who(iv), left);
}

static void
print_head(const CrDesk *desk, const CrInterview *first, CrInstant now) {
  CrWall wall = cr_zone_wall(cr_desk_zone(desk), now);
  g_autofree char *clock = cr_manner_clock(cr_desk_manner(desk), &wall);
  printf("%s   ", clock);
  if (first)
    print_countdown(first, now);
  puts("\n");
}

static void
print_view(CrCommand *command) {
  g_autoptr(CrDesk) desk = cr_command_open_reader(command);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) urgent = desk ? cr_desk_urgent(desk, command->now, &error) : NULL;
  if (error)
    cr_command_fail(error);
  if (urgent == NULL)
    return;
  print_head(desk, urgent->len ? urgent->pdata[0] : NULL, command->now);
  cr_show_now(command, desk, urgent);
}

/* Whether the timeline has, since it was asked last. */
static gboolean
has_grown(Live *live) {
  gint64 last = live->last_line;
  if (!cr_store_begin(live->store, 1, FALSE, NULL))
    return FALSE;
  cr_store_last_line(live->store, &last, NULL);
  cr_store_rollback(live->store);
  gboolean grown = live->last_line >= 0 && last > live->last_line;
  live->last_line = last;
  return grown;
}

/* The view as text: what it prints is caught. */
static char *
render(Live *live, CrCommand *command, gboolean *ret_grown) {
  char *text = NULL;
  size_t length = 0;
  FILE *screen = stdout, *caught = open_memstream(&text, &length);
  if (caught == NULL)
    return NULL;
  stdout = caught;
  command->now = g_get_real_time() + live->distance;
  print_view(command);
  *ret_grown = has_grown(live);
  fclose(caught);
  stdout = screen;
  return text;
}

/* Of the screen; more than one when the line is wider. */
static int
rows_of(const char *line, int columns) {
  return MAX((cr_print_columns(line) + columns - 1) / columns, 1);
}

/* Line over line: what stays the same does not flicker. No more than the screen holds, as the first
 * line, which counts down, would be pushed off it. */
static void
paint(const char *text) {
  struct winsize size = {.ws_row = 0};
  gboolean known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
  int rows = known && size.ws_row > 1 ? size.ws_row : 50;
  int columns = known && size.ws_col > 0 ? size.ws_col : 80;
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  fputs(HOME, stdout);
  for (int i = 0; lines[i] && (rows -= rows_of(lines[i], columns)) > 0; i++)
    printf("%s" REST_OF_LINE "\n", lines[i]);
  fputs(REST_OF_SCREEN, stdout);
  fflush(stdout);
}

#define AGAIN_MS 1000

/* Until the database changes or a signal comes; at a terminal until the next second begins. */
static void
wait_for_change(Live *live, int notify) {
  char buffer[4096];
  struct pollfd files[] = {{notify, POLLIN, 0}};
  int ms = live->terminal ? (int) (1000 - g_get_real_time() / 1000 % 1000) : -1;
  if ((live->unseen || !live->told) && ms < 0)
    ms = AGAIN_MS;
  const struct timespec wait = {ms / 1000, ms % 1000 * 1000000L};
  gboolean written = ppoll(files, 1, ms < 0 ? NULL : &wait, &live->others) > 0;
  while (read(notify, buffer, sizeof buffer) > 0)
    written = TRUE;
  if (written || live->unseen)
    live->unseen = !cr_store_await_writer(live->store, 1);
}

static void
show(Live *live, CrCommand *command, int notify) {
  g_autofree char *shown = NULL;
  while (!stopped) {
    gboolean grown = FALSE;
    g_autofree char *text = render(live, command, &grown);
    const char *body = text ? strchr(text, '\n') : NULL; /* the head changes every second */
    if (text && live->terminal)
      paint(text);
    else if (body && g_strcmp0(body, shown) != 0) {
      fputs(text, stdout);
      fflush(stdout);
    }
    if (grown && command->bell) {
      putchar('\a');
      fflush(stdout);
    }
    g_free(shown);
    shown = g_strdup(body);
    wait_for_change(live, notify);
  }
}

static CrExit
follow(CrCommand *command) {
  const struct sigaction action = {.sa_handler = on_signal};
  g_autoptr(GError) error = NULL;
  g_autofree char *uri = cr_command_db(command);
  g_autoptr(CrStore) store = cr_store_open(uri, &error);
  gboolean dumb = g_strcmp0(g_getenv("TERM"), "dumb") == 0; /* knows no other screen */
  Live live = {.store = store, .last_line = -1, .terminal = isatty(STDOUT_FILENO) && !dumb};
  if (store == NULL)
    return cr_command_fail(error);
  if (command->now_text)
    live.distance = command->now - g_get_real_time();
  int notify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  if (g_str_has_prefix(uri, "sqlite:")) {
    g_autofree char *folder = g_path_get_dirname(uri + strlen("sqlite:"));
    live.told = inotify_add_watch(notify, folder, IN_MODIFY) >= 0;
  }
  sigset_t ours;
  sigemptyset(&ours);
  for (gsize i = 0; i < 4; i++) {
    int number = (const int[]){SIGINT, SIGTERM, SIGHUP, SIGWINCH}[i];
    sigaction(number, &action, NULL);
    sigaddset(&ours, number);
  }
  sigprocmask(SIG_BLOCK, &ours, &live.others); /* one that comes while it draws is not lost */
  if (live.terminal)
    fputs(BEGIN_SCREEN, stdout);
  show(&live, command, notify);
  if (live.terminal)
    fputs(END_SCREEN, stdout);
  close(notify);
  return CR_EXIT_DONE;
}

CrExit
cr_verb_look(CrCommand *command, char **args) {
  if (!command->follow)
    return cr_verb_now(command, args);
  if (command->json) {
    cr_command_complain(
        "--follow is for the eye; programs: crickets now --json, or crickets serve");
    return CR_EXIT_USAGE;
  }
  return follow(command);
}
