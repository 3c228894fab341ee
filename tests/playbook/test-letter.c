#include "base/text.h"
#include "playbook/diagnosis.h"
#include "playbook/letter-words.h"
#include "playbook/letter.h"

#include <string.h>

#define NY "America/New_York"
#define LA "America/Los_Angeles"
#define BERLIN "Europe/Berlin"
#define LONDON "Europe/London"
#define SYDNEY "Australia/Sydney"
#define KOLKATA "Asia/Kolkata"
#define SAO_PAULO "America/Sao_Paulo"
#define KATHMANDU "Asia/Kathmandu"

static CrInstant
at(const char *text) {
  CrInstant instant;
  g_assert_true(cr_instant_parse(text, &instant, NULL));
  return instant;
}

static CrInterview *
interview_new(const char *start, const char *zone) {
  CrInterview *interview = cr_interview_new();
  cr_interview_set_start(interview, at(start), CR_INSTANT_NONE, zone);
  interview->contact.name = g_strdup("Dana Reyes");
  interview->contact.email = g_strdup("dana.reyes@northwind.example.com");
  interview->role = g_strdup("Staff Engineer");
  interview->company = g_strdup("Northwind");
  return interview;
}

static CrProfile *
profile_new(const char *zone) {
  CrProfile *profile = cr_profile_new();
  profile->name = g_strdup("Alex Kim");
  profile->phone = g_strdup("+12025550143");
  profile->zone = g_strdup(zone);
  return profile;
}

static GPtrArray *
slots_new(CrInstant first, guint n) {
  GPtrArray *slots = g_ptr_array_new_with_free_func((GDestroyNotify) cr_slot_free);
  for (guint i = 0; i < n; i++) {
    CrSlot *slot = cr_slot_new();
    slot->start = first + i * 27 * CR_HOUR;
    slot->end = slot->start + 30 * CR_MINUTE;
    g_ptr_array_add(slots, slot);
  }
  return slots;
}

static guint
count_words(const char *text) {
  guint words = 0;
  gboolean inside = FALSE;
  for (const char *p = text; *p; p++) {
    gboolean space = g_ascii_isspace(*p);
    words += !space && !inside;
    inside = !space;
  }
  return words;
}

static guint
count(const char *text, const char *part) {
  guint n = 0;
  for (const char *p = strstr(text, part); p; p = strstr(p + strlen(part), part))
    n++;
  return n;
}

/* The word stands alone in the text, in any case. */
static gboolean
says(const char *text, const char *word) {
  for (const char *p = cr_text_find(text, word); p; p = cr_text_find(p + 1, word))
    if ((p == text || !g_ascii_isalpha(p[-1])) && !g_ascii_isalpha(p[strlen(word)]))
      return TRUE;
  return FALSE;
}

static const char *const never_said[] = {"busy",
                                         "sick",
                                         "ill",
                                         "illness",
                                         "forgot",
                                         "forget",
                                         "forgotten",
                                         "mistake",
                                         "wrong",
                                         "blame",
                                         "fault",
                                         "unfortunately",
                                         "checking in",
                                         "check in",
                                         "missed",
                                         "miss",
                                         "no-show",
                                         "no show",
                                         "ghost",
                                         "ghosted",
                                         "ghosting",
                                         "ignore",
                                         "ignored",
                                         "waited",
                                         "waiting",
                                         "error",
                                         "mix-up",
                                         "mixed up",
                                         "mixup",
                                         "confusion",
                                         "typo",
                                         "incorrect",
                                         "invalid",
                                         "emergency",
                                         "out of office",
                                         "out of the office",
                                         "absent",
                                         "vacation",
                                         "holiday",
                                         "filled",
                                         "rejected",
                                         "rejection",
                                         "on hold",
                                         "hold",
                                         "freeze",
                                         "reorganisation",
                                         "reorganization",
                                         "hiring manager",
                                         "left the company",
                                         "no longer",
                                         "failed",
                                         "disappointed",
                                         "disappointing",
                                         "frustrated",
                                         "you didn't",
                                         "you did not",
                                         "never called",
                                         "did not call",
                                         "didn't call",
                                         "should have",
                                         "supposed",
                                         "late",
                                         "urgent",
                                         "asap",
                                         "apologize",
                                         "bounced",
                                         "candidate",
                                         "NULL",
                                         "None",
                                         "reason",
                                         "because",
                                         "must have",
                                         "perhaps",
                                         "probably"};

static void
check_manners(const char *text) {
  for (guint i = 0; i < G_N_ELEMENTS(never_said); i++)
    if (says(text, never_said[i]))
      g_error("\"%s\" in:\n%s", never_said[i], text);
}

static void
check_shape(const CrLetter *letter) {
  g_assert_true(g_utf8_validate(letter->body, -1, NULL));
  g_assert_true(g_utf8_validate(letter->subject, -1, NULL));
  g_assert_null(strpbrk(letter->subject, "\r\n{}"));
  g_assert_cmpuint(strlen(letter->subject), >, 5);
  g_assert_null(strpbrk(letter->body, "\r\t{}"));
  g_assert_null(strstr(letter->body, "\n\n\n"));
  g_assert_null(strstr(letter->body, " \n"));
  g_assert_null(strstr(letter->body, "  "));
  g_assert_null(strstr(letter->body, "(null)"));
  g_assert_true(g_str_has_prefix(letter->body, "Hi ") ||
                g_str_has_prefix(letter->body, "Hello,\n\n"));
  g_assert_true(g_str_has_suffix(letter->body, "\n"));
}

static gboolean
offers_times(CrLetterKind kind) {
  return kind != CR_LETTER_GRACIOUS && kind != CR_LETTER_ON_HOLD;
}

/* What may be known or not, a bit each. */
enum {
  WITH_NAME = 1,
  WITH_ROLE = 2,
  WITH_COMPANY = 4,
  WITH_PHONE = 8,
  WITH_ME = 16,
  WITH_SLOTS = 32,
  WITH_OTHER = 64,
  ONSITE = 128,
  ALL_BITS = 256,
};

static void
check_letter(CrLetterKind kind, const char *theirs, const char *mine, guint bits) {
  g_autoptr(CrInterview) iv = interview_new("2026-11-24T14:00:00-05:00", theirs);
  g_autoptr(CrProfile) profile = profile_new(mine);
  CrInstant now = iv->start + 12 * CR_MINUTE;
  g_autoptr(GPtrArray) slots = slots_new(now + 20 * CR_HOUR, bits & WITH_SLOTS ? 3 : 0);
  if (!(bits & WITH_NAME))
    g_clear_pointer(&iv->contact.name, g_free);
  if (!(bits & WITH_ROLE))
    g_clear_pointer(&iv->role, g_free);
  if (!(bits & WITH_COMPANY))
    g_clear_pointer(&iv->company, g_free);
  if (!(bits & WITH_PHONE))
    g_clear_pointer(&profile->phone, g_free);
  if (!(bits & WITH_ME))
    g_clear_pointer(&profile->name, g_free);
  if (bits & WITH_OTHER)
    iv->state.other_start = iv->start + CR_HOUR;
  if (bits & ONSITE)
    iv->medium = CR_MEDIUM_ONSITE;
  g_autoptr(CrLetter) letter = cr_letter_write(kind, iv, profile, slots, now);
  const CrZone *zone = cr_zone_find(theirs);
  g_autofree char *agreed = cr_time_in_words(iv->start, iv->start, zone);
  g_autofree char *other = cr_time_in_words(iv->start + CR_HOUR, iv->start + CR_HOUR, zone);
  check_shape(letter);
  check_manners(letter->body);
  check_manners(letter->subject);
  g_assert_cmpuint(count_words(letter->body), <, 120);
  g_assert_cmpuint(count(letter->body, agreed), ==, 1);
  g_assert_cmpuint(count(letter->body, other), ==,
                   kind == CR_LETTER_WHICH_TIME && bits & WITH_OTHER ? 1 : 0);
  g_assert_cmpuint(count(letter->body, "\n- "), ==,
                   offers_times(kind) && bits & WITH_SLOTS ? 3 : 0);
  g_assert_nonnull(cr_text_find(letter->body, "thank"));
  g_assert_cmpint(strstr(letter->body, "Alex Kim") != NULL, ==, (bits & WITH_ME) != 0);
  g_assert_cmpint(strstr(letter->body, "+1 202-555-0143") != NULL, ==, (bits & WITH_PHONE) != 0);
  if (kind == CR_LETTER_NUMBER && bits & WITH_PHONE)
    g_assert_cmpuint(count(letter->body, "+1 202-555-0143"), ==, 2);
  if (bits & WITH_NAME && kind != CR_LETTER_DEPUTY)
    g_assert_true(g_str_has_prefix(letter->body, "Hi Dana,\n\n"));
}

static void
test_manners(void) {
  static const char *const zones[] = {NY,     BERLIN,    SYDNEY, KOLKATA,
                                      LONDON, SAO_PAULO, "UTC",  KATHMANDU};
  for (guint kind = 0; kind < CR_N_LETTERS; kind++)
    for (guint i = 0; i < G_N_ELEMENTS(zones); i++)
      for (guint j = 0; j < G_N_ELEMENTS(zones); j++)
        for (guint bits = 0; bits < ALL_BITS; bits += i + j == 0 ? 1 : 41)
          check_letter(kind, zones[i], zones[j], bits);
}

/* A whole letter, as it reads. */
static void
test_whole(void) {
  g_autoptr(CrInterview) iv = interview_new("2026-11-24T14:00:00-05:00", NY);
  g_autoptr(CrProfile) profile = profile_new(BERLIN);
  g_autoptr(GPtrArray) slots = slots_new(at("2026-11-25T10:00:00-05:00"), 3);
  g_autoptr(CrLetter) letter = cr_letter_write(CR_LETTER_FIRST, iv, profile, slots, iv->start);
  g_assert_cmpstr(letter->to, ==, "dana.reyes@northwind.example.com");
  g_assert_cmpstr(letter->to_name, ==, "Dana Reyes");
  g_assert_cmpstr(letter->subject, ==, "Our call on Tuesday, November 24 – new time?");
  g_assert_cmpstr(letter->body, ==,
                  "Hi Dana,\n"
                  "\n"
                  "I was looking forward to our call about the Staff Engineer role, planned for "
                  "Tuesday, November 24 at 2:00 PM EST. We didn't get to speak, so I'd love to "
                  "find a new time.\n"
                  "\n"
                  "Would one of these work for you?\n"
                  "\n"
                  "- Wed, Nov 25, 10:00 AM EST (4:00 PM CET)\n"
                  "- Thu, Nov 26, 1:00 PM EST (7:00 PM CET)\n"
                  "- Fri, Nov 27, 4:00 PM EST (10:00 PM CET)\n"
                  "\n"
                  "Any other time that suits you is fine, too.\n"
                  "\n"
                  "Thank you, and I look forward to speaking with you.\n"
                  "\n"
                  "Best regards,\n"
                  "Alex Kim\n"
                  "+1 202-555-0143\n");
}

static void
test_addressee(void) {
  g_autoptr(CrInterview) iv = interview_new("2026-11-24T14:00:00-05:00", NY);
  g_autoptr(CrProfile) profile = profile_new(NY);
  iv->state.deputy.name = g_strdup("Sam Okafor");
  iv->state.deputy.email = g_strdup("Sam.Okafor@northwind.example.com");
  g_autoptr(CrLetter) deputy = cr_letter_write(CR_LETTER_DEPUTY, iv, profile, NULL, iv->start);
  g_assert_cmpstr(deputy->to, ==, "sam.okafor@northwind.example.com");
  g_assert_true(g_str_has_prefix(deputy->body, "Hi Sam,"));
  g_assert_nonnull(strstr(deputy->body, "Dana Reyes and I"));
  g_assert_nonnull(strstr(deputy->body, "Tuesday, November 24 at 2:00 PM EST"));
  static const char *const unreachable[] = {NULL, "no-reply@northwind.example.com",
                                            "not an address", "a@b\r\nBcc: x@example.com"};
  for (guint i = 0; i < G_N_ELEMENTS(unreachable); i++) {
    g_free(iv->contact.email);
    iv->contact.email = g_strdup(unreachable[i]);
    g_autoptr(CrLetter) letter = cr_letter_write(CR_LETTER_FIRST, iv, profile, NULL, iv->start);
    g_assert_null(letter->to);
    g_assert_nonnull(letter->body);
  }
}

static const struct {
  const char *thread, *subject;
} subjects[] = {
    {NULL, "Our call on Tuesday, November 24 – new time?"},
    {"", "Our call on Tuesday, November 24 – new time?"},
    {"Phone screen with Northwind", "Re: Phone screen with Northwind"},
    {"Re: Phone screen", "Re: Phone screen"},
    {"RE: re: Re:Phone screen", "Re: Phone screen"},
    {"Re: ", "Our call on Tuesday, November 24 – new time?"},
    {"Reminder: call", "Re: Reminder: call"},
    {"Hi\r\nBcc: victim@example.com", "Re: Hi Bcc: victim@example.com"},
};

static void
test_subject(void) {
  g_autoptr(CrInterview) iv = interview_new("2026-11-24T14:00:00-05:00", NY);
  g_autoptr(CrProfile) profile = profile_new(NY);
  for (guint i = 0; i < G_N_ELEMENTS(subjects); i++) {
    g_free(iv->subject);
    iv->subject = g_strdup(subjects[i].thread);
    g_autoptr(CrLetter) letter = cr_letter_write(CR_LETTER_FIRST, iv, profile, NULL, iv->start);
    g_assert_cmpstr(letter->subject, ==, subjects[i].subject);
  }
}

/* Names and numbers come from strangers' mail. */
static void
test_hostile(void) {
  static const char *const values[] = {
      "{time}",
      "{slots}",
      "{nonsense}",
      "{",
      "}",
      "%s%n%d",
      "A\r\nBcc: x@example.com",
      "A\n\nBest regards,\nMallory",
      "\xe2\x80\xaegnirts",
      "\xff\xfe",
      "\x1b[31mred\x1b[0m",
      "",
      " ",
      "a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a",
      "(",
      ",",
      "https://evil.example.com/",
      "None",
      "null",
      "'",
      ".",
      "the",
      "role",
      "Dr.",
      "()",
      "the role"};
  g_autofree char *huge = g_strnfill(1 << 20, 'x');
  for (guint i = 0; i <= G_N_ELEMENTS(values); i++)
    for (guint kind = 0; kind < CR_N_LETTERS; kind++) {
      const char *value = i < G_N_ELEMENTS(values) ? values[i] : huge;
      g_autoptr(CrInterview) iv = interview_new("2026-11-24T14:00:00-05:00", NY);
      g_autoptr(CrProfile) profile = profile_new(SYDNEY);
      char **fields[] = {&iv->contact.name, &iv->role,      &iv->company,          &iv->subject,
                         &profile->phone,   &profile->name, &iv->state.deputy.name};
      for (guint f = 0; f < G_N_ELEMENTS(fields); f++) {
        g_free(*fields[f]);
        *fields[f] = g_strdup(value);
      }
      g_autoptr(GPtrArray) slots = slots_new(iv->start + 20 * CR_HOUR, 3);
      g_autoptr(CrLetter) letter = cr_letter_write(kind, iv, profile, slots, iv->start);
      g_assert_true(g_utf8_validate(letter->body, -1, NULL));
      g_assert_null(strpbrk(letter->body, "\r\x1b"));
      g_assert_null(strpbrk(letter->subject, "\r\n\x1b"));
      g_assert_null(strstr(letter->body, "None"));
      g_assert_null(strstr(letter->body, "evil"));
      g_assert_null(strstr(letter->body, "  "));
      g_assert_null(strstr(letter->body, "\nBcc"));
      g_assert_null(strstr(letter->body, "\nMallory"));
      g_assert_cmpuint(strlen(letter->body), <, 2000);
      g_assert_cmpuint(strlen(letter->subject), <, 600);
      g_assert_cmpuint(count_words(letter->body), <, 120);
      g_assert_cmpuint(count(letter->body, "Tuesday, November 24 at 2:00 PM EST"), ==, 1);
      g_autofree char *script = cr_letter_voicemail(iv, profile, iv->start);
      g_assert_null(strpbrk(script, "\r\n\x1b"));
    }
}

/* The longest letters that ordinary values give. */
static void
test_longest(void) {
  for (guint kind = 0; kind < CR_N_LETTERS; kind++) {
    g_autoptr(CrInterview) iv = interview_new("2026-11-24T17:30:00-05:00", NY);
    g_autoptr(CrProfile) profile = profile_new(SYDNEY);
    g_free(iv->role);
    iv->role = g_strdup("Head of Data and Machine Learning Operations Europe");
    g_free(profile->name);
    profile->name = g_strdup("Maria del Carmen Lopez y Garcia");
    g_free(profile->phone);
    profile->phone = g_strdup("+33612345678");
    g_free(iv->contact.name);
    iv->contact.name = g_strdup("Anna Maria von Reyes");
    iv->state.other_start = iv->start + CR_HOUR;
    g_autoptr(GPtrArray) slots = slots_new(iv->start + 20 * CR_HOUR, 3);
    g_autoptr(CrLetter) letter = cr_letter_write(kind, iv, profile, slots, iv->start);
    g_test_message("%u words", count_words(letter->body));
    g_assert_cmpuint(count_words(letter->body), <, 120);
  }
}

/* However many times are offered, the letter stays short; the first ones remain. */
static void
test_many_slots(void) {
  g_autoptr(CrInterview) iv = interview_new("2026-11-24T17:30:00-05:00", NY);
  g_autoptr(CrProfile) profile = profile_new(SYDNEY);
  g_autoptr(GPtrArray) slots = slots_new(at("2026-11-25T17:00:00-05:00"), 8);
  g_autoptr(CrLetter) letter = cr_letter_write(CR_LETTER_FIRST, iv, profile, slots, iv->start);
  g_assert_cmpuint(count_words(letter->body), <, 120);
  g_assert_nonnull(
      strstr(letter->body, "- Wed, Nov 25, 5:00 PM EST (Thu, Nov 26, 9:00 AM AEDT)\n"));
  g_assert_cmpuint(count(letter->body, "\n- "), >=, 3);
}

static void
test_stale_slots(void) {
  g_autoptr(CrInterview) iv = interview_new("2026-11-24T14:00:00-05:00", NY);
  g_autoptr(CrProfile) profile = profile_new(NY);
  g_autoptr(GPtrArray) slots = slots_new(iv->start + CR_HOUR, 3);
  CrInstant now = iv->start + 2 * CR_HOUR;
  g_autoptr(CrLetter) letter = cr_letter_write(CR_LETTER_FIRST, iv, profile, slots, now);
  g_assert_cmpuint(count(letter->body, "\n- "), ==, 2);
}

static const struct {
  const char *instant, *zone, *words;
} times[] = {
    {"2026-11-24T14:00:00-05:00", NY, "Tuesday, November 24 at 2:00 PM EST"},
    {"2026-07-03T00:05:00-04:00", NY, "Friday, July 3 at 12:05 AM EDT"},
    {"2026-07-03T12:30:00-04:00", NY, "Friday, July 3 at 12:30 PM EDT"},
    {"2026-11-24T14:00:00+01:00", BERLIN, "Tuesday 24 November at 14:00 CET"},
    {"2026-11-24T09:05:00+00:00", LONDON, "Tuesday 24 November at 09:05 GMT"},
    {"2026-11-24T09:05:00+11:00", SYDNEY, "Tuesday 24 November at 9:05 AM AEDT"},
    {"2026-11-24T09:05:00+05:30", KOLKATA, "Tuesday 24 November at 9:05 AM IST"},
    {"2026-11-24T09:05:00-03:00", SAO_PAULO, "Tuesday 24 November at 09:05 UTC-3"},
    {"2026-11-24T09:05:00+05:45", KATHMANDU, "Tuesday 24 November at 09:05 UTC+5:45"},
    {"2026-11-24T09:05:00Z", "UTC", "Tuesday 24 November at 09:05 UTC"},
    {"2026-11-24T09:05:00+04:00", "+04:00", "Tuesday 24 November at 09:05 UTC+4"},
    {"2028-02-29T23:59:00+09:00", "Asia/Tokyo", "Tuesday 29 February at 23:59 JST"},
};

static void
test_times(void) {
  for (guint i = 0; i < G_N_ELEMENTS(times); i++) {
    g_autofree char *words =
        cr_time_in_words(at(times[i].instant), at(times[i].instant), cr_zone_find(times[i].zone));
    g_assert_cmpstr(words, ==, times[i].words);
  }
}

static const struct {
  const char *instant, *theirs, *mine, *words;
} slot_lines[] = {
    {"2026-11-25T10:00:00-05:00", NY, BERLIN, "Wed, Nov 25, 10:00 AM EST (4:00 PM CET)"},
    {"2026-11-25T10:00:00-05:00", NY, NY, "Wed, Nov 25, 10:00 AM EST"},
    {"2026-11-25T10:00:00-05:00", NY, "America/Toronto", "Wed, Nov 25, 10:00 AM EST"},
    {"2026-11-25T10:00:00-05:00", NY, "America/Bogota", "Wed, Nov 25, 10:00 AM EST"},
    {"2026-11-25T17:00:00-05:00", NY, SYDNEY,
     "Wed, Nov 25, 5:00 PM EST (Thu, Nov 26, 9:00 AM AEDT)"},
    {"2026-11-26T09:00:00+11:00", SYDNEY, NY, "Thu 26 Nov, 9:00 AM AEDT (Wed 25 Nov, 5:00 PM EST)"},
    {"2026-11-25T16:00:00+01:00", BERLIN, NY, "Wed 25 Nov, 16:00 CET (10:00 EST)"},
    {"2026-11-25T08:00:00+08:00", "Asia/Manila", LA,
     "Wed, Nov 25, 8:00 AM Manila time (Tue, Nov 24, 4:00 PM PST)"},
    {"2026-11-25T08:00:00+01:00", BERLIN, LA, "Wed 25 Nov, 08:00 CET (Tue 24 Nov, 23:00 PST)"},
    /* New York has set its clocks, Berlin not yet. */
    {"2026-03-09T10:00:00-04:00", NY, BERLIN, "Mon, Mar 9, 10:00 AM EDT (3:00 PM CET)"},
    {"2026-10-26T10:00:00-04:00", NY, BERLIN, "Mon, Oct 26, 10:00 AM EDT (3:00 PM CET)"},
    /* Phoenix keeps its clock: the same in summer as Los Angeles. */
    {"2026-07-06T10:00:00-07:00", LA, "America/Phoenix", "Mon, Jul 6, 10:00 AM PDT"},
    {"2026-12-31T17:00:00-05:00", NY, SYDNEY,
     "Thu, Dec 31, 5:00 PM EST (Fri, Jan 1, 9:00 AM AEDT)"},
};

static void
test_slot_lines(void) {
  for (guint i = 0; i < G_N_ELEMENTS(slot_lines); i++) {
    g_autofree char *words =
        cr_words_slot(at(slot_lines[i].instant), cr_zone_find(slot_lines[i].theirs),
                      cr_zone_find(slot_lines[i].mine));
    g_assert_cmpstr(words, ==, slot_lines[i].words);
  }
}

static const struct {
  const char *name, *first;
} first_names[] = {
    {"Dana Reyes", "Dana"},
    {"Dana", "Dana"},
    {"Reyes, Dana", "Dana"},
    {"REYES, DANA", "Dana"},
    {"dana reyes", "Dana"},
    {"Dana Reyes, PHR", "Dana"},
    {"Dana Reyes (she/her)", "Dana"},
    {"Dana Reyes | Northwind", "Dana"},
    {"Dr. Dana Reyes", "Dana"},
    {"Mr. Lee", "Mr. Lee"},
    {"Ms. Ito", "Ms. Ito"},
    {"Ito, Ms.", "Ms. Ito"},
    {"prof. dr. groß", "Prof. Dr. Groß"},
    {"Ms. D. Reyes", "Ms. Reyes"},
    {"Dr.", NULL},
    {"Prof. Dr. Jürgen Groß", "Jürgen"},
    {"élodie martin", "Élodie"},
    {"Anne-Marie O'Neil", "Anne-Marie"},
    {"McKenna Ng", "McKenna"},
    {"Jo Li", "Jo"},
    {"JO LI", "JO"},
    {"'Dana Reyes'", "Dana"},
    {"\"Dana Reyes\"", "Dana"},
    {"李 娜", NULL},
    {"D. Reyes", NULL},
    {"J Smith", NULL},
    {"J.R. Smith", NULL},
    {"Northwind Talent Team", NULL},
    {"Northwind Recruiting", NULL},
    {"The Hiring Team", NULL},
    {"dana@northwind.example.com", NULL},
    {"Recruiter 7", NULL},
    {"", NULL},
    {" ", NULL},
    {"None", NULL},
    {"(null)", NULL},
    {NULL, NULL},
};

static void
test_first_names(void) {
  for (guint i = 0; i < G_N_ELEMENTS(first_names); i++) {
    g_autofree char *first = cr_words_first_name(first_names[i].name);
    g_assert_cmpstr(first, ==, first_names[i].first);
  }
}

static const struct {
  const char *phone, *written, *listener, *slowly;
} phones[] = {
    {"+12025550143", "+1 202-555-0143", "US", "2 0 2, 5 5 5, 0 1 4 3"},
    {"+12025550143", "+1 202-555-0143", "DE", "plus 1, 2 0 2, 5 5 5, 0 1 4 3"},
    {"+12025550143", "+1 202-555-0143", NULL, "plus 1, 2 0 2, 5 5 5, 0 1 4 3"},
    {"+442079460958", "+44 20 7946 0958", "GB", "plus 4 4, 2 0, 7 9 4 6, 0 9 5 8"},
    {"+447700900123", "+44 7700 900123", "US", "plus 4 4, 7 7 0 0, 9 0 0 1 2 3"},
    {"+33199005501", "+33 1 99 00 55 01", "US", "plus 3 3, 1, 9 9, 0 0, 5 5, 0 1"},
    {"+4915155501234", "+49 151 5550 1234", "US", NULL},
    {"+493023125014", "+49 30 2312 5014", "US", NULL},
    {"+353205550123", "+353 205 550 123", "US", NULL},
    {"+919955501234", "+91 99555 01234", "US", NULL},
    {"(202) 555-0143", "(202) 555-0143", "US", "2 0 2, 5 5 5, 0 1 4 3"},
    {"202-555-0143 ext. 12", "202-555-0143 ext. 12", "US", "2 0 2, 5 5 5, 0 1 4 3, 1 2"},
    {"(202) 555-0143 work mobile", "(202) 555-0143 work mobi…", "US", "2 0 2, 5 5 5, 0 1 4 3"},
    {"0151 555", "0151 555", "US", "0 1 5 1, 5 5 5"},
    {"none", NULL, "US", NULL},
    {"", NULL, "US", NULL},
    {NULL, NULL, "US", NULL},
};

static char *
only_digits(const char *text) {
  GString *digits = g_string_new(NULL);
  for (const char *p = text; *p; p++)
    if (g_ascii_isdigit(*p))
      g_string_append_c(digits, *p);
  return g_string_free(digits, FALSE);
}

static void
test_phones(void) {
  for (guint i = 0; i < G_N_ELEMENTS(phones); i++) {
    g_autofree char *written = cr_words_phone(phones[i].phone);
    g_autofree char *slowly = cr_words_phone_slowly(phones[i].phone, phones[i].listener);
    if (phones[i].slowly || phones[i].written == NULL)
      g_assert_cmpstr(slowly, ==, phones[i].slowly);
    g_assert_cmpstr(written, ==, phones[i].written);
  }
  /* Whatever the grouping, no digit is lost and no group is a lone digit by accident. */
  g_autoptr(GRand) rand = g_rand_new_with_seed(11);
  for (guint i = 0; i < 2000; i++) {
    int length = g_rand_int_range(rand, 7, 16);
    GString *phone = g_string_new("+");
    for (int d = 0; d < length; d++)
      g_string_append_c(phone, '0' + g_rand_int_range(rand, d == 0 ? 1 : 0, 10));
    g_autofree char *written = cr_words_phone(phone->str);
    g_autofree char *slowly = cr_words_phone_slowly(phone->str, NULL);
    g_autofree char *a = only_digits(written), *b = only_digits(slowly);
    g_assert_cmpstr(a, ==, phone->str + 1);
    g_assert_cmpstr(b, ==, phone->str + 1);
    g_string_free(phone, TRUE);
  }
}

static const struct {
  const char *role, *words;
} roles[] = {
    {"Staff Engineer", "Staff Engineer"},
    {"the Staff Engineer role", "Staff Engineer"},
    {"Staff Engineer position.", "Staff Engineer"},
    {"Engineer (m/f/d)", "Engineer (m/f/d)"},
    {"Senior Staff Software Engineer for Distributed Systems and Reliability",
     "Senior Staff Software Engineer for Distributed Systems"},
    {"Stellvertretender Hauptabteilungsleiter Datenverarbeitungsinfrastruktur",
     "Stellvertretender Hauptabteilungsleiter"},
    {"Senior Engineer, Search and Ranking Platform Team (Remote, US)",
     "Senior Engineer, Search and Ranking Platform Team"},
    {"role", "role"},
    {"see https://x.example.com", NULL},
    {"  ", NULL},
    {NULL, NULL},
};

static void
test_roles(void) {
  for (guint i = 0; i < G_N_ELEMENTS(roles); i++) {
    g_autofree char *words = cr_words_role(roles[i].role);
    g_assert_cmpstr(words, ==, roles[i].words);
  }
}

static const struct {
  const char *address;
  gboolean noreply;
} addresses[] = {
    {"no-reply@example.com", TRUE},
    {"noreply@example.com", TRUE},
    {"No_Reply@example.com", TRUE},
    {"NO.REPLY@example.com", TRUE},
    {"noreply+abc123@example.com", TRUE},
    {"noreply-jobs@example.com", TRUE},
    {"noreplyjobs@example.com", TRUE},
    {"jobs-noreply@example.com", TRUE},
    {"linkedin_no_reply@example.com", TRUE},
    {"do-not-reply@example.com", TRUE},
    {"donotreply@example.com", TRUE},
    {"do_not_reply@example.com", TRUE},
    {"dont-reply@example.com", TRUE},
    {"notifications@example.com", TRUE},
    {"notification-7@example.com", TRUE},
    {"calendar-notification@example.com", TRUE},
    {"mailer-daemon@example.com", TRUE},
    {"MAILER-DAEMON@example.com", TRUE},
    {"postmaster@example.com", TRUE},
    {"bounce+alex=example.org@example.com", TRUE},
    {"bounces+42-sg@example.com", TRUE},
    {"bounce-77@example.com", TRUE},
    {"x@bounces.example.com", TRUE},
    {"alex@users.noreply.example.com", TRUE},
    {"alex@users.no-reply.example.com", TRUE},
    {"pia.lund@noreply.example", FALSE}, /* a house of that name */
    {"pia.lund@no-reply.example", FALSE},
    {"pia.lund@casinoreply.example.com", FALSE},
    {"reply@northwind.example", FALSE},
    {"pia.reply@northwind.example", FALSE},
    {"no-reply@noreply.example", TRUE},
    {"automated@example.com", TRUE},
    {"ne-pas-repondre@example.com", TRUE},
    {"nicht.antworten@example.com", TRUE},
    {"dana@example.com", FALSE},
    {"dana.reyes+northwind@example.com", FALSE},
    {"eleanor.eply@example.com", FALSE},
    {"eleanoreply@example.com", FALSE},
    {"bouncer@example.com", FALSE},
    {"hr@example.com", FALSE},
    {"careers@example.com", FALSE},
    {"jobs@example.com", FALSE},
    {"reply+abc@example.com", FALSE},
    {"reply@example.com", FALSE},
    {"dana@notify.example.com", FALSE},
    {"dana@bouncehouse.example.com", FALSE},
    {"@example.com", TRUE},
    {"", TRUE},
    {NULL, TRUE},
};

static void
test_noreply(void) {
  for (guint i = 0; i < G_N_ELEMENTS(addresses); i++) {
    g_test_message("%s", addresses[i].address ? addresses[i].address : "(none)");
    g_assert_cmpint(cr_address_is_noreply(addresses[i].address), ==, addresses[i].noreply);
  }
}

/* step, what is known besides, evidence -> letter */
static const struct {
  CrStep step;
  int nudges;
  const char *known, *evidence;
  CrLetterKind kind;
} choices[] = {
    {CR_STEP_EMAIL, 0, "", "", CR_LETTER_FIRST},
    {CR_STEP_EMAIL, 0, "", "no-mail no-call-in-log workday", CR_LETTER_FIRST},
    {CR_STEP_EMAIL, 0, "", "auto-reply", CR_LETTER_FIRST},
    {CR_STEP_EMAIL, 0, "deputy", "auto-reply", CR_LETTER_DEPUTY},
    {CR_STEP_EMAIL, 0, "deputy", "bounce", CR_LETTER_DEPUTY},
    {CR_STEP_EMAIL, 0, "", "bounce", CR_LETTER_FIRST},
    {CR_STEP_EMAIL, 0, "deputy-noreply", "auto-reply", CR_LETTER_FIRST},
    {CR_STEP_EMAIL, 0, "deputy answered", "auto-reply running-late", CR_LETTER_TIMES},
    {CR_STEP_EMAIL, 0, "", "number-mismatch", CR_LETTER_NUMBER},
    {CR_STEP_EMAIL, 0, "", "number-invalid", CR_LETTER_NUMBER},
    {CR_STEP_EMAIL, 0, "", "number-no-country", CR_LETTER_NUMBER},
    {CR_STEP_EMAIL, 0, "", "number-other", CR_LETTER_NUMBER},
    {CR_STEP_EMAIL, 0, "", "tried-to-reach number-mismatch", CR_LETTER_NUMBER},
    {CR_STEP_EMAIL, 0, "", "missed-call number-mismatch", CR_LETTER_CALL_BACK},
    {CR_STEP_EMAIL, 0, "", "missed-call", CR_LETTER_CALL_BACK},
    {CR_STEP_EMAIL, 0, "", "rejected-call", CR_LETTER_CALL_BACK},
    {CR_STEP_EMAIL, 0, "", "blocked-call", CR_LETTER_CALL_BACK},
    {CR_STEP_EMAIL, 0, "", "voicemail-from-them", CR_LETTER_CALL_BACK},
    {CR_STEP_EMAIL, 0, "answered", "tried-to-reach", CR_LETTER_CALL_BACK},
    {CR_STEP_EMAIL, 0, "answered", "tried-to-reach number-mismatch", CR_LETTER_CALL_BACK},
    {CR_STEP_EMAIL, 0, "answered", "number-asked", CR_LETTER_MY_NUMBER},
    {CR_STEP_EMAIL, 0, "other", "", CR_LETTER_WHICH_TIME},
    {CR_STEP_EMAIL, 0, "", "other-time-in-mail", CR_LETTER_WHICH_TIME},
    {CR_STEP_EMAIL, 0, "", "time-asked", CR_LETTER_WHICH_TIME},
    {CR_STEP_EMAIL, 0, "answered", "time-asked", CR_LETTER_WHICH_TIME},
    {CR_STEP_EMAIL, 0, "answered", "other-time-in-mail running-late", CR_LETTER_TIMES},
    {CR_STEP_EMAIL, 0, "", "invite-updated", CR_LETTER_WHICH_TIME},
    {CR_STEP_EMAIL, 0, "", "candidate-dials", CR_LETTER_FIRST},
    {CR_STEP_EMAIL, 0, "", "clock-change times-agree number-agrees workday", CR_LETTER_FIRST},
    {CR_STEP_EMAIL, 0, "other", "running-late", CR_LETTER_FIRST},
    {CR_STEP_EMAIL, 0, "other", "running-late other-time-in-mail", CR_LETTER_WHICH_TIME},
    {CR_STEP_EMAIL, 0, "", "other-time-in-mail number-no-country", CR_LETTER_WHICH_TIME},
    {CR_STEP_EMAIL, 0, "", "season-zone number-mismatch", CR_LETTER_NUMBER},
    {CR_STEP_EMAIL, 0, "answered", "running-late", CR_LETTER_TIMES},
    {CR_STEP_EMAIL, 0, "answered", "on-hold-mail", CR_LETTER_ON_HOLD},
    {CR_STEP_AWAIT, 0, "answered", "on-hold-mail", CR_LETTER_ON_HOLD},
    {CR_STEP_DONE, 0, "closed", "rejection-mail", CR_LETTER_GRACIOUS},
    {CR_STEP_DONE, 0, "closed", "", CR_LETTER_GRACIOUS},
    {CR_STEP_NUDGE, 0, "sending", "", CR_LETTER_NUDGE},
    {CR_STEP_NUDGE, 1, "sending", "", CR_LETTER_LAST},
    {CR_STEP_NUDGE, 1, "drafted", "", CR_LETTER_NUDGE},
    {CR_STEP_NUDGE, 1, "planned", "", CR_LETTER_NUDGE},
    {CR_STEP_NUDGE, 2, "planned", "", CR_LETTER_LAST},
    {CR_STEP_NUDGE, 2, "drafted", "", CR_LETTER_LAST},
    {CR_STEP_NUDGE, 0, "sending answered", "on-hold-mail", CR_LETTER_NUDGE},
    {CR_STEP_NUDGE, 0, "sending", "number-mismatch", CR_LETTER_NUDGE},
    {CR_STEP_NUDGE, 0, "sending deputy", "auto-reply", CR_LETTER_NUDGE},
    {CR_STEP_AWAIT, 0, "sent", "missed-call", CR_LETTER_NUDGE},
    {CR_STEP_AWAIT, 1, "sent", "missed-call", CR_LETTER_LAST},
    {CR_STEP_AWAIT, 0, "sent answered", "running-late", CR_LETTER_TIMES},
    {CR_STEP_AWAIT, 0, "", "", CR_LETTER_FIRST},
    {CR_STEP_NUDGE, 0, "sending deputy", "handed-over", CR_LETTER_DEPUTY},
};

static void
test_choice(void) {
  for (guint i = 0; i < G_N_ELEMENTS(choices); i++) {
    g_autoptr(CrInterview) iv = interview_new("2026-11-24T14:00:00-05:00", NY);
    const char *known = choices[i].known;
    CrState *state = &iv->state;
    state->step = choices[i].step;
    state->nudges = choices[i].nudges;
    state->letter = strstr(known, "drafted")   ? CR_LETTER_DRAFTED
                    : strstr(known, "sending") ? CR_LETTER_SENDING
                                               : CR_LETTER_NONE;
    state->letters = strstr(known, "sent") != NULL;
    state->phase = strstr(known, "closed") ? CR_PHASE_CLOSED : CR_PHASE_MISSED;
    if (strstr(known, "deputy"))
      state->deputy.email = g_strdup(strstr(known, "noreply") ? "no-reply@northwind.example.com"
                                                              : "sam@northwind.example.com");
    if (strstr(known, "answered"))
      state->answered_at = iv->start + CR_HOUR;
    if (strstr(known, "other"))
      state->other_start = iv->start + CR_HOUR;
    g_auto(GStrv) kinds = g_strsplit(choices[i].evidence, " ", -1);
    for (char **kind = kinds; *kind; kind++) {
      CrEvidence *item = cr_evidence_new();
      item->kind = **kind ? g_strdup(*kind) : NULL;
      g_ptr_array_add(state->evidence, item);
    }
    g_autoptr(CrDiagnosis) diagnosis = cr_diagnosis_new(state->evidence, iv->start);
    g_test_message("%s | %s", known, choices[i].evidence);
    g_assert_cmpint(cr_letter_choose(iv, diagnosis), ==, choices[i].kind);
    cr_letter_choose(iv, NULL);
  }
}

/* About 20 seconds at 150 words a minute, digits counted as the words that they are. */
static void
test_voicemail(void) {
  static const char *const zones[] = {NY, BERLIN, LONDON, SYDNEY};
  for (guint i = 0; i < G_N_ELEMENTS(zones); i++)
    for (guint bits = 0; bits < 32; bits++) {
      g_autoptr(CrInterview) iv = interview_new("2026-11-24T14:00:00-05:00", zones[i]);
      g_autoptr(CrProfile) profile = profile_new(NY);
      if (!(bits & WITH_NAME))
        g_clear_pointer(&iv->contact.name, g_free);
      if (!(bits & WITH_ROLE))
        g_clear_pointer(&iv->role, g_free);
      if (!(bits & WITH_PHONE))
        g_clear_pointer(&profile->phone, g_free);
      if (!(bits & WITH_ME))
        g_clear_pointer(&profile->name, g_free);
      for (int days = 0; days < 2; days++) {
        g_autofree char *script =
            cr_letter_voicemail(iv, profile, iv->start + CR_HOUR + days * CR_DAY_USEC);
        g_assert_cmpuint(count_words(script), >=, 45);
        g_assert_cmpuint(count_words(script), <=, 62);
        g_assert_nonnull(strstr(script, "e-mail"));
        g_assert_null(strpbrk(script, "{}"));
        check_manners(script);
        g_assert_cmpint(strstr(script, "today") != NULL, ==, days == 0);
        g_assert_cmpint(strstr(script, "5 5 5, 0 1 4 3") != NULL, ==, (bits & WITH_PHONE) != 0);
        g_assert_cmpint(strstr(script, "Alex Kim") != NULL, ==, (bits & WITH_ME) != 0);
      }
    }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/letter/times", test_times);
  g_test_add_func("/letter/slot-lines", test_slot_lines);
  g_test_add_func("/letter/first-names", test_first_names);
  g_test_add_func("/letter/phones", test_phones);
  g_test_add_func("/letter/roles", test_roles);
  g_test_add_func("/letter/noreply", test_noreply);
  g_test_add_func("/letter/whole", test_whole);
  g_test_add_func("/letter/addressee", test_addressee);
  g_test_add_func("/letter/subject", test_subject);
  g_test_add_func("/letter/choice", test_choice);
  g_test_add_func("/letter/longest", test_longest);
  g_test_add_func("/letter/many-slots", test_many_slots);
  g_test_add_func("/letter/stale-slots", test_stale_slots);
  g_test_add_func("/letter/hostile", test_hostile);
  g_test_add_func("/letter/voicemail", test_voicemail);
  g_test_add_func("/letter/manners", test_manners);
  return g_test_run();
}
