#include "store/engine.h"

void
cr_answer_free(CrAnswer *answer) {
  if (answer == NULL)
    return;
  g_free(answer->request);
  g_free(answer->body);
  g_free(answer);
}

gboolean
cr_store_put_answer(CrStore *store, const char *key, const CrAnswer *answer, GError **error) {
  g_autofree char *bounded = cr_store_key(key);
  return cr_store_run(store, CR_SQL_PUT_ANSWER,
                      CR_VALUES(CR_TEXT(bounded), CR_INT(answer->at), CR_TEXT(answer->request),
                                CR_INT(answer->status), CR_TEXT(answer->body)),
                      NULL, NULL, error);
}

static gboolean
take_answer(const CrRow *row, gpointer data, GError **error) {
  CrAnswer *answer = g_new(CrAnswer, 1);
  *answer = (CrAnswer){.at = cr_row_integer(row, "at"),
                       .request = g_strdup(cr_row_text(row, "request")),
                       .status = (int) cr_row_integer(row, "status"),
                       .body = g_strdup(cr_row_text(row, "body"))};
  *(CrAnswer **) data = answer;
  return TRUE;
}

CrAnswer *
cr_store_find_answer(CrStore *store, const char *key, GError **error) {
  g_autofree char *bounded = cr_store_key(key);
  CrAnswer *answer = NULL;
  cr_store_run(store, CR_SQL_FIND_ANSWER, CR_VALUES(CR_TEXT(bounded)), take_answer, &answer, error);
  return answer;
}

gboolean
cr_store_drop_answers(CrStore *store, CrInstant before, GError **error) {
  return cr_store_run(store, CR_SQL_DROP_ANSWERS, CR_VALUES(CR_INT(before)), NULL, NULL, error);
}
