#include "engine/apps-private.h"

#include "base/error.h"
#include "playbook/pictures.h"
#include "playbook/pursuit.h"

static char *
funnel(CrEngine *engine, GPtrArray *rows, CrInstant now) {
  return cr_picture_funnel(rows);
}

static char *
weeks(CrEngine *engine, GPtrArray *rows, CrInstant now) {
  return cr_picture_weeks(rows, cr_pursuit_today(engine->profile, now), cr_engine_zone(engine),
                          apps_manner(engine), engine->policy->weekly_target);
}

static char *
in_stages(CrEngine *engine, GPtrArray *rows, CrInstant now) {
  return cr_picture_stages(rows, now);
}

static const struct {
  const char *name;
  char *(*draw)(CrEngine *engine, GPtrArray *rows, CrInstant now);
} pictures[] = {{"funnel", funnel}, {"weeks", weeks}, {"stages", in_stages}};

char *
cr_apps_picture(CrEngine *engine, const char *name, CrInstant now, GError **error) {
  for (gsize i = 0; i < G_N_ELEMENTS(pictures); i++) {
    if (g_strcmp0(pictures[i].name, name) != 0)
      continue;
    if (!engine_begin(engine, FALSE, error))
      return NULL;
    g_autoptr(GPtrArray) rows = apps_rows(engine, error);
    char *svg = rows ? pictures[i].draw(engine, rows, now) : NULL;
    cr_store_rollback(engine->store);
    return svg;
  }
  g_set_error(error, CR_ERROR, CR_ERROR_NOT_FOUND,
              "there is no such picture; there are funnel, weeks and stages");
  return NULL;
}
