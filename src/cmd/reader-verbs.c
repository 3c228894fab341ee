#include "cmd/reader.h"

#include <string.h>

static const struct {
  const char *name;
  CrReaderVerbFunc run;
} verbs[] = {
    {"add", cr_verb_add},     {"import", cr_verb_import}, {"log", cr_verb_log},
    {"draft", cr_verb_draft}, {"replay", cr_verb_replay}, {"export", cr_verb_export},
    {"parse", cr_verb_parse}, {"setup", cr_verb_setup},
};

CrReaderVerbFunc
cr_reader_find(const char *verb) {
  for (guint i = 0; i < G_N_ELEMENTS(verbs); i++)
    if (strcmp(verbs[i].name, verb) == 0)
      return verbs[i].run;
  return NULL;
}
