#pragma once
/* Times free for both. Pure. */
#include "model/interview.h"
#include "model/profile.h"

G_BEGIN_DECLS

typedef struct {
  CrInstant now;
  CrInstant not_before; /* e.g. the recruiter's return, or NONE */
  CrInstant not_after;  /* the end of the day that they offered; of no effect when it is past */
  int minutes;          /* length of the conversation */
  const CrZone *mine, *theirs;
  const char *my_country, *their_country; /* ISO 3166 alpha-2, or NULL */
} CrSlotRequest;

/* policy->slots times (fewer when there are not so many) on at least policy->slot_days days, in
 * order, on the quarter hour (the full and half hour by preference), spread over days and hours
 * rather than one after the other.
 * Kept without exception: policy->slot_ahead_min from now, not_before, not_after, within
 * policy->slot_within_days working days of today (of the day of return, which then counts as the
 * first; where those have free times on too few days, of up to five days more), working days of the
 * recruiter and weekdays of the candidate, policy->slot_buffer_min free before and after, inside
 * both parties' working hours on both clocks. Only when these hours leave the two zones no room at
 * all (Los Angeles and Berlin), whatever the calendar says, both are widened alike by half hours,
 * at most to 08:00-20:00. Lunch (12 to 13) and the candidate's own holidays are taken only when
 * nothing else is free. busy is sorted by start and may overlap. Elements: CrSlot, which go with
 * cr_slots_free but stay with g_ptr_array_unref, so that they can be handed on. */
GPtrArray *cr_slots_find(const CrSlotRequest *request, const CrPolicy *policy, const CrSpan *busy,
                         gsize n_busy);
void cr_slots_free(GPtrArray *slots);

/* Merges calendars, each sorted by start, into one sorted list without overlaps. Free with
 * g_array_unref. Elements: CrSpan. */
GArray *cr_spans_merge(const CrSpan *const *calendars, const gsize *lengths, gsize n_calendars);
/* Whether [start, end) touches a busy span. busy sorted, not overlapping. O(log n). */
gboolean cr_spans_busy(const CrSpan *busy, gsize n_busy, CrInstant start, CrInstant end);

G_END_DECLS
