#pragma once
/* An agreed conversation and the state that folding its facts gives. */
#include "base/record.h"
#include "base/zone.h"
#include "model/event.h"
#include "model/reading.h"

G_BEGIN_DECLS

typedef enum {
  CR_PHASE_SCHEDULED,
  CR_PHASE_WAITING, /* the agreed time is reached */
  CR_PHASE_MISSED,
  CR_PHASE_HELD,
  CR_PHASE_RESCHEDULED, /* names its successor */
  CR_PHASE_CANCELLED,
  CR_PHASE_CLOSED, /* a definitive no */
  CR_PHASE_SILENT, /* no answer after the last follow-up */
  CR_PHASE_WITHDRAWN,
} CrPhase;
extern const char *const cr_phase_names[];
/* Nothing further is expected of the interview itself. SILENT is open: an answer may yet come. */
gboolean cr_phase_is_final(CrPhase phase);

typedef enum {
  CR_STEP_PREPARE,
  CR_STEP_WAIT,
  CR_STEP_CALL,
  CR_STEP_VOICEMAIL,
  CR_STEP_EMAIL,
  CR_STEP_AWAIT,
  CR_STEP_NUDGE,
  CR_STEP_PICK, /* they offered times */
  CR_STEP_DONE,
} CrStep;
extern const char *const cr_step_names[];

typedef enum {
  CR_STANDING_IN_THE_RUNNING,
  CR_STANDING_OUT,
  CR_STANDING_OFFER,
  CR_STANDING_ACCEPTED,
  CR_STANDING_WITHDRAWN,
} CrStanding;
extern const char *const cr_standing_names[]; /* "in-the-running" … */

typedef enum {
  CR_MEDIUM_PHONE,
  CR_MEDIUM_VIDEO,
  CR_MEDIUM_ONSITE,
} CrMedium;
extern const char *const cr_medium_names[];

typedef enum {
  CR_REASON_UNKNOWN,
  CR_REASON_BUSY,
  CR_REASON_AWAY,
  CR_REASON_SCHEDULE,
  CR_REASON_FILLED,
  CR_REASON_MANAGER,
  CR_REASON_PHONE,
  CR_N_REASONS,
} CrReason;
extern const char *const cr_reason_names[];

/* Something found that speaks for or against reasons. kind is a group of data/evidence.ini, whose
 * likelihoods say which. */
typedef struct {
  char *kind;
  char *text;   /* in words, for the candidate; quotes are cut and cleaned */
  char *source; /* where it was found: "mail from dana@… of 2026-11-24 13:02", "call log" … */
  CrInstant at;
} CrEvidence;
CR_DECLARE_RECORD(CrEvidence, cr_evidence)

typedef struct {
  char *kind; /* "zone-mismatch", "weekday-mismatch", "season-zone", … of the replay contract */
  char *text;
  CrInstant at; /* when it was found */
} CrWarning;
CR_DECLARE_RECORD(CrWarning, cr_warning)

/* A time free for both, or a time that they offer. */
typedef struct {
  CrInstant start, end; /* end NONE when they gave none */
  int window_min;       /* the call begins up to so long after start */
  gboolean rough;       /* they named no hour: a day, a morning, a week */
  char *text;           /* their words, or NULL */
  char *letter;         /* of an offer whose letter has not left yet: its effect's id; else NULL */
} CrSlot;
CR_DECLARE_RECORD(CrSlot, cr_slot)

/* A recruiter, coordinator or hiring manager. */
typedef struct {
  char *name, *email, *phone; /* phone in E.164 */
  char *extension;            /* digits: behind that number, or NULL */
  char *zone;                 /* IANA, or NULL */
  char *country;              /* ISO 3166 alpha-2, or NULL */
} CrContact;
CR_DECLARE_RECORD(CrContact, cr_contact)
/* A number and its extension belong together. Copies both, which may be NULL. */
void cr_contact_set_phone(CrContact *contact, const char *e164, const char *extension);

typedef enum {
  CR_LETTER_NONE,
  CR_LETTER_PLANNED, /* waits for its moment, in state.letter_due */
  CR_LETTER_DRAFTED, /* shown to the candidate, who has not said that it was sent */
  CR_LETTER_SENDING, /* handed to the sender, outcome not known yet */
  CR_LETTER_SENT,
  CR_LETTER_HELD,
  CR_LETTER_IN_DOUBT,
} CrLetterStatus;
extern const char *const cr_letter_status_names[];

/* What folding the facts gives. Changed only by the playbook. */
typedef struct {
  CrPhase phase;
  CrStep step;
  CrStanding standing;
  CrInstant due; /* the next instant at which the playbook must look, or NONE */
  CrInstant missed_at;
  gboolean soft_done; /* evidence was gathered at the soft grace */
  CrInstant
      seen_at; /* while SCHEDULED: the last look; reminders before it were told, or too late */
  CrLetterStatus letter;
  CrInstant letter_due;
  CrInstant letter_at;   /* the moment it was meant for, however often it was put off since */
  char *held_why;        /* of HELD: why, in words */
  char *handed;          /* of SENDING: the effect's id */
  char *doubtful;        /* of IN_DOUBT: the effect's id */
  char *drafted;         /* the follow-up that the candidate has not said they sent: its effect's
                            id. It counts as if it were out */
  char *answer;          /* the same of an answer to them, which is no follow-up */
  char *known_out;       /* the effect's id of the last letter that surely went out */
  int revision;          /* counts letters planned; part of the effect's id */
  int letters;           /* first letters sent for this miss: 0 or 1 */
  int nudges;            /* sent: 0 to 2 */
  CrInstant last_out;    /* the last letter that went out, or contact that resets the clock */
  CrInstant called_at;   /* the candidate phoned */
  CrInstant tried_at;    /* and nobody answered */
  gboolean wrote;        /* the candidate wrote to them, before the call or after */
  CrInstant answered_at; /* a person on their side wrote or called after the agreed time */
  gboolean address_gone; /* mail to the contact came back, or nobody reads it, as they say */
  gboolean removed;      /* of CANCELLED: it was never a call, and nothing is about it */
  gboolean own_off;      /* of CANCELLED: the candidate wrote that they call it off */
  gboolean guessed; /* of HELD: an unknown number's call was taken as theirs, or words told of it */
  CrInstant promise;     /* a holding reply's time */
  CrInstant return_at;   /* out of office until then */
  CrInstant wanted_from; /* they asked for times from then on: "next week" */
  CrPerson deputy;
  CrInstant other_start;      /* another reading of the agreed time that lies ahead, or NONE */
  CrInstant your_start;       /* they named no zone: that hour on the candidate's clock, or NONE */
  GPtrArray *proposals;       /* CrSlot: times they offered and nobody has accepted */
  GPtrArray *offered;         /* CrSlot: times our letters offered, or will when they leave */
  int offered_last;           /* so many of them in the last that left; 0: as many as usual */
  GPtrArray *evidence;        /* CrEvidence, at most CR_MAX_EVIDENCE */
  GPtrArray *warnings;        /* CrWarning */
  char *question;             /* something only the candidate can decide, in words, or NULL */
  gboolean unsure;            /* the question is about a mail that nobody vouches for */
  CrInstant unsure_until;     /* so long such questions hold a letter at most; NONE: none came */
  int successor, predecessor; /* interview ids, 0 for none */
} CrState;
CR_DECLARE_RECORD(CrState, cr_state)

typedef struct {
  int id; /* per account, from 1 */
  char *uid;
  int sequence;
  CrInstant dtstamp;       /* of the newest invite taken */
  CrInstant recurrence_id; /* NONE unless it is one call of a series */
  gboolean from_invite;    /* an iTIP invite stands behind it, not only words */
  CrInstant start, end;
  CrWall wall;    /* the agreed start as agreed; the instant is recomputed when zone data change */
  char *zone;     /* IANA id of wall, never NULL */
  int window_min; /* the call begins up to so long after start: "between 2 and 3" */
  gboolean fixed; /* the instant was agreed (an invite in UTC), and the wall follows from it */
  CrMedium medium;
  CrCaller caller;
  char *caller_name; /* who is to call, where that is not the contact, or NULL */
  char *summary, *company, *role;
  char **requisitions; /* cr_match_requisitions, by which their house knows the opening, or NULL */
  char *organizer;     /* address that may change or cancel the invite, or NULL */
  char *
      platform; /* the booking page that sent it in the organizer's name, and may so too, or NULL */
  CrContact contact;
  char *own_email;  /* the candidate's address that this conversation goes to and from, or NULL */
  char *own_number; /* the candidate's number as they have it: E.164 or as written */
  gboolean own_number_bad;       /* it is no possible number */
  char *dial_number, *dial_code; /* to be dialled by the candidate */
  char *link;
  char **thread;    /* Message-IDs of the conversation, oldest first, at most 32 */
  char *subject;    /* of the thread */
  CrInstant added;  /* when it was first known */
  CrInstant heard;  /* when the newest word of its mails and invites was said, or NONE */
  CrInstant forgot; /* when what was read of its mails went, or NONE */
  CrState state;
} CrInterview;
CR_DECLARE_RECORD(CrInterview, cr_interview)
/* All of it but its state. One that is read by this has no state at all, not even empty lists. */
extern const CrRecord cr_agreed_record;

/* Whether the times that they offered are days, parts of one or weeks, without an hour. */
gboolean cr_state_offers_days(const CrState *state);
/* CrSlot, borrowed: the times that can be taken, as the letters that offer them have left, or may
 * have. */
GPtrArray *cr_state_offers_made(const CrState *state);
/* It was called off, and a new time was promised or offered. */
gboolean cr_interview_awaits_time(const CrInterview *interview);
/* The zone in which the recruiter lives: the contact's, else the one agreed in. Never NULL. */
const CrZone *cr_interview_their_zone(const CrInterview *interview);
/* The last moment at which the call begins as agreed. */
CrInstant cr_interview_latest(const CrInterview *interview);
/* When nobody has called by then, it is missed: the agreed time, or a later reading of it. */
CrInstant cr_interview_expected(const CrInterview *interview);
/* The same for its first letter, which also waits for a reading that nobody need wait for. */
CrInstant cr_interview_letter_from(const CrInterview *interview);
/* When whoever its letters wait for is back from an absence; NONE: they wait for nobody, also when
 * it lasts so long that the deputy has the matter. */
CrInstant cr_interview_back(const CrInterview *interview);
/* wall and zone are as agreed from now on: fixed is FALSE, and there is no window. */
void cr_interview_set_start(CrInterview *interview, CrInstant start, CrInstant end,
                            const char *zone);
/* The same of a time that was said, with its window. */
void cr_interview_set_time(CrInterview *interview, const CrMention *time);
void cr_interview_add_thread(CrInterview *interview, const char *message_id);
/* Until when times that its letters offered are kept free for it: until all of them are over, at
 * most 30 days. NONE: none is. */
CrInstant cr_interview_offers_until(const CrInterview *interview);
/* What its evidence, warnings and offers quote of mails goes, and their subject. */
void cr_interview_forget_words(CrInterview *interview);
/* How to call the other side in a sentence: "Dana Reyes", "dana@…", "Northwind", "the recruiter".
 */
const char *cr_interview_who(const CrInterview *interview);
/* The same of who is to call: of the interviewer, where a coordinator arranges it. */
const char *cr_interview_caller(const CrInterview *interview);

typedef struct {
  CrReason reason;
  double p;
  GPtrArray *supports; /* CrEvidence, borrowed from the state */
  GPtrArray *opposes;
} CrRankedReason;

typedef struct {
  CrInstant at;
  CrRankedReason reasons[CR_N_REASONS]; /* most likely first; the p sum to 1 */
} CrDiagnosis;
void cr_diagnosis_free(CrDiagnosis *diagnosis);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrDiagnosis, cr_diagnosis_free)

G_END_DECLS
