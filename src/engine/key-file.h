#pragma once
/* The keys of a service, which its database does not have: a file, one a line, "ID BASE64". The
 * first seals and marks, all unseal and check, so that keys can be exchanged while all goes on. See
 * seal.h and audit-keys.h. */
#include <glib.h>

G_BEGIN_DECLS

#define CR_KEY_BYTES 32
#define CR_KEY_ID_BYTES 4
#define CR_KEY_MOST 32
#define CR_KEY_BASE64_CHARS 44
#define CR_KEY_LINE_CHARS (2 * CR_KEY_ID_BYTES + 1 + CR_KEY_BASE64_CHARS + 1)

typedef struct {
  char *id; /* hex */
  guint8 bytes[CR_KEY_BYTES];
} CrKey;

/* $CREDENTIALS_DIRECTORY/service.keys where systemd hands it over, else
 * $XDG_CONFIG_HOME/crickets/service.keys. Free with g_free. */
char *cr_key_file_path(void);
/* CrKey, the first first; empty when there is no file. Read anew each time: a key that was added on
 * a running service counts at once. Free with g_ptr_array_unref, which wipes them. */
GPtrArray *cr_key_file_load(GError **error);
/* Sets the error. Returns FALSE. */
gboolean cr_key_file_refuse(const char *path, const char *why, GError **error);
/* Whether the text begins with "ID.", as what was made with the key does. */
gboolean cr_key_made(const CrKey *key, const char *text);

G_END_DECLS
