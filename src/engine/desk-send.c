#include "engine/desk-send.h"

#include "base/error.h"
#include "engine/desk-private.h"
#include "engine/lock.h"
#include "engine/watcher.h"

typedef struct {
  const CrDeskSending *how;
  const CrDesk *desk;
  GPtrArray *connections;
} Sending;

static CrInstant
read_now(const CrDeskSending *how) {
  return how->now(how->data);
}

static CrInstant
look(CrEngine *engine, CrInstant now, CrLastLook *ret_look, gpointer data) {
  const Sending *sending = data;
  const CrSync sync = {.beside = sending->desk->store,
                       .account = cr_engine_account(engine),
                       .now = sending->how->now,
                       .intake = sending->how->intake,
                       .data = sending->how->data};
  if (ret_look)
    cr_watchers_look_once(&sync, sending->connections, cr_source_open, ret_look);
  return read_now(sending->how);
}

static gboolean
has_mailbox(const GPtrArray *connections) {
  for (guint i = 0; i < connections->len; i++)
    if (((const CrConnection *) connections->pdata[i])->kind == CR_CONNECTION_IMAP)
      return TRUE;
  return FALSE;
}

const char *
cr_desk_why_not_connected(const CrDesk *desk, GPtrArray *connections, const char **ret_verb) {
  const CrProfile *profile = cr_engine_profile(desk->engine);
  const char *address = profile->emails ? profile->emails[0] : NULL;
  const char *verb = "setup", *why = NULL;
  if (address == NULL) {
    why = "your address is not known yet";
  } else if (cr_mailer_find_sender(connections, address) == NULL) {
    why = CR_NO_SENDER;
    verb = "setup send";
  } else if (!has_mailbox(connections)) {
    why = "no mailbox is connected, so an answer of theirs could not be seen before sending";
    verb = "setup mail";
  }
  if (why && ret_verb)
    *ret_verb = verb;
  return why;
}

gboolean
cr_desk_check_connected(const CrDesk *desk, GPtrArray *connections, GError **error) {
  const char *why = cr_desk_why_not_connected(desk, connections, NULL);
  if (why)
    g_set_error_literal(error, CR_ERROR, CR_ERROR_CONFLICT, why);
  return why == NULL;
}

static gboolean
check_read(const CrDesk *desk, const CrEffect *letter, const CrDeskSending *how, GError **error) {
  g_autofree char *version = cr_desk_letter_version(desk, letter);
  if (how->has_read == NULL || how->has_read(version, how->data))
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_CHANGED, "the letter was changed meanwhile");
  return FALSE;
}

gboolean
cr_desk_send(CrDesk *desk, int id, const CrDeskSending *how, CrEffect **ret_letter, char **ret_why,
             GError **error) {
  g_autoptr(CrInterview) iv = cr_desk_interview(desk, id, error);
  g_autoptr(GPtrArray) connections = iv ? cr_desk_connections(desk, error) : NULL;
  /* The desk's own may leave the outbox to a keeper. */
  g_autoptr(CrEngine) engine =
      connections ? cr_engine_new(desk->store, desk->account, error) : NULL;
  g_autoptr(CrEffect) after = NULL;
  g_autoptr(GError) copy_error = NULL;
  if (engine == NULL || !cr_desk_check_connected(desk, connections, error))
    return FALSE;
  CrMailer mailer = {.connections = connections};
  Sending sending = {how, desk, connections};
  cr_store_release(desk->store); /* what others keep meanwhile is to be seen */
  cr_engine_set_performer(engine, cr_mailer_perform, &mailer);
  cr_engine_set_look(engine, look, &sending);
  g_autoptr(CrEffect) words = cr_desk_compose(desk, iv, read_now(how), error);
  if (words == NULL || !check_read(desk, words, how, error) ||
      !cr_engine_send(engine, id, words, read_now(how), &after, ret_why, error))
    return FALSE;
  /* A keeper that is awake keeps the copy; two at once would make two of it. */
  if (after && after->status == CR_EFFECT_SENT && !cr_lock_is_taken(how->uri) &&
      !cr_mailer_keep_copy(&mailer, engine, after, read_now(how), &copy_error))
    *ret_why =
        g_strdup_printf("it is sent, but no copy could be put into Sent: %s", copy_error->message);
  *ret_letter = g_steal_pointer(&after);
  return TRUE;
}

json_t *
cr_desk_view_sent(CrDesk *desk, const CrEffect *letter, const char *why) {
  json_t *json = json_object();
  g_autoptr(CrInterview) iv = letter ? cr_desk_interview(desk, letter->interview, NULL) : NULL;
  json_object_set_new(json, "letter", iv ? desk_view_letter(desk, letter, iv) : json_null());
  cr_json_put_string(json, "why", why);
  return json;
}
