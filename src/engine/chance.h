#pragma once
/* What nobody can guess, from any thread. Without randomness the program ends. */
#include <glib.h>

G_BEGIN_DECLS

void chance_fill(gpointer bytes, gsize length);
/* 32 random bytes as base64url. Free with g_free. */
char *chance_text(void);
/* Source: RFC 4648 §5, without padding. Free with g_free. */
char *chance_base64url(const guint8 *bytes, gsize length);

G_END_DECLS
