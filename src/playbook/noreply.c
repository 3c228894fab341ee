#include "playbook/letter.h"

#include <string.h>

/* Local parts that nobody reads, with '-' for any separator. open: what follows does not matter, as
 * in "noreplyjobs"; otherwise the word must end there, so that "bouncer" is a person. */
static const struct {
  const char *word;
  gboolean open;
} unread[] = {
    {"noreply", TRUE},         {"no-reply", TRUE},      {"donotreply", TRUE},
    {"do-not-reply", TRUE},    {"donot-reply", TRUE},   {"do-notreply", TRUE},
    {"dontreply", TRUE},       {"dont-reply", TRUE},    {"never-reply", TRUE},
    {"no-responder", TRUE},    {"noresponder", TRUE},   {"no-responda", TRUE},
    {"ne-pas-repondre", TRUE}, {"nepasrepondre", TRUE}, {"nicht-antworten", TRUE},
    {"keine-antwort", TRUE},   {"keineantwort", TRUE},  {"notification", FALSE},
    {"notifications", FALSE},  {"notify", FALSE},       {"notifier", FALSE},
    {"mailer-daemon", FALSE},  {"mailerdaemon", FALSE}, {"postmaster", FALSE},
    {"bounce", FALSE},         {"bounces", FALSE},      {"auto-reply", FALSE},
    {"autoreply", FALSE},      {"auto-confirm", FALSE}, {"autoconfirm", FALSE},
    {"auto-mailer", FALSE},    {"automailer", FALSE},   {"automated", FALSE},
    {"unmonitored", FALSE},    {"unattended", FALSE},   {"undisclosed-recipients", FALSE},
    {"devnull", FALSE},        {"dev-null", FALSE},
};

static gboolean
begins_unread(const char *text) {
  for (guint i = 0; i < G_N_ELEMENTS(unread); i++)
    if (*text == *unread[i].word && g_str_has_prefix(text, unread[i].word) &&
        (unread[i].open || !g_ascii_isalpha(text[strlen(unread[i].word)])))
      return TRUE;
  return FALSE;
}

static gboolean
names_unread(const char *text) {
  for (const char *p = text; *p; p++)
    if ((p == text || !g_ascii_isalnum(p[-1])) && begins_unread(p))
      return TRUE;
  return FALSE;
}

/* "users.noreply.example.com", and no house of that name: "noreply.example". */
static gboolean
has_unread_label(const char *host) {
  static const char *const labels[] = {"noreply.", "no-reply."};
  for (gsize i = 0; i < G_N_ELEMENTS(labels); i++)
    for (const char *p = strstr(host, labels[i]); p; p = strstr(p + 1, labels[i]))
      if ((p == host || p[-1] == '.') && strchr(p + strlen(labels[i]), '.'))
        return TRUE;
  return FALSE;
}

gboolean
cr_address_is_noreply(const char *address) {
  const char *at = address ? strrchr(address, '@') : NULL;
  if (at == NULL || at == address)
    return TRUE;
  g_autofree char *local = g_ascii_strdown(address, at - address);
  g_strdelimit(local, "._ ", '-');
  if (names_unread(local))
    return TRUE;
  /* Of the host only a label below a house's own counts; people at a company called Notify are
   * read.
   */
  g_autofree char *host = g_ascii_strdown(at + 1, -1);
  return has_unread_label(host) || g_str_has_prefix(host, "bounce.") ||
         g_str_has_prefix(host, "bounces.");
}
