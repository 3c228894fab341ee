/* Grants to coaches on a service's database; run by with_postgres.py. */
#include "../store/server.h"
#include "base/error.h"
#include "engine/grants.h"
#include "store/audit.h"
#include "store/members.h"

#include <string.h>

#define NOW (G_GINT64_CONSTANT(1795698000) * CR_SECOND)
#define CANDIDATE 501
#define COACH 502
#define OTHER 503

static const CrActor coach = {COACH, "Robin"};

static void
enter(CrStore *store, gint64 account, const char *email, CrRole role) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrMember) member = cr_member_new();
  g_autofree char *digest = cr_email_digest(email);
  gboolean ours;
  member->email = g_strdup(email);
  member->name = g_strdup(account == COACH ? "Robin" : "Sam");
  member->state = CR_MEMBER_ACTIVE;
  member->role = role;
  g_assert_true(cr_store_begin(store, account, TRUE, &error));
  g_assert_true(cr_store_enter_directory(store, digest, &ours, &error));
  g_assert_true(cr_store_save_member(store, member, &error));
  g_assert_true(cr_store_commit(store, &error));
  g_assert_no_error(error);
}

static CrStore *
open_service(void) {
  static char *uri;
  g_autoptr(GError) error = NULL;
  if (uri == NULL)
    uri = server_make_database("crickets_grants", "template1");
  CrStore *store = cr_store_open(uri, &error);
  g_assert_no_error(error);
  return store;
}

/* As a visit does: the look is noted when there is something to show. */
static gboolean
may_look(CrStore *store, const char *object, CrInstant now) {
  g_autoptr(GError) error = NULL;
  gboolean known = FALSE;
  g_autoptr(CrGrant) grant = cr_grants_find(store, CANDIDATE, &coach, object, now, &known, &error);
  if (grant && !known)
    g_assert_true(cr_grants_note_look(store, CANDIDATE, &coach, object, now, &error));
  if (grant == NULL)
    g_assert_error(error, CR_ERROR, CR_ERROR_NOT_FOUND);
  return grant != NULL;
}

static guint
looks(CrStore *store, CrInstant now) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) grants = NULL, seen = NULL;
  g_assert_true(cr_grants_list(store, CANDIDATE, now, &grants, &seen, &error));
  g_assert_no_error(error);
  return seen->len;
}

static void
give(CrStore *store, CrInstant ends) {
  g_autoptr(GError) error = NULL;
  g_assert_true(
      cr_grants_give(store, CANDIDATE, "robin@north.example", CR_SCOPE_VIEW, ends, NOW, &error));
  g_assert_no_error(error);
}

/* To the microsecond, also where the last day's midnight does not exist or comes twice. */
static void
test_ends(void) {
  static const struct {
    const char *zone;
    int year, month, day; /* the first that does not count any more */
    const char *ends;
  } cases[] = {
      {"America/Chicago", 2026, 11, 1, "2026-11-01T05:00:00Z"},
      {"America/Chicago", 2026, 11, 2, "2026-11-02T06:00:00Z"},
      {"Africa/Cairo", 2026, 4, 24, "2026-04-23T22:00:00Z"},   /* 00:00 is not there: 01:00 */
      {"America/Havana", 2026, 11, 1, "2026-11-01T04:00:00Z"}, /* 00:00 comes twice: the first */
      {"Asia/Kathmandu", 2026, 12, 25, "2026-12-24T18:15:00Z"},
  };
  g_autoptr(CrStore) store = open_service();
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    const CrWall midnight = {cases[i].year, cases[i].month, cases[i].day, 0, 0, 0};
    const CrZone *zone = cr_zone_find(cases[i].zone);
    CrInstant ends = cr_zone_instant(zone, &midnight), expected;
    g_assert_true(cr_instant_parse(cases[i].ends, &expected, NULL));
    g_assert_cmpint(ends, ==, expected);
    give(store, ends);
    g_assert_true(may_look(store, "", ends - 1));
    g_assert_false(may_look(store, "", ends));
    g_assert_false(may_look(store, "calls", ends + CR_DAY_USEC));
  }
  g_assert_cmpuint(looks(store, NOW), ==, 0); /* nothing was shown, nothing is written down */
}

/* The same within ten minutes is one look; another thing, or later, another. */
static void
test_looks(void) {
  g_autoptr(CrStore) store = open_service();
  give(store, CR_INSTANT_MAX);
  guint before = looks(store, NOW);
  static const struct {
    const char *object;
    gint64 after;
    guint looks;
  } steps[] = {{"calls", 0, 1},
               {"calls", 10 * CR_MINUTE - 1, 1},
               {"call 3", 0, 2},
               {"calls", 10 * CR_MINUTE, 3},
               {"call 3", 10 * CR_MINUTE - 1, 3},
               {"calls", -CR_MINUTE, 4}}; /* the clock was set back: rather one too many */
  for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
    g_assert_true(may_look(store, steps[i].object, NOW + steps[i].after));
    g_assert_cmpuint(looks(store, NOW) - before, ==, steps[i].looks);
  }
}

/* Who may look has not looked yet; and what was taken back meanwhile is not shown. */
static void
test_not_shown(void) {
  g_autoptr(CrStore) store = open_service();
  g_autoptr(GError) error = NULL;
  gboolean known = TRUE;
  give(store, CR_INSTANT_MAX);
  guint before = looks(store, NOW);
  g_autoptr(CrGrant) grant =
      cr_grants_find(store, CANDIDATE, &coach, "letter of call 7", NOW, &known, &error);
  g_assert_no_error(error);
  g_assert_nonnull(grant);
  g_assert_false(known);
  g_assert_cmpuint(looks(store, NOW), ==, before);
  g_assert_true(cr_grants_revoke(store, CANDIDATE, COACH, NOW, &error));
  g_assert_false(cr_grants_note_look(store, CANDIDATE, &coach, "letter of call 7", NOW, &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_NOT_FOUND);
  g_assert_cmpuint(looks(store, NOW), ==, before);
}

static guint
candidates(CrStore *store, CrInstant now) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) stale = NULL;
  g_autoptr(GPtrArray) list = cr_grants_candidates(store, COACH, now, &stale, &error);
  g_assert_no_error(error);
  g_assert_true(stale == NULL || cr_grants_forget(store, COACH, stale, &error));
  return list->len;
}

static guint
notes(CrStore *store) {
  g_autoptr(GError) error = NULL;
  g_assert_true(cr_store_begin(store, COACH, FALSE, &error));
  g_autoptr(GArray) list = cr_store_list_candidates(store, 0, 0, &error);
  cr_store_rollback(store);
  return list->len;
}

/* Twice is as once; taken back it is gone; and the coach's note of it goes in its time. */
static void
test_again(void) {
  g_autoptr(CrStore) store = open_service();
  g_autoptr(GError) error = NULL;
  give(store, CR_INSTANT_MAX);
  give(store, CR_INSTANT_MAX);
  g_assert_cmpuint(candidates(store, NOW), ==, 1);
  g_assert_true(cr_grants_revoke(store, CANDIDATE, COACH, NOW, &error));
  g_assert_false(cr_grants_revoke(store, CANDIDATE, COACH, NOW, &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_NOT_FOUND);
  g_assert_false(may_look(store, "calls", NOW));
  g_assert_cmpuint(candidates(store, NOW), ==, 0);
  g_assert_cmpuint(notes(store), ==, 1); /* a grant may just be on its way */
  g_assert_cmpuint(candidates(store, NOW + CR_DAY_USEC + 1), ==, 0);
  g_assert_cmpuint(notes(store), ==, 0);
}

/* Let in anew between the list that found the note stale and its going, it stays. */
static void
test_again_meanwhile(void) {
  g_autoptr(CrStore) store = open_service();
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) stale = NULL;
  CrInstant later = NOW + CR_DAY_USEC + 1;
  give(store, CR_INSTANT_MAX);
  g_assert_true(cr_grants_revoke(store, CANDIDATE, COACH, NOW, &error));
  g_autoptr(GPtrArray) none = cr_grants_candidates(store, COACH, later, &stale, &error);
  g_assert_cmpuint(none->len, ==, 0);
  g_assert_true(cr_grants_give(store, CANDIDATE, "robin@north.example", CR_SCOPE_VIEW,
                               CR_INSTANT_MAX, later, &error));
  g_assert_true(cr_grants_forget(store, COACH, stale, &error));
  g_assert_no_error(error);
  g_assert_cmpuint(candidates(store, later), ==, 1);
  g_assert_true(cr_grants_revoke(store, CANDIDATE, COACH, later, &error));
}

/* Only a coach; and nobody learns who else is there. */
static void
test_to_whom(void) {
  g_autoptr(CrStore) store = open_service();
  static const char *const none[] = {"kim@north.example", "nobody@north.example"};
  g_autofree char *first = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS(none); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_false(
        cr_grants_give(store, CANDIDATE, none[i], CR_SCOPE_DRAFT, CR_INSTANT_MAX, NOW, &error));
    g_assert_error(error, CR_ERROR, CR_ERROR_NOT_FOUND);
    g_autoptr(GString) words = g_string_new(error->message);
    g_string_replace(words, none[i], "…", 0);
    if (first == NULL)
      first = g_strdup(words->str);
    g_assert_cmpstr(words->str, ==, first);
  }
  g_autoptr(GError) own = NULL;
  g_assert_false(cr_grants_give(store, COACH, "ROBIN@north.example", CR_SCOPE_VIEW, CR_INSTANT_MAX,
                                NOW, &own));
  g_assert_error(own, CR_ERROR, CR_ERROR_CONFLICT);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_autoptr(CrStore) store = open_service();
  enter(store, CANDIDATE, "sam@north.example", CR_ROLE_CANDIDATE);
  enter(store, COACH, "robin@north.example", CR_ROLE_COACH);
  enter(store, OTHER, "kim@north.example", CR_ROLE_CANDIDATE);
  g_test_add_func("/grants/ends", test_ends);
  g_test_add_func("/grants/looks", test_looks);
  g_test_add_func("/grants/not-shown", test_not_shown);
  g_test_add_func("/grants/again", test_again);
  g_test_add_func("/grants/again-meanwhile", test_again_meanwhile);
  g_test_add_func("/grants/to-whom", test_to_whom);
  return g_test_run();
}
