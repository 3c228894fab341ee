#pragma once
/* The output contract of design.md, as JSON and as plain text. */
#include "engine/engine.h"

G_BEGIN_DECLS

json_t *cr_public_interview(const CrInterview *interview, const CrZone *mine, CrInstant now);
json_t *cr_public_timeline(GPtrArray *rows, const CrZone *mine);
json_t *cr_public_effect(const CrEffect *effect, const CrZone *mine, const char *file);
json_t *cr_public_slots(GPtrArray *slots, const CrZone *mine);
json_t *cr_public_diagnosis(const CrDiagnosis *diagnosis, const CrZone *mine);

/* One document on stdout, with a line end. Takes the reference. */
void cr_print_json(json_t *document);
/* "Tue 24 Nov 2026, 14:00 EST", with " (11:00 PST there)" when their clock differs. */
char *cr_print_when(CrInstant instant, const CrZone *mine, const CrZone *theirs);
void cr_print_timeline(GPtrArray *rows, const CrZone *mine);
void cr_print_diagnosis(const CrDiagnosis *diagnosis);
/* Text wrapped at 78 columns, each line indented. */
void cr_print_wrapped(const char *text, int indent);
const CrZone *cr_zone_of(const CrEngine *engine);

G_END_DECLS
