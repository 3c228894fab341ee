/* A logind of our own, on a bus of our own. */
#include "effect/logind.h"
#include "fake-logind.h"

#include <poll.h>
#include <unistd.h>

static void
on_woke(gpointer count) {
  g_atomic_int_inc((gint *) count);
}

static void
test_wakes(void) {
  g_auto(FakeLogind) fake = {0};
  gint count = 0;
  int file;
  fake_logind_open(&fake, TRUE);
  g_autoptr(CrLogind) logind = cr_logind_new(on_woke, &count);
  g_autoptr(GDBusConnection) liar = fake_logind_connect(&fake);
  /* An answer comes behind what was asked for before. */
  g_assert_cmpint(cr_logind_stay_awake(logind, "first", &file), ==, CR_AWAKE_PROMISED);
  close(file);
  fake_logind_tell(liar, FALSE);
  fake_logind_tell(fake.connection, TRUE);
  fake_logind_tell(fake.connection, FALSE);
  while (g_atomic_int_get(&count) == 0)
    g_usleep(1000);
  g_assert_cmpint(cr_logind_stay_awake(logind, "last", &file), ==, CR_AWAKE_PROMISED);
  close(file);
  g_assert_cmpint(g_atomic_int_get(&count), ==, 1); /* neither the liar's, nor that it goes */
}

static void
test_stays_awake(void) {
  g_auto(FakeLogind) fake = {0};
  int file;
  fake_logind_open(&fake, TRUE);
  g_autoptr(CrLogind) logind = cr_logind_new(on_woke, NULL);
  g_assert_cmpint(cr_logind_stay_awake(logind, "a letter", &file), ==, CR_AWAKE_PROMISED);
  g_assert_cmpstr(fake.asked, ==, "sleep crickets a letter delay");
  struct pollfd held = {fake.held, POLLIN, 0};
  g_assert_cmpint(poll(&held, 1, 0), ==, 0);
  close(file);
  g_assert_cmpint(poll(&held, 1, 60000), ==, 1);
  g_assert_true(held.revents & POLLHUP);
  fake.going = TRUE;
  g_assert_cmpint(cr_logind_stay_awake(logind, "a letter", &file), ==, CR_AWAKE_REFUSED);
  g_assert_cmpint(file, ==, -1);
}

static void
test_nobody_there(void) {
  int file = 0;
  g_assert_cmpint(cr_logind_stay_awake(NULL, "", &file), ==, CR_AWAKE_NO_MATTER);
  g_assert_cmpint(file, ==, -1);
  g_setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/bus", TRUE);
  g_autoptr(CrLogind) busless = cr_logind_new(on_woke, NULL);
  g_assert_cmpint(cr_logind_stay_awake(busless, "", &file), ==, CR_AWAKE_NO_MATTER);
  g_auto(FakeLogind) fake = {0};
  fake_logind_open(&fake, FALSE);
  g_autoptr(CrLogind) alone = cr_logind_new(on_woke, NULL);
  g_assert_cmpint(cr_logind_stay_awake(alone, "", &file), ==, CR_AWAKE_NO_MATTER);
  g_assert_cmpint(file, ==, -1);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/logind/wakes", test_wakes);
  g_test_add_func("/logind/stays-awake", test_stays_awake);
  g_test_add_func("/logind/nobody-there", test_nobody_there);
  return g_test_run();
}
