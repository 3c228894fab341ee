#include "engine/service.h"

#include "base/error.h"
#include "base/text.h"
#include "effect/eml.h"
#include "engine/config.h"
#include "engine/mailer.h"
#include "model/member.h"
#include "net/address.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#define MAX_PROVIDERS 16
#define OIDC "oidc "

static const CrField provider_fields[] = {
    CR_FIELD(CrProvider, name, STRING),
    CR_FIELD(CrProvider, label, STRING),
    CR_FIELD(CrProvider, issuer, STRING),
    CR_FIELD(CrProvider, client_id, STRING),
    CR_FIELD(CrProvider, client_secret, STRING),
    CR_FIELD(CrProvider, domains, STRV),
    CR_FIELD(CrProvider, open, BOOL),
    CR_FIELD_END,
};
CR_DEFINE_RECORD(CrProvider, cr_provider, provider_fields)

static const CrField service_fields[] = {
    CR_FIELD(CrService, name, STRING),
    CR_FIELD(CrService, origin, STRING),
    CR_FIELD(CrService, mail, STRING),
    CR_FIELD_OF(CrService, providers, LIST, &cr_provider_record),
    CR_FIELD_END,
};
CR_DEFINE_RECORD(CrService, cr_service, service_fields)

char *
cr_service_path(void) {
  return g_build_filename(g_get_user_config_dir(), "crickets", "service.ini", NULL);
}

static gboolean
refuse(GError **error, const char *group, const char *words) {
  g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "service.ini: [%s] %s", group, words);
  return FALSE;
}

/* Only these keys; a mistyped one would be missed in silence. */
static gboolean
check_keys(GKeyFile *file, const char *group, const char *const *names, GError **error) {
  g_auto(GStrv) keys = g_key_file_get_keys(file, group, NULL, NULL);
  for (char **key = keys; key && *key; key++) {
    if (!g_strv_contains(names, *key)) {
      g_autofree char *words = g_strdup_printf("has no setting %s", *key);
      return refuse(error, group, words);
    }
  }
  return TRUE;
}

static char *
text_of(GKeyFile *file, const char *group, const char *key) {
  char *text = g_key_file_get_string(file, group, key, NULL);
  if (text && *text == '\0')
    g_clear_pointer(&text, g_free);
  return text;
}

static gboolean
read_provider(GKeyFile *file, const char *group, CrService *service, GError **error) {
  static const char *const known[] = {"label",   "issuer", "client_id", "client_secret",
                                      "domains", "open",   NULL};
  g_autoptr(CrProvider) p = cr_provider_new();
  p->name = g_strdup(group + strlen(OIDC));
  if (!check_keys(file, group, known, error))
    return FALSE;
  p->label = text_of(file, group, "label");
  p->client_id = text_of(file, group, "client_id");
  p->client_secret = text_of(file, group, "client_secret");
  p->domains = g_key_file_get_string_list(file, group, "domains", NULL, NULL);
  p->open = g_key_file_get_boolean(file, group, "open", NULL);
  g_autofree char *issuer = text_of(file, group, "issuer");
  g_autofree char *checked = issuer ? cr_url_check(issuer, CR_REACH_ALL, NULL) : NULL;
  if (!cr_connection_name_ok(p->name))
    return refuse(error, group, "is named with a-z, 0-9 and -");
  if (checked == NULL || p->client_id == NULL)
    return refuse(error, group, "needs issuer=https://… and client_id=…");
  p->issuer = g_steal_pointer(&issuer); /* compared as it is written */
  if (p->label == NULL)
    p->label = g_strdup(p->name);
  if (service->providers->len >= MAX_PROVIDERS)
    return refuse(error, group, "is one too many");
  g_ptr_array_add(service->providers, g_steal_pointer(&p));
  return TRUE;
}

static gboolean
read_groups(GKeyFile *file, CrService *service, GError **error) {
  static const char *const known[] = {"name", "origin", "mail", NULL};
  g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
  for (char **group = groups; *group; group++) {
    if (g_str_has_prefix(*group, OIDC)) {
      if (!read_provider(file, *group, service, error))
        return FALSE;
    } else if (strcmp(*group, "service") != 0) {
      return refuse(error, *group, "is not known here");
    }
  }
  if (!check_keys(file, "service", known, error))
    return FALSE;
  service->name = text_of(file, "service", "name");
  service->origin = text_of(file, "service", "origin");
  service->mail = text_of(file, "service", "mail");
  if (service->mail && !cr_email_ok(service->mail))
    return refuse(error, "service", "mail= takes an address");
  return TRUE;
}

/* It may hold what institutions know us by. */
static gboolean
is_private(const char *path, GError **error) {
  GStatBuf status;
  if (g_stat(path, &status) != 0 || (status.st_mode & 077) == 0)
    return TRUE;
  g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "%s can be read by others: chmod 600 it", path);
  return FALSE;
}

CrService *
cr_service_load(GError **error) {
  g_autoptr(CrService) service = cr_service_new();
  g_autofree char *path = cr_service_path();
  g_autoptr(GKeyFile) file = g_key_file_new();
  g_autoptr(GError) local = NULL;
  gboolean there = g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, &local);
  if (!there && !g_error_matches(local, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "%s: %s", path, local->message);
    return NULL;
  }
  if (there && (!is_private(path, error) || !read_groups(file, service, error)))
    return NULL;
  if (service->name == NULL)
    service->name = g_strdup("crickets");
  return g_steal_pointer(&service);
}

const CrProvider *
cr_service_provider(const CrService *service, const char *name) {
  for (guint i = 0; i < service->providers->len; i++)
    if (strcmp(((CrProvider *) service->providers->pdata[i])->name, name) == 0)
      return service->providers->pdata[i];
  return NULL;
}

gboolean
cr_provider_owns(const CrProvider *provider, const char *email) {
  const char *domain = cr_address_domain(email);
  for (char **one = provider->domains; domain && one && *one; one++)
    if (g_ascii_strcasecmp(*one, domain) == 0)
      return TRUE;
  return FALSE;
}

/* Letters */

static const struct {
  const char *subject, *body; /* %s of the body: name, service, link, what */
} letters[CR_N_POSTS] = {
    [CR_POST_INVITATION] =
        {"Your invitation to %s",
         "Hello%1$s,\n\n"
         "you are invited to %2$s, which watches the calls that recruiters\n"
         "promise you, and says what to do when one does not come.\n\n"
         "To begin, open this link within seven days. It works once:\n\n  %3$s\n\n"
         "If you do not want it, do nothing.\n"},
    [CR_POST_ADDRESS] = {"Is this your address? %s",
                         "Hello%1$s,\n\n"
                         "to confirm that this is your address at %2$s, open this link within a\n"
                         "day:\n\n  %3$s\n\nIf you did not ask for it, do nothing.\n"},
    [CR_POST_RESET] = {"A new password for %s",
                       "Hello%1$s,\n\n"
                       "to choose a new password for %2$s, open this link within an hour. It\n"
                       "works once:\n\n  %3$s\n\n"
                       "If you did not ask for it, do nothing: your password is as it was.\n"},
    [CR_POST_CHANGED] = {"Your account at %s was changed",
                         "Hello%1$s,\n\n"
                         "%4$s at %2$s. If that was you, all is well. If not, choose a new\n"
                         "password, and end the sessions that you do not know:\n\n  %3$s\n"},
};

static CrEffect *
write_letter(const CrService *service, const CrServiceLetter *l) {
  CrEffect *letter = cr_effect_new();
  g_autofree char *clean = l->name ? cr_text_line(l->name, 60) : NULL;
  g_autofree char *called = clean && *clean ? g_strconcat(" ", clean, NULL) : g_strdup("");
  char id[33];
  guchar bytes[16];
  randombytes_buf(bytes, sizeof bytes);
  sodium_bin2hex(id, sizeof id, bytes, sizeof bytes);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-extra-args"
  letter->subject = g_strdup_printf(letters[l->kind].subject, service->name);
  letter->body = g_strdup_printf(letters[l->kind].body, called, service->name, l->link, l->what);
#pragma GCC diagnostic pop
  letter->to = g_strdup(l->to);
  letter->message_id = g_strdup_printf("%s@%s", id, cr_address_domain(service->mail));
  return letter;
}

gboolean
cr_service_check_mail(const CrService *service, GError **error) {
  g_autoptr(GPtrArray) connections = service->mail ? cr_config_load(error) : NULL;
  if (service->mail && connections == NULL)
    return FALSE;
  gboolean sends = connections && cr_mailer_find_sender(connections, service->mail);
  if (!sends)
    g_set_error(error, CR_ERROR, CR_ERROR_CONFLICT,
                "this service sends no mail: mail= in service.ini, and crickets setup send");
  return sends;
}

/* A server that does not answer must not keep the other letters waiting for long. */
#define PATIENCE_SEC 30

CrOutcome
cr_service_post(const CrService *service, const CrServiceLetter *letter, CrInstant now,
                gboolean (*pass)(gpointer data), gpointer data, char **ret_words) {
  const CrMailer mailer = {.load_connections = cr_config_load};
  g_autoptr(CrProfile) sender = cr_profile_new();
  g_autoptr(GError) error = NULL;
  g_autofree char *bytes = NULL;
  if (sodium_init() >= 0) {
    sender->name = g_strdup(service->name);
    sender->emails = g_strsplit(service->mail, " ", 1);
    g_autoptr(CrEffect) written = write_letter(service, letter);
    bytes = cr_eml_new(written, sender, now, &error);
  }
  if (bytes == NULL) {
    *ret_words = g_strdup(error ? error->message : "there is no source of chance");
    return CR_OUTCOME_REFUSED;
  }
  const CrParcel parcel = {.from = service->mail,
                           .to = letter->to,
                           .bytes = bytes,
                           .length = strlen(bytes),
                           .pass = pass,
                           .data = data,
                           .patience_sec = PATIENCE_SEC};
  return cr_mailer_post(&mailer, &parcel, ret_words);
}
