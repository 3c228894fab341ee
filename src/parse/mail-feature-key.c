#include "parse/mail-feature-key.h"

#include <string.h>

const char cr_feature_marks[] = {'\0', '~', '!', '^', '$', '?', '@', ':', '"'};

CrFeatureKey
cr_feature_key(const char *name) {
  if (*name == '[' || g_str_has_prefix(name, "-["))
    return cr_feature_key_of(CR_FEATURE_WORD, cr_feature_hash(name), 0);
  CrFeatureKind kind = CR_FEATURE_WORD;
  for (guint i = CR_FEATURE_STEM; i < CR_N_FEATURES; i++)
    if (*name == cr_feature_marks[i] && name[1])
      kind = i;
  const char *space = kind == CR_FEATURE_STEM ? strchr(name, ' ') : NULL;
  if (space == NULL)
    return cr_feature_key_of(kind, cr_feature_hash(name + (kind != CR_FEATURE_WORD)), 0);
  g_autofree char *first = g_strndup(name + 1, space - name - 1);
  return cr_feature_key_of_pair(cr_feature_hash(first), cr_feature_hash(strrchr(name, ' ') + 2),
                                g_str_has_prefix(space, " .. "));
}
