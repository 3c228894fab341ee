/* What a person's words say of why the call did not come. */
#include "playbook/cues.h"
#include "playbook/diagnosis.h"

#include <string.h>

static const struct {
  const char *text, *kinds; /* all that are found, in order, each with a space behind it */
} cases[] = {
    {"What is the best number to reach you?", "number-asked "},
    {"I don't have your phone number, could you send it?", "number-asked "},
    {"My number is below; call me if you need anything.", ""},
    {"I tried to call you twice at 2 but it went straight to voicemail.", "tried-to-reach "},
    {"I couldn\342\200\231t\nreach you on the number you gave.", "tried-to-reach "},
    {"I rang at eleven but your phone seems to be switched off.", "tried-to-reach "},
    {"I was in A&E with my little boy who broke his arm.", "ill "},
    {"No need for another call: I am thrilled to offer you the role of Product Manager.", "offer "},
    {"Rang you at two, no answer.", "tried-to-reach "},
    {"I dialed the number in your application, but a different person answered.",
     "tried-to-reach number-asked "},
    {"I should have called you at two, I am sorry.", ""},
    {"Apologies that nobody called you this morning.", ""},
    {"Sorry that no one called you.", ""},
    {"No answer when I called, so I'll try later.", "tried-to-reach "},
    {"Unfortunately I was stuck in an all-hands.", "running-late "},
    {"I got pulled into a production incident.", "running-late "},
    {"My previous meeting ran over.", "running-late "},
    {"I was double-booked this afternoon.", "running-late "},
    {"I lost track of time, sorry.", "running-late "},
    {"I am in back-to-back meetings tomorrow.", ""},
    {"I'll be tied up in meetings until four.", ""},
    {"I have taken over the role from Dana.", "handed-over "},
    {"Dana has moved to another team.", "handed-over "},
    {"Dana has moved on, and I'm looking after her candidates.", "handed-over "},
    {"The team has moved on with others.", ""},
    {"Paul is no longer with Lucerne Publishing.", "handed-over "},
    {"I am no longer available on Thursday.", ""},
    {"Got your voicemail, thank you.", ""},
    {"Your mailbox is full, so I could not leave a message.", "tried-to-reach "},
    {"I'll try to call you at 3.", ""},
    {"We tried to schedule a call with you.", ""},
    {"I had you down for 3 PM today, not 2.", "time-asked "},
    {"Did we get our wires crossed?", "time-asked "},
    {"Oh no, I thought we said Wednesday!", "time-asked "},
    {"My mistake, I looked at the wrong week.", "time-asked "},
    {"I had it in my calendar as 2 PM Pacific.", "time-asked "},
    {"My assistant put the call on my calendar for Thursday.", "time-asked "},
    {"The invite never made it into my calendar.", "time-asked "},
    {"I put it down as Wednesday, sorry.", "time-asked "},
    {"Wasn't our call at 3?", "time-asked "},
    {"I've booked us in for Tuesday at 11.", ""},
    {"My calendar is full on Thursday.", ""},
    {"I'm gutted as I thought you were terrific.", ""},
    {"I mixed up our times, the clocks changed here.", "time-asked "},
    {"I was waiting for you to call me.", "time-asked "},
    {"We are running an hour behind today.", ""},
    {"Looking forward to our call on Tuesday at 2.", ""},
    {"Just to make sure we are speaking at 2 PM.", ""},
    {"My daughter got sick and I had to pick her up from school.", "ill "},
    {"Dana is out sick today.", "ill "},
    {"I was home with the flu.", "ill "},
    {"She had a family emergency.", "ill "},
    {"There was a death in the family.", "ill "},
    {"There was an emergency at home.", "ill "},
    {"I caught covid.", "ill "},
    {"I'll be out on Thursday for a dentist appointment.", ""},
    {"I was stuck at the airport.", "out-said "},
    {"A client emergency came up.", ""},
    {"I deleted it by accident.", ""},
    {"We hire nurses for the General Hospital role.", ""},
    {"Sorry, I was out of the office yesterday.", "out-said "},
    {"My flight was cancelled and I was stranded in Denver.", "out-said "},
    {"I'll be out Thursday and Friday.", ""},
    {"The position has been closed.", "posting-gone "},
    {"The job Data Engineer at Northwind is no longer accepting applications.", "posting-gone "},
    {"The job is open until filled.", ""},
    {"We are delighted to offer you the position of Data Engineer.", "offer "},
    {"We would like to extend you an offer.", "offer "},
    {"We are happy to offer you another slot for the Data Engineer role.", "new-time "},
    {"I will send you new times tomorrow.", "new-time "},
    {"We'll be in touch to reschedule.", "new-time "},
    {"We won't reschedule.", ""},
    {"Please ignore my last mail, it was meant for somebody else.", "taken-back "},
    {"Please disregard the calendar invite.", ""},
    {"The invite was sent by mistake.", ""},
    {"I am back on the 24th.", "back-on "},
    {"Let me get back on that.", ""},
    {"What was sent to you in error you should delete.", ""},
    {"The call is back on.", "taken-back "},
    {"Our call on Wednesday about Product Owner stands of course.", "stands "},
    {"Thursday's interview goes ahead as planned.", "stands "},
    {"We speak on Monday, as agreed.", "stands "},
    {"We will not keep our call on Wednesday.", ""},
    {"After your interview we decided to go ahead with another candidate.", ""},
    {"We would like to keep the conversation open for other roles.", ""},
    {"Whether our call stands I cannot say yet.", ""},
    {"We're back on for Thursday!", "taken-back "},
    {"It's on after all.", "taken-back "},
    {"We are pleased to offer you an interview for the role.", ""},
    {"We are unable to extend you an offer.", ""},
    {"I have accepted another offer and would like to withdraw my application.", "withdraw "},
    {"I'm no longer available for this role.", "withdraw "},
    {"Is the position no longer available?", "posting-gone "},
    {"I am no longer available on Tuesday; may we move the call?", ""},
    {"I am happy to accept your offer.", ""},
    {"I have to cancel both calls this week.", "off-both "},
    {"I have to cancel our two calls, sorry.", "off-both "},
    {"Unfortunately both of our calls are off.", "off-both "},
    {"I can't make either of them this week.", "off-both "},
    {"I have to cancel both, sorry.", "off-both "},
    {"Both interviews had to be cancelled.", "off-both "},
    {"Neither call can go ahead.", "off-both "},
    {"I have to cancel all of our calls.", "off-all "},
    {"I need to move our calls to next week.", "off-all "},
    {"All our interviews are cancelled.", "off-all "},
    {"I have to cancel one of our two calls.", ""},
    {"I have to cancel the first of both calls.", ""},
    {"I enjoyed both calls, but have to cancel the third.", ""},
    {"I have to cancel our call, as both of us are away.", ""},
    {"Both teams are off this week, so I have to cancel our call.", ""},
    {"I have to cancel; the other two calls stand.", ""},
    {"I'll call you on Friday, after our meetings.", ""},
    {"I am back and will call you tomorrow afternoon.", "back "},
    {"I am back and will call you.", "back "},
    {"I'm back in the office.", "back "},
    {"I will be your contact again.", "back "},
    {"I will call you when I am back.", ""},
    {"I'll be back on Monday.", "back-on "},
    {"I'm back in the office on Monday.", "back back-on "},
    {"I'm back in the office tomorrow.", "back back-on "},
    {"I'm back at my desk from Thursday and will call you.", "back back-on "},
    {"I will be back at work next week.", "back-on "},
    {"I return to the office on the 30th.", "back-on "},
    {"I'm returning on Tuesday.", "back-on "},
    {"Omar will be back on Monday.", ""},
    {"I'll get back to you on Monday.", ""},
    {"I'll be back to you on Monday.", ""},
    {"I am back at my desk and will call you on Monday.", "back "},
    {"If I am back on Monday, we can talk then.", ""},
    {"I'll ring you at 4 about my part.", "another-call "},
    {"After your call with Pia I'll ring you as well.", "another-call "},
    {"I'd like to speak with you separately.", "another-call "},
    {"I will also call you on Friday.", "another-call "},
    {"I'll ring you at 4 about your part in it.", ""},
    {"If you like, I'll also call you.", ""},
    {"I'll ring you on Friday instead, as well.", ""},
    {"I was ill. Also, my calendar says Wednesday.", "ill time-asked "},
    {"", ""},
    {NULL, ""},
};

static void
note(const char *kind, const char *quote, gpointer data) {
  static const char *const in_many_a_mail[] = {CR_CUE_REFUSES,
                                               CR_CUE_INSTEAD,
                                               CR_CUE_OTHER_BUSINESS,
                                               CR_CUE_NO_TOPIC,
                                               CR_CUE_PRIVATE_CALL,
                                               CR_CUE_OWN_OFF,
                                               CR_CUE_KEEPS,
                                               CR_CUE_CANNOT_NOW,
                                               CR_CUE_WILL_WRITE,
                                               CR_CUE_CALLING_NOW,
                                               NULL};
  static const char *const no_evidence[] = {CR_CUE_OFFER,
                                            CR_CUE_WITHDRAW,
                                            CR_CUE_NEW_TIME,
                                            CR_CUE_TAKEN_BACK,
                                            CR_CUE_STANDS,
                                            CR_CUE_OFF_BOTH,
                                            CR_CUE_OFF_ALL,
                                            CR_CUE_BACK,
                                            CR_CUE_BACK_ON,
                                            CR_CUE_ANOTHER_CALL,
                                            NULL};
  if (g_strv_contains(in_many_a_mail, kind))
    return;
  g_assert_true(cr_evidence_known(kind) || g_strv_contains(no_evidence, kind));
  g_assert_cmpstr(quote, !=, "");
  g_assert_null(strchr(quote, '\n'));
  g_string_append_printf(data, "%s ", kind);
}

static void
test_other_business(void) {
  static const char *const others[] = {
      "Your dental check-up is confirmed for Thursday at 2.",
      "The appointment about your savings account: Monday, counter 4.",
      "Your meeting with Asha's teacher is in Room 6.", "The plumber will arrive on Thursday at 2.",
      NULL};
  static const char *const private_calls[] = {
      "Your telephone mortgage appointment with our adviser Dean is confirmed for Wednesday at 10.",
      "I will call you on Wednesday at 15:00 to talk about Leo's maths homework.",
      "The nurse will ring on Monday at 9 with your blood results.",
      "Your claims handler, Joy, will call you about your claim on Friday at 2.", NULL};
  static const char *const recruiters[] = {
      "I will call you on Thursday at 10:00 to go through your test results.",
      "I will call you at 10. What is your policy on remote days, by the way?",
      "I will call you on Thursday at 10:00 to talk about Ben's report.", NULL};
  static const char *const calls[] = {
      "This confirms your meeting with our dental team.",
      "Your meeting with our Head of Data at our branch is on Thursday.",
      "Intro with Mira, who runs our pensions, on Thursday at 2.", NULL};
  for (guint i = 0; others[i]; i++)
    g_assert_true(cr_cues_have(others[i], CR_CUE_OTHER_BUSINESS));
  for (guint i = 0; calls[i]; i++)
    g_assert_false(cr_cues_have(calls[i], CR_CUE_OTHER_BUSINESS));
  for (guint i = 0; private_calls[i]; i++)
    g_assert_true(cr_cues_have(private_calls[i], CR_CUE_PRIVATE_CALL));
  for (guint i = 0; recruiters[i]; i++)
    g_assert_false(cr_cues_have(recruiters[i], CR_CUE_PRIVATE_CALL));
}

static void
test_kinds(void) {
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GString) found = g_string_new(NULL);
    g_test_message("%s", cases[i].text ? cases[i].text : "(nothing)");
    cr_cues_find(cases[i].text, note, found);
    g_assert_cmpstr(found->str, ==, cases[i].kinds);
    g_auto(GStrv) kinds = g_strsplit(cases[i].kinds, " ", -1);
    for (char **kind = kinds; *kind; kind++)
      g_assert_true(**kind == '\0' || cr_cues_have(cases[i].text, *kind));
  }
}

static void
take_quote(const char *kind, const char *quote, gpointer data) {
  if (strcmp(kind, "ill") == 0)
    *(char **) data = g_strdup(quote);
}

/* The sentence is quoted, and no other. */
static void
test_quote(void) {
  g_autofree char *quote = NULL;
  cr_cues_find("Hi Alex. I am so sorry, I was ill today. Talk soon!", take_quote, &quote);
  g_assert_cmpstr(quote, ==, "I am so sorry, I was ill today.");
}

static void
test_refuses(void) {
  static const struct {
    const char *text;
    gboolean refuses;
  } mails[] = {
      {"Dear Mr Gruber, thank you, noted.", FALSE},
      {"Not a bother, talk then.", FALSE},
      {"Don't worry, that is fine.", FALSE},
      {"No problem at all. Thank you for your time.", FALSE},
      {"Thank you for the opportunity, I appreciate it.", FALSE},
      {"No problem, but I can't make it.", TRUE},
      {"Thank you, I have to decline.", TRUE},
      {"I\342\200\231m no longer looking.", TRUE},
      {"Let\342\200\231s scrap tomorrow.", TRUE},
      {"Could we find another time?", TRUE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(mails); i++)
    if (cr_cues_have(mails[i].text, CR_CUE_REFUSES) != mails[i].refuses)
      g_error("%s", mails[i].text);
}

/* Whoever calls in somebody's place makes the known call. */
static void
test_instead(void) {
  static const struct {
    const char *text;
    gboolean instead;
  } mails[] = {
      {"I will call you on Friday in Pia's place.", TRUE},
      {"I will call you on Friday in Pia Lund\342\200\231s absence.", TRUE},
      {"I will call you on Friday, in her place.", TRUE},
      {"In the absence of Pia I will call you on Friday.", TRUE},
      {"All is in place; I will call you on Friday.", FALSE},
      {"I will call you on Friday in the afternoon.", FALSE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(mails); i++)
    if (cr_cues_have(mails[i].text, CR_CUE_INSTEAD) != mails[i].instead)
      g_error("%s", mails[i].text);
}

int
main(int argc, char *argv[]) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/cues/kinds", test_kinds);
  g_test_add_func("/cues/other-business", test_other_business);
  g_test_add_func("/cues/quote", test_quote);
  g_test_add_func("/cues/refuses", test_refuses);
  g_test_add_func("/cues/instead", test_instead);
  return g_test_run();
}
