#pragma once
/* What is called of libxml2, which is loaded when it is first needed (base/library.h) as it brings
 * ICU with it. Documents come from strangers: nothing is fetched, and who reads one refuses a
 * document type. */
#include "base/library.h"

#include <libxml/parser.h>

G_BEGIN_DECLS

#define CR_XML_CALLS(C)                                                                            \
  C(xmlCreatePushParserCtxt)                                                                       \
  C(xmlCtxtUseOptions)                                                                             \
  C(xmlParseChunk)                                                                                 \
  C(xmlStopParser)                                                                                 \
  C(xmlFreeParserCtxt)
typedef struct {
  CR_XML_CALLS(CR_LIBRARY_MEMBER)
} CrXmlCalls;

/* A CrLibrary. wanted: as there. */
#define CR_XML_LIBRARY(wanted, calls)                                                              \
  { "libxml2.so.2", wanted, "libxml2", calls, G_N_ELEMENTS(calls), 0 }

#define CR_XML_CHUNK_BYTES 65536

/* All bytes but the end, unless the parser is stopped before. */
static inline void
cr_xml_feed(const CrXmlCalls *xml, xmlParserCtxt *parser, const char *bytes, gsize length) {
  for (gsize at = 0; at < length && !parser->disableSAX; at += CR_XML_CHUNK_BYTES)
    xml->xmlParseChunk(parser, bytes + at, (int) MIN(CR_XML_CHUNK_BYTES, length - at), 0);
}

G_END_DECLS
