#include "engine/discover.h"

#include "base/data.h"
#include "base/text.h"

#include <string.h>

#define MOST_TARGETS 4 /* of a service */

void
cr_servers_free(CrServers *servers) {
  if (servers == NULL)
    return;
  g_free(servers->imap);
  g_free(servers->smtp);
  g_free(servers->caldav);
  g_free(servers->hint);
  g_free(servers->elsewhere);
  g_free(servers);
}

static CrServers *
well_known(const char *domain) {
  g_autoptr(GKeyFile) table = cr_data_ini("providers.ini");
  g_auto(GStrv) groups = g_key_file_get_groups(table, NULL);
  for (char **group = groups; *group; group++) {
    g_auto(GStrv) domains = g_key_file_get_string_list(table, *group, "domains", NULL, NULL);
    if (!g_strv_contains((const char *const *) domains, domain))
      continue;
    CrServers *servers = g_new0(CrServers, 1);
    servers->imap = g_key_file_get_string(table, *group, "imap", NULL);
    servers->smtp = g_key_file_get_string(table, *group, "smtp", NULL);
    servers->caldav = g_key_file_get_string(table, *group, "caldav", NULL);
    servers->saves_sent = g_key_file_get_boolean(table, *group, "sent", NULL);
    servers->hint = g_key_file_get_string(table, *group, "hint", NULL);
    return servers;
  }
  return NULL;
}

static gboolean
is_host(const char *name) {
  return name && *name &&
         strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") ==
             strlen(name);
}

static gboolean
is_of(const char *host, const char *domain) {
  gsize longer = strlen(host), length = strlen(domain);
  return longer >= length && g_ascii_strcasecmp(host + longer - length, domain) == 0 &&
         (longer == length || host[longer - length - 1] == '.');
}

static gboolean
is_known(const char *host, CrReach reach, GCancellable *cancellable) {
  GList *addresses = cr_net_look_up(host, reach, cancellable, NULL);
  gboolean known = addresses != NULL;
  g_resolver_free_addresses(addresses);
  return known;
}

/* The URL of the first target that the domain names for the service; "." means that there is none.
 * A stranger's domain may name hundreds, and each look-up may take long: a few are looked at. */
static char *
by_srv(CrServers *servers, const char *service, const char *domain, const char *scheme,
       CrReach reach, GCancellable *cancellable) {
  g_autoptr(GResolver) resolver = g_resolver_get_default();
  GList *targets = g_resolver_lookup_service(resolver, service, "tcp", domain, cancellable, NULL);
  char *url = NULL;
  int left = MOST_TARGETS;
  for (GList *at = targets; at && url == NULL && left-- > 0; at = at->next) {
    const char *host = g_srv_target_get_hostname(at->data);
    if (!is_host(host) || strcmp(host, ".") == 0 ||
        (reach == CR_REACH_PUBLIC && !is_known(host, reach, cancellable)))
      continue;
    url = g_strdup_printf("%s://%s:%u", scheme, host, g_srv_target_get_port(at->data));
    if (!is_of(host, domain) && servers->elsewhere == NULL)
      servers->elsewhere = g_strdup(host);
  }
  g_resolver_free_targets(targets);
  return url;
}

static char *
by_usual_name(const char *domain, const char *scheme, const char *const *names, CrReach reach,
              GCancellable *cancellable) {
  for (; *names; names++) {
    g_autofree char *host = g_strdup_printf("%s.%s", *names, domain);
    if (is_known(host, reach, cancellable))
      return g_strdup_printf("%s://%s", scheme, host);
  }
  return g_strdup_printf("%s://%s.%s", scheme, "mail", domain);
}

static CrServers *
ask_network(const char *domain, CrReach reach, GCancellable *cancellable) {
  static const char *const imap_names[] = {"imap", "mail", NULL};
  static const char *const smtp_names[] = {"smtp", "mail", NULL};
  CrServers *servers = g_new0(CrServers, 1);
  servers->imap = by_srv(servers, "imaps", domain, "imaps", reach, cancellable);
  if (servers->imap == NULL)
    servers->imap = by_srv(servers, "imap", domain, "imap", reach, cancellable);
  servers->smtp = by_srv(servers, "submissions", domain, "smtps", reach, cancellable);
  if (servers->smtp == NULL)
    servers->smtp = by_srv(servers, "submission", domain, "smtp", reach, cancellable);
  servers->caldav = by_srv(servers, "caldavs", domain, "https", reach, cancellable);
  servers->guessed = servers->imap == NULL || servers->smtp == NULL;
  if (servers->imap == NULL)
    servers->imap = by_usual_name(domain, "imaps", imap_names, reach, cancellable);
  if (servers->smtp == NULL)
    servers->smtp = by_usual_name(domain, "smtps", smtp_names, reach, cancellable);
  return servers;
}

CrServers *
cr_discover(const char *address, CrReach reach, GCancellable *cancellable) {
  g_autofree char *plain = cr_address_normalize(address);
  const char *domain = cr_address_domain(plain);
  if (domain == NULL)
    return NULL;
  CrServers *servers = well_known(domain);
  return servers ? servers : ask_network(domain, reach, cancellable);
}

/* One letter too many, too few, another one, or two that changed places. */
static gboolean
is_one_slip(const char *typed, const char *meant) {
  gsize a = strlen(typed), b = strlen(meant), same = 0;
  while (typed[same] && typed[same] == meant[same])
    same++;
  if (a == b && same == a)
    return FALSE;
  const char *x = typed + same, *y = meant + same;
  return (a == b + 1 && strcmp(x + 1, y) == 0) || (b == a + 1 && strcmp(x, y + 1) == 0) ||
         (a == b && strcmp(x + 1, y + 1) == 0) ||
         (a == b && x[1] && x[0] == y[1] && x[1] == y[0] && strcmp(x + 2, y + 2) == 0);
}

char *
cr_discover_meant(const char *address) {
  g_autofree char *plain = cr_address_normalize(address);
  const char *domain = cr_address_domain(plain);
  g_autoptr(GKeyFile) table = cr_data_ini("providers.ini");
  g_auto(GStrv) groups = g_key_file_get_groups(table, NULL);
  char *meant = NULL;
  for (char **group = groups; domain && *group; group++) {
    g_auto(GStrv) domains = g_key_file_get_string_list(table, *group, "domains", NULL, NULL);
    for (char **known = domains; known && *known; known++) {
      if (strcmp(*known, domain) == 0) { /* "gmx.de" is one slip from "gmx.net", and right */
        g_free(meant);
        return NULL;
      }
      if (meant == NULL && strlen(*known) > 6 && is_one_slip(domain, *known))
        meant = g_strdup_printf("%.*s%s", (int) (domain - plain), plain, *known);
    }
  }
  return meant;
}

static char *
host_of(const char *url) {
  g_autoptr(GUri) uri = url ? g_uri_parse(url, G_URI_FLAGS_ENCODED, NULL) : NULL;
  const char *host = uri ? g_uri_get_host(uri) : NULL;
  return host ? g_ascii_strdown(host, -1) : NULL;
}

gboolean
cr_server_saves_sent(const char *url) {
  g_autofree char *host = host_of(url);
  g_autoptr(GKeyFile) table = cr_data_ini("providers.ini");
  g_auto(GStrv) groups = g_key_file_get_groups(table, NULL);
  gboolean saves = FALSE;
  for (char **group = groups; host && *group && !saves; group++) {
    g_autofree char *smtp = g_key_file_get_string(table, *group, "smtp", NULL);
    g_autofree char *theirs = host_of(smtp);
    saves = g_strcmp0(host, theirs) == 0 && g_key_file_get_boolean(table, *group, "sent", NULL);
  }
  return saves;
}
