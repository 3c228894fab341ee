#include "server.h"

#include <libpq-fe.h>

char *
server_uri(const char *database) {
  g_auto(GStrv) parts = g_strsplit(g_getenv("CR_TEST_POSTGRES"), "%s", 2);
  return g_strconcat(parts[0], database, parts[1], NULL);
}

char *
server_make_database(const char *name, const char *template) {
  g_autofree char *server = server_uri("postgres");
  g_autofree char *create = g_strdup_printf("CREATE DATABASE \"%s\" TEMPLATE %s", name, template);
  PGconn *connection = PQconnectdb(server);
  PQclear(PQexec(connection, create));
  if (*PQerrorMessage(connection))
    g_error("%s", PQerrorMessage(connection));
  PQfinish(connection);
  return server_uri(name);
}
