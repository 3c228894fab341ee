#pragma once
/* The poster: takes the service's own letters to the mail server. Each is put down first
 * (store/posts.h); whichever process has the means posts it, again and again with longer pauses
 * while the server says "not now" or is away, and never again once it may have been delivered.
 * Nothing secret is kept: each attempt makes a new link, and the one before is void. */
#include "engine/service.h"
#include "store/posts.h"

G_BEGIN_DECLS

/* The letter is to go out; a transaction of its own. what: of CHANGED what was, in words. */
gboolean cr_post_later(CrStore *store, gint64 account, CrPostKind kind, const char *address,
                       const char *what, CrInstant now, GError **error);

/* Posts one that is due, of that account (0: of any). holder: this process, by a name that no other
 * has. *ret_posted: whether there was one; *ret_words why it did not go, or NULL. origin: where
 * people reach the service. */
gboolean cr_post_one(CrStore *store, const CrService *service, const char *origin, gint64 account,
                     const char *holder, CrInstant now, gboolean *ret_posted, char **ret_words,
                     GError **error);

/* A thread that posts whatever is due, by any process. What it is given outlives it. NULL where no
 * mail is sent; the other two are NULL-safe. */
typedef struct _CrPoster CrPoster;
CrPoster *cr_poster_new(const char *uri, const CrService *service, const char *origin,
                        CrInstant (*now)(gpointer data), gpointer data);
void cr_poster_wake(CrPoster *poster); /* one was put down just now */
void cr_poster_free(CrPoster *poster); /* waits for the letter in hand */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrPoster, cr_poster_free)

G_END_DECLS
