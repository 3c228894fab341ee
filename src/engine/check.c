#include "engine/check.h"

#include "base/error.h"
#include "base/text.h"
#include "engine/apart.h"
#include "engine/clock.h"
#include "engine/hook.h"
#include "engine/instance.h"
#include "engine/lock.h"
#include "engine/pause.h"
#include "engine/status.h"
#include "engine/zones.h"
#include "playbook/letter-words.h"

#include <string.h>

/* Zone data change several times a year, often weeks before they count. */
#define OLD_ZONES_DAYS 200
/* Of a phone that told of calls before. */
#define SILENT_DAYS 14

const char *const cr_check_result_names[] = {"fine", "caution", "bad", NULL};

static void
check_free(gpointer data) {
  CrCheck *check = data;
  g_free(check->about);
  g_free(check->name);
  g_free(check->text);
  g_free(check->remedy);
  g_free(check);
}

GPtrArray *
cr_check_list_new(void) {
  return g_ptr_array_new_with_free_func(check_free);
}

void
cr_check_add(GPtrArray *checks, const char *about, const char *name, CrCheckResult result,
             const char *remedy, const char *format, ...) {
  va_list args;
  va_start(args, format);
  g_autofree char *text = g_strdup_vprintf(format, args);
  va_end(args);
  CrCheck *check = g_new0(CrCheck, 1);
  *check = (CrCheck){g_strdup(about), g_strdup(name), result, cr_text_line(text, 400),
                     result == CR_CHECK_FINE ? NULL : g_strdup(remedy)};
  g_ptr_array_add(checks, check);
}

gboolean
cr_check_passed(const GPtrArray *checks) {
  for (guint i = 0; i < checks->len; i++)
    if (((CrCheck *) checks->pdata[i])->result == CR_CHECK_BAD)
      return FALSE;
  return TRUE;
}

/* Reading */

void
cr_check_reading(GPtrArray *checks) {
  gboolean filtered = FALSE;
  g_autoptr(GError) error = NULL;
  if (!cr_apart_probe(&filtered, &error))
    cr_check_add(checks, "machine", "reading", CR_CHECK_BAD,
                 "is /proc mounted, and may this user start processes?", "%s", error->message);
  else if (filtered)
    cr_check_add(checks, "machine", "reading", CR_CHECK_FINE, NULL,
                 "what strangers wrote is read in processes that can do nothing else");
  else
    cr_check_add(checks, "machine", "reading", CR_CHECK_CAUTION,
                 "let the container or kernel use seccomp filters",
                 "what strangers wrote is read in processes of their own, but limits alone confine "
                 "them: the kernel takes no filter here");
}

/* The candidate */

static void
check_number(GPtrArray *checks, const CrProfile *p, const CrIntakeClass *intake) {
  static const char remedy[] =
      "crickets setup profile: write it with its country code, as +1 312 555 0142";
  g_autofree char *phone = cr_words_phone(p->phone);
  if (p->phone == NULL)
    cr_check_add(checks, "you", "phone number", CR_CHECK_CAUTION, remedy,
                 "none is known: a mistyped one in an invite cannot be noticed");
  else if (!intake->number(p->phone, p->country))
    cr_check_add(checks, "you", "phone number", CR_CHECK_BAD, remedy,
                 "%s is no number that can be called", p->phone);
  else
    cr_check_add(checks, "you", "phone number", CR_CHECK_FINE, NULL, "%s", phone);
}

void
cr_check_profile(GPtrArray *checks, const CrProfile *p, const CrIntakeClass *intake) {
  const char *email = p->emails ? p->emails[0] : NULL;
  cr_check_add(checks, "you", "name", p->name && *p->name ? CR_CHECK_FINE : CR_CHECK_BAD,
               "crickets setup profile", "%s",
               p->name && *p->name ? p->name : "none: letters could not be signed");
  cr_check_add(checks, "you", "e-mail address", email ? CR_CHECK_FINE : CR_CHECK_BAD,
               "crickets setup profile", "%s",
               email ? email : "none: your mail could not be told from theirs");
  check_number(checks, p, intake);
  const CrZone *zone = cr_zone_find(p->zone);
  cr_check_add(checks, "you", "time zone", zone ? CR_CHECK_FINE : CR_CHECK_BAD,
               "crickets setup profile: a name such as America/Chicago", "%s",
               zone ? p->zone : "none: times would be shown in UTC");
  cr_check_add(
      checks, "you", "country", p->country && *p->country ? CR_CHECK_FINE : CR_CHECK_CAUTION,
      "crickets setup profile: two letters, such as US", "%s",
      p->country && *p->country ? p->country : "none: numbers without a country code stay unread");
}

/* The machine */

static void
check_clock(GPtrArray *checks, const CrClock *clock, const char *pause) {
  static const char remedy[] = "switch on time synchronisation: timedatectl set-ntp true";
  if (pause)
    cr_check_add(checks, "machine", "clock", CR_CHECK_BAD,
                 "if it is right: crickets doctor --confirm", "%s", pause);
  else if (clock->synced)
    cr_check_add(checks, "machine", "clock", CR_CHECK_FINE, NULL, "kept right by the network");
  else
    cr_check_add(checks, "machine", "clock", CR_CHECK_CAUTION, remedy, "nothing keeps it right");
}

/* "2025b" is of 2025; the letter counts the releases of that year. */
static void
check_zones(GPtrArray *checks, CrInstant now) {
  g_autofree char *version = cr_zones_version();
  gint64 year = g_ascii_strtoll(version, NULL, 10);
  gint64 days = (now - cr_zones_changed_at()) / CR_DAY_USEC;
  gboolean old =
      days > OLD_ZONES_DAYS || (year > 1990 && year < cr_zone_wall(cr_zone_utc(), now).year - 1);
  cr_check_add(checks, "machine", "time zone data", old ? CR_CHECK_CAUTION : CR_CHECK_FINE,
               "update the package tzdata: several places have changed their clocks since",
               "version %s", version);
}

/* unwritable: NULL when it takes what is written. */
static void
check_database(GPtrArray *checks, const char *uri, const char *pause, const GError *unwritable) {
  if (unwritable) {
    cr_check_add(checks, "machine", "database", CR_CHECK_BAD,
                 "make room on its disk, or let it be written: until then nothing new is kept",
                 "%s", unwritable->message);
    return;
  }
  cr_check_add(checks, "machine", "database", pause ? CR_CHECK_BAD : CR_CHECK_FINE,
               "when it is the one to use from now on: crickets doctor --confirm", "%s",
               pause ? pause : uri);
}

static void
check_keeper(GPtrArray *checks, const char *uri) {
  gboolean running = cr_lock_is_taken(uri);
  cr_check_add(checks, "machine", "keeper", running ? CR_CHECK_FINE : CR_CHECK_CAUTION,
               "start it: crickets watch, or systemctl --user enable --now crickets", "%s",
               running ? "is running" : "is not running: nobody watches the clock");
}

static gboolean
has_kind(GPtrArray *connections, CrConnectionKind kind) {
  for (guint i = 0; i < connections->len; i++)
    if (((CrConnection *) connections->pdata[i])->kind == kind)
      return TRUE;
  return FALSE;
}

static void
check_sending(GPtrArray *checks, const CrPolicy *policy, GPtrArray *connections) {
  gboolean sends =
      has_kind(connections, CR_CONNECTION_SMTP) || has_kind(connections, CR_CONNECTION_SENDMAIL);
  gboolean reads = has_kind(connections, CR_CONNECTION_IMAP);
  if (!policy->autopilot)
    cr_check_add(checks, "machine", "sending", CR_CHECK_FINE, NULL,
                 "is off: letters are drafted, and you send them");
  else if (!sends || !reads)
    cr_check_add(checks, "machine", "sending", CR_CHECK_BAD,
                 sends ? "crickets setup mail" : "crickets setup send",
                 "is switched on, but there is %s: letters stay with you",
                 sends ? "no mailbox to look into before" : "no way to send");
  else
    cr_check_add(checks, "machine", "sending", CR_CHECK_FINE, NULL, "is switched on");
}

/* "for 7 min", "for 3 h", "for 2 days"; NULL: not yet a minute. */
static char *
how_long(CrInstant since, CrInstant now) {
  gint64 minutes = MAX((now - since) / CR_MINUTE, 0);
  const struct {
    gint64 minutes;
    const char *unit;
  } units[] = {{24 * 60, "days"}, {60, "h"}, {1, "min"}};
  for (gsize i = 0; i < G_N_ELEMENTS(units); i++)
    if (minutes >= (i < 2 ? 2 : 1) * units[i].minutes)
      return g_strdup_printf("for %" G_GINT64_FORMAT " %s", minutes / units[i].minutes,
                             units[i].unit);
  return NULL;
}

static gboolean
check_doings(GPtrArray *checks, CrStore *store, const GPtrArray *connections, CrInstant now,
             GError **error) {
  g_autoptr(GPtrArray) list = cr_status_failing(store, connections, error);
  for (guint i = 0; list && i < list->len; i++) {
    const CrFailing *failing = list->pdata[i];
    g_autofree char *span = how_long(failing->status->failing_since, now);
    cr_check_add(checks, failing->about, failing->what, CR_CHECK_BAD,
                 "see the steps of this connection below", "%s%s: %s",
                 span ? "has failed " : "has just failed", span ? span : "",
                 failing->status->last_error);
  }
  return list != NULL;
}

void
cr_check_phones(GPtrArray *checks, const GPtrArray *hooks, CrInstant now) {
  static const char remedy[] = "send a test from it: docs/phone.md";
  for (guint i = 0; i < hooks->len; i++) {
    const CrHook *hook = hooks->pdata[i];
    gint64 days = hook->last == CR_INSTANT_NONE ? 0 : (now - hook->last) / CR_DAY_USEC;
    if (hook->last == CR_INSTANT_NONE)
      cr_check_add(checks, hook->name, "phone", CR_CHECK_CAUTION, remedy,
                   "has told of no call yet");
    else if (days < 2)
      cr_check_add(checks, hook->name, "phone", CR_CHECK_FINE, remedy,
                   days < 1 ? "was heard within the last day" : "was heard a day ago");
    else
      cr_check_add(checks, hook->name, "phone",
                   days > SILENT_DAYS ? CR_CHECK_CAUTION : CR_CHECK_FINE, remedy,
                   "was heard %" G_GINT64_FORMAT " days ago", days);
  }
}

/* Whether something is kept that is written: what nobody needs. */
static gboolean
keeps(CrStore *store, gint64 account, CrInstant now, GError **error) {
  return cr_store_begin(store, account, TRUE, error) &&
         cr_store_end(store, cr_store_set_number(store, "examined", now, error), error);
}

gboolean
cr_check_machine(GPtrArray *checks, CrStore *store, gint64 account, const char *uri,
                 const CrPolicy *policy, GPtrArray *connections, CrInstant now, GError **error) {
  CrClock clock = cr_clock_read();
  CrHome home = {0};
  g_autoptr(GError) local = NULL, unwritable = NULL;
  if ((!keeps(store, account, now, &unwritable) ||
       !cr_store_find_home(store, now, &home, &unwritable)) &&
      !g_error_matches(unwritable, CR_ERROR, CR_ERROR_UNWRITABLE)) {
    g_propagate_error(error, g_steal_pointer(&unwritable));
    return FALSE;
  }
  if (!cr_store_begin(store, account, FALSE, error))
    return FALSE;
  g_autofree char *of_clock = cr_pause_get(store, CR_PAUSE_CLOCK, &local);
  g_autofree char *of_copy = local ? NULL : cr_pause_get(store, CR_PAUSE_COPY, &local);
  g_autofree char *of_move = local ? NULL : cr_pause_get(store, CR_PAUSE_MOVED, &local);
  if (local == NULL)
    check_doings(checks, store, connections, now, &local);
  cr_store_rollback(store);
  if (local) {
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
  }
  check_clock(checks, &clock, of_clock);
  check_zones(checks, now);
  check_database(checks, uri,
                 home.copy ? "it is a restored backup or a copy: nothing is sent from it"
                 : of_copy ? of_copy
                           : of_move,
                 unwritable);
  check_keeper(checks, uri);
  check_sending(checks, policy, connections);
  return TRUE;
}
