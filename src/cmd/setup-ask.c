/* What the verb setup asks on the terminal. */
#include "cmd/setup.h"

#include "engine/discover.h"

#include <string.h>
#include <termios.h>
#include <unistd.h>

char *
cr_setup_ask(const char *question, const char *current) {
  char line[512];
  printf("%s%s%s%s: ", question, current ? " [" : "", current ? current : "", current ? "]" : "");
  fflush(stdout);
  if (fgets(line, sizeof line, stdin) == NULL) {
    putchar('\n');
    return g_strdup(current);
  }
  g_strstrip(line);
  return g_strdup(*line ? line : current);
}

gboolean
cr_setup_confirm(const char *question, gboolean otherwise) {
  g_autofree char *asked = g_strdup_printf("%s (%s)", question, otherwise ? "Y/n" : "y/N");
  g_autofree char *answer = cr_setup_ask(asked, NULL);
  return answer ? g_ascii_tolower(*answer) == 'y' : otherwise;
}

char *
cr_setup_mend_address(char *address) {
  g_autofree char *meant = address ? cr_discover_meant(address) : NULL;
  g_autofree char *question = meant ? g_strdup_printf("Did you mean %s", meant) : NULL;
  if (meant == NULL || !isatty(STDIN_FILENO) || !cr_setup_confirm(question, TRUE))
    return address;
  g_free(address);
  return g_steal_pointer(&meant);
}

char *
cr_setup_read_secret(FILE *in) {
  char line[8192];
  char *secret = NULL;
  if (fgets(line, sizeof line, in)) {
    line[strcspn(line, "\r\n")] = '\0';
    secret = *line ? g_strdup(line) : NULL;
  }
  explicit_bzero(line, sizeof line);
  return secret;
}

/* Not shown while it is typed, not even by a hand that answers as soon as it is asked. */
char *
cr_setup_ask_secret(const char *user) {
  struct termios before, silent;
  if (tcgetattr(STDIN_FILENO, &before) != 0)
    return NULL;
  silent = before;
  silent.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  printf("Password of %s: ", user ? user : "it");
  fflush(stdout);
  char *secret = cr_setup_read_secret(stdin);
  tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
  putchar('\n');
  return secret;
}
