#include "model/profile.h"

#include "base/error.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static const CrField profile_fields[] = {
    CR_FIELD(CrProfile, name, STRING),    CR_FIELD(CrProfile, emails, STRV),
    CR_FIELD(CrProfile, phone, STRING),   CR_FIELD(CrProfile, zone, STRING),
    CR_FIELD(CrProfile, country, STRING), CR_FIELD_END};
CR_DEFINE_RECORD(CrProfile, cr_profile, profile_fields)

gboolean
cr_profile_owns(const CrProfile *profile, const char *email) {
  for (char **own = profile->emails; email && own && *own; own++)
    if (cr_text_equal(*own, email))
      return TRUE;
  return FALSE;
}

const char *
cr_profile_sender(const CrProfile *profile, const char *wanted) {
  if (cr_profile_owns(profile, wanted))
    return wanted;
  return profile->emails ? profile->emails[0] : NULL;
}

static const CrField policy_fields[] = {CR_FIELD(CrPolicy, autopilot, BOOL),
                                        CR_FIELD(CrPolicy, grace_soft_min, INT),
                                        CR_FIELD(CrPolicy, grace_hard_min, INT),
                                        CR_FIELD(CrPolicy, letter_after_min, INT),
                                        CR_FIELD(CrPolicy, hours_from_min, INT),
                                        CR_FIELD(CrPolicy, hours_to_min, INT),
                                        CR_FIELD(CrPolicy, nudge_first_days, INT),
                                        CR_FIELD(CrPolicy, nudge_last_days, INT),
                                        CR_FIELD(CrPolicy, slots, INT),
                                        CR_FIELD(CrPolicy, slot_days, INT),
                                        CR_FIELD(CrPolicy, slot_within_days, INT),
                                        CR_FIELD(CrPolicy, slot_ahead_min, INT),
                                        CR_FIELD(CrPolicy, slot_buffer_min, INT),
                                        CR_FIELD(CrPolicy, remind_day_min, INT),
                                        CR_FIELD(CrPolicy, remind_min, INT),
                                        CR_FIELD(CrPolicy, quiet_from_min, INT),
                                        CR_FIELD(CrPolicy, quiet_to_min, INT),
                                        CR_FIELD(CrPolicy, holds, BOOL),
                                        CR_FIELD(CrPolicy, weekly_target, INT),
                                        CR_FIELD(CrPolicy, keep_days, INT),
                                        CR_FIELD(CrPolicy, forget_days, INT),
                                        CR_FIELD(CrPolicy, review_day, INT),
                                        CR_FIELD_END};
CR_DEFINE_RECORD(CrPolicy, cr_policy, policy_fields)

/* The numeric settings with their range and default. */
static const struct {
  const char *name;
  gsize offset;
  int min, max, otherwise;
} settings[] = {
    {"grace_soft_min", G_STRUCT_OFFSET(CrPolicy, grace_soft_min), 0, 60, 5},
    {"grace_hard_min", G_STRUCT_OFFSET(CrPolicy, grace_hard_min), 1, 120, 10},
    {"letter_after_min", G_STRUCT_OFFSET(CrPolicy, letter_after_min), 1, 240, 15},
    {"nudge_first_days", G_STRUCT_OFFSET(CrPolicy, nudge_first_days), 1, 30, 2},
    {"nudge_last_days", G_STRUCT_OFFSET(CrPolicy, nudge_last_days), 1, 30, 5},
    {"slots", G_STRUCT_OFFSET(CrPolicy, slots), 1, 8, 3},
    {"slot_days", G_STRUCT_OFFSET(CrPolicy, slot_days), 1, 5, 2},
    {"slot_within_days", G_STRUCT_OFFSET(CrPolicy, slot_within_days), 1, 20, 5},
    {"slot_ahead_min", G_STRUCT_OFFSET(CrPolicy, slot_ahead_min), 0, 2880, 120},
    {"slot_buffer_min", G_STRUCT_OFFSET(CrPolicy, slot_buffer_min), 0, 120, 15},
    {"remind_day_min", G_STRUCT_OFFSET(CrPolicy, remind_day_min), 0, 10080, 1440},
    {"remind_min", G_STRUCT_OFFSET(CrPolicy, remind_min), 0, 240, 15},
    {"weekly_target", G_STRUCT_OFFSET(CrPolicy, weekly_target), 0, 100, 5},
    {"keep_days", G_STRUCT_OFFSET(CrPolicy, keep_days), 1, 3650, 60},
    {"forget_days", G_STRUCT_OFFSET(CrPolicy, forget_days), 0, 3650, 0},
    {"review_day", G_STRUCT_OFFSET(CrPolicy, review_day), 0, 7, 0},
};

CrPolicy *
cr_policy_new_default(void) {
  CrPolicy *policy = cr_policy_new();
  for (guint i = 0; i < G_N_ELEMENTS(settings); i++)
    G_STRUCT_MEMBER(int, policy, settings[i].offset) = settings[i].otherwise;
  policy->hours_from_min = 9 * 60;
  policy->hours_to_min = 18 * 60;
  policy->quiet_from_min = 22 * 60;
  policy->quiet_to_min = 7 * 60;
  return policy;
}

/* What was given is repeated, but not its escapes and not all of it. */
static gboolean
refuse(const char *name, const char *value, const char *why, GError **error) {
  g_autofree char *shown_name = cr_text_line(name, 40), *shown = cr_text_line(value, 40);
  g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "%s=%s %s", shown_name, shown, why);
  return FALSE;
}

/* H:MM or HH:MM, to 24:00. */
static gboolean
take_clock(const char **cursor, int *ret_min) {
  const char *p = *cursor;
  gsize digits = strspn(p, "0123456789");
  if (digits < 1 || digits > 2 || p[digits] != ':' || strspn(p + digits + 1, "0123456789") != 2)
    return FALSE;
  int hours = atoi(p), minutes = atoi(p + digits + 1);
  if (minutes > 59 || hours * 60 + minutes > 24 * 60)
    return FALSE;
  *cursor = p + digits + 3;
  *ret_min = hours * 60 + minutes;
  return TRUE;
}

static gboolean
take_clocks(const char *value, int *ret_from, int *ret_to) {
  const char *p = value;
  return take_clock(&p, ret_from) && *p++ == '-' && take_clock(&p, ret_to) && *p == '\0';
}

/* May go past midnight: 22:00-07:00. */
static gboolean
set_quiet(CrPolicy *policy, const char *value, GError **error) {
  int from = 0, to = 0;
  if (!take_clocks(value, &from, &to))
    return refuse("quiet", value, "is not like 22:00-07:00", error);
  policy->quiet_from_min = from % (24 * 60);
  policy->quiet_to_min = to % (24 * 60);
  return TRUE;
}

static gboolean
set_hours(CrPolicy *policy, const char *value, GError **error) {
  int from = 0, to = 0;
  if (!take_clocks(value, &from, &to) || from >= to)
    return refuse("hours", value, "is not like 09:00-18:00", error);
  policy->hours_from_min = from;
  policy->hours_to_min = to;
  return TRUE;
}

static gboolean
set_switch(gboolean *place, const char *name, const char *value, GError **error) {
  static const char *const words[] = {"false", "no", "off", "0", "true", "yes", "on", "1", NULL};
  int index = cr_name_index(words, value);
  if (index < 0)
    return refuse(name, value, "is neither true nor false", error);
  *place = index >= 4;
  return TRUE;
}

gboolean
cr_policy_set(CrPolicy *policy, const char *name, const char *value, GError **error) {
  if (strcmp(name, "autopilot") == 0)
    return set_switch(&policy->autopilot, name, value, error);
  if (strcmp(name, "holds") == 0)
    return set_switch(&policy->holds, name, value, error);
  if (strcmp(name, "hours") == 0)
    return set_hours(policy, value, error);
  if (strcmp(name, "quiet") == 0)
    return set_quiet(policy, value, error);
  for (guint i = 0; i < G_N_ELEMENTS(settings); i++) {
    if (strcmp(name, settings[i].name) != 0)
      continue;
    gint64 number;
    if (!g_ascii_string_to_signed(value, 10, settings[i].min, settings[i].max, &number, NULL)) {
      g_autofree char *why =
          g_strdup_printf("is not a number from %d to %d", settings[i].min, settings[i].max);
      return refuse(name, value, why, error);
    }
    G_STRUCT_MEMBER(int, policy, settings[i].offset) = (int) number;
    return TRUE;
  }
  return refuse(name, value, "is no setting of ours", error);
}
