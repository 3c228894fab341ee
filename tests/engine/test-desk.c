/* What the desk does beside showing: words, acts and their undoing, letters as the candidate wants
 * them. */
#include "base/error.h"
#include "engine/desk-read.h"

#include <string.h>

/* Friday 2026-11-20 18:00Z; the call is on Tuesday the 24th at 19:00Z. */
#define FRIDAY (G_GINT64_CONSTANT(1795197600) * CR_SECOND)
#define CALL (G_GINT64_CONSTANT(1795546800) * CR_SECOND)
#define WORDS                                                                                      \
  "Dana Reyes of Northwind calls Tuesday November 24 2pm ET about the Staff Engineer role, "       \
  "212-555-0117, dana@northwind.example"

typedef struct {
  CrDesk *desk;
  GError *error;
} Fixture;

static void
set_up(Fixture *f, gconstpointer data) {
  g_autoptr(json_t) profile =
      json_pack("{s:s,s:[s],s:s,s:s,s:s}", "name", "Jordan Ellis", "emails", "jordan@example.com",
                "phone", "312-555-0142", "zone", "America/Chicago", "country", "US");
  f->desk = cr_desk_open("sqlite::memory:", 1, &f->error);
  g_assert_no_error(f->error);
  g_autoptr(json_t) kept = cr_desk_read_profile(f->desk, profile, CALL, &f->error);
  g_assert_no_error(f->error);
  g_assert_cmpstr(cr_json_string(kept, "phone"), ==, "+13125550142");
  g_autoptr(CrUnderstood) understood = cr_desk_understand(f->desk, WORDS, FRIDAY, &f->error);
  g_assert_cmpint(understood->interview->start, ==, CALL);
  g_assert_true(cr_desk_watch(f->desk, understood, WORDS, FRIDAY, &f->error));
  g_assert_no_error(f->error);
  g_assert_cmpint(understood->interview->id, ==, 1);
}

static void
tear_down(Fixture *f, gconstpointer data) {
  cr_desk_free(f->desk);
  g_clear_error(&f->error);
}

static void
at(Fixture *f, CrInstant now) {
  g_assert_true(cr_desk_catch_up(f->desk, now, &f->error));
  g_assert_no_error(f->error);
}

static json_t *
act(Fixture *f, const char *name, const char *text, CrInstant now) {
  json_t *told = cr_desk_act(f->desk, 1, name, text, NULL, now, NULL, &f->error);
  g_assert_no_error(f->error);
  return told;
}

static void
assert_phase(Fixture *f, int id, const char *phase, const char *step) {
  g_autoptr(CrInterview) iv = cr_desk_interview(f->desk, id, &f->error);
  g_assert_no_error(f->error);
  g_assert_cmpstr(cr_phase_names[iv->state.phase], ==, phase);
  g_assert_cmpstr(cr_step_names[iv->state.step], ==, step);
}

static void
assert_conflict(Fixture *f, json_t *document) {
  g_assert_null(document);
  g_assert_error(f->error, CR_ERROR, CR_ERROR_CONFLICT);
  g_clear_error(&f->error);
}

static void
test_words(Fixture *f, gconstpointer data) {
  g_autoptr(CrUnderstood) again = cr_desk_understand(f->desk, WORDS, FRIDAY, &f->error);
  g_assert_cmpint(again->known, ==, 1);
  g_autoptr(CrUnderstood) nothing = cr_desk_understand(f->desk, "Dana calls", FRIDAY, &f->error);
  g_assert_null(nothing->interview);
  g_assert_nonnull(nothing->problem);
  g_autoptr(json_t) shown = cr_desk_view_understood(f->desk, nothing, FRIDAY);
  g_assert_true(json_is_null(json_object_get(shown, "interview")));
  g_autoptr(CrUnderstood) vague =
      cr_desk_understand(f->desk, "Sam of Contoso calls Monday 3pm", FRIDAY, &f->error);
  g_assert_false(vague->zone_said);
  g_assert_cmpint(g_strv_length(vague->doubts), >=, 1);
  g_autoptr(json_t) list = cr_desk_list(f->desk, CR_LIST_ALL, CR_INSTANT_NONE, CR_INSTANT_NONE, 0,
                                        NULL, TRUE, FRIDAY, &f->error);
  g_assert_cmpint(json_array_size(json_object_get(list, "interviews")), ==, 1); /* only read */
}

/* Whatever was guessed is said, in words. */
static void
test_doubts(Fixture *f, gconstpointer data) {
  static const struct {
    const char *words, *doubt; /* NULL: none */
  } rows[] = {
      {"Sam of Contoso calls Monday 3pm ET, 212-555-0123", NULL},
      {"Sam of Contoso calls in two hours ET", NULL},
      {"Sam of Contoso calls at 5pm ET", "no day"},
      {"Sam of Contoso calls Monday 3pm", "no time zone"},
      {"Sam of Contoso calls Monday 3pm ET, 555-0188", "555-0188 cannot be called"},
      {"Sam of Contoso calls Tuesday, Nov 23 3pm ET", "another weekday"},
      {"They call Monday 3pm ET", "who it is"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_test_message("%s", rows[i].words);
    g_autoptr(CrUnderstood) said = cr_desk_understand(f->desk, rows[i].words, FRIDAY, &f->error);
    g_assert_no_error(f->error);
    g_autofree char *doubts = g_strjoinv("; ", said->doubts);
    if (rows[i].doubt == NULL)
      g_assert_cmpstr(doubts, ==, "");
    else
      g_assert_nonnull(strstr(doubts, rows[i].doubt));
  }
  g_autoptr(CrUnderstood) day = cr_desk_understand(f->desk, "Sam calls Monday", FRIDAY, &f->error);
  g_assert_nonnull(day->problem);
  g_assert_nonnull(strstr(day->problem, "no hour"));
  g_autoptr(CrUnderstood) part =
      cr_desk_understand(f->desk, "Sam calls Monday morning", FRIDAY, &f->error);
  g_assert_null(part->problem);
  g_assert_cmpint(part->interview->window_min, >, 0);
}

/* A slip of the thumb: the clock goes on as if it had not been. */
static void
test_undo(Fixture *f, gconstpointer data) {
  at(f, CALL + 5 * CR_MINUTE);
  json_decref(act(f, "they-called", NULL, CALL + 6 * CR_MINUTE));
  assert_phase(f, 1, "held", "done");
  g_autoptr(json_t) undone = act(f, "undo", NULL, CALL + 7 * CR_MINUTE);
  assert_phase(f, 1, "waiting", "wait");
  g_assert_true(json_is_null(json_object_get(json_object_get(undone, "interview"), "undo")));
  assert_conflict(f, cr_desk_act(f->desk, 1, "undo", NULL, NULL, CALL + 8 * CR_MINUTE, NULL,
                                 &f->error)); /* once */
  at(f, CALL + 10 * CR_MINUTE);
  assert_phase(f, 1, "missed", "call");
  /* A letter that was drafted because of the act is no obstacle. */
  g_autoptr(json_t) told = act(f, "no-answer", NULL, CALL + 12 * CR_MINUTE);
  g_assert_cmpstr(cr_json_string(json_object_get(told, "interview"), "undo"), ==, "no-answer");
  json_decref(act(f, "undo", NULL, CALL + 13 * CR_MINUTE));
  assert_phase(f, 1, "missed", "call");
}

static void
test_undo_too_late(Fixture *f, gconstpointer data) {
  at(f, CALL + CR_MINUTE);
  json_decref(act(f, "called", NULL, CALL + 2 * CR_MINUTE));
  at(f, CALL + 10 * CR_MINUTE); /* time went on */
  assert_conflict(
      f, cr_desk_act(f->desk, 1, "undo", NULL, NULL, CALL + 11 * CR_MINUTE, NULL, &f->error));
}

static void
test_undo_rescheduled(Fixture *f, gconstpointer data) {
  at(f, CALL + 10 * CR_MINUTE);
  json_decref(act(f, "rescheduled", "Thursday 10am ET", CALL + 20 * CR_MINUTE));
  assert_phase(f, 1, "rescheduled", "done");
  assert_phase(f, 2, "scheduled", "prepare");
  json_decref(act(f, "undo", NULL, CALL + 21 * CR_MINUTE));
  assert_phase(f, 1, "missed", "email"); /* its letter fell due meanwhile */
  assert_phase(f, 2, "cancelled", "done");
}

static void
test_same_act_twice(Fixture *f, gconstpointer data) {
  at(f, CALL + 10 * CR_MINUTE);
  for (int i = 0; i < 2; i++) {
    g_autoptr(json_t) told = cr_desk_act(f->desk, 1, "no-answer", NULL, "key-1",
                                         CALL + (12 + i) * CR_MINUTE, NULL, &f->error);
    g_assert_no_error(f->error);
    g_assert_cmpint(json_array_size(json_object_get(told, "timeline")) > 0, ==, i == 0);
  }
}

/* Letters */

static CrSlot *
slot(CrInstant start) {
  CrSlot *new = cr_slot_new();
  new->start = start;
  new->end = start + 30 * CR_MINUTE;
  return new;
}

static void
assert_draft(Fixture *f, const char *id, CrEffectStatus status, const char *body) {
  g_assert_true(cr_store_begin(f->desk->store, 1, FALSE, &f->error));
  g_autoptr(CrEffect) effect = cr_store_load_effect(f->desk->store, id, &f->error);
  cr_store_rollback(f->desk->store);
  g_assert_nonnull(effect);
  g_assert_cmpint(effect->status, ==, status);
  g_assert_true(effect->edited);
  g_assert_cmpstr(effect->body, ==, body);
}

static void
test_edit(Fixture *f, gconstpointer data) {
  CrInstant now = CALL + 11 * CR_MINUTE;
  const CrLetterEdit words = {"About our call", "Hello Dana,\r\nlet us talk.", NULL};
  assert_conflict(f, cr_desk_edit_letter(f->desk, 1, &words, FRIDAY, &f->error));
  at(f, now);
  g_autoptr(json_t) before = cr_desk_letter(f->desk, 1, now, &f->error);
  g_autoptr(json_t) after = cr_desk_edit_letter(f->desk, 1, &words, now, &f->error);
  g_assert_no_error(f->error);
  g_assert_cmpstr(cr_json_string(after, "body"), ==, "Hello Dana,\nlet us talk.\n");
  g_assert_cmpstr(cr_json_string(after, "message_id"), ==, cr_json_string(before, "message_id"));
  g_autoptr(json_t) again = cr_desk_letter(f->desk, 1, now + CR_MINUTE, &f->error);
  g_assert_true(json_equal(after, again));
  /* It falls due at 14:15 there: what was edited is what goes out. */
  at(f, CALL + 15 * CR_MINUTE);
  assert_draft(f, cr_json_string(after, "id"), CR_EFFECT_DRAFT, "Hello Dana,\nlet us talk.\n");
  g_autoptr(json_t) reset = cr_desk_reset_letter(f->desk, 1, CALL + 16 * CR_MINUTE, &f->error);
  g_assert_no_error(f->error);
  g_assert_cmpstr(cr_json_string(reset, "subject"), ==, cr_json_string(before, "subject"));
  g_assert_false(json_is_true(json_object_get(reset, "edited")));
}

/* Until it is known whether it went, or where it lies, it is not written anew for whoever looks. */
static void
test_on_its_way(Fixture *f, gconstpointer data) {
  const CrLetterEdit words = {NULL, "Hello Dana.\n", NULL};
  CrInstant due = CALL + 15 * CR_MINUTE;
  g_autoptr(json_t) policy = json_pack("{s:b}", "autopilot", TRUE);
  json_decref(cr_desk_set_policy(f->desk, policy, FRIDAY, &f->error));
  at(f, CALL + 11 * CR_MINUTE);
  json_decref(cr_desk_edit_letter(f->desk, 1, &words, CALL + 11 * CR_MINUTE, &f->error));
  cr_engine_leave_outbox(f->desk->engine);
  at(f, due);
  g_autoptr(json_t) letter = cr_desk_letter(f->desk, 1, due, &f->error);
  g_assert_no_error(f->error);
  g_assert_cmpstr(cr_json_string(letter, "status"), ==, "pending");
  g_assert_cmpstr(cr_json_string(letter, "body"), ==, words.body);
}

/* What was said of it since does not bring back what its sender may have at hand. */
static void
test_past_its_fence(Fixture *f, gconstpointer data) {
  const CrLetterEdit words = {NULL, "Hello Dana.\n", NULL}, others = {NULL, "Hi!\n", NULL};
  CrInstant due = CALL + 15 * CR_MINUTE;
  g_autoptr(json_t) policy = json_pack("{s:b}", "autopilot", TRUE);
  json_decref(cr_desk_set_policy(f->desk, policy, FRIDAY, &f->error));
  at(f, CALL + 11 * CR_MINUTE);
  g_autoptr(json_t) letter =
      cr_desk_edit_letter(f->desk, 1, &words, CALL + 11 * CR_MINUTE, &f->error);
  cr_engine_leave_outbox(f->desk->engine);
  at(f, due);
  json_decref(act(f, "sent", NULL, due + CR_MINUTE));
  const char *id = cr_json_string(letter, "id");
  g_assert_true(cr_store_begin(f->desk->store, 1, TRUE, &f->error));
  g_autoptr(CrEffect) effect = cr_store_load_effect(f->desk->store, id, &f->error);
  effect->status = CR_EFFECT_SENDING;
  g_assert_true(cr_store_save_effect(f->desk->store, effect, &f->error));
  g_assert_true(cr_store_commit(f->desk->store, &f->error));
  assert_conflict(f, cr_desk_edit_letter(f->desk, 1, &others, due + CR_MINUTE, &f->error));
  assert_conflict(f, cr_desk_reset_letter(f->desk, 1, due + CR_MINUTE, &f->error));
  assert_draft(f, id, CR_EFFECT_SENDING, words.body);
}

static void
test_edit_slots(Fixture *f, gconstpointer data) {
  CrInstant now = CALL + 11 * CR_MINUTE;
  g_autoptr(GPtrArray) slots = g_ptr_array_new_with_free_func((GDestroyNotify) cr_slot_free);
  g_ptr_array_add(slots, slot(CALL + 2 * CR_DAY_USEC));
  g_ptr_array_add(slots, slot(CALL + 3 * CR_DAY_USEC));
  const CrLetterEdit edit = {NULL, NULL, slots};
  at(f, now);
  g_autoptr(json_t) letter = cr_desk_edit_letter(f->desk, 1, &edit, now, &f->error);
  g_assert_no_error(f->error);
  g_assert_nonnull(
      strstr(cr_json_string(letter, "body"), "Thu, Nov 26, 2:00 PM EST (1:00 PM CST)"));
  g_assert_cmpint(json_array_size(json_object_get(letter, "slots")), ==, 2);
  at(f, CALL + 15 * CR_MINUTE);
  g_autoptr(CrInterview) iv = cr_desk_interview(f->desk, 1, &f->error);
  g_assert_cmpint(iv->state.offered_last, ==, 2); /* "the first one works" means these */
  g_ptr_array_add(slots, slot(now - CR_DAY_USEC));
  g_assert_null(cr_desk_edit_letter(f->desk, 1, &edit, now, &f->error));
  g_assert_error(f->error, CR_ERROR, CR_ERROR_PARSE);
}

/* The second call, an hour after the first, is with Ana. */
static void
test_first(Fixture *f, gconstpointer data) {
  static const struct {
    int minutes;
    const char *act; /* noted of the first call a minute before */
    const char *first;
  } cases[] = {{-90, NULL, "Dana"}, {2, NULL, "Dana"}, {12, NULL, "Dana"}, {44, NULL, "Dana"},
               {46, NULL, "Ana"},   {62, NULL, "Ana"}, {71, NULL, "Ana"},  {71, "called", "Ana"},
               {72, "sent", "Ana"}, {90, NULL, "Ana"}};
  const char *words = "Ana of Contoso calls Tuesday November 24 3pm ET";
  g_autoptr(CrUnderstood) second = cr_desk_understand(f->desk, words, FRIDAY, &f->error);
  g_assert_true(cr_desk_watch(f->desk, second, words, FRIDAY, &f->error));
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    CrInstant now = CALL + cases[i].minutes * CR_MINUTE;
    at(f, now);
    if (cases[i].act)
      json_decref(act(f, cases[i].act, NULL, now - CR_MINUTE));
    g_autoptr(GPtrArray) urgent = cr_desk_urgent(f->desk, now, &f->error);
    g_assert_no_error(f->error);
    g_test_message("%d minutes after the call", cases[i].minutes);
    const CrInterview *first = urgent->pdata[0];
    g_assert_true(g_str_has_prefix(first->contact.name, cases[i].first));
  }
}

/* Two processes understood the same words before either began to watch. */
static void
test_watched_meanwhile(Fixture *f, gconstpointer data) {
  const char *words = "Ana of Contoso calls Tuesday November 24 3pm ET";
  g_autoptr(CrUnderstood) one = cr_desk_understand(f->desk, words, FRIDAY, &f->error);
  g_autoptr(CrUnderstood) other = cr_desk_understand(f->desk, words, FRIDAY, &f->error);
  g_assert_true(cr_desk_watch(f->desk, one, words, FRIDAY, &f->error));
  g_assert_true(cr_desk_watch(f->desk, other, words, FRIDAY, &f->error));
  g_assert_cmpint(one->interview->id, ==, 2);
  g_assert_cmpint(other->interview->id, ==, 2);
  g_assert_null(cr_desk_interview(f->desk, 3, NULL));
}

static void
test_unsigned(Fixture *f, gconstpointer data) {
  CrInstant now = CALL + 16 * CR_MINUTE;
  at(f, now);
  g_autoptr(json_t) signed_letter = cr_desk_letter(f->desk, 1, now, &f->error);
  g_assert_null(cr_json_string(signed_letter, "advice"));
  g_autoptr(json_t) nobody =
      json_pack("{s:[s],s:s}", "emails", "jordan@example.com", "zone", "America/Chicago");
  json_decref(cr_desk_read_profile(f->desk, nobody, now, &f->error));
  g_autoptr(json_t) letter = cr_desk_letter(f->desk, 1, now, &f->error);
  g_assert_no_error(f->error);
  g_assert_nonnull(strstr(cr_json_string(letter, "advice"), "not signed"));
}

/* The letter is drafted when its time comes; who they are may be said after it. */
static void
test_signed_since(Fixture *f, gconstpointer data) {
  CrInstant now = CALL + 16 * CR_MINUTE;
  g_autoptr(json_t) nobody = json_pack("{s:s}", "zone", "America/Chicago");
  json_decref(cr_desk_read_profile(f->desk, nobody, FRIDAY, &f->error));
  at(f, now);
  g_autoptr(json_t) before = cr_desk_letter(f->desk, 1, now, &f->error);
  g_assert_true(g_str_has_suffix(cr_json_string(before, "body"), "\n\nBest regards\n"));
  g_autoptr(json_t) somebody =
      json_pack("{s:s,s:[s],s:s,s:s,s:s}", "name", "Jordan Ellis", "emails", "jordan@example.com",
                "phone", "+13125550142", "country", "US", "zone", "America/Chicago");
  json_decref(cr_desk_read_profile(f->desk, somebody, now, &f->error));
  g_autoptr(json_t) after = cr_desk_letter(f->desk, 1, now, &f->error);
  g_assert_no_error(f->error);
  g_assert_true(g_str_has_suffix(cr_json_string(after, "body"),
                                 "\n\nBest regards,\nJordan Ellis\n+1 312-555-0142\n"));
  g_assert_true(json_equal(json_object_get(before, "slots"), json_object_get(after, "slots")));
}

static void
test_policy(Fixture *f, gconstpointer data) {
  static const struct {
    const char *changes;
    gboolean ok;
  } cases[] = {{"{\"grace_hard_min\": 12, \"hours\": \"08:30-17:00\"}", TRUE},
               {"{\"autopilot\": true}", TRUE},
               {"{}", TRUE},
               {"{\"grace_hard_min\": 0}", FALSE},
               {"{\"grace_hard_min\": \"twelve\"}", FALSE},
               {"{\"grace_hard_min\": null}", FALSE},
               {"{\"grace_soft_min\": 30}", FALSE},
               {"{\"hours\": \"17:00-09:00\"}", FALSE},
               {"{\"colour\": \"blue\"}", FALSE}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(json_t) changes = cr_json_parse(cases[i].changes, strlen(cases[i].changes), NULL);
    g_autoptr(json_t) policy = cr_desk_set_policy(f->desk, changes, CALL, &f->error);
    g_assert_true((policy != NULL) == cases[i].ok);
    g_clear_error(&f->error);
  }
  g_autoptr(json_t) policy = cr_desk_policy(f->desk, &f->error);
  g_assert_cmpint(cr_json_int(policy, "grace_hard_min", 0), ==, 12);
  g_assert_true(cr_json_bool(policy, "autopilot"));
  g_assert_cmpstr(cr_json_string(policy, "hours"), ==, "08:30-17:00");
}

static void
test_profile(Fixture *f, gconstpointer data) {
  static const char *const bad[] = {
      "{\"emails\": [], \"zone\": \"Mars/Olympus\"}", "{\"emails\": [\"no address\"]}",
      "{\"emails\": [], \"country\": \"USA\"}", "{\"emails\": [], \"phone\": \"12\"}",
      "{\"emails\": [\"a@b.example\\r\\nBcc: c@d.example\"]}"};
  for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_autoptr(json_t) profile = cr_json_parse(bad[i], strlen(bad[i]), NULL);
    g_assert_null(cr_desk_read_profile(f->desk, profile, CALL, &f->error));
    g_assert_error(f->error, CR_ERROR, CR_ERROR_PARSE);
    g_clear_error(&f->error);
  }
  g_autoptr(json_t) profile = cr_desk_profile(f->desk, &f->error);
  g_assert_cmpstr(cr_json_string(profile, "name"), ==, "Jordan Ellis");
}

static const struct {
  const char *name;
  void (*run)(Fixture *f, gconstpointer data);
} tests[] = {
    {"words", test_words},
    {"doubts", test_doubts},
    {"undo", test_undo},
    {"undo-too-late", test_undo_too_late},
    {"undo-rescheduled", test_undo_rescheduled},
    {"same-act-twice", test_same_act_twice},
    {"edit", test_edit},
    {"on-its-way", test_on_its_way},
    {"past-its-fence", test_past_its_fence},
    {"edit-slots", test_edit_slots},
    {"first", test_first},
    {"watched-meanwhile", test_watched_meanwhile},
    {"unsigned", test_unsigned},
    {"signed-since", test_signed_since},
    {"policy", test_policy},
    {"profile", test_profile},
};

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(tests); i++) {
    g_autofree char *path = g_strconcat("/desk/", tests[i].name, NULL);
    g_test_add(path, Fixture, NULL, set_up, tests[i].run, tear_down);
  }
  return g_test_run();
}
