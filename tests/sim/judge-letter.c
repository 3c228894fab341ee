/* What a letter says, and to whom, at the moment in which it goes out. */
#include "base/text.h"
#include "model/holiday.h"
#include "sim.h"

#include <string.h>

/* Nothing is offered before, and nothing after, on either clock; the policy's hours may be widened
 * so far where the zones leave no room. */
#define EARLIEST_HOUR 8
#define LATEST_HOUR 20

static gboolean
is_humane(const CrSlot *slot, const CrZone *zone) {
  CrWall from = cr_zone_wall(zone, slot->start), to = cr_zone_wall(zone, slot->end);
  return cr_day_weekday(cr_wall_day(&from)) <= CR_FRI && from.hour >= EARLIEST_HOUR &&
         (to.hour < LATEST_HOUR || (to.hour == LATEST_HOUR && to.minute == 0)) &&
         cr_wall_day(&from) == cr_wall_day(&to);
}

static gboolean
meets(const CrSlot *slot, CrInstant start, CrInstant end) {
  return slot->start < end && start < slot->end;
}

/* Another call, or what stands in the calendar. */
static gboolean
is_taken(const Sim *sim, const CrSlot *slot, int interview) {
  for (guint i = 0; i < sim->watches->len; i++) {
    const CrInterview *other = ((Watch *) sim->watches->pdata[i])->last;
    if (other && other->id != interview && !cr_phase_is_final(other->state.phase) &&
        meets(slot, other->start, other->end))
      return TRUE;
  }
  for (guint i = 0; i < sim->busy->len; i++) {
    const CrSpan *span = &g_array_index(sim->busy, CrSpan, i);
    if (meets(slot, span->start, span->end))
      return TRUE;
  }
  return FALSE;
}

static void
judge_slot(Sim *sim, const CrEffect *letter, const CrInterview *iv, const CrSlot *slot) {
  g_autofree char *when = cr_instant_format(slot->start, cr_zone_utc());
  if (slot->start < sim->now + CR_HOUR)
    sim_blame(sim, "slots", "%s offers %s, which is over, or at once", letter->id, when);
  if (!is_humane(slot, cr_interview_their_zone(iv)))
    sim_blame(sim, "slots", "%s offers %s, when they do not work", letter->id, when);
  if (!is_humane(slot, cr_zone_find(sim->profile->zone)))
    sim_blame(sim, "slots", "%s offers %s, when the candidate does not", letter->id, when);
  if (slot->start < cr_interview_back(iv))
    sim_blame(sim, "slots", "%s offers %s, when they are away", letter->id, when);
  if (is_taken(sim, slot, iv->id))
    sim_blame(sim, "slots", "%s offers %s, which is taken", letter->id, when);
}

static gboolean
is_at_house(const char *address, const char *house) {
  return address && house && g_str_has_suffix(address, house) &&
         address[strlen(address) - strlen(house) - 1] == '@';
}

void
sim_judge_letter(Sim *sim, const CrEffect *letter, const CrInterview *kept) {
  const Watch *watch = sim_watch(sim, letter->interview);
  if (!is_at_house(letter->to, watch->house))
    sim_blame(sim, "C", "%s goes to %s, who is not at %s", letter->id, letter->to, watch->house);
  if (kept->state.address_gone && cr_text_equal(letter->to, kept->contact.email))
    sim_blame(sim, "D", "%s goes to an address that is gone", letter->id);
  for (guint i = 0; i < letter->slots->len; i++)
    judge_slot(sim, letter, kept, letter->slots->pdata[i]);
  if (letter->body && (strstr(letter->body, "(null)") || strstr(letter->body, "  ")))
    sim_blame(sim, "D", "%s has holes: %s", letter->id, letter->body);
}
