/* How often strangers may try, and the browsers that are no strangers. */
#include "engine/people-private.h"

#define BROWSER_USEC (CR_BROWSER_DAYS * CR_DAY_USEC)

/* The first is of one who has forgotten; the second keeps all sources together from guessing at one
 * address: some thirty tries on the first day, 24 on each after it. It would keep out the owner,
 * too, who therefore comes in by a browser that is known, a passkey, or a link in the mail. The
 * third keeps one source from many addresses. */
static const struct {
  gboolean address, source;
  CrPatience patience;
} limits[] = {
    {TRUE, TRUE, {5, 2 * CR_SECOND, 15 * CR_MINUTE, 12 * CR_HOUR}},
    {TRUE, FALSE, {20, 2 * CR_SECOND, CR_HOUR, CR_DAY_USEC}},
    {FALSE, TRUE, {60, CR_SECOND, 15 * CR_MINUTE, CR_HOUR}},
};
/* Of a browser that is known: whatever others try. */
static const CrPatience of_browser = {5, 2 * CR_SECOND, 15 * CR_MINUTE, 12 * CR_HOUR};

static char *
limit_digest(gsize i, const CrTry *t) {
  g_autofree char *lower = g_ascii_strdown(limits[i].address ? t->address : "", -1);
  g_autofree char *text =
      g_strdup_printf("try:%u:%s:%s", (guint) i, lower, limits[i].source ? t->source : "");
  return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
}

/* A code is tried beside a password, and each by itself. */
static char *
browser_digest(const CrTry *t) {
  g_autofree char *lower = g_ascii_strdown(t->address, -1);
  g_autofree char *text = g_strdup_printf("try:browser:%s:%s", t->browser, lower);
  return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
}

gboolean
cr_people_may_try(CrStore *store, const CrTry *t, CrInstant now, CrInstant *ret_until,
                  GError **error) {
  CrInstant until = CR_INSTANT_NONE;
  if (t->browser) {
    g_autofree char *digest = browser_digest(t);
    return cr_store_count_attempt(store, digest, &of_browser, now, ret_until, error);
  }
  for (gsize i = 0; i < G_N_ELEMENTS(limits) && until == CR_INSTANT_NONE; i++) {
    g_autofree char *digest = limit_digest(i, t);
    if (!cr_store_count_attempt(store, digest, &limits[i].patience, now, &until, error))
      return FALSE;
  }
  *ret_until = until;
  return TRUE;
}

gboolean
cr_people_tried_well(CrStore *store, const CrTry *t, GError **error) {
  if (t->browser) {
    g_autofree char *digest = browser_digest(t);
    return cr_store_forget_attempts(store, digest, error);
  }
  g_autofree char *both = limit_digest(0, t), *alone = limit_digest(1, t);
  g_autofree char *from = limit_digest(2, t);
  return cr_store_forget_attempts(store, both, error) &&
         cr_store_uncount_attempt(store, alone, error) &&
         cr_store_uncount_attempt(store, from, error);
}

/* Each is a row for some minutes. */
static const CrPatience of_beginning = {60, CR_SECOND, 15 * CR_MINUTE, CR_HOUR};

static char *
beginning_digest(const CrTry *t) {
  g_autofree char *text = t->browser ? g_strconcat("begin:browser:", t->browser, NULL)
                                     : g_strconcat("begin:", t->source, NULL);
  return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
}

gboolean
cr_people_may_begin(CrStore *store, const CrTry *t, CrInstant now, CrInstant *ret_until,
                    GError **error) {
  g_autofree char *digest = beginning_digest(t);
  return cr_store_count_attempt(store, digest, &of_beginning, now, ret_until, error);
}

gboolean
cr_people_began_well(CrStore *store, const CrTry *t, GError **error) {
  g_autofree char *digest = beginning_digest(t);
  return cr_store_uncount_attempt(store, digest, error);
}

/* Browsers */

/* In the account's transaction. */
static gboolean
remember(CrStore *store, gint64 account, const char *before, CrInstant now, char **ret_token,
         GError **error) {
  g_autoptr(GError) local = NULL;
  g_autofree char *token = g_strdup(before), *digest = cr_token_digest(before ? before : "");
  g_autoptr(CrSession) browser =
      cr_store_find_credential(store, CR_CREDENTIAL_BROWSER, digest, now, &local);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  if (browser == NULL) {
    if (!people_make_room(store, CR_CREDENTIAL_BROWSER, now, error))
      return FALSE;
    g_free(token);
    token = cr_token_of(account);
    browser = cr_session_new();
    browser->digest = cr_token_digest(token);
    browser->created = now;
  }
  browser->seen = now;
  browser->ends = now + BROWSER_USEC;
  if (!cr_store_put_credential(store, CR_CREDENTIAL_BROWSER, browser->digest, browser->ends,
                               browser, error))
    return FALSE;
  *ret_token = g_steal_pointer(&token);
  return TRUE;
}

char *
cr_people_remember_browser(CrStore *store, gint64 account, const char *before, CrInstant now,
                           GError **error) {
  g_autofree char *token = NULL;
  return cr_store_begin(store, account, TRUE, error) &&
                 cr_store_end(store, remember(store, account, before, now, &token, error), error)
             ? g_steal_pointer(&token)
             : NULL;
}

CrMember *
cr_people_of_browser(CrStore *store, const char *token, CrInstant now, gint64 *ret_account,
                     GError **error) {
  g_autoptr(GError) local = NULL;
  g_autofree char *digest = token ? cr_token_digest(token) : NULL;
  if (!cr_token_account(token, ret_account) || !cr_store_begin(store, *ret_account, FALSE, error))
    return NULL;
  g_autoptr(CrSession) browser =
      cr_store_find_credential(store, CR_CREDENTIAL_BROWSER, digest, now, &local);
  CrMember *member = browser ? cr_store_load_member(store, &local) : NULL;
  cr_store_rollback(store);
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  return member;
}
