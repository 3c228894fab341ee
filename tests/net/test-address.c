#include "base/error.h"
#include "net/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/un.h>

static gboolean
is_public(const char *text) {
  struct sockaddr_in four = {.sin_family = AF_INET};
  struct sockaddr_in6 six = {.sin6_family = AF_INET6};
  if (inet_pton(AF_INET, text, &four.sin_addr) == 1)
    return cr_net_is_public((struct sockaddr *) &four);
  g_assert_cmpint(inet_pton(AF_INET6, text, &six.sin6_addr), ==, 1);
  return cr_net_is_public((struct sockaddr *) &six);
}

/* Both ends of each block that is not public, and the addresses just outside. */
static const char *const public_ones[] = {
    "1.0.0.0",         "1.1.1.1",
    "8.8.8.8",         "9.255.255.255",
    "11.0.0.0",        "93.184.216.34",
    "100.63.255.255",  "100.128.0.0",
    "126.255.255.255", "128.0.0.0",
    "168.63.129.15",   "168.63.129.17",
    "169.253.255.255", "169.255.0.0",
    "172.15.255.255",  "172.32.0.0",
    "191.255.255.255", "192.0.1.0",
    "192.0.1.255",     "192.0.3.0",
    "192.31.195.255",  "192.31.197.0",
    "192.52.192.255",  "192.52.194.0",
    "192.88.98.255",   "192.88.100.0",
    "192.167.255.255", "192.169.0.0",
    "192.175.47.255",  "192.175.49.0",
    "198.17.255.255",  "198.20.0.0",
    "198.51.99.255",   "198.51.101.0",
    "203.0.112.255",   "203.0.114.0",
    "223.255.255.255", "2001:200::",
    "2001:db7:ffff::", "2001:db9::",
    "2003::",          "2003::1",
    "2606:4700::1111", "2620:4f:7fff::1",
    "2620:4f:8001::1", "2a00:1450::1",
    "2000::1",         "3ffe:ffff::1",
    "3fff:1000::1",    "2001:4860:4860::8888",
};
static const char *const others[] = {
    "0.0.0.0",
    "0.0.0.1",
    "0.255.255.255",
    "10.0.0.0",
    "10.255.255.255",
    "100.64.0.0",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.0",
    "127.0.0.1",
    "127.1.2.3",
    "127.255.255.255",
    "168.63.129.16",
    "169.254.0.0",
    "169.254.169.254",
    "169.254.255.255",
    "172.16.0.0",
    "172.31.255.255",
    "192.0.0.0",
    "192.0.0.255",
    "192.0.2.1",
    "192.31.196.1",
    "192.52.193.1",
    "192.88.99.1",
    "192.168.0.0",
    "192.168.255.255",
    "192.175.48.1",
    "198.18.0.0",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.255",
    "224.0.0.0",
    "224.0.0.251",
    "239.255.255.255",
    "240.0.0.0",
    "255.255.255.254",
    "255.255.255.255",
    "::",
    "::1",
    "::2",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:7f00:1",
    "::ffff:0:127.0.0.1",
    "::ffff:0:8.8.8.8",
    "64:ff9b::127.0.0.1",
    "64:ff9b::8.8.8.8",
    "64:ff9b:1::1",
    "64:ff9b:1::10.0.0.1",
    "100::1",
    "100:0:0:1::1",
    "1fff:ffff::1",
    "2001::1",
    "2001:0:7f00:1::",
    "2001:1::1",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:1ff:ffff::1",
    "2001:db8::1",
    "2001:db8:ffff::1",
    "2002::1",
    "2002:7f00:1::1",
    "2002:a00:1::",
    "2002:808:808::1",
    "2620:4f:8000::1",
    "3fff::1",
    "3fff:fff::1",
    "4000::1",
    "5f00::1",
    "8000::1",
    "fbff::1",
    "fc00::1",
    "fd00::1",
    "fd12:3456:789a::1",
    "fdff:ffff::1",
    "fe00::1",
    "fe80::1",
    "fe80::ffff:127.0.0.1",
    "febf::1",
    "fec0::1",
    "feff::1",
    "ff00::1",
    "ff02::1",
    "ff02::fb",
    "ff0e::1",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
};

static void
test_addresses(void) {
  for (gsize i = 0; i < G_N_ELEMENTS(public_ones); i++)
    if (!is_public(public_ones[i]))
      g_error("%s is taken as not public", public_ones[i]);
  for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
    if (is_public(others[i]))
      g_error("%s is taken as public", others[i]);
}

/* Every IPv4 address of a /16 raster, also inside each kind of IPv6 address that carries one. */
static void
test_carried(void) {
  static const char *const carriers[] = {"::ffff:", "::", "64:ff9b::", "::ffff:0:", "64:ff9b:1::"};
  for (guint i = 0; i < 65536; i += 17) {
    g_autofree char *four = g_strdup_printf("%u.%u.0.1", i >> 8, i & 255);
    for (gsize c = 0; c < G_N_ELEMENTS(carriers); c++) {
      g_autofree char *six = g_strconcat(carriers[c], four, NULL);
      g_assert_false(is_public(six));
    }
    g_autofree char *six_to_four = g_strdup_printf("2002:%x:1::1", i);
    g_assert_false(is_public(six_to_four));
  }
}

static void
test_families(void) {
  struct sockaddr_un local = {.sun_family = AF_UNIX, .sun_path = "/run/docker.sock"};
  struct sockaddr_in mine = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  g_assert_false(cr_net_may_connect((struct sockaddr *) &local, CR_REACH_ALL));
  g_assert_false(cr_net_may_connect((struct sockaddr *) &local, CR_REACH_PUBLIC));
  g_assert_true(cr_net_may_connect((struct sockaddr *) &mine, CR_REACH_ALL));
  g_assert_false(cr_net_may_connect((struct sockaddr *) &mine, CR_REACH_PUBLIC));
}

static void
test_own(void) {
  static const struct {
    const char *address;
    gboolean own;
  } cases[] = {{"127.0.0.1", TRUE}, {"192.0.2.7", FALSE}, {"8.8.8.8", FALSE}};
  struct sockaddr_un local = {.sun_family = AF_UNIX};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    struct sockaddr_in four = {.sin_family = AF_INET};
    inet_pton(AF_INET, cases[i].address, &four.sin_addr);
    g_assert_cmpint(cr_net_is_own((struct sockaddr *) &four), ==, cases[i].own);
  }
  g_assert_false(cr_net_is_own((struct sockaddr *) &local));
}

static void
test_loopback(void) {
  static const struct {
    const char *host;
    gboolean is;
  } cases[] = {
      {"127.0.0.1", TRUE},
      {"127.9.8.7", TRUE},
      {"::1", TRUE},
      {"[::1]", TRUE},
      {"localhost", FALSE},
      {"127.1", FALSE},
      {"0x7f.0.0.1", FALSE},
      {"2130706433", FALSE},
      {"0177.0.0.1", FALSE},
      {"0.0.0.0", FALSE},
      {"::", FALSE},
      {"10.0.0.1", FALSE},
      {"127.0.0.1.", FALSE},
      {"128.0.0.1", FALSE},
      {"::ffff:127.0.0.1", FALSE},
      {"127.0.0.1.nip.io", FALSE},
      {"", FALSE},
      {NULL, FALSE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    g_assert_cmpint(cr_net_is_loopback_literal(cases[i].host), ==, cases[i].is);
}

typedef enum { BOTH, OWN, NEITHER } Allowed;

static const struct {
  const char *url;
  Allowed by;
  const char *becomes; /* NULL: itself */
} urls[] = {
    {"https://caldav.example.com/", BOTH, NULL},
    {"https://caldav.example.com", BOTH, "https://caldav.example.com/"},
    {"HTTPS://Caldav.Example.COM/Dav", BOTH, "https://caldav.example.com/Dav"},
    {"https://caldav.example.com:8443/a%20b/?x=1", BOTH, NULL},
    {"https://caldav.example.com/a#fragment", BOTH, "https://caldav.example.com/a"},
    {"https://caldav.example.com./", BOTH, NULL},
    {"webcal://example.org/cal.ics", BOTH, "https://example.org/cal.ics"},
    {"webcals://example.org/cal.ics", BOTH, "https://example.org/cal.ics"},
    {"WebCal://example.org/cal.ics?key=a%2Fb", BOTH, "https://example.org/cal.ics?key=a%2Fb"},
    {"https://8.8.8.8/", BOTH, NULL},
    {"https://[2606:4700::1111]/", BOTH, NULL},
    {"https://xn--bcher-kva.example.net/", BOTH, NULL},
    {"https://under_score.example.net/", BOTH, NULL},
    /* Only the candidate's own machine may reach these. */
    {"https://192.168.1.5:5232/", OWN, NULL},
    {"https://10.0.0.1/", OWN, NULL},
    {"https://172.16.0.1/", OWN, NULL},
    {"https://100.64.1.1/", OWN, NULL},
    {"https://169.254.169.254/latest/meta-data/", OWN, NULL},
    {"https://0.0.0.0/", OWN, NULL},
    {"https://127.0.0.1/", OWN, NULL},
    {"https://[::1]/", OWN, NULL},
    {"https://[::]/", OWN, NULL},
    {"https://[::ffff:127.0.0.1]/", OWN, NULL},
    {"https://[::ffff:7f00:1]/", OWN, NULL},
    {"https://[64:ff9b::7f00:1]/", OWN, NULL},
    {"https://[2002:7f00:1::]/", OWN, NULL},
    {"https://[fe80::1]/", OWN, NULL},
    {"https://[fd00::1]/", OWN, NULL},
    {"https://nas/", OWN, NULL},
    {"https://nas.local/", OWN, NULL},
    {"https://NAS.Local./", OWN, "https://nas.local./"},
    {"https://localhost/", OWN, NULL},
    {"https://a.localhost/", OWN, NULL},
    {"https://metadata.google.internal/", OWN, NULL},
    {"https://router.lan/", OWN, NULL},
    {"https://box.home.arpa/", OWN, NULL},
    {"https://a.onion/", OWN, NULL},
    {"http://127.0.0.1:5232/", OWN, NULL},
    {"http://127.8.8.8/", OWN, NULL},
    {"http://[::1]:8080/x", OWN, NULL},
    /* In the open. */
    {"http://caldav.example.com/", NEITHER, NULL},
    {"http://localhost:5232/", NEITHER, NULL},
    {"http://192.168.1.5/", NEITHER, NULL},
    {"http://0.0.0.0/", NEITHER, NULL},
    {"http://[::]/", NEITHER, NULL},
    {"http://[::ffff:127.0.0.1]/", NEITHER, NULL},
    {"http://127.0.0.1.nip.io/", NEITHER, NULL},
    /* What parsers disagree about. */
    {"https://127.1/", NEITHER, NULL},
    {"https://0x7f000001/", NEITHER, NULL},
    {"https://0x7f.1/", NEITHER, NULL},
    {"https://2130706433/", NEITHER, NULL},
    {"https://0177.0.0.1/", NEITHER, NULL},
    {"https://127.0.0.1./", NEITHER, NULL},
    {"https://017700000001/", NEITHER, NULL},
    {"http://127.1/", NEITHER, NULL},
    {"http://2130706433/", NEITHER, NULL},
    {"https://user@example.com/", NEITHER, NULL},
    {"https://user:pass@example.com/", NEITHER, NULL},
    {"https://@example.com/", NEITHER, NULL},
    {"https://good.example.com@evil.example.net/", NEITHER, NULL},
    {"https://evil.example.net\\@good.example.com/", NEITHER, NULL},
    {"https:\\\\example.com/", NEITHER, NULL},
    {"https://example.com /", NEITHER, NULL},
    {" https://example.com/", NEITHER, NULL},
    {"https://example.com/\r\nX: y", NEITHER, NULL},
    {"https://example.com/\t", NEITHER, NULL},
    {"https://ex\xc3\xa4mple.com/", NEITHER, NULL},
    {"https://\xe2\x91\xa0\xe2\x91\xa1\xe2\x91\xa6.0.0.1/", NEITHER, NULL},
    {"https://%31%32%37.0.0.1/", NEITHER, NULL},
    {"https://example%2ecom/", NEITHER, NULL},
    {"https://exa%00mple.com/", NEITHER, NULL},
    {"https://example..com/", NEITHER, NULL},
    {"https://.example.com/", NEITHER, NULL},
    {"https://[::1/", NEITHER, NULL},
    {"https://[fe80::1%25eth0]/", NEITHER, NULL},
    {"https://[::1]evil.com/", NEITHER, NULL},
    {"https://example.com:0/", NEITHER, NULL},
    {"https://example.com:65536/", NEITHER, NULL},
    {"https://example.com:x/", NEITHER, NULL},
    {"https://example.com:-1/", NEITHER, NULL},
    {"https:///path", NEITHER, NULL},
    {"https://", NEITHER, NULL},
    {"https:example.com", NEITHER, NULL},
    {"//example.com/", NEITHER, NULL},
    {"example.com", NEITHER, NULL},
    {"/etc/passwd", NEITHER, NULL},
    {"", NEITHER, NULL},
    /* Other schemes. */
    {"file:///etc/passwd", NEITHER, NULL},
    {"ftp://example.com/", NEITHER, NULL},
    {"gopher://example.com/", NEITHER, NULL},
    {"dict://example.com/", NEITHER, NULL},
    {"smb://example.com/", NEITHER, NULL},
    {"javascript:alert(1)", NEITHER, NULL},
    {"data:text/calendar,BEGIN", NEITHER, NULL},
    {"httpss://example.com/", NEITHER, NULL},
    {"webcal:", NEITHER, NULL},
    {"webcal://user@example.com/", NEITHER, NULL},
};

static void
assert_url(const char *url, CrReach reach, gboolean allowed, const char *becomes) {
  g_autoptr(GError) error = NULL;
  g_autofree char *checked = cr_url_check(url, reach, &error);
  if ((checked != NULL) != allowed)
    g_error("%s is %s to %s", url, allowed ? "refused" : "allowed",
            reach == CR_REACH_ALL ? "all" : "public");
  if (!allowed)
    g_assert_error(error, CR_ERROR, CR_ERROR_PARSE);
  else
    g_assert_cmpstr(checked, ==, becomes ? becomes : url);
}

static void
test_urls(void) {
  for (gsize i = 0; i < G_N_ELEMENTS(urls); i++) {
    assert_url(urls[i].url, CR_REACH_ALL, urls[i].by != NEITHER, urls[i].becomes);
    assert_url(urls[i].url, CR_REACH_PUBLIC, urls[i].by == BOTH, urls[i].becomes);
  }
  g_autofree char *path = g_strnfill(2000, 'a');
  g_autofree char *long_url = g_strconcat("https://example.com/", path, NULL);
  assert_url(long_url, CR_REACH_ALL, FALSE, NULL);
  assert_url(NULL, CR_REACH_ALL, FALSE, NULL);
}

static void
test_same_origin(void) {
  static const struct {
    const char *a, *b;
    gboolean same;
  } cases[] = {
      {"https://a.example/x", "https://a.example/y", TRUE},
      {"https://a.example/", "https://a.example:443/", TRUE},
      {"https://a.example/", "https://A.Example/", TRUE},
      {"http://127.0.0.1/", "http://127.0.0.1:80/", TRUE},
      {"https://a.example/", "http://a.example/", FALSE},
      {"https://a.example/", "https://b.example/", FALSE},
      {"https://a.example/", "https://a.example:8443/", FALSE},
      {"https://a.example/", "https://a.example.evil.net/", FALSE},
      {"http://127.0.0.1:80/", "http://127.0.0.1:443/", FALSE},
      {"https://a.example/", "nonsense", FALSE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_assert_cmpint(cr_url_same_origin(cases[i].a, cases[i].b), ==, cases[i].same);
    g_assert_cmpint(cr_url_same_origin(cases[i].b, cases[i].a), ==, cases[i].same);
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/address/addresses", test_addresses);
  g_test_add_func("/address/carried", test_carried);
  g_test_add_func("/address/families", test_families);
  g_test_add_func("/address/own", test_own);
  g_test_add_func("/address/loopback", test_loopback);
  g_test_add_func("/address/urls", test_urls);
  g_test_add_func("/address/same-origin", test_same_origin);
  return g_test_run();
}
