#pragma once
/* What every verb gets: options, the clock, the database, and where problems go. */
#include "engine/desk.h"
#include "engine/intake.h"

G_BEGIN_DECLS

typedef enum {
  CR_EXIT_DONE = 0,
  CR_EXIT_NOTHING = 1, /* nothing found */
  CR_EXIT_USAGE = 2,
  CR_EXIT_SKIPPED = 3, /* some inputs were skipped, each named on stderr */
  CR_EXIT_FAILED = 4,
} CrExit;

typedef struct {
  /* for every verb */
  char **argv; /* as the program got it */
  char *db;
  char *now_text;
  gboolean json, help;
  /* of single verbs */
  char *until, *out, *at, *zone, *sender_zone, *as, *from, *to, *port, *origin, *listen;
  gboolean eml, ics, all, once, bell, confirm, follow, password_stdin, no_check, link;
  char *url, *user, *name, *auth, *command, *ca_file;
  char *stage, *source, *location, *notes; /* of the search */
  char **map;
  char *workers;
  char *health, *log, *drain, *read_db; /* of a service */
  char *account;                        /* the number of one, in a database of many */
  char *against;                        /* heads of audits that were kept elsewhere */
  gboolean preview, send;
  char *only_if; /* the version of the letter that was read */
  /* settled by main */
  CrInstant now;
  guint problems;
  const CrIntakeClass *(*intake)(void); /* loads the parse layer; NULL after telling why not */
} CrCommand;

/* Which part of the program has a verb; all but LIGHT are modules (see module.h). */
typedef enum {
  CR_PART_LIGHT,
  CR_PART_READER, /* reads inputs: the parse layer */
  CR_PART_LIVE,   /* reaches the network: sources and effects */
  CR_PART_SERVE,  /* is reached by it, and does all the rest */
} CrPart;

typedef struct {
  const char *name;
  const char *arguments; /* "ID ACT [WORDS…]" */
  const char *summary;   /* one line */
  const char *help;      /* examples */
  const char
      *options; /* names of the options it takes beside the global ones, with spaces around */
  int min_args, max_args;                         /* max -1: any number */
  CrExit (*run)(CrCommand *command, char **args); /* of LIGHT */
  CrPart part;
} CrVerb;

extern const CrVerb cr_verbs[]; /* ends with a NULL name */

/* Runs a verb of a module, which is loaded for it. */
CrExit cr_module_run(CrPart part, const char *verb, CrCommand *command, char **args);
const CrIntakeClass *cr_command_intake(void);

/* The database's URI: --db, else in the XDG data folder, which is made. Free with g_free. */
char *cr_command_db(const CrCommand *command);
/* Of a database that is a file, and is there; else NULL. */
char *cr_command_db_folder(const CrCommand *command);
/* Whoever has named no time zone is taken to be in the machine's, once: a time that was said
 * without one would be hours off in UTC. */
void cr_command_adopt_zone(CrDesk *desk);
/* The desk of the database (which is created), where what fell due since the last command is
 * decided already; NULL after telling why. */
CrDesk *cr_command_open(CrCommand *command);
/* The same for who only shows what is there: while another process holds the database that is shown
 * as it stood, after saying so. */
CrDesk *cr_command_open_reader(CrCommand *command);
/* The number that --account gives, or otherwise; CR_ERROR_USAGE of what is none. */
gboolean cr_command_account(const CrCommand *command, gint64 otherwise, gint64 *ret_account,
                            GError **error);
/* 3 of "3"; 0, which no interview has, of anything else. */
int cr_command_id(const char *text);
/* Prints "crickets: …" on stderr. */
void cr_command_complain(const char *format, ...) G_GNUC_PRINTF(1, 2);
/* Tells a failed GError and gives CR_EXIT_FAILED; CR_EXIT_USAGE of CR_ERROR_USAGE, CR_EXIT_NOTHING
 * of what is not there or not possible now. */
CrExit cr_command_fail(const GError *error);
/* Prints the document and takes it; NULL: tells the error. */
CrExit cr_command_print(json_t *document, GError **error);
/* One clear line for a skipped input; counts it. data is the CrCommand. */
void cr_command_problem(const char *message, gpointer data);
/* CR_EXIT_SKIPPED when inputs were skipped, else otherwise. */
CrExit cr_command_exit(const CrCommand *command, CrExit otherwise);

/* The verbs of the light part */
CrExit cr_verb_help(CrCommand *command, char **args);
CrExit cr_verb_look(CrCommand *command, char **args); /* now, with --follow */
CrExit cr_verb_now(CrCommand *command, char **args);
/* What it shows. urgent: CrInterview, of cr_desk_urgent. */
CrExit cr_show_now(CrCommand *command, CrDesk *desk, GPtrArray *urgent);
CrExit cr_verb_list(CrCommand *command, char **args);
CrExit cr_verb_show(CrCommand *command, char **args);
CrExit cr_verb_why(CrCommand *command, char **args);
CrExit cr_verb_apps(CrCommand *command, char **args);
CrExit cr_verb_apps_import(CrCommand *command, char **args);
CrExit cr_verb_odds(CrCommand *command, char **args);
CrExit cr_verb_today(CrCommand *command, char **args);
CrExit cr_verb_review(CrCommand *command, char **args);
CrExit cr_verb_review_send(CrCommand *command, char **args); /* of the live part */
CrExit cr_verb_search(CrCommand *command, char **args);
CrExit cr_verb_picture(CrCommand *command, char **args);
CrExit cr_verb_move(CrCommand *command, char **args);
CrExit cr_verb_audit(CrCommand *command, char **args);
CrExit cr_verb_backup(CrCommand *command, char **args);
CrExit cr_verb_restore(CrCommand *command, char **args);
CrExit cr_verb_slots(CrCommand *command, char **args);

/* The verbs of the reader */
CrExit cr_verb_add(CrCommand *command, char **args);
CrExit cr_verb_import(CrCommand *command, char **args);
CrExit cr_verb_log(CrCommand *command, char **args);
CrExit cr_verb_draft(CrCommand *command, char **args);
CrExit cr_verb_replay(CrCommand *command, char **args);
CrExit cr_verb_export(CrCommand *command, char **args);
CrExit cr_verb_parse(CrCommand *command, char **args);
#define CR_VERB_READ_APART "read-apart" /* in no list: see engine/apart.h */
CrExit cr_verb_read_apart(CrCommand *command, char **args);

/* The verbs of the live part */
CrExit cr_verb_doctor(CrCommand *command, char **args);
CrExit cr_verb_keys(CrCommand *command, char **args);
CrExit cr_verb_send(CrCommand *command, char **args);
CrExit cr_verb_setup(CrCommand *command, char **args);
CrExit cr_verb_watch(CrCommand *command, char **args);

/* The verbs of the server */
CrExit cr_verb_serve(CrCommand *command, char **args);
CrExit cr_verb_accounts(CrCommand *command, char **args);

G_END_DECLS
