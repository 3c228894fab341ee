#include "api/traffic.h"

#include <pthread.h>

static const double limits_sec[] = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                    0.1,   0.25,   0.5,   1,    2.5,   10};
#define N_LIMITS G_N_ELEMENTS(limits_sec)

typedef struct {
  guint64 count, buckets[N_LIMITS];
  double sum_sec;
  GHashTable *statuses; /* status -> how often, both as numbers */
} Of;

struct _CrTraffic {
  pthread_mutex_t mutex; /* of what follows */
  Of *of;                /* by route; the last of none */
  guint n;
};

CrTraffic *
cr_traffic_new(void) {
  CrTraffic *traffic = g_new0(CrTraffic, 1);
  pthread_mutex_init(&traffic->mutex, NULL);
  while (cr_routes[traffic->n].method)
    traffic->n++;
  traffic->of = g_new0(Of, traffic->n + 1);
  for (guint i = 0; i <= traffic->n; i++)
    traffic->of[i].statuses = g_hash_table_new(NULL, NULL);
  return traffic;
}

void
cr_traffic_free(CrTraffic *traffic) {
  if (traffic == NULL)
    return;
  for (guint i = 0; i <= traffic->n; i++)
    g_hash_table_unref(traffic->of[i].statuses);
  g_free(traffic->of);
  pthread_mutex_destroy(&traffic->mutex);
  g_free(traffic);
}

void
cr_traffic_note(CrTraffic *traffic, const CrRoute *route, guint status, gint64 usec) {
  double sec = (double) usec / G_USEC_PER_SEC;
  gpointer key = GUINT_TO_POINTER(status);
  pthread_mutex_lock(&traffic->mutex);
  Of *of = &traffic->of[route ? (guint) (route - cr_routes) : traffic->n];
  gsize times = GPOINTER_TO_SIZE(g_hash_table_lookup(of->statuses, key));
  g_hash_table_insert(of->statuses, key, GSIZE_TO_POINTER(times + 1));
  of->count++;
  of->sum_sec += sec;
  for (gsize i = 0; i < N_LIMITS; i++)
    of->buckets[i] += sec <= limits_sec[i];
  pthread_mutex_unlock(&traffic->mutex);
}

char *
cr_traffic_path(const CrRoute *route) {
  return route == NULL            ? g_strdup("other")
         : *route->pattern == '/' ? g_strdup(route->pattern)
                                  : g_strconcat("/api/v1/", route->pattern, NULL);
}

static void
measure_requests(const Of *of, const char *labels, GString *text) {
  GHashTableIter iter;
  gpointer status, times;
  g_hash_table_iter_init(&iter, of->statuses);
  while (g_hash_table_iter_next(&iter, &status, &times))
    g_string_append_printf(text, "crickets_requests_total{%s,status=\"%u\"} %zu\n", labels,
                           GPOINTER_TO_UINT(status), GPOINTER_TO_SIZE(times));
}

static void
append_number(GString *text, double number) {
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  g_string_append(text, g_ascii_formatd(buffer, sizeof buffer, "%.10g", number));
}

static void
measure_times(const Of *of, const char *labels, GString *text) {
  for (gsize i = 0; i < N_LIMITS; i++) {
    g_string_append_printf(text, "crickets_request_seconds_bucket{%s,le=\"", labels);
    append_number(text, limits_sec[i]);
    g_string_append_printf(text, "\"} %" G_GUINT64_FORMAT "\n", of->buckets[i]);
  }
  g_string_append_printf(text,
                         "crickets_request_seconds_bucket{%s,le=\"+Inf\"} %" G_GUINT64_FORMAT "\n"
                         "crickets_request_seconds_count{%s} %" G_GUINT64_FORMAT "\n"
                         "crickets_request_seconds_sum{%s} ",
                         labels, of->count, labels, of->count, labels);
  append_number(text, of->sum_sec);
  g_string_append_c(text, '\n');
}

typedef void (*Measure)(const Of *of, const char *labels, GString *text);

static void
measure_each(const CrTraffic *traffic, Measure measure, GString *text) {
  for (guint i = 0; i <= traffic->n; i++) {
    const CrRoute *route = i < traffic->n ? &cr_routes[i] : NULL;
    g_autofree char *path = cr_traffic_path(route);
    g_autofree char *labels =
        g_strdup_printf("method=\"%s\",route=\"%s\"", route ? route->method : "any", path);
    if (traffic->of[i].count > 0)
      measure(&traffic->of[i], labels, text);
  }
}

void
cr_traffic_measure(CrTraffic *traffic, GString *text) {
  pthread_mutex_lock(&traffic->mutex);
  g_string_append(text, "# HELP crickets_requests_total Requests by route and status.\n"
                        "# TYPE crickets_requests_total counter\n");
  measure_each(traffic, measure_requests, text);
  g_string_append(text, "# HELP crickets_request_seconds From a request's headers to its answer.\n"
                        "# TYPE crickets_request_seconds histogram\n");
  measure_each(traffic, measure_times, text);
  pthread_mutex_unlock(&traffic->mutex);
}
