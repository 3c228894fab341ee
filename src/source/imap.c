/* A mailbox as a source. Read are
 *   INBOX;
 *   Sent, because what the candidate writes from elsewhere is a fact, too, and tells what became of
 *     a letter whose delivery is in doubt;
 *   Junk, because the answer that everything waits for often lands there;
 *   and the folders that the connection names, for those whose filters move such mail elsewhere.
 * Not "all mail": it holds drafts and what was thrown away.
 *
 * A folder's place is UIDVALIDITY and UIDNEXT. As some servers show a message after one with a
 * higher UID, the UIDs that were there among the last TAIL are kept as well, and what appears
 * between them is read. Nothing is done for a folder whose UIDNEXT, count and (with CONDSTORE)
 * HIGHESTMODSEQ are as before. Where QRESYNC is offered the folder's opening tells what has come;
 * flags and removals are no events.
 *
 * Of many mails the heads come first, and the sink says which are read: most of most mailboxes are
 * newsletters. It may think better of it by what it reads later. */
#include "net/imap.h"
#include "base/error.h"
#include "base/text.h"
#include "net/imap-data.h"
#include "net/imap-folders.h"
#include "source/source.h"

#include <string.h>

#define TAIL 64
#define WINDOW_DAYS 30
#define INTERVAL_MIN 15
#define CHUNK_MAILS 1000     /* whose heads are looked at together */
#define CHECKPOINT_MAILS 250 /* are read until the place is kept */
#define FEW_MAILS 8          /* are read at once: their heads would only cost another answer */
#define CHECK_USEC (10 * G_USEC_PER_SEC)
/* How often the folders that are not open are asked for while we wait; an IDLE lasts as long. */
#define LOOK_USEC (2 * 60 * G_USEC_PER_SEC)
/* A connection that breaks sooner is no coincidence. */
#define STEADY_USEC (60 * G_USEC_PER_SEC)

typedef struct {
  char *name, *title;
  CrImapState state; /* as read; validity 0: not yet */
  CrDay since;       /* while the first reading is not complete, else CR_IMAP_ANY_DAY */
  GArray *tail;      /* guint32, ascending */
} Place;

typedef struct {
  CrSource source;
  CrConnection *connection;
  char *secret;
  CrImap *imap; /* NULL: not connected */
  gint64 opened_usec;
  GPtrArray *places; /* Place; INBOX is the last, and stays open */
  GArray *recalled;  /* guint64: tickets to be read yet */
  gboolean finds_sent;
} ImapSource;

static void
place_free(gpointer data) {
  Place *place = data;
  g_free(place->name);
  g_free(place->title);
  g_array_unref(place->tail);
  g_free(place);
}

static void
disconnect(ImapSource *self) {
  g_clear_pointer(&self->imap, cr_imap_free);
}

static void
add_place(ImapSource *self, const char *name, const char *title) {
  for (guint i = 0; i < self->places->len; i++)
    if (strcmp(((Place *) self->places->pdata[i])->name, name) == 0)
      return;
  Place *place = g_new0(Place, 1);
  place->name = g_strdup(name);
  place->title = g_strdup(title);
  place->since = CR_IMAP_ANY_DAY;
  place->tail = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_ptr_array_add(self->places, place);
}

static void
G_GNUC_PRINTF(2, 3) complain(const CrSink *sink, const char *format, ...) {
  va_list args;
  va_start(args, format);
  g_autofree char *what = g_strdup_vprintf(format, args);
  va_end(args);
  if (sink->problem)
    sink->problem(what, sink->data);
}

static gboolean
add_found(ImapSource *self, const GPtrArray *folders, const char *use) {
  g_autoptr(GPtrArray) found = cr_imap_folders_find(folders, use);
  for (guint i = 0; i < found->len; i++) {
    const CrImapFolder *folder = found->pdata[i];
    add_place(self, folder->name, folder->title);
  }
  return found->len > 0;
}

static gboolean
choose_places(ImapSource *self, const CrSink *sink, GError **error) {
  g_autoptr(GPtrArray) folders = cr_imap_list(self->imap, error);
  if (folders == NULL)
    return FALSE;
  g_ptr_array_set_size(self->places, 0);
  self->finds_sent = add_found(self, folders, "Sent");
  add_found(self, folders, "Junk");
  for (char **title = self->connection->folders; title && *title; title++) {
    const CrImapFolder *folder = cr_imap_folders_named(folders, *title);
    if (folder)
      add_place(self, folder->name, folder->title);
    else if (**title) /* the list may end in ';' */
      complain(sink, "there is no folder %s", *title);
  }
  for (guint i = 0; i < self->places->len; i++)
    if (cr_text_equal(((Place *) self->places->pdata[i])->name, "INBOX"))
      g_ptr_array_remove_index(self->places, i--);
  add_place(self, "INBOX", "INBOX");
  return TRUE;
}

static void
load_place(Place *place, const json_t *folders) {
  const json_t *saved = json_object_get(folders, place->name);
  const char *tail = cr_json_string(saved, "tail");
  place->state = (CrImapState){
      (guint32) cr_json_int(saved, "validity", 0), (guint32) cr_json_int(saved, "next", 0),
      (guint32) cr_json_int(saved, "count", 0), (guint64) cr_json_int(saved, "modseq", 0)};
  place->since = (CrDay) cr_json_int(saved, "since", CR_IMAP_ANY_DAY);
  g_array_set_size(place->tail, 0);
  if (tail && !cr_imap_parse_set(tail, TAIL, place->tail))
    place->state = (CrImapState){0}; /* not ours: read anew */
}

/* A cursor that cannot be read makes this the first reading: to read again is harmless. */
static void
load_cursor(ImapSource *self, const char *cursor) {
  g_autoptr(json_t) json = cursor ? cr_json_parse(cursor, strlen(cursor), NULL) : NULL;
  for (guint i = 0; i < self->places->len; i++)
    load_place(self->places->pdata[i], json_object_get(json, "folders"));
}

static json_t *
save_place(const Place *place) {
  json_t *json = json_object();
  g_autoptr(GString) tail = g_string_new(NULL);
  json_object_set_new(json, "validity", json_integer(place->state.validity));
  json_object_set_new(json, "next", json_integer(place->state.next));
  json_object_set_new(json, "count", json_integer(place->state.count));
  cr_json_set_int(json, "modseq", (gint64) place->state.modseq);
  if (place->since != CR_IMAP_ANY_DAY)
    json_object_set_new(json, "since", json_integer(place->since));
  cr_imap_format_set(tail, (const guint32 *) (void *) place->tail->data, place->tail->len, TAIL,
                     G_MAXSIZE);
  if (tail->len)
    cr_json_put_string(json, "tail", tail->str);
  return json;
}

static gboolean
checkpoint(ImapSource *self, const CrSink *sink, GError **error) {
  g_autoptr(json_t) json = json_object();
  json_t *folders = json_object();
  json_object_set_new(json, "folders", folders);
  for (guint i = 0; i < self->places->len; i++) {
    const Place *place = self->places->pdata[i];
    if (place->state.next)
      json_object_set_new(folders, place->name, save_place(place));
  }
  g_autofree char *cursor = cr_json_print(json);
  return sink->checkpoint(cursor, sink->data, error);
}

static gboolean
in_tail(const Place *place, guint32 uid) {
  for (guint i = 0; i < place->tail->len; i++)
    if (g_array_index(place->tail, guint32, i) == uid)
      return TRUE;
  return FALSE;
}

static void
add_to_tail(Place *place, guint32 uid) {
  guint at = place->tail->len;
  while (at > 0 && g_array_index(place->tail, guint32, at - 1) > uid)
    at--;
  g_array_insert_val(place->tail, at, uid);
  if (place->tail->len > TAIL)
    g_array_remove_index(place->tail, 0);
}

/* One folder's reading. */
typedef struct {
  ImapSource *self;
  Place *place;
  const CrSink *sink;
  GArray *uids;     /* guint32, to be read */
  guint8 *done;     /* for each */
  guint first_open; /* all before it are done */
} Reading;

static const guint32 *
uids_of(const GArray *uids) {
  return (const guint32 *) (void *) uids->data;
}

/* Whatever breaks later, these need not be read again. */
static gboolean
keep_progress(Reading *reading, GError **error) {
  Place *place = reading->place;
  while (reading->first_open < reading->uids->len && reading->done[reading->first_open])
    reading->first_open++;
  if (reading->first_open == 0)
    return TRUE;
  guint32 next = uids_of(reading->uids)[reading->first_open - 1] + 1;
  if (next <= place->state.next)
    return TRUE;
  place->state.next = next;
  place->state.count = 0; /* not as told when it was read whole */
  return checkpoint(reading->self, reading->sink, error);
}

static gboolean
deliver(Reading *reading, guint32 uid, const char *bytes, gsize length, GError **error) {
  g_autofree char *name = g_strdup_printf("mail %s, %s %u", reading->self->connection->name,
                                          reading->place->title, uid);
  CrDelivery delivery = {.kind = CR_DELIVERY_MAIL, .bytes = bytes, .length = length, .name = name};
  return reading->sink->take(&delivery, reading->sink->data, error);
}

static void
mark_done(Reading *reading, guint32 uid) {
  guint index;
  if (g_array_binary_search(reading->uids, &uid, cr_imap_compare_uids, &index))
    reading->done[index] = TRUE;
}

static gboolean
take_message(guint32 uid, const char *bytes, gsize length, const char *why, gpointer data,
             GError **error) {
  Reading *reading = data;
  if (bytes && !deliver(reading, uid, bytes, length, error))
    return FALSE;
  if (why)
    complain(reading->sink, "%s %u is skipped: %s", reading->place->title, uid, why);
  if (bytes || why)
    add_to_tail(reading->place, uid);
  mark_done(reading, uid);
  return TRUE;
}

static guint64
ticket_of(const Reading *reading, guint32 uid) {
  guint index = 0;
  g_ptr_array_find(reading->self->places, reading->place, &index);
  return (guint64) index << 32 | uid;
}

static gboolean
take_head(const CrImapHead *head, gpointer data, GError **error) {
  Reading *reading = data;
  const CrHead shown = {.fields = head->fields,
                        .fields_length = head->fields_length,
                        .parts = head->parts,
                        .parts_length = head->parts_length,
                        .ticket = ticket_of(reading, head->uid)};
  if (shown.fields == NULL || shown.parts == NULL ||
      reading->sink->wanted(&shown, reading->sink->data))
    return TRUE;
  add_to_tail(reading->place, head->uid);
  mark_done(reading, head->uid);
  return TRUE;
}

static gboolean
read_uids(Reading *reading, const GArray *uids, GError **error) {
  return uids->len == 0 ||
         cr_imap_fetch(reading->self->imap, uids_of(uids), uids->len, take_message, reading, error);
}

/* What matters after all. Of other folders it is read when they are open. */
static gboolean
read_recalled(Reading *reading, GError **error) {
  ImapSource *self = reading->self;
  g_autoptr(GArray) uids = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(GArray) fresh =
      reading->sink->recall ? reading->sink->recall(reading->sink->data) : NULL;
  if (fresh)
    g_array_append_vals(self->recalled, fresh->data, fresh->len);
  for (guint i = self->recalled->len; i > 0; i--) {
    guint64 ticket = g_array_index(self->recalled, guint64, i - 1);
    guint32 uid = (guint32) ticket;
    if (ticket != ticket_of(reading, uid))
      continue;
    g_array_append_val(uids, uid);
    g_array_remove_index(self->recalled, i - 1);
  }
  g_array_sort(uids, cr_imap_compare_uids);
  return read_uids(reading, uids, error);
}

/* The next mails that are to be read, of those up to end. */
static GArray *
next_wanted(const Reading *reading, guint *at, guint end) {
  GArray *uids = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (; *at < end && uids->len < CHECKPOINT_MAILS; ++*at)
    if (!reading->done[*at])
      g_array_append_val(uids, uids_of(reading->uids)[*at]);
  return uids;
}

static gboolean
read_chunk(Reading *reading, guint from, guint end, GError **error) {
  if (reading->sink->wanted && reading->uids->len > FEW_MAILS &&
      !cr_imap_fetch_heads(reading->self->imap, uids_of(reading->uids) + from, end - from,
                           CR_HEAD_FIELDS, take_head, reading, error))
    return FALSE;
  for (guint at = from; at < end;) {
    g_autoptr(GArray) uids = next_wanted(reading, &at, end);
    if (!read_uids(reading, uids, error) || !read_recalled(reading, error) ||
        !keep_progress(reading, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
fetch(Reading *reading, GError **error) {
  guint n = reading->uids->len;
  g_autofree guint8 *done = g_new0(guint8, n + 1);
  reading->done = done;
  for (guint from = 0; from < n; from += CHUNK_MAILS)
    if (!read_chunk(reading, from, MIN(from + CHUNK_MAILS, n), error))
      return FALSE;
  return TRUE;
}

static guint32
tail_begin(guint32 next) {
  return next > TAIL ? next - TAIL : 1;
}

static guint32
last_of(const GArray *uids) {
  return uids->len ? g_array_index(uids, guint32, uids->len - 1) : 0;
}

/* What lies there already but is too old for the first reading must not look as if it had come
 * late. */
static gboolean
note_older(ImapSource *self, Place *place, const GArray *found, guint32 next, GError **error) {
  g_autoptr(GArray) there = cr_imap_search(self->imap, tail_begin(next), CR_IMAP_ANY_DAY, error);
  for (guint i = 0, f = 0; there && i < there->len; i++) {
    guint32 uid = g_array_index(there, guint32, i);
    while (f < found->len && g_array_index(found, guint32, f) < uid)
      f++;
    if (uid < next && (f == found->len || g_array_index(found, guint32, f) != uid) &&
        !in_tail(place, uid))
      add_to_tail(place, uid);
  }
  return there != NULL;
}

/* What lies where new mail is looked for: as the folder's opening told, else by asking. */
static GArray *
find_there(ImapSource *self, const Place *place, const GArray *changed, guint32 next,
           GError **error) {
  gboolean first = place->since != CR_IMAP_ANY_DAY;
  guint32 begin = first ? place->state.next : tail_begin(place->state.next);
  gboolean told = changed && (next <= place->state.next || last_of(changed) >= place->state.next);
  if (first || !told)
    return cr_imap_search(self->imap, begin, place->since, error);
  GArray *found = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (guint i = 0; i < changed->len; i++) {
    guint32 uid = g_array_index(changed, guint32, i);
    if (uid >= begin && uid != last_of(found))
      g_array_append_val(found, uid);
  }
  return found;
}

static GArray *
find_new(ImapSource *self, Place *place, const GArray *changed, guint32 *ret_next, GError **error) {
  gboolean first = place->since != CR_IMAP_ANY_DAY;
  g_autoptr(GArray) found = find_there(self, place, changed, *ret_next, error);
  if (found == NULL)
    return NULL;
  guint32 next = MAX(MAX(*ret_next, place->state.next), last_of(found) + 1);
  if (first && !note_older(self, place, found, next, error))
    return NULL;
  GArray *wanted = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (guint i = 0; i < found->len; i++) {
    guint32 uid = g_array_index(found, guint32, i);
    if (!in_tail(place, uid))
      g_array_append_val(wanted, uid);
  }
  *ret_next = next;
  return wanted;
}

static gboolean
is_same(const Place *place, const CrImapState *state) {
  const CrImapState *known = &place->state;
  return known->next && known->next == state->next && known->validity == state->validity &&
         known->count == state->count && place->since == CR_IMAP_ANY_DAY &&
         (known->modseq == state->modseq || known->modseq == 0 || state->modseq == 0);
}

/* The first reading, or all numbers have changed: as far back as the window goes. */
static void
begin_anew(ImapSource *self, Place *place, guint32 validity, CrInstant now) {
  int days = self->connection->window_days ? self->connection->window_days : WINDOW_DAYS;
  place->state = (CrImapState){.validity = validity, .next = 1};
  place->since = (CrDay) (now / CR_DAY_USEC) - days - 1; /* its days are of another zone */
  g_array_set_size(place->tail, 0);
}

static gboolean
has_recalled(const ImapSource *self, guint place) {
  for (guint i = 0; i < self->recalled->len; i++)
    if (g_array_index(self->recalled, guint64, i) >> 32 == place)
      return TRUE;
  return FALSE;
}

static gboolean
read_place(ImapSource *self, Place *place, CrInstant now, const CrSink *sink, GError **error) {
  CrImapState state;
  g_autoptr(GArray) changed = NULL;
  if (!cr_imap_resync(self->imap, place->name, &place->state, &state, &changed, error))
    return FALSE;
  if (is_same(place, &state))
    return TRUE;
  if (place->state.next == 0 || place->state.validity != state.validity)
    begin_anew(self, place, state.validity, now);
  g_autoptr(GArray) uids = find_new(self, place, changed, &state.next, error);
  Reading reading = {.self = self, .place = place, .sink = sink, .uids = uids};
  if (uids == NULL || !fetch(&reading, error))
    return FALSE;
  place->state = state;
  place->since = CR_IMAP_ANY_DAY;
  return checkpoint(self, sink, error);
}

/* What a folder showed to matter in one that was read before it. INBOX stays open. */
static gboolean
read_left_over(ImapSource *self, CrInstant now, const CrSink *sink, GError **error) {
  Place *inbox = self->places->pdata[self->places->len - 1];
  g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(guint32));
  Reading reading = {.self = self, .place = inbox, .sink = sink, .uids = none};
  if (!read_recalled(&reading, error))
    return FALSE;
  if (self->recalled->len == 0)
    return TRUE;
  for (guint i = 0; i + 1 < self->places->len; i++) {
    CrImapState state;
    reading.place = self->places->pdata[i];
    if (has_recalled(self, i) &&
        (!cr_imap_examine(self->imap, reading.place->name, &state, error) ||
         (state.validity == reading.place->state.validity && !read_recalled(&reading, error))))
      return FALSE;
  }
  g_array_set_size(self->recalled, 0);
  return checkpoint(self, sink, error) && read_place(self, inbox, now, sink, error);
}

/* The folders beside INBOX that have changed since they were read. */
static gboolean
ask_others(ImapSource *self, GPtrArray *ret_changed, GError **error) {
  guint n = self->places->len - 1;
  g_autofree const char **names = g_new0(const char *, n + 1);
  g_autofree CrImapState *states = g_new0(CrImapState, n + 1);
  for (guint i = 0; i < n; i++)
    names[i] = ((Place *) self->places->pdata[i])->name;
  if (!cr_imap_status(self->imap, names, n, states, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!is_same(self->places->pdata[i], &states[i]))
      g_ptr_array_add(ret_changed, self->places->pdata[i]);
  return TRUE;
}

static gboolean
connect_anew(ImapSource *self, GCancellable *cancellable, GError **error) {
  disconnect(self);
  self->finds_sent = FALSE;
  self->imap =
      cr_imap_open(self->connection, self->secret, CR_IMAP_SILENCE_USEC, cancellable, error);
  self->opened_usec = g_get_monotonic_time();
  return self->imap != NULL;
}

/* A connection that fell asleep with the machine, or was cut by a router, says so now. */
static gboolean
ensure_connected(ImapSource *self, GCancellable *cancellable, GError **error) {
  if (self->imap) {
    cr_imap_set_cancellable(self->imap, cancellable);
    if (cr_imap_check(self->imap, CHECK_USEC, NULL))
      return TRUE;
    if (g_cancellable_set_error_if_cancelled(cancellable, error))
      return FALSE;
  }
  return connect_anew(self, cancellable, error);
}

static gboolean
read_all(ImapSource *self, const char *cursor, CrInstant now, const CrSink *sink, GError **error) {
  g_autoptr(GPtrArray) changed = g_ptr_array_new();
  if (!self->finds_sent && !choose_places(self, sink, error))
    return FALSE;
  if (!self->finds_sent && cursor == NULL)
    complain(sink, "there is no folder of sent mail: what you write elsewhere is not seen");
  load_cursor(self, cursor);
  g_array_set_size(self->recalled, 0);
  if (!ask_others(self, changed, error))
    return FALSE;
  g_ptr_array_add(changed, self->places->pdata[self->places->len - 1]); /* INBOX */
  for (guint i = 0; i < changed->len; i++)
    if (!read_place(self, changed->pdata[i], now, sink, error))
      return FALSE;
  return read_left_over(self, now, sink, error);
}

static gboolean
read_new(CrSource *source, const char *cursor, CrInstant now, const CrSink *sink,
         GCancellable *cancellable, GError **error) {
  ImapSource *self = (ImapSource *) source;
  if (ensure_connected(self, cancellable, error) && read_all(self, cursor, now, sink, error))
    return TRUE;
  disconnect(self);
  return FALSE;
}

static gboolean
wait_once(ImapSource *self, gint64 timeout_usec, gboolean *ret_news, GError **error) {
  int minutes = self->connection->interval_min ? self->connection->interval_min : INTERVAL_MIN;
  gint64 poll_usec = (gint64) minutes * 60 * G_USEC_PER_SEC;
  g_autoptr(GPtrArray) changed = g_ptr_array_new();
  gint64 look_usec = cr_imap_can(self->imap, "IDLE") ? LOOK_USEC : poll_usec;
  if (!cr_imap_wait(self->imap, MIN(timeout_usec, look_usec), poll_usec, ret_news, error))
    return FALSE;
  if (!*ret_news && !ask_others(self, changed, error))
    return FALSE;
  *ret_news = *ret_news || changed->len > 0;
  return TRUE;
}

static gboolean
wait_for_news(CrSource *source, gint64 timeout_usec, GCancellable *cancellable, GError **error) {
  ImapSource *self = (ImapSource *) source;
  g_autoptr(GError) local = NULL;
  gint64 until = g_get_monotonic_time() + timeout_usec;
  gboolean news = self->imap == NULL;
  if (self->imap)
    cr_imap_set_cancellable(self->imap, cancellable);
  while (!news && g_get_monotonic_time() < until)
    if (!wait_once(self, until - g_get_monotonic_time(), &news, &local))
      break;
  if (local == NULL)
    return TRUE;
  gboolean steady = g_get_monotonic_time() - self->opened_usec >= STEADY_USEC;
  gboolean cancelled = g_error_matches(local, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  if (!cr_imap_is_alive(self->imap) || !cancelled)
    disconnect(self);
  if (steady && !cancelled)
    return TRUE; /* servers end long connections; the next sync says if it is more than that */
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

static void
free_source(CrSource *source) {
  ImapSource *self = (ImapSource *) source;
  disconnect(self);
  if (self->secret)
    explicit_bzero(self->secret, strlen(self->secret));
  g_free(self->secret);
  g_ptr_array_unref(self->places);
  g_array_unref(self->recalled);
  cr_connection_free(self->connection);
  g_free(self);
}

static const CrSourceClass imap_class = {read_new, wait_for_news, free_source};

CrSource *
cr_imap_source_new(const CrConnection *connection, const char *secret) {
  ImapSource *self = g_new0(ImapSource, 1);
  self->source.class = &imap_class;
  self->connection = cr_connection_copy(connection);
  self->secret = g_strdup(secret);
  self->places = g_ptr_array_new_with_free_func(place_free);
  self->recalled = g_array_new(FALSE, FALSE, sizeof(guint64));
  return &self->source;
}
