#include "engine/sync.h"

#include "base/error.h"
#include "base/tally.h"
#include "base/text.h"
#include "engine/aside.h"
#include "engine/busy.h"
#include "engine/engine-private.h"
#include "engine/heed.h"
#include "engine/status.h"

#include <pthread.h>
#include <string.h>

/* Facts are kept in batches of about so many, or of inputs of so many bytes. */
#define BATCH_FACTS 256
#define BATCH_BYTES (8U << 20)

/* The parse layer reads for one source at a time: first readings of several large mailboxes would
 * otherwise need the memory of all. */
static pthread_mutex_t parsing = PTHREAD_MUTEX_INITIALIZER;

typedef struct {
  const CrSync *sync;
  const CrConnection *connection;
  CrStore *store;
  CrEngine *engine;
  const CrIntakeClass *class;
  CrIntake intake; /* while class is set, as is busy */
  CrBusyBatch *busy;
  CrHeed *heed; /* NULL: no head was seen yet */
  gsize bytes;
  GHashTable *aside;        /* names of inputs that are not tried again now */
  GPtrArray *too_much;      /* Aside, of this batch */
  CrInstant began, written; /* written: the newest call log delivered, or NONE */
} Reading;

static char *
setting(const char *stem, const char *name) {
  return g_strconcat(stem, ".", name, NULL);
}

static void
report(const char *message, gpointer data) {
  const Reading *reading = data;
  g_log_structured("crickets", G_LOG_LEVEL_MESSAGE, "CRICKETS_SOURCE", reading->connection->name,
                   "MESSAGE", "%s: %s", reading->connection->name, message);
}

/* Inputs that a reader was killed by */

typedef struct {
  char *name, *message;
} Aside;

static void
aside_free(gpointer data) {
  Aside *aside = data;
  g_free(aside->name);
  g_free(aside->message);
  g_free(aside);
}

static void
set_aside(const char *message, const char *bytes, gsize length, gpointer data) {
  Reading *reading = data;
  Aside *aside = g_new0(Aside, 1);
  aside->name = cr_aside_name(bytes, length);
  aside->message = g_strdup(message);
  g_hash_table_add(reading->aside, g_strdup(aside->name));
  g_ptr_array_add(reading->too_much, aside);
}

static gboolean
is_aside(const Reading *reading, const CrDelivery *delivery) {
  if (g_hash_table_size(reading->aside) == 0 || delivery->bytes == NULL)
    return FALSE;
  g_autofree char *name = cr_aside_name(delivery->bytes, delivery->length);
  return g_hash_table_contains(reading->aside, name);
}

/* In a transaction of its own, before the cursor goes past them. */
static gboolean
keep_aside(Reading *reading, GError **error) {
  if (reading->too_much->len == 0)
    return TRUE;
  CrInstant now = reading->sync->now(reading->sync->data);
  gboolean ok = cr_store_begin(reading->store, reading->sync->account, TRUE, error);
  for (guint i = 0; i < reading->too_much->len && ok; i++) {
    const Aside *aside = reading->too_much->pdata[i];
    ok = cr_aside_note(reading->store, aside->name, aside->message, now, error);
  }
  ok = cr_store_end(reading->store, ok, error);
  if (ok)
    g_ptr_array_set_size(reading->too_much, 0);
  return ok;
}

static void
end_batch(Reading *reading) {
  if (reading->class)
    reading->class->clear(&reading->intake);
  g_clear_pointer(&reading->busy, cr_busy_batch_free);
  reading->class = NULL;
  reading->bytes = 0;
}

static gboolean
begin_batch(Reading *reading, GError **error) {
  if (reading->class)
    return TRUE;
  const CrIntakeClass *class = reading->sync->intake();
  if (class == NULL) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "the part that reads mail cannot be loaded");
    return FALSE;
  }
  CrInstant now = reading->sync->now(reading->sync->data);
  class->init(&reading->intake, cr_engine_profile(reading->engine), now - CR_BUSY_BEFORE_USEC,
              now + CR_BUSY_AFTER_USEC, report, reading);
  reading->intake.set_aside = set_aside;
  reading->busy = cr_busy_batch_new();
  reading->class = class;
  return TRUE;
}

/* What one bad input says must not stop the others; a full disk must. */
static gboolean
observe_one_by_one(Reading *reading, CrInstant now, GError **error) {
  for (guint i = 0; i < reading->intake.facts->len; i++) {
    CrFact *fact = reading->intake.facts->pdata[i];
    g_autoptr(GError) local = NULL;
    if (cr_engine_observe(reading->engine, fact, 0, now, NULL, &local))
      continue;
    if (!g_error_matches(local, CR_ERROR, CR_ERROR_PARSE) &&
        !g_error_matches(local, CR_ERROR, CR_ERROR_LIMIT)) {
      g_propagate_error(error, g_steal_pointer(&local));
      return FALSE;
    }
    g_autofree char *message = g_strdup_printf("%s: %s", fact->source, local->message);
    report(message, reading);
  }
  return TRUE;
}

static gboolean
keep_facts(Reading *reading, GError **error) {
  if (reading->class == NULL)
    return TRUE;
  if (!reading->class->settle(&reading->intake, error) || !keep_aside(reading, error))
    return FALSE;
  if (reading->intake.facts->len == 0)
    return TRUE;
  CrInstant now = reading->sync->now(reading->sync->data);
  GPtrArray *facts = reading->intake.facts;
  reading->class->sort(&reading->intake);
  for (guint i = 0; i < facts->len; i++) {
    CrFact *fact = facts->pdata[i];
    fact->learnt = now;
    if (fact->at == CR_INSTANT_NONE)
      fact->at = now;
  }
  if (!cr_engine_load_watched(reading->engine, now, error) ||
      (!cr_engine_observe_all(reading->engine, facts, now, NULL) &&
       !observe_one_by_one(reading, now, error)))
    return FALSE;
  g_ptr_array_set_size(facts, 0);
  if (reading->sync->kept)
    reading->sync->kept(reading->sync->data);
  return TRUE;
}

/* A stranger's mail must not become a call log by how it begins. */
static CrIntakeRole
role_of(CrDeliveryKind kind) {
  switch (kind) {
  case CR_DELIVERY_MAIL:
    return CR_AS_MAIL;
  case CR_DELIVERY_CALENDAR:
    return CR_AS_CALENDAR;
  case CR_DELIVERY_CALLS:
    return CR_AS_CALLS;
  case CR_DELIVERY_TOLD:
    return CR_AS_TOLD;
  }
  return CR_AS_FOUND;
}

static void
read_bytes(Reading *reading, const CrDelivery *delivery) {
  CrIntake *intake = &reading->intake;
  if (delivery->file > 0) {
    intake->map = (char *) delivery->bytes;
    intake->map_length = delivery->length;
    intake->file = delivery->file;
  }
  reading->class->bytes(intake, delivery->bytes, delivery->length, delivery->name,
                        role_of(delivery->kind));
  intake->map = NULL;
  intake->file = 0;
}

static void
read_delivery(Reading *reading, const CrDelivery *delivery) {
  gboolean calendar = delivery->kind == CR_DELIVERY_CALENDAR;
  guint before = cr_busy_list_count(reading->intake.busy);
  if (is_aside(reading, delivery))
    report("an input that was set aside before is left out again", reading);
  else if (delivery->bytes)
    read_bytes(reading, delivery);
  if (calendar)
    cr_busy_batch_note(reading->busy, delivery, cr_busy_list_count(reading->intake.busy) - before);
  reading->bytes += delivery->length;
  if (delivery->kind == CR_DELIVERY_CALLS)
    reading->written = MAX(reading->written, delivery->written);
}

static gboolean
take(const CrDelivery *delivery, gpointer data, GError **error) {
  Reading *reading = data;
  pthread_mutex_lock(&parsing);
  gboolean ok = begin_batch(reading, error);
  if (ok)
    read_delivery(reading, delivery);
  if (ok && (reading->intake.facts->len >= BATCH_FACTS || reading->bytes >= BATCH_BYTES)) {
    ok = keep_facts(reading, error);
    reading->bytes = 0;
  }
  pthread_mutex_unlock(&parsing);
  return ok;
}

/* Which mails are read */

static gboolean
learn_whom(Reading *reading, GError **error) {
  CrInstant now = reading->sync->now(reading->sync->data);
  gboolean ok = cr_store_begin(reading->store, reading->sync->account, FALSE, error) &&
                cr_heed_learn(reading->heed, reading->store, now, error);
  cr_store_rollback(reading->store);
  return ok;
}

/* What cannot be judged is read. */
static gboolean
begin_heed(Reading *reading) {
  if (reading->heed)
    return TRUE;
  const CrIntakeClass *class = reading->sync->intake();
  if (class)
    reading->heed = cr_heed_new(class, cr_engine_profile(reading->engine));
  if (class && !learn_whom(reading, NULL))
    g_clear_pointer(&reading->heed, cr_heed_free);
  return reading->heed != NULL;
}

static gboolean
wanted(const CrHead *head, gpointer data) {
  Reading *reading = data;
  pthread_mutex_lock(&parsing);
  gboolean reads =
      !begin_heed(reading) || cr_heed_wants(reading->heed, head->fields, head->fields_length,
                                            head->parts, head->parts_length, head->ticket);
  pthread_mutex_unlock(&parsing);
  return reads;
}

/* The calls that what was read will found: mails of one group are kept by their dates, so that what
 * is read because of others comes in its turn. */
static void
note_calls(Reading *reading) {
  CrInstant now = reading->sync->now(reading->sync->data);
  if (reading->class == NULL || !reading->class->settle(&reading->intake, NULL))
    return;
  for (guint i = 0; i < reading->intake.facts->len; i++) {
    g_autoptr(CrInterview) call =
        engine_found_interview(reading->engine, reading->intake.facts->pdata[i], now);
    if (call)
      cr_heed_note(reading->heed, call);
  }
}

/* A failure shows again at the next checkpoint. */
static GArray *
recall(gpointer data) {
  Reading *reading = data;
  GArray *tickets = NULL;
  pthread_mutex_lock(&parsing);
  if (reading->heed && learn_whom(reading, NULL)) {
    note_calls(reading);
    tickets = cr_heed_recall(reading->heed);
  }
  pthread_mutex_unlock(&parsing);
  return tickets;
}

static gboolean
is_calendar(const CrConnection *connection) {
  return connection->kind == CR_CONNECTION_CALDAV || connection->kind == CR_CONNECTION_ICS;
}

/* Floating times and whole days in a calendar were read in the zone that is kept beside its cursor.
 */
static gboolean
keep_zone(Reading *reading, GError **error) {
  g_autofree char *name = setting("zone", reading->connection->name);
  return !is_calendar(reading->connection) ||
         cr_store_set(reading->store, name, cr_engine_profile(reading->engine)->zone, error);
}

static gboolean
keep_cursor(Reading *reading, const char *cursor, GError **error) {
  g_autofree char *name = setting("cursor", reading->connection->name);
  return cr_store_begin(reading->store, reading->sync->account, TRUE, error) &&
         (reading->class == NULL ||
          cr_busy_batch_keep(reading->busy, reading->store, &reading->intake, error)) &&
         keep_zone(reading, error) && cr_store_set(reading->store, name, cursor, error) &&
         cr_store_commit(reading->store, error);
}

/* Facts first: those that are read again for want of a cursor are known and harmless. */
static gboolean
checkpoint(const char *cursor, gpointer data, GError **error) {
  Reading *reading = data;
  pthread_mutex_lock(&parsing);
  gboolean ok = keep_facts(reading, error) && keep_cursor(reading, cursor, error);
  cr_store_rollback(reading->store);
  end_batch(reading);
  pthread_mutex_unlock(&parsing);
  return ok;
}

/* How it went */

static const char *
kind_of_reading(CrConnectionKind kind) {
  switch (kind) {
  case CR_CONNECTION_IMAP:
    return "read.mail";
  case CR_CONNECTION_CALLS:
    return "read.calls";
  case CR_CONNECTION_CALDAV:
  case CR_CONNECTION_ICS:
    return "read.calendar";
  case CR_CONNECTION_KDECONNECT: /* its silence is no sign that nobody called */
  case CR_CONNECTION_SMTP:
  case CR_CONNECTION_SENDMAIL:
  case CR_CONNECTION_DESKTOP:
  case CR_CONNECTION_NTFY:
  case CR_CONNECTION_WEBHOOK:
    return NULL;
  }
  return NULL;
}

static gboolean
note_success(Reading *reading, GError **error) {
  const char *kind = kind_of_reading(reading->connection->kind);
  g_autoptr(CrStatus) status = cr_status_new();
  status->last_ok = status->last_try = reading->began;
  gboolean ok =
      cr_store_begin(reading->store, reading->sync->account, TRUE, error) &&
      cr_status_save(reading->store, CR_STATUS_READING, reading->connection->name, status, error) &&
      (kind == NULL || cr_store_set_number(reading->store, kind, reading->began, error)) &&
      engine_calls_reach(reading->store, MIN(reading->written, reading->began), error) &&
      engine_forget(reading->engine, reading->began, error) &&
      engine_hear_series(reading->engine, reading->began, error);
  cr_tally(CR_TALLY_READ);
  return cr_store_end(reading->store, ok, error);
}

static gboolean
add_failure(CrStore *store, const CrSync *sync, const char *name, const GError *why,
            GError **error) {
  CrInstant now = sync->now(sync->data);
  if (!cr_store_begin(store, sync->account, TRUE, error))
    return FALSE;
  g_autoptr(CrStatus) status = cr_status_load(store, CR_STATUS_READING, name, error);
  if (status == NULL)
    return FALSE;
  cr_status_add_failure(status, now, why);
  return cr_status_save(store, CR_STATUS_READING, name, status, error) &&
         cr_store_commit(store, error);
}

void
cr_sync_note_failure(const CrSync *sync, const char *name, const GError *why) {
  g_autoptr(GError) error = NULL;
  g_autoptr(CrStore) store = cr_store_open_beside(sync->beside, &error);
  cr_tally(CR_TALLY_READ_FAILED);
  if (store && add_failure(store, sync, name, why, &error))
    return;
  g_log_structured("crickets", G_LOG_LEVEL_WARNING, "CRICKETS_SOURCE", name, "MESSAGE",
                   "%s failed (%s), and that could not be kept: %s", name, why->message,
                   error->message);
}

/* NULL without error set: from the beginning. */
static char *
load_cursor(Reading *reading, GError **error) {
  g_autofree char *name = setting("cursor", reading->connection->name);
  g_autofree char *zone_name = setting("zone", reading->connection->name);
  g_autoptr(GError) local = NULL;
  if (!cr_store_begin(reading->store, reading->sync->account, FALSE, error))
    return NULL;
  g_autofree char *cursor = cr_store_get(reading->store, name, &local);
  g_autofree char *zone = local ? NULL : cr_store_get(reading->store, zone_name, &local);
  cr_store_rollback(reading->store);
  if (local)
    g_propagate_error(error, g_steal_pointer(&local));
  gboolean elsewhere = is_calendar(reading->connection) &&
                       g_strcmp0(zone, cr_engine_profile(reading->engine)->zone) != 0;
  return elsewhere ? NULL : g_steal_pointer(&cursor);
}

static gboolean
load_aside(Reading *reading, GError **error) {
  if (!cr_store_begin(reading->store, reading->sync->account, FALSE, error))
    return FALSE;
  reading->aside = cr_aside_load(reading->store, reading->began, error);
  cr_store_rollback(reading->store);
  return reading->aside != NULL;
}

static gboolean
read_source(Reading *reading, CrSource *source, GCancellable *cancellable, GError **error) {
  const CrSync *sync = reading->sync;
  const CrSink sink = {take, checkpoint, report, reading, wanted, recall};
  g_autoptr(GError) local = NULL;
  reading->store = cr_store_open_beside(sync->beside, error);
  if (reading->store)
    cr_store_hold_interviews(reading->store);
  reading->engine = reading->store ? cr_engine_new(reading->store, sync->account, error) : NULL;
  if (reading->engine == NULL || !load_aside(reading, error))
    return FALSE;
  g_autofree char *cursor = load_cursor(reading, &local);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  return source->class->sync(source, cursor, reading->began, &sink, cancellable, error) &&
         note_success(reading, error);
}

gboolean
cr_sync_source(const CrSync *sync, const CrConnection *connection, CrSource *source,
               GCancellable *cancellable, GError **error) {
  Reading reading = {.sync = sync,
                     .connection = connection,
                     .began = sync->now(sync->data),
                     .too_much = g_ptr_array_new_with_free_func(aside_free),
                     .written = CR_INSTANT_NONE};
  g_autoptr(GError) local = NULL;
  gboolean ok = read_source(&reading, source, cancellable, &local);
  end_batch(&reading);
  cr_heed_free(reading.heed);
  g_clear_pointer(&reading.aside, g_hash_table_unref);
  g_ptr_array_unref(reading.too_much);
  cr_engine_free(reading.engine);
  cr_store_free(reading.store);
  if (ok)
    return TRUE;
  if (!g_error_matches(local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cr_sync_note_failure(sync, connection->name, local);
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

gboolean
cr_sync_forget(CrStore *store, const char *name, GError **error) {
  static const char *const kept[] = {
      "cursor",        "zone",           CR_STATUS_READING,          CR_STATUS_WRITING,
      "follow.notify", "refused.notify", CR_STATUS_TELLING ".notify"}; /* see notify.c */
  for (gsize i = 0; i < G_N_ELEMENTS(kept); i++) {
    g_autofree char *key = setting(kept[i], name);
    if (!cr_store_set(store, key, NULL, error))
      return FALSE;
  }
  return cr_busy_forget(store, name, error);
}
