/* What a mail of theirs tells of the agreed call: numbers, who rings, role, link, who they are. */
#include "base/text.h"
#include "playbook/agree.h"
#include "playbook/letter.h"
#include "playbook/match.h"
#include "playbook/numbers.h"
#include "playbook/organisation.h"
#include "playbook/playbook-mail.h"

#include <string.h>

gboolean
turn_is_of_contact(const Turn *turn) {
  return turn->fact->trust == CR_TRUST_CONTACT ||
         (turn->fact->trust == CR_TRUST_COLLEAGUE &&
          cr_text_equal(turn->fact->mail->from_email, turn->iv->contact.email));
}

/* Who is to dial: of two words about it the contact's later one counts, said beside the hour. */
static void
learn_caller(Turn *turn) {
  CrCaller said = turn->fact->mail->caller, *known = &turn->iv->caller;
  gboolean anew = turn_is_of_contact(turn) && turn->s->phase == CR_PHASE_SCHEDULED &&
                  turn_names_agreed_hour(turn);
  if (said == CR_CALLER_UNKNOWN || said == *known || (*known != CR_CALLER_UNKNOWN && !anew))
    return;
  *known = said;
  if (said != CR_CALLER_CANDIDATE)
    turn_retract(turn, "candidate-dials");
}

/* Who is to call then: of several hours each may have its own. */
static const char *
caller_said(const CrReading *mail, CrInstant start) {
  for (guint i = 0; i < mail->times->len; i++) {
    const CrMention *mention = mail->times->pdata[i];
    if (mention->who && mention->start == start)
      return mention->who;
  }
  return mail->caller_name;
}

/* A coordinator says who rings; the later word counts. */
static void
learn_caller_name(Turn *turn) {
  const char *said = caller_said(turn->fact->mail, turn->iv->start);
  CrInterview *iv = turn->iv;
  if (said == NULL || turn->fact->trust < CR_TRUST_COLLEAGUE ||
      turn->s->phase != CR_PHASE_SCHEDULED)
    return;
  g_free(iv->caller_name);
  iv->caller_name =
      cr_text_equal(said, iv->contact.name) || cr_text_equal(said, turn->context->profile->name)
          ? NULL
          : g_strdup(said);
}

/* "pia.lund@…" of a text that says "Pia Lund". */
static char *
name_in_text(const char *address, const char *text) {
  g_autofree char *local = g_strndup(address, strcspn(address, "@"));
  g_strdelimit(local, "._-", ' ');
  const char *found = strchr(local, ' ') ? cr_text_find(text, local) : NULL;
  return found ? g_strndup(found, strlen(local)) : NULL;
}

/* A platform's mailbox is of no house: there a person's address must be of somebody whom the mail
 * names. */
static gboolean
is_of_their_house(const Turn *turn, const char *address) {
  const char *known = turn->iv->contact.email;
  g_autofree char *name = name_in_text(address, turn->fact->mail->text);
  gboolean platform = cr_address_is_platform(known, turn->iv->contact.name);
  return platform ? name && !cr_address_is_shared(address)
                  : cr_organisation_is_same(address, known);
}

/* Nobody reads what is sent to the mailbox that invites. Its words may name the one person of that
 * house who does. */
static void
learn_person(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  CrContact *contact = &turn->iv->contact;
  g_autofree char *only = NULL;
  g_auto(GStrv) words = g_strsplit_set(m->text ? m->text : "", " \t\n<>()[],;:\"'", -1);
  for (char **word = words; *word; word++) {
    g_autofree char *address = strchr(*word, '@') ? cr_address_normalize(*word) : NULL;
    if (address == NULL || cr_address_is_noreply(address) || cr_text_equal(address, only) ||
        cr_profile_owns(turn->context->profile, address) || !is_of_their_house(turn, address))
      continue;
    if (only)
      return; /* which of them is not told */
    only = g_steal_pointer(&address);
  }
  if (only == NULL)
    return;
  g_free(contact->name);
  contact->name = name_in_text(only, m->text);
  g_free(contact->email);
  contact->email = g_steal_pointer(&only);
  turn->s->address_gone = FALSE;
}

gboolean
turn_is_of_another_role(const Turn *turn) {
  const CrReading *m = turn->fact->mail;
  const CrInterview *iv = turn->iv;
  const char *const *thread = (const char *const *) iv->thread;
  gboolean answers = m->in_reply_to && thread && g_strv_contains(thread, m->in_reply_to);
  return !answers && cr_match_is_other_opening(m, iv);
}

gboolean
turn_is_of_caller(const Turn *turn) {
  return turn->fact->trust == CR_TRUST_COLLEAGUE && turn->iv->caller_name &&
         cr_text_equal(turn->fact->mail->from_name, turn->iv->caller_name);
}

static void
learn_return(Turn *turn) {
  gboolean of_contact = cr_text_equal(turn->fact->mail->from_email, turn->iv->contact.email);
  CrInstant back = of_contact ? turn_back_on(turn) : CR_INSTANT_NONE;
  if (back != CR_INSTANT_NONE)
    turn->s->return_at = back;
}

void
turn_learn(Turn *turn) {
  const CrReading *m = turn->fact->mail;
  CrInterview *iv = turn->iv;
  gboolean of_contact = turn_is_of_contact(turn);
  for (guint i = 0; i < m->phones->len; i++) {
    const CrPhone *phone = m->phones->pdata[i];
    switch (cr_number_role(m, phone, turn->context->profile)) {
    case CR_PHONE_CANDIDATE:
      cr_number_set_own(iv, phone);
      break;
    case CR_PHONE_DIAL_IN:
      if (iv->dial_number == NULL && phone->e164) {
        iv->dial_number = g_strdup(phone->e164);
        iv->dial_code = g_strdup(phone->code);
      }
      break;
    case CR_PHONE_CONTACT:
    case CR_PHONE_CALLER_ID:
    case CR_PHONE_SIGNATURE:
      if (iv->contact.phone == NULL && (of_contact || turn_is_of_caller(turn)))
        cr_contact_set_phone(&iv->contact, phone->e164, phone->ext);
      break;
    }
  }
  learn_caller(turn);
  learn_caller_name(turn);
  learn_return(turn);
  if (!turn_is_of_another_role(turn)) {
    if (iv->role == NULL)
      iv->role = g_strdup(m->role);
    cr_agree_note_requisitions(iv, m->subject, m->text);
  }
  if (iv->link == NULL && !mail_is_booking_page(m))
    iv->link = g_strdup(m->link);
  if (!of_contact)
    return;
  if (cr_agree_is_personal(m) && cr_text_equal(m->from_email, iv->contact.email)) {
    turn->s->address_gone = FALSE; /* somebody is there who writes */
    turn_retract(turn, "bounce");
  }
  if (turn->s->address_gone || cr_address_is_noreply(iv->contact.email))
    learn_person(turn);
  if (iv->contact.name == NULL && !cr_address_is_noreply(m->from_email))
    iv->contact.name = g_strdup(m->from_name);
  if (iv->contact.zone == NULL)
    iv->contact.zone = g_strdup(m->sender_zone);
}
