#pragma once
/* What a process that reads strangers' bytes gives up, for good: new privileges, files, descriptors
 * beyond those that it has, other processes, the network, memory without bounds, and by a filter
 * of the kernel's (seccomp) every call that reading does not need. */
#include <glib.h>

G_BEGIN_DECLS

/* The calls that are left, made ready once for all processes that are forked from this one. */
typedef struct _CrSandbox CrSandbox;
CrSandbox *cr_sandbox_new(void);

/* Of a process without other threads. It keeps one descriptor, which becomes its 0, and input,
 * which becomes its CR_SANDBOX_INPUT, unless that is -1. memory_bytes: beyond what it has.
 * *ret_filtered: the kernel took the filter; else only limits hold. FALSE when something could not
 * be given up: it must end then. */
#define CR_SANDBOX_INPUT 1
gboolean cr_sandbox_enter(CrSandbox *sandbox, int file, int input, guint64 memory_bytes,
                          gboolean *ret_filtered);
/* Afterwards: from now on it may use the processor for so many seconds more, twice as many at most,
 * and is killed then. */
gboolean cr_sandbox_allow_cpu(guint seconds);

G_END_DECLS
