#include "cmd/module.h"

static const CrModuleVerb verbs[] = {
    {"doctor", cr_verb_doctor},
    {"keys", cr_verb_keys},
    {"review send", cr_verb_review_send},
    {"send", cr_verb_send},
    {"setup", cr_verb_setup},
    {"watch", cr_verb_watch},
    {NULL},
};
const CrModule cr_live_module = {verbs, NULL};
