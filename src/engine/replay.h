#pragma once
/* A whole story, told at once. */
#include "engine/story.h"

G_BEGIN_DECLS

typedef struct {
  const char *dir;
  CrInstant until; /* NONE: to the end of the story */
  CrProblemFunc problem;
  gpointer data;
} CrReplay;

/* Runs the story; everything that came of it is on its desk. *ret_end is the virtual time at the
 * end. NULL when the story cannot be told at all; skipped inputs are only reported. */
CrStory *cr_replay_run(const CrReplay *replay, CrInstant *ret_end, GError **error);

G_END_DECLS
