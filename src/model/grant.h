#pragma once
/* What a candidate lets a coach see. The candidate's account has the grant itself; the coach's has
 * only the candidate's number, so as to find it. */
#include "base/record.h"

G_BEGIN_DECLS

typedef enum {
  CR_SCOPE_VIEW,
  CR_SCOPE_DRAFT, /* and edit the letter that is due; never send it */
} CrScope;
extern const char *const cr_scope_names[];

typedef struct {
  CrScope scope;
  char *email, *name; /* of the coach, when it was given; name may be NULL */
  CrInstant since;
  CrInstant ends; /* from then on it is none; CR_INSTANT_MAX: when it is taken back */
} CrGrant;
CR_DECLARE_RECORD(CrGrant, cr_grant)

/* What the coach is called. */
const char *cr_grant_who(const CrGrant *grant);

G_END_DECLS
