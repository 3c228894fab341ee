/* What was read, as lists; without the parse layer. */
#include "engine/intake.h"

void
cr_intake_init(CrIntake *intake, const CrProfile *profile, CrInstant from, CrInstant to,
               CrProblemFunc problem, gpointer data) {
  *intake = (CrIntake){.profile = profile,
                       .from = from,
                       .to = to,
                       .problem = problem,
                       .data = data,
                       .calls_until = CR_INSTANT_NONE};
  intake->facts = g_ptr_array_new_with_free_func((GDestroyNotify) cr_fact_free);
  intake->busy = cr_busy_list_new();
}

void
cr_intake_clear(CrIntake *intake) {
  g_clear_pointer(&intake->facts, g_ptr_array_unref);
  g_clear_pointer(&intake->busy, cr_busy_list_free);
}

static int
kind_order(const CrFact *fact) {
  switch (fact->kind) {
  case CR_FACT_TICK:
  case CR_FACT_ADDED:
  case CR_FACT_INVITE:
    return 0;
  case CR_FACT_MAIL:
  case CR_FACT_OWN_MAIL:
    return 1;
  case CR_FACT_CALL:
    return 2;
  case CR_FACT_ACT:
  case CR_FACT_OUTCOME:
  case CR_FACT_CLOCK:
  case CR_FACT_APPLICATION:
    return 3;
  }
  return 4;
}

static int
compare_facts(gconstpointer a, gconstpointer b) {
  const CrFact *x = *(CrFact *const *) a, *y = *(CrFact *const *) b;
  if (x->at != y->at)
    return x->at < y->at ? -1 : 1;
  if (kind_order(x) != kind_order(y))
    return kind_order(x) - kind_order(y);
  if (x->event && y->event && x->event->sequence != y->event->sequence)
    return x->event->sequence - y->event->sequence;
  if (x->event && y->event && !x->event->series->len != !y->event->series->len)
    return x->event->series->len ? -1 : 1; /* what a series is tells which its calls are */
  return g_strcmp0(x->source_key, y->source_key);
}

void
cr_intake_sort(CrIntake *intake) {
  g_ptr_array_sort(intake->facts, compare_facts);
}
