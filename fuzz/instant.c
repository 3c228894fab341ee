/* Instants, zone names and texts: read → print → read again gives the same; nothing is invented. */
#include "base/text.h"
#include "base/zone.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_instant(const char *text) {
  CrInstant instant = 0, again = 0;
  g_autoptr(GError) error = NULL;
  if (!cr_instant_parse(text, &instant, &error)) {
    g_assert_true(g_utf8_validate(error->message, -1, NULL));
    return;
  }
  g_assert_true(instant >= CR_INSTANT_MIN && instant <= CR_INSTANT_MAX);
  g_autofree char *shown = cr_instant_format(instant, cr_zone_utc());
  g_assert_true(cr_instant_parse(shown, &again, NULL));
  g_assert_true(instant >= again && instant - again < CR_SECOND);
}

/* Whatever passes for a zone turns an instant into a wall time and back. */
static void
check_zone(const char *text) {
  const CrZone *zone = cr_zone_find(text);
  CrInstant first = 0, second = 0, now = G_GINT64_CONSTANT(1795546800) * CR_SECOND;
  if (zone == NULL)
    return;
  CrWall wall = cr_zone_wall(zone, now);
  cr_zone_resolve(zone, &wall, &first, &second);
  g_assert_true(first == now || second == now);
}

static void
check_text(const char *text) {
  g_autofree char *line = cr_text_line(text, 20), *block = cr_text_block(text, 20);
  g_autofree char *again = cr_text_line(line, 40), *address = cr_address_normalize(text);
  g_assert_true(g_utf8_validate(line, -1, NULL) && g_utf8_validate(block, -1, NULL));
  g_assert_true(g_utf8_strlen(line, -1) <= 21 && g_utf8_strlen(block, -1) <= 21);
  g_assert_cmpstr(line, ==, again);
  g_assert_null(strchr(line, '\033'));
  if (address)
    g_assert_null(strpbrk(address, "<>\r\n ,"));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  g_autofree char *text = g_strndup((const char *) data, size);
  check_instant(text);
  check_zone(text);
  check_text(text);
  return 0;
}
