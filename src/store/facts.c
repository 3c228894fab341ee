/* Facts, effects and the timeline: what only grows. */
#include "base/error.h"
#include "store/engine.h"

#include <stdio.h>
#include <string.h>

/* All of a tick follows from its row. */
static CrFact *
tick_of(const CrRow *row) {
  CrInstant at = cr_row_integer(row, "at");
  g_autofree char *key = cr_store_tick_key((int) cr_row_integer(row, "interview_id"), at);
  CrFact *fact = cr_fact_new(CR_FACT_TICK, at, "clock", key);
  fact->learnt = cr_row_integer(row, "learnt");
  return fact;
}

CrFact *
store_read_fact(const CrRow *row, GError **error) {
  const char *text = cr_row_text(row, "body");
  if (text == NULL)
    return tick_of(row);
  g_autoptr(json_t) json = cr_json_parse(text, strlen(text), error);
  CrFact *fact = json ? cr_fact_from_json(json, error) : NULL;
  if (fact == NULL)
    g_prefix_error(error, "a row of the database cannot be read: ");
  return fact;
}

static gboolean
take_fact(const CrRow *row, gpointer data, GError **error) {
  CrFact *fact = store_read_fact(row, error);
  if (fact)
    g_ptr_array_add(data, fact);
  return fact != NULL;
}

static void
free_fact(gpointer fact) {
  cr_fact_free(fact);
}

/* FALSE: it is no key of cr_store_tick_key. */
static gboolean
read_tick_key(const char *key, int *ret_interview, CrInstant *ret_due) {
  int end = 0;
  return sscanf(key, "tick:%d:%" G_GINT64_FORMAT "%n", ret_interview, ret_due, &end) == 2 &&
         key[end] == '\0';
}

gboolean
cr_store_has_fact(CrStore *store, const char *source_key, gboolean *ret_known, GError **error) {
  g_autofree char *key = cr_store_key(source_key);
  gint64 id = 0;
  int interview;
  CrInstant due;
  if (!cr_store_run_number(store, CR_SQL_HAS_FACT, CR_VALUES(CR_TEXT(key)), "id", &id, error))
    return FALSE;
  if (id == 0 && read_tick_key(key, &interview, &due) &&
      (!store_save_chains(store, error) ||
       !cr_store_run_number(store, CR_SQL_HAS_TICK, CR_VALUES(CR_INT(interview), CR_INT(due)), "id",
                            &id, error)))
    return FALSE;
  *ret_known = id != 0;
  return TRUE;
}

CrFact *
cr_store_find_fact(CrStore *store, const char *source_key, GError **error) {
  g_autofree char *key = cr_store_key(source_key);
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_fact);
  if (!cr_store_run(store, CR_SQL_FIND_FACT, CR_VALUES(CR_TEXT(key)), take_fact, list, error) ||
      list->len == 0)
    return NULL;
  return g_ptr_array_steal_index(list, 0);
}

gboolean
cr_store_index_fact(CrStore *store, gint64 id, const CrFact *fact, GError **error) {
  const CrReading *mail = fact->mail;
  if (mail == NULL || mail->text == NULL)
    return TRUE;
  g_autofree char *to = mail->to ? g_strjoinv(" ", mail->to) : NULL;
  g_autofree char *title =
      g_strjoin(" ", mail->subject ? mail->subject : "", mail->from_name ? mail->from_name : "",
                mail->from_email ? mail->from_email : "", to, NULL);
  return cr_store_put_document(store, CR_DOCUMENT_MAIL, id, title, mail->text, error);
}

gboolean
cr_store_add_new_fact(CrStore *store, int interview, const CrFact *fact, GError **error) {
  g_autofree char *key = cr_store_key(fact->source_key);
  g_autofree char *body = cr_fact_print(fact);
  gint64 id = 0;
  return cr_store_next_id(store, CR_COUNT_FACT, &id, error) &&
         cr_store_run(store, CR_SQL_ADD_FACT,
                      CR_VALUES(CR_INT(id), CR_INT(interview), CR_TEXT(key), CR_TEXT(body)), NULL,
                      NULL, error) &&
         cr_store_index_fact(store, id, fact, error);
}

gboolean
cr_store_add_fact(CrStore *store, int interview, const CrFact *fact, gboolean *ret_added,
                  GError **error) {
  gboolean known = FALSE;
  /* Asked first, so that reading an input again writes nothing, not even the counter. */
  if (!cr_store_has_fact(store, fact->source_key, &known, error) ||
      (!known && !cr_store_add_new_fact(store, interview, fact, error)))
    return FALSE;
  if (ret_added)
    *ret_added = !known;
  return TRUE;
}

GPtrArray *
cr_store_facts(CrStore *store, int interview, guint limit, GError **error) {
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_fact);
  gint64 most = cr_store_limit(limit);
  if (!store_save_chains(store, error))
    return NULL;
  gboolean ok = interview == -1 ? cr_store_run(store, CR_SQL_FACTS_OF_ALL, CR_VALUES(CR_INT(most)),
                                               take_fact, list, error)
                                : cr_store_run(store, CR_SQL_FACTS_OF_INTERVIEW,
                                               CR_VALUES(CR_INT(interview), CR_INT(most)),
                                               take_fact, list, error);
  if (!ok)
    return NULL;
  cr_store_reverse(list);
  return g_steal_pointer(&list);
}

GPtrArray *
cr_store_application_facts(CrStore *store, int application, GError **error) {
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_fact);
  return cr_store_run(store, CR_SQL_FACTS_OF_APPLICATION, CR_VALUES(CR_INT(application)), take_fact,
                      list, error)
             ? g_steal_pointer(&list)
             : NULL;
}

static void
free_effect(gpointer effect) {
  cr_effect_free(effect);
}

gboolean
cr_store_index_effect(CrStore *store, gint64 number, const CrEffect *effect, GError **error) {
  g_autofree char *title = g_strjoin(" ", effect->subject ? effect->subject : "",
                                     effect->to_name ? effect->to_name : "", effect->to, NULL);
  return effect->kind != CR_EFFECT_LETTER || effect->body == NULL ||
         cr_store_put_document(store, CR_DOCUMENT_LETTER, number, title, effect->body, error);
}

gboolean
cr_store_save_effect(CrStore *store, const CrEffect *effect, GError **error) {
  g_autofree char *key = cr_store_key(effect->id);
  g_autofree char *body = cr_record_print(&cr_effect_record, effect);
  const CrValue interview = CR_INT(effect->interview);
  const CrValue status = CR_TEXT(cr_effect_status_names[effect->status]);
  gint64 number = 0;
  gboolean waits;
  if (!cr_store_run_number(store, CR_SQL_UPDATE_EFFECT,
                           CR_VALUES(CR_TEXT(key), interview, status, CR_TEXT(body)), "id", &number,
                           error))
    return FALSE;
  gboolean fresh = number == 0;
  if (fresh &&
      (!cr_store_next_id(store, CR_COUNT_EFFECT, &number, error) ||
       !cr_store_run(store, CR_SQL_ADD_EFFECT,
                     CR_VALUES(CR_INT(number), CR_TEXT(key), interview, status, CR_TEXT(body)),
                     NULL, NULL, error)))
    return FALSE;
  return store_letter_waits(store, number, fresh, &waits, error) &&
         (waits || cr_store_index_effect(store, number, effect, error));
}

CrEffect *
cr_store_load_effect(CrStore *store, const char *id, GError **error) {
  g_autofree char *key = cr_store_key(id);
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_effect);
  if (!store_run_records(store, CR_SQL_LOAD_EFFECT, CR_VALUES(CR_TEXT(key)), &cr_effect_record,
                         list, error))
    return NULL;
  return list->len ? g_ptr_array_steal_index(list, 0) : NULL;
}

/* Of one interview there are few: by status they are picked here, where an engine would rather read
 * all that were ever sent. */
static void
keep_status(GPtrArray *list, CrEffectStatus status) {
  for (guint i = list->len; i > 0; i--)
    if (((CrEffect *) list->pdata[i - 1])->status != status)
      g_ptr_array_remove_index(list, i - 1);
}

GPtrArray *
cr_store_list_waiting(CrStore *store, GError **error) {
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_effect);
  return store_run_records(store, CR_SQL_EFFECTS_WAITING, CR_NO_VALUES, &cr_effect_record, list,
                           error)
             ? g_steal_pointer(&list)
             : NULL;
}

GPtrArray *
cr_store_list_effects(CrStore *store, int interview, int status, GError **error) {
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_effect);
  CrSql sql = interview     ? CR_SQL_EFFECTS_OF_INTERVIEW
              : status >= 0 ? CR_SQL_EFFECTS_BY_STATUS
                            : CR_SQL_EFFECTS_OF_ALL;
  const CrValue which = interview     ? CR_INT(interview)
                        : status >= 0 ? CR_TEXT(cr_effect_status_names[status])
                                      : CR_TEXT(NULL);
  if (!store_run_records(store, sql, &which, sql == CR_SQL_EFFECTS_OF_ALL ? 0 : 1,
                         &cr_effect_record, list, error))
    return NULL;
  if (interview && status >= 0)
    keep_status(list, (CrEffectStatus) status);
  return g_steal_pointer(&list);
}

static void
free_line(gpointer data) {
  CrTimelineRow *line = data;
  g_free(line->event);
  g_free(line->text);
  g_free(line);
}

static gboolean
take_line(const CrRow *row, gpointer data, GError **error) {
  CrTimelineRow *line = g_new(CrTimelineRow, 1);
  *line = (CrTimelineRow){
      .id = cr_row_integer(row, "line_id"),
      .interview = (int) cr_row_integer(row, "interview_id"),
      .at = cr_row_integer(row, "at"),
      .event = g_strdup(cr_row_text(row, "event")),
      .text = g_strdup(cr_row_text(row, "text")),
  };
  g_ptr_array_add(data, line);
  return TRUE;
}

GPtrArray *
cr_store_timeline(CrStore *store, int interview, guint limit, GError **error) {
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_line);
  gint64 most = cr_store_limit(limit);
  if (!store_save_chains(store, error))
    return NULL;
  gboolean ok = interview == 0 ? cr_store_run(store, CR_SQL_LINES_OF_ALL, CR_VALUES(CR_INT(most)),
                                              take_line, list, error)
                               : cr_store_run(store, CR_SQL_LINES_OF_INTERVIEW,
                                              CR_VALUES(CR_INT(interview), CR_INT(most)), take_line,
                                              list, error);
  if (!ok)
    return NULL;
  cr_store_reverse(list);
  return g_steal_pointer(&list);
}

GPtrArray *
cr_store_lines_after(CrStore *store, gint64 after, guint limit, GError **error) {
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_line);
  if (!cr_store_run(store, CR_SQL_LINES_AFTER,
                    CR_VALUES(CR_INT(after), CR_INT(cr_store_limit(limit))), take_line, list,
                    error))
    return NULL;
  return g_steal_pointer(&list);
}
