/* What of a folder was read. */
#include "source/imap-private.h"

#include "net/imap-data.h"

#include <string.h>

#define TAIL 64

ImapPlace *
imap_place_new(const char *name, const char *title) {
  ImapPlace *place = g_new0(ImapPlace, 1);
  place->name = g_strdup(name);
  place->title = g_strdup(title);
  place->since = CR_IMAP_ANY_DAY;
  place->tail = g_array_new(FALSE, FALSE, sizeof(guint32));
  return place;
}

void
imap_place_free(gpointer data) {
  ImapPlace *place = data;
  g_free(place->name);
  g_free(place->title);
  g_array_unref(place->tail);
  g_free(place);
}

void
imap_place_refuse(ImapPlace *place, const char *why, const CrSink *sink) {
  if (!place->refused)
    imap_complain(sink, "folder %s is not read: %s", place->title, why);
  place->refused = TRUE;
}

void
imap_place_load(ImapPlace *place, const json_t *folders) {
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

json_t *
imap_place_save(const ImapPlace *place) {
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

gboolean
imap_place_has(const ImapPlace *place, guint32 uid) {
  for (guint i = 0; i < place->tail->len; i++)
    if (g_array_index(place->tail, guint32, i) == uid)
      return TRUE;
  return FALSE;
}

void
imap_place_add(ImapPlace *place, guint32 uid) {
  guint at = place->tail->len;
  while (at > 0 && g_array_index(place->tail, guint32, at - 1) > uid)
    at--;
  g_array_insert_val(place->tail, at, uid);
  if (place->tail->len > TAIL)
    g_array_remove_index(place->tail, 0);
}

gboolean
imap_place_is_same(const ImapPlace *place, const CrImapState *state) {
  const CrImapState *known = &place->state;
  return known->next && known->next == state->next && known->validity == state->validity &&
         known->count == state->count && place->since == CR_IMAP_ANY_DAY &&
         (known->modseq == state->modseq || known->modseq == 0 || state->modseq == 0);
}

guint32
imap_place_tail_begin(guint32 next) {
  return next > TAIL ? next - TAIL : 1;
}
