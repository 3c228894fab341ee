#pragma once
/* The lines of a mail's text, inside the search for what is new in it. */
#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CR_LINE_NEW,
  CR_LINE_QUOTE,
  CR_LINE_GONE, /* neither: an attribution, a marker */
  CR_LINE_SIGNATURE,
} CrLineKind;

typedef struct {
  const char *text; /* no leading or trailing white space */
  gsize length;
  CrLineKind kind;
  guint depth;    /* number of '>' */
  gboolean flows; /* only wrapped: the next line goes on with it */
} CrLine;

typedef GArray CrLines;
#define cr_line_at(lines, i) (&g_array_index(lines, CrLine, i))

void cr_line_skip(CrLine *line, gsize bytes);                    /* at its beginning */
gboolean cr_line_starts(const CrLine *line, const char *prefix); /* in any case */
gboolean cr_line_starts_any(const CrLine *line, const char *const *prefixes);
gboolean cr_line_holds_digit(const CrLine *line);
gboolean cr_line_holds_clock(const CrLine *line, const char *points); /* "10:30"; ":." also 10.30 */
gboolean cr_line_begins_with_time(const CrLine *line);
gboolean cr_line_holds(const CrLine *line, const char *needle);
gboolean cr_line_is_ruler(const CrLine *line); /* "__________" */
/* A telephone number; digits: how many the line holds. mail-signature.c */
gboolean cr_line_has_phone(const CrLine *line, guint digits);
/* Whether a filled new line is among those from one up to another. */
gboolean cr_lines_any_new(const CrLines *lines, guint from, guint to);

/* Lists of words in data/signature.ini. */
typedef enum {
  CR_LINE_SENTENCE,
  CR_LINE_PERSONAL, /* somebody speaks of themselves */
  CR_LINE_READER,   /* or to the reader */
  CR_LINE_OFFICIAL, /* of what houses and mailers write below all mails */
  CR_LINE_FACT,     /* of a call */
  CR_LINE_TITLE,    /* of what somebody is */
  CR_LINE_HOUSE,    /* of what a house is called */
  CR_LINE_DAY,
  CR_LINE_CHANGE,   /* something is otherwise than it was */
  CR_LINE_MAILED,   /* how a mail came, or why */
  CR_LINE_STREET,   /* of a postal address */
  CR_LINE_REGISTER, /* where a house is registered */
  CR_LINE_OUTSIDE,  /* from within or without a house a mail came, and whom it is meant for */
  CR_LINE_CARE,     /* what to beware of in it */
  CR_LINE_SOME_ANSWERS,
  CR_N_LINE_WORDS,
} CrLineWord;

/* Lists of phrases there. */
typedef enum {
  CR_LINE_DEVICE,     /* "Sent from my phone" */
  CR_LINE_DISCLAIMER, /* from here on nothing is the writer's */
  CR_LINE_POSTSCRIPT, /* below a name it is still the writer's */
  CR_LINE_FOOTER,     /* wherever it stands near the end; the lines around it may be the writer's */
  CR_LINE_LEGAL,      /* a lawyer's; near the end, too */
  CR_LINE_GREETING,   /* "Dear Sam," */
  CR_LINE_ITSELF,     /* "this e-mail" */
  CR_LINE_UNREAD,
  CR_LINE_WROTE, /* of whoever is quoted */
  CR_LINE_CUT,   /* "Original Message": older mail stands below */
  CR_LINE_CUT_BEGINS,
  CR_LINE_UNREAD_WORD,
  CR_N_LINE_PHRASES,
} CrLinePhrase;

/* What a line says, by data/signature.ini: its words are looked up once. */
typedef struct {
  guint n; /* words */
  guint of[CR_N_LINE_WORDS];
  guint digits;
  guint says;       /* bits: the CrLinePhrase of a line's kind, up to CR_LINE_UNREAD */
  guint64 signs[2]; /* bits: which of ASCII, but for letters, stand on it */
  gboolean wide;    /* so do bytes outside ASCII */
} CrLineLook;

static inline gboolean
cr_line_has_sign(const CrLineLook *look, char sign) {
  return look->signs[sign / 64] >> sign % 64 & 1;
}

void cr_line_look_at(const CrLine *line, CrLineLook *ret_look);
gboolean cr_line_is_closing(const CrLine *line); /* "Best regards," */
gboolean cr_line_is_device(const CrLine *line);
gboolean cr_line_says(const CrLine *line, CrLinePhrase phrase); /* anywhere */
gboolean cr_line_begins(const CrLine *line, CrLinePhrase phrase);
gboolean cr_line_names_fact(const CrLine *line); /* "Phone interview", "Dial-in": no name */
gboolean cr_line_is_sentence(const CrLine *line);

/* Names; names holds those of the sender, as cr_fold_names gives them. mail-names.c */
char *cr_fold_names(const char *name);             /* the sender's, or NULL; free with g_free */
CrLine cr_line_without_titles(const CrLine *line); /* "Dana" of "– Mrs Dana" */
guint cr_line_name_words(const CrLine *bare);      /* of somebody's name it can begin with, or 0 */
gboolean cr_line_is_senders_name(const CrLine *line, const char *names);
gboolean cr_line_is_nickname(const CrLine *bare, const char *names);      /* "Gaz" of Gareth, "D" */
gboolean cr_line_closes_with_name(const CrLine *line, const char *names); /* "Cheers, Pia" */
/* "Dear Dana,": a short line, whatever it begins with, that holds a word of their name. */
gboolean cr_line_greets(const CrLine *line, const char *names);
/* "Best, Priya | 312 555 0144", "- Priya (312 555 0144)", "Priya Shah, Northwind, 312 555 0144" */
gboolean cr_line_begins_with_name(const CrLine *line, const char *names);

/* Whether a text says in one of its sentences that nobody reads an answer: "this mailbox is not
 * monitored". NULL says nothing. */
gboolean cr_text_says_unread(const char *text);

/* Marks what is quoted, and as gone what says so. mail-quotes.c */
void cr_lines_mark_quotes(CrLines *lines);
gboolean cr_lines_tell_quote(const CrLines *lines); /* whether any words say that something is */
/* Sets flows of the new lines, and returns how wide they are. */
glong cr_lines_mark_wraps(CrLines *lines); /* mail-newtext.c */
/* The filled new line there, or the next one; lines->len when there is none. */
guint cr_lines_next_new(const CrLines *lines, guint from);
/* Marks signature, disclaimer and what a device adds; from_name is the sender's, or NULL. */
void cr_lines_mark_signature(CrLines *lines, const char *from_name); /* mail-signature.c */
/* Marks "… at 2 PM. Priya Shah, Northwind, 312 555 0144" at the end, perhaps wrapped, from the name
 * on; names holds the sender's, folded. mail-inline.c */
void cr_lines_mark_inline(CrLines *lines, const char *names);

G_END_DECLS
