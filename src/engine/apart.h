#pragma once
/* Strangers' bytes are read in processes of their own, which can do nothing but read them (see
 * engine/sandbox.h). One that crashes, hangs or wants too much takes nothing with it: its input is
 * set aside with a clear line, and the next one is read by another process. */
#include "engine/intake.h"

G_BEGIN_DECLS

/* The side that has the inputs */

typedef struct {
  const char *const *argv; /* the program that calls cr_apart_serve; ends with NULL */
  guint wait_sec;          /* an input's answer is waited for so long; 0: a default */
} CrApartOptions;
/* Before the first use, once. Not copied. */
void cr_apart_init(const CrApartOptions *options);
/* Ends the nursery, which is begun again when it is needed. No intake is open. */
void cr_apart_end(void);
/* A reader as any other; from any thread, an intake from one at a time. The nursery is begun when
 * it is needed, and ends by itself when it was idle for a while. It has no profile and number: they
 * are the candidate's own. */
extern const CrIntakeClass cr_apart_class;
/* Begins one to see how it is confined; *ret_filtered: also by the kernel's filter. */
gboolean cr_apart_probe(gboolean *ret_filtered, GError **error);

/* The side that reads (apart-reader.c) */

#define CR_APART_CONTROL 3 /* its descriptor to the other side */

typedef struct {
  guint cpu_sec;        /* of one input, and more for a large one */
  guint64 memory_bytes; /* beyond what a reader begins with */
  guint idle_sec;       /* after this without a reader the nursery ends */
} CrApartLimits;
extern const CrApartLimits cr_apart_limits;
/* The nursery: serves descriptor 3 until it is closed, or idle for long. Without other threads. */
void cr_apart_serve(const CrIntakeClass *reader, const CrApartLimits *limits);

G_END_DECLS
