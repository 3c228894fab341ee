#include "parse/ical.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static gboolean
check_event(const CrEvent *event, gpointer data) {
  int *events = data;
  g_assert(event->uid != NULL && *event->uid && g_utf8_strlen(event->uid, -1) <= 255);
  g_assert(event->end >= event->start);
  g_assert(event->zone == NULL || cr_zone_find(event->zone) != NULL);
  g_assert(event->summary == NULL || g_utf8_validate(event->summary, -1, NULL));
  g_assert(event->description == NULL || g_utf8_validate(event->description, -1, NULL));
  return ++*events < 20000;
}

static void
check_problem(const char *message, gpointer data) {
  g_assert(g_utf8_validate(message, -1, NULL) && strpbrk(message, "\r\n\033") == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  CrInstant day = cr_day_from_date(2026, 11, 24) * CR_DAY_USEC;
  CrIcalContext window = {cr_zone_find("America/New_York"), day - 30 * CR_DAY_USEC,
                          day + 90 * CR_DAY_USEC, "fuzz.ics"};
  CrIcalContext all = {NULL, CR_INSTANT_NONE, CR_INSTANT_NONE, NULL};
  int events = 0;
  cr_ical_parse((const char *) data, size, &window, check_event, check_problem, &events, NULL);
  events = 0;
  cr_ical_parse((const char *) data, size, &all, check_event, check_problem, &events, NULL);
  return 0;
}
