/* What was read of mails goes after its time: their words in facts, lines and the index. That they
 * were read stays, and the audit says of which sealed facts it was. */
#include "base/text.h"
#include "store/audit-private.h"

#include <string.h>

typedef struct {
  gint64 id;
  CrFact *fact;
} Kept;

static void
kept_clear(gpointer data) {
  cr_fact_free(((Kept *) data)->fact);
}

static gboolean
take_kept(const CrRow *row, gpointer data, GError **error) {
  if (cr_row_is_null(row, "body")) /* the clock's */
    return TRUE;
  Kept kept = {cr_row_integer(row, "fact_id"), store_read_fact(row, error)};
  if (kept.fact)
    g_array_append_val((GArray *) data, kept);
  return kept.fact != NULL;
}

/* What is about to change. */
typedef struct {
  CrStore *store;
  GArray *facts;     /* Kept, as they will be */
  GHashTable *mails; /* Message-IDs of theirs */
} Forget;

static gboolean
gather_facts(Forget *forget, int interview, GError **error) {
  if (!cr_store_run(forget->store, CR_SQL_FACTS_OF_INTERVIEW,
                    CR_VALUES(CR_INT(interview), CR_INT(G_MAXINT64)), take_kept, forget->facts,
                    error))
    return FALSE;
  for (guint i = forget->facts->len; i > 0; i--) {
    CrFact *fact = g_array_index(forget->facts, Kept, i - 1).fact;
    if (fact->mail && fact->mail->message_id)
      g_hash_table_add(forget->mails, g_strdup(fact->mail->message_id));
    if (!cr_fact_forget(fact))
      g_array_remove_index(forget->facts, i - 1);
  }
  return TRUE;
}

static gboolean
forget_ref(const Forget *forget, CrMailRef *ref) {
  if (ref->message_id == NULL || !g_hash_table_contains(forget->mails, ref->message_id) ||
      (ref->from == NULL && ref->subject == NULL))
    return FALSE;
  g_clear_pointer(&ref->from, g_free);
  g_clear_pointer(&ref->subject, g_free);
  return TRUE;
}

/* An application remembers of its mails whom they were from and their subjects. */
static gboolean
gather_of_application(Forget *forget, int application, GError **error) {
  guint before = forget->facts->len;
  CrApplication *a = cr_store_edit_application(forget->store, application, error);
  if (a == NULL)
    return FALSE;
  for (guint i = 0; i < a->mails->len; i++)
    forget_ref(forget, a->mails->pdata[i]);
  if (!cr_store_run(forget->store, CR_SQL_FACTS_OF_APPLICATION, CR_VALUES(CR_INT(application)),
                    take_kept, forget->facts, error))
    return FALSE;
  for (guint i = forget->facts->len; i > before; i--) {
    CrFact *fact = g_array_index(forget->facts, Kept, i - 1).fact;
    if (fact->change && forget_ref(forget, &fact->change->mail)) {
      g_free(fact->source); /* it names the sender */
      fact->source = g_strdup("mail");
    } else {
      g_array_remove_index(forget->facts, i - 1);
    }
  }
  return TRUE;
}

static gboolean
gather_applications(Forget *forget, GError **error) {
  g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
  GHashTableIter iter;
  gpointer mail;
  g_hash_table_iter_init(&iter, forget->mails);
  while (g_hash_table_iter_next(&iter, &mail, NULL)) {
    g_autoptr(GArray) ids =
        cr_store_find_applications(forget->store, CR_APPLICATION_BY_MAIL, mail, error);
    for (guint i = 0; ids && i < ids->len; i++) {
      int id = g_array_index(ids, int, i);
      if (g_hash_table_add(seen, GINT_TO_POINTER(id)) && !gather_of_application(forget, id, error))
        return FALSE;
    }
    if (ids == NULL)
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_facts(const Forget *forget, GError **error) {
  for (guint i = 0; i < forget->facts->len; i++) {
    const Kept *kept = &g_array_index(forget->facts, Kept, i);
    g_autofree char *body = cr_fact_print(kept->fact);
    if (!cr_store_run(forget->store, CR_SQL_UPDATE_FACT, CR_VALUES(CR_INT(kept->id), CR_TEXT(body)),
                      NULL, NULL, error) ||
        (kept->fact->mail &&
         !cr_store_put_document(forget->store, CR_DOCUMENT_MAIL, kept->id, "", "", error)))
      return FALSE;
  }
  return TRUE;
}

/* Lines quote mails between quotation marks. */
static gboolean
write_lines(CrStore *store, int interview, GError **error) {
  g_autoptr(GPtrArray) lines = cr_store_timeline(store, interview, 0, error);
  for (guint i = 0; lines && i < lines->len; i++) {
    const CrTimelineRow *line = lines->pdata[i];
    g_autofree char *text = cr_text_without_quotes(line->text);
    if (strcmp(text, line->text) != 0 &&
        !cr_store_run(store, CR_SQL_UPDATE_LINE, CR_VALUES(CR_INT(line->id), CR_TEXT(text)), NULL,
                      NULL, error))
      return FALSE;
  }
  return lines != NULL;
}

/* Seals */

static gboolean
take_seal(const CrRow *row, gpointer data, GError **error) {
  g_ptr_array_add(data, g_strdup(cr_row_text(row, "object")));
  return TRUE;
}

static gboolean
is_within(const Forget *forget, const char *seal) {
  gint64 first, last;
  if (!audit_read_seal(seal, &first, &last))
    return FALSE;
  for (guint i = 0; i < forget->facts->len; i++) {
    gint64 id = g_array_index(forget->facts, Kept, i).id;
    if (id >= first && id <= last)
      return TRUE;
  }
  return FALSE;
}

/* Those of facts that will change, each as its facts are now. */
static GPtrArray *
gather_seals(const Forget *forget, GError **error) {
  g_autoptr(GPtrArray) seals = g_ptr_array_new_with_free_func(g_free);
  if (!cr_store_run(forget->store, CR_SQL_LIST_SEALS, CR_NO_VALUES, take_seal, seals, error))
    return NULL;
  for (guint i = seals->len; i > 0; i--) {
    if (!is_within(forget, seals->pdata[i - 1])) {
      g_ptr_array_remove_index(seals, i - 1);
      continue;
    }
    char *now = audit_seal_now(forget->store, seals->pdata[i - 1], error);
    if (now == NULL)
      return NULL;
    g_free(seals->pdata[i - 1]);
    seals->pdata[i - 1] = now;
  }
  return g_steal_pointer(&seals);
}

static gboolean
note_seals(const Forget *forget, const GPtrArray *seals, const CrActor *actor, CrInstant at,
           GError **error) {
  for (guint i = 0; i < seals->len; i++) {
    const char *before = seals->pdata[i];
    g_autofree char *after = audit_seal_now(forget->store, before, error);
    g_autofree char *both = after ? g_strconcat(after, strrchr(before, ' '), NULL) : NULL;
    if (both == NULL ||
        (strcmp(before, after) != 0 &&
         !cr_store_add_deed(forget->store, CR_DEED_FORGOTTEN, actor, at, both, error)))
      return FALSE;
  }
  return TRUE;
}

gboolean
cr_store_forget_mails(CrStore *store, int interview, const CrActor *actor, CrInstant at,
                      GError **error) {
  g_autoptr(GArray) facts = g_array_new(FALSE, FALSE, sizeof(Kept));
  g_array_set_clear_func(facts, kept_clear);
  g_autoptr(GHashTable) mails = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  Forget forget = {store, facts, mails};
  if (!store_check_writes(store, error) || !gather_facts(&forget, interview, error) ||
      !gather_applications(&forget, error))
    return FALSE;
  g_autoptr(GPtrArray) seals = gather_seals(&forget, error);
  store_scrub(store);
  return seals && write_facts(&forget, error) && write_lines(store, interview, error) &&
         note_seals(&forget, seals, actor, at, error);
}
