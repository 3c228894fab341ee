/* Tables of applications, as the programs that people come from write them. */
#include "parse/applications.h"

#include <string.h>

#define NOW (G_GINT64_CONSTANT(1795600800) * CR_SECOND) /* 2026-11-25 10:00 UTC */

static CrImport *
import_of(const char *text, const char *country) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrTable) table = cr_table_read(text, strlen(text), &error);
  g_assert_no_error(error);
  g_autoptr(CrProfile) profile = cr_profile_new();
  profile->zone = g_strdup("UTC");
  profile->country = g_strdup(country);
  return cr_import_read(table, NULL, profile, NOW);
}

static const CrApplication *
only(const CrImport *import) {
  g_assert_cmpuint(import->applications->len, ==, 1);
  return import->applications->pdata[0];
}

static void
assert_day(CrInstant at, const char *wanted) {
  g_autofree char *text = cr_instant_format(at, cr_zone_utc());
  g_assert_cmpstr(text ? text : "", !=, "");
  text[10] = '\0';
  g_assert_cmpstr(text, ==, wanted);
}

/* Row 1 is the heading; the cells of row 2 as the table has them, with "|" between. */
static void
test_csv(void) {
  static const struct {
    const char *text, *cells;
  } cases[] = {
      {"a,b\n1,2\n", "1|2"},
      {"\xef\xbb\xbf"
       "a;b\r\n1;2\r\n",
       "1|2"},
      {"a\tb\n1\t2", "1|2"},
      {"a,b\n\"1,1\",2\n", "1,1|2"},
      {"a,b\n\"say \"\"hi\"\"\",2\n", "say \"hi\"|2"},
      {"a,b\n\"two\nlines\",2\n", "two\nlines|2"},
      {"a,b\n\"never closed,2\n", "\"never closed|2"},
      {"a,b\n1\n", "1|"},
      {"a,b\n1,2,3\n", "1|2|3"},
      {"a,b\n\n\n 1 , 2 \n", "1|2"},
      {"a,b\r1,2\r", "1|2"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(CrTable) table = cr_table_read(cases[i].text, strlen(cases[i].text), &error);
    g_assert_no_error(error);
    g_assert_cmpuint(table->rows->len, ==, 1);
    g_autofree char *cells = g_strjoinv("|", table->rows->pdata[0]);
    g_assert_cmpstr(cells, ==, cases[i].cells);
  }
}

static void
test_no_table(void) {
  static const char *const cases[] = {"", "word", "[]", "{\"a\": 1}", "[1, 2]", "{\"a\"", "\n\n"};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(cr_table_read(cases[i], strlen(cases[i]), &error));
    g_assert_nonnull(error);
  }
}

static void
test_headings(void) {
  static const struct {
    const char *heading, *field;
  } cases[] = {
      {"Job Title", "role"},
      {"Job Position", "role"},
      {"TITLE", "role"},
      {"Company Name", "company"},
      {"Employer", "company"},
      {"Date Applied", "applied"},
      {"appliedDate", "applied"},
      {"Job Applied Date", "applied"},
      {"List", "stage"},
      {"Status", "stage"},
      {"Date Saved", "saved"},
      {"Follow up", "next_at"},
      {"Job URL", "url"},
      {"Max. Salary", "salary"},
      {"Req ID", "requisition"},
      {"Excitement", NULL},
      {"", NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = g_strdup_printf("%s,x\n1,2\n", cases[i].heading);
    g_autoptr(CrImport) import = import_of(text, "US");
    g_assert_cmpstr(((CrImportColumn *) import->columns->pdata[0])->field, ==, cases[i].field);
  }
}

static void
test_dates(void) {
  static const struct {
    const char *text, *country, *day;
  } cases[] = {
      {"2026-11-12", "US", "2026-11-12"},   {"2026-11-12T23:30:00-05:00", "US", "2026-11-13"},
      {"11/12/2026", "US", "2026-11-12"},   {"11/12/2026", "GB", "2026-12-11"},
      {"23/11/2026", "US", "2026-11-23"},   {"11/23/2026", "GB", "2026-11-23"},
      {"12.11.2026", "US", "2026-11-12"},   {"1.9.26", "DE", "2026-09-01"},
      {"Nov 12, 2026", "DE", "2026-11-12"}, {"12 November 2026", "US", "2026-11-12"},
      {"1793000000", "US", "2026-10-26"},   {"1793000000000", "US", "2026-10-26"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = g_strdup_printf("Company,Applied\nA,\"%s\"\n", cases[i].text);
    g_autoptr(CrImport) import = import_of(text, cases[i].country);
    g_test_message("%s", cases[i].text);
    assert_day(only(import)->reached.applied, cases[i].day);
    g_assert_cmpuint(import->problems->len, ==, 0);
  }
  g_autoptr(CrImport) today = import_of("Company,Applied\nA,2026-11-25\n", "US");
  g_assert_true(only(today)->reached.applied == NOW); /* its noon is still to come */
  g_autoptr(CrImport) assumed = import_of("Company,Applied\nA,3/4/2026\n", "US");
  g_assert_true(assumed->order_assumed && !assumed->day_first);
  g_autoptr(CrImport) told = import_of("Company,Applied\nA,3/4/2026\nB,25/4/2026\n", "US");
  g_assert_true(!told->order_assumed && told->day_first);
}

static void
test_stages(void) {
  static const struct {
    const char *word;
    CrStage stage;
    CrCloseReason reason;
  } cases[] = {
      {"Bookmarked", CR_STAGE_SAVED, CR_CLOSE_NONE},
      {"applied", CR_STAGE_APPLIED, CR_CLOSE_NONE},
      {"Phone Screen", CR_STAGE_SCREEN, CR_CLOSE_NONE},
      {"Interviewing", CR_STAGE_INTERVIEW, CR_CLOSE_NONE},
      {"Interview 2", CR_STAGE_INTERVIEW, CR_CLOSE_NONE},
      {"Negotiating", CR_STAGE_OFFER, CR_CLOSE_NONE},
      {"No Response \xf0\x9f\x91\xbb", CR_STAGE_CLOSED, CR_CLOSE_NO_ANSWER},
      {"I Withdrew", CR_STAGE_CLOSED, CR_CLOSE_WITHDRAWN},
      {"Not Selected", CR_STAGE_CLOSED, CR_CLOSE_REJECTED},
      {"Rejected (after onsite)", CR_STAGE_CLOSED, CR_CLOSE_REJECTED},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = g_strdup_printf("Company,Status\nA,%s\n", cases[i].word);
    g_autoptr(CrImport) import = import_of(text, "US");
    g_assert_cmpint(only(import)->stage, ==, cases[i].stage);
    g_assert_cmpint(only(import)->reason, ==, cases[i].reason);
  }
}

/* Nothing is dropped silently: what cannot be used is named, and kept where it can be. */
static void
test_nothing_is_lost(void) {
  g_autoptr(CrImport) import = import_of("Company,Role,Status,Applied,Mood,Company\n"
                                         "A,B,Purring,13th,fine,A Inc\n,,Applied,,,\n",
                                         "US");
  const CrApplication *a = only(import);
  g_assert_cmpuint(import->problems->len, ==, 3);
  g_assert_nonnull(strstr(import->problems->pdata[0], "Purring"));
  g_assert_nonnull(strstr(import->problems->pdata[1], "13th"));
  g_assert_nonnull(strstr(import->problems->pdata[2], "line 3"));
  g_assert_cmpuint(a->extras->len, ==, 4);
  g_assert_cmpstr(((CrExtra *) a->extras->pdata[0])->value, ==, "Purring");
  g_assert_cmpstr(((CrExtra *) a->extras->pdata[3])->name, ==, "Company 2");
  g_assert_cmpint(a->stage, ==, CR_STAGE_SAVED);
}

static void
test_json(void) {
  g_autoptr(CrImport) import = import_of(
      "{\"data\": {\"jobs\": [{\"Company\": {\"label\": \"Northwind\"}, \"JobTitle\": "
      "{\"label\": \"Engineer\"}, \"Status\": {\"label\": \"Interview\"}, \"appliedDate\": "
      "\"2026-11-01T09:00:00Z\", \"tags\": [\"a\", 1], \"nothing\": null}]}}",
      "US");
  const CrApplication *a = only(import);
  g_assert_cmpstr(a->details.company, ==, "Northwind");
  g_assert_cmpstr(a->details.role, ==, "Engineer");
  g_assert_cmpint(a->stage, ==, CR_STAGE_INTERVIEW);
  assert_day(a->reached.applied, "2026-11-01");
  g_assert_cmpuint(a->extras->len, ==, 1);
  g_assert_cmpstr(((CrExtra *) a->extras->pdata[0])->value, ==, "[\"a\",1]");
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/applications/csv", test_csv);
  g_test_add_func("/applications/no-table", test_no_table);
  g_test_add_func("/applications/headings", test_headings);
  g_test_add_func("/applications/dates", test_dates);
  g_test_add_func("/applications/stages", test_stages);
  g_test_add_func("/applications/nothing-is-lost", test_nothing_is_lost);
  g_test_add_func("/applications/json", test_json);
  return g_test_run();
}
