#include "api/assets.h"

#include <string.h>

const char *const cr_asset_csp = "default-src 'none'; style-src 'self'; base-uri 'none'; "
                                 "form-action 'none'; frame-ancestors 'none'";

static const char home[] =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>crickets</title>"
    "<p>crickets is running. What to do now is at <a href=\"/api/v1/now\">/api/v1/now</a>; "
    "everything else is described in <a href=\"/api/v1/openapi.json\">openapi.json</a>.</p>\n";

const CrAsset *
cr_asset_find(const char *path) {
  static const CrAsset asset = {.content_type = "text/html; charset=utf-8",
                                .etag = "\"home-1\"",
                                .bytes = home,
                                .size_bytes = sizeof home - 1};
  return strcmp(path, "/") == 0 ? &asset : NULL;
}
