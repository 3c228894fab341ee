/* Words -> runs of names, each judged by what stands beside it. */
#include "parse/promise-private.h"

#include "base/text.h"
#include "parse/mail-phones.h"
#include "parse/phone.h"

#include <string.h>

#define MAX_ROLE 6

void
cr_promise_clear(CrPromise *promise) {
  g_free(promise->name);
  g_free(promise->company);
  g_free(promise->role);
  g_free(promise->email);
  g_free(promise->phone);
  g_free(promise->extension);
  g_free(promise->unread);
  *promise = (CrPromise){.caller = CR_CALLER_UNKNOWN};
}

/* Roles */

static void
take_role(Words *words, guint from, guint to, CrPromise *promise) {
  if (from >= to)
    return;
  promise->role = promise_text(words, from, to);
  for (guint i = from; i < to; i++)
    words->words[i].taken = TRUE;
}

/* Word i follows a slash that no space is beside: "UI/UX", "Amy/Zendesk". */
static gboolean
behind_slash(const Words *words, guint i) {
  const char *text = words->words[i].text;
  return i > 0 && words->words[i].gap == '-' && text[-1] == '/' && text[-2] != ' ';
}

/* "QA", "C++" */
static gboolean
is_short_form(const Word *word) {
  gboolean lower = FALSE;
  for (gsize i = 0; i < word->length; i++)
    lower = lower || !g_ascii_isgraph(word->text[i]) || g_ascii_islower(word->text[i]);
  return word->length > 0 && word->length <= 4 && !lower;
}

static gboolean
role_goes_on(const Words *words, guint i, gboolean over_slashes) {
  return !words->words[i].gap ||
         (behind_slash(words, i) && (over_slashes || (is_short_form(&words->words[i - 1]) &&
                                                      is_short_form(&words->words[i]))));
}

/* Back from word end, which is not part of it, to where a role's name begins. */
static guint
go_back(const Words *words, guint end, gboolean over_slashes) {
  guint first = end;
  while (first > 0 && end - first < MAX_ROLE &&
         (first == end || role_goes_on(words, first, over_slashes)) &&
         !(promise_means(words, first - 1) & (ABOUT | ARTICLE | OF)) &&
         !words->words[first - 1].possessive)
    first--;
  return first;
}

/* "about the QA/Test Lead role" is one behind its lead; "Amy/Zendesk/Support Lead" is three. */
static guint
role_start(const Words *words, guint end) {
  guint first = go_back(words, end, TRUE);
  gboolean led = first > 0 && !words->words[first].gap &&
                 promise_means(words, first - 1) & (ABOUT | ARTICLE | OF);
  return led ? first : go_back(words, end, FALSE);
}

/* The end of the role that begins with word i: behind its trade; i when none is named. */
static guint
role_end(const Words *words, guint i) {
  for (guint end = i; end < MIN(words->count, i + MAX_ROLE); end++) {
    if (end > i && words->words[end].gap && !behind_slash(words, end))
      break;
    if (promise_means(words, end) & TRADE)
      return end + 1;
  }
  return i;
}

/* "about the Staff Engineer role", "for the position of Staff Engineer" */
static void
read_named_role(Words *words, CrPromise *promise) {
  for (guint i = 1; i < words->count && promise->role == NULL; i++) {
    if (!(promise_means(words, i) & ROLE))
      continue;
    if (promise_means(words, i + 1) & OF)
      take_role(words, i + 2, role_end(words, i + 2), promise);
    else if (!words->words[i].gap)
      take_role(words, role_start(words, i), i, promise);
  }
}

/* The name that begins with word i ends with a colon: "Northwind: Dana calls". */
static gboolean
is_heading(const Words *words, guint i) {
  guint end = i < words->count ? promise_name_end(words, i) : i;
  return end > i && end < words->count && words->words[end].gap == ':';
}

/* "re Data Analyst", "Senior Nurse interview", "Dana – Northwind – Staff Engineer", "Staff Engineer
 * at Northwind: Dana calls" */
static void
read_trade(Words *words, CrPromise *promise) {
  for (guint i = 0; i < words->count && promise->role == NULL; i++) {
    if (!(promise_means(words, i) & TRADE))
      continue;
    guint first = role_start(words, i + 1), next = promise_means(words, i + 1);
    char gap = i + 1 < words->count ? words->words[i + 1].gap : '.';
    gboolean wanted = promise_lead_means(words, first) & ABOUT;
    gboolean tested =
        !gap && (next & TALK || (next & CHAT && promise_has_capital(&words->words[i])));
    gboolean alone = words->words[first].gap == '-' && gap;
    gboolean heads = first == 0 && next & OF && is_heading(words, i + 2);
    while (!wanted && first < i && promise_means(words, first) & NO_NAME)
      first++;
    gboolean after_talk = first > 0 && !words->words[first].gap &&
                          promise_means(words, first - 1) & TALK; /* "second round Data Engineer" */
    if (wanted || tested || alone || heads || after_talk)
      take_role(words, first, i + 1, promise);
  }
}

/* Names */

typedef enum { UNSURE, PERSON, COMPANY, NOBODY } Nature;

typedef struct {
  guint from, to;
  Nature nature;
  gboolean by_talk; /* "interview with Contoso": unless another is the company */
  gboolean by_size; /* two words: a person, unless it is a heading before one */
} Run;

/* Word i ends the name of what companies hold: "interview", "screening call", "second round phone
 * call". */
static gboolean
ends_talk(const Words *words, guint i) {
  while (!(promise_means(words, i) & TALK)) {
    if (i == 0 || !(promise_means(words, i) & CHAT) || words->words[i].gap)
      return FALSE;
    i--;
  }
  return TRUE;
}

/* Such a name begins with word i: "Northwind technical phone screen". */
static gboolean
begins_talk(const Words *words, guint i) {
  while (promise_means(words, i) & (CHAT | STAGE) && promise_means(words, i + 1) &&
         !words->words[i + 1].gap && !(promise_means(words, i) & TALK))
    i++;
  return promise_means(words, i) & TALK;
}

/* "an interview with", "a phone screen with", "a screening call with". */
static gboolean
is_talk_with(const Words *words, const Run *run) {
  const Word *with = promise_lead(words, run->from);
  const Word *talk = promise_lead(words, (guint) (with - words->words));
  return talk && ends_talk(words, (guint) (talk - words->words));
}

/* "Expecting a call" */
static gboolean
is_verb(const Words *words, const Run *run) {
  const Word *word = &words->words[run->from];
  return run->from == 0 && word->length > 4 &&
         g_ascii_strncasecmp(word->text + word->length - 3, "ing", 3) == 0;
}

/* "Dana is to call", "Dana said she'd call". */
static gboolean
calls_soon(const Words *words, guint i) {
  for (guint w = i; w < MIN(words->count, i + 4) && !words->words[w].gap; w++)
    if (promise_means(words, w) & CALLING)
      return w > i;
    else if (promise_may_name(words, w))
      return FALSE;
  return FALSE;
}

/* "Harper & Lowe" */
static gboolean
is_partnership(const Words *words, const Run *run) {
  for (guint i = run->from; i < run->to; i++)
    if (words->words[i].length == 1 && words->words[i].text[0] == '&')
      return TRUE;
  return FALSE;
}

static Nature
judge(const Words *words, Run *run) {
  guint lead = promise_lead_means(words, run->from), end = run->to;
  gboolean several = end - run->from > 1, owns = words->words[end - 1].possessive;
  /* Of "sam <sam@contoso.example> of contoso" nothing is left between but the gap. */
  gboolean joined = end < words->count &&
                    (words->words[end].gap == 0 ||
                     (strchr(";>)", words->words[end].gap) && promise_means(words, end) & OF));
  guint next = joined ? promise_means(words, end) : 0;
  gboolean tested = joined && begins_talk(words, end);
  gboolean listed = run->from > 0 && ends_talk(words, run->from - 1); /* "Screen: Contoso" */
  if (promise_means(words, run->from) & TITLE || lead & (RECRUITER | TRADE))
    return PERSON;
  if (next & TRADE) /* "Engineering manager Kim Lee" */
    return NOBODY;
  if ((several && promise_means(words, end - 1) & FIRM) || is_partnership(words, run) ||
      next & RECRUITER || lead & OF)
    return COMPANY;
  if (!several && !owns && !(next & OF) && promise_is_brand(words, run->from))
    return COMPANY;
  if (next & (VERB | OF) || (joined && calls_soon(words, end) && !tested))
    return PERSON;
  if (owns && next & CALLING) /* "Deb's calling" */
    return PERSON;
  if (owns && joined && promise_may_name(words, end)) /* "Okta's Jenny" */
    return COMPANY;
  if (lead & WITH) {
    run->by_talk = !several && is_talk_with(words, run);
    return run->by_talk ? COMPANY : PERSON;
  }
  run->by_talk = listed;
  if ((tested && !owns) || listed)
    return COMPANY;
  run->by_size = several;
  if (!several && (is_verb(words, run) || promise_means(words, run->from) & TRADE))
    return NOBODY;
  return several ? PERSON : UNSURE;
}

static gboolean
has_nature(const GArray *runs, Nature nature) {
  for (guint i = 0; i < runs->len; i++)
    if (g_array_index(runs, Run, i).nature == nature)
      return TRUE;
  return FALSE;
}

/* "Dana, Northwind", "Dana (recruiter, Northwind)" */
static gboolean
is_behind(const Words *words, const Run *last, const Run *run) {
  for (guint i = last->to; i < run->from; i++)
    if (!(promise_means(words, i) & (RECRUITER | ARTICLE)) || !words->words[run->from].gap)
      return FALSE;
  return last->nature == PERSON;
}

/* "Contoso - phone screen with Mei Tan": what stands first names whose talk it is. */
static gboolean
is_label(const Words *words, const Run *run, const Run *next) {
  return run->from == 0 && run->to < words->count && words->words[run->to].gap &&
         promise_means(words, run->to) & (TALK | CHAT | STAGE) && next->nature == PERSON &&
         !next->by_size;
}

/* What the words around it leave open is known by its neighbours: "Dana, Northwind", "Northwind:
 * Dana", "Ms Ito (Globex)". */
static void
settle(const Words *words, GArray *runs) {
  for (guint i = 0; i < runs->len; i++) {
    Run *run = &g_array_index(runs, Run, i), *last = i ? run - 1 : NULL;
    gboolean behind = last && is_behind(words, last, run);
    gboolean titled = behind && promise_means(words, run->to) & OF && !words->words[run->to].gap;
    gboolean heads =
        i + 1 < runs->len && ((run->to == run[1].from && words->words[run->to].gap == ':') ||
                              is_label(words, run, run + 1));
    gboolean bracketed = words->words[run->from].gap == '(' && !has_nature(runs, COMPANY) &&
                         (i + 1 == runs->len || run[1].from != run->to);
    if (titled) /* "Kate Moss, Head of People" */
      run->nature = NOBODY;
    else if (behind && !(promise_means(words, run->from) & TITLE))
      run->nature = COMPANY;
    else if (run->nature == UNSURE || (run->by_size && heads && run[1].nature == PERSON))
      run->nature = heads || bracketed ? COMPANY : PERSON;
  }
  if (has_nature(runs, PERSON) || runs->len < 2)
    return;
  /* "call from Dana at Northwind", "interview with Dana (Northwind)", "Northwind screen with Dana"
   */
  for (guint i = 0; i < runs->len; i++) {
    Run *run = &g_array_index(runs, Run, i);
    gboolean from = i == 0 && promise_lead_means(words, run->from) & OF;
    if (run->by_talk || (from && run[1].from == run->to + 1)) {
      run->nature = PERSON;
      return;
    }
  }
}

/* "at Trader Joe's", "Macy's will call", not "Okta's Jenny" or "Hooli's recruiter". */
static gboolean
keeps_possessive(const Words *words, guint end) {
  gboolean parted = end == words->count || words->words[end].gap;
  return words->words[end - 1].possessive &&
         (parted || promise_means(words, end) & (VERB | CALLING));
}

static void
read_names(const Words *words, CrPromise *promise) {
  g_autoptr(GArray) runs = g_array_new(FALSE, FALSE, sizeof(Run));
  for (guint i = 0, end; i < words->count; i = MAX(end, i + 1)) {
    end = promise_name_end(words, i);
    Run run = {i, end, UNSURE, FALSE, FALSE};
    run.nature = end > i ? judge(words, &run) : NOBODY;
    if (run.nature != NOBODY && !(words->plain && run.nature == UNSURE))
      g_array_append_val(runs, run);
  }
  settle(words, runs);
  for (guint i = 0; i < runs->len; i++) {
    const Run *run = &g_array_index(runs, Run, i);
    char **field = run->nature == PERSON ? &promise->name : &promise->company;
    if (*field || run->nature == NOBODY)
      continue;
    g_autofree char *name = promise_name(words, run->from, run->to);
    gboolean whole = run->nature == COMPANY && keeps_possessive(words, run->to);
    *field = g_strconcat(name, whole ? "'s" : NULL, NULL);
  }
}

/* Who calls */

/* "I call her", "I promised to ring Sue", "must ring Sue", but not "I have a call" or "I asked him
 * to call". */
static gboolean
is_mine(const Words *words, guint i) {
  gboolean goes_on = promise_means(words, i) & (i == 0 ? ME | DUTY : ME);
  for (guint w = i + 1; goes_on && w < words->count && w <= i + 4; w++) {
    if (promise_means(words, w) & CALLING)
      return TRUE;
    goes_on =
        !words->words[w].gap && !(promise_means(words, w) & OTHER) && !promise_may_name(words, w);
  }
  return FALSE;
}

static CrCaller
read_caller(const Words *words) {
  CrCaller caller = CR_CALLER_UNKNOWN;
  /* "Call Dana at …" is a note to oneself. */
  if (promise_means(words, 0) & ORDER && words->count > 1 && !words->words[1].gap &&
      promise_may_name(words, 1))
    return CR_CALLER_CANDIDATE;
  for (guint i = 0; i < words->count; i++)
    if (is_mine(words, i))
      return CR_CALLER_CANDIDATE;
    else if (promise_means(words, i) & CALLING)
      caller = CR_CALLER_RECRUITER;
  return caller;
}

/* Numbers and addresses */

/* What was read already parts the words around it. */
static void
blank(char *text, gsize from, gsize to) {
  for (gsize i = from; i < to && text[i]; i++)
    text[i] = i == from ? ';' : ' ';
}

/* "<b>Contoso</b>", "<img src=x>": what was copied with the marks of a page; "<Dana>" is none. */
static void
take_marks(char *text) {
  for (char *p = text, *end; (p = strchr(p, '<')) && (end = strchr(p, '>')); p++) {
    gsize length = (gsize) (end - p), name = strcspn(p + 1, " />");
    g_autofree char *mark = g_strndup(p, length),
                    *ending = g_strdup_printf("</%.*s>", (int) name, p + 1);
    if (!g_ascii_isalpha(p[1]) && p[1] != '/')
      continue;
    if (p[1] == '/' || strchr(mark, '=') || strstr(end, ending))
      memset(p, ' ', length + 1);
  }
}

/* The first possible number that is not their own. */
static void
take_number(char *text, const CrPromiseContext *context, CrPromise *promise) {
  CrPhoneShape shape;
  for (const char *next = text; (next = cr_phone_shape_next(text, next, &shape));) {
    g_autofree char *raw = g_strndup(shape.start, shape.end - shape.start), *e164 = NULL;
    CrNumberState state = cr_phone_read(raw, context->country, &e164, NULL);
    blank(text, shape.start - text, shape.after - text);
    gboolean whole =
        e164 && (state == CR_NUMBER_VALID || (state == CR_NUMBER_POSSIBLE && shape.digits >= 10));
    if (!whole && promise->unread == NULL && strpbrk(raw, "+ ()-.")) {
      promise->unread = g_steal_pointer(&raw);
    } else if (whole && promise->phone == NULL && g_strcmp0(e164, context->own_phone) != 0) {
      promise->phone = g_steal_pointer(&e164);
      promise->extension = g_steal_pointer(&shape.ext);
    }
    cr_phone_shape_clear(&shape);
  }
}

/* Addresses of mail and of pages name nobody. */
static void
take_addresses(char *text, CrPromise *promise) {
  for (gsize i = 0, length; text[i]; i += MAX(length, 1)) {
    length = strcspn(text + i, " ,<>()\"';");
    g_autofree char *word = g_strndup(text + i, length);
    gboolean page = cr_text_find(word, "://") || g_ascii_strncasecmp(word, "www.", 4) == 0;
    if (length < 3 || (!page && strchr(word, '@') == NULL))
      continue;
    if (word[length - 1] == '.')
      word[length - 1] = '\0';
    g_autofree char *address = page ? NULL : cr_address_normalize(word);
    if (page || address)
      blank(text, i, i + length);
    if (promise->email == NULL)
      promise->email = g_steal_pointer(&address);
  }
}

void
cr_promise_read(const char *words, const CrPromiseContext *context, CrPromise *ret_promise) {
  g_autofree char *text = g_strdup(words);
  Words said;
  *ret_promise = (CrPromise){.caller = CR_CALLER_UNKNOWN};
  for (guint i = 0; i < context->times->len; i++) {
    const CrMention *time = context->times->pdata[i];
    gsize from = (gsize) MAX(time->offset, 0);
    if (time->text && from < strlen(text))
      blank(text, from, from + strlen(time->text));
  }
  take_marks(text);
  take_addresses(text, ret_promise);
  take_number(text, context, ret_promise);
  promise_split(text, &said);
  ret_promise->caller = read_caller(&said);
  read_named_role(&said, ret_promise);
  read_trade(&said, ret_promise);
  read_names(&said, ret_promise);
}
