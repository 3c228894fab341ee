#include "engine/busy-list.h"

#include "base/error.h"
#include "base/spool.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define TAIL_BYTES (64U << 10) /* so much stays in memory */
#define MAX_RECORD_BYTES 4096  /* more than a key, a UID and a summary as they are read need */

/* Each is a record: its length, and so many bytes of what put_record writes. */
struct _CrBusyList {
  GPtrArray *calendars; /* of interned names, which records tell by their place here */
  GByteArray *tail;
  guint64 spilled; /* bytes before the tail */
  int file;        /* that they are in; -1: none was needed yet */
  guint count;
  CrBusySpill spill;
  gpointer data;
  GError *failed;
};

void
cr_busy_clear(CrBusy *busy) {
  g_clear_pointer(&busy->key, g_free);
  g_clear_pointer(&busy->uid, g_free);
  g_clear_pointer(&busy->summary, g_free);
}

CrBusyList *
cr_busy_list_new(void) {
  CrBusyList *list = g_new0(CrBusyList, 1);
  list->calendars = g_ptr_array_new();
  list->tail = g_byte_array_new();
  list->file = -1;
  return list;
}

void
cr_busy_list_free(CrBusyList *list) {
  if (list == NULL)
    return;
  if (list->file >= 0)
    close(list->file);
  g_ptr_array_unref(list->calendars);
  g_byte_array_unref(list->tail);
  g_clear_error(&list->failed);
  g_free(list);
}

/* Adding */

static gboolean
write_tail(CrBusyList *list, GError **error) {
  if (list->file < 0)
    list->file = cr_spool_new(error);
  gsize at = 0;
  while (list->file >= 0 && at < list->tail->len) {
    gssize put = pwrite(list->file, list->tail->data + at, list->tail->len - at,
                        (off_t) (list->spilled + at));
    if (put < 0 && errno != EINTR) {
      g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "no room for what was read of a calendar: %s",
                  g_strerror(errno));
      return FALSE;
    }
    at += (gsize) MAX(put, 0);
  }
  list->spilled += list->tail->len;
  return list->file >= 0;
}

void
cr_busy_list_flush(CrBusyList *list) {
  if (list->tail->len == 0)
    return;
  if (list->spill)
    list->spill(list->tail, list->data);
  else if (list->failed == NULL)
    write_tail(list, &list->failed);
  g_byte_array_set_size(list->tail, 0);
}

static guint
place_of(CrBusyList *list, const char *calendar) {
  guint place = 0;
  if (!g_ptr_array_find(list->calendars, calendar, &place)) {
    place = list->calendars->len;
    g_ptr_array_add(list->calendars, (gpointer) calendar);
  }
  return place;
}

static void
put_record(GByteArray *out, const CrBusy *busy, guint place) {
  guint begin = out->len;
  cr_wire_put_uint(out, 0);
  cr_wire_put_uint(out, place);
  cr_wire_put_instant(out, busy->span.start);
  cr_wire_put_instant(out, busy->span.end);
  cr_wire_put_text(out, busy->key);
  cr_wire_put_text(out, busy->uid);
  cr_wire_put_text(out, busy->summary);
  guint32 length = out->len - begin - (guint) sizeof length;
  memcpy(out->data + begin, &length, sizeof length);
}

void
cr_busy_list_add(CrBusyList *list, const CrBusy *busy) {
  if (list->count++ > CR_MAX_BUSY) /* one more than allowed shows that there were more */
    return;
  put_record(list->tail, busy, place_of(list, busy->calendar));
  if (list->tail->len >= TAIL_BYTES)
    cr_busy_list_flush(list);
}

guint
cr_busy_list_count(const CrBusyList *list) {
  return list->count;
}

CrBusyMark
cr_busy_list_mark(const CrBusyList *list) {
  return (CrBusyMark){list->count, list->spilled + list->tail->len};
}

/* What of a file lies beyond its end is written over. */
void
cr_busy_list_cut(CrBusyList *list, CrBusyMark mark) {
  list->count = mark.count;
  g_byte_array_set_size(list->tail,
                        mark.bytes > list->spilled ? (guint) (mark.bytes - list->spilled) : 0);
  list->spilled = MIN(list->spilled, mark.bytes);
}

void
cr_busy_list_spill(CrBusyList *list, CrBusySpill spill, gpointer data) {
  list->spill = spill;
  list->data = data;
}

/* A record's bytes; place tells its calendar. FALSE when it is none. */
static gboolean
take_record(CrWire *wire, CrBusy *ret_busy, guint *ret_place) {
  *ret_place = cr_wire_uint(wire);
  ret_busy->span.start = cr_wire_instant(wire);
  ret_busy->span.end = cr_wire_instant(wire);
  ret_busy->key = cr_wire_text(wire);
  ret_busy->uid = cr_wire_text(wire);
  ret_busy->summary = cr_wire_text(wire);
  return !wire->broken && ret_busy->key && ret_busy->span.end > ret_busy->span.start;
}

gboolean
cr_busy_list_take(CrBusyList *list, CrWire *bytes, const char *calendar) {
  while (bytes->at < bytes->end) {
    g_auto(CrBusy) busy = {.calendar = g_intern_string(calendar)};
    guint32 length = cr_wire_count(bytes), place;
    CrWire record = {bytes->at, bytes->at + length, bytes->broken};
    if (length > MAX_RECORD_BYTES || !take_record(&record, &busy, &place) ||
        record.at != record.end)
      return FALSE;
    bytes->at += length;
    cr_busy_list_add(list, &busy);
  }
  return !bytes->broken;
}

/* Reading */

struct _CrBusyReader {
  const CrBusyList *list;
  GByteArray *ahead; /* read of the file, from at on */
  guint at;
  guint64 next; /* of the list, behind ahead */
  CrBusy busy;
};

CrBusyReader *
cr_busy_reader_new(const CrBusyList *list, GError **error) {
  if (list->failed) {
    g_propagate_error(error, g_error_copy(list->failed));
    return NULL;
  }
  if (list->count > CR_MAX_BUSY) {
    g_set_error(error, CR_ERROR, CR_ERROR_LIMIT,
                "more than %d appointments in these three months: none of them was read",
                CR_MAX_BUSY);
    return NULL;
  }
  CrBusyReader *reader = g_new0(CrBusyReader, 1);
  reader->list = list;
  reader->ahead = g_byte_array_new();
  return reader;
}

void
cr_busy_reader_free(CrBusyReader *reader) {
  if (reader == NULL)
    return;
  cr_busy_clear(&reader->busy);
  g_byte_array_unref(reader->ahead);
  g_free(reader);
}

/* Some more of the list: of its file, else of its tail. */
static gboolean
read_ahead(CrBusyReader *reader) {
  const CrBusyList *list = reader->list;
  guint8 bytes[TAIL_BYTES];
  g_byte_array_remove_range(reader->ahead, 0, reader->at);
  reader->at = 0;
  if (reader->next >= list->spilled) {
    gsize read = (gsize) (reader->next - list->spilled);
    g_byte_array_append(reader->ahead, list->tail->data + read, list->tail->len - (guint) read);
    reader->next += list->tail->len - read;
    return read < list->tail->len;
  }
  gssize got = pread(list->file, bytes, MIN(sizeof bytes, list->spilled - reader->next),
                     (off_t) reader->next);
  if (got > 0)
    g_byte_array_append(reader->ahead, bytes, (guint) got);
  reader->next += (guint64) MAX(got, 0);
  return got > 0 || (got < 0 && errno == EINTR);
}

/* That many bytes are at hand. */
static gboolean
ensure(CrBusyReader *reader, gsize length) {
  while (reader->ahead->len - reader->at < length)
    if (!read_ahead(reader))
      return FALSE;
  return TRUE;
}

const CrBusy *
cr_busy_reader_next(CrBusyReader *reader, GError **error) {
  guint32 length = 0;
  guint place;
  cr_busy_clear(&reader->busy);
  if (!ensure(reader, 1) && reader->next == reader->list->spilled + reader->list->tail->len)
    return NULL;
  if (ensure(reader, sizeof length)) {
    memcpy(&length, reader->ahead->data + reader->at, sizeof length);
    reader->at += (guint) sizeof length;
  }
  if (length > 0 && ensure(reader, length)) {
    const guint8 *bytes = reader->ahead->data + reader->at;
    CrWire wire = {bytes, bytes + length, FALSE};
    reader->at += length;
    if (take_record(&wire, &reader->busy, &place)) {
      reader->busy.calendar = reader->list->calendars->pdata[place];
      return &reader->busy;
    }
  }
  g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "what was read of a calendar is lost");
  return NULL;
}
