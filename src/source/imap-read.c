/* A folder's new mails, and what of them is read. */
#include "source/imap-private.h"

#include "net/imap-data.h"

#define WINDOW_DAYS 30
#define CHUNK_MAILS 1000     /* whose heads are looked at together */
#define CHECKPOINT_MAILS 250 /* are read until the place is kept */
#define FEW_MAILS 8          /* are read at once: their heads would only cost another answer */

void
imap_complain(const CrSink *sink, const char *format, ...) {
  va_list args;
  va_start(args, format);
  g_autofree char *what = g_strdup_vprintf(format, args);
  va_end(args);
  if (sink->problem)
    sink->problem(what, sink->data);
}

static gboolean
checkpoint(ImapSource *self, const CrSink *sink, GError **error) {
  g_autoptr(json_t) json = json_object();
  json_t *folders = json_object();
  json_object_set_new(json, "folders", folders);
  for (guint i = 0; i < self->places->len; i++) {
    const ImapPlace *place = self->places->pdata[i];
    if (place->state.next)
      json_object_set_new(folders, place->name, imap_place_save(place));
  }
  g_autofree char *cursor = cr_json_print(json);
  return sink->checkpoint(cursor, sink->data, error);
}

/* One folder's reading. */
typedef struct {
  ImapSource *self;
  ImapPlace *place;
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
  ImapPlace *place = reading->place;
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
    imap_complain(reading->sink, "%s %u is skipped: %s", reading->place->title, uid, why);
  if (bytes || why)
    imap_place_add(reading->place, uid);
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
  imap_place_add(reading->place, head->uid);
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
last_of(const GArray *uids) {
  return uids->len ? g_array_index(uids, guint32, uids->len - 1) : 0;
}

/* What lies there already but is too old for the first reading must not look as if it had come
 * late. */
static gboolean
note_older(ImapSource *self, ImapPlace *place, const GArray *found, guint32 next, GError **error) {
  g_autoptr(GArray) there =
      cr_imap_search(self->imap, imap_place_tail_begin(next), CR_IMAP_ANY_DAY, error);
  for (guint i = 0, f = 0; there && i < there->len; i++) {
    guint32 uid = g_array_index(there, guint32, i);
    while (f < found->len && g_array_index(found, guint32, f) < uid)
      f++;
    if (uid < next && (f == found->len || g_array_index(found, guint32, f) != uid) &&
        !imap_place_has(place, uid))
      imap_place_add(place, uid);
  }
  return there != NULL;
}

/* What lies where new mail is looked for: as the folder's opening told, else by asking. */
static GArray *
find_there(ImapSource *self, const ImapPlace *place, const GArray *changed, guint32 next,
           GError **error) {
  gboolean first = place->since != CR_IMAP_ANY_DAY;
  guint32 begin = first ? place->state.next : imap_place_tail_begin(place->state.next);
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
find_new(ImapSource *self, ImapPlace *place, const GArray *changed, guint32 *ret_next,
         GError **error) {
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
    if (!imap_place_has(place, uid))
      g_array_append_val(wanted, uid);
  }
  *ret_next = next;
  return wanted;
}

/* The first reading, or all numbers have changed: as far back as the window goes. */
static void
begin_anew(ImapSource *self, ImapPlace *place, guint32 validity, CrInstant now) {
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

/* A folder that cannot be opened, INBOX apart, stops no other. Takes the error. */
static gboolean
pass_over(const ImapSource *self, ImapPlace *place, const CrSink *sink, GError *why,
          GError **error) {
  gboolean inbox = place == self->places->pdata[self->places->len - 1];
  if (inbox || !cr_imap_is_alive(self->imap)) {
    g_propagate_error(error, why);
    return FALSE;
  }
  imap_place_refuse(place, why->message, sink);
  g_error_free(why);
  return TRUE;
}

gboolean
imap_read_place(ImapSource *self, ImapPlace *place, CrInstant now, const CrSink *sink,
                GError **error) {
  CrImapState state;
  g_autoptr(GError) local = NULL;
  g_autoptr(GArray) changed = NULL;
  if (!cr_imap_resync(self->imap, place->name, &place->state, &state, &changed, &local))
    return pass_over(self, place, sink, g_steal_pointer(&local), error);
  place->refused = FALSE;
  if (imap_place_is_same(place, &state))
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
gboolean
imap_read_left_over(ImapSource *self, CrInstant now, const CrSink *sink, GError **error) {
  ImapPlace *inbox = self->places->pdata[self->places->len - 1];
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
  return checkpoint(self, sink, error) && imap_read_place(self, inbox, now, sink, error);
}
