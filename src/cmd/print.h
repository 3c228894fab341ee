#pragma once
/* What the command prints. */
#include "engine/view.h"
#include "model/manner.h"

#include <stdio.h>

G_BEGIN_DECLS

/* One document on stdout, with a line end. Takes the reference. */
void cr_print_json(json_t *document);
/* Clocks and dates are written as in that country from here on, where a zone tells of none; or
 * NULL. */
void cr_print_for(const char *country);
CrManner cr_print_manner(const CrZone *mine);
/* "Tue 24 Nov 2026, 14:00 EST", with " (11:00 PST there)" when their clock differs. */
char *cr_print_when(CrInstant instant, const CrZone *mine, const CrZone *theirs);
/* The same of the agreed time; of a window "Tue 24 Nov 2026, 14:00 EST to 15:00 EST". */
char *cr_print_agreed(const CrInterview *interview, const CrZone *mine, const CrZone *theirs);
/* "Dana Reyes, Northwind". Free with g_free. */
char *cr_print_who(const CrInterview *interview);
/* "14:00", of an instant in a document; empty of what is none. */
char *cr_print_clock(const char *instant, const CrZone *mine);
/* How many columns of a terminal the text takes: wide letters (CJK) two, combining marks none. */
int cr_print_columns(const char *text);
/* With a heading for each day; day (may be NULL) is the one that was printed last, or G_MININT32.
 */
void cr_print_timeline(GPtrArray *rows, const CrZone *mine, CrDay *day);
void cr_print_diagnosis(const CrDiagnosis *diagnosis);
void cr_print_letter(const CrEffect *letter, const CrProfile *me);
/* Text wrapped at 78 columns, or where the terminal ends, each line indented, beyond its own
 * indentation; what follows a "- " stands below it. */
void cr_print_wrapped(const char *text, int indent);
/* One line, unless the terminal is narrower: head, then text from the column indent on; what is
 * over stands indented below. */
void cr_print_line(const char *head, const char *text, int indent);
/* A head, and from the column indent on its text, wrapped at 90 columns, or where the terminal
 * ends. */
void cr_print_entry(FILE *out, const char *head, const char *text, int indent);

G_END_DECLS
