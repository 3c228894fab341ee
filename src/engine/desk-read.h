#pragma once
/* The part of the desk that reads what the candidate brings; it needs the parse layer. */
#include "engine/desk.h"
#include "engine/intake.h"

G_BEGIN_DECLS

/* Words */

/* What was understood of a promised call said in words. */
typedef struct {
  CrInterview *interview; /* of id 0 until it is watched; NULL: nothing was understood */
  const char *problem;    /* why not, in words */
  char **flags;           /* what is odd about the time, see parse/timetext.h */
  gboolean zone_said;
  guint times; /* named in the words */
  CrInstant alternative;
  char **doubts; /* what to check, in words */
  int known;     /* the same call, watched already; or 0 */
  char **more;   /* what the words tell beside what is known of it: "address", "number" … */
} CrUnderstood;
void cr_understood_free(CrUnderstood *understood);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrUnderstood, cr_understood_free)

CrUnderstood *cr_desk_understand(CrDesk *desk, const char *words, CrInstant now, GError **error);
/* Begins to watch what was understood: it has an interview, and is not known yet. */
gboolean cr_desk_watch(CrDesk *desk, CrUnderstood *understood, const char *words, CrInstant now,
                       GError **error);
/* Notes what the words tell more of the call that is known. */
gboolean cr_desk_complete(CrDesk *desk, const CrUnderstood *understood, const char *words,
                          CrInstant now, GError **error);
json_t *cr_desk_view_understood(CrDesk *desk, const CrUnderstood *understood, CrInstant now);

/* Acts */

/* What the candidate did or saw, and what it led to: the lines told just now are in *ret_rows (may
 * be NULL; free with g_ptr_array_unref). key: the same key again changes nothing; NULL for one of
 * the clock. */
json_t *cr_desk_act(CrDesk *desk, int id, const char *act, const char *text, const char *key,
                    CrInstant now, GPtrArray **ret_rows, GError **error);

/* Letters */

/* The letter as a message (see effect/eml.h); CR_ERROR_FAILED without an address to or from. Free
 * with g_free. */
char *cr_desk_message(CrDesk *desk, int id, CrInstant now, GError **error);

/* Files */

typedef struct {
  guint taken, known, unrelated; /* facts */
  GHashTable *interviews;        /* their ids */
  GPtrArray *told;               /* CrTimelineRow: what they led to */
} CrTally;
void cr_tally_clear(CrTally *tally);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CrTally, cr_tally_clear)

/* An intake for this account, of the desk's reader; without one of its own, inputs are added with
 * cr_intake_path and cr_intake_bytes. */
void cr_desk_intake_init(CrDesk *desk, CrIntake *intake, CrInstant now, CrProblemFunc problem,
                         gpointer data);
/* Keeps what was read. tally is zeroed before, and cleared by the caller. */
json_t *cr_desk_take(CrDesk *desk, CrIntake *intake, CrInstant now, CrTally *tally, GError **error);
/* One input as it was handed over, with what was skipped of it. */
json_t *cr_desk_import(CrDesk *desk, const char *bytes, gsize length, const char *name,
                       CrIntakeRole role, CrInstant now, GError **error);

/* Replaces the profile: name, emails, phone, zone, country. */
json_t *cr_desk_read_profile(CrDesk *desk, const json_t *profile, CrInstant now, GError **error);

G_END_DECLS
