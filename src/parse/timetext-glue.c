#include "parse/timetext-private.h"

#include <string.h>

/* What stands between the pieces of a time, and between times. */

/* "Time:", "Interview date -": up to four words and a colon at a line's start. */
static gboolean
read_label_words(CrReader *r) {
  guint i = r->i;
  gboolean label = FALSE;
  for (guint k = 0; k < 4 && cr_token(r, i)->kind == TOKEN_WORD; k++, i++)
    label |= (cr_token(r, i)->word->marks & MARK_LABEL) != 0;
  if (!label || !(cr_is_mark(r, i, ':') || cr_is_mark(r, i, '|') || cr_is_mark(r, i, '-')))
    return FALSE;
  r->i = i + 1;
  while (cr_token(r, r->i)->kind == TOKEN_MARK && strchr("*|:", cr_token(r, r->i)->mark))
    r->i++;
  return TRUE;
}

void
cr_read_glue(CrReader *r, CrGlue *glue) {
  memset(glue, 0, sizeof *glue);
  for (int k = 0; k < 6; k++) {
    const CrToken *t = cr_token(r, r->i);
    if (t->kind == TOKEN_BREAK) {
      if (glue->broke)
        return;
      glue->broke = TRUE;
      r->i++;
      while (cr_token(r, r->i)->kind == TOKEN_MARK && strchr("*|-", cr_token(r, r->i)->mark))
        r->i++;
      glue->label |= read_label_words(r);
    } else if (k == 0 && cr_is_mark(r, r->i, ')')) {
      r->i++; /* "10am PST (1pm EST) on Wednesday" */
    } else if (cr_is_mark(r, r->i, '(') && cr_token(r, r->i + 1)->word->zone &&
               cr_token(r, r->i + 2)->kind == TOKEN_MARK && cr_is_glued(r, r->i + 2)) {
      return; /* "2:00 PM | (UTC-06:00) Central Time": the bracket is the label's */
    } else if (t->kind == TOKEN_MARK && strchr(",(-|:@*~[;", t->mark)) {
      if (t->mark == ';' || (t->mark == '-' && cr_is_glued(r, r->i) && cr_is_glued(r, r->i + 1)))
        return;
      glue->comma |= t->mark == ',';
      glue->bracket |= t->mark == '(' || t->mark == '[';
      glue->support |= t->mark == '@' || t->mark == '|';
      r->i++;
    } else {
      switch ((CrKeyword) t->word->keyword) {
      case W_AT:
      case W_AROUND:
      case W_FROM:
      case W_ON:
      case W_FOR:
      case W_IE:
      case W_EARLY:
        if (t->word->keyword == W_EARLY && !(t->word->marks & MARK_CUE))
          return; /* "start", "beginning" */
        if (t->word->keyword == W_AT && cr_is_mark(r, r->i + 1, '.') && cr_is_glued(r, r->i + 1))
          r->i++; /* "kl. 9.00" */
        glue->support |=
            t->word->keyword != W_ON && t->word->keyword != W_FOR && t->word->keyword != W_IE;
        break;
      case W_BETWEEN:
        glue->between = glue->support = TRUE;
        glue->bound = BOUND_WITHIN;
        break;
      case W_ANYTIME:
        glue->bound = BOUND_WITHIN;
        break;
      case W_AFTER:
        if (cr_token(r, r->i + 1)->word->part == 5)
          return; /* "tomorrow after lunch" */
        glue->bound = BOUND_AFTER;
        glue->support = TRUE;
        break;
      case W_BEFORE:
      case W_BY:
      case W_UNTIL:
        glue->bound = BOUND_BEFORE;
        glue->support = TRUE;
        break;
      case W_THE:
        if (cr_token(r, r->i + 1)->word->part == 0)
          return;
        break;
      case W_IN: /* "Tuesday in the morning" */
        if (cr_keyword(r, r->i + 1) != W_THE || cr_token(r, r->i + 2)->word->part == 0)
          return;
        r->i++;
        break;
      default: {
        char word[12];
        if (!cr_join_words(r, r->i, 1, word, sizeof word) ||
            (strcmp(word, "starting") != 0 && strcmp(word, "beginning") != 0 &&
             strcmp(word, "any") != 0 && strcmp(word, "both") != 0 && strcmp(word, "either") != 0 &&
             strcmp(word, "say") != 0 && !(strcmp(word, "time") == 0 && glue->word)))
          return;
        glue->support |= strcmp(word, "say") == 0; /* "Friday, say nine" */
      }
      }
      glue->word = TRUE;
      r->i++;
    }
  }
}

/* "2pm here, so 9 in the morning where you are" */
static gboolean
is_so(const CrReader *r, guint i) {
  char word[8];
  return cr_token(r, i)->end - cr_token(r, i)->start == 2 &&
         cr_join_words(r, i, 1, word, sizeof word) && strcmp(word, "so") == 0;
}

/* How the when at start follows the one before. */
char
cr_joint_of(const CrReader *r, guint from, guint to) {
  char joint = 0;
  if (to < from || to - from > 6)
    return 0;
  if (from == to)
    return ' ';
  for (guint i = from; i < to; i++) {
    const CrToken *t = cr_token(r, i);
    CrKeyword word = (CrKeyword) t->word->keyword;
    char here = 0;
    if (t->kind == TOKEN_BREAK)
      here = 'b';
    else if (t->kind == TOKEN_MARK && strchr("/=(", t->mark))
      here = t->mark;
    else if (t->kind == TOKEN_MARK && strchr(",;", t->mark))
      here = ',';
    else if (t->kind == TOKEN_MARK && t->mark == '|')
      here = ',';
    else if (t->kind == TOKEN_MARK && strchr("*-)~:", t->mark))
      here = joint;
    else if (cr_is_mark(r, i, '>'))
      here = '>';
    else if (word == W_OR || word == W_AND || cr_is_mark(r, i, '&'))
      here = 'o';
    else if (word == W_IS || word == W_IE || word == W_WHICH || is_so(r, i))
      here = '=';
    else if (word == W_TO || word == W_UNTIL)
      here = 't';
    else if (word == W_MY || word == W_YOUR)
      here = joint;
    else if (word == W_AT || word == W_ON || word == W_THE || word == W_AROUND || word == W_FROM ||
             word == W_BETWEEN || word == W_AFTER || word == W_BEFORE || word == W_BY)
      here = joint ? joint : ' ';
    else if (word == W_THAT && cr_keyword(r, i + 1) == W_IS) /* "that is 9:00 for you" */
      here = '=';
    else
      return 0;
    if (joint == 0 || joint == ' ' || here == '=' || here == '(' || here == '/' || here == '>' ||
        (joint == ',' && here == 'o'))
      joint = here;
  }
  return joint;
}

/* "On Mon, Nov 23, 2026 at 4:05 PM Dana wrote:", "Sent: Monday …": who wrote when is no offer. */
guint
cr_skip_header_line(const CrReader *r, guint i) {
  const CrToken *t = cr_token(r, i), *next = cr_token(r, i + 1);
  guint end = i;
  gboolean wrote = FALSE;
  if (t->kind != TOKEN_WORD)
    return i;
  gboolean label = cr_is_mark(r, i + 1, ':');
  gboolean header = t->word->marks & MARK_HEADER && label;
  gboolean on = t->word->keyword == W_ON && t->title &&
                (next->word->weekday || next->word->month || next->kind == TOKEN_NUMBER);
  if (label && !header && next->kind == TOKEN_MARK) { /* Date: between From: and To: */
    char name[12];
    if (cr_join_words(r, i, 1, name, sizeof name) && strcmp(name, "date") == 0) {
      guint k = i;
      while (k < r->n && k < i + 40 && cr_token(r, k)->kind != TOKEN_BREAK)
        k++;
      char after[12] = "";
      cr_join_words(r, k + 1, 1, after, sizeof after);
      header =
          cr_is_mark(r, k + 2, ':') &&
          (strcmp(after, "to") == 0 || strcmp(after, "subject") == 0 || strcmp(after, "from") == 0);
    }
  }
  if (!header && !on)
    return i;
  for (; end < r->n && end < i + 60; end++) {
    const CrToken *e = cr_token(r, end);
    char word[8];
    if (e->kind == TOKEN_BREAK && (header || e->breaks > 1))
      break;
    if (on && e->kind == TOKEN_WORD && cr_join_words(r, end, 1, word, sizeof word) &&
        strcmp(word, "wrote") == 0 && cr_is_mark(r, end + 1, ':'))
      wrote = TRUE;
    if (wrote)
      break;
  }
  return header || wrote ? end : i;
}
