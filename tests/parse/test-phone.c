#include "parse/phone.h"

static void
test_read(void) {
  static const struct {
    const char *text, *country, *e164, *ext;
    CrNumberState state;
  } rows[] = {
      {"(212) 555-0123", "US", "+12125550123", NULL, CR_NUMBER_VALID},
      {"212.555.0123", "US", "+12125550123", NULL, CR_NUMBER_VALID},
      {"1-212-555-0123", "US", "+12125550123", NULL, CR_NUMBER_VALID},
      {"+1 212 555 0123", NULL, "+12125550123", NULL, CR_NUMBER_VALID},
      {"+1 212 555 0123 ext. 45", NULL, "+12125550123", "45", CR_NUMBER_VALID},
      {"212-555-0123 x9", "US", "+12125550123", "9", CR_NUMBER_VALID},
      {"+44 (0)20 7946 0123", "US", "+442079460123", NULL, CR_NUMBER_VALID},
      {"020 7946 0123", "GB", "+442079460123", NULL, CR_NUMBER_VALID},
      {"+49 30 23125 014", NULL, "+493023125014", NULL, CR_NUMBER_VALID},
      {"020 7946 0123", NULL, NULL, NULL, CR_NUMBER_NO_COUNTRY_CODE},
      {"212-555-0123", NULL, NULL, NULL, CR_NUMBER_NO_COUNTRY_CODE},
      {"555-0123", "US", NULL, NULL, CR_NUMBER_INVALID},
      {"+1 900 555 1234", "US", NULL, NULL, CR_NUMBER_INVALID}, /* premium rate */
      {"0909 879 0123", "GB", NULL, NULL, CR_NUMBER_INVALID},
      {"0871 123 4567", "GB", NULL, NULL, CR_NUMBER_INVALID},
      {"0800 123 4567", "GB", "+448001234567", NULL, CR_NUMBER_VALID},
      {"1900 654 321", "AU", NULL, NULL, CR_NUMBER_INVALID},
      {"0900 5 123456", "DE", NULL, NULL, CR_NUMBER_INVALID},
      {"12", "US", NULL, NULL, CR_NUMBER_INVALID},
      {"", "US", NULL, NULL, CR_NUMBER_INVALID},
      {"no number", "US", NULL, NULL, CR_NUMBER_INVALID},
      {"+999 123", "US", NULL, NULL, CR_NUMBER_INVALID},
      {"212\xff"
       "5550123",
       "U", NULL, NULL, CR_NUMBER_INVALID},
  };
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *e164 = NULL, *ext = NULL;
    g_autofree char *shown = g_strescape(rows[i].text, NULL);
    g_test_message("%s in %s", shown, rows[i].country ? rows[i].country : "-");
    g_assert_cmpint(cr_phone_read(rows[i].text, rows[i].country, &e164, &ext), ==, rows[i].state);
    g_assert_cmpstr(e164, ==, rows[i].e164);
    g_assert_cmpstr(ext, ==, rows[i].ext);
  }
  g_assert_cmpint(cr_phone_read(NULL, "US", NULL, NULL), ==, CR_NUMBER_INVALID);
  g_autofree char *endless = g_strnfill(100000, '1');
  g_assert_cmpint(cr_phone_read(endless, "US", NULL, NULL), ==, CR_NUMBER_INVALID);
}

/* Numbers among words, with what is keyed in behind them. */
static void
test_find(void) {
  static const struct {
    const char *text, *e164, *ext;
  } rows[] = {
      {"my desk: (212) 555-0123", "+12125550123", NULL},
      {"+1 212 555 0123, Durchwahl 12", "+12125550123", "12"},
      {"212-555-0123 (ext. 12)", "+12125550123", "12"},
      {"ring 212 555 0123 then press 4", "+12125550123", "4"},
      {"212-555-0123 or 212-555-0117", NULL, NULL},
      {"212-555-0123, ask for 12", NULL, NULL},
      {"on the 24th: 212-555-0123", NULL, NULL},
      {"no number", NULL, NULL},
      {"", NULL, NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *e164 = NULL, *ext = NULL;
    g_test_message("%s", rows[i].text);
    cr_phone_find(rows[i].text, "US", &e164, &ext);
    g_assert_cmpstr(e164, ==, rows[i].e164);
    g_assert_cmpstr(ext, ==, rows[i].ext);
  }
}

static void
test_country(void) {
  static const char *const rows[][2] = {{"+12125550123", "US"},
                                        {"+14165550123", "CA"},
                                        {"+442079460123", "GB"},
                                        {"+493023125014", "DE"},
                                        /* of shared codes */
                                        {"+441481256789", "GG"},
                                        {"+12423651234", "BS"},
                                        {"+18002345678", "US"},
                                        {"+61412345678", "AU"},
                                        {"+61891641234", "CX"},
                                        {"12125550123", NULL},
                                        {"", NULL},
                                        {"+999999999", NULL}};
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
    g_assert_cmpstr(cr_phone_country(rows[i][0]), ==, rows[i][1]);
  g_assert_null(cr_phone_country(NULL));
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/phone/read", test_read);
  g_test_add_func("/phone/find", test_find);
  g_test_add_func("/phone/country", test_country);
  return g_test_run();
}
