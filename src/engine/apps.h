#pragma once
/* The search: applications, their changes as facts, and what is shown of them. Unless said
 * otherwise a function opens its own transaction, and on error nothing was changed. Documents are
 * JSON with times in the candidate's zone; free with json_decref. */
#include "engine/engine.h"
#include "model/application.h"

G_BEGIN_DECLS

/* What has a key (NULL: none) is done by it once, in whatever process and however often it is asked
 * for: the key is kept with the change. */

/* Takes one change of the candidate's. *id 0 of an ADD: gets the new id; an ADD of what is known
 * already (the same posting, or the same role at the same company) changes nothing and gives the id
 * of that one with *ret_known TRUE (ret_known may be NULL). CR_ERROR_NOT_FOUND: no such
 * application; CR_ERROR_USAGE: the change says too little; CR_ERROR_CONFLICT: it was added by that
 * key, and is not that any more. */
gboolean cr_apps_change(CrEngine *engine, int *id, const CrChange *change, const char *key,
                        CrInstant now, gboolean *ret_known, GError **error);
/* Goes to the stage that is proposed, or drops the proposal. CR_ERROR_CONFLICT when nothing is. */
gboolean cr_apps_decide(CrEngine *engine, int id, gboolean accept, const char *key, CrInstant now,
                        GError **error);
/* Takes back the last change, by whomever; *ret_words (may be NULL) says which, NULL when that was
 * done before. CR_ERROR_CONFLICT when there is none. */
gboolean cr_apps_undo(CrEngine *engine, int id, const char *key, CrInstant now, char **ret_words,
                      GError **error);
/* Makes the other one a part of it; undo parts them. */
gboolean cr_apps_merge(CrEngine *engine, int id, int other, const char *key, CrInstant now,
                       GError **error);
/* "move", "note", "plan", "wrote", "edit", "accept", "dismiss", "undo", "link", "unlink", "forget",
 * "merge": what the API and the page ask for, with its members stage, reason, at, text, company,
 * role, … (an empty one is emptied), contact, interview, other; at is an instant or a day
 * ("2026-11-27", "today", "+3"). *ret_undone (may be NULL): what an
 * undo took back. */
gboolean cr_apps_act(CrEngine *engine, int id, const char *act, const json_t *members,
                     const char *key, CrInstant now, char **ret_undone, GError **error);
/* A new one from members company, role, url, source, location, salary, requisition, notes, stage,
 * reason, at, contact {name, email, phone}. *ret_known as in cr_apps_change. */
gboolean cr_apps_add(CrEngine *engine, const json_t *members, const char *key, CrInstant now,
                     int *ret_id, gboolean *ret_known, GError **error);

/* What has moved, is new or asks something since these rows were read (CrApplicationRow): a list of
 * {"id", "title", "stage", "reason", "asks"}. In the caller's transaction. */
json_t *cr_apps_moved(CrEngine *engine, const GPtrArray *before, GError **error);

CrApplication *cr_apps_load(CrEngine *engine, int id, GError **error);
typedef struct {
  int added, known;
  GArray *ids; /* int: of each, in their order */
} CrTakenApps;
/* Takes imported applications (CrApplication of id 0) with their history, in one transaction;
 * source says where they are from ("import huntr.csv"). One that is known already is left as it is.
 */
gboolean cr_apps_take_all(CrEngine *engine, GPtrArray *applications, const char *source,
                          CrInstant now, CrTakenApps *ret_taken, GError **error);
/* All of them, CrApplication, by id. Free with g_ptr_array_unref (elements go with it). */
GPtrArray *cr_apps_all(CrEngine *engine, GError **error);
/* As a table that imports again without loss (RFC 4180), as JSON in the same fields, and what is
 * due or planned as calendar days (RFC 5545). Free with g_free. */
char *cr_apps_export_csv(CrEngine *engine, GError **error);
json_t *cr_apps_export_json(CrEngine *engine, GError **error);
char *cr_apps_export_ics(CrEngine *engine, CrInstant now, GError **error);

/* {"counts": {stage: n}, "stages": [{"stage", "total", "applications": […]}]}: of each stage (or
 * only one: stage >= 0) the limit changed last; limit 0: all. */
json_t *cr_apps_board(CrEngine *engine, int stage, guint limit, CrInstant now, GError **error);
typedef enum {
  CR_APPS_BY_CHANGE, /* the last changed first */
  CR_APPS_BY_DUE,
  CR_APPS_BY_SILENCE, /* who has waited longest first */
  CR_APPS_BY_APPLIED, /* the newest first */
  CR_APPS_BY_COMPANY,
} CrAppsOrder;
extern const char *const cr_apps_order_names[];
typedef struct {
  int stage;         /* -1: any */
  gboolean open;     /* of any stage: neither closed nor accepted */
  const char *words; /* in the company or role, or NULL */
  CrAppsOrder order;
  int after;   /* the id that the page before ended with; 0: from the first */
  guint limit; /* 0: all */
} CrAppsQuery;
/* {"applications", "total", "next"}. CR_ERROR_PARSE when after is not there. */
json_t *cr_apps_list(CrEngine *engine, const CrAppsQuery *query, CrInstant now, GError **error);
/* One with its history, mails, calls, contacts with their record, and cautions. */
json_t *cr_apps_show(CrEngine *engine, int id, CrInstant now, GError **error);

/* All of them, by id, each with "asks", "proposal", "interviews" and "history": a story's end. */
json_t *cr_apps_told(CrEngine *engine, CrInstant now, GError **error);
/* The odds with priors, published figures and own n of N: {"text", "model", "steps", "offer",
 * "adds", "open", "silence", "missed_calls"}. */
json_t *cr_apps_odds(CrEngine *engine, CrInstant now, GError **error);
/* What today asks for: {"date", "accepted", "week", "calls", "due", "suggestions"}. */
json_t *cr_apps_today(CrEngine *engine, CrInstant now, GError **error);
/* The week so far: {"from", "to", "week", "calls", "moves", "silent", "due", "text"}. */
json_t *cr_apps_review(CrEngine *engine, CrInstant now, GError **error);
/* The same as a message (RFC 5322) from and to the candidate. Free with g_free. */
char *cr_apps_review_mail(CrEngine *engine, CrInstant now, GError **error);
/* {"words", "found": [{"kind", "application", "interview", "title", "excerpt": [{"text",
 * "hit"}]}]}, of each kind the newest limit in which every word begins some word. */
json_t *cr_apps_search(CrEngine *engine, const char *words, guint limit, GError **error);
/* "funnel", "weeks" or "stages" as SVG. CR_ERROR_NOT_FOUND: no such picture. Free with g_free. */
char *cr_apps_picture(CrEngine *engine, const char *name, CrInstant now, GError **error);

G_END_DECLS
