#include "net/imap-folders.h"

#include "base/error.h"
#include "base/text.h"
#include "net/imap-private.h"

#include <string.h>

#define MAX_FOLDERS 10000
#define MAX_CHANGED 1000000 /* messages, of one folder */

/* As mail programs and providers name them where nothing is marked; the best first. */
static const struct {
  const char *use, *names[24];
} usual[] = {
    {"Sent",
     {"Sent",
      "Sent Items",
      "Sent Mail",
      "Sent Messages",
      "Gesendet",
      "Gesendete Elemente",
      "Gesendete Objekte",
      "Envoyés",
      "Éléments envoyés",
      "Messages envoyés",
      "Enviados",
      "Elementos enviados",
      "Mensajes enviados",
      "Itens enviados",
      "Inviata",
      "Posta inviata",
      "Verzonden",
      "Verzonden items",
      "Skickat",
      "Sendt",
      "Wysłane",
      "Отправленные",
      NULL}},
    {"Drafts",
     {"Drafts", "Draft", "Entwürfe", "Entwurf", "Brouillons", "Borradores", "Rascunhos", "Bozze",
      "Concepten", "Utkast", "Kladder", "Robocze", "Черновики", NULL}},
    {"Junk",
     {"Junk", "Junk E-mail", "Junk Email", "Junk Mail", "Spam", "Bulk Mail", "Bulk", "Spamverdacht",
      "Junk-E-Mail", "Courrier indésirable", "Indésirables", "Correo no deseado", "Lixo Eletrônico",
      "Posta indesiderata", "Ongewenste e-mail", "Skräppost", "Спам", NULL}},
};

static const char *
last_part(const CrImapFolder *folder) {
  const char *cut = folder->delimiter ? strrchr(folder->title, folder->delimiter) : NULL;
  return cut ? cut + 1 : folder->title;
}

static guint
depth_of(const CrImapFolder *folder) {
  guint depth = 0;
  for (const char *p = folder->title; folder->delimiter && *p; p++)
    depth += *p == folder->delimiter;
  return depth;
}

/* Lower is better; G_MAXUINT: not a usual name. */
static guint
rank(const CrImapFolder *folder, const char *use) {
  for (guint u = 0; u < G_N_ELEMENTS(usual); u++)
    for (guint n = 0; strcmp(usual[u].use, use) == 0 && usual[u].names[n]; n++)
      if (cr_text_equal(last_part(folder), usual[u].names[n]))
        return depth_of(folder) * 100 + n;
  return G_MAXUINT;
}

static int
compare_rank(gconstpointer a, gconstpointer b, gpointer use) {
  guint left = rank(*(CrImapFolder *const *) a, use), right = rank(*(CrImapFolder *const *) b, use);
  return left < right ? -1 : left > right;
}

GPtrArray *
cr_imap_folders_find(const GPtrArray *folders, const char *use) {
  g_autoptr(GPtrArray) marked = g_ptr_array_new(), named = g_ptr_array_new();
  for (guint i = 0; i < folders->len; i++) {
    CrImapFolder *folder = folders->pdata[i];
    if (cr_text_equal(folder->use, use))
      g_ptr_array_add(marked, folder);
    else if (folder->use == NULL && rank(folder, use) <= 100 + G_N_ELEMENTS(usual[0].names))
      g_ptr_array_add(named, folder); /* at the top, or one below such as INBOX */
  }
  g_ptr_array_sort_with_data(marked, compare_rank, (gpointer) use);
  g_ptr_array_sort_with_data(named, compare_rank, (gpointer) use);
  if (marked->len > 0)
    return g_steal_pointer(&marked);
  g_ptr_array_set_size(named, (int) MIN(named->len, 1));
  return g_steal_pointer(&named);
}

const CrImapFolder *
cr_imap_folders_named(const GPtrArray *folders, const char *title) {
  for (guint i = 0; i < folders->len; i++)
    if (cr_text_equal(((CrImapFolder *) folders->pdata[i])->title, title))
      return folders->pdata[i];
  return NULL;
}

static gboolean
on_list(CrImap *imap, const CrImapResponse *response, gpointer data, gboolean *ret_wanted,
        GError **error) {
  GPtrArray *folders = data;
  CrImapFolder *folder;
  if (!cr_imap_span_is(response->name, "LIST"))
    return TRUE;
  if (!cr_imap_data_list(response, &folder))
    return cr_imap_break(imap, "its list of folders is not well formed", error);
  *ret_wanted = folder && folders->len < MAX_FOLDERS;
  if (*ret_wanted)
    g_ptr_array_add(folders, folder);
  else
    cr_imap_folder_free(folder);
  return TRUE;
}

GPtrArray *
cr_imap_list(CrImap *imap, GError **error) {
  g_autoptr(GPtrArray) folders =
      g_ptr_array_new_with_free_func((GDestroyNotify) cr_imap_folder_free);
  gboolean extended = cr_imap_can(imap, "SPECIAL-USE") && cr_imap_can(imap, "LIST-EXTENDED");
  const char *command = extended ? "LIST \"\" \"*\" RETURN (SPECIAL-USE)" : "LIST \"\" \"*\"";
  if (!cr_imap_run(imap, command, "it does not list its folders", on_list, folders, error))
    return NULL;
  return g_steal_pointer(&folders);
}

typedef struct {
  CrImapState state;
  GArray *changed; /* NULL: not asked for */
} Opening;

static gboolean
note_change(CrImap *imap, const CrImapResponse *response, GArray *changed, GError **error) {
  CrImapFetched fetched;
  if (!cr_imap_data_fetch(response, &fetched) || changed->len >= MAX_CHANGED)
    return cr_imap_break(imap, "what it says of changed messages is not well formed", error);
  if (fetched.uid)
    g_array_append_val(changed, fetched.uid);
  return TRUE;
}

static gboolean
on_examine(CrImap *imap, const CrImapResponse *response, gpointer data, gboolean *ret_wanted,
           GError **error) {
  Opening *opening = data;
  CrImapState *state = &opening->state;
  guint64 number;
  if (opening->changed && cr_imap_span_is(response->name, "FETCH")) {
    *ret_wanted = TRUE;
    return note_change(imap, response, opening->changed, error);
  }
  if (cr_imap_code_number(response->code, "UIDVALIDITY", &number))
    state->validity = (guint32) number;
  else if (cr_imap_code_number(response->code, "UIDNEXT", &number))
    state->next = (guint32) number;
  else if (cr_imap_code_number(response->code, "HIGHESTMODSEQ", &number))
    state->modseq = number;
  return TRUE;
}

static gboolean
examine(CrImap *imap, const char *folder, const char *how, Opening *opening, GError **error) {
  g_autoptr(GString) command = g_string_new("EXAMINE ");
  cr_imap_append_quoted(command, folder);
  g_string_append(command, how);
  imap->exists = 0;
  if (!cr_imap_run(imap, command->str, "its folder cannot be opened", on_examine, opening, error))
    return FALSE;
  imap->news = FALSE;
  opening->state.count = imap->exists;
  return TRUE;
}

gboolean
cr_imap_examine(CrImap *imap, const char *folder, CrImapState *ret_state, GError **error) {
  Opening opening = {0};
  if (!examine(imap, folder, "", &opening, error))
    return FALSE;
  *ret_state = opening.state;
  return TRUE;
}

gboolean
cr_imap_resync(CrImap *imap, const char *folder, const CrImapState *known, CrImapState *ret_state,
               GArray **ret_changed, GError **error) {
  if (!imap->resyncs || known->validity == 0 || known->modseq == 0)
    return cr_imap_examine(imap, folder, ret_state, error);
  g_autoptr(GArray) changed = g_array_new(FALSE, FALSE, sizeof(guint32));
  Opening opening = {.changed = changed};
  g_autofree char *how =
      g_strdup_printf(" (QRESYNC (%u %" G_GUINT64_FORMAT "))", known->validity, known->modseq);
  if (!examine(imap, folder, how, &opening, error))
    return FALSE;
  *ret_state = opening.state;
  if (opening.state.validity != known->validity || opening.state.modseq < known->modseq)
    return TRUE; /* nothing of it can be believed */
  g_array_sort(changed, cr_imap_compare_uids);
  *ret_changed = g_steal_pointer(&changed);
  return TRUE;
}

typedef struct {
  const char *const *folders;
  guint n;
  CrImapState *states;
  gboolean *told;
} StatusWork;

static gboolean
on_status(CrImap *imap, const CrImapResponse *response, gpointer data, gboolean *ret_wanted,
          GError **error) {
  StatusWork *work = data;
  CrImapState state;
  g_autofree char *name = NULL;
  if (!cr_imap_span_is(response->name, "STATUS"))
    return TRUE;
  if (!cr_imap_data_status(response, &name, &state))
    return cr_imap_break(imap, "the state of a folder is not well formed", error);
  for (guint i = 0; i < work->n; i++)
    if (!work->told[i] && strcmp(work->folders[i], name) == 0) {
      work->states[i] = state;
      work->told[i] = *ret_wanted = TRUE;
      break;
    }
  return TRUE;
}

static gboolean
send_status(CrImap *imap, const char *folder, guint32 *ret_tag, GError **error) {
  g_autoptr(GString) command = g_string_new("STATUS ");
  cr_imap_append_quoted(command, folder);
  g_string_append(command, " (UIDVALIDITY UIDNEXT MESSAGES");
  g_string_append(command, cr_imap_can(imap, "CONDSTORE") ? " HIGHESTMODSEQ)" : ")");
  return cr_imap_send(imap, command->str, ret_tag, error);
}

static gboolean
await_status(CrImap *imap, const StatusWork *work, guint i, guint32 tag, char **ret_refused,
             GError **error) {
  g_auto(CrImapAnswer) answer = {0};
  g_autofree char *title = cr_imap_name_title(work->folders[i]);
  g_autofree char *what = g_strdup_printf("the state of folder %s is not told", title);
  if (!cr_imap_await(imap, tag, &answer, error))
    return FALSE;
  if (answer.condition == CR_IMAP_OK)
    return work->told[i] || cr_imap_break(imap, what, error);
  if (ret_refused == NULL)
    return cr_imap_refuse(imap, &answer, what, error);
  *ret_refused = g_strdup_printf("the server says \"%s\"", answer.words);
  return TRUE;
}

gboolean
cr_imap_status(CrImap *imap, const char *const *folders, guint n, CrImapState *ret_states,
               char **ret_refused, GError **error) {
  g_autofree CrImapState *states = g_new0(CrImapState, n + 1);
  g_autofree gboolean *told = g_new0(gboolean, n + 1);
  g_autofree guint32 *tags = g_new0(guint32, n + 1);
  StatusWork work = {folders, n, states, told};
  gboolean good = TRUE;
  imap->on_data = on_status;
  imap->data = &work;
  for (guint i = 0; good && i < n; i++)
    good = send_status(imap, folders[i], &tags[i], error);
  for (guint i = 0; good && i < n; i++)
    good = await_status(imap, &work, i, tags[i], ret_refused ? &ret_refused[i] : NULL, error);
  imap->on_data = NULL;
  for (guint i = 0; good && i < n; i++)
    ret_states[i] = states[i];
  for (guint i = 0; !good && ret_refused && i < n; i++)
    g_clear_pointer(&ret_refused[i], g_free);
  return good;
}
