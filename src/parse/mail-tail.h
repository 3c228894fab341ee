#pragma once
/* Which lines at the end of a mail are a signature's, by what is told of each: two states along the
 * lines, and the way through them that weighs most. Which at its head are a banner's, by the same,
 * seen from there. The weights are learnt, data/tail.tsv and data/head.tsv.
 * Source: Carvalho and Cohen, "Learning to extract signature and reply lines from email", 2004;
 * Viterbi, "Error bounds for convolutional codes", 1967. */
#include "parse/mail-lines.h"

G_BEGIN_DECLS

typedef enum {
  CR_TAIL_LINE, /* every line */
  CR_TAIL_FIRST,
  CR_TAIL_BLANK_ABOVE,
  CR_TAIL_BLANK_BELOW,
  CR_TAIL_QUOTE_ABOVE,
  CR_TAIL_QUOTE_BELOW,
  CR_TAIL_ONE_WORD, /* at most; so are the next ones */
  CR_TAIL_THREE_WORDS,
  CR_TAIL_TWELVE_WORDS,
  CR_TAIL_WIDE,
  CR_TAIL_GREETING,
  CR_TAIL_CLOSING,
  CR_TAIL_SENDER, /* their name */
  CR_TAIL_NICKNAME,
  CR_TAIL_NAME, /* it reads as somebody's */
  CR_TAIL_DELIMITER,
  CR_TAIL_RULER,
  CR_TAIL_RULES, /* the mail has more of both than one that is signed */
  CR_TAIL_DEVICE,
  CR_TAIL_DISCLAIMER,
  CR_TAIL_FOOTER,
  CR_TAIL_LEGAL,
  CR_TAIL_POSTSCRIPT,
  CR_TAIL_SIGNED_BELOW, /* prose follows, and the sender's name */
  CR_TAIL_SENTENCE,     /* a word of one; two of them */
  CR_TAIL_SENTENCES,
  CR_TAIL_PERSONAL,
  CR_TAIL_READER,
  CR_TAIL_DAY,
  CR_TAIL_CHANGE,
  CR_TAIL_FACT,
  CR_TAIL_TITLE,
  CR_TAIL_HOUSE,
  CR_TAIL_OFFICIAL, /* a word of them; two */
  CR_TAIL_OFFICIALS,
  CR_TAIL_ITSELF, /* the mail speaks of itself; how it came; both */
  CR_TAIL_MAILED,
  CR_TAIL_MAILING,
  CR_TAIL_UNREAD, /* nobody reads an answer */
  CR_TAIL_REGISTER,
  CR_TAIL_STREET,
  CR_TAIL_OUTSIDE, /* a word of whence a mail came; two; of what to beware of; of both */
  CR_TAIL_OUTSIDES,
  CR_TAIL_CARE,
  CR_TAIL_WARNS,
  CR_TAIL_CODE, /* "[HH48213-KX2]", and no more */
  CR_TAIL_STOP, /* how it ends */
  CR_TAIL_EXCLAMATION,
  CR_TAIL_COLON,
  CR_TAIL_COMMA,
  CR_TAIL_QUESTION, /* what it holds */
  CR_TAIL_PHONE,
  CR_TAIL_ADDRESS,
  CR_TAIL_LINK,
  CR_TAIL_BAR,
  CR_TAIL_CLOCK,
  CR_TAIL_TIME, /* how it begins */
  CR_TAIL_ITEM,
  CR_TAIL_NUMBER,
  CR_TAIL_BRACKET,
  CR_TAIL_LABEL,
  CR_TAIL_SCRIPT, /* of which it holds a letter: none of ours */
  CR_TAIL_LISTED, /* among what stands below a colon */
  CR_N_TAIL_FACTS,
} CrTailFact;

typedef guint64 CrTailFacts; /* bits */
#define CR_TAIL_BIT(fact) (G_GUINT64_CONSTANT(1) << (fact))
/* What tells nothing of a signature: it is given no weight there. */
#define CR_TAIL_HEAD_ONLY                                                                          \
  (CR_TAIL_BIT(CR_TAIL_OUTSIDE) | CR_TAIL_BIT(CR_TAIL_OUTSIDES) | CR_TAIL_BIT(CR_TAIL_CARE) |      \
   CR_TAIL_BIT(CR_TAIL_WARNS) | CR_TAIL_BIT(CR_TAIL_BRACKET))

/* A fact counts where it is told of the line itself, of the one above or of the one below, for the
 * line to be a signature's, besides for a signature to begin there, or for the text to go on. */
typedef enum { CR_TAIL_HERE, CR_TAIL_ABOVE, CR_TAIL_BELOW, CR_N_TAIL_PLACES } CrTailPlace;
typedef enum { CR_TAIL_IS, CR_TAIL_BEGINS, CR_TAIL_GOES_ON, CR_N_TAIL_STEPS } CrTailStep;
typedef double CrTailWeights[CR_N_TAIL_PLACES][CR_N_TAIL_FACTS][CR_N_TAIL_STEPS];

const char *cr_tail_fact_name(CrTailFact fact);
const CrTailWeights *cr_tail_weights(void); /* of data/tail.tsv */
const CrTailWeights *cr_head_weights(void); /* of data/head.tsv */

/* Sets ret_signature for each of n lines, whose facts are given. costs: NULL, or what each line
 * adds to the sum as text and as signature. Takes time in proportion to n. */
void cr_tail_decide(const CrTailFacts *facts, guint n, const CrTailWeights *weights,
                    const double (*costs)[2], gboolean *ret_signature);

/* What mail servers and desks write above the text: "[EXTERNAL]", "Do not answer this mail".
 * Returns how many of the first lines are a banner's: fewer than n. facts: those of the tail. */
#define CR_HEAD_MAX_LINES 12
guint cr_head_length(const CrTailFacts *facts, guint n);
/* The same facts as the head's weights are of: the lines from the last one to the first. Returns
 * how many, 0 when what is told of the first line rules a banner out. */
guint cr_head_facts(const CrTailFacts *facts, guint n, CrTailFacts ret_facts[CR_HEAD_MAX_LINES]);

/* What is told of the last filled new lines, those that are only wrapped as one: how many, and
 * where they begin. names holds the sender's, as cr_fold_names gives them. mail-signature.c */
#define CR_TAIL_MAX_LINES 60
guint cr_lines_tail_facts(const CrLines *lines, const char *names, guint ret_at[CR_TAIL_MAX_LINES],
                          CrTailFacts ret_facts[CR_TAIL_MAX_LINES]);

G_END_DECLS
