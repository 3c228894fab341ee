#include "cmd/module.h"

static const CrModuleVerb verbs[] = {
    {"accounts", cr_verb_accounts},
    {"serve", cr_verb_serve},
    {NULL},
};
const CrModule cr_serve_module = {verbs, NULL};
