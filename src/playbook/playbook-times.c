/* The times that a mail names, and which of the offered ones it takes. */
#include "base/text.h"
#include "playbook/cues.h"
#include "playbook/playbook-mail.h"

#include <string.h>

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
    gboolean known = cr_choice_is_hour(mention) ? mention->start == turn->iv->start
                                                : is_day_of(mention, turn->iv->start);
    if (!cr_mention_is_of_call(mention) || mention->past || known ||
        mention->start <= turn->fact->at)
      continue;
    for (guint j = 0; j < found->len; j++)
      known = known || ((CrMention *) found->pdata[j])->start == mention->start;
    if (!known)
      g_ptr_array_add(found, mention);
  }
  keep_if_any(found, cr_choice_is_hour);
  keep_if_any(found, is_moved_to);
  return found;
}

gboolean
turn_names_agreed_hour(const Turn *turn) {
  const CrReading *m = turn->fact->mail;
  gboolean named = FALSE;
  for (guint i = 0; i < m->times->len; i++)
    named = named || ((CrMention *) m->times->pdata[i])->start == turn->iv->start;
  return named;
}

const CrSlot *
turn_chosen_slot(const Turn *turn) {
  g_autoptr(GPtrArray) times = turn_times_ahead(turn), made = cr_state_offers_made(turn->s);
  int last = turn->s->offered_last;
  return cr_choice_of(turn->fact->mail, times, made,
                      (guint) (last ? last : turn->context->policy->slots));
}

static void
keep_words(const char *kind, const char *quote, gpointer data) {
  char **words = data;
  if (strcmp(kind, CR_CUE_BACK_ON) == 0)
    *words = g_strdup(quote);
}

CrInstant
turn_back_on(const Turn *turn) {
  const CrReading *m = turn->fact->mail;
  g_autofree char *words = NULL;
  cr_cues_find(m->text, keep_words, &words);
  const char *behind = words ? cr_text_find(words, "back") : NULL;
  if (behind == NULL)
    behind = words ? cr_text_find(words, "return") : NULL;
  for (guint i = 0; behind && i < m->times->len; i++) {
    const CrMention *day = m->times->pdata[i];
    const CrZone *zone = cr_zone_find(day->zone);
    if (zone && day->day_said && !day->past && day->text && cr_text_find(behind, day->text)) {
      CrWall wall = {0};
      cr_day_to_date(cr_zone_day(zone, day->start), &wall.year, &wall.month, &wall.day);
      CrInstant begins = cr_zone_instant(zone, &wall);
      return begins > turn->fact->at ? begins : CR_INSTANT_NONE;
    }
  }
  return CR_INSTANT_NONE;
}
