#pragma once
#include "engine/desk.h"

G_BEGIN_DECLS

/* Adds to the document of now: sources (how the live ones go) and can_send. */
void cr_connections_tell(CrDesk *desk, json_t *now);

G_END_DECLS
