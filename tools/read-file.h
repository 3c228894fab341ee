#pragma once

#include <glib.h>

/* The whole file's text; ends the tool where there is none. Free with g_free. */
static inline char *
read_file(const char *path) {
  g_autoptr(GError) error = NULL;
  char *text = NULL;
  if (!g_file_get_contents(path, &text, NULL, &error))
    g_error("%s", error->message);
  return text;
}
