/* crickets: the verb table, the options, and the clock. */
#include "cmd/command.h"
#include "cmd/print.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

const CrVerb cr_verbs[] = {
    {"now", "", "what to do this minute, for the most urgent call, then the others",
     "  crickets now\n  crickets now --json\n  crickets now --follow --bell    live, with a "
     "countdown\n",
     " follow bell ", 0, 0, cr_verb_look},
    {"add", "WORDS…", "watch a promised call, from words",
     "  crickets add \"Dana Reyes of Northwind calls Tue 2pm ET\"\n"
     "  crickets add \"Sam from Contoso calls 2026-11-24 14:00 New York time, 212-555-0123\"\n"
     "  crickets add -    the words come on standard input\n",
     " ", 1, -1, NULL, CR_PART_READER},
    {"import", "PATH…",
     "take in invites, mail, calendars and call logs; the type is found by content",
     "  crickets import invite.ics ~/Maildir calls.xml\n"
     "  crickets import --as calendar my-calendar.ics\n  cat mail.eml | crickets import -\n",
     " as ", 1, -1, NULL, CR_PART_READER},
    {"list", "", "the watched calls",
     "  crickets list\n  crickets list --all --from 2026-11-01T00:00:00Z\n", " all from to ", 0, 0,
     cr_verb_list},
    {"show", "ID", "one call with all that happened", "  crickets show 3\n", " ", 1, 1,
     cr_verb_show},
    {"why", "ID", "why nobody may have called, with the evidence for and against",
     "  crickets why 3\n", " ", 1, 1, cr_verb_why},
    {"log", "ID ACT [WORDS…]",
     "what you did or saw: called, voicemail, no-answer, spoke, they-called, sent, rescheduled "
     "WHEN, cancelled, rejected, offer, accepted, withdrawn, not-sent, no-call, removed (it was "
     "never a call), undo",
     "  crickets log 3 no-answer\n  crickets log 3 rescheduled \"Thursday 10am ET\"\n", " ", 2, -1,
     NULL, CR_PART_READER},
    {"draft", "ID", "the letter for the current step",
     "  crickets draft 3\n  crickets draft 3 --eml > letter.eml\n", " eml ", 1, 1, NULL,
     CR_PART_READER},
    {"send", "ID", "sends that letter now, after a last look into mailbox, calendar and calls",
     "  crickets draft 3\n  crickets send 3\n", " ", 1, 1, NULL, CR_PART_LIVE},
    {"slots", "[ID]", "times free for both", "  crickets slots 3\n", " ", 0, 1, cr_verb_slots},
    {"today", "", "today's list over all applications: calls, what is due, the week's own work",
     "  crickets today\n", " ", 0, 0, cr_verb_today},
    {"apps", "[list [STAGE] | add WORDS… | show ID | move ID STAGE | …]",
     "your applications: list, add, show, move, note, plan, edit, link, unlink, merge, wrote, "
     "accept, dismiss, undo, import, export",
     "  crickets apps\n  crickets apps add \"Staff Engineer at Northwind\" --source LinkedIn\n"
     "  crickets apps move 7 screen\n  crickets apps move 7 rejected --at 2026-11-24T09:00:00Z\n"
     "  crickets apps plan 7 2026-11-27 \"send the portfolio\"\n  crickets apps undo 7\n"
     "  crickets apps merge 7 12    they are the same one; undo parts them\n"
     "  crickets apps import huntr.csv --preview\n  crickets apps import mine.csv --map "
     "\"Firm=company\"\n"
     "  crickets apps export --as csv > apps.csv\n",
     " all as at stage url source location notes preview map ", 0, -1, cr_verb_apps},
    {"odds", "", "honest odds: your own n of N beside the guide's and published figures",
     "  crickets odds\n  crickets odds --json\n", " ", 0, 0, cr_verb_odds},
    {"review", "", "the week: applications, calls, what moved, who is silent; as a mail with --eml",
     "  crickets review\n  crickets review --eml > review.eml\n"
     "  crickets review --send      mails it to yourself\n",
     " eml send ", 0, 0, cr_verb_review},
    {"search", "WORDS…", "applications, calls, mails and letters in which the words begin words",
     "  crickets search northwind staff\n", " all ", 1, -1, cr_verb_search},
    {"picture", "funnel | weeks | stages", "the search as a picture (SVG)",
     "  crickets picture funnel > funnel.svg\n", " ", 1, 1, cr_verb_picture},
    {"setup",
     "[FILE | profile | mail [ADDRESS] | send | calendar [URL] | calls [PATH] | kdeconnect | "
     "phone [NAME] | remove NAME]",
     "who you are (also from a profile.ini), and what is connected; each is tried first",
     "  crickets setup\n  crickets setup profile.ini\n  crickets setup mail jordan@example.com\n"
     "  crickets setup mail --url imaps://mail.example.com --user jordan --password-stdin < "
     "secret\n"
     "  crickets setup calendar https://dav.example.com --user jordan --command \"pass dav\"\n"
     "  crickets setup calls ~/CallLogs\n  crickets setup kdeconnect\n  crickets setup phone "
     "my-phone\n"
     "  crickets setup phone pbx --auth hmac    one that signs what it sends\n"
     "  crickets setup remove calls\n",
     " url user name auth command ca-file password-stdin no-check ", 0, 2, NULL, CR_PART_LIVE},
    {"doctor", "", "is everything in order, and if not, what to do; tries each connection",
     "  crickets doctor\n  crickets doctor --confirm    this copy of the database, and the clock, "
     "are "
     "right\n",
     " confirm ", 0, 0, NULL, CR_PART_LIVE},
    {"serve", "",
     "the keeper with its page: prints a link to open in the browser; ends with Ctrl-C",
     "  crickets serve\n  crickets serve --link            a new link, while it runs\n"
     "  crickets serve --port 8080\n"
     "  crickets serve --origin https://crickets.example    behind a proxy of your own\n"
     "  crickets serve --listen 192.168.1.20   phones may tell of calls there (docs/phone.md)\n",
     " port origin listen link health log drain read-db ", 0, 0, NULL, CR_PART_SERVE},
    {"watch", "",
     "the keeper: stays awake for your calls, reads your mailbox, calendars and call log, and "
     "prints what happens; ends with Ctrl-C",
     "  crickets watch\n  crickets watch --bell\n  crickets watch --once\n"
     "  crickets watch --workers 4 --db postgresql://…    all accounts of a service\n",
     " once bell workers health log ", 0, 0, NULL, CR_PART_LIVE},
    {"export", "", "all your data as JSON; --ics: the watched calls as a calendar, with alarms",
     "  crickets export > crickets.json\n  crickets export --ics > calls.ics\n", " ics ", 0, 0,
     NULL, CR_PART_READER},
    {"backup", "FILE", "a copy of all your data in a new file, also while a keeper runs",
     "  crickets backup crickets-2026-11-24.db\n"
     "  crickets backup dana.db --db postgresql://db.example/crickets --account 7\n",
     " account ", 1, 1, cr_verb_backup},
    {"restore", "FILE", "puts a backup back, where nothing else is kept",
     "  crickets restore crickets-2026-11-24.db\n"
     "  crickets restore crickets-2026-11-24.db --db sqlite:elsewhere.db\n",
     " account ", 1, 1, cr_verb_restore},
    {"move", "", "takes the account into another database: --from URI --to URI, and back",
     "  crickets move --from sqlite:crickets.db --to postgresql://crickets@db.example/crickets\n"
     "  crickets move --from postgresql://db.example/crickets --account 7 --to sqlite:mine.db\n",
     " from to account ", 0, 0, cr_verb_move},
    {"audit", "[verify | head | seal]",
     "who did what to the account; verify: does the record hold; head: what to keep elsewhere",
     "  crickets audit\n  crickets audit verify\n"
     "  crickets audit seal >> heads     the facts until now, and the heads, to be kept elsewhere\n"
     "  crickets audit verify --against heads\n"
     "  crickets audit verify --db postgresql://…    of all accounts; --account 7: of one\n",
     " all account against ", 0, 1, cr_verb_audit},
    {"replay", "DIR", "a whole story with a virtual clock",
     "  crickets replay examples/late-recruiter\n  crickets replay --json --out /tmp/letters DIR\n",
     " until out ", 1, 1, NULL, CR_PART_READER},
    {"parse", "time TEXT… | mail FILE…", "what is read in a text or a mail",
     "  crickets parse time --zone Europe/Berlin \"Tuesday 2pm ET\"\n  crickets parse mail "
     "mail.eml --json\n"
     "  crickets parse time - < lines.txt\n",
     " at zone sender-zone ", 1, -1, NULL, CR_PART_READER},
    {"accounts", "invite EMAIL… | list | suspend WHO… | resume WHO… | role WHO… | sign-out WHO…",
     "who may use a service of many accounts (docs/service.md)",
     "  crickets accounts invite dana@example.com --db postgresql://…    by mail, or prints the "
     "link\n"
     "  crickets accounts invite --as administrator kim@example.com --origin "
     "https://careers.example\n"
     "  crickets accounts invite --account 1 jordan@example.com    for an account that is there\n"
     "  crickets accounts list\n  crickets accounts suspend dana@example.com\n",
     " as account origin link ", 1, -1, NULL, CR_PART_SERVE},
    {"keys", "[new | use ID | reseal]",
     "what seals the passwords that its accounts keep, and which keys there are",
     "  crickets keys new          then take the file to each host\n"
     "  crickets keys use 7eb5a2a1    it seals from now on\n"
     "  crickets keys reseal --db postgresql://…    then the one before may go\n",
     " ", 0, 2, NULL, CR_PART_LIVE},
    {NULL},
};

/* Options */

#define N_COMMON_OPTIONS 4

/* All there are, the common ones first, with words for their help; ends with an empty one. */
static GOptionEntry *
all_options(CrCommand *c) {
  /* Free text is taken as it is: a STRING would have to be of the locale's charset. */
  const GOptionEntry all[] = {
      {"db", 0, 0, G_OPTION_ARG_FILENAME, &c->db,
       "sqlite:PATH or postgresql://…; else crickets.db in your data folder", "URI"},
      {"now", 0, 0, G_OPTION_ARG_STRING, &c->now_text, "another clock: 2026-11-24T14:00:00-05:00",
       "INSTANT"},
      {"json", 0, 0, G_OPTION_ARG_NONE, &c->json, "one JSON document instead of text", NULL},
      {"help", 'h', 0, G_OPTION_ARG_NONE, &c->help, "this", NULL},
      {"until", 0, 0, G_OPTION_ARG_STRING, &c->until, "ends the story there", "INSTANT"},
      {"out", 0, 0, G_OPTION_ARG_FILENAME, &c->out, "writes the letters there", "DIR"},
      {"at", 0, 0, G_OPTION_ARG_STRING, &c->at, "when it was said or happened; now unless given",
       "INSTANT"},
      {"zone", 0, 0, G_OPTION_ARG_STRING, &c->zone, "your time zone, such as America/Chicago",
       "ZONE"},
      {"sender-zone", 0, 0, G_OPTION_ARG_STRING, &c->sender_zone,
       "the time zone of whoever wrote it", "ZONE"},
      {"as", 0, 0, G_OPTION_ARG_STRING, &c->as, "what it is: see the examples", "KIND"},
      {"from", 0, 0, G_OPTION_ARG_STRING, &c->from,
       "from then on; move: the database that the account leaves", "INSTANT|URI"},
      {"to", 0, 0, G_OPTION_ARG_STRING, &c->to,
       "until then; move: the database that the account goes to", "INSTANT|URI"},
      {"ics", 0, 0, G_OPTION_ARG_NONE, &c->ics, "the watched calls as a calendar", NULL},
      {"stage", 0, 0, G_OPTION_ARG_FILENAME, &c->stage,
       "where it stands: saved, applied, screen, interview, offer …", "STAGE"},
      {"source", 0, 0, G_OPTION_ARG_FILENAME, &c->source, "where the posting was found", "WORDS"},
      {"location", 0, 0, G_OPTION_ARG_FILENAME, &c->location, "where the work is", "WORDS"},
      {"notes", 0, 0, G_OPTION_ARG_FILENAME, &c->notes, "your own notes", "WORDS"},
      {"preview", 0, 0, G_OPTION_ARG_NONE, &c->preview,
       "shows what would be taken in, and keeps nothing", NULL},
      {"send", 0, 0, G_OPTION_ARG_NONE, &c->send, "mails it to yourself", NULL},
      {"map", 0, 0, G_OPTION_ARG_STRING_ARRAY, &c->map, "what a column is; may be repeated",
       "HEADING=COLUMN"},
      {"eml", 0, 0, G_OPTION_ARG_NONE, &c->eml, "as a mail (.eml)", NULL},
      {"all", 0, 0, G_OPTION_ARG_NONE, &c->all, "the settled ones, too", NULL},
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

/* The common ones and those that the verb takes. */
static GOptionEntry *
options_of(CrCommand *c, const CrVerb *verb) {
  GOptionEntry *options = all_options(c);
  guint n = N_COMMON_OPTIONS;
  for (const GOptionEntry *o = options + n; o->long_name; o++) {
    g_autofree char *word = g_strdup_printf(" %s ", o->long_name);
    if (verb && strstr(verb->options, word))
      options[n++] = *o;
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

/* The verb, which options may stand before. */
static const char *
first_word(CrCommand *c, char **argv) {
  g_autofree GOptionEntry *options = all_options(c);
  for (char **arg = argv + 1; *arg; arg++) {
    if (**arg != '-' || strcmp(*arg, "-") == 0)
      return *arg;
    if (takes_value(options, *arg) && arg[1])
      arg++;
  }
  return NULL;
}

static const CrVerb *
find_verb(const char *name) {
  for (const CrVerb *verb = cr_verbs; name && verb->name; verb++)
    if (strcmp(verb->name, name) == 0)
      return verb;
  return NULL;
}

/* Anything that the verb does not take is refused. */
static gboolean
read_options(CrCommand *c, const CrVerb *verb, char ***argv, GError **error) {
  g_autofree GOptionEntry *taken = options_of(c, verb);
  g_autoptr(GOptionContext) context = g_option_context_new(NULL);
  g_option_context_set_help_enabled(context, FALSE);
  g_option_context_add_main_entries(context, taken, NULL);
  return g_option_context_parse_strv(context, argv, error);
}

/* Help */

#define VERB_COLUMN 12
#define OPTION_COLUMN 24

/* What the list of verbs says above the first of each group. */
static const struct {
  const char *verb, *title;
} groups[] = {{"now", "Your calls"},
              {"today", "The search around them"},
              {"setup", "Keeping watch"},
              {"export", "Your data"},
              {"replay", "How it reads and decides"},
              {"accounts", "Of a service of many accounts"}};

static void
print_usage(FILE *out) {
  fputs("crickets keeps the calls that recruiters promised you.\n\n"
        "usage: crickets [--db URI] [--now INSTANT] [--json] VERB …\n"
        "       crickets help VERB | --version\n",
        out);
  for (const CrVerb *verb = cr_verbs; verb->name; verb++) {
    for (gsize i = 0; i < G_N_ELEMENTS(groups); i++)
      if (strcmp(groups[i].verb, verb->name) == 0)
        fprintf(out, "\n%s\n", groups[i].title);
    g_autofree char *head = g_strdup_printf("  %s", verb->name);
    cr_print_entry(out, head, verb->summary, VERB_COLUMN);
  }
  fputs("\nTo begin: crickets setup, then crickets serve (the page), or crickets add \"Dana of\n"
        "Northwind calls Tue 2pm ET\".\n"
        "Exit status: 0 done, 1 nothing found, 2 usage, 3 some inputs skipped (each named on\n"
        "stderr), 4 failed.\n",
        out);
}

static void
print_options(const GOptionEntry *options) {
  for (const GOptionEntry *o = options; o->long_name; o++) {
    g_autofree char *name =
        g_strdup_printf("  --%s%s%s", o->long_name, o->arg_description ? " " : "",
                        o->arg_description ? o->arg_description : "");
    cr_print_entry(stdout, name, o->description, OPTION_COLUMN);
  }
}

static void
print_help(CrCommand *c, const CrVerb *verb) {
  g_autofree GOptionEntry *options = options_of(c, verb);
  g_autofree char *usage = g_strdup_printf("usage: crickets %s", verb->name);
  g_autofree char *summary = g_strdup(verb->summary);
  *summary = g_ascii_toupper(*summary);
  cr_print_entry(stdout, usage, verb->arguments, (int) strlen(usage) + 1);
  printf("\n");
  cr_print_wrapped(summary, 0);
  printf("\n%s", verb->help);
  if (options[N_COMMON_OPTIONS].long_name)
    puts("\nOptions");
  print_options(options + N_COMMON_OPTIONS);
  options[N_COMMON_OPTIONS] = (GOptionEntry){0};
  puts("\nOf every verb");
  print_options(options);
}

/* Running */

static CrExit
usage_error(const CrVerb *verb, const char *message) {
  cr_command_complain("%s", message);
  fprintf(stderr, "try: crickets help%s%s\n", verb ? " " : "", verb ? verb->name : "");
  return CR_EXIT_USAGE;
}

static CrExit
no_such_verb(const char *name) {
  const CrVerb *meant = cr_verbs;
  while (meant->name && cr_text_distance(name, meant->name, 1) > 1)
    meant++;
  g_autofree char *message =
      g_strdup_printf("there is no verb \"%s\"%s%s%s", name, meant->name ? "; did you mean \"" : "",
                      meant->name ? meant->name : "", meant->name ? "\"?" : "");
  return usage_error(NULL, message);
}

/* help VERB is VERB --help. */
static CrExit
help(CrCommand *c, const char *name) {
  const CrVerb *verb = find_verb(name);
  if (name && verb == NULL)
    return no_such_verb(name);
  if (verb)
    print_help(c, verb);
  else
    print_usage(stdout);
  return CR_EXIT_DONE;
}

static CrExit
run(CrCommand *c, const CrVerb *verb, char **words) {
  g_autoptr(GError) error = NULL;
  int count = (int) g_strv_length(words);
  c->now = g_get_real_time();
  if (c->now_text && !cr_instant_parse(c->now_text, &c->now, &error))
    return usage_error(verb, error->message);
  if (count < verb->min_args || (verb->max_args >= 0 && count > verb->max_args)) {
    g_autofree char *message = g_strdup_printf("%s takes %s", verb->name,
                                               *verb->arguments ? verb->arguments : "no arguments");
    return usage_error(verb, message);
  }
  return verb->run ? verb->run(c, words) : cr_module_run(verb->part, verb->name, c, words);
}

/* What could not be written was not done. */
static CrExit
finish(CrExit exit) {
  if (fflush(stdout) == 0 && !ferror(stdout))
    return exit;
  cr_command_complain("the output could not be written");
  return CR_EXIT_FAILED;
}

static void
command_clear(CrCommand *c) {
  g_autofree GOptionEntry *options = all_options(c);
  for (const GOptionEntry *o = options; o->long_name; o++)
    if (o->arg == G_OPTION_ARG_STRING_ARRAY)
      g_clear_pointer((char ***) o->arg_data, g_strfreev);
    else if (o->arg != G_OPTION_ARG_NONE)
      g_clear_pointer((char **) o->arg_data, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CrCommand, command_clear)

int
main(int argc, char **argv) {
  g_auto(CrCommand) command = {.argv = argv, .intake = cr_command_intake};
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) words = g_strdupv(argv);
  const char *first = first_word(&command, argv);
  const CrVerb *verb = find_verb(first);
  if (argc == 2 && strcmp(argv[1], CR_VERB_READ_APART) == 0)
    return cr_module_run(CR_PART_READER, argv[1], &command, NULL);
  if (argc == 2 && strcmp(argv[1], "--version") == 0) {
    puts("crickets " CR_VERSION);
    return finish(CR_EXIT_DONE);
  }
  if (!read_options(&command, verb, &words, &error))
    return usage_error(verb, error->message);
  if (first && strcmp(first, "help") == 0 && words[1])
    return finish(help(&command, words[2]));
  if (words[1] && verb == NULL)
    return no_such_verb(words[1]);
  if (command.help)
    return finish(help(&command, verb ? verb->name : NULL));
  if (verb == NULL) {
    print_usage(stderr);
    return CR_EXIT_USAGE;
  }
  return finish(run(&command, verb, words + 2));
}
