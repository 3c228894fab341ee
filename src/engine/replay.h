#pragma once
/* A whole story with a virtual clock: the real engine over an in-memory database. */
#include "engine/engine.h"
#include "engine/intake.h"

G_BEGIN_DECLS

typedef struct {
  const char *dir;
  CrInstant until; /* NONE: to the end of the story */
  CrProblemFunc problem;
  gpointer data;
} CrReplay;

/* Runs the story. Afterwards everything that came of it is in the store, which the caller frees
 * before it frees nothing else: the engine of ret_engine borrows it. *ret_end is the virtual time
 * at the end. FALSE when the story cannot be run at all; skipped inputs are only reported. */
gboolean cr_replay_run(const CrReplay *replay, CrStore **ret_store, CrEngine **ret_engine,
                       CrInstant *ret_end, GError **error);

G_END_DECLS
