#pragma once
/* From an invite or a mail to the interview that it agrees on. Pure. */
#include "model/fact.h"
#include "model/interview.h"
#include "model/profile.h"

G_BEGIN_DECLS

/* A new interview of id 0 that nothing was told of yet (added is NONE), or NULL when the event is
 * no appointment with another person or started more than a day before now. */
CrInterview *cr_agree_from_event(const CrEvent *event, const CrReading *mail,
                                 const CrProfile *profile, CrInstant now);
/* From when on the event is watched: one call of a series five weeks before it, NONE of all others,
 * which are at once. */
CrInstant cr_agree_watched_from(const CrEvent *event);
/* What the candidate is told of an invite to a call that names a day and no hour: it cannot be
 * watched. NULL when it is no such invite, or its day is over. Free with g_free. */
char *cr_agree_ask_for_hour(const CrEvent *event, const CrReading *mail, const CrProfile *profile,
                            CrInstant now);
/* Bulk mail, and not a hiring platform's, which sends its notices alike. */
gboolean cr_agree_is_bulk(const CrReading *mail);
/* Whether a person has written it from an address that they read. */
gboolean cr_agree_is_personal(const CrReading *mail);
/* Whether an appointment of that name is one with a recruiter. */
gboolean cr_agree_speaks_of_interview(const char *summary);
/* The same from words: a confirmation of theirs, or the candidate's own mail that takes a time they
 * had offered. NULL when they name no single future instant. */
CrInterview *cr_agree_from_mail(const CrReading *mail, const CrProfile *profile, CrInstant now);
/* The calls that a mail promises, each about a role or for a company of its own ("on Wednesday at
 * 11 about the Treasury role at Coho, and on Friday at 11 about the FP&A role at Litware"), or with
 * somebody of its own, or told to be several ("both calls"), as CrInterview in the order of the
 * text; the first one is cr_agree_from_mail's. Empty when it promises one at most, or leaves a
 * choice. */
GPtrArray *cr_agree_several(const CrReading *mail, const CrProfile *profile, CrInstant now);
/* The same of two mails: one side offered hours in its own, the other takes one of them, by name or
 * as the only one. The offer needs no words, only its times. */
CrInterview *cr_agree_from_answer(const CrReading *answer, const CrReading *offer,
                                  const CrProfile *profile, CrInstant now);
/* "1pm it is!" is of the day that the mail before spoke of: gives the answer's hours without a day
 * the one day on which all that lies ahead of it in the offer falls, and those of a mere weekday
 * the one such day that it names, and those of no zone the offer's clock where only that shows
 * them as offered. The offer needs no words.
 * FALSE when it names no day at all. */
gboolean cr_agree_give_day(CrReading *answer, const CrReading *offer);
/* "Same time Wednesday", "same time next week": that day, or that week's agreed weekday, at the
 * agreed hour. */
void cr_agree_give_hour(CrReading *mail, const CrInterview *agreed);
/* Whether an hour that it agrees on, in answer to another mail, is left without a day: today's is
 * only a guess. */
gboolean cr_agree_lacks_day(const CrReading *answer);
/* What the candidate is told of such an answer. Free with g_free. */
char *cr_agree_ask_for_day(const CrReading *answer, const CrProfile *profile);
/* What the candidate is told of a mail that offers a call and waits for an answer, before which
 * nothing is agreed; NULL of any other. Free with g_free. */
char *cr_agree_tell_offer(const CrReading *mail, const CrProfile *profile, CrInstant now);
/* Whether it can be the answer of such two, whatever the offer says. */
gboolean cr_agree_may_answer(const CrReading *mail);
/* Whether its words are about a call with a recruiter, or about work. */
gboolean cr_agree_speaks_of_call(const CrReading *mail);
/* The one hour ahead that the mail names; NULL when there is none, or a choice. */
const CrMention *cr_agree_only_time(const CrReading *mail);
/* An hour that was named without a zone is read on the sender's clock; this is the instant at which
 * the candidate's shows it. NONE where they are the same, nobody would agree on it, or it is known
 * where the sender works: then it is theirs. */
CrInstant cr_agree_on_your_clock(const CrReading *mail, const CrMention *time,
                                 const CrProfile *profile);
/* Takes over what an invite says beside the time: summary, numbers, link, contact. */
void cr_agree_describe(CrInterview *interview, const CrEvent *event, const CrProfile *profile);
/* Fills in what is not known yet from an earlier mail of theirs, or of the candidate's to them. */
void cr_agree_recall(CrInterview *interview, const CrReading *mail, const CrProfile *profile);
/* The candidate's address that a conversation goes to and from: of a mail of theirs the one it was
 * written to, else where servers put it, else the one that the event invites; of their own mail the
 * one it is from. mail and event may be NULL. Borrowed; NULL: it is not told. */
const char *cr_agree_own_address(const CrReading *mail, const CrEvent *event,
                                 const CrProfile *profile);
/* The first mail or invite that names numbers of the opening says which it is. */
void cr_agree_note_requisitions(CrInterview *interview, const char *title, const char *text);
/* Which call of its series it is: the RECURRENCE-ID of its invite, else its start. */
CrInstant cr_agree_occurrence(const CrInterview *interview);
/* Whether what the event says is said of this call, their UIDs being equal: of one call of a series
 * other calls know nothing. */
gboolean cr_agree_same_occurrence(const CrInterview *interview, const CrEvent *event);
/* What the invite says of a call of its series as an event that names that call alone, or NULL:
 * nothing. It may name the call, call off the whole series or make one meeting of it, go for all
 * later ones (RANGE=THISANDFUTURE), or tell all that the series has: a call that it leaves out goes
 * to the nearest one that is new, or is called off. known: the RECURRENCE-IDs (CrInstant) of all
 * calls that are watched or kept; one that is gone to is added, and borrowed. */
CrEvent *cr_agree_said_of(const CrFact *fact, const CrInterview *call, GHashTable *known);
/* Whether the event is no older than what is known of the call. Source: RFC 5546 §2.1.5 */
gboolean cr_agree_is_newer(const CrInterview *interview, const CrEvent *event);
/* Keeps the booking page that has sent the invite, if it was one: it sends its changes, too. */
void cr_agree_note_sender(CrInterview *interview, const CrReading *mail);
/* The organizer as named in the invite is the organizer that is known, and the message came from
 * there, or from the booking page that had sent the invite. trust: in whom it is from. */
gboolean cr_agree_is_entitled(const CrInterview *interview, const CrFact *fact, CrTrust trust);
/* Whether it is to a call of the same title and organizer at another time, by another UID. */
gboolean cr_agree_is_twin(const CrInterview *interview, const CrEvent *event);
/* Whoever deletes an invite and makes another one says that it is the same meeting: the event, of
 * another UID, is this call at its new time. mail carries the event, or is NULL. */
gboolean cr_agree_is_moved(const CrInterview *interview, const CrEvent *event,
                           const CrReading *mail);

G_END_DECLS
