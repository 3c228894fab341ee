#pragma once
/* What the ways into a service share. */
#include "api/route.h"
#include "engine/passkey.h"

G_BEGIN_DECLS

/* what: is tried. TRUE to go on. FALSE with the 429 in *ret_reply, or with the error set and NULL
 * there. */
gboolean sign_in_may_try(CrRequest *request, const char *what, CrReply **ret_reply, GError **error);
/* A new session, and word of it; the 403 of an account that is closed. */
CrReply *sign_in_done(CrRequest *request, gint64 account, const char *how, GError **error);

/* A challenge that is good for a while, once, and for what body says: "" of a sign-in, or whose new
 * passkey it is. Free with g_free. */
char *sign_in_begin_passkey(CrRequest *request, const char *body, GError **error);
/* FALSE with CR_ERROR_DENIED when it is not, or not any more. */
gboolean sign_in_end_passkey(CrRequest *request, const char *challenge, const char *body,
                             GError **error);
CrPasskeyPlace sign_in_place(const CrRequest *request, const char *challenge);

G_END_DECLS
