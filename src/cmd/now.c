/* now, list, show, why, slots: what the everyday verbs show. They need no parser. */
#include "cmd/command.h"
#include "cmd/print.h"
#include "playbook/diagnosis.h"
#include "playbook/letter.h"
#include "playbook/slots.h"

#include <stdio.h>
#include <string.h>

/* The next so many by their timer are weighed, and the most urgent of them shown. */
#define LOOK_AT 48
#define SHOWN 6

typedef struct {
  CrStore *store;
  CrEngine *engine;
  const CrZone *mine;
} Desk;

static gboolean
desk_open(CrCommand *command, Desk *desk) {
  if (!cr_command_open(command, &desk->store, &desk->engine))
    return FALSE;
  desk->mine = cr_engine_zone(desk->engine);
  return TRUE;
}

static void
desk_close(Desk *desk) {
  cr_engine_free(desk->engine);
  cr_store_free(desk->store);
}

/* The last advice that was given, without the step's name before it. */
static char *
advice_of(CrStore *store, const CrInterview *iv) {
  g_autoptr(GPtrArray) rows = cr_store_timeline(store, iv->id, 40, NULL);
  for (guint i = rows ? rows->len : 0; i > 0; i--) {
    const CrTimelineRow *row = rows->pdata[i - 1];
    if (strcmp(row->event, "advice") == 0 &&
        g_str_has_prefix(row->text, cr_step_names[iv->state.step]))
      return g_strdup(row->text + strlen(cr_step_names[iv->state.step]) + 2);
  }
  return iv->state.step == CR_STEP_PREPARE
             ? g_strdup("nothing to do yet: keep the phone charged, loud and near.")
             : g_strdup("");
}

static char *
distance(CrInstant from, CrInstant to) {
  gint64 minutes = ABS(to - from) / CR_MINUTE;
  const char *unit = minutes < 120 ? "min" : minutes < 48 * 60 ? "h" : "days";
  int count = (int) (minutes < 120       ? minutes
                     : minutes < 48 * 60 ? minutes / 60
                                         : minutes / 60 / 24);
  return to >= from ? g_strdup_printf("in %d %s", count, unit)
                    : g_strdup_printf("%d %s ago", count, unit);
}

static void
print_brief(const CrInterview *iv, const Desk *desk, CrInstant now) {
  g_autofree char *when = cr_print_when(iv->start, desk->mine, cr_interview_their_zone(iv));
  g_autofree char *left = cr_phase_is_final(iv->state.phase) ? NULL : distance(now, iv->start);
  printf("%3d  %s%s%s  %s%s%s  [%s]\n", iv->id, when, left ? ", " : "", left ? left : "",
         cr_interview_who(iv), iv->company && strcmp(iv->company, cr_interview_who(iv)) ? ", " : "",
         iv->company && strcmp(iv->company, cr_interview_who(iv)) ? iv->company : "",
         cr_phase_names[iv->state.phase]);
}

static void
print_now(const Desk *desk, GPtrArray *urgent, CrInstant now) {
  const CrInterview *iv = urgent->pdata[0];
  g_autofree char *advice = advice_of(desk->store, iv);
  g_autofree char *step = g_ascii_strup(cr_step_names[iv->state.step], -1);
  print_brief(iv, desk, now);
  printf("\n     %s\n", step);
  cr_print_wrapped(advice, 5);
  if (iv->state.step == CR_STEP_CALL || iv->state.step == CR_STEP_VOICEMAIL) {
    g_autofree char *script = cr_letter_voicemail(iv, cr_engine_profile(desk->engine), now);
    printf("\n     If nobody answers, say:\n");
    cr_print_wrapped(script, 5);
  }
  if (iv->state.question)
    printf("\n     %s\n", iv->state.question);
  if (iv->state.step == CR_STEP_EMAIL || iv->state.step == CR_STEP_NUDGE)
    printf("\n     The letter: crickets draft %d    When sent: crickets log %d sent\n", iv->id,
           iv->id);
  if (iv->state.phase == CR_PHASE_WAITING || iv->state.phase == CR_PHASE_MISSED)
    printf("     Why it may be: crickets why %d    They called: crickets log %d they-called\n",
           iv->id, iv->id);
  for (guint i = 1; i < urgent->len; i++) {
    printf("%s", i == 1 ? "\nThen\n" : "");
    print_brief(urgent->pdata[i], desk, now);
  }
}

/* What waits for the candidate before what lies ahead, and each by its hour. */
static int
urgency(const CrInterview *iv, CrInstant now) {
  if (iv->state.phase == CR_PHASE_WAITING)
    return 0;
  if (iv->state.phase != CR_PHASE_MISSED)
    return iv->start - now < CR_HOUR ? 1 : 3;
  return iv->state.step == CR_STEP_AWAIT ? 4 : 2;
}

static int
compare_urgency(gconstpointer a, gconstpointer b, gpointer data) {
  const CrInterview *x = *(CrInterview *const *) a, *y = *(CrInterview *const *) b;
  CrInstant now = *(CrInstant *) data;
  int difference = urgency(x, now) - urgency(y, now);
  if (difference)
    return difference;
  gboolean past = x->start <= now; /* of those that were missed the newest first */
  return x->start == y->start ? 0 : (x->start < y->start) == past ? 1 : -1;
}

CrExit
cr_verb_now(CrCommand *command, char **args) {
  Desk desk = {0};
  g_autoptr(GError) error = NULL;
  if (!desk_open(command, &desk))
    return CR_EXIT_FAILED;
  CrExit exit = CR_EXIT_DONE;
  g_autoptr(GPtrArray) urgent = cr_store_begin(desk.store, 1, FALSE, &error)
                                    ? cr_store_list_urgent(desk.store, LOOK_AT, &error)
                                    : NULL;
  if (urgent)
    g_ptr_array_sort_with_data(urgent, compare_urgency, &command->now);
  if (urgent && urgent->len > SHOWN)
    g_ptr_array_set_size(urgent, SHOWN);
  if (urgent == NULL) {
    exit = cr_command_fail(error);
  } else if (urgent->len == 0) {
    exit = CR_EXIT_NOTHING;
    if (command->json)
      cr_print_json(json_pack("{s:n,s:n,s:[]}", "interview", "advice", "others"));
    else
      puts("No promised call is being watched. Bring one in: crickets import FILE, or crickets add "
           "\"Dana of "
           "Northwind calls Tue 2pm ET\"");
  } else if (command->json) {
    g_autofree char *advice = advice_of(desk.store, urgent->pdata[0]);
    json_t *others = json_array();
    for (guint i = 1; i < urgent->len; i++)
      json_array_append_new(others, cr_public_interview(urgent->pdata[i], desk.mine, command->now));
    cr_print_json(json_pack("{s:o,s:s,s:o}", "interview",
                            cr_public_interview(urgent->pdata[0], desk.mine, command->now),
                            "advice", advice, "others", others));
  } else {
    print_now(&desk, urgent, command->now);
  }
  desk_close(&desk);
  return exit;
}

static gboolean
read_bound(const char *text, CrInstant *ret_bound) {
  g_autoptr(GError) error = NULL;
  *ret_bound = CR_INSTANT_NONE;
  if (text == NULL || cr_instant_parse(text, ret_bound, &error))
    return TRUE;
  cr_command_complain("%s", error->message);
  return FALSE;
}

CrExit
cr_verb_list(CrCommand *command, char **args) {
  Desk desk = {0};
  CrInstant from, to;
  g_autoptr(GError) error = NULL;
  if (!read_bound(command->from, &from) || !read_bound(command->to, &to))
    return CR_EXIT_USAGE;
  if (!desk_open(command, &desk))
    return CR_EXIT_FAILED;
  g_autoptr(GPtrArray) list =
      cr_store_begin(desk.store, 1, FALSE, &error)
          ? cr_store_list_interviews(desk.store, command->all ? CR_LIST_ALL : CR_LIST_OPEN, from,
                                     to, 0, &error)
          : NULL;
  CrExit exit = list == NULL ? cr_command_fail(error) : list->len ? CR_EXIT_DONE : CR_EXIT_NOTHING;
  json_t *array = command->json && list ? json_array() : NULL;
  for (guint i = 0; list && i < list->len; i++) {
    if (array)
      json_array_append_new(array, cr_public_interview(list->pdata[i], desk.mine, command->now));
    else
      print_brief(list->pdata[i], &desk, command->now);
  }
  if (array)
    cr_print_json(json_pack("{s:o}", "interviews", array));
  else if (exit == CR_EXIT_NOTHING)
    puts("No watched interviews. With --all the settled ones are shown too.");
  desk_close(&desk);
  return exit;
}

static json_t *
public_effects(GPtrArray *effects, const CrZone *mine) {
  json_t *array = json_array();
  for (guint i = 0; i < effects->len; i++)
    json_array_append_new(array, cr_public_effect(effects->pdata[i], mine, NULL));
  return array;
}

static void
print_facts(const CrInterview *iv, const Desk *desk, GPtrArray *rows, CrInstant now) {
  print_brief(iv, desk, now);
  printf("     %s%s%s%s%s\n", iv->contact.email ? iv->contact.email : "no address",
         iv->contact.phone ? ", " : "", iv->contact.phone ? iv->contact.phone : "",
         iv->role ? ", about " : "", iv->role ? iv->role : "");
  for (guint i = 0; i < iv->state.warnings->len; i++) {
    const CrWarning *warning = iv->state.warnings->pdata[i];
    printf("     ! %s: %s\n", warning->kind, warning->text);
  }
  if (iv->state.question)
    printf("     ? %s\n", iv->state.question);
  putchar('\n');
  cr_print_timeline(rows, desk->mine, NULL);
}

CrExit
cr_verb_show(CrCommand *command, char **args) {
  Desk desk = {0};
  g_autoptr(GError) error = NULL;
  CrExit exit = CR_EXIT_DONE;
  if (!desk_open(command, &desk))
    return CR_EXIT_FAILED;
  g_autoptr(CrInterview) iv = cr_command_interview(command, desk.store, args[0]);
  if (iv == NULL) {
    exit = CR_EXIT_NOTHING;
  } else if (!cr_store_begin(desk.store, 1, FALSE, &error)) {
    exit = cr_command_fail(error);
  } else {
    g_autoptr(GPtrArray) rows = cr_store_timeline(desk.store, iv->id, 500, &error);
    g_autoptr(GPtrArray) effects =
        rows ? cr_store_list_effects(desk.store, iv->id, -1, &error) : NULL;
    if (effects == NULL)
      exit = cr_command_fail(error);
    else if (command->json)
      cr_print_json(json_pack("{s:o,s:o,s:o}", "interview",
                              cr_public_interview(iv, desk.mine, command->now), "timeline",
                              cr_public_timeline(rows, desk.mine), "outbox",
                              public_effects(effects, desk.mine)));
    else
      print_facts(iv, &desk, rows, command->now);
  }
  desk_close(&desk);
  return exit;
}

CrExit
cr_verb_why(CrCommand *command, char **args) {
  Desk desk = {0};
  CrExit exit = CR_EXIT_DONE;
  if (!desk_open(command, &desk))
    return CR_EXIT_FAILED;
  g_autoptr(CrInterview) iv = cr_command_interview(command, desk.store, args[0]);
  if (iv == NULL) {
    exit = CR_EXIT_NOTHING;
  } else {
    g_autoptr(CrDiagnosis) diagnosis = cr_diagnosis_new(iv->state.evidence, command->now);
    if (command->json)
      cr_print_json(cr_public_diagnosis(diagnosis, desk.mine));
    else
      cr_print_diagnosis(diagnosis);
  }
  desk_close(&desk);
  return exit;
}

CrExit
cr_verb_slots(CrCommand *command, char **args) {
  Desk desk = {0};
  g_autoptr(GError) error = NULL;
  CrExit exit = CR_EXIT_DONE;
  if (!desk_open(command, &desk))
    return CR_EXIT_FAILED;
  g_autoptr(CrInterview) iv = args[0] ? cr_command_interview(command, desk.store, args[0]) : NULL;
  if (args[0] && iv == NULL) {
    desk_close(&desk);
    return CR_EXIT_NOTHING;
  }
  GPtrArray *slots = cr_engine_slots(desk.engine, iv, command->now, &error);
  if (slots == NULL) {
    exit = cr_command_fail(error);
  } else if (command->json) {
    cr_print_json(json_pack("{s:o}", "slots", cr_public_slots(slots, desk.mine)));
  } else {
    for (guint i = 0; i < slots->len; i++) {
      const CrSlot *slot = slots->pdata[i];
      g_autofree char *when =
          cr_print_when(slot->start, desk.mine, iv ? cr_interview_their_zone(iv) : NULL);
      puts(when);
    }
  }
  if (slots && slots->len == 0)
    exit = CR_EXIT_NOTHING;
  if (slots)
    cr_slots_free(slots);
  desk_close(&desk);
  return exit;
}
