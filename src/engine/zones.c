#include "engine/zones.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

const char *
cr_zones_folder(void) {
  const char *folder = g_getenv("TZDIR");
  return folder ? folder : "/usr/share/zoneinfo";
}

/* A file that each edition replaces. */
CrInstant
cr_zones_changed_at(void) {
  static const char *const names[] = {"tzdata.zi", "Europe/London"};
  struct stat info;
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *path = g_build_filename(cr_zones_folder(), names[i], NULL);
    if (stat(path, &info) == 0)
      return info.st_mtime * CR_SECOND;
  }
  return 0;
}

char *
cr_zones_version(void) {
  static const char mark[] = "# version ";
  g_autofree char *path = g_build_filename(cr_zones_folder(), "tzdata.zi", NULL);
  char line[64] = "";
  FILE *file = fopen(path, "re");
  gboolean read = file && fgets(line, sizeof line, file);
  if (file)
    fclose(file);
  if (read && g_str_has_prefix(line, mark)) {
    const char *version = line + strlen(mark);
    return g_strndup(version, MIN(strcspn(version, "\n"), 40));
  }
  return g_strdup_printf("of %" G_GINT64_FORMAT, cr_zones_changed_at() / CR_SECOND);
}
