#pragma once
/* Bytes with their provenance -> facts and busy time, by the parse layer. Nothing is stored here:
 * facts are collected from all inputs, put in order, and then observed. */
#include "engine/busy-list.h"
#include "model/fact.h"
#include "model/profile.h"
#include "parse/mail-bulk.h"

G_BEGIN_DECLS

typedef void (*CrProblemFunc)(const char *message, gpointer data);

typedef struct {
  const CrProfile *profile;
  CrInstant from, to;    /* the window in which calendar events matter; facts are not bound by it */
  CrProblemFunc problem; /* one clear line for each input or part that is skipped */
  gpointer data;
  GPtrArray *facts; /* CrFact */
  CrBusyList *busy;
  guint inputs, problems;
  char *map; /* the file being read, while it is one */
  gsize map_length;
  int file; /* that it is mapped from, when a reader that is kept apart may have it; else 0 */
  gboolean saw_mail, saw_calendar;
  CrInstant calls_until; /* the end of the newest call in the logs seen, or NONE */
  /* Of a reader that is kept apart: these bytes were too much for it. May be NULL. */
  void (*set_aside)(const char *message, const char *bytes, gsize length, gpointer data);
  gpointer apart; /* the reader's own, see engine/apart.h */
} CrIntake;

typedef enum {
  CR_AS_FOUND,    /* the type is found by content */
  CR_AS_INVITE,   /* a calendar object is an invite as received */
  CR_AS_CALENDAR, /* a calendar object is the candidate's own calendar */
  CR_AS_MAIL,     /* one message and nothing else, however it looks: its sender chose its bytes */
  CR_AS_CALLS,    /* a call log and nothing else */
  CR_AS_TOLD,     /* what a phone tells of single calls, see parse/hook.h */
} CrIntakeRole;

void cr_intake_init(CrIntake *intake, const CrProfile *profile, CrInstant from, CrInstant to,
                    CrProblemFunc problem, gpointer data);
void cr_intake_clear(CrIntake *intake);
/* A file, or a folder with all that is in it (Maildir included). name is what messages call it. */
void cr_intake_path(CrIntake *intake, const char *path, const char *name, CrIntakeRole role);
/* The path of what lies in a folder that others may have made. NULL when there is nothing, and of
 * links, pipes and devices, which are not followed and not opened: name and problem tell of them.
 */
char *cr_intake_inner(CrIntake *intake, const char *folder, const char *inner, const char *name);
void cr_intake_bytes(CrIntake *intake, const char *bytes, gsize length, const char *name,
                     CrIntakeRole role);
/* One candidate's act per line, JSON as in acts.jsonl. One about an application becomes an
 * APPLICATION fact with the line as its text. */
void cr_intake_acts(CrIntake *intake, const char *bytes, gsize length, const char *name);
/* An act's words: "rescheduled" needs a time in text, RFC 3339 or human. CR_ERROR_USAGE: they are
 * no act's. */
gboolean cr_intake_act(CrFact *fact, const char *act, const char *text, const CrProfile *profile,
                       GError **error);
/* By time; at the same time invites come first, then mails, calls and acts. */
void cr_intake_sort(CrIntake *intake);
/* The profile and policy of an ini file as in replay; a part that it lacks stays as it is. Problems
 * are reported and skipped; FALSE when it is no such file at all. */
gboolean cr_intake_profile(const char *path, CrProfile *profile, CrPolicy *policy,
                           CrProblemFunc problem, gpointer data, GError **error);

/* Loads all that reading loads only at its first need, for a process that cannot do so later. */
void cr_intake_warm_up(void); /* intake-warm.c */

/* All this as a table: who reads inputs only now and then loads the parse layer when it is needed.
 */
typedef struct CrIntakeClass {
  void (*init)(CrIntake *intake, const CrProfile *profile, CrInstant from, CrInstant to,
               CrProblemFunc problem, gpointer data);
  void (*clear)(CrIntake *intake);
  void (*bytes)(CrIntake *intake, const char *bytes, gsize length, const char *name,
                CrIntakeRole role);
  /* All that was handed over is read. FALSE when it cannot be: then nothing may count as read. */
  gboolean (*settle)(CrIntake *intake, GError **error);
  void (*sort)(CrIntake *intake);
  /* NULL of a reader that is kept apart: */
  gboolean (*profile)(const char *path, CrProfile *profile, CrPolicy *policy, CrProblemFunc problem,
                      gpointer data, GError **error);
  gboolean (*number)(const char *number, const char *country); /* can it be called? */
  /* See cr_mail_head_scan. What cannot be scanned is no bulk. */
  CrMailHead (*head)(CrIntake *intake, const char *fields, gsize fields_length, const char *parts,
                     gsize parts_length);
} CrIntakeClass;
extern const CrIntakeClass cr_intake_class;

G_END_DECLS
