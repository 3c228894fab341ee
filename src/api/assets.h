#pragma once
/* The page, as the binary carries it. It holds nothing of the candidate, so it may be served to
 * anyone who may connect. */
#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  const char *content_type;
  const char *etag; /* quoted, strong; one for both encodings, which are the same content */
  gconstpointer bytes;
  gsize size_bytes;
  gconstpointer gzip_bytes; /* the same, compressed; NULL when that gains nothing */
  gsize gzip_size_bytes;
} CrAsset;

/* path: decoded, without query. NULL: there is no such file. */
const CrAsset *cr_asset_find(const char *path);

/* Content-Security-Policy for every answer that is an asset. */
extern const char *const cr_asset_csp;

G_END_DECLS
