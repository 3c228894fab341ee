#pragma once
/* The machine's sleep, as logind tells of it on the system bus. A machine without either is a
 * normal case: then nothing is told, and nothing is delayed. Source: org.freedesktop.login1(5);
 * https://systemd.io/INHIBITOR_LOCKS */
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CrLogind CrLogind;

/* woke: whenever the machine has slept; on a thread of the bus, which it must not keep. Never NULL.
 */
CrLogind *cr_logind_new(void (*woke)(gpointer data), gpointer data);
void cr_logind_free(CrLogind *logind); /* NULL-safe; woke is not called any more */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrLogind, cr_logind_free)

typedef enum {
  CR_AWAKE_NO_MATTER, /* nobody can promise it */
  CR_AWAKE_PROMISED,  /* until *ret_file is closed, and for some seconds at most */
  CR_AWAKE_REFUSED,   /* it is about to go to sleep */
} CrAwake;
/* The machine is to stay awake while something must not be torn apart by its sleep. why: for the
 * candidate, who may see it listed. NULL-safe; *ret_file is -1 unless it was PROMISED. */
CrAwake cr_logind_stay_awake(CrLogind *logind, const char *why, int *ret_file);

G_END_DECLS
