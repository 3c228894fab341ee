#pragma once
/* Why the call did not come: naive Bayes over the evidence, with the weights and their rationale in
 * data/evidence.ini. Pure. The answer is private to the candidate. */
#include "model/interview.h"

G_BEGIN_DECLS

/* evidence: CrEvidence, borrowed and to outlive the result. A kind counts once, however often it
 * was found, and unknown kinds not at all; the order does not matter. An item supports (opposes) a
 * reason when it is found at least 1.3 times as (seldom as) often with it as with the others. NULL
 * or empty evidence gives the priors. */
CrDiagnosis *cr_diagnosis_new(GPtrArray *evidence, CrInstant at);
/* Whether data/evidence.ini knows the kind. */
gboolean cr_evidence_known(const char *kind);
/* What was found, in a few words for the candidate: "A public holiday where they work". NULL when
 * the kind is unknown. */
const char *cr_evidence_label(const char *kind);
/* The kind that it is of for the next call agreed with the same people: who was held up once may be
 * again. NULL when it says nothing of that one. */
const char *cr_evidence_again(const char *kind);
/* What this reason means for the candidate, one sentence: "Something urgent came up …". */
const char *cr_reason_meaning(CrReason reason);

G_END_DECLS
