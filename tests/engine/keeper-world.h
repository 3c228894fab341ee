#pragma once
/* A keeper with a clock of our own: time passes, the machine sleeps, somebody sets the clock, it is
 * set right, the program starts anew. What it sends is kept with the true time, by which promises B
 * and D are judged. */
#include "engine/keeper.h"

G_BEGIN_DECLS

typedef enum {
  WORLD_OF_TURNS,    /* all that happens, happens in the turns that the test takes */
  WORLD_OF_WATCHERS, /* sources (fake-sources.h) are read, and letters sent, on threads */
  WORLD_OF_THREADS,  /* the turns are taken on one, too, as `watch` and `serve` do */
} WorldKind;

typedef struct {
  WorldKind kind;
  CrInstant truth; /* what a right clock would show */
  CrClock clock;   /* what the machine shows */
  const char *uri;
  CrKeeper *keeper;
  CrStore *store; /* our own look into the database */
  gint64 account;
  GArray *sent;  /* CrInstant: the true times at which letters went out */
  gboolean slow; /* a letter that is out is not answered for */
  guint32 random;
  GThread *thread; /* of WORLD_OF_THREADS */
  guint turns;     /* that it took */
  GMutex lock;     /* of the clock, of sent, slow and turns */
  GCond changed;
} World;

/* A folder for databases, in memory where there is one, and the first of them. */
void world_make_folder(void);
void world_remove_folder(void);
const char *world_folder(void);
const char *world_uri(void);

/* An account of its own in that database, and its keeper. */
void world_open(World *world, const char *now);
void world_open_kind(World *world, WorldKind kind, const char *now);
void world_close(World *world);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(World, world_close)

CrInstant instant(const char *text);
/* What was agreed: at that instant, by the clocks of the zone. From behind it differs for a test of
 * rules that change. */
CrInterview *new_interview(CrInstant start, const char *zone);
void watch_interview(World *world, CrInterview *interview);
void add_interview(World *world, CrInstant start, const char *zone);

/* Time goes by without a turn. */
void pass(World *world, gint64 usec, gboolean asleep);
/* When the keeper wants to be woken again. */
CrInstant turn(World *world);
/* Of WORLD_OF_THREADS: it is woken, and took a turn since. */
void await_turn(World *world);
/* Of WORLD_OF_THREADS: the file of the connections is written anew; how often they were read. */
void touch_connections(void);
guint times_loaded(void);
/* Waits until so many letters went out, by whatever thread. */
void await_sent(World *world, guint count);
/* Whether who takes the letters is slow from now on. */
void be_slow(World *world, gboolean slow);
/* Time goes by as a machine spends it that is awake: with a turn whenever one is due. */
void run(World *world, gint64 usec);
void set_clock(World *world, gint64 usec);
void set_right(World *world);
/* machine_too: it was off, for a second by the true time. */
void restart(World *world, gboolean machine_too);
/* In what the state folder holds of the database. */
void note_of_instance(World *world, const char *group, const char *key, const char *value);
guint32 dice(World *world, guint32 sides);
/* What may befall a machine, by what: 0 it sleeps, up to twice most_min; 1 its clock is set by
 * step_usec, 2 and right again; 3 the program starts anew; 4 the mailbox cannot be read, or again;
 * else some minutes go by. */
void befall(World *world, guint what, gint64 step_usec, guint most_min);

CrInterview *interview(World *world, int id);
void begin(World *world, gboolean write);
/* Free with g_free; NULL: none. */
char *pause_of(World *world);
/* How many lines of the timeline say so; interview 0: of all. */
guint times_told(World *world, int interview, const char *event, const char *words);
gboolean was_told(World *world, const char *event, const char *words);
/* What was told, as messages of the test: of one that fails. */
void tell_timeline(World *world);
void assert_sent(World *world, guint count, CrInstant not_before);

G_END_DECLS
