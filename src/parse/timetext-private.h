#pragma once
/* The stages of reading times: words -> tokens -> whens (what was said) -> refined -> mentions.
 * Only timetext*.c include this. */
#include "parse/timetext.h"

G_BEGIN_DECLS

/* ---- words (timetext-words.c): the lexicon of data/time.ini ---- */

/* Words that the grammar names. The lexicon gives at most one to a word. */
typedef enum {
  W_NONE,
  W_A,
  W_AFTER,
  W_AGO,
  W_AM,
  W_AND,
  W_AROUND,
  W_AT,
  W_BACK,
  W_BEFORE,
  W_BEHIND,
  W_BETWEEN,
  W_ANYTIME,
  W_BUT,
  W_BUSINESS,
  W_CALENDAR,
  W_BY,
  W_CLOSE,
  W_COB,
  W_COMING,
  W_COUPLE,
  W_DAY,
  W_DAYLIGHT,
  W_EARLIER,
  W_EARLY,
  W_END,
  W_EOD,
  W_EOM,
  W_EOW,
  W_EVERY,
  W_FEW,
  W_FOLLOWING,
  W_FOR,
  W_FORTNIGHT,
  W_FORWARD,
  W_FROM,
  W_H,
  W_HALF,
  W_HENCE,
  W_HOUR,
  W_HOW,
  W_IE,
  W_IN,
  W_INSTEAD,
  W_PLACE,
  W_IS,
  W_ISH,
  W_KW,
  W_LAST,
  W_LATE,
  W_LATER,
  W_MID,
  W_MIDNIGHT,
  W_MINUTE,
  W_MONTH,
  W_MY,
  W_NEXT,
  W_NOON,
  W_NOT,
  W_NOW,
  W_OCLOCK,
  W_OF,
  W_ON,
  W_OR,
  W_OUR,
  W_OVERMORROW,
  W_PAST,
  W_PLAY,
  W_PM,
  W_QUARTER,
  W_RATHER,
  W_RUNNING,
  W_SAME,
  W_SEC,
  W_SHARP,
  W_ST,
  W_STANDARD,
  W_SUMMER,
  W_THAN,
  W_THAT,
  W_THE,
  W_THERE,
  W_THING,
  W_THIS,
  W_TIME,
  W_TO,
  W_TODAY,
  W_TOMORROW,
  W_TONIGHT,
  W_T,
  W_UNTIL,
  W_UP,
  W_WAS,
  W_WEEK,
  W_WEEKEND,
  W_WC,
  W_WHICH,
  W_WITHIN,
  W_YEAR,
  W_YESTERDAY,
  W_YOU,
  W_YOUR,
  W_YOURS,
  W_MINE,
  W_OTHER,
  W_ANOTHER,
  W_MOST,
} CrKeyword;

enum {
  MARK_PAST = 1 << 0,     /* a verb or phrase of the past */
  MARK_FUTURE = 1 << 1,   /* of plans */
  MARK_MOVE = 1 << 2,     /* moves an appointment */
  MARK_CUE = 1 << 3,      /* speaks of appointments */
  MARK_FOLLOW = 1 << 4,   /* may follow a bare hour */
  MARK_NAME = 1 << 5,     /* digits after it are its name: "room 1400" */
  MARK_THINGS = 1 << 6,   /* digits before it count or rate: "4/5 stars" */
  MARK_GREETING = 1 << 7, /* "happy Friday" */
  MARK_LABEL = 1 << 8,
  MARK_HEADER = 1 << 9,
  MARK_SHY = 1 << 10,     /* a zone abbreviation that is also a word */
  MARK_HOLIDAY = 1 << 11, /* a holiday's name begins so */
  MARK_PLACE = 1 << 12,   /* a place's or region's name begins so */
  MARK_BARE = 1 << 13,    /* of a place: read without "time" */
  MARK_MANY = 1 << 14,    /* "Tuesdays", "mornings": every one of them */
  MARK_GERUND = 1 << 15,  /* "great speaking with you": past after praise */
  MARK_WENT = 1 << 16,    /* past when it follows: "Tuesday went well" */
  MARK_PRAISE = 1 << 18,  /* before a gerund */
  MARK_AGREED = 1 << 19,  /* said of a time that both know */
  MARK_OLD = 1 << 20,     /* "originally 2pm" */
  MARK_REFUSE = 1 << 17,  /* "I'm out Thursday" */
  MARK_FORGET = 1 << 21,  /* "forget Thursday" */
  MARK_BECOME = 1 << 22,  /* between an old time and the new: "Monday 2pm becomes Tuesday 2pm" */
  MARK_REPLACE = 1 << 23, /* between a new time and the old: "Tuesday 2pm replaces Monday 2pm" */
  MARK_HELD = 1 << 24,    /* all that stands between them: "will be held on" */
  MARK_ALSO = 1 << 25,    /* both times hold */
  MARK_MAYBE = 1 << 26,   /* "if not Monday" */
  MARK_BETTER = 1 << 28,  /* "better than Monday" */
  MARK_DID = 1 << 29,     /* a verb of the past behind who did it: "I left" */
  MARK_EXCEPT = 1 << 27,  /* "except Monday", with "from" behind some */
};

typedef struct {
  guint8 keyword; /* CrKeyword */
  guint8 weekday; /* 1…7, 0 none */
  guint8 month;   /* 1…12, 0 none */
  guint8 ordinal; /* 1…31, 0 none */
  gint8 number;   /* 1…59 of a spelled number, 0 none */
  guint8 part;    /* 1… of a part of the day, 0 none */
  guint8 zone;    /* 1… of an abbreviation, 0 none */
  guint32 marks;
} CrWord;

/* KEPT: the standard time of its region all year, which only the writer's clock or place tells. */
typedef enum { ZONE_GENERIC, ZONE_STANDARD, ZONE_DAYLIGHT, ZONE_FIXED, ZONE_KEPT } CrZoneForm;

#define CR_MAX_SENSES 4
typedef struct {
  char *name; /* upper case */
  int n_senses;
  struct {
    CrZoneForm form;
    const char *zone;
  } senses[CR_MAX_SENSES];
} CrZoneAbbreviation;

typedef struct {
  const char *zone;
  gboolean region; /* takes Standard, Daylight and Time: "Eastern Daylight Time" */
  gboolean bare;   /* read without "time" */
} CrPlace;

typedef struct {
  const char *name; /* for cr_holiday_find, or NULL */
  int days;         /* added to it */
  int month, day;   /* without name */
  CrDay known[8];   /* in order: the days of a feast by the moon */
  guint n_known;
} CrFeast;

typedef struct {
  const char *name;
  int from_min, to_min;
} CrDayPart;

/* Never NULL; a word without entry gives an empty one. left: bytes of the text from there on, which
 * need not end with a NUL. */
const CrWord *cr_word_find(const char *text, gsize length, gsize left);
const CrZoneAbbreviation *cr_zone_abbreviation_get(guint index);
const CrPlace *cr_place_find(const char *lower);
const CrFeast *cr_feast_find(const char *lower);
const CrDayPart *cr_day_part_get(guint index);

/* ---- tokens (timetext-lex.c) ---- */

typedef enum {
  TOKEN_END,
  TOKEN_WORD,
  TOKEN_NUMBER,
  TOKEN_MARK,
  TOKEN_BREAK,
  TOKEN_JUNK
} CrTokenKind;

typedef struct {
  guint32 start, end; /* bytes of the text */
  guint8 kind;        /* CrTokenKind */
  guint8 digits;      /* of NUMBER */
  char mark;          /* of MARK: ASCII; every dash is '-' */
  guint8 spaced : 1;  /* white space before */
  guint8 upper : 1;   /* WORD in capitals */
  guint8 title : 1;   /* WORD with a capital first */
  guint8 owner : 1;   /* WORD with 's */
  guint8 breaks;      /* of BREAK: 1, or 2 for an empty line */
  guint32 sentence;   /* counts up */
  int value;          /* of NUMBER, -1 when too long */
  const CrWord *word; /* never NULL */
} CrToken;

#define CR_FEW_TOKENS 256

typedef struct {
  CrToken *list; /* owned, if it is not few */
  guint n, room;
  CrToken few[CR_FEW_TOKENS]; /* of most texts: no memory need be found for them */
} CrTokens;

static inline void
cr_tokens_clear(CrTokens *tokens) {
  if (tokens->list != tokens->few)
    g_free(tokens->list);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CrTokens, cr_tokens_clear)

/* Tokens of at most length bytes; behind the n of them stand three TOKEN_END. Where they are must
 * not move. */
void cr_time_lex(const char *text, gsize length, CrTokens *ret_tokens);
/* Takes out the line breaks inside times; its part of the work. */
void cr_time_join_lines(CrTokens *tokens); /* timetext-lines.c */

/* ---- what was said (timetext-read.c and -date.c, -clock.c, -zone.c) ---- */

typedef enum {
  DATE_NONE,
  DATE_DAY,     /* year, month, day; year 0 and month 0 when not said */
  DATE_NUMERIC, /* a/b[/year], order open */
  DATE_WEEKDAY, /* weekday and which */
  DATE_OFFSET,  /* days from the reference's day */
  DATE_WEEK,    /* weeks from the reference's week, or of a date when base is set */
  DATE_MONTH,   /* months from the reference's month */
  DATE_NTH,     /* nth weekday of month (0: of the reference's month + offset) */
  DATE_FEAST,
  DATE_AGAIN, /* the day spoken of before ("the same day"), or the next one after it */
} CrDateKind;

typedef enum {
  WHICH_BARE,
  WHICH_THIS,
  WHICH_COMING,
  WHICH_NEXT,
  WHICH_LAST,
  WHICH_AFTER_NEXT,
  WHICH_THIS_WEEK,
  WHICH_NEXT_WEEK,
  WHICH_FOLLOWING,
  WHICH_LISTED, /* bare, behind an earlier weekday of its list */
  WHICH_BEFORE_FEAST,
  WHICH_AFTER_FEAST,
} CrWhich;

typedef enum { SLICE_WHOLE, SLICE_EARLY, SLICE_MID, SLICE_LATE, SLICE_END } CrSlice;

typedef struct {
  CrDateKind kind;
  int year, month, day;
  int a, b;              /* of NUMERIC */
  gboolean listed;       /* of DAY: behind another one, whose month it may take */
  gboolean month_shared; /* of DAY: taken from another day of the list */
  gboolean iso;          /* of DAY: 2026-11-24 */
  gboolean dotted;       /* of NUMERIC: 24.11., always the day first */
  int weekday;           /* 1…7; of other kinds than WEEKDAY a claim to be checked */
  CrWhich which;
  int offset;    /* days, weeks or months of OFFSET, WEEK, MONTH and NTH */
  int nth;       /* 1…5, -1 last; of WEEK the number of the week in its year, or 0 */
  int plus_days; /* "a week from …" */
  CrSlice slice;
  gboolean in_week; /* the whole week of that day */
  int of_week;      /* 1…7: that weekday of its week */
  gboolean weekend; /* of WEEK */
  const CrFeast *feast;
  int until_a, until_b;       /* of NUMERIC: the last day, in the same order */
  gboolean year_of_end;       /* of NUMERIC: the year stands behind the last day alone */
  int until_month, until_day; /* last day of a range, 0 none */
  int until_weekday;          /* the same as a weekday */
  gboolean night;             /* "tonight": the hours behind midnight are its, too */
  gboolean overnight;         /* "the night from Tuesday to Wednesday", of its first day */
} CrDateSpec;

typedef enum {
  CLOCK_NONE,
  CLOCK_TIME,
  CLOCK_PART,  /* part of the day */
  CLOCK_DELTA, /* minutes from the reference */
  CLOCK_SAME,  /* the focus's clock */
  CLOCK_EOD,
} CrClockKind;

typedef enum { HALF_UNSAID, HALF_AM, HALF_PM, HALF_24 } CrHalf;

typedef struct {
  CrClockKind kind;
  int hour, minute;
  CrHalf half;
  gboolean bare;   /* an hour alone: needs support */
  gboolean dotted; /* "14.00" */
  gboolean padded; /* "02:00" */
  int part;
  CrSlice slice;
  int delta_min;
  gboolean hour_unsaid; /* of DELTA: "at half past" */
} CrClock;

typedef enum {
  SAID_NONE,
  SAID_ABBREVIATION,
  SAID_REGION, /* with form */
  SAID_ZONE,   /* an identifier or a place */
  SAID_OFFSET,
  SAID_MINE, /* the writer's: "my time" */
  SAID_YOURS,
  SAID_THEIRS, /* "her time": a third person's, who mostly is where the writer is */
} CrZoneKind;

typedef struct {
  CrZoneKind kind;
  guint abbreviation;
  CrZoneForm form;
  const char *zone;      /* of REGION and ZONE */
  int offset_sec;        /* of OFFSET, and of a label "(UTC-05:00) Eastern Time" */
  gboolean label_offset; /* offset_sec belongs to a label */
  const char *place;   /* the zone of the place that is named with it, or NULL: "AEST (Brisbane)" */
  gboolean place_sure; /* named beside the clock, or as where the writer is */
} CrZoneSaid;

/* Whether a place beside it can tell that its clock never changes. */
static inline gboolean
cr_zone_may_keep(const CrZoneSaid *zone) {
  return zone->kind == SAID_ABBREVIATION || zone->kind == SAID_REGION;
}

static inline gboolean
cr_zone_is_whose(const CrZoneSaid *zone) {
  return zone->kind == SAID_MINE || zone->kind == SAID_YOURS || zone->kind == SAID_THEIRS;
}

typedef enum {
  BOUND_NONE,
  BOUND_AFTER,
  BOUND_BEFORE,
  BOUND_WITHIN, /* "between 2 and 3", "anytime 2-3" */
} CrBound;

typedef struct {
  guint first, last; /* tokens [first, last) */
  CrDateSpec date;
  CrClock from, to; /* to.kind NONE without an end */
  CrZoneSaid zone;
  CrBound bound;
  CrTimeRole role;
  int delay_min;
  gboolean has_delay;
  gboolean ours;        /* "our 2pm": known to both */
  gboolean clock_first; /* the clock was said before the date */
  gboolean past;
  gboolean clock_shared; /* from the end of a list: "Tuesday or Wednesday at 2" */
  gboolean date_carried, zone_carried;
  gboolean failed;   /* names no possible time */
  gboolean dropped;  /* said again, and better, by another */
  int pair;          /* index of the when that this one repeats in another zone, or -1 */
  int base;          /* index of the when that a delay moves, or -1 */
  gboolean mismatch; /* its pair names another instant */
  char joint;        /* how it follows the one before: ',', 'o' or, '/', '(', '=', 't' to, 0 none */
} CrWhen;

typedef struct {
  const char *text;
  const CrToken *tokens;
  guint n, i; /* the cursor */
  const CrTimeContext *context;
  gboolean british;   /* "half two", 24.11 */
  gboolean day_first; /* the sender's country writes 24/11, and 16.45 for a clock */
  gboolean moving;    /* a verb before moves appointments: "to" makes no range */
  gboolean vouched;   /* beside a clock: 11/30 is a date */
  gboolean between;   /* after "between": "and" makes a range */
  guint depth;        /* of dates that rest on dates */
  gboolean iso;       /* inside 2026-11-24T14:00: a following sign is an offset */
} CrReader;

static inline const CrToken *
cr_token(const CrReader *r, guint i) {
  return &r->tokens[MIN(i, r->n)];
}
static inline CrKeyword
cr_keyword(const CrReader *r, guint i) {
  return (CrKeyword) cr_token(r, i)->word->keyword;
}
static inline gboolean
cr_is_mark(const CrReader *r, guint i, char mark) {
  const CrToken *t = cr_token(r, i);
  return t->kind == TOKEN_MARK && t->mark == mark;
}
/* A mark or word that touches the token before it. */
static inline gboolean
cr_is_glued(const CrReader *r, guint i) {
  const CrToken *t = cr_token(r, i);
  return t->kind != TOKEN_END && t->kind != TOKEN_BREAK && !t->spaced;
}

static inline CrWhen *
cr_when_at(GArray *whens, guint i) {
  return &g_array_index(whens, CrWhen, i);
}
static inline guint32
cr_sentence_of(const CrReader *r, const CrWhen *w) {
  return cr_token(r, w->first)->sentence;
}
static inline gboolean
cr_is_date_only(const CrWhen *w) {
  return w->date.kind != DATE_NONE && w->from.kind == CLOCK_NONE;
}
static inline gboolean
cr_is_clock(const CrWhen *w) {
  return w->from.kind == CLOCK_TIME || w->from.kind == CLOCK_EOD;
}
/* "3pm your time" */
static inline gboolean
cr_is_whose(const CrWhen *w) {
  return w->zone.kind == SAID_YOURS || w->zone.kind == SAID_MINE;
}
static inline gboolean
cr_is_list_joint(char joint) {
  return joint == ',' || joint == 'o' || joint == '/' || joint == '&';
}

/* Each reads one thing at the cursor: TRUE advances it, FALSE leaves it. */
gboolean cr_read_date(CrReader *r, CrDateSpec *ret_date);
/* supported: the words before vouch for a bare hour. */
gboolean cr_read_clock(CrReader *r, gboolean supported, CrClock *ret_clock);
gboolean cr_read_clock_range(CrReader *r, gboolean supported, gboolean between, gboolean moving,
                             CrClock *ret_from, CrClock *ret_to, CrZoneSaid *ret_zone);
gboolean cr_read_zone(CrReader *r, CrZoneSaid *ret_zone);
void cr_read_zone_before(CrReader *r, guint clock, CrZoneSaid *ret_zone);
void cr_find_whereabouts(CrReader *r, GArray *whens);
/* The longest place or region that begins here, or NULL. */
const CrPlace *cr_read_place(CrReader *r);
/* Clocks in words: half past two, noon, morning, end of day, the same time. */
gboolean cr_read_spoken_clock(CrReader *r, gboolean supported, CrClock *ret_clock);
CrHalf cr_read_half(CrReader *r);
CrHalf cr_read_half_words(CrReader *r, int hour); /* "in the afternoon" */
CrHalf cr_half_of_part(int part, int hour);
/* A day named by numbers; after_weekday lets "24" and "24.11" pass. */
gboolean cr_read_day(CrReader *r, gboolean after_weekday, CrDateSpec *ret_date);
gboolean cr_read_day_of_month(CrReader *r, gboolean after_weekday, CrDateSpec *ret_date);
/* "Dec 1 or 2 at 10am", "Nov 24, 25 and 26": a day of the month that last names. */
gboolean cr_read_listed_day(CrReader *r, const CrWhen *last, CrDateSpec *ret_date);
/* A clock comes next, past commas, brackets and "around". */
gboolean cr_clock_follows(const CrReader *r, guint i);
/* The number at i is the name of something: "room 1400", "ref: 11/24". */
gboolean cr_is_named(const CrReader *r, guint i);
gboolean cr_read_weekday(CrReader *r, CrDateSpec *ret_date);
const CrFeast *cr_read_feast(CrReader *r); /* NULL leaves the cursor */
void cr_read_year(CrReader *r, int *year);
void cr_skip_dot(CrReader *r);
int cr_month_at(const CrReader *r, guint i); /* 0 when none */
/* "15 minutes late"; moving: a verb of the sentence moves an appointment. */
gboolean cr_read_delay(CrReader *r, gboolean moving, CrWhen *ret_when);
/* The end of a quoted header's line that begins at i ("Sent: …", "On … wrote:"), else i. */
guint cr_skip_header_line(const CrReader *r, guint i);

typedef struct {
  gboolean comma, bracket, broke, support, between, label, word;
  CrBound bound;
} CrGlue;
/* Skips what may stand between a time's date, clock and zone. */
void cr_read_glue(CrReader *r, CrGlue *ret_glue);
/* CrWhen.joint of two whens with the tokens [from, to) between them. */
char cr_joint_of(const CrReader *r, guint from, guint to);
/* "20 minutes", "an hour and a half": minutes, or days when ret_days is not 0. */
gboolean cr_read_span(CrReader *r, int *ret_minutes, int *ret_days);
/* "eastern standard time" at the cursor, joined in lower case up to words words. */
gsize cr_join_words(const CrReader *r, guint from, guint words, char *out, gsize size);
/* The verb at i moves an appointment: "move to 3", but not "move forward". */
gboolean cr_word_moves(const CrReader *r, guint i);
/* A bare hour ends here: what follows makes no count of it. */
gboolean cr_clock_may_end(const CrReader *r, guint i);

/* The walk over the tokens. */
typedef struct {
  CrReader *r;
  GArray *whens;
  guint cue_sentence, move_sentence, many_sentence; /* the last sentence with such a word, +1 */
} CrScan;

static inline const CrWhen *
cr_last_when(const CrScan *s) {
  return s->whens->len ? &g_array_index(s->whens, CrWhen, s->whens->len - 1) : NULL;
}
/* The words around the number at i let it be an hour. */
gboolean cr_is_vouched(const CrScan *s, guint i);
/* All whens of the text, in order: an array of CrWhen. */
GArray *cr_time_read(CrReader *r);
/* Carries dates, clocks and zones between whens, finds moves. */
void cr_time_refine(CrReader *r, GArray *whens);
/* The parts of it that take over what others say (timetext-carry.c): in lists, before moves are
 * found, and from afar, behind them. */
void cr_share_in_lists(const CrReader *r, GArray *whens);
void cr_carry(CrReader *r, GArray *whens);
/* "15:00 (16:00 in Paris)": the zone is that of the second clock alone. */
gboolean cr_is_restated(const CrWhen *w, const CrWhen *next);
/* The part of it that finds old and new times, and what delays delay. */
void cr_find_moves(const CrReader *r, GArray *whens);

/* ---- instants (timetext-resolve.c) ---- */

enum {
  FLAG_SEASON = 1 << 0,
  FLAG_WEEKDAY = 1 << 1,
  FLAG_PAIR = 1 << 2,
  FLAG_OUTLOOK = 1 << 3,
  FLAG_HOUR = 1 << 4,
  FLAG_ORDER = 1 << 5,
  FLAG_GAP = 1 << 6,
  FLAG_OVERLAP = 1 << 7,
  FLAG_ZONE = 1 << 8,
};

typedef struct {
  const CrZone *zone; /* never NULL */
  CrInstant start, end, alternative;
  CrGranularity granularity;
  guint flags;
  gboolean past;
  gboolean both_clocks; /* said on two zones' clocks, which agree */
  CrDay day;            /* in the zone */
} CrResolved;

typedef enum { ORDER_OPEN, ORDER_MONTH_FIRST, ORDER_DAY_FIRST } CrDateOrder;

typedef struct {
  const CrTimeContext *context;
  const CrZone *mine, *theirs; /* never NULL */
  const char *country;         /* of the sender, or NULL */
  CrDay today;                 /* where the sender is */
  CrDay last_day;              /* of the when before, or G_MININT32 */
  CrDay old_day;               /* of the time that is moved, or CR_NO_DAY */
  CrDay week;                  /* the Monday of the week spoken of, or G_MININT32 */
  const CrResolved *focus;     /* what the mail answers, or NULL */
  CrDateOrder order;           /* which dates of the text can only have */
} CrResolver;

typedef struct {
  CrDay first, last; /* [first, last) */
  CrDay other;       /* another reading, or CR_NO_DAY */
  CrGranularity granularity;
  guint flags;
} CrDays;
/* clock_ahead: the when's clock still comes today. FALSE when there is no such day. */
gboolean cr_resolve_days(CrResolver *res, const CrWhen *w, gboolean clock_ahead, CrDays *ret_days);

CrDateOrder cr_order_of_country(const char *country);

typedef struct {
  const CrZone *zone;
  CrZoneForm form;
  int literal_sec;      /* what the words say by themselves */
  gboolean has_literal; /* else the zone's clock is all that was said */
  guint mismatch;       /* the flag when the zone's clock differs from it */
  guint flags;
} CrZoneChoice;
CrZoneChoice cr_choose_zone(const CrResolver *res, const CrZoneSaid *said, CrInstant about);

const char *cr_country_of_context(const CrTimeContext *context); /* the writer's, or NULL */
void cr_resolver_init(CrResolver *resolver, const CrTimeContext *context);
/* FALSE when it names no possible time. */
gboolean cr_time_resolve(CrResolver *resolver, const CrWhen *when, CrResolved *ret);

G_END_DECLS
