#pragma once
/* What an address tells of the organisation that its owner works for. Pure. */
#include <glib.h>

G_BEGIN_DECLS

/* "Northwind" of dana@talent.northwind.example; NULL for personal mail services and hiring
 * platforms. Free with g_free. */
char *cr_organisation_name(const char *email);
/* Whether mail from this address says nothing about its owner's organisation. */
gboolean cr_domain_is_shared(const char *domain);
/* The same of an address: those who work at a hiring platform's own company are of its house. */
gboolean cr_address_is_shared(const char *address);
/* Whether it is one of these, or below it. */
gboolean cr_domain_is_among(const char *domain, const char *const *names);
/* Whether it is a hiring platform's, which writes in a company's name. */
gboolean cr_domain_is_platform(const char *domain);
/* The same of an address, but for those who work there: jane.doe@hubspot.com, and under that name
 * (NULL: not known) jdoe@hubspot.com. */
gboolean cr_address_is_platform(const char *address, const char *name);
/* Whether everybody's calendar writes from it, of the events of whoever organizes them; a
 * platform's, too. */
gboolean cr_address_is_calendar(const char *address);
/* Whether the name is the program's that writes from that address: "Google Calendar", "Calendly",
 * "Cal.com". */
gboolean cr_name_is_program(const char *name, const char *address);
/* Whom the text of a booking page or a calendar names as the organizer, in a line of its own or
 * below that label, and who is not the reader. Free with g_free; NULL when it names nobody. */
char *cr_named_organizer(const char *text, const char *own_name);
/* Whether the text names the company, as a word of its own; how it is spaced and accented and the
 * legal form do not count: "Contoso Foods" is the "Contosofoods" of an address. */
gboolean cr_organisation_is_named(const char *text, const char *company);
/* "inc", "gmbh", … of a company's name, in lower case. */
gboolean cr_organisation_is_legal_form(const char *word);
/* Whether an address of a hiring platform is the company's there: contoso@myworkday.com,
 * no-reply@contoso.greenhouse.io, no-reply+contoso@ashbyhq.com. */
gboolean cr_platform_names(const char *address, const char *company);
/* Both addresses belong to one organisation. */
gboolean cr_organisation_is_same(const char *a, const char *b);

G_END_DECLS
