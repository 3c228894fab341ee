#pragma once
/* The days that an automatic reply names, in the languages of data/absence.ini, and what is said
 * around them. */
#include "parse/mail-private.h"

G_BEGIN_DECLS

/* What words say: [words] of data/absence.ini. */
typedef enum {
  CR_SAYS_BACK,
  CR_SAYS_AGAIN,
  CR_SAYS_UNTIL,
  CR_SAYS_THROUGH,
  CR_SAYS_FROM,
  CR_SAYS_TO, /* stands between the ends of a range */
  CR_SAYS_AWAY,
  CR_SAYS_ANSWER,
  CR_SAYS_REACH,
  CR_SAYS_OFFICE,
  CR_SAYS_NOT,
  CR_SAYS_IF,
  CR_SAYS_CONTACT,
  CR_SAYS_MATTER, /* what the mail is answered about */
  CR_SAYS_ME,
  CR_SAYS_YOU,
  CR_SAYS_NEXT,
  CR_SAYS_FIRST,
  CR_SAYS_LAST,
  CR_SAYS_BEFORE,
  CR_SAYS_PAST,
  CR_SAYS_SPAN, /* "weeks" */
  CR_SAYS_DATES,
  CR_SAYS_UNKNOWN,
  CR_SAYS_FORWARDED,
  CR_SAYS_EACH, /* what recurs */
  CR_SAYS_HOURS,
  CR_SAYS_AFTER,
  CR_N_SAID, /* no facts are told of the following ones: they are what days are made of */
  CR_SAYS_WEEK = CR_N_SAID,
  CR_SAYS_THIS,
  CR_SAYS_INSIDE,     /* "le lundi 7", "the 11th of May" */
  CR_SAYS_ARTICLE,    /* makes a mere number a day: "le 7" */
  CR_SAYS_INTRODUCES, /* a month that stands alone: "in May" */
  CR_SAYS_ENGLISH,    /* only there */
  CR_N_SAYS,
} CrSays;

const char *cr_says_name(CrSays says);

typedef enum {
  CR_DAY_WORD,
  CR_DAY_NUMBER,
  CR_DAY_CLOCK,
  CR_DAY_NUMBERS,
  CR_DAY_DASH
} CrDayWordKind;

typedef struct {
  guint32 start, end;             /* bytes of the text */
  guint64 says;                   /* bits: CrSays */
  guint32 sentence;               /* counts up */
  guint8 kind;                    /* CrDayWordKind */
  guint8 weekday, month;          /* from 1; 0 is none */
  guint8 days;                    /* 1 more than it is behind today: "tomorrow" is 2 */
  guint8 of_month;                /* of NUMBER, when it may be that */
  gboolean ordinal, upper, comma; /* "7th"; it begins with a capital; a comma stands before it */
  int year;                       /* of NUMBER, NUMBERS; or 0 */
  guint8 a, b;                    /* of NUMBERS: "15/2" */
  char part; /* between them: '/', '.', '-'; 'i' of 2027-02-15, with the month in a */
} CrDayWord;

static inline gboolean
cr_day_word_says(const CrDayWord *word, CrSays says) {
  return word->says >> says & 1;
}

/* It stands between the two days of a range: "to", a dash. */
static inline gboolean
cr_day_word_joins(const CrDayWord *word) {
  return word->kind == CR_DAY_DASH || cr_day_word_says(word, CR_SAYS_TO);
}

/* The words of at most 16 KB of the text: CrDayWord, in order. */
GArray *cr_day_words_new(const char *text);

/* How a day was named. */
typedef enum {
  CR_DAY_DATE,     /* a day and its month */
  CR_DAY_OF_MONTH, /* "the 7th", "lundi 7" */
  CR_DAY_WEEKDAY,
  CR_DAY_RELATIVE, /* "tomorrow" */
  CR_DAY_MONTH,
  CR_DAY_WEEK,
  CR_DAY_OTHER, /* what the reader of times has found besides: a feast, "next Tuesday" */
  CR_N_DAY_KINDS,
} CrDayKind;

typedef struct {
  CrDayKind kind;
  CrDay first, last;
  gboolean weekday;  /* named, beside a date … */
  gboolean mismatch; /* … and not that date's */
  gboolean rough;    /* only the month is sure, or a part of it */
  guint from, to;    /* its words: [from, to) */
} CrNamedDay;

typedef struct {
  GArray *words; /* CrDayWord */
  GArray *days;  /* CrNamedDay, in order; at most CR_MAX_NAMED_DAYS */
} CrNamedDays;
#define CR_MAX_NAMED_DAYS 40

/* times: CrMention of that text. today: where the sender is, in that zone. month_first: they write
 * 12/24. Linear in the text's length. */
void cr_named_days_init(CrNamedDays *days, const char *text, const GPtrArray *times, CrDay today,
                        const CrZone *zone, gboolean month_first);
void cr_named_days_clear(CrNamedDays *days);

G_END_DECLS
