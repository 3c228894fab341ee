#pragma once
/* The applications of a story: tables that were there from its beginning, and what the candidate
 * does about one of them later. */
#include "engine/engine.h"
#include "engine/intake.h"

G_BEGIN_DECLS

/* applications.csv, applications.json, or a folder "applications" of such. at: when the story
 * begins, or NONE: as late as the tables go; *ret_at is the instant that it was then. What cannot
 * be used is reported. */
gboolean story_take_tables(const char *dir, CrEngine *engine, CrInstant at, CrIntake *intake,
                           CrInstant *ret_at, GError **error);
/* An APPLICATION fact out of acts.jsonl, whose text is the line: "application" is a number, a
 * company, or "ROLE at COMPANY"; "do" is "add" or an act of cr_apps_act. What cannot be done is
 * reported. */
gboolean story_act_on_application(CrEngine *engine, const CrFact *fact, CrIntake *intake,
                                  GError **error);

G_END_DECLS
