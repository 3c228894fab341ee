#include "engine/engine-private.h"
#include "playbook/agree.h"

gboolean
engine_ask_for_hour(CrEngine *engine, const CrFact *fact, CrInstant now, GError **error) {
  if (fact->kind != CR_FACT_INVITE || (fact->mail && fact->mail->forged))
    return TRUE;
  g_autofree char *text = cr_agree_ask_for_hour(fact->event, fact->mail, engine->profile, now);
  if (text == NULL)
    return TRUE;
  /* Read again, it is known. */
  g_autoptr(CrFact) seen = cr_fact_new(fact->kind, fact->at, fact->source, fact->source_key);
  seen->learnt = fact->learnt;
  seen->event = cr_event_copy(fact->event);
  return cr_store_add_new_fact(engine->store, 0, seen, error) &&
         cr_store_add_line(engine->store, 0, now, "note", text, error);
}

gboolean
engine_ask_for_day(CrEngine *engine, const CrFact *fact, CrInstant now, GError **error) {
  g_autofree char *text = cr_agree_ask_for_day(fact->mail, engine->profile);
  return cr_store_add_line(engine->store, 0, now, "note", text, error);
}

gboolean
engine_tell_offer(CrEngine *engine, const CrFact *fact, CrInstant now, GError **error) {
  g_autofree char *text = fact->kind == CR_FACT_MAIL && fact->event == NULL
                              ? cr_agree_tell_offer(fact->mail, engine->profile, now)
                              : NULL;
  return text == NULL || cr_store_add_line(engine->store, 0, now, "note", text, error);
}
