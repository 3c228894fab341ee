#pragma once
/* The playbook: (interview, fact, now) -> interview, lines, effects. Pure: no I/O, no clock, no
 * randomness. The only place that changes an interview's state. */
#include "model/fact.h"
#include "model/interview.h"
#include "model/profile.h"

G_BEGIN_DECLS

typedef struct {
  const CrProfile *profile;
  const CrPolicy *policy;
  const CrSpan *busy; /* the candidate's, around the interview, by start; see _needs_busy */
  gsize n_busy;
  gboolean mail_watched;  /* the mailbox is read: silence in it means something */
  gboolean calls_watched; /* the call log covers the agreed time: no line in it means something */
  int kept_before;        /* earlier calls that this contact kept */
  gboolean rivals;        /* of a call: it may as well be that of another interview */
  gboolean unsaid;        /* of a mail: it is about two calls of more with them, and names none */
  gboolean taken;         /* the candidate has accepted an offer elsewhere; see _needs_taken */
  CrInstant written_at;   /* when they were last written to about another call, and have not
                             answered; NONE: never. See _needs_taken */
} CrContext;

/* What is told to the candidate, in the order it happened. */
typedef enum {
  CR_LINE_WATCHING,
  CR_LINE_WARNING,
  CR_LINE_DUE,
  CR_LINE_MISSED,
  CR_LINE_ADVICE, /* text starts with the step's name */
  CR_LINE_DRAFT,
  CR_LINE_SENT,
  CR_LINE_HELD_BACK, /* text says why */
  CR_LINE_REPLY,
  CR_LINE_RETIMED,
  CR_LINE_HELD,
  CR_LINE_RESCHEDULED,
  CR_LINE_CANCELLED,
  CR_LINE_CLOSED,
  CR_LINE_NUDGE,
  CR_LINE_SILENT,
  CR_LINE_NOTE,
} CrLineKind;
extern const char *const cr_line_names[]; /* "watching", "warning" … of the replay contract */

/* A note whose text starts so is the checklist before a call. */
#define CR_REMINDER_PREFIX "reminder: "

typedef struct {
  CrLineKind kind;
  CrInstant at;
  char *text;
} CrLine;

/* A letter kept before whose status is another one now. */
typedef struct {
  char *effect_id;
  CrEffectStatus status;
  char *reason; /* why it is suppressed; NULL otherwise */
} CrSettled;

typedef struct {
  CrInterview *interview; /* its new value */
  CrInterview *successor; /* to be created (id 0), or NULL */
  GPtrArray *lines;       /* CrLine */
  GPtrArray *effects;     /* CrEffect; a letter has no text yet, see cr_letter_write */
  GPtrArray *settled;     /* CrSettled */
} CrDecision;
void cr_decision_free(CrDecision *decision);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrDecision, cr_decision_free)

/* Whether context->busy is looked at then; else it may be empty. */
gboolean cr_playbook_needs_busy(const CrInterview *interview, const CrFact *fact, CrInstant now);
/* Whether context->taken and written_at are looked at then. */
gboolean cr_playbook_needs_taken(const CrPolicy *policy, const CrInterview *interview,
                                 const CrFact *fact, CrInstant now);
CrDecision *cr_playbook_step(const CrContext *context, const CrInterview *interview,
                             const CrFact *fact, CrInstant now);

G_END_DECLS
