#pragma once
/* Whose interview is a fact about? Needs an open transaction. */
#include "model/fact.h"
#include "model/profile.h"
#include "store/store.h"

G_BEGIN_DECLS

/* Sets fact->trust. NULL without error set: it is about none that is known. */
CrInterview *cr_link_fact(CrStore *store, const CrProfile *profile, CrFact *fact, GError **error);
/* What this fact's sender is to an interview. */
CrTrust cr_link_trust(const CrInterview *interview, const CrProfile *profile, const CrFact *fact);

/* Whether another source has told of this call already; FALSE of what is no call. */
gboolean cr_link_call_is_known(CrStore *store, const CrInterview *interview, const CrFact *fact,
                               gboolean *ret_known, GError **error);
/* How many earlier calls with the same contact took place, of the newest 16. */
gboolean cr_link_kept_before(CrStore *store, const CrInterview *interview, int *ret_count,
                             GError **error);
/* CrInterview: the calls that are open with who writes, or with their house; of a platform's those
 * whose company or contact the mail names, for it writes for many. */
GPtrArray *cr_link_open_calls(CrStore *store, const CrReading *mail, GError **error);
gboolean cr_link_names_hour(const CrReading *mail, CrInstant start);
/* Whether the mail names the call's time as one that is called off, or moved away from. several: it
 * says so of several calls, and names each. */
gboolean cr_link_calls_off(const CrReading *mail, const CrInterview *interview, gboolean several);
/* When a letter about another call with the same contact left last, or was handed to the sender;
 * NONE: none, or they have answered it. */
gboolean cr_link_written_to(CrStore *store, const CrInterview *interview, CrInstant *ret_at,
                            GError **error);

G_END_DECLS
