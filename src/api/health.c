#include "api/health.h"

#include "api/listen.h"
#include "base/error.h"

#include <microhttpd.h>
#include <string.h>

#define MAX_CONNECTIONS 32
#define IDLE_SEC 10

struct _CrHealth {
  CrHealthOptions options;
  struct MHD_Daemon *daemon;
  char *origin;
};

static enum MHD_Result
reply(struct MHD_Connection *connection, guint status, const char *type, const char *text) {
  struct MHD_Response *response =
      MHD_create_response_from_buffer(strlen(text), (void *) text, MHD_RESPMEM_MUST_COPY);
  MHD_add_response_header(response, "Content-Type", type);
  MHD_add_response_header(response, "Cache-Control", "no-store");
  enum MHD_Result result = MHD_queue_response(connection, status, response);
  MHD_destroy_response(response);
  return result;
}

#define PLAIN "text/plain; charset=utf-8"

static enum MHD_Result
handle(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
       const char *version, const char *upload_data, size_t *upload_data_size, void **con_cls) {
  const CrHealth *health = cls;
  g_autoptr(GString) text = g_string_new(NULL);
  if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
    return reply(connection, 405, PLAIN, "only read here\n");
  if (strcmp(url, "/healthz") == 0)
    return reply(connection, 200, PLAIN, "ok\n");
  if (strcmp(url, "/readyz") == 0) {
    gboolean ready = health->options.ready(text, health->options.data);
    return reply(connection, ready ? 200 : 503, "application/json", text->str);
  }
  if (strcmp(url, "/metrics") != 0)
    return reply(connection, 404, PLAIN, "there are /healthz, /readyz and /metrics\n");
  health->options.measure(text, health->options.data);
  return reply(connection, 200, "text/plain; version=0.0.4; charset=utf-8", text->str);
}

CrHealth *
cr_health_new(const CrHealthOptions *options, GError **error) {
  g_autoptr(CrHealth) health = g_new0(CrHealth, 1);
  g_autofree char *where = strchr(options->where, ':')
                               ? g_strdup(options->where)
                               : g_strconcat("127.0.0.1:", options->where, NULL);
  int fd;
  health->options = *options;
  if (!cr_listen(where, "--health", &fd, &health->origin, error))
    return NULL;
  health->daemon = MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL, handle, health,
      MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT, (unsigned) MAX_CONNECTIONS,
      MHD_OPTION_CONNECTION_TIMEOUT, (unsigned) IDLE_SEC, MHD_OPTION_END);
  if (health->daemon == NULL) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s cannot be served", where);
    return NULL;
  }
  return g_steal_pointer(&health);
}

void
cr_health_free(CrHealth *health) {
  if (health == NULL)
    return;
  if (health->daemon)
    MHD_stop_daemon(health->daemon);
  g_free(health->origin);
  g_free(health);
}

const char *
cr_health_origin(const CrHealth *health) {
  return health->origin;
}
