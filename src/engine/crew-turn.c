/* One turn of one account. */
#include "engine/crew-private.h"

#include "base/error.h"
#include "base/tally.h"
#include "engine/engine-private.h"
#include "engine/keeper-private.h"
#include "engine/mailer.h"
#include "engine/zones.h"

#define LEASE_USEC (3 * CR_MINUTE)
/* So often a turn may end badly before the candidate is told, and is left alone for longer: then it
 * is the account's own doing, and must not cost the others their time. */
#define MAX_TRIES 3
#define QUARANTINE_USEC CR_HOUR
#define AGAIN_USEC (2 * CR_SECOND)
/* A notification that was refused. */
#define TELL_AGAIN_USEC (2 * CR_MINUTE)
/* Then the others have their turn first. */
#define MAX_ROUNDS 4
/* Nobody else can write for the accounts of a transaction meanwhile. */
#define TOGETHER_USEC CR_SECOND

typedef struct {
  const CrCrewOptions *options;
  CrStore *store;
  const char *holder;
  const CrTurn *turn;
  const char *zones;      /* the version of the zone data */
  GPtrArray *connections; /* CrConnection */
  const CrHome *home;     /* as it was before the transaction; NULL: nobody looked */
  gboolean asks;          /* it is entered for the first time, and only asks if it needs answers */
  gboolean asked;         /* which it did */
} Turn;

static CrInstant
now_of(const Turn *t) {
  return t->options->read_clock(t->options->data).real;
}

/* What a turn looks at first. */
static const char *const settings[] = {
    "service.connections", "connections", "paused.clock", "zones",
    "read.mail",           "calls.until", "series.next",  NULL};

static gboolean
is_setting(const Turn *t, const char *name, const char *value) {
  g_autofree char *kept = cr_store_get(t->store, name, NULL);
  return g_strcmp0(kept, value) == 0;
}

/* There is nothing outside to be read or told, and nothing that a keeper would have to see to
 * before it decides. */
static gboolean
is_plain(const Turn *t, const CrClock *clock) {
  return t->turn->tries <= MAX_TRIES && (t->connections == NULL || t->connections->len == 0) &&
         !keeper_is_young(clock) && is_setting(t, "paused.clock", NULL) &&
         is_setting(t, "connections", NULL);
}

/* Without a connection that sends, letters are the candidate's own to send: once, and not anew from
 * a restored copy. */
static gboolean
draft_letters(const Turn *t, CrEngine *engine, CrInstant now, gboolean *ret_all, GError **error) {
  guint before;
  *ret_all = t->home && cr_store_is_at_home(t->store);
  if (!*ret_all)
    return TRUE;
  engine->home = *t->home;
  engine->perform = t->connections ? cr_mailer_perform : NULL; /* the guard asks for one */
  do {
    before = engine->planned;
    if (!engine_draft_outbox(engine, CR_NO_SENDER, now, ret_all, error))
      return FALSE;
  } while (*ret_all && engine->planned != before);
  return TRUE;
}

/* *ret_all FALSE: some are to go out. */
static gboolean
see_to_letters(const Turn *t, CrEngine *engine, CrInstant now, gboolean *ret_all, GError **error) {
  CrInstant letter = CR_INSTANT_NONE;
  if (t->options->perform == NULL)
    return draft_letters(t, engine, now, ret_all, error);
  if (!engine_outbox_due(engine, &letter, error))
    return FALSE;
  *ret_all = letter == CR_INSTANT_NONE;
  return TRUE;
}

/* Of an account that is new, or since other zone data are here, its calls are looked at. *ret_all
 * FALSE: there are too many. */
static gboolean
see_to_zones(const Turn *t, CrEngine *engine, CrInstant now, gboolean *ret_all, GError **error) {
  g_autofree char *zones = g_strdup(t->zones);
  CrRecheck recheck = {.zones = zones};
  cr_recheck_begin(&recheck, now);
  if (!engine_recheck_some(engine, &recheck, now, error))
    return FALSE;
  *ret_all = !recheck.wanted;
  return TRUE;
}

/* zones: its calls are to be looked at. */
static gboolean
ask_first(Turn *t, CrEngine *engine, gboolean zones, CrInstant now, GError **error) {
  if (!engine_ask_ahead(engine, now, ENGINE_GROUP, &t->asked, error))
    return FALSE;
  t->asked = t->asked || zones;
  return !zones || engine_ask_recheck(engine, now, error);
}

/* Decides, and ends the turn if that was all; or only asks what it will need to. In its
 * transaction. */
static gboolean
take_at_once(Turn *t, CrInstant now, gboolean *ret_ended, GError **error) {
  CrInstant letter = CR_INSTANT_NONE;
  gboolean more, known = is_setting(t, "zones", t->zones), all = TRUE;
  guint steps;
  g_autoptr(CrEngine) engine = engine_new(t->store, t->turn->account, error);
  if (engine == NULL)
    return FALSE;
  if (t->asks && !ask_first(t, engine, !known, now, error))
    return FALSE;
  if (t->asked)
    return TRUE;
  engine_load_watched(engine, now);
  if (!engine_outbox_due(engine, &letter, error) ||
      (!known && !see_to_zones(t, engine, now, &all, error)) ||
      !engine_hear_series(engine, now, error) ||
      !engine_decide_some(engine, now, ENGINE_GROUP, &steps, &more, error) ||
      (!known && all && !cr_store_set(t->store, "zones", t->zones, error)) ||
      ((letter != CR_INSTANT_NONE || engine->planned > 0) && all &&
       !see_to_letters(t, engine, now, &all, error)))
    return FALSE;
  *ret_ended = all;
  return !all ||
         cr_store_end_turn_by_timer(t->store, t->holder, now, engine_series_due(engine), error);
}

/* The whole turn, where that is possible. *ret_ended FALSE: there is more to do, or nothing was
 * done. In a transaction in which what it looks at first was asked. */
static gboolean
try_at_once(Turn *t, const CrClock *clock, gboolean *ret_ended, GError **error) {
  if (!cr_store_read_settings(t->store, settings, error))
    return FALSE;
  if (t->options->load_connections) {
    t->connections =
        t->options->load_connections(t->store, t->turn->account, t->options->data, error);
    if (t->connections == NULL)
      return FALSE;
  }
  return !is_plain(t, clock) || take_at_once(t, clock->real, ret_ended, error);
}

/* In a transaction of its own. */
static gboolean
try_alone(Turn *t, gboolean *ret_ended, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autofree char *zones = cr_zones_version();
  CrClock clock = t->options->read_clock(t->options->data);
  if (!cr_store_begin(t->store, t->turn->account, TRUE, error))
    return FALSE;
  t->zones = zones;
  gboolean asked = cr_store_ask_turn(t->store, settings, clock.real, ENGINE_GROUP, &local);
  gboolean ok = asked && try_at_once(t, &clock, ret_ended, &local);
  if (cr_store_end(t->store, ok, ok ? &local : NULL))
    return TRUE;
  *ret_ended = FALSE;
  if (asked && g_error_matches(local, CR_ERROR, CR_ERROR_PARSE))
    return TRUE; /* a step that cannot be decided */
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

/* Where those go that did not end. */
typedef struct {
  GArray *again; /* asked something; the answers come to all of them together */
  GArray *rest;  /* are to be taken one by one */
  GArray *later; /* share the next transaction */
} Sorted;

static gboolean
try_one(Turn *t, const CrClock *clock, const Sorted *sorted, GError **error) {
  gboolean locked = FALSE, ended = FALSE;
  gboolean ok = cr_store_enter(t->store, t->turn->account, &locked, error) &&
                (!locked || try_at_once(t, clock, &ended, error)) &&
                cr_store_leave(t->store, error);
  if (!ended)
    g_array_append_val(t->asked ? sorted->again : sorted->rest, *t->turn);
  g_clear_pointer(&t->connections, g_ptr_array_unref);
  return ok;
}

static gboolean
try_each(const Turn *common, const CrClock *clock, const GArray *turns, const Sorted *sorted,
         GError **error) {
  gint64 until_usec = g_get_monotonic_time() + TOGETHER_USEC;
  gboolean ok = TRUE;
  for (guint i = 0; ok && i < turns->len; i++) {
    Turn t = *common;
    t.turn = &g_array_index(turns, CrTurn, i);
    if (i > 0 && g_get_monotonic_time() > until_usec) {
      g_array_append_vals(sorted->later, t.turn, turns->len - i);
      return TRUE;
    }
    ok = try_one(&t, clock, sorted, error);
  }
  return ok;
}

static gboolean
try_all(Turn *common, const CrClock *clock, const GArray *turns, GArray *rest, GArray *later,
        GError **error) {
  g_autoptr(GArray) again = g_array_new(FALSE, FALSE, sizeof(CrTurn));
  const Sorted sorted = {again, rest, later};
  common->asks = TRUE;
  if (!try_each(common, clock, turns, &sorted, error))
    return FALSE;
  common->asks = FALSE;
  return try_each(common, clock, again, &sorted, error);
}

static void
note_parted(guint turns, const GError *error) {
  cr_tally(CR_TALLY_PARTED);
  g_log_structured("crickets", G_LOG_LEVEL_WARNING, "MESSAGE",
                   "%u turns that shared a transaction are taken one by one: %s", turns,
                   error ? error->message : "it was not kept");
}

void
crew_take_together(const CrCrewOptions *options, CrStore *store, const char *holder, GArray *turns,
                   GArray *ret_later) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) rest = g_array_new(FALSE, FALSE, sizeof(CrTurn));
  g_autoptr(GArray) later = g_array_new(FALSE, FALSE, sizeof(CrTurn));
  g_autofree char *zones = cr_zones_version();
  CrClock clock = options->read_clock(options->data);
  CrHome home;
  Turn common = {
      .options = options, .store = store, .holder = holder, .zones = zones, .home = &home};
  if (!cr_store_find_home(store, clock.real, &home, &error) ||
      !cr_store_begin_turns(store, turns, settings, clock.real, ENGINE_GROUP, &error) ||
      !cr_store_end(store, try_all(&common, &clock, turns, rest, later, &error), &error)) {
    note_parted(turns->len, error); /* which one it was shows when each is taken by itself */
    return;
  }
  g_array_set_size(turns, 0);
  g_array_append_vals(turns, rest->data, rest->len);
  g_array_append_vals(ret_later, later->data, later->len);
}

/* Takes the turn, when the lease still holds. One that ended badly again and again gets a long
 * lease before it is tried, in case that it takes us with it. */
static gboolean
begin(Turn *t, gboolean *ret_held, GError **error) {
  CrInstant now = now_of(t);
  gint64 lease = t->options->lease_usec ? t->options->lease_usec : LEASE_USEC;
  if (!cr_store_begin(t->store, t->turn->account, TRUE, error))
    return FALSE;
  gboolean ok = cr_store_hold_turn(t->store, t->holder, now,
                                   now + (t->turn->tries > MAX_TRIES ? QUARANTINE_USEC : lease),
                                   ret_held, error);
  if (ok && *ret_held && t->turn->tries == MAX_TRIES + 1)
    ok = cr_store_add_line(t->store, 0, now, "held-back",
                           "your calls could not be looked after several times in a row, and are "
                           "only tried once an hour now: please watch their times yourself, and "
                           "tell who runs this service",
                           error);
  return cr_store_end(t->store, ok, error);
}

static CrInstant
earlier(CrInstant a, CrInstant b) {
  return a == CR_INSTANT_NONE ? b : b == CR_INSTANT_NONE ? a : MIN(a, b);
}

/* When sources are to be read again by themselves. In a transaction. */
static gboolean
reading_due(const Turn *t, CrInstant *ret_due, GError **error) {
  CrInstant due = CR_INSTANT_NONE;
  for (guint i = 0; t->connections && i < t->connections->len; i++) {
    const CrConnection *c = t->connections->pdata[i];
    g_autoptr(CrStatus) status = cr_status_load(t->store, CR_STATUS_READING, c->name, error);
    if (status == NULL)
      return FALSE;
    due = earlier(due, cr_watchers_read_at(c, status));
  }
  *ret_due = due;
  return TRUE;
}

/* In a transaction. */
static gboolean
next_due(const Turn *t, CrEngine *engine, CrInstant *ret_due, GError **error) {
  CrInstant timer = CR_INSTANT_NONE, letter = CR_INSTANT_NONE, reading = CR_INSTANT_NONE;
  if (!engine_next_timer(engine, &timer, error) || !engine_outbox_due(engine, &letter, error) ||
      !reading_due(t, &reading, error))
    return FALSE;
  *ret_due = earlier(earlier(timer, letter), reading);
  if (t->connections && cr_notify_waits(t->store, t->connections))
    *ret_due = earlier(*ret_due, now_of(t) + TELL_AGAIN_USEC);
  return TRUE;
}

/* What is due is decided on what can be known by then. */
static gboolean
read_sources(const Turn *t, CrKeeper *keeper, GError **error) {
  CrInstant due = CR_INSTANT_NONE;
  CrLastLook look;
  if (t->connections == NULL || t->connections->len == 0)
    return TRUE;
  if (!cr_store_begin(t->store, t->turn->account, FALSE, error))
    return FALSE;
  gboolean ok = next_due(t, cr_keeper_engine(keeper), &due, error);
  cr_store_rollback(t->store);
  if (!ok || due == CR_INSTANT_NONE || due > now_of(t))
    return ok;
  const CrSync sync = keeper_sync(keeper);
  cr_watchers_look_once(&sync, keeper->connections, keeper->options.open_source, &look);
  return TRUE;
}

static gboolean
decide(const Turn *t, CrKeeper *keeper, GError **error) {
  CrInstant wake;
  for (int round = 0; round < MAX_ROUNDS; round++) {
    CrClock clock = t->options->read_clock(t->options->data);
    if (!cr_keeper_turn(keeper, &clock, &wake, error))
      return FALSE;
    if (wake == CR_INSTANT_NONE || wake > now_of(t))
      return TRUE;
  }
  return TRUE;
}

/* Ends it in the transaction that finds out when the next one is due: nobody writes in between. */
static gboolean
end(const Turn *t, CrEngine *engine, GError **error) {
  CrInstant due;
  if (!cr_store_begin(t->store, t->turn->account, TRUE, error))
    return FALSE;
  return cr_store_end(t->store,
                      next_due(t, engine, &due, error) &&
                          cr_store_end_turn(t->store, t->holder, now_of(t), due, 0, error),
                      error);
}

static gboolean
look_after(Turn *t, GError **error) {
  CrMailer mailer = {.connections = t->connections};
  gboolean mails = t->connections != NULL && t->options->perform == NULL;
  const CrKeeperOptions options = {.uri = t->options->uri,
                                   .account = t->turn->account,
                                   .store = t->store,
                                   .read_clock = t->options->read_clock,
                                   .intake = t->options->intake,
                                   .open_source = t->options->open_source,
                                   .perform = mails ? cr_mailer_perform : t->options->perform,
                                   .perform_data = mails ? (gpointer) &mailer : t->options->data,
                                   .data = t->options->data};
  g_autoptr(CrKeeper) keeper = cr_keeper_new(&options, error);
  if (keeper == NULL || (t->connections && !cr_keeper_connect(keeper, t->connections, error)) ||
      !read_sources(t, keeper, error) || !decide(t, keeper, error) ||
      (mails && !cr_mailer_serve_once(&mailer, keeper, now_of(t), error)))
    return FALSE;
  if (t->connections) {
    cr_calendar_write_once(t->store, t->turn->account, t->connections, now_of(t));
    cr_notify_once(t->store, cr_keeper_engine(keeper), t->connections, now_of(t));
  }
  return end(t, cr_keeper_engine(keeper), error);
}

static void
log_failure(const Turn *t, const char *what, const GError *error) {
  g_autofree char *account = g_strdup_printf("%" G_GINT64_FORMAT, t->turn->account);
  g_log_structured("crickets", G_LOG_LEVEL_WARNING, "CRICKETS_ACCOUNT", account, "MESSAGE",
                   "account %s: %s%s", account, what, error->message);
}

/* Its time comes again, each time a little later; at once, and as if it had not been tried, when it
 * is the database's fault. */
static void
put_off(const Turn *t, gboolean lost) {
  g_autoptr(GError) error = NULL;
  CrInstant now = now_of(t);
  int tries = t->turn->tries - (lost ? 1 : 0);
  gint64 later = lost                         ? 0
                 : t->turn->tries > MAX_TRIES ? QUARANTINE_USEC
                                              : AGAIN_USEC << (2 * MAX(t->turn->tries - 1, 0));
  if (!cr_store_begin(t->store, t->turn->account, TRUE, &error) ||
      !cr_store_end(t->store,
                    cr_store_end_turn(t->store, t->holder, now, now + later, tries, &error),
                    &error))
    log_failure(t, "its turn is only free when its lease has run out: ", error);
}

void
crew_take_turn(const CrCrewOptions *options, CrStore *store, const char *holder, const CrTurn *turn,
               gboolean *ret_ok) {
  Turn t = {.options = options, .store = store, .holder = holder, .turn = turn};
  g_autoptr(GError) error = NULL;
  gboolean held = FALSE, ended = FALSE;
  *ret_ok = try_alone(&t, &ended, &error) &&
            (ended || (begin(&t, &held, &error) && (!held || look_after(&t, &error))));
  if (!*ret_ok) {
    cr_store_rollback(store);
    log_failure(&t, "", error);
    put_off(&t, g_error_matches(error, CR_ERROR, CR_ERROR_LOST));
  }
  g_clear_pointer(&t.connections, g_ptr_array_unref);
}

gboolean
crew_give_back(CrStore *store, const char *holder, const CrTurn *turn, CrInstant now,
               GError **error) {
  return cr_store_begin(store, turn->account, TRUE, error) &&
         cr_store_end(store, cr_store_end_turn(store, holder, now, 0, turn->tries - 1, error),
                      error);
}
