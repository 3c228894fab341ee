#pragma once
/* Of finding the call that a fact is about: link-trust.c says what a sender is to a call,
 * link-about.c which of several it may be, link-mail.c, link-event.c and link-ring.c look for it.
 * What is found beats *best, owned, or leaves it. */
#include "engine/link.h"

G_BEGIN_DECLS

#define LINK_MAX_CONSIDERED 64

gboolean link_in_thread(const CrInterview *iv, const CrReading *mail);
CrTrust link_address_trust(const CrInterview *iv, const char *address);
CrTrust link_invite_trust(const CrInterview *iv, const CrFact *fact);
/* By the company's name or the contact's. */
gboolean link_names_them(const char *text, const CrInterview *iv);
gboolean link_speaks_for(const CrReading *mail, const CrInterview *iv);
/* That address, or who writes from it under that name. */
gboolean link_is_platform(const char *address, const char *name);

/* 0: settled. */
int link_rank(const CrInterview *iv);
gboolean link_is_better(const CrInterview *a, const CrInterview *b, CrInstant at);
gboolean link_fits_better(const CrReading *mail, const CrInterview *a, const CrInterview *b,
                          CrInstant at);
gboolean link_is_with_contact(const CrReading *mail, const CrInterview *iv);
gboolean link_is_of_another_pursuit(const CrReading *mail, const CrInterview *iv);
gboolean link_consider(CrStore *store, CrFindBy by, const char *value, CrInstant at,
                       const CrEvent *event, const CrReading *mail, CrInterview **best,
                       GError **error);
gboolean link_find_by_address(CrStore *store, const char *address, CrInstant at,
                              const CrReading *mail, CrInterview **best, GError **error);

gboolean link_find_by_words(CrStore *store, const CrFact *fact, CrInterview **best, GError **error);
gboolean link_find_by_event(CrStore *store, const CrFact *fact, CrInterview **best, GError **error);
gboolean link_find_by_own_event(CrStore *store, const CrFact *fact, CrInterview **best,
                                GError **error);
gboolean link_find_by_call(CrStore *store, const CrFact *fact, CrInterview **best, GError **error);

G_END_DECLS
