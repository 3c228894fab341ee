#include "engine/heed.h"

#include "base/text.h"
#include "playbook/letter.h"
#include "playbook/match.h"
#include "playbook/organisation.h"

#include <string.h>

/* As long as platforms and mailboxes that nobody reads may write in a company's name. */
#define NAMES_USEC (90 * CR_DAY_USEC)
#define MAX_CALLS 64

/* Everybody who writes bulk, by what stands in their mails' From, Sender and Reply-To. */
typedef struct {
  char **addresses;
  gboolean always; /* a hiring platform, or the candidate */
  gboolean noreply;
  guint asked; /* when known was found out */
  gboolean known;
  GArray *tickets; /* guint64: what was not wanted of them */
} Sender;

struct _CrHeed {
  const CrIntakeClass *class;
  CrIntake intake; /* of heads alone */
  const CrProfile *profile;
  GHashTable *known;   /* "address dana@x.example", "domain x.example", "company x" */
  GPtrArray *names;    /* of companies and contacts */
  GHashTable *senders; /* their text -> Sender */
  guint learnt;        /* counts changes of known */
};

static void
sender_free(gpointer data) {
  Sender *sender = data;
  g_strfreev(sender->addresses);
  g_array_unref(sender->tickets);
  g_free(sender);
}

CrHeed *
cr_heed_new(const CrIntakeClass *class, const CrProfile *profile) {
  CrHeed *heed = g_new0(CrHeed, 1);
  heed->class = class;
  class->init(&heed->intake, profile, CR_INSTANT_NONE, CR_INSTANT_NONE, NULL, NULL);
  heed->profile = profile;
  heed->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  heed->names = g_ptr_array_new_with_free_func(g_free);
  heed->senders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, sender_free);
  heed->learnt = 1;
  return heed;
}

void
cr_heed_free(CrHeed *heed) {
  if (heed == NULL)
    return;
  heed->class->clear(&heed->intake);
  g_hash_table_unref(heed->known);
  g_ptr_array_unref(heed->names);
  g_hash_table_unref(heed->senders);
  g_free(heed);
}

static void
take_known(const char *kind, const char *value, gpointer data) {
  CrHeed *heed = data;
  heed->learnt += g_hash_table_add(heed->known, g_strconcat(kind, " ", value, NULL));
}

static void
add_name(CrHeed *heed, const char *name) {
  if (name && *name && !g_ptr_array_find_with_equal_func(heed->names, name, g_str_equal, NULL))
    g_ptr_array_add(heed->names, g_strdup(name));
}

void
cr_heed_note(CrHeed *heed, const CrInterview *interview) {
  const char *const addresses[] = {interview->contact.email, interview->organizer};
  for (guint i = 0; i < G_N_ELEMENTS(addresses); i++) {
    g_autofree char *address = cr_address_normalize(addresses[i]);
    if (address == NULL)
      continue;
    take_known("address", address, heed);
    take_known("domain", cr_address_domain(address), heed);
  }
}

gboolean
cr_heed_learn(CrHeed *heed, CrStore *store, CrInstant now, GError **error) {
  g_autoptr(GPtrArray) calls = cr_store_list_interviews(store, CR_LIST_ALL, now - NAMES_USEC,
                                                        now + NAMES_USEC, MAX_CALLS, error);
  for (guint i = 0; calls && i < calls->len; i++) {
    const CrInterview *iv = calls->pdata[i];
    add_name(heed, iv->company);
    add_name(heed, iv->contact.name);
  }
  return calls && cr_store_list_known(store, take_known, heed, error);
}

static gboolean
knows(const CrHeed *heed, const char *kind, const char *value) {
  g_autofree char *key = g_strconcat(kind, " ", value, NULL);
  return g_hash_table_contains(heed->known, key);
}

/* Their address, their domain, one below it, or that of their company. */
static gboolean
knows_address(const CrHeed *heed, const char *address) {
  const char *domain = cr_address_domain(address);
  if (knows(heed, "address", address))
    return TRUE;
  if (cr_address_is_shared(address))
    return FALSE;
  for (const char *dot = domain; dot; dot = strchr(dot, '.')) {
    dot += *dot == '.';
    if (strchr(dot, '.') && knows(heed, "domain", dot))
      return TRUE;
  }
  g_autofree char *company = cr_organisation_name(address);
  g_autofree char *word = cr_match_company_word(company);
  return word && knows(heed, "company", word);
}

static gboolean
is_known(CrHeed *heed, Sender *sender) {
  if (sender->asked == heed->learnt)
    return sender->known;
  sender->asked = heed->learnt;
  for (char **address = sender->addresses; *address && !sender->known; address++)
    sender->known = knows_address(heed, *address);
  return sender->known;
}

static Sender *
find_sender(CrHeed *heed, CrMailHead *head) {
  Sender *sender = g_hash_table_lookup(heed->senders, head->senders);
  if (sender)
    return sender;
  sender = g_new0(Sender, 1);
  sender->addresses = g_steal_pointer(&head->addresses);
  sender->tickets = g_array_new(FALSE, FALSE, sizeof(guint64));
  sender->always = *sender->addresses == NULL;
  for (char **address = sender->addresses; *address; address++) {
    sender->always |= cr_profile_owns(heed->profile, *address) ||
                      cr_domain_is_platform(cr_address_domain(*address)) ||
                      cr_address_is_calendar(*address);
    sender->noreply |= cr_address_is_noreply(*address);
  }
  g_hash_table_insert(heed->senders, g_strdup(head->senders), sender);
  return sender;
}

static gboolean
names_them(const CrHeed *heed, const CrMailHead *head) {
  for (guint i = 0; i < heed->names->len; i++)
    if (cr_organisation_is_named(head->subject, heed->names->pdata[i]) ||
        cr_organisation_is_named(head->senders, heed->names->pdata[i]))
      return TRUE;
  return FALSE;
}

gboolean
cr_heed_wants(CrHeed *heed, const char *fields, gsize fields_length, const char *parts,
              gsize parts_length, guint64 ticket) {
  g_auto(CrMailHead) head =
      heed->class->head(&heed->intake, fields, fields_length, parts, parts_length);
  if (!head.bulk || head.of_work)
    return TRUE;
  Sender *sender = find_sender(heed, &head);
  if (sender->always || is_known(heed, sender) || (sender->noreply && names_them(heed, &head)))
    return TRUE;
  g_array_append_val(sender->tickets, ticket);
  return FALSE;
}

GArray *
cr_heed_recall(CrHeed *heed) {
  GArray *tickets = NULL;
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, heed->senders);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    Sender *sender = value;
    if (sender->tickets->len == 0 || sender->asked == heed->learnt || !is_known(heed, sender))
      continue;
    if (tickets == NULL)
      tickets = g_array_new(FALSE, FALSE, sizeof(guint64));
    g_array_append_vals(tickets, sender->tickets->data, sender->tickets->len);
    g_array_set_size(sender->tickets, 0);
  }
  return tickets;
}
