/* accounts: who may use a service of many accounts. What they keep in it is never shown here. */
#include "engine/people.h"
#include "engine/poster.h"

#include "base/error.h"
#include "cmd/command.h"

#include <stdio.h>
#include <string.h>

#define PAGE 500

typedef struct {
  CrCommand *command;
  CrStore *store;
  CrService *service;
  json_t *shown; /* an array, of --json */
} Accounts;

static const char *
text_or(const char *text, const char *otherwise) {
  return text && *text ? text : otherwise;
}

/* Invitations */

static gboolean
read_role(const CrCommand *command, CrRole *ret_role, GError **error) {
  int role = command->as ? cr_name_index(cr_role_names, command->as) : CR_ROLE_CANDIDATE;
  if (role < 0)
    g_set_error(error, CR_ERROR, CR_ERROR_USAGE, "--as takes candidate, coach or administrator");
  else
    *ret_role = (CrRole) role;
  return role >= 0;
}

static const char *
find_origin(const Accounts *a, GError **error) {
  const char *origin = text_or(a->command->origin, a->service->origin);
  if (origin)
    return origin;
  g_set_error(error, CR_ERROR, CR_ERROR_USAGE,
              "say where people reach the service: --origin https://…, or origin= in service.ini");
  return NULL;
}

/* What serves and watches would try this as well, but who invites is told at once. *ret_words: why
 * it is not delivered yet, or NULL. */
static gboolean
post_now(const Accounts *a, gint64 account, const char *origin, char **ret_words, GError **error) {
  g_autofree char *holder = g_uuid_string_random();
  for (gboolean posted = TRUE; posted && *ret_words == NULL;)
    if (!cr_post_one(a->store, a->service, origin, account, holder, a->command->now, &posted,
                     ret_words, error))
      return FALSE;
  return TRUE;
}

/* The link is shown to who runs the service only when it is not mailed: with it anybody could come
 * in. */
static gboolean
invite_one(Accounts *a, const char *email, CrRole role, gint64 account, GError **error) {
  gboolean mailed = a->service->mail && !a->command->link;
  const char *origin = find_origin(a, error);
  g_autofree char *words = NULL;
  const CrInvitation who = {account, email, role, mailed, NULL};
  g_autofree char *token =
      origin ? cr_people_invite(a->store, &who, a->command->now, &account, error) : NULL;
  if (token == NULL)
    return FALSE;
  g_autofree char *link = g_strdup_printf("%s/invitation#%s", origin, token);
  if (mailed && !post_now(a, account, origin, &words, error)) {
    g_prefix_error(error, "%s is invited, but the letter is not delivered yet: ", email);
    return FALSE;
  }
  if (words) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED,
                "%s is invited, but the letter is not delivered yet: %s", email, words);
    return FALSE;
  }
  if (a->shown)
    json_array_append_new(a->shown, json_pack("{s:I,s:s,s:s*}", "account", (json_int_t) account,
                                              "email", email, "link", mailed ? NULL : link));
  else if (mailed)
    printf("%s: invited by mail\n", email);
  else
    printf("%s: %s\n", email, link);
  return TRUE;
}

static gboolean
invite(Accounts *a, char **emails, GError **error) {
  CrRole role;
  gint64 account;
  if (!read_role(a->command, &role, error) || !cr_command_account(a->command, 0, &account, error))
    return FALSE;
  if (emails[0] == NULL || (account && emails[1])) {
    g_set_error(error, CR_ERROR, CR_ERROR_USAGE, "%s",
                account ? "--account takes one address" : "whom? accounts invite EMAIL…");
    return FALSE;
  }
  for (char **email = emails; *email; email++) {
    g_autoptr(GError) local = NULL;
    if (invite_one(a, *email, role, account, &local))
      continue;
    if (g_error_matches(local, CR_ERROR, CR_ERROR_USAGE)) {
      g_propagate_error(error, g_steal_pointer(&local));
      return FALSE;
    }
    cr_command_problem(local->message, a->command); /* the others are invited all the same */
  }
  return TRUE;
}

/* Lists */

static void
show(Accounts *a, const CrMemberRow *row) {
  const CrMember *m = row->member;
  g_autofree char *seen =
      m->signed_in == CR_INSTANT_NONE ? NULL : cr_instant_format(m->signed_in, cr_zone_utc());
  if (a->shown) {
    json_t *json = json_object();
    json_object_set_new(json, "account", json_integer(row->account));
    cr_json_put_string(json, "email", m->email);
    cr_json_put_string(json, "state", cr_member_state_names[m->state]);
    cr_json_put_string(json, "role", cr_role_names[m->role]);
    json_object_set_new(json, "verified", json_boolean(m->verified != CR_INSTANT_NONE));
    cr_json_put_string(json, "signed_in", seen);
    cr_json_put_string(json, "undelivered", row->undelivered);
    json_array_append_new(a->shown, json);
    return;
  }
  printf("%16" G_GINT64_FORMAT "  %-10s %-14s %-25s %s\n", row->account,
         cr_member_state_names[m->state], cr_role_names[m->role], text_or(seen, "not yet"),
         m->email);
  if (row->undelivered)
    printf("%16s  a letter is not delivered yet: %s\n", "", row->undelivered);
}

static gboolean
list(Accounts *a, char **unused, GError **error) {
  gint64 after = 0;
  for (guint found = PAGE; found == PAGE;) {
    g_autoptr(GPtrArray) rows = cr_store_list_members(a->store, FALSE, after, PAGE, error);
    if (rows == NULL)
      return FALSE;
    found = rows->len;
    for (guint i = 0; i < rows->len; i++) {
      show(a, rows->pdata[i]);
      after = ((CrMemberRow *) rows->pdata[i])->account;
    }
  }
  return TRUE;
}

/* Changes: by address, or by number */

static gboolean
find(Accounts *a, const char *who, gint64 *ret_account, GError **error) {
  gint64 account = 0;
  g_autofree char *digest = cr_email_digest(who);
  if (!g_ascii_string_to_signed(who, 10, 1, G_MAXINT64, &account, NULL) &&
      !cr_store_find_account(a->store, digest, &account, error))
    return FALSE;
  *ret_account = account;
  if (account == 0)
    g_set_error(error, CR_ERROR, CR_ERROR_NOT_FOUND, "%s has no account", who);
  return account != 0;
}

typedef gboolean (*Change)(Accounts *a, gint64 account, GError **error);

static gboolean
suspend_one(Accounts *a, gint64 account, GError **error) {
  return cr_people_set_state(a->store, account, CR_MEMBER_SUSPENDED, a->command->now, error);
}

static gboolean
uninvite_one(Accounts *a, gint64 account, GError **error) {
  return cr_people_uninvite(a->store, account, NULL, a->command->now, error);
}

static gboolean
resume_one(Accounts *a, gint64 account, GError **error) {
  return cr_people_set_state(a->store, account, CR_MEMBER_ACTIVE, a->command->now, error);
}

static gboolean
set_role_of_one(Accounts *a, gint64 account, GError **error) {
  CrRole role;
  return read_role(a->command, &role, error) &&
         cr_people_set_role(a->store, account, role, a->command->now, error);
}

static gboolean
sign_out_one(Accounts *a, gint64 account, GError **error) {
  return cr_people_end_sessions(a->store, account, NULL, NULL, a->command->now, error);
}

static gboolean
change(Accounts *a, char **who, Change one, const char *done, GError **error) {
  if (who[0] == NULL) {
    g_set_error(error, CR_ERROR, CR_ERROR_USAGE, "whose? an address or an account's number");
    return FALSE;
  }
  for (; *who; who++) {
    gint64 account;
    g_autoptr(GError) local = NULL;
    if (!find(a, *who, &account, &local) || !one(a, account, &local))
      cr_command_problem(local->message, a->command);
    else if (a->shown)
      json_array_append_new(a->shown, json_pack("{s:I}", "account", (json_int_t) account));
    else
      printf("%s: %s\n", *who, done);
  }
  return TRUE;
}

/* One act each: either it takes all words, or it changes each account that they name. */
static const struct {
  const char *name;
  gboolean (*run)(Accounts *a, char **words, GError **error);
  Change change;
  const char *done; /* of the change, in words */
} acts[] = {{"invite", .run = invite},
            {"uninvite", .change = uninvite_one, .done = "is not invited any more"},
            {"list", .run = list},
            {"suspend", .change = suspend_one, .done = "suspended, and signed out everywhere"},
            {"resume", .change = resume_one, .done = "may come in again"},
            {"role", .change = set_role_of_one, .done = "has that role now"},
            {"sign-out", .change = sign_out_one, .done = "signed out everywhere"}};

static CrExit
run(Accounts *a, char **args) {
  g_autoptr(GError) error = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS(acts); i++) {
    if (strcmp(args[0], acts[i].name) != 0)
      continue;
    if (!(acts[i].run ? acts[i].run(a, args + 1, &error)
                      : change(a, args + 1, acts[i].change, acts[i].done, &error)))
      return cr_command_fail(error);
    if (a->shown)
      cr_command_print(json_pack("{s:O}", "accounts", a->shown), &error);
    return cr_command_exit(a->command, CR_EXIT_DONE);
  }
  cr_command_complain("accounts invite, uninvite, list, suspend, resume, role or sign-out");
  return CR_EXIT_USAGE;
}

CrExit
cr_verb_accounts(CrCommand *command, char **args) {
  g_autoptr(GError) error = NULL;
  g_autofree char *uri = cr_command_db(command);
  Accounts a = {.command = command, .shown = command->json ? json_array() : NULL};
  a.store = cr_store_open(uri, &error);
  a.service = a.store && cr_store_check_shared(a.store, &error) ? cr_service_load(&error) : NULL;
  CrExit exit = a.service ? run(&a, args) : cr_command_fail(error);
  json_decref(a.shown);
  cr_service_free(a.service);
  cr_store_free(a.store);
  return exit;
}
