/* Learn data/return.tsv: learn-return NOTICES FOLDER… >data/return.tsv
 *
 * NOTICES is tests/corpus/returns.txt; a FOLDER holds mails and has labels.tsv inside, or
 * FOLDER.tsv beside it: of their automatic replies the same is learnt. Maximum entropy over the
 * readings of a notice, whichever of them give the right day; small weights are preferred, steps
 * shrink by each weight's own. The same files give the same table. With --check before them nothing
 * is learnt for good: each fifth of the senders is judged by what the others taught, and what
 * stands behind "--" by all of them. With --judge they are judged by the table as it is; it fails
 * when more than 3 of 100 are wrong. Source: Duchi et al., "Adaptive subgradient methods", 2011. */
#include "base/error.h"
#include "parse/mail-return.h"
#include "parse/mime.h"
#include "read-file.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define ROUNDS 400
#define RATE 0.2
#define SMALL 0.2 /* what a weight's square costs, of all notices together */
#define FIFTHS 5
#define LEAST_PERCENT 97

typedef struct {
  char *sender, *answer, *text;
  CrReturnReadings readings;
  gboolean *right; /* of each reading */
  gboolean reachable;
} Notice;

static void
notice_free(gpointer data) {
  Notice *notice = data;
  g_free(notice->sender);
  g_free(notice->answer);
  g_free(notice->text);
  g_free(notice->right);
  cr_return_readings_clear(&notice->readings);
  g_free(notice);
}

/* "2027-03-01", "2027-03", "" of none. */
static char *
answer_of(const CrReturnReading *of) {
  int year, month, day;
  if (of->day == CR_NO_DAY)
    return g_strdup("");
  cr_day_to_date(of->day, &year, &month, &day);
  return of->rough ? g_strdup_printf("%04d-%02d", year, month)
                   : g_strdup_printf("%04d-%02d-%02d", year, month, day);
}

/* answer: several that are right stand between bars. */
static gboolean
is_right(const CrReturnReading *of, const char *answer) {
  g_autofree char *own = answer_of(of), *first = own[0] ? g_strconcat(own, "-01", NULL) : NULL;
  g_auto(GStrv) answers = g_strsplit_set(answer, "|/", -1);
  for (char **wanted = answers; *wanted; wanted++)
    if (strcmp(**wanted == '~' ? *wanted + 1 : *wanted, own) == 0 ||
        (of->rough && strcmp(*wanted, first) == 0) ||
        ((strcmp(*wanted, "none") == 0 || strcmp(*wanted, "-") == 0) && *own == '\0') ||
        (**wanted == '~' && g_str_has_prefix(own, *wanted + 1)))
      return TRUE;
  return *answer == '\0' && *own == '\0';
}

static void
add_mail(GPtrArray *notices, const char *bytes, const char *sender, const char *answer) {
  static const CrMailContext usual = {.country = "US", .fallback = CR_INSTANT_NONE};
  g_autoptr(CrMime) mime = cr_mime_parse(bytes, strlen(bytes), NULL);
  if (mime == NULL)
    return;
  g_autoptr(CrReading) reading = cr_reading_new();
  CrMailView view;
  cr_mail_view_init(&view, mime, &usual, FALSE, reading);
  Notice *notice = g_new0(Notice, 1);
  notice->sender = g_strdup(sender ? sender : reading->from_email ? reading->from_email : "");
  notice->answer = g_strdup(answer);
  notice->text = g_strdup(view.text);
  cr_return_readings_init(&notice->readings, &view, reading);
  GArray *list = notice->readings.list;
  notice->right = g_new0(gboolean, list->len);
  for (guint i = 0; i < list->len; i++) {
    notice->right[i] = is_right(&g_array_index(list, CrReturnReading, i), answer);
    notice->reachable |= notice->right[i];
  }
  cr_mail_view_clear(&view);
  g_ptr_array_add(notices, notice);
}

#define USUAL_DATE "Wed, 18 Nov 2026 10:00:00 -0500"

/* "@ SENDER | DATE | SUBJECT" stands above its notices, "ANSWER|TEXT"; \\n is a line break. Without
 * it each is of a sender of its own. */
static void
read_notices(GPtrArray *notices, const char *path) {
  g_autofree char *file = read_file(path);
  g_auto(GStrv) lines = g_strsplit(file, "\n", -1);
  g_auto(GStrv) head = NULL;
  for (char **line = lines; *line; line++) {
    if (g_str_has_prefix(*line, "@ ")) {
      g_strfreev(head);
      head = g_strsplit(*line + 2, " | ", 3);
      if (g_strv_length(head) < 2)
        g_error("%s: no sender and date: %s", path, *line);
      continue;
    }
    char *bar = **line == '#' ? NULL : strchr(*line, '|');
    if (bar == NULL)
      continue;
    *bar = '\0';
    g_autofree char *body = g_strcompress(bar + 1);
    g_autofree char *mail = g_strdup_printf(
        "From: A. Sender <a@sender.example>\nTo: sam@candidate.example\nDate: %s\nSubject: %s\n"
        "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n%s\n",
        head ? head[1] : USUAL_DATE, head && head[2] ? head[2] : "Automatic reply", body);
    add_mail(notices, mail, head ? head[0] : body, *line);
  }
}

static int
column(char **names, const char *name) {
  for (int i = 0; names[i]; i++)
    if (strcmp(names[i], name) == 0)
      return i;
  return -1;
}

static void
read_folder(GPtrArray *notices, const char *folder) {
  g_autofree char *inside = g_build_filename(folder, "labels.tsv", NULL);
  g_autofree char *beside = g_strconcat(folder, ".tsv", NULL);
  g_autofree char *file = read_file(g_file_test(inside, G_FILE_TEST_EXISTS) ? inside : beside);
  g_auto(GStrv) lines = g_strsplit(file, "\n", -1);
  g_auto(GStrv) names = g_strsplit(lines[0], "\t", -1);
  int class = column(names, "class"), day = column(names, "return_date");
  if (day < 0)
    day = column(names, "return");
  for (char **line = lines + 1; *line; line++) {
    g_auto(GStrv) cells = g_strsplit(*line, "\t", -1);
    if ((int) g_strv_length(cells) <= MAX(class, day) || strcmp(cells[class], "out-of-office") != 0)
      continue;
    g_autofree char *path = g_build_filename(folder, cells[0], NULL);
    g_autofree char *mail = read_file(path);
    add_mail(notices, mail, NULL, cells[day]);
  }
}

/* What the readings' facts, each as likely as that, are more in all than in the right ones. */
static void
add_slope(const Notice *notice, const double *shares, double *slope) {
  const GArray *list = notice->readings.list;
  double right = 0;
  for (guint i = 0; i < list->len; i++)
    right += notice->right[i] ? shares[i] : 0;
  for (guint i = 0; i < list->len; i++) {
    const CrReturnReading *of = &g_array_index(list, CrReturnReading, i);
    double by = shares[i] - (notice->right[i] ? shares[i] / MAX(right, 1e-300) : 0);
    for (guint k = of->first; k < of->first + of->n; k++)
      slope[g_array_index(notice->readings.facts, guint16, k)] += by;
  }
}

static double *
learn(const GPtrArray *notices) {
  guint n = cr_return_n_facts();
  double *weights = g_new0(double, n);
  g_autofree double *squares = g_new0(double, n), *slope = g_new0(double, n);
  g_autofree double *shares = g_new0(double, 1024);
  for (guint round = 0; round < ROUNDS; round++) {
    for (guint w = 0; w < n; w++)
      slope[w] = 2 * SMALL * weights[w];
    for (guint m = 0; m < notices->len; m++) {
      const Notice *notice = notices->pdata[m];
      if (!notice->reachable)
        continue;
      cr_return_weigh(&notice->readings, weights, shares);
      add_slope(notice, shares, slope);
    }
    for (guint w = 0; w < n; w++) {
      squares[w] += slope[w] * slope[w];
      if (squares[w] > 0)
        weights[w] -= RATE * slope[w] / sqrt(squares[w]);
    }
  }
  return weights;
}

static gboolean
judge(const Notice *notice, const double *weights, gboolean tell) {
  const CrReturnReading *best = cr_return_choose(&notice->readings, weights);
  gboolean right = is_right(best, notice->answer);
  if (!right && tell) {
    g_autofree char *got = answer_of(best);
    g_autofree char *line = g_strescape(notice->text, NULL);
    g_autofree char *readable = g_strcompress(line);
    g_strdelimit(readable, "\n", ' ');
    printf("%s%s: %s, not %s: %.300s\n", notice->reachable ? "" : "(unread) ", notice->sender, got,
           notice->answer, readable);
  }
  return right;
}

static void
check(const GPtrArray *notices) {
  guint right = 0, unread = 0;
  for (guint fifth = 0; fifth < FIFTHS; fifth++) {
    g_autoptr(GPtrArray) others = g_ptr_array_new();
    for (guint m = 0; m < notices->len; m++)
      if (g_str_hash(((Notice *) notices->pdata[m])->sender) % FIFTHS != fifth)
        g_ptr_array_add(others, notices->pdata[m]);
    g_autofree double *weights = learn(others);
    for (guint m = 0; m < notices->len; m++) {
      const Notice *notice = notices->pdata[m];
      if (g_str_hash(notice->sender) % FIFTHS != fifth)
        continue;
      right += judge(notice, weights, TRUE);
      unread += !notice->reachable;
    }
  }
  printf("%u of %u right, of senders that nothing was learnt from; in %u the day was not seen\n",
         right, notices->len, unread);
}

/* Whether nearly all are right. */
static gboolean
judge_all(const GPtrArray *notices, const double *weights) {
  guint right = 0, unread = 0;
  for (guint m = 0; m < notices->len; m++) {
    right += judge(notices->pdata[m], weights, TRUE);
    unread += !((Notice *) notices->pdata[m])->reachable;
  }
  printf("%u of %u right; in %u the day was not seen\n", right, notices->len, unread);
  return right * 100 >= notices->len * LEAST_PERCENT;
}

static char *
table_of(const double *weights) {
  GString *table = g_string_new(
      "# What is told of a day that an automatic reply names, and how much that speaks for the "
      "day\n"
      "# of the return, for the last day off, or for neither. Made from tests/corpus by\n"
      "# tools/learn-return.c.\n");
  for (guint fact = 0; fact < cr_return_n_facts(); fact++) {
    g_autofree char *name = cr_return_fact_name(fact);
    if (fabs(weights[fact]) >= 0.005)
      g_string_append_printf(table, "%s\t%.2f\n", name, weights[fact]);
  }
  return g_string_free(table, FALSE);
}

int
main(int argc, char **argv) {
  gboolean checks = argc > 1 && strcmp(argv[1], "--check") == 0;
  gboolean judges = argc > 1 && strcmp(argv[1], "--judge") == 0;
  g_autoptr(GPtrArray) notices = g_ptr_array_new_with_free_func(notice_free);
  g_autoptr(GPtrArray) others = g_ptr_array_new_with_free_func(notice_free);
  GPtrArray *into = notices;
  for (int i = 1 + (checks || judges); i < argc; i++)
    if (strcmp(argv[i], "--") == 0)
      into = others;
    else if (g_file_test(argv[i], G_FILE_TEST_IS_DIR))
      read_folder(into, argv[i]);
    else
      read_notices(into, argv[i]);
  if (notices->len == 0)
    g_error("usage: learn-return [--check | --judge] NOTICES|FOLDER… [-- NOTICES|FOLDER…]");
  if (judges)
    return !judge_all(notices, cr_return_weights());
  if (checks)
    check(notices);
  g_autofree double *weights = learn(notices);
  g_autofree char *table = table_of(weights);
  if (checks)
    judge_all(others, weights);
  else
    fputs(table, stdout);
  return 0;
}
