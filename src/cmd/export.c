#include "cmd/command.h"
#include "cmd/print.h"
#include "engine/feed.h"

#include <stdio.h>

/* Everything that is kept, in the shapes of the model: what restore will read. */
static json_t *
export_all(CrStore *store, CrEngine *engine, GError **error) {
  g_autoptr(GPtrArray) interviews =
      cr_store_list_interviews(store, CR_LIST_ALL, CR_INSTANT_NONE, CR_INSTANT_NONE, 0, error);
  g_autoptr(GPtrArray) facts = interviews ? cr_store_facts(store, -1, 0, error) : NULL;
  g_autoptr(GPtrArray) effects = facts ? cr_store_list_effects(store, 0, -1, error) : NULL;
  g_autoptr(GPtrArray) rows = effects ? cr_store_timeline(store, 0, 0, error) : NULL;
  if (rows == NULL)
    return NULL;
  json_t *i = json_array(), *f = json_array(), *e = json_array();
  for (guint n = 0; n < interviews->len; n++)
    json_array_append_new(i, cr_record_to_json(&cr_interview_record, interviews->pdata[n]));
  for (guint n = 0; n < facts->len; n++)
    json_array_append_new(f, cr_fact_to_json(facts->pdata[n]));
  for (guint n = 0; n < effects->len; n++)
    json_array_append_new(e, cr_record_to_json(&cr_effect_record, effects->pdata[n]));
  return json_pack("{s:s,s:i,s:o,s:o,s:o,s:o,s:o,s:o}", "format", "crickets-export", "version", 1,
                   "profile", cr_record_to_json(&cr_profile_record, cr_engine_profile(engine)),
                   "policy", cr_record_to_json(&cr_policy_record, cr_engine_policy(engine)),
                   "interviews", i, "facts", f, "outbox", e, "timeline",
                   cr_public_timeline(rows, cr_engine_zone(engine)));
}

static CrExit
export_calendar(const CrCommand *command, CrEngine *engine) {
  g_autoptr(GError) error = NULL;
  g_autofree char *text = cr_feed_new(engine, command->now, &error);
  if (text == NULL)
    return cr_command_fail(error);
  fputs(text, stdout);
  return CR_EXIT_DONE;
}

CrExit
cr_verb_export(CrCommand *command, char **args) {
  g_autoptr(CrStore) store = NULL;
  g_autoptr(CrEngine) engine = NULL;
  g_autoptr(GError) error = NULL;
  if (!cr_command_open(command, &store, &engine))
    return CR_EXIT_FAILED;
  if (command->ics)
    return export_calendar(command, engine);
  json_t *all = cr_store_begin(store, 1, FALSE, &error) ? export_all(store, engine, &error) : NULL;
  cr_store_rollback(store);
  if (all == NULL)
    return cr_command_fail(error);
  cr_print_json(all);
  return CR_EXIT_DONE;
}
