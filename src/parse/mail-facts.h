#pragma once
/* What is true of a whole mail: questions, links, and above all of its hours: how near, asked for,
 * stated, moved, in whose company; whether the hour that it answers to lies ahead or behind. */
#include "parse/mail-private.h"

G_BEGIN_DECLS

/* "<answer>" and the like, as data/kind-words.tsv has it, in parts (the last is NULL) that are
 * valid during the call. */
typedef void (*CrFactFound)(const char *const *parts, gpointer data);

void cr_mail_find_facts(const CrMailView *view, const CrReading *reading, CrFactFound found,
                        gpointer data);

G_END_DECLS
