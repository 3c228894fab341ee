#pragma once
/* Times free for both. Pure. */
#include "model/interview.h"
#include "model/profile.h"

G_BEGIN_DECLS

typedef struct {
  CrInstant now;
  CrInstant not_before; /* e.g. the recruiter's return, or NONE */
  int minutes;          /* length of the conversation */
  const CrZone *mine, *theirs;
  const char *my_country, *their_country; /* ISO 3166 alpha-2, or NULL */
} CrSlotRequest;

/* policy->slots times (fewer when there are not so many) on at least policy->slot_days days, in
 * order, on the quarter hour, spread over the day rather than one after the other; inside both
 * parties' working hours; on working days of the recruiter; with policy->slot_buffer_min free
 * before and after. busy is sorted by start and may overlap. Elements: CrSlot. Free with
 * cr_slots_free. */
GPtrArray *cr_slots_find(const CrSlotRequest *request, const CrPolicy *policy, const CrSpan *busy,
                         gsize n_busy);
void cr_slots_free(GPtrArray *slots);

/* Merges calendars, each sorted by start, into one sorted list without overlaps. Free with
 * g_array_unref. Elements: CrSpan. */
GArray *cr_spans_merge(const CrSpan *const *calendars, const gsize *lengths, gsize n_calendars);
/* Whether [start, end) touches a busy span. busy sorted, not overlapping. O(log n). */
gboolean cr_spans_busy(const CrSpan *busy, gsize n_busy, CrInstant start, CrInstant end);

G_END_DECLS
