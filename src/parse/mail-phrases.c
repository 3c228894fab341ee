#include "parse/mail-phrases.h"

#include "base/data.h"

#include <pthread.h>
#include <string.h>

#define SLOTS 8192 /* a power of two, some times the vocabulary */
#define MAX_VOCABLES 4096

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
                                                     "story",
                                                     "condition",
                                                     "firm",
                                                     "asked",
                                                     "accepts",
                                                     "apologizes",
                                                     "promise",
                                                     "return-on",
                                                     "return-until",
                                                     "return-through",
                                                     "away-on",
                                                     "deputy",
                                                     "caller-recruiter",
                                                     "caller-candidate",
                                                     "caller-both",
                                                     "phone-candidate",
                                                     "phone-contact",
                                                     "phone-dial-in",
                                                     "phone-caller-id",
                                                     "phone-not"};

static const struct {
  const char *name;
  guint8 class;
} class_names[] = {
    {"<when>", CR_WORD_WHEN},   {"<num>", CR_WORD_NUMBER}, {"<t>", CR_WORD_WHEN | CR_WORD_NUMBER},
    {"<email>", CR_WORD_EMAIL}, {"<url>", CR_WORD_URL},    {"<name>", CR_WORD_UPPER},
    {"<clock>", CR_WORD_CLOCK}};

static CrVocable vocables[MAX_VOCABLES];
static guint n_vocables = 1; /* 0 is every other word */
static guint16 slots[SLOTS];
static GPtrArray *by_word[MAX_VOCABLES], *by_class[8];
static GHashTable *sets; /* name -> guint16 words, ending with 0 */
static guint faults;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static guint
slot_of(const char *low, gsize length) {
  guint32 hash = 2166136261u;
  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guchar) low[i]) * 16777619u;
  guint slot = (hash ^ (hash >> 15)) & (SLOTS - 1);
  while (slots[slot] && !(vocables[slots[slot]].length == length &&
                          memcmp(vocables[slots[slot]].text, low, length) == 0))
    slot = (slot + 1) & (SLOTS - 1);
  return slot;
}

static guint16
intern(const char *word) {
  gsize length = strlen(word);
  guint slot = slot_of(word, length);
  if (slots[slot] == 0 && n_vocables < MAX_VOCABLES && length < 40) {
    vocables[n_vocables] = (CrVocable){g_strdup(word), length, 0, n_vocables, 0, 0};
    slots[slot] = n_vocables++;
  }
  return slots[slot];
}

static void
load_sets(GKeyFile *file) {
  sets = g_hash_table_new(g_str_hash, g_str_equal);
  g_auto(GStrv) names = g_key_file_get_keys(file, "sets", NULL, NULL);
  for (guint i = 0; names && names[i]; i++) {
    g_autofree char *value = g_key_file_get_string(file, "sets", names[i], NULL);
    g_auto(GStrv) words = g_strsplit(value, " ", -1);
    GArray *ids = g_array_new(TRUE, TRUE, sizeof(guint16));
    for (guint j = 0; words[j]; j++)
      if (words[j][0]) {
        guint16 id = intern(words[j]);
        g_array_append_val(ids, id);
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
add_words(GArray *out, guint8 *class, const char *alternatives) {
  g_auto(GStrv) parts = g_strsplit(alternatives, "|", -1);
  for (guint i = 0; parts[i]; i++)
    if (parts[i][0] == '$') {
      for (const guint16 *word = find_set(parts[i] + 1); *word; word++)
        g_array_append_val(out, *word);
    } else if (parts[i][0] == '<') {
      *class |= class_named(parts[i]);
    } else {
      guint16 id = intern(parts[i]);
      g_array_append_val(out, id);
    }
}

static CrPhraseElement
read_element(const char *written) {
  CrPhraseElement element = {0};
  if (strcmp(written, "..") == 0 || strcmp(written, "...") == 0) {
    element.gap = written[2] ? 7 : 3;
    return element;
  }
  g_autofree char *word = g_strdup(written);
  gsize length = strlen(word);
  if (length > 1 && word[length - 1] == '?') {
    word[length - 1] = '\0';
    element.optional = TRUE;
  }
  element.any = strcmp(word, "*") == 0;
  g_autoptr(GArray) words = g_array_new(TRUE, TRUE, sizeof(guint16));
  if (!element.any)
    add_words(words, &element.class, word);
  element.words = g_memdup2(words->data, (words->len + 1) * sizeof(guint16));
  return element;
}

static guint64
signature(const CrPhraseElement *element) {
  guint64 bits = element->class;
  for (const guint16 *word = element->words; word && *word; word++)
    bits |= CR_SIGNATURE_WORD(*word);
  return bits;
}

static int
compare_bits(gconstpointer a, gconstpointer b) {
  return __builtin_popcountll(*(const guint64 *) a) - __builtin_popcountll(*(const guint64 *) b);
}

static void
set_needs(CrPhrase *phrase) {
  guint64 all[CR_PHRASE_MAX_ELEMENTS];
  guint n = 0;
  for (guint i = 1; i < phrase->n_elements; i++) {
    const CrPhraseElement *element = &phrase->elements[i];
    if (!element->gap && !element->optional && !element->any)
      all[n++] = signature(element);
  }
  qsort(all, n, sizeof *all, compare_bits);
  memcpy(phrase->needs, all, MIN(n, G_N_ELEMENTS(phrase->needs)) * sizeof *all);
}

static void
index_phrase(CrPhrase *phrase) {
  const CrPhraseElement *first = &phrase->elements[0];
  for (const guint16 *word = first->words; word && *word; word++) {
    if (by_word[*word] == NULL)
      by_word[*word] = g_ptr_array_new();
    g_ptr_array_add(by_word[*word], phrase);
  }
  for (guint bit = 0; bit < 8; bit++)
    if (first->class & (1 << bit)) {
      if (by_class[bit] == NULL)
        by_class[bit] = g_ptr_array_new();
      g_ptr_array_add(by_class[bit], phrase);
    }
}

static void
add_phrase(CrTopic topic, const char *written, const char *value) {
  CrPhrase *phrase = g_new0(CrPhrase, 1);
  phrase->topic = topic;
  phrase->weight = CLAMP(atoi(value), 0, 10);
  phrase->flags = (strchr(value, '!') ? CR_PHRASE_ANY_NEGATION : 0) |
                  (strchr(value, '~') ? CR_PHRASE_ANY_CONDITION : 0) |
                  (strchr(value, '?') ? CR_PHRASE_QUESTION : 0) |
                  (strchr(value, '.') ? CR_PHRASE_STATEMENT : 0);
  g_auto(GStrv) parts = g_strsplit(written, " ", -1);
  for (guint i = 0; parts[i]; i++) {
    if (strcmp(parts[i], "^") == 0)
      phrase->anchored = TRUE;
    else if (parts[i][0] && phrase->n_elements < CR_PHRASE_MAX_ELEMENTS)
      phrase->elements[phrase->n_elements++] = read_element(parts[i]);
  }
  const CrPhraseElement *first = &phrase->elements[0];
  if (phrase->n_elements == 0 || phrase->weight == 0 || first->optional || first->gap ||
      first->any) {
    g_error("data/phrases.ini: cannot read \"%s = %s\"", written, value);
    faults++;
  }
  set_needs(phrase);
  index_phrase(phrase);
}

static void
add_contraction(const char *whole, const char *words) {
  guint16 id = intern(whole);
  g_auto(GStrv) parts = g_strsplit(words, " ", 2);
  guint16 first = intern(parts[0]), second = parts[1] ? intern(parts[1]) : 0;
  vocables[id].first = first;
  vocables[id].second = second;
  vocables[id].class = vocables[first].class;
}

static void
load(void) {
  g_autoptr(GKeyFile) file = cr_data_ini("phrases.ini");
  load_sets(file);
  for (const guint16 *word = find_set("WHEN"); *word; word++)
    vocables[*word].class |= CR_WORD_WHEN;
  vocables[intern("noon")].class |= CR_WORD_CLOCK;
  g_auto(GStrv) whole = g_key_file_get_keys(file, "contractions", NULL, NULL);
  for (guint i = 0; whole && whole[i]; i++) {
    g_autofree char *words = g_key_file_get_string(file, "contractions", whole[i], NULL);
    add_contraction(whole[i], words);
  }
  for (guint topic = 1; topic < CR_N_TOPICS; topic++) {
    g_auto(GStrv) phrases = g_key_file_get_keys(file, topic_names[topic], NULL, NULL);
    for (guint i = 0; phrases && phrases[i]; i++) {
      g_autofree char *value = g_key_file_get_string(file, topic_names[topic], phrases[i], NULL);
      add_phrase(topic, phrases[i], value);
    }
  }
}

const CrVocable *
cr_phrases_find(const char *low, gsize length) {
  pthread_once(&once, load);
  guint16 id = length < 40 ? slots[slot_of(low, length)] : 0;
  return id ? &vocables[id] : NULL;
}

guint16
cr_phrases_id(const char *word) {
  const CrVocable *vocable = cr_phrases_find(word, strlen(word));
  return vocable ? vocable->id : 0;
}

const guint16 *
cr_phrases_set(const char *name) {
  pthread_once(&once, load);
  return find_set(name);
}

const GPtrArray *
cr_phrases_by_word(guint16 word) {
  pthread_once(&once, load);
  return by_word[word];
}

const GPtrArray *
cr_phrases_by_class(guint bit) {
  return by_class[bit];
}

guint
cr_phrases_faults(void) {
  pthread_once(&once, load);
  return faults;
}
