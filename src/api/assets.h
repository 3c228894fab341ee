#pragma once
/* The page, as tools/web.sh built it and the binary carries it. It holds nothing of the candidate,
 * so it may be served to anyone who may connect. */
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

/* path: decoded, without query. The page's own views ("/", "/interviews/3", "/settings" …) all
 * give index.html, which reads the address itself. NULL: there is no such file. */
const CrAsset *cr_asset_find(const char *path);

/* Content-Security-Policy for every answer that is an asset: nothing foreign, nothing inline but
 * the page's own first styles and its line of script that sets the chosen theme, no frames, and no
 * string becomes script or HTML. */
const char *cr_asset_policy(void);

G_END_DECLS
