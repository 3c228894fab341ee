#pragma once
/* A story with a virtual clock: the real engine over an in-memory database, with inputs that enter
 * at their own times. See docs/design.md for the folder. */
#include "engine/desk.h"
#include "engine/intake.h"

G_BEGIN_DECLS

typedef struct _CrStory CrStory;

/* The story of a folder before its first input. Skipped inputs are reported; NULL when it cannot be
 * told at all. */
CrStory *cr_story_new(const char *dir, CrProblemFunc problem, gpointer data, GError **error);
void cr_story_free(CrStory *story);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrStory, cr_story_free)

CrDesk *cr_story_desk(CrStory *story); /* the story's */
/* Takes all inputs and decides all that is due up to then, in order. Inputs that enter at the same
 * instant as something falls due come first: they were visible. */
gboolean cr_story_advance(CrStory *story, CrInstant until, GError **error);
/* When the next input enters or something falls due; NONE when nothing will. */
gboolean cr_story_next(CrStory *story, CrInstant *ret_next, GError **error);
CrInstant cr_story_now(const CrStory *story); /* of the last thing that happened */
/* When its last input enters, or the last time that an input names, whichever is later. */
CrInstant cr_story_last_moment(const CrStory *story);
/* From now on somebody else acts for the candidate: what the story's own did is left out. */
void cr_story_take_over(CrStory *story);

G_END_DECLS
