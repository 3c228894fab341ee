#pragma once
/* The modules inside the one binary, and the one symbol that each shows. The parse layer brings
 * GMime, libical, libphonenumber and ICU, the network libcurl and GIO, which take longer to load
 * than "crickets now" takes in all. So each is a module that is loaded from memory when needed. */
#include "cmd/command.h"

G_BEGIN_DECLS

typedef CrExit (*CrVerbFunc)(CrCommand *command, char **args);

typedef struct {
  const char *name;
  CrVerbFunc run;
} CrModuleVerb;

typedef struct {
  const CrModuleVerb *verbs;   /* ends with a NULL name */
  const CrIntakeClass *intake; /* of the reader, else NULL */
} CrModule;

#define CR_READER_SYMBOL "cr_reader_module"
#define CR_LIVE_SYMBOL "cr_live_module"
#define CR_SERVE_SYMBOL "cr_serve_module"
extern __attribute__((visibility("default"))) const CrModule cr_reader_module, cr_live_module,
    cr_serve_module;

G_END_DECLS
