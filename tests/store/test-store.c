/* What every engine must do: each test below runs once for each of them. */
#include "base/error.h"
#include "server.h"
#include "store/store.h"

#include <glib/gstdio.h>
#include <string.h>

#define ACCOUNT 7
#define NOON (G_GINT64_CONSTANT(1795698000) * CR_SECOND)

typedef struct {
  const char *name;
  char *(*make_uri)(const char *folder);
} Engine;

static char *
memory_uri(const char *folder) {
  return g_strdup("sqlite::memory:");
}

static char *
file_uri(const char *folder) {
  return g_strconcat("sqlite:", folder, "/crickets.db", NULL);
}

/* A database of its own for each test, on the server that with_postgres.py started. The tables take
 * a while to make: they are copied from one. */
static char *
postgres_uri(const char *folder) {
  static gboolean founded;
  g_autofree char *name = g_path_get_basename(folder);
  if (!founded) {
    g_autofree char *uri = server_make_database("founded", "template1");
    cr_store_free(cr_store_open(uri, NULL));
    founded = TRUE;
  }
  return server_make_database(name, "founded");
}

static const Engine engines[] = {
    {"sqlite", file_uri}, {"sqlite-memory", memory_uri}, {"postgresql", postgres_uri}};

typedef struct {
  char *folder, *uri;
  CrStore *store;
} Fixture;

static void
begin(CrStore *store, gint64 account, gboolean write) {
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_store_begin(store, account, write, &error));
  g_assert_no_error(error);
}

static void
commit(CrStore *store) {
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_store_commit(store, &error));
  g_assert_no_error(error);
}

static void
set_up(Fixture *f, gconstpointer data) {
  const Engine *engine = data;
  g_autoptr(GError) error = NULL;
  f->folder = g_dir_make_tmp("crickets-store-XXXXXX", &error);
  g_assert_no_error(error);
  f->uri = engine->make_uri(f->folder);
  f->store = cr_store_open(f->uri, &error);
  g_assert_no_error(error);
  begin(f->store, ACCOUNT, TRUE);
}

static void
tear_down(Fixture *f, gconstpointer data) {
  static const char *const files[] = {"crickets.db", "crickets.db-wal", "crickets.db-shm"};
  cr_store_free(f->store);
  for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autofree char *path = g_build_filename(f->folder, files[i], NULL);
    g_unlink(path);
  }
  g_assert_cmpint(g_rmdir(f->folder), ==, 0);
  g_free(f->folder);
  g_free(f->uri);
}

static CrInterview *
make_interview(CrStore *store, CrInstant start, CrInstant due, CrPhase phase) {
  g_autoptr(GError) error = NULL;
  CrInterview *interview = cr_interview_new();
  cr_interview_set_start(interview, start, CR_INSTANT_NONE, "America/New_York");
  interview->state.due = due;
  interview->state.phase = phase;
  g_assert_true(cr_store_save_interview(store, interview, &error));
  g_assert_no_error(error);
  return interview;
}

static gboolean
add_fact(CrStore *store, int interview, const char *key) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_TICK, NOON, "clock", key);
  gboolean added = FALSE;
  g_assert_true(cr_store_add_fact(store, interview, fact, &added, &error));
  g_assert_no_error(error);
  return added;
}

static void
assert_facts(CrStore *store, int interview, guint limit, const char *keys) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) facts = cr_store_facts(store, interview, limit, &error);
  g_assert_no_error(error);
  g_autoptr(GString) found = g_string_new(NULL);
  for (guint i = 0; i < facts->len; i++)
    g_string_append_printf(found, "%s%s", i ? " " : "", ((CrFact *) facts->pdata[i])->source_key);
  g_assert_cmpstr(found->str, ==, keys);
}

static void
assert_ids(GPtrArray *interviews, const char *ids, GError *error) {
  g_assert_no_error(error);
  g_autoptr(GString) found = g_string_new(NULL);
  for (guint i = 0; i < interviews->len; i++)
    g_string_append_printf(found, "%s%d", i ? " " : "", ((CrInterview *) interviews->pdata[i])->id);
  g_assert_cmpstr(found->str, ==, ids);
}

static void
test_account(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrProfile) profile = NULL, again = NULL;
  g_autoptr(CrPolicy) policy = NULL, policy_again = NULL;
  g_autoptr(CrPolicy) defaults = cr_policy_new_default();
  g_assert_true(cr_store_load_account(f->store, &profile, &policy, &error));
  g_assert_null(profile->name);
  g_assert_cmpint(policy->grace_hard_min, ==, defaults->grace_hard_min);
  profile->name = g_strdup("Sam Lee");
  profile->emails = g_strsplit("sam@example.org;sam@example.net", ";", -1);
  policy->grace_soft_min = 0; /* a zero is a choice, not an absence */
  policy->slot_buffer_min = 0;
  policy->autopilot = TRUE;
  g_assert_true(cr_store_save_account(f->store, profile, policy, &error));
  g_assert_true(cr_store_load_account(f->store, &again, &policy_again, &error));
  g_assert_cmpstr(again->name, ==, "Sam Lee");
  g_assert_cmpstr(again->emails[1], ==, "sam@example.net");
  g_assert_cmpint(policy_again->grace_soft_min, ==, 0);
  g_assert_cmpint(policy_again->slot_buffer_min, ==, 0);
  g_assert_cmpint(policy_again->slots, ==, defaults->slots);
  g_assert_true(policy_again->autopilot);
}

/* The counters share the row with the profile: neither may undo the other. */
static void
test_account_keeps_counters(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrInterview) one = make_interview(f->store, NOON, CR_INSTANT_NONE, 0);
  g_autoptr(CrProfile) profile = NULL;
  g_autoptr(CrPolicy) policy = NULL;
  g_assert_true(cr_store_load_account(f->store, &profile, &policy, &error));
  g_assert_cmpint(policy->grace_hard_min, ==, 10);
  g_assert_true(cr_store_save_account(f->store, profile, policy, &error));
  g_autoptr(CrInterview) two = make_interview(f->store, NOON, CR_INSTANT_NONE, 0);
  g_assert_cmpint(two->id, ==, one->id + 1);
}

static void
test_facts(Fixture *f, gconstpointer data) {
  g_assert_true(add_fact(f->store, 1, "a"));
  g_assert_true(add_fact(f->store, 2, "b"));
  g_assert_true(add_fact(f->store, 1, "c"));
  g_assert_true(add_fact(f->store, 0, "d"));
  g_assert_false(add_fact(f->store, 1, "a"));
  g_assert_false(add_fact(f->store, 2, "a")); /* unique in the account, not in the interview */
  assert_facts(f->store, 1, 0, "a c");
  assert_facts(f->store, 1, 1, "c");
  assert_facts(f->store, 2, 9, "b");
  assert_facts(f->store, 0, 9, "d");
  assert_facts(f->store, -1, 0, "a b c d");
  assert_facts(f->store, -1, 2, "c d");
  assert_facts(f->store, 3, 0, "");
}

static void
test_has_fact(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  gboolean known = TRUE;
  g_assert_true(cr_store_has_fact(f->store, "a", &known, &error));
  g_assert_false(known);
  add_fact(f->store, 1, "a");
  g_assert_true(cr_store_has_fact(f->store, "a", &known, &error));
  g_assert_true(known);
}

static void
test_fact_round_trip(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_MAIL, NOON, "mail/1.eml", "mid:1@example.com");
  fact->learnt = NOON + CR_MINUTE;
  fact->trust = CR_TRUST_CONTACT;
  fact->mail = cr_reading_new();
  fact->mail->subject = g_strdup("Re: Übergabe \"call\" 😀");
  fact->mail->score = 0.1;
  CrMention *mention = cr_mention_new();
  mention->start = -1;
  mention->flags = g_strsplit("gap overlap", " ", -1);
  g_ptr_array_add(fact->mail->times, mention);
  g_assert_true(cr_store_add_fact(f->store, 1, fact, NULL, &error));
  g_autoptr(GPtrArray) facts = cr_store_facts(f->store, 1, 0, &error);
  g_autoptr(json_t) before = cr_fact_to_json(fact), after = cr_fact_to_json(facts->pdata[0]);
  g_assert_true(json_equal(before, after));
}

/* Keys and texts come from strangers. */
static void
test_hostile_text(Fixture *f, gconstpointer data) {
  g_autofree char *kilo = g_strnfill(3000, 'k');
  g_autofree char *longer = g_strconcat(kilo, "!", NULL);
  const char *const keys[] = {
      "", "'; DROP TABLE fact; --", "\xff\xfe", "a\xc3", "%_$1", kilo, longer, "NULL"};
  g_autoptr(GError) error = NULL;
  cr_interview_free(make_interview(f->store, NOON, NOON, 0));
  for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
    g_assert_true(add_fact(f->store, 1, keys[i]));
    g_assert_false(add_fact(f->store, 1, keys[i]));
    g_assert_true(cr_store_set(f->store, keys[i], keys[i], &error));
    g_autofree char *value = cr_store_get(f->store, keys[i], &error);
    g_autofree char *valid = g_utf8_make_valid(keys[i], -1);
    g_assert_cmpstr(value, ==, valid);
    g_assert_true(cr_store_add_line(f->store, 1, NOON, "note", keys[i], &error));
    g_autoptr(CrInterview) interview = cr_interview_new();
    cr_interview_set_start(interview, NOON, CR_INSTANT_NONE, "UTC");
    interview->uid = g_strdup(keys[i]);
    g_assert_true(cr_store_save_interview(f->store, interview, &error));
    g_autoptr(GArray) ids = cr_store_find_interviews(f->store, CR_FIND_UID, keys[i], &error);
    g_assert_cmpuint(ids->len, ==, *keys[i] ? 1 : 0); /* an empty uid finds nothing */
  }
  g_assert_no_error(error);
}

static void
test_interview(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrInterview) first = make_interview(f->store, NOON, NOON, CR_PHASE_SCHEDULED);
  g_autoptr(CrInterview) second = make_interview(f->store, NOON, NOON, CR_PHASE_SCHEDULED);
  g_assert_cmpint(first->id, ==, 1);
  g_assert_cmpint(second->id, ==, 2);
  first->company = g_strdup("Northwind");
  first->state.phase = CR_PHASE_MISSED;
  g_assert_true(cr_store_save_interview(f->store, first, &error));
  g_autoptr(CrInterview) loaded = cr_store_load_interview(f->store, 1, &error);
  g_autoptr(json_t) before = cr_record_to_json(&cr_interview_record, first);
  g_autoptr(json_t) after = cr_record_to_json(&cr_interview_record, loaded);
  g_assert_true(json_equal(before, after));
  g_assert_null(cr_store_load_interview(f->store, 3, &error));
  g_assert_no_error(error);
  second->id = 99;
  g_assert_false(cr_store_save_interview(f->store, second, &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_NOT_FOUND);
}

static void
assert_found(CrStore *store, CrFindBy by, const char *value, const char *ids) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) array = cr_store_find_interviews(store, by, value, &error);
  g_assert_no_error(error);
  g_autoptr(GString) found = g_string_new(NULL);
  for (guint i = 0; i < array->len; i++)
    g_string_append_printf(found, "%s%d", i ? " " : "", g_array_index(array, int, i));
  g_assert_cmpstr(found->str, ==, ids);
}

/* Who looks often knows all keys, and those that are added meanwhile. */
static void
test_find_often(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrInterview) one = make_interview(f->store, NOON, NOON, 0);
  g_autoptr(CrInterview) two = make_interview(f->store, NOON + CR_HOUR, NOON, 0);
  one->uid = g_strdup("u1");
  g_assert_true(cr_store_save_interview(f->store, one, &error));
  for (int i = 0; i < 100; i++) {
    assert_found(f->store, CR_FIND_UID, "u1", "1");
    assert_found(f->store, CR_FIND_UID, "u3", "");
    assert_found(f->store, CR_FIND_ADDRESS, "u1", "");
    if (i == 50) {
      two->uid = g_strdup("u2");
      two->contact.email = g_strdup("Dana@Northwind.example");
      g_assert_true(cr_store_save_interview(f->store, two, &error));
    }
    assert_found(f->store, CR_FIND_UID, "u2", i < 50 ? "" : "2");
    assert_found(f->store, CR_FIND_DOMAIN, "northwind.example", i < 50 ? "" : "2");
  }
  g_clear_pointer(&two->contact.email, g_free);
  g_assert_true(cr_store_save_interview(f->store, two, &error));
  assert_found(f->store, CR_FIND_DOMAIN, "northwind.example", "");
  g_assert_no_error(error);
}

/* Earlier calls with somebody: those that are over. */
static void
test_list_over(Fixture *f, gconstpointer data) {
  static const CrPhase phases[] = {CR_PHASE_HELD, CR_PHASE_SCHEDULED, CR_PHASE_CANCELLED,
                                   CR_PHASE_HELD};
  g_autoptr(GError) error = NULL;
  for (guint i = 0; i < G_N_ELEMENTS(phases); i++) {
    g_autoptr(CrInterview) iv = make_interview(f->store, NOON + i * CR_HOUR, NOON, phases[i]);
    iv->contact.email = g_strdup("Dana@Northwind.example");
    g_assert_true(cr_store_save_interview(f->store, iv, &error));
  }
  static const struct {
    const char *address;
    int hour;
    const char *ids;
  } cases[] = {{"dana@northwind.example", 4, "4 3 1"},
               {"DANA@northwind.example", 3, "3 1"},
               {"dana@northwind.example", 0, ""},
               {"lee@northwind.example", 4, ""},
               {"", 4, ""},
               {NULL, 4, ""}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GPtrArray) found =
        cr_store_list_over(f->store, cases[i].address, NOON + cases[i].hour * CR_HOUR, &error);
    assert_ids(found, cases[i].ids, error);
  }
}

static void
test_find(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrInterview) one = make_interview(f->store, NOON, NOON, 0);
  g_autoptr(CrInterview) two = make_interview(f->store, NOON + CR_HOUR, NOON, 0);
  one->uid = g_strdup("u1");
  two->uid = g_strdup("u1");
  one->contact.email = g_strdup("Dana@Northwind.example");
  one->organizer = g_strdup("calendar@northwind.example");
  two->contact.email = g_strdup("lee@northwind.example");
  two->contact.phone = g_strdup("+12025550123");
  cr_interview_add_thread(one, "t1@example.com");
  cr_interview_add_thread(one, "t2@example.com");
  g_assert_true(cr_store_save_interview(f->store, one, &error));
  g_assert_true(cr_store_save_interview(f->store, two, &error));
  assert_found(f->store, CR_FIND_UID, "u1", "2 1");
  assert_found(f->store, CR_FIND_UID, "u2", "");
  assert_found(f->store, CR_FIND_THREAD, "t1@example.com", "1");
  assert_found(f->store, CR_FIND_THREAD, "t2@example.com", "1");
  assert_found(f->store, CR_FIND_ADDRESS, "dana@northwind.example", "1");
  assert_found(f->store, CR_FIND_ADDRESS, "calendar@northwind.example", "1");
  assert_found(f->store, CR_FIND_DOMAIN, "northwind.example", "2 1");
  assert_found(f->store, CR_FIND_NUMBER, "+12025550123", "2");
  assert_found(f->store, CR_FIND_NUMBER, NULL, "");
  /* What changes is found by its new value only, and in its new order. */
  g_free(one->uid);
  one->uid = g_strdup("u2");
  cr_interview_set_start(one, NOON + 2 * CR_HOUR, CR_INSTANT_NONE, "UTC");
  g_assert_true(cr_store_save_interview(f->store, one, &error));
  assert_found(f->store, CR_FIND_UID, "u1", "2");
  assert_found(f->store, CR_FIND_UID, "u2", "1");
  assert_found(f->store, CR_FIND_DOMAIN, "northwind.example", "1 2");
}

static void
test_find_is_bounded(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  for (int i = 0; i < 40; i++) {
    g_autoptr(CrInterview) interview = cr_interview_new();
    cr_interview_set_start(interview, NOON + i * CR_HOUR, CR_INSTANT_NONE, "UTC");
    interview->contact.phone = g_strdup("+12025550123");
    g_assert_true(cr_store_save_interview(f->store, interview, &error));
  }
  assert_found(f->store, CR_FIND_NUMBER, "+12025550123",
               "40 39 38 37 36 35 34 33 32 31 30 29 28 27 26 25");
}

static void
test_list(Fixture *f, gconstpointer data) {
  static const struct {
    CrListWhich which;
    CrInstant from, to;
    guint limit;
    const char *ids;
  } cases[] = {
      {CR_LIST_ALL, CR_INSTANT_NONE, CR_INSTANT_NONE, 0, "3 1 2 4"},
      {CR_LIST_OPEN, CR_INSTANT_NONE, CR_INSTANT_NONE, 0, "3 1 4"},
      {CR_LIST_ALL, NOON, CR_INSTANT_NONE, 0, "1 2 4"},
      {CR_LIST_ALL, CR_INSTANT_NONE, NOON + CR_HOUR, 0, "3 1"},
      {CR_LIST_ALL, NOON, NOON + CR_HOUR, 0, "1"},
      {CR_LIST_ALL, NOON, NOON, 0, ""},
      {CR_LIST_OPEN, NOON, CR_INSTANT_NONE, 1, "1"},
      {CR_LIST_ALL, CR_INSTANT_NONE, CR_INSTANT_NONE, 2, "3 1"},
  };
  cr_interview_free(make_interview(f->store, NOON, CR_INSTANT_NONE, CR_PHASE_SILENT));
  cr_interview_free(make_interview(f->store, NOON + CR_HOUR, CR_INSTANT_NONE, CR_PHASE_CANCELLED));
  cr_interview_free(make_interview(f->store, NOON - CR_HOUR, NOON, CR_PHASE_MISSED));
  cr_interview_free(make_interview(f->store, NOON + CR_HOUR, NOON, CR_PHASE_SCHEDULED));
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) list = cr_store_list_interviews(f->store, cases[i].which, cases[i].from,
                                                         cases[i].to, cases[i].limit, &error);
    assert_ids(list, cases[i].ids, error);
  }
}

static void
assert_due(CrStore *store, int interview, CrInstant due) {
  g_autoptr(GError) error = NULL;
  int found = -1;
  CrInstant found_due = 0;
  g_assert_true(cr_store_next_due(store, &found, &found_due, &error));
  g_assert_no_error(error);
  g_assert_cmpint(found, ==, interview);
  g_assert_cmpint(found_due, ==, due);
}

static void
test_timers(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  assert_due(f->store, 0, CR_INSTANT_NONE);
  g_autoptr(CrInterview) one = make_interview(f->store, NOON, NOON + 5, 0);
  g_autoptr(CrInterview) two = make_interview(f->store, NOON, NOON + 5, 0);
  g_autoptr(CrInterview) three = make_interview(f->store, NOON, -NOON, 0);
  g_autoptr(CrInterview) final = make_interview(f->store, NOON, CR_INSTANT_NONE, CR_PHASE_CLOSED);
  g_autoptr(CrInterview) idle = make_interview(f->store, NOON, CR_INSTANT_NONE, CR_PHASE_SILENT);
  assert_due(f->store, three->id, -NOON);
  three->state.due = CR_INSTANT_NONE;
  g_assert_true(cr_store_save_interview(f->store, three, &error));
  assert_due(f->store, one->id, NOON + 5);
  one->state.due = NOON + 6;
  g_assert_true(cr_store_save_interview(f->store, one, &error));
  g_assert_true(cr_store_save_interview(f->store, one, &error));
  assert_due(f->store, two->id, NOON + 5);
  g_autoptr(GPtrArray) urgent = cr_store_list_urgent(f->store, 0, &error);
  assert_ids(urgent, "2 1 5 3", error);
  g_autoptr(GPtrArray) three_most = cr_store_list_urgent(f->store, 3, &error);
  assert_ids(three_most, "2 1 5", error);
  g_autoptr(GPtrArray) most = cr_store_list_urgent(f->store, 1, &error);
  assert_ids(most, "2", error);
  g_autoptr(CrInterview) six = make_interview(f->store, NOON, NOON + 7, 0);
  g_autoptr(CrInterview) seven = make_interview(f->store, NOON, NOON + 8, 0);
  g_autoptr(GPtrArray) four_most = cr_store_list_urgent(f->store, 4, &error);
  assert_ids(four_most, "2 1 6 5", error); /* one without a due time may wait for the candidate */
}

/* "ID@DUE" of each, "!" of one that was ticked, in their order. */
static void
assert_due_calls(CrStore *store, CrInstant by, guint limit, const char *expected) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) found = g_string_new(NULL);
  g_autoptr(GPtrArray) calls = cr_store_due_calls(store, by, limit, &error);
  g_assert_no_error(error);
  for (guint i = 0; i < calls->len; i++) {
    const CrDueCall *call = calls->pdata[i];
    g_string_append_printf(found, "%s%d@%d%s", i ? " " : "", call->interview->id,
                           (int) (call->due - NOON), call->ticked ? "!" : "");
  }
  g_assert_cmpstr(found->str, ==, expected);
}

static void
test_due_calls(Fixture *f, gconstpointer data) {
  g_autoptr(CrInterview) one = make_interview(f->store, NOON, NOON + 5, 0);
  g_autoptr(CrInterview) two = make_interview(f->store, NOON, NOON + 4, 0);
  g_autoptr(CrInterview) three = make_interview(f->store, NOON, NOON + 7, 0);
  g_autoptr(GError) error = NULL;
  assert_due_calls(f->store, NOON + 3, 9, "");
  assert_due_calls(f->store, NOON + 6, 9, "2@4 1@5");
  assert_due_calls(f->store, NOON + 9, 2, "2@4 1@5");
  g_assert_true(cr_store_add_tick(f->store, one->id, NOON + 5, NOON + 5, &error));
  g_assert_true(cr_store_add_tick(f->store, three->id, NOON + 6, NOON + 6, &error));
  commit(f->store);
  begin(f->store, ACCOUNT, TRUE);
  assert_due_calls(f->store, NOON + 9, 9, "2@4 1@5! 3@7");
}

#define MANY 90 /* more than any engine reads through (POSTGRES_FIRST_CALLS) */

static int
compare_calls(gconstpointer a, gconstpointer b) {
  const CrInterview *one = *(CrInterview *const *) a, *other = *(CrInterview *const *) b;
  CrInstant x = one->state.due, y = other->state.due;
  return x != y ? (x > y) - (x < y) : one->id - other->id;
}

static GPtrArray *
copy_due(const GPtrArray *all) {
  GPtrArray *due = g_ptr_array_new();
  for (guint i = 0; i < all->len; i++)
    if (((CrInterview *) all->pdata[i])->state.due != CR_INSTANT_NONE)
      g_ptr_array_add(due, all->pdata[i]);
  g_ptr_array_sort(due, compare_calls);
  return due;
}

static void
assert_due_as(CrStore *store, const GPtrArray *all, CrInstant by, guint limit) {
  g_autoptr(GPtrArray) due = copy_due(all);
  g_autoptr(GString) expected = g_string_new(NULL), ids = g_string_new(NULL);
  const CrInterview *first = due->len ? due->pdata[0] : NULL;
  guint urgent_due = limit - MIN(all->len - due->len, limit / 4);
  g_autoptr(GError) error = NULL;
  for (guint i = 0; i < MIN(due->len, limit); i++) {
    const CrInterview *iv = due->pdata[i];
    if (iv->state.due <= by)
      g_string_append_printf(expected, "%s%d@%d", i ? " " : "", iv->id,
                             (int) (iv->state.due - NOON));
    if (i < urgent_due)
      g_string_append_printf(ids, "%s%d", i ? " " : "", iv->id);
  }
  assert_due_calls(store, by, limit, expected->str);
  assert_due(store, first ? first->id : 0, first ? first->state.due : CR_INSTANT_NONE);
  g_autoptr(GPtrArray) urgent = cr_store_list_urgent(store, limit, &error);
  if (due->len < limit)
    return;
  g_assert_cmpuint(urgent->len, ==, limit);
  g_ptr_array_set_size(urgent, (gint) urgent_due);
  assert_ids(urgent, ids->str, error);
}

/* Calls whose next look moves on, back, away and in again are found in its order, however many. */
static void
test_due_order(Fixture *f, gconstpointer data) {
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify) cr_interview_free);
  g_autoptr(GError) error = NULL;
  for (int i = 0; i < MANY; i++)
    g_ptr_array_add(all, make_interview(f->store, NOON, NOON + g_test_rand_int_range(0, 40), 0));
  for (int round = 0; round < 40; round++) {
    for (int i = 0; i < 12; i++) {
      CrInterview *iv = all->pdata[g_test_rand_int_range(0, MANY)];
      g_autoptr(CrInterview) before = cr_interview_copy(iv);
      int move = g_test_rand_int_range(-20, 40);
      iv->state.due = move % 10 == 0                     ? CR_INSTANT_NONE
                      : iv->state.due == CR_INSTANT_NONE ? NOON + move
                                                         : iv->state.due + move;
      g_assert_true(cr_store_change_interview(f->store, before, iv, &error));
    }
    CrInterview *dropped = all->pdata[g_test_rand_int_range(0, MANY)];
    g_assert_true(cr_store_drop_timer(f->store, dropped->id, &error));
    dropped->state.due = CR_INSTANT_NONE;
    commit(f->store);
    begin(f->store, ACCOUNT, TRUE);
    assert_due_as(f->store, all, NOON + g_test_rand_int_range(-20, 200),
                  (guint) g_test_rand_int_range(1, MANY + 9));
  }
}

static void
change(CrStore *store, const CrInterview *before, const CrInterview *after) {
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_store_change_interview(store, before, after, &error));
  g_assert_no_error(error);
}

static void
assert_offering(CrStore *store, CrInstant from, const char *ids) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) calls = cr_store_list_offering(store, from, 9, &error);
  assert_ids(calls, ids, error);
}

/* What a missed call's letters offered is kept free until it is over, or the call is not missed any
 * more; thirty days at most. */
static void
test_offering(Fixture *f, gconstpointer data) {
  static const int days[] = {2, 40, 1};
  for (guint i = 0; i < G_N_ELEMENTS(days); i++) {
    g_autoptr(CrInterview) before = make_interview(f->store, NOON, NOON + 5, 0);
    g_autoptr(CrInterview) after = cr_interview_copy(before);
    CrSlot *slot = cr_slot_new();
    slot->start = NOON + days[i] * CR_DAY_USEC;
    slot->end = slot->start + CR_HOUR;
    g_ptr_array_add(after->state.offered, slot);
    after->state.phase = CR_PHASE_MISSED;
    change(f->store, before, after);
  }
  assert_offering(f->store, NOON, "3 1 2");
  assert_offering(f->store, NOON + CR_DAY_USEC + CR_HOUR, "1 2");
  assert_offering(f->store, NOON + 3 * CR_DAY_USEC, "2");
  assert_offering(f->store, NOON + 30 * CR_DAY_USEC, "");
  g_autoptr(GError) error = NULL;
  g_autoptr(CrInterview) missed = cr_store_load_interview(f->store, 1, &error);
  g_autoptr(CrInterview) held = cr_interview_copy(missed);
  held->state.phase = CR_PHASE_HELD;
  change(f->store, missed, held);
  assert_offering(f->store, NOON, "3 2");
}

/* Who knows what is kept writes less, and yet the same. */
static void
test_change(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrInterview) kept = make_interview(f->store, NOON, NOON + 5, 0);
  g_autoptr(CrInterview) iv = cr_interview_copy(kept);
  iv->state.due = NOON + 6; /* the timer alone */
  change(f->store, kept, iv);
  assert_due(f->store, iv->id, NOON + 6);
  cr_record_assign(&cr_interview_record, kept, iv);
  iv->contact.email = g_strdup("dana@northwind.example");
  cr_interview_set_start(iv, NOON + CR_HOUR, NOON + 2 * CR_HOUR, "UTC");
  change(f->store, kept, iv);
  assert_found(f->store, CR_FIND_ADDRESS, "dana@northwind.example", "1");
  g_autoptr(GArray) spans =
      cr_store_open_spans(f->store, NOON + 1, NOON + CR_DAY_USEC, 0, 9, &error);
  g_assert_cmpuint(spans->len, ==, 1);
  g_assert_cmpint(g_array_index(spans, CrSpan, 0).end, ==, NOON + 2 * CR_HOUR);
  g_autoptr(GArray) others =
      cr_store_open_spans(f->store, NOON + 1, NOON + CR_DAY_USEC, iv->id, 9, &error);
  g_assert_cmpuint(others->len, ==, 0);
  cr_record_assign(&cr_interview_record, kept, iv);
  iv->state.phase = CR_PHASE_CLOSED;
  iv->state.due = CR_INSTANT_NONE;
  change(f->store, kept, iv);
  assert_due(f->store, 0, CR_INSTANT_NONE);
  g_autoptr(GArray) none = cr_store_open_spans(f->store, NOON, NOON + CR_DAY_USEC, 0, 9, &error);
  g_assert_cmpuint(none->len, ==, 0);
  g_autoptr(CrInterview) loaded = cr_store_load_interview(f->store, iv->id, &error);
  g_autoptr(json_t) a = cr_record_to_json(&cr_interview_record, iv);
  g_autoptr(json_t) b = cr_record_to_json(&cr_interview_record, loaded);
  g_assert_true(json_equal(a, b));
  g_assert_no_error(error);
}

static void
change_start(CrStore *store, int id, CrInstant start) {
  g_autoptr(CrInterview) before = cr_store_load_interview(store, id, NULL);
  g_autoptr(CrInterview) after = cr_interview_copy(before);
  cr_interview_set_start(after, start, CR_INSTANT_NONE, "America/New_York");
  change(store, before, after);
}

static void
assert_start(CrStore *store, int id, CrInstant start) {
  g_autoptr(CrInterview) one = cr_store_load_interview(store, id, NULL);
  g_autoptr(GPtrArray) all =
      cr_store_list_interviews(store, CR_LIST_ALL, CR_INSTANT_NONE, CR_INSTANT_NONE, 0, NULL);
  g_assert_cmpint(one->start, ==, start);
  g_assert_cmpint(((CrInterview *) all->pdata[0])->start, ==, start);
  g_assert_cmpstr(one->contact.zone, ==, ((CrInterview *) all->pdata[0])->contact.zone);
}

/* What is kept of what was parsed is never what was there before: not after a change of our own,
 * one of somebody else, or one that was taken back. */
static void
test_hold_interviews(Fixture *f, gconstpointer data) {
  g_autoptr(CrInterview) interview = make_interview(f->store, NOON, NOON, CR_PHASE_SCHEDULED);
  g_autoptr(CrStore) other = NULL;
  cr_store_hold_interviews(f->store);
  for (int again = 0; again < 2; again++)
    assert_start(f->store, interview->id, NOON);
  change_start(f->store, interview->id, NOON + CR_HOUR);
  assert_start(f->store, interview->id, NOON + CR_HOUR);
  commit(f->store);
  begin(f->store, ACCOUNT, TRUE);
  change_start(f->store, interview->id, NOON + 2 * CR_HOUR);
  cr_store_rollback(f->store);
  other = strstr(f->uri, ":memory:") ? NULL : cr_store_open(f->uri, NULL);
  if (other) {
    begin(other, ACCOUNT, TRUE);
    assert_start(other, interview->id, NOON + CR_HOUR);
    change_start(other, interview->id, NOON + 3 * CR_HOUR);
    commit(other);
  }
  begin(f->store, ACCOUNT, FALSE);
  assert_start(f->store, interview->id, NOON + (other ? 3 : 1) * CR_HOUR);
}

static void
add_to_thread(CrStore *store, int id, const char *message_id, const char *role) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrInterview) before = cr_store_load_interview(store, id, &error);
  g_autoptr(CrInterview) after = cr_interview_copy(before);
  cr_interview_add_thread(after, message_id);
  g_free(after->role);
  after->role = g_strdup(role);
  after->state.nudges++;
  g_assert_true(cr_store_change_interview(store, before, after, &error));
  g_assert_no_error(error);
}

static void
assert_heard(CrStore *store, int id, int nudges, const char *role) {
  g_autoptr(CrInterview) one = cr_store_load_interview(store, id, NULL);
  g_autoptr(GPtrArray) all =
      cr_store_list_interviews(store, CR_LIST_OPEN, CR_INSTANT_NONE, CR_INSTANT_NONE, 0, NULL);
  const CrInterview *seen = cr_store_see_interview(store, id, NULL);
  const CrInterview *const each[] = {one, all->pdata[0], seen};
  for (gsize i = 0; i < G_N_ELEMENTS(each); i++) {
    g_assert_cmpint(each[i]->state.nudges, ==, nudges);
    g_assert_cmpstr(each[i]->role, ==, role);
  }
}

static guint
count_found(CrStore *store, CrFindBy by, const char *value) {
  g_autoptr(GArray) ids = cr_store_find_interviews(store, by, value, NULL);
  return ids->len;
}

/* What one mail after the other says of a call is seen by whoever looks within the transaction, in
 * whatever way, and kept with it or not at all; with many calls some are written before. */
static void
test_hold_changes(Fixture *f, gconstpointer data) {
  g_autoptr(CrInterview) iv = make_interview(f->store, NOON, NOON, CR_PHASE_SCHEDULED);
  cr_store_hold_interviews(f->store);
  for (int kept = 0; kept < 2; kept++) {
    commit(f->store);
    begin(f->store, ACCOUNT, TRUE);
    add_to_thread(f->store, iv->id, "one@x", "Engineer");
    add_to_thread(f->store, iv->id, "two@x", "Staff engineer");
    assert_heard(f->store, iv->id, 2, "Staff engineer");
    g_assert_cmpuint(count_found(f->store, CR_FIND_THREAD, "one@x"), ==, 1);
    g_assert_cmpuint(count_found(f->store, CR_FIND_THREAD, "two@x"), ==, 1);
    if (kept == 0) {
      cr_store_rollback(f->store);
      begin(f->store, ACCOUNT, FALSE);
      assert_heard(f->store, iv->id, 0, iv->role);
      g_assert_cmpuint(count_found(f->store, CR_FIND_THREAD, "one@x"), ==, 0);
    }
  }
  for (int i = 0; i < 600; i++) {
    g_autoptr(CrInterview) other =
        make_interview(f->store, NOON + CR_HOUR, NOON, CR_PHASE_SCHEDULED);
    add_to_thread(f->store, other->id, "three@x", "Engineer");
  }
  commit(f->store);
  begin(f->store, ACCOUNT, FALSE);
  assert_heard(f->store, iv->id, 2, "Staff engineer");
  assert_heard(f->store, iv->id, 2, "Staff engineer");
  g_assert_cmpuint(count_found(f->store, CR_FIND_THREAD, "three@x"), >, 1);
  g_autoptr(CrInterview) last = cr_store_load_interview(f->store, iv->id + 600, NULL);
  g_assert_cmpint(last->state.nudges, ==, 1);
}

static void
save_effect(CrStore *store, const char *id, int interview, CrEffectStatus status) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrEffect) effect = cr_effect_new();
  effect->id = g_strdup(id);
  effect->interview = interview;
  effect->status = status;
  g_assert_true(cr_store_save_effect(store, effect, &error));
  g_assert_no_error(error);
}

static void
test_effects(Fixture *f, gconstpointer data) {
  static const struct {
    int interview, status;
    const char *ids;
  } cases[] = {{0, -1, "1.email.1 2.email.1 1.nudge.2"},
               {1, -1, "1.email.1 1.nudge.2"},
               {0, CR_EFFECT_PENDING, "2.email.1 1.nudge.2"},
               {1, CR_EFFECT_PENDING, "1.nudge.2"},
               {1, CR_EFFECT_SENT, "1.email.1"},
               {3, -1, ""}};
  g_autoptr(GError) error = NULL;
  save_effect(f->store, "1.email.1", 1, CR_EFFECT_PENDING);
  save_effect(f->store, "2.email.1", 2, CR_EFFECT_PENDING);
  save_effect(f->store, "1.nudge.2", 1, CR_EFFECT_PENDING);
  save_effect(f->store, "1.email.1", 1, CR_EFFECT_SENT);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GPtrArray) list =
        cr_store_list_effects(f->store, cases[i].interview, cases[i].status, &error);
    g_assert_no_error(error);
    g_autoptr(GString) found = g_string_new(NULL);
    for (guint j = 0; j < list->len; j++)
      g_string_append_printf(found, "%s%s", j ? " " : "", ((CrEffect *) list->pdata[j])->id);
    g_assert_cmpstr(found->str, ==, cases[i].ids);
  }
  g_autoptr(CrEffect) sent = cr_store_load_effect(f->store, "1.email.1", &error);
  g_assert_cmpint(sent->status, ==, CR_EFFECT_SENT);
  g_assert_null(cr_store_load_effect(f->store, "1.email.9", &error));
  g_assert_no_error(error);
}

/* Of two interviews. */
static void
add_lines(CrStore *store) {
  g_autoptr(GError) error = NULL;
  for (int i = 0; i < 2; i++)
    cr_interview_free(make_interview(store, NOON, NOON, 0));
  g_assert_true(cr_store_add_line(store, 1, NOON, "watching", "a", &error));
  g_assert_true(cr_store_add_line(store, 2, NOON - 1, "note", "b", &error));
  g_assert_true(cr_store_add_line(store, 1, NOON, "due", "c", &error));
}

static void
assert_known(CrStore *store, const char *key, gboolean expected) {
  g_autoptr(GError) error = NULL;
  gboolean known = !expected;
  g_assert_true(cr_store_has_fact(store, key, &known, &error));
  g_assert_true(known == expected);
}

/* What the clock rang stands among the other facts as if it were one of them. */
static void
test_ticks(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  for (int i = 0; i < 2; i++)
    cr_interview_free(make_interview(f->store, NOON, NOON + i, 0));
  for (int i = 0; i < 2; i++) { /* the second time in another transaction */
    g_assert_true(cr_store_add_tick(f->store, 1, NOON + 2 * i, NOON + 9, &error));
    add_fact(f->store, 1, i ? "b" : "a");
    g_assert_true(cr_store_add_tick(f->store, 1, NOON + 2 * i + 1, NOON + 9, &error));
    g_assert_true(cr_store_add_tick(f->store, 2, NOON + i, NOON + 9, &error));
    commit(f->store);
    begin(f->store, ACCOUNT, TRUE);
  }
#define TICK(id, micro) "tick:" id ":179569800000000" micro
  assert_facts(f->store, 1, 0,
               TICK("1", "0") " a " TICK("1", "1") " " TICK("1", "2") " b " TICK("1", "3"));
  assert_facts(f->store, 1, 2, "b " TICK("1", "3"));
  assert_facts(f->store, 2, 0, TICK("2", "0") " " TICK("2", "1"));
  assert_facts(f->store, -1, 3, "b " TICK("1", "3") " " TICK("2", "1"));
  assert_known(f->store, TICK("2", "1"), TRUE);
  assert_known(f->store, TICK("2", "2"), FALSE);
  assert_known(f->store, TICK("2", "1") "#1", FALSE);
  g_autoptr(GPtrArray) calls = cr_store_due_calls(f->store, NOON + 9, 9, &error);
  g_assert_cmpuint(calls->len, ==, 2);
  g_assert_true(((CrDueCall *) calls->pdata[0])->ticked);
  g_autoptr(GPtrArray) facts = cr_store_facts(f->store, 1, 1, &error);
  const CrFact *tick = facts->pdata[0];
  g_assert_cmpint(tick->kind, ==, CR_FACT_TICK);
  g_assert_cmpint(tick->at, ==, NOON + 3);
  g_assert_cmpint(tick->learnt, ==, NOON + 9);
  g_assert_cmpstr(tick->source, ==, "clock");
}

static void
test_timeline(Fixture *f, gconstpointer data) {
  static const struct {
    int interview;
    guint limit;
    const char *texts;
  } cases[] = {{0, 0, "a b c d"}, {0, 2, "c d"}, {1, 0, "a c d"},
               {1, 1, "d"},       {2, 0, "b"},   {3, 0, ""}};
  g_autoptr(GError) error = NULL;
  add_lines(f->store);
  commit(f->store);
  begin(f->store, ACCOUNT, TRUE); /* where each interview's end stands is read anew */
  g_assert_true(cr_store_add_line(f->store, 1, NOON, "missed", "d", &error));
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GPtrArray) list =
        cr_store_timeline(f->store, cases[i].interview, cases[i].limit, &error);
    g_assert_no_error(error);
    g_autoptr(GString) found = g_string_new(NULL);
    for (guint j = 0; j < list->len; j++)
      g_string_append_printf(found, "%s%s", j ? " " : "", ((CrTimelineRow *) list->pdata[j])->text);
    g_assert_cmpstr(found->str, ==, cases[i].texts);
  }
  g_autoptr(GPtrArray) last = cr_store_timeline(f->store, 2, 0, &error);
  const CrTimelineRow *row = last->pdata[0];
  g_assert_cmpint(row->at, ==, NOON - 1);
  g_assert_cmpint(row->interview, ==, 2);
  g_assert_cmpstr(row->event, ==, "note");
}

static void
test_lines_after(Fixture *f, gconstpointer data) {
  static const struct {
    gint64 after;
    guint limit;
    const char *texts;
  } cases[] = {{0, 0, "a b c"}, {1, 0, "b c"}, {1, 1, "b"}, {3, 0, ""}, {99, 5, ""}};
  g_autoptr(GError) error = NULL;
  gint64 last = -1;
  g_assert_true(cr_store_last_line(f->store, &last, &error));
  g_assert_cmpint(last, ==, 0);
  add_lines(f->store);
  g_assert_true(cr_store_last_line(f->store, &last, &error));
  g_assert_cmpint(last, ==, 3);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GPtrArray) list =
        cr_store_lines_after(f->store, cases[i].after, cases[i].limit, &error);
    g_assert_no_error(error);
    g_autoptr(GString) found = g_string_new(NULL);
    for (guint j = 0; j < list->len; j++) {
      const CrTimelineRow *row = list->pdata[j];
      g_assert_cmpint(row->id, ==, cases[i].after + j + 1);
      g_string_append_printf(found, "%s%s", j ? " " : "", row->text);
    }
    g_assert_cmpstr(found->str, ==, cases[i].texts);
  }
}

static void
put_busy(CrStore *store, const char *calendar, const char *key, CrInstant start, CrInstant end) {
  g_autoptr(GError) error = NULL;
  CrBusyTime busy = {{start, end}, key, NULL, NULL, "standup"};
  g_assert_true(cr_store_put_busy(store, calendar, &busy, &error));
  g_assert_no_error(error);
}

static void
assert_busy(CrStore *store, CrInstant from, CrInstant to, const char *hours) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) spans = cr_store_busy(store, from, to, NULL, &error);
  g_assert_no_error(error);
  g_autoptr(GString) found = g_string_new(NULL);
  for (guint i = 0; i < spans->len; i++) {
    const CrSpan *span = &g_array_index(spans, CrSpan, i);
    g_string_append_printf(found, "%s%d-%d", i ? " " : "", (int) ((span->start - NOON) / CR_HOUR),
                           (int) ((span->end - NOON) / CR_HOUR));
  }
  g_assert_cmpstr(found->str, ==, hours);
}

static void
test_busy(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  put_busy(f->store, "work.ics", "a", NOON, NOON + CR_HOUR);
  put_busy(f->store, "work.ics", "b", NOON + 2 * CR_HOUR, NOON + 3 * CR_HOUR);
  put_busy(f->store, "home.ics", "a", NOON - 10 * CR_HOUR, NOON + 1 * CR_HOUR);
  put_busy(f->store, "home.ics", "vacation", NOON - 240 * CR_HOUR, NOON + 240 * CR_HOUR);
  assert_busy(f->store, CR_INSTANT_NONE, CR_INSTANT_NONE, "-240-240 -10-1 0-1 2-3");
  assert_busy(f->store, NOON + CR_HOUR, NOON + 2 * CR_HOUR, "-240-240"); /* both ends are open */
  assert_busy(f->store, NOON, NOON + 1, "-240-240 -10-1 0-1");
  assert_busy(f->store, NOON + 240 * CR_HOUR, CR_INSTANT_NONE, "");
  put_busy(f->store, "home.ics", "vacation", NOON + 5 * CR_HOUR, NOON + 6 * CR_HOUR);
  put_busy(f->store, "work.ics", "b", NOON, NOON); /* not busy any more */
  assert_busy(f->store, CR_INSTANT_NONE, CR_INSTANT_NONE, "-10-1 0-1 5-6");
  g_assert_true(cr_store_clear_busy(f->store, "home.ics", NULL, &error));
  g_assert_true(cr_store_clear_busy(f->store, "unknown.ics", NULL, &error));
  assert_busy(f->store, CR_INSTANT_NONE, CR_INSTANT_NONE, "0-1");
}

/* What came of one object of a calendar goes with it, and an event is found and left out by its
 * UID, however long that is. */
static void
test_busy_objects(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  g_autofree char *long_uid = g_strnfill(300, 'u');
  g_autofree char *other_uid = g_strconcat(long_uid, "2", NULL);
  const struct {
    const char *calendar;
    CrBusyTime busy;
  } times[] = {
      {"home", {{NOON, NOON + CR_HOUR}, "1", "a.ics", "standup", NULL}},
      {"home", {{NOON + CR_HOUR, NOON + 2 * CR_HOUR}, "2", "a.ics", "standup", NULL}},
      {"home", {{NOON + 2 * CR_HOUR, NOON + 3 * CR_HOUR}, "3", "b.ics", long_uid, "x"}},
      {"home", {{NOON + 3 * CR_HOUR, NOON + 4 * CR_HOUR}, "4", NULL, other_uid, "x"}},
      {"work", {{NOON + 4 * CR_HOUR, NOON + 5 * CR_HOUR}, "1", "a.ics", "standup", NULL}},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(times); i++)
    g_assert_true(cr_store_put_busy(f->store, times[i].calendar, &times[i].busy, &error));
  g_autoptr(GArray) without = cr_store_busy(f->store, NOON, CR_INSTANT_NONE, long_uid, &error);
  g_autoptr(GArray) standups = cr_store_busy_of_uid(f->store, "standup", &error);
  g_autoptr(GArray) one = cr_store_busy_of_uid(f->store, long_uid, &error);
  g_autoptr(GArray) none = cr_store_busy_of_uid(f->store, "stand", &error);
  g_autoptr(GPtrArray) names = cr_store_calendars(f->store, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(without->len, ==, 4);
  g_assert_cmpuint(standups->len, ==, 3);
  g_assert_cmpint(g_array_index(standups, CrSpan, 2).start, ==, NOON + 4 * CR_HOUR);
  g_assert_cmpuint(one->len, ==, 1);
  g_assert_cmpuint(none->len, ==, 0);
  g_assert_cmpuint(names->len, ==, 2);
  g_assert_cmpstr(names->pdata[0], ==, "home");
  g_assert_true(cr_store_clear_busy(f->store, "home", "a.ics", &error));
  g_assert_true(cr_store_clear_busy(f->store, "home", "unknown.ics", &error));
  assert_busy(f->store, CR_INSTANT_NONE, CR_INSTANT_NONE, "2-3 3-4 4-5");
  g_assert_true(cr_store_clear_busy(f->store, "home", NULL, &error));
  assert_busy(f->store, CR_INSTANT_NONE, CR_INSTANT_NONE, "4-5");
}

/* Each length from a minute to all the time there is, found by a window at its first and last
 * moment and by none beside it. */
static void
test_busy_lengths(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  for (CrInstant length = CR_MINUTE; length < NOON - CR_INSTANT_MIN; length *= 2)
    for (int more = -1; more <= 1; more++) {
      CrInstant start = NOON - length - more;
      put_busy(f->store, "c", "k", start, NOON);
      const struct {
        CrInstant from, to;
        guint n;
      } windows[] = {{start - 1, start, 0},
                     {start, start + 1, 1},
                     {NOON - 1, NOON, 1},
                     {NOON, NOON + 1, 0},
                     {start - 9, NOON + 9, 1}};
      for (gsize i = 0; i < G_N_ELEMENTS(windows); i++) {
        g_autoptr(GArray) spans =
            cr_store_busy(f->store, windows[i].from, windows[i].to, NULL, &error);
        g_assert_cmpuint(spans->len, ==, windows[i].n);
      }
    }
  put_busy(f->store, "c", "k", CR_INSTANT_MIN, CR_INSTANT_MAX);
  g_autoptr(GArray) all = cr_store_busy(f->store, CR_INSTANT_MAX - 1, CR_INSTANT_MAX, NULL, &error);
  g_assert_cmpuint(all->len, ==, 1);
  CrBusyTime endless = {{CR_INSTANT_NONE, NOON}, "x", NULL, NULL, NULL};
  g_assert_false(cr_store_put_busy(f->store, "c", &endless, &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_LIMIT);
}

static void
test_settings(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  g_assert_null(cr_store_get(f->store, "calls.until", &error));
  g_assert_true(cr_store_set(f->store, "calls.until", "1", &error));
  g_assert_true(cr_store_set(f->store, "calls.until", "2", &error));
  g_autofree char *value = cr_store_get(f->store, "calls.until", &error);
  g_assert_cmpstr(value, ==, "2");
  g_assert_true(cr_store_set(f->store, "calls.until", NULL, &error));
  g_assert_null(cr_store_get(f->store, "calls.until", &error));
  g_assert_no_error(error);
}

static void
assert_setting(CrStore *store, const char *name, const char *expected) {
  g_autoptr(GError) error = NULL;
  g_autofree char *value = cr_store_get(store, name, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(value, ==, expected);
}

/* What was read at once, and asked for before, is what is kept, also when it is written again. */
static void
test_settings_at_once(Fixture *f, gconstpointer data) {
  static const char *const names[] = {"a", "b", "c", NULL};
  g_autoptr(GError) error = NULL;
  g_autoptr(CrInterview) iv = make_interview(f->store, NOON, NOON + 5, 0);
  g_assert_true(cr_store_set(f->store, "a", "1", &error));
  g_assert_true(cr_store_set(f->store, "d", "4", &error));
  for (int i = 0; i < 2; i++) { /* asked, then not */
    g_assert_true(i || cr_store_ask_turn(f->store, names, NOON + 5, 9, &error));
    g_assert_true(cr_store_read_settings(f->store, names, &error));
    assert_setting(f->store, "a", "1");
    assert_setting(f->store, "b", NULL);
    assert_setting(f->store, "d", "4");
    assert_due_calls(f->store, NOON + 5, 9, "1@5");
  }
  g_assert_true(cr_store_ask_turn(f->store, names, NOON + 5, 9, &error));
  g_assert_true(cr_store_set(f->store, "a", NULL, &error)); /* the answer is worth nothing now */
  g_assert_true(cr_store_set(f->store, "b", "2", &error));
  assert_setting(f->store, "a", NULL);
  assert_setting(f->store, "b", "2");
  g_assert_true(cr_store_read_settings(f->store, names, &error));
  assert_setting(f->store, "a", NULL);
  assert_setting(f->store, "b", "2");
  g_assert_no_error(error);
}

/* Everything that one account writes, seen from another one: nothing, and ids begin at 1 there. */
static gint64
version_of(CrStore *store, gint64 account) {
  g_autoptr(GError) error = NULL;
  gint64 version = -1;
  begin(store, account, FALSE);
  g_assert_true(cr_store_version(store, &version, &error));
  cr_store_rollback(store);
  return version;
}

static void
test_version(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  cr_store_rollback(f->store);
  g_assert_cmpint(version_of(f->store, ACCOUNT), ==, 0);
  begin(f->store, ACCOUNT, TRUE);
  g_assert_true(cr_store_set(f->store, "a", "1", &error));
  commit(f->store);
  gint64 version = version_of(f->store, ACCOUNT);
  g_assert_cmpint(version, >, 0);
  begin(f->store, ACCOUNT, TRUE); /* nothing is written */
  g_free(cr_store_get(f->store, "a", &error));
  commit(f->store);
  begin(f->store, ACCOUNT, TRUE); /* what is taken back counts neither */
  g_assert_true(cr_store_set(f->store, "a", "2", &error));
  cr_store_rollback(f->store);
  begin(f->store, ACCOUNT + 1, TRUE); /* nor does what others do */
  g_assert_true(cr_store_set(f->store, "a", "1", &error));
  commit(f->store);
  g_assert_cmpint(version_of(f->store, ACCOUNT), ==, version);
  begin(f->store, ACCOUNT, TRUE);
  g_assert_true(cr_store_set(f->store, "a", NULL, &error));
  commit(f->store);
  g_assert_cmpint(version_of(f->store, ACCOUNT), >, version);
}

static void
test_expected_version(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  cr_store_rollback(f->store);
  for (int i = 0; i < 2; i++) { /* of an account that is new, too */
    gint64 version = version_of(f->store, ACCOUNT);
    cr_store_expect(f->store, version);
    g_assert_cmpint(version_of(f->store, ACCOUNT), ==, version); /* who reads is let through */
    begin(f->store, ACCOUNT, TRUE);
    g_assert_true(cr_store_set(f->store, "a", i ? "1" : "2", &error));
    commit(f->store);
    cr_store_expect(f->store, version);
    g_assert_false(cr_store_begin(f->store, ACCOUNT, TRUE, &error));
    g_assert_error(error, CR_ERROR, CR_ERROR_CHANGED);
    g_clear_error(&error);
    begin(f->store, ACCOUNT, TRUE); /* it is expected once */
    cr_store_rollback(f->store);
    cr_store_expect(f->store, version);
    cr_store_expect(f->store, -1);
    begin(f->store, ACCOUNT, TRUE);
    cr_store_rollback(f->store);
  }
}

static void
test_pages(Fixture *f, gconstpointer data) {
  static const CrInstant starts[] = {NOON, NOON, NOON, NOON + CR_HOUR, NOON - CR_HOUR};
  g_autoptr(GError) error = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS(starts); i++)
    cr_interview_free(make_interview(f->store, starts[i], CR_INSTANT_NONE, 0));
  static const struct {
    CrInstant from;
    int after;
    guint limit;
    const char *ids;
  } cases[] = {{CR_INSTANT_NONE, 0, 2, "5 1"},
               {NOON, 1, 2, "2 3"},
               {NOON, 3, 2, "4"},
               {NOON + CR_HOUR, 4, 2, ""},
               {NOON, 0, 0, "1 2 3 4"}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GPtrArray) page =
        cr_store_page_interviews(f->store, CR_LIST_OPEN, cases[i].from, cases[i].after,
                                 CR_INSTANT_NONE, cases[i].limit, &error);
    assert_ids(page, cases[i].ids, error);
  }
}

static void
test_answers(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  g_autofree char *long_key = g_strnfill(4000, 'k');
  CrAnswer answer = {NOON, (char *) "digest", 201, (char *) "{}"};
  g_assert_true(cr_store_put_answer(f->store, "key", &answer, &error));
  answer.at = NOON + CR_HOUR;
  g_assert_true(cr_store_put_answer(f->store, long_key, &answer, &error));
  g_autoptr(CrAnswer) found = cr_store_find_answer(f->store, "key", &error);
  g_assert_cmpint(found->status, ==, 201);
  g_assert_cmpstr(found->request, ==, "digest");
  g_assert_cmpstr(found->body, ==, "{}");
  g_assert_true(cr_store_drop_answers(f->store, NOON + 1, &error));
  g_assert_null(cr_store_find_answer(f->store, "key", &error));
  g_assert_no_error(error);
  g_autoptr(CrAnswer) kept = cr_store_find_answer(f->store, long_key, &error);
  g_assert_nonnull(kept);
}

/* Everything of one account goes, nothing of another, and no id is given out again. */
static void
test_erase(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  CrAnswer answer = {NOON, (char *) "digest", 200, (char *) "{}"};
  for (gint64 account = ACCOUNT; account <= ACCOUNT + 1; account++) {
    if (account > ACCOUNT)
      begin(f->store, account, TRUE);
    g_autoptr(CrProfile) profile = cr_profile_new();
    g_autoptr(CrPolicy) policy = cr_policy_new_default();
    g_autoptr(CrEffect) effect = cr_effect_new();
    profile->name = g_strdup("Sam Lee");
    effect->id = g_strdup("1.email.0");
    g_assert_true(cr_store_save_account(f->store, profile, policy, &error));
    cr_interview_free(make_interview(f->store, NOON, NOON, 0));
    add_fact(f->store, 1, "a fact");
    g_assert_true(cr_store_save_effect(f->store, effect, &error));
    g_assert_true(cr_store_add_line(f->store, 1, NOON, "note", "n", &error));
    g_assert_true(cr_store_put_answer(f->store, "key", &answer, &error));
    g_assert_true(cr_store_set(f->store, "a", "1", &error));
    put_busy(f->store, "work.ics", "a", NOON, NOON + CR_HOUR);
    commit(f->store);
  }
  /* Not while a letter is on its way out; but one that nobody tells of any more keeps none. */
  g_autoptr(CrEffect) letter = cr_effect_new();
  letter->id = g_strdup("1.email.0");
  letter->status = CR_EFFECT_SENDING;
  letter->at = NOON;
  begin(f->store, ACCOUNT, TRUE);
  g_assert_true(cr_store_save_effect(f->store, letter, &error));
  commit(f->store);
  static const gint64 under_way[] = {0, CR_MINUTE - 1, 1 - CR_MINUTE};
  for (gsize i = 0; i < G_N_ELEMENTS(under_way); i++) {
    g_assert_false(cr_store_erase(f->store, ACCOUNT, FALSE, NULL, NOON + under_way[i], &error));
    g_assert_error(error, CR_ERROR, CR_ERROR_CONFLICT);
    g_clear_error(&error);
  }
  g_assert_true(cr_store_erase(f->store, ACCOUNT, FALSE, NULL, NOON + CR_MINUTE, &error));
  g_assert_no_error(error);
  for (gint64 account = ACCOUNT; account <= ACCOUNT + 1; account++) {
    guint left = account > ACCOUNT;
    begin(f->store, account, FALSE);
    g_autoptr(CrProfile) profile = NULL;
    g_autoptr(CrPolicy) policy = NULL;
    g_assert_true(cr_store_load_account(f->store, &profile, &policy, &error));
    g_assert_cmpstr(profile->name, ==, left ? "Sam Lee" : NULL);
    g_autoptr(GPtrArray) facts = cr_store_facts(f->store, -1, 0, &error);
    g_autoptr(GPtrArray) urgent = cr_store_list_urgent(f->store, 0, &error);
    g_autoptr(GPtrArray) effects = cr_store_list_effects(f->store, 0, -1, &error);
    g_autoptr(GPtrArray) lines = cr_store_timeline(f->store, 0, 0, &error);
    g_autoptr(GPtrArray) busy =
        cr_store_busy_rows(f->store, NOON - CR_DAY_USEC, NOON + CR_DAY_USEC, &error);
    g_autoptr(CrAnswer) kept = cr_store_find_answer(f->store, "key", &error);
    g_autofree char *setting = cr_store_get(f->store, "a", &error);
    g_assert_cmpint(facts->len + urgent->len + effects->len + lines->len + busy->len, ==, 5 * left);
    g_assert_true((kept != NULL) == left && (setting != NULL) == left);
    if (left)
      g_assert_cmpstr(((CrBusyRow *) busy->pdata[0])->summary, ==, "standup");
    cr_store_rollback(f->store);
  }
  begin(f->store, ACCOUNT, TRUE);
  g_autoptr(CrInterview) next = make_interview(f->store, NOON, CR_INSTANT_NONE, 0);
  g_assert_cmpint(next->id, ==, 2);
}

static void
test_accounts_are_apart(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrInterview) mine = make_interview(f->store, NOON, NOON, CR_PHASE_SILENT);
  mine->uid = g_strdup("u");
  g_assert_true(cr_store_save_interview(f->store, mine, &error));
  add_fact(f->store, 1, "k");
  save_effect(f->store, "e", 1, CR_EFFECT_PENDING);
  g_assert_true(cr_store_add_line(f->store, 1, NOON, "note", "x", &error));
  g_assert_true(cr_store_set(f->store, "n", "v", &error));
  put_busy(f->store, "c", "k", NOON, NOON + CR_HOUR);
  commit(f->store);

  begin(f->store, ACCOUNT + 1, TRUE);
  g_autoptr(GPtrArray) list =
      cr_store_list_interviews(f->store, CR_LIST_ALL, CR_INSTANT_NONE, CR_INSTANT_NONE, 0, &error);
  g_autoptr(GPtrArray) urgent = cr_store_list_urgent(f->store, 0, &error);
  g_autoptr(GPtrArray) effects = cr_store_list_effects(f->store, 0, -1, &error);
  g_autoptr(GPtrArray) lines = cr_store_timeline(f->store, 0, 0, &error);
  g_assert_cmpuint(list->len + urgent->len + effects->len + lines->len, ==, 0);
  assert_facts(f->store, -1, 0, "");
  assert_found(f->store, CR_FIND_UID, "u", "");
  assert_due(f->store, 0, CR_INSTANT_NONE);
  assert_busy(f->store, CR_INSTANT_NONE, CR_INSTANT_NONE, "");
  g_assert_null(cr_store_load_interview(f->store, 1, &error));
  g_assert_null(cr_store_load_effect(f->store, "e", &error));
  g_assert_null(cr_store_get(f->store, "n", &error));
  g_assert_true(cr_store_clear_busy(f->store, "c", NULL, &error));
  g_assert_false(cr_store_save_interview(f->store, mine, &error)); /* their id is not ours */
  g_assert_error(error, CR_ERROR, CR_ERROR_NOT_FOUND);
  g_assert_true(add_fact(f->store, 1, "k"));
  g_autoptr(CrInterview) theirs = make_interview(f->store, NOON, NOON, 0);
  g_assert_cmpint(theirs->id, ==, 1);
  commit(f->store);

  begin(f->store, ACCOUNT, FALSE); /* and what they cleared was not ours */
  assert_busy(f->store, CR_INSTANT_NONE, CR_INSTANT_NONE, "0-1");
}

static void
test_rollback(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  commit(f->store);
  begin(f->store, ACCOUNT, TRUE);
  add_fact(f->store, 1, "a");
  put_busy(f->store, "c", "k", NOON, NOON + CR_HOUR);
  cr_store_rollback(f->store);
  begin(f->store, ACCOUNT, TRUE);
  assert_facts(f->store, -1, 0, "");
  /* The calendar of the transaction that was taken back must be made again. */
  put_busy(f->store, "c", "k", NOON, NOON + CR_HOUR);
  g_assert_true(cr_store_clear_busy(f->store, "c", NULL, &error));
  commit(f->store);
}

static void
test_reading_does_not_write(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  commit(f->store);
  begin(f->store, ACCOUNT, FALSE);
  g_assert_false(cr_store_set(f->store, "n", "v", &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_FAILED);
  cr_store_rollback(f->store);
  g_clear_error(&error);
}

/* Each misuse is an error and leaves the store usable. */
static void
test_order(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  g_assert_false(cr_store_begin(f->store, ACCOUNT, TRUE, &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_FAILED);
  g_clear_error(&error);
  commit(f->store);
  g_assert_false(cr_store_commit(f->store, &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_FAILED);
  g_clear_error(&error);
  g_assert_false(cr_store_set(f->store, "n", "v", &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_FAILED);
  g_clear_error(&error);
  g_assert_null(cr_store_facts(f->store, -1, 0, &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_FAILED);
  cr_store_rollback(f->store);
  begin(f->store, ACCOUNT, TRUE);
  add_fact(f->store, 1, "a");
  commit(f->store);
}

static void
test_kept(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  add_fact(f->store, 1, "a");
  commit(f->store);
  if (strstr(f->uri, ":memory:")) {
    g_test_skip("memory is not kept");
    return;
  }
  begin(f->store, ACCOUNT, TRUE);
  add_fact(f->store, 1, "b"); /* never committed */
  cr_store_free(f->store);
  f->store = cr_store_open(f->uri, &error);
  g_assert_no_error(error);
  begin(f->store, ACCOUNT, FALSE);
  assert_facts(f->store, -1, 0, "a");
}

static CrApplication *
make_application(CrStore *store, const char *company, CrStage stage, CrInstant changed) {
  g_autoptr(GError) error = NULL;
  CrApplication *a = cr_application_new();
  a->details.company = g_strdup(company);
  a->details.notes = g_strdup("Gar\u00e7on, they said \"hello\"");
  a->stage = stage;
  a->reason = stage == CR_STAGE_CLOSED ? CR_CLOSE_FILLED : CR_CLOSE_NONE;
  a->changed = changed;
  cr_reached_set(&a->reached, stage, changed);
  g_assert_true(cr_store_save_application(store, a, &error));
  g_assert_no_error(error);
  return a;
}

static void
assert_rows(GPtrArray *rows, const char *companies) {
  g_autoptr(GString) found = g_string_new(NULL);
  g_assert_nonnull(rows);
  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf(found, "%s%s", i ? " " : "",
                           ((CrApplicationRow *) rows->pdata[i])->company);
  g_assert_cmpstr(found->str, ==, companies);
  g_ptr_array_unref(rows);
}

static void
test_applications(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrApplication) a = make_application(f->store, "A", CR_STAGE_APPLIED, NOON);
  g_autoptr(CrApplication) b = make_application(f->store, "B", CR_STAGE_APPLIED, NOON + 1);
  g_autoptr(CrApplication) c = make_application(f->store, "C", CR_STAGE_CLOSED, NOON);
  int counts[CR_N_STAGES];
  g_assert_cmpint(a->id + b->id + c->id, ==, 6);
  assert_rows(cr_store_application_rows(f->store, &error), "A B C");
  assert_rows(cr_store_stage_rows(f->store, CR_STAGE_APPLIED, CR_INSTANT_NONE, 0, 0, &error),
              "B A");
  assert_rows(cr_store_stage_rows(f->store, CR_STAGE_APPLIED, CR_INSTANT_NONE, 0, 1, &error), "B");
  assert_rows(cr_store_stage_rows(f->store, CR_STAGE_APPLIED, NOON + 1, b->id, 1, &error), "A");
  a->due = NOON + 5;
  b->due = NOON + 4;
  g_assert_true(cr_store_save_application(f->store, a, &error));
  g_assert_true(cr_store_save_application(f->store, b, &error));
  assert_rows(cr_store_due_rows(f->store, NOON + 3, 0, &error), "");
  assert_rows(cr_store_due_rows(f->store, NOON + 5, 0, &error), "B A");
  assert_rows(cr_store_due_rows(f->store, NOON + 5, 1, &error), "B");
  g_assert_true(cr_store_count_stages(f->store, counts, &error));
  g_assert_cmpint(counts[CR_STAGE_APPLIED], ==, 2);
  g_assert_cmpint(counts[CR_STAGE_CLOSED], ==, 1);
  b->gone = TRUE;
  g_assert_true(cr_store_save_application(f->store, b, &error));
  assert_rows(cr_store_application_rows(f->store, &error), "A C");
  assert_rows(cr_store_due_rows(f->store, NOON + 5, 0, &error), "A");
  g_autoptr(CrApplication) again = cr_store_load_application(f->store, c->id, &error);
  g_assert_cmpstr(again->details.notes, ==, c->details.notes);
  g_assert_cmpint(again->reason, ==, CR_CLOSE_FILLED);
  g_assert_null(cr_store_load_application(f->store, 99, &error));
  g_assert_no_error(error);
}

static void
set_keys(CrStore *store, int id, CrApplicationBy by, const char *const *values) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(CrApplicationKey));
  g_array_set_clear_func(keys, cr_application_key_clear);
  for (; *values; values++) {
    CrApplicationKey key = {by, g_strdup(*values)};
    g_array_append_val(keys, key);
  }
  g_assert_true(cr_store_save_application_keys(store, id, keys, &error));
  g_assert_no_error(error);
}

static guint
count_by(CrStore *store, CrApplicationBy by, const char *value) {
  g_autoptr(GArray) ids = cr_store_find_applications(store, by, value, NULL);
  return ids->len;
}

/* They are written at the end of a transaction, and by many of them before. */
static void
test_applications_at_the_end(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrApplication) a = make_application(f->store, "A", CR_STAGE_APPLIED, NOON);
  g_assert_true(cr_store_commit(f->store, &error));
  begin(f->store, ACCOUNT, TRUE);
  g_free(a->details.notes);
  a->details.notes = g_strdup("taken back");
  g_assert_true(cr_store_save_application(f->store, a, &error));
  g_autoptr(CrApplication) meanwhile = cr_store_load_application(f->store, a->id, &error);
  g_assert_cmpstr(meanwhile->details.notes, ==, "taken back");
  cr_store_rollback(f->store);
  begin(f->store, ACCOUNT, TRUE);
  for (int i = 0; i < 600; i++)
    cr_application_free(make_application(f->store, "Many", CR_STAGE_SAVED, NOON));
  g_assert_true(cr_store_commit(f->store, &error));
  begin(f->store, ACCOUNT, FALSE);
  g_autoptr(CrApplication) before = cr_store_load_application(f->store, a->id, &error);
  g_assert_cmpstr(before->details.notes, !=, "taken back");
  for (int id = a->id + 1; id <= a->id + 600; id++) {
    g_autoptr(CrApplication) one = cr_store_load_application(f->store, id, &error);
    g_assert_cmpstr(one->details.company, ==, "Many");
  }
  g_assert_false(cr_store_save_application(f->store, before, &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_FAILED);
}

static void
test_application_keys(Fixture *f, gconstpointer data) {
  static const char *const first[] = {"north wind", "contoso", "contoso", NULL}, *const second[] = {
                                                                                     "contoso",
                                                                                     NULL};
  g_autofree char *lengthy = g_strnfill(3000, 'x');
  const char *const third[] = {lengthy, NULL};
  set_keys(f->store, 1, CR_APPLICATION_BY_COMPANY, first);
  set_keys(f->store, 2, CR_APPLICATION_BY_COMPANY, second);
  g_assert_cmpuint(count_by(f->store, CR_APPLICATION_BY_COMPANY, "contoso"), ==, 2);
  g_assert_cmpuint(count_by(f->store, CR_APPLICATION_BY_COMPANY, "north wind"), ==, 1);
  g_assert_cmpuint(count_by(f->store, CR_APPLICATION_BY_DOMAIN, "contoso"), ==, 0);
  g_assert_cmpuint(count_by(f->store, CR_APPLICATION_BY_COMPANY, NULL), ==, 0);
  static const char *const changes[][2] = {
      {NULL, "one"}, {"one", "two"}, {NULL, "two"}, {"never", NULL}};
  for (gsize i = 0; i < G_N_ELEMENTS(changes); i++)
    g_assert_true(cr_store_change_application_key(f->store, 2, CR_APPLICATION_BY_MAIL,
                                                  changes[i][0], changes[i][1], NULL));
  g_assert_cmpuint(count_by(f->store, CR_APPLICATION_BY_MAIL, "one"), ==, 0);
  g_assert_cmpuint(count_by(f->store, CR_APPLICATION_BY_MAIL, "two"), ==, 1);
  g_assert_cmpuint(count_by(f->store, CR_APPLICATION_BY_COMPANY, "contoso"), ==, 2);
  set_keys(f->store, 2, CR_APPLICATION_BY_COMPANY, second);
  g_assert_cmpuint(count_by(f->store, CR_APPLICATION_BY_MAIL, "two"), ==, 0);
  set_keys(f->store, 1, CR_APPLICATION_BY_URL, third);
  g_assert_cmpuint(count_by(f->store, CR_APPLICATION_BY_COMPANY, "contoso"), ==, 1);
  g_assert_cmpuint(count_by(f->store, CR_APPLICATION_BY_URL, lengthy), ==, 1);
}

static void
test_application_facts(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_APPLICATION, NOON, "candidate", "app:1");
  gboolean added = FALSE;
  fact->change = cr_change_new();
  fact->change->kind = CR_CHANGE_NOTE;
  fact->change->text = g_strdup("x");
  g_assert_true(cr_store_add_application_fact(f->store, 4, fact, &added, &error) && added);
  g_assert_true(cr_store_add_application_fact(f->store, 5, fact, &added, &error) && !added);
  add_fact(f->store, 1, "k");
  g_autoptr(GPtrArray) facts = cr_store_application_facts(f->store, 4, &error);
  g_assert_cmpuint(facts->len, ==, 1);
  g_assert_cmpstr(((CrFact *) facts->pdata[0])->change->text, ==, "x");
  g_autoptr(GPtrArray) none = cr_store_application_facts(f->store, 5, &error);
  g_assert_cmpuint(none->len, ==, 0);
  assert_facts(f->store, -1, 0, "app:1 k");
}

static void
assert_search(CrStore *store, CrDocumentKind kind, const char *words, const char *refs) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found = cr_store_search(store, kind, words, 9, &error);
  g_autoptr(GString) text = g_string_new(NULL);
  g_assert_no_error(error);
  for (guint i = 0; i < found->len; i++)
    g_string_append_printf(text, "%s%d", i ? " " : "", (int) ((CrFound *) found->pdata[i])->ref);
  if (strcmp(text->str, refs) != 0)
    g_error("\"%s\": %s, not %s", words, text->str, refs);
}

static void
test_search(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrApplication) a = make_application(f->store, "Northwind Traders", CR_STAGE_APPLIED, 1);
  g_autoptr(CrApplication) b = make_application(f->store, "North Contoso", CR_STAGE_APPLIED, 2);
  static const char *const hostile[] = {"\"", "*", "a OR", "NEAR(", "' & !", "--", "\xff", ""};
  assert_search(f->store, CR_DOCUMENT_APPLICATION, "north", "2 1"); /* the whole word first */
  assert_search(f->store, CR_DOCUMENT_APPLICATION, "NORTHW trad", "1");
  assert_search(f->store, CR_DOCUMENT_APPLICATION, "north fabrikam", "");
  assert_search(f->store, CR_DOCUMENT_APPLICATION, "hello", "2 1");
  assert_search(f->store, CR_DOCUMENT_INTERVIEW, "north", "");
  for (gsize i = 0; i < G_N_ELEMENTS(hostile); i++) {
    g_autoptr(GPtrArray) found =
        cr_store_search(f->store, CR_DOCUMENT_APPLICATION, hostile[i], 9, &error);
    g_assert_no_error(error);
    g_assert_nonnull(found);
  }
  g_free(a->details.company); /* another name: the old one finds nothing */
  a->details.company = g_strdup("Fabrikam");
  g_assert_true(cr_store_save_application(f->store, a, &error));
  assert_search(f->store, CR_DOCUMENT_APPLICATION, "north", "2");
  a->gone = TRUE;
  g_assert_true(cr_store_save_application(f->store, a, &error));
  assert_search(f->store, CR_DOCUMENT_APPLICATION, "fabrikam", "");
  g_autoptr(CrInterview) iv = make_interview(f->store, NOON, NOON, 0);
  iv->company = g_strdup("Northwind");
  g_assert_true(cr_store_save_interview(f->store, iv, &error));
  assert_search(f->store, CR_DOCUMENT_INTERVIEW, "northwind", "1");
  g_autoptr(CrFact) mail = cr_fact_new(CR_FACT_MAIL, NOON, "mail", "m");
  mail->mail = cr_reading_new();
  mail->mail->subject = g_strdup("Our call");
  mail->mail->from_email = g_strdup("dana@northwind.example");
  mail->mail->text = g_strdup("I am so sorry");
  g_assert_true(cr_store_add_fact(f->store, 1, mail, NULL, &error));
  assert_search(f->store, CR_DOCUMENT_MAIL, "sorry northwind", "1");
  CrPlace place = {0, 0};
  g_assert_true(cr_store_place_of(f->store, CR_DOCUMENT_MAIL, 1, &place, &error));
  g_assert_cmpint(place.interview, ==, 1);
  g_assert_cmpint(place.application, ==, 0);
  commit(f->store);
  begin(f->store, ACCOUNT + 1, TRUE);
  assert_search(f->store, CR_DOCUMENT_APPLICATION, "north", "");
  assert_search(f->store, CR_DOCUMENT_MAIL, "sorry", "");
  assert_rows(cr_store_application_rows(f->store, &error), "");
  g_autoptr(CrApplication) theirs = make_application(f->store, "North", CR_STAGE_APPLIED, 1);
  g_assert_cmpint(theirs->id, ==, 1);
  assert_search(f->store, CR_DOCUMENT_APPLICATION, "north", "1");
  commit(f->store);
  begin(f->store, ACCOUNT, TRUE);
  assert_search(f->store, CR_DOCUMENT_APPLICATION, "north", "2");
  g_assert_true(cr_store_index_all(f->store, &error)); /* again: all is as it was */
  assert_search(f->store, CR_DOCUMENT_MAIL, "sorry", "1");
}

static void
save_letter(CrStore *store, const char *id, const char *subject) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrEffect) letter = cr_effect_new();
  letter->kind = CR_EFFECT_LETTER;
  letter->id = g_strdup(id);
  letter->interview = 1;
  letter->subject = g_strdup(subject);
  letter->body = g_strdup("Would one of these times suit you?");
  g_assert_true(cr_store_save_effect(store, letter, &error));
}

/* As who searches in a transaction for reading does. */
static void
assert_found_later(CrStore *store, const char *words, const char *refs) {
  g_autoptr(GError) error = NULL;
  gboolean lacks = FALSE;
  begin(store, ACCOUNT, FALSE);
  g_assert_true(cr_store_lacks_index(store, &lacks, &error));
  cr_store_rollback(store);
  if (lacks) {
    begin(store, ACCOUNT, TRUE);
    g_assert_true(cr_store_index_missing(store, &error));
    commit(store);
  }
  begin(store, ACCOUNT, FALSE);
  g_assert_true(cr_store_lacks_index(store, &lacks, &error));
  g_assert_false(lacks);
  assert_search(store, CR_DOCUMENT_LETTER, words, refs);
  cr_store_rollback(store);
}

/* A letter may wait for the next search to be made findable; what was findable never lags. */
static void
test_search_letters(Fixture *f, gconstpointer data) {
  save_letter(f->store, "1.email.1", "Our call");
  save_letter(f->store, "1.email.2", "Your call");
  assert_search(f->store, CR_DOCUMENT_LETTER, "call", "2 1"); /* while it is written */
  commit(f->store);
  begin(f->store, ACCOUNT, TRUE);
  save_letter(f->store, "1.nudge.1", "A question");
  save_letter(f->store, "1.nudge.1", "Another question"); /* before it was made findable */
  save_letter(f->store, "1.email.1", "Our talk");         /* and one that was */
  commit(f->store);
  begin(f->store, ACCOUNT, FALSE);
  assert_search(f->store, CR_DOCUMENT_LETTER, "talk", "1");
  assert_search(f->store, CR_DOCUMENT_LETTER, "call", "2");
  cr_store_rollback(f->store);
  assert_found_later(f->store, "another question", "3");
  begin(f->store, ACCOUNT, TRUE);
  save_letter(f->store, "1.nudge.2", "Never kept");
  cr_store_rollback(f->store);
  assert_found_later(f->store, "never", "");
  begin(f->store, ACCOUNT, TRUE);
  save_letter(f->store, "1.nudge.1", "Silence");
  save_letter(f->store, "1.nudge.2", "Kept in the end");
  commit(f->store);
  assert_found_later(f->store, "kept end", "4");
  assert_found_later(f->store, "silence", "3");
  assert_found_later(f->store, "question", "");
  begin(f->store, ACCOUNT, TRUE);
}

static void
test_uri(void) {
  static const char *const bad[] = {"", "crickets.db", "mysql://example.org/",
                                    "sqlite:", "SQLITE:x"};
  for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(cr_store_open(bad[i], &error));
    g_assert_error(error, CR_ERROR, CR_ERROR_USAGE);
  }
}

static const struct {
  const char *name;
  void (*run)(Fixture *f, gconstpointer data);
} tests[] = {
    {"account", test_account},
    {"account-keeps-counters", test_account_keeps_counters},
    {"facts", test_facts},
    {"has-fact", test_has_fact},
    {"fact-round-trip", test_fact_round_trip},
    {"hostile-text", test_hostile_text},
    {"interview", test_interview},
    {"find", test_find},
    {"list-over", test_list_over},
    {"find-often", test_find_often},
    {"find-is-bounded", test_find_is_bounded},
    {"list", test_list},
    {"timers", test_timers},
    {"effects", test_effects},
    {"ticks", test_ticks},
    {"timeline", test_timeline},
    {"lines-after", test_lines_after},
    {"busy", test_busy},
    {"busy-objects", test_busy_objects},
    {"busy-lengths", test_busy_lengths},
    {"settings", test_settings},
    {"settings-at-once", test_settings_at_once},
    {"due-calls", test_due_calls},
    {"due-order", test_due_order},
    {"offering", test_offering},
    {"change", test_change},
    {"hold-interviews", test_hold_interviews},
    {"hold-changes", test_hold_changes},
    {"version", test_version},
    {"expected-version", test_expected_version},
    {"pages", test_pages},
    {"answers", test_answers},
    {"erase", test_erase},
    {"accounts-are-apart", test_accounts_are_apart},
    {"rollback", test_rollback},
    {"reading-does-not-write", test_reading_does_not_write},
    {"order", test_order},
    {"kept", test_kept},
    {"applications", test_applications},
    {"applications-at-the-end", test_applications_at_the_end},
    {"application-keys", test_application_keys},
    {"application-facts", test_application_facts},
    {"search", test_search},
    {"search-letters", test_search_letters},
};

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  /* The test "store-postgresql" runs it with a server. */
  gsize n_engines = G_N_ELEMENTS(engines) - (g_getenv("CR_TEST_POSTGRES") == NULL);
  for (gsize i = 0; i < n_engines; i++)
    for (gsize j = 0; j < G_N_ELEMENTS(tests); j++) {
      g_autofree char *path = g_strdup_printf("/store/%s/%s", engines[i].name, tests[j].name);
      g_test_add(path, Fixture, &engines[i], set_up, tests[j].run, tear_down);
    }
  g_test_add_func("/store/uri", test_uri);
  return g_test_run();
}
