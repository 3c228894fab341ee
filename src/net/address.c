#include "net/address.h"

#include "base/error.h"
#include "base/text.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

#define MAX_URL_BYTES 2000

typedef struct {
  const char *prefix;
  int bits;
} Block;

/* IANA IPv4 Special-Purpose Address Registry, multicast, and what a cloud took of the others. */
static const Block not_public_4[] = {
    {"0.0.0.0", 8},        /* this network */
    {"10.0.0.0", 8},       /* private */
    {"100.64.0.0", 10},    /* shared: CGNAT */
    {"127.0.0.0", 8},      /* loopback */
    {"168.63.129.16", 32}, /* Azure's own host of each of its machines */
    {"169.254.0.0", 16},   /* link-local, and the metadata of clouds */
    {"172.16.0.0", 12},    /* private */
    {"192.0.0.0", 24},     /* protocol assignments */
    {"192.0.2.0", 24},     /* documentation */
    {"192.31.196.0", 24},  /* AS112 */
    {"192.52.193.0", 24},  /* AMT */
    {"192.88.99.0", 24},   /* 6to4 relays */
    {"192.168.0.0", 16},   /* private */
    {"192.175.48.0", 24},  /* AS112 */
    {"198.18.0.0", 15},    /* benchmarking */
    {"198.51.100.0", 24},  /* documentation */
    {"203.0.113.0", 24},   /* documentation */
    {"224.0.0.0", 4},      /* multicast */
    {"240.0.0.0", 4},      /* reserved, and broadcast */
};

/* Of IPv6 only 2000::/3 is given out; these are the special ones in it. */
static const Block global_6 = {"2000::", 3};
static const Block not_public_6[] = {
    {"2001::", 23},         /* protocol assignments: Teredo, ORCHID, benchmarking … */
    {"2001:db8::", 32},     /* documentation */
    {"2002::", 16},         /* 6to4 */
    {"2620:4f:8000::", 48}, /* AS112 */
    {"3fff::", 20},         /* documentation */
};

static gboolean
in_block(int family, const guint8 *address, const Block *block) {
  guint8 prefix[16];
  inet_pton(family, block->prefix, prefix);
  int whole = block->bits / 8, rest = block->bits % 8;
  return memcmp(address, prefix, whole) == 0 &&
         (rest == 0 || (address[whole] ^ prefix[whole]) >> (8 - rest) == 0);
}

static gboolean
in_any(int family, const guint8 *address, const Block *blocks, gsize n) {
  for (gsize i = 0; i < n; i++)
    if (in_block(family, address, &blocks[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_public_4(const guint8 *address) {
  return !in_any(AF_INET, address, not_public_4, G_N_ELEMENTS(not_public_4));
}

static gboolean
is_public_6(const guint8 *address) {
  return in_block(AF_INET6, address, &global_6) &&
         !in_any(AF_INET6, address, not_public_6, G_N_ELEMENTS(not_public_6));
}

gboolean
cr_net_is_public(const struct sockaddr *address) {
  if (address->sa_family == AF_INET)
    return is_public_4((const guint8 *) &((const struct sockaddr_in *) address)->sin_addr);
  if (address->sa_family == AF_INET6)
    return is_public_6((const guint8 *) &((const struct sockaddr_in6 *) address)->sin6_addr);
  return FALSE;
}

CrReach
cr_net_reach(const CrConnection *connection) {
  return connection->public_only ? CR_REACH_PUBLIC : CR_REACH_ALL;
}

typedef union {
  struct sockaddr any;
  struct sockaddr_in four;
  struct sockaddr_in6 six;
} Address;

static gboolean
is_same_host(const Address *a, const Address *b) {
  if (a->any.sa_family == AF_INET)
    return a->four.sin_addr.s_addr == b->four.sin_addr.s_addr;
  return memcmp(&a->six.sin6_addr, &b->six.sin6_addr, sizeof a->six.sin6_addr) == 0;
}

/* Who is reached from their own address is oneself. A datagram's connection sends nothing; asking
 * for all interfaces would take a kind of socket that our units may not open. */
gboolean
cr_net_is_own(const struct sockaddr *address) {
  gboolean four = address->sa_family == AF_INET;
  socklen_t size = four ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6), length = size;
  Address to = {0}, from = {0};
  if (!four && address->sa_family != AF_INET6)
    return FALSE;
  memcpy(&to, address, size);
  to.four.sin_port = htons(9); /* at the same place in both; any will do */
  int fd = socket(address->sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  gboolean own = fd >= 0 && connect(fd, &to.any, size) == 0 &&
                 getsockname(fd, &from.any, &length) == 0 && is_same_host(&to, &from);
  if (fd >= 0)
    close(fd);
  return own;
}

gboolean
cr_net_may_connect(const struct sockaddr *address, CrReach reach) {
  gboolean internet = address->sa_family == AF_INET || address->sa_family == AF_INET6;
  return reach == CR_REACH_ALL ? internet : cr_net_is_public(address) && !cr_net_is_own(address);
}

/* The address that host is written as, of four or sixteen bytes; 0 when it is a name. */
static int
read_literal(const char *host, guint8 *ret_address) {
  g_autofree char *bare = *host == '[' ? g_strndup(host + 1, strcspn(host + 1, "]")) : NULL;
  if (inet_pton(AF_INET, host, ret_address) == 1)
    return AF_INET;
  return inet_pton(AF_INET6, bare ? bare : host, ret_address) == 1 ? AF_INET6 : 0;
}

gboolean
cr_net_is_loopback_literal(const char *host) {
  guint8 address[16];
  int family = host ? read_literal(host, address) : 0;
  return (family == AF_INET && address[0] == 127) ||
         (family == AF_INET6 && IN6_IS_ADDR_LOOPBACK((struct in6_addr *) address));
}

/* URLs */

/* A password may stand in it, and errors are shown and kept. */
static char *
without_user(const char *url) {
  const char *host = strstr(url, "//");
  host = host ? host + 2 : url;
  const char *at = memrchr(host, '@', strcspn(host, "/?#"));
  return at ? g_strdup_printf("%.*s%s", (int) (host - url), url, at + 1) : g_strdup(url);
}

static char *
refuse(const char *url, const char *why, GError **error) {
  g_autofree char *bare = url ? without_user(url) : NULL;
  g_autofree char *shown = cr_text_line(bare, 80);
  g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "%s: %s", shown ? shown : "(no address)", why);
  return NULL;
}

/* What URL parsers disagree about is refused rather than guessed; so are escapes in the host. */
static gboolean
is_plain(const char *url) {
  const char *host = strstr(url, "://");
  host = host ? host + 3 : url;
  if (memchr(host, '%', strcspn(host, "/?#")))
    return FALSE;
  for (const char *p = url; *p; p++)
    if ((guchar) *p <= ' ' || (guchar) *p >= 0x7f || strchr("\\\"<>^`{|}", *p))
      return FALSE;
  return TRUE;
}

/* Letters, digits, '-', '_' and '.', or an IPv6 address; a number is no name (0x7f.1, 2130706433).
 */
static gboolean
host_is_sane(const char *host) {
  guint8 address[16];
  if (read_literal(host, address))
    return TRUE;
  gsize length = strlen(host);
  const char *last = NULL;
  for (const char *p = host; *p; p++) {
    if (!g_ascii_isalnum(*p) && !strchr("-_.", *p))
      return FALSE;
    if (*p == '.' && (p == host || p[1] == '.'))
      return FALSE;
    if ((p == host || p[-1] == '.') && *p != '.')
      last = p;
  }
  return length > 0 && length <= 253 && last && g_ascii_isalpha(*last);
}

/* Names that only mean something inside a network. Source: RFC 6761, RFC 6762, RFC 8375, ICANN. */
static gboolean
is_inner_name(const char *host) {
  static const char *const endings[] = {
      ".localhost", ".local",     ".internal",    ".intranet", ".lan",  ".home",    ".corp",
      ".private",   ".home.arpa", ".localdomain", ".onion",    ".test", ".invalid", NULL};
  g_autofree char *name = g_ascii_strdown(host, -1);
  gsize length = strlen(name);
  if (length && name[length - 1] == '.')
    name[length - 1] = '\0';
  if (strchr(name, '.') == NULL)
    return TRUE;
  for (const char *const *ending = endings; *ending; ending++)
    if (g_str_has_suffix(name, *ending))
      return TRUE;
  return FALSE;
}

static const char *
why_not_public(const char *host) {
  guint8 address[16];
  int family = read_literal(host, address);
  if (family == AF_INET ? !is_public_4(address) : family == AF_INET6 && !is_public_6(address))
    return "that address is not on the public internet";
  return family == 0 && is_inner_name(host) ? "that name is not on the public internet" : NULL;
}

static const char *
why_not(const GUri *uri, CrReach reach) {
  const char *host = g_uri_get_host((GUri *) uri), *scheme = g_uri_get_scheme((GUri *) uri);
  gboolean open = strcmp(scheme, "http") == 0;
  if (!open && strcmp(scheme, "https") != 0)
    return "only https can be used";
  if (host == NULL || *host == '\0')
    return "it names no host";
  if (!host_is_sane(host))
    return "that is no host name";
  if (g_uri_get_userinfo((GUri *) uri))
    return "it may not hold a user or password";
  if (g_uri_get_port((GUri *) uri) == 0)
    return "there is no port 0";
  if (open && (reach == CR_REACH_PUBLIC || !cr_net_is_loopback_literal(host)))
    return "http would send it in the open; use https";
  return reach == CR_REACH_PUBLIC ? why_not_public(host) : NULL;
}

char *
cr_url_check(const char *url, CrReach reach, GError **error) {
  if (url == NULL || *url == '\0')
    return refuse(url, "no address is given", error);
  if (strlen(url) > MAX_URL_BYTES)
    return refuse(url, "the address is too long", error);
  if (!is_plain(url))
    return refuse(url, "it holds characters that no web address has", error);
  g_autofree char *named = g_uri_parse_scheme(url);
  gboolean calendar = cr_text_equal(named, "webcal") || cr_text_equal(named, "webcals");
  g_autofree char *web = calendar ? g_strconcat("https", url + strlen(named), NULL) : g_strdup(url);
  g_autoptr(GUri) uri = g_uri_parse(web, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL)
    return refuse(url, "that is no web address", error);
  const char *why = why_not(uri, reach);
  if (why)
    return refuse(url, why, error);
  const char *path = g_uri_get_path(uri);
  g_autofree char *host = g_ascii_strdown(g_uri_get_host(uri), -1);
  return g_uri_join(G_URI_FLAGS_ENCODED, g_uri_get_scheme(uri), NULL, host, g_uri_get_port(uri),
                    *path ? path : "/", g_uri_get_query(uri), NULL);
}

static int
port_of(GUri *uri) {
  int port = g_uri_get_port(uri);
  return port >= 0 ? port : strcmp(g_uri_get_scheme(uri), "http") == 0 ? 80 : 443;
}

gboolean
cr_url_same_origin(const char *a, const char *b) {
  g_autoptr(GUri) x = g_uri_parse(a, G_URI_FLAGS_ENCODED, NULL);
  g_autoptr(GUri) y = g_uri_parse(b, G_URI_FLAGS_ENCODED, NULL);
  return x && y && g_uri_get_host(x) && g_uri_get_host(y) &&
         strcmp(g_uri_get_scheme(x), g_uri_get_scheme(y)) == 0 &&
         cr_text_equal(g_uri_get_host(x), g_uri_get_host(y)) && port_of(x) == port_of(y);
}
