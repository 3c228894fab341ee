#pragma once
/* Is everything in order? What the doctor looks at, each with a remedy in words. */
#include "engine/engine.h"
#include "engine/intake.h"
#include "model/connection.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  CR_CHECK_FINE,
  CR_CHECK_CAUTION, /* works, but the candidate should know */
  CR_CHECK_BAD,
} CrCheckResult;
extern const char *const cr_check_result_names[]; /* "fine", "caution", "bad" */

typedef struct {
  char *about; /* "you", "clock", or a connection's name */
  char *name;  /* "phone number", "sign-in" … */
  CrCheckResult result;
  char *text;   /* what was found */
  char *remedy; /* what to do about it, or NULL */
} CrCheck;

/* Lists of CrCheck; free with g_ptr_array_unref (elements go with it). */

/* Tries one connection step by step, really: its name, its port, the secure connection, sign-in,
 * reading. Nothing is changed or sent. secret NULL: the kept one. Takes up to a minute or two. */
GPtrArray *cr_check_connection(const CrConnection *connection, const char *secret,
                               GCancellable *cancellable);
gboolean cr_check_passed(const GPtrArray *checks); /* none is bad */

/* The candidate's profile: whether letters can be signed and answered, and numbers be told apart.
 */
void cr_check_profile(GPtrArray *checks, const CrProfile *profile, const CrIntakeClass *intake);
/* Clock, zone data, database, keeper, sending, and how the sources are. now: by the clock. */
gboolean cr_check_machine(GPtrArray *checks, CrStore *store, gint64 account, const char *uri,
                          const CrPolicy *policy, GPtrArray *connections, CrInstant now,
                          GError **error);

/* How the processes are confined that read what strangers wrote, see engine/apart.h. */
void cr_check_reading(GPtrArray *checks);

/* The phones that tell of their calls: whether they do. hooks: CrHook. */
void cr_check_phones(GPtrArray *checks, const GPtrArray *hooks, CrInstant now);

GPtrArray *cr_check_list_new(void);
void cr_check_add(GPtrArray *checks, const char *about, const char *name, CrCheckResult result,
                  const char *remedy, const char *format, ...) G_GNUC_PRINTF(6, 7);

G_END_DECLS
