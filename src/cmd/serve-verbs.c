#include "cmd/module.h"

static const CrModuleVerb verbs[] = {
    {"serve", cr_verb_serve},
    {NULL},
};
const CrModule cr_serve_module = {verbs, NULL};
