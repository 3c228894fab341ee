#pragma once
/* An entry of ours in a calendar, as iCalendar text: a watched call, or a time held for one. All
 * times are UTC, so that no zone data are needed to read them. Source: RFC 5545, RFC 7986. */
#include "model/interview.h"
#include "model/profile.h"

G_BEGIN_DECLS

typedef enum {
  CR_ALARM_BEFORE = 1 << 0, /* 10 minutes before */
  CR_ALARM_AFTER = 1 << 1,  /* 5 minutes after the agreed time: have they called? */
} CrAlarms;

typedef enum {
  CR_ENTRY_CONFIRMED,
  CR_ENTRY_TENTATIVE,
  CR_ENTRY_CANCELLED,
} CrEntryStatus;

typedef struct {
  char *uid;
  CrInstant start, end;
  char *summary, *description, *location, *url;
  CrEntryStatus status;
  CrAlarms alarms;
} CrEntry;
void cr_entry_free(CrEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrEntry, cr_entry_free)

/* tag: this account's own, so that its entries are known again wherever they are met. It is kept in
 * the setting of this name once there is one. */
#define CR_ENTRY_TAG "calendar.tag"
CrEntry *cr_entry_of_interview(const CrInterview *interview, const char *tag);
/* A time that a letter offered, held until an answer comes. */
CrEntry *cr_entry_of_slot(const CrInterview *interview, const CrSlot *slot, const char *tag);
/* Whether an event found in a calendar was written by this account. Either may be NULL: no. */
gboolean cr_entry_is_ours(const char *uid, const char *tag);

/* Appends the VEVENT. stamp NONE and sequence 0 give a text that only differs when something that
 * we say differs. */
void cr_entry_append(GString *out, const CrEntry *entry, CrInstant stamp, int sequence);
/* "NAME:value" with value escaped as TEXT and folded at 75 bytes, between characters; nothing of a
 * value that is NULL or empty. Control characters are left out. */
void cr_entry_append_text(GString *out, const char *name, const char *value);
/* A whole content line, folded likewise. */
void cr_entry_append_line(GString *out, const char *line);
void cr_entry_append_instant(GString *out, const char *name, CrInstant instant); /* in UTC */
void cr_entry_append_begin(GString *out); /* BEGIN:VCALENDAR with version and product */
void cr_entry_append_end(GString *out);

G_END_DECLS
