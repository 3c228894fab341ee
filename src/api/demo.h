#pragma once
/* Trying it with a story: a world of its own, in memory, with its own clock, for one browser. The
 * candidate's own data are another world. */
#include "api/hub.h"
#include "api/route.h"

G_BEGIN_DECLS

typedef struct _CrDemos CrDemos;

/* A demo that is gone ends its event streams in the hub, whose world it is. */
CrDemos *cr_demos_new(CrHub *hub);
void cr_demos_free(CrDemos *demos); /* NULL-safe */

/* Begins that story at its moment; *ret_token is what the browser gets (free with g_free).
 * CR_ERROR_NOT_FOUND when there is no such story. The one that was tried least lately makes room,
 * of an owner (the account of a service, else 0) who tries several one of theirs. */
gboolean cr_demos_begin(CrDemos *demos, const char *name, gint64 owner, char **ret_token,
                        GError **error);
/* The demo of a token, locked; NULL when it is none. To be given back with cr_demo_unlock. */
CrDemo *cr_demos_lock(CrDemos *demos, const char *token);
void cr_demo_unlock(CrDemo *demo);
/* Whether there was one. */
gboolean cr_demos_end(CrDemos *demos, const char *token);

/* Of a locked one: */
CrDesk *cr_demo_desk(CrDemo *demo);
const char *cr_demo_name(const CrDemo *demo);
CrInstant cr_demo_now(const CrDemo *demo);
/* What happened up to its clock is told. */
gboolean cr_demo_catch_up(CrDemo *demo, GError **error);
/* Lets time pass to then, or NONE: to the next thing that happens. */
gboolean cr_demo_skip(CrDemo *demo, CrInstant to, GError **error);
json_t *cr_demo_view(CrDemo *demo, GError **error);

/* tell is called with what each demo's streams have not been told yet. */
void cr_demos_look(CrDemos *demos, void (*tell)(CrDemo *demo, GBytes *news, gpointer data),
                   gpointer data);

json_t *cr_demo_list(const char *current);

G_END_DECLS
