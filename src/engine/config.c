#include "engine/config.h"

#include "base/error.h"
#include "base/text.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define MAX_CONNECTIONS 32

char *
cr_config_path(void) {
  return g_build_filename(g_get_user_config_dir(), "crickets", "connections.ini", NULL);
}

static gboolean
set_field(CrConnection *c, const CrField *field, const char *value, const char *path,
          GError **error) {
  gpointer place = (char *) c + field->offset;
  gint64 number;
  int index;
  switch (field->type) {
  case CR_FIELD_STRING:
    g_free(*(char **) place);
    *(char **) place = g_strdup(value);
    return TRUE;
  case CR_FIELD_INT:
    if (!g_ascii_string_to_signed(value, 10, 0, 3650, &number, NULL))
      break;
    *(int *) place = (int) number;
    return TRUE;
  case CR_FIELD_BOOL:
    if (strcmp(value, "true") != 0 && strcmp(value, "false") != 0)
      break;
    *(gboolean *) place = value[0] == 't';
    return TRUE;
  case CR_FIELD_ENUM:
    index = cr_name_index(field->names, value);
    if (index < 0)
      break;
    *(int *) place = index;
    return TRUE;
  case CR_FIELD_STRV:
    g_strfreev(*(char ***) place);
    *(char ***) place = g_strsplit(value, ";", -1);
    return TRUE;
  case CR_FIELD_REAL:
  case CR_FIELD_INSTANT:
  case CR_FIELD_RECORD:
  case CR_FIELD_LIST:
    break; /* a connection has none */
  }
  g_autofree char *shown = cr_text_line(value, 40);
  g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "%s: [%s] %s=%s is not possible", path, c->name,
              field->name, shown);
  return FALSE;
}

static const CrField *
find_field(const char *name) {
  for (const CrField *field = cr_connection_record.fields; field->name; field++)
    if (strcmp(field->name, name) == 0 && strcmp(name, "name") != 0 && strcmp(name, "sealed") != 0)
      return field;
  return NULL;
}

static CrConnection *
read_group(GKeyFile *file, const char *group, const char *path, GError **error) {
  g_autoptr(CrConnection) c = cr_connection_new();
  g_auto(GStrv) keys = g_key_file_get_keys(file, group, NULL, NULL);
  c->name = g_strdup(group);
  if (!g_key_file_has_key(file, group, "kind", NULL)) {
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "%s: [%s] has no kind=", path, group);
    return NULL;
  }
  for (char **key = keys; *key; key++) {
    const CrField *field = find_field(*key);
    g_autoptr(GError) local = NULL; /* a wrong escape gives a value, too */
    g_autofree char *value = g_key_file_get_string(file, group, *key, &local);
    if (field == NULL) {
      g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "%s: [%s] has no setting %s", path, group, *key);
      return NULL;
    }
    if (local) {
      g_set_error(error, CR_ERROR, CR_ERROR_PARSE,
                  "%s: [%s] %s= cannot be read; is a backslash meant? It is written as \\\\", path,
                  group, *key);
      return NULL;
    }
    if (!set_field(c, field, value, path, error))
      return NULL;
  }
  if (!cr_connection_check(c, error)) {
    g_prefix_error(error, "%s: ", path);
    return NULL;
  }
  return g_steal_pointer(&c);
}

GPtrArray *
cr_config_load(GError **error) {
  g_autofree char *path = cr_config_path();
  g_autoptr(GKeyFile) file = g_key_file_new();
  g_autoptr(GError) local = NULL;
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify) cr_connection_free);
  if (!g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, &local)) {
    if (g_error_matches(local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      return g_steal_pointer(&list);
    g_set_error(error, CR_ERROR, CR_ERROR_PARSE, "%s: %s", path, local->message);
    return NULL;
  }
  g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
  if (g_strv_length(groups) > MAX_CONNECTIONS) {
    g_set_error(error, CR_ERROR, CR_ERROR_LIMIT, "%s: more than %d connections", path,
                MAX_CONNECTIONS);
    return NULL;
  }
  for (char **group = groups; *group; group++) {
    CrConnection *c = read_group(file, *group, path, error);
    if (c == NULL)
      return NULL;
    g_ptr_array_add(list, c);
  }
  return g_steal_pointer(&list);
}

static GPtrArray *
load_public(GError **error) {
  GPtrArray *list = cr_config_load(error);
  for (guint i = 0; list && i < list->len; i++)
    ((CrConnection *) list->pdata[i])->public_only = TRUE;
  return list;
}

gboolean
cr_config_is_shared(const char *uri) {
  return g_str_has_prefix(uri, "postgres");
}

CrConfigLoad
cr_config_loader(const char *uri) {
  return cr_config_is_shared(uri) ? load_public : cr_config_load;
}

/* Only what differs from a new connection is written. */
static void
write_field(GKeyFile *file, const CrConnection *c, const CrField *field) {
  gconstpointer place = (const char *) c + field->offset;
  switch (field->type) {
  case CR_FIELD_STRING:
    if (*(char *const *) place && strcmp(field->name, "name") != 0)
      g_key_file_set_string(file, c->name, field->name, *(char *const *) place);
    return;
  case CR_FIELD_INT:
    if (*(const int *) place)
      g_key_file_set_integer(file, c->name, field->name, *(const int *) place);
    return;
  case CR_FIELD_BOOL:
    if (*(const gboolean *) place)
      g_key_file_set_boolean(file, c->name, field->name, TRUE);
    return;
  case CR_FIELD_ENUM:
    g_key_file_set_string(file, c->name, field->name, field->names[*(const int *) place]);
    return;
  case CR_FIELD_STRV: {
    g_autofree char *joined =
        *(char **const *) place ? g_strjoinv(";", *(char **const *) place) : NULL;
    if (joined)
      g_key_file_set_string(file, c->name, field->name, joined);
    return;
  }
  case CR_FIELD_REAL:
  case CR_FIELD_INSTANT:
  case CR_FIELD_RECORD:
  case CR_FIELD_LIST:
    return;
  }
}

gboolean
cr_config_save(GPtrArray *connections, GError **error) {
  g_autofree char *path = cr_config_path(), *folder = g_path_get_dirname(path);
  g_autoptr(GKeyFile) file = g_key_file_new();
  for (guint i = 0; i < connections->len; i++) {
    const CrConnection *c = connections->pdata[i];
    if (!cr_connection_check(c, error))
      return FALSE;
    for (const CrField *field = cr_connection_record.fields; field->name; field++)
      write_field(file, c, field);
  }
  if (g_mkdir_with_parents(folder, 0700) != 0) {
    g_set_error(error, CR_ERROR, CR_ERROR_FAILED, "%s: %s", folder, g_strerror(errno));
    return FALSE;
  }
  gsize length;
  g_autofree char *text = g_key_file_to_data(file, &length, NULL);
  return g_file_set_contents_full(path, text, (gssize) length,
                                  G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                  0600, error);
}
