#pragma once
/* When somebody who is away is back. Each day that the mail names may be that day, or the last one
 * off, or neither: what is told of it speaks for one or the other, and how much is learnt, see
 * data/return.tsv. A day that is told twice is told by both.
 * Source: Berger, Della Pietra and Della Pietra, "A maximum entropy approach to natural language
 * processing", 1996. */
#include "parse/mail-private.h"

G_BEGIN_DECLS

typedef struct {
  CrDay day;      /* of the return; CR_NO_DAY: none is told */
  gboolean rough; /* only its month is sure */
  gboolean until; /* it was "until D" */
  guint first, n; /* of its facts */
} CrReturnReading;

typedef struct {
  GArray *list;  /* CrReturnReading; the last is that none is told */
  GArray *facts; /* guint16: below cr_return_n_facts() */
} CrReturnReadings;

guint cr_return_n_facts(void);
char *cr_return_fact_name(guint fact); /* free with g_free */
const double *cr_return_weights(void); /* of data/return.tsv */

void cr_return_readings_init(CrReturnReadings *readings, const CrMailView *view,
                             const CrReading *reading);
void cr_return_readings_clear(CrReturnReadings *readings);

/* How likely each is by these weights, one a fact; they add up to 1. */
void cr_return_weigh(const CrReturnReadings *readings, const double *weights, double *ret_shares);
/* The likeliest of the likeliest day. */
const CrReturnReading *cr_return_choose(const CrReturnReadings *readings, const double *weights);

G_END_DECLS
