#pragma once
/* Times that people write: see docs/reading.md for the accepted grammar and the rules. */
#include "base/zone.h"
#include "model/reading.h"

G_BEGIN_DECLS

typedef struct {
  CrInstant at;         /* the reference: when the text was written */
  const CrZone *mine;   /* the reader's zone; NULL is UTC */
  const CrZone *theirs; /* the writer's zone; NULL is unknown */
  int their_offset_sec; /* of the Date header; used when theirs is NULL and has_offset */
  gboolean has_offset;
  gboolean offset_guessed;   /* it is the reader's, as the Date tells nothing */
  const char *their_country; /* ISO 3166 alpha-2 or NULL: day/month order, holidays, "half two" */
  gboolean country_guessed;  /* nothing tells it, it is the reader's: a weekday says more */
  const char *focus;         /* the nearest quoted text, or NULL: what "that time" refers to */
  const char *signature;     /* the writer's, or NULL: may name the town where they are */
} CrTimeContext;

/* Every time in the text, in order, as CrMention; at most CR_MAX_MENTIONS. Linear in the text's
 * length. Never NULL. Free with cr_mentions_free. */
GPtrArray *cr_time_scan(const char *text, const CrTimeContext *context);
/* The country of the first place named in the text whose clock shows that offset then, or NULL. */
const char *cr_time_place_country(const char *text, CrInstant at, int offset_sec);
gboolean cr_country_writes_month_first(const char *country); /* "12/24"; never NULL */
void cr_mentions_free(GPtrArray *mentions);

G_END_DECLS
