#include "store/posts.h"

#include "base/error.h"
#include "store/engine.h"

void
cr_post_free(CrPost *post) {
  if (post == NULL)
    return;
  g_free(post->address);
  g_free(post->what);
  g_free(post->words);
  g_free(post);
}

gboolean
cr_store_put_post(CrStore *store, CrPostKind kind, const char *address, const char *what,
                  CrInstant now, CrInstant ends, GError **error) {
  return cr_store_run(store, CR_SQL_PUT_POST,
                      CR_VALUES(CR_TEXT(cr_post_kind_names[kind]), CR_TEXT(address),
                                CR_TEXT(what ? what : ""), CR_INT(now), CR_INT(ends)),
                      NULL, NULL, error) &&
         (store->engine->begin_shared == NULL ||
          cr_store_run(store, CR_SQL_TELL_POST, CR_NO_VALUES, NULL, NULL, error));
}

gboolean
cr_store_drop_posts(CrStore *store, CrPostKind kind, GError **error) {
  return cr_store_run(store, CR_SQL_DROP_POSTS, CR_VALUES(CR_TEXT(cr_post_kind_names[kind])), NULL,
                      NULL, error);
}

static gboolean
take_post(const CrRow *row, gpointer data, GError **error) {
  int kind = cr_name_index(cr_post_kind_names, cr_row_text(row, "kind"));
  CrPost *post = g_new(CrPost, 1);
  *post = (CrPost){cr_row_integer(row, "account_id"),     (CrPostKind) kind,
                   g_strdup(cr_row_text(row, "address")), g_strdup(cr_row_text(row, "what")),
                   cr_row_integer(row, "ends_at"),        (int) cr_row_integer(row, "tries"),
                   g_strdup(cr_row_text(row, "words"))};
  *(CrPost **) data = post;
  if (kind < 0)
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "a letter of a newer crickets waits");
  return kind >= 0;
}

CrPost *
cr_store_claim_post(CrStore *store, gint64 account, const char *holder, CrInstant now,
                    CrInstant until, GError **error) {
  g_autoptr(CrPost) post = NULL;
  return store_run_shared(store, NULL, CR_SQL_CLAIM_POST,
                          CR_VALUES(CR_INT(now), CR_TEXT(holder), CR_INT(until), CR_INT(account)),
                          take_post, &post, error)
             ? g_steal_pointer(&post)
             : NULL;
}

/* What is kept of the account itself is as it was, and it may be erased by now: its version stays.
 */
static gboolean
end(CrStore *store, gboolean ok, GError **error) {
  store->wrote = FALSE;
  return cr_store_end(store, ok, error);
}

#define OF_HOLDER(post, holder)                                                                    \
  CR_TEXT(cr_post_kind_names[(post)->kind]), CR_TEXT((post)->address), CR_TEXT((post)->what),      \
      CR_TEXT(holder)

gboolean
cr_store_set_post(CrStore *store, const CrPost *post, const char *holder, CrInstant due,
                  const char *words, gboolean *ret_held, GError **error) {
  gint64 held = 0;
  if (!cr_store_begin(store, post->account, TRUE, error) ||
      !end(store,
           cr_store_run_number(store, CR_SQL_SET_POST,
                               CR_VALUES(OF_HOLDER(post, holder), CR_INT(due), CR_TEXT(words)),
                               "id", &held, error),
           error))
    return FALSE;
  *ret_held = held != 0;
  return TRUE;
}

gboolean
cr_store_drop_post(CrStore *store, const CrPost *post, const char *holder, GError **error) {
  return cr_store_begin(store, post->account, TRUE, error) &&
         end(store,
             cr_store_run(store, CR_SQL_DROP_POST, CR_VALUES(OF_HOLDER(post, holder)), NULL, NULL,
                          error),
             error);
}
