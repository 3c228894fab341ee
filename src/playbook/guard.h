#pragma once
/* May this letter go out now? Promises A to D as one pure decision. */
#include "model/fact.h"
#include "model/interview.h"
#include "model/profile.h"

G_BEGIN_DECLS

typedef enum {
  CR_GUARD_SEND,
  CR_GUARD_DRAFT,      /* everything fits, but sending is the candidate's: autopilot is off */
  CR_GUARD_TOO_EARLY,  /* B: the agreed time has not been missed yet */
  CR_GUARD_ANSWERED,   /* C: there was an answer, a call, a cancellation or a new time */
  CR_GUARD_BLIND,      /* C: mailbox, calendar or calls could not be read in the last minute */
  CR_GUARD_STALE,      /* D: long past its moment; the candidate decides */
  CR_GUARD_AWAY,       /* a nudge while they are known to be out of the office */
  CR_GUARD_NIGHT,      /* D: outside the recruiter's working hours */
  CR_GUARD_NO_ADDRESS, /* nobody to write to, or a no-reply address */
  CR_GUARD_SPENT,      /* A: this letter, or all allowed ones, went out already */
  CR_GUARD_ASK,        /* an open question to the candidate */
  CR_GUARD_UNSURE,     /* the same about a mail that nobody vouches for: it ends by itself */
  CR_GUARD_AHEAD,      /* its own moment has not come: the clock was set back since */
} CrGuardVerdict;
extern const char *const cr_guard_reasons[]; /* in words, for the candidate */

typedef struct {
  CrInstant mail_at, calendar_at, calls_at; /* when each was last read successfully */
} CrLastLook;

#define CR_GUARD_LOOK_MAX_USEC (60 * CR_SECOND)
gboolean cr_guard_is_recent(const CrLastLook *look, CrInstant now);

/* The agreed time has been missed from then on, as far as letters go. */
CrInstant cr_guard_missed_from(const CrInterview *interview, const CrPolicy *policy);
CrGuardVerdict cr_guard_letter(const CrInterview *interview, const CrPolicy *policy,
                               const CrEffect *letter, const CrLastLook *look, CrInstant now,
                               gboolean candidate_asked);
/* Why nothing leaves by itself once an offer elsewhere is accepted, in words. */
#define CR_LETTER_TAKEN                                                                            \
  "you have accepted an offer elsewhere; send it yourself if you still want the call"
/* What is kept of a letter that is not sent now: the outcome of the attempt, and the effect's
 * status. Of SEND: what to keep when nobody is there to send it. */
CrOutcome cr_guard_outcome(CrGuardVerdict verdict, CrEffectStatus *ret_status);
/* The first instant at or after t at which a letter may reach the recruiter: their working hours on
 * their working days. near_start: a first letter soon after an agreed time in working hours need
 * not wait for the morning. */
CrInstant cr_guard_humane(const CrInterview *interview, const CrPolicy *policy, CrInstant t,
                          gboolean near_start);

G_END_DECLS
