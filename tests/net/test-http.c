/* The address that a name leads to is looked at when the socket is opened. Names are resolved by
 * this file: libcurl finds its getaddrinfo before the system's. */
#include "base/error.h"
#include "net/http.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* What the names resolve to; several addresses are tried in turn. */
static const struct {
  const char *name, *addresses[4];
} names[] = {
    {"inner.example.com", {"127.0.0.1"}},
    {"inner6.example.com", {"::1"}},
    {"mapped.example.com", {"::ffff:127.0.0.1"}},
    {"private.example.com", {"10.0.0.1", "192.168.0.1", "172.16.0.1"}},
    {"metadata.example.com", {"169.254.169.254"}},
    {"nat64.example.com", {"64:ff9b::7f00:1"}},
    {"sixtofour.example.com", {"2002:7f00:1::1"}},
    {"all.example.com", {"0.0.0.0", "::", "127.0.0.1", "::1"}},
};

static gint asked; /* how often a name was resolved, from curl's own thread */

static struct addrinfo *
make_address(const char *text, int port) {
  struct addrinfo *info = calloc(1, sizeof *info + sizeof(struct sockaddr_in6));
  struct sockaddr_in *four = (struct sockaddr_in *) (info + 1);
  struct sockaddr_in6 *six = (struct sockaddr_in6 *) (info + 1);
  info->ai_addr = (struct sockaddr *) (info + 1);
  info->ai_socktype = SOCK_STREAM;
  info->ai_protocol = IPPROTO_TCP;
  if (inet_pton(AF_INET, text, &four->sin_addr) == 1) {
    four->sin_family = AF_INET;
    four->sin_port = htons((guint16) port);
    info->ai_addrlen = sizeof *four;
  } else {
    g_assert_cmpint(inet_pton(AF_INET6, text, &six->sin6_addr), ==, 1);
    six->sin6_family = AF_INET6;
    six->sin6_port = htons((guint16) port);
    info->ai_addrlen = sizeof *six;
  }
  info->ai_family = info->ai_addr->sa_family;
  return info;
}

#pragma GCC visibility push(default)
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **ret_list);
void freeaddrinfo(struct addrinfo *list);
#pragma GCC visibility pop

int
getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
            struct addrinfo **ret_list) {
  struct addrinfo **end = ret_list;
  *ret_list = NULL;
  g_atomic_int_inc(&asked);
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
    for (gsize j = 0; strcmp(names[i].name, node) == 0 && j < 4 && names[i].addresses[j]; j++) {
      *end = make_address(names[i].addresses[j], service ? atoi(service) : 0);
      end = &(*end)->ai_next;
    }
  return *ret_list ? 0 : EAI_NONAME;
}

void
freeaddrinfo(struct addrinfo *list) {
  while (list) {
    struct addrinfo *next = list->ai_next;
    free(list);
    list = next;
  }
}

/* A listening socket on all of this machine, which nobody may reach. */
static int
listen_anywhere(int *ret_port) {
  struct sockaddr_in6 any = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_ANY_INIT};
  socklen_t length = sizeof any;
  int no = 0, fd = socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return -1;
  setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
  if (bind(fd, (struct sockaddr *) &any, length) != 0 || listen(fd, 16) != 0 ||
      getsockname(fd, (struct sockaddr *) &any, &length) != 0) {
    close(fd);
    return -1;
  }
  *ret_port = ntohs(any.sin6_port);
  return fd;
}

static void
test_names(void) {
  int port = 0, fd = listen_anywhere(&port);
  if (fd < 0) {
    g_test_skip("there is no IPv6 on this machine");
    return;
  }
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(CrConnection) connection = cr_connection_new();
    g_autoptr(CrHttpReply) reply = NULL;
    connection->name = g_strdup("test");
    connection->auth = CR_AUTH_NONE;
    connection->url = g_strdup_printf("https://%s:%d/", names[i].name, port);
    connection->public_only = TRUE;
    g_autoptr(CrHttp) http = cr_http_new(connection, NULL);
    CrHttpRequest request = {.method = "GET", .url = connection->url};
    int before = g_atomic_int_get(&asked);
    g_assert_false(cr_http_send(http, &request, NULL, &reply, &error));
    g_assert_error(error, CR_ERROR, CR_ERROR_FAILED);
    g_assert_nonnull(strstr(error->message, "not on the public internet"));
    g_assert_cmpint(g_atomic_int_get(&asked), >, before); /* the name itself gave no offence */
    g_assert_cmpint(accept(fd, NULL, NULL), <, 0);        /* and nobody came */
  }
  close(fd);
}

static gpointer
accept_one(gpointer data) {
  struct pollfd wait = {.fd = GPOINTER_TO_INT(data), .events = POLLIN};
  poll(&wait, 1, 60000);
  int peer = accept(wait.fd, NULL, NULL);
  if (peer >= 0)
    close(peer);
  return GINT_TO_POINTER(peer >= 0);
}

/* The same name is fine for the candidate's own machine: it connects, and finds no TLS there. */
static void
test_own_machine(void) {
  int port = 0, fd = listen_anywhere(&port);
  if (fd < 0) {
    g_test_skip("there is no IPv6 on this machine");
    return;
  }
  g_autoptr(GError) error = NULL;
  g_autoptr(CrConnection) connection = cr_connection_new();
  g_autoptr(CrHttpReply) reply = NULL;
  GThread *thread = g_thread_new("peer", accept_one, GINT_TO_POINTER(fd));
  connection->name = g_strdup("test");
  connection->auth = CR_AUTH_NONE;
  connection->url = g_strdup_printf("https://inner.example.com:%d/", port);
  g_autoptr(CrHttp) http = cr_http_new(connection, NULL);
  CrHttpRequest request = {.method = "GET", .url = connection->url};
  g_assert_false(cr_http_send(http, &request, NULL, &reply, &error));
  g_assert_error(error, CR_ERROR, CR_ERROR_FAILED);
  g_assert_null(strstr(error->message, "not on the public internet"));
  g_assert_cmpint(GPOINTER_TO_INT(g_thread_join(thread)), ==, TRUE);
  close(fd);
}

/* A server that says nothing, until a byte comes through the pipe */

typedef struct {
  int fd, wake[2];
} Silent;

static gpointer
answer_when_woken(gpointer data) {
  const Silent *silent = data;
  struct pollfd wait = {.fd = silent->fd, .events = POLLIN};
  char request[4096];
  static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  poll(&wait, 1, 60000);
  int peer = accept(silent->fd, NULL, NULL);
  g_assert_cmpint(peer, >=, 0);
  gboolean asked_it = read(peer, request, sizeof request) > 0;
  struct pollfd either[] = {{.fd = silent->wake[0], .events = POLLIN},
                            {.fd = peer, .events = POLLIN}};
  poll(either, 2, 60000);
  if (either[0].revents)
    g_assert_cmpint(write(peer, answer, strlen(answer)), ==, (gssize) strlen(answer));
  close(peer);
  return GINT_TO_POINTER(asked_it);
}

static void
wake(gpointer data) {
  g_assert_cmpint(write(((Silent *) data)->wake[1], "x", 1), ==, 1);
}

/* Whoever has patience hears that it is being waited for, and then the answer; whoever has none
 * does not know whether the request was heeded. */
static void
test_patience(void) {
  for (int patient = 0; patient < 2; patient++) {
    int port = 0;
    Silent silent = {.fd = listen_anywhere(&port)};
    if (silent.fd < 0) {
      g_test_skip("there is no IPv6 on this machine");
      return;
    }
    g_assert_cmpint(pipe(silent.wake), ==, 0);
    g_autoptr(GError) error = NULL;
    g_autoptr(CrConnection) connection = cr_connection_new();
    g_autoptr(CrHttpReply) reply = NULL;
    GThread *thread = g_thread_new("peer", answer_when_woken, &silent);
    connection->name = g_strdup("test");
    connection->auth = CR_AUTH_NONE;
    connection->url = g_strdup_printf("http://127.0.0.1:%d/", port);
    g_autoptr(CrHttp) http = cr_http_new(connection, NULL);
    const CrHttpPatience patience = {.silent_sec = patient ? 3600 : 1,
                                     .told_sec = patient ? 0 : 3600,
                                     .waits = wake,
                                     .data = &silent};
    CrHttpRequest request = {.method = "GET", .url = connection->url};
    cr_http_set_patience(http, &patience);
    gboolean ok = cr_http_send(http, &request, NULL, &reply, &error);
    g_assert_cmpint(ok, ==, patient);
    if (patient)
      g_assert_cmpstr(reply->body->str, ==, "hi");
    else
      g_assert_error(error, CR_ERROR, CR_ERROR_UNHEARD);
    g_assert_cmpint(cr_http_ran_out(http), ==, !patient);
    g_clear_pointer(&http, cr_http_free);
    g_assert_cmpint(GPOINTER_TO_INT(g_thread_join(thread)), ==, TRUE);
    close(silent.wake[0]);
    close(silent.wake[1]);
    close(silent.fd);
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/http/names", test_names);
  g_test_add_func("/http/own-machine", test_own_machine);
  g_test_add_func("/http/patience", test_patience);
  return g_test_run();
}
