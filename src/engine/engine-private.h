#pragma once
/* What the files of the engine share. */
#include "engine/engine.h"

G_BEGIN_DECLS

struct _CrEngine {
  CrStore *store;
  gint64 account;
  CrProfile *profile;
  CrPolicy *policy;
  CrPerform perform;
  gpointer perform_data;
  CrLook look;
  gpointer look_data;
  gboolean leaves_outbox, awaits_sender;
  gboolean mail_watched;
  CrInstant calls_until; /* the call log is known up to then, or NONE */
  gboolean careful;      /* a step failed: each is a transaction of its own until it is found */
  guint planned;         /* letters that were planned or changed so far */
  gboolean shares_taken; /* see taken.c */
  GArray *taken;         /* from taken_from on, or NULL */
  CrInstant taken_from;
  GHashTable *told;    /* lines that are not told again, or NULL: see order.c */
  GHashTable *founded; /* int: an interview, to gint64: when what founded it was said; or NULL */
  CrHome home;         /* of the database, as a letter was begun or came to the fence */
};

/* cr_engine_new and cr_engine_load_watched in a transaction of the account. */
CrEngine *engine_new(CrStore *store, gint64 account, GError **error);
void engine_load_watched(CrEngine *engine, CrInstant now);

/* So many facts or steps share a transaction: few enough that others who write need not wait. */
#define ENGINE_GROUP 256
/* Those that are due are taken at once, in their order; what one of them makes due by now comes in
 * its turn. In a transaction, which is of no use after an error; CR_ERROR_PARSE: one of them cannot
 * be decided, see cr_engine_decide. *ret_more: there may be more that is due. */
gboolean engine_decide_some(CrEngine *engine, CrInstant now, guint most, guint *ret_steps,
                            gboolean *ret_more, GError **error);

/* When the clock has the next thing to say about a call, or NONE. In a transaction. */
gboolean engine_next_timer(CrEngine *engine, CrInstant *ret_due, GError **error);

/* Sends for what the steps of those that are due will ask of the store beside them. *ret_asked:
 * there was something. In a transaction. */
gboolean engine_ask_ahead(CrEngine *engine, CrInstant now, guint most, gboolean *ret_asked,
                          GError **error);

/* Opens a transaction and loads the account in it: another process may have changed the policy. */
gboolean engine_begin(CrEngine *engine, gboolean write, GError **error);

/* cr_engine_set_account in a transaction, of which it holds from here on. */
gboolean engine_save_account(CrEngine *engine, const CrProfile *profile, const CrPolicy *policy,
                             const CrActor *actor, CrInstant now, GError **error);

/* What matters this minute first. */
void engine_sort_urgent(GPtrArray *calls, CrInstant now);

/* The setting of that name, or NONE. */
CrInstant engine_kept_instant(CrStore *store, const char *name);

/* The call log is known up to then, if it was not already. In a transaction that writes. */
gboolean engine_calls_reach(CrStore *store, CrInstant until, GError **error);

/* compose.c. Derives from the effect, so that the same letter always has the same one. Free with
 * g_free. */
char *engine_message_id(const CrEngine *engine, const CrInterview *iv, const char *effect_id);
/* Asks ahead for what times are found by. */
void engine_ask_slots(CrEngine *engine, const CrInterview *iv, CrInstant now);
/* Times free for both, CrSlot; count 0: as many as the policy says. In a transaction. */
GPtrArray *engine_find_slots(CrEngine *engine, const CrInterview *iv, int count, CrInstant now,
                             GError **error);
/* Writes the letter that fits now into effect, offering the chosen slots (NULL: those found). In a
 * transaction. */
gboolean engine_write_letter(CrEngine *engine, const CrInterview *iv, CrEffect *effect,
                             GPtrArray *chosen, CrInstant now, GError **error);

/* taken.c: the candidate's calendar and the other watched calls, by start. An entry that is the
 * call's own span is its copy in the calendar and left out. In a transaction, as the next. */
GArray *engine_busy_around(CrEngine *engine, const CrInterview *iv, CrInstant from, CrInstant to,
                           GError **error);
/* Whether all the times that the letter offers are free of the same, lie behind any absence of
 * theirs, and ahead by half of what the policy asks for at least. */
gboolean engine_times_stand(CrEngine *engine, const CrInterview *iv, const CrEffect *letter,
                            CrInstant now, gboolean *ret_stand, GError **error);
/* CrSpan by start: what is taken from then on. What another call's letter offers is as good as
 * taken until an answer comes: no time is offered to two. except: a call, or 0. What stands in a
 * draft that nobody sends is taken for two days, and without drafts not at all. */
GArray *engine_taken(CrEngine *engine, int except, gboolean drafts, CrInstant now, CrInstant from,
                     GError **error);
/* Asks ahead for it (cr_store_ask_ahead). */
void engine_ask_taken(CrEngine *engine, CrInstant now, CrInstant from);
/* While it is shared, letters are written one after the other in one transaction, and what is taken
 * is read once for all; each that is written joins it by engine_keep_offered. Whatever else changes
 * it meanwhile has it forgotten. */
void engine_share_taken(CrEngine *engine, gboolean share);
void engine_keep_offered(CrEngine *engine, const CrInterview *iv, const CrEffect *letter);
void engine_forget_taken(CrEngine *engine);
/* The interview remembers what its letters offer: an answer may take it, once they have left. */
void engine_note_offered(CrInterview *iv, const CrEffect *letter);

/* decide.c: whether a step of iv looks for what its contact kept before. */
gboolean engine_asks_of_before(const CrInterview *iv);
/* What the fact makes of iv, kept with all that follows from it. kept: the interview as
 * it is kept, which is iv, unless that is an older one. ret_iv may be NULL. In a transaction that
 * writes. */
gboolean engine_decide_on(CrEngine *engine, const CrInterview *iv, const CrInterview *kept,
                          const CrFact *fact, CrInstant now, CrInterview **ret_iv, GError **error);
/* CrInterview: the others that a call, of a number that nobody knows, may be of as well as of iv.
 * In a transaction. */
GPtrArray *engine_rivals(CrEngine *engine, const CrInterview *iv, const CrFact *fact,
                         GError **error);
/* observe.c: cr_engine_observe inside the caller's transaction. */
gboolean engine_observe(CrEngine *engine, CrFact *fact, int interview, CrInstant now,
                        int *ret_interview, GError **error);
/* The first that is heard of a promised call; NULL: the fact founds none. */
CrInterview *engine_found_interview(const CrEngine *engine, const CrFact *fact, CrInstant now);
/* engine.c: whether the act of that key was done, which its sender may not have heard.
 * CR_ERROR_CONFLICT when that was too long ago: they may mean something else by now. In a
 * transaction. */
gboolean engine_was_done(CrEngine *engine, const char *key, CrInstant now, gboolean *ret_done,
                         GError **error);
/* Whether what must be kept, and failed so often in a row, is to be tried again: another process
 * held the database, or its server was away, each time for the seconds that the store waits. */
gboolean engine_tries_again(const GError *error, guint failures);
/* A source key that no fact has yet: the clock may show the same instant twice. */
char *engine_new_key(CrEngine *engine, const char *stem, GError **error);

/* recheck.c: by the zone data of this process the interview, which is open, begins at another
 * instant than the one that is kept. */
gboolean engine_has_moved(const CrInterview *iv);
/* It learns where it lies on the clock now. In a transaction that writes. */
gboolean engine_recheck(CrEngine *engine, const CrInterview *iv, const char *zones, CrInstant now,
                        GError **error);
/* cr_engine_recheck inside the caller's transaction. */
gboolean engine_recheck_some(CrEngine *engine, CrRecheck *recheck, CrInstant now, GError **error);
/* Sends for what the first of it will look at. In a transaction. */
gboolean engine_ask_recheck(CrEngine *engine, CrInstant now, GError **error);

/* undo.c: keeps the interview as it is before an act, which it hears under that key; in a
 * transaction, as all below. */
gboolean engine_keep_before_act(CrEngine *engine, const CrInterview *before, const CrFact *act,
                                const char *key, GError **error);
/* The last act's name while it can be taken back, or NULL. Free with g_free. */
char *engine_last_act(CrStore *store, const CrInterview *iv);
/* The interview as it was before its last act, and the undoing fact's words; CR_ERROR_CONFLICT when
 * something followed. The other calls that heard of the act are as they were, too. */
CrInterview *engine_before_act(CrEngine *engine, const CrInterview *iv, CrFact *undo, CrInstant now,
                               GError **error);

/* What was kept of it goes. */
gboolean engine_drop_act(CrEngine *engine, int interview, GError **error);

/* memory.c: keeps that a mail which belongs to no interview was seen, and what it tells of its
 * correspondent, and gives that to the interview that is found later. In a transaction. */
gboolean engine_remember(CrEngine *engine, const CrFact *fact, GError **error);
/* That the fact was seen, and nothing of what it says: read again, it must not become news. */
gboolean engine_note_as_seen(CrEngine *engine, const CrFact *fact, GError **error);
void engine_recall(CrEngine *engine, CrInterview *interview, CrInstant at);
/* Whether the fact's mail, or one with that correspondent that is remembered, speaks of a call or
 * of work. */
gboolean engine_is_about_call(CrEngine *engine, const CrFact *fact);
/* Whether the interview that an own invite would found is with a recruiter, as far as is known: it
 * says so, or mails with them did, or there was a call with them. People invite friends, too. */
gboolean engine_is_to_recruiter(CrEngine *engine, const CrFact *fact, const CrInterview *found);
/* What is known of the day of an hour that an answer agrees on. */
typedef enum {
  CR_DAY_TOLD,
  CR_DAY_OF_SILENT_THREAD,  /* no mail of the conversation names a day: it is today's */
  CR_DAY_OF_SEVERAL,        /* they name several */
  CR_DAY_OF_UNKNOWN_THREAD, /* nobody remembers what it answers */
} CrDayKnown;
/* Gives the hours of an answer the day that the conversation last spoke of (cr_agree_give_day). In
 * a transaction. */
CrDayKnown engine_give_day(CrEngine *engine, CrFact *fact);
/* Tells the candidate of such an agreement that nothing watches. In a transaction that writes. */
gboolean engine_ask_for_day(CrEngine *engine, const CrFact *fact, CrInstant now, GError **error);
/* The interview that the fact's mail agrees on by taking an hour that the correspondent, or the
 * candidate, offered in an earlier one; NULL when there is none. */
CrInterview *engine_found_in_answer(CrEngine *engine, const CrFact *fact, CrInstant now);
/* What it told longer ago than the policy keeps is deleted; looks once a day. In a transaction that
 * writes. */
gboolean engine_forget(CrEngine *engine, CrInstant now, GError **error);
/* forget.c: the same of calls that are over. */
gboolean engine_forget_calls(CrEngine *engine, CrInstant now, GError **error);
/* series.c: what an invite says of the other calls of its series is told to those that are watched,
 * but not to told, and kept of those that will be later; and those are watched whose weeks have
 * come. Inside a write transaction. */
gboolean engine_note_series(CrEngine *engine, const CrFact *fact, int told, CrInstant now,
                            GError **error);
/* Whether another call of the fact's series is watched, and the fact comes from nobody who may add
 * one. */
gboolean engine_is_foreign(CrEngine *engine, const CrFact *fact);
gboolean engine_hear_series(CrEngine *engine, CrInstant now, GError **error);
/* When the first of those is, or NONE. In a transaction. */
CrInstant engine_series_due(CrEngine *engine);
/* beside.c: adds the ids of the calls of the same application. */
gboolean engine_add_of_pursuit(CrEngine *engine, const CrInterview *iv, GArray *ids,
                               GError **error);
/* observe.c: what is said of one call is said of iv, too; event: in which words, or NULL. Under
 * which key: free with g_free. */
char *engine_copy_key(const char *key, int interview);
gboolean engine_observe_copy(CrEngine *engine, const CrInterview *iv, const CrFact *fact,
                             const CrEvent *event, CrInstant now, GError **error);
/* beside.c: whether a mail calls off or moves two calls of more, and does not say which. */
gboolean engine_is_unsaid(CrEngine *engine, const CrInterview *iv, const CrFact *fact,
                          gboolean *ret_unsaid, GError **error);
/* The other calls that a mail is about hear it, too. before, after: the one that it was
 * found to be about, before it and with it. */
gboolean engine_hear_beside(CrEngine *engine, const CrInterview *before, const CrInterview *after,
                            const CrFact *fact, CrInstant now, GError **error);
/* iv, of id 0, is watched from now on because of the fact. */
gboolean engine_found(CrEngine *engine, CrInterview *iv, CrFact *fact, CrInstant now,
                      GError **error);
/* order.c: who answers a message of this call has written after it, whatever their clock says. */
gboolean engine_mend_date(CrEngine *engine, const CrInterview *iv, CrFact *fact, CrInstant now,
                          GError **error);
/* Whether a word that is heard now was said before the call was agreed on; then it decides
 * nothing, and only what it teaches is taken. In a transaction that writes, as the next. */
gboolean engine_is_before_agreed(CrEngine *engine, const CrInterview *iv, const CrFact *fact,
                                 gboolean *ret_before, GError **error);
gboolean engine_take_earlier(CrEngine *engine, CrInterview *iv, const CrFact *fact, CrInstant now,
                             GError **error);
/* What was said after the fact and judged before it is heard once more. before, after: the
 * interview before the fact and with it. */
gboolean engine_hear_later(CrEngine *engine, const CrInterview *before, const CrInterview *after,
                           const CrFact *fact, CrInstant now, GError **error);
/* Whether the line was told when its word was heard first. */
gboolean engine_was_told(const CrEngine *engine, const char *event, const char *text);
/* early.c: a cancellation of what nobody knows yet, kept until its invitation comes; then it is
 * heard, and believed by the same rules as any other. Inside a write transaction. */
gboolean engine_keep_early(CrEngine *engine, const CrFact *fact, CrInstant now, GError **error);
gboolean engine_hear_early(CrEngine *engine, const CrInterview *interview, CrInstant now,
                           GError **error);

/* hourless.c: tells of an invite to a call that cannot be watched, as it names no hour. In a
 * transaction that writes. */
gboolean engine_ask_for_hour(CrEngine *engine, const CrFact *fact, CrInstant now, GError **error);
/* Tells of a call that somebody offers, and that waits for the candidate's answer. */
gboolean engine_tell_offer(CrEngine *engine, const CrFact *fact, CrInstant now, GError **error);

/* fence.c: sends one pending letter; asked: by the candidate. */
gboolean engine_perform(CrEngine *engine, const char *id, gboolean asked, CrInstant now,
                        GError **error);
/* The same where nothing can be sent, inside the caller's transaction: it becomes a draft, with
 * why, or what the guard says. */
gboolean engine_draft(CrEngine *engine, const char *id, const char *why, CrInstant now,
                      GError **error);
/* outbox.c: all that is pending becomes drafts; *ret_all FALSE: there are some that were asked for,
 * or may be on their way. */
gboolean engine_draft_outbox(CrEngine *engine, const char *why, CrInstant now, gboolean *ret_all,
                             GError **error);
/* Reports what a crash left in flight, before anything else is decided. */
gboolean engine_recover_outbox(CrEngine *engine, CrInstant now, GError **error);
/* Performs what is pending; *ret_performed: something was. */
gboolean engine_empty_outbox(CrEngine *engine, CrInstant now, gboolean *ret_performed,
                             GError **error);
/* The moment of the earliest letter that waits for it, or NONE. In a transaction. */
gboolean engine_outbox_due(CrEngine *engine, CrInstant *ret_due, GError **error);

/* apps-link.c: since the call was first known of an offer for something else was accepted. */
gboolean engine_is_taken(CrEngine *engine, const CrInterview *iv, gboolean *ret_is, GError **error);
/* apps-link.c: what an interview's state, and a mail (interview 0: of none), mean for an
 * application. In a transaction. */
gboolean engine_note_call(CrEngine *engine, const CrInterview *interview, CrInstant at,
                          CrInstant now, GError **error);
/* The last act was taken back: if it was the call's removal, what went with it is there again. */
gboolean engine_note_restored(CrEngine *engine, const CrInterview *interview, CrInstant now,
                              GError **error);
gboolean engine_note_mail(CrEngine *engine, const CrFact *fact, int interview, CrInstant now,
                          GError **error);

G_END_DECLS
