/* Learn data/tail.tsv: learn-tail tail tests/corpus/tails.txt >data/tail.tsv
 * and data/head.tsv: learn-tail head tests/corpus/tails.txt >data/head.tsv
 *
 * Averaged structured perceptron with a margin and steps that shrink by each weight's own. Losing
 * one's words costs more than a signature that stays. The same file gives the same table.
 * With TABLE behind it, it fails when that is another. With --check behind all nothing is learnt
 * for good: each tenth of the senders is judged by what the others taught. Source: Collins,
 * "Discriminative training methods for hidden Markov models", 2002; Duchi et al., "Adaptive
 * subgradient methods", 2011. */
#include "parse/mail-lines.h"
#include "parse/mail-tail.h"
#include "read-file.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define EPOCHS 50
#define RATE 0.3
#define LOST 2.5   /* what a line of the writer's costs that is taken away */
#define STAYED 1.0 /* and a signature's that is not */
#define TENTHS 10

typedef struct {
  const char *sender;
  CrLines *lines;
  guint n;
  CrTailFacts facts[CR_TAIL_MAX_LINES];
  gboolean signature[CR_TAIL_MAX_LINES];
} Mail;

#define N_WEIGHTS (sizeof(CrTailWeights) / sizeof(double))

static void
mail_free(gpointer data) {
  Mail *mail = data;
  g_array_unref(mail->lines);
  g_free(mail);
}

/* A line of the file's: '@' begins a mail, ' ', '|' and '^' stand before text, signature and
 * banner. */
static void
add_line(GPtrArray *mails, char *line) {
  if (*line == '@') {
    Mail *mail = g_new0(Mail, 1);
    mail->sender = line[1] ? line + 2 : "";
    mail->lines = g_array_new(FALSE, TRUE, sizeof(CrLine));
    g_ptr_array_add(mails, mail);
  } else if (mails->len > 0 && *line != '#') {
    Mail *mail = mails->pdata[mails->len - 1];
    CrLine new = {.text = *line ? line + 1 : line,
                  .kind = *line == '>' ? CR_LINE_QUOTE : CR_LINE_NEW};
    new.length = strlen(new.text);
    new.length += *line == '>'; /* of something */
    g_array_append_val(mail->lines, new);
  }
}

static void
read_marks(Mail *mail, gboolean head) {
  guint at[CR_TAIL_MAX_LINES], banner = 0;
  CrTailFacts facts[CR_TAIL_MAX_LINES];
  g_autofree char *names = cr_fold_names(mail->sender);
  cr_lines_mark_wraps(mail->lines);
  guint n = cr_lines_tail_facts(mail->lines, names, at, facts);
  while (banner < n && cr_line_at(mail->lines, at[banner])->text[-1] == '^')
    banner++;
  if (head) {
    mail->n = facts[0] & CR_TAIL_BIT(CR_TAIL_FIRST) ? cr_head_facts(facts, n, mail->facts) : 0;
    for (guint i = 0; i < mail->n; i++)
      mail->signature[i] = mail->n - i <= banner;
    return;
  }
  mail->n = n - banner;
  for (guint i = 0; i < mail->n; i++)
    mail->facts[i] = facts[banner + i] & ~CR_TAIL_HEAD_ONLY;
  if (banner > 0 && banner < n)
    mail->facts[0] |= CR_TAIL_BIT(CR_TAIL_FIRST);
  for (guint i = 0; i < mail->n; i++)
    mail->signature[i] = cr_line_at(mail->lines, at[banner + i])->text[-1] == '|';
}

static void
add_step(double *weights, const CrTailFacts *facts, guint n, guint at, CrTailStep step, double by) {
  CrTailFacts of[CR_N_TAIL_PLACES] = {[CR_TAIL_HERE] = facts[at],
                                      [CR_TAIL_ABOVE] = at > 0 ? facts[at - 1] : 0,
                                      [CR_TAIL_BELOW] = at + 1 < n ? facts[at + 1] : 0};
  for (guint place = 0; place < CR_N_TAIL_PLACES; place++)
    for (guint fact = 0; fact < CR_N_TAIL_FACTS; fact++)
      if (of[place] & CR_TAIL_BIT(fact))
        weights[(place * CR_N_TAIL_FACTS + fact) * CR_N_TAIL_STEPS + step] += by;
}

/* What the steps along these marks are made of. */
static void
add_marks(double *weights, const Mail *mail, const gboolean *signature, double by) {
  for (guint i = 0; i < mail->n; i++) {
    gboolean above = i > 0 && signature[i - 1];
    if (signature[i])
      add_step(weights, mail->facts, mail->n, i, CR_TAIL_IS, by);
    if (signature[i] != above)
      add_step(weights, mail->facts, mail->n, i, above ? CR_TAIL_GOES_ON : CR_TAIL_BEGINS, by);
  }
}

static void
shuffle(GPtrArray *mails, guint32 *seed) {
  for (guint i = mails->len - 1; i > 0; i--) {
    *seed = *seed * 1664525 + 1013904223;
    guint j = (*seed >> 8) % (i + 1);
    gpointer kept = mails->pdata[i];
    mails->pdata[i] = mails->pdata[j];
    mails->pdata[j] = kept;
  }
}

static void
learn(GPtrArray *mails, CrTailWeights *ret_weights) {
  double weights[N_WEIGHTS] = {0}, squares[N_WEIGHTS] = {0}, mean[N_WEIGHTS] = {0};
  g_autoptr(GPtrArray) order = g_ptr_array_new();
  g_ptr_array_extend(order, mails, NULL, NULL);
  guint32 seed = 1;
  double steps = 0, all = (double) EPOCHS * mails->len;
  for (guint epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, &seed);
    for (guint m = 0; m < order->len; m++, steps++) {
      const Mail *mail = order->pdata[m];
      double costs[CR_TAIL_MAX_LINES][2], change[N_WEIGHTS] = {0};
      gboolean guess[CR_TAIL_MAX_LINES];
      for (guint i = 0; i < mail->n; i++) {
        costs[i][0] = mail->signature[i] ? STAYED : 0;
        costs[i][1] = mail->signature[i] ? 0 : LOST;
      }
      cr_tail_decide(mail->facts, mail->n, (gconstpointer) weights, costs, guess);
      add_marks(change, mail, mail->signature, 1);
      add_marks(change, mail, guess, -1);
      for (guint w = 0; w < N_WEIGHTS; w++) {
        if (change[w] == 0)
          continue;
        squares[w] += change[w] * change[w];
        double by = RATE * change[w] / sqrt(squares[w]);
        weights[w] += by;
        mean[w] += by * (all - steps) / all;
      }
    }
  }
  memcpy(ret_weights, mean, sizeof mean);
}

static void
check(GPtrArray *mails, gboolean tell) {
  guint lost = 0, stayed = 0;
  for (guint tenth = 0; tenth < TENTHS; tenth++) {
    g_autoptr(GPtrArray) others = g_ptr_array_new();
    CrTailWeights weights;
    for (guint m = 0; m < mails->len; m++)
      if (g_str_hash(((Mail *) mails->pdata[m])->sender) % TENTHS != tenth)
        g_ptr_array_add(others, mails->pdata[m]);
    learn(others, &weights);
    for (guint m = 0; m < mails->len; m++) {
      const Mail *mail = mails->pdata[m];
      gboolean guess[CR_TAIL_MAX_LINES], less = FALSE, more = FALSE;
      if (g_str_hash(mail->sender) % TENTHS != tenth)
        continue;
      cr_tail_decide(mail->facts, mail->n, (const CrTailWeights *) &weights, NULL, guess);
      for (guint i = 0; i < mail->n; i++) {
        less |= guess[i] && !mail->signature[i];
        more |= !guess[i] && mail->signature[i];
      }
      lost += less;
      stayed += more;
      if (tell && (less || more))
        printf("%u %s: %s%s\n", m, mail->sender, less ? "lost " : "", more ? "stayed" : "");
    }
  }
  printf("%u mails: words lost in %u, a signature's stayed in %u\n", mails->len, lost, stayed);
}

static char *
table_of(const CrTailWeights *weights, gboolean head) {
  GString *table = g_string_new(
      head ? "# What is told of a line at the head of a mail, and how much that speaks for a "
             "banner: here,\n"
             "# of the line below, of the line above; each time for being one, for beginning one "
             "there, and\n"
             "# for the text to go on above. Made from tests/corpus/tails.txt by "
             "tools/learn-tail.c.\n"
           : "# What is told of a line at the end of a mail, and how much that speaks for a "
             "signature: here,\n"
             "# of the line above, of the line below; each time for being one, for beginning one "
             "there, and\n"
             "# for the text to go on there. Made from tests/corpus/tails.txt by "
             "tools/learn-tail.c.\n");
  for (guint fact = 0; fact < CR_N_TAIL_FACTS; fact++) {
    g_string_append(table, cr_tail_fact_name(fact));
    for (guint place = 0; place < CR_N_TAIL_PLACES; place++)
      for (guint step = 0; step < CR_N_TAIL_STEPS; step++)
        g_string_append_printf(table, "\t%.2f", (*weights)[place][fact][step]);
    g_string_append_c(table, '\n');
  }
  return g_string_free(table, FALSE);
}

int
main(int argc, char **argv) {
  gboolean head = argc > 1 && strcmp(argv[1], "head") == 0;
  if ((argc != 3 && argc != 4) || !(head || strcmp(argv[1], "tail") == 0))
    g_error("usage: learn-tail tail|head TAILS [TABLE|--check]");
  g_autofree char *text = read_file(argv[2]);
  g_autoptr(GPtrArray) mails = g_ptr_array_new_with_free_func(mail_free);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (char **line = lines; *line; line++)
    add_line(mails, *line);
  if (mails->len == 0)
    g_error("%s: no mails", argv[2]);
  for (guint m = 0; m < mails->len; m++)
    read_marks(mails->pdata[m], head);
  if (argc > 3 && strcmp(argv[3], "--check") == 0) {
    check(mails, TRUE);
    return 0;
  }
  CrTailWeights weights;
  learn(mails, &weights);
  g_autofree char *table = table_of((const CrTailWeights *) &weights, head);
  g_autofree char *other = argc > 3 ? read_file(argv[3]) : NULL;
  if (other == NULL)
    fputs(table, stdout);
  return other && strcmp(table, other) != 0;
}
