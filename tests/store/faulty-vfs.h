#pragma once
/* SQLite's file layer with faults, for tests: install it before a database is opened. */
#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  FAULT_NONE,
  FAULT_FULL,  /* the write finds no room, as do all after it */
  FAULT_IO,    /* the write fails */
  FAULT_KILL,  /* kill -9 in the middle of the write or just before the sync */
  FAULT_POWER, /* the same, and any part of what was not synced is lost */
} Fault;

void faulty_vfs_install(void);
/* fault happens at the count-th write, truncation or sync from now, beginning with 1. seed chooses
 * what POWER loses. */
void faulty_vfs_set(Fault fault, int count, guint32 seed);
/* FALSE: SQLite's sleeps return at once, so that waiting for a lock in vain costs no time. */
void faulty_vfs_set_sleeps(gboolean really);

G_END_DECLS
