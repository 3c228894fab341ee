#pragma once
/* The candidate's pursuit of one role at one company, and the changes that make it what it is. */
#include "base/record.h"
#include "model/interview.h"

G_BEGIN_DECLS

typedef enum {
  CR_STAGE_SAVED,
  CR_STAGE_APPLIED,
  CR_STAGE_SCREEN, /* a first conversation is agreed or was had */
  CR_STAGE_INTERVIEW,
  CR_STAGE_OFFER,
  CR_STAGE_ACCEPTED,
  CR_STAGE_CLOSED, /* with a reason */
  CR_N_STAGES,
} CrStage;
extern const char *const cr_stage_names[];

typedef enum {
  CR_CLOSE_NONE, /* it is not closed */
  CR_CLOSE_REJECTED,
  CR_CLOSE_FILLED,    /* with somebody else, or taken back */
  CR_CLOSE_NO_ANSWER, /* the candidate has given up waiting */
  CR_CLOSE_WITHDRAWN, /* by the candidate */
  CR_CLOSE_DECLINED,  /* an offer, by the candidate */
} CrCloseReason;
extern const char *const cr_close_names[]; /* "none", "rejected", "filled", "no-answer" … */

/* A person's or another tracker's words for a stage: "phone screen", "onsite", "rejected",
 * "ghosted" … (data/stages.ini), the names themselves included. FALSE when none is meant. */
gboolean cr_stage_read(const char *words, CrStage *ret_stage, CrCloseReason *ret_reason);

/* What the candidate writes down about it. */
typedef struct {
  char *company, *role;
  char *url;    /* of the posting */
  char *source; /* where it was found: "LinkedIn", "referral by Ana" */
  char *location, *salary;
  char *requisition; /* the company's own number of the opening */
  char *notes;
} CrDetails;
CR_DECLARE_RECORD(CrDetails, cr_details)

/* A cell of an imported table that is none of our fields: kept, shown and exported again. */
typedef struct {
  char *name, *value;
} CrExtra;
CR_DECLARE_RECORD(CrExtra, cr_extra)

typedef struct {
  CrInstant at; /* when it happened */
  CrStage stage;
  CrCloseReason reason;
  char *source; /* who says so: "candidate", "mail from dana@… of …", "interview 3" */
} CrStageStep;
CR_DECLARE_RECORD(CrStageStep, cr_stage_step)

typedef struct {
  int interview;
} CrLinked;
CR_DECLARE_RECORD(CrLinked, cr_linked)

/* A mail about it, without its text. */
typedef struct {
  CrInstant at;
  char *message_id, *from, *subject;
  CrMailClass class;
  gboolean own; /* the candidate wrote it */
} CrMailRef;
CR_DECLARE_RECORD(CrMailRef, cr_mail_ref)

/* A stage that something speaks for, but not surely enough to go there without asking. */
typedef struct {
  CrInstant at; /* NONE: nothing is proposed */
  CrStage stage;
  CrCloseReason reason;
  char *text; /* why, in words */
  char *source;
} CrProposal;
CR_DECLARE_RECORD(CrProposal, cr_proposal)

/* When each stage was first reached; NONE: not, or passed over. */
typedef struct {
  CrInstant saved, applied, screen, interview, offer, accepted, closed;
} CrReached;
extern const CrRecord cr_reached_record;
CrInstant cr_reached_at(const CrReached *reached, CrStage stage);
void cr_reached_set(CrReached *reached, CrStage stage, CrInstant at);
/* The last stage before CLOSED that was reached; SAVED when none was. */
CrStage cr_reached_furthest(const CrReached *reached);

typedef enum {
  CR_NEXT_NOTHING,
  CR_NEXT_DECIDE,    /* about what is proposed */
  CR_NEXT_PLANNED,   /* what the candidate has planned */
  CR_NEXT_APPLY,     /* it was saved, and nothing more */
  CR_NEXT_FOLLOW_UP, /* they have been silent */
  CR_NEXT_OFFER,     /* it waits for an answer */
} CrNextKind;
extern const char *const cr_next_names[];

typedef struct {
  int id; /* per account, from 1 */
  CrDetails details;
  CrStage stage;
  CrCloseReason reason;
  CrReached reached;
  CrInstant added, changed; /* when it was learnt */
  CrInstant moved_by_hand;  /* when the candidate last set the stage */
  CrInstant heard, wrote;   /* the last word of theirs, and to them; applying counts */
  int follow_ups;           /* sent since their last word */
  char *next;               /* what the candidate has planned */
  CrInstant next_at;
  gboolean gone; /* adding it was undone, or it is part of another one now */
  int part_of;   /* that one; 0: of none */
  CrProposal proposal;
  GPtrArray *contacts;   /* CrContact */
  GPtrArray *interviews; /* CrLinked */
  GPtrArray *mails;      /* CrMailRef, the newest last, at most CR_MAX_APPLICATION_MAILS */
  GPtrArray *history;    /* CrStageStep */
  GPtrArray *extras;     /* CrExtra */
  /* By the playbook, at the last change: the next thing that it asks of the candidate. */
  CrNextKind next_kind;
  CrInstant due;
} CrApplication;
CR_DECLARE_RECORD(CrApplication, cr_application)

/* "Staff Engineer at Northwind", "Northwind", "Staff Engineer". Free with g_free. */
char *cr_application_title(const CrDetails *details);

/* What a view over all applications needs of each. Strings belong to it. */
typedef struct {
  int id;
  CrStage stage;
  CrCloseReason reason;
  CrReached reached;
  CrInstant heard, wrote, changed, due;
  CrNextKind next_kind;
  char *company, *role;
  gboolean made; /* by a call: nobody knows when it was sent, and with how many others */
} CrApplicationRow;
void cr_application_row_free(CrApplicationRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrApplicationRow, cr_application_row_free)

/* One change: the payload of a fact about an application. What is not of its kind is empty. */
typedef enum {
  CR_CHANGE_ADD,     /* details, contact, extras, stage, reason, when */
  CR_CHANGE_EDIT,    /* details that are set replace; extras are added or replaced by name; contact;
                        what clears names is emptied */
  CR_CHANGE_MOVE,    /* stage, reason, when */
  CR_CHANGE_PROPOSE, /* stage, reason, text */
  CR_CHANGE_DISMISS, /* what is proposed */
  CR_CHANGE_LINK,    /* interview, contact */
  CR_CHANGE_MAIL,    /* mail, contact */
  CR_CHANGE_WROTE,   /* the candidate followed up, by whatever way */
  CR_CHANGE_PLAN,    /* text, when; text NULL: nothing is planned any more */
  CR_CHANGE_NOTE,    /* text */
  CR_CHANGE_UNDO,    /* undoes */
  CR_CHANGE_MERGE,   /* parts, other: what other was is part of it now */
  CR_CHANGE_PART,    /* other: it is part of that one now */
} CrChangeKind;
extern const char *const cr_change_names[];

typedef struct {
  int application;
  CrChangeKind kind;
  CrDetails details;
  CrContact contact;
  GPtrArray *extras; /* CrExtra */
  CrStage stage;
  CrCloseReason reason;
  CrInstant when;
  int interview;
  CrMailRef mail;
  char *text;
  char *undoes;     /* the source key of a fact */
  char **clears;    /* names of details; "contact" and "interview": that one goes */
  int other;        /* application */
  GPtrArray *parts; /* CrApplication, as it was: one of MERGE, else none */
} CrChange;
CR_DECLARE_RECORD(CrChange, cr_change)

#define CR_MAX_APPLICATION_MAILS 64
#define CR_MAX_APPLICATION_CONTACTS 16
#define CR_MAX_EXTRAS 64

G_END_DECLS
