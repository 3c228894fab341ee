/* The times that a mail names, and which of the offered ones it takes. */
#include "base/text.h"
#include "playbook/playbook-mail.h"

#include <string.h>

gboolean
mail_is_hour(const CrMention *mention) {
  return mention->granularity == CR_GRANULARITY_INSTANT;
}

static gboolean
is_moved_to(const CrMention *mention) {
  return mention->role == CR_TIME_NEW;
}

/* "Our call tomorrow" names no other time. */
static gboolean
is_day_of(const CrMention *mention, CrInstant agreed) {
  return mention->role != CR_TIME_NEW && mention->start <= agreed && agreed < mention->end;
}

/* What is better said beats all else that is said: an hour a mere day, "to 3:30" any other time. */
static void
keep_if_any(GPtrArray *mentions, gboolean (*is_better)(const CrMention *)) {
  gboolean any = FALSE;
  for (guint i = 0; i < mentions->len; i++)
    any = any || is_better(mentions->pdata[i]);
  for (guint i = mentions->len; any && i > 0; i--)
    if (!is_better(mentions->pdata[i - 1]))
      g_ptr_array_remove_index(mentions, i - 1);
}

GPtrArray *
turn_times_ahead(const Turn *turn) {
  const CrReading *m = turn->fact->mail;
  GPtrArray *found = g_ptr_array_new();
  for (guint i = 0; i < m->times->len; i++) {
    CrMention *mention = m->times->pdata[i];
    gboolean known = mail_is_hour(mention) ? mention->start == turn->iv->start
                                           : is_day_of(mention, turn->iv->start);
    if (!cr_mention_is_of_call(mention) || mention->past || known ||
        mention->start <= turn->fact->at)
      continue;
    for (guint j = 0; j < found->len; j++)
      known = known || ((CrMention *) found->pdata[j])->start == mention->start;
    if (!known)
      g_ptr_array_add(found, mention);
  }
  keep_if_any(found, mail_is_hour);
  keep_if_any(found, is_moved_to);
  return found;
}

gboolean
mail_agrees(const CrReading *m) {
  return m->accepts || m->firm || m->class == CR_MAIL_CONFIRMATION;
}

static gboolean
says_any(const char *text, const char *const *words) {
  for (; *words; words++)
    if (cr_text_find(text, *words))
      return TRUE;
  return FALSE;
}

/* "The second option", "option 2", "the last one". */
static gboolean
names_place(const char *text, guint place, guint count) {
  static const char *const ordinals[][3] = {
      {"first", "1st", "1"}, {"second", "2nd", "2"}, {"third", "3rd", "3"}};
  static const char *const things[] = {"one",   "option", "slot",       "time",
                                       "works", "is",     "suggestion", NULL};
  static const char *const whose[] = {"the", "your"};
  static const char *const labels[] = {"option", "slot", NULL};
  const char *const named[] = {ordinals[place][0], ordinals[place][1],
                               place + 1 == count ? "last" : NULL};
  for (guint i = 0; i < G_N_ELEMENTS(named) && named[i]; i++)
    for (guint j = 0; things[j / 2]; j++) {
      g_autofree char *words = g_strdup_printf("%s %s %s", whose[j % 2], named[i], things[j / 2]);
      if (cr_text_find(text, words))
        return TRUE;
    }
  for (guint j = 0; labels[j]; j++) {
    g_autofree char *words = g_strdup_printf("%s %s", labels[j], ordinals[place][2]);
    const char *at = cr_text_find(text, words);
    char next = at ? at[strlen(words)] : '1';
    if (next != ':' && !g_ascii_isdigit(next)) /* not "slot 1:30" */
      return TRUE;
  }
  return FALSE;
}

/* "The first one works": of the times that the last letter offered. */
static const CrSlot *
slot_by_place(const Turn *turn) {
  static const char *const yes[] = {" works",      " is good",  " is fine", " is great",
                                    " is perfect", " suits me", "sounds",   "let's go with",
                                    "let's do",    "i'll take", NULL};
  static const char *const no[] = {"n't work", "not work", "n't suit", "n't make", "cannot", NULL};
  const CrReading *m = turn->fact->mail;
  const GPtrArray *offered = turn->s->offered;
  int usual = turn->context->policy->slots, last = turn->s->offered_last;
  guint count = MIN(offered->len, (guint) (last ? last : usual)), first = offered->len - count;
  const CrSlot *chosen = NULL;
  if (count == 1 && mail_agrees(m))
    return offered->pdata[first];
  if ((!m->accepts && !says_any(m->text, yes)) || says_any(m->text, no))
    return NULL;
  for (guint i = 0; i < MIN(count, 3); i++)
    if (names_place(m->text, i, count)) {
      if (chosen)
        return NULL; /* a choice again */
      chosen = offered->pdata[first + i];
    }
  return chosen;
}

gboolean
turn_fits(const Turn *turn, const CrMention *mention, const CrSlot *slot) {
  const CrReading *m = turn->fact->mail;
  if (!mail_is_hour(mention))
    return mail_agrees(m) && slot->start >= mention->start && slot->start < mention->end;
  const CrZone *zone = cr_zone_find(mention->zone);
  if (mention->start == slot->start || mention->day_said || !mail_agrees(m) || zone == NULL)
    return mention->start == slot->start;
  CrWall said = cr_zone_wall(zone, mention->start), meant = cr_zone_wall(zone, slot->start);
  return said.hour == meant.hour && said.minute == meant.minute;
}

/* Which of the offered slots the mail takes: by its hour, or by its day when only one was offered
 * then. NULL when none, when it could be several, and when the day is that of a promise to write.
 */
const CrSlot *
turn_chosen_slot(const Turn *turn) {
  const GPtrArray *offered = turn->s->offered;
  g_autoptr(GPtrArray) times = turn_times_ahead(turn);
  const CrSlot *chosen = NULL;
  guint hits = 0;
  if (times->len > 1)
    return NULL;
  for (guint i = 0; i < times->len; i++) {
    const CrMention *mention = times->pdata[i];
    if (turn->fact->mail->promise != CR_INSTANT_NONE && !mail_is_hour(mention))
      return NULL;
    for (guint j = 0; j < offered->len; j++) {
      const CrSlot *slot = offered->pdata[j];
      if (turn_fits(turn, mention, slot) && slot != chosen) {
        chosen = slot;
        hits++;
      }
    }
  }
  if (times->len == 0)
    return slot_by_place(turn);
  return hits == 1 ? chosen : NULL;
}
