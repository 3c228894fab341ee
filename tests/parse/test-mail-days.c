/* The days that an absence names, in whatever language. */
#include "parse/mail-days.h"

static const char *const kinds[CR_N_DAY_KINDS] = {"date",  "of-month", "weekday", "relative",
                                                  "month", "week",     "other"};

/* "date 2026-12-07, range 2026-11-23/2026-11-27" */
static char *
days_of(const char *text, gboolean month_first) {
  g_autoptr(GPtrArray) none = g_ptr_array_new();
  CrDay today = cr_day_from_date(2026, 11, 18); /* a Wednesday */
  CrNamedDays named;
  cr_named_days_init(&named, text, none, today, cr_zone_utc(), month_first);
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < named.days->len; i++) {
    const CrNamedDay *day = &g_array_index(named.days, CrNamedDay, i);
    int y, m, d;
    cr_day_to_date(day->first, &y, &m, &d);
    g_string_append_printf(out, "%s%s %04d-%02d-%02d", i ? ", " : "", kinds[day->kind], y, m, d);
    cr_day_to_date(day->last, &y, &m, &d);
    if (day->last != day->first)
      g_string_append_printf(out, "/%02d-%02d", m, d);
  }
  cr_named_days_clear(&named);
  return g_string_free(out, FALSE);
}

static const struct {
  const char *text, *days;
} rows[] = {
    {"am Montag, den 7. Dezember, wieder da", "date 2026-12-07"},
    {"vom 23. bis 27. November", "date 2026-11-23, date 2026-11-27"},
    {"15.-23.12.", "date 2026-12-15, date 2026-12-23"},
    {"bin ab 7.12. wieder da. Bis 8.1.2027 nicht.", "date 2026-12-07, date 2027-01-08"},
    {"le lundi 7", "of-month 2026-12-07"},
    {"dès le 1er mars", "date 2027-03-01"},
    {"courant janvier 2027", "month 2027-01-01/01-31"},
    {"adresser à mon poste", ""},
    {"del 22 al 29 de marzo", "date 2027-03-22, date 2027-03-29"},
    {"el miércoles 9", "of-month 2026-12-09"},
    {"retorno no dia 15/02, quinta-feira, dia 18", "date 2027-02-15, of-month 2027-02-18"},
    {"rientro giovedì 3 dicembre", "date 2026-12-03"},
    {"tot en met 27-11-2026", "date 2026-11-27"},
    {"we wtorek, 4 maja", "date 2027-05-04"},
    {"Maja är på plats", ""},
    {"måndagen den 30 november", "date 2026-11-30"},
    {"i dag og i morgen", "relative 2026-11-18, relative 2026-11-19"},
    {"mandag d. 30. november", "date 2026-11-30"},
    {"maanantaina 7.12. ja joulukuussa 2026", "date 2026-12-07, month 2026-12-01/12-31"},
    {"v pondělí 7. 12. 2026", "date 2026-12-07"},
    {"nächste Woche; toute la semaine", "week 2026-11-23/11-29, week 2026-11-16/11-22"},
    {"Nov 19-27, back the 30th", "date 2026-11-19, of-month 2026-11-27, of-month 2026-11-30"},
    {"until Friday, December 4. Back Monday", "date 2026-12-04, weekday 2026-12-07"},
    {"out Tue-Thu", "weekday 2026-11-17, weekday 2026-11-19"},
    {"Returning Mon. December 7", "date 2026-12-07"},
    {"and may be slow; back in May", "month 2027-05-01/05-31"},
    {"call 312-555-0143 at 10:30, or write to may.7@x.example", ""},
    {"see www.x.example/2026/12/07", ""},
};

static void
test_days(void) {
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *days = days_of(rows[i].text, FALSE);
    g_test_message("%s", rows[i].text);
    g_assert_cmpstr(days, ==, rows[i].days);
  }
}

/* The month stands first where they write so, in English, unless another date denies it. */
static void
test_order(void) {
  static const struct {
    const char *text, *days;
  } orders[] = {
      {"I'm back 12/3", "date 2026-12-03"},
      {"Volto 12/3", "date 2027-03-12"},
      {"I'm out 23/11 to 3/12", "date 2026-11-23, date 2026-12-03"},
      {"I'm back Saturday 12/4/27", "date 2027-12-04"},
      {"I'm back Monday 12/4/27", "date 2027-04-12"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(orders); i++) {
    g_autofree char *days = days_of(orders[i].text, TRUE);
    g_test_message("%s", orders[i].text);
    g_assert_cmpstr(days, ==, orders[i].days);
  }
}

/* However often a text names days, some are enough. */
static void
test_bounded(void) {
  static const char *const hostile[] = {"12/3 ", "7. ", "Mon-", "next week ", "in May ", "i ", "'"};
  for (guint i = 0; i < G_N_ELEMENTS(hostile); i++) {
    GString *text = g_string_new(NULL);
    while (text->len < 200000)
      g_string_append(text, hostile[i]);
    g_autofree char *days = days_of(text->str, TRUE);
    g_assert_cmpuint(strlen(days), <, CR_MAX_NAMED_DAYS * 40);
    g_string_free(text, TRUE);
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/mail-days/days", test_days);
  g_test_add_func("/mail-days/order", test_order);
  g_test_add_func("/mail-days/bounded", test_bounded);
  return g_test_run();
}
