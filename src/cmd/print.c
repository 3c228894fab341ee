#include "cmd/print.h"

#include "base/text.h"
#include "playbook/diagnosis.h"

#include <stdio.h>
#include <string.h>

static void
put_instant(json_t *object, const char *key, CrInstant instant, const CrZone *mine) {
  g_autofree char *text = cr_instant_format(instant, mine);
  cr_json_put_string(object, key, text);
}

static void
put_int_or_null(json_t *object, const char *key, int value) {
  json_object_set_new(object, key, value ? json_integer(value) : json_null());
}

static json_t *
public_evidence(const CrEvidence *evidence, gboolean supports) {
  json_t *json = json_object();
  cr_json_put_string(json, "text", evidence->text);
  cr_json_put_string(json, "source", evidence->source);
  json_object_set_new(json, "for", json_boolean(supports));
  cr_json_put_string(json, "kind", evidence->kind);
  return json;
}

json_t *
cr_public_diagnosis(const CrDiagnosis *diagnosis, const CrZone *mine) {
  json_t *json = json_object(), *reasons = json_array();
  put_instant(json, "at", diagnosis->at, mine);
  for (guint i = 0; i < CR_N_REASONS; i++) {
    const CrRankedReason *ranked = &diagnosis->reasons[i];
    json_t *reason = json_object(), *list = json_array();
    cr_json_put_string(reason, "reason", cr_reason_names[ranked->reason]);
    json_object_set_new(reason, "p", json_real(ranked->p));
    for (guint j = 0; j < ranked->supports->len; j++)
      json_array_append_new(list, public_evidence(ranked->supports->pdata[j], TRUE));
    for (guint j = 0; j < ranked->opposes->len; j++)
      json_array_append_new(list, public_evidence(ranked->opposes->pdata[j], FALSE));
    json_object_set_new(reason, "evidence", list);
    json_array_append_new(reasons, reason);
  }
  json_object_set_new(json, "reasons", reasons);
  return json;
}

static json_t *
public_warnings(const CrState *state) {
  json_t *array = json_array();
  for (guint i = 0; i < state->warnings->len; i++) {
    const CrWarning *warning = state->warnings->pdata[i];
    json_t *json = json_object();
    cr_json_put_string(json, "kind", warning->kind);
    cr_json_put_string(json, "text", warning->text);
    json_array_append_new(array, json);
  }
  return array;
}

/* Before the agreed time there is nothing to explain, unless something was found already. */
static json_t *
diagnosis_or_null(const CrInterview *iv, const CrZone *mine, CrInstant now) {
  if (iv->state.phase == CR_PHASE_SCHEDULED && iv->state.evidence->len == 0)
    return json_null();
  g_autoptr(CrDiagnosis) diagnosis = cr_diagnosis_new(iv->state.evidence, now);
  return cr_public_diagnosis(diagnosis, mine);
}

json_t *
cr_public_interview(const CrInterview *iv, const CrZone *mine, CrInstant now) {
  const CrState *s = &iv->state;
  json_t *json = json_object(), *contact = json_object();
  json_object_set_new(json, "id", json_integer(iv->id));
  cr_json_put_string(json, "uid", iv->uid);
  cr_json_put_string(json, "company", iv->company);
  cr_json_put_string(json, "role", iv->role);
  cr_json_put_string(contact, "name", iv->contact.name);
  cr_json_put_string(contact, "email", iv->contact.email);
  cr_json_put_string(contact, "phone", iv->contact.phone);
  json_object_set_new(json, "contact", contact);
  put_instant(json, "start", iv->start, mine);
  put_instant(json, "end", iv->end, mine);
  cr_json_put_string(json, "zone", iv->zone);
  cr_json_put_string(json, "medium", cr_medium_names[iv->medium]);
  cr_json_put_string(json, "caller", cr_caller_names[iv->caller]);
  cr_json_put_string(json, "phase", cr_phase_names[s->phase]);
  cr_json_put_string(json, "step", cr_step_names[s->step]);
  put_instant(json, "due", s->due, mine);
  cr_json_put_string(json, "standing", cr_standing_names[s->standing]);
  put_int_or_null(json, "successor", s->successor);
  put_int_or_null(json, "predecessor", s->predecessor);
  json_object_set_new(json, "diagnosis", diagnosis_or_null(iv, mine, now));
  json_object_set_new(json, "warnings", public_warnings(s));
  cr_json_put_string(json, "question", s->question);
  json_object_set_new(json, "proposals", cr_public_slots(s->proposals, mine));
  return json;
}

json_t *
cr_public_timeline(GPtrArray *rows, const CrZone *mine) {
  json_t *array = json_array();
  for (guint i = 0; i < rows->len; i++) {
    const CrTimelineRow *row = rows->pdata[i];
    json_t *json = json_object();
    put_instant(json, "at", row->at, mine);
    json_object_set_new(json, "interview", json_integer(row->interview));
    cr_json_put_string(json, "event", row->event);
    cr_json_put_string(json, "text", row->text);
    json_array_append_new(array, json);
  }
  return array;
}

json_t *
cr_public_slots(GPtrArray *slots, const CrZone *mine) {
  json_t *array = json_array();
  for (guint i = 0; i < slots->len; i++) {
    const CrSlot *slot = slots->pdata[i];
    json_t *json = json_object();
    put_instant(json, "start", slot->start, mine);
    put_instant(json, "end", slot->end, mine);
    json_array_append_new(array, json);
  }
  return array;
}

json_t *
cr_public_effect(const CrEffect *effect, const CrZone *mine, const char *file) {
  json_t *json = json_object();
  put_instant(json, "at", effect->at, mine);
  json_object_set_new(json, "interview", json_integer(effect->interview));
  cr_json_put_string(json, "step", cr_step_names[effect->step]);
  cr_json_put_string(json, "to", effect->to);
  cr_json_put_string(json, "subject", effect->subject);
  cr_json_put_string(json, "in_reply_to", effect->in_reply_to);
  cr_json_put_string(json, "message_id", effect->message_id);
  cr_json_put_string(json, "status", cr_effect_status_names[effect->status]);
  cr_json_put_string(json, "reason", effect->reason);
  cr_json_put_string(json, "file", file);
  cr_json_put_string(json, "body", effect->body);
  json_object_set_new(json, "slots", cr_public_slots(effect->slots, mine));
  return json;
}

void
cr_print_json(json_t *document) {
  char *text = json_dumps(document, JSON_INDENT(2) | JSON_REAL_PRECISION(12));
  puts(text);
  free(text);
  json_decref(document);
}

const CrZone *
cr_zone_of(const CrEngine *engine) {
  const CrZone *zone = cr_zone_find(cr_engine_profile(engine)->zone);
  return zone ? zone : cr_zone_utc();
}

static char *
clock_text(CrInstant instant, const CrZone *zone) {
  CrWall w = cr_zone_wall(zone, instant);
  return g_strdup_printf("%02d:%02d %s", w.hour, w.minute, cr_zone_abbreviation(zone, instant));
}

char *
cr_print_when(CrInstant instant, const CrZone *mine, const CrZone *theirs) {
  CrWall w = cr_zone_wall(mine, instant);
  g_autofree char *clock = clock_text(instant, mine);
  g_autoptr(GString) text = g_string_new(NULL);
  g_string_printf(text, "%.3s %d %.3s %d, %s", cr_weekday_name(cr_day_weekday(cr_wall_day(&w))),
                  w.day, cr_month_name(w.month), w.year, clock);
  if (theirs && cr_zone_offset_sec(mine, instant) != cr_zone_offset_sec(theirs, instant)) {
    g_autofree char *there = clock_text(instant, theirs);
    g_string_append_printf(text, " (%s there)", there);
  }
  return g_string_free(g_steal_pointer(&text), FALSE);
}

void
cr_print_wrapped(const char *text, int indent) {
  g_auto(GStrv) paragraphs = g_strsplit(text ? text : "", "\n", -1);
  for (char **paragraph = paragraphs; *paragraph; paragraph++) {
    g_auto(GStrv) words = g_strsplit(*paragraph, " ", -1);
    glong column = 0;
    printf("%*s", **paragraph ? indent : 0, "");
    for (char **word = words; *word; word++) {
      glong width = g_utf8_strlen(*word, -1);
      if (column > 0 && indent + column + 1 + width > 78) {
        printf("\n%*s", indent, "");
        column = 0;
      }
      printf("%s%s", column ? " " : "", *word);
      column += width + (column > 0);
    }
    putchar('\n');
  }
}

void
cr_print_timeline(GPtrArray *rows, const CrZone *mine) {
  CrDay last = G_MININT32;
  for (guint i = 0; i < rows->len; i++) {
    const CrTimelineRow *row = rows->pdata[i];
    CrWall w = cr_zone_wall(mine, row->at);
    if (cr_wall_day(&w) != last)
      printf("%s%s %d %s\n", i ? "\n" : "", cr_weekday_name(cr_day_weekday(cr_wall_day(&w))), w.day,
             cr_month_name(w.month));
    last = cr_wall_day(&w);
    g_autofree char *head = g_strdup_printf("  %02d:%02d  %-11s ", w.hour, w.minute, row->event);
    g_autofree char *text = g_strconcat(row->text, NULL);
    printf("%s", head);
    /* The first line continues behind the head; the others hang below the text. */
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    glong column = (glong) strlen(head), indent = column;
    for (char **word = words; *word; word++) {
      glong width = g_utf8_strlen(*word, -1);
      if (column > indent && column + 1 + width > 90) {
        printf("\n%*s", (int) indent, "");
        column = indent;
      }
      printf("%s%s", column > indent ? " " : "", *word);
      column += width + (column > indent);
    }
    putchar('\n');
  }
}

void
cr_print_diagnosis(const CrDiagnosis *diagnosis) {
  for (guint i = 0; i < CR_N_REASONS; i++) {
    const CrRankedReason *r = &diagnosis->reasons[i];
    if (r->p < 0.005 && i > 2)
      continue;
    char bar[21] = "";
    int filled = (int) (r->p * 20 + 0.5);
    memset(bar, '#', filled);
    memset(bar + filled, '.', 20 - filled);
    printf("  %-9s %s %3.0f %%  %s\n", cr_reason_names[r->reason], bar, r->p * 100,
           cr_reason_meaning(r->reason));
    for (guint j = 0; j < r->supports->len && i < 3; j++) {
      const CrEvidence *e = r->supports->pdata[j];
      printf("              for      %s (%s)\n", e->text, e->source);
    }
    for (guint j = 0; j < r->opposes->len && i < 3; j++) {
      const CrEvidence *e = r->opposes->pdata[j];
      printf("              against  %s (%s)\n", e->text, e->source);
    }
  }
}
