#include "base/instant.h"

#include "base/error.h"
#include "base/text.h"

#include <string.h>

gboolean
cr_date_valid(int year, int month, int day) {
  return year >= 1900 && year <= 2199 && month >= 1 && month <= 12 && day >= 1 &&
         day <= cr_month_days(year, month);
}

int
cr_month_days(int year, int month) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  gboolean leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[month - 1];
}

/* Source: H. Hinnant, "chrono-compatible low-level date algorithms", days_from_civil. */
CrDay
cr_day_from_date(int year, int month, int day) {
  int y = month <= 2 ? year - 1 : year;
  int era = (y >= 0 ? y : y - 399) / 400;
  int yoe = y - era * 400;
  int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + doe - 719468;
}

/* Source: the same, civil_from_days. */
void
cr_day_to_date(CrDay day, int *ret_year, int *ret_month, int *ret_day) {
  int z = day + 719468;
  int era = (z >= 0 ? z : z - 146096) / 146097;
  int doe = z - era * 146097;
  int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  int mp = (5 * doy + 2) / 153;
  int month = mp < 10 ? mp + 3 : mp - 9;
  *ret_year = yoe + era * 400 + (month <= 2);
  *ret_month = month;
  *ret_day = doy - (153 * mp + 2) / 5 + 1;
}

CrWeekday
cr_day_weekday(CrDay day) {
  int w = (day + 3) % 7; /* 1970-01-01 was a Thursday */
  return (CrWeekday) (w < 0 ? w + 7 : w);
}

const char *
cr_weekday_name(CrWeekday weekday) {
  static const char *const names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                      "Friday", "Saturday", "Sunday"};
  return names[weekday];
}

const char *
cr_month_name(int month) {
  static const char *const names[] = {"January",   "February", "March",    "April",
                                      "May",       "June",     "July",     "August",
                                      "September", "October",  "November", "December"};
  return names[month - 1];
}

gboolean
cr_wall_valid(const CrWall *wall) {
  return cr_date_valid(wall->year, wall->month, wall->day) && wall->hour >= 0 && wall->hour < 24 &&
         wall->minute >= 0 && wall->minute < 60 && wall->second >= 0 && wall->second < 60;
}

CrDay
cr_wall_day(const CrWall *wall) {
  return cr_day_from_date(wall->year, wall->month, wall->day);
}

gint64
cr_wall_seconds(const CrWall *wall) {
  return (gint64) cr_wall_day(wall) * 86400 + wall->hour * 3600 + wall->minute * 60 + wall->second;
}

CrWall
cr_wall_from_seconds(gint64 seconds) {
  gint64 day = seconds / 86400, rest = seconds % 86400;
  if (rest < 0) {
    rest += 86400;
    day--;
  }
  CrWall wall = {
      .hour = (int) (rest / 3600), .minute = (int) (rest / 60 % 60), .second = (int) (rest % 60)};
  cr_day_to_date((CrDay) day, &wall.year, &wall.month, &wall.day);
  return wall;
}

static gboolean
take_number(const char **cursor, int digits, int *ret_value) {
  int value = 0;
  for (int i = 0; i < digits; i++) {
    if (!g_ascii_isdigit((*cursor)[i]))
      return FALSE;
    value = value * 10 + (*cursor)[i] - '0';
  }
  *cursor += digits;
  *ret_value = value;
  return TRUE;
}

static gboolean
take_char(const char **cursor, const char *any_of) {
  if (**cursor == '\0' || strchr(any_of, **cursor) == NULL)
    return FALSE;
  (*cursor)++;
  return TRUE;
}

static gboolean
take_offset(const char **cursor, int *ret_seconds) {
  if (take_char(cursor, "Zz")) {
    *ret_seconds = 0;
    return TRUE;
  }
  int sign = **cursor == '-' ? -1 : 1, hours = 0, minutes = 0;
  if (!take_char(cursor, "+-") || !take_number(cursor, 2, &hours))
    return FALSE;
  take_char(cursor, ":");
  if (!take_number(cursor, 2, &minutes) || hours > 18 || minutes > 59)
    return FALSE;
  *ret_seconds = sign * (hours * 3600 + minutes * 60);
  return TRUE;
}

gboolean
cr_instant_parse(const char *text, CrInstant *ret_instant, GError **error) {
  const char *p = text;
  CrWall wall = {0};
  int offset = 0;
  gint64 usec = 0;
  gboolean ok =
      take_number(&p, 4, &wall.year) && take_char(&p, "-") && take_number(&p, 2, &wall.month) &&
      take_char(&p, "-") && take_number(&p, 2, &wall.day) && take_char(&p, "Tt ") &&
      take_number(&p, 2, &wall.hour) && take_char(&p, ":") && take_number(&p, 2, &wall.minute);
  if (ok && take_char(&p, ":")) {
    ok = take_number(&p, 2, &wall.second);
    if (ok && take_char(&p, ".")) {
      ok = g_ascii_isdigit(*p);
      for (gint64 unit = 100000; g_ascii_isdigit(*p); p++, unit /= 10)
        usec += unit * (*p - '0');
    }
  }
  if (wall.second == 60) /* a leap second is shown as the second before it */
    wall.second = 59;
  ok = ok && take_offset(&p, &offset) && *p == '\0' && cr_wall_valid(&wall);
  CrInstant instant = ok ? (cr_wall_seconds(&wall) - offset) * CR_SECOND + usec : CR_INSTANT_NONE;
  if (instant < CR_INSTANT_MIN || instant > CR_INSTANT_MAX) {
    g_autofree char *shown = cr_text_line(text, 40);
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE,
                "\"%s\" is not an instant such as 2026-11-24T14:00:00-05:00", shown);
    return FALSE;
  }
  *ret_instant = instant;
  return TRUE;
}
