#include "parse/timetext.h"
#include "base/limits.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first byte chooses the context, the rest is the text; what follows a form feed is its focus.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char *const zones[] = {"America/New_York", "America/Phoenix", "Europe/London",
                                      "Asia/Kolkata",     "Europe/Berlin",   "Australia/Sydney"};
  static const char *const countries[] = {NULL, "US", "GB", "DE"};
  if (size < 1)
    return 0;
  uint8_t choice = data[0];
  g_autofree char *text = g_strndup((const char *) data + 1, size - 1);
  char *focus = strchr(text, '\f');
  if (focus)
    *focus++ = '\0';
  CrTimeContext context = {
      .at = (G_GINT64_CONSTANT(1795446000) + choice * G_GINT64_CONSTANT(1000003)) * CR_SECOND,
      .mine = choice & 1 ? cr_zone_find(zones[choice % 6]) : NULL,
      .theirs = choice & 2 ? cr_zone_find(zones[choice / 2 % 6]) : NULL,
      .has_offset = (choice & 4) != 0,
      .their_offset_sec = (choice % 27 - 12) * 3600,
      .their_country = countries[choice / 8 % 4],
      .focus = focus};
  GPtrArray *mentions = cr_time_scan(text, &context);
  g_assert(mentions->len <= CR_MAX_MENTIONS);
  for (guint i = 0; i < mentions->len; i++) {
    const CrMention *m = mentions->pdata[i];
    g_assert(cr_zone_find(m->zone) != NULL);
    g_assert(m->offset >= 0 && (gsize) m->offset < strlen(text));
    g_assert(m->start == CR_INSTANT_NONE ? m->role == CR_TIME_DELAY
                                         : m->start > CR_INSTANT_MIN && m->start < CR_INSTANT_MAX);
    g_assert(m->end == CR_INSTANT_NONE || m->end > m->start);
    g_assert(g_utf8_validate(m->text, -1, NULL));
  }
  cr_mentions_free(mentions);
  return 0;
}
