#pragma once
/* The handlers of the routes. */
#include "api/route.h"

G_BEGIN_DECLS

/* interviews.c */
CrReply *cr_handle_now(CrRequest *request, GError **error);
CrReply *cr_handle_read(CrRequest *request, GError **error);
CrReply *cr_handle_list(CrRequest *request, GError **error);
CrReply *cr_handle_add(CrRequest *request, GError **error);
CrReply *cr_handle_show(CrRequest *request, GError **error);
CrReply *cr_handle_why(CrRequest *request, GError **error);
CrReply *cr_handle_slots(CrRequest *request, GError **error);
CrReply *cr_handle_act(CrRequest *request, GError **error);
CrReply *cr_handle_letter(CrRequest *request, GError **error);
CrReply *cr_handle_edit_letter(CrRequest *request, GError **error);
CrReply *cr_handle_reset_letter(CrRequest *request, GError **error);
CrReply *cr_handle_eml(CrRequest *request, GError **error);
CrReply *cr_handle_send(CrRequest *request, GError **error);
CrReply *cr_handle_calendar(CrRequest *request, GError **error);
CrReply *cr_handle_timeline(CrRequest *request, GError **error);
CrReply *cr_handle_import(CrRequest *request, GError **error);

/* events.c */
CrReply *cr_handle_events(CrRequest *request, GError **error);

/* connections.c */
CrReply *cr_handle_connections(CrRequest *request, GError **error);
CrReply *cr_handle_servers(CrRequest *request, GError **error);
CrReply *cr_handle_connect(CrRequest *request, GError **error);
CrReply *cr_handle_disconnect(CrRequest *request, GError **error);
CrReply *cr_handle_check(CrRequest *request, GError **error);

/* feed.c */
CrReply *cr_handle_feed_state(CrRequest *request, GError **error);
CrReply *cr_handle_open_feed(CrRequest *request, GError **error);
CrReply *cr_handle_close_feed(CrRequest *request, GError **error);
CrReply *cr_handle_feed(CrRequest *request, GError **error);

/* hooks.c */
CrReply *cr_handle_hooks(CrRequest *request, GError **error);
CrReply *cr_handle_make_hook(CrRequest *request, GError **error);
CrReply *cr_handle_forget_hook(CrRequest *request, GError **error);
CrReply *cr_handle_call(CrRequest *request, GError **error); /* of CR_HOOK_PATH */

/* stories.c */
CrReply *cr_handle_stories(CrRequest *request, GError **error);
CrReply *cr_handle_try_story(CrRequest *request, GError **error);
CrReply *cr_handle_story(CrRequest *request, GError **error);
CrReply *cr_handle_story_clock(CrRequest *request, GError **error);
CrReply *cr_handle_leave_story(CrRequest *request, GError **error);

/* applications.c */
CrReply *cr_handle_applications(CrRequest *request, GError **error);
CrReply *cr_handle_add_application(CrRequest *request, GError **error);
CrReply *cr_handle_application(CrRequest *request, GError **error);
CrReply *cr_handle_edit_application(CrRequest *request, GError **error);
CrReply *cr_handle_act_on_application(CrRequest *request, GError **error);
CrReply *cr_handle_import_applications(CrRequest *request, GError **error);
CrReply *cr_handle_export_applications(CrRequest *request, GError **error);

/* search.c */
CrReply *cr_handle_board(CrRequest *request, GError **error);
CrReply *cr_handle_today(CrRequest *request, GError **error);
CrReply *cr_handle_review(CrRequest *request, GError **error);
CrReply *cr_handle_odds(CrRequest *request, GError **error);
CrReply *cr_handle_search(CrRequest *request, GError **error);
CrReply *cr_handle_picture(CrRequest *request, GError **error);

/* grants.c */
CrReply *cr_handle_grants(CrRequest *request, GError **error);
CrReply *cr_handle_grant(CrRequest *request, GError **error);
CrReply *cr_handle_revoke(CrRequest *request, GError **error);
CrReply *cr_handle_candidates(CrRequest *request, GError **error);

/* account.c */
CrReply *cr_handle_session(CrRequest *request, GError **error);
CrReply *cr_handle_sign_out(CrRequest *request, GError **error);
CrReply *cr_handle_profile(CrRequest *request, GError **error);
CrReply *cr_handle_put_profile(CrRequest *request, GError **error);
CrReply *cr_handle_policy(CrRequest *request, GError **error);
CrReply *cr_handle_put_policy(CrRequest *request, GError **error);
CrReply *cr_handle_export(CrRequest *request, GError **error);
CrReply *cr_handle_confirm(CrRequest *request, GError **error);
CrReply *cr_handle_erase(CrRequest *request, GError **error);
CrReply *cr_handle_contract(CrRequest *request, GError **error);

/* sign-in.c */
CrReply *cr_handle_ways_in(CrRequest *request, GError **error);
CrReply *cr_handle_sign_in(CrRequest *request, GError **error);
CrReply *cr_handle_code(CrRequest *request, GError **error);
CrReply *cr_handle_begin_passkey(CrRequest *request, GError **error);
CrReply *cr_handle_passkey(CrRequest *request, GError **error);
CrReply *cr_handle_look_at_invitation(CrRequest *request, GError **error);
CrReply *cr_handle_sign_up(CrRequest *request, GError **error);
CrReply *cr_handle_forgot(CrRequest *request, GError **error);
CrReply *cr_handle_reset(CrRequest *request, GError **error);
CrReply *cr_handle_confirm_address(CrRequest *request, GError **error);

/* institution.c */
CrReply *cr_handle_go_to_institution(CrRequest *request, GError **error);
CrReply *cr_handle_back_from_institution(CrRequest *request, GError **error);

/* login.c */
CrReply *cr_handle_login(CrRequest *request, GError **error);
CrReply *cr_handle_set_password(CrRequest *request, GError **error);
CrReply *cr_handle_set_address(CrRequest *request, GError **error);
CrReply *cr_handle_begin_totp(CrRequest *request, GError **error);
CrReply *cr_handle_confirm_totp(CrRequest *request, GError **error);
CrReply *cr_handle_drop_totp(CrRequest *request, GError **error);
CrReply *cr_handle_new_codes(CrRequest *request, GError **error);
CrReply *cr_handle_begin_new_passkey(CrRequest *request, GError **error);
CrReply *cr_handle_new_passkey(CrRequest *request, GError **error);
CrReply *cr_handle_drop_passkey(CrRequest *request, GError **error);
CrReply *cr_handle_drop_identity(CrRequest *request, GError **error);
CrReply *cr_handle_end_session(CrRequest *request, GError **error);
CrReply *cr_handle_end_sessions(CrRequest *request, GError **error);

/* administration.c */
CrReply *cr_handle_service(CrRequest *request, GError **error);
CrReply *cr_handle_invitations(CrRequest *request, GError **error);
CrReply *cr_handle_invite(CrRequest *request, GError **error);
CrReply *cr_handle_uninvite(CrRequest *request, GError **error);

G_END_DECLS
