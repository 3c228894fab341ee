#pragma once
/* The one thing to do, in the few words that stand above all others. */
#include "model/interview.h"

G_BEGIN_DECLS

/* What to call the other side in the middle of a sentence: "Dana", "Ms. Ito", "Northwind". */
char *cr_headline_called(const CrInterview *interview);

/* "Ring Dana now", without a full stop. */
char *cr_headline(const CrInterview *interview);

G_END_DECLS
