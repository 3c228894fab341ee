/* What we write into a calendar is read by our own parser as it was meant, whatever the words are;
 * and an entry stays our entry through an edit of the candidate's. */
#include "base/text.h"
#include "engine/entry-merge.h"
#include "parse/ical.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static gboolean
keep_event(const CrEvent *event, gpointer data) {
  g_ptr_array_add(data, cr_event_copy(event));
  return TRUE;
}

static void
no_problem(const char *message, gpointer data) {
  g_error("%s", message);
}

static CrEvent *
read_only_event(const char *text) {
  CrIcalContext context = {NULL, CR_INSTANT_NONE, CR_INSTANT_NONE, "entry", NULL};
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func((GDestroyNotify) cr_event_free);
  g_assert(cr_ical_parse(text, strlen(text), &context, keep_event, no_problem, events, NULL));
  g_assert(events->len == 1);
  return g_ptr_array_steal_index(events, 0);
}

static void
assert_text(const char *found, const char *written, gsize max_chars, gboolean block) {
  g_autofree char *clean = cr_text_block(written, 2000);
  g_autofree char *expected =
      block ? cr_text_block(clean, max_chars) : cr_text_line(clean, max_chars);
  if (expected && *expected)
    g_assert_cmpstr(found, ==, expected);
}

static char *
write_entry(const CrEntry *entry) {
  GString *out = g_string_new(NULL);
  cr_entry_append_begin(out);
  cr_entry_append(out, entry, CR_INSTANT_NONE, 0);
  cr_entry_append_end(out);
  for (const char *line = out->str; *line; line = strstr(line, "\r\n") + 2)
    g_assert(strcspn(line, "\r\n") <= 75);
  g_assert(g_utf8_validate(out->str, -1, NULL));
  return g_string_free(out, FALSE);
}

/* Eight bytes give the time; the rest are three texts. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  guint64 number = 0;
  if (size < 8)
    return 0;
  memcpy(&number, data, 8);
  g_autofree char *words = g_strndup((const char *) data + 8, size - 8);
  g_auto(GStrv) parts = g_strsplit(words, "\x1f", 3);
  guint n = g_strv_length(parts);
  CrInstant start = (CrInstant) (number % 4102444800U) * CR_SECOND; /* to 2099 */
  CrEntry entry = {.uid = (char *) "call-1@0123.crickets.invalid",
                   .start = start,
                   .end = start + (1 + (CrInstant) (number >> 56)) * CR_MINUTE,
                   .summary = n > 0 ? parts[0] : NULL,
                   .description = n > 1 ? parts[1] : NULL,
                   .location = n > 2 ? parts[2] : NULL,
                   .url = n > 1 ? parts[1] : NULL,
                   .status = (CrEntryStatus) (number % 3),
                   .alarms = CR_ALARM_BEFORE | CR_ALARM_AFTER};
  g_autofree char *text = write_entry(&entry);
  g_autoptr(CrEvent) event = read_only_event(text);
  g_assert_cmpint(event->start, ==, entry.start);
  g_assert_cmpint(event->end, ==, entry.end);
  g_assert_cmpstr(event->uid, ==, entry.uid);
  g_assert(event->tentative == (entry.status == CR_ENTRY_TENTATIVE));
  g_assert(event->cancelled == (entry.status == CR_ENTRY_CANCELLED));
  assert_text(event->summary, entry.summary, 255, FALSE);
  assert_text(event->description, entry.description, 2000, TRUE);

  g_assert(cr_entry_untouched(text, entry.uid, text));
  CrEntry moved = entry;
  moved.start += CR_HOUR;
  moved.end += CR_HOUR;
  g_autofree char *after = write_entry(&moved);
  g_autofree char *merged = cr_entry_merge(text, entry.uid, text, after, start);
  g_autoptr(CrEvent) again = read_only_event(merged);
  g_assert_cmpint(again->start, ==, moved.start);
  g_assert_cmpint(again->end, ==, moved.end);
  g_assert_cmpint(again->sequence, ==, 1);
  g_assert_cmpstr(again->summary, ==, event->summary);
  /* Anything may stand on the server. */
  g_autofree char *other = cr_entry_merge(words, entry.uid, text, after, start);
  g_assert(other == NULL || cr_entry_untouched(other, entry.uid, other));
  return 0;
}
