#pragma once
/* A library of the system, or a part of the program itself, that is loaded when it is first needed,
 * as the everyday program need not wait for it nor keep it in memory. Its own header gives the
 * types; who calls it keeps a struct of its functions, named once in a table:
 *
 *   #define CALLS(C) C(xmlParseChunk) C(xmlStopParser)
 *   static struct { CALLS(CR_LIBRARY_MEMBER) } xml;
 *   #define ENTRY(name) CR_LIBRARY_ENTRY(xml, name)
 *   static const CrLibraryCall calls[] = {CALLS(ENTRY)};
 */
#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  const char *name;
  void **place; /* gets the function */
} CrLibraryCall;

typedef struct {
  const char *file;    /* libxml2.so.2; of a part: what it is called */
  const char *wanted;  /* begins what is said when it is not there: "a calendar" */
  const char *package; /* that brings it */
  const CrLibraryCall *calls;
  gsize n_calls;
  gsize state;             /* zero */
  const char *begin, *end; /* of a part: where it lies in the program; else NULL */
} CrLibrary;

#define CR_LIBRARY_MEMBER(name) __typeof__(&name) name;
#define CR_LIBRARY_ENTRY(functions, name) {#name, (void **) &functions.name},

/* Any thread may ask. It stays loaded to the end. CR_ERROR_FAILED: it cannot be had, or lacks one
 * of its functions; no place may be used then. */
gboolean cr_library_ensure(CrLibrary *library, GError **error);

/* Loads the shared object that lies there in the program, from memory; it stays to the end. For
 * dlsym. NULL: *ret_why says why not; free with g_free. */
void *cr_library_open_part(const char *name, const char *begin, const char *end, char **ret_why);

G_END_DECLS
