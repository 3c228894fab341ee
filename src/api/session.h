#pragma once
/* Who may speak to the server: a link that is printed is opened once and becomes a session, whose
 * token only the browser has. Kept are hashes, in the account's settings "api.links" and
 * "api.sessions". None of these functions may be called in a transaction. */
#include "engine/desk.h"

G_BEGIN_DECLS

#define CR_SESSION_DAYS 90

/* A new link's token. Free with g_free. */
char *cr_session_make_link(CrDesk *desk, CrInstant now, GError **error);
/* The session that a link's token is changed for, once; CR_ERROR_NOT_FOUND when it is none, was
 * used or is too old. Free with g_free. */
char *cr_session_open(CrDesk *desk, const char *token, CrInstant now, GError **error);
gboolean cr_session_end(CrDesk *desk, const char *token, GError **error);
/* Of each session: hash of its token -> CrInstant * at which it ends. Free with
 * g_hash_table_unref. */
GHashTable *cr_session_load(CrDesk *desk, GError **error);
/* What stands for a token where it must not be told. Free with g_free. */
char *cr_token_hash(const char *token);
/* 43 characters that nobody guesses. Free with g_free. */
char *cr_token_new(void);

G_END_DECLS
