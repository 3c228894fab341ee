#include "playbook/organisation.h"

#include "base/text.h"

#include <string.h>

/* Mail services for everybody. */
static const char *const mail_services[] = {
    "gmail.com", "googlemail.com", "outlook.com",    "hotmail.com",  "live.com", "yahoo.com",
    "ymail.com", "icloud.com",     "me.com",         "aol.com",      "gmx.de",   "gmx.net",
    "web.de",    "proton.me",      "protonmail.com", "fastmail.com", "mail.com", "zoho.com",
    "qq.com",    "hey.com",        "google.com",     "linkedin.com", NULL};

/* Hiring platforms and booking pages, which write in a company's name. */
static const char *const platforms[] = {
    "greenhouse.io",   "greenhouse-mail.io", "lever.co",          "hire.lever.co",
    "myworkday.com",   "workday.com",        "icims.com",         "smartrecruiters.com",
    "ashbyhq.com",     "jobvite.com",        "workable.com",      "workablemail.com",
    "bamboohr.com",    "teamtailor.com",     "recruitee.com",     "calendly.com",
    "indeed.com",      "goodtime.io",        "gem.com",           "paradox.ai",
    "cronofy.com",     "youcanbook.me",      "savvycal.com",      "cal.com",
    "doodle.com",      "chilipiper.com",     "hirevue.com",       "taleo.net",
    "breezy.hr",       "applytojob.com",     "pinpointhq.com",    "personio.de",
    "personio.com",    "comeet.com",         "eightfold.ai",      "rippling.com",
    "zohorecruit.com", "successfactors.com", "successfactors.eu", NULL};

/* Labels that stand right of a company's own in a host name. */
static const char *const suffixes[] = {"com", "org", "net", "co",      "io",   "edu", "gov",  "ac",
                                       "ai",  "dev", "app", "example", "test", "biz", "info", NULL};

static gboolean
is_among(const char *domain, const char *const *names) {
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
cr_domain_is_platform(const char *domain) {
  return is_among(domain, platforms);
}

gboolean
cr_domain_is_shared(const char *domain) {
  return domain == NULL || is_among(domain, mail_services) || is_among(domain, platforms);
}

gboolean
cr_organisation_is_named(const char *text, const char *company) {
  return company && strlen(company) >= 3 && cr_text_has_word(text, company);
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
  if (domain_a == NULL || domain_b == NULL || cr_domain_is_shared(domain_a) ||
      cr_domain_is_shared(domain_b))
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
  if (domain == NULL || cr_domain_is_shared(domain))
    return NULL;
  g_autofree char *label = own_label(domain);
  if (label == NULL || *label == '\0')
    return NULL;
  *label = g_ascii_toupper(*label);
  return g_strdelimit(g_steal_pointer(&label), "-_", ' ');
}
