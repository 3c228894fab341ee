#pragma once
/* Random stories with faults. A story is made of model facts, told to a keeper (the bare playbook
 * or the real engine), while a judge watches the promises of docs/design.md.
 *
 * A story is reproduced exactly by its seed and number. */
#include "model/fact.h"
#include "model/interview.h"
#include "model/profile.h"
#include "playbook/guard.h"

/* What they write to take back what they wrote before. */
#define TAKEN_BACK "ignore my last mail"
/* Where nobody is of any recruiter's house. */
#define SIM_ELSEWHERE "@elsewhere.example"

G_BEGIN_DECLS

/* Where the keeper may die. */
typedef enum {
  CRASH_NEVER,
  CRASH_BEFORE_COMMIT,
  CRASH_AFTER_COMMIT,  /* before anything else is done */
  CRASH_BEFORE_FENCE,  /* the sending has begun */
  CRASH_BEFORE_EFFECT, /* the fence is up, nothing was sent */
  CRASH_AFTER_EFFECT,  /* its outcome is not kept */
  N_CRASHES,
} Crash;

/* What the judge remembers of one interview. */
typedef struct _Watch Watch;
struct _Watch {
  int letters, nudges;     /* that may have reached the world */
  char *unreached;         /* the letter's id that the candidate's last act says is not out */
  gboolean answered;       /* by the judge's own rules */
  CrInstant until;         /* of an answer that promises another one, else NONE */
  CrInstant founded;       /* when the word was said that agrees on it, or NONE */
  CrInstant wrote_at;      /* the last word of the candidate's side by the clock then, or NONE */
  CrInstant wrote_world;   /* and by everybody else's */
  gboolean own_letter;     /* the candidate wrote by themselves */
  gboolean bounced;        /* for good: another first letter is allowed */
  char *house;             /* the domain of whom the call was agreed with */
  const CrInterview *last; /* as last committed; the keeper's */
  Watch *before_act;       /* as it was before the candidate's last act, or NULL */
};

typedef struct _Sim Sim;

/* The thing under test. Every call may end early with sim->crashed, and then restart is next. */
typedef struct {
  const char *name;
  void (*open)(Sim *sim, CrInterview *first, const CrFact *fact);
  void (*close)(Sim *sim);
  /* interview: whom an act is about; other facts may be linked by the keeper itself. */
  void (*observe)(Sim *sim, CrFact *fact, int interview);
  void (*tick)(Sim *sim);
  void (*restart)(Sim *sim);
  /* An appointment stands in the candidate's calendar. NULL: there is none, nor any call but those
   * that come of the first. */
  void (*book)(Sim *sim, const CrSpan *span);
  /* The candidate asks for the interview's letter to be sent. May be NULL. */
  void (*ask)(Sim *sim, int interview);
  CrInstant (*next_due)(Sim *sim);
  void (*set_policy)(Sim *sim);
  /* CrEffect, as kept now; the keeper's. */
  GPtrArray *(*effects)(Sim *sim);
} Keeper;

struct _Sim {
  guint64 random;
  gboolean verbose, failed;
  guint64 seed, number;
  const Keeper *keeper;
  gpointer kept; /* the keeper's own */
  CrProfile *profile;
  CrPolicy *policy;
  CrInstant now, began; /* began: the tick */
  CrInstant skew;       /* so far now is ahead of everybody else's clock */
  CrLastLook look;
  gboolean calm; /* no faults any more */
  guint bustle;  /* percent: how often something comes in */
  Crash crash;   /* armed */
  int crash_after;
  gboolean crashed;
  gboolean asked;      /* what goes out now was asked for */
  guint facts;         /* told so far; makes their keys */
  GPtrArray *watches;  /* Watch, by interview id - 1 */
  GArray *busy;        /* CrSpan: the candidate's calendar */
  GHashTable *reached; /* effect ids that may have reached the world */
  guint64 steps;
};

/* story.c */
/* TRUE when the story kept all promises. */
gboolean sim_story(const Keeper *keeper, guint64 seed, guint64 number, gboolean verbose,
                   guint64 *ret_steps);
guint64 sim_random(Sim *sim);
CrInstant sim_world(const Sim *sim); /* the time by everybody else's clock */
guint sim_below(Sim *sim, guint limit);
gboolean sim_chance(Sim *sim, guint percent);
void sim_tell(Sim *sim, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* Whether the keeper dies at this point: then it returns at once. */
gboolean sim_dies(Sim *sim, Crash point);
/* The world's side of sending: whether it says no before the fence, what the last look finds (time
 * passes, something may come in, and the program may die), and what came of it. */
gboolean sim_breaks_off(Sim *sim, CrOutcome *ret_outcome);
void sim_last_look(Sim *sim);
/* Between the fence and the outcome: another thread hears of something, another device acts. */
void sim_while_sending(Sim *sim);
CrOutcome sim_perform(Sim *sim, const CrEffect *letter, const CrInterview *interview);

/* facts.c */
CrInterview *sim_first_interview(Sim *sim);
/* A random input about the interview, at or before sim->now. */
CrFact *sim_random_fact(Sim *sim, const CrInterview *interview);
/* Another recruiter's invite, perhaps to the same hours. */
CrFact *sim_other_call(Sim *sim, const CrInterview *interview);
/* The candidate takes their last act back. */
CrFact *sim_undo(Sim *sim);
char *sim_describe(const Sim *sim, const CrFact *fact);

/* judge.c */
void sim_blame(Sim *sim, const char *promise, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* To be called after each commit, for each interview that it changed: before NULL for a new one,
 * fact NULL when it is not known. after is sim->watches' own from now on. */
void sim_judge_step(Sim *sim, const CrFact *fact, const CrInterview *before,
                    const CrInterview *after);
void sim_judge_send(Sim *sim, const CrEffect *letter, const CrInterview *interview,
                    CrOutcome outcome);
/* Being sent at that time, perhaps by another process: not to be called in doubt yet. */
gboolean sim_is_in_flight(const CrEffect *letter, CrInstant at);
/* judge-letter.c: to be called with it. kept: its interview. */
void sim_judge_letter(Sim *sim, const CrEffect *letter, const CrInterview *kept);
/* judge-word.c: what a fact may change, and a line that is told of the interview as it is now. */
void sim_judge_word(Sim *sim, const CrFact *fact, const CrInterview *before,
                    const CrInterview *after);
void sim_judge_line(Sim *sim, const CrInterview *interview, const char *event, const char *text);
void sim_judge_tick(Sim *sim);
void sim_judge_end(Sim *sim);
Watch *sim_watch(Sim *sim, int interview);
void sim_watch_free(gpointer watch);

/* The engine's database, one account a story; and what gets all that it kept of each, or NULL. */
extern const char *sim_engine_db;
extern GChecksum *sim_engine_journal;
extern const Keeper sim_playbook_keeper;
extern const Keeper sim_engine_keeper;

G_END_DECLS
