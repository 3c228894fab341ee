/* Whether an audit holds: each row follows from the one before, none is missing, and the facts are
 * those that were sealed. */
#include "store/audit-private.h"

#include <string.h>

#define PAGE 1000

typedef struct {
  CrStore *store;
  CrAuditCheck *check;
  gint64 sealed;   /* facts up to this number are looked at */
  gboolean marked; /* a row before was */
  gboolean known;  /* and by a key that is here; of every */
  /* Each mark is looked at; else the last of each page, which stands for those before it. */
  gboolean every;
  CrAuditMark last;   /* one that was looked at */
  GHashTable *doubts; /* the first fact of a seal that does not fit -> Doubt */
} Check;

/* A seal whose facts are others now, as long as nothing says that they lost their mails' words. */
typedef struct {
  gint64 number, facts;
  char *said, *now;
} Doubt;

static void
doubt_free(gpointer data) {
  Doubt *doubt = data;
  g_free(doubt->said);
  g_free(doubt->now);
  g_free(doubt);
}

static gboolean
is_kind(const CrDeed *deed, CrDeedKind kind) {
  return strcmp(deed->action, cr_deed_name(kind)) == 0;
}

/* The hash that an erasure's row says was there before; of the very first row there was none. */
static const char *
hash_before(const CrDeed *first) {
  const char *space = strrchr(first->object, ' ');
  return is_kind(first, CR_DEED_ERASED) && space ? space + 1 : "";
}

static const char *
problem_of_first(const CrDeed *first) {
  if (is_kind(first, CR_DEED_ERASED))
    return NULL;
  return first->number != 1               ? "rows before it are missing"
         : !is_kind(first, CR_DEED_BEGUN) ? "it is not how a record begins"
                                          : NULL;
}

static const char *
problem_of(const Check *c, const CrDeed *deed) {
  const CrAuditHead *head = &c->check->head;
  gboolean first = head->number == 0;
  const char *why = first ? problem_of_first(deed) : NULL;
  if (why)
    return why;
  if (!first && deed->number != head->number + 1)
    return "rows before it are missing";
  if (strpbrk(deed->who, "\n") || strpbrk(deed->action, "\n") || strpbrk(deed->object, "\n"))
    return "it was changed";
  g_autofree char *hash = cr_deed_hash(deed, first ? hash_before(deed) : head->hash);
  return strcmp(hash, deed->hash) == 0 ? NULL : "it was changed, or does not follow the one before";
}

/* Once there was a key, who writes without it is somebody else. Old keys may be gone; a newer one
 * than those that are here is none of ours. */
static const char *
problem_of_mark(Check *c, const CrDeed *deed) {
  if (*deed->mark == '\0')
    return c->marked ? "it lacks the mark of a key" : NULL;
  c->marked = TRUE;
  CrAuditMark mark = c->every ? audit_check_mark(c->store->account, deed) : CR_AUDIT_MARK_NONE;
  if (mark == CR_AUDIT_MARK_UNKNOWN && c->known)
    return "its mark is of a key that is not here, after one that is";
  c->known = c->known || mark == CR_AUDIT_MARK_GOOD;
  return mark == CR_AUDIT_MARK_BAD ? "its mark is not the key's" : NULL;
}

/* The last mark stands for none before it: each is looked at then, for the row that is wrong. */
static gboolean
is_doubtful(CrAuditMark last) {
  return last == CR_AUDIT_MARK_BAD || last == CR_AUDIT_MARK_UNKNOWN;
}

static gboolean
look_at_facts(Check *c, const CrDeed *deed, const char **ret_why, GError **error) {
  gint64 first, last;
  g_auto(FactSum) sum = {0};
  if (!audit_read_seal(deed->object, &first, &last) || first <= c->sealed) {
    *ret_why = "it is no seal";
    return TRUE;
  }
  if (c->sealed && first != c->sealed + 1) {
    *ret_why = "a seal before it is missing";
    return TRUE;
  }
  if (!audit_sum_facts(c->store, first - 1, last, G_MAXINT64, &sum, error))
    return FALSE;
  g_autofree char *seal = audit_format_seal(first, &sum);
  c->sealed = last;
  c->check->facts += sum.count;
  if (strcmp(seal, deed->object) == 0)
    return TRUE;
  Doubt *doubt = g_new(Doubt, 1);
  *doubt = (Doubt){deed->number, sum.count, g_strdup(deed->object), g_steal_pointer(&seal)};
  g_hash_table_insert(c->doubts, GINT_TO_POINTER(first), doubt);
  return TRUE;
}

/* "1-120 DIGEST BEFORE" */
static void
look_at_forgotten(Check *c, const CrDeed *deed, const char **ret_why) {
  gint64 first, last;
  const char *before = strrchr(deed->object, ' ');
  if (!audit_read_seal(deed->object, &first, &last) || strchr(deed->object, ' ') == before) {
    *ret_why = "it is no seal";
    return;
  }
  Doubt *doubt = g_hash_table_lookup(c->doubts, GINT_TO_POINTER(first));
  if (doubt == NULL || g_strcmp0(strrchr(doubt->said, ' '), before) != 0)
    return;
  g_free(doubt->said);
  doubt->said = g_strndup(deed->object, (gsize) (before - deed->object));
  if (strcmp(doubt->said, doubt->now) == 0)
    g_hash_table_remove(c->doubts, GINT_TO_POINTER(first));
}

/* Behind a row that is broken nothing is read: what would explain a doubt may stand there, so that
 * the row is what is known. */
static void
settle_doubts(Check *c) {
  CrAuditCheck *check = c->check;
  gboolean cut = check->broken != 0;
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, c->doubts);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    const Doubt *doubt = value;
    check->facts -= doubt->facts;
    if (cut || (check->broken && check->broken < doubt->number))
      continue;
    check->broken = doubt->number;
    check->why = "the facts that it seals were changed";
  }
}

static gboolean
look_at(Check *c, const CrDeed *deed, gboolean facts, GError **error) {
  CrAuditCheck *check = c->check;
  const char *why = problem_of(c, deed);
  if (why == NULL)
    why = problem_of_mark(c, deed);
  if (why == NULL && facts && is_kind(deed, CR_DEED_FACTS) && !look_at_facts(c, deed, &why, error))
    return FALSE;
  if (why == NULL && facts && is_kind(deed, CR_DEED_FORGOTTEN))
    look_at_forgotten(c, deed, &why);
  if (why) {
    check->broken = deed->number;
    check->why = why;
    return TRUE;
  }
  if (is_kind(deed, CR_DEED_BEGUN) || is_kind(deed, CR_DEED_MOVED) || is_kind(deed, CR_DEED_ERASED))
    check->home = cr_deed_home(deed);
  check->rows++;
  check->head.number = deed->number;
  check->head.at = deed->at;
  g_strlcpy(check->head.hash, deed->hash, sizeof check->head.hash);
  return TRUE;
}

/* The account's own counter knows how far it went; its words, whose it is. */
static gboolean
look_at_end(Check *c, gboolean moved, GError **error) {
  CrAuditCheck *check = c->check;
  gint64 last = 0;
  if (!cr_store_last_id(c->store, CR_COUNT_DEED, &last, error))
    return FALSE;
  if (check->broken)
    return TRUE;
  if (check->head.number != last) {
    check->broken = check->head.number + 1;
    check->why = "it is missing, and all after it";
  } else if (check->rows && !moved && check->home != c->store->account) {
    check->broken = 1;
    check->why = "it is another account's";
  }
  return TRUE;
}

/* Of the last row that has a mark, which stands for all before it. */
static void
look_at_last_mark(Check *c, const GPtrArray *page) {
  for (guint i = page->len; i > 0 && c->check->broken == 0; i--) {
    const CrDeed *deed = page->pdata[i - 1];
    CrAuditMark mark = audit_check_mark(c->store->account, deed);
    if (mark == CR_AUDIT_MARK_NONE)
      continue;
    c->last = mark;
    if (mark == CR_AUDIT_MARK_GOOD)
      c->check->vouched = c->check->rows - (page->len - i);
    return;
  }
}

static gboolean
check_rows(Check *c, gboolean facts, GError **error) {
  gint64 after = 0;
  gboolean moved = FALSE, more = TRUE;
  while (more && c->check->broken == 0) {
    g_autoptr(GPtrArray) page = audit_list_deeds(c->store, CR_SQL_DEEDS_AFTER, after, PAGE, error);
    if (page == NULL)
      return FALSE;
    more = page->len == PAGE;
    for (guint i = 0; i < page->len && c->check->broken == 0; i++) {
      const CrDeed *deed = page->pdata[i];
      moved = moved || is_kind(deed, CR_DEED_MOVED);
      after = deed->number;
      if (!look_at(c, deed, facts, error))
        return FALSE;
    }
    look_at_last_mark(c, page);
  }
  settle_doubts(c);
  return look_at_end(c, moved, error);
}

gboolean
cr_store_check_audit(CrStore *store, gboolean facts, CrAuditCheck *ret_check, GError **error) {
  CrAuditCheck check;
  g_autoptr(GHashTable) doubts = g_hash_table_new_full(NULL, NULL, NULL, doubt_free);
  Check c = {store, &check};
  do {
    g_hash_table_remove_all(doubts);
    check = (CrAuditCheck){.head = {store->account, 0, CR_INSTANT_NONE, ""}};
    c = (Check){store, &check, .every = is_doubtful(c.last), .doubts = doubts};
    if (!check_rows(&c, facts, error))
      return FALSE;
  } while (is_doubtful(c.last) && !c.every);
  *ret_check = check;
  return TRUE;
}

static gboolean
take_account(const CrRow *row, gpointer data, GError **error) {
  gint64 account = cr_row_integer(row, "account_id");
  g_array_append_val((GArray *) data, account);
  return TRUE;
}

GArray *
cr_store_list_accounts(CrStore *store, gint64 after, guint limit, GError **error) {
  g_autoptr(GArray) accounts = g_array_new(FALSE, FALSE, sizeof(gint64));
  return store_run_shared(store, NULL, CR_SQL_LIST_ACCOUNTS,
                          CR_VALUES(CR_INT(after), CR_INT(limit)), take_account, accounts, error)
             ? g_steal_pointer(&accounts)
             : NULL;
}

gboolean
cr_store_check_head(CrStore *store, const CrAuditHead *head, const char **ret_why, GError **error) {
  g_autoptr(GPtrArray) deeds =
      audit_list_deeds(store, CR_SQL_DEEDS_AFTER, head->number - 1, 1, error);
  if (deeds == NULL)
    return FALSE;
  const CrDeed *found = deeds->len ? deeds->pdata[0] : NULL;
  if (found && found->number == head->number)
    *ret_why = strcmp(found->hash, head->hash) == 0 ? NULL : "it was another one then";
  else if (found == NULL || !is_kind(found, CR_DEED_ERASED))
    *ret_why = "what was there then is missing";
  else if (found->number == head->number + 1 && strcmp(hash_before(found), head->hash) != 0)
    *ret_why = "what was erased is not what was there then";
  else
    *ret_why = NULL;
  return TRUE;
}
