#include "cmd/module.h"

static const CrModuleVerb verbs[] = {
    {"apps import", cr_verb_apps_import},
    {"add", cr_verb_add},     {"import", cr_verb_import}, {"log", cr_verb_log},
    {"draft", cr_verb_draft}, {"replay", cr_verb_replay}, {"export", cr_verb_export},
    {"parse", cr_verb_parse}, {CR_VERB_READ_APART, cr_verb_read_apart},
    {NULL},
};
const CrModule cr_reader_module = {verbs, &cr_intake_class};
