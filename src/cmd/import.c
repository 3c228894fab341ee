/* import and log: facts that the candidate brings. */
#include "cmd/command.h"
#include "cmd/print.h"
#include "engine/busy.h"
#include "engine/intake.h"
#include "playbook/letter.h"

#include "base/limits.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Busy time that lies longer ago, or further ahead, can touch no slot and no call; a calendar is
 * imported again long before. */
#define WINDOW_BEFORE_USEC (2 * CR_DAY_USEC)
#define WINDOW_AFTER_USEC (100 * CR_DAY_USEC)

static void
take_stdin(CrIntake *intake, CrIntakeRole role) {
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  guint8 buffer[65536];
  gssize got;
  while ((got = read(STDIN_FILENO, buffer, sizeof buffer)) > 0 && bytes->len <= CR_MAX_FILE_BYTES)
    g_byte_array_append(bytes, buffer, (guint) got);
  if (got < 0 || bytes->len > CR_MAX_FILE_BYTES) {
    intake->problem(got < 0 ? "standard input cannot be read"
                            : "standard input: larger than allowed",
                    intake->data);
    return;
  }
  cr_intake_bytes(intake, (const char *) bytes->data, bytes->len, "standard input", role);
}

static gboolean
keep_busy(CrStore *store, const CrIntake *intake, GError **error) {
  if (intake->busy->len == 0)
    return TRUE;
  if (!cr_store_begin(store, 1, TRUE, error))
    return FALSE;
  if (!cr_busy_keep_imported(store, intake, error) || !cr_store_commit(store, error)) {
    cr_store_rollback(store);
    return FALSE;
  }
  return TRUE;
}

static gboolean
remember_reading(CrStore *store, const CrIntake *intake, CrInstant now, GError **error) {
  g_autofree char *when = g_strdup_printf("%" G_GINT64_FORMAT, now);
  if (!cr_store_begin(store, 1, TRUE, error))
    return FALSE;
  if ((intake->saw_mail && !cr_store_set(store, "read.mail", when, error)) ||
      (intake->saw_calls && !cr_store_set(store, "read.calls", when, error)) ||
      !cr_store_commit(store, error)) {
    cr_store_rollback(store);
    return FALSE;
  }
  return TRUE;
}

typedef struct {
  guint linked, known, unlinked;
  GHashTable *interviews;
} Tally;

static gboolean
observe_all(CrEngine *engine, CrIntake *intake, CrInstant now, Tally *tally, GError **error) {
  cr_intake_sort(intake);
  for (guint i = 0; i < intake->facts->len; i++) {
    CrFact *fact = intake->facts->pdata[i];
    int interview = 0;
    fact->learnt = now;
    if (fact->at == CR_INSTANT_NONE)
      fact->at = now;
    if (!cr_engine_observe(engine, fact, 0, now, &interview, error))
      return FALSE;
    if (interview > 0)
      g_hash_table_add(tally->interviews, GINT_TO_POINTER(interview));
    *(interview > 0 ? &tally->linked : interview < 0 ? &tally->known : &tally->unlinked) += 1;
  }
  return cr_engine_tick(engine, now, error);
}

static void
print_tally(const CrCommand *command, const CrIntake *intake, const Tally *tally) {
  guint interviews = g_hash_table_size(tally->interviews);
  if (command->json) {
    json_t *ids = json_array();
    GHashTableIter iter;
    gpointer id;
    g_hash_table_iter_init(&iter, tally->interviews);
    while (g_hash_table_iter_next(&iter, &id, NULL))
      json_array_append_new(ids, json_integer(GPOINTER_TO_INT(id)));
    cr_print_json(json_pack("{s:i,s:i,s:i,s:i,s:i,s:i,s:o}", "inputs", (int) intake->inputs,
                            "taken", (int) tally->linked, "known", (int) tally->known, "unrelated",
                            (int) tally->unlinked, "busy", (int) intake->busy->len, "interviews",
                            (int) interviews, "ids", ids));
    return;
  }
  printf("%u new about %u watched call%s, %u known already, %u about none, %u busy times.\n",
         tally->linked, interviews, interviews == 1 ? "" : "s", tally->known, tally->unlinked,
         intake->busy->len);
}

static gboolean
read_role(const CrCommand *command, CrIntakeRole *ret_role) {
  static const char *const roles[] = {"auto", "invite", "calendar", NULL};
  int index = command->as ? cr_name_index(roles, command->as) : 0;
  *ret_role = (CrIntakeRole) MAX(index, 0);
  if (index < 0)
    cr_command_complain("--as takes auto, invite or calendar");
  return index >= 0;
}

CrExit
cr_verb_import(CrCommand *command, char **args) {
  CrIntakeRole role;
  g_autoptr(CrStore) store = NULL;
  g_autoptr(CrEngine) engine = NULL;
  g_autoptr(GError) error = NULL;
  if (!read_role(command, &role))
    return CR_EXIT_USAGE;
  if (!cr_command_open(command, &store, &engine))
    return CR_EXIT_FAILED;
  CrIntake intake;
  Tally tally = {0, 0, 0, g_hash_table_new(NULL, NULL)};
  cr_intake_init(&intake, cr_engine_profile(engine), command->now - WINDOW_BEFORE_USEC,
                 command->now + WINDOW_AFTER_USEC, cr_command_problem, command);
  for (char **path = args; *path; path++) {
    if (strcmp(*path, "-") == 0)
      take_stdin(&intake, role);
    else
      cr_intake_path(&intake, *path, *path, role);
  }
  gboolean ok =
      keep_busy(store, &intake, &error) && remember_reading(store, &intake, command->now, &error);
  if (ok) {
    cr_engine_set_watched(engine, intake.saw_mail, intake.saw_calls);
    ok = observe_all(engine, &intake, command->now, &tally, &error);
  }
  if (ok)
    print_tally(command, &intake, &tally);
  CrExit exit =
      ok ? cr_command_exit(command, tally.linked + tally.known + intake.busy->len ? CR_EXIT_DONE
                                                                                  : CR_EXIT_NOTHING)
         : cr_command_fail(error);
  g_hash_table_unref(tally.interviews);
  cr_intake_clear(&intake);
  return exit;
}

static guint
count_lines(CrStore *store, int id) {
  guint count = 0;
  if (cr_store_begin(store, 1, FALSE, NULL)) {
    g_autoptr(GPtrArray) rows = cr_store_timeline(store, id, 0, NULL);
    count = rows ? rows->len : 0;
    cr_store_rollback(store);
  }
  return count;
}

/* What the act led to: the lines told just now, and the words to say where somebody may pick up. */
static gboolean
print_after(CrCommand *command, CrStore *store, CrEngine *engine, int id, guint told, CrAct act,
            GError **error) {
  if (!cr_store_begin(store, 1, FALSE, error))
    return FALSE;
  g_autoptr(CrInterview) iv = cr_store_load_interview(store, id, error);
  g_autoptr(GPtrArray) rows = iv ? cr_store_timeline(store, id, 0, error) : NULL;
  cr_store_rollback(store);
  if (rows == NULL)
    return FALSE;
  if (command->json) {
    cr_print_json(
        json_pack("{s:o}", "interview", cr_public_interview(iv, cr_engine_zone(engine), command->now)));
    return TRUE;
  }
  g_ptr_array_remove_range(rows, 0, MIN(told, rows->len));
  cr_print_timeline(rows, cr_engine_zone(engine), NULL);
  if (act == CR_ACT_NO_ANSWER || act == CR_ACT_CALLED) {
    g_autofree char *script = cr_letter_voicemail(iv, cr_engine_profile(engine), command->now);
    puts("\nFor their voicemail, about 20 seconds:");
    cr_print_wrapped(script, 2);
  }
  return TRUE;
}

CrExit
cr_verb_log(CrCommand *command, char **args) {
  g_autoptr(CrStore) store = NULL;
  g_autoptr(CrEngine) engine = NULL;
  g_autoptr(GError) error = NULL;
  if (cr_name_index(cr_act_names, args[1]) < 0) {
    g_autofree char *acts = g_strjoinv(", ", (char **) cr_act_names);
    cr_command_complain("\"%s\" is no act; there are: %s", args[1], acts);
    return CR_EXIT_USAGE;
  }
  if (!cr_command_open(command, &store, &engine))
    return CR_EXIT_FAILED;
  g_autoptr(CrInterview) iv = cr_command_interview(command, store, args[0]);
  if (iv == NULL)
    return CR_EXIT_NOTHING;
  g_autofree char *text = g_strjoinv(" ", args + 2);
  g_autofree char *key =
      g_strdup_printf("act:%d:%s:%" G_GINT64_FORMAT, iv->id, args[1], command->now);
  g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ACT, command->now, "candidate", key);
  if (!cr_intake_act(fact, args[1], text, cr_engine_profile(engine), &error)) {
    cr_command_complain("%s", error->message);
    return CR_EXIT_USAGE;
  }
  guint told = count_lines(store, iv->id);
  if (!cr_engine_observe(engine, fact, iv->id, command->now, NULL, &error) ||
      !cr_engine_tick(engine, command->now, &error) ||
      !print_after(command, store, engine, iv->id, told, fact->act, &error))
    return cr_command_fail(error);
  return CR_EXIT_DONE;
}
