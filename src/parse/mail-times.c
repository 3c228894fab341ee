/* Which of the times that a mail names are the call's. */
#include "parse/mail-private.h"

#include <string.h>

/* The word before a byte of the text, at its own line; empty when there is none. */
static void
word_before(const char *text, guint32 at, const char **ret_word, gsize *ret_length) {
  while (at > 0 && !g_ascii_isalpha(text[at - 1]) && text[at - 1] != '\n')
    at--;
  guint32 from = at;
  while (from > 0 && g_ascii_isalpha(text[from - 1]))
    from--;
  *ret_word = text + from;
  *ret_length = at - from;
}

static gboolean
is_one_of(const char *word, gsize length, const char *const *list) {
  for (; *list; list++)
    if (strlen(*list) == length && g_ascii_strncasecmp(*list, word, length) == 0)
      return TRUE;
  return FALSE;
}

/* "by Friday at noon", "until 5pm" */
static gboolean
is_deadline(const char *text, const CrMention *mention) {
  static const char *const limits[] = {"by", "before", "until", "till", "deadline", "due", NULL};
  const char *word;
  gsize length;
  word_before(text, MIN((gsize) mention->offset, strlen(text)), &word, &length);
  return is_one_of(word, length, limits) ||
         g_ascii_strncasecmp(text + mention->offset, "by ", 3) == 0 ||
         g_ascii_strncasecmp(text + mention->offset, "until ", 6) == 0;
}

/* "our 2pm", "Monday's 9:30" */
gboolean
cr_mail_is_agreed_time(const CrMailView *view, const CrMention *mention) {
  guint32 at = view->subject_times ? 0 : mention->offset;
  const char *day = strstr(mention->text, "'s "), *typed = strstr(mention->text, "’s ");
  return (at >= 4 && g_ascii_strncasecmp(view->body->text + at - 4, "our ", 4) == 0) ||
         (mention->granularity == CR_GRANULARITY_INSTANT && (day || typed));
}

/* No comma, dash or bracket parts the two words. */
static gboolean
in_one_clause(const CrWords *words, guint one, guint other) {
  for (guint i = MIN(one, other) + 1; i <= MAX(one, other); i++)
    if (cr_word_at(words, i).class & CR_WORD_BREAK)
      return FALSE;
  return TRUE;
}

/* "I can't do 3", "a clash at four": said in the same clause. */
static gboolean
is_refused(const CrMailView *view, const CrMention *mention) {
  guint at = cr_words_at(view->body, mention->offset);
  for (guint i = 0; i < view->cues->len && at < view->body->words->len; i++) {
    const CrCue *cue = &cr_cue_at(view->cues, i);
    const CrSentence *sentence = &g_array_index(view->body->sentences, CrSentence, cue->sentence);
    if (cue->topic == CR_TOPIC_UNABLE && cue->weight >= 6 && !cue->question && !cue->supposed &&
        at >= sentence->first && at < sentence->end && in_one_clause(view->body, cue->first, at))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_hour(const CrMention *mention) {
  return mention->granularity == CR_GRANULARITY_INSTANT && cr_mention_is_of_call(mention);
}

/* Beside another hour the agreed one, and any that stands before "moved to 3", are left behind. */
static void
mark_old_hours(const CrMailView *view, CrReading *reading) {
  gboolean moved = FALSE, other = FALSE;
  for (guint i = reading->times->len; i > 0; i--) {
    CrMention *mention = reading->times->pdata[i - 1];
    if (!is_hour(mention))
      continue;
    gboolean agreed = cr_mail_is_agreed_time(view, mention);
    if (mention->role == CR_TIME_STATED && (moved || (agreed && other)))
      mention->role = CR_TIME_OLD;
    moved |= mention->role == CR_TIME_NEW;
    other |= !agreed;
  }
}

void
cr_mail_mark_other_times(const CrMailView *view, CrReading *reading) {
  if (view->subject_times)
    return;
  for (guint i = 0; i < reading->times->len; i++) {
    CrMention *mention = reading->times->pdata[i];
    if (mention->role == CR_TIME_STATED &&
        (is_deadline(view->body->text, mention) || is_refused(view, mention)))
      mention->role = CR_TIME_OTHER;
  }
  mark_old_hours(view, reading);
}

gboolean
cr_mail_is_time_of_call(const CrMention *mention) {
  return mention->role != CR_TIME_OLD && mention->role != CR_TIME_OTHER && !mention->past;
}

gboolean
cr_mail_is_hour_ahead(const CrReading *reading, const CrMention *mention) {
  return mention->granularity == CR_GRANULARITY_INSTANT && cr_mail_is_time_of_call(mention) &&
         mention->start > reading->date;
}
