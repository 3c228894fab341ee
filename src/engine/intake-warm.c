/* All that reading loads only when it is first needed, and a reader in its sandbox could not load
 * any more: zones, charsets, and what the libraries make ready at their first use. */
#include "engine/intake.h"

#include <dlfcn.h>
#include <gio/gio.h>
#include <iconv.h>
#include <string.h>

#define ZONE_FOLDER "/usr/share/zoneinfo"
#define MAX_DEPTH 3

/* What is no zone there is found out by cr_zone_find. */
static void
load_zones(const char *folder, const char *stem, guint depth) {
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  for (const char *name; dir && (name = g_dir_read_name(dir));) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *id = stem ? g_strconcat(stem, "/", name, NULL) : g_strdup(name);
    if (!g_file_test(path, G_FILE_TEST_IS_DIR))
      cr_zone_find(id);
    else if (depth < MAX_DEPTH && strcmp(name, "posix") != 0 && strcmp(name, "right") != 0)
      load_zones(path, id, depth + 1);
  }
}

/* Each charset is a module beside the C library, which is named like it; it stays loaded while it
 * is open. */
static void
load_charsets(void) {
  Dl_info library;
  if (dladdr((void *) iconv_open, &library) == 0)
    return;
  g_autofree char *beside = g_path_get_dirname(library.dli_fname);
  g_autofree char *folder = g_build_filename(beside, "gconv", NULL);
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  for (const char *name; dir && (name = g_dir_read_name(dir));) {
    const char *dot = strstr(name, ".so");
    if (dot == NULL || dot[3] != '\0' || g_str_has_prefix(name, "lib"))
      continue;
    g_autofree char *charset = g_strndup(name, (gsize) (dot - name));
    iconv_open("UTF-8", charset); /* never closed */
    iconv_open(charset, "UTF-8");
  }
}

static const char plain_mail[] =
    "From: Dana <dana@example.com>\nTo: sam@example.org\nSubject: Re: our call\n"
    "Date: Mon, 16 Nov 2026 10:00:00 +0000\nMessage-ID: <plain@example.com>\n\n"
    "Hi Sam,\n\ncould we move our call to Tuesday at 2pm? My number is 020 7946 0142.\n\n"
    "Best,\nDana\n";
static const char mail[] =
    "From: =?iso-8859-2?q?Dana?= <dana@example.com>\n"
    "To: sam@example.org\n"
    "Subject: =?utf-8?b?Q2FsbA==?=\n"
    "Date: Mon, 16 Nov 2026 10:00:00 -0500\n"
    "Message-ID: <warm@example.com>\n"
    "Content-Type: multipart/mixed; boundary=b\n\n"
    "--b\nContent-Type: multipart/alternative; boundary=c\n\n"
    "--c\nContent-Type: text/plain; charset=windows-1251\nContent-Transfer-Encoding: base64\n\n"
    "SSdsbCBjYWxsIHlvdSBhdCArMSAyMTIgNTU1IDAxNDIgZXh0LiAzIG9uIFR1ZXNkYXkgYXQgMnBtIEVULg==\n"
    "--c\nContent-Type: text/html\n\n<p>I&#39;ll call on <s>Monday</s> Tuesday.</p>\n--c--\n"
    "--b\nContent-Type: text/calendar; method=REQUEST\n\n"
    "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:w@example.com\n"
    "DTSTAMP:20261116T150000Z\nDTSTART;TZID=Eastern Standard Time:20261117T140000\n"
    "DURATION:PT30M\nRRULE:FREQ=WEEKLY;COUNT=2\nSUMMARY:Call\n"
    "ORGANIZER:mailto:dana@example.com\nATTENDEE:mailto:sam@example.org\n"
    "END:VEVENT\nEND:VCALENDAR\n--b--\n";
static const char calls_xml[] =
    "<?xml version='1.0' encoding='UTF-8' ?><calls count=\"1\"><call number=\"+12125550142\" "
    "duration=\"0\" date=\"1795000000000\" type=\"3\" /></calls>";
static const char calls_json[] =
    "[{\"name\":\"x\",\"phone_number\":\"212 555 0142\",\"type\":\"MISSED\","
    "\"date\":\"2026-11-17 14:00:00\",\"duration\":\"00:00\"}]";
static const char calls_csv[] =
    "\"\",\"2125550142\",\"100\",\"in\",\"x\",\"SIP/1\",\"SIP/2\",\"Dial\",\"\","
    "\"2026-11-17 14:00:00\",\"\",\"2026-11-17 14:00:20\",20,0,\"NO ANSWER\",\"DOCUMENTATION\"\n";
static const char told[] = "{\"from\":\"+12125550142\",\"event\":\"missed\"}";

static void
read_samples(void) {
  static const struct {
    const char *text;
    CrIntakeRole role;
  } samples[] = {{mail, CR_AS_MAIL},       {plain_mail, CR_AS_MAIL},  {calls_xml, CR_AS_CALLS},
                 {calls_csv, CR_AS_CALLS}, {calls_json, CR_AS_CALLS}, {told, CR_AS_TOLD}};
  g_autoptr(CrProfile) nobody = cr_profile_new();
  nobody->zone = g_strdup("America/New_York");
  nobody->country = g_strdup("US");
  CrIntake intake;
  cr_intake_init(&intake, nobody, CR_INSTANT_NONE, CR_INSTANT_NONE, NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(samples); i++)
    cr_intake_bytes(&intake, samples[i].text, strlen(samples[i].text), "x", samples[i].role);
  cr_intake_clear(&intake);
}

void
cr_intake_warm_up(void) {
  const char *folder = g_getenv("TZDIR");
  load_zones(folder ? folder : ZONE_FOLDER, NULL, 0);
  load_charsets();
  read_samples();
}
