#include "parse/mail-tail.h"

#include <string.h>

enum { TEXT = CR_TAIL_BIT(CR_TAIL_SENTENCE), NAME = CR_TAIL_BIT(CR_TAIL_SENDER) };

static CrTailWeights weights;

static void
expect(const char *facts, const double (*costs)[2], const char *expected) {
  guint n = strlen(facts);
  CrTailFacts of[8];
  gboolean signature[8];
  for (guint i = 0; i < n; i++)
    of[i] = facts[i] == 'n' ? NAME : TEXT;
  cr_tail_decide(of, n, (const CrTailWeights *) &weights, costs, signature);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint(signature[i], ==, expected[i] == 'S');
}

static void
test_decide(void) {
  weights[CR_TAIL_HERE][CR_TAIL_SENDER][CR_TAIL_IS] = 2;
  weights[CR_TAIL_HERE][CR_TAIL_SENTENCE][CR_TAIL_IS] = -1;
  weights[CR_TAIL_HERE][CR_TAIL_SENTENCE][CR_TAIL_GOES_ON] = -1.5;
  expect("", NULL, "");
  expect("t", NULL, "T");
  expect("n", NULL, "S");
  expect("ttnn", NULL, "TTSS");
  expect("tntt", NULL, "TSTT"); /* two sentences outweigh the way back */
  expect("tnt", NULL, "TSS");   /* one does not */
  static const double costs[][2] = {{0, 0}, {9, 0}};
  expect("tn", costs, "TT");
  weights[CR_TAIL_ABOVE][CR_TAIL_SENTENCE][CR_TAIL_BEGINS] = -9;
  expect("tttn", NULL, "TTTT"); /* what stands above counts */
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/tail/decide", test_decide);
  return g_test_run();
}
