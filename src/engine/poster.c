#include "engine/poster.h"

#include "base/error.h"
#include "base/text.h"
#include "engine/people-private.h"

#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define LEASE_USEC (5 * CR_MINUTE)
#define LONGEST_PAUSE_USEC CR_HOUR
#define LOOK_USEC CR_MINUTE /* for what is due again */
#define AGAIN_MSEC 15000    /* while the database is away */
#define IN_DOUBT "the mail server had all of it, and did not say whether it took it"

static const struct {
  const char *page;
  gint64 wanted_usec; /* so long it is tried */
  CrCredentialKind ticket;
  gint64 good_usec; /* of the ticket; 0: it has none */
} plans[CR_N_POSTS] = {
    [CR_POST_INVITATION] = {"invitation", 7 * CR_DAY_USEC, CR_CREDENTIAL_INVITATION,
                            7 * CR_DAY_USEC},
    [CR_POST_ADDRESS] = {"address", CR_DAY_USEC, CR_CREDENTIAL_ADDRESS, CR_DAY_USEC},
    [CR_POST_RESET] = {"reset", CR_DAY_USEC, CR_CREDENTIAL_RESET, CR_HOUR},
    [CR_POST_CHANGED] = {.page = "settings", .wanted_usec = 7 * CR_DAY_USEC},
};

gboolean
people_post(CrStore *store, CrPostKind kind, const char *address, const char *what, CrInstant now,
            GError **error) {
  return cr_store_put_post(store, kind, address, what, now, now + plans[kind].wanted_usec, error);
}

gboolean
cr_post_later(CrStore *store, gint64 account, CrPostKind kind, const char *address,
              const char *what, CrInstant now, GError **error) {
  return cr_store_begin(store, account, TRUE, error) &&
         cr_store_end(store, people_post(store, kind, address, what, now, error), error);
}

typedef struct {
  CrStore *store;
  const CrService *service;
  const char *origin, *holder;
  const CrPost *post;
  CrInstant now;
  char *name, *link; /* link NULL: nobody wants the letter any more */
  gboolean asked, passed, away;
} Attempt;

static void
attempt_clear(Attempt *a) {
  g_free(a->name);
  g_free(a->link);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Attempt, attempt_clear)

/* Who has been given another link by hand since must not find it void. */
static gboolean
is_mailed(CrStore *store, CrInstant now, GError **error) {
  g_autoptr(GPtrArray) tickets =
      cr_store_list_credentials(store, CR_CREDENTIAL_INVITATION, now, error);
  return tickets && tickets->len > 0 &&
         g_strcmp0(((CrTicket *) tickets->pdata[0])->how, "mail") == 0;
}

/* Who has another address by now must not be let in by the old one. */
static gboolean
is_wanted(CrStore *store, const CrPost *post, const CrMember *member, CrInstant now,
          GError **error) {
  if (member == NULL || post->ends <= now)
    return FALSE;
  g_autofree char *asked = cr_email_digest(post->address), *known = cr_email_digest(member->email);
  switch (post->kind) {
  case CR_POST_INVITATION:
    return member->state == CR_MEMBER_INVITED && strcmp(asked, known) == 0 &&
           is_mailed(store, now, error);
  case CR_POST_RESET:
    return member->state == CR_MEMBER_ACTIVE && strcmp(asked, known) == 0;
  default:
    return TRUE;
  }
}

/* In a transaction. */
static gboolean
put_ticket(CrStore *store, const CrPost *post, const char *token, CrInstant now, GError **error) {
  CrCredentialKind kind = plans[post->kind].ticket;
  g_autofree char *digest = cr_token_digest(token);
  g_autoptr(CrTicket) ticket = cr_ticket_new();
  ticket->email = post->kind == CR_POST_ADDRESS ? g_strdup(post->address) : NULL;
  ticket->how = post->kind == CR_POST_INVITATION ? g_strdup("mail") : NULL;
  return cr_store_expire_credentials(store, now, error) &&
         cr_store_drop_credentials(store, kind, error) &&
         cr_store_put_credential(store, kind, digest, now + plans[post->kind].good_usec, ticket,
                                 error);
}

static gboolean
make_link(Attempt *a, GError **error) {
  const CrPost *post = a->post;
  const char *page = plans[post->kind].page;
  g_autoptr(GError) local = NULL;
  if (!cr_store_begin(a->store, post->account, TRUE, error))
    return FALSE;
  g_autoptr(CrMember) member = cr_store_load_member(a->store, &local);
  gboolean wanted = local == NULL && is_wanted(a->store, post, member, a->now, &local);
  g_autofree char *token =
      wanted && plans[post->kind].good_usec ? cr_token_of(post->account) : NULL;
  if (token)
    cr_store_end(a->store, put_ticket(a->store, post, token, a->now, &local), &local);
  else
    cr_store_rollback(a->store);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  if (wanted) {
    /* who chose the name writes nothing to anybody else by it */
    a->name = cr_text_equal(post->address, member->email) ? g_strdup(member->name) : NULL;
    a->link = token ? g_strdup_printf("%s/%s#%s", a->origin, page, token)
                    : g_strdup_printf("%s/%s", a->origin, page);
  }
  return TRUE;
}

/* The last moment before it cannot be taken back: from here on it is not tried again, until the
 * server says that it did not take it. */
static gboolean
pass(gpointer data) {
  Attempt *a = data;
  a->asked = TRUE;
  a->away =
      !cr_store_set_post(a->store, a->post, a->holder, a->post->ends, IN_DOUBT, &a->passed, NULL);
  return a->passed;
}

static CrInstant
next_try(const Attempt *a) {
  int doubled = MIN(a->post->tries - 1, 10);
  gint64 pause = MIN(CR_MINUTE << doubled, LONGEST_PAUSE_USEC);
  return MIN(a->now + pause, a->post->ends);
}

static gboolean
settle(Attempt *a, CrOutcome outcome, const char *words, GError **error) {
  gboolean unused;
  if (outcome == CR_OUTCOME_SENT)
    return cr_store_drop_post(a->store, a->post, a->holder, error);
  if (outcome == CR_OUTCOME_IN_DOUBT)
    return TRUE; /* as pass has put it down */
  CrInstant due = outcome == CR_OUTCOME_REFUSED ? a->post->ends : next_try(a);
  return cr_store_set_post(a->store, a->post, a->holder, due, words, &unused, error);
}

static gboolean
attempt(Attempt *a, char **ret_words, GError **error) {
  const CrPost *post = a->post;
  if (!make_link(a, error))
    return FALSE;
  if (a->link == NULL)
    return cr_store_drop_post(a->store, post, a->holder, error);
  const CrServiceLetter letter = {post->kind, post->address, a->name, a->link, post->what};
  g_autofree char *words = NULL;
  CrOutcome outcome = cr_service_post(a->service, &letter, a->now, pass, a, &words);
  if (a->asked && !a->passed) { /* broken off; another has it, or it stays ours */
    outcome = CR_OUTCOME_HELD;
    g_free(words);
    words = a->away ? g_strdup("the database was away") : NULL;
  }
  gboolean ok = settle(a, outcome, words, error);
  *ret_words = g_steal_pointer(&words);
  return ok;
}

gboolean
cr_post_one(CrStore *store, const CrService *service, const char *origin, gint64 account,
            const char *holder, CrInstant now, gboolean *ret_posted, char **ret_words,
            GError **error) {
  g_autoptr(GError) local = NULL;
  *ret_posted = FALSE;
  *ret_words = NULL;
  if (!cr_service_check_mail(service, error))
    return FALSE;
  g_autoptr(CrPost) post =
      cr_store_claim_post(store, account, holder, now, now + LEASE_USEC, &local);
  if (post) {
    g_auto(Attempt) a = {.store = store,
                         .service = service,
                         .origin = origin,
                         .holder = holder,
                         .post = post,
                         .now = now};
    *ret_posted = TRUE;
    attempt(&a, ret_words, &local);
  }
  if (g_error_matches(local, CR_ERROR, CR_ERROR_NOT_FOUND)) { /* erased, its letters too */
    g_clear_error(&local);
    g_clear_pointer(ret_words, g_free);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&local));
  return FALSE;
}

/* The thread */

struct _CrPoster {
  const char *uri, *origin;
  const CrService *service;
  CrInstant (*now)(gpointer data);
  gpointer data;
  char *holder;
  CrStore *store; /* NULL: to be opened */
  GThread *thread;
  int waker;     /* eventfd */
  gint stopping; /* atomic */
  gboolean told; /* that something is wrong */
};

static void
tell(CrPoster *poster, gboolean ok, const char *words) {
  if (ok ? words != NULL : !poster->told)
    g_log_structured("crickets", G_LOG_LEVEL_WARNING, "MESSAGE",
                     "a letter of the service is not delivered yet: %s", words);
  poster->told = !ok;
}

static gboolean
goes_on(gpointer poster) {
  return !g_atomic_int_get(&((CrPoster *) poster)->stopping);
}

static gboolean
post_all(CrPoster *poster, GError **error) {
  gboolean posted = TRUE;
  while (posted && goes_on(poster)) {
    g_autofree char *words = NULL;
    if (!cr_post_one(poster->store, poster->service, poster->origin, 0, poster->holder,
                     poster->now(poster->data), &posted, &words, error))
      return FALSE;
    tell(poster, TRUE, words);
  }
  return TRUE;
}

static gpointer
work(gpointer data) {
  CrPoster *poster = data;
  while (goes_on(poster)) {
    g_autoptr(GError) error = NULL;
    guint64 count;
    (void) !read(poster->waker, &count, sizeof count);
    if (poster->store == NULL)
      poster->store = cr_store_open_until(poster->uri, goes_on, poster, &error);
    if (poster->store && post_all(poster, &error) &&
        (!goes_on(poster) || cr_store_await_posts(poster->store, poster->waker, LOOK_USEC, &error)))
      continue;
    struct pollfd file = {poster->waker, POLLIN, 0};
    tell(poster, FALSE, error->message);
    poll(&file, 1, AGAIN_MSEC);
  }
  return NULL;
}

CrPoster *
cr_poster_new(const char *uri, const CrService *service, const char *origin,
              CrInstant (*now)(gpointer data), gpointer data) {
  if (service->mail == NULL || origin == NULL)
    return NULL;
  CrPoster *poster = g_new0(CrPoster, 1);
  *poster = (CrPoster){.uri = uri, .origin = origin, .service = service, .now = now, .data = data};
  poster->holder = g_uuid_string_random();
  poster->waker = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  poster->thread = g_thread_new("poster", work, poster);
  return poster;
}

void
cr_poster_wake(CrPoster *poster) {
  guint64 one = 1;
  if (poster)
    (void) !write(poster->waker, &one, sizeof one);
}

void
cr_poster_free(CrPoster *poster) {
  if (poster == NULL)
    return;
  g_atomic_int_set(&poster->stopping, 1);
  cr_poster_wake(poster);
  g_thread_join(poster->thread);
  cr_store_free(poster->store);
  close(poster->waker);
  g_free(poster->holder);
  g_free(poster);
}
