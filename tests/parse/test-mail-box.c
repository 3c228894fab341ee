#include "parse/mail-box.h"

#include <string.h>

#define DATE "Thu, 19 Nov 2026 16:06:00 +0000" /* 10:06 in Chicago */
#define PIA "+13125550177"

/* What the mail tells: "KIND NUMBER MINUTES", those from the call to the mail; "-" when nothing. */
static char *
read_box(const char *from, const char *subject, const char *head, const char *text) {
  g_autofree char *bytes =
      g_strdup_printf("From: %s\nTo: ravi.menon@example.com\nDate: " DATE "\nSubject: %s\n%s\n%s\n",
                      from, subject, head, text);
  g_autoptr(CrMime) mime = cr_mime_parse(bytes, strlen(bytes), NULL);
  g_assert_nonnull(mime);
  const CrMailContext context = {
      .mine = cr_zone_find("America/Chicago"), .country = "US", .own_phone = "+13125550142"};
  g_autoptr(CrReading) mail = cr_mail_read(mime, &context);
  g_autoptr(CrCall) call = cr_mail_box_call(mime, mail, &context);
  g_assert_true(call == NULL || call->barred);
  return call ? g_strdup_printf("%s %s %d", cr_call_kind_names[call->kind], call->number,
                                (int) ((mail->date - call->at) / CR_MINUTE))
              : g_strdup("-");
}

static void
test_boxes(void) {
  static const struct {
    const char *from, *subject, *head, *text, *told;
  } rows[] = {
      {"Google Voice <voice-noreply@google.com>", "New voicemail from (312) 555-0177 at 10:03 AM",
       "", "Hi Ravi, this is Pia.", "voicemail " PIA " 3"},
      {"Google Voice <voice-noreply@google.com>", "New voicemail from (312) 555-0177", "",
       "Hi Ravi, I'll try again at 3 PM.", "voicemail " PIA " 0"},
      {"no-reply@voip.example", "New Voice Message from +1 312-555-0177 on 11/19/2026 9:58 AM", "",
       "You have a new voice message.", "voicemail " PIA " 8"},
      {"service@voip.example", "You have a new voicemail", "",
       "To: +1 312 555 0142\nFrom: Pia Lund, 13125550177\nTime: Nov 19, 2026 10:01 AM\n",
       "voicemail " PIA " 5"},
      {"asterisk@pbx.example", "[PBX]: New message 1 in mailbox 142", "",
       "You were just left a 0:23 long message in mailbox 142 from \"PIA\" <3125550177>, on "
       "Thursday, November 19, 2026 at 10:02:41 AM.",
       "voicemail " PIA " 4"},
      {"no-reply@voip.example", "Missed call from 13125550177", "", "You missed a call.",
       "missed " PIA " 0"},
      /* of the evening before, and of a time that nobody can mean */
      {"no-reply@voip.example", "Voicemail from 13125550177 at 11:30 PM", "", "",
       "voicemail " PIA " 636"},
      {"no-reply@voip.example", "Voicemail from 13125550177, November 12 at 10 AM", "", "",
       "voicemail " PIA " 0"},
      /* a person, an answer, no number, one's own, one that costs */
      {"pia.lund@woodgrove.example", "Voicemail from 312 555 0177", "", "I left you one.", "-"},
      {"no-reply@voip.example", "Re: Voicemail from 13125550177", "In-Reply-To: <a@b.example>\n",
       "", "-"},
      {"no-reply@voip.example", "New voicemail", "", "Listen on our page.", "-"},
      {"no-reply@voip.example", "New voicemail", "", "Your number: 312 555 0177", "-"},
      {"no-reply@voip.example", "New voicemail for 312-555-0142", "", "", "-"},
      {"no-reply@voip.example", "New voicemail from +1 900 555 1234", "", "", "-"},
      {"no-reply@voip.example", "Your bill", "", "Voicemail from 13125550177", "-"},
      {"", "New voicemail from 13125550177", "", "", "-"},
      {"no-reply@voip.example", "New voicemail from 13125550177",
       "Authentication-Results: mx.example.net; dmarc=fail header.from=voip.example\n", "", "-"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *told = read_box(rows[i].from, rows[i].subject, rows[i].head, rows[i].text);
    g_test_message("%s: %s", rows[i].from, rows[i].subject);
    g_assert_cmpstr(told, ==, rows[i].told);
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/mail-box/boxes", test_boxes);
  return g_test_run();
}
