/* What each of several calls is about that one mail promises. */
#include "playbook/agree-private.h"

#include "base/text.h"
#include "playbook/letter.h"

#include <string.h>

#define MAX_TOPIC_WORDS 40
#define MAX_ROLE_WORDS 6

/* The words from one byte up to another of its sentence; a comma, bracket or dash keeps its place.
 */
static char **
words_between(const char *from, gsize length) {
  gsize n = 0;
  while (n < length && from[n] != '\n' && !strchr("!?;", from[n]) &&
         !(from[n] == '.' && (n + 1 == length || from[n + 1] == ' ' || from[n + 1] == '\n')))
    n++;
  g_autofree char *part = g_strndup(from, n);
  return g_strsplit(part, " ", MAX_TOPIC_WORDS);
}

static gboolean
is_one_of(const char *word, const char *const *list) {
  gsize length = word ? strcspn(word, ",:)") : 0;
  for (; *list && length; list++)
    if (strlen(*list) == length && g_ascii_strncasecmp(*list, word, length) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_capital(const char *word) {
  return word && g_unichar_isupper(g_utf8_get_char(word));
}

static char *
join(char **words, guint from, guint end) {
  g_autoptr(GString) out = g_string_new(NULL);
  for (guint i = from; i < end; i++)
    g_string_append_printf(out, "%s%s", out->len ? " " : "", words[i]);
  g_string_truncate(out, strcspn(out->str, ",:)"));
  return cr_text_line(out->str, 80);
}

/* The capitals from word i on: "Coho", "Alpine Ski House". */
static char *
read_company(char **words, guint i) {
  guint end = i;
  while (end < i + 4 && is_capital(words[end])) {
    gboolean last = strpbrk(words[end], ",:)") != NULL;
    end++;
    if (last)
      break;
  }
  return end > i ? join(words, i, end) : NULL;
}

gboolean
agree_read_topic(const char *text, gsize length, CrTopicOfCall *ret) {
  static const char *const leads[] = {"about", "regarding", "concerning", "re", "for", NULL};
  static const char *const articles[] = {"the", "their", "our", "a", "an", NULL};
  static const char *const nouns[] = {"role",    "position", "job",        "opening",
                                      "vacancy", "post",     "assignment", NULL};
  static const char *const places[] = {"at", "with", "for", NULL};
  g_auto(GStrv) words = words_between(text, length);
  guint n = g_strv_length(words);
  for (guint i = 0; i + 1 < n; i++) {
    if (!is_one_of(words[i], leads))
      continue;
    guint from = i + 1 + is_one_of(words[i + 1], articles), end = from;
    while (end < MIN(n, from + MAX_ROLE_WORDS) && !is_one_of(words[end], nouns))
      end++;
    gboolean named = end > from && end < n && is_one_of(words[end], nouns);
    gboolean placed = named && end + 2 < n + 1 && is_one_of(words[end + 1], places);
    *ret = (CrTopicOfCall){.role = named ? join(words, from, end) : NULL,
                           .company = placed  ? read_company(words, end + 2)
                                      : named ? NULL
                                              : read_company(words, from)};
    if (ret->role || ret->company)
      return TRUE;
  }
  return FALSE;
}

void
agree_topic_clear(CrTopicOfCall *topic) {
  g_clear_pointer(&topic->role, g_free);
  g_clear_pointer(&topic->company, g_free);
}
