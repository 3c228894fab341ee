#pragma once
/* The one symbol that the reader module shows. */
#include "cmd/command.h"

G_BEGIN_DECLS

#define CR_READER_SYMBOL "cr_reader_find"

typedef CrExit (*CrReaderVerbFunc)(CrCommand *command, char **args);
typedef CrReaderVerbFunc (*CrReaderFindFunc)(const char *verb);

__attribute__((visibility("default"))) CrReaderVerbFunc
cr_reader_find(const char *verb); /* NULL when it has none */

G_END_DECLS
