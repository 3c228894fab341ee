/* The candidate's calendar, read and written while the dialogue is cut after any byte: what was
 * meant is there in the end, once, and nothing of theirs is lost. */
#include "engine/calendar.h"
#include "fake-dav.h"
#include "source/source.h"

#include <string.h>

#define NOON ((CrInstant) 1795608000 * CR_SECOND) /* 2026-11-25T12:00:00Z */
#define ACCOUNT 7
#define RECORD "calendar.home"

typedef struct {
  CrStore *store;
  CrPolicy *policy;
  CrConnection *connection;
  FakeDav *dav;
} Fixture;

static CrConnection *
connection_new(const FakeDav *dav) {
  g_autoptr(GError) error = NULL;
  CrConnection *connection = cr_connection_new();
  connection->name = g_strdup("home");
  connection->kind = CR_CONNECTION_CALDAV;
  connection->auth = CR_AUTH_NONE;
  connection->writes = TRUE;
  connection->url = g_strdup_printf("http://127.0.0.1:%u/cal/", fake_dav_port(dav));
  g_assert_true(cr_connection_check(connection, &error));
  return connection;
}

static void
set_up(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  f->store = cr_store_open("sqlite::memory:", &error);
  g_assert_no_error(error);
  f->policy = cr_policy_new_default();
  f->policy->holds = TRUE;
  f->dav = fake_dav_new();
  f->connection = connection_new(f->dav);
}

static void
tear_down(Fixture *f, gconstpointer data) {
  cr_store_free(f->store);
  cr_policy_free(f->policy);
  cr_connection_free(f->connection);
  fake_dav_free(f->dav);
}

/* What happens between two writings */

static void
begin(Fixture *f) {
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_store_begin(f->store, ACCOUNT, TRUE, &error));
}

static void
commit(Fixture *f) {
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_store_commit(f->store, &error));
}

static void
save(Fixture *f, CrInterview *iv) {
  g_autoptr(GError) error = NULL;
  begin(f);
  g_assert_true(cr_store_save_interview(f->store, iv, &error));
  commit(f);
}

static CrInterview *
load(Fixture *f, int id) {
  g_autoptr(GError) error = NULL;
  begin(f);
  CrInterview *iv = cr_store_load_interview(f->store, id, &error);
  commit(f);
  g_assert_nonnull(iv);
  return iv;
}

static void
promise(Fixture *f, const char *name, CrInstant start) {
  g_autoptr(CrInterview) iv = cr_interview_new();
  cr_interview_set_start(iv, start, start + 30 * CR_MINUTE, "America/Chicago");
  iv->contact.name = g_strdup(name);
  iv->added = NOON - CR_DAY_USEC;
  save(f, iv);
}

static void
edit(Fixture *f, const char *object, const char *old, const char *new) {
  g_autoptr(GHashTable) objects = fake_dav_objects(f->dav);
  GHashTableIter iter;
  gpointer path, text;
  guint hits = 0;
  g_hash_table_iter_init(&iter, objects);
  while (g_hash_table_iter_next(&iter, &path, &text))
    if (strstr(path, object) && strstr(text, old)) {
      g_autoptr(GString) edited = g_string_new(text);
      hits += g_string_replace(edited, old, new, 1);
      g_hash_table_iter_replace(&iter, g_string_free(g_steal_pointer(&edited), FALSE));
    }
  g_assert_cmpuint(hits, ==, 1);
  fake_dav_set_objects(f->dav, objects);
}

static void
two_calls(Fixture *f) {
  promise(f, "Dana Reyes", NOON + CR_DAY_USEC);
  promise(f, "Kim Osei", NOON + 2 * CR_DAY_USEC);
}

static void
one_moves(Fixture *f) {
  g_autoptr(CrInterview) iv = load(f, 1);
  cr_interview_set_start(iv, NOON + 3 * CR_DAY_USEC, CR_INSTANT_NONE, "America/Chicago");
  save(f, iv);
}

/* The candidate has written into it, and it moves once more. */
static void
edited_one_moves(Fixture *f) {
  edit(f, "call-1", "END:VEVENT", "X-NOTE:keep me\r\nEND:VEVENT");
  edit(f, "call-1", "TRIGGER:-PT10M", "TRIGGER:-PT1H");
  g_autoptr(CrInterview) iv = load(f, 1);
  cr_interview_set_start(iv, NOON + 4 * CR_DAY_USEC, CR_INSTANT_NONE, "America/Chicago");
  save(f, iv);
}

/* The other one is missed, and a letter has offered three times. */
static void
times_are_offered(Fixture *f) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrInterview) iv = load(f, 2);
  g_autoptr(CrEffect) letter = cr_effect_new();
  iv->state.phase = CR_PHASE_MISSED;
  letter->id = g_strdup("2.email.1");
  letter->interview = 2;
  letter->step = CR_STEP_EMAIL;
  letter->status = CR_EFFECT_SENT;
  letter->at = NOON;
  for (int day = 5; day < 8; day++) {
    CrSlot *slot = cr_slot_new();
    slot->start = NOON + day * CR_DAY_USEC;
    slot->end = slot->start + 30 * CR_MINUTE;
    g_ptr_array_add(letter->slots, slot);
  }
  save(f, iv);
  begin(f);
  g_assert_true(cr_store_save_effect(f->store, letter, &error));
  commit(f);
}

/* A hold that the candidate made their own stays; the others go. */
static void
one_time_is_taken(Fixture *f) {
  CrInstant third = NOON + 7 * CR_DAY_USEC;
  g_autofree char *object = g_strdup_printf("hold-2-%" G_GINT64_FORMAT, third / CR_SECOND);
  edit(f, object, "SUMMARY:Held", "SUMMARY:Mine now: held");
  g_autoptr(CrInterview) iv = load(f, 2);
  iv->state.phase = CR_PHASE_RESCHEDULED;
  save(f, iv);
  promise(f, "Kim Osei", NOON + 6 * CR_DAY_USEC);
}

/* The edited one is marked, the untouched one goes. */
static void
all_is_off(Fixture *f) {
  for (int id = 1; id <= 3; id += 2) {
    g_autoptr(CrInterview) iv = load(f, id);
    iv->state.phase = CR_PHASE_CANCELLED;
    save(f, iv);
  }
}

static const struct {
  const char *name;
  void (*happens)(Fixture *f);
  guint entries; /* that stand there afterwards */
} steps[] = {
    {"two calls are promised", two_calls, 2},           {"one moves", one_moves, 2},
    {"one that was edited moves", edited_one_moves, 2}, {"times are offered", times_are_offered, 5},
    {"one of them is taken", one_time_is_taken, 3},     {"all is off", all_is_off, 2}};

/* Writing */

static gboolean
write_now(Fixture *f, GError **error) {
  return cr_calendar_write(f->store, ACCOUNT, f->policy, f->connection, NULL, NOON, NULL, error);
}

static char *
record(Fixture *f) {
  begin(f);
  char *text = cr_store_get(f->store, RECORD, NULL);
  commit(f);
  return text;
}

static void
set_record(Fixture *f, const char *text) {
  g_autoptr(GError) error = NULL;
  begin(f);
  g_assert_true(cr_store_set(f->store, RECORD, text ? text : "{}", &error));
  commit(f);
}

static int
compare_lines(gconstpointer a, gconstpointer b) {
  return strcmp(*(char *const *) a, *(char *const *) b);
}

/* What two objects that mean the same have in common. */
static char *
meaning(GHashTable *objects) {
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
  GHashTableIter iter;
  gpointer path, text;
  g_hash_table_iter_init(&iter, objects);
  while (g_hash_table_iter_next(&iter, &path, &text)) {
    g_auto(GStrv) parts = g_strsplit(text, "\n", -1);
    for (char **line = parts; *line && *g_strchomp(*line); line++)
      if (!g_str_has_prefix(*line, "SEQUENCE:") && !g_str_has_prefix(*line, "DTSTAMP:") &&
          !g_str_has_prefix(*line, "LAST-MODIFIED:"))
        g_ptr_array_add(lines, g_strdup_printf("%s %s", (char *) path, *line));
  }
  g_ptr_array_sort(lines, compare_lines);
  g_ptr_array_add(lines, NULL);
  return g_strjoinv("\n", (char **) lines->pdata);
}

/* Every other cut is final; with -m slow each is both. */
static int
first_way(guint at) {
  return g_test_slow() ? 0 : (int) (at & 1);
}

static int
last_way(guint at) {
  return g_test_slow() ? 1 : (int) (at & 1);
}

static void
cut_everywhere(Fixture *f, guint step, GHashTable *before, const char *known, const char *wanted,
               guint length, guint changes) {
  for (guint at = 0; at < length; at++)
    for (int down = first_way(at); down <= last_way(at); down++) {
      g_autoptr(GError) error = NULL;
      g_autoptr(GError) again = NULL;
      fake_dav_set_objects(f->dav, before);
      set_record(f, known);
      guint puts = fake_dav_puts(f->dav);
      fake_dav_set_cut(f->dav, (FakeCut){(gint) at, down});
      gboolean ok = write_now(f, &error);
      if (ok && down)
        g_error("%s, cut at %u: nobody answers, and yet all is well", steps[step].name, at);
      fake_dav_set_cut(f->dav, FAKE_WHOLE);
      if (!write_now(f, &again))
        g_error("%s, cut at %u: %s", steps[step].name, at, again->message);
      g_autoptr(GHashTable) objects = fake_dav_objects(f->dav);
      g_autofree char *now = meaning(objects);
      if (strcmp(now, wanted) != 0)
        g_error("%s, cut at %u: %s\n\nnot\n\n%s", steps[step].name, at, now, wanted);
      /* A change whose answer was lost may be made once more, never all of them. */
      g_assert_cmpuint(fake_dav_puts(f->dav) - puts, <=, changes + 1);
      guint settled = fake_dav_puts(f->dav);
      g_assert_true(write_now(f, &again));
      g_assert_cmpuint(fake_dav_puts(f->dav), ==, settled);
    }
}

static void
test_writing(Fixture *f, gconstpointer data) {
  guint points = 0;
  for (guint i = 0; i < G_N_ELEMENTS(steps); i++) {
    g_autoptr(GError) error = NULL;
    steps[i].happens(f);
    g_autoptr(GHashTable) before = fake_dav_objects(f->dav);
    g_autofree char *known = record(f);
    guint puts = fake_dav_puts(f->dav);
    fake_dav_set_cut(f->dav, FAKE_WHOLE);
    g_assert_true(write_now(f, &error));
    guint length = fake_dav_bytes(f->dav), changes = fake_dav_puts(f->dav) - puts;
    g_autoptr(GHashTable) after = fake_dav_objects(f->dav);
    g_autofree char *wanted = meaning(after), *written = record(f);
    if (g_hash_table_size(after) != steps[i].entries)
      g_error("%s: %s", steps[i].name, wanted);
    g_assert_cmpuint(changes, >, 0);
    cut_everywhere(f, i, before, known, wanted, length, changes);
    points += length;
  }
  g_test_message("cut after each of %u bytes", points);
}

/* Reading */

typedef struct {
  GHashTable *staged, *kept; /* key -> bytes */
  char *cursor;
} Reader;

static void
reader_clear(Reader *reader) {
  g_hash_table_unref(reader->staged);
  g_hash_table_unref(reader->kept);
  g_free(reader->cursor);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reader, reader_clear)

static GHashTable *
copy_of(GHashTable *table) {
  GHashTable *copy = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer key, value;
  if (table)
    g_hash_table_iter_init(&iter, table);
  while (table && g_hash_table_iter_next(&iter, &key, &value))
    g_hash_table_insert(copy, g_strdup(key), g_strdup(value));
  return copy;
}

static gboolean
take(const CrDelivery *delivery, gpointer data, GError **error) {
  Reader *reader = data;
  if (delivery->key == NULL)
    g_hash_table_remove_all(reader->staged);
  else if (delivery->bytes == NULL)
    g_hash_table_remove(reader->staged, delivery->key);
  else
    g_hash_table_insert(reader->staged, g_strdup(delivery->key),
                        g_strndup(delivery->bytes, delivery->length));
  return TRUE;
}

static gboolean
checkpoint(const char *cursor, gpointer data, GError **error) {
  Reader *reader = data;
  g_hash_table_unref(reader->kept);
  reader->kept = copy_of(reader->staged);
  g_free(reader->cursor);
  reader->cursor = g_strdup(cursor);
  return TRUE;
}

static void
no_problem(const char *message, gpointer data) {
  g_error("%s", message);
}

static gboolean
read_now(Fixture *f, Reader *reader, GError **error) {
  CrSink sink = {take, checkpoint, no_problem, reader};
  CrSource *source = cr_caldav_source_new(f->connection, NULL);
  g_hash_table_unref(reader->staged);
  reader->staged = copy_of(reader->kept);
  gboolean ok = source->class->sync(source, reader->cursor, NOON, &sink, NULL, error);
  source->class->free(source);
  return ok;
}

static void
assert_same(GHashTable *a, GHashTable *b) {
  g_autofree char *x = meaning(a), *y = meaning(b);
  g_assert_cmpstr(x, ==, y);
}

/* Cut anywhere it is all or nothing, and the next reading has all. */
static guint
read_everywhere(Fixture *f, const Reader *before) {
  g_autoptr(GError) error = NULL;
  g_auto(Reader) whole = {copy_of(NULL), copy_of(before->kept), g_strdup(before->cursor)};
  fake_dav_set_cut(f->dav, FAKE_WHOLE);
  g_assert_true(read_now(f, &whole, &error));
  guint length = fake_dav_bytes(f->dav);
  g_autoptr(GHashTable) objects = fake_dav_objects(f->dav);
  assert_same(whole.kept, objects);
  for (guint at = 0; at < length; at++)
    for (int down = first_way(at); down <= last_way(at); down++) {
      g_auto(Reader) reader = {copy_of(NULL), copy_of(before->kept), g_strdup(before->cursor)};
      g_autoptr(GError) local = NULL;
      fake_dav_set_cut(f->dav, (FakeCut){(gint) at, down});
      gboolean ok = read_now(f, &reader, &local);
      g_assert_false(ok && down);
      assert_same(reader.kept, ok ? whole.kept : before->kept);
      fake_dav_set_cut(f->dav, FAKE_WHOLE);
      g_assert_true(read_now(f, &reader, &error));
      assert_same(reader.kept, whole.kept);
    }
  return length;
}

static void
test_reading(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  g_auto(Reader) reader = {copy_of(NULL), copy_of(NULL), NULL};
  g_autoptr(GHashTable) objects = copy_of(NULL);
  for (int i = 0; i < 3; i++)
    g_hash_table_insert(objects, g_strdup_printf("/cal/%d.ics", i),
                        g_strdup_printf("BEGIN:VCALENDAR\r\nX-N:%d\r\nEND:VCALENDAR\r\n", i));
  fake_dav_set_objects(f->dav, objects);
  guint points = read_everywhere(f, &reader);
  g_assert_true(read_now(f, &reader, &error));
  g_hash_table_insert(objects, g_strdup("/cal/0.ics"), g_strdup("BEGIN:VCALENDAR\r\nX-NEW:1\r\n"));
  g_hash_table_remove(objects, "/cal/1.ics");
  fake_dav_set_objects(f->dav, objects);
  points += read_everywhere(f, &reader);
  g_test_message("cut after each of %u bytes", points);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add("/calendar/written, cut after any byte", Fixture, NULL, set_up, test_writing,
             tear_down);
  g_test_add("/calendar/read, cut after any byte", Fixture, NULL, set_up, test_reading, tear_down);
  return g_test_run();
}
