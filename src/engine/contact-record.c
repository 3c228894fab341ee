#include "engine/contact-record.h"

#include "base/text.h"
#include "engine/apps-private.h"

typedef struct {
  int calls, kept, late, missed;
  GArray *answer_usec; /* gint64 */
} Tally;

static gboolean
add_ids(GHashTable *ids, GArray *found) {
  for (guint i = 0; found && i < found->len; i++)
    g_hash_table_add(ids, GINT_TO_POINTER(g_array_index(found, int, i)));
  return found != NULL;
}

static gboolean
find_calls(CrEngine *engine, const CrApplication *a, GHashTable *ids, GError **error) {
  for (guint i = 0; i < a->interviews->len; i++)
    g_hash_table_add(ids, GINT_TO_POINTER(((CrLinked *) a->interviews->pdata[i])->interview));
  for (guint i = 0; i < a->contacts->len; i++) {
    const CrContact *contact = a->contacts->pdata[i];
    g_autofree char *address = cr_address_normalize(contact->email);
    g_autoptr(GArray) found =
        address ? cr_store_find_interviews(engine->store, CR_FIND_ADDRESS, address, error) : NULL;
    if (address && !add_ids(ids, found))
      return FALSE;
  }
  return TRUE;
}

/* A call that lies ahead, was moved in time or cancelled tells nothing of how they keep their word.
 */
static void
weigh(Tally *tally, const CrInterview *iv, const CrPolicy *policy) {
  const CrState *s = &iv->state;
  gboolean missed = s->missed_at != CR_INSTANT_NONE;
  gboolean held = s->phase == CR_PHASE_HELD && !missed;
  if (s->last_out != CR_INSTANT_NONE && s->answered_at != CR_INSTANT_NONE &&
      s->answered_at > s->last_out) {
    gint64 taken = s->answered_at - s->last_out;
    g_array_append_val(tally->answer_usec, taken);
  }
  if (!held && !missed)
    return;
  tally->calls++;
  tally->missed += missed;
  tally->kept += held;
  tally->late += held && s->answered_at != CR_INSTANT_NONE &&
                 s->answered_at - cr_interview_latest(iv) > policy->grace_soft_min * CR_MINUTE;
}

static int
compare_gint64(gconstpointer a, gconstpointer b) {
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;
  return (x > y) - (x < y);
}

static json_t *
public_tally(Tally *tally) {
  guint n = tally->answer_usec->len;
  g_array_sort(tally->answer_usec, compare_gint64);
  json_t *hours = n ? json_real((double) g_array_index(tally->answer_usec, gint64, n / 2) / CR_HOUR)
                    : json_null();
  g_autofree char *late = tally->late ? g_strdup_printf(" (%d late)", tally->late) : g_strdup("");
  g_autofree char *text =
      tally->calls ? g_strdup_printf("%d call%s with them: %d kept%s, %d missed; your own data",
                                     tally->calls, tally->calls == 1 ? "" : "s", tally->kept, late,
                                     tally->missed)
                   : g_strdup("no call with them yet");
  return json_pack("{s:i,s:i,s:i,s:i,s:i,s:o,s:s}", "calls", tally->calls, "kept", tally->kept,
                   "late", tally->late, "missed", tally->missed, "answers", (int) n, "answer_hours",
                   hours, "text", text);
}

json_t *
cr_contact_record_json(CrEngine *engine, const CrApplication *a, GError **error) {
  g_autoptr(GHashTable) ids = g_hash_table_new(NULL, NULL);
  g_autoptr(GArray) answers = g_array_new(FALSE, FALSE, sizeof(gint64));
  Tally tally = {.answer_usec = answers};
  GHashTableIter iter;
  gpointer id;
  if (!find_calls(engine, a, ids, error))
    return NULL;
  g_hash_table_iter_init(&iter, ids);
  while (g_hash_table_iter_next(&iter, &id, NULL)) {
    g_autoptr(GError) local = NULL;
    g_autoptr(CrInterview) iv = cr_store_load_interview(engine->store, GPOINTER_TO_INT(id), &local);
    if (local) {
      g_propagate_error(error, g_steal_pointer(&local));
      return NULL;
    }
    if (iv)
      weigh(&tally, iv, engine->policy);
  }
  return public_tally(&tally);
}
