#include "engine/notify.h"

#include "base/error.h"
#include "effect/desktop.h"
#include "effect/push.h"
#include "engine/engine-private.h"
#include "engine/secret.h"
#include "playbook/notice.h"

#include <string.h>

/* One place where notices appear. */
typedef struct {
  CrNotifier *notifier;
  CrConnection *connection;
  char *follower; /* its name */
  CrFollowThread *thread;
} Channel;

struct _CrNotifier {
  char *uri;
  gint64 account;
  CrInstant (*now)(gpointer data);
  gpointer data;
  CrDesktop *desktop;
  GPtrArray *channels;
};

/* Answers */

static const struct {
  CrNoticeAnswer answer;
  CrAct act;
} acts[] = {
    {CR_ANSWER_THEY_CALLED, CR_ACT_THEY_CALLED},
    {CR_ANSWER_NO_CALL, CR_ACT_NO_CALL},
    {CR_ANSWER_CALL_NOW, CR_ACT_CALLED},
};

static CrInterview *
load_interview(CrStore *store, gint64 account, int id, GError **error) {
  if (!cr_store_begin(store, account, FALSE, error))
    return NULL;
  CrInterview *iv = cr_store_load_interview(store, id, error);
  cr_store_rollback(store);
  return iv;
}

/* In a transaction, as the next ones. */
static gboolean
take_answer(CrEngine *engine, int interview, const char *answer, CrInstant now, GError **error) {
  int unused;
  for (gsize i = 0; i < G_N_ELEMENTS(acts); i++) {
    if (strcmp(cr_answer_names[acts[i].answer], answer) != 0)
      continue;
    g_autofree char *key =
        g_strdup_printf("button:%d:%s:%" G_GINT64_FORMAT, interview, answer, now);
    g_autoptr(CrFact) fact = cr_fact_new(CR_FACT_ACT, now, "notification", key);
    fact->act = acts[i].act;
    fact->trust = CR_TRUST_OWN;
    return engine_observe(engine, fact, interview, now, &unused, error);
  }
  return TRUE; /* a button that only shows something */
}

/* The notice may have stood on the screen for long, and what it asked does not matter any more: it
 * must not settle a call that was moved meanwhile. */
static gboolean
is_over(const CrInterview *iv) {
  return iv->state.phase == CR_PHASE_SCHEDULED || cr_phase_is_final(iv->state.phase);
}

static gboolean
say_over(CrEngine *engine, const CrInterview *iv, const char *answer, CrInstant now,
         GError **error) {
  int which = cr_name_index(cr_answer_names, answer);
  g_autofree char *text =
      g_strdup_printf("\"%s\" was pressed on a notice that is over, and changes nothing.",
                      which >= 0 ? cr_answer_labels[which] : "A button");
  return cr_store_add_line(engine->store, iv->id, now, cr_line_names[CR_LINE_NOTE], text, error);
}

static gboolean
settle_answer(CrEngine *engine, int interview, const char *answer, CrInstant now,
              gboolean *ret_taken, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(CrInterview) iv = cr_store_load_interview(engine->store, interview, &local);
  *ret_taken = iv && !is_over(iv);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  if (iv == NULL)
    return TRUE;
  return *ret_taken ? take_answer(engine, interview, answer, now, error)
                    : say_over(engine, iv, answer, now, error);
}

static gboolean
answer_once(CrEngine *engine, int interview, const char *answer, CrInstant now, gboolean *ret_taken,
            GError **error) {
  return engine_begin(engine, TRUE, error) &&
         cr_store_end(engine->store,
                      settle_answer(engine, interview, answer, now, ret_taken, error), error);
}

gboolean
cr_notify_answer(CrEngine *engine, int interview, const char *answer, CrInstant now,
                 gboolean *ret_taken, GError **error) {
  g_autoptr(GError) local = NULL;
  guint failures = 0;
  do {
    g_clear_error(&local);
    if (answer_once(engine, interview, answer, now, ret_taken, &local))
      return TRUE;
  } while (engine_tries_again(local, ++failures));
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

/* "mailto:" with the letter in it; the mail program is where it can be looked over and sent. */
static char *
letter_uri(CrEngine *engine, const CrInterview *iv, CrInstant now, GError **error) {
  g_autoptr(CrEffect) letter = cr_engine_compose(engine, iv, now, error);
  if (letter == NULL)
    return NULL;
  g_autofree char *to = g_uri_escape_string(letter->to ? letter->to : "", "@", FALSE);
  g_autofree char *subject = g_uri_escape_string(letter->subject, NULL, FALSE);
  g_autofree char *body = g_uri_escape_string(letter->body, NULL, FALSE);
  return g_strdup_printf("mailto:%s?subject=%s&body=%s", to, subject, body);
}

/* What the button opens, if it does. */
static void
open_what_is_asked(CrStore *store, CrEngine *engine, const CrNotifier *notifier, int interview,
                   const char *button, CrInstant now, GError **error) {
  g_autofree char *uri = NULL;
  g_autoptr(CrInterview) iv = load_interview(store, notifier->account, interview, error);
  if (iv == NULL)
    return;
  if (strcmp(button, cr_answer_names[CR_ANSWER_CALL_NOW]) == 0 && iv->contact.phone)
    uri = g_strconcat("tel:", iv->contact.phone, NULL);
  else if (strcmp(button, cr_answer_names[CR_ANSWER_SHOW_LETTER]) == 0)
    uri = letter_uri(engine, iv, now, error);
  if (uri && !g_app_info_launch_default_for_uri(uri, NULL, error))
    g_prefix_error(error, "nothing on this desktop opens %.*s links: ", (int) strcspn(uri, ":") + 1,
                   uri);
}

static void
pressed(int subject, const char *button, gpointer data) {
  CrNotifier *notifier = data;
  g_autoptr(GError) error = NULL;
  CrInstant now = notifier->now(notifier->data);
  g_autoptr(CrStore) store = cr_store_open(notifier->uri, &error);
  g_autoptr(CrEngine) engine = store ? cr_engine_new(store, notifier->account, &error) : NULL;
  gboolean taken;
  if (engine && cr_notify_answer(engine, subject, button, now, &taken, &error) && taken)
    open_what_is_asked(store, engine, notifier, subject, button, now, &error);
  if (error)
    g_log_structured("crickets", G_LOG_LEVEL_WARNING, "MESSAGE", "notification: %s",
                     error->message);
}

/* Telling */

static gboolean
show_on_desktop(CrNotifier *notifier, const CrNotice *notice, GError **error) {
  CrDesktopButton buttons[CR_N_ANSWERS + 1] = {0};
  for (guint i = 0, n = 0; i < CR_N_ANSWERS; i++)
    if (notice->answers & 1u << i)
      buttons[n++] = (CrDesktopButton){cr_answer_names[i], cr_answer_labels[i]};
  const CrDesktopNotice shown = {notice->interview, (int) notice->urgency, notice->title,
                                 notice->body, buttons};
  return cr_desktop_show(notifier->desktop, &shown, error);
}

static gboolean
show(const Channel *channel, const CrNotice *notice, CrInstant now, GError **error) {
  if (channel->connection->kind == CR_CONNECTION_DESKTOP)
    return show_on_desktop(channel->notifier, notice, error);
  const CrPush push = {.interview = notice->interview,
                       .urgency = cr_urgency_names[notice->urgency],
                       .title = notice->title,
                       .body = notice->body,
                       .number = notice->answers & 1 << CR_ANSWER_CALL_NOW ? notice->number : NULL,
                       .at = now};
  g_autoptr(GError) local = NULL;
  char *secret = cr_secret_of(channel->connection, &local);
  gboolean ok = local == NULL && cr_push_send(channel->connection, secret, &push, NULL, &local);
  cr_secret_free(secret);
  if (!ok)
    g_propagate_error(error, g_steal_pointer(&local));
  return ok;
}

/* The lines of one interview, as the playbook said them. */
static GArray *
lines_of(const GPtrArray *rows, int interview) {
  GArray *lines = g_array_new(FALSE, FALSE, sizeof(CrLine));
  for (guint i = 0; i < rows->len; i++) {
    const CrTimelineRow *row = rows->pdata[i];
    int kind = cr_name_index(cr_line_names, row->event);
    const CrLine line = {(CrLineKind) kind, row->at, row->text};
    if (row->interview == interview && kind >= 0)
      g_array_append_val(lines, line);
  }
  return lines;
}

static gboolean
tell_of(const Channel *channel, CrNews *news, int interview, GError **error) {
  g_autoptr(GError) local = NULL;
  g_autoptr(CrInterview) iv =
      load_interview(news->store, channel->notifier->account, interview, &local);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  if (iv == NULL)
    return TRUE;
  g_autoptr(GArray) lines = lines_of(news->rows, interview);
  g_autoptr(CrNotice) notice =
      cr_notice_new((const CrLine *) lines->data, lines->len, iv, cr_engine_policy(news->engine),
                    cr_engine_zone(news->engine), news->now);
  if (notice == NULL)
    return TRUE;
  if (!show(channel, notice, news->now, error))
    return FALSE;
  news->told = TRUE;
  return TRUE;
}

static void
note_refused(CrNews *news, int interview) {
  for (guint i = 0; i < news->rows->len; i++) {
    const CrTimelineRow *row = news->rows->pdata[i];
    if (row->interview == interview)
      g_array_append_val(news->refused, row->id);
  }
}

/* All are tried; the first failure is told. Who may have shown it is not asked again. */
static gboolean
tell(CrNews *news, gpointer data, GError **error) {
  g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
  g_autoptr(GError) first = NULL;
  for (guint i = 0; i < news->rows->len; i++) {
    g_autoptr(GError) local = NULL;
    int interview = ((CrTimelineRow *) news->rows->pdata[i])->interview;
    if (!g_hash_table_add(seen, GINT_TO_POINTER(interview)) ||
        tell_of(data, news, interview, &local))
      continue;
    if (!g_error_matches(local, CR_ERROR, CR_ERROR_UNHEARD))
      note_refused(news, interview);
    if (first == NULL)
      first = g_steal_pointer(&local);
  }
  if (first == NULL)
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&first));
  return FALSE;
}

static gboolean
is_phone(const CrConnection *c) {
  return c->kind == CR_CONNECTION_NTFY || c->kind == CR_CONNECTION_WEBHOOK;
}

static char *
follower_name(const CrConnection *connection) {
  return g_strconcat("notify.", connection->name, NULL);
}

static void
channel_free(gpointer data) {
  Channel *channel = data;
  cr_follow_thread_free(channel->thread);
  cr_connection_free(channel->connection);
  g_free(channel->follower);
  g_free(channel);
}

static CrFollower
follower_of(Channel *channel) {
  return (CrFollower){.name = channel->follower,
                      .order = CR_FOLLOW_NONE_TWICE,
                      .batch = 100,
                      .tell = tell,
                      .data = channel};
}

static void
add_channel(CrNotifier *notifier, const CrConnection *connection) {
  Channel *channel = g_new0(Channel, 1);
  channel->notifier = notifier;
  channel->connection = cr_connection_copy(connection);
  channel->follower = follower_name(connection);
  g_ptr_array_add(notifier->channels, channel);
  const CrFollower follower = follower_of(channel);
  channel->thread = cr_follow_thread_new(&follower, notifier->uri, notifier->account, notifier->now,
                                         notifier->data);
}

CrNotifier *
cr_notifier_new(const char *uri, gint64 account, GPtrArray *connections,
                CrInstant (*now)(gpointer data), gpointer data) {
  CrNotifier *notifier = g_new0(CrNotifier, 1);
  gboolean desktop = FALSE;
  notifier->uri = g_strdup(uri);
  notifier->account = account;
  notifier->now = now;
  notifier->data = data;
  notifier->channels = g_ptr_array_new_with_free_func(channel_free);
  notifier->desktop = cr_desktop_new(pressed, notifier);
  for (guint i = 0; i < connections->len; i++) {
    const CrConnection *c = connections->pdata[i];
    desktop = desktop || c->kind == CR_CONNECTION_DESKTOP;
    if (c->kind == CR_CONNECTION_DESKTOP || is_phone(c))
      add_channel(notifier, c);
  }
  if (!desktop && g_getenv("DBUS_SESSION_BUS_ADDRESS")) {
    g_autoptr(CrConnection) here = cr_connection_new();
    here->name = g_strdup("desktop");
    here->kind = CR_CONNECTION_DESKTOP;
    add_channel(notifier, here);
  }
  return notifier;
}

gboolean
cr_notify_waits(CrStore *store, const GPtrArray *connections) {
  for (guint i = 0; i < connections->len; i++) {
    const CrConnection *c = connections->pdata[i];
    g_autofree char *name = follower_name(c);
    if (is_phone(c) && cr_follow_waits(store, name))
      return TRUE;
  }
  return FALSE;
}

void
cr_notify_once(CrStore *store, CrEngine *engine, const GPtrArray *connections, CrInstant now) {
  CrNotifier notifier = {.account = cr_engine_account(engine)};
  for (guint i = 0; i < connections->len; i++) {
    CrConnection *c = connections->pdata[i];
    if (!is_phone(c))
      continue;
    g_autofree char *name = follower_name(c);
    Channel channel = {.notifier = &notifier, .connection = c, .follower = name};
    CrFollower follower = follower_of(&channel);
    cr_follow(&follower, store, engine, notifier.account, TRUE, now, NULL); /* its status tells */
  }
}

void
cr_notifier_wake(CrNotifier *notifier) {
  for (guint i = 0; i < notifier->channels->len; i++)
    cr_follow_thread_wake(((Channel *) notifier->channels->pdata[i])->thread);
}

void
cr_notifier_free(CrNotifier *notifier) {
  if (notifier == NULL)
    return;
  g_ptr_array_unref(notifier->channels); /* their threads use the desktop */
  cr_desktop_free(notifier->desktop);
  g_free(notifier->uri);
  g_free(notifier);
}
