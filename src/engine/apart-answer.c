#include "engine/apart-private.h"

#include "base/text.h"

#include <string.h>

void
apart_put_answer(GByteArray *out, const CrIntake *intake, const GPtrArray *problems) {
  cr_wire_put_uint(out, CR_APART_ANSWER);
  cr_wire_put_uint(out, intake->facts->len);
  for (guint i = 0; i < intake->facts->len; i++)
    cr_fact_put(out, intake->facts->pdata[i]);
  cr_wire_put_uint(out, problems->len);
  for (guint i = 0; i < problems->len; i++)
    cr_wire_put_text(out, problems->pdata[i]);
  cr_wire_put_uint(out, (guint32) intake->saw_mail);
  cr_wire_put_uint(out, (guint32) intake->saw_calendar);
  cr_wire_put_instant(out, intake->calls_until);
}

/* What an input in this role can be a fact of: never what the candidate did, or what came of a
 * letter. */
static gboolean
may_be(const CrFact *fact, CrIntakeRole role) {
  gboolean calls = role == CR_AS_CALLS || role == CR_AS_TOLD, mail = role == CR_AS_MAIL;
  switch (fact->kind) {
  case CR_FACT_INVITE:
    return fact->event && !calls;
  case CR_FACT_MAIL:
  case CR_FACT_OWN_MAIL:
    return fact->mail && !calls;
  case CR_FACT_CALL:
    return fact->call && !mail;
  case CR_FACT_TICK:
  case CR_FACT_ADDED:
  case CR_FACT_ACT:
  case CR_FACT_OUTCOME:
  case CR_FACT_CLOCK:
  case CR_FACT_APPLICATION:
    return FALSE;
  }
  return FALSE;
}

static gboolean
take_facts(CrWire *wire, CrIntake *intake, const char *name, CrIntakeRole role) {
  for (guint32 left = cr_wire_count(wire); left > 0 && !wire->broken; left--) {
    g_autoptr(CrFact) fact = cr_fact_get(wire);
    if (fact == NULL || !may_be(fact, role) || fact->change || fact->effect_id ||
        fact->source_key == NULL || fact->trust != CR_TRUST_NONE || fact->source == NULL ||
        !g_str_has_prefix(fact->source, name))
      return FALSE;
    g_ptr_array_add(intake->facts, g_steal_pointer(&fact));
  }
  return !wire->broken;
}

static gboolean
take_problems(CrWire *wire, CrIntake *intake) {
  for (guint32 left = cr_wire_count(wire); left > 0 && !wire->broken; left--) {
    g_autofree char *told = cr_wire_text(wire), *message = cr_text_line(told, 400);
    if (message == NULL)
      return FALSE;
    intake->problems++;
    if (intake->problem)
      intake->problem(message, intake->data);
  }
  return !wire->broken;
}

static gboolean
take_answer(CrWire *wire, CrIntake *intake, const char *name, CrIntakeRole role) {
  guint facts = intake->facts->len;
  if (take_facts(wire, intake, name, role) && take_problems(wire, intake)) {
    gboolean mail = cr_wire_uint(wire) != 0, calendar = cr_wire_uint(wire) != 0;
    CrInstant calls_until = cr_wire_instant(wire);
    if (!wire->broken && wire->at == wire->end) {
      intake->saw_mail |= mail;
      intake->saw_calendar |= calendar;
      intake->calls_until = MAX(intake->calls_until, calls_until);
      return TRUE;
    }
  }
  g_ptr_array_set_size(intake->facts, (int) facts); /* nothing of it */
  return FALSE;
}

gboolean
apart_take_part(const guint8 *bytes, gsize length, CrIntake *intake, const char *name,
                CrIntakeRole role, gboolean *ret_whole) {
  CrWire wire = {bytes, bytes + length, FALSE};
  guint32 part = cr_wire_uint(&wire);
  *ret_whole = part == CR_APART_ANSWER;
  if (part == CR_APART_BUSY)
    return cr_busy_list_take(intake->busy, &wire, name);
  return *ret_whole && take_answer(&wire, intake, name, role);
}

void
apart_put_head(GByteArray *out, const CrMailHead *head) {
  cr_wire_put_uint(out, (guint32) head->bulk);
  cr_wire_put_uint(out, (guint32) head->of_work);
  cr_wire_put_text(out, head->senders);
  cr_wire_put_text(out, head->subject);
  cr_wire_put_texts(out, head->addresses);
}

gboolean
apart_take_head(const guint8 *bytes, gsize length, CrMailHead *ret_head) {
  CrWire wire = {bytes, bytes + length, FALSE};
  g_auto(CrMailHead) head = {0};
  head.bulk = cr_wire_uint(&wire) != 0;
  head.of_work = cr_wire_uint(&wire) != 0;
  head.senders = cr_wire_text(&wire);
  head.subject = cr_wire_text(&wire);
  head.addresses = cr_wire_texts(&wire);
  if (wire.broken || wire.at != wire.end ||
      (head.bulk && (head.senders == NULL || head.subject == NULL || head.addresses == NULL)))
    return FALSE;
  *ret_head = head;
  head = (CrMailHead){0};
  return TRUE;
}
