/* The watchers alone: who is asked, who is believed to have been read, and when it was begun. */
#include "base/error.h"
#include "engine/keeper-private.h"
#include "fake-sources.h"
#include "keeper-world.h"

#define PATIENCE_USEC (20 * CR_SECOND)

/* A source that nothing wakes for, and which may refuse the secret. */
static gint opens, denials;

static gboolean
read_nothing(CrSource *source, const char *cursor, CrInstant now, const CrSink *sink,
             GCancellable *cancellable, GError **error) {
  if (g_atomic_int_get(&denials) == 0)
    return TRUE;
  g_atomic_int_add(&denials, -1);
  g_set_error(error, CR_ERROR, CR_ERROR_DENIED, "who are you?");
  return FALSE;
}

static void
free_nothing(CrSource *source) {
  g_free(source);
}

static CrSource *
open_nothing(const CrConnection *connection, GError **error) {
  static const CrSourceClass class = {read_nothing, NULL, free_nothing};
  if (connection->kind == CR_CONNECTION_KDECONNECT) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "the phone is elsewhere");
    return NULL;
  }
  CrSource *source = g_new0(CrSource, 1);
  source->class = &class;
  g_atomic_int_inc(&opens);
  return source;
}

static void
add_kind(GPtrArray *list, CrConnectionKind kind, const char *command) {
  CrConnection *connection = cr_connection_new();
  connection->name = g_strdup_printf("c%u", list->len);
  connection->kind = kind;
  connection->url = g_strdup("https://calendar.example/busy.ics");
  connection->command = g_strdup(command);
  g_ptr_array_add(list, connection);
}

/* What a look tells of those kinds; all of them are read on threads, or once without. */
static CrLastLook
look_at(World *world, GPtrArray *connections, gboolean threads) {
  const CrSync sync = keeper_sync(world->keeper);
  CrLastLook look;
  if (!threads) {
    cr_watchers_look_once(&sync, connections, open_nothing, &look);
    return look;
  }
  g_autoptr(CrWatchers) watchers = cr_watchers_new(&sync, connections, open_nothing, NULL);
  cr_watchers_look(watchers, PATIENCE_USEC, &look);
  return look;
}

/* Who cannot be woken is read when it is asked. Without a mailbox nothing vouches for mail; without
 * a calendar or a log of calls there is nothing to be read, and a phone that is elsewhere holds
 * nothing up. What is only written to is no source. */
static void
test_kinds(void) {
  static const struct {
    CrConnectionKind kinds[4];
    int n;
    gboolean mail;
  } cases[] = {{{CR_CONNECTION_IMAP}, 1, TRUE},
               {{CR_CONNECTION_ICS, CR_CONNECTION_CALLS}, 2, FALSE},
               {{CR_CONNECTION_IMAP, CR_CONNECTION_KDECONNECT}, 2, TRUE},
               {{CR_CONNECTION_SMTP, CR_CONNECTION_IMAP, CR_CONNECTION_NTFY}, 3, TRUE},
               {{CR_CONNECTION_SMTP}, 1, FALSE}};
  for (gsize i = 0; i < 2 * G_N_ELEMENTS(cases); i++) {
    g_auto(World) world = {0};
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify) cr_connection_free);
    world_open(&world, "2026-11-24T13:00:00-05:00");
    CrInstant now = world.clock.real;
    for (int k = 0; k < cases[i / 2].n; k++)
      add_kind(list, cases[i / 2].kinds[k], NULL);
    CrLastLook look = look_at(&world, list, i % 2);
    g_test_message("case %d", (int) i);
    g_assert_cmpint(look.mail_at, ==, cases[i / 2].mail ? now : CR_INSTANT_NONE);
    g_assert_cmpint(look.calendar_at, ==, now);
    g_assert_cmpint(look.calls_at, ==, now);
  }
}

/* A command may give a fresh secret at once, when the one before was refused; but who knocks with a
 * wrong one again and again is locked out. */
static void
test_denied(void) {
  static const struct {
    const char *command;
    int denials, opens;
    gboolean read;
  } cases[] = {{"pass mail", 0, 1, TRUE},
               {"pass mail", 1, 2, TRUE},
               {"pass mail", 2, 2, FALSE},
               {NULL, 1, 1, FALSE}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(World) world = {0};
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify) cr_connection_free);
    CrLastLook look;
    world_open(&world, "2026-11-24T13:00:00-05:00");
    add_kind(list, CR_CONNECTION_IMAP, cases[i].command);
    const CrSync sync = keeper_sync(world.keeper);
    g_atomic_int_set(&opens, 0);
    g_atomic_int_set(&denials, cases[i].denials);
    g_autoptr(CrWatchers) watchers = cr_watchers_new(&sync, list, open_nothing, NULL);
    while (!cr_watchers_answered(watchers, CR_WATCHERS_FIRST))
      g_usleep(1000);
    g_test_message("case %d", (int) i);
    g_assert_cmpint(g_atomic_int_get(&opens), ==, cases[i].opens);
    g_atomic_int_set(&denials, cases[i].read ? 0 : 1); /* still a wrong one: it knocks once */
    cr_watchers_look(watchers, PATIENCE_USEC, &look);
    g_assert_cmpint(look.mail_at, ==, cases[i].read ? world.clock.real : CR_INSTANT_NONE);
    g_assert_cmpint(g_atomic_int_get(&opens), ==, cases[i].opens + !cases[i].read);
    g_atomic_int_set(&denials, 1); /* and after a good one a fresh one is asked for anew */
    cr_watchers_look(watchers, PATIENCE_USEC, &look);
    gboolean fresh = cases[i].read && cases[i].command;
    g_assert_cmpint(look.mail_at, ==, fresh ? world.clock.real : CR_INSTANT_NONE);
  }
}

/* A source that hangs was not read, however short ago it was before; what is read counts from when
 * that was begun. */
static void
test_hangs(void) {
  g_auto(World) world = {0};
  CrLastLook look;
  world_open_kind(&world, WORLD_OF_WATCHERS, "2026-11-24T13:00:00-05:00");
  fake_sources_settle();
  fake_sources_hold(TRUE);
  cr_watchers_look(world.keeper->watchers, 0, &look);
  g_assert_cmpint(look.mail_at, ==, CR_INSTANT_NONE);
  g_assert_cmpint(look.calendar_at, ==, CR_INSTANT_NONE);
  g_assert_cmpint(look.calls_at, ==, CR_INSTANT_NONE);
  fake_sources_hold(FALSE);
  fake_sources_settle();
  cr_watchers_look(world.keeper->watchers, PATIENCE_USEC, &look);
  g_assert_cmpint(look.mail_at, ==, world.clock.real);
}

/* When it is read by itself, where nobody waits for news of it. */
static void
test_read_at(void) {
  static const struct {
    CrConnectionKind kind;
    int interval_min, failures;
    gint64 later_usec; /* than the last time; -1: never */
  } cases[] = {
      {CR_CONNECTION_IMAP, 0, 0, 15 * CR_MINUTE},  {CR_CONNECTION_IMAP, 5, 0, 5 * CR_MINUTE},
      {CR_CONNECTION_IMAP, 5, 1, 10 * CR_MINUTE},  {CR_CONNECTION_IMAP, 5, 3, 40 * CR_MINUTE},
      {CR_CONNECTION_IMAP, 5, 99, 40 * CR_MINUTE}, {CR_CONNECTION_SMTP, 5, 0, -1}};
  CrInstant last = instant("2026-11-24T13:00:00-05:00");
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(CrConnection) connection = cr_connection_new();
    g_autoptr(CrStatus) status = cr_status_new();
    connection->kind = cases[i].kind;
    connection->interval_min = cases[i].interval_min;
    status->failures = cases[i].failures;
    gboolean never = cases[i].later_usec < 0;
    status->last_try = CR_INSTANT_NONE;
    g_assert_cmpint(cr_watchers_read_at(connection, status), ==, never ? CR_INSTANT_NONE : 0);
    status->last_try = last;
    g_assert_cmpint(cr_watchers_read_at(connection, status), ==,
                    never ? CR_INSTANT_NONE : last + cases[i].later_usec);
  }
}

int
main(int argc, char **argv) {
  world_make_folder();
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/watcher/kinds", test_kinds);
  g_test_add_func("/watcher/denied", test_denied);
  g_test_add_func("/watcher/hangs", test_hangs);
  g_test_add_func("/watcher/read-at", test_read_at);
  int result = g_test_run();
  world_remove_folder();
  return result;
}
