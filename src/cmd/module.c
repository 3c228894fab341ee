#include "cmd/module.h"

#include "base/library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

extern const char cr_reader_part[], cr_reader_part_end[];
extern const char cr_live_part[], cr_live_part_end[];
extern const char cr_serve_part[], cr_serve_part_end[];

static const CrModule *
load(const char *part, const char *end, const char *symbol) {
  g_autofree char *why = NULL;
  void *module = cr_library_open_part(symbol, part, end, &why);
  if (module == NULL) {
    cr_command_complain("a part of the program cannot be loaded: %s", why);
    return NULL;
  }
  return dlsym(module, symbol);
}

static const CrModule *reader_module;

static void
load_reader(void) {
  reader_module = load(cr_reader_part, cr_reader_part_end, CR_READER_SYMBOL);
}

static const CrModule *
reader(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load_reader);
  return reader_module;
}

const CrIntakeClass *
cr_command_intake(void) {
  const CrModule *module = reader();
  return module ? module->intake : NULL;
}

static const CrModule *
module_of(CrPart part) {
  switch (part) {
  case CR_PART_LIVE:
    return load(cr_live_part, cr_live_part_end, CR_LIVE_SYMBOL);
  case CR_PART_SERVE:
    return load(cr_serve_part, cr_serve_part_end, CR_SERVE_SYMBOL);
  case CR_PART_LIGHT:
  case CR_PART_READER:
    return reader();
  }
  return NULL;
}

CrExit
cr_module_run(CrPart part, const char *verb, CrCommand *command, char **args) {
  const CrModule *module = module_of(part);
  for (const CrModuleVerb *v = module ? module->verbs : NULL; v && v->name; v++)
    if (strcmp(v->name, verb) == 0)
      return v->run(command, args);
  return CR_EXIT_FAILED;
}
