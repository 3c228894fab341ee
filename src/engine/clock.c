#include "engine/clock.h"

#include <string.h>
#include <sys/timex.h>
#include <time.h>

/* NTP turns a clock by at most 500 ppm; what is less than this between two readings is no jump. */
#define SET_AT_LEAST_USEC (CR_SECOND / 2)
#define SLEPT_AT_LEAST_USEC CR_SECOND

static gint64
read_usec(clockid_t id) {
  struct timespec t;
  clock_gettime(id, &t);
  return t.tv_sec * CR_SECOND + t.tv_nsec / 1000;
}

CrClock
cr_clock_read(void) {
  struct timex state = {.modes = 0};
  return (CrClock){read_usec(CLOCK_REALTIME), read_usec(CLOCK_BOOTTIME), read_usec(CLOCK_MONOTONIC),
                   adjtimex(&state) >= 0 && !(state.status & STA_UNSYNC)};
}

char *
cr_clock_boot_id(void) {
  char *id = NULL;
  g_file_get_contents("/proc/sys/kernel/random/boot_id", &id, NULL, NULL);
  return id ? g_strstrip(id) : NULL;
}

CrClockJump
cr_clock_jump(const CrClock *before, const CrClock *after) {
  gint64 slept = (after->boot_usec - before->boot_usec) - (after->awake_usec - before->awake_usec);
  gint64 set = (after->real - before->real) - (after->boot_usec - before->boot_usec);
  return (CrClockJump){slept >= SLEPT_AT_LEAST_USEC ? slept : 0,
                       ABS(set) >= SET_AT_LEAST_USEC ? set : 0};
}
