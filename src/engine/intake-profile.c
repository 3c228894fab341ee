/* profile.ini: who the candidate is, and their settings. */
#include "engine/intake-private.h"

#include "base/error.h"
#include "base/text.h"
#include "engine/file.h"
#include "parse/phone.h"

#include <string.h>

gboolean
intake_is_number(const char *number, const char *country) {
  CrNumberState state = cr_phone_read(number, country, NULL, NULL);
  return state == CR_NUMBER_VALID || state == CR_NUMBER_POSSIBLE;
}

static void
problem_about(const char *setting, const char *value, const char *why, CrProblemFunc problem,
              gpointer data) {
  g_autofree char *shown = cr_text_line(value, 60);
  g_autofree char *message = g_strdup_printf("profile.ini: %s=%s %s", setting, shown, why);
  problem(message, data);
}

static const char *const settings[] = {"name", "email", "phone", "zone", "country", NULL};

static void
read_emails(char **list, CrProfile *profile, CrProblemFunc problem, gpointer data) {
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
  gboolean wrong = FALSE;
  for (char **email = list; email && *email; email++) {
    g_autofree char *address = cr_address_normalize(g_strstrip(*email));
    if (address)
      g_strv_builder_add(builder, address);
    else if (**email) {
      problem_about("email", *email, "is no e-mail address and is left out", problem, data);
      wrong = TRUE;
    }
  }
  g_auto(GStrv) emails = g_strv_builder_end(builder);
  if (*emails == NULL && wrong) /* those that are known are better than none */
    return;
  g_strfreev(profile->emails);
  profile->emails = g_steal_pointer(&emails);
}

static void
read_phone(const char *phone, CrProfile *profile, CrProblemFunc problem, gpointer data) {
  g_clear_pointer(&profile->phone, g_free);
  if (*phone == '\0')
    return;
  if (!intake_is_number(phone, profile->country))
    problem_about("phone", phone, "is no number that can be called", problem, data);
  cr_phone_read(phone, profile->country, &profile->phone, NULL);
  if (profile->phone == NULL)
    profile->phone = cr_text_line(phone, 40);
}

static char *
read_text(GKeyFile *ini, const char *name) {
  char *text = g_key_file_get_string(ini, "candidate", name, NULL);
  return text ? g_strstrip(text) : NULL;
}

/* What is not named stays as it is; what is named and empty is taken out. */
static void
read_candidate(GKeyFile *ini, CrProfile *profile, CrProblemFunc problem, gpointer data) {
  g_auto(GStrv) named = g_key_file_get_keys(ini, "candidate", NULL, NULL);
  g_auto(GStrv) emails = g_key_file_get_string_list(ini, "candidate", "email", NULL, NULL);
  g_autofree char *name = read_text(ini, "name"), *phone = read_text(ini, "phone"),
                  *zone = read_text(ini, "zone"), *country = read_text(ini, "country");
  for (char **key = named; key && *key; key++)
    if (!g_strv_contains(settings, *key)) {
      g_autofree char *message = g_strdup_printf(
          "profile.ini: [candidate] %s is no setting; there are name, email, phone, zone and "
          "country",
          *key);
      problem(message, data);
    }
  if (emails)
    read_emails(emails, profile, problem, data);
  if (name) {
    g_free(profile->name);
    profile->name = *name ? cr_text_line(name, 120) : NULL;
  }
  if (zone) {
    g_free(profile->zone);
    profile->zone = *zone ? g_strdup(zone) : NULL;
  }
  if (country) {
    g_free(profile->country);
    profile->country = *country ? g_ascii_strup(country, 2) : NULL;
  }
  if (phone)
    read_phone(phone, profile, problem, data);
}

#define MAX_PROFILE_BYTES 65536
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

static gboolean
is_ini_line(const char *line) {
  const char *name = *line == '[' ? line + 1 : line;
  gsize length = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
  const char *after = name + length + strspn(name + length, " \t");
  return length > 0 && (*line == '[' ? strcmp(after, "]") == 0 : *after == '=');
}

/* A line that is none is named and left out; the others count all the same. */
static GKeyFile *
load_ini(const char *path, CrProblemFunc problem, gpointer data, GError **error) {
  g_autoptr(GKeyFile) ini = g_key_file_new();
  g_autoptr(GString) kept = g_string_new(NULL);
  g_autofree char *bytes = NULL;
  gsize length;
  if (!cr_file_read(path, MAX_PROFILE_BYTES, &bytes, &length, error))
    return NULL;
  g_autofree char *text = g_utf8_make_valid(bytes, (gssize) length);
  g_auto(GStrv) lines =
      g_strsplit(g_str_has_prefix(text, BYTE_ORDER_MARK) ? text + 3 : text, "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    gboolean in_group = *g_strstrip(lines[i]) == '[' || kept->len > 0;
    if (in_group && is_ini_line(lines[i])) {
      g_string_append_printf(kept, "%s\n", lines[i]);
      continue;
    }
    if (*lines[i] == '\0' || *lines[i] == '#')
      continue;
    g_autofree char *shown = cr_text_line(lines[i], 60);
    g_autofree char *message =
        g_strdup_printf("profile.ini: line %u: \"%s\" is no setting and is skipped", i + 1, shown);
    problem(message, data);
  }
  if (!g_key_file_load_from_data(ini, kept->str, kept->len, G_KEY_FILE_NONE, error))
    return NULL;
  return g_steal_pointer(&ini);
}

gboolean
cr_intake_profile(const char *path, CrProfile *profile, CrPolicy *policy, CrProblemFunc problem,
                  gpointer data, GError **error) {
  g_autoptr(GKeyFile) ini = load_ini(path, problem, data, error);
  if (ini == NULL) {
    g_prefix_error(error, "%s: ", path);
    return FALSE;
  }
  gboolean candidate = g_key_file_has_group(ini, "candidate");
  if (!candidate && !g_key_file_has_group(ini, "policy")) {
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE,
                "profile.ini: it has neither a [candidate] nor a [policy] part");
    return FALSE;
  }
  if (candidate)
    read_candidate(ini, profile, problem, data);
  if (profile->zone && cr_zone_find(profile->zone) == NULL) {
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE,
                "profile.ini: zone \"%.60s\" is not an IANA time zone", profile->zone);
    return FALSE;
  }
  g_auto(GStrv) keys = g_key_file_get_keys(ini, "policy", NULL, NULL);
  for (char **key = keys; key && *key; key++) {
    g_autofree char *value = g_key_file_get_string(ini, "policy", *key, NULL);
    g_autoptr(GError) local = NULL;
    if (!cr_policy_set(policy, *key, value ? g_strstrip(value) : "", &local)) {
      g_autofree char *message = g_strdup_printf("profile.ini: [policy] %s", local->message);
      problem(message, data);
    }
  }
  return TRUE;
}
