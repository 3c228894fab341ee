/* Emptying what was wrong, and making one of two that are the same. */
#include "playbook/pursuit-private.h"

#include "base/text.h"

#include <string.h>

static char **
detail(CrDetails *details, const char *name) {
  for (const CrField *field = cr_details_record.fields; field->name; field++)
    if (strcmp(field->name, name) == 0)
      return &G_STRUCT_MEMBER(char *, details, field->offset);
  return NULL;
}

static void
drop_contact(CrApplication *a, const CrContact *contact) {
  for (guint i = a->contacts->len; i > 0; i--) {
    CrContact *known = a->contacts->pdata[i - 1];
    if (!pursuit_same_person(known, contact) &&
        !(contact->phone && cr_text_equal(known->phone, contact->phone)))
      continue;
    cr_contact_free(known);
    g_ptr_array_remove_index(a->contacts, i - 1);
  }
}

static void
drop_interview(CrApplication *a, int interview) {
  for (guint i = a->interviews->len; i > 0; i--) {
    CrLinked *linked = a->interviews->pdata[i - 1];
    if (linked->interview != interview)
      continue;
    cr_linked_free(linked);
    g_ptr_array_remove_index(a->interviews, i - 1);
  }
}

void
pursuit_clear(CrApplication *a, const CrChange *change) {
  for (char **name = change->clears; name && *name; name++) {
    char **value = detail(&a->details, *name);
    if (value)
      g_clear_pointer(value, g_free);
    else if (strcmp(*name, "contact") == 0)
      drop_contact(a, &change->contact);
    else if (strcmp(*name, "interview") == 0)
      drop_interview(a, change->interview);
  }
}

char *
pursuit_clear_words(const CrChange *change) {
  g_autofree char *names = g_strjoinv(", ", change->clears);
  if (strcmp(names, "interview") == 0)
    return g_strdup_printf("call %d is not about it", change->interview);
  if (strcmp(names, "contact") == 0)
    return g_strdup_printf("contact removed: %s", change->contact.name    ? change->contact.name
                                                  : change->contact.email ? change->contact.email
                                                                          : "");
  return g_strdup_printf("details changed; emptied: %s", names);
}

/* Merging */

/* What stands in both and differs is kept under a name that says where it is from. */
static void
keep_other(CrApplication *a, const char *name, const char *value, int id) {
  if (a->extras->len >= CR_MAX_EXTRAS)
    return;
  CrExtra *extra = cr_extra_new();
  extra->name = g_strdup_printf("%s (application %d)", name, id);
  extra->value = g_strdup(value);
  g_ptr_array_add(a->extras, extra);
}

static void
merge_details(CrApplication *a, const CrApplication *other) {
  for (const CrField *field = cr_details_record.fields; field->name; field++) {
    char **mine = &G_STRUCT_MEMBER(char *, &a->details, field->offset);
    const char *theirs = G_STRUCT_MEMBER(char *, &other->details, field->offset);
    if (theirs == NULL || *theirs == '\0' || cr_text_equal(*mine, theirs))
      continue;
    if (*mine == NULL || **mine == '\0') {
      g_free(*mine);
      *mine = g_strdup(theirs);
    } else if (strcmp(field->name, "notes") == 0) {
      char *both = g_strconcat(*mine, "\n", theirs, NULL);
      g_free(*mine);
      *mine = both;
    } else {
      keep_other(a, field->name, theirs, other->id);
    }
  }
}

static void
merge_extras(CrApplication *a, const CrApplication *other) {
  for (guint i = 0; i < other->extras->len; i++) {
    const CrExtra *extra = other->extras->pdata[i], *known = NULL;
    for (guint k = 0; k < a->extras->len && known == NULL; k++)
      if (g_strcmp0(((CrExtra *) a->extras->pdata[k])->name, extra->name) == 0)
        known = a->extras->pdata[k];
    if (known == NULL && a->extras->len < CR_MAX_EXTRAS)
      g_ptr_array_add(a->extras, cr_extra_copy(extra));
    else if (known && g_strcmp0(known->value, extra->value) != 0)
      keep_other(a, extra->name, extra->value, other->id);
  }
}

static int
compare_mails(gconstpointer a, gconstpointer b) {
  const CrMailRef *x = *(CrMailRef *const *) a, *y = *(CrMailRef *const *) b;
  return (x->at > y->at) - (x->at < y->at);
}

static int
compare_steps(gconstpointer a, gconstpointer b) {
  const CrStageStep *x = *(CrStageStep *const *) a, *y = *(CrStageStep *const *) b;
  return (x->at > y->at) - (x->at < y->at);
}

static void
merge_mails(CrApplication *a, const CrApplication *other) {
  for (guint i = 0; i < other->mails->len; i++) {
    const CrMailRef *mail = other->mails->pdata[i];
    gboolean known = FALSE;
    for (guint k = 0; k < a->mails->len; k++)
      known = known ||
              (mail->message_id &&
               cr_text_equal(((CrMailRef *) a->mails->pdata[k])->message_id, mail->message_id));
    if (!known)
      g_ptr_array_add(a->mails, cr_mail_ref_copy(mail));
  }
  g_ptr_array_sort(a->mails, compare_mails);
  while (a->mails->len > CR_MAX_APPLICATION_MAILS) {
    cr_mail_ref_free(a->mails->pdata[0]);
    g_ptr_array_remove_index(a->mails, 0);
  }
}

static CrInstant
last_step(const CrApplication *a) {
  return a->history->len ? ((CrStageStep *) a->history->pdata[a->history->len - 1])->at
                         : CR_INSTANT_NONE;
}

static void
merge_stage(CrApplication *a, const CrApplication *other) {
  gboolean one_closed = (a->stage == CR_STAGE_CLOSED) != (other->stage == CR_STAGE_CLOSED);
  gboolean theirs =
      one_closed ? last_step(other) > last_step(a) : (int) other->stage > (int) a->stage;
  if (theirs) {
    a->stage = other->stage;
    a->reason = other->reason;
  }
  for (int stage = 0; stage < CR_N_STAGES; stage++) {
    CrInstant mine = cr_reached_at(&a->reached, (CrStage) stage),
              at = cr_reached_at(&other->reached, (CrStage) stage);
    if (at != CR_INSTANT_NONE && (mine == CR_INSTANT_NONE || at < mine))
      cr_reached_set(&a->reached, (CrStage) stage, at);
  }
  if (a->stage != CR_STAGE_CLOSED)
    a->reached.closed = CR_INSTANT_NONE;
  for (guint i = 0; i < other->history->len; i++)
    g_ptr_array_add(a->history, cr_stage_step_copy(other->history->pdata[i]));
  g_ptr_array_sort(a->history, compare_steps);
}

static void
merge_plan(CrApplication *a, const CrApplication *other) {
  if (a->proposal.at == CR_INSTANT_NONE)
    cr_record_assign(&cr_proposal_record, &a->proposal, &other->proposal);
  if (other->next && a->next) {
    keep_other(a, "planned", other->next, other->id);
  } else if (other->next) {
    a->next = g_strdup(other->next);
    a->next_at = other->next_at;
  }
}

void
cr_pursuit_merge(CrApplication *a, const CrApplication *other) {
  merge_details(a, other);
  merge_extras(a, other);
  merge_mails(a, other);
  merge_stage(a, other);
  merge_plan(a, other);
  for (guint i = 0; i < other->contacts->len; i++)
    pursuit_take_contact(a, other->contacts->pdata[i]);
  for (guint i = 0; i < other->interviews->len; i++) {
    drop_interview(a, ((CrLinked *) other->interviews->pdata[i])->interview);
    g_ptr_array_add(a->interviews, cr_linked_copy(other->interviews->pdata[i]));
  }
  a->follow_ups = other->heard > a->heard   ? other->follow_ups
                  : other->heard < a->heard ? a->follow_ups
                                            : MAX(a->follow_ups, other->follow_ups);
  a->added = MIN(a->added, other->added);
  a->heard = MAX(a->heard, other->heard);
  a->wrote = MAX(a->wrote, other->wrote);
  a->moved_by_hand = MAX(a->moved_by_hand, other->moved_by_hand);
}
