#include "store/members.h"

#include "store/engine.h"

#include <string.h>

#define KIND(stem)                                                                                 \
  { &stem##_record, (GDestroyNotify) stem##_free }
static const struct {
  const CrRecord *record;
  GDestroyNotify free;
} kinds[] = {
    [CR_CREDENTIAL_PASSWORD] = KIND(cr_password), [CR_CREDENTIAL_TOTP] = KIND(cr_totp),
    [CR_CREDENTIAL_PASSKEY] = KIND(cr_passkey),   [CR_CREDENTIAL_IDENTITY] = KIND(cr_identity),
    [CR_CREDENTIAL_RECOVERY] = KIND(cr_ticket),   [CR_CREDENTIAL_SESSION] = KIND(cr_session),
    [CR_CREDENTIAL_INVITATION] = KIND(cr_ticket), [CR_CREDENTIAL_RESET] = KIND(cr_ticket),
    [CR_CREDENTIAL_ADDRESS] = KIND(cr_ticket),    [CR_CREDENTIAL_STEP] = KIND(cr_ticket),
    [CR_CREDENTIAL_BROWSER] = KIND(cr_session),
};

static gboolean
take_member(const CrRow *row, gpointer data, GError **error) {
  CrMember *member = cr_record_parse(&cr_member_record, cr_row_text(row, "body"), error);
  *(CrMember **) data = member;
  return member != NULL;
}

CrMember *
cr_store_load_member(CrStore *store, GError **error) {
  CrMember *member = NULL;
  cr_store_run(store, CR_SQL_LOAD_MEMBER, CR_NO_VALUES, take_member, &member, error);
  return member;
}

gboolean
cr_store_save_member(CrStore *store, const CrMember *member, GError **error) {
  g_autofree char *body = cr_record_print(&cr_member_record, member);
  return cr_store_run(store, CR_SQL_PUT_MEMBER,
                      CR_VALUES(CR_TEXT(cr_member_state_names[member->state]),
                                CR_TEXT(cr_role_names[member->role]), CR_TEXT(member->email),
                                CR_TEXT(body)),
                      NULL, NULL, error);
}

gboolean
cr_store_put_credential(CrStore *store, CrCredentialKind kind, const char *digest, CrInstant ends,
                        gconstpointer value, GError **error) {
  g_autofree char *body = cr_record_print(kinds[kind].record, value);
  return cr_store_run(store, CR_SQL_PUT_CREDENTIAL,
                      CR_VALUES(CR_TEXT(cr_credential_kind_names[kind]), CR_TEXT(digest),
                                CR_INT(ends), CR_TEXT(body)),
                      NULL, NULL, error);
}

typedef struct {
  const CrRecord *record;
  CrInstant now;
  gpointer found;
  GPtrArray *list;
} Credentials;

static gboolean
take_credential(const CrRow *row, gpointer data, GError **error) {
  Credentials *c = data;
  if (cr_row_integer(row, "ends_at") <= c->now)
    return TRUE;
  gpointer value = cr_record_parse(c->record, cr_row_text(row, "body"), error);
  if (value && c->list)
    g_ptr_array_add(c->list, value);
  else
    c->found = value;
  return value != NULL;
}

static gpointer
find_credential(CrStore *store, CrSql sql, CrCredentialKind kind, const char *digest, CrInstant now,
                GError **error) {
  Credentials c = {kinds[kind].record, now, NULL, NULL};
  cr_store_run(store, sql, CR_VALUES(CR_TEXT(cr_credential_kind_names[kind]), CR_TEXT(digest)),
               take_credential, &c, error);
  return c.found;
}

gpointer
cr_store_find_credential(CrStore *store, CrCredentialKind kind, const char *digest, CrInstant now,
                         GError **error) {
  return find_credential(store, CR_SQL_FIND_CREDENTIAL, kind, digest, now, error);
}

gpointer
cr_store_take_credential(CrStore *store, CrCredentialKind kind, const char *digest, CrInstant now,
                         GError **error) {
  return find_credential(store, CR_SQL_TAKE_CREDENTIAL, kind, digest, now, error);
}

GPtrArray *
cr_store_list_credentials(CrStore *store, CrCredentialKind kind, CrInstant now, GError **error) {
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(kinds[kind].free);
  Credentials c = {kinds[kind].record, now, NULL, list};
  return cr_store_run(store, CR_SQL_LIST_CREDENTIALS,
                      CR_VALUES(CR_TEXT(cr_credential_kind_names[kind])), take_credential, &c,
                      error)
             ? g_steal_pointer(&list)
             : NULL;
}

gboolean
cr_store_drop_credentials(CrStore *store, CrCredentialKind kind, GError **error) {
  return cr_store_run(store, CR_SQL_DROP_CREDENTIALS,
                      CR_VALUES(CR_TEXT(cr_credential_kind_names[kind])), NULL, NULL, error);
}

gboolean
cr_store_expire_credentials(CrStore *store, CrInstant now, GError **error) {
  return cr_store_run(store, CR_SQL_EXPIRE_CREDENTIALS, CR_VALUES(CR_INT(now)), NULL, NULL, error);
}

/* The directory */

static gboolean
name_digest(CrStore *store, const char *digest, GError **error) {
  return cr_store_check_shared(store, error) &&
         store->engine->name_digest(store->db, digest, error);
}

gboolean
cr_store_enter_directory(CrStore *store, const char *digest, gboolean *ret_ours, GError **error) {
  gint64 account = 0;
  if (!name_digest(store, digest, error) ||
      !cr_store_run_number(store, CR_SQL_PUT_IN_DIRECTORY, CR_VALUES(CR_TEXT(digest)), "id",
                           &account, error) ||
      (account == 0 && !cr_store_run_number(store, CR_SQL_FIND_IN_DIRECTORY,
                                            CR_VALUES(CR_TEXT(digest)), "id", &account, error)))
    return FALSE;
  *ret_ours = account == store->account;
  return TRUE;
}

gboolean
cr_store_leave_directory(CrStore *store, const char *digest, GError **error) {
  return name_digest(store, digest, error) &&
         cr_store_run(store, CR_SQL_DROP_FROM_DIRECTORY, CR_VALUES(CR_TEXT(digest)), NULL, NULL,
                      error);
}

gboolean
store_leave_directory(CrStore *store, GError **error) {
  g_autoptr(GError) local = NULL;
  if (store->engine->name_digest == NULL)
    return TRUE;
  g_autoptr(CrMember) member = cr_store_load_member(store, &local);
  g_autoptr(GPtrArray) identities =
      local ? NULL : cr_store_list_credentials(store, CR_CREDENTIAL_IDENTITY, 0, &local);
  g_autofree char *digest = member ? cr_email_digest(member->email) : NULL;
  gboolean ok =
      local == NULL && (digest == NULL || cr_store_leave_directory(store, digest, &local));
  for (guint i = 0; ok && i < identities->len; i++)
    ok = cr_store_leave_directory(store, ((CrIdentity *) identities->pdata[i])->digest, &local);
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  return ok;
}

gboolean
cr_store_drop_member(CrStore *store, GError **error) {
  return store_leave_directory(store, error) &&
         cr_store_run(store, CR_SQL_ERASE_MEMBER, CR_NO_VALUES, NULL, NULL, error) &&
         cr_store_run(store, CR_SQL_ERASE_POSTS, CR_NO_VALUES, NULL, NULL, error);
}

gboolean
cr_store_find_account(CrStore *store, const char *digest, gint64 *ret_account, GError **error) {
  gint64 account = 0;
  if (!store_begin_shared(store, digest, error))
    return FALSE;
  gboolean ok = cr_store_run_number(store, CR_SQL_FIND_IN_DIRECTORY, CR_VALUES(CR_TEXT(digest)),
                                    "id", &account, error);
  if (!store_end_shared(store, ok, error))
    return FALSE;
  *ret_account = account;
  return TRUE;
}

/* Of all */

static void
free_row(gpointer data) {
  CrMemberRow *row = data;
  cr_member_free(row->member);
  g_free(row->undelivered);
  g_free(row);
}

static gboolean
take_row(const CrRow *row, gpointer data, GError **error) {
  CrMember *member = NULL;
  if (!take_member(row, &member, error))
    return FALSE;
  CrMemberRow *one = g_new(CrMemberRow, 1);
  *one = (CrMemberRow){cr_row_integer(row, "account_id"), member,
                       g_strdup(cr_row_text(row, "undelivered"))};
  g_ptr_array_add(data, one);
  return TRUE;
}

GPtrArray *
cr_store_list_members(CrStore *store, gboolean invited, gint64 after, guint limit, GError **error) {
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_row);
  return store_run_shared(store, NULL, invited ? CR_SQL_LIST_INVITED : CR_SQL_LIST_MEMBERS,
                          CR_VALUES(CR_INT(after), CR_INT(cr_store_limit(limit))), take_row, list,
                          error)
             ? g_steal_pointer(&list)
             : NULL;
}

static gboolean
take_member_count(const CrRow *row, gpointer data, GError **error) {
  gint64(*counts)[CR_N_ROLES] = data;
  int state = cr_name_index(cr_member_state_names, cr_row_text(row, "state"));
  int role = cr_name_index(cr_role_names, cr_row_text(row, "role"));
  if (state >= 0 && role >= 0)
    counts[state][role] = cr_row_integer(row, "n");
  return TRUE;
}

gboolean
cr_store_count_members(CrStore *store, CrMemberCounts ret_counts, GError **error) {
  CrMemberCounts counts = {{0}};
  if (!store_run_shared(store, NULL, CR_SQL_COUNT_MEMBERS, CR_NO_VALUES, take_member_count, counts,
                        error))
    return FALSE;
  memcpy(ret_counts, counts, sizeof counts);
  return TRUE;
}

/* Attempts */

typedef struct {
  gint64 tries;
  CrInstant until;
} Attempt;

static gboolean
take_attempt(const CrRow *row, gpointer data, GError **error) {
  *(Attempt *) data = (Attempt){cr_row_integer(row, "tries"), cr_row_integer(row, "until_at")};
  return TRUE;
}

static gint64
pause_after(const CrPatience *patience, gint64 tries) {
  gint64 beyond = tries - patience->free;
  if (beyond <= 0)
    return 0;
  return beyond > 20 ? patience->longest_usec
                     : MIN(patience->pause_usec << (beyond - 1), patience->longest_usec);
}

static gboolean
put_attempt(CrStore *store, const char *digest, gint64 tries, CrInstant until, CrInstant ends,
            const char *body, GError **error) {
  return cr_store_run(
      store, CR_SQL_PUT_ATTEMPT,
      CR_VALUES(CR_TEXT(digest), CR_INT(tries), CR_INT(until), CR_INT(ends), CR_TEXT(body)), NULL,
      NULL, error);
}

/* Counting holds the row, so that those who try at the same moment come one after the other. */
gboolean
cr_store_count_attempt(CrStore *store, const char *digest, const CrPatience *patience,
                       CrInstant now, CrInstant *ret_until, GError **error) {
  Attempt attempt = {0, 0};
  CrInstant ends = now + patience->forget_usec;
  if (!store_begin_shared(store, digest, error))
    return FALSE;
  gboolean ok = cr_store_run(store, CR_SQL_COUNT_ATTEMPT,
                             CR_VALUES(CR_TEXT(digest), CR_INT(now), CR_INT(ends)), take_attempt,
                             &attempt, error);
  /* farther on than any pause: the clock was ahead then */
  gboolean pauses = attempt.until > now && attempt.until <= now + patience->longest_usec;
  if (ok && pauses && attempt.tries > 1) {
    store_end_shared(store, FALSE, NULL);
    *ret_until = attempt.until;
    return TRUE;
  }
  gint64 pause = pause_after(patience, attempt.tries);
  ok = ok &&
       (pause == 0 || put_attempt(store, digest, attempt.tries, now + pause, ends, NULL, error));
  if (!store_end_shared(store, ok, error))
    return FALSE;
  *ret_until = CR_INSTANT_NONE;
  return TRUE;
}

static gboolean
take_begun(const CrRow *row, gpointer data, GError **error) {
  Credentials *c = data;
  if (cr_row_integer(row, "ends_at") > c->now)
    c->found = g_strdup(cr_row_text(row, "body"));
  return TRUE;
}

char *
cr_store_take_begun(CrStore *store, const char *digest, CrInstant now, GError **error) {
  Credentials c = {.now = now};
  if (!store_run_shared(store, digest, CR_SQL_TAKE_ATTEMPT, CR_VALUES(CR_TEXT(digest)), take_begun,
                        &c, error))
    g_clear_pointer(&c.found, g_free);
  return c.found;
}

gboolean
cr_store_forget_attempts(CrStore *store, const char *digest, GError **error) {
  g_autoptr(GError) local = NULL;
  g_free(cr_store_take_begun(store, digest, 0, &local));
  if (local == NULL)
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

gboolean
cr_store_uncount_attempt(CrStore *store, const char *digest, GError **error) {
  return store_run_shared(store, digest, CR_SQL_UNCOUNT_ATTEMPT, CR_VALUES(CR_TEXT(digest)), NULL,
                          NULL, error);
}

gboolean
cr_store_keep_begun(CrStore *store, const char *digest, const char *body, CrInstant ends,
                    GError **error) {
  return store_begin_shared(store, digest, error) &&
         store_end_shared(store, put_attempt(store, digest, 0, 0, ends, body, error), error);
}

gboolean
cr_store_expire_attempts(CrStore *store, CrInstant now, GError **error) {
  return store_run_shared(store, NULL, CR_SQL_EXPIRE_ATTEMPTS, CR_VALUES(CR_INT(now)), NULL, NULL,
                          error);
}
