/* Calls that are long over keep who, when and what came of them; the words of their mails go. */
#include "engine/engine-private.h"

#include "store/audit.h"

#define PAGE 64

/* Nothing more is expected of it: an answer to silence would be news. */
static gboolean
is_over(const CrInterview *iv) {
  return cr_phase_is_final(iv->state.phase) || iv->state.phase == CR_PHASE_SILENT;
}

static gboolean
forget_call(CrEngine *engine, const CrInterview *iv, CrInstant now, GError **error) {
  static const CrActor program = {0, NULL};
  g_autoptr(CrInterview) after = cr_interview_copy(iv);
  after->forgot = now;
  cr_interview_forget_words(after);
  return cr_store_change_interview(engine->store, iv, after, error) &&
         engine_drop_act(engine, iv->id, error) &&
         cr_store_forget_mails(engine->store, iv->id, &program, now, error);
}

static gboolean
consider(CrEngine *engine, const CrInterview *iv, CrInstant before, CrInstant now, GError **error) {
  if (!is_over(iv) || iv->forgot != CR_INSTANT_NONE || iv->end > before)
    return TRUE;
  g_autoptr(GPtrArray) newest = cr_store_facts(engine->store, iv->id, 1, error);
  if (newest == NULL)
    return FALSE;
  const CrFact *last = newest->len ? newest->pdata[0] : NULL;
  return (last && MAX(last->at, last->learnt) > before) || forget_call(engine, iv, now, error);
}

gboolean
engine_forget_calls(CrEngine *engine, CrInstant now, GError **error) {
  CrInstant before = now - engine->policy->forget_days * CR_DAY_USEC;
  CrInstant from = CR_INSTANT_NONE;
  int after = 0;
  gboolean more = engine->policy->forget_days > 0;
  while (more) {
    g_autoptr(GPtrArray) page =
        cr_store_page_interviews(engine->store, CR_LIST_ALL, from, after, before, PAGE, error);
    if (page == NULL)
      return FALSE;
    for (guint i = 0; i < page->len; i++)
      if (!consider(engine, page->pdata[i], before, now, error))
        return FALSE;
    more = page->len == PAGE;
    if (more) {
      const CrInterview *last = page->pdata[PAGE - 1];
      from = last->start;
      after = last->id;
    }
  }
  return TRUE;
}
