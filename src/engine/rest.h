#pragma once
/* What a process gives back before it sleeps for long. */
#include <glib.h>

G_BEGIN_DECLS

/* The start is over: what only it needed of libraries is given back. What is loaded by now is
 * needed whenever it wakes. */
void cr_rest_note(void);
/* Free memory, and the pages of libraries that were loaded since: they are as they are in their
 * files, and come back when they are used again. */
void cr_rest(void);

G_END_DECLS
