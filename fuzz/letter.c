/* Lines of the input are the names and numbers that strangers' mail gave; every letter must stay a
 * clean text of fewer than 120 words. */
#include "playbook/letter.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_text(const char *text, const char *forbidden) {
  g_assert(g_utf8_validate(text, -1, NULL));
  g_assert(strpbrk(text, forbidden) == NULL);
}

static guint
count_words(const char *text) {
  guint words = 0;
  for (const char *p = text; *p; p++)
    words += !strchr(" \n", *p) && (p[1] == '\0' || strchr(" \n", p[1]));
  return words;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  g_autofree char *text = g_strndup((const char *) data, size);
  g_auto(GStrv) lines = g_strsplit(text, "\n", 12);
  g_autoptr(CrInterview) iv = cr_interview_new();
  g_autoptr(CrProfile) profile = cr_profile_new();
  char **fields[] = {&iv->contact.name, &iv->contact.email,     &iv->role,
                     &iv->company,      &iv->subject,           &profile->name,
                     &profile->phone,   &iv->state.deputy.name, &iv->state.deputy.email,
                     &iv->contact.zone, &profile->zone};
  for (guint i = 0; i < G_N_ELEMENTS(fields) && lines[i]; i++)
    *fields[i] = g_strdelimit(g_strdup(lines[i]), "\v", '\n');
  CrInstant start = cr_day_from_date(2026, 11, 24) * CR_DAY_USEC + 19 * CR_HOUR;
  cr_interview_set_start(iv, start, CR_INSTANT_NONE, "America/New_York");
  CrSlot slot = {.start = start + CR_DAY_USEC, .end = start + CR_DAY_USEC + CR_HOUR};
  g_autoptr(GPtrArray) slots = g_ptr_array_new();
  for (guint i = 0; i < 8; i++)
    g_ptr_array_add(slots, &slot);
  for (guint kind = 0; kind < CR_N_LETTERS; kind++) {
    g_autoptr(CrLetter) letter = cr_letter_write(kind, iv, profile, slots, start);
    check_text(letter->subject, "\r\n\t\033\177");
    check_text(letter->body, "\r\t\033\177");
    g_assert(count_words(letter->body) < 120 && strlen(letter->body) < 4096);
    if (letter->to)
      check_text(letter->to, "\r\n<> \t\033");
    if (letter->to_name)
      check_text(letter->to_name, "\r\n<>\"\t\033");
  }
  g_autofree char *script = cr_letter_voicemail(iv, profile, start + CR_HOUR);
  check_text(script, "\r\n\t\033");
  return 0;
}
