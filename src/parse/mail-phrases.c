#include "parse/mail-phrases.h"

#include "base/data.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS 16384        /* a power of two, some times the vocabulary */
#define CACHE_LINE 64      /* bytes */
#define POPULAR_CLASS 1000 /* more than any word */

static const char *const topic_names[CR_N_TOPICS] = {"generic",
                                                     "bounce",
                                                     "out-of-office",
                                                     "rejection",
                                                     "on-hold",
                                                     "recruiter-change",
                                                     "apology-late",
                                                     "cancellation",
                                                     "reschedule-request",
                                                     "new-time",
                                                     "scheduling-link",
                                                     "confirmation",
                                                     "ooo-subject",
                                                     "absence-talk",
                                                     "story",
                                                     "condition",
                                                     "receipt",
                                                     "by-itself",
                                                     "passes-on",
                                                     "speaks",
                                                     "not-off",
                                                     "unable",
                                                     "elsewhere",
                                                     "firm",
                                                     "asked",
                                                     "accepts",
                                                     "moved",
                                                     "apologizes",
                                                     "promise",
                                                     "return-on",
                                                     "return-until",
                                                     "return-through",
                                                     "away-on",
                                                     "on-leave",
                                                     "deputy",
                                                     "takes-over",
                                                     "caller-recruiter",
                                                     "caller-candidate",
                                                     "caller-both",
                                                     "caller-other",
                                                     "phone-candidate",
                                                     "phone-contact",
                                                     "phone-dial-in",
                                                     "phone-caller-id",
                                                     "phone-not",
                                                     "phone-listed",
                                                     "own-call",
                                                     "public"};

static const struct {
  const char *name;
  guint8 class;
} class_names[] = {
    {"<when>", CR_WORD_WHEN},   {"<num>", CR_WORD_NUMBER}, {"<t>", CR_WORD_WHEN | CR_WORD_NUMBER},
    {"<email>", CR_WORD_EMAIL}, {"<url>", CR_WORD_URL},    {"<name>", CR_WORD_UPPER},
    {"<clock>", CR_WORD_CLOCK}};

static CrVocable vocables[CR_MAX_VOCABLES];
static guint n_vocables = 1; /* 0 is every other word */
static guint16 slots[SLOTS];
static GPtrArray *phrases;                              /* CrPhrase, as they are written */
static CrPhraseAnchors anchors_of[CR_MAX_VOCABLES + 8]; /* of the words, then of the classes */
static CrPhraseIndex phrase_index = {.of_words = anchors_of,
                                     .of_classes = anchors_of + CR_MAX_VOCABLES};
static GHashTable *sets; /* name -> guint16 words, ending with 0 */
static GKeyFile *irregular;
static guint faults;
static guint16 near_days[3];
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* The slot of a word with NULs behind it, or the empty one that tells it is none of a phrase. */
static guint
slot_of(const char text[CR_VOCABLE_ROOM]) {
  guint slot = cr_text_hash(text, CR_VOCABLE_ROOM) & (SLOTS - 1);
  while (slots[slot] && memcmp(vocables[slots[slot]].text, text, CR_VOCABLE_ROOM) != 0)
    slot = (slot + 1) & (SLOTS - 1);
  return slot;
}

static void *
alloc_lines(gsize bytes) {
  return aligned_alloc(CACHE_LINE, (bytes + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE);
}

static guint16
intern(const char *word) {
  gsize length = strlen(word);
  char text[CR_VOCABLE_ROOM] = {0};
  g_assert(length < CR_VOCABLE_ROOM);
  memcpy(text, word, length);
  guint slot = slot_of(text);
  if (slots[slot] == 0 && n_vocables < CR_MAX_VOCABLES) {
    vocables[n_vocables] = (CrVocable){.id = n_vocables};
    memcpy(vocables[n_vocables].text, text, sizeof text);
    slots[slot] = n_vocables++;
  }
  return slots[slot];
}

static void
add_id(GArray *out, const char *word) {
  guint16 id = intern(word);
  g_array_append_val(out, id);
}

static gboolean
is_vowel(char c) {
  return strchr("aeiou", c) != NULL;
}

/* "chat", "stop", "plan": its last letter is doubled before an ending. */
static gboolean
doubles(const char *word, gsize n) {
  return n >= 3 && n <= 4 && !is_vowel(word[n - 1]) && !strchr("wxy", word[n - 1]) &&
         is_vowel(word[n - 2]) && !is_vowel(word[n - 3]);
}

/* "move+" is move, moves, moved, moving; what is not formed so stands in [irregular]. */
static void
add_inflected(GArray *out, const char *word) {
  g_autofree char *others = g_key_file_get_string(irregular, "irregular", word, NULL);
  add_id(out, word);
  if (others) {
    g_auto(GStrv) forms = g_strsplit(others, " ", -1);
    for (guint i = 0; forms[i]; i++)
      add_id(out, forms[i]);
    return;
  }
  gsize n = strlen(word);
  char last = word[n - 1];
  gboolean e = last == 'e', y = last == 'y' && n > 1 && !is_vowel(word[n - 2]);
  gboolean hisses =
      strchr("sxz", last) || g_str_has_suffix(word, "ch") || g_str_has_suffix(word, "sh");
  int stem = n - (e || y);
  const char *twice = doubles(word, n) ? word + n - 1 : "";
  char form[2 * CR_VOCABLE_ROOM];
  g_snprintf(form, sizeof form, "%.*s%s", stem, word, y ? "ies" : e || hisses ? "es" : "s");
  add_id(out, form);
  g_snprintf(form, sizeof form, "%.*s%s%s", stem, word, twice, y ? "ied" : "ed");
  add_id(out, form);
  g_snprintf(form, sizeof form, "%.*s%s%s", stem, word, twice, y ? "ying" : "ing");
  add_id(out, form);
}

static void
add_written(GArray *out, char *word) {
  gsize n = strlen(word);
  if (n < 2 || word[n - 1] != '+') {
    add_id(out, word);
    return;
  }
  word[n - 1] = '\0';
  add_inflected(out, word);
}

static void
load_sets(GKeyFile *file) {
  g_auto(GStrv) names = g_key_file_get_keys(file, "sets", NULL, NULL);
  for (guint i = 0; names && names[i]; i++) {
    g_autofree char *value = g_key_file_get_string(file, "sets", names[i], NULL);
    g_auto(GStrv) words = g_strsplit(value, " ", -1);
    GArray *ids = g_array_new(TRUE, TRUE, sizeof(guint16));
    for (guint j = 0; words[j]; j++)
      if (words[j][0] == '$') { /* a set before this one */
        const guint16 *other = g_hash_table_lookup(sets, words[j] + 1);
        for (; other && *other; other++)
          g_array_append_val(ids, *other);
      } else if (words[j][0]) {
        add_written(ids, words[j]);
      }
    g_hash_table_insert(sets, (gpointer) g_strdup(names[i]), g_array_free(ids, FALSE));
  }
}

static const guint16 *
find_set(const char *name) {
  static const guint16 none[] = {0};
  const guint16 *words = g_hash_table_lookup(sets, name);
  if (words == NULL) {
    g_error("data/phrases.ini: no set %s", name);
    faults++;
  }
  return words ? words : none;
}

static guint8
class_named(const char *name) {
  for (guint i = 0; i < G_N_ELEMENTS(class_names); i++)
    if (strcmp(name, class_names[i].name) == 0)
      return class_names[i].class;
  return 0;
}

static void
add_words(GArray *out, guint8 *class, char *alternatives) {
  for (char *one; (one = strsep(&alternatives, "|"));)
    if (one[0] == '$') {
      for (const guint16 *word = find_set(one + 1); *word; word++)
        g_array_append_val(out, *word);
    } else if (one[0] == '<') {
      *class |= class_named(one);
    } else {
      add_written(out, one);
    }
}

/* Thousands are read whenever the program starts to read mail: in place, with words for scratch. */
static CrPhraseElement
read_element(char *written, GArray *words) {
  CrPhraseElement element = {0};
  if (strcmp(written, "..") == 0 || strcmp(written, "...") == 0) {
    element.gap = written[2] ? 7 : 3;
    element.words = g_new0(guint16, 1);
    return element;
  }
  gsize length = strlen(written);
  if (length > 1 && written[length - 1] == '?') {
    written[length - 1] = '\0';
    element.optional = TRUE;
  }
  element.any = strcmp(written, "*") == 0;
  g_array_set_size(words, 0);
  if (!element.any)
    add_words(words, &element.class, written);
  element.signature = element.any ? CR_SIGNATURE_ALWAYS : (guint64) element.class << 1;
  while (element.mask + 1u < 2 * words->len)
    element.mask = element.mask * 2 + 1;
  element.words = g_new0(guint16, element.mask + 1u);
  for (guint i = 0; i < words->len; i++) {
    guint16 id = g_array_index(words, guint16, i);
    element.signature |= CR_SIGNATURE(CR_SIGNATURE_BIT(id), 0);
    *cr_element_slot(&element, id) = id;
  }
  return element;
}

/* How often it fits by chance: the bits of its signature times the words that are looked at. */
static int
chance_of(guint64 near) {
  static const int words[CR_N_NEAR] = {1, 1, 1, 1, 4, 8, 16};
  return __builtin_popcountll(near & ~CR_NEAR_MASK) * words[near >> CR_NEAR_SHIFT];
}

static int
compare_chances(gconstpointer a, gconstpointer b) {
  return chance_of(*(const guint64 *) a) - chance_of(*(const guint64 *) b);
}

static gboolean
is_required(const CrPhraseElement *element) {
  return !element->gap && !element->optional && !element->any;
}

/* How many elements its words stand in tells how frequent they are in mails, too. */
static guint
popularity_of(const CrPhraseElement *element, const guint *popularity) {
  guint sum = __builtin_popcount(element->class) * POPULAR_CLASS;
  for (guint i = 0; i <= element->mask; i++)
    sum += popularity[element->words[i]];
  return element->any ? G_MAXUINT : sum;
}

/* How many elements from the first on stand at a known distance from it. */
static guint
count_fixed(const CrPhrase *phrase) {
  guint n = 0;
  while (n < phrase->n_elements && !phrase->elements[n].gap && !phrase->elements[n].optional)
    n++;
  return n;
}

static void
add_need(GArray *needs, CrNear where, guint64 signature) {
  guint64 need = (guint64) where << CR_NEAR_SHIFT | signature;
  g_array_append_val(needs, need);
}

/* Where an element of the phrase stands, as seen from its anchor. */
static CrNear
where_is(const CrPhrase *phrase, guint anchor, guint at) {
  if (at < anchor)
    return anchor - at == 1 ? CR_NEAR_BEFORE : anchor - at == 2 ? CR_NEAR_BEFORE_2 : CR_NEAR_ALL;
  guint reach = 0;
  gboolean fixed = TRUE;
  for (guint i = anchor + 1; i <= at; i++) {
    const CrPhraseElement *element = &phrase->elements[i];
    reach += element->gap ? element->gap : 1;
    fixed &= !element->gap && !element->optional;
  }
  return reach == 1            ? CR_NEAR_NEXT
         : reach == 2 && fixed ? CR_NEAR_NEXT_2
         : reach <= 4          ? CR_NEAR_NEXT_4
         : reach <= 8          ? CR_NEAR_NEXT_8
                               : CR_NEAR_ALL;
}

/* A phrase under one of the words, or classes, of its anchor. */
typedef struct {
  guint key; /* of anchors_of */
  guint64 rarest;
  CrPhraseAnchor anchor;
} Entry;

/* What must stand around the anchor besides, the rarest first. */
static Entry
entry_of(const CrPhrase *phrase) {
  g_autoptr(GArray) needs = g_array_new(FALSE, FALSE, sizeof(guint64));
  Entry entry = {.anchor.phrase = phrase};
  for (guint i = 0; i < phrase->n_elements; i++)
    if (i != phrase->before && is_required(&phrase->elements[i]))
      add_need(needs, where_is(phrase, phrase->before, i), phrase->elements[i].signature);
  for (const CrPhrase *part = phrase->next; part; part = part->next) {
    if (!part->absent)
      add_need(needs, CR_NEAR_ALL, part->begins);
    for (guint i = 1; i < part->n_elements && !part->absent && !part->other; i++)
      if (is_required(&part->elements[i]))
        add_need(needs, CR_NEAR_ALL, part->elements[i].signature);
  }
  g_array_sort(needs, compare_chances);
  while (needs->len < CR_MAX_NEEDS)
    add_need(needs, CR_NEAR_ALL, CR_SIGNATURE_ALWAYS);
  entry.rarest = g_array_index(needs, guint64, 0);
  memcpy(entry.anchor.needs, &g_array_index(needs, guint64, 1), sizeof entry.anchor.needs);
  return entry;
}

static void
choose_anchor(CrPhrase *phrase, const guint *popularity) {
  guint fixed = count_fixed(phrase), least = G_MAXUINT;
  for (guint i = 0; i < fixed; i++) {
    guint popular = popularity_of(&phrase->elements[i], popularity);
    if (popular < least) {
      least = popular;
      phrase->before = i;
    }
  }
}

static void
add_entry(GArray *entries, Entry entry, guint key) {
  entry.key = key;
  g_array_append_val(entries, entry);
}

static int
compare_keys(gconstpointer a, gconstpointer b) {
  return (int) ((const Entry *) a)->key - (int) ((const Entry *) b)->key;
}

/* Those of each key together, in their order. */
static void
pack_entries(GArray *entries) {
  guint64 *rarest = alloc_lines(entries->len * sizeof *rarest);
  CrPhraseAnchor *list = alloc_lines(entries->len * sizeof *list);
  g_array_sort(entries, compare_keys);
  for (guint i = 0; i < entries->len; i++) {
    const Entry *entry = &g_array_index(entries, Entry, i);
    CrPhraseAnchors *anchors = &anchors_of[entry->key];
    if (anchors->n++ == 0)
      anchors->from = i;
    rarest[i] = entry->rarest;
    list[i] = entry->anchor;
  }
  phrase_index.rarest = rarest;
  phrase_index.list = list;
}

static void
index_phrases(void) {
  g_autofree guint *popularity = g_new0(guint, CR_MAX_VOCABLES);
  for (guint i = 0; i < phrases->len; i++) {
    const CrPhrase *phrase = phrases->pdata[i];
    for (guint j = 0; j < phrase->n_elements; j++) {
      const CrPhraseElement *element = &phrase->elements[j];
      for (guint slot = 0; slot <= element->mask; slot++)
        popularity[element->words[slot]]++;
    }
  }
  popularity[0] = 0; /* no word */
  g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(Entry));
  for (guint i = 0; i < phrases->len; i++) {
    CrPhrase *phrase = phrases->pdata[i];
    choose_anchor(phrase, popularity);
    Entry entry = entry_of(phrase);
    const CrPhraseElement *element = &phrase->elements[phrase->before];
    for (guint slot = 0; slot <= element->mask; slot++)
      if (element->words[slot])
        add_entry(entries, entry, element->words[slot]);
    for (guint bit = 0; bit < 8; bit++)
      if (element->class & (1 << bit))
        add_entry(entries, entry, CR_MAX_VOCABLES + bit);
  }
  pack_entries(entries);
}

/* A copy that begins a line of the processor's cache and has its words close behind it. */
static CrPhrase *
pack(const CrPhrase *phrase) {
  gsize size = sizeof *phrase + phrase->n_elements * sizeof phrase->elements[0], room = size;
  for (guint i = 0; i < phrase->n_elements; i++)
    room += (phrase->elements[i].mask + 1) * sizeof(guint16);
  CrPhrase *packed = alloc_lines(room);
  guint16 *words = (guint16 *) ((char *) packed + size);
  memcpy(packed, phrase, size);
  for (guint i = 0; i < phrase->n_elements; i++) {
    CrPhraseElement *element = &packed->elements[i];
    guint n = element->mask + 1;
    memcpy(words, element->words, n * sizeof *words);
    g_free(element->words);
    element->words = words;
    words += n;
  }
  return packed;
}

/* One row of words. NULL when it cannot be one. */
static CrPhrase *
read_row(const char *written) {
  g_auto(GStrv) parts = g_strsplit(written, " ", -1);
  g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(guint16));
  g_autofree CrPhrase *phrase =
      g_malloc0(sizeof *phrase + g_strv_length(parts) * sizeof phrase->elements[0]);
  for (guint i = 0; parts[i]; i++) {
    if (strcmp(parts[i], "^") == 0)
      phrase->anchored = TRUE;
    else if (parts[i][0] && phrase->n_elements < CR_PHRASE_MAX_ELEMENTS)
      phrase->elements[phrase->n_elements++] = read_element(parts[i], words);
  }
  const CrPhraseElement *first = &phrase->elements[0];
  return phrase->n_elements > 0 && !first->optional && !first->gap && !first->any ? pack(phrase)
                                                                                  : NULL;
}

/* "-ROW / ROW": the rows that will do for one part. */
static CrPhrase *
read_part(const char *written) {
  gboolean absent = *written == '-';
  g_auto(GStrv) rows = g_strsplit(written + absent, " / ", -1);
  CrPhrase *phrase = read_row(rows[0]);
  CrPhrase *last = phrase;
  for (guint i = 1; last && rows[i]; i++)
    last = last->other = read_row(rows[i]);
  if (last == NULL)
    return NULL;
  for (const CrPhrase *row = phrase; row; row = row->other)
    phrase->begins |= row->elements[0].signature;
  phrase->absent = absent;
  return phrase;
}

static void
add_phrase(CrTopic topic, const char *written, const char *value) {
  g_auto(GStrv) parts = g_strsplit(written, " & ", -1);
  CrPhrase *phrase = read_part(parts[0]), **tail = phrase ? &phrase->next : NULL;
  for (guint i = 1; tail && parts[i]; i++) {
    *tail = read_part(parts[i]);
    tail = *tail ? &(*tail)->next : NULL;
  }
  if (tail == NULL || phrase->absent || phrase->other || atoi(value) == 0) {
    g_error("data/phrases.ini: cannot read \"%s = %s\"", written, value);
    faults++;
    return;
  }
  phrase->row = g_strdup(written);
  phrase->topic = topic;
  phrase->weight = CLAMP(atoi(value), 0, 10);
  phrase->flags = (strchr(value, '!') ? CR_PHRASE_ANY_NEGATION : 0) |
                  (strchr(value, '~') ? CR_PHRASE_ANY_CONDITION : 0) |
                  (strchr(value, '?') ? CR_PHRASE_QUESTION : 0) |
                  (strchr(value, '.') ? CR_PHRASE_STATEMENT : 0);
  phrase->number = phrases->len;
  g_ptr_array_add(phrases, phrase);
}

/* "ill = i will"; below [before verbs] only there. */
static void
add_contraction(const char *whole, const char *words, gboolean before_verb) {
  guint16 id = intern(whole);
  g_auto(GStrv) parts = g_strsplit(words, " ", 3);
  guint n = g_strv_length(parts);
  guint16 first = intern(parts[0]);
  vocables[id].before_verb = before_verb;
  vocables[id].first = first;
  vocables[id].second = n > 1 ? intern(parts[1]) : 0;
  vocables[id].third = n > 2 ? intern(parts[2]) : 0;
  vocables[id].class = vocables[first].class;
}

static void
load_contractions(GKeyFile *file, const char *section) {
  g_auto(GStrv) whole = g_key_file_get_keys(file, section, NULL, NULL);
  for (guint i = 0; whole && whole[i]; i++) {
    g_autofree char *words = g_key_file_get_string(file, section, whole[i], NULL);
    add_contraction(whole[i], words, strcmp(section, "before verbs") == 0);
  }
}

static void
load_topics(GKeyFile *file) {
  for (guint topic = 1; topic < CR_N_TOPICS; topic++) {
    g_auto(GStrv) rows = g_key_file_get_keys(file, topic_names[topic], NULL, NULL);
    for (guint i = 0; rows && rows[i]; i++) {
      g_autofree char *value = g_key_file_get_string(file, topic_names[topic], rows[i], NULL);
      add_phrase(topic, rows[i], value);
    }
  }
}

static void
load(void) {
  g_autoptr(GKeyFile) wordings = cr_data_ini("phrases.ini"), frames = cr_data_ini("frames.ini");
  sets = g_hash_table_new(g_str_hash, g_str_equal);
  irregular = frames;
  load_sets(wordings);
  load_sets(frames);
  for (const guint16 *word = find_set("WHEN"); *word; word++)
    vocables[*word].class |= CR_WORD_WHEN;
  vocables[intern("noon")].class |= CR_WORD_CLOCK;
  load_contractions(wordings, "contractions");
  load_contractions(wordings, "before verbs");
  phrases = g_ptr_array_new();
  load_topics(wordings);
  load_topics(frames);
  index_phrases();
  static const char *const days[] = {"today", "tonight", "tomorrow"};
  for (guint i = 0; i < G_N_ELEMENTS(near_days); i++)
    near_days[i] = intern(days[i]);
}

/* "organised" as "organized": the phrases are spelt with z. */
static guint16
find_with_z(const char *low, gsize length) {
  static const char *const endings[] = {"ise", "ised", "ises", "ising", "isation", "isations"};
  char copy[CR_VOCABLE_ROOM];
  for (guint i = 0; i < G_N_ELEMENTS(endings); i++) {
    gsize n = strlen(endings[i]);
    if (length < n + 3 || memcmp(low + length - n, endings[i], n) != 0)
      continue;
    memcpy(copy, low, sizeof copy);
    copy[length - n + 1] = 'z';
    return slots[slot_of(copy)];
  }
  return 0;
}

const CrVocable *
cr_phrases_find_padded(const char low[CR_VOCABLE_ROOM], gsize length) {
  pthread_once(&once, load);
  guint16 id = slots[slot_of(low)];
  if (id == 0 && length >= 6 && memchr(low + length - 6, 's', 6))
    id = find_with_z(low, length);
  return id ? &vocables[id] : NULL;
}

const CrVocable *
cr_phrases_find(const char *low, gsize length) {
  char padded[CR_VOCABLE_ROOM] = {0};
  if (length >= sizeof padded)
    return NULL;
  memcpy(padded, low, length);
  return cr_phrases_find_padded(padded, length);
}

guint16
cr_phrases_id(const char *word) {
  const CrVocable *vocable = cr_phrases_find(word, strlen(word));
  return vocable ? vocable->id : 0;
}

guint
cr_phrases_n_words(void) {
  pthread_once(&once, load);
  return n_vocables;
}

const char *
cr_phrases_text(guint16 id) {
  return vocables[id].text;
}

gboolean
cr_phrases_is_near_day(guint16 id) {
  for (guint i = 0; i < G_N_ELEMENTS(near_days); i++)
    if (id == near_days[i])
      return TRUE;
  return FALSE;
}

guint
cr_phrases_n_rows(void) {
  pthread_once(&once, load);
  return phrases->len;
}

const CrPhrase *
cr_phrases_row(guint number) {
  return phrases->pdata[number];
}

const guint16 *
cr_phrases_set(const char *name) {
  pthread_once(&once, load);
  return find_set(name);
}

const CrPhraseIndex *
cr_phrases_index(void) {
  pthread_once(&once, load);
  return &phrase_index;
}

const char *
cr_topic_name(CrTopic topic) {
  return topic_names[topic];
}

guint
cr_phrases_faults(void) {
  pthread_once(&once, load);
  return faults;
}
