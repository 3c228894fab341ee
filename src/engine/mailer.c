#include "engine/mailer.h"

#include "base/error.h"
#include "base/text.h"
#include "effect/eml.h"
#include "effect/mailbox.h"
#include "effect/parcel.h"
#include "engine/discover.h"
#include "engine/secret.h"

#include <string.h>

typedef char Secret;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Secret, cr_secret_free)

static gboolean
is_mailbox(const CrConnection *connection) {
  return connection->kind == CR_CONNECTION_IMAP;
}

/* How well it fits the address: its very user, one of the same domain, or another. */
static int
nearness(const CrConnection *connection, const char *address) {
  if (cr_text_equal(connection->user, address))
    return 3;
  return cr_text_equal(cr_address_domain(connection->user), cr_address_domain(address)) ? 2 : 1;
}

static const CrConnection *
find(GPtrArray *connections, gboolean (*fits)(const CrConnection *), const char *address) {
  const CrConnection *best = NULL;
  for (guint i = 0; i < connections->len; i++) {
    const CrConnection *c = connections->pdata[i];
    if (fits(c) && (best == NULL || nearness(c, address) > nearness(best, address)))
      best = c;
  }
  return best;
}

const CrConnection *
cr_mailer_find_sender(GPtrArray *connections, const char *address) {
  return find(connections, cr_connection_sends, address);
}

static GPtrArray *
load_connections(const CrMailer *mailer, GError **error) {
  return mailer->connections ? g_ptr_array_ref(mailer->connections)
                             : mailer->load_connections(error);
}

/* Sending */

static gboolean
pass(gpointer data) {
  return cr_fence_pass(data);
}

static CrOutcome
hand_over(const CrConnection *connection, const CrParcel *parcel, char **ret_text) {
  g_autoptr(GError) error = NULL;
  if (connection->kind == CR_CONNECTION_SENDMAIL)
    return cr_sendmail_send(connection, parcel, ret_text);
  g_autoptr(Secret) secret = cr_secret_of(connection, &error);
  if (error) { /* of a keyring that is locked, say: the letter is as good as before */
    *ret_text = g_strdup(error->message);
    return CR_OUTCOME_HELD;
  }
  return cr_smtp_send(connection, secret, parcel, ret_text);
}

CrOutcome
cr_mailer_post(const CrMailer *mailer, const CrParcel *parcel, char **ret_text) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) connections = load_connections(mailer, &error);
  if (connections == NULL) {
    *ret_text = g_strdup(error->message);
    return CR_OUTCOME_HELD;
  }
  const CrConnection *sender = cr_mailer_find_sender(connections, parcel->from);
  if (sender)
    return hand_over(sender, parcel, ret_text);
  *ret_text = g_strdup(CR_NO_SENDER);
  return CR_OUTCOME_DRAFTED;
}

CrOutcome
cr_mailer_perform(const CrEffect *letter, const CrInterview *interview, CrInstant now,
                  CrFence *fence, gpointer data, char **ret_text) {
  const CrMailer *mailer = data;
  const CrProfile *profile = cr_fence_profile(fence);
  g_autoptr(GError) error = NULL;
  g_autofree char *eml = cr_eml_new(letter, profile, now, &error);
  if (eml == NULL) {
    *ret_text = g_strdup(error->message);
    return CR_OUTCOME_REFUSED;
  }
  const CrParcel parcel = {.from = cr_profile_sender(profile, letter->from),
                           .to = letter->to,
                           .bytes = eml,
                           .length = strlen(eml),
                           .pass = pass,
                           .data = fence};
  return cr_mailer_post(mailer, &parcel, ret_text);
}

/* The mailbox */

typedef struct {
  GPtrArray *connections;
  const CrConnection *mailbox; /* NULL: there is none */
  char *secret;
} Mailbox;

static void
mailbox_clear(Mailbox *box) {
  g_clear_pointer(&box->connections, g_ptr_array_unref);
  g_clear_pointer(&box->secret, cr_secret_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Mailbox, mailbox_clear)

/* The mailbox of that address. */
static gboolean
mailbox_open(Mailbox *box, const CrMailer *mailer, const char *address, GError **error) {
  g_autoptr(GError) local = NULL;
  box->connections = load_connections(mailer, error);
  if (box->connections == NULL)
    return FALSE;
  box->mailbox = find(box->connections, is_mailbox, address);
  if (box->mailbox)
    box->secret = cr_secret_of(box->mailbox, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

/* A mailbox without that folder gets nothing, and that is no error. */
static gboolean
ensure(const Mailbox *box, CrMailboxFolder folder, const char *message_id, const char *eml,
       CrInstant date, GError **error) {
  g_autoptr(GError) local = NULL;
  if (cr_mailbox_ensure(box->mailbox, box->secret, folder, message_id, eml, strlen(eml), date, NULL,
                        &local) ||
      g_error_matches(local, CR_ERROR, CR_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

gboolean
cr_mailer_keep_copy(const CrMailer *mailer, CrEngine *engine, const CrEffect *letter, CrInstant now,
                    GError **error) {
  const CrProfile *profile = cr_engine_profile(engine);
  const char *from = cr_profile_sender(profile, letter->from);
  g_auto(Mailbox) box = {NULL, NULL, NULL};
  if (!mailbox_open(&box, mailer, from, error))
    return FALSE;
  const CrConnection *sender = cr_mailer_find_sender(box.connections, from);
  if (box.mailbox == NULL || sender == NULL || sender->saves_sent ||
      cr_server_saves_sent(sender->url))
    return TRUE;
  g_autofree char *eml = cr_eml_new(letter, profile, letter->at, error);
  return eml && ensure(&box, CR_MAILBOX_SENT, letter->message_id, eml, now, error);
}

/* Following */

/* The letter whose sending by us the line tells of; what the candidate sent is in Sent already. */
static CrEffect *
letter_of_line(CrStore *store, const CrTimelineRow *row, GError **error) {
  g_autoptr(GPtrArray) facts = cr_store_facts(store, row->interview, 0, error);
  for (guint i = facts ? facts->len : 0; i > 0; i--) {
    const CrFact *fact = facts->pdata[i - 1];
    if (fact->kind == CR_FACT_OUTCOME && fact->outcome == CR_OUTCOME_SENT && fact->at == row->at)
      return cr_store_load_effect(store, fact->effect_id, error);
  }
  return NULL;
}

static gboolean
tell_copies(CrNews *news, gpointer data, GError **error) {
  for (guint i = 0; i < news->rows->len; i++) {
    const CrTimelineRow *row = news->rows->pdata[i];
    g_autoptr(GError) local = NULL;
    if (strcmp(row->event, "sent") != 0)
      continue;
    if (!cr_store_begin(news->store, cr_engine_account(news->engine), FALSE, error))
      return FALSE;
    g_autoptr(CrEffect) letter = letter_of_line(news->store, row, &local);
    cr_store_rollback(news->store);
    if (local || (letter && !cr_mailer_keep_copy(data, news->engine, letter, news->now, &local))) {
      g_propagate_error(error, g_steal_pointer(&local));
      return FALSE;
    }
  }
  return TRUE;
}

/* What we put into Drafts, byte for byte: only that is taken back. Settings "drafted.INTERVIEW":
 * JSON, the message by its Message-ID. */
static char *
placed_name(int interview) {
  return g_strdup_printf("drafted.%d", interview);
}

typedef struct {
  json_t *placed;    /* Message-ID -> message */
  GPtrArray *wanted; /* CrEffect */
} Drafts;

static void
drafts_clear(Drafts *drafts) {
  json_decref(drafts->placed);
  g_clear_pointer(&drafts->wanted, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Drafts, drafts_clear)

static gboolean
read_drafts(CrStore *store, int interview, Drafts *drafts, GError **error) {
  g_autofree char *name = placed_name(interview);
  g_autoptr(GError) local = NULL;
  drafts->wanted = g_ptr_array_new_with_free_func((GDestroyNotify) cr_effect_free);
  g_autofree char *text = cr_store_get(store, name, &local);
  g_autoptr(CrInterview) iv = local ? NULL : cr_store_load_interview(store, interview, &local);
  const char *ids[] = {iv ? iv->state.drafted : NULL, iv ? iv->state.answer : NULL};
  for (guint i = 0; i < G_N_ELEMENTS(ids) && local == NULL; i++) {
    CrEffect *letter = ids[i] ? cr_store_load_effect(store, ids[i], &local) : NULL;
    if (letter && letter->status == CR_EFFECT_DRAFT && letter->to && letter->body)
      g_ptr_array_add(drafts->wanted, letter);
    else
      cr_effect_free(letter);
  }
  drafts->placed = text ? cr_json_parse(text, strlen(text), NULL) : NULL;
  if (drafts->placed == NULL)
    drafts->placed = json_object();
  if (local == NULL)
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

static gboolean
keep_placed(CrStore *store, gint64 account, int interview, const json_t *placed, GError **error) {
  g_autofree char *name = placed_name(interview), *text = cr_json_print(placed);
  return cr_store_begin(store, account, TRUE, error) &&
         cr_store_end(store,
                      cr_store_set(store, name, json_object_size(placed) ? text : NULL, error),
                      error);
}

/* The messages that are wanted there, by Message-ID. */
static json_t *
write_wanted(const Drafts *drafts, const CrProfile *profile) {
  json_t *wanted = json_object();
  for (guint i = 0; i < drafts->wanted->len; i++) {
    const CrEffect *letter = drafts->wanted->pdata[i];
    g_autofree char *eml = cr_eml_new(letter, profile, letter->at, NULL);
    if (eml) /* else it has no address yet */
      cr_json_put_string(wanted, letter->message_id, eml);
  }
  return wanted;
}

/* The mailbox of the address that a draft of ours is from. */
static gboolean
open_for_draft(Mailbox *box, const CrMailer *mailer, const char *eml, GError **error) {
  g_autofree char *from = cr_eml_sender(eml);
  return mailbox_open(box, mailer, from, error);
}

static gboolean
take_out(const Mailbox *box, const char *id, const char *eml, GError **error) {
  g_autoptr(GError) local = NULL;
  gboolean removed;
  if (cr_mailbox_remove_draft(box->mailbox, box->secret, id, eml, strlen(eml), &removed, NULL,
                              &local) ||
      g_error_matches(local, CR_ERROR, CR_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

/* Where there is no mailbox now, it may be there again later. */
static gboolean
take_back(const CrMailer *mailer, json_t *placed, const json_t *wanted, GError **error) {
  const char *id;
  json_t *message;
  void *next;
  json_object_foreach_safe(placed, next, id, message) {
    const char *eml = json_string_value(message);
    g_auto(Mailbox) box = {NULL, NULL, NULL};
    if (g_strcmp0(eml, cr_json_string(wanted, id)) == 0)
      continue;
    if (!open_for_draft(&box, mailer, eml, error))
      return FALSE;
    if (box.mailbox == NULL)
      continue;
    if (!take_out(&box, id, eml, error))
      return FALSE;
    json_object_del(placed, id);
  }
  return TRUE;
}

static gboolean
put_new(const CrMailer *mailer, json_t *placed, json_t *wanted, CrInstant now, GError **error) {
  const char *id;
  json_t *message;
  json_object_foreach(wanted, id, message) {
    const char *eml = json_string_value(message);
    g_auto(Mailbox) box = {NULL, NULL, NULL};
    if (json_object_get(placed, id))
      continue;
    if (!open_for_draft(&box, mailer, eml, error))
      return FALSE;
    if (box.mailbox == NULL)
      continue;
    if (!ensure(&box, CR_MAILBOX_DRAFTS, id, eml, now, error))
      return FALSE;
    json_object_set(placed, id, message);
  }
  return TRUE;
}

static gboolean
follow_interview(const CrMailer *mailer, int interview, CrStore *store, CrEngine *engine,
                 CrInstant now, GError **error) {
  gint64 account = cr_engine_account(engine);
  g_auto(Drafts) drafts = {NULL, NULL};
  if (!cr_store_begin(store, account, FALSE, error))
    return FALSE;
  gboolean ok = read_drafts(store, interview, &drafts, error);
  cr_store_rollback(store);
  g_autoptr(json_t) wanted = ok ? write_wanted(&drafts, cr_engine_profile(engine)) : NULL;
  if (!ok)
    return FALSE;
  g_autoptr(json_t) before = json_deep_copy(drafts.placed);
  ok = take_back(mailer, drafts.placed, wanted, error) &&
       put_new(mailer, drafts.placed, wanted, now, error);
  gboolean kept = json_equal(before, drafts.placed) ||
                  keep_placed(store, account, interview, drafts.placed, ok ? error : NULL);
  return ok && kept;
}

static gboolean
tell_drafts(CrNews *news, gpointer data, GError **error) {
  g_autoptr(GHashTable) done = g_hash_table_new(NULL, NULL);
  for (guint i = 0; i < news->rows->len; i++) {
    int interview = ((const CrTimelineRow *) news->rows->pdata[i])->interview;
    if (g_hash_table_add(done, GINT_TO_POINTER(interview)) &&
        !follow_interview(data, interview, news->store, news->engine, news->now, error))
      return FALSE;
  }
  return TRUE;
}

typedef struct {
  CrFollower copies, drafts;
} Followers;

static Followers
followers_of(CrMailer *mailer) {
  const CrFollower copies = {.name = "copies",
                             .order = CR_FOLLOW_NONE_LOST,
                             .batch = 16,
                             .tell = tell_copies,
                             .data = mailer};
  const CrFollower drafts = {.name = "drafts",
                             .order = CR_FOLLOW_NONE_LOST,
                             .batch = 64,
                             .tell = tell_drafts,
                             .data = mailer};
  return (Followers){copies, drafts};
}

void
cr_mailer_serve(CrMailer *mailer, CrKeeper *keeper) {
  const Followers followers = followers_of(mailer);
  cr_keeper_add_follower(keeper, &followers.copies);
  cr_keeper_add_follower(keeper, &followers.drafts);
}

gboolean
cr_mailer_serve_once(CrMailer *mailer, CrKeeper *keeper, CrInstant now, GError **error) {
  Followers followers = followers_of(mailer);
  CrStore *store = cr_keeper_store(keeper);
  CrEngine *engine = cr_keeper_engine(keeper);
  gint64 account = cr_engine_account(engine);
  return cr_follow(&followers.copies, store, engine, account, TRUE, now, error) &&
         cr_follow(&followers.drafts, store, engine, account, TRUE, now, error);
}
