#include "playbook/caution.h"

#include "base/text.h"
#include "playbook/letter.h"
#include "playbook/match.h"
#include "playbook/organisation.h"

#include <string.h>

/* Numbers that cost whoever rings them, or belong to no country. Source: ITU E.164 assignments and
 * the national numbering plans. */
static const struct {
  const char *prefix, *what;
} odd_numbers[] = {
    {"+1900", "a premium-rate number"},
    {"+1976", "a premium-rate number"},
    {"+449", "a premium-rate number"},
    {"+4487", "a number that charges extra"},
    {"+4470", "a forwarding number that charges extra"},
    {"+49900", "a premium-rate number"},
    {"+338", "a number that may charge extra"},
    {"+979", "an international premium-rate number"},
    {"+881", "a satellite phone"},
    {"+882", "an international network of no country"},
    {"+883", "an international network of no country"},
};

/* Country codes of those countries that the caution can compare; others are not judged. */
static const struct {
  const char *country, *code;
} codes[] = {{"US", "+1"},   {"CA", "+1"},  {"GB", "+44"}, {"DE", "+49"}, {"FR", "+33"},
             {"IE", "+353"}, {"NL", "+31"}, {"ES", "+34"}, {"IT", "+39"}, {"AT", "+43"},
             {"CH", "+41"},  {"IN", "+91"}, {"AU", "+61"}, {"PL", "+48"}, {"SE", "+46"},
             {"JP", "+81"},  {"BR", "+55"}, {"MX", "+52"}};

static void
warn(GPtrArray *list, const char *kind, char *text) {
  CrWarning *warning = cr_warning_new();
  warning->kind = g_strdup(kind);
  warning->text = text;
  g_ptr_array_add(list, warning);
}

/* A recruiter of a firm writes from the firm; one without a firm's name may write from anywhere. */
static void
check_mail(GPtrArray *list, const CrApplication *a, const CrContact *contact) {
  const char *domain = cr_address_domain(contact->email);
  if (domain && a->details.company && cr_domain_is_shared(domain) &&
      !cr_domain_is_platform(domain) && !cr_text_equal(domain, "linkedin.com"))
    warn(list, "personal-mail",
         g_strdup_printf(
             "%s writes for %s from a personal mail service (%s). Check the name on the "
             "company's own site before you send anything personal.",
             contact->name ? contact->name : contact->email, a->details.company, domain));
}

/* How a domain looks at a glance. */
static char *
glance(const char *domain) {
  static const struct {
    const char *looks, *like;
  } alike[] = {{"rn", "m"}, {"vv", "w"}, {"0", "o"}, {"1", "l"}, {"5", "s"}, {"-", ""}};
  GString *text = g_string_new(domain);
  g_string_ascii_down(text);
  for (gsize i = 0; i < G_N_ELEMENTS(alike); i++)
    g_string_replace(text, alike[i].looks, alike[i].like, 0);
  return g_string_free(text, FALSE);
}

static gboolean
is_part_of(const char *domain, const char *whole) {
  gsize length = strlen(domain), own = strlen(whole);
  return length >= own && cr_text_equal(domain + length - own, whole) &&
         (length == own || domain[length - own - 1] == '.');
}

static gboolean
looks_alike(const char *domain, const char *known) {
  g_autofree char *a = glance(domain), *b = glance(known);
  if (is_part_of(domain, known) || is_part_of(known, domain))
    return FALSE;
  return strcmp(a, b) == 0 || (strlen(known) >= 9 && cr_text_distance(a, b, 1) <= 1) ||
         g_str_has_prefix(domain, "xn--");
}

/* The domains that are known to be the company's: the posting's, and those of its other contacts.
 */
static void
check_domain(GPtrArray *list, const CrApplication *a, const CrContact *contact) {
  const char *domain = cr_address_domain(contact->email);
  g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func(g_free);
  g_autofree char *url = cr_match_url(a->details.url);
  char *host = url ? g_strndup(url, strcspn(url, "/:?")) : NULL;
  if (domain == NULL || cr_domain_is_shared(domain)) {
    g_free(host);
    return;
  }
  if (host && !cr_domain_is_shared(host))
    g_ptr_array_add(known, g_steal_pointer(&host));
  g_free(host);
  for (guint i = 0; i < a->contacts->len; i++) {
    const CrContact *other = a->contacts->pdata[i];
    const char *theirs = cr_address_domain(other->email);
    if (other != contact && theirs && !cr_domain_is_shared(theirs) &&
        cr_match_domain(theirs, a->details.company))
      g_ptr_array_add(known, g_strdup(theirs));
  }
  for (guint i = 0; i < known->len; i++) {
    if (!looks_alike(domain, known->pdata[i]))
      continue;
    warn(list, "look-alike-domain",
         g_strdup_printf(
             "%s writes from %s, which looks like %s and is not. Answer only to an address "
             "that you have from the company itself.",
             contact->name ? contact->name : contact->email, domain, (char *) known->pdata[i]));
    return;
  }
}

static const char *
code_of(const char *country) {
  for (gsize i = 0; country && i < G_N_ELEMENTS(codes); i++)
    if (strcmp(codes[i].country, country) == 0)
      return codes[i].code;
  return NULL;
}

static void
check_number(GPtrArray *list, const CrContact *contact) {
  const char *number = contact->phone, *code = code_of(contact->country);
  if (number == NULL || *number != '+')
    return;
  for (gsize i = 0; i < G_N_ELEMENTS(odd_numbers); i++)
    if (g_str_has_prefix(number, odd_numbers[i].prefix)) {
      warn(list, "odd-number",
           g_strdup_printf("%s is %s. Ring the number on the company's own site instead.", number,
                           odd_numbers[i].what));
      return;
    }
  if (code && !g_str_has_prefix(number, code))
    warn(list, "odd-number",
         g_strdup_printf("%s is not a number of the country where %s works. That may be in order; "
                         "the company's own site tells.",
                         number, contact->name ? contact->name : "the contact"));
}

static void
free_warning(gpointer warning) {
  cr_warning_free(warning);
}

GPtrArray *
cr_caution_check(const CrApplication *a) {
  GPtrArray *list = g_ptr_array_new_with_free_func(free_warning);
  for (guint i = 0; i < a->contacts->len; i++) {
    const CrContact *contact = a->contacts->pdata[i];
    check_mail(list, a, contact);
    check_domain(list, a, contact);
    check_number(list, contact);
  }
  return list;
}
