#include "model/holiday.h"
#include "parse/timetext-private.h"

#include <string.h>

/* Which clock a zone's name means: that of its region, as the sender and the season have it. */

static CrInstant
season_instant(const CrResolver *res, int month) {
  int year, m, d;
  cr_day_to_date(res->today, &year, &m, &d);
  return (CrInstant) cr_day_from_date(year, month, 15) * CR_DAY_USEC;
}

static int
standard_offset(const CrResolver *res, const CrZone *zone) {
  int winter = cr_zone_offset_sec(zone, season_instant(res, 1));
  int summer = cr_zone_offset_sec(zone, season_instant(res, 7));
  return MIN(winter, summer);
}

static int
daylight_offset(const CrResolver *res, const CrZone *zone) {
  int winter = cr_zone_offset_sec(zone, season_instant(res, 1));
  int summer = cr_zone_offset_sec(zone, season_instant(res, 7));
  return MAX(winter, summer);
}

/* The zone's clock bears this abbreviation then; at NONE: in either season. */
static gboolean
zone_shows(const CrResolver *res, const CrZone *zone, const char *name, CrInstant at) {
  if (at != CR_INSTANT_NONE)
    return g_strcmp0(cr_zone_abbreviation(zone, at), name) == 0;
  return g_strcmp0(cr_zone_abbreviation(zone, season_instant(res, 1)), name) == 0 ||
         g_strcmp0(cr_zone_abbreviation(zone, season_instant(res, 7)), name) == 0;
}

/* ET is the sender's own clock where that is EST or EDT: Toronto, Detroit. */
static const CrZone *
generic_zone(const CrResolver *res, const char *name, const CrZone *usual) {
  gsize length = strlen(name);
  g_autofree char *standard = g_strdup_printf("%.*sST", (int) (length - 1), name);
  if (res->context->theirs && zone_shows(res, res->theirs, standard, CR_INSTANT_NONE) &&
      standard_offset(res, res->theirs) == standard_offset(res, usual))
    return res->theirs;
  return usual;
}

/* The Date's offset or the country decides between senses when the zones don't: CST from +0800,
 * BST in Dhaka. */
static int
sense_of_country(const CrResolver *res, const CrZoneAbbreviation *name) {
  const CrTimeContext *context = res->context;
  for (int i = 0; i < name->n_senses && context->has_offset && context->theirs == NULL; i++) {
    const CrZone *zone = cr_zone_find(name->senses[i].zone);
    if (zone && name->senses[i].form != ZONE_KEPT &&
        cr_zone_offset_sec(zone, context->at) == context->their_offset_sec)
      return i;
  }
  for (int i = 0; i < name->n_senses; i++)
    if (res->country && name->senses[i].form != ZONE_KEPT &&
        g_strcmp0(cr_zone_country(name->senses[i].zone), res->country) == 0)
      return i;
  return -1;
}

static gboolean
keeps(const CrResolver *res, const CrZone *zone, int offset_sec) {
  return zone && standard_offset(res, zone) == offset_sec &&
         daylight_offset(res, zone) == offset_sec;
}

/* The writer's clock when they wrote. */
static gboolean
their_offset(const CrResolver *res, int *ret_sec) {
  const CrTimeContext *context = res->context;
  if (context->theirs)
    *ret_sec = cr_zone_offset_sec(context->theirs, context->at);
  else
    *ret_sec = context->their_offset_sec;
  return context->theirs != NULL || (context->has_offset && !context->offset_guessed);
}

/* "10 AM CST" of July in Regina, "10 am AEST" of January in Brisbane: a place is named whose clock
 * is that of the region's winter all year. A place that is merely mentioned is not the writer's
 * where their own clock is the region's summer time; without a literal "Standard" it must show the
 * place's. */
static const CrZone *
unchanging_place(const CrResolver *res, const CrZoneSaid *said, const CrZone *usual,
                 gboolean literal) {
  const CrZone *place = said->place && usual ? cr_zone_find(said->place) : NULL;
  int standard = usual ? standard_offset(res, usual) : 0, sec = 0;
  if (!keeps(res, place, standard) || daylight_offset(res, usual) == standard)
    return NULL;
  gboolean known = their_offset(res, &sec) && sec != 0;
  gboolean changes = known && sec != standard && sec == cr_zone_offset_sec(usual, res->context->at);
  gboolean elsewhere = known && sec != standard && !literal;
  return said->place_sure || !(changes || elsewhere) ? place : NULL;
}

/* "MST" and "AEST" in summer, from a writer whose clock stands at that then: Arizona and Queensland
 * know no other time. */
static const CrZone *
unchanging_writer(const CrResolver *res, const CrZoneAbbreviation *name, const CrZone *usual) {
  int standard = standard_offset(res, usual), sec;
  if (!their_offset(res, &sec) || sec != standard ||
      cr_zone_offset_sec(usual, res->context->at) == standard)
    return NULL;
  for (int i = 0; i < name->n_senses; i++)
    if (name->senses[i].form == ZONE_KEPT)
      return cr_zone_find(name->senses[i].zone);
  return NULL;
}

static CrZoneChoice
choose_abbreviation(const CrResolver *res, const CrZoneSaid *said, CrInstant about) {
  const CrZoneAbbreviation *name = cr_zone_abbreviation_get(said->abbreviation);
  const CrZone *usual = cr_zone_find(name->senses[0].zone);
  CrZoneChoice choice = {
      .zone = usual ? usual : cr_zone_utc(), .form = name->senses[0].form, .mismatch = FLAG_SEASON};
  if (choice.form == ZONE_FIXED)
    return choice;
  const CrZone *place = unchanging_place(res, said, choice.zone, choice.form == ZONE_STANDARD);
  if (place && choice.form != ZONE_DAYLIGHT) {
    choice.zone = place;
    return choice;
  }
  if (choice.form == ZONE_GENERIC) {
    choice.zone = generic_zone(res, name->name, choice.zone);
    return choice;
  }
  const CrZone *own[] = {res->context->theirs, res->mine, res->context->theirs, res->mine};
  int literal = choice.form == ZONE_STANDARD ? standard_offset(res, choice.zone)
                                             : daylight_offset(res, choice.zone);
  const CrZone *own_clock =
      choice.form == ZONE_STANDARD ? unchanging_writer(res, name, choice.zone) : NULL;
  gboolean decided = own_clock != NULL;
  if (decided)
    choice.zone = own_clock;
  for (int i = 0; i < 4 && !decided; i++)
    if (own[i] && zone_shows(res, own[i], name->name, i < 2 ? about : CR_INSTANT_NONE)) {
      choice.zone = own[i];
      decided = TRUE;
    }
  if (decided) {
    int standard = standard_offset(res, choice.zone), daylight = daylight_offset(res, choice.zone);
    gboolean winter =
        g_strcmp0(cr_zone_abbreviation(choice.zone, season_instant(res, 1)), name->name) == 0;
    int shown = cr_zone_offset_sec(choice.zone, season_instant(res, winter ? 1 : 7));
    choice.form = shown == standard || standard == daylight ? ZONE_STANDARD : ZONE_DAYLIGHT;
    literal = shown;
  } else if (sense_of_country(res, name) >= 0) {
    int sense = sense_of_country(res, name);
    const CrZone *zone = cr_zone_find(name->senses[sense].zone);
    choice.zone = zone ? zone : choice.zone;
    choice.form = name->senses[sense].form;
    literal = choice.form == ZONE_STANDARD ? standard_offset(res, choice.zone)
                                           : daylight_offset(res, choice.zone);
  } else if (strcmp(name->name, "IST") == 0 || strcmp(name->name, "AST") == 0) {
    choice.flags |= FLAG_ZONE;
  }
  if (!decided &&
      strcmp(name->name, "GMT") == 0) { /* outside Britain it is Greenwich's, all year */
    choice.zone = cr_zone_utc();
    choice.form = ZONE_FIXED;
    return choice;
  }
  choice.literal_sec = literal;
  choice.has_literal = TRUE;
  return choice;
}

CrZoneChoice
cr_choose_zone(const CrResolver *res, const CrZoneSaid *said, CrInstant about) {
  CrZoneChoice choice = {.zone = res->theirs, .mismatch = FLAG_SEASON};
  char id[16];
  switch (said->kind) {
  case SAID_NONE:
  case SAID_MINE:
  case SAID_THEIRS:
    break;
  case SAID_YOURS:
    choice.zone = res->mine;
    break;
  case SAID_ABBREVIATION:
    choice = choose_abbreviation(res, said, about);
    break;
  case SAID_REGION:
  case SAID_ZONE: {
    choice.zone = cr_zone_find(said->zone);
    if (choice.zone == NULL)
      choice.zone = res->theirs;
    choice.form = said->form;
    const CrZone *place =
        said->form == ZONE_DAYLIGHT || said->label_offset
            ? NULL
            : unchanging_place(res, said, choice.zone, said->form == ZONE_STANDARD);
    if (place) {
      choice.zone = place;
      choice.form = ZONE_GENERIC;
      break;
    }
    if (said->form == ZONE_STANDARD || said->form == ZONE_DAYLIGHT) {
      /* "Mountain Standard Time" where Arizona is meant */
      const CrZone *own[] = {res->context->theirs, res->mine};
      for (int i = 0; i < 2; i++)
        if (own[i] && said->form == ZONE_STANDARD &&
            standard_offset(res, own[i]) == standard_offset(res, choice.zone) &&
            daylight_offset(res, own[i]) == standard_offset(res, own[i]) &&
            zone_shows(res, own[i], cr_zone_abbreviation(choice.zone, season_instant(res, 1)),
                       about))
          choice.zone = own[i];
      choice.has_literal = TRUE;
      choice.literal_sec = said->form == ZONE_STANDARD ? standard_offset(res, choice.zone)
                                                       : daylight_offset(res, choice.zone);
    }
    if (said->label_offset) {
      choice.has_literal = TRUE;
      choice.literal_sec = said->offset_sec;
      choice.mismatch =
          said->offset_sec == standard_offset(res, choice.zone) ? FLAG_OUTLOOK : FLAG_PAIR;
    }
    break;
  }
  case SAID_OFFSET: {
    /* "2026-11-24T14:00-06:00", in Chicago or to it: that clock, as it goes on from there */
    const CrZone *own[] = {res->context->theirs, res->mine};
    for (guint i = 0; i < G_N_ELEMENTS(own); i++)
      if (own[i] && said->offset_sec && cr_zone_offset_sec(own[i], about) == said->offset_sec) {
        choice.zone = own[i];
        return choice;
      }
    int size = ABS(said->offset_sec);
    g_snprintf(id, sizeof id, "%c%02d:%02d", said->offset_sec < 0 ? '-' : '+', size / 3600,
               size / 60 % 60);
    const CrZone *fixed = said->offset_sec ? cr_zone_by_offset(about, said->offset_sec) : NULL;
    if (fixed == NULL)
      fixed = said->offset_sec ? cr_zone_find(id) : cr_zone_utc();
    choice.zone = fixed ? fixed : choice.zone;
    break;
  }
  }
  return choice;
}
