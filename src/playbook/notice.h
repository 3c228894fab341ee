#pragma once
/* What the candidate is told of, away from the page: which lines of the timeline are worth a
 * notification, in which words, and what can be answered to it at once. Pure. */
#include "model/profile.h"
#include "playbook/playbook.h"

G_BEGIN_DECLS

typedef enum {
  CR_NOTICE_SILENT, /* to be seen when one looks */
  CR_NOTICE_PLAIN,
  CR_NOTICE_URGENT, /* something is to be done this minute */
} CrUrgency;
extern const char *const cr_urgency_names[]; /* "silent", "plain", "urgent" */

/* What a button says that the candidate did or saw. */
typedef enum {
  CR_ANSWER_THEY_CALLED, /* the act "they-called" */
  CR_ANSWER_NO_CALL,     /* the act "no-call" */
  CR_ANSWER_CALL_NOW,    /* opens tel:NUMBER */
  CR_ANSWER_SHOW_LETTER, /* opens the letter */
  CR_N_ANSWERS,
} CrNoticeAnswer;
extern const char *const cr_answer_names[];  /* "they-called", "no-call", "call-now", … */
extern const char *const cr_answer_labels[]; /* "They called", … */

typedef struct {
  int interview;
  CrUrgency urgency;
  char *title, *body;
  guint answers; /* 1 << CrNoticeAnswer for each */
  char *number;  /* of CALL_NOW, E.164 */
} CrNotice;
void cr_notice_free(CrNotice *notice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrNotice, cr_notice_free)

/* One notice of all lines that came at once for an interview, oldest first; NULL when none of them
 * is worth one. Only lines of the last twelve hours count, and of those that say what is to be done
 * or awaited only what is so still: what is older or over is history. In the quiet
 * hours of policy everything but a call that is due is SILENT. interview is as it is now. */
CrNotice *cr_notice_new(const CrLine *lines, gsize n_lines, const CrInterview *interview,
                        const CrPolicy *policy, const CrZone *mine, CrInstant now);

G_END_DECLS
