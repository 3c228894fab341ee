#include "playbook/match.h"

#include "base/text.h"
#include "playbook/cues.h"
#include "playbook/organisation.h"

#include <string.h>

static const struct {
  const char *word, *means; /* "": says nothing */
} role_words[] = {
    {"sr", "senior"},
    {"snr", "senior"},
    {"jr", "junior"},
    {"eng", "engineer"},
    {"mgr", "manager"},
    {"swe", "software engineer"},
    {"dev", "developer"},
    {"remote", ""},
    {"hybrid", ""},
    {"onsite", ""},
    {"m", ""},
    {"f", ""},
    {"w", ""},
    {"d", ""},
    {"x", ""},
    {"the", ""},
    {"a", ""},
    {"role", ""},
    {"position", ""},
};

/* The words in lower case without accents and punctuation; "R&D" and "O'Neil" stay one word. */
static GPtrArray *
split_words(const char *text) {
  GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
  g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
  g_autofree char *folded = g_utf8_casefold(valid, -1);
  g_autofree char *plain = g_utf8_normalize(folded, -1, G_NORMALIZE_ALL);
  g_autoptr(GString) word = g_string_new(NULL);
  for (const char *p = plain;; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (g_unichar_isalnum(c))
      g_string_append_unichar(word, c);
    if (g_unichar_isalnum(c) || g_unichar_ismark(c) ||
        ((c == '\'' || c == '&') && word->len && g_ascii_isalnum(p[1])))
      continue;
    if (word->len)
      g_ptr_array_add(words, g_strdup(word->str));
    g_string_truncate(word, 0);
    if (c == '\0')
      return words;
  }
}

static GPtrArray *
company_words(const char *company) {
  GPtrArray *words = split_words(company);
  for (guint i = words->len; i > 0 && words->len > 1; i--)
    if (cr_organisation_is_legal_form(words->pdata[i - 1]))
      g_ptr_array_remove_index(words, i - 1);
  return words;
}

static GPtrArray *
role_words_of(const char *role) {
  g_autoptr(GPtrArray) words = split_words(role);
  GPtrArray *kept = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < words->len; i++) {
    const char *means = words->pdata[i];
    for (gsize k = 0; k < G_N_ELEMENTS(role_words); k++)
      if (strcmp(words->pdata[i], role_words[k].word) == 0)
        means = role_words[k].means;
    if (*means)
      g_ptr_array_add(kept, g_strdup(means));
  }
  return kept;
}

/* Consumes both. */
static CrMatch
compare(GPtrArray *a, GPtrArray *b) {
  guint common = 0, least = MIN(a->len, b->len);
  while (common < least && strcmp(a->pdata[common], b->pdata[common]) == 0)
    common++;
  CrMatch match = least == 0 || common < least ? CR_MATCH_NO
                  : a->len == b->len           ? CR_MATCH_YES
                                               : CR_MATCH_VARIANT;
  g_ptr_array_unref(a);
  g_ptr_array_unref(b);
  return match;
}

CrMatch
cr_match_company(const char *a, const char *b) {
  return compare(company_words(a), company_words(b));
}

CrMatch
cr_match_role(const char *a, const char *b) {
  return compare(role_words_of(a), role_words_of(b));
}

/* Says that a job is spoken of, not which. */
static const char *const jobs[] = {
    "engineer",   "developer",  "manager",   "analyst",    "designer",    "scientist",
    "architect",  "lead",       "director",  "associate",  "head",        "specialist",
    "consultant", "assistant",  "officer",   "intern",     "coordinator", "technician",
    "accountant", "researcher", "recruiter", "supervisor", "executive",   NULL};
/* Those whose name says by itself what the work is; one "engineer" is many. */
static const char *const trades[] = {"accountant", "analyst",   "architect",  "designer",
                                     "researcher", "scientist", "technician", NULL};
static const char *const fillers[] = {"senior", "junior", "staff", "principal", "i",     "ii",
                                      "iii",    "iv",     "of",    "and",       "for",   "at",
                                      "in",     "with",   "level", "mid",       "entry", NULL};

/* Keeps the words that say what the work is; whether a job was named beside them. */
static gboolean
keep_telling(GPtrArray *words) {
  gboolean job = FALSE;
  for (guint i = words->len; i > 0; i--) {
    gboolean is_job = g_strv_contains(jobs, words->pdata[i - 1]);
    job = job || is_job;
    if (is_job || g_strv_contains(fillers, words->pdata[i - 1]))
      g_ptr_array_remove_index(words, i - 1);
  }
  return job;
}

/* Such a job, and nothing beside it: "Senior Accountant". */
static gboolean
is_bare_trade(const GPtrArray *words) {
  gboolean trade = FALSE;
  for (guint i = 0; i < words->len; i++) {
    trade = trade || g_strv_contains(trades, words->pdata[i]);
    if (!g_strv_contains(jobs, words->pdata[i]) && !g_strv_contains(fillers, words->pdata[i]))
      return FALSE;
  }
  return trade;
}

static gboolean
is_any_in_both(const GPtrArray *a, GPtrArray *b) {
  for (guint i = 0; i < a->len; i++)
    if (g_ptr_array_find_with_equal_func(b, a->pdata[i], g_str_equal, NULL))
      return TRUE;
  return FALSE;
}

/* One of the jobs is named alone: its name, too, tells. */
static gboolean
is_other_trade(const GPtrArray *theirs, GPtrArray *mine) {
  return (is_bare_trade(theirs) || is_bare_trade(mine)) && !is_any_in_both(theirs, mine);
}

gboolean
cr_match_role_differs(const char *said, const char *role, const char *title) {
  g_autoptr(GPtrArray) theirs = role_words_of(said), mine = role_words_of(role ? role : title);
  if (role && theirs->len && mine->len && is_other_trade(theirs, mine))
    return TRUE;
  keep_telling(theirs);
  if (!keep_telling(mine) && role == NULL)
    return FALSE;
  return theirs->len > 0 && mine->len > 0 && !is_any_in_both(theirs, mine);
}

/* What a subject says beside what it is about. */
static const char *const talk[] = {"call",       "phone", "interview", "screen",    "screening",
                                   "invitation", "chat",  "about",     "your",      "our",
                                   "the",        "re",    "fwd",       "recruiter", NULL};

/* "Controller role at Vestvik": a subject's words up to the place, if they name a job. */
static GPtrArray *
job_of_subject(const char *subject) {
  static const char *const nouns[] = {"role",    "position", "job", "opening",
                                      "vacancy", "post",     NULL};
  g_autoptr(GPtrArray) words = split_words(subject);
  GPtrArray *kept = g_ptr_array_new_with_free_func(g_free);
  gboolean job = FALSE;
  for (guint i = 0; i < words->len; i++) {
    const char *word = words->pdata[i];
    gboolean noun = g_strv_contains(nouns, word);
    if (strcmp(word, "at") == 0 || strcmp(word, "with") == 0)
      break;
    if (strcmp(word, "hiring") == 0) { /* the hiring manager is whom one speaks to */
      i++;
      continue;
    }
    gboolean talks = g_strv_contains(talk, word);
    job = job || noun || (!talks && g_strv_contains(jobs, word));
    if (!noun && !talks && !g_strv_contains(fillers, word))
      g_ptr_array_add(kept, g_strdup(word));
  }
  if (!job)
    g_ptr_array_set_size(kept, 0);
  return kept;
}

gboolean
cr_match_subject_differs(const char *said, const char *subject) {
  g_autoptr(GPtrArray) theirs = job_of_subject(said), mine = job_of_subject(subject);
  return theirs->len > 0 && mine->len > 0 && !is_any_in_both(theirs, mine);
}

/* Whose name or address holds the word. */
static gboolean
is_of_somebody(const char *word, const CrReading *mail, const CrInterview *iv) {
  const char *const names[] = {mail->from_name, mail->from_email, mail->company,
                               iv->company,     iv->contact.name, iv->contact.email};
  gboolean is = FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
    is = is || cr_text_find(names[i], word);
  for (char **to = mail->to; to && *to; to++)
    is = is || cr_text_find(*to, word);
  return is;
}

/* "Payments", "Interview: Core Platform": where it names no job, what it is about if there are but
 * capitals beside words of calls. */
static GPtrArray *
topic_of_subject(const char *subject, const CrReading *mail, const CrInterview *iv) {
  GPtrArray *topic = g_ptr_array_new_with_free_func(g_free);
  gboolean unused, plain = cr_cues_have(subject, CR_CUE_NO_TOPIC);
  g_autoptr(GPtrArray) words = split_words(cr_text_bare_subject(subject, &unused));
  for (guint i = 0; i < words->len && !plain; i++) {
    const char *word = words->pdata[i], *at = cr_text_find(subject, word);
    if (g_strv_contains(talk, word) || g_strv_contains(fillers, word) ||
        is_of_somebody(word, mail, iv))
      continue;
    plain = at == NULL || !g_ascii_isupper(*at);
    g_ptr_array_add(topic, g_strdup(word));
  }
  if (plain)
    g_ptr_array_set_size(topic, 0);
  return topic;
}

gboolean
cr_match_topic_differs(const CrReading *mail, const CrInterview *iv) {
  if (mail->in_reply_to || mail->subject == NULL || iv->subject == NULL)
    return FALSE;
  g_autoptr(GPtrArray) theirs = topic_of_subject(mail->subject, mail, iv);
  g_autoptr(GPtrArray) mine = topic_of_subject(iv->subject, mail, iv);
  return theirs->len > 0 && mine->len > 0 && !is_any_in_both(theirs, mine);
}

char *
cr_match_company_word(const char *company) {
  g_autoptr(GPtrArray) words = company_words(company);
  return words->len ? g_strdup(words->pdata[0]) : NULL;
}

char **
cr_match_words(const char *text, guint max) {
  g_autoptr(GPtrArray) words = split_words(text);
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
  for (guint i = 0; i < words->len && g_hash_table_size(seen) < max; i++)
    if (strlen(words->pdata[i]) >= 2 && !cr_organisation_is_legal_form(words->pdata[i]) &&
        g_hash_table_add(seen, words->pdata[i]))
      g_strv_builder_add(builder, words->pdata[i]);
  return g_strv_builder_end(builder);
}

gboolean
cr_match_names(const char *text, const char *company) {
  g_autoptr(GPtrArray) wanted = company_words(company), words = split_words(text);
  for (guint i = 0; wanted->len && i + wanted->len <= words->len; i++) {
    guint n = 0;
    while (n < wanted->len && strcmp(words->pdata[i + n], wanted->pdata[n]) == 0)
      n++;
    if (n == wanted->len)
      return TRUE;
  }
  return FALSE;
}

gboolean
cr_match_domain(const char *domain, const char *company) {
  if (domain == NULL || company == NULL || cr_domain_is_shared(domain))
    return FALSE;
  g_autofree char *address = g_strconcat("x@", domain, NULL);
  g_autofree char *label = cr_organisation_name(address);
  g_autoptr(GPtrArray) words = company_words(company), parts = split_words(label);
  g_autoptr(GString) joined = g_string_new(NULL), name = g_string_new(NULL);
  for (guint i = 0; i < words->len; i++)
    g_string_append(joined, words->pdata[i]);
  for (guint i = 0; i < parts->len; i++)
    g_string_append(name, parts->pdata[i]);
  return name->len && joined->len &&
         (g_string_equal(name, joined) ||
          (words->len > 1 && strcmp(name->str, words->pdata[0]) == 0));
}

/* Requisitions */

/* What stands before a number that is an opening's. */
static const char *const number_words[] = {"requisition id",
                                           "requisition number",
                                           "requisition",
                                           "job id",
                                           "job number",
                                           "job req",
                                           "job code",
                                           "posting id",
                                           "position id",
                                           "req id",
                                           "reference number",
                                           "req",
                                           "jobid",
                                           "ref",
                                           NULL};
/* Before a number they say no more than that it is one. */
static const char *const prefixes[] = {"JR", "REQ", "R", "JOB", NULL};
/* Letters before a number that is no opening's: zones, standards, "no", places, telephones. */
static const char *const no_series[] = {"GMT",    "UTC",  "ISO",   "DIN",  "RFC",  "ID",     "NO",
                                        "ROOM",   "RM",   "FLOOR", "DESK", "TEL",  "FAX",    "EXT",
                                        "BRIDGE", "CONF", "PIN",   "CODE", "CASE", "TICKET", NULL};

#define MAX_SERIES 6

/* A number, and the house's own letters before it where it has some: "5120", "HR-5120". */
typedef struct {
  const char *series, *digits;
  gsize series_length, length;
} Number;

static void
add_requisition(GPtrArray *found, const Number *number) {
  if (number->length < 3 || number->length > 12 || found->len >= 8)
    return;
  g_autofree char *series = g_ascii_strup(number->series, (gssize) number->series_length);
  char *text =
      g_strdup_printf("%s%s%.*s", series, *series ? "-" : "", (int) number->length, number->digits);
  if (g_ptr_array_find_with_equal_func(found, text, g_str_equal, NULL))
    g_free(text);
  else
    g_ptr_array_add(found, text);
}

static gboolean
is_among(const char *const *list, const char *text, gsize length) {
  for (; *list; list++)
    if (strlen(*list) == length && g_ascii_strncasecmp(*list, text, length) == 0)
      return TRUE;
  return FALSE;
}

/* The number that begins at p: letters that only say what it is are left out. */
static gboolean
number_at(const char *p, Number *ret) {
  gsize letters = 0;
  while (letters <= MAX_SERIES && g_ascii_isalpha(p[letters]))
    letters++;
  gsize gap = letters ? strspn(p + letters, "-_ ") : 0;
  gsize length = strspn(p + letters + gap, "0123456789");
  gboolean plain = is_among(prefixes, p, letters);
  gboolean own = letters >= 2 && letters <= MAX_SERIES && gap == 1 && p[letters] == '-' &&
                 !is_among(no_series, p, letters);
  if (gap > 1 || length < 3 || g_ascii_isalnum(p[letters + gap + length]) ||
      (letters && !plain && !own))
    return FALSE;
  *ret = (Number){p, p + letters + gap, plain ? 0 : letters, length};
  return TRUE;
}

/* The number that follows at p, behind ":", "#" and blanks. */
static void
read_number(const char *p, GPtrArray *found) {
  Number number;
  if (number_at(p + strspn(p, " :#-.\t"), &number))
    add_requisition(found, &number);
}

static gboolean
has_number(const char *text) {
  for (const char *p = text; p && (p = strpbrk(p, "0123456789")); p += strspn(p, "0123456789"))
    if (strspn(p, "0123456789") >= 3)
      return TRUE;
  return FALSE;
}

/* Whether it is an opening's by itself: capitals, and digits that stand close to them. */
static gboolean
tells_by_itself(const char *p, const Number *number) {
  gsize letters = 0;
  while (g_ascii_isupper(p[letters]))
    letters++;
  gsize gap = (gsize) (number->digits - p) - letters;
  gsize least = number->series_length ? 3 : 4;
  return letters && p + letters + gap == number->digits && (gap == 0 || p[letters] != ' ') &&
         number->length >= least;
}

/* The words within some of them on the same line, before p or from p on. */
static char *
words_before(const char *text, const char *p, guint words) {
  const char *from = p;
  while (from > text && from[-1] != '\n' && (from[-1] != ' ' || from == p || words-- > 1))
    from--;
  return g_strndup(from, (gsize) (p - from));
}

static char *
words_from(const char *p, guint words) {
  const char *end = p;
  while (*end && *end != '\n' && (*end != ' ' || words-- > 0))
    end++;
  return g_strndup(p, (gsize) (end - p));
}

#define WORDS_BESIDE 5

/* Where the house's own letters stand before it: by a word for a job beside it. A place has one,
 * too, or a telephone. */
static gboolean
is_beside_job(const char *text, const char *p) {
  static const char *const nouns[] = {
      "job",     "jobs",     "role",    "roles",       "position",    "post", "vacancy",
      "opening", "openings", "posting", "requisition", "application", NULL};
  g_autofree char *before = words_before(text, p, WORDS_BESIDE);
  g_autofree char *behind = words_from(p, WORDS_BESIDE);
  return cr_text_has_any_word(before, nouns) || cr_text_has_any_word(behind, nouns) ||
         cr_text_has_any_word(before, jobs) || cr_text_has_any_word(behind, jobs);
}

/* "Your application to HR-5120", "with regard to", "an update on HR-5120" */
static gboolean
is_about(const char *text, const char *p) {
  static const char *const leads[] = {"to", "on", "in", NULL};
  static const char *const abouts[] = {"application", "applied",   "applying", "apply", "regard",
                                       "regards",     "respect",   "relation", "reply", "response",
                                       "answer",      "interest",  "update",   "news",  "feedback",
                                       "word",        "reference", NULL};
  g_autofree char *lead = words_before(text, p, 1), *before = words_before(text, p, WORDS_BESIDE);
  return cr_text_has_any_word(lead, leads) && cr_text_has_any_word(before, abouts);
}

static gboolean
is_of_a_place(const char *text, const char *p) {
  static const char *const places[] = {"in",     "at",   "on",   "to",   "via",  "from",   "room",
                                       "floor",  "desk", "gate", "line", "dial", "call",   "ring",
                                       "bridge", "pin",  "code", "case", "ext",  "ticket", NULL};
  g_autofree char *before = words_before(text, p, 1);
  return cr_text_has_any_word(before, places) && !is_about(text, p);
}

typedef enum {
  ANYWHERE,
  IN_TITLE, /* there it is of what the mail is about */
  IN_TEXT,
} Whereabouts;

static void
find_requisitions(const char *text, Whereabouts where, GPtrArray *found) {
  Number number;
  if (!has_number(text))
    return;
  for (const char *const *word = number_words; *word; word++)
    for (const char *hit = text; (hit = cr_text_find(hit, *word)); hit += strlen(*word))
      if (hit == text || !g_ascii_isalnum(hit[-1]))
        read_number(hit + strlen(*word), found);
  for (const char *p = text; *p; p++)
    if (g_ascii_isupper(*p) && (p == text || !strchr("-_", p[-1])) &&
        (p == text || !g_ascii_isalnum(p[-1])) && number_at(p, &number) &&
        tells_by_itself(p, &number) &&
        (where == ANYWHERE || number.series_length == 0 ||
         (!is_of_a_place(text, p) && (where == IN_TITLE || is_beside_job(text, p)))))
      add_requisition(found, &number);
}

static char **
finish(GPtrArray *found) {
  g_ptr_array_add(found, NULL);
  return (char **) g_ptr_array_free(found, FALSE);
}

char **
cr_match_requisitions(const char *text) {
  GPtrArray *found = g_ptr_array_new();
  find_requisitions(text, ANYWHERE, found);
  return finish(found);
}

char **
cr_match_sure_requisitions(const char *title, const char *text) {
  GPtrArray *found = g_ptr_array_new();
  find_requisitions(title, IN_TITLE, found);
  find_requisitions(text, IN_TEXT, found);
  return finish(found);
}

char **
cr_match_requisitions_of(const char *title, const char *text) {
  g_autofree char *both = g_strconcat(title ? title : "", "\n", text ? text : "", NULL);
  return cr_match_requisitions(both);
}

gboolean
cr_match_shares(char **a, char **b) {
  for (; *a; a++)
    if (g_strv_contains((const char *const *) b, *a))
      return TRUE;
  return FALSE;
}

static gsize
series_length(const char *number) {
  const char *dash = strchr(number, '-');
  return dash ? (gsize) (dash - number) : 0;
}

/* "HR-5120" and "HR-5144" are two openings; beside "TT-301" each may be the same one. */
static gboolean
is_of_series(char **numbers, const char *number) {
  gsize length = series_length(number);
  for (; *numbers; numbers++)
    if (series_length(*numbers) == length && strncmp(*numbers, number, length) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
names_others(char **said, char **known) {
  gboolean other = FALSE;
  for (char **number = said; *number; number++)
    other = other || is_of_series(known, *number);
  return other && !cr_match_shares(said, known);
}

int
cr_match_opening(const CrReading *mail, const CrInterview *iv) {
  g_auto(GStrv) said =
      iv->requisitions ? cr_match_requisitions_of(mail->subject, mail->text) : NULL;
  if (said && cr_match_shares(said, iv->requisitions))
    return 2;
  return iv->role &&
         (cr_match_names(mail->subject, iv->role) || cr_match_names(mail->text, iv->role));
}

gboolean
cr_match_is_other_opening(const CrReading *mail, const CrInterview *iv) {
  g_auto(GStrv) said =
      iv->requisitions ? cr_match_requisitions_of(mail->subject, mail->text) : NULL;
  if (said && cr_match_shares(said, iv->requisitions))
    return FALSE;
  return (said && names_others(said, iv->requisitions)) ||
         cr_match_role_differs(mail->role, iv->role, iv->summary);
}

char *
cr_match_url(const char *url) {
  if (url == NULL || *url == '\0')
    return NULL;
  const char *at = g_str_has_prefix(url, "https://")  ? url + 8
                   : g_str_has_prefix(url, "http://") ? url + 7
                                                      : url;
  if (g_str_has_prefix(at, "www."))
    at += 4;
  g_autofree char *lower = g_ascii_strdown(at, -1);
  char *hash = strchr(lower, '#'), *query = strchr(lower, '?');
  if (hash)
    *hash = '\0';
  query = strchr(lower, '?');
  /* Some boards name the opening in the query; what begins so only tracks. */
  if (query &&
      (strstr(query, "utm_") || strstr(query, "ref=") || strstr(query, "trk=") ||
       strstr(query, "gh_src=")) &&
      !strstr(query, "gh_jid=") && !strstr(query, "jk=") && !strstr(query, "jobid="))
    *query = '\0';
  gsize length = strlen(lower);
  while (length && lower[length - 1] == '/')
    lower[--length] = '\0';
  return length ? g_steal_pointer(&lower) : NULL;
}
