#pragma once
/* Whose interview is a fact about? Needs an open transaction. */
#include "model/fact.h"
#include "model/profile.h"
#include "store/store.h"

G_BEGIN_DECLS

/* Sets fact->trust. NULL without error set: it is about none that is known. */
CrInterview *cr_link_fact(CrStore *store, const CrProfile *profile, CrFact *fact, GError **error);
/* What this fact's sender is to an interview. */
CrTrust cr_link_trust(const CrInterview *interview, const CrFact *fact);

G_END_DECLS
