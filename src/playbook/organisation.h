#pragma once
/* What an address tells of the organisation that its owner works for. Pure. */
#include <glib.h>

G_BEGIN_DECLS

/* "Northwind" of dana@talent.northwind.example; NULL for personal mail services and hiring
 * platforms. Free with g_free. */
char *cr_organisation_name(const char *email);
/* Whether mail from this address says nothing about its owner's organisation. */
gboolean cr_domain_is_shared(const char *domain);
/* Whether it is a hiring platform's, which writes in a company's name. */
gboolean cr_domain_is_platform(const char *domain);
/* Whether the text names the company, as a word of its own. */
gboolean cr_organisation_is_named(const char *text, const char *company);
/* Both addresses belong to one organisation. */
gboolean cr_organisation_is_same(const char *a, const char *b);

G_END_DECLS
