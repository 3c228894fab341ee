#include "engine/entry-merge.h"

#include "base/text.h"

#include <string.h>

/* What we say in an entry. DTSTART and DTEND belong together, see replaces_times. */
static const char *const ours[] = {"DTSTART",  "DTEND", "SUMMARY", "DESCRIPTION",
                                   "LOCATION", "URL",   "STATUS",  "TRANSP"};
#define MAX_LINES 20000

typedef struct {
  GPtrArray *lines;  /* unfolded */
  guint first, last; /* the VEVENT's BEGIN and END */
} Object;

static GPtrArray *
unfold(const char *text) {
  GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
  g_auto(GStrv) raw = g_strsplit(text, "\n", MAX_LINES);
  g_autoptr(GString) line = g_string_new(NULL);
  for (char **p = raw; *p; p++) {
    gsize length = strlen(*p);
    if (length && (*p)[length - 1] == '\r')
      (*p)[length - 1] = '\0';
    if ((**p == ' ' || **p == '\t') && line->len) {
      g_string_append(line, *p + 1);
      continue;
    }
    if (line->len)
      g_ptr_array_add(lines, g_utf8_make_valid(line->str, -1));
    g_string_assign(line, *p);
  }
  if (line->len)
    g_ptr_array_add(lines, g_utf8_make_valid(line->str, -1));
  return lines;
}

/* Whether the line is of that property: its name ends with ':' or ';'. */
static gboolean
is_property(const char *line, const char *name) {
  gsize length = strlen(name);
  return g_ascii_strncasecmp(line, name, length) == 0 &&
         (line[length] == ':' || line[length] == ';');
}

static gboolean
is_line(const char *line, const char *text) {
  gsize length = strlen(text);
  return g_ascii_strncasecmp(line, text, length) == 0 &&
         line[length + strspn(line + length, " \t")] == '\0';
}

static const char *
value_of(const char *line) {
  gboolean quoted = FALSE;
  for (; *line && (quoted || *line != ':'); line++)
    quoted ^= *line == '"';
  return *line ? line + 1 : line;
}

/* The next line of the event itself at or after from, not of a component inside it. */
static guint
next_own(const Object *object, guint from, guint *depth) {
  for (guint i = from; i < object->last; i++) {
    const char *line = object->lines->pdata[i];
    if (is_property(line, "BEGIN"))
      ++*depth;
    else if (is_property(line, "END") && *depth)
      --*depth;
    else if (*depth == 0)
      return i;
  }
  return object->last;
}

/* The event's first line of that property, or NULL. */
static const char *
find(const Object *object, const char *name) {
  guint depth = 0;
  for (guint i = next_own(object, object->first + 1, &depth); i < object->last;
       i = next_own(object, i + 1, &depth))
    if (is_property(object->lines->pdata[i], name))
      return object->lines->pdata[i];
  return NULL;
}

/* Points the object at its event of that UID which is no exception of a series. */
static gboolean
find_event(Object *object, const char *uid) {
  for (guint i = 0; i < object->lines->len; i++) {
    if (!is_line(object->lines->pdata[i], "BEGIN:VEVENT"))
      continue;
    object->first = i;
    while (++i < object->lines->len && !is_line(object->lines->pdata[i], "END:VEVENT"))
      ;
    object->last = i;
    const char *found = i < object->lines->len ? find(object, "UID") : NULL;
    if (found && strcmp(value_of(found), uid) == 0 && find(object, "RECURRENCE-ID") == NULL)
      return TRUE;
  }
  return FALSE;
}

static gboolean
object_init(Object *object, const char *text, const char *uid) {
  *object = (Object){unfold(text ? text : ""), 0, 0};
  return find_event(object, uid);
}

static void
object_clear(Object *object) {
  g_ptr_array_unref(object->lines);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Object, object_clear)

static gboolean
differs(const Object *before, const Object *after, const char *name) {
  return g_strcmp0(find(before, name), find(after, name)) != 0;
}

static gboolean
replaces_times(const Object *before, const Object *after) {
  return differs(before, after, "DTSTART") || differs(before, after, "DTEND");
}

/* Whether ours takes the place of that line. */
static gboolean
is_replaced(const char *line, const Object *before, const Object *after) {
  gboolean times = replaces_times(before, after);
  if (is_property(line, "DTSTAMP") || is_property(line, "SEQUENCE") ||
      is_property(line, "LAST-MODIFIED"))
    return TRUE;
  if (is_property(line, "DTSTART") || is_property(line, "DTEND") || is_property(line, "DURATION"))
    return times;
  for (gsize i = 0; i < G_N_ELEMENTS(ours); i++)
    if (is_property(line, ours[i]))
      return differs(before, after, ours[i]);
  return FALSE;
}

static void
append_ours(GString *out, const Object *theirs, const Object *before, const Object *after,
            CrInstant stamp) {
  const char *sequence = find(theirs, "SEQUENCE");
  gint64 count = sequence ? g_ascii_strtoll(value_of(sequence), NULL, 10) : 0;
  cr_entry_append_instant(out, "DTSTAMP", stamp);
  cr_entry_append_instant(out, "LAST-MODIFIED", stamp);
  g_string_append_printf(out, "SEQUENCE:%d\r\n", (int) CLAMP(count + 1, 1, 1000000));
  for (gsize i = 0; i < G_N_ELEMENTS(ours); i++) {
    const char *line = find(after, ours[i]);
    if (line && is_replaced(line, before, after))
      cr_entry_append_line(out, line);
  }
}

char *
cr_entry_merge(const char *theirs, const char *uid, const char *before, const char *after,
               CrInstant stamp) {
  g_auto(Object) old = {0};
  g_auto(Object) new = {0};
  g_auto(Object) object = {0};
  gboolean known = object_init(&old, before, uid), can = object_init(&new, after, uid);
  if (!known)
    old.first = old.last = 0;
  if (!object_init(&object, theirs, uid) || !can)
    return NULL;
  GString *out = g_string_new(NULL);
  guint depth = 0, own = next_own(&object, object.first + 1, &depth);
  for (guint i = 0; i < object.lines->len; i++) {
    const char *line = object.lines->pdata[i];
    gboolean of_event = i == own && own < object.last;
    if (of_event)
      own = next_own(&object, own + 1, &depth);
    if (!of_event || !is_replaced(line, &old, &new))
      cr_entry_append_line(out, line);
    if (i == object.first)
      append_ours(out, &object, &old, &new, stamp);
  }
  return g_string_free(out, FALSE);
}

static int
compare_lines(gconstpointer a, gconstpointer b) {
  return strcmp(*(char *const *) a, *(char *const *) b);
}

/* The event's lines in an order of ours, without those that servers keep themselves. */
static char *
canonical(const Object *object) {
  static const char *const volatile_ones[] = {"DTSTAMP", "SEQUENCE", "LAST-MODIFIED", "CREATED"};
  g_autoptr(GPtrArray) lines = g_ptr_array_new();
  for (guint i = object->first; i <= object->last; i++) {
    gboolean counts = TRUE;
    for (gsize j = 0; j < G_N_ELEMENTS(volatile_ones); j++)
      counts = counts && !is_property(object->lines->pdata[i], volatile_ones[j]);
    if (counts)
      g_ptr_array_add(lines, object->lines->pdata[i]);
  }
  g_ptr_array_sort(lines, compare_lines);
  g_ptr_array_add(lines, NULL);
  return g_strjoinv("\n", (char **) lines->pdata);
}

gboolean
cr_entry_untouched(const char *theirs, const char *uid, const char *ours_text) {
  g_auto(Object) object = {0};
  g_auto(Object) written = {0};
  gboolean found = object_init(&object, theirs, uid);
  if (!object_init(&written, ours_text, uid) || !found)
    return FALSE;
  g_autofree char *a = canonical(&object), *b = canonical(&written);
  return strcmp(a, b) == 0;
}
