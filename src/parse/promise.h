#pragma once
/* A promised call as somebody jots it down: "Dana Reyes of Northwind calls Tue 2pm ET,
 * 212-555-0123". */
#include "model/reading.h"

G_BEGIN_DECLS

/* Who calls whom about what. NULL: not said, or not understood. */
typedef struct {
  char *name; /* of a person, with the title that was written */
  char *company;
  char *role;
  char *email;
  char *phone; /* E.164; theirs */
  char *extension;
  char *unread; /* digits dressed as a number, which cannot be called as they stand */
  CrCaller caller;
} CrPromise;
void cr_promise_clear(CrPromise *promise);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CrPromise, cr_promise_clear)

typedef struct {
  const GPtrArray *times; /* CrMention: what cr_time_scan found in the words */
  const char *country;    /* ISO 3166 alpha-2 or NULL: of numbers without a code */
  const char *own_phone;  /* E.164 or NULL: the candidate's, which is not theirs */
} CrPromiseContext;

/* words: one line of valid UTF-8. Linear in its length. */
void cr_promise_read(const char *words, const CrPromiseContext *context, CrPromise *ret_promise);

G_END_DECLS
