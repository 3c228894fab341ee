/* Options: each is known here, and of which verbs it is stands with the verb. */
#include "cmd/options.h"

#include <string.h>

/* All there are, the common ones first, with words for their help; ends with an empty one. */
static GOptionEntry *
all_options(CrCommand *c) {
  /* Free text is taken as it is: a STRING would have to be of the locale's charset. */
  const GOptionEntry all[] = {
      {"db", 0, 0, G_OPTION_ARG_FILENAME, &c->db,
       "sqlite:PATH or postgresql://…; else crickets.db in your data folder", "URI"},
      {"now", 0, 0, G_OPTION_ARG_STRING, &c->now_text,
       "another clock: 2026-11-24T14:00:00-05:00; what it decides is kept", "INSTANT"},
      {"json", 0, 0, G_OPTION_ARG_NONE, &c->json, "one JSON document instead of text", NULL},
      {"help", 'h', 0, G_OPTION_ARG_NONE, &c->help, "this", NULL},
      {"until", 0, 0, G_OPTION_ARG_STRING, &c->until, "ends the story there", "INSTANT"},
      {"out", 0, 0, G_OPTION_ARG_FILENAME, &c->out, "writes the letters there", "DIR"},
      {"at", 0, 0, G_OPTION_ARG_STRING, &c->at, "when it happened; now unless given", "INSTANT"},
      {"zone", 0, 0, G_OPTION_ARG_STRING, &c->zone, "your time zone, such as America/Chicago",
       "ZONE"},
      {"sender-zone", 0, 0, G_OPTION_ARG_STRING, &c->sender_zone,
       "the time zone of whoever wrote it", "ZONE"},
      {"as", 0, 0, G_OPTION_ARG_STRING, &c->as, "what they are: auto, invite or calendar", "KIND"},
      {"from", 0, 0, G_OPTION_ARG_STRING, &c->from, "from then on", "INSTANT"},
      {"to", 0, 0, G_OPTION_ARG_STRING, &c->to, "until then", "INSTANT"},
      {"ics", 0, 0, G_OPTION_ARG_NONE, &c->ics, "the watched calls as a calendar", NULL},
      {"stage", 0, 0, G_OPTION_ARG_FILENAME, &c->stage,
       "where it stands: saved, applied, screen, interview, offer …", "STAGE"},
      {"source", 0, 0, G_OPTION_ARG_FILENAME, &c->source, "where the posting was found", "WORDS"},
      {"location", 0, 0, G_OPTION_ARG_FILENAME, &c->location, "where the work is", "WORDS"},
      {"notes", 0, 0, G_OPTION_ARG_FILENAME, &c->notes, "your own notes", "WORDS"},
      {"preview", 0, 0, G_OPTION_ARG_NONE, &c->preview,
       "shows what would be taken in, and keeps nothing", NULL},
      {"send", 0, 0, G_OPTION_ARG_NONE, &c->send, "mails it to yourself", NULL},
      {"if", 0, 0, G_OPTION_ARG_STRING, &c->only_if,
       "only that text, by the \"version\" that draft --json gives; else it is not sent",
       "VERSION"},
      {"map", 0, 0, G_OPTION_ARG_STRING_ARRAY, &c->map, "what a column is; may be repeated",
       "HEADING=COLUMN"},
      {"eml", 0, 0, G_OPTION_ARG_NONE, &c->eml, "as a mail (.eml)", NULL},
      {"all", 0, 0, G_OPTION_ARG_NONE, &c->all, "all of them, not only the first few", NULL},
      {"once", 0, 0, G_OPTION_ARG_NONE, &c->once, "one round, for cron", NULL},
      {"bell", 0, 0, G_OPTION_ARG_NONE, &c->bell,
       "rings the terminal's bell when something happens", NULL},
      {"follow", 0, 0, G_OPTION_ARG_NONE, &c->follow, "stays, live, with a countdown", NULL},
      {"confirm", 0, 0, G_OPTION_ARG_NONE, &c->confirm,
       "this copy of the database, and the clock, are right", NULL},
      {"password-stdin", 0, 0, G_OPTION_ARG_NONE, &c->password_stdin,
       "reads the password from standard input", NULL},
      {"no-check", 0, 0, G_OPTION_ARG_NONE, &c->no_check, "keeps it without trying it first", NULL},
      {"url", 0, 0, G_OPTION_ARG_STRING, &c->url, "its address", "URL"},
      {"user", 0, 0, G_OPTION_ARG_STRING, &c->user, "your user name there", "NAME"},
      {"name", 0, 0, G_OPTION_ARG_STRING, &c->name, "what this connection is called here", "NAME"},
      {"auth", 0, 0, G_OPTION_ARG_STRING, &c->auth,
       "how to sign in: password, xoauth2, none; a phone: bearer, hmac, twilio", "KIND"},
      {"command", 0, 0, G_OPTION_ARG_STRING, &c->command,
       "prints the password, such as \"pass show mail\"; for send: the mailer", "COMMAND"},
      {"ca-file", 0, 0, G_OPTION_ARG_FILENAME, &c->ca_file,
       "a certificate to trust beside the system's", "FILE"},
      {"link", 0, 0, G_OPTION_ARG_NONE, &c->link, "prints a new link, while it runs", NULL},
      {"health", 0, 0, G_OPTION_ARG_STRING, &c->health,
       "answers /healthz, /readyz and /metrics there (docs/service.md)", "[ADDRESS:]PORT"},
      {"log", 0, 0, G_OPTION_ARG_STRING, &c->log, "json: a JSON object a line on stderr", "FORM"},
      {"drain", 0, 0, G_OPTION_ARG_STRING, &c->drain,
       "goes on answering for so long after SIGTERM, while /readyz says no", "SECONDS"},
      {"read-db", 0, 0, G_OPTION_ARG_STRING, &c->read_db,
       "pages are read from this replica of the database while it is not behind", "URI"},
      {"workers", 0, 0, G_OPTION_ARG_STRING, &c->workers,
       "keep all accounts of a service, so many at once", "N"},
      {"account", 0, 0, G_OPTION_ARG_STRING, &c->account, "which of a server's accounts", "N"},
      {"against", 0, 0, G_OPTION_ARG_FILENAME, &c->against,
       "also compares with heads that were kept", "FILE"},
      {"port", 0, 0, G_OPTION_ARG_STRING, &c->port, "on this port; 0 takes a free one", "N"},
      {"origin", 0, 0, G_OPTION_ARG_STRING, &c->origin,
       "its address in the browser, behind a proxy of your own", "URL"},
      {"listen", 0, 0, G_OPTION_ARG_STRING, &c->listen,
       "phones may tell of calls there (docs/phone.md)", "ADDRESS"},
      {NULL},
  };
  return g_memdup2(all, sizeof all);
}

/* What an option is for where that is not what it says above. */
static const struct {
  const char *verb, *option, *text, *value;
} others[] = {
    {"list", "all", "the settled calls, too", NULL},
    {"audit", "all", "all of it, not only the last rows", NULL},
    {"apps", "as", "of export: csv, json or ics", "KIND"},
    {"accounts", "as", "candidate, coach or administrator", "KIND"},
    {"accounts", "link", "prints the link, and mails nothing", NULL},
    {"apps", "url", "where the posting is", "URL"},
    {"move", "from", "the database that the account leaves", "URI"},
    {"move", "to", "the database that the account goes to", "URI"},
    {"parse", "at", "when it was said; now unless given", "INSTANT"},
};

static void
say_of_verb(GOptionEntry *option, const char *verb) {
  for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
    if (strcmp(verb, others[i].verb) == 0 && strcmp(option->long_name, others[i].option) == 0) {
      option->description = others[i].text;
      option->arg_description = others[i].value;
    }
}

GOptionEntry *
cr_options_of(CrCommand *c, const CrVerb *verb) {
  GOptionEntry *options = all_options(c);
  guint n = CR_N_COMMON_OPTIONS;
  for (const GOptionEntry *o = options + n; o->long_name; o++) {
    g_autofree char *word = g_strdup_printf(" %s ", o->long_name);
    if (verb && strstr(verb->options, word)) {
      options[n] = *o;
      say_of_verb(&options[n++], verb->name);
    }
  }
  options[n] = (GOptionEntry){0};
  return options;
}

static gboolean
takes_value(const GOptionEntry *options, const char *word) {
  const GOptionEntry *o = options;
  while (o->long_name && !(g_str_has_prefix(word, "--") && strcmp(word + 2, o->long_name) == 0))
    o++;
  return o->long_name && o->arg != G_OPTION_ARG_NONE;
}

const char *
cr_options_first_word(CrCommand *c, char **argv) {
  g_autofree GOptionEntry *options = all_options(c);
  for (char **arg = argv + 1; *arg; arg++) {
    if (**arg != '-' || strcmp(*arg, "-") == 0)
      return *arg;
    if (takes_value(options, *arg) && arg[1])
      arg++;
  }
  return NULL;
}

gboolean
cr_options_read(CrCommand *c, const CrVerb *verb, char ***argv, GError **error) {
  g_autofree GOptionEntry *taken = cr_options_of(c, verb);
  g_autoptr(GOptionContext) context = g_option_context_new(NULL);
  g_option_context_set_help_enabled(context, FALSE);
  g_option_context_add_main_entries(context, taken, NULL);
  return g_option_context_parse_strv(context, argv, error);
}

void
cr_options_clear(CrCommand *c) {
  g_autofree GOptionEntry *options = all_options(c);
  for (const GOptionEntry *o = options; o->long_name; o++)
    if (o->arg == G_OPTION_ARG_STRING_ARRAY)
      g_clear_pointer((char ***) o->arg_data, g_strfreev);
    else if (o->arg != G_OPTION_ARG_NONE)
      g_clear_pointer((char **) o->arg_data, g_free);
}
