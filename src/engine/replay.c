#include "engine/replay.h"

/* After the last input, or the last call that one names, the story goes on until nothing is due,
 * but no longer than this. */
#define EPILOGUE_USEC (120 * CR_DAY_USEC)

CrStory *
cr_replay_run(const CrReplay *replay, CrInstant *ret_end, GError **error) {
  g_autoptr(CrStory) story = cr_story_new(replay->dir, replay->problem, replay->data, error);
  if (story == NULL)
    return NULL;
  gboolean whole = replay->until == CR_INSTANT_NONE;
  CrInstant until = whole ? cr_story_last_moment(story) + EPILOGUE_USEC : replay->until;
  if (!cr_story_advance(story, until, error))
    return NULL;
  *ret_end = whole ? cr_story_now(story) : until;
  return g_steal_pointer(&story);
}
