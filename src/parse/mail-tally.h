#pragma once
/* What phrases say of each kind of mail, and what its hours and links are, for mail-kind.c and
 * mail-second.c. */
#include "parse/mail-private.h"

G_BEGIN_DECLS

#define CR_KIND_SEEN 6.0         /* from here on a kind is there */
#define CR_KIND_NEAR_CERTAIN 8.5 /* what telling somebody "you were rejected" takes */
#define CR_N_KINDS (CR_MAIL_CONFIRMATION + 1)

typedef struct {
  double weight[CR_N_KINDS];
  const CrCue *best[CR_N_KINDS];
  const CrWords *in[CR_N_KINDS]; /* the words of best */
} CrKindTally;

/* tally: all zero. */
void cr_kind_tally_count(const CrMailView *view, CrKindTally *tally);

/* One of that weight that is neither negated nor supposed. */
gboolean cr_mail_topic_found(GArray *cues, CrTopic topic, int weight);
/* In the text or in the subject. */
gboolean cr_mail_says_anywhere(const CrMailView *view, CrTopic topic, int weight);
gboolean cr_mail_says_unable(const CrMailView *view);
/* How many times to come are named exactly enough to be called one, without the old one that is
 * moved away from; with exact only those with a clock. */
guint cr_mail_count_new_times(const CrMailView *view, const CrReading *reading, gboolean exact);
gboolean cr_mail_has_new_time(const CrMailView *view, const CrReading *reading);
gboolean cr_mail_has_time_of_role(const CrReading *reading, CrTimeRole role);
/* A link to book with stands in the new text, not in an if-clause ("if you must cancel: …"). */
gboolean cr_mail_offers_link(const CrMailView *view);

/* mail-second.c: what else it is, beside the kind that was settled: an hour that comes with a
 * request or an apology, an agreed hour that is set anew, else the strongest kind of which phrases
 * speak. */
CrMailClass cr_mail_find_second(const CrMailView *view, const CrKindTally *tally,
                                const CrReading *reading);

G_END_DECLS
