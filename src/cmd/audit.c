/* audit: who did what to an account, and whether the record of it holds. */
#include "store/audit.h"
#include "cmd/command.h"
#include "cmd/print.h"

#include "base/error.h"
#include "engine/config.h"

#include <stdio.h>
#include <string.h>

#define SHOWN 50
#define AT_ONCE 1000 /* accounts */
#define MAX_LINE 200

typedef struct {
  CrCommand *command;
  CrStore *store;
  gboolean facts; /* are read, too */
  gint64 accounts, rows, sealed, vouched;
  guint broken;
  json_t *list; /* of what is told of single accounts, as JSON; else NULL */
} Audit;

/* Does something with one account. */
typedef gboolean (*Visit)(Audit *audit, gint64 account, GError **error);

static gboolean
visit_all(Audit *audit, Visit visit, GError **error) {
  gint64 after = 0;
  for (guint found = AT_ONCE; found == AT_ONCE;) {
    g_autoptr(GArray) accounts = cr_store_list_accounts(audit->store, after, AT_ONCE, error);
    if (accounts == NULL)
      return FALSE;
    found = accounts->len;
    for (guint i = 0; i < found; i++) {
      after = g_array_index(accounts, gint64, i);
      if (!visit(audit, after, error))
        return FALSE;
    }
  }
  return TRUE;
}

/* The list */

static void
print_deed(const CrDeed *deed, gint64 account, const CrZone *zone) {
  g_autofree char *when = cr_print_when(deed->at, zone, zone);
  g_autofree char *other = g_strdup_printf("account %" G_GINT64_FORMAT, deed->actor);
  const char *who = deed->actor == account ? "you"
                    : *deed->who           ? deed->who
                    : deed->actor          ? other
                                           : "crickets";
  printf("%5" G_GINT64_FORMAT "  %s  %s: %s%s%s\n", deed->number, when, who,
         cr_deed_words(deed->action), *deed->object ? ": " : "", deed->object);
}

static CrExit
list(CrCommand *command, const char *uri, gint64 account) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrDesk) desk = cr_desk_open(uri, account, &error);
  if (desk == NULL || !cr_store_begin(desk->store, account, FALSE, &error))
    return cr_command_fail(error);
  g_autoptr(GPtrArray) deeds =
      cr_store_list_deeds(desk->store, 0, command->all ? 0 : SHOWN, &error);
  cr_store_rollback(desk->store);
  if (deeds == NULL)
    return cr_command_fail(error);
  const CrZone *zone = cr_desk_zone(desk);
  g_autoptr(json_t) rows = json_array();
  for (guint i = deeds->len; i > 0; i--)
    if (command->json)
      json_array_append_new(rows, cr_deed_to_json(deeds->pdata[i - 1], zone));
    else
      print_deed(deeds->pdata[i - 1], account, zone);
  if (command->json)
    cr_print_json(json_pack("{s:I,s:O}", "account", (json_int_t) account, "rows", rows));
  else if (deeds->len == 0)
    puts("Nothing has been done to the account yet.");
  return deeds->len ? CR_EXIT_DONE : CR_EXIT_NOTHING;
}

/* Does it hold */

static void
tell_broken(Audit *audit, gint64 account, gint64 number, const char *why) {
  audit->broken++;
  if (audit->list)
    json_array_append_new(audit->list, json_pack("{s:I,s:I,s:s}", "account", (json_int_t) account,
                                                 "number", (json_int_t) number, "why", why));
  else
    printf("account %" G_GINT64_FORMAT ", row %" G_GINT64_FORMAT ": %s\n", account, number, why);
}

static gboolean
verify_one(Audit *audit, gint64 account, GError **error) {
  CrAuditCheck check;
  if (!cr_store_begin(audit->store, account, FALSE, error))
    return FALSE;
  gboolean read = cr_store_check_audit(audit->store, audit->facts, &check, error);
  cr_store_rollback(audit->store);
  if (!read)
    return FALSE;
  audit->accounts++;
  audit->rows += check.rows;
  audit->sealed += check.facts;
  audit->vouched += check.vouched;
  if (check.broken)
    tell_broken(audit, account, check.broken, check.why);
  else if (check.rows && check.home != account && audit->list == NULL)
    printf("account %" G_GINT64_FORMAT ": it holds, and says that it was moved away\n", account);
  return TRUE;
}

static gboolean
read_head(const char *line, CrAuditHead *ret_head) {
  g_auto(GStrv) words = g_strsplit(line, " ", 4);
  *ret_head = (CrAuditHead){.at = CR_INSTANT_NONE};
  if (g_strv_length(words) < 3 || strlen(words[2]) != 64 ||
      !g_ascii_string_to_signed(words[0], 10, 1, G_MAXINT64, &ret_head->account, NULL) ||
      !g_ascii_string_to_signed(words[1], 10, 1, G_MAXINT64, &ret_head->number, NULL))
    return FALSE;
  g_strlcpy(ret_head->hash, words[2], sizeof ret_head->hash);
  return TRUE;
}

static gboolean
compare_head(Audit *audit, const char *line, gint64 account, guint number, GError **error) {
  CrAuditHead head;
  const char *why = NULL;
  if (!read_head(line, &head)) {
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "%s: line %u is no head of an audit",
                audit->command->against, number);
    return FALSE;
  }
  if (account && head.account != account)
    return TRUE;
  if (!cr_store_begin(audit->store, head.account, FALSE, error))
    return FALSE;
  gboolean read = cr_store_check_head(audit->store, &head, &why, error);
  cr_store_rollback(audit->store);
  if (why)
    tell_broken(audit, head.account, head.number, why);
  return read;
}

static gboolean
compare_heads(Audit *audit, gint64 account, GError **error) {
  const char *path = audit->command->against;
  FILE *file = path ? fopen(path, "re") : NULL;
  char line[MAX_LINE];
  gboolean ok = TRUE;
  if (path && file == NULL) {
    g_set_error(error, CR_ERROR, CR_ERROR_USAGE, "%s cannot be read", path);
    return FALSE;
  }
  for (guint number = 1; ok && file && fgets(line, sizeof line, file); number++)
    ok = compare_head(audit, g_strchomp(line), account, number, error);
  if (file)
    fclose(file);
  return ok;
}

static CrExit
verify(Audit *audit, gint64 account) {
  g_autoptr(GError) error = NULL;
  audit->facts = account != 0;
  gboolean ok = account ? verify_one(audit, account, &error) : visit_all(audit, verify_one, &error);
  if (!ok || !compare_heads(audit, account, &error))
    return cr_command_fail(error);
  if (audit->list)
    cr_print_json(json_pack("{s:I,s:I,s:I,s:I,s:O}", "accounts", (json_int_t) audit->accounts,
                            "rows", (json_int_t) audit->rows, "facts", (json_int_t) audit->sealed,
                            "vouched", (json_int_t) audit->vouched, "broken", audit->list));
  else
    printf("%" G_GINT64_FORMAT " account%s, %" G_GINT64_FORMAT " rows and %" G_GINT64_FORMAT
           " sealed facts: %s; a key vouches for %" G_GINT64_FORMAT " rows\n",
           audit->accounts, audit->accounts == 1 ? "" : "s", audit->rows, audit->sealed,
           audit->broken ? "the record does not hold" : "the record holds", audit->vouched);
  return audit->broken ? CR_EXIT_FAILED : CR_EXIT_DONE;
}

/* Heads */

static gboolean
tell_head(Audit *audit, gint64 account, GError **error) {
  CrAuditHead head;
  if (!cr_store_begin(audit->store, account, FALSE, error))
    return FALSE;
  gboolean ok = cr_store_audit_head(audit->store, &head, error);
  cr_store_rollback(audit->store);
  if (!ok || head.number == 0)
    return ok;
  g_autofree char *at = cr_instant_format(head.at, cr_zone_utc());
  if (audit->list)
    json_array_append_new(audit->list,
                          json_pack("{s:I,s:I,s:s,s:s}", "account", (json_int_t) account, "number",
                                    (json_int_t) head.number, "hash", head.hash, "at", at));
  else
    printf("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s %s\n", account, head.number, head.hash,
           at);
  return TRUE;
}

static gboolean
seal_one(Audit *audit, gint64 account, GError **error) {
  static const CrActor program = {0, NULL};
  g_autoptr(GError) local = NULL;
  for (gboolean more = TRUE; more && local == NULL;)
    if (cr_store_begin(audit->store, account, TRUE, &local))
      cr_store_end(audit->store,
                   cr_store_seal_facts(audit->store, &program, audit->command->now, &more, &local),
                   &local);
  if (local == NULL || g_error_matches(local, CR_ERROR, CR_ERROR_NOT_FOUND)) /* it was erased */
    return tell_head(audit, account, error);
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

static CrExit
tell_heads(Audit *audit, gint64 account, Visit visit) {
  g_autoptr(GError) error = NULL;
  if (!(account ? visit(audit, account, &error) : visit_all(audit, visit, &error)))
    return cr_command_fail(error);
  if (audit->list)
    cr_print_json(json_pack("{s:O}", "heads", audit->list));
  return CR_EXIT_DONE;
}

CrExit
cr_verb_audit(CrCommand *command, char **args) {
  static const char *const parts[] = {"verify", "head", "seal", NULL};
  g_autoptr(GError) error = NULL;
  g_autofree char *uri = cr_command_db(command);
  gint64 account = 0;
  int part = args[0] ? cr_name_index(parts, args[0]) : -1;
  if (args[0] && part < 0) {
    cr_command_complain("audit takes verify, head, seal or nothing");
    return CR_EXIT_USAGE;
  }
  /* 0: all of them. */
  if (!cr_command_account(command, cr_config_is_shared(uri) ? 0 : 1, &account, &error))
    return cr_command_fail(error);
  if (part < 0 && account == 0) {
    cr_command_complain("which account? --account N");
    return CR_EXIT_USAGE;
  }
  if (part < 0)
    return list(command, uri, account);
  g_autoptr(CrStore) store = cr_store_open(uri, &error);
  if (store == NULL)
    return cr_command_fail(error);
  g_autoptr(json_t) told = command->json ? json_array() : NULL;
  Audit audit = {.command = command, .store = store, .list = told};
  return part == 0 ? verify(&audit, account)
                   : tell_heads(&audit, account, part == 1 ? tell_head : seal_one);
}
