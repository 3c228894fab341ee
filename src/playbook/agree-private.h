#pragma once
/* What the files of agreeing share. */
#include "playbook/agree.h"

G_BEGIN_DECLS

/* Whoever comes because nobody called just now is helped; last month's calls are not dug up. */
#define AGREE_NEWS_USEC CR_DAY_USEC

/* What is not known yet is taken from value, as one line. */
void agree_fill(char **target, const char *value);
/* NULL where a program wrote an address for a name. */
const char *agree_person_name(const char *name);
/* Whether the mail says so of that address, which is its sender's. */
gboolean agree_is_unread(const char *address, const CrReading *mail);
/* A country only where the zone has one; the number says more. */
void agree_settle_contact(CrInterview *iv, const char *zone);

/* What a call is about, as said beside its hour; NULL: not said. */
typedef struct {
  char *role, *company;
} CrTopicOfCall;
void agree_topic_clear(CrTopicOfCall *topic);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CrTopicOfCall, agree_topic_clear)
/* "about the Treasury role at Coho", "for Litware": in the first sentence of these bytes. */
gboolean agree_read_topic(const char *text, gsize length,
                          CrTopicOfCall *ret_topic); /* agree-topic.c */

G_END_DECLS
