#include "playbook/diagnosis.h"

#include "base/data.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Likelihoods this much above (below) the average of the other reasons' count as for (against). */
#define TELLING_RATIO 1.3

typedef struct {
  char *kind, *label;
  char **unless; /* kinds that void this one, or NULL */
  char *again;   /* what it is for the next call agreed in its place, or NULL */
  double p[CR_N_REASONS];
  gint8 speaks[CR_N_REASONS]; /* 1 for, -1 against, 0 neither */
} Weight;

/* data/evidence.ini, read once and kept for the process. The order of the weights is the file's, so
 * a product over them does not depend on the order in which evidence was found. */
static GArray *weights;
static double priors[CR_N_REASONS];
static char *meanings[CR_N_REASONS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
judge(Weight *weight) {
  double sum = 0;
  for (guint r = 0; r < CR_N_REASONS; r++)
    sum += weight->p[r];
  for (guint r = 0; r < CR_N_REASONS; r++) {
    double others = (sum - weight->p[r]) / (CR_N_REASONS - 1), ratio = weight->p[r] / others;
    weight->speaks[r] = (ratio >= TELLING_RATIO) - (ratio * TELLING_RATIO <= 1);
  }
}

static void
load_weight(GKeyFile *ini, const char *kind) {
  Weight weight = {.kind = g_strdup(kind),
                   .label = g_key_file_get_string(ini, kind, "label", NULL)};
  gsize n = 0;
  g_autofree double *p = g_key_file_get_double_list(ini, kind, "p", &n, NULL);
  if (n != CR_N_REASONS || weight.label == NULL)
    g_error("data/evidence.ini: [%s] must have a label and %d columns", kind, CR_N_REASONS);
  for (guint r = 0; r < CR_N_REASONS; r++) {
    if (!(p[r] > 0 && p[r] < 1))
      g_error("data/evidence.ini: [%s] has a probability outside 0 to 1", kind);
    weight.p[r] = p[r];
  }
  weight.unless = g_key_file_get_string_list(ini, kind, "unless", NULL, NULL);
  for (char **other = weight.unless; other && *other; other++)
    g_strstrip(*other);
  weight.again = g_key_file_get_string(ini, kind, "again", NULL);
  judge(&weight);
  g_array_append_val(weights, weight);
}

static void
load(void) {
  g_autoptr(GKeyFile) ini = cr_data_ini("evidence.ini");
  double sum = 0;
  for (guint r = 0; r < CR_N_REASONS; r++) {
    g_autofree char *group = g_strconcat("reason ", cr_reason_names[r], NULL);
    priors[r] = g_key_file_get_double(ini, group, "prior", NULL);
    meanings[r] = g_key_file_get_string(ini, group, "meaning", NULL);
    if (!(priors[r] > 0) || meanings[r] == NULL)
      g_error("data/evidence.ini: [%s] lacks its prior or meaning", group);
    sum += priors[r];
  }
  if (fabs(sum - 1) > 1e-9)
    g_error("data/evidence.ini: the priors sum to %g", sum);
  weights = g_array_new(FALSE, FALSE, sizeof(Weight));
  g_auto(GStrv) groups = g_key_file_get_groups(ini, NULL);
  for (char **group = groups; *group; group++)
    if (!g_str_has_prefix(*group, "reason "))
      load_weight(ini, *group);
}

static int
weight_index(const char *kind) {
  pthread_once(&once, load);
  for (guint i = 0; kind && i < weights->len; i++)
    if (strcmp(g_array_index(weights, Weight, i).kind, kind) == 0)
      return i;
  return -1;
}

gboolean
cr_evidence_known(const char *kind) {
  return weight_index(kind) >= 0;
}

const char *
cr_evidence_label(const char *kind) {
  int index = weight_index(kind);
  return index >= 0 ? g_array_index(weights, Weight, index).label : NULL;
}

const char *
cr_evidence_again(const char *kind) {
  int index = weight_index(kind);
  return index >= 0 ? g_array_index(weights, Weight, index).again : NULL;
}

const char *
cr_reason_meaning(CrReason reason) {
  pthread_once(&once, load);
  return meanings[reason];
}

static int
by_share(const void *a, const void *b) {
  const CrRankedReason *x = a, *y = b;
  if (x->p != y->p)
    return x->p > y->p ? -1 : 1;
  return (int) x->reason - (int) y->reason;
}

/* Each kind weighs once; every item is shown. */
static void
show(CrRankedReason *reasons, const Weight *weight, CrEvidence *item) {
  for (guint r = 0; r < CR_N_REASONS; r++) {
    if (weight->speaks[r] > 0)
      g_ptr_array_add(reasons[r].supports, item);
    if (weight->speaks[r] < 0)
      g_ptr_array_add(reasons[r].opposes, item);
  }
}

static void
normalize(CrRankedReason *reasons) {
  double most = -INFINITY, sum = 0;
  for (guint r = 0; r < CR_N_REASONS; r++)
    most = MAX(most, reasons[r].p);
  for (guint r = 0; r < CR_N_REASONS; r++)
    sum += reasons[r].p = exp(reasons[r].p - most);
  for (guint r = 0; r < CR_N_REASONS; r++)
    reasons[r].p /= sum;
}

/* Silence found at ten past says nothing once they have written at noon. */
static void
drop_void(gboolean *found) {
  for (guint i = 0; i < weights->len; i++) {
    char **unless = g_array_index(weights, Weight, i).unless;
    for (; found[i] && unless && *unless; unless++) {
      int other = weight_index(*unless);
      found[i] = other < 0 || !found[other];
    }
  }
}

CrDiagnosis *
cr_diagnosis_new(GPtrArray *evidence, CrInstant at) {
  pthread_once(&once, load);
  CrDiagnosis *diagnosis = g_new0(CrDiagnosis, 1);
  CrRankedReason *reasons = diagnosis->reasons;
  guint n = evidence ? evidence->len : 0;
  diagnosis->at = at;
  for (guint r = 0; r < CR_N_REASONS; r++)
    reasons[r] = (CrRankedReason){r, log(priors[r]), g_ptr_array_new(), g_ptr_array_new()};
  g_autofree gboolean *found = g_new0(gboolean, weights->len);
  g_autofree int *indexes = g_new(int, n + 1);
  for (guint i = 0; i < n; i++) {
    indexes[i] = weight_index(((CrEvidence *) evidence->pdata[i])->kind);
    if (indexes[i] >= 0)
      found[indexes[i]] = TRUE;
  }
  drop_void(found);
  for (guint i = 0; i < n; i++)
    if (indexes[i] >= 0 && found[indexes[i]])
      show(reasons, &g_array_index(weights, Weight, indexes[i]), evidence->pdata[i]);
  for (guint i = 0; i < weights->len; i++)
    for (guint r = 0; found[i] && r < CR_N_REASONS; r++)
      reasons[r].p += log(g_array_index(weights, Weight, i).p[r]);
  normalize(reasons);
  qsort(reasons, CR_N_REASONS, sizeof *reasons, by_share);
  return diagnosis;
}
