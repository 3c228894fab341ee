/* An address besides loopback, which whoever runs the program has opened on purpose. */
#include "api/listen.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

/* The first address of ours that others may reach; NULL when there is none. */
static char *
own_address(void) {
  struct ifaddrs *all = NULL;
  char *found = NULL;
  if (getifaddrs(&all) != 0)
    return NULL;
  for (const struct ifaddrs *one = all; one && found == NULL; one = one->ifa_next) {
    gboolean usable = one->ifa_addr && one->ifa_addr->sa_family == AF_INET &&
                      (one->ifa_flags & IFF_UP) && !(one->ifa_flags & IFF_LOOPBACK);
    if (!usable)
      continue;
    const struct sockaddr_in *address = (const struct sockaddr_in *) one->ifa_addr;
    g_autoptr(GInetAddress) inet =
        g_inet_address_new_from_bytes((const guint8 *) &address->sin_addr, G_SOCKET_FAMILY_IPV4);
    found = g_inet_address_to_string(inet);
  }
  freeifaddrs(all);
  return found;
}

static GSocketAddress *
parse(const char *where, const char *option, GError **error) {
  g_autoptr(GSocketConnectable) named = g_network_address_parse(where, 0, NULL);
  const char *host = named ? g_network_address_get_hostname(G_NETWORK_ADDRESS(named)) : NULL;
  if (host && g_hostname_is_ip_address(host))
    return g_inet_socket_address_new_from_string(
        host, g_network_address_get_port(G_NETWORK_ADDRESS(named)));
  g_set_error(error, CR_ERROR, CR_ERROR_USAGE,
              "%s takes an address of this machine, such as 192.168.1.20 or 192.168.1.20:8080",
              option);
  return NULL;
}

/* As a phone writes it: with the port that was found, and no wildcard. */
static char *
origin_of(GSocket *socket) {
  g_autoptr(GSocketAddress) bound = g_socket_get_local_address(socket, NULL);
  GInetSocketAddress *inet = bound ? G_INET_SOCKET_ADDRESS(bound) : NULL;
  if (inet == NULL)
    return NULL;
  GInetAddress *address = g_inet_socket_address_get_address(inet);
  g_autofree char *host = g_inet_address_to_string(address);
  if (g_inet_address_get_is_any(address)) {
    char *own = own_address();
    if (own) {
      g_free(host);
      host = own;
    }
  }
  return g_strdup_printf(strchr(host, ':') ? "http://[%s]:%u" : "http://%s:%u", host,
                         g_inet_socket_address_get_port(inet));
}

gboolean
cr_listen(const char *where, const char *option, int *ret_fd, char **ret_origin, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(GSocketAddress) address = parse(where, option, error);
  if (address == NULL)
    return FALSE;
  g_autoptr(GSocket) socket = g_socket_new(g_socket_address_get_family(address),
                                           G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &local);
  char *origin =
      socket && g_socket_bind(socket, address, TRUE, &local) && g_socket_listen(socket, &local)
          ? origin_of(socket)
          : NULL;
  int fd = origin ? dup(g_socket_get_fd(socket)) : -1; /* the server closes its own */
  if (fd < 0) {
    g_free(origin);
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s cannot be listened on: %s", where,
                local ? local->message : g_strerror(errno));
    return FALSE;
  }
  *ret_fd = fd;
  *ret_origin = origin;
  return TRUE;
}

/* The first descriptor that is handed over. */
#define HANDED_FD 3

static int
count_handed(void) {
  const char *pid = g_getenv("LISTEN_PID"), *count = g_getenv("LISTEN_FDS");
  gint64 whose, n;
  return pid && count && g_ascii_string_to_signed(pid, 10, 1, G_MAXINT, &whose, NULL) &&
                 whose == getpid() && g_ascii_string_to_signed(count, 10, 0, 100, &n, NULL)
             ? (int) n
             : 0;
}

/* 4 or 6, or 0 of what is not listened on at loopback. */
static int
family_of(int fd) {
  g_autoptr(GSocket) socket = NULL;
  g_autoptr(GSocketAddress) bound = NULL;
  int own = fcntl(fd, F_DUPFD_CLOEXEC, 0), listens = 0;
  socklen_t length = sizeof listens;
  if (own >= 0 && (socket = g_socket_new_from_fd(own, NULL)) == NULL)
    close(own);
  if (socket && getsockopt(own, SOL_SOCKET, SO_ACCEPTCONN, &listens, &length) == 0 && listens)
    bound = g_socket_get_local_address(socket, NULL);
  if (!G_IS_INET_SOCKET_ADDRESS(bound))
    return 0;
  GInetAddress *address = g_inet_socket_address_get_address(G_INET_SOCKET_ADDRESS(bound));
  return !g_inet_address_get_is_loopback(address)                     ? 0
         : g_inet_address_get_family(address) == G_SOCKET_FAMILY_IPV6 ? 6
                                                                      : 4;
}

gboolean
cr_listen_take(int *ret_4, int *ret_6, GError **error) {
  int found[2] = {-1, -1}, count = count_handed();
  for (int fd = HANDED_FD; fd < HANDED_FD + count; fd++) {
    int family = family_of(fd), *place = &found[family == 6];
    if (family == 0 || *place >= 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) != 0 ||
        fcntl(fd, F_SETFL, O_NONBLOCK) != 0) {
      g_set_error(
          error, CR_ERROR, CR_ERROR_USAGE,
          "what systemd hands over is to be 127.0.0.1:PORT, and [::1]:PORT if you like: see "
          "ListenStream= of the socket unit");
      return FALSE;
    }
    *place = fd;
  }
  if (count && found[0] < 0) {
    g_set_error(error, CR_ERROR, CR_ERROR_USAGE, "systemd hands over no socket of 127.0.0.1");
    return FALSE;
  }
  *ret_4 = found[0];
  *ret_6 = found[1];
  return TRUE;
}
