#include "engine/feed.h"

#include "base/error.h"
#include "engine/calendar-tag.h"
#include "engine/engine-private.h"
#include "engine/entry.h"
#include "store/audit.h"

#include <string.h>

#define LOOK_BACK_USEC (31 * CR_DAY_USEC)
#define SECRET_BYTES 32
#define SETTING "feed.secret"

static gboolean
is_off(CrPhase phase) {
  return phase == CR_PHASE_RESCHEDULED || phase == CR_PHASE_CANCELLED ||
         phase == CR_PHASE_WITHDRAWN;
}

/* When what it says of the call was last news. A phone takes a higher sequence for one. */
static void
append_call(GString *out, const CrInterview *iv, const char *tag, CrInstant now) {
  g_autoptr(CrEntry) entry = cr_entry_of_interview(iv, tag);
  CrInstant stamp = MAX(iv->added, iv->dtstamp);
  entry->alarms = iv->end > now ? CR_ALARM_BEFORE | CR_ALARM_AFTER : 0;
  cr_entry_append(out, entry, stamp, iv->sequence);
}

static char *
write_feed(GPtrArray *calls, const char *tag, CrInstant now) {
  GString *out = g_string_new(NULL);
  cr_entry_append_begin(out);
  g_string_append(out, "METHOD:PUBLISH\r\nNAME:Promised calls\r\nX-WR-CALNAME:Promised calls\r\n"
                       "REFRESH-INTERVAL;VALUE=DURATION:PT15M\r\nX-PUBLISHED-TTL:PT15M\r\n");
  for (guint i = 0; i < calls->len; i++) {
    const CrInterview *iv = calls->pdata[i];
    if (!is_off(iv->state.phase) && (iv->state.phase != CR_PHASE_CLOSED || iv->end <= now))
      append_call(out, iv, tag, now);
  }
  cr_entry_append_end(out);
  return g_string_free(out, FALSE);
}

char *
cr_feed_new(CrEngine *engine, CrInstant now, GError **error) {
  g_autofree char *tag = cr_calendar_ensure_tag(engine->store, engine->account, error);
  if (tag == NULL || !cr_store_begin(engine->store, engine->account, FALSE, error))
    return NULL;
  g_autoptr(GPtrArray) calls = cr_store_list_interviews(
      engine->store, CR_LIST_ALL, now - LOOK_BACK_USEC, CR_INSTANT_NONE, 0, error);
  cr_store_rollback(engine->store);
  return calls ? write_feed(calls, tag, now) : NULL;
}

/* The secret */

/* It lets in who has it, so it stands in the record like what is connected. */
static gboolean
note_secret(CrEngine *engine, CrDeedKind deed, CrInstant now, GError **error) {
  return cr_store_add_deed(engine->store, deed, NULL, now, "the calendar's address", error);
}

/* secret NULL: none. */
static gboolean
change_secret(CrEngine *engine, const char *secret, CrInstant now, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autofree char *before = cr_store_get(engine->store, SETTING, &local);
  g_autofree char *hash =
      secret ? g_compute_checksum_for_string(G_CHECKSUM_SHA256, secret, -1) : NULL;
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  return cr_store_set(engine->store, SETTING, hash, error) &&
         (before == NULL || note_secret(engine, CR_DEED_CONNECTION_REMOVED, now, error)) &&
         (hash == NULL || note_secret(engine, CR_DEED_CONNECTION_ADDED, now, error));
}

static gboolean
keep_secret(CrEngine *engine, const char *secret, CrInstant now, GError **error) {
  gboolean ok = cr_store_begin(engine->store, engine->account, TRUE, error) &&
                change_secret(engine, secret, now, error);
  return cr_store_end(engine->store, ok, error);
}

gboolean
cr_feed_make_secret(CrEngine *engine, CrInstant now, char **ret_secret, GError **error) {
  g_autofree char *random = cr_random_hex(SECRET_BYTES, error);
  g_autofree char *secret =
      random ? g_strdup_printf("%" G_GINT64_FORMAT "-%s", engine->account, random) : NULL;
  if (secret == NULL || !keep_secret(engine, secret, now, error))
    return FALSE;
  *ret_secret = g_steal_pointer(&secret);
  return TRUE;
}

gboolean
cr_feed_close(CrEngine *engine, CrInstant now, GError **error) {
  return keep_secret(engine, NULL, now, error);
}

gint64
cr_feed_account(const char *secret) {
  const char *dash = secret ? strchr(secret, '-') : NULL;
  g_autofree char *number = dash ? g_strndup(secret, dash - secret) : NULL;
  gint64 account = 0;
  if (dash == NULL || strlen(dash + 1) != 2 * SECRET_BYTES ||
      strspn(dash + 1, "0123456789abcdef") != 2 * SECRET_BYTES ||
      !g_ascii_string_to_signed(number, 10, 1, G_MAXINT64, &account, NULL))
    return 0;
  return account;
}

/* *ret_hash: NULL when no secret opens it. */
static gboolean
load_hash(CrEngine *engine, char **ret_hash, GError **error) {
  g_autoptr(GError) local = NULL;
  if (!cr_store_begin(engine->store, engine->account, FALSE, error))
    return FALSE;
  *ret_hash = cr_store_get(engine->store, SETTING, &local);
  cr_store_rollback(engine->store);
  if (local == NULL)
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

gboolean
cr_feed_is_open(CrEngine *engine, gboolean *ret_open, GError **error) {
  g_autofree char *kept = NULL;
  gboolean ok = load_hash(engine, &kept, error);
  *ret_open = kept != NULL;
  return ok;
}

gboolean
cr_feed_opens(CrEngine *engine, const char *secret, gboolean *ret_opens, GError **error) {
  g_autofree char *kept = NULL;
  if (!load_hash(engine, &kept, error))
    return FALSE;
  /* Of two hashes, the time of a comparison tells nothing about a secret. */
  g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, secret, -1);
  *ret_opens = kept && cr_feed_account(secret) == engine->account && strcmp(kept, hash) == 0;
  return TRUE;
}
