#pragma once
/* The system's zone data as a whole. */
#include "base/instant.h"

G_BEGIN_DECLS

const char *cr_zones_folder(void);
/* "2025b"; or what else tells one edition from another. Free with g_free. */
char *cr_zones_version(void);
/* When this edition came onto the machine. */
CrInstant cr_zones_changed_at(void);

G_END_DECLS
