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

/* Hiring platforms and booking pages, which write in a company's name. */
static const char *const platforms[] = {"greenhouse.io",
                                        "greenhouse-mail.io",
                                        "lever.co",
                                        "hire.lever.co",
                                        "myworkday.com",
                                        "workday.com",
                                        "icims.com",
                                        "smartrecruiters.com",
                                        "ashbyhq.com",
                                        "jobvite.com",
                                        "workable.com",
                                        "workablemail.com",
                                        "bamboohr.com",
                                        "teamtailor.com",
                                        "recruitee.com",
                                        "calendly.com",
                                        "indeed.com",
                                        "goodtime.io",
                                        "gem.com",
                                        "paradox.ai",
                                        "cronofy.com",
                                        "youcanbook.me",
                                        "savvycal.com",
                                        "cal.com",
                                        "doodle.com",
                                        "chilipiper.com",
                                        "hubspot.com",
                                        "zcal.co",
                                        "tidycal.com",
                                        "oncehub.com",
                                        "acuityscheduling.com",
                                        "reclaim.ai",
                                        "prelude.co",
                                        "candidate.fyi",
                                        "hirevue.com",
                                        "taleo.net",
                                        "breezy.hr",
                                        "applytojob.com",
                                        "pinpointhq.com",
                                        "personio.de",
                                        "personio.com",
                                        "comeet.com",
                                        "eightfold.ai",
                                        "rippling.com",
                                        "zohorecruit.com",
                                        "successfactors.com",
                                        "successfactors.eu",
                                        "myworkdayjobs.com",
                                        "freshteam.com",
                                        "avature.net",
                                        "jazzhr.com",
                                        "jazz.co",
                                        "ultipro.com",
                                        "dayforcehcm.com",
                                        "brassring.com",
                                        "csod.com",
                                        "clearcompany.com",
                                        "jobscore.com",
                                        "join.com",
                                        "softgarden.io",
                                        "softgarden.de",
                                        "homerun.co",
                                        "trakstar.com",
                                        "recruiterbox.com",
                                        "bullhornmail.com",
                                        "jobadder.com",
                                        "pageuppeople.com",
                                        "livehire.com",
                                        "tribepad.com",
                                        "eploy.net",
                                        "isolvedhire.com",
                                        "applicantpro.com",
                                        "applicantstack.com",
                                        "catsone.com",
                                        "governmentjobs.com",
                                        "hireology.com",
                                        "careerplug.com",
                                        "modernloop.io",
                                        "oorwin.com",
                                        "talentlyft.com",
                                        "welcomekit.co",
                                        "hackerrank.com",
                                        "codility.com",
                                        NULL};

/* Says nothing about which company it is. */
static const char *const legal_forms[] = {
    "inc",  "incorporated", "llc", "ltd",     "limited", "gmbh", "ag",  "se",
    "corp", "corporation",  "co",  "company", "plc",     "sa",   "sas", "bv",
    "nv",   "pty",          "oy",  "ab",      "as",      "aps",  "kg",  "lp",
    "llp",  "srl",          "spa", "sarl",    "the",     "and",  NULL};

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
  return domain == NULL || is_among(domain, mail_services) || is_among(domain, landlords) ||
         is_among(domain, platforms);
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

gboolean
cr_platform_names(const char *address, const char *company) {
  const char *domain = cr_address_domain(address);
  g_autofree char *tenant = NULL;
  for (const char *const *d = platforms; domain && *d && tenant == NULL; d++)
    if (is_among(domain, (const char *const[]){*d, NULL}))
      tenant = g_strndup(address, strlen(address) - strlen(*d));
  return cr_organisation_is_named(tenant, company);
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
