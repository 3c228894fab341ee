#include "playbook/organisation.h"

#include "base/text.h"

#include <string.h>

/* Mail services for everybody. */
static const char *const mail_services[] = {
    "gmail.com", "googlemail.com", "outlook.com",    "hotmail.com",  "live.com", "yahoo.com",
    "ymail.com", "icloud.com",     "me.com",         "aol.com",      "gmx.de",   "gmx.net",
    "web.de",    "proton.me",      "protonmail.com", "fastmail.com", "mail.com", "zoho.com",
    "qq.com",    "hey.com",        "google.com",     "linkedin.com", NULL};

/* Services that give each of many houses a host below their own. */
static const char *const landlords[] = {
    "onmicrosoft.com",  "zendesk.com", "freshdesk.com", "atlassian.net", "service-now.com",
    "hubspotemail.net", "mailgun.org", "amazonses.com", "sendgrid.net",  NULL};

/* Says nothing about which company it is. */
static const char *const legal_forms[] = {
    "inc",  "incorporated", "llc", "ltd",     "limited", "gmbh", "ag",  "se",
    "corp", "corporation",  "co",  "company", "plc",     "sa",   "sas", "bv",
    "nv",   "pty",          "oy",  "ab",      "as",      "aps",  "kg",  "lp",
    "llp",  "srl",          "spa", "sarl",    "the",     "and",  NULL};

/* Labels that stand right of a company's own in a host name. */
static const char *const suffixes[] = {"com", "org", "net", "co",      "io",   "edu", "gov",  "ac",
                                       "ai",  "dev", "app", "example", "test", "biz", "info", NULL};

gboolean
cr_domain_is_among(const char *domain, const char *const *names) {
  gsize length = domain ? strlen(domain) : 0;
  for (const char *const *d = names; length > 0 && *d; d++) {
    gsize own = strlen(*d);
    if ((length == own || (length > own && domain[length - own - 1] == '.')) &&
        cr_text_equal(domain + length - own, *d))
      return TRUE;
  }
  return FALSE;
}

gboolean
cr_domain_is_shared(const char *domain) {
  return domain == NULL || cr_domain_is_among(domain, mail_services) ||
         cr_domain_is_among(domain, landlords) || cr_domain_is_platform(domain);
}

gboolean
cr_address_is_shared(const char *address) {
  const char *domain = cr_address_domain(address);
  return cr_domain_is_platform(domain) ? cr_address_is_platform(address, NULL)
                                       : cr_domain_is_shared(domain);
}

static gboolean
is_joint(char c) {
  return c && strchr(" -._+&'\t\n", c);
}

/* A letter without its case and accent, past which *at is moved. */
static gunichar
take_letter(const char **at) {
  if (!((guchar) * *at & 0x80))
    return (gunichar) g_ascii_tolower(*(*at)++);
  gunichar c = g_utf8_get_char_validated(*at, -1), parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  if (c >= 0x110000)
    return (guchar) * (*at)++;
  *at = g_utf8_next_char(*at);
  g_unichar_fully_decompose(c, FALSE, parts, G_N_ELEMENTS(parts));
  return g_unichar_tolower(parts[0]);
}

/* Whether the text begins with the name as a word of its own. */
static gboolean
begins_with_name(const char *text, const char *name, gsize length) {
  const char *end = name + length;
  while (name < end) {
    if (is_joint(*name)) {
      name++;
      text += is_joint(*text);
    } else if (is_joint(*text) && !is_joint(text[1])) {
      text++;
    } else if (take_letter(&text) != take_letter(&name)) {
      return FALSE;
    }
  }
  return !g_ascii_isalnum(*text);
}

gboolean
cr_organisation_is_legal_form(const char *word) {
  return g_strv_contains(legal_forms, word);
}

#define MIN_NAME_BYTES 3

/* Of "The Contoso Co., Ltd." all but the end; "HP Inc." stays whole. */
static gsize
length_without_form(const char *company) {
  g_autofree char *lower = g_ascii_strdown(company, -1);
  for (;;) {
    gsize length = strlen(lower);
    while (length && !g_ascii_isalnum(lower[length - 1]) && !((guchar) lower[length - 1] & 0x80))
      length--;
    lower[length] = '\0';
    char *word = strrchr(lower, ' ');
    if (word == NULL || word - lower < MIN_NAME_BYTES || !cr_organisation_is_legal_form(word + 1))
      return length;
    *word = '\0';
  }
}

gboolean
cr_organisation_is_named(const char *text, const char *company) {
  gsize length = company ? length_without_form(company) : 0;
  const char *begin = company;
  gunichar first = length >= MIN_NAME_BYTES ? take_letter(&begin) : 0;
  for (const char *at = text; first && at && *at;) {
    const char *here = at;
    gboolean begins = here == text || !g_ascii_isalnum(here[-1]);
    if (take_letter(&at) == first && begins && begins_with_name(here, company, length))
      return TRUE;
  }
  return FALSE;
}

/* The label before the public suffix: an approximation without the whole suffix list, good for a
 * name to show and for telling colleagues; nothing of security hangs on it alone. */
static char *
own_label(const char *domain) {
  g_auto(GStrv) labels = g_strsplit(domain, ".", 12);
  int last = (int) g_strv_length(labels) - 1;
  if (last > 0)
    last--; /* the top level */
  while (last > 0 && (g_strv_contains(suffixes, labels[last]) || strlen(labels[last]) <= 1))
    last--;
  return last >= 0 && labels[last] ? g_strdup(labels[last]) : NULL;
}

gboolean
cr_organisation_is_same(const char *a, const char *b) {
  const char *domain_a = cr_address_domain(a), *domain_b = cr_address_domain(b);
  if (domain_a == NULL || domain_b == NULL || cr_address_is_shared(a) || cr_address_is_shared(b))
    return FALSE;
  if (cr_text_equal(domain_a, domain_b))
    return TRUE;
  /* One is a subdomain of the other. */
  const char *longer = strlen(domain_a) > strlen(domain_b) ? domain_a : domain_b;
  const char *shorter = longer == domain_a ? domain_b : domain_a;
  gsize cut = strlen(longer) - strlen(shorter);
  return strchr(shorter, '.') && cut > 1 && longer[cut - 1] == '.' &&
         cr_text_equal(longer + cut, shorter) && !g_strv_contains(suffixes, shorter);
}

char *
cr_organisation_name(const char *email) {
  const char *domain = cr_address_domain(email);
  if (domain == NULL || cr_address_is_shared(email))
    return NULL;
  g_autofree char *label = own_label(domain);
  if (label == NULL || *label == '\0')
    return NULL;
  *label = g_ascii_toupper(*label);
  return g_strdelimit(g_steal_pointer(&label), "-_", ' ');
}
