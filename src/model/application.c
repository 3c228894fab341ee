#include "model/application.h"

#include "base/data.h"

#include <string.h>

const char *const cr_stage_names[] = {"saved", "applied",  "screen", "interview",
                                      "offer", "accepted", "closed", NULL};
const char *const cr_close_names[] = {"none",      "rejected", "filled", "no-answer",
                                      "withdrawn", "declined", NULL};
const char *const cr_next_names[] = {"nothing",   "decide", "planned", "apply",
                                     "follow-up", "offer",  NULL};
const char *const cr_change_names[] = {"add",  "edit",  "move",  "propose", "dismiss",
                                       "link", "mail",  "wrote", "plan",    "note",
                                       "undo", "merge", "part",  NULL};

static const CrField details_fields[] = {CR_FIELD(CrDetails, company, STRING),
                                         CR_FIELD(CrDetails, role, STRING),
                                         CR_FIELD(CrDetails, url, STRING),
                                         CR_FIELD(CrDetails, source, STRING),
                                         CR_FIELD(CrDetails, location, STRING),
                                         CR_FIELD(CrDetails, salary, STRING),
                                         CR_FIELD(CrDetails, requisition, STRING),
                                         CR_FIELD(CrDetails, notes, STRING),
                                         CR_FIELD_END};
CR_DEFINE_RECORD(CrDetails, cr_details, details_fields)

static const CrField extra_fields[] = {CR_FIELD(CrExtra, name, STRING),
                                       CR_FIELD(CrExtra, value, STRING), CR_FIELD_END};
CR_DEFINE_RECORD(CrExtra, cr_extra, extra_fields)

static const CrField step_fields[] = {CR_FIELD(CrStageStep, at, INSTANT),
                                      CR_FIELD_NAMED(CrStageStep, stage, cr_stage_names),
                                      CR_FIELD_NAMED(CrStageStep, reason, cr_close_names),
                                      CR_FIELD(CrStageStep, source, STRING), CR_FIELD_END};
CR_DEFINE_RECORD(CrStageStep, cr_stage_step, step_fields)

static const CrField linked_fields[] = {CR_FIELD(CrLinked, interview, INT), CR_FIELD_END};
CR_DEFINE_RECORD(CrLinked, cr_linked, linked_fields)

static const CrField mail_fields[] = {CR_FIELD(CrMailRef, at, INSTANT),
                                      CR_FIELD(CrMailRef, message_id, STRING),
                                      CR_FIELD(CrMailRef, from, STRING),
                                      CR_FIELD(CrMailRef, subject, STRING),
                                      CR_FIELD_NAMED(CrMailRef, class, cr_mail_class_names),
                                      CR_FIELD(CrMailRef, own, BOOL),
                                      CR_FIELD_END};
CR_DEFINE_RECORD(CrMailRef, cr_mail_ref, mail_fields)

static const CrField proposal_fields[] = {CR_FIELD(CrProposal, at, INSTANT),
                                          CR_FIELD_NAMED(CrProposal, stage, cr_stage_names),
                                          CR_FIELD_NAMED(CrProposal, reason, cr_close_names),
                                          CR_FIELD(CrProposal, text, STRING),
                                          CR_FIELD(CrProposal, source, STRING),
                                          CR_FIELD_END};
CR_DEFINE_RECORD(CrProposal, cr_proposal, proposal_fields)

static const CrField reached_fields[] = {
    CR_FIELD(CrReached, saved, INSTANT),  CR_FIELD(CrReached, applied, INSTANT),
    CR_FIELD(CrReached, screen, INSTANT), CR_FIELD(CrReached, interview, INSTANT),
    CR_FIELD(CrReached, offer, INSTANT),  CR_FIELD(CrReached, accepted, INSTANT),
    CR_FIELD(CrReached, closed, INSTANT), CR_FIELD_END};
const CrRecord cr_reached_record = CR_RECORD(CrReached, reached_fields);

static const CrField application_fields[] = {
    CR_FIELD(CrApplication, id, INT),
    CR_FIELD_OF(CrApplication, details, RECORD, &cr_details_record),
    CR_FIELD_NAMED(CrApplication, stage, cr_stage_names),
    CR_FIELD_NAMED(CrApplication, reason, cr_close_names),
    CR_FIELD_OF(CrApplication, reached, RECORD, &cr_reached_record),
    CR_FIELD(CrApplication, added, INSTANT),
    CR_FIELD(CrApplication, changed, INSTANT),
    CR_FIELD(CrApplication, moved_by_hand, INSTANT),
    CR_FIELD(CrApplication, heard, INSTANT),
    CR_FIELD(CrApplication, wrote, INSTANT),
    CR_FIELD(CrApplication, follow_ups, INT),
    CR_FIELD(CrApplication, next, STRING),
    CR_FIELD(CrApplication, next_at, INSTANT),
    CR_FIELD(CrApplication, gone, BOOL),
    CR_FIELD(CrApplication, part_of, INT),
    CR_FIELD_OF(CrApplication, proposal, RECORD, &cr_proposal_record),
    CR_FIELD_OF(CrApplication, contacts, LIST, &cr_contact_record),
    CR_FIELD_OF(CrApplication, interviews, LIST, &cr_linked_record),
    CR_FIELD_OF(CrApplication, mails, LIST, &cr_mail_ref_record),
    CR_FIELD_OF(CrApplication, history, LIST, &cr_stage_step_record),
    CR_FIELD_OF(CrApplication, extras, LIST, &cr_extra_record),
    CR_FIELD_NAMED(CrApplication, next_kind, cr_next_names),
    CR_FIELD(CrApplication, due, INSTANT),
    CR_FIELD_END};
CR_DEFINE_RECORD(CrApplication, cr_application, application_fields)

static const CrField change_fields[] = {CR_FIELD(CrChange, application, INT),
                                        CR_FIELD_NAMED(CrChange, kind, cr_change_names),
                                        CR_FIELD_OF(CrChange, details, RECORD, &cr_details_record),
                                        CR_FIELD_OF(CrChange, contact, RECORD, &cr_contact_record),
                                        CR_FIELD_OF(CrChange, extras, LIST, &cr_extra_record),
                                        CR_FIELD_NAMED(CrChange, stage, cr_stage_names),
                                        CR_FIELD_NAMED(CrChange, reason, cr_close_names),
                                        CR_FIELD(CrChange, when, INSTANT),
                                        CR_FIELD(CrChange, interview, INT),
                                        CR_FIELD_OF(CrChange, mail, RECORD, &cr_mail_ref_record),
                                        CR_FIELD(CrChange, text, STRING),
                                        CR_FIELD(CrChange, undoes, STRING),
                                        CR_FIELD(CrChange, clears, STRV),
                                        CR_FIELD(CrChange, other, INT),
                                        CR_FIELD_OF(CrChange, parts, LIST, &cr_application_record),
                                        CR_FIELD_END};
CR_DEFINE_RECORD(CrChange, cr_change, change_fields)

/* The record's fields stand in the order of the stages. */
G_STATIC_ASSERT(G_N_ELEMENTS(reached_fields) == CR_N_STAGES + 1);

CrInstant
cr_reached_at(const CrReached *reached, CrStage stage) {
  return G_STRUCT_MEMBER(CrInstant, reached, reached_fields[stage].offset);
}

void
cr_reached_set(CrReached *reached, CrStage stage, CrInstant at) {
  G_STRUCT_MEMBER(CrInstant, reached, reached_fields[stage].offset) = at;
}

CrStage
cr_reached_furthest(const CrReached *reached) {
  for (CrStage stage = CR_STAGE_ACCEPTED; stage > CR_STAGE_SAVED; stage--)
    if (cr_reached_at(reached, stage) != CR_INSTANT_NONE)
      return stage;
  return CR_STAGE_SAVED;
}

char *
cr_application_title(const CrDetails *d) {
  if (d->company && d->role)
    return g_strdup_printf("%s at %s", d->role, d->company);
  return g_strdup(d->company ? d->company : d->role ? d->role : "an application without a name");
}

void
cr_application_row_free(CrApplicationRow *row) {
  if (row == NULL)
    return;
  g_free(row->company);
  g_free(row->role);
  g_free(row);
}

/* The letters of a word for a stage, in lower case; what stands in brackets is left out, and the
 * number of "Interview 2". */
static char *
plain_words(const char *words) {
  GString *plain = g_string_new(NULL);
  int depth = 0;
  for (const char *p = words; *p; p++) {
    depth += *p == '(' || *p == '[';
    depth -= depth > 0 && (*p == ')' || *p == ']');
    if (depth == 0 && (g_ascii_isalpha(*p) || *p == '-'))
      g_string_append_c(plain, g_ascii_tolower(*p));
    else if (plain->len && plain->str[plain->len - 1] != ' ')
      g_string_append_c(plain, ' ');
  }
  return g_strchomp(g_string_free(plain, FALSE));
}

static gboolean
group_has(GKeyFile *ini, const char *group, const char *words) {
  g_auto(GStrv) list = g_key_file_get_string_list(ini, group, "words", NULL, NULL);
  return list && g_strv_contains((const char *const *) list, words);
}

/* Read once, and kept as long as the process. */
static GKeyFile *
stage_words(void) {
  static GKeyFile *ini;
  static gsize loaded;
  if (g_once_init_enter(&loaded)) {
    ini = cr_data_ini("stages.ini");
    g_once_init_leave(&loaded, 1);
  }
  return ini;
}

gboolean
cr_stage_read(const char *words, CrStage *ret_stage, CrCloseReason *ret_reason) {
  GKeyFile *ini = stage_words();
  g_autofree char *plain = words ? plain_words(words) : NULL;
  if (plain == NULL || *plain == '\0')
    return FALSE;
  int close = cr_name_index(cr_close_names, plain);
  for (int i = CR_CLOSE_NONE + 1; close <= 0 && cr_close_names[i]; i++)
    if (group_has(ini, cr_close_names[i], plain))
      close = i;
  int stage = cr_name_index(cr_stage_names, plain);
  for (int i = 0; close <= 0 && stage < 0 && i < CR_STAGE_CLOSED; i++)
    if (group_has(ini, cr_stage_names[i], plain))
      stage = i;
  if (close <= 0 && (stage < 0 || stage == CR_STAGE_CLOSED))
    return FALSE;
  *ret_stage = close > 0 ? CR_STAGE_CLOSED : (CrStage) stage;
  *ret_reason = close > 0 ? (CrCloseReason) close : CR_CLOSE_NONE;
  return TRUE;
}
