#pragma once
/* The follow-up in words: mail and voicemail script. Pure. Texts: data/letters.ini. */
#include "model/fact.h"
#include "model/interview.h"
#include "model/profile.h"

G_BEGIN_DECLS

typedef enum {
  CR_LETTER_FIRST,      /* the call did not come; here are times */
  CR_LETTER_NUMBER,     /* the same, and the candidate's right number at once */
  CR_LETTER_MY_NUMBER,  /* they asked for it: here it is, and here I am */
  CR_LETTER_WHICH_TIME, /* which time is right? names both readings */
  CR_LETTER_CALL_BACK,  /* they tried, the candidate missed it: sorry, here I am */
  CR_LETTER_DEPUTY,     /* to the deputy or the new contact, who may know nothing of it */
  CR_LETTER_TIMES,      /* they asked for another time: here are some */
  CR_LETTER_NUDGE,
  CR_LETTER_LAST,     /* the last nudge: leaves the door open */
  CR_LETTER_GRACIOUS, /* the position is filled: thanks, and keep me in mind */
  CR_LETTER_ON_HOLD,  /* thanks for telling; glad to pick it up again */
  CR_N_LETTERS,
} CrLetterKind;

typedef struct {
  char *to_name, *to; /* to is NULL when no address is known or it is a no-reply address */
  char *subject, *body;
} CrLetter;
void cr_letter_free(CrLetter *letter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrLetter, cr_letter_free)

/* Which letter fits the state, its evidence and, where two would, the likelier reason. diagnosis
 * may be NULL. A state whose step is NUDGE gives NUDGE for the first and LAST for the second. */
CrLetterKind cr_letter_choose(const CrInterview *interview, const CrDiagnosis *diagnosis);
/* Under 120 words; the agreed time once, in the recruiter's zone; slots in the recruiter's zone
 * with the candidate's in brackets when the clocks differ; no blame, no cause, no "just checking
 * in". slots: CrSlot, may be empty. */
CrLetter *cr_letter_write(CrLetterKind kind, const CrInterview *interview, const CrProfile *profile,
                          GPtrArray *slots, CrInstant now);
/* Whether it ends with the name and number that the profile has now. */
gboolean cr_letter_is_signed(const char *body, const CrProfile *profile);
/* About 20 seconds when read aloud. Free with g_free. */
char *cr_letter_voicemail(const CrInterview *interview, const CrProfile *profile, CrInstant now);
/* Addresses that nobody reads: no-reply@, notifications@, bounces+… NULL counts as one. */
gboolean cr_address_is_noreply(const char *address);
/* "Tuesday, November 24 at 2:00 PM EST"; day-first and 24 h ("Tuesday 24 November at 14:00 CET")
 * for zones outside the Americas, Australia, India and others that count twelve hours. Of a window
 * "between 2:00 PM and 3:00 PM EST"; latest is start where there is none. Free with g_free. */
char *cr_time_in_words(CrInstant start, CrInstant latest, const CrZone *zone);

G_END_DECLS
