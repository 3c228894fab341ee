#include "parse/mail-tail.h"

#include "base/data.h"

#include <pthread.h>
#include <string.h>

static CrTailWeights tail, head;
static pthread_once_t weights_once = PTHREAD_ONCE_INIT;

const char *
cr_tail_fact_name(CrTailFact fact) {
  static const char *const names[CR_N_TAIL_FACTS] = {
      [CR_TAIL_LINE] = "line",
      [CR_TAIL_FIRST] = "first",
      [CR_TAIL_BLANK_ABOVE] = "blank-above",
      [CR_TAIL_BLANK_BELOW] = "blank-below",
      [CR_TAIL_QUOTE_ABOVE] = "quote-above",
      [CR_TAIL_QUOTE_BELOW] = "quote-below",
      [CR_TAIL_ONE_WORD] = "one-word",
      [CR_TAIL_THREE_WORDS] = "three-words",
      [CR_TAIL_TWELVE_WORDS] = "twelve-words",
      [CR_TAIL_WIDE] = "wide",
      [CR_TAIL_GREETING] = "greeting",
      [CR_TAIL_CLOSING] = "closing",
      [CR_TAIL_SENDER] = "sender",
      [CR_TAIL_NICKNAME] = "nickname",
      [CR_TAIL_NAME] = "name",
      [CR_TAIL_DELIMITER] = "delimiter",
      [CR_TAIL_RULER] = "ruler",
      [CR_TAIL_RULES] = "rules",
      [CR_TAIL_DEVICE] = "device",
      [CR_TAIL_DISCLAIMER] = "disclaimer",
      [CR_TAIL_FOOTER] = "footer",
      [CR_TAIL_LEGAL] = "legal",
      [CR_TAIL_POSTSCRIPT] = "postscript",
      [CR_TAIL_SIGNED_BELOW] = "signed-below",
      [CR_TAIL_SENTENCE] = "sentence",
      [CR_TAIL_SENTENCES] = "sentences",
      [CR_TAIL_PERSONAL] = "personal",
      [CR_TAIL_READER] = "reader",
      [CR_TAIL_DAY] = "day",
      [CR_TAIL_CHANGE] = "change",
      [CR_TAIL_FACT] = "fact",
      [CR_TAIL_TITLE] = "title",
      [CR_TAIL_HOUSE] = "house",
      [CR_TAIL_OFFICIAL] = "official",
      [CR_TAIL_OFFICIALS] = "officials",
      [CR_TAIL_ITSELF] = "itself",
      [CR_TAIL_MAILED] = "mailed",
      [CR_TAIL_MAILING] = "mailing",
      [CR_TAIL_UNREAD] = "unread",
      [CR_TAIL_REGISTER] = "register",
      [CR_TAIL_STREET] = "street",
      [CR_TAIL_OUTSIDE] = "outside",
      [CR_TAIL_OUTSIDES] = "outsides",
      [CR_TAIL_CARE] = "care",
      [CR_TAIL_WARNS] = "warns",
      [CR_TAIL_CODE] = "code",
      [CR_TAIL_STOP] = "stop",
      [CR_TAIL_EXCLAMATION] = "exclamation",
      [CR_TAIL_COLON] = "colon",
      [CR_TAIL_COMMA] = "comma",
      [CR_TAIL_QUESTION] = "question",
      [CR_TAIL_PHONE] = "phone",
      [CR_TAIL_ADDRESS] = "address",
      [CR_TAIL_LINK] = "link",
      [CR_TAIL_BAR] = "bar",
      [CR_TAIL_CLOCK] = "clock",
      [CR_TAIL_TIME] = "time",
      [CR_TAIL_ITEM] = "item",
      [CR_TAIL_NUMBER] = "number",
      [CR_TAIL_BRACKET] = "bracket",
      [CR_TAIL_LABEL] = "label",
      [CR_TAIL_SCRIPT] = "script",
      [CR_TAIL_LISTED] = "listed",
  };
  return names[fact];
}

static CrTailFact
fact_named(const char *name) {
  for (guint fact = 0; fact < CR_N_TAIL_FACTS; fact++)
    if (strcmp(cr_tail_fact_name(fact), name) == 0)
      return fact;
  g_error("no fact of a line: %s", name);
}

/* "NAME	WEIGHT…": here, above and below; of each place to be, to begin, to go on. */
static void
read_table(const char *file, CrTailWeights weights) {
  guint64 read = 0;
  g_auto(GStrv) rows = g_strsplit(cr_data(file, NULL), "\n", -1);
  for (char **row = rows; *row; row++) {
    if (**row == '#' || **row == '\0')
      continue;
    g_auto(GStrv) cells = g_strsplit(*row, "\t", -1);
    if (g_strv_length(cells) != 1 + CR_N_TAIL_PLACES * CR_N_TAIL_STEPS)
      g_error("data/%s: not as many weights as there are places: %s", file, *row);
    CrTailFact fact = fact_named(cells[0]);
    read |= CR_TAIL_BIT(fact);
    for (guint i = 0; cells[i + 1]; i++)
      weights[i / CR_N_TAIL_STEPS][fact][i % CR_N_TAIL_STEPS] = g_ascii_strtod(cells[i + 1], NULL);
  }
  if (read != CR_TAIL_BIT(CR_N_TAIL_FACTS) - 1)
    g_error("data/%s: a fact of a line has no weights", file);
}

static void
read_weights(void) {
  read_table("tail.tsv", tail);
  read_table("head.tsv", head);
}

const CrTailWeights *
cr_tail_weights(void) {
  pthread_once(&weights_once, read_weights);
  return &tail;
}

const CrTailWeights *
cr_head_weights(void) {
  pthread_once(&weights_once, read_weights);
  return &head;
}

static void
add_place(double sums[CR_N_TAIL_STEPS], CrTailFacts facts,
          const double of[CR_N_TAIL_FACTS][CR_N_TAIL_STEPS]) {
  for (; facts; facts &= facts - 1) {
    const double *weight = of[__builtin_ctzll(facts)];
    for (guint step = 0; step < CR_N_TAIL_STEPS; step++)
      sums[step] += weight[step];
  }
}

void
cr_tail_decide(const CrTailFacts *facts, guint n, const CrTailWeights *of, const double (*costs)[2],
               gboolean *ret_signature) {
  g_autofree guint8 *from = g_malloc(n + 1); /* bits: text, signature come from a signature */
  double text = 0, signature = 0;
  for (guint i = 0; i < n; i++) {
    double sums[CR_N_TAIL_STEPS] = {0};
    add_place(sums, facts[i], (*of)[CR_TAIL_HERE]);
    if (i > 0)
      add_place(sums, facts[i - 1], (*of)[CR_TAIL_ABOVE]);
    if (i + 1 < n)
      add_place(sums, facts[i + 1], (*of)[CR_TAIL_BELOW]);
    double begins = text + sums[CR_TAIL_BEGINS], goes_on = signature + sums[CR_TAIL_GOES_ON];
    gboolean back = i > 0 && goes_on > text, on = i > 0 && signature > begins;
    from[i] = back | on << 1;
    double above = on ? signature : begins;
    text = (back ? goes_on : text) + (costs ? costs[i][0] : 0);
    signature = above + sums[CR_TAIL_IS] + (costs ? costs[i][1] : 0);
  }
  gboolean state = signature > text;
  for (guint i = n; i > 0; i--) {
    ret_signature[i - 1] = state;
    state = from[i - 1] >> state & 1;
  }
}

/* Most mails begin with none of these. */
#define HEAD_SIGNS                                                                                 \
  (CR_TAIL_BIT(CR_TAIL_OUTSIDE) | CR_TAIL_BIT(CR_TAIL_CARE) | CR_TAIL_BIT(CR_TAIL_ITSELF) |        \
   CR_TAIL_BIT(CR_TAIL_MAILED) | CR_TAIL_BIT(CR_TAIL_UNREAD) | CR_TAIL_BIT(CR_TAIL_DISCLAIMER) |   \
   CR_TAIL_BIT(CR_TAIL_FOOTER) | CR_TAIL_BIT(CR_TAIL_OFFICIAL) | CR_TAIL_BIT(CR_TAIL_RULER) |      \
   CR_TAIL_BIT(CR_TAIL_DELIMITER) | CR_TAIL_BIT(CR_TAIL_BRACKET))
/* What the whole tail tells of a line: at the head it means nothing. */
#define TAIL_ONLY                                                                                  \
  (CR_TAIL_BIT(CR_TAIL_RULES) | CR_TAIL_BIT(CR_TAIL_SIGNED_BELOW) | CR_TAIL_BIT(CR_TAIL_LISTED))

guint
cr_head_facts(const CrTailFacts *facts, guint n, CrTailFacts ret_facts[CR_HEAD_MAX_LINES]) {
  if (n < 2 || !(facts[0] & HEAD_SIGNS) || facts[0] & CR_TAIL_BIT(CR_TAIL_GREETING))
    return 0;
  n = MIN(n, CR_HEAD_MAX_LINES);
  for (guint i = 0; i < n; i++)
    ret_facts[i] = facts[n - 1 - i] & ~TAIL_ONLY;
  return n;
}

guint
cr_head_length(const CrTailFacts *facts, guint n) {
  CrTailFacts seen[CR_HEAD_MAX_LINES] = {0};
  gboolean banner[CR_HEAD_MAX_LINES];
  guint looked_at = cr_head_facts(facts, n, seen), length = 0;
  cr_tail_decide(seen, looked_at, cr_head_weights(), NULL, banner);
  while (length < looked_at && banner[looked_at - 1 - length])
    length++;
  return length < n ? length : 0;
}
