#pragma once
/* The output contract of design.md as JSON: what the command prints and the API answers. */
#include "engine/engine.h"

G_BEGIN_DECLS

/* What a list shows of it. */
json_t *cr_public_row(const CrInterview *interview, const CrZone *mine);
json_t *cr_public_interview(const CrInterview *interview, const CrZone *mine, CrInstant now);
json_t *cr_public_timeline(GPtrArray *rows, const CrZone *mine);
json_t *cr_public_effect(const CrEffect *effect, const CrZone *mine, const char *file);
json_t *cr_public_slots(GPtrArray *slots, const CrZone *mine);
json_t *cr_public_diagnosis(const CrDiagnosis *diagnosis, const CrZone *mine);

G_END_DECLS
