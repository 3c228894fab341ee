/* By its words and times an answer takes one of several slots. */
#include "playbook/choice.h"

#include "base/text.h"
#include "base/zone.h"

#include <stdlib.h>
#include <string.h>

gboolean
cr_choice_is_hour(const CrMention *mention) {
  return mention->granularity == CR_GRANULARITY_INSTANT;
}

gboolean
cr_choice_agrees(const CrReading *m) {
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
  if (count == 2 && cr_text_find(text, place ? "the latter" : "the former"))
    return TRUE;
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

/* "The first one works": of the last `count`. */
static const CrSlot *
slot_by_place(const CrReading *m, const GPtrArray *offered, guint count) {
  static const char *const yes[] = {" works",      " is good",  " is fine", " is great",
                                    " is perfect", " suits me", "sounds",   "let's go with",
                                    "let's do",    "i'll take", NULL};
  static const char *const no[] = {"n't work", "not work", "n't suit", "n't make", "cannot", NULL};
  guint first = offered->len - count;
  const CrSlot *chosen = NULL;
  if (says_any(m->text, no))
    return NULL;
  if (count == 1 && cr_choice_agrees(m))
    return offered->pdata[first];
  if (!m->accepts && !says_any(m->text, yes))
    return NULL;
  for (guint i = 0; i < MIN(count, 3); i++)
    if (names_place(m->text, i, count)) {
      if (chosen)
        return NULL; /* a choice again */
      chosen = offered->pdata[first + i];
    }
  return chosen;
}

/* "9 on Wednesday", of an offer for Wednesday week. */
static gboolean
is_same_weekday(const CrMention *mention, const CrWall *said, const CrWall *meant) {
  return mention->weekday_said && cr_wall_day(meant) > cr_wall_day(said) &&
         cr_day_weekday(cr_wall_day(meant)) == cr_day_weekday(cr_wall_day(said));
}

gboolean
cr_choice_fits(const CrReading *m, const CrMention *mention, const CrSlot *slot) {
  if (!cr_choice_is_hour(mention))
    return cr_choice_agrees(m) && slot->start >= mention->start && slot->start < mention->end;
  const CrZone *zone = cr_zone_find(mention->zone);
  if (mention->start == slot->start || !cr_choice_agrees(m) || zone == NULL)
    return mention->start == slot->start;
  CrWall said = cr_zone_wall(zone, mention->start), meant = cr_zone_wall(zone, slot->start);
  return (!mention->day_said || is_same_weekday(mention, &said, &meant)) &&
         said.hour == meant.hour && said.minute == meant.minute;
}

/* The one slot that their clock shows as the mention's does; NULL also when it is a slot as it is.
 */
static const CrSlot *
shown_as(const CrMention *mention, const GPtrArray *offered, const CrZone *theirs) {
  const CrZone *zone = cr_zone_find(mention->zone);
  const CrSlot *only = NULL;
  for (guint i = 0; zone && i < offered->len; i++) {
    const CrSlot *slot = offered->pdata[i];
    CrWall said = cr_zone_wall(zone, mention->start), meant = cr_zone_wall(theirs, slot->start);
    if (slot->start == mention->start)
      return NULL;
    if (slot->rough || said.hour != meant.hour || said.minute != meant.minute ||
        (mention->day_said && cr_wall_day(&said) != cr_wall_day(&meant)))
      continue;
    if (only)
      return NULL;
    only = slot;
  }
  return only;
}

void
cr_choice_read_on(CrReading *answer, const GPtrArray *offered, const CrZone *theirs) {
  for (guint i = 0; cr_choice_agrees(answer) && i < answer->times->len; i++) {
    CrMention *mention = answer->times->pdata[i];
    gboolean open = cr_choice_is_hour(mention) && !mention->zone_said && !mention->relative &&
                    !mention->past && cr_mention_is_of_call(mention);
    const CrSlot *slot = open ? shown_as(mention, offered, theirs) : NULL;
    if (slot == NULL)
      continue;
    CrWall wall = cr_zone_wall(theirs, slot->start);
    cr_mention_move(mention, theirs, &wall);
    mention->day_said = TRUE;
    g_free(mention->zone);
    mention->zone = g_strdup(cr_zone_id(theirs));
  }
}

static gboolean
all_fit(const CrReading *m, const GPtrArray *times, const CrSlot *slot) {
  for (guint i = 0; i < times->len; i++)
    if (!cr_choice_fits(m, times->pdata[i], slot))
      return FALSE;
  return TRUE;
}

static gboolean
names_hour(const GPtrArray *times) {
  for (guint i = 0; i < times->len; i++)
    if (cr_choice_is_hour(times->pdata[i]))
      return TRUE;
  return FALSE;
}

/* The one of those from that place on that all times fit; NULL when there is none, or another. */
static const CrSlot *
only_fitting(const CrReading *m, const GPtrArray *times, const GPtrArray *offered, guint first) {
  const CrSlot *chosen = NULL;
  for (guint i = first; i < offered->len; i++) {
    const CrSlot *slot = offered->pdata[i];
    if (!all_fit(m, times, slot) || (chosen && chosen->start == slot->start))
      continue;
    if (chosen)
      return NULL;
    chosen = slot;
  }
  return chosen;
}

const CrSlot *
cr_choice_of(const CrReading *m, const GPtrArray *times, const GPtrArray *offered, guint count) {
  guint last = MIN(count, offered->len);
  if (times->len == 0)
    return slot_by_place(m, offered, last);
  if (m->promise != CR_INSTANT_NONE && !names_hour(times))
    return NULL;
  const CrSlot *chosen = only_fitting(m, times, offered, offered->len - last);
  return chosen ? chosen : only_fitting(m, times, offered, 0);
}

int
cr_choice_picked_hour(const char *text) {
  for (const char *at = text; (at = cr_text_find(at, " please")); at++) {
    const char *from = at, *end = at + strlen(" please");
    while (from > text && g_ascii_isdigit(from[-1]))
      from--;
    int hour = atoi(from);
    gboolean alone = from == text || from[-1] == '\n' ||
                     (from > text + 1 && from[-1] == ' ' && strchr(",.!", from[-2]));
    if (alone && at - from <= 2 && hour >= 1 && hour <= 12 && strchr(".,!\n", *end))
      return hour;
  }
  return 0;
}
