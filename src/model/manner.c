#include "model/manner.h"

#include "model/holiday.h"

#include <string.h>

/* Where English is written with hours to twelve. Source: CLDR 42, timeData and the date formats of
 * en-XX. */
static const struct {
  const char country[3];
  CrManner manner;
} manners[] = {
    {"US", {TRUE, TRUE}},  {"CA", {TRUE, TRUE}},  {"PR", {TRUE, TRUE}},  {"PH", {TRUE, TRUE}},
    {"AU", {TRUE, FALSE}}, {"NZ", {TRUE, FALSE}}, {"IN", {TRUE, FALSE}}, {"PK", {TRUE, FALSE}},
    {"BD", {TRUE, FALSE}}, {"SG", {TRUE, FALSE}}, {"MY", {TRUE, FALSE}}, {"HK", {TRUE, FALSE}},
};

/* Names of zones that are no more than other names, which no country has. */
static const struct {
  const char *prefix;
  CrManner manner;
} others[] = {
    {"America/", {TRUE, TRUE}},
    {"US/", {TRUE, TRUE}},
    {"Canada/", {TRUE, TRUE}},
    {"Australia/", {TRUE, FALSE}},
};

CrManner
cr_manner_of(const CrZone *zone, const char *country) {
  const char *id = cr_zone_id(zone), *there = cr_zone_country(id);
  for (gsize i = 0; there == NULL && i < G_N_ELEMENTS(others); i++)
    if (g_str_has_prefix(id, others[i].prefix))
      return others[i].manner;
  if (there == NULL)
    there = country;
  for (gsize i = 0; there && i < G_N_ELEMENTS(manners); i++)
    if (strcmp(manners[i].country, there) == 0)
      return manners[i].manner;
  return (CrManner){FALSE, FALSE};
}

char *
cr_manner_clock(CrManner manner, const CrWall *wall) {
  if (!manner.twelve_hours)
    return g_strdup_printf("%02d:%02d", wall->hour, wall->minute);
  return g_strdup_printf("%d:%02d %s", (wall->hour + 11) % 12 + 1, wall->minute,
                         wall->hour < 12 ? "AM" : "PM");
}

char *
cr_manner_date(CrManner manner, const CrWall *wall, int letters) {
  const char *weekday = cr_weekday_name(cr_day_weekday(cr_wall_day(wall)));
  const char *month = cr_month_name(wall->month);
  int width = letters > 0 ? letters : 64;
  if (manner.month_first)
    return g_strdup_printf("%.*s, %.*s %d", width, weekday, width, month, wall->day);
  return g_strdup_printf("%.*s %d %.*s", width, weekday, wall->day, width, month);
}

char *
cr_manner_date_of_year(CrManner manner, const CrWall *wall) {
  g_autofree char *date = cr_manner_date(manner, wall, 3);
  return g_strdup_printf("%s%s %d", date, manner.month_first ? "," : "", wall->year);
}

char *
cr_manner_day(CrManner manner, int month, int day) {
  const char *name = cr_month_name(month);
  return manner.month_first ? g_strdup_printf("%.3s %d", name, day)
                            : g_strdup_printf("%d %.3s", day, name);
}
