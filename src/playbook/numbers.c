#include "playbook/numbers.h"

#include "base/text.h"

#include <string.h>

#define REACH_CHARS 40

/* Where the first name of that person stands last in the text; NULL when it does not. */
static const char *
last_named(const char *text, const char *name) {
  g_autofree char *first = name ? g_strndup(name, strcspn(name, " ,")) : NULL;
  const char *last = NULL;
  if (first == NULL || strlen(first) < 2)
    return NULL;
  for (const char *at = text; (at = cr_text_find(at, first)); at++)
    last = at;
  return last;
}

/* What stands before the number in its sentence. Free with g_free; NULL when it is not found. */
static char *
words_before(const CrReading *mail, const char *raw) {
  const char *at = raw && *raw ? cr_text_find(mail->text, raw) : NULL;
  const char *from = at;
  while (at && from > mail->text && at - from < REACH_CHARS && !strchr("\n.;!?", from[-1]))
    from--;
  return at ? g_strndup(from, at - from) : NULL;
}

CrPhoneRole
cr_number_role(const CrReading *mail, const CrPhone *phone, const CrProfile *profile) {
  static const char *const theirs[] = {"my ", " me ", "from", NULL};
  g_autofree char *before =
      phone->role == CR_PHONE_CONTACT ? words_before(mail, phone->raw) : NULL;
  const char *me = last_named(before, profile->name), *sender = last_named(before, mail->from_name);
  gboolean mine = me && (sender == NULL || sender < me);
  for (const char *const *word = theirs; *word && mine; word++)
    mine = cr_text_find(me, *word) == NULL;
  return mine ? CR_PHONE_CANDIDATE : phone->role;
}

void
cr_number_set_own(CrInterview *iv, const CrPhone *phone) {
  g_free(iv->own_number);
  iv->own_number = g_strdup(phone->e164 ? phone->e164 : phone->raw);
  iv->own_number_bad = phone->e164 == NULL || phone->no_country_code;
}

void
cr_number_note_own(CrInterview *iv, const CrPhone *phone, const CrProfile *profile) {
  const char *given = phone->e164, *own = profile->phone;
  gboolean theirs = g_strcmp0(given, iv->contact.phone) == 0;
  if (given == NULL || own == NULL || theirs || phone->role == CR_PHONE_DIAL_IN ||
      cr_text_distance(given, own, 2) > 1)
    return;
  g_free(iv->own_number);
  iv->own_number = g_strdup(given);
  iv->own_number_bad = FALSE;
}
