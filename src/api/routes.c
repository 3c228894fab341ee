#include "api/handlers.h"

#define KEYED CR_ROUTE_KEYED
#define EXACT CR_ROUTE_EXACT
#define REAL CR_ROUTE_REAL

/* docs/openapi.json describes each of them; a test holds both against each other. */
const CrRoute cr_routes[] = {
    {"GET", "now", " ", CR_BODY_NONE, 0, cr_handle_now},
    {"GET", "read", " text ", CR_BODY_NONE, 0, cr_handle_read},
    {"GET", "interviews", " state from to limit after ", CR_BODY_NONE, 0, cr_handle_list},
    {"POST", "interviews", " ", CR_BODY_JSON, KEYED, cr_handle_add},
    {"GET", "interviews/{id}", " ", CR_BODY_NONE, 0, cr_handle_show},
    {"GET", "interviews/{id}/why", " ", CR_BODY_NONE, 0, cr_handle_why},
    {"GET", "interviews/{id}/letter", " ", CR_BODY_NONE, 0, cr_handle_letter},
    {"PUT", "interviews/{id}/letter", " ", CR_BODY_JSON, 0, cr_handle_edit_letter},
    {"DELETE", "interviews/{id}/letter", " ", CR_BODY_NONE, 0, cr_handle_reset_letter},
    {"GET", "interviews/{id}/letter.eml", " ", CR_BODY_NONE, 0, cr_handle_eml},
    {"GET", "interviews/{id}/slots", " limit ", CR_BODY_NONE, 0, cr_handle_slots},
    {"POST", "interviews/{id}/acts", " ", CR_BODY_JSON, KEYED, cr_handle_act},
    {"POST", "interviews/{id}/send", " ", CR_BODY_NONE, KEYED, cr_handle_send},
    {"GET", "slots", " limit ", CR_BODY_NONE, 0, cr_handle_slots},
    {"GET", "calendar", " from to ", CR_BODY_NONE, 0, cr_handle_calendar},
    {"GET", "timeline", " after interview limit ", CR_BODY_NONE, 0, cr_handle_timeline},
    {"POST", "import", " name as ", CR_BODY_FILE, KEYED, cr_handle_import},
    {"GET", "profile", " ", CR_BODY_NONE, 0, cr_handle_profile},
    {"PUT", "profile", " ", CR_BODY_JSON, 0, cr_handle_put_profile},
    {"GET", "policy", " ", CR_BODY_NONE, 0, cr_handle_policy},
    {"PUT", "policy", " ", CR_BODY_JSON, 0, cr_handle_put_policy},
    {"GET", "export", " ", CR_BODY_NONE, 0, cr_handle_export},
    {"DELETE", "account", " ", CR_BODY_JSON, REAL, cr_handle_erase},
    {"GET", "session", " ", CR_BODY_NONE, EXACT, cr_handle_session},
    {"DELETE", "session", " ", CR_BODY_NONE, REAL, cr_handle_sign_out},
    {"GET", "connections", " ", CR_BODY_NONE, 0, cr_handle_connections},
    {"POST", "connections", " ", CR_BODY_JSON, KEYED, cr_handle_connect},
    {"DELETE", "connections/{name}", " ", CR_BODY_NONE, 0, cr_handle_disconnect},
    {"GET", "stories", " ", CR_BODY_NONE, 0, cr_handle_stories},
    {"POST", "stories/{name}", " ", CR_BODY_NONE, REAL, cr_handle_try_story},
    {"GET", "story", " ", CR_BODY_NONE, EXACT, cr_handle_story},
    {"DELETE", "story", " ", CR_BODY_NONE, REAL, cr_handle_leave_story},
    {"POST", "story/clock", " ", CR_BODY_JSON, 0, cr_handle_story_clock},
    {"GET", "events", " ", CR_BODY_NONE, 0, cr_handle_events},
    {"GET", "openapi.json", " ", CR_BODY_NONE, CR_ROUTE_OPEN, cr_handle_contract},
    {NULL},
};
