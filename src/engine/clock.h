#pragma once
/* Three clocks together tell what happened to the one on the wall: whether the machine slept, or
 * somebody set it. */
#include "base/instant.h"

G_BEGIN_DECLS

typedef struct {
  CrInstant real;    /* what the clock on the wall shows */
  gint64 boot_usec;  /* since the machine started, also while it sleeps */
  gint64 awake_usec; /* the same without its sleep */
  gboolean synced;   /* the kernel says that something keeps the clock right (NTP) */
} CrClock;

CrClock cr_clock_read(void);
/* Names this run of the machine: boot_usec of another one says nothing. NULL when it has no name.
 * Free with g_free. */
char *cr_clock_boot_id(void);

typedef struct {
  gint64 slept_usec; /* 0 or more */
  gint64 set_usec;   /* forward is positive; small corrections are 0 */
} CrClockJump;

/* What happened between two readings of one run of the machine. */
CrClockJump cr_clock_jump(const CrClock *before, const CrClock *after);

G_END_DECLS
