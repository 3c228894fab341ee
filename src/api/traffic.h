#pragma once
/* What was asked and how it was answered, in numbers: by route as the contract names it, never by
 * what stood in its place. From any thread. */
#include "api/route.h"

G_BEGIN_DECLS

typedef struct _CrTraffic CrTraffic;

CrTraffic *cr_traffic_new(void);
void cr_traffic_free(CrTraffic *traffic); /* NULL-safe */
/* route NULL: of none, such as the page's own files. */
void cr_traffic_note(CrTraffic *traffic, const CrRoute *route, guint status, gint64 usec);
/* Appends it as Prometheus reads it. */
void cr_traffic_measure(CrTraffic *traffic, GString *text);
/* "/api/v1/interviews/{id}"; "other" of NULL. Free with g_free. */
char *cr_traffic_path(const CrRoute *route);

G_END_DECLS
