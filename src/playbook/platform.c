/* Hiring platforms and booking pages, which write in a company's name, and who works there. */
#include "playbook/organisation.h"

#include "base/text.h"

#include <string.h>

/* clang-format off */
/* Those who work there write from these, too. */
static const char *const platforms[] = {
    "greenhouse.io", "lever.co", "workday.com", "icims.com", "smartrecruiters.com",
    "ashbyhq.com", "jobvite.com", "workable.com", "bamboohr.com", "teamtailor.com",
    "recruitee.com", "calendly.com", "indeed.com", "goodtime.io", "gem.com", "paradox.ai",
    "cronofy.com", "youcanbook.me", "savvycal.com", "cal.com", "doodle.com", "chilipiper.com",
    "hubspot.com", "zcal.co", "tidycal.com", "oncehub.com", "acuityscheduling.com",
    "reclaim.ai", "prelude.co", "candidate.fyi", "hirevue.com", "breezy.hr", "pinpointhq.com",
    "personio.de", "personio.com", "comeet.com", "eightfold.ai", "rippling.com",
    "freshteam.com", "avature.net", "jazzhr.com", "jazz.co", "clearcompany.com", "jobscore.com",
    "join.com", "softgarden.io", "softgarden.de", "homerun.co", "trakstar.com",
    "recruiterbox.com", "jobadder.com", "pageuppeople.com", "livehire.com", "tribepad.com",
    "eploy.net", "applicantpro.com", "applicantstack.com", "hireology.com", "careerplug.com",
    "modernloop.io", "oorwin.com", "talentlyft.com", "welcomekit.co", "hackerrank.com",
    "codility.com", NULL};

/* Hosts for what is sent in their customers' names alone. */
static const char *const mailers[] = {
    "greenhouse-mail.io", "hire.lever.co", "myworkday.com", "workablemail.com", "taleo.net",
    "applytojob.com", "zohorecruit.com", "successfactors.com", "successfactors.eu",
    "myworkdayjobs.com", "ultipro.com", "dayforcehcm.com", "brassring.com", "csod.com",
    "bullhornmail.com", "isolvedhire.com", "catsone.com", "governmentjobs.com",
    NULL};

/* What stands in an address or a name beside it, and is no part of a person's. */
static const char *const roles[] = {
    "team", "teams", "hiring", "job", "jobs", "career", "careers", "recruiting", "recruitment",
    "recruiter", "recruiters", "talent", "acquisition", "interview", "interviews",
    "interviewing", "scheduling", "scheduler", "schedule", "calendar", "booking", "bookings",
    "meeting", "meetings", "mail", "email", "mailer", "message", "messages", "notification",
    "notifications", "notify", "alert", "alerts", "update", "updates", "reminder", "reminders",
    "invite", "invites", "invitation", "invitations", "candidate", "candidates", "applicant",
    "applicants", "application", "applications", "apply", "support", "help", "hello", "info",
    "contact", "admin", "system", "service", "services", "bot", "assistant", "hr", "people",
    "human", "resources", "no", "do", "not", "reply", "noreply", "via", "at", "by", "for", "on",
    "behalf", "of", "the", "and", "events", "news", "newsletter", "marketing", "sales",
    "billing", "account", "accounts", "security", "feedback", "survey", "automated", "office",
    NULL};
/* clang-format on */

static const char *
platform_of(const char *domain) {
  const char *const *const lists[] = {platforms, mailers};
  for (gsize i = 0; i < G_N_ELEMENTS(lists); i++)
    for (const char *const *d = lists[i]; domain && *d; d++)
      if (cr_domain_is_among(domain, (const char *const[]){*d, NULL}))
        return *d;
  return NULL;
}

gboolean
cr_domain_is_platform(const char *domain) {
  return platform_of(domain) != NULL;
}

gboolean
cr_platform_names(const char *address, const char *company) {
  const char *platform = platform_of(cr_address_domain(address));
  g_autofree char *tenant =
      platform ? g_strndup(address, strlen(address) - strlen(platform)) : NULL;
  return cr_organisation_is_named(tenant, company);
}

/* The words of a text, in lower case without accents. */
static char **
split(const char *text) {
  g_autofree char *plain = g_str_to_ascii(text ? text : "", "C");
  g_autofree char *lower = g_ascii_strdown(plain, -1);
  return g_strsplit_set(lower, " ._-", 0);
}

static gboolean
names_role(char **words) {
  for (; *words; words++)
    if (g_strv_contains(roles, *words))
      return TRUE;
  return FALSE;
}

/* Two or three words of letters alone. */
static gboolean
may_be_person(char **words) {
  guint count = g_strv_length(words);
  for (guint i = 0; i < count; i++)
    if (*words[i] == '\0' || words[i][strspn(words[i], "abcdefghijklmnopqrstuvwxyz")])
      return FALSE;
  return count == 2 || count == 3;
}

/* Jane Doe is jane@, jdoe@ or janed@; the address of a company of two words has both. */
static gboolean
is_short_for(const char *local, char **name) {
  const char *first = name[0], *last = name[g_strv_length(name) - 1];
  g_autofree char *initial_last = g_strdup_printf("%c%s", *first, last);
  g_autofree char *first_initial = g_strdup_printf("%s%c", first, *last);
  return cr_text_equal(local, first) || cr_text_equal(local, initial_last) ||
         cr_text_equal(local, first_initial);
}

gboolean
cr_address_is_calendar(const char *address) {
  return cr_text_equal(address, "calendar-notification@google.com");
}

gboolean
cr_name_is_program(const char *name, const char *address) {
  const char *domain =
      cr_address_is_calendar(address) ? "google.com" : platform_of(cr_address_domain(address));
  g_auto(GStrv) words = split(name), own = split(domain);
  gboolean named = FALSE;
  for (char **word = words; domain && *word; word++) {
    gboolean is = g_strv_contains((const char *const *) own, *word);
    if (!is && **word && !g_strv_contains(roles, *word))
      return FALSE;
    named = named || is;
  }
  return named;
}

gboolean
cr_address_is_platform(const char *address, const char *name) {
  if (cr_address_is_calendar(address))
    return TRUE;
  const char *domain = cr_address_domain(address), *platform = platform_of(domain);
  if (platform == NULL || !cr_text_equal(domain, platform) || !g_strv_contains(platforms, platform))
    return platform != NULL;
  g_autofree char *local = g_strndup(address, strlen(address) - strlen(domain) - 1);
  g_auto(GStrv) own = split(local), named = split(name);
  if (names_role(own) || names_role(named))
    return TRUE;
  return !may_be_person(own) && !(may_be_person(named) && is_short_for(local, named));
}

/* Two or three words that begin with capitals. */
static gboolean
is_full_name(const char *name) {
  g_auto(GStrv) words = g_strsplit(name, " ", 5);
  guint n = g_strv_length(words);
  for (guint i = 0; i < n; i++)
    if (!g_unichar_isupper(g_utf8_get_char(words[i])) || strpbrk(words[i], "@:/,0123456789"))
      return FALSE;
  return n == 2 || n == 3;
}

/* What stands behind the label, or before it: "Organizer: Pia Lund", "Pia Lund - organizer". NULL
 * when the line has none. Free with g_free. */
static char *
beside_label(const char *line, const char *label) {
  gsize length = strlen(label);
  const char *at = cr_text_find(line, label);
  if (at == NULL || g_ascii_isalpha(at[length]))
    return NULL;
  const char *rest = at + length + strspn(at + length, " :)*-");
  g_autofree char *name = at == line ? g_strdup(rest)
                          : *rest    ? NULL
                                     : g_strndup(line, (gsize) (at - line));
  gsize end = name ? strlen(name) : 0;
  while (end && strchr(" -(*", name[end - 1]))
    name[--end] = '\0';
  return name ? g_steal_pointer(&name) : NULL;
}

char *
cr_named_organizer(const char *text, const char *own_name) {
  static const char *const labels[] = {"organizer", "organiser", "host", "hosted by", NULL};
  g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", 200);
  for (char **line = lines; *line; line++)
    for (const char *const *label = labels; *label; label++) {
      g_autofree char *beside = beside_label(g_strstrip(*line), *label);
      const char *name = beside && *beside == '\0' && line[1] ? g_strstrip(line[1]) : beside;
      if (name && is_full_name(name) && !cr_text_equal(name, own_name))
        return g_strdup(name);
    }
  return NULL;
}
