/* Finds the phrases of data/phrases.ini in a text's words. A phrase has a bounded number of
 * elements and gaps, so the work for each word is bounded whatever the text is. */
#include "parse/mail-phrases.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define MAX_CUES 2000
#define NEGATION_REACH 4 /* words */
#define DENIAL_REACH 8   /* of who or what denies the whole: "none of our calls has been" */
#define FRAME_REACH 9    /* words between the parts of a frame */

typedef enum {
  SET_NEGATOR = 1,
  SET_STOP = 2,
  SET_HARMLESS = 4,
  SET_ASKING = 8,
  SET_DENIER = 16
} SetBits;
static guint8 sets_of[CR_MAX_VOCABLES]; /* by a word's number */
static guint16 no, one, you, i_word, we;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
load_sets(void) {
  static const char *const names[] = {"NEGATOR", "STOP", "HARMLESS", "ASKING", "DENIER"};
  for (guint i = 0; i < G_N_ELEMENTS(names); i++)
    for (const guint16 *id = cr_phrases_set(names[i]); *id; id++)
      sets_of[*id] |= 1 << i;
  no = cr_phrases_id("no");
  one = cr_phrases_id("one");
  you = cr_phrases_id("you");
  i_word = cr_phrases_id("i");
  we = cr_phrases_id("we");
}

static gboolean
is_negator(const CrWords *words, guint i) {
  guint16 id = cr_word_at(words, i).word;
  if (id != 0 && id == no) /* "no longer" and "no problem" negate nothing */
    return i + 1 >= words->n || !(sets_of[cr_word_at(words, i + 1).word] & SET_HARMLESS);
  return (sets_of[id] & SET_NEGATOR) != 0;
}

/* "None", "no one": the words behind it are denied up to their verb. */
static gboolean
is_denier(const CrWords *words, guint i) {
  guint16 id = cr_word_at(words, i).word;
  gboolean nobody = id && id == no && i + 1 < words->n && cr_word_at(words, i + 1).word == one;
  return nobody || (sets_of[id] & SET_DENIER) != 0;
}

#define MAX_CHOSEN 64
#define MAX_FITTING 32

/* A phrase whose anchor that word may be. */
typedef struct {
  const CrPhrase *phrase;
  guint at;
} Chosen;

/* The sentence in which phrases are looked for. */
typedef struct {
  const CrWords *words;
  const CrSentence *sentence;
  guint number;
  const guint64 *signatures; /* of its words, by their numbers */
  const CrPhraseIndex *index;
} Search;

/* Most words are told from most elements by their signatures alone. */
static gboolean
element_fits(const CrPhraseElement *element, const Search *search, guint at) {
  if (!(element->signature & search->signatures[at]))
    return FALSE;
  const CrWord *word = &cr_word_at(search->words, at);
  return element->any || (element->class & word->class) ||
         (word->word && *cr_element_slot(element, word->word));
}

typedef struct {
  const CrPhrase *phrase;
  const Search *search;
  guint end;        /* its words stand before this one */
  guint behind;     /* of one that matched: where it ends */
  gboolean negated; /* there is a negator among the words that a gap swallowed */
} Match;

static gboolean match_gap(Match *match, guint element, guint at);

/* Matches elements from one on against words from at on. Depth: the elements of a phrase. */
static gboolean
match_from(Match *match, guint element, guint at) {
  for (; element < match->phrase->n_elements; element++) {
    const CrPhraseElement *e = &match->phrase->elements[element];
    if (e->gap > 0)
      return match_gap(match, element, at);
    gboolean fits = at < match->end && element_fits(e, match->search, at);
    if (e->optional && fits && match_from(match, element + 1, at + 1))
      return TRUE;
    if (!e->optional && !fits)
      return FALSE;
    at += !e->optional;
  }
  match->behind = at;
  return TRUE;
}

/* What comes behind a gap mostly tells at once how many words it swallows. */
static gboolean
match_gap(Match *match, guint element, guint at) {
  const CrPhraseElement *e = &match->phrase->elements[element], *next = e + 1;
  guint plain =
      element + 1 < match->phrase->n_elements && next->gap == 0 && !next->optional ? 1 : 0;
  for (guint to = at, last = MIN(at + e->gap, match->end - plain); to <= last; to++) {
    if (plain && !element_fits(next, match->search, to))
      continue;
    if (match_from(match, element + 1 + plain, to + plain)) {
      for (; at < to; at++)
        match->negated |= is_negator(match->search->words, at);
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
negated_before(const Search *search, guint first) {
  const CrWords *words = search->words;
  for (guint i = first; i > search->sentence->first && first - i < DENIAL_REACH; i--) {
    if (cr_word_at(words, i).class & CR_WORD_BREAK)
      return FALSE;
    guint16 id = cr_word_at(words, i - 1).word;
    if (first - i < NEGATION_REACH ? is_negator(words, i - 1) : is_denier(words, i - 1))
      return TRUE;
    if (sets_of[id] & SET_STOP)
      return FALSE;
  }
  return FALSE;
}

static gboolean
match_any_row(const CrPhrase *row, Match *match, guint at) {
  for (match->phrase = row; match->phrase; match->phrase = match->phrase->other)
    if (element_fits(&match->phrase->elements[0], match->search, at) &&
        match_from(match, 1, at + 1))
      return TRUE;
  return FALSE;
}

/* Looks for a part of a frame around the words of its first one; widens the cue by it. */
static gboolean
find_part(const CrPhrase *part, const Search *search, guint at, guint behind, CrCue *cue) {
  const CrSentence *sentence = search->sentence;
  guint from = MAX(sentence->first + FRAME_REACH, at) - FRAME_REACH;
  Match match = {.search = search, .end = MIN(sentence->end, behind + FRAME_REACH)};
  for (guint i = from; i < match.end; i++) {
    if (!(part->begins & search->signatures[i]) || (!part->absent && i >= at && i < behind) ||
        !match_any_row(part, &match, i))
      continue;
    if (part->absent)
      return TRUE;
    cue->first = MIN(cue->first, i);
    cue->end = MAX(cue->end, match.behind);
    cue->negated |= match.negated || negated_before(search, i);
    return TRUE;
  }
  return FALSE;
}

/* Keeps them sorted; a row whose anchor stands for two classes is found twice. */
static void
add_cue(GArray *cues, const CrCue *cue) {
  guint i = cues->len;
  while (i > 0 && cr_cue_at(cues, i - 1).place > cue->place)
    i--;
  if (i > 0 && cr_cue_at(cues, i - 1).place == cue->place)
    return;
  if (i == cues->len)
    g_array_append_vals(cues, cue, 1);
  else
    g_array_insert_vals(cues, i, cue, 1);
}

/* Its anchor is there. */
static void
try_phrase(const CrPhrase *phrase, const Search *search, guint anchor, GArray *cues) {
  const CrSentence *sentence = search->sentence;
  Match match = {.phrase = phrase, .search = search, .end = sentence->end};
  guint at = anchor - phrase->before;
  if (anchor - sentence->first < phrase->before ||
      (phrase->flags & CR_PHRASE_QUESTION && !sentence->question) ||
      (phrase->flags & CR_PHRASE_STATEMENT && sentence->question) ||
      (phrase->anchored && at != sentence->first) || cues->len >= MAX_CUES)
    return;
  if ((phrase->before > 0 && !element_fits(&phrase->elements[0], search, at)) ||
      !match_from(&match, 1, at + 1))
    return;
  CrCue cue = {.topic = phrase->topic,
               .weight = phrase->weight,
               .first = at,
               .end = match.behind,
               .sentence = search->number,
               .question = sentence->question,
               .negated = match.negated || negated_before(search, at),
               .denies = (phrase->flags & CR_PHRASE_ANY_NEGATION) != 0,
               .row = phrase->row,
               .place = (guint64) at << 32 | phrase->number};
  for (const CrPhrase *part = phrase->next; part; part = part->next)
    if (find_part(part, search, at, match.behind, &cue) == part->absent)
      return;
  if (phrase->flags & CR_PHRASE_ANY_NEGATION)
    cue.negated = FALSE;
  cue.supposed = (phrase->flags & CR_PHRASE_ANY_CONDITION) != 0; /* undone by mark_supposed */
  add_cue(cues, &cue);
}

/* A condition of weight 10 holds for the rest of the sentence, a lighter one up to the next comma;
 * a story for the whole sentence. */
static gboolean
is_supposed(const CrWords *words, const CrCue *cue, const CrCue *others, guint n_others) {
  for (guint i = 0; i < n_others; i++) {
    const CrCue *other = &others[i];
    if (other->topic == CR_TOPIC_STORY && !other->negated)
      return TRUE;
    if (other->topic != CR_TOPIC_CONDITION || other->first > cue->first)
      continue;
    /* "asked if we could": a question in other words */
    if (other->weight < 10 && other->first > 0 &&
        sets_of[cr_word_at(words, other->first - 1).word] & SET_ASKING &&
        !(other->first > 1 && cr_word_at(words, other->first - 2).word == you))
      continue;
    /* "if possible I will call you": the condition ends where the promise begins */
    guint16 who = cr_word_at(words, cue->first).word;
    if (other->weight < 10 && cue->topic == CR_TOPIC_CALLER_RECRUITER && who &&
        (who == i_word || who == we) && cue->first > other->end)
      continue;
    gboolean broken = FALSE;
    for (guint w = other->first + 1; w <= cue->first; w++)
      broken |= (cr_word_at(words, w).class & CR_WORD_BREAK) != 0;
    if (other->weight >= 10 || !broken)
      return TRUE;
  }
  return FALSE;
}

static void
mark_supposed(const CrWords *words, GArray *cues, guint from) {
  gboolean any = FALSE;
  for (guint i = from; i < cues->len; i++) {
    CrTopic topic = cr_cue_at(cues, i).topic;
    any |= topic == CR_TOPIC_STORY || topic == CR_TOPIC_CONDITION;
  }
  for (guint i = from; i < cues->len && cues->len - from < 200; i++) {
    CrCue *cue = &cr_cue_at(cues, i);
    gboolean immune = cue->supposed;
    cue->supposed = any && !immune && cue->topic != CR_TOPIC_CONDITION &&
                    cue->topic != CR_TOPIC_STORY &&
                    is_supposed(words, cue, &cr_cue_at(cues, from), cues->len - from);
  }
}

/* "Please ignore the automatic cancellation": these words call nothing off. */
static void
mark_not_off(GArray *cues, guint from) {
  for (guint i = from; i < cues->len; i++) {
    const CrCue *not_off = &cr_cue_at(cues, i);
    if (not_off->topic != CR_TOPIC_NOT_OFF || not_off->negated || not_off->supposed)
      continue;
    for (guint k = from; k < cues->len; k++) {
      CrCue *cue = &cr_cue_at(cues, k);
      cue->negated |= cue->topic == (CrTopic) CR_MAIL_CANCELLATION && cue->first < not_off->end &&
                      not_off->first < cue->end;
    }
  }
}

static void
try_chosen(const Chosen *chosen, guint n, const Search *search, GArray *cues) {
  for (guint i = 0; i < n; i++)
    try_phrase(chosen[i].phrase, search, chosen[i].at, cues);
}

/* Chosen phrases come from memory while others are being chosen. What fits is counted, not branched
 * on: which one does is no processor's guess. */
static guint
choose(CrPhraseAnchors anchors, const Search *search, guint at, const guint64 *near, Chosen *chosen,
       guint n_chosen, GArray *cues) {
  for (guint from = 0; from < anchors.n; from += MAX_FITTING) {
    const guint64 *rarest = search->index->rarest + anchors.from + from;
    const CrPhraseAnchor *list = search->index->list + anchors.from + from;
    gsize fitting[MAX_FITTING], n = 0;
    for (gsize i = 0, end = MIN(anchors.n - from, MAX_FITTING); i < end; i++) {
      fitting[n] = i;
      n += cr_near_fits(rarest[i], near);
    }
    if (n_chosen + n > MAX_CHOSEN) {
      try_chosen(chosen, n_chosen, search, cues);
      n_chosen = 0;
    }
    for (gsize i = 0; i < n; i++) {
      const CrPhraseAnchor *anchor = &list[fitting[i]];
      __builtin_prefetch(anchor->phrase);
      __builtin_prefetch(&anchor->phrase->elements[1]);
      chosen[n_chosen] = (Chosen){anchor->phrase, at};
      gboolean fits = TRUE;
      for (guint need = 0; need < G_N_ELEMENTS(anchor->needs); need++)
        fits &= cr_near_fits(anchor->needs[need], near);
      n_chosen += fits;
    }
  }
  return n_chosen;
}

/* The signatures of a sentence's words, by their numbers, and nothing around them. */
static void
read_signatures(const CrWords *words, const CrSentence *sentence, guint64 *signatures) {
  for (guint i = sentence->first; i < sentence->end; i++) {
    const CrWord *word = &cr_word_at(words, i);
    signatures[i] = CR_SIGNATURE(word->bit, word->class) | CR_SIGNATURE_ALWAYS;
  }
  memset(signatures + (int) sentence->first - CR_NEAR_WORDS, 0, CR_NEAR_WORDS * sizeof *signatures);
  memset(signatures + sentence->end, 0, CR_NEAR_WORDS * sizeof *signatures);
}

static void
look_around(const guint64 *at, guint64 *ret_near) {
  ret_near[CR_NEAR_BEFORE] = at[-1];
  ret_near[CR_NEAR_BEFORE_2] = at[-2];
  ret_near[CR_NEAR_NEXT] = at[1];
  ret_near[CR_NEAR_NEXT_2] = at[2];
  ret_near[CR_NEAR_NEXT_4] = at[1] | at[2] | at[3] | at[4];
  ret_near[CR_NEAR_NEXT_8] = ret_near[CR_NEAR_NEXT_4] | at[5] | at[6] | at[7] | at[8];
}

static void
find_in_sentence(const Search *search, GArray *cues) {
  const CrSentence *sentence = search->sentence;
  const CrPhraseIndex *index = search->index;
  guint64 near[CR_N_NEAR] = {0};
  Chosen chosen[MAX_CHOSEN + 1]; /* the last one is not chosen yet */
  guint n = 0;
  for (guint at = sentence->first; at < sentence->end; at++) {
    near[CR_NEAR_ALL] |= search->signatures[at];
    __builtin_prefetch(index->rarest + index->of_words[cr_word_at(search->words, at).word].from);
  }
  for (guint at = sentence->first; at < sentence->end; at++) {
    const CrWord *word = &cr_word_at(search->words, at);
    look_around(search->signatures + at, near);
    if (word->word)
      n = choose(index->of_words[word->word], search, at, near, chosen, n, cues);
    for (guint left = word->class; left; left &= left - 1)
      n = choose(index->of_classes[__builtin_ctz(left)], search, at, near, chosen, n, cues);
  }
  try_chosen(chosen, n, search, cues);
}

GArray *
cr_words_cues(const CrWords *words) {
  pthread_once(&once, load_sets);
  const CrPhraseIndex *index = cr_phrases_index();
  GArray *cues = g_array_sized_new(FALSE, FALSE, sizeof(CrCue), 16);
  g_autofree guint64 *scratch = g_new(guint64, CR_NEAR_WORDS + words->n + CR_NEAR_WORDS);
  for (guint s = 0; s < words->sentences->len; s++) {
    const CrSentence *sentence = &g_array_index(words->sentences, CrSentence, s);
    guint from = cues->len;
    read_signatures(words, sentence, scratch + CR_NEAR_WORDS);
    find_in_sentence(&(Search){words, sentence, s, scratch + CR_NEAR_WORDS, index}, cues);
    mark_supposed(words, cues, from);
    mark_not_off(cues, from);
  }
  return cues;
}

char *
cr_words_quote(const CrWords *words, const CrCue *cue) {
  const CrSentence *sentence = &g_array_index(words->sentences, CrSentence, cue->sentence);
  guint first = sentence->first, last = sentence->end - 1;
  while (first < cue->first && cr_word_at(words, last).end - cr_word_at(words, first).start > 150)
    first++;
  guint32 from = cr_word_at(words, first).start, to = cr_word_at(words, last).end;
  while (words->text[to] && strchr(".!?)", words->text[to]))
    to++;
  g_autofree char *span = g_strndup(words->text + from, MIN(to - from, 1000));
  return cr_text_line(span, 160);
}
