#pragma once
/* The PostgreSQL that with_postgres.py started. */
#include <glib.h>

G_BEGIN_DECLS

/* As its superuser. Free with g_free. */
char *server_uri(const char *database);
/* Makes the database, a copy of template, and returns its URI. Free with g_free. */
char *server_make_database(const char *name, const char *template);

G_END_DECLS
