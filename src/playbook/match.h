#pragma once
/* Whether two names mean the same company or role, and which openings a text names. Pure. */
#include "base/text.h"
#include "model/application.h"

G_BEGIN_DECLS

typedef enum {
  CR_MATCH_NO,
  CR_MATCH_VARIANT, /* one name is the beginning of the other: "Northwind", "Northwind Traders" */
  CR_MATCH_YES,
} CrMatch;

/* Legal forms, case, accents, punctuation and "the" do not count: "The Contoso Co., Ltd." is
 * "contoso". NULL matches nothing. */
CrMatch cr_match_company(const char *a, const char *b);
/* "Sr. Software Engineer (Remote)" and "Senior Software Engineer" are the same role. */
CrMatch cr_match_role(const char *a, const char *b);
/* What is said to be a role names another job than role, or when that is NULL than the title of a
 * call: no word that says what the work is stands in both. FALSE when either says nothing of it, as
 * "Interview with Northwind". */
gboolean cr_match_role_differs(const char *said, const char *role, const char *title);
/* Whether both subjects name a job, "Controller role at Vestvik", and no word of one stands in the
 * other. */
gboolean cr_match_subject_differs(const char *said, const char *subject);
/* The same of a new conversation whose subject is of another team or product than the call's:
 * "Payments" and "Core Platform". */
gboolean cr_match_topic_differs(const CrReading *mail, const CrInterview *interview);
/* Whether what a mail of theirs ends or agrees on is another opening than the call's: by the
 * numbers of both, else by the roles. */
gboolean cr_match_is_other_opening(const CrReading *mail, const CrInterview *interview);
/* How well the mail names the call's opening: 2 by its number, 1 by its role, 0 not. */
int cr_match_opening(const CrReading *mail, const CrInterview *interview);
/* The first word by which a company is found, lower case; NULL when there is none. Free with
 * g_free.
 */
char *cr_match_company_word(const char *company);
/* The words of a text that may begin a company's name, each once, at most max. Free with
 * g_strfreev. */
char **cr_match_words(const char *text, guint max);
/* Whether the text names the company, by its name without the legal form, as words of its own. */
gboolean cr_match_names(const char *text, const char *company);
/* Whether the domain is that company's: "northwind-traders.com" is "Northwind Traders". */
gboolean cr_match_domain(const char *domain, const char *company);
/* Numbers of openings in a text or address, each once, at most 8: of "R-12345", "JR0098", "REQ
 * 4711", "Job ID: 20431" the digits alone, of a house's own letters before them all: "HR-5120".
 * Free with g_strfreev. */
char **cr_match_requisitions(const char *text);
/* The same, where a number with a house's own letters stands in the title or by a word for a job:
 * "ROOM-204" or "BR-4455", where to dial, is no opening's. */
char **cr_match_sure_requisitions(const char *title, const char *text);
/* All of a mail or an invite by its title and text. */
char **cr_match_requisitions_of(const char *title, const char *text);
/* Whether a number of one list stands in the other, too. */
gboolean cr_match_shares(char **a, char **b);
/* The posting's address without what only tracks whoever opens it, lower case. Free with g_free;
 * NULL of NULL. */
char *cr_match_url(const char *url);

G_END_DECLS
