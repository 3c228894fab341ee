#include "engine/desk-private.h"
#include "engine/desk-read.h"

#include "effect/eml.h"

char *
cr_desk_message(CrDesk *desk, int id, CrInstant now, GError **error) {
  g_autoptr(CrInterview) iv = cr_desk_interview(desk, id, error);
  g_autoptr(CrEffect) letter = iv ? cr_desk_compose(desk, iv, now, error) : NULL;
  return letter ? cr_eml_new(letter, cr_engine_profile(desk->engine), now, error) : NULL;
}
