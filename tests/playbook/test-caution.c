#include "playbook/caution.h"

static void
test_cautions(void) {
  static const struct {
    const char *company, *url, *email, *phone, *country, *kinds;
  } cases[] = {
      {"Northwind", "https://northwind.com/jobs/7", "dana@northwind.com", "+12125550117", "US", ""},
      {"Northwind", "https://northwind.com/jobs/7", "dana@talent.northwind.com", NULL, NULL, ""},
      {"Northwind", NULL, "dana.northwind@gmail.com", NULL, NULL, "personal-mail"},
      {NULL, NULL, "dana@gmail.com", NULL, NULL, ""},
      {"Northwind", NULL, "no-reply@greenhouse.io", NULL, NULL, ""},
      {"Northwind", "https://northwind.com/jobs/7", "dana@n0rthwind.com", NULL, NULL,
       "look-alike-domain"},
      {"Northwind", "https://northwind.com/jobs/7", "dana@north-wind.com", NULL, NULL,
       "look-alike-domain"},
      {"Northwind", "https://northwind.com/jobs/7", "dana@northwind.co", NULL, NULL,
       "look-alike-domain"},
      {"Northwind", "https://northwind.com/jobs/7", "dana@agency.example", NULL, NULL, ""},
      {"Northwind", "https://www.linkedin.com/jobs/7", "dana@northwind.com", NULL, NULL, ""},
      {"Northwind", NULL, "dana@northwind.com", "+19005550117", NULL, "odd-number"},
      {"Northwind", NULL, "dana@northwind.com", "+88213000000", NULL, "odd-number"},
      {"Northwind", NULL, "dana@northwind.com", "+447700900117", "US", "odd-number"},
      {"Northwind", NULL, "dana@northwind.com", "+447700900117", "GB", ""},
      {"Northwind", NULL, "dana@northwind.com", "+447700900117", NULL, ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(CrApplication) a = cr_application_new();
    CrContact *contact = cr_contact_new();
    g_autoptr(GString) kinds = g_string_new(NULL);
    a->details.company = g_strdup(cases[i].company);
    a->details.url = g_strdup(cases[i].url);
    contact->email = g_strdup(cases[i].email);
    contact->phone = g_strdup(cases[i].phone);
    contact->country = g_strdup(cases[i].country);
    g_ptr_array_add(a->contacts, contact);
    g_autoptr(GPtrArray) list = cr_caution_check(a);
    for (guint k = 0; k < list->len; k++)
      g_string_append(kinds, ((CrWarning *) list->pdata[k])->kind);
    g_test_message("%s %s", cases[i].email, cases[i].phone ? cases[i].phone : "");
    g_assert_cmpstr(kinds->str, ==, cases[i].kinds);
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/caution/cases", test_cautions);
  return g_test_run();
}
