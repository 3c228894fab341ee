#pragma once
/* The desk: what each verb shows, as its JSON document, and what each verb does. The command prints
 * and the HTTP interface answers the same (docs/openapi.json has the shapes). A desk belongs to one
 * thread; now is told. Documents are new references; NULL with the error set: CR_ERROR_NOT_FOUND
 * when the thing that is named is not there, CR_ERROR_PARSE when what was given cannot be read,
 * CR_ERROR_CONFLICT when the state does not allow it. Nothing was changed then. */
#include "engine/config.h"
#include "engine/engine.h"
#include "model/manner.h"

G_BEGIN_DECLS

typedef struct {
  CrStore *store;
  CrEngine *engine;
  gint64 account;
  const struct CrIntakeClass *reader; /* of files that are brought; NULL: in this process */
  CrConfigLoad load_file; /* of a personal account's connections; see cr_desk_connections */
  const CrActor *actor;   /* who does what is done here; NULL: whom the account belongs to */
} CrDesk;

CrDesk *cr_desk_open(const char *uri, gint64 account, GError **error);
/* The same where nothing can be written (CR_ERROR_UNWRITABLE): for a moment, to read. */
CrDesk *cr_desk_open_unwritable(const char *uri, gint64 account, GError **error);
/* Where there are many: a desk of none, at which each account in turn is served. Until it is turned
 * to one, only its store is of use. What is to be sent is left to keepers. */
CrDesk *cr_desk_open_shared(const char *uri, CrTellLate late, gpointer data, GError **error);
/* The same of a replica that is only read, with what only the primary's URI tells. */
CrDesk *cr_desk_open_reader(const char *uri, const char *primary, CrTellLate late, gpointer data,
                            GError **error);
gboolean cr_desk_turn_to(CrDesk *desk, gint64 account, GError **error);
void cr_desk_turn_away(CrDesk *desk);
/* Grows with whatever is written for that account. */
gboolean cr_desk_version(CrDesk *desk, gint64 account, gint64 *ret_version, GError **error);
void cr_desk_free(CrDesk *desk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrDesk, cr_desk_free)

/* CrConnection that the account has, see engine/connections.h. No transaction is open. Free with
 * g_ptr_array_unref (elements go with it). */
GPtrArray *cr_desk_connections(CrDesk *desk, GError **error);
const CrZone *cr_desk_zone(const CrDesk *desk); /* the candidate's; UTC when unknown */
CrManner cr_desk_manner(const CrDesk *desk);    /* how they write clocks and dates */
/* Decides what fell due since the last look. */
gboolean cr_desk_catch_up(CrDesk *desk, CrInstant now, GError **error);
/* The account's version, see cr_store_version, and the next instant at which time alone changes
 * what the desk shows, or NONE. */
gboolean cr_desk_state(CrDesk *desk, gint64 *ret_version, CrInstant *ret_due, GError **error);

/* Showing */

/* CrInterview, the most urgent first, a handful. Free with g_ptr_array_unref. */
GPtrArray *cr_desk_urgent(CrDesk *desk, CrInstant now, GError **error);
/* The advice that was given last, without the step's name. In a transaction. Free with g_free. */
char *cr_desk_advice(CrDesk *desk, const CrInterview *interview);
CrInterview *cr_desk_interview(CrDesk *desk, int id, GError **error);
/* CrInterview by start, those that start in [from, to). Free with g_ptr_array_unref. */
GPtrArray *cr_desk_interviews(CrDesk *desk, CrListWhich which, CrInstant from, CrInstant to,
                              GError **error);
/* CrTimelineRow, the newest of them. Free with g_ptr_array_unref. */
GPtrArray *cr_desk_lines(CrDesk *desk, int interview, GError **error);

json_t *cr_desk_now(CrDesk *desk, CrInstant now, GError **error);
/* Asks ahead for what it reads first, in a transaction of the account. */
void cr_desk_ask_now(CrStore *store, gint64 account);
/* Pages of limit (0: all). after: the cursor of the page before, or NULL. rows: of each only what a
 * list shows. */
json_t *cr_desk_list(CrDesk *desk, CrListWhich which, CrInstant from, CrInstant to, guint limit,
                     const char *after, gboolean rows, CrInstant now, GError **error);
json_t *cr_desk_show(CrDesk *desk, int id, CrInstant now, GError **error);
json_t *cr_desk_why(CrDesk *desk, int id, CrInstant now, GError **error);
/* id 0: for the candidate alone. count 0: as many as letters offer. "unread" names calendars that
 * were not read wholly at last, with why: a time may be taken there. */
json_t *cr_desk_slots(CrDesk *desk, int id, int count, CrInstant now, GError **error);
/* from and to are days of the candidate's calendar, to not included. */
json_t *cr_desk_calendar(CrDesk *desk, CrDay from, CrDay to, CrInstant now, GError **error);
/* The lines behind the id after, the oldest limit of them; after -1: the newest limit. interview 0:
 * of all. */
json_t *cr_desk_timeline(CrDesk *desk, gint64 after, int interview, guint limit, GError **error);

/* Letters */

/* The letter for the current step: as it was drafted or edited while its times still lie ahead,
 * else written anew, but as the same message. */
CrEffect *cr_desk_compose(CrDesk *desk, const CrInterview *interview, CrInstant now,
                          GError **error);
/* Whether all times that it offers still lie ahead, and not too near. */
gboolean cr_desk_letter_is_fresh(const CrEffect *letter, CrInstant now);
/* Why it should wait, or what it lacks, in words; NULL when it can go now. Free with g_free. */
char *cr_desk_letter_advice(CrDesk *desk, const CrInterview *interview);
/* Another one for whatever somebody who reads it would see changed: from and to whom, what it says,
 * and which times it offers. Free with g_free. */
char *cr_desk_letter_version(const CrDesk *desk, const CrEffect *letter);
json_t *cr_desk_letter(CrDesk *desk, int id, CrInstant now, GError **error);

typedef struct {
  const char *subject, *body; /* NULL: as they are, or written anew with the slots */
  GPtrArray *slots;           /* CrSlot, or NULL: as they are */
} CrLetterEdit;
/* Keeps the candidate's words and times; that is what is sent then. */
json_t *cr_desk_edit_letter(CrDesk *desk, int id, const CrLetterEdit *edit, CrInstant now,
                            GError **error);
/* Forgets them. */
json_t *cr_desk_reset_letter(CrDesk *desk, int id, CrInstant now, GError **error);

/* The account */

json_t *cr_desk_profile(CrDesk *desk, GError **error);
json_t *cr_desk_set_profile(CrDesk *desk, const CrProfile *profile, CrInstant now, GError **error);
json_t *cr_desk_policy(CrDesk *desk, GError **error);
/* Only what is given changes; hours=09:00-18:00 beside the numbers. */
json_t *cr_desk_set_policy(CrDesk *desk, const json_t *changes, CrInstant now, GError **error);
/* All that is kept, in the shapes of the model: what restore will read. */
json_t *cr_desk_export(CrDesk *desk, CrInstant now, GError **error);

G_END_DECLS
