#include "model/grant.h"

const char *const cr_scope_names[] = {"view", "draft", NULL};

static const CrField grant_fields[] = {
    CR_FIELD_NAMED(CrGrant, scope, cr_scope_names),
    CR_FIELD(CrGrant, email, STRING),
    CR_FIELD(CrGrant, name, STRING),
    CR_FIELD(CrGrant, since, INSTANT),
    CR_FIELD(CrGrant, ends, INSTANT),
    CR_FIELD_END,
};
CR_DEFINE_RECORD(CrGrant, cr_grant, grant_fields)

const char *
cr_grant_who(const CrGrant *grant) {
  return grant->name ? grant->name : grant->email;
}
