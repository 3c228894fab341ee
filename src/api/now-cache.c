#include "api/server-private.h"

/* How far the clock in the headers may be behind. */
#define CLOCK_USEC (100 * CR_SECOND / 1000)

void
now_cache_clear(NowCache *cache) {
  g_clear_pointer(&cache->body, g_bytes_unref);
  g_clear_pointer(&cache->etag, g_free);
  g_clear_pointer(&cache->response, MHD_destroy_response);
}

void
now_cache_put(CrServer *server, const CrReply *reply, gint64 version, CrInstant due,
              CrInstant now) {
  pthread_mutex_lock(&server->mutex);
  now_cache_clear(&server->now);
  server->now = (NowCache){.version = version,
                           .minute = now / CR_MINUTE,
                           .due = due,
                           .body = g_bytes_ref(reply->body),
                           .etag = g_strdup(reply->etag)};
  pthread_mutex_unlock(&server->mutex);
}

static struct MHD_Response *
make(const NowCache *cache, CrInstant now, gboolean whole) {
  g_autofree char *clock = server_clock_text(now);
  g_autoptr(CrReply) reply = cr_reply_new(whole ? 200 : 304, whole ? "application/json" : NULL,
                                          whole ? g_bytes_ref(cache->body) : NULL);
  reply->etag = g_strdup(cache->etag);
  reply->version = cache->version;
  return cr_reply_response(reply, clock);
}

/* Queued under the lock: MHD counts who uses a response, but only from there on. */
gboolean
now_cache_answer(CrServer *server, struct MHD_Connection *connection, gint64 version, CrInstant now,
                 const char *if_none_match, guint *ret_status, enum MHD_Result *ret_result) {
  NowCache *cache = &server->now;
  gint64 tick = g_get_monotonic_time();
  pthread_mutex_lock(&server->mutex);
  gboolean holds = cache->body && cache->version == version && cache->minute == now / CR_MINUTE &&
                   (cache->due == CR_INSTANT_NONE || now < cache->due);
  if (holds && if_none_match && cr_etag_matches(if_none_match, cache->etag)) {
    struct MHD_Response *unchanged = make(cache, now, FALSE);
    *ret_status = 304;
    *ret_result = MHD_queue_response(connection, 304, unchanged);
    MHD_destroy_response(unchanged);
  } else if (holds) {
    if (cache->response == NULL || tick - cache->made_usec > CLOCK_USEC) {
      g_clear_pointer(&cache->response, MHD_destroy_response);
      cache->response = make(cache, now, TRUE);
      cache->made_usec = tick;
    }
    *ret_status = 200;
    *ret_result = MHD_queue_response(connection, 200, cache->response);
  }
  pthread_mutex_unlock(&server->mutex);
  return holds;
}
