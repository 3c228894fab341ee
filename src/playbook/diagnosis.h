#pragma once
/* Why the call did not come: naive Bayes over the evidence, with the weights and their rationale in
 * data/evidence.ini. Pure. The answer is private to the candidate. */
#include "model/interview.h"

G_BEGIN_DECLS

/* evidence: CrEvidence, borrowed and to outlive the result. Repeated kinds count once. */
CrDiagnosis *cr_diagnosis_new(GPtrArray *evidence, CrInstant at);
/* Whether data/evidence.ini knows the kind. */
gboolean cr_evidence_known(const char *kind);
/* What this reason means for the candidate, one sentence: "Something urgent came up …". */
const char *cr_reason_meaning(CrReason reason);

G_END_DECLS
