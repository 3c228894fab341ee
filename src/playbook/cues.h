#pragma once
/* What a person's words say of why the call did not come, whatever the kind of their mail. Pure.
 * Patterns: data/cues.ini. */
#include <glib.h>

G_BEGIN_DECLS

/* The kinds that are no evidence: they make an offer, promise a new time, take back what they
 * wrote; the candidate withdraws, or refuses anything at all; the call stands; they are back, or
 * will be on a day; their call is another one than is agreed, or they speak of the agreed one; it
 * is about two calls, or all that are agreed; the call took place; the appointment is no call at
 * all; a subject names no topic. */
#define CR_CUE_OFFER "offer"
#define CR_CUE_NEW_TIME "new-time"
#define CR_CUE_TAKEN_BACK "taken-back"
#define CR_CUE_WITHDRAW "withdraw"
#define CR_CUE_REFUSES "refuses"
#define CR_CUE_STANDS "stands"
#define CR_CUE_NUMBER_ASKED "number-asked"
#define CR_CUE_CANNOT_NOW "cannot-now"
#define CR_CUE_GREETS_NOBODY "greets-nobody"
#define CR_CUE_NO_CALL_KNOWN "no-call-known"
#define CR_CUE_CALLING_NOW "calling-now"
#define CR_CUE_RING_NOW "ring-now"
#define CR_CUE_WILL_WRITE "will-write"
#define CR_CUE_BACK "back"
#define CR_CUE_BACK_ON "back-on"
#define CR_CUE_ANOTHER_CALL "another-call"
#define CR_CUE_OFF_BOTH "off-both"
#define CR_CUE_OFF_ALL "off-all"
#define CR_CUE_INSTEAD "instead"
#define CR_CUE_OTHER_BUSINESS "other-business"
#define CR_CUE_PRIVATE_CALL "private-call"
#define CR_CUE_SPOKE "spoke"
#define CR_CUE_OWN_OFF "own-off"
#define CR_CUE_OWN_ON "own-on"
#define CR_CUE_KEEPS "keeps"
#define CR_CUE_NO_TOPIC "no-topic"

/* One pattern that was found: its kind is a group of data/evidence.ini, or one of those above;
 * quote are the words around it, one clean line. */
typedef void (*CrCueFunc)(const char *kind, const char *quote, gpointer data);

/* Calls found once for each kind that the text holds; only the first 2,000 characters are looked
 * at. text may be NULL. */
void cr_cues_find(const char *text, CrCueFunc found, gpointer data);
gboolean cr_cues_have(const char *text, const char *kind);

G_END_DECLS
