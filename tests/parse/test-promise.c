/* What is understood of a call that somebody jots down. */
#include "parse/promise.h"
#include "parse/timetext.h"

#include <string.h>

#define FRIDAY G_GINT64_CONSTANT(1795168800000000) /* 20 November 2026, 10:00 UTC */

static void
read_words(const char *words, CrPromise *ret_promise) {
  const CrTimeContext when = {.at = FRIDAY, .their_country = "US"};
  GPtrArray *times = cr_time_scan(words, &when);
  const CrPromiseContext context = {times, "US", "+12125550199"};
  cr_promise_read(words, &context, ret_promise);
  cr_mentions_free(times);
}

#define REC CR_CALLER_RECRUITER
#define ME CR_CALLER_CANDIDATE
#define NOT CR_CALLER_UNKNOWN

static void
test_names(void) {
  static const struct {
    const char *words, *name, *company, *role;
    CrCaller caller;
  } rows[] = {
      {"Dana from Northwind calls Tuesday 2pm ET about the staff role", "Dana", "Northwind",
       "staff", REC},
      {"Dana Reyes of Northwind calls Tue 2pm ET about the Staff Engineer role, 212-555-0123",
       "Dana Reyes", "Northwind", "Staff Engineer", REC},
      {"phone interview with Tom at Acme Thu 15:30, I call him on 212-555-0118", "Tom", "Acme",
       NULL, ME},
      {"Call w/ Ms. Ito (Globex) on 1 Dec 9am JST, number +81 3-1234-5678", "Ms. Ito", "Globex",
       NULL, REC},
      {"Final round phone call with Sutter Metals on Friday at 2", NULL, "Sutter Metals", NULL,
       REC},
      {"Assessment call: Cobalt Nine, 15 December 14:00", NULL, "Cobalt Nine", NULL, REC},
      {"Lena of 7Geese calls Tuesday 3pm", "Lena", "7Geese", NULL, REC},
      {"Phone interview with 3M on Wednesday at 1pm", NULL, "3M", NULL, REC},
      {"Ned (recruiter, Penn Foster) calls Thursday noon", "Ned", "Penn Foster", NULL, REC},
      {"Tom, hiring manager at Globex, calls Friday 2pm", "Tom", "Globex", NULL, REC},
      {"HR at Trader Joe's will call Tuesday 11am", NULL, "Trader Joe's", NULL, REC},
      {"Recruiter at Wendy's Kitchens calls me Friday 9am", NULL, "Wendy's Kitchens", NULL, REC},
      {"HR call at 3", NULL, NULL, NULL, REC},
      {"Ferncliff ringing me Friday 3.30pm re nursery manager", NULL, "Ferncliff",
       "nursery manager", REC},
      {"Lanternworks will phone tomorrow at 4", NULL, "Lanternworks", NULL, REC},
      {"KPMG calling me Thursday 11am", NULL, "KPMG", NULL, REC},
      {"Marisol ringing me Friday 3.30pm", "Marisol", NULL, NULL, REC},
      {"JJ calls Thursday 11am", "JJ", NULL, NULL, REC},
      {"Mr Bainbridge ringing me Friday at 3", "Mr Bainbridge", NULL, NULL, REC},
      {"Heathcliff from Acme calls Friday at 3", "Heathcliff", "Acme", NULL, REC},
      {"Harper & Lowe, telephone interview, 16 October 2.15pm", NULL, "Harper & Lowe", NULL, REC},
      {"Quest Mutual: Brandon Lee calls Tuesday at 9", "Brandon Lee", "Quest Mutual", NULL, REC},
      {"Recruiter screen - Danielle Ortiz - Summit Health - Fri 11:30am", "Danielle Ortiz",
       "Summit Health", NULL, NOT},
      {"Telephonic round with Orchid Systems on 21 Aug 4 PM, Mr. Suresh Iyer", "Mr. Suresh Iyer",
       "Orchid Systems", NULL, NOT},
      {"HR call Lotus Finserv 24/08/2026 10:00", NULL, "Lotus Finserv", NULL, REC},
      {"Wattle Care - Tegan Moore - Thu 5 Nov 10:15am AEDT", "Tegan Moore", "Wattle Care", NULL,
       NOT},
      {"Sunspot Games tech screen w/ Owen Park Jan 20, 10-11am PST", "Owen Park", "Sunspot Games",
       NULL, NOT},
      {"Zoom with Google recruiter Friday noon PT https://zoom.us/j/123456789", NULL, "Google",
       NULL, NOT},
      {"An interview with Litware on Monday at 3pm", NULL, "Litware", NULL, NOT},
      {"Interview with Litware Monday 3pm", NULL, "Litware", NULL, NOT},
      {"call with Sarah tomorrow 10am", "Sarah", NULL, NULL, REC},
      {"Stripe phone screen Thursday 11am", NULL, "Stripe", NULL, REC},
      {"Tomorrow 4pm: Priya Nair, Hays Recruitment, re Data Analyst", "Priya Nair",
       "Hays Recruitment", "Data Analyst", NOT},
      {"sam from contoso calls monday 3pm", "Sam", "Contoso", NULL, REC},
      {"call with sam of contoso monday 3pm", "Sam", "Contoso", NULL, REC},
      {"interview with contoso on monday at 3pm", NULL, "Contoso", NULL, NOT},
      {"DANA REYES FROM NORTHWIND CALLS TUESDAY 2PM ET", "Dana Reyes", "Northwind", NULL, REC},
      {"Dr. Anna-Lena von Berg (Charité) calls Wed 9:00 CET about the Senior Physician position",
       "Dr. Anna-Lena von Berg", "Charité", "Senior Physician", REC},
      {"recruiter Dana calls at 2pm today", "Dana", NULL, NULL, REC},
      {"The Acme recruiter calls tomorrow at 2pm", NULL, "Acme", NULL, REC},
      {"Northwind: Dana calls Tue 2pm", "Dana", "Northwind", NULL, REC},
      {"Call Dana Reyes on 212-555-0123 Tuesday 2pm ET", "Dana Reyes", NULL, NULL, ME},
      {"Dana will ring me Tuesday at 2pm ET", "Dana", NULL, NULL, REC},
      {"Lee at Johnson & Johnson calls Fri 9:30am", "Lee", "Johnson & Johnson", NULL, REC},
      {"Chat with Jean-Luc and Marie of Renault Friday 3pm", "Jean-Luc", "Renault", NULL, NOT},
      {"Interview at Goldman Sachs Monday 9am", NULL, "Goldman Sachs", NULL, NOT},
      {"Phone screen: Datadog, Mon 11am", NULL, "Datadog", NULL, REC},
      {"Meeting with Bob Smith (hiring manager) Tue 3pm", "Bob Smith", NULL, NULL, NOT},
      {"Engineering manager Kim Lee @ Initech, Thu 2pm", "Kim Lee", "Initech", NULL, NOT},
      {"李雷 from ByteDance calls Fri 10am", "李雷", "ByteDance", NULL, REC},
      {"Sam 🎉 Lee from Acme calls tomorrow 3pm", "Sam 🎉 Lee", "Acme", NULL, REC},
      {"✅ Sam Lee from Acme → tomorrow 3pm", "Sam Lee", "Acme", NULL, NOT},
      {"Call with Łukasz Żółć (Fabryka Sp. z o.o.) Monday 14:00", "Łukasz Żółć",
       "Fabryka Sp. z o.o.", NULL, REC},
      {"Anne-Marie d'Hondt of Van der Berg & Zonen will phone on 3 December at 11",
       "Anne-Marie d'Hondt", "Van der Berg & Zonen", NULL, REC},
      {"Jiří from Kovárna s.r.o. rings Friday 10:00", "Jiří", "Kovárna s.r.o.", NULL, REC},
      {"Interview at Müller GmbH & Co. KG Monday 9:00", NULL, "Müller GmbH & Co. KG", NULL, NOT},
      {"J.P. Morgan interview Thursday 10am", NULL, "J.P. Morgan", NULL, NOT},
      {"J.P. from Nile Tech calls at 9 on Friday", "J.P.", "Nile Tech", NULL, REC},
      {"Initech second round interview Monday 9am", NULL, "Initech", NULL, NOT},
      {"Acme Tech screen Friday 9am with Dana", "Dana", "Acme", NULL, NOT},
      {"Contoso - phone screen w/ Mei-Ling Tan, 12/3 @ 1:45p EST", "Mei-Ling Tan", "Contoso", NULL,
       REC},
      {"Wide World Importers: intro call with Jo Park tomorrow 2pm", "Jo Park",
       "Wide World Importers", NULL, REC},
      {"Dana Reyes - phone screen with Northwind, Friday 2pm", "Dana Reyes", "Northwind", NULL,
       REC},
      {"tomorrow 2pm ET Dana Reyes Northwind Staff Engineer", NULL, NULL, NULL, NOT},
      {"Call from Dana at Northwind Tue 2pm", "Dana", "Northwind", NULL, REC},
      {"Call from Northwind Tue 2pm", NULL, "Northwind", NULL, REC},
      {"Maria's call, Tue 2pm", "Maria", NULL, NULL, REC},
      {"Amazon's recruiter Dana rings Tue 2pm", "Dana", "Amazon", NULL, REC},
      {"dana@northwind.example calls Tuesday 2pm ET", NULL, NULL, NULL, REC},
      {"Interview for Staff Engineer at Northwind with Dana Reyes, Tue 2pm ET", "Dana Reyes",
       "Northwind", "Staff Engineer", NOT},
      {"2pm Tuesday — Dana Reyes — Northwind — Staff Engineer", "Dana Reyes", "Northwind",
       "Staff Engineer", NOT},
      {"call with the Contoso team Friday 4pm", NULL, "Contoso", NULL, REC},
      {"Senior Nurse interview, St. Mary's Hospital, Mon 9am", NULL, "St. Mary's Hospital",
       "Senior Nurse", NOT},
      {"Backend Developer interview with Acme Friday at 2pm", NULL, "Acme", "Backend Developer",
       NOT},
      {"eBay recruiter calls Tue 2pm", NULL, "eBay", NULL, REC},
      {"Tom (Acme) 15:30 tomorrow", "Tom", "Acme", NULL, NOT},
      {"Ludwig van Dyke at Acme calls Tue 2pm", "Ludwig van Dyke", "Acme", NULL, REC},
      {"Jan van der Berg of Acme calls Tue 2pm", "Jan van der Berg", "Acme", NULL, REC},
      {"María de la Cruz from Acme calls Tue 2pm", "María de la Cruz", "Acme", NULL, REC},
      {"Prof. Dr. Max Otto von und zu Berg of Acme calls Tue 2pm",
       "Prof. Dr. Max Otto von und zu Berg", "Acme", NULL, REC},
      {"<b>Dana</b> of <i class=x>Acme</i> calls Tue 2pm", "Dana", "Acme", NULL, REC},
      {"<img src=x onerror=alert(1)> of <b>Acme</b> calls Tue 2pm", NULL, "Acme", NULL, REC},
      {"call with Dana <Acme> Tue 2pm", "Dana", "Acme", NULL, REC},
      {"Anita Desai, Talent Partner at Wipro, calls Thursday 5pm IST", "Anita Desai", "Wipro", NULL,
       REC},
      {"Tuesday 2pm", NULL, NULL, NULL, NOT},
      {"I'm to phone Mr O'Neill Fri 9:30am", "Mr O'Neill", NULL, NULL, ME},
      {"someone from Globex will call me tomorrow at noon", NULL, "Globex", NULL, REC},
      {"someone from globex will call me tomorrow at noon", NULL, "Globex", NULL, REC},
      {"the recruiter at Hooli is calling Thu 10am PT about a data engineer job", NULL, "Hooli",
       "data engineer", REC},
      {"Chat with Lena Vogt from Zalando, Engineering Manager role, 3 December 14:00 CET",
       "Lena Vogt", "Zalando", "Engineering Manager", NOT},
      {"Mon 10am technical screen w/ Hooli (Gavin)", "Gavin", "Hooli", NULL, NOT},
      {"Samira Khan (Deloitte) phones 9 Dec at 11:00 re: Tax Associate", "Samira Khan", "Deloitte",
       "Tax Associate", REC},
      {"Recruiter screen - Spotify - Thu 3pm CET", NULL, "Spotify", NULL, NOT},
      {"Ring Mrs Patel at Barts Health tomorrow 9am about the ward clerk post", "Mrs Patel",
       "Barts Health", "ward clerk", ME},
      {"my call with Okta's Jenny Wu is Tuesday 4pm PT", "Jenny Wu", "Okta", NULL, REC},
      {"2nd round interview, Siemens, Tuesday 1 December 10:00 CET, Herr Schmidt will call",
       "Herr Schmidt", "Siemens", NULL, REC},
      {"They said Wednesday 3pm ET: Carlos from Bright Horizons", "Carlos", "Bright Horizons", NULL,
       NOT},
      {"Phone call: Dana Reyes / Northwind / Tue 24 Nov 14:00 ET", "Dana Reyes", "Northwind", NULL,
       REC},
      {"jenny from hays is calling tmrw 10am re forklift driver", "Jenny", "Hays",
       "forklift driver", REC},
      {"Video interview with Ana Souza and Pedro Lima, Nubank, Thursday 16h BRT", "Ana Souza",
       "Nubank", NULL, NOT},
      {"Nurse manager Beth from Mercy calls Monday 8am", "Beth", "Mercy", NULL, REC},
      {"Follow-up with hiring manager Tom Tuesday 3pm", "Tom", NULL, NULL, NOT},
      {"The lady from Tesco rings Friday quarter past ten", NULL, "Tesco", NULL, REC},
      {"Screening call with Accenture tomorrow at 11", NULL, "Accenture", NULL, REC},
      {"PHONE SCREEN WITH GOOGLE FRIDAY 2PM PT", NULL, "Google", NULL, REC},
      {"Talk to Ines Martin, HR at BNP Paribas, Mon 14:30 CET", "Ines Martin", "BNP Paribas", NULL,
       NOT},
      {"Expecting a call from +44 20 7946 0018 (Sky) on Thursday at 4pm", NULL, "Sky", NULL, REC},
      {"Dana (she/her) from Northwind calls Tue 2pm ET", "Dana", "Northwind", NULL, REC},
      {"Mr. Tanaka of Sony will telephone on 3 December at 10:00 JST", "Mr. Tanaka", "Sony", NULL,
       REC},
      {"Intro chat: Ben @ Monzo, Mon 30 Nov 12:30", "Ben", "Monzo", NULL, NOT},
      {"I promised to ring Sue at Boots on Tuesday at 2pm", "Sue", "Boots", NULL, ME},
      {"Interview Tuesday 2pm ET with Dana Reyes from Northwind for the position of Staff Engineer",
       "Dana Reyes", "Northwind", "Staff Engineer", NOT},
      {"Morgan Stanley HR will ring me tomorrow at 4", NULL, "Morgan Stanley", NULL, REC},
      {"Expect call: Ben Carter, TalentBridge Recruitment, Friday 11:30, Junior Accountant",
       "Ben Carter", "TalentBridge Recruitment", NULL, REC},
      {"I have to ring the Home Office on 212-555-0123 at 9am on Monday", NULL, "Home Office", NULL,
       ME},
      {"Recruiter call Friday at 10am (Laura, Revolut)", "Laura", "Revolut", NULL, REC},
      {"Dana said she'd call Wed around 2pm ET re the Staff Engineer position", "Dana", NULL,
       "Staff Engineer", REC},
      {"Dana Reyes, Bank of America, calls Tuesday 2pm", "Dana Reyes", "Bank of America", NULL,
       REC},
      {"Kate Moss-Jones, Head of People at Octopus Energy, Wed 2.15pm", "Kate Moss-Jones",
       "Octopus Energy", NULL, NOT},
      {"Speak to Liam re warehouse job tomorrow noon", "Liam", NULL, "warehouse", NOT},
      {"Ana Lopez (Shopify) – Thu 26 Nov 10:00 ET – Product Designer", "Ana Lopez", "Shopify",
       "Product Designer", NOT},
      {"Dana to call Tuesday 2pm ET", "Dana", NULL, NULL, REC},
      {"Staff Engineer at Northwind: Dana calls me Friday at 1400 ET", "Dana", "Northwind",
       "Staff Engineer", REC},
      {"Lunch call with Kim from Pied Piper at 12:30 on 12/3", "Kim", "Pied Piper", NULL, REC},
      {"Rescheduled: Priya calls Thursday 5pm", "Priya", NULL, NULL, REC},
      {"10am tomorrow - Tasha - Pennine People", "Tasha", "Pennine People", NULL, NOT},
      {"Friday 10am: Sunita Iyer (Vidyut Staffing)", "Sunita Iyer", "Vidyut Staffing", NULL, NOT},
      {"the Northwind Talent team calls Tue 2pm", NULL, "Northwind", NULL, REC},
      {"Rosa Diaz, City of Toledo, Tues 1 PM", "Rosa Diaz", "City of Toledo", NULL, NOT},
      {"Second round Data Engineer with Marcus Webb (Litware) 2 December 3pm", "Marcus Webb",
       "Litware", "Data Engineer", NOT},
      {"have to phone Grace Kim (Adatum) tomorrow at 2", "Grace Kim", "Adatum", NULL, ME},
      {"Have a call with Grace Kim tomorrow at 2", "Grace Kim", NULL, NULL, REC},
      {"2pm tues deb's calling", "Deb", NULL, NULL, REC},
      {"Will from Target will call Thursday at 11:30", "Will", "Target", NULL, REC},
      {"Amy/Zendesk/Support Lead tues 4pm", "Amy", "Zendesk", "Support Lead", NOT},
      {"Dana of Northwind calls Tue 2pm about the UI/UX Designer role", "Dana", "Northwind",
       "UI/UX Designer", REC},
      {"Dana of Northwind calls Tue 2pm about the C++/C# Engineer role", "Dana", "Northwind",
       "C++/C# Engineer", REC},
      {"Dana of Northwind calls Tue 2pm re Backend/Infrastructure Engineer", "Dana", "Northwind",
       "Backend/Infrastructure Engineer", REC},
      {"Dana of Northwind calls Tue 2pm for the position of QA/Test Lead", "Dana", "Northwind",
       "QA/Test Lead", REC},
      {"sam <sam@contoso.example> of contoso calls monday 3pm", "Sam", "Contoso", NULL, REC},
      {"山田太郎 (yamada@kyoto.example) of 株式会社日本 calls monday 3pm", "山田太郎",
       "株式会社日本", NULL, REC},
      {"Sam Reed <sam@fabrikam.example>, Contoso, calls Monday 3pm", "Sam Reed", "Contoso", NULL,
       REC},
      {"AI/ML Engineer interview with Acme Friday at 2pm", NULL, "Acme", "AI/ML Engineer", NOT},
      {"Dana Reyes/Northwind/AI/ML Engineer Tue 2pm", "Dana Reyes", "Northwind", "AI/ML Engineer",
       NOT},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_auto(CrPromise) promise;
    read_words(rows[i].words, &promise);
    g_test_message("%s -> %s|%s|%s|%s", rows[i].words, promise.name, promise.company, promise.role,
                   cr_caller_names[promise.caller]);
    g_assert_cmpstr(promise.name, ==, rows[i].name);
    g_assert_cmpstr(promise.company, ==, rows[i].company);
    g_assert_cmpstr(promise.role, ==, rows[i].role);
    g_assert_cmpint(promise.caller, ==, rows[i].caller);
  }
}

static void
test_numbers(void) {
  static const struct {
    const char *words, *phone, *email, *extension;
  } rows[] = {
      {"Dana calls Tue 2pm ET from (212) 555-0123", "+12125550123", NULL},
      {"Sarah @ Initech Tue 3:15pm, 415-555-0199 x204", "+14155550199", NULL, "204"},
      {"I ring Tom at Acme Thu 15:30, +1 (415) 555-0199, ext. 12", "+14155550199", NULL, "12"},
      {"Dana calls me on 212-555-0199 Tue 2pm ET, from +44 20 7946 0123", "+442079460123", NULL},
      {"Dana <Dana.Reyes@Northwind.example> calls 2026-11-24 14:00", NULL,
       "dana.reyes@northwind.example"},
      {"Dana calls Tue 2pm ET, meeting 123456789012345678", NULL, NULL},
      {"Write to dana@northwind.example. Call Tue 2pm", NULL, "dana@northwind.example"},
      {"@ 2pm Tuesday", NULL, NULL},
      {"Zoom https://zoom.us/j/2125550123 Tue 2pm", NULL, NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_auto(CrPromise) promise;
    g_test_message("%s", rows[i].words);
    read_words(rows[i].words, &promise);
    g_assert_cmpstr(promise.phone, ==, rows[i].phone);
    g_assert_cmpstr(promise.extension, ==, rows[i].extension);
    g_assert_cmpstr(promise.email, ==, rows[i].email);
  }
}

static void
test_hostile(void) {
  static const char *const bits[] = {"Dana ", "of ", "'s ",  "( ", ") , ", "Dr. ", "@ ",
                                     "- ",    "' ",  "at. ", "& ", "\" ",  "+1 "};
  for (gsize a = 0; a < G_N_ELEMENTS(bits); a++)
    for (gsize b = 0; b < G_N_ELEMENTS(bits); b++) {
      GString *text = g_string_new(NULL);
      for (int i = 0; i < 300; i++)
        g_string_append(text, i % 2 ? bits[a] : bits[b]);
      g_auto(CrPromise) promise;
      read_words(text->str, &promise);
      g_string_truncate(text, strlen(bits[a]) + strlen(bits[b]));
      g_auto(CrPromise) brief;
      read_words(text->str, &brief);
      g_string_free(text, TRUE);
    }
  g_auto(CrPromise) empty;
  read_words("", &empty);
  g_assert_null(empty.name);
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/promise/names", test_names);
  g_test_add_func("/promise/numbers", test_numbers);
  g_test_add_func("/promise/hostile", test_hostile);
  return g_test_run();
}
