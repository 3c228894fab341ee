#include "cmd/module.h"

static const CrModuleVerb verbs[] = {
    {"watch", cr_verb_watch},
    {NULL},
};
const CrModule cr_live_module = {verbs, NULL};
