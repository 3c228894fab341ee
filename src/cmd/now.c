/* now, list, show, why, slots: what the everyday verbs show. They need no parser. */
#include "cmd/command.h"
#include "cmd/print.h"
#include "engine/status.h"
#include "playbook/diagnosis.h"
#include "playbook/letter-words.h"

#include <stdio.h>
#include <string.h>

static char *
distance(CrInstant from, CrInstant to) {
  gint64 minutes = ABS(to - from) / CR_MINUTE, hours = (minutes + 30) / 60;
  const char *unit = minutes < 120 ? "min" : hours < 48 ? "h" : "days";
  int count = (int) (minutes < 120 ? minutes : hours < 48 ? hours : (hours + 12) / 24);
  if (count == 0)
    return g_strdup("now");
  return to >= from ? g_strdup_printf("in %d %s", count, unit)
                    : g_strdup_printf("%d %s ago", count, unit);
}

static void
print_brief(const CrInterview *iv, const CrZone *mine, CrInstant now) {
  g_autofree char *when = cr_print_agreed(iv, mine, cr_interview_their_zone(iv));
  g_autofree char *left = cr_phase_is_final(iv->state.phase) ? NULL : distance(now, iv->start);
  g_autofree char *who = cr_print_who(iv);
  gboolean missed = iv->state.phase == CR_PHASE_MISSED; /* its step says whose turn it is */
  g_autofree char *id = g_strdup_printf("%3d", iv->id);
  g_autofree char *line =
      g_strdup_printf("%s%s%s  %s  [%s%s%s]", when, left ? ", " : "", left ? left : "", who,
                      cr_phase_names[iv->state.phase], missed ? ": " : "",
                      missed ? cr_step_names[iv->state.step] : "");
  cr_print_line(id, line, 5);
}

/* What can be said or asked next, as commands: crickets VERB ID REST. */
static const struct {
  CrStep step;
  const char *words, *verb, *rest;
} ways[] = {
    {CR_STEP_CALL, "Nobody answers", "log", " no-answer"},
    {CR_STEP_CALL, "You leave a message", "log", " voicemail"},
    {CR_STEP_CALL, "You speak", "log", " spoke"},
    {CR_STEP_VOICEMAIL, "You have left it", "log", " voicemail"},
    {CR_STEP_EMAIL, "The letter", "draft", ""},
    {CR_STEP_EMAIL, "Send it", "send", ""},
    {CR_STEP_EMAIL, "You have sent it", "log", " sent"},
    {CR_STEP_NUDGE, "The letter", "draft", ""},
    {CR_STEP_NUDGE, "Send it", "send", ""},
    {CR_STEP_NUDGE, "You have sent it", "log", " sent"},
    {CR_STEP_AWAIT, "They name a time", "log", " rescheduled WHEN"},
    {CR_STEP_AWAIT, "They say no", "log", " rejected"},
    {CR_STEP_PICK, "A letter with times", "draft", ""},
    {CR_STEP_PICK, "You agree on a time", "log", " rescheduled WHEN"},
};

static void
print_way(const char *words, const char *verb, int id, const char *rest) {
  g_autofree char *head = g_strdup_printf("     %s", words);
  g_autofree char *command = g_strdup_printf("crickets %s %d%s", verb, id, rest);
  cr_print_entry(stdout, head, command, 27);
}

/* What may answer a question, or be said beside the ways above. */
static void
print_acts(const CrInterview *iv, const json_t *acts) {
  g_autoptr(GString) all = g_string_new(NULL);
  for (gsize i = 0; i < json_array_size(acts); i++) {
    const char *act = json_string_value(json_array_get(acts, i));
    g_string_append_printf(all, "%s%s%s", i ? ", " : " ", act,
                           strcmp(act, "rescheduled") == 0 ? " WHEN" : "");
  }
  if (all->len)
    print_way("To answer", "log", iv->id, all->str);
}

/* "They offer 10:30. Which time do you take?" asks what the advice of that step says already. */
static gboolean
asks_more(const CrInterview *iv, const char *advice) {
  const char *question = iv->state.question, *rest = question ? strstr(question, ". ") : NULL;
  return question && !(rest && advice && iv->state.step == CR_STEP_PICK &&
                       g_ascii_strncasecmp(question, advice, (gsize) (rest - question)) == 0);
}

/* What they offer is there to be taken as it is. Gives how many they are. */
static guint
print_offers(const CrInterview *iv, const CrZone *mine) {
  const GPtrArray *offers = iv->state.proposals;
  for (guint i = 0; i < offers->len; i++) {
    CrWall w = cr_zone_wall(mine, ((const CrSlot *) offers->pdata[i])->start);
    g_autofree char *rest = g_strdup_printf(" rescheduled \"%04d-%02d-%02d %02d:%02d\"", w.year,
                                            w.month, w.day, w.hour, w.minute);
    printf("%s", i ? "" : "\n");
    print_way(i ? "" : "You take theirs", "log", iv->id, rest);
  }
  return offers->len;
}

/* acts: what answers the question; NULL when there is none. */
static void
print_ways(const CrInterview *iv, const json_t *acts, const CrZone *mine) {
  gboolean awaited = iv->state.phase == CR_PHASE_WAITING || iv->state.phase == CR_PHASE_MISSED;
  gboolean doubt = iv->state.letter == CR_LETTER_IN_DOUBT;
  guint printed = doubt;
  if (doubt) {
    putchar('\n');
    print_way("It went out", "log", iv->id, " sent");
    print_way("It did not", "log", iv->id, " not-sent");
  }
  if (iv->state.step == CR_STEP_PICK && !doubt && !cr_state_offers_days(&iv->state))
    printed += print_offers(iv, mine);
  for (gsize i = 0; i < G_N_ELEMENTS(ways) && !doubt; i++)
    if (ways[i].step == iv->state.step) {
      printf("%s", printed++ ? "" : "\n");
      print_way(ways[i].words, ways[i].verb, iv->id, ways[i].rest);
    }
  gboolean asked = acts && !doubt;
  printf("%s", printed || !(asked || awaited) ? "" : "\n");
  if (asked)
    print_acts(iv, acts);
  if (!awaited)
    return;
  print_way("They call", "log", iv->id, " they-called");
  print_way("Why it may be", "why", iv->id, "");
}

static void
print_advice(CrDesk *desk, const CrInterview *iv, const char *advice) {
  g_autofree char *step = g_ascii_strup(cr_step_names[iv->state.step], -1);
  g_autofree char *sentence = g_strdup(advice);
  CrInstant until =
      cr_interview_expected(iv) + cr_engine_policy(desk->engine)->grace_hard_min * CR_MINUTE;
  CrWall w = cr_zone_wall(cr_desk_zone(desk), until);
  g_autofree char *clock = cr_manner_clock(cr_desk_manner(desk), &w);
  if (sentence)
    *sentence = g_ascii_toupper(*sentence);
  printf("\n     %s\n", step);
  cr_print_wrapped(sentence, 5);
  if (iv->state.step == CR_STEP_WAIT)
    printf("     At %s the call counts as missed.\n", clock);
}

/* Of a call that may still come. */
static void
print_warnings(const CrInterview *iv) {
  for (guint i = 0; i < iv->state.warnings->len && !cr_phase_is_final(iv->state.phase); i++) {
    const CrWarning *warning = iv->state.warnings->pdata[i];
    g_autofree char *text = g_strdup(warning->text);
    *text = g_ascii_toupper(*text);
    printf("%s", i ? "" : "\n     Worth a check:\n");
    cr_print_wrapped(text, 5);
  }
}

static void
print_now(CrDesk *desk, GPtrArray *urgent, const json_t *document, CrInstant now) {
  const CrInterview *iv = urgent->pdata[0];
  const CrZone *mine = cr_desk_zone(desk);
  const char *script = cr_json_string(json_object_get(document, "voicemail"), "text");
  print_brief(iv, mine, now);
  print_advice(desk, iv, cr_json_string(document, "advice"));
  print_warnings(iv);
  if (script && (iv->state.step == CR_STEP_CALL || iv->state.step == CR_STEP_VOICEMAIL)) {
    printf("\n     %s:\n",
           iv->state.step == CR_STEP_CALL ? "If nobody answers, say" : "Say this after the tone");
    cr_print_wrapped(script, 5);
  }
  gboolean asks = asks_more(iv, cr_json_string(document, "advice"));
  if (asks) {
    putchar('\n');
    cr_print_wrapped(iv->state.question, 5);
  }
  const json_t *interview = json_object_get(document, "interview");
  print_ways(iv, asks ? json_object_get(interview, "acts") : NULL, mine);
  for (guint i = 1; i < urgent->len; i++) {
    printf("%s", i == 1 ? "\nThen\n" : "");
    print_brief(urgent->pdata[i], mine, now);
  }
}

static void
print_nothing(const json_t *document) {
  if (!json_is_true(json_object_get(json_object_get(document, "profile"), "complete")))
    puts("First say who you are, so that times, numbers and letters fit: crickets setup");
  puts("No promised call is being watched. Bring one in:\n"
       "  crickets add \"Dana of Northwind calls Tue 2pm ET\"\n"
       "  crickets import invite.ics");
}

static void
print_paused(const json_t *document) {
  const char *paused = cr_json_string(document, "paused");
  if (paused)
    printf("\n  !  Letters wait: %s\n     When all is right: crickets doctor --confirm\n", paused);
}

/* Silence means nothing while nobody can listen. */
static void
print_failing(CrDesk *desk) {
  g_autoptr(GPtrArray) connections = cr_desk_connections(desk, NULL);
  if (connections == NULL || !cr_store_begin(desk->store, desk->account, FALSE, NULL))
    return;
  g_autoptr(GPtrArray) list = cr_status_failing(desk->store, connections, NULL);
  cr_store_rollback(desk->store);
  for (guint i = 0; list && i < list->len; i++) {
    const CrFailing *failing = list->pdata[i];
    g_autofree char *since =
        cr_print_when(failing->status->failing_since, cr_desk_zone(desk), NULL);
    printf("%s  !  %s: %s fails since %s: %s\n", i ? "" : "\n", failing->about, failing->what,
           since, failing->status->last_error);
  }
  if (list && list->len)
    puts("     What helps: crickets doctor");
}

CrExit
cr_verb_now(CrCommand *command, char **args) {
  g_autoptr(CrDesk) desk = cr_command_open_reader(command);
  g_autoptr(GError) error = NULL;
  if (desk == NULL)
    return CR_EXIT_FAILED;
  g_autoptr(GPtrArray) urgent = cr_desk_urgent(desk, command->now, &error);
  return urgent ? cr_show_now(command, desk, urgent) : cr_command_fail(error);
}

CrExit
cr_show_now(CrCommand *command, CrDesk *desk, GPtrArray *urgent) {
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) document = cr_desk_now(desk, command->now, &error);
  if (document == NULL)
    return cr_command_fail(error);
  if (command->json)
    cr_print_json(json_incref(document));
  else if (urgent->len)
    print_now(desk, urgent, document, command->now);
  else
    print_nothing(document);
  if (!command->json) {
    print_paused(document);
    print_failing(desk);
  }
  return urgent->len ? CR_EXIT_DONE : CR_EXIT_NOTHING;
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
  CrInstant from, to;
  g_autoptr(GError) error = NULL;
  CrListWhich which = command->all ? CR_LIST_ALL : CR_LIST_OPEN;
  if (!read_bound(command->from, &from) || !read_bound(command->to, &to))
    return CR_EXIT_USAGE;
  g_autoptr(CrDesk) desk = cr_command_open_reader(command);
  if (desk == NULL)
    return CR_EXIT_FAILED;
  g_autoptr(GPtrArray) list = cr_desk_interviews(desk, which, from, to, &error);
  if (list == NULL)
    return cr_command_fail(error);
  if (command->json) {
    CrExit exit = cr_command_print(
        cr_desk_list(desk, which, from, to, 0, NULL, FALSE, command->now, &error), &error);
    return exit == CR_EXIT_DONE && list->len == 0 ? CR_EXIT_NOTHING : exit;
  }
  for (guint i = 0; i < list->len; i++)
    print_brief(list->pdata[i], cr_desk_zone(desk), command->now);
  if (list->len == 0)
    puts(command->all ? "No call is being watched yet."
                      : "No call is awaited. With --all the settled ones are shown, too.");
  return list->len ? CR_EXIT_DONE : CR_EXIT_NOTHING;
}

/* One call: as its document, or in words. */
static CrExit
show_one(CrCommand *command, const char *word,
         json_t *(*document)(CrDesk *desk, int id, CrInstant now, GError **error),
         gboolean (*print)(CrDesk *desk, const CrInterview *iv, CrInstant now, GError **error)) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrDesk) desk = cr_command_open_reader(command);
  int id = cr_command_id(word);
  if (desk == NULL)
    return CR_EXIT_FAILED;
  if (command->json)
    return cr_command_print(document(desk, id, command->now, &error), &error);
  g_autoptr(CrInterview) iv = cr_desk_interview(desk, id, &error);
  if (iv == NULL || !print(desk, iv, command->now, &error))
    return cr_command_fail(error);
  return CR_EXIT_DONE;
}

static gboolean
print_facts(CrDesk *desk, const CrInterview *iv, CrInstant now, GError **error) {
  g_autoptr(GPtrArray) rows = cr_desk_lines(desk, iv->id, error);
  g_autofree char *number = cr_words_contact_phone(&iv->contact);
  if (rows == NULL)
    return FALSE;
  print_brief(iv, cr_desk_zone(desk), now);
  g_autofree char *contact = g_strdup_printf(
      "%s%s%s%s%s", iv->contact.email ? iv->contact.email : "no address", number ? ", " : "",
      number ? number : "", iv->role ? ", about " : "", iv->role ? iv->role : "");
  cr_print_line("    ", contact, 5);
  for (guint i = 0; i < iv->state.warnings->len; i++) {
    const CrWarning *warning = iv->state.warnings->pdata[i];
    g_autofree char *text = g_strdup_printf("%s: %s", warning->kind, warning->text);
    cr_print_entry(stdout, "     !", text, 7);
  }
  if (iv->state.question)
    cr_print_entry(stdout, "     ?", iv->state.question, 7);
  putchar('\n');
  cr_print_timeline(rows, cr_desk_zone(desk), NULL);
  return TRUE;
}

CrExit
cr_verb_show(CrCommand *command, char **args) {
  return show_one(command, args[0], cr_desk_show, print_facts);
}

static gboolean
print_reasons(CrDesk *desk, const CrInterview *iv, CrInstant now, GError **error) {
  g_autoptr(CrDiagnosis) diagnosis = cr_diagnosis_new(iv->state.evidence, now);
  print_brief(iv, cr_desk_zone(desk), now);
  g_autofree char *head = g_strdup_printf(
      "%s. For your eyes only: it is never written to them.",
      now < iv->start ? "If nobody calls, this is what it may be" : "Why nobody may have called");
  cr_print_wrapped(head, 5);
  putchar('\n');
  cr_print_diagnosis(diagnosis);
  return TRUE;
}

CrExit
cr_verb_why(CrCommand *command, char **args) {
  return show_one(command, args[0], cr_desk_why, print_reasons);
}

static void
print_slots(const json_t *slots, const CrZone *mine, const CrZone *theirs) {
  for (gsize i = 0; i < json_array_size(slots); i++) {
    const char *text = cr_json_string(json_array_get(slots, i), "start");
    CrInstant start;
    if (!cr_instant_parse(text, &start, NULL))
      continue;
    g_autofree char *when = cr_print_when(start, mine, theirs);
    puts(when);
  }
}

static void
complain_of_unread(const json_t *unread) {
  for (gsize i = 0; i < json_array_size(unread); i++) {
    const json_t *one = json_array_get(unread, i);
    cr_command_complain("calendar %s is not wholly read, and a time may be taken there: %s",
                        cr_json_string(one, "calendar"), cr_json_string(one, "why"));
  }
}

CrExit
cr_verb_slots(CrCommand *command, char **args) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrDesk) desk = cr_command_open_reader(command);
  if (desk == NULL)
    return CR_EXIT_FAILED;
  g_autoptr(CrInterview) iv =
      args[0] ? cr_desk_interview(desk, cr_command_id(args[0]), &error) : NULL;
  g_autoptr(json_t) document =
      args[0] && iv == NULL ? NULL : cr_desk_slots(desk, iv ? iv->id : 0, 0, command->now, &error);
  if (document == NULL)
    return cr_command_fail(error);
  const json_t *slots = json_object_get(document, "slots");
  if (command->json)
    cr_print_json(json_incref(document));
  else {
    print_slots(slots, cr_desk_zone(desk), iv ? cr_interview_their_zone(iv) : NULL);
    complain_of_unread(json_object_get(document, "unread"));
  }
  return json_array_size(slots) ? CR_EXIT_DONE : CR_EXIT_NOTHING;
}
