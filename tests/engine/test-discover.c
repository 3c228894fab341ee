/* From an address to its servers, with a name service of our own. */
#include "engine/discover.h"

#include <string.h>

static const struct {
  const char *service, *domain, *host;
  guint16 port, priority;
} records[] = {
    {"imaps", "corp.example", "mail.corp.example", 1993, 10},
    {"imaps", "corp.example", "backup.hoster.example", 993, 20},
    {"submissions", "corp.example", "mail.corp.example", 465, 0},
    {"caldavs", "corp.example", "dav.corp.example", 443, 0},
    {"imaps", "hosted.example", "imap.hoster.example", 993, 0},
    {"submission", "hosted.example", "smtp.hoster.example", 587, 0},
    {"imaps", "alike.example", "mail.not-alike.example", 993, 0},
    {"submissions", "alike.example", "MAIL.Alike.Example", 465, 0},
    {"imaps", "none.example", ".", 0, 0},
    {"imaps", "evil.example", "x@y/z", 993, 0},
    {"imaps", "many.example", "mail.corp.example", 1, 1},
    {"imaps", "many.example", "mail.corp.example", 2, 2},
    {"imaps", "many.example", "mail.corp.example", 3, 3},
    {"imaps", "many.example", "mail.corp.example", 4, 4},
    {"imaps", "many.example", "backup.hoster.example", 5, 5},
};
static const struct {
  const char *host, *address;
} hosts[] = {
    {"imap.plain.example", "127.0.0.1"},     {"smtp.plain.example", "10.1.2.3"},
    {"mail.corp.example", "10.1.2.4"},       {"backup.hoster.example", "93.184.216.34"},
    {"imap.known.example", "93.184.216.34"}, {"smtp.known.example", "2001:4860:4860::8888"},
};

typedef GResolver Names;
typedef GResolverClass NamesClass;
static GType names_get_type(void);
G_DEFINE_TYPE(Names, names, G_TYPE_RESOLVER)

static GList *
look_up_service(GResolver *resolver, const char *rrname, GCancellable *cancellable,
                GError **error) {
  GList *targets = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS(records); i++) {
    g_autofree char *name = g_strdup_printf("_%s._tcp.%s", records[i].service, records[i].domain);
    if (strcmp(name, rrname) == 0)
      targets = g_list_append(
          targets, g_srv_target_new(records[i].host, records[i].port, records[i].priority, 0));
  }
  if (targets == NULL)
    g_set_error(error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "no such record");
  return targets;
}

static GList *
look_up_name(GResolver *resolver, const char *host, GCancellable *cancellable, GError **error) {
  for (gsize i = 0; i < G_N_ELEMENTS(hosts); i++)
    if (strcmp(hosts[i].host, host) == 0)
      return g_list_append(NULL, g_inet_address_new_from_string(hosts[i].address));
  g_set_error(error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "no such host");
  return NULL;
}

static void
names_init(Names *names) {
}

static void
names_class_init(NamesClass *class) {
  class->lookup_service = look_up_service;
  class->lookup_by_name = look_up_name;
}

static const struct {
  const char *domain, *imap, *smtp, *caldav, *elsewhere;
  gboolean guessed;
} cases[] = {
    {"corp.example", "imaps://mail.corp.example:1993", "smtps://mail.corp.example:465",
     "https://dav.corp.example:443", NULL, FALSE},
    {"hosted.example", "imaps://imap.hoster.example:993", "smtp://smtp.hoster.example:587", NULL,
     "imap.hoster.example", FALSE},
    {"alike.example", "imaps://mail.not-alike.example:993", "smtps://MAIL.Alike.Example:465", NULL,
     "mail.not-alike.example", FALSE},
    {"none.example", "imaps://mail.none.example", "smtps://mail.none.example", NULL, NULL, TRUE},
    {"evil.example", "imaps://mail.evil.example", "smtps://mail.evil.example", NULL, NULL, TRUE},
    {"plain.example", "imaps://imap.plain.example", "smtps://smtp.plain.example", NULL, NULL, TRUE},
    {"gmail.com", "imaps://imap.gmail.com", "smtps://smtp.gmail.com", NULL, NULL, FALSE},
};

static void
test_servers(void) {
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *address = g_strconcat("jordan@", cases[i].domain, NULL);
    g_autoptr(CrServers) servers = cr_discover(address, CR_REACH_ALL, NULL);
    g_assert_cmpstr(servers->imap, ==, cases[i].imap);
    g_assert_cmpstr(servers->smtp, ==, cases[i].smtp);
    if (cases[i].caldav)
      g_assert_cmpstr(servers->caldav, ==, cases[i].caldav);
    g_assert_cmpstr(servers->elsewhere, ==, cases[i].elsewhere);
    g_assert_cmpint(servers->guessed, ==, cases[i].guessed);
  }
  g_assert_null(cr_discover("no address", CR_REACH_ALL, NULL));
}

/* Whoever has an account of a service learns nothing of its network: names that lead inside are as
 * those of nowhere.example. */
static void
test_public(void) {
  static const struct {
    const char *domain, *imap, *smtp, *caldav;
  } seen[] = {
      {"known.example", "imaps://imap.known.example", "smtps://smtp.known.example", NULL},
      {"plain.example", "imaps://mail.plain.example", "smtps://mail.plain.example", NULL},
      {"corp.example", "imaps://backup.hoster.example:993", "smtps://mail.corp.example", NULL},
      {"nowhere.example", "imaps://mail.nowhere.example", "smtps://mail.nowhere.example", NULL},
      {"many.example", "imaps://mail.many.example", "smtps://mail.many.example",
       NULL}, /* not all */
  };
  for (gsize i = 0; i < G_N_ELEMENTS(seen); i++) {
    g_autofree char *address = g_strconcat("jordan@", seen[i].domain, NULL);
    g_autoptr(CrServers) servers = cr_discover(address, CR_REACH_PUBLIC, NULL);
    g_assert_cmpstr(servers->imap, ==, seen[i].imap);
    g_assert_cmpstr(servers->smtp, ==, seen[i].smtp);
    g_assert_cmpstr(servers->caldav, ==, seen[i].caldav);
    g_assert_true(servers->guessed);
  }
}

/* A company's own domain at a provider: what is sent goes through the provider's server. */
static void
test_saves_sent(void) {
  static const struct {
    const char *url;
    gboolean saves;
  } cases[] = {
      {"smtps://smtp.gmail.com", TRUE},
      {"smtp://SMTP.Gmail.com:587", TRUE},
      {"smtps://smtp.gmail.com.example", FALSE},
      {"smtps://smtp.example.org", FALSE},
      {"no url", FALSE},
      {NULL, FALSE},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
    g_assert_cmpint(cr_server_saves_sent(cases[i].url), ==, cases[i].saves);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_autoptr(GResolver) names = g_object_new(names_get_type(), NULL);
  g_resolver_set_default(names);
  g_test_add_func("/discover/saves-sent", test_saves_sent);
  g_test_add_func("/discover/servers", test_servers);
  g_test_add_func("/discover/public", test_public);
  return g_test_run();
}
