#pragma once
/* One interface to keep facts, interviews, effects and busy time; engines: sqlite.c and postgres.c.
 * Every row belongs to an account; a transaction is opened for one account and sees
 * nothing else. Unless said otherwise a function needs an open transaction, returns FALSE (NULL)
 * with the error set, and leaves the transaction to be rolled back. */
#include "model/application.h"
#include "model/deed.h"
#include "model/fact.h"
#include "model/interview.h"
#include "model/profile.h"

G_BEGIN_DECLS

typedef struct _CrStore CrStore;

/* uri: "sqlite:PATH", "sqlite::memory:" or "postgresql://…". Creates (mode 0600, in a folder that
 * exists) and migrates as needed; a failed migration rolls back, says which, and deletes nothing. A
 * database newer than this program, damaged, or of another program is refused and left as it is. A
 * store belongs to one thread at a time. */
CrStore *cr_store_open(const char *uri, GError **error);
void cr_store_free(CrStore *store); /* rolls back what is open */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrStore, cr_store_free)

/* write FALSE promises not to change anything and takes no lock. CR_ERROR_BUSY when another process
 * holds the database for too long. A connection that was lost is made anew, on whichever server of
 * the URI can be written to now; CR_ERROR_LOST when there is none for some seconds. */
gboolean cr_store_begin(CrStore *store, gint64 account, gboolean write, GError **error);
/* When the server goes away meanwhile, it is found out on its successor whether all was kept:
 * CR_ERROR_LOST says that nothing was, or that it cannot be told. */
gboolean cr_store_commit(CrStore *store, GError **error);
void cr_store_rollback(CrStore *store);
/* Commits when ok, else rolls back. FALSE, without an error of its own, when not ok. */
gboolean cr_store_end(CrStore *store, gboolean ok, GError **error);
/* Until it is released, transactions for reading of this account are one, so that they see the same
 * and only the first costs an exchange with the server, and that it is gone shows as late as then.
 * One for writing, or of another account, ends it; the next for reading begins it anew. Not while
 * something is waited for. */
void cr_store_hold(CrStore *store, gint64 account);
void cr_store_release(CrStore *store);

/* On: queries are only sent, without waiting, and find nothing; off again: the same ones are
 * answered with one exchange. So what will be wanted is asked for once in vain, and what comes of
 * that is thrown away. Only for functions that read, and take it that nothing is found. */
void cr_store_ask_ahead(CrStore *store, gboolean on);

/* Grows with every transaction that wrote something, whoever committed it. */
gboolean cr_store_version(CrStore *store, gint64 *ret_version, GError **error);

/* The next transaction that writes for an account is begun only if its version, as it was read
 * before, is still that one, else CR_ERROR_CHANGED: so what was read is still so when something is
 * changed because of it. version -1: not any more. */
void cr_store_expect(CrStore *store, gint64 version);

/* From here on a transaction that writes reads each interview once, and writes it once, at its end:
 * for who hears of the same few in one fact after the other. */
void cr_store_hold_interviews(CrStore *store);

/* Between transactions, before a long sleep: gives back memory that only makes the next one faster.
 */
void cr_store_rest(CrStore *store);

/* Waits until nobody else writes for the account. A file is written before its commit can be seen,
 * so who is woken by it asks here before looking. FALSE: it took too long, look again later. No
 * transaction may be open. */
gboolean cr_store_await_writer(CrStore *store, gint64 account);

/* The account: ret_profile and ret_policy are defaults when it is new. */
gboolean cr_store_load_account(CrStore *store, CrProfile **ret_profile, CrPolicy **ret_policy,
                               GError **error);
gboolean cr_store_save_account(CrStore *store, const CrProfile *profile, const CrPolicy *policy,
                               GError **error);

/* As long as this after its fence somebody may still be sending a letter, and will say what came of
 * it. */
#define CR_IN_FLIGHT_USEC CR_MINUTE
/* In a transaction: CR_ERROR_CONFLICT while a letter is being sent. */
gboolean cr_store_check_idle(CrStore *store, CrInstant now, GError **error);

/* Erases all that is kept for the account, for good: the file does not hold it any more either.
 * What is left is a row of its audit (audit.h) that says so: actor NULL stands for its owner.
 * closes: nothing is ever kept for it again, so that who was at work for it meanwhile cannot bring
 * any of it back; of a database of many accounts. Not while a letter is being sent (CONFLICT), so
 * that none leaves afterwards. A transaction of its own, so none may be open. */
gboolean cr_store_erase(CrStore *store, gint64 account, gboolean closes, const CrActor *actor,
                        CrInstant at, GError **error);

typedef struct {
  guint64 rows;
  char *digest;     /* over all of them, the same whatever the engine and the order */
  gboolean already; /* it was there; nothing was done */
} CrMoved;
void cr_moved_clear(CrMoved *moved);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CrMoved, cr_moved_clear)

/* Copies all that is kept for an account into another database, and reads both back to compare
 * them, in one transaction there, which ends with what finish does (NULL: nothing): it is there
 * whole or not at all. Meanwhile nobody else writes for the account. CR_ERROR_CONFLICT when
 * something else is kept for to_account. What is kept of from's own place (settings "instance",
 * "paused.moved" and "service.connections") is not copied. No transaction may be open. */
typedef gboolean (*CrFinishCopy)(CrStore *to, gpointer data, GError **error);
gboolean cr_store_move(CrStore *from, gint64 from_account, CrStore *to, gint64 to_account,
                       CrFinishCopy finish, gpointer data, CrMoved *ret_moved, GError **error);

/* Facts. interview 0: of the account as a whole. The unique key is (account, source_key);
 * *ret_added is FALSE, and nothing changes, when it is known already. */
gboolean cr_store_add_fact(CrStore *store, int interview, const CrFact *fact, gboolean *ret_added,
                           GError **error);
/* The same for who knows that nothing with its key is kept. */
gboolean cr_store_add_new_fact(CrStore *store, int interview, const CrFact *fact, GError **error);
/* The same for the fact with the key of cr_store_tick_key: that the clock rang at that instant. It
 * is read like any other, and kept in a fraction of the room. */
gboolean cr_store_add_tick(CrStore *store, int interview, CrInstant at, CrInstant learnt,
                           GError **error);
gboolean cr_store_has_fact(CrStore *store, const char *source_key, gboolean *ret_known,
                           GError **error);
/* NULL without error set when there is none. Ticks are not found. */
CrFact *cr_store_find_fact(CrStore *store, const char *source_key, GError **error);
/* CrFact, the newest limit of them (0: all) in the order they were added, whatever their clocks
 * say. interview 0: those linked to none; -1: all. Free with g_ptr_array_unref (elements go with
 * it). */
GPtrArray *cr_store_facts(CrStore *store, int interview, guint limit, GError **error);

/* Interviews. id 0 is given the account's next id, which is written back; another id must be there
 * already, else CR_ERROR_NOT_FOUND. Saving also keeps the indexes by uid, thread Message-ID,
 * contact address and number, and the timer (state.due). */
gboolean cr_store_save_interview(CrStore *store, CrInterview *interview, GError **error);
/* The same for who knows what is kept of it now: only what differs from before is written. */
gboolean cr_store_change_interview(CrStore *store, const CrInterview *before,
                                   const CrInterview *after, GError **error);
/* NULL without error set when there is none. */
CrInterview *cr_store_load_interview(CrStore *store, int id, GError **error);
/* The same, but the store's own: good until it is asked about interviews again. */
const CrInterview *cr_store_see_interview(CrStore *store, int id, GError **error);

typedef enum {
  CR_FIND_UID,     /* newest first */
  CR_FIND_THREAD,  /* a Message-ID */
  CR_FIND_ADDRESS, /* contact or organizer, lower case */
  CR_FIND_DOMAIN,  /* of such an address */
  CR_FIND_NUMBER,  /* E.164 of the contact */
} CrFindBy;
/* Ids (int in a GArray), newest start first, at most 16. Empty when none. */
GArray *cr_store_find_interviews(CrStore *store, CrFindBy by, const char *value, GError **error);
/* Those of that address (contact or organizer) that began before and are over, newest first, at
 * most 16. */
GPtrArray *cr_store_list_over(CrStore *store, const char *address, CrInstant before,
                              GError **error);

/* Those by whom a mail is known to be about a call or an application: "address", "domain" and
 * "company" (its word, see cr_match_company_word), each with its values, at most CR_MAX_KNOWN;
 * some may come more than once. */
#define CR_MAX_KNOWN 100000
typedef void (*CrKnownFunc)(const char *kind, const char *value, gpointer data);
gboolean cr_store_list_known(CrStore *store, CrKnownFunc func, gpointer data, GError **error);

typedef enum {
  CR_LIST_OPEN, /* phase not final */
  CR_LIST_ALL,
} CrListWhich;
/* CrInterview sorted by start, those that start in [from, to); NONE: no bound. limit 0: no limit.
 * Free with g_ptr_array_unref (elements go with it). */
GPtrArray *cr_store_list_interviews(CrStore *store, CrListWhich which, CrInstant from, CrInstant to,
                                    guint limit, GError **error);
/* CrSpan of the open ones that start in [from, to), the first limit of them by start; except: an id
 * that is left out. Free with g_array_unref. */
GArray *cr_store_open_spans(CrStore *store, CrInstant from, CrInstant to, int except, guint limit,
                            GError **error);
/* The same from behind the interview with that start and the id after, as on a page before. */
GPtrArray *cr_store_page_interviews(CrStore *store, CrListWhich which, CrInstant from, int after,
                                    CrInstant to, guint limit, GError **error);
/* Those whose letters offer times that end behind from (cr_interview_offers_until). */
GPtrArray *cr_store_list_offering(CrStore *store, CrInstant from, guint limit, GError **error);
/* The most urgent open interviews: by next due time, earliest first; then those without one, which
 * may wait for the candidate, newest start first: they have a quarter of the limit at least. limit
 * 0: all. */
GPtrArray *cr_store_list_urgent(CrStore *store, guint limit, GError **error);
/* The earliest timer of the account: *ret_interview 0 when none. */
gboolean cr_store_next_due(CrStore *store, int *ret_interview, CrInstant *ret_due, GError **error);

typedef struct {
  CrInstant due;
  CrInterview *interview;
  gboolean ticked; /* there may be a fact with the key of cr_store_tick_key already */
} CrDueCall;
/* CrDueCall, the first limit of those that are due by then, the longest due first. CR_ERROR_PARSE
 * when one of them cannot be read. Free with g_ptr_array_unref. */
GPtrArray *cr_store_due_calls(CrStore *store, CrInstant by, guint limit, GError **error);
/* The source key of the fact that a timer rang. */
char *cr_store_tick_key(int interview, CrInstant due);

/* Effects, keyed by their id. Saving one again replaces it and keeps its place in the order. */
gboolean cr_store_save_effect(CrStore *store, const CrEffect *effect, GError **error);
/* NULL without error set when there is none. */
CrEffect *cr_store_load_effect(CrStore *store, const char *id, GError **error);
/* interview 0: all; status -1: all. In the order planned. Free with g_ptr_array_unref. */
GPtrArray *cr_store_list_effects(CrStore *store, int interview, int status, GError **error);
/* Those that are PENDING or SENDING, in no order. Free with g_ptr_array_unref. */
GPtrArray *cr_store_list_waiting(CrStore *store, GError **error);

/* The timeline: what was told to the candidate. */
typedef struct {
  gint64 id; /* counts up in the account, from 1 */
  int interview;
  CrInstant at;
  char *event, *text;
} CrTimelineRow;
/* interview: one that is kept, or 0. */
gboolean cr_store_add_line(CrStore *store, int interview, CrInstant at, const char *event,
                           const char *text, GError **error);
/* CrTimelineRow, the newest limit of them (0: all) in the order they were added; interview 0: all.
 * Free with g_ptr_array_unref (elements go with it). */
GPtrArray *cr_store_timeline(CrStore *store, int interview, guint limit, GError **error);
/* The same of all interviews, the oldest limit of them behind the one with the id after. */
GPtrArray *cr_store_lines_after(CrStore *store, gint64 after, guint limit, GError **error);
/* The newest line's id; 0 when there is none. */
gboolean cr_store_last_line(CrStore *store, gint64 *ret_id, GError **error);

/* Busy time. A calendar is named by its source; key is unique in it (UID, and the occurrence). */
typedef struct {
  CrSpan span;
  const char *key;
  const char *object;  /* what it came from, when that is a part of the calendar, or NULL */
  const char *uid;     /* of the event, or NULL */
  const char *summary; /* may be NULL */
} CrBusyTime;
/* Put replaces; an empty span removes; one outside CR_INSTANT_MIN…MAX is CR_ERROR_LIMIT. A look-up
 * costs what it finds, however many and however long the spans outside its window are. */
gboolean cr_store_put_busy(CrStore *store, const char *calendar, const CrBusyTime *busy,
                           GError **error);
/* All of the calendar, or with object set all that came from that. */
gboolean cr_store_clear_busy(CrStore *store, const char *calendar, const char *object,
                             GError **error);
/* The names of all calendars that ever were put, sorted; names of more than 255 bytes as their
 * digest. Free with g_ptr_array_unref (elements go with it). */
GPtrArray *cr_store_calendars(CrStore *store, GError **error);
/* CrSpan sorted by start, overlapping [from, to), each whole; NONE: no bound. Those of the event
 * except_uid are left out (NULL: none). Free with g_array_unref. */
GArray *cr_store_busy(CrStore *store, CrInstant from, CrInstant to, const char *except_uid,
                      GError **error);
/* CrSpan sorted by start, the first 64 of the event with that UID in any calendar. */
GArray *cr_store_busy_of_uid(CrStore *store, const char *uid, GError **error);
typedef struct {
  CrSpan span;
  char *summary; /* NULL: unknown */
} CrBusyRow;
/* CrBusyRow, the same with what is known of them. Free with g_ptr_array_unref. */
GPtrArray *cr_store_busy_rows(CrStore *store, CrInstant from, CrInstant to, GError **error);

/* Applications. id 0 is given the account's next id, which is written back. Saving also keeps the
 * indexes, and makes its words findable; one that is gone is in no list. */
gboolean cr_store_save_application(CrStore *store, CrApplication *application, GError **error);
/* NULL without error set when there is none. */
CrApplication *cr_store_load_application(CrStore *store, int id, GError **error);
/* The same, but the store's own: good until it is asked about applications again. */
const CrApplication *cr_store_see_application(CrStore *store, int id, GError **error);
/* The same, to be changed in place: it is written when the transaction ends. */
CrApplication *cr_store_edit_application(CrStore *store, int id, GError **error);
/* Its facts, in the order they were added; see cr_store_facts. */
gboolean cr_store_add_application_fact(CrStore *store, int application, const CrFact *fact,
                                       gboolean *ret_added, GError **error);
GPtrArray *cr_store_application_facts(CrStore *store, int application, GError **error);
/* CrApplicationRow of all, by id. Free with g_ptr_array_unref, as below. */
GPtrArray *cr_store_application_rows(CrStore *store, GError **error);
/* Those of one stage, the last changed first, that come behind (changed, id); NONE, 0: from the
 * first. limit 0: all. */
GPtrArray *cr_store_stage_rows(CrStore *store, CrStage stage, CrInstant changed, int id,
                               guint limit, GError **error);
/* Those that ask something of the candidate by then, the longest due first. */
GPtrArray *cr_store_due_rows(CrStore *store, CrInstant by, guint limit, GError **error);
gboolean cr_store_count_stages(CrStore *store, int ret_counts[CR_N_STAGES], GError **error);

typedef enum {
  CR_APPLICATION_BY_COMPANY, /* by the first word that tells it from others, lower case */
  CR_APPLICATION_BY_DOMAIN,
  CR_APPLICATION_BY_ADDRESS,
  CR_APPLICATION_BY_REQUISITION,
  CR_APPLICATION_BY_URL,
  CR_APPLICATION_BY_INTERVIEW,
  CR_APPLICATION_BY_MAIL, /* a Message-ID */
} CrApplicationBy;
extern const char *const cr_application_by_names[];
/* What an application is found by besides: its keys, as value lists. The caller says which company
 * word and which domains are its. */
typedef struct {
  CrApplicationBy by;
  char *value;
} CrApplicationKey;
void cr_application_key_clear(gpointer key); /* of a GArray of them */
/* Replaces them. GArray of CrApplicationKey. */
gboolean cr_store_save_application_keys(CrStore *store, int application, const GArray *keys,
                                        GError **error);
/* One goes and another comes; either may be NULL. */
gboolean cr_store_change_application_key(CrStore *store, int application, CrApplicationBy by,
                                         const char *old, const char *fresh, GError **error);
/* Ids (int in a GArray), newest first, at most 32. */
GArray *cr_store_find_applications(CrStore *store, CrApplicationBy by, const char *value,
                                   GError **error);

/* Full text. */
typedef enum {
  CR_DOCUMENT_APPLICATION,
  CR_DOCUMENT_INTERVIEW,
  CR_DOCUMENT_MAIL,   /* ref is the fact's number */
  CR_DOCUMENT_LETTER, /* ref is the effect's number */
  CR_N_DOCUMENTS,
} CrDocumentKind;
extern const char *const cr_document_names[];
typedef struct {
  CrDocumentKind kind;
  gint64 ref;
  char *title, *excerpt; /* the excerpt's hits stand between U+0002 and U+0003 */
} CrFound;
/* CrFound: those in which each of the words is a word, then those in which it begins one, the
 * newest first. Empty when words has none. Free with g_ptr_array_unref. */
GPtrArray *cr_store_search(CrStore *store, CrDocumentKind kind, const char *words, guint limit,
                           GError **error);

/* What a document belongs to: 0 of none. */
typedef struct {
  int application, interview;
} CrPlace;
gboolean cr_store_place_of(CrStore *store, CrDocumentKind kind, gint64 ref, CrPlace *ret_place,
                           GError **error);
/* Makes findable all that is kept. */
gboolean cr_store_index_all(CrStore *store, GError **error);
/* Whether something is kept that is not made findable yet: letters since the last search, or all
 * that was there before the index. Who searches in a transaction for reading asks first. */
gboolean cr_store_lacks_index(CrStore *store, gboolean *ret_lacks, GError **error);
/* Makes that findable. */
gboolean cr_store_index_missing(CrStore *store, GError **error);

/* Turns: where many keepers share many accounts (postgresql), each account is looked after by one
 * of them at a time, when it is due. A lease that ran out is anybody's: what must not be done twice
 * is kept from it by the account's own rows. now is the keeper's clock. */
/* FALSE with CR_ERROR_USAGE of a file, which holds one account. */
gboolean cr_store_check_shared(const CrStore *store, GError **error);
typedef struct {
  gint64 account;
  int tries; /* this one included: more than 1 when those before did not end well */
} CrTurn;
/* CrTurn: at most limit, those longest due and then least served, in no order; they are holder's
 * until then. A transaction of its own. Free with g_array_unref. */
GArray *cr_store_claim_turns(CrStore *store, const char *holder, CrInstant now, CrInstant until,
                             guint limit, GError **error);
/* When the next turn that nobody holds is due; NONE: there is none. A transaction of its own. */
gboolean cr_store_next_turn(CrStore *store, CrInstant *ret_due, GError **error);
typedef struct {
  gint64 accounts, waiting, held, failing; /* waiting: due by now and nobody's */
  CrInstant oldest;                        /* of those that wait and have a time, or NONE */
} CrTurnCounts;
/* A transaction of its own, as the next. */
gboolean cr_store_count_turns(CrStore *store, CrInstant now, CrTurnCounts *ret_counts,
                              GError **error);
/* The server's. */
gboolean cr_store_read_clock(CrStore *store, CrInstant *ret_now, GError **error);
/* For longer; *ret_held FALSE: the lease ran out. In the account's transaction, as the next. */
gboolean cr_store_hold_turn(CrStore *store, const char *holder, CrInstant now, CrInstant until,
                            gboolean *ret_held, GError **error);
/* Ends holder's turn, if it still is that; due NONE: nothing is. tries: those to be remembered. */
gboolean cr_store_end_turn(CrStore *store, const char *holder, CrInstant now, CrInstant due,
                           int tries, GError **error);
/* The same for who does not know the next timer: then, or at due, if that comes first. */
gboolean cr_store_end_turn_by_timer(CrStore *store, const char *holder, CrInstant now,
                                    CrInstant due, GError **error);
/* Sends for what a turn begins with, so that it is on its way at once: cr_store_read_settings with
 * the same names, cr_store_due_calls with the same by and limit, and cr_store_list_waiting. Worth
 * nothing any more when something was written before they are asked. */
gboolean cr_store_ask_turn(CrStore *store, const char *const *settings, CrInstant by, guint limit,
                           GError **error);
/* Several accounts in one transaction, one after the other, with what each turn begins with (as
 * above) on its way for all. It is kept whole or not at all, so one account's failure is that of
 * all: they are taken one by one then. Nothing is waited for: an account that somebody else writes
 * for just now, or that is new, is left out. */
gboolean cr_store_begin_turns(CrStore *store, const GArray *turns, const char *const *settings,
                              CrInstant by, guint limit, GError **error);
/* From here on it is this account's; *ret_locked FALSE: it was left out. */
gboolean cr_store_enter(CrStore *store, gint64 account, gboolean *ret_locked, GError **error);
/* Ends what was written for it, before another is entered. */
gboolean cr_store_leave(CrStore *store, GError **error);
/* The account is due at once. A commit that changed timers or letters does that by itself, unless
 * the store is one of who holds the turn. In the account's transaction. */
gboolean cr_store_mark_turn(CrStore *store, GError **error);
void cr_store_keep_turns(CrStore *store, gboolean keep);
/* Sleeps until some account is made due by whatever process, the file waker (-1: none) can be read,
 * or the time is over; at times it returns for nothing. No transaction may be open. */
gboolean cr_store_await_turns(CrStore *store, int waker, gint64 timeout_usec, GError **error);
/* The same until a letter of the service is put down (store/posts.h). A store waits for one thing.
 */
gboolean cr_store_await_posts(CrStore *store, int waker, gint64 timeout_usec, GError **error);

/* For so long whatever is committed for the account is told to who awaits changes. A transaction of
 * its own, after which nothing is missed. */
gboolean cr_store_hear(CrStore *store, gint64 account, gint64 usec, GError **error);
/* The same for changes of whatever accounts are heard: their numbers (gint64) are added;
 * *ret_missed: there may have been others, as it has only now begun to listen. */
gboolean cr_store_await_changes(CrStore *store, int waker, gint64 timeout_usec, GArray *accounts,
                                gboolean *ret_missed, GError **error);

/* Where the database is kept. A standby that took over may lack what its primary had kept last,
 * unless it was waited for; a backup that was put back lacks what came after it. */
typedef struct {
  CrInstant since;   /* what was kept before then may be lost; NONE: nothing can be */
  gboolean copy;     /* a backup, or a database from elsewhere, that nobody has confirmed */
  gboolean promised; /* whoever runs the service promises that a standby confirms each commit */
  gboolean lone;     /* and none does just now */
} CrHome;
/* now: for whoever finds it changed first. Costs nothing while the connection lasts. Of files:
 * since NONE, the rest FALSE. A transaction of its own. */
gboolean cr_store_find_home(CrStore *store, CrInstant now, CrHome *ret_home, GError **error);
/* Whether a commit would come to its end: not while the server waits for a standby to confirm it
 * and there is none. In a transaction. */
gboolean cr_store_can_keep(CrStore *store, gboolean *ret_can, GError **error);
/* late is called, in the thread that asks, when the server has not answered for CR_LATE_USEC, and
 * then every CR_LATER_USEC: TRUE to wait on, as what is on its way to a standby cannot be taken
 * back; FALSE ends it with CR_ERROR_LOST, and whether it is kept shows when a standby is back.
 * NULL: nobody is called. Where nobody is waited for it is never called. */
#define CR_LATE_USEC (6 * CR_SECOND) /* who only waits for another's lock has heard by then */
#define CR_LATER_USEC (CR_SECOND / 2)
typedef gboolean (*CrTellLate)(gpointer data);
void cr_store_tell_late(CrStore *store, CrTellLate late, gpointer data);
/* Opens it, and says so of the first question on. */
CrStore *cr_store_open_until(const char *uri, CrTellLate late, gpointer data, GError **error);
/* The same for reading only, of a replica if the URI names one: CR_ERROR_FAILED when it is not of
 * this program's schema. After a lost connection it tries once, not for some seconds. A file for
 * which there is no room to work (CR_ERROR_UNWRITABLE otherwise) is read as it is now. */
CrStore *cr_store_open_reader(const char *uri, CrTellLate late, gpointer data, GError **error);
/* The same database once more, for what is kept beside it; late as there. */
CrStore *cr_store_open_beside(const CrStore *store, GError **error);
/* Whether the connection is still the one of which that was found. */
gboolean cr_store_is_at_home(const CrStore *store);
/* Whoever runs the service says that this copy is the right one. A transaction of its own. */
gboolean cr_store_confirm_home(CrStore *store, CrInstant now, GError **error);

/* Takes the timer away: the interview will not be looked at by itself any more. */
gboolean cr_store_drop_timer(CrStore *store, int interview, GError **error);

/* Small settings and cursors, such as the time of the last call log read. value NULL deletes. */
gboolean cr_store_set(CrStore *store, const char *name, const char *value, GError **error);
gboolean cr_store_set_number(CrStore *store, const char *name, gint64 number, GError **error);
/* NULL without error set when unset. */
char *cr_store_get(CrStore *store, const char *name, GError **error);
/* Those whose names begin so: values by their names. Free with g_hash_table_unref. */
GHashTable *cr_store_get_alike(CrStore *store, const char *prefix, GError **error);

#define CR_MAX_SETTINGS 8
/* Reads these, NULL-ended, at once: getting them later in this transaction asks nobody. */
gboolean cr_store_read_settings(CrStore *store, const char *const *names, GError **error);

/* Answers to requests that may be sent again, by the key that their sender gave; and for so long
 * it stands for that request. */
#define CR_ANSWER_KEPT_USEC CR_DAY_USEC
typedef struct {
  CrInstant at;
  char *request; /* a digest of what was asked */
  int status;
  char *body;
} CrAnswer;
void cr_answer_free(CrAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrAnswer, cr_answer_free)
gboolean cr_store_put_answer(CrStore *store, const char *key, const CrAnswer *answer,
                             GError **error);
/* NULL without error set when there is none. */
CrAnswer *cr_store_find_answer(CrStore *store, const char *key, GError **error);
gboolean cr_store_drop_answers(CrStore *store, CrInstant before, GError **error);

G_END_DECLS
