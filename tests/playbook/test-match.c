#include "playbook/match.h"

static void
test_company(void) {
  static const struct {
    const char *a, *b;
    CrMatch match;
  } cases[] = {
      {"Northwind", "northwind", CR_MATCH_YES},
      {"Northwind, Inc.", "Northwind", CR_MATCH_YES},
      {"The Contoso Co., Ltd.", "CONTOSO", CR_MATCH_YES},
      {"Müller & Söhne GmbH", "Muller & Sohne", CR_MATCH_YES},
      {"株式会社ノースウィンド", "株式会社ノースウィンド", CR_MATCH_YES},
      {"株式会社ノースウィンド", "コントソ", CR_MATCH_NO},
      {"Northwind", "Northwind Traders", CR_MATCH_VARIANT},
      {"Northwind Traders LLC", "Northwind", CR_MATCH_VARIANT},
      {"Northwind", "Northwest", CR_MATCH_NO},
      {"North", "Northwind", CR_MATCH_NO},
      {"Fabrikam", "Contoso", CR_MATCH_NO},
      {NULL, "Contoso", CR_MATCH_NO},
      {"", "", CR_MATCH_NO},
      {"Co", "Co", CR_MATCH_YES}, /* a name of nothing but a legal form is still a name */
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    if (cr_match_company(cases[i].a, cases[i].b) != cases[i].match)
      g_error("\"%s\" and \"%s\"", cases[i].a, cases[i].b);
}

static void
test_role(void) {
  g_assert_cmpint(cr_match_role("Sr. Software Engineer (Remote)", "Senior Software Engineer"), ==,
                  CR_MATCH_YES);
  g_assert_cmpint(cr_match_role("Data Engineer", "Data Engineer II"), ==, CR_MATCH_VARIANT);
  g_assert_cmpint(cr_match_role("Data Engineer", "Data Analyst"), ==, CR_MATCH_NO);
  static const struct {
    const char *said, *role, *title;
    gboolean differs;
  } pairs[] = {
      {"Site Reliability Engineer", "Data Engineer", NULL, TRUE},
      {"Product Manager", NULL, "Northwind: Data Engineer, phone", TRUE},
      {"Branch Teller", NULL, "Woodgrove: phone interview (Data Engineer)", TRUE},
      {"Branch Teller", "Barista", "Branch Teller", TRUE},
      {"Senior Data Platform Engineer", "Data Engineer II", NULL, FALSE},
      {"Data Engineer", NULL, "Interview with Northwind", FALSE},
      {"Branch Teller", NULL, "Interview with Northwind", FALSE},
      {"Engineer", "Data Engineer", NULL, FALSE},
      {"Data Engineer", "Engineer", NULL, FALSE},
      {"Accountant", "Controller", NULL, TRUE}, /* a job's name alone may tell */
      {"Designer", "Analyst", NULL, TRUE},
      {"Developer", "Accountant", NULL, TRUE},
      {"Senior Accountant", "Accountant", NULL, FALSE},
      {"Designer", "Product Designer", NULL, FALSE},
      {"Developer", "Data Engineer", NULL, FALSE},
      {"Accountant", NULL, "Recruiter call: Ravi Menon", FALSE},
      {NULL, "Data Engineer", NULL, FALSE},
      {"Data Engineer", NULL, NULL, FALSE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++)
    if (cr_match_role_differs(pairs[i].said, pairs[i].role, pairs[i].title) != pairs[i].differs)
      g_error("\"%s\" and \"%s\" (\"%s\")", pairs[i].said, pairs[i].role, pairs[i].title);
}

static void
test_subject(void) {
  static const struct {
    const char *said, *subject;
    gboolean differs;
  } pairs[] = {
      {"Accountant role at Vestvik", "Controller role at Vestvik", TRUE},
      {"Your call: Tax Accountant", "Phone interview: Data Engineer", TRUE},
      {"Call: Controller (Vestvik) role", "Controller role at Vestvik", FALSE},
      {"Engineer role: phone interview", "Data Engineer at Vestvik", FALSE},
      {"Phone interview with Woodgrove", "Controller role at Vestvik", FALSE},
      {"Accountant, Vestvik", "Controller, Vestvik", FALSE},
      {"Our call", "Our call", FALSE},
      {"Recruiter call: Ravi Menon", "Data Engineer at Vestvik", FALSE},
      {"Data Engineer at Vestvik", "Hiring manager interview", FALSE},
      {NULL, "Controller role at Vestvik", FALSE},
      {"Controller role at Vestvik", NULL, FALSE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++)
    if (cr_match_subject_differs(pairs[i].said, pairs[i].subject) != pairs[i].differs)
      g_error("\"%s\" and \"%s\"", pairs[i].said, pairs[i].subject);
}

static void
test_domain(void) {
  g_assert_true(cr_match_domain("northwind.example", "Northwind"));
  g_assert_true(cr_match_domain("talent.northwind-traders.com", "Northwind Traders Inc."));
  g_assert_true(cr_match_domain("northwind.com", "Northwind Traders"));
  g_assert_false(cr_match_domain("gmail.com", "Gmail"));
  g_assert_false(cr_match_domain("greenhouse.io", "Greenhouse"));
  g_assert_false(cr_match_domain("northwest.com", "Northwind"));
  g_assert_false(cr_match_domain(NULL, "Northwind"));
}

static void
test_names(void) {
  g_assert_true(cr_match_names("Your application to Northwind Traders", "Northwind Traders, Inc."));
  g_assert_true(cr_match_names("NORTHWIND: an update", "Northwind"));
  g_assert_false(cr_match_names("Southernorthwind", "Northwind"));
  g_assert_false(cr_match_names(NULL, "Northwind"));
  g_assert_false(cr_match_names("Northwind", NULL));
}

static void
test_requisitions(void) {
  static const struct {
    const char *text, *found;
  } cases[] = {
      {"Your application (R-12345)", "12345"},
      {"Requisition ID: JR0098 and job id 20431", "0098 20431"},
      {"REQ-4711 / REQ 4711", "4711"},
      {"Ref #55012", "55012"},
      {"call 212-555-0117 at 1400", ""},
      {"for 2026", ""},
      {"HRR-1234", "HRR-1234"},
      {"HR-5120 Crane driver (HR-512)", "HR-5120 HR-512"},
      {"the Estimator job (ref TT-301)", "TT-301"},
      {"ref: tt-301, ref JOB-302", "TT-301 302"},
      {"9:00 UTC-0500, ISO-9001", ""},
      {"ABCDEFG-123, A-123, AB-12, ab-123, AB 123, AB-123x", ""},
      {"AB-123-4567", "AB-123"},
      {"X-AB-123", ""},
      {"", ""},
      {NULL, ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(GStrv) numbers = cr_match_requisitions(cases[i].text);
    g_autofree char *found = g_strjoinv(" ", numbers);
    g_autoptr(GPtrArray) wanted = g_ptr_array_new();
    g_auto(GStrv) each = g_strsplit(cases[i].found, " ", -1);
    for (char **number = each; *number; number++)
      if (!g_strv_contains((const char *const *) numbers, *number))
        g_error("%s: found \"%s\"", cases[i].text, found);
    g_assert_cmpuint(g_strv_length(numbers), ==, g_strv_length(each));
  }
}

static void
test_sure_requisitions(void) {
  static const struct {
    const char *title, *text, *found;
  } cases[] = {
      {"HR-5120 Crane driver", "I will ring you", "HR-5120"},
      {"Re: [HR-5120] our call", NULL, "HR-5120"},
      {"Our call", "the Estimator job (TT-301)", "TT-301"},
      {"Our call", "TT-301, the role of an estimator", "TT-301"},
      {"Our call", "Data Engineer, DE-4410", "DE-4410"},
      {"Our call", "ref TT-301, REQ-4711", "4711 TT-301"},
      {"Our call", "HR-5120", ""},
      {"Our call", "we meet in BV-2040, second floor", ""},
      {"Our call", "dial 212 555 0117, code WB-90210", ""},
      {"Our call", "for the Data Engineer role, in BV-2040", ""},
      {"Interview in BV-2040", NULL, ""},
      {"Your application to HR-5120", NULL, "HR-5120"},
      {"With regard to HR-5120", "you applied to DE-4410 as an engineer", "HR-5120 DE-4410"},
      {"Update on HR-5120", NULL, "HR-5120"},
      {"Come to BV-2040", "the analyst role, in BV-2041", ""},
      {"Interview, ROOM-204", "TEL-312, FLOOR-101, for the analyst role", ""},
      {"Our call", "Your role: analyst\nWB-90210", ""},
      {NULL, NULL, ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(GStrv) numbers = cr_match_sure_requisitions(cases[i].title, cases[i].text);
    g_autofree char *found = g_strjoinv(" ", numbers);
    if (strcmp(found, cases[i].found) != 0)
      g_error("%s, %s: found \"%s\"", cases[i].title, cases[i].text, found);
  }
}

static void
test_other_opening(void) {
  static const struct {
    const char *known, *subject, *text;
    gboolean other;
  } cases[] = {
      {"HR-5120", "HR-5144 Dock foreman", "I will ring you", TRUE},
      {"HR-5120", "Our call", "about HR-5144", TRUE},
      {"HR-5120", "HR-5120 Crane driver", "and HR-5144", FALSE},
      {"HR-5120", "Ticket CASE-77120", "I will ring you", FALSE}, /* another series */
      {"HR-5120", "Requisition 5144", "I will ring you", FALSE},
      {"Req 5120", "Requisition 5144", "I will ring you", TRUE},
      {"HR-5120", "Our call", "I will ring you", FALSE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(CrReading) mail = cr_reading_new();
    g_autoptr(CrInterview) iv = cr_interview_new();
    mail->subject = g_strdup(cases[i].subject);
    mail->text = g_strdup(cases[i].text);
    iv->requisitions = cr_match_requisitions_of(NULL, cases[i].known);
    if (cr_match_is_other_opening(mail, iv) != cases[i].other)
      g_error("%s: %s, %s", cases[i].known, cases[i].subject, cases[i].text);
  }
}

static void
test_url(void) {
  static const struct {
    const char *a, *b;
  } same[] = {
      {"https://www.Northwind.example/jobs/7/", "http://northwind.example/jobs/7"},
      {"https://northwind.example/jobs/7?utm_source=x#top", "https://northwind.example/jobs/7"},
      {"https://x.example/?gh_jid=77&utm_source=x", "https://x.example/?gh_jid=77&utm_source=x"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(same); i++) {
    g_autofree char *a = cr_match_url(same[i].a), *b = cr_match_url(same[i].b);
    g_assert_cmpstr(a, ==, b);
  }
  g_autofree char *seven = cr_match_url("https://x.example/?jk=7"),
                  *eight = cr_match_url("https://x.example/?jk=8");
  g_assert_cmpstr(seven, !=, eight);
  g_assert_null(cr_match_url(NULL));
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/match/company", test_company);
  g_test_add_func("/match/role", test_role);
  g_test_add_func("/match/subject", test_subject);
  g_test_add_func("/match/domain", test_domain);
  g_test_add_func("/match/names", test_names);
  g_test_add_func("/match/requisitions", test_requisitions);
  g_test_add_func("/match/sure-requisitions", test_sure_requisitions);
  g_test_add_func("/match/other-opening", test_other_opening);
  g_test_add_func("/match/url", test_url);
  return g_test_run();
}
