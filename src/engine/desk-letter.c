/* The letter for the current step, and what the candidate makes of it. */
#include "engine/desk-private.h"

#include "base/error.h"
#include "base/text.h"
#include "engine/engine-private.h"
#include "playbook/letter.h"
#include "store/audit.h"

#include <string.h>

#define MAX_SUBJECT_CHARS 200
#define MAX_BODY_CHARS 8000
#define MAX_EDITED_SLOTS 8
/* A time that is nearer than this is no offer any more. */
#define FRESH_USEC CR_HOUR

gboolean
cr_desk_letter_is_fresh(const CrEffect *letter, CrInstant now) {
  for (guint i = 0; i < letter->slots->len; i++)
    if (((CrSlot *) letter->slots->pdata[i])->start < now + FRESH_USEC)
      return FALSE;
  return TRUE;
}

char *
cr_desk_letter_advice(CrDesk *desk, const CrInterview *interview) {
  const CrState *s = &interview->state;
  const CrZone *mine = cr_desk_zone(desk);
  if (s->phase == CR_PHASE_SCHEDULED || s->phase == CR_PHASE_WAITING)
    return g_strdup("the call has not been missed yet; this is what the letter would say");
  if (s->phase == CR_PHASE_CLOSED)
    return g_strdup("nothing needs to be sent any more; a short thank-you, if you like");
  if (s->phase != CR_PHASE_MISSED)
    return g_strdup("nothing needs to be sent any more");
  if (s->step != CR_STEP_AWAIT)
    return cr_engine_profile(desk->engine)->name
               ? NULL
               : g_strdup("your name is not known, so it is not signed: say who you are under "
                          "Settings, or with crickets setup");
  if (s->letter_due == CR_INSTANT_NONE)
    return g_strdup("nothing needs to be sent now");
  CrWall w = cr_zone_wall(mine, s->letter_due);
  CrManner manner = cr_desk_manner(desk);
  g_autofree char *date = cr_manner_date(manner, &w, 3), *clock = cr_manner_clock(manner, &w);
  return g_strdup_printf("nothing needs to be sent now; the next letter is due %s, %s %s", date,
                         clock, cr_zone_abbreviation(mine, s->letter_due));
}

char *
cr_desk_letter_version(const CrDesk *desk, const CrEffect *letter) {
  const char *from = cr_profile_sender(cr_engine_profile(desk->engine), letter->from);
  const char *const parts[] = {from, letter->to, letter->subject, letter->body};
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
    g_checksum_update(sum, (const guchar *) (parts[i] ? parts[i] : ""),
                      parts[i] ? (gssize) strlen(parts[i]) + 1 : 0);
  for (guint i = 0; i < letter->slots->len; i++) {
    const CrSlot *slot = letter->slots->pdata[i];
    const CrInstant span[] = {slot->start, slot->end};
    g_checksum_update(sum, (const guchar *) span, sizeof span);
  }
  return g_strndup(g_checksum_get_string(sum), 32);
}

/* The step of the letter that is planned, drafted or on its way; else the current one. */
static CrStep
letter_step(const CrInterview *iv) {
  return iv->state.letter == CR_LETTER_PLANNED || iv->state.letter == CR_LETTER_HELD
             ? iv->state.letters > 0 ? CR_STEP_NUDGE : CR_STEP_EMAIL
             : iv->state.step;
}

/* What waits to be sent, or is on its way to where a draft lies, is shown as it is. */
static gboolean
is_open(const CrEffect *letter) {
  switch (letter->status) {
  case CR_EFFECT_DRAFT:
  case CR_EFFECT_HELD:
  case CR_EFFECT_PENDING:
  case CR_EFFECT_SENDING:
    return letter->body != NULL;
  case CR_EFFECT_SENT:
  case CR_EFFECT_SUPPRESSED:
  case CR_EFFECT_IN_DOUBT:
    return FALSE;
  }
  g_return_val_if_reached(FALSE);
}

static gboolean
is_on_its_way(const CrEffect *letter) {
  return letter->status == CR_EFFECT_PENDING || letter->status == CR_EFFECT_SENDING;
}

/* The one that is handed over, was drafted, or was edited before it falls due, or NULL. Of what is
 * asked ahead none is there yet, so that all are asked. */
static CrEffect *
kept_letter(CrDesk *desk, const CrInterview *iv, GError **error) {
  g_autofree char *planned =
      g_strdup_printf("%d.%s.%d", iv->id, cr_step_names[letter_step(iv)], iv->state.revision);
  const char *const ids[] = {iv->state.handed, iv->state.drafted, iv->state.answer, planned};
  for (gsize i = 0; i < G_N_ELEMENTS(ids); i++) {
    g_autoptr(GError) local = NULL;
    g_autoptr(CrEffect) kept = ids[i] ? cr_store_load_effect(desk->store, ids[i], &local) : NULL;
    if (local) {
      g_propagate_error(error, g_steal_pointer(&local));
      return NULL;
    }
    if (kept && is_open(kept) && (i > 0 || is_on_its_way(kept)))
      return g_steal_pointer(&kept);
  }
  return NULL;
}

static CrEffect *
write_anew(CrDesk *desk, const CrInterview *iv, const CrEffect *kept, GPtrArray *slots,
           CrInstant now, GError **error) {
  g_autoptr(CrEffect) effect = cr_effect_new();
  effect->kind = CR_EFFECT_LETTER;
  effect->status = kept ? kept->status : CR_EFFECT_DRAFT;
  effect->interview = iv->id;
  effect->step = kept ? kept->step : letter_step(iv);
  effect->revision = kept ? kept->revision : iv->state.revision;
  effect->id =
      kept ? g_strdup(kept->id)
           : g_strdup_printf("%d.%s.%d", iv->id, cr_step_names[effect->step], effect->revision);
  effect->at = now;
  if (!engine_write_letter(desk->engine, iv, effect, slots, now, error))
    return NULL;
  if (kept) { /* what is sent must be known again when it shows up among the sent mail */
    g_free(effect->message_id);
    g_free(effect->in_reply_to);
    g_strfreev(effect->references);
    effect->message_id = g_strdup(kept->message_id);
    effect->in_reply_to = g_strdup(kept->in_reply_to);
    effect->references = g_strdupv(kept->references);
  }
  return g_steal_pointer(&effect);
}

void
desk_ask_letter(CrDesk *desk, const CrInterview *iv) {
  cr_effect_free(kept_letter(desk, iv, NULL));
}

CrEffect *
desk_compose(CrDesk *desk, const CrInterview *iv, CrInstant now, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(CrEffect) kept = kept_letter(desk, iv, &local);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return NULL;
  }
  if (kept && is_on_its_way(kept))
    return g_steal_pointer(&kept);
  if (kept && kept->to == NULL && !cr_address_is_noreply(iv->contact.email)) /* known by now? */
    kept->to = cr_address_normalize(iv->contact.email);
  gboolean fresh = kept && cr_desk_letter_is_fresh(kept, now);
  /* They may have said who they are since it was drafted. */
  if (kept &&
      (kept->edited || (fresh && cr_letter_is_signed(kept->body, cr_engine_profile(desk->engine)))))
    return g_steal_pointer(&kept);
  /* Before the agreed time it is the one that is needed if nobody calls. */
  CrInstant written = iv->state.step == CR_STEP_PREPARE ? MAX(now, iv->end) : now;
  return write_anew(desk, iv, kept, fresh ? kept->slots : NULL, written, error);
}

CrEffect *
cr_desk_compose(CrDesk *desk, const CrInterview *iv, CrInstant now, GError **error) {
  if (!desk_begin(desk, FALSE, error))
    return NULL;
  CrEffect *letter = desk_compose(desk, iv, now, error);
  desk_end(desk);
  return letter;
}

json_t *
cr_desk_letter(CrDesk *desk, int id, CrInstant now, GError **error) {
  if (!desk_begin(desk, FALSE, error))
    return NULL;
  g_autoptr(CrInterview) iv = desk_load_interview(desk, id, error);
  g_autoptr(CrEffect) letter = iv ? desk_compose(desk, iv, now, error) : NULL;
  json_t *json = letter ? desk_view_letter_document(desk, letter, iv, now) : NULL;
  desk_end(desk);
  return json;
}

/* Changing it */

static gboolean
check_slots(GPtrArray *slots, CrInstant now, GError **error) {
  if (slots->len > MAX_EDITED_SLOTS) {
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "a letter offers at most %d times",
                MAX_EDITED_SLOTS);
    return FALSE;
  }
  for (guint i = 0; i < slots->len; i++) {
    const CrSlot *slot = slots->pdata[i];
    if (slot->start <= now || slot->end <= slot->start || slot->end > CR_INSTANT_MAX) {
      g_set_error(error, CR_ERROR, CR_ERROR_PARSE,
                  "a time to offer must lie ahead and have an end");
      return FALSE;
    }
  }
  return TRUE;
}

/* kept: see kept_letter, or NULL. It may be on its way still, whatever was said of it since. */
static gboolean
can_edit(const CrInterview *iv, const CrEffect *kept, GError **error) {
  gboolean begun = iv->state.phase == CR_PHASE_WAITING || iv->state.phase == CR_PHASE_MISSED;
  if (begun && iv->state.letter != CR_LETTER_SENDING && !(kept && is_on_its_way(kept)))
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_CONFLICT, "%s",
              begun ? "the letter is being sent" : "no letter is due for this call");
  return FALSE;
}

/* The line ends of a browser, and nothing that a mail could not carry. */
static char *
clean_body(const char *body) {
  g_autofree char *text = cr_text_block(body, MAX_BODY_CHARS);
  gsize length = strlen(text);
  return g_strconcat(text, length && text[length - 1] != '\n' ? "\n" : "", NULL);
}

static gboolean
apply(CrEffect *letter, const CrLetterEdit *edit, GError **error) {
  if (edit->subject) {
    g_free(letter->subject);
    letter->subject = cr_text_line(edit->subject, MAX_SUBJECT_CHARS);
  }
  if (edit->body) {
    g_free(letter->body);
    letter->body = clean_body(edit->body);
  }
  if (edit->slots) {
    cr_record_truncate(&cr_slot_record, letter->slots, 0);
    for (guint i = 0; i < edit->slots->len; i++)
      g_ptr_array_add(letter->slots, cr_slot_copy(edit->slots->pdata[i]));
  }
  letter->edited = TRUE;
  if (*letter->subject && *letter->body)
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "a letter needs a subject and a text");
  return FALSE;
}

static json_t *
edit_letter(CrDesk *desk, int id, const CrLetterEdit *edit, CrInstant now, GError **error) {
  g_autoptr(CrInterview) iv = desk_load_interview(desk, id, error);
  if (iv == NULL)
    return NULL;
  g_autoptr(GError) local = NULL;
  g_autoptr(CrEffect) kept = kept_letter(desk, iv, &local), letter = NULL;
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return NULL;
  }
  if (!can_edit(iv, kept, error) || (edit && edit->slots && !check_slots(edit->slots, now, error)))
    return NULL;
  gboolean anew = edit == NULL || (edit->slots && edit->body == NULL);
  letter = anew ? write_anew(desk, iv, kept, edit ? edit->slots : NULL, now, error)
                : desk_compose(desk, iv, now, error);
  if (letter == NULL || (edit && !apply(letter, edit, error)) ||
      !cr_store_save_effect(desk->store, letter, error))
    return NULL;
  if (iv->state.letter != CR_LETTER_PLANNED) { /* else they are noted when it falls due */
    engine_note_offered(iv, letter);
    if (!cr_store_save_interview(desk->store, iv, error))
      return NULL;
  }
  if (!cr_store_add_deed(desk->store, CR_DEED_LETTER_EDITED, desk->actor, now, letter->id, error))
    return NULL;
  json_t *json = desk_view_letter_document(desk, letter, iv, now);
  if (cr_store_commit(desk->store, error))
    return json;
  json_decref(json);
  return NULL;
}

json_t *
cr_desk_edit_letter(CrDesk *desk, int id, const CrLetterEdit *edit, CrInstant now, GError **error) {
  if (!desk_begin(desk, TRUE, error))
    return NULL;
  json_t *json = edit_letter(desk, id, edit, now, error);
  desk_end(desk);
  return json;
}

json_t *
cr_desk_reset_letter(CrDesk *desk, int id, CrInstant now, GError **error) {
  if (!desk_begin(desk, TRUE, error))
    return NULL;
  json_t *json = edit_letter(desk, id, NULL, now, error);
  desk_end(desk);
  return json;
}
