#pragma once
/* Inside the reading of a mail: its words, the cues found in them, and the steps of cr_mail_read.
 */
#include "base/text.h"
#include "model/holiday.h"
#include "parse/mail.h"
#include "parse/phone.h"

G_BEGIN_DECLS

/* The sections of data/phrases.ini. The kinds come first and in the order of CrMailClass. */
typedef enum {
  CR_TOPIC_GENERIC, /* no section: never found */
  CR_TOPIC_BOUNCE,
  CR_TOPIC_OUT_OF_OFFICE,
  CR_TOPIC_REJECTION,
  CR_TOPIC_ON_HOLD,
  CR_TOPIC_RECRUITER_CHANGE,
  CR_TOPIC_APOLOGY_LATE,
  CR_TOPIC_CANCELLATION,
  CR_TOPIC_RESCHEDULE_REQUEST,
  CR_TOPIC_NEW_TIME,
  CR_TOPIC_SCHEDULING_LINK,
  CR_TOPIC_CONFIRMATION,
  CR_TOPIC_OOO_SUBJECT,  /* an out-of-office program's subject */
  CR_TOPIC_ABSENCE_TALK, /* about such programs, or how to use them */
  CR_TOPIC_STORY,        /* the sentence speaks of others or of another time */
  CR_TOPIC_CONDITION,    /* "if you need to …": the sentence asserts nothing */
  CR_TOPIC_RECEIPT,      /* a program confirms that something arrived */
  CR_TOPIC_BY_ITSELF,    /* it says that a program wrote it */
  CR_TOPIC_PASSES_ON,    /* what stands below is what somebody else has to say */
  CR_TOPIC_SPEAKS,       /* of a call, or of speaking */
  CR_TOPIC_NOT_OFF,      /* a cancellation is none: ignored, a mistake, denied */
  CR_TOPIC_UNABLE,       /* a time or a call that somebody cannot make */
  CR_TOPIC_ELSEWHERE,    /* what happens at an hour of its own */
  CR_TOPIC_FIRM,         /* the time is stated */
  CR_TOPIC_ASKED,        /* the time is asked for */
  CR_TOPIC_ACCEPTS,
  CR_TOPIC_MOVED, /* what was agreed has been set anew, as programs tell it */
  CR_TOPIC_APOLOGIZES,
  CR_TOPIC_PROMISE,
  CR_TOPIC_RETURN_ON,
  CR_TOPIC_RETURN_UNTIL,
  CR_TOPIC_RETURN_THROUGH,
  CR_TOPIC_AWAY_ON,
  CR_TOPIC_ON_LEAVE, /* for long, and still employed */
  CR_TOPIC_DEPUTY,
  CR_TOPIC_TAKES_OVER, /* the sender does, from somebody else */
  CR_TOPIC_CALLER_RECRUITER,
  CR_TOPIC_CALLER_CANDIDATE,
  CR_TOPIC_CALLER_BOTH,
  CR_TOPIC_CALLER_OTHER, /* whom they call is a third person, unless it is the reader whom others
                            speak of */
  CR_TOPIC_PHONE_CANDIDATE,
  CR_TOPIC_PHONE_CONTACT,
  CR_TOPIC_PHONE_DIAL_IN,
  CR_TOPIC_PHONE_CALLER_ID,
  CR_TOPIC_PHONE_NOT,    /* the number is no telephone number: an id, a fax */
  CR_TOPIC_PHONE_LISTED, /* "will call you at the number above" */
  CR_TOPIC_OWN_CALL,     /* the reader's own interview or call, as hiring systems name it */
  CR_TOPIC_PUBLIC,       /* something that anybody can come to */
  CR_N_TOPICS,
} CrTopic;

typedef enum {
  CR_WORD_WHEN = 1,   /* a weekday, month, "tomorrow", "3pm", "10:30" */
  CR_WORD_NUMBER = 2, /* begins with a digit */
  CR_WORD_EMAIL = 4,
  CR_WORD_URL = 8,
  CR_WORD_CAPITAL = 16, /* begins with a capital, and not only because a sentence begins */
  CR_WORD_CLOCK = 32,   /* "3pm", "10:30", "noon" */
  CR_WORD_UPPER = 64,   /* its first letter is a capital, for whatever reason */
  CR_WORD_BREAK = 128,  /* a comma, bracket, colon, dash or semicolon stands before it */
} CrWordClass;

typedef struct {
  guint16 word;       /* its number in the phrases' vocabulary; 0 when no phrase uses it */
  guint8 class;       /* CrWordClass bits */
  guint8 bit;         /* the word's in a signature, see mail-phrases.h */
  guint32 start, end; /* bytes of the text; both halves of "can't" name the whole */
} CrWord;

typedef struct {
  guint first, end; /* words */
  gboolean question;
} CrSentence;

typedef struct {
  char *text;   /* owned, ends with NUL */
  CrWord *list; /* owned */
  guint n, room;
  GArray *sentences; /* CrSentence */
  guint n_links;     /* words that are a URL */
} CrWords;

typedef struct {
  CrTopic topic;
  int weight;       /* 1 to 10; 10 decides alone */
  guint first, end; /* words */
  guint sentence;
  gboolean negated;  /* "not", "never" … before or inside */
  gboolean supposed; /* in an if-clause, a story, a footer's offer */
  gboolean question;
  gboolean denies; /* its row has the negation in itself: "not moving forward" */
  const char *row; /* of data/phrases.ini or data/frames.ini */
  guint64 place;   /* they are sorted by it: where the row begins; its number in the lower half */
} CrCue;

CrWords *cr_words_new(const char *text);
void cr_words_free(CrWords *words);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CrWords, cr_words_free)
/* Every phrase found, by position: CrCue. Linear in the number of words. */
GArray *cr_words_cues(const CrWords *words);
/* FALSE: no sentence of theirs says that nobody reads an answer. */
gboolean cr_words_may_say_unread(const CrWords *words);
/* The word that holds that byte of the text, or the next one. */
guint cr_words_at(const CrWords *words, guint32 offset);
/* The sentence that holds it; as many as there are when none does. */
guint cr_words_sentence_at(const CrWords *words, guint32 offset);
gboolean cr_words_ask(const CrWords *words); /* in any of their sentences */
/* The sentence of a cue, shortened around it to at most 160 characters. Free with g_free. */
char *cr_words_quote(const CrWords *words, const CrCue *cue);

#define cr_word_at(words, i) ((words)->list[i])
#define cr_cue_at(cues, i) g_array_index(cues, CrCue, i)

/* In whatever case; the list ends with NULL. */
static inline gboolean
cr_word_is_any(const CrWords *words, guint i, const char *const *list) {
  const CrWord *word = &cr_word_at(words, i);
  return cr_text_is_any(words->text + word->start, word->end - word->start, list);
}

/* The hours to come that a quote names, beside those of the new text. */
typedef enum {
  CR_QUOTE_NO_HOURS, /* one of them names none */
  CR_QUOTE_SAME_HOURS,
  CR_QUOTE_OTHER_HOURS,
} CrQuoteHours;

/* When the hours that a quote names are, as seen from the mail's date: bits. */
typedef enum {
  CR_QUOTE_LONG_AGO = 1, /* more than a day */
  CR_QUOTE_PAST = 2,
  CR_QUOTE_JUST_PAST = 4, /* three hours at most */
  CR_QUOTE_SOON = 8,      /* in four hours at most */
  CR_QUOTE_AHEAD = 16,
} CrQuoteNearness;

typedef enum { CR_LINK_OTHER, CR_LINK_SCHEDULING, CR_LINK_MEETING, CR_N_LINK_KINDS } CrLinkKind;

/* One step of reading sees all of this. */
/* The weights of what a program's subject begins with: beside what the text says of an absence,
 * beside a text that names no hour, and by itself. */
enum { CR_SUBJECT_MAY_BE = 7, CR_SUBJECT_IS = 8, CR_SUBJECT_PROVES = 10 };

typedef struct {
  const CrMime *mime;
  const CrMailContext *context;
  CrWords *subject; /* without its "Re:" and "Fwd:" */
  gboolean answer;  /* it had one */
  char *text;       /* the new text */
  CrWords *body;
  const CrWord *links[CR_N_LINK_KINDS]; /* the first of its kind in the body, or NULL */
  GArray *subject_cues, *cues;
  char *quote, *signature; /* NULL when there is none */
  CrQuoteHours quote_hours;
  guint quote_nearness; /* CrQuoteNearness bits */
  const char *their_country, *mine_country;
  gboolean country_guessed; /* theirs is the reader's, for want of a better one */
  gboolean subject_times;   /* the body names no time, the reading's times stand in the subject */
  int ooo_subject;          /* how surely the subject is an out-of-office program's, see below */
  gboolean passes_on;       /* the text goes on with what somebody else wrote of the reader */
  CrInstant forwarded;      /* when they did, by what stands above it; or NONE */
} CrMailView;

/* Takes the mail apart for the steps; fills in reading what they need: headers, times, link.
 * passes_on: what it forwards belongs to its text. */
void cr_mail_view_init(CrMailView *view, const CrMime *mime, const CrMailContext *context,
                       gboolean passes_on, CrReading *reading);
void cr_mail_view_clear(CrMailView *view);

/* Gives the times that are not the call's the role OTHER. */
void cr_mail_mark_other_times(const CrMailView *view, CrReading *reading); /* mail-times.c */
/* Which of several calls it is about, once its kind is known: the time that is called off is OLD,
 * beside it one that stands is OTHER. */
void cr_mail_mark_called_off(const CrMailView *view, CrReading *reading); /* mail-times.c */
/* The words that the reading's times stand in: the body's, or the subject's. */
const CrWords *cr_mail_timed_words(const CrMailView *view); /* mail-times.c */
/* Not moved away from, past, or of something else. */
gboolean cr_mail_is_time_of_call(const CrMention *mention); /* mail-times.c */
/* A clock time of the call, after the mail. */
gboolean cr_mail_is_hour_ahead(const CrReading *reading, const CrMention *mention);
/* "our 2pm" is the time that was agreed before. */
gboolean cr_mail_is_agreed_time(const CrMailView *view, const CrMention *mention);
void cr_mail_read_headers(const CrMime *mime, CrReading *reading); /* mail-auto.c */
/* A program wrote it in answer to a mail (RFC 3834), not just by itself. */
gboolean cr_mail_answers_by_itself(const CrMime *mime);               /* mail-auto.c */
gboolean cr_mail_read_bounce(const CrMime *mime, CrReading *reading); /* mail-auto.c */
/* The CrReading's report tells of mail that is still on its way. */
gboolean cr_mail_is_delay(const CrMime *mime, const CrReading *report); /* mail-auto.c */
void cr_mail_read_kind(const CrMailView *view, CrReading *reading);     /* mail-kind.c */
void cr_mail_read_phones(const CrMailView *view, CrReading *reading);   /* mail-phones.c */
void cr_mail_read_says(const CrMailView *view, CrReading *reading);     /* mail-says.c */
void cr_mail_read_return(const CrMailView *view, CrReading *reading);   /* mail-return.c */
void cr_mail_read_people(const CrMailView *view, CrReading *reading);   /* mail-people.c */
void cr_mail_read_who(const CrMailView *view, CrReading *reading);      /* mail-who.c */

/* The country that the numbers and headers of a mail suggest for its sender, or NULL. */
const char *cr_mail_sender_country(const CrMime *mime, const CrMailContext *context,
                                   const char *text, const char *signature);

CrLinkKind cr_link_kind(const char *url, gsize length);
void cr_mail_find_links(CrMailView *view);
/* The view's first link of that kind, or NULL. Free with g_free. */
char *cr_mail_link(const CrMailView *view, CrLinkKind kind);

G_END_DECLS
