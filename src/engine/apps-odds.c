/* The odds in words: the candidate's own n of N, the prior with its source, and what is published,
 * beside one another and never mixed up. */
#include "engine/apps-private.h"

#include "base/data.h"
#include "playbook/odds.h"

#include <math.h>
#include <string.h>

/* Any will do: the draws fill the space evenly, and the same data give the same odds. */
#define SEED 1

static json_t *
public_share(const CrShare *share) {
  return json_pack("{s:f,s:f,s:f}", "p", share->mean, "low", share->low, "high", share->high);
}

static void
put_ini(json_t *json, GKeyFile *ini, const char *group, const char *member, const char *key) {
  g_autofree char *text = g_key_file_get_string(ini, group, key, NULL);
  cr_json_put_string(json, member, text);
}

/* null where none is published. */
static json_t *
published(GKeyFile *ini, const char *step) {
  json_t *list = json_array();
  g_auto(GStrv) groups = g_key_file_get_groups(ini, NULL);
  for (char **group = groups; *group; group++) {
    g_autofree char *of = g_key_file_get_string(ini, *group, "step", NULL);
    if (!g_str_has_prefix(*group, "figure ") || g_strcmp0(of, step) != 0)
      continue;
    json_t *figure = json_object();
    put_ini(figure, ini, *group, "text", "text");
    put_ini(figure, ini, *group, "source", "source");
    json_object_set_new(figure, "year",
                        json_integer(g_key_file_get_integer(ini, *group, "year", NULL)));
    put_ini(figure, ini, *group, "caution", "caution");
    json_array_append_new(list, figure);
  }
  if (json_array_size(list))
    return list;
  json_decref(list);
  return json_null();
}

static json_t *
public_step(GKeyFile *ini, int i, const CrOddsInput *input, const CrOddsPrior *prior,
            const CrOdds *odds) {
  const char *name = cr_odds_names[i];
  json_t *json = json_object(), *guess = json_object();
  cr_json_put_string(json, "step", name);
  put_ini(json, ini, name, "title", "title");
  json_object_set_new(json, "own",
                      json_pack("{s:i,s:i,s:i}", "passed", input->passed[i], "of",
                                input->settled[i], "open", input->open[i]));
  json_object_set_new(guess, "p", json_real(prior->yes / (prior->yes + prior->no)));
  json_object_set_new(guess, "counts_for", json_real(prior->yes + prior->no));
  put_ini(guess, ini, name, "source", "prior_source");
  put_ini(guess, ini, name, "caution", "prior_caution");
  json_object_set_new(json, "prior", guess);
  json_object_set_new(json, "estimate", public_share(&odds->steps[i]));
  json_object_set_new(json, "to_offer", json_real(odds->to_offer[i]));
  json_object_set_new(json, "published", published(ini, name));
  return json;
}

/* How often the candidate was called as agreed; nobody publishes that. */
static gboolean
own_calls(CrEngine *engine, CrInstant now, int *ret_missed, int *ret_of, GError **error) {
  g_autoptr(GPtrArray) calls =
      cr_store_list_interviews(engine->store, CR_LIST_ALL, CR_INSTANT_NONE, now, 0, error);
  if (calls == NULL)
    return FALSE;
  for (guint i = 0; i < calls->len; i++) {
    const CrInterview *iv = calls->pdata[i];
    gboolean missed = iv->state.missed_at != CR_INSTANT_NONE;
    *ret_missed += missed;
    *ret_of += missed || iv->state.phase == CR_PHASE_HELD;
  }
  return TRUE;
}

static int
percent(double p) {
  return (int) lround(p * 100);
}

/* "less than 1 %" is not "0 %", and needs no "about". */
static char *
percent_words(double p, const char *about) {
  return p > 0 && p < 0.01   ? g_strdup("less than 1 %")
         : p < 1 && p > 0.99 ? g_strdup("more than 99 %")
                             : g_strdup_printf("%s%d %%", about, percent(p));
}

/* " (four times in five between 5 % and 40 %)"; nothing where both are the same. */
static char *
range_words(const CrShare *share) {
  g_autofree char *low = percent_words(share->low, ""), *high = percent_words(share->high, "");
  return strcmp(low, high) == 0
             ? g_strdup("")
             : g_strdup_printf(" (four times in five between %s and %s)", low, high);
}

static char *
chance_words(const CrOddsInput *input, const CrOdds *odds) {
  int open = input->open[0] + input->open[1] + input->open[2];
  g_autofree char *p = percent_words(odds->offer.mean, "about "),
                  *range = range_words(&odds->offer),
                  *more = percent_words(odds->more[0], "about ");
  if (input->accepted)
    return g_strdup("You have accepted an offer. The odds have nothing more to say.");
  if (input->offers)
    return g_strdup_printf("You have %s. Keep the others going until you have accepted.",
                           input->offers > 1 ? "offers" : "an offer");
  if (open == 0)
    return g_strdup_printf(
        "Nothing is open. Five applications would give a chance of %s of at least one offer.",
        more);
  return g_strdup_printf(
      "Chance of at least one offer from your %d open application%s: %s%s. Five more applications "
      "add %s.",
      open, open == 1 ? "" : "s", p, range, more);
}

/* Below so many own results the figures are mostly not the candidate's. */
#define FEW 20

static char *
honest_words(const CrOddsInput *input, const CrOdds *odds) {
  int own = input->settled[0] + input->settled[1] + input->settled[2];
  g_autofree char *chance = chance_words(input, odds);
  if (own >= FEW || input->offers || input->accepted)
    return g_steal_pointer(&chance);
  g_autofree char *results = own == 0   ? g_strdup("no result")
                             : own == 1 ? g_strdup("only 1 result")
                                        : g_strdup_printf("only %d results", own);
  return g_strdup_printf("%s This says more about the guide's figures than about you: so far you "
                         "have %s of your own.",
                         chance, results);
}

static const char model_words[] =
    "Each step has a rate of its own that nobody knows. It begins with the guide's figure, counted "
    "as a few applications, and your own results are added (a beta prior and binomial data). The "
    "open applications are taken to be independent of one another, which they are not quite. What "
    "had no word for 45 days is counted as a no here, and stays in the running everywhere else.";

json_t *
apps_odds_document(CrEngine *engine, GPtrArray *rows, CrInstant now, GError **error) {
  g_autoptr(GKeyFile) ini = cr_data_ini("odds.ini");
  CrOddsPrior priors[CR_N_ODDS];
  CrOddsInput input;
  CrOdds odds;
  int missed = 0, of = 0;
  if (!own_calls(engine, now, &missed, &of, error))
    return NULL;
  cr_odds_priors(priors);
  cr_odds_count(rows, now, &input);
  cr_odds_estimate(&input, priors, CR_ODDS_DRAWS, SEED, &odds);
  json_t *steps = json_array();
  for (int i = 0; i < CR_N_ODDS; i++)
    json_array_append_new(steps, public_step(ini, i, &input, &priors[i], &odds));
  g_autofree char *words = honest_words(&input, &odds);
  return json_pack(
      "{s:s,s:s,s:o,s:o,s:{s:f,s:f},s:{s:i,s:i,s:i,s:i,s:i},s:o,s:{s:{s:i,s:i},s:n,s:s}}", "text",
      words, "model", model_words, "steps", steps, "offer", public_share(&odds.offer), "adds",
      "five", odds.more[0], "ten", odds.more[1], "open", "applied", input.open[0], "screen",
      input.open[1], "interview", input.open[2], "offer", input.offers, "silent", input.silent,
      "silence", published(ini, "silence"), "missed_calls", "own", "missed", missed, "of", of,
      "published", "text",
      "How many of the calls that recruiters promise they miss: no published figure was found.");
}

json_t *
cr_apps_odds(CrEngine *engine, CrInstant now, GError **error) {
  if (!engine_begin(engine, FALSE, error))
    return NULL;
  g_autoptr(GPtrArray) rows = apps_rows(engine, error);
  json_t *json = rows ? apps_odds_document(engine, rows, now, error) : NULL;
  cr_store_rollback(engine->store);
  return json;
}
