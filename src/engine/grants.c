#include "engine/grants.h"

#include "base/error.h"
#include "store/audit.h"
#include "store/members.h"

#include <string.h>

#define ONE_LOOK_USEC (10 * CR_MINUTE)
#define LOOKED_THROUGH 64 /* rows, for a look of before */
#define SHOWN_LOOKS 50
#define SHOWN_OF 1000 /* rows of the audit */
#define MOST_CANDIDATES 500
/* A note whose grant is gone is forgotten, but not while that grant may just be on its way. */
#define STALE_USEC CR_DAY_USEC

/* NULL without error set when the account has none that is active. */
static CrMember *
load_active(CrStore *store, gint64 account, GError **error) {
  if (!cr_store_begin(store, account, FALSE, error))
    return NULL;
  g_autoptr(CrMember) member = cr_store_load_member(store, error);
  cr_store_rollback(store);
  return member && member->state == CR_MEMBER_ACTIVE ? g_steal_pointer(&member) : NULL;
}

static CrMember *
find_coach(CrStore *store, const char *email, gint64 *ret_account, GError **error) {
  g_autofree char *digest = cr_email_digest(email);
  g_autoptr(GError) local = NULL;
  gint64 account = 0;
  if (!cr_store_find_account(store, digest, &account, error))
    return NULL;
  g_autoptr(CrMember) member = account ? load_active(store, account, &local) : NULL;
  if (member && member->role == CR_ROLE_COACH) {
    *ret_account = account;
    return g_steal_pointer(&member);
  }
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  else
    g_set_error(error, CR_ERROR, CR_ERROR_NOT_FOUND, "no coach here has the address %.254s", email);
  return NULL;
}

static char *
describe(const CrGrant *grant) {
  g_autofree char *ends =
      grant->ends == CR_INSTANT_MAX ? NULL : cr_instant_format(grant->ends, cr_zone_utc());
  return g_strdup_printf("%s: %s%s%s", cr_grant_who(grant), cr_scope_names[grant->scope],
                         ends ? " until " : "", ends ? ends : "");
}

static gboolean
keep_grant(CrStore *store, gint64 coach, const CrGrant *grant, CrInstant now, GError **error) {
  g_autofree char *object = describe(grant);
  g_autoptr(GPtrArray) others = cr_store_list_grants(store, now, error);
  if (others && others->len >= CR_MOST_COACHES) {
    g_set_error(error, CR_ERROR, CR_ERROR_LIMIT, "at most %d coaches; take one's access back first",
                CR_MOST_COACHES);
    return FALSE;
  }
  return others && cr_store_put_grant(store, coach, grant, error) &&
         cr_store_add_deed(store, CR_DEED_GRANTED, NULL, now, object, error);
}

static gboolean
note(CrStore *store, gint64 coach, gint64 account, CrInstant now, GError **error) {
  return cr_store_begin(store, coach, TRUE, error) &&
         cr_store_end(store, cr_store_note_candidate(store, account, now, error), error);
}

/* The note comes first: one without a grant shows nothing, and a grant without a note is not found.
 */
gboolean
cr_grants_give(CrStore *store, gint64 account, const char *email, CrScope scope, CrInstant ends,
               CrInstant now, GError **error) {
  gint64 coach = 0;
  g_autoptr(CrMember) member = find_coach(store, email, &coach, error);
  g_autoptr(CrGrant) grant = cr_grant_new();
  if (member == NULL)
    return FALSE;
  if (coach == account) {
    g_set_error(error, CR_ERROR, CR_ERROR_CONFLICT, "that is your own address");
    return FALSE;
  }
  grant->scope = scope;
  grant->email = g_strdup(member->email);
  grant->name = g_strdup(member->name);
  grant->since = now;
  grant->ends = ends;
  return note(store, coach, account, now, error) && cr_store_begin(store, account, TRUE, error) &&
         cr_store_end(store, keep_grant(store, coach, grant, now, error), error);
}

static gboolean
take_back(CrStore *store, gint64 coach, CrInstant now, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(CrGrant) grant = cr_store_find_grant(store, coach, now, &local);
  if (grant)
    return cr_store_drop_grant(store, coach, error) &&
           cr_store_add_deed(store, CR_DEED_REVOKED, NULL, now, cr_grant_who(grant), error);
  if (local == NULL)
    g_set_error(&local, CR_ERROR, CR_ERROR_NOT_FOUND, "that one has no access");
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

gboolean
cr_grants_revoke(CrStore *store, gint64 account, gint64 coach, CrInstant now, GError **error) {
  return cr_store_begin(store, account, TRUE, error) &&
         cr_store_end(store, take_back(store, coach, now, error), error);
}

/* In the candidate's transaction. */
static gboolean
leave(CrStore *store, const CrActor *coach, CrInstant now, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(CrGrant) grant = cr_store_find_grant(store, coach->account, now, &local);
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  return local == NULL && cr_store_drop_grant(store, coach->account, error) &&
         (grant == NULL ||
          cr_store_add_deed(store, CR_DEED_REVOKED, coach, now, cr_grant_who(grant), error));
}

/* Of another account; one that was erased has nothing to be taken from. */
static gboolean
begin_other(CrStore *store, gint64 account, gboolean *ret_gone, GError **error) {
  g_autoptr(GError) local = NULL;
  gboolean begun = cr_store_begin(store, account, TRUE, &local);
  *ret_gone = g_error_matches(local, CR_ERROR, CR_ERROR_NOT_FOUND);
  if (local && !*ret_gone)
    g_propagate_error(error, g_steal_pointer(&local));
  return begun;
}

gboolean
cr_grants_end_all(CrStore *store, gint64 account, const char *name, CrInstant now, GError **error) {
  const CrActor self = {account, name};
  gboolean ok = TRUE, gone;
  if (!cr_store_begin(store, account, FALSE, error))
    return FALSE;
  g_autoptr(GPtrArray) coaches = cr_store_list_grants(store, now, error);
  g_autoptr(GArray) noted = coaches ? cr_store_list_candidates(store, 0, 0, error) : NULL;
  cr_store_rollback(store);
  if (noted == NULL)
    return FALSE;
  for (guint i = 0; ok && i < coaches->len; i++) {
    const CrGrantRow *row = coaches->pdata[i];
    ok = begin_other(store, row->coach, &gone, error)
             ? cr_store_end(store, cr_store_forget_candidate(store, account, CR_INSTANT_MAX, error),
                            error)
             : gone;
  }
  for (guint i = 0; ok && i < noted->len; i++) {
    const CrCandidateRow *row = &g_array_index(noted, CrCandidateRow, i);
    ok = begin_other(store, row->account, &gone, error)
             ? cr_store_end(store, leave(store, &self, now, error), error)
             : gone;
  }
  return ok;
}

static gboolean
is_view(const CrDeed *deed) {
  return strcmp(deed->action, cr_deed_name(CR_DEED_VIEWED)) == 0;
}

static void
looked_free(gpointer data) {
  CrLooked *looked = data;
  g_free(looked->who);
  g_free(looked->object);
  g_free(looked);
}

static GPtrArray *
views_among(GPtrArray *deeds) {
  GPtrArray *looks = g_ptr_array_new_with_free_func(looked_free);
  for (guint i = 0; i < deeds->len && looks->len < SHOWN_LOOKS; i++) {
    const CrDeed *deed = deeds->pdata[i];
    if (!is_view(deed))
      continue;
    CrLooked *looked = g_new(CrLooked, 1);
    *looked = (CrLooked){deed->at, g_strdup(deed->who), g_strdup(deed->object)};
    g_ptr_array_add(looks, looked);
  }
  return looks;
}

gboolean
cr_grants_list(CrStore *store, gint64 account, CrInstant now, GPtrArray **ret_grants,
               GPtrArray **ret_looks, GError **error) {
  if (!cr_store_begin(store, account, FALSE, error))
    return FALSE;
  g_autoptr(GPtrArray) grants = cr_store_list_grants(store, now, error);
  g_autoptr(GPtrArray) deeds = grants ? cr_store_list_deeds(store, 0, SHOWN_OF, error) : NULL;
  cr_store_rollback(store);
  if (deeds == NULL)
    return FALSE;
  *ret_looks = views_among(deeds);
  *ret_grants = g_steal_pointer(&grants);
  return TRUE;
}

/* Looking */

static gboolean
is_same_look(const CrDeed *deed, const CrActor *coach, const char *object, CrInstant now) {
  return is_view(deed) && deed->actor == coach->account && strcmp(deed->object, object) == 0 &&
         now >= deed->at && now - deed->at < ONE_LOOK_USEC;
}

/* In the candidate's transaction; NULL without error set when they may not. */
static CrGrant *
find_grant(CrStore *store, const CrActor *coach, const char *object, CrInstant now,
           gboolean *ret_known, GError **error) {
  g_autoptr(CrMember) member = cr_store_load_member(store, error);
  g_autoptr(CrGrant) grant = member && member->state == CR_MEMBER_ACTIVE
                                 ? cr_store_find_grant(store, coach->account, now, error)
                                 : NULL;
  *ret_known = *object == '\0';
  if (grant == NULL || *ret_known)
    return g_steal_pointer(&grant);
  g_autoptr(GPtrArray) deeds = cr_store_list_deeds(store, 0, LOOKED_THROUGH, error);
  for (guint i = 0; deeds && i < deeds->len && !*ret_known; i++)
    *ret_known = is_same_look(deeds->pdata[i], coach, object, now);
  return deeds ? g_steal_pointer(&grant) : NULL;
}

static CrGrant *
no_grant(GError *local, GError **error) {
  if (local == NULL)
    g_set_error(&local, CR_ERROR, CR_ERROR_NOT_FOUND, "There is no such thing.");
  g_propagate_error(error, local);
  return NULL;
}

CrGrant *
cr_grants_find(CrStore *store, gint64 candidate, const CrActor *coach, const char *object,
               CrInstant now, gboolean *ret_known, GError **error) {
  GError *local = NULL;
  if (!cr_store_begin(store, candidate, FALSE, error))
    return NULL;
  g_autoptr(CrGrant) grant = find_grant(store, coach, object, now, ret_known, &local);
  cr_store_rollback(store);
  return grant ? g_steal_pointer(&grant) : no_grant(local, error);
}

gboolean
cr_grants_note_look(CrStore *store, gint64 candidate, const CrActor *coach, const char *object,
                    CrInstant now, GError **error) {
  GError *local = NULL;
  gboolean known = FALSE;
  if (!cr_store_begin(store, candidate, TRUE, error))
    return FALSE;
  g_autoptr(CrGrant) grant = find_grant(store, coach, object, now, &known, &local);
  if (grant == NULL)
    no_grant(local, error);
  return cr_store_end(
      store,
      grant && (known || cr_store_add_deed(store, CR_DEED_VIEWED, coach, now, object, error)),
      error);
}

static void
candidate_free(gpointer data) {
  CrCandidate *candidate = data;
  g_free(candidate->name);
  g_free(candidate);
}

static int
compare_names(gconstpointer a, gconstpointer b) {
  return g_utf8_collate((*(CrCandidate *const *) a)->name, (*(CrCandidate *const *) b)->name);
}

/* FALSE with the error set; *ret_candidate stays NULL of who has not let the coach in. */
static gboolean
ask_candidate(CrStore *store, gint64 account, gint64 coach, CrInstant now,
              CrCandidate **ret_candidate, GError **error) {
  g_autoptr(GError) local = NULL;
  if (!cr_store_begin(store, account, FALSE, error))
    return FALSE;
  g_autoptr(CrMember) member = cr_store_load_member(store, &local);
  g_autoptr(CrGrant) grant = member && member->state == CR_MEMBER_ACTIVE
                                 ? cr_store_find_grant(store, coach, now, &local)
                                 : NULL;
  cr_store_rollback(store);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  if (grant) {
    CrCandidate *candidate = g_new(CrCandidate, 1);
    const char *name = member->name ? member->name : member->email;
    *candidate = (CrCandidate){account, g_strdup(name), grant->scope, grant->ends};
    *ret_candidate = candidate;
  }
  return TRUE;
}

gboolean
cr_grants_forget(CrStore *store, gint64 coach, const GArray *candidates, GError **error) {
  gboolean ok = cr_store_begin(store, coach, TRUE, error);
  for (guint i = 0; ok && i < candidates->len; i++) {
    const CrCandidateRow *row = &g_array_index(candidates, CrCandidateRow, i);
    ok = cr_store_forget_candidate(store, row->account, row->since, error);
  }
  return cr_store_end(store, ok, error);
}

GPtrArray *
cr_grants_candidates(CrStore *store, gint64 coach, CrInstant now, GArray **ret_stale,
                     GError **error) {
  g_autoptr(GArray) stale = g_array_new(FALSE, FALSE, sizeof(CrCandidateRow));
  g_autoptr(GPtrArray) candidates = g_ptr_array_new_with_free_func(candidate_free);
  if (!cr_store_begin(store, coach, FALSE, error))
    return NULL;
  g_autoptr(GArray) noted = cr_store_list_candidates(store, 0, MOST_CANDIDATES, error);
  cr_store_rollback(store);
  for (guint i = 0; noted && i < noted->len; i++) {
    const CrCandidateRow *row = &g_array_index(noted, CrCandidateRow, i);
    CrCandidate *candidate = NULL;
    if (!ask_candidate(store, row->account, coach, now, &candidate, error))
      return NULL;
    if (candidate)
      g_ptr_array_add(candidates, candidate);
    else if (now - row->since > STALE_USEC)
      g_array_append_val(stale, *row);
  }
  if (noted == NULL)
    return NULL;
  g_ptr_array_sort(candidates, compare_names);
  *ret_stale = stale->len ? g_steal_pointer(&stale) : NULL;
  return g_steal_pointer(&candidates);
}
