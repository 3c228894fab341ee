#include "base/error.h"
#include "engine/busy-list.h"

#include <string.h>

static void
add(CrBusyList *list, guint n) {
  g_autofree char *key = g_strdup_printf("key %u", n);
  const CrBusy busy = {{n, n + 1},
                       g_intern_static_string(n % 2 ? "odd" : "even"),
                       key,
                       n % 3 ? (char *) "uid" : NULL,
                       (char *) "Grüße"};
  cr_busy_list_add(list, &busy);
}

static void
assert_is(const CrBusy *busy, guint n) {
  g_autofree char *key = g_strdup_printf("key %u", n);
  g_assert_nonnull(busy);
  g_assert_cmpint(busy->span.start, ==, n);
  g_assert_cmpint(busy->span.end, ==, n + 1);
  g_assert_cmpstr(busy->key, ==, key);
  g_assert_cmpstr(busy->uid, ==, n % 3 ? "uid" : NULL);
  g_assert_cmpstr(busy->summary, ==, "Grüße");
}

/* The numbers from 0 on, count of them, and whose they are. */
static void
assert_holds(const CrBusyList *list, guint count, const char *calendar) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrBusyReader) reader = cr_busy_reader_new(list, &error);
  g_assert_no_error(error);
  for (guint n = 0; n < count; n++) {
    const CrBusy *busy = cr_busy_reader_next(reader, &error);
    assert_is(busy, n);
    g_assert_cmpstr(busy->calendar, ==, calendar ? calendar : n % 2 ? "odd" : "even");
  }
  g_assert_null(cr_busy_reader_next(reader, &error));
  g_assert_no_error(error);
}

/* Few are in memory, many in a file; both can be cut back and added to. */
static void
test_cut(void) {
  static const guint counts[] = {0, 1, 900, 1500, 5000, 20000};
  for (gsize i = 0; i < G_N_ELEMENTS(counts); i++)
    for (gsize j = 0; j <= i; j++) {
      g_autoptr(CrBusyList) list = cr_busy_list_new();
      CrBusyMark mark = {0};
      for (guint n = 0; n < counts[i]; n++) {
        if (n == counts[j])
          mark = cr_busy_list_mark(list);
        add(list, n);
      }
      if (counts[j] >= counts[i])
        mark = cr_busy_list_mark(list);
      assert_holds(list, counts[i], NULL);
      cr_busy_list_cut(list, mark);
      assert_holds(list, counts[j], NULL);
      for (guint n = counts[j]; n < counts[i]; n++)
        add(list, n);
      assert_holds(list, counts[i], NULL);
    }
}

static void
hand_on(const GByteArray *bytes, gpointer data) {
  CrWire wire = {bytes->data, bytes->data + bytes->len, FALSE};
  g_assert_true(cr_busy_list_take(data, &wire, "theirs"));
}

static void
test_spill(void) {
  g_autoptr(CrBusyList) theirs = cr_busy_list_new(), ours = cr_busy_list_new();
  cr_busy_list_spill(theirs, hand_on, ours);
  for (guint n = 0; n < 9000; n++)
    add(theirs, n);
  g_assert_cmpuint(cr_busy_list_count(ours), <, 9000);
  cr_busy_list_flush(theirs);
  cr_busy_list_flush(theirs);
  assert_holds(ours, 9000, "theirs");
}

static void
keep_bytes(const GByteArray *bytes, gpointer data) {
  g_byte_array_append(data, bytes->data, bytes->len);
}

/* What another process hands over is looked at: cut anywhere, it is refused. */
static void
test_broken(void) {
  g_autoptr(CrBusyList) theirs = cr_busy_list_new(), ours = cr_busy_list_new();
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  cr_busy_list_spill(theirs, keep_bytes, bytes);
  add(theirs, 7);
  cr_busy_list_flush(theirs);
  for (guint length = 1; length < bytes->len; length++) {
    CrWire wire = {bytes->data, bytes->data + length, FALSE};
    g_assert_false(cr_busy_list_take(ours, &wire, "theirs"));
  }
  g_assert_cmpuint(cr_busy_list_count(ours), ==, 0);
}

static void
test_too_many(void) {
  g_autoptr(CrBusyList) theirs = cr_busy_list_new(), list = cr_busy_list_new();
  g_autoptr(GError) error = NULL;
  cr_busy_list_spill(theirs, hand_on, list);
  for (guint n = 0; n < CR_MAX_BUSY + 3; n++)
    add(theirs, n);
  cr_busy_list_flush(theirs);
  g_assert_null(cr_busy_reader_new(list, &error)); /* the limit holds in both processes */
  g_assert_error(error, CR_ERROR, CR_ERROR_LIMIT);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/busy-list/cut", test_cut);
  g_test_add_func("/busy-list/spill", test_spill);
  g_test_add_func("/busy-list/broken", test_broken);
  g_test_add_func("/busy-list/too-many", test_too_many);
  return g_test_run();
}
