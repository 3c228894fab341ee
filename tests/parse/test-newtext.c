#include "parse/mail.h"

#include <string.h>

static const struct {
  const char *name, *body, *text, *quote, *signature;
  gboolean first; /* answers no other */
} rows[] = {
    {"plain", "Hi Sam,\n\nlet's talk.\n", "Hi Sam,\n\nlet's talk.", NULL, NULL},
    {"nested and trailing quote", "Yes.\n\n> > old\n> newer\n", "Yes.", "old\nnewer", NULL},
    {"inline answers", "> Thursday?\n\nWorks.\n\n> By phone?\n\nYes, please.",
     "Works.\n\nYes, please.", "Thursday?\n\nBy phone?", NULL},
    {"wrapped attribution",
     "New.\n\nOn Wed, Nov 18, 2026 at 2:11 PM A Very Long Name "
     "<a.very.long.name@example.com>\nwrote:\n\n"
     "Old without marks.",
     "New.", "Old without marks.", NULL},
    {"bottom posting", "On Mon, Nov 16, 2026, Sam wrote:\n> Old.\n\nNew below.", "New below.",
     "Old.", NULL},
    {"French", "Oui.\n\nLe mar. 17 nov. 2026 à 10:22, Sam <s@example.com> a écrit :\n> Vieux",
     "Oui.", "Vieux", NULL},
    {"German", "Ja.\n\nAm 17.11.26 um 12:10 schrieb Sam Doe:\n> alt", "Ja.", "alt", NULL},
    {"Original Message", "New.\n\n-----Original Message-----\nFrom: Sam\nOld.", "New.",
     "From: Sam\nOld.", NULL},
    {"underscore bar",
     "New.\n________________________________\nFrom: Sam <s@example.com>\nSent: Monday\nTo: "
     "Dana\nSubject: x\n\nOld.",
     "New.", "From: Sam <s@example.com>\nSent: Monday\nTo: Dana\nSubject: x\n\nOld.", NULL},
    {"bold block", "New.\n\n*From:* Sam\n*Sent:* Monday\n*To:* Dana\n*Subject:* x\n\nOld.", "New.",
     "*Sent:* Monday\n*To:* Dana\n*Subject:* x\n\nOld.", NULL},
    {"forwarded only", "---------- Forwarded message ---------\nFrom: Sam\n\nAll of it.",
     "From: Sam\n\nAll of it.", NULL, NULL},
    {"only a quote", "> all\n> quoted", "all\nquoted", NULL, NULL},
    {"reply above", "Thanks!\n\n##- Please type your reply above this line -##\n\nTicket text",
     "Thanks!", "Ticket text", NULL},
    {"begins in English", "See below.\n\nBegin forwarded message:\n\nFrom: Sam\nOld.", "See below.",
     "From: Sam\nOld.", NULL},
    {"begins in German", "Siehe unten.\n\nAnfang der weitergeleiteten Nachricht:\n\nVon: Sam\nAlt.",
     "Siehe unten.", "Von: Sam\nAlt.", NULL},
    {"begins in French", "Voir.\n\nDébut du message réexpédié :\n\nDe: Sam\nVieux.", "Voir.",
     "De: Sam\nVieux.", NULL},
    {"a bullet is none", "* Reply above all to Sam.\n* Call me.",
     "* Reply above all to Sam.\n* Call me.", NULL, NULL},
    {"delimiter", "New.\n-- \nDana\n+1 212-555-0101", "New.", NULL, "--\nDana\n+1 212-555-0101"},
    {"closing and name", "New.\n\nBest regards,\nDana Reyes\nTalent Partner\nNorthwind", "New.",
     NULL, "Best regards,\nDana Reyes\nTalent Partner\nNorthwind"},
    {"thanks as text", "Thanks for the call.\nI will be in touch.",
     "Thanks for the call.\nI will be in touch.", NULL, NULL},
    {"a postscript between name and card",
     "New.\n\nBest,\nDana\n\nP.S. Gate B, not gate A.\n\nDana Reyes | Talent Partner | 212 555 "
     "0101",
     "New.\n\nP.S. Gate B, not gate A.", NULL,
     "Best,\nDana\n\nDana Reyes | Talent Partner | 212 555 0101"},
    {"hours and names in bars",
     "Your schedule:\n\n9:00 - 9:45 am | Priya S., Engineering Manager\n10:00 - 10:45 am | Tom and "
     "Asha, "
     "Backend team\n\nAll by telephone.\n\nDana Reyes | Recruiting Coordinator\n303.555.0121",
     "Your schedule:\n\n9:00 - 9:45 am | Priya S., Engineering Manager\n10:00 - 10:45 am | Tom and "
     "Asha, "
     "Backend team\n\nAll by telephone.",
     NULL, "Dana Reyes | Recruiting Coordinator\n303.555.0121"},
    {"whose number calls",
     "Phone screen\n\nDana (802-555-0136) will call you.\n\nOrganizer\nDana Reyes\nd@x.example",
     "Phone screen\n\nDana (802-555-0136) will call you.\n\nOrganizer\nDana Reyes\nd@x.example",
     NULL, NULL},
    {"a public body's notice",
     "New.\n\nDana Reyes\nCouncil Clerk\n\nE-mails sent to or from the council may be monitored.",
     "New.", NULL,
     "Dana Reyes\nCouncil Clerk\n\nE-mails sent to or from the council may be monitored."},
    {"words below the name", "New.\n\nBest,\nDana\n\nThursday doesn't work. Friday?",
     "New.\n\nThursday doesn't work. Friday?", NULL, "Best,\nDana"},
    {"a change below a card",
     "New.\n\nKind regards,\nDana Reyes\nTalent Partner\n+1 212-555-0101\n\nUPDATE: moved to "
     "Friday 11:00",
     "New.\n\nUPDATE: moved to Friday 11:00", NULL,
     "Kind regards,\nDana Reyes\nTalent Partner\n+1 212-555-0101"},
    {"a German footer",
     "Your interview is on Thursday at ten.\n\nSie erhalten diese E-Mail, weil Sie sich beworben "
     "haben.",
     "Your interview is on Thursday at ten.", NULL,
     "Sie erhalten diese E-Mail, weil Sie sich beworben haben."},
    {"signed, and a device", "Best, Dana\nSent from my iPhone", "Best, Dana", NULL,
     "Sent from my iPhone"},
    {"a wrapped end is no closing",
     "I am sorry that nobody rang you at nine this morning, this is not how we show our\n"
     "respect for candidates.\n\nDana",
     "I am sorry that nobody rang you at nine this morning, this is not how we show our respect "
     "for candidates.",
     NULL, "Dana"},
    {"a small closing", "The papers are complete, I will come back to you.\nbest regards\nDana",
     "The papers are complete, I will come back to you.", NULL, "best regards\nDana"},
    {"name alone", "See you then.\n\nDana", "See you then.", NULL, "Dana"},
    {"device", "Late, sorry!\n\nSent from my iPhone", "Late, sorry!", NULL, "Sent from my iPhone"},
    {"bars", "New.\n\nDana Reyes | Northwind | +1 212-555-0101", "New.", NULL,
     "Dana Reyes | Northwind | +1 212-555-0101"},
    {"disclaimer", "New.\n\nThis email and any attachments are confidential.\nDelete it.", "New.",
     NULL, "This email and any attachments are confidential.\nDelete it."},
    {"a house's words below a card",
     "New.\n\nDana Reyes\nWarden, Fenwick House\n\nAll visitors are asked to read the safeguarding "
     "policy that this trust publishes; email is monitored.",
     "New.", NULL,
     "Dana Reyes\nWarden, Fenwick House\n\nAll visitors are asked to read the safeguarding policy "
     "that this trust publishes; email is monitored."},
    {"one's own words below a card",
     "New.\n\nDana Reyes\nWarden, Fenwick House\n\nI forgot: the email with the policy that this "
     "trust publishes comes tomorrow, with my notes.",
     "New.\n\nI forgot: the email with the policy that this trust publishes comes tomorrow, with "
     "my "
     "notes.",
     NULL, "Dana Reyes\nWarden, Fenwick House"},
    {"a lawyer's words in the middle",
     "New.\nDana Reyes\nFenwick House\nFenwick House LLP acts for many. Nothing here binds; the "
     "named "
     "recipient alone may read it.",
     "New.", NULL,
     "Dana Reyes\nFenwick House\nFenwick House LLP acts for many. Nothing here binds; the named "
     "recipient alone may read it."},
    {"Hungarian",
     "Igen.\n\nSam Doe <s@example.com> ezt írta (időpont: 2026. nov. 22., 19:40):\n\n> régi",
     "Igen.", "régi", NULL},
    {"postscript", "New.\n\nBest,\nDana\n\nPS: bring the form.", "New.\n\nPS: bring the form.",
     NULL, "Best,\nDana"},
    {"only a signature", "-- \nDana", "Dana", NULL, NULL},
    {"carriage returns", "New.\r\n\r\n> old\r\n", "New.", "old", NULL},
    {"as you wrote", "You wrote: call me at 3.\nI did.", "You wrote: call me at 3.\nI did.", NULL,
     NULL},
    {"wrapped",
     "The interview of which we spoke is to take place on Monday 11\nJan., and I am glad that it "
     "is. "
     "Please be\nthere.",
     "The interview of which we spoke is to take place on Monday 11 Jan., and I am glad that it "
     "is. "
     "Please be\nthere.",
     NULL, NULL},
    {"a list is not wrapped",
     "Thursday, November 19, 2026 at 10:00 AM Eastern Standard Time\nFriday, November 20, 2026 at "
     "10:00 AM Eastern Standard Time",
     "Thursday, November 19, 2026 at 10:00 AM Eastern Standard Time\nFriday, November 20, 2026 at "
     "10:00 AM Eastern Standard Time",
     NULL, NULL},
    {"signed by another", "New.\n\nMarcy Dunn\nTalent Partner\no: 414-555-0121", "New.", NULL,
     "Marcy Dunn\nTalent Partner\no: 414-555-0121"},
    {"hours are no card", "Moved.\n\nOld: Monday Nov 9, 2026 2pm – 3pm",
     "Moved.\n\nOld: Monday Nov 9, 2026 2pm – 3pm", NULL, NULL},
    {"marks of one who answers nobody", "We look for:\n> care\n> speed\nBe there.",
     "We look for:\ncare\nspeed\nBe there.", NULL, NULL, TRUE},
    {"says whom it quotes", "New.\n\n> On Mon, 3 Nov 2025, Sam Doe <s@x.example> wrote:\n> old",
     "New.", "On Mon, 3 Nov 2025, Sam Doe <s@x.example> wrote:\nold", NULL, TRUE},
    {"a span of two fields",
     "Open in this window:\n\nFrom: Tuesday 17 November, 08:00\nTo: Thursday "
     "19 November, 20:00\nSubject: SQL\n\nYou can stop.",
     "Open in this window:\n\nFrom: Tuesday 17 November, 08:00\nTo: Thursday 19 November, "
     "20:00\nSubject: SQL\n\nYou can stop.",
     NULL, NULL},
    {"Norwegian",
     "New.\n\nFra: Sam Doe <s@x.example>\nSendt: mandag 9. november 2026 22:40\nTil: "
     "Dana Reyes <d@x.example>\nEmne: Intervju\n\nold",
     "New.",
     "Sendt: mandag 9. november 2026 22:40\nTil: Dana Reyes <d@x.example>\nEmne: "
     "Intervju\n\nold",
     NULL},
    {"Chinese",
     "New.\n\n发件人：Sam Doe <s@x.example>\n发送时间：2026年11月9日 22:40\n收件人：Dana "
     "Reyes <d@x.example>\n主题：面试\n\nold",
     "New.", "发送时间：2026年11月9日 22:40\n收件人：Dana Reyes <d@x.example>\n主题：面试\n\nold",
     NULL},
    {"GroupWise", "New.\n\n>>> Sam Doe <s@x.example> 11/26/2026 4:12 PM >>>\nold", "New.", "old",
     NULL},
    {"a desk's thread",
     "##- Please type your reply above this line -##\n\nNew.\n\nSam Doe, Dec 14, "
     "2026, 08:57 GMT:\nold",
     "New.", "old", NULL},
    {"a telephone's thread",
     "New.\n  Original Message\nFrom: Sam Doe\nSent: Monday, 14 December 2026 "
     "13:59\nTo: Dana\nSubject: x\n\nold",
     "New.", "From: Sam Doe\nSent: Monday, 14 December 2026 13:59\nTo: Dana\nSubject: x\n\nold",
     NULL},
    {"another's card amid the text",
     "Your host is\n\nHelen Osei\nHead of Collections\nDirect 0151 496 0144\n\nShe has your "
     "CV.\n\nDana",
     "Your host is\n\nHelen Osei\nHead of Collections\nDirect 0151 496 0144\n\nShe has your CV.",
     NULL, "Dana"},
    {"an address amid the text",
     "Come to\n\nFenwick House | Old Lane 3 | 01584 555 013\n\nand ring twice. It is old.",
     "Come to\n\nFenwick House | Old Lane 3 | 01584 555 013\n\nand ring twice. It is old.", NULL,
     NULL},
    {"a friend's name",
     "New.\n\nGaz\n\nFast Lane Drivers\nDesk: 01604 555 013\nFast Lane is a member "
     "of the REC. Company No 0855512.",
     "New.", NULL,
     "Gaz\n\nFast Lane Drivers\nDesk: 01604 555 013\nFast Lane is a member of the REC. Company No "
     "0855512."},
    {"a box",
     "New.\n\nSincerely yours,\n\n***************\n谷川 裕子 / Dana Reyes\nMinato Seiki "
     "Co.\nTEL 03-5555-0122\n***************",
     "New.", NULL,
     "Sincerely yours,\n\n***************\n谷川 裕子 / Dana Reyes\nMinato Seiki Co.\nTEL "
     "03-5555-0122\n***************"},
    {"Finnish",
     "New.\n\n________________________________________\nLähettäjä: Sam Doe "
     "<s@x.example>\nLähetetty: maanantai 26. lokakuuta 2026 19.20\nVastaanottaja: Dana\nAihe: "
     "x\n\nold",
     "New.",
     "Lähettäjä: Sam Doe <s@x.example>\nLähetetty: maanantai 26. lokakuuta 2026 "
     "19.20\nVastaanottaja: "
     "Dana\nAihe: x\n\nold",
     NULL},
    {"facts are no header",
     "New:\n\nContact: Sam Doe <s@x.example>\nWhen: 3 Nov 2026 10:00\nWith: "
     "Ben\nTopic: SQL\n\nDress: any.",
     "New:\n\nContact: Sam Doe <s@x.example>\nWhen: 3 Nov 2026 10:00\nWith: Ben\nTopic: SQL\n\n"
     "Dress: any.",
     NULL, NULL},
    {"what schools add",
     "New.\n\nBest,\nDana Reyes\nManager\n\nOur school is committed to "
     "safeguarding and promoting the welfare of children and expects all staff to share it.",
     "New.", NULL,
     "Best,\nDana Reyes\nManager\n\nOur school is committed to safeguarding and promoting the "
     "welfare of children and expects all staff to share it."},
    {"a second thought",
     "New.\n\nThanks,\nDana\n\nOne more thing: please bring the card.\n\n--\nDana "
     "Reyes\nOld Lane 31",
     "New.\n\nOne more thing: please bring the card.", NULL,
     "Thanks,\nDana\n\n--\nDana Reyes\nOld Lane 31"},
    {"a table", "The day:\n\n| Time | Room | With |\n| 09:30 | B1 | Dana |\n\nDana",
     "The day:\n\n| Time | Room | With |\n| 09:30 | B1 | Dana |", NULL, "Dana"},
    {"dashes amid the text",
     "The order:\n\n--\nPlease don't read it.\n--\n\nThen we eat.\n\nBest,\nDana",
     "The order:\n\n--\nPlease don't read it.\n--\n\nThen we eat.", NULL, "Best,\nDana"},
    {"sent from a side", "Sent from my side: the contract, the brief, and the\nplan.\n\nSee you.",
     "Sent from my side: the contract, the brief, and the plan.\n\nSee you.", NULL, NULL},
    {"a house's language",
     "New.\n\nBest,\nDana Reyes\nHR\n\nEste mensaje y sus archivos van dirigidos exclusivamente a "
     "su "
     "destinatario y no a otros.",
     "New.", NULL,
     "Best,\nDana Reyes\nHR\n\nEste mensaje y sus archivos van dirigidos exclusivamente a su "
     "destinatario y no a otros."},
    {"another script", "New.\n\n한지우 드림\n채용팀 매니저", "New.", NULL,
     "한지우 드림\n채용팀 매니저"},
    {"a conference below the name",
     "New.\n\nBest,\nDana Reyes\nOfficer\n"
     "________________________________________________________________________________"
     "\nTeams\nDial "
     "in by phone\n+44 20 7946 0177,,51180233#",
     "New.\n\n"
     "________________________________________________________________________________"
     "\nTeams\nDial "
     "in by phone\n+44 20 7946 0177,,51180233#",
     NULL, "Best,\nDana Reyes\nOfficer"},
    {"a moment and a verb without marks", "New.\n\nW dniu 11.11.2026 o 15:44, Sam Doe pisze:\nOld.",
     "New.", "Old.", NULL},
    {"a moment and a verb above marks", "Sam Doe schreef op 2026-05-08 11:19:\n> Old.\n\nNew.",
     "New.", "Old.", NULL},
    {"an attribution between dashes",
     "New.\n\n---- On Fri, 18 Sep 2026 06:17:00 +0530 Sam Doe <s@x.example> wrote ---\n\nOld.",
     "New.", "Old.", NULL},
    {"a wide colon", "New.\n\n在 2026年9月7日 10:02，Sam Doe <s@x.example> 写道：\n\nOld.", "New.",
     "Old.", NULL},
    {"dashes in French", "New.\n\n-------- Message transféré --------\nSujet : x\n\nOld.", "New.",
     "Sujet : x\n\nOld.", NULL},
    {"Notes",
     "New.\n\nDe :\tSam Doe <s@x.example>\nA :\td@x.example\nDate :\t02/02/2026 16:20\n"
     "Objet :\tx\n\nOld.",
     "New.", "A :\td@x.example\nDate :\t02/02/2026 16:20\nObjet :\tx\n\nOld.", NULL},
    {"Outlook in Brazil",
     "New.\n\nDe: Sam Doe <s@x.example>\nEnviada em: quinta-feira, 5 de março de 2026 18:08\n"
     "Para: Dana\nAssunto: x\n\nOld.",
     "New.", "Enviada em: quinta-feira, 5 de março de 2026 18:08\nPara: Dana\nAssunto: x\n\nOld.",
     NULL},
    {"a journey is no header",
     "New.\n\nFrom: Leeds\nTo: Bristol\nDate: Tuesday 3 February\nDeparts: 07:11\n\nSee you there.",
     "New.\n\nFrom: Leeds\nTo: Bristol\nDate: Tuesday 3 February\nDeparts: 07:11\n\nSee you there.",
     NULL, NULL},
    {"words of somebody are no quote", "New.\n\nOn Monday Priya wrote: \"bring shoes.\" I agree.",
     "New.\n\nOn Monday Priya wrote: \"bring shoes.\" I agree.", NULL, NULL},
    {"answers below a name",
     "See below.\n\nDana\n\nOn 1 May 2026, Sam wrote:\n> How many?\nFour, and a parent.\n> When?\n"
     "Not before June.",
     "See below.\n\nFour, and a parent.\n\nNot before June.", "How many?\n\nWhen?", "Dana"},
    {"why it came, in German",
     "New.\n\nSie erhalten diese E-Mail, weil Sie sich bei Fenwick beworben haben.", "New.", NULL,
     "Sie erhalten diese E-Mail, weil Sie sich bei Fenwick beworben haben."},
    {"a ticket's code", "New.\n\nThis email is a service from Fenwick Support.\n[HH48213-KX2]",
     "New.", NULL, "This email is a service from Fenwick Support.\n[HH48213-KX2]"},
    {"a message of the writer's", "I send you this email because Ann is away.\n\nDana",
     "I send you this email because Ann is away.", NULL, "Dana"},
    {"an afterthought below a card",
     "New.\n\nDana Reyes\nNurse Recruiter\n732-555-0156\n\nActually, make that 5:45.",
     "New.\n\nActually, make that 5:45.", NULL, "Dana Reyes\nNurse Recruiter\n732-555-0156"},
    {"each line apart",
     "One.\n\n\nTwo.\n\n\nBest,\n\n\nDana Reyes\n\nHR\n\nFenwick House\n\nPhone 912-555-0112",
     "One.\n\nTwo.", NULL, "Best,\n\nDana Reyes\n\nHR\n\nFenwick House\n\nPhone 912-555-0112"},
    {"sentences of a wide script", "森様\n\nお世話になっております。\n会议链接不变。\n\nDana",
     "森様\n\nお世話になっております。\n会议链接不变。", NULL, "Dana"},
    {"what a mail server writes above",
     "CAUTION: This email was sent from outside the council. Do not open links.\n\nHi Sam,\n\nis 3 "
     "fine?",
     "Hi Sam,\n\nis 3 fine?", NULL,
     "CAUTION: This email was sent from outside the council. Do not open links."},
    {"a boxed one, and another below",
     "************************\nEXTERNAL EMAIL\n************************\n\nYou don't often get "
     "email "
     "from d@x.example. Learn why this is important\n\nHi Sam,\n\nis 3 fine?",
     "Hi Sam,\n\nis 3 fine?", NULL,
     "************************\nEXTERNAL EMAIL\n************************\n\nYou don't often get "
     "email "
     "from d@x.example. Learn why this is important"},
    {"a bracket, and no blank line below",
     "[Externe E-Mail: Vorsicht bei Links und Anhängen des Absenders]\nSam, passt 15 Uhr?",
     "Sam, passt 15 Uhr?", NULL, "[Externe E-Mail: Vorsicht bei Links und Anhängen des Absenders]"},
    {"where to answer",
     "You have a new message. Please do not reply to this email, use your inbox.\n\nHi Sam,\n\nis "
     "3 "
     "fine?",
     "Hi Sam,\n\nis 3 fine?", NULL,
     "You have a new message. Please do not reply to this email, use your inbox."},
    {"a warning and no more", "CAUTION: external email.", "CAUTION: external email.", NULL, NULL},
    {"a warning and a name", "CAUTION: external email.\n\nDana", "CAUTION: external email.", NULL,
     "Dana"},
    {"a warning of the writer's", "Caution: the door code changed, it is 4471.\n\nSee you at 3.",
     "Caution: the door code changed, it is 4471.\n\nSee you at 3.", NULL, NULL},
    {"a writer from outside", "I'm writing from outside the company, is 3 fine?\n\nDana",
     "I'm writing from outside the company, is 3 fine?", NULL, "Dana"},
    {"the moment behind the colon",
     "Ja.\n\nSam Doe <s@example.com> skrev: (1 februari 2027 08:31:07 CET)\n>Gammalt", "Ja.",
     "Gammalt", NULL},
    {"a writer first, and wrapped",
     "Sim.\n\nSam Doe <s@example.com> escreveu no dia quarta, 18/11/2026 à(s)\n15:40:\n\nAntigo",
     "Sim.", "Antigo", NULL},
    {"dashes around who wrote",
     "Ja.\n\n---- Den mån, 01 feb. 2027 08:31:07 +0100 Sam <s@example.com> skrev ----\n\nGammalt",
     "Ja.", "Gammalt", NULL},
    {"the reader's older mail without a mark",
     "Sunday at 3?\n\nWith love\nDana\n\nDear Ms Reyes,\n\nI am free.\n\nSam", "Sunday at 3?",
     "Dear Ms Reyes,\n\nI am free.\n\nSam", "With love\nDana"},
    {"how to greet the writer",
     "Write to us like this.\n\nDana\n\nDear Dana,\n\nI accept.\n\nRegards,\nDana Reyes",
     "Write to us like this.\n\nDana\n\nDear Dana,\n\nI accept.", NULL, "Regards,\nDana Reyes"},
    {"empty", "", "", NULL, NULL},
};

static void
test_new_text(gconstpointer data) {
  gsize i = GPOINTER_TO_SIZE(data);
  g_autofree char *quote = NULL, *signature = NULL;
  g_autofree char *text =
      cr_mail_new_text(rows[i].body, "Dana Reyes", !rows[i].first, &quote, &signature);
  g_assert_cmpstr(text, ==, rows[i].text);
  g_assert_cmpstr(quote, ==, rows[i].quote);
  g_assert_cmpstr(signature, ==, rows[i].signature);
}

static void
test_html(void) {
  static const char *const pages[][2] = {
      {"<p>One</p><p>Two &amp; three</p>", "One\n\nTwo & three\n\n"},
      {"a<br>b<BR/>c", "a\nb\nc"},
      {"<s>Thursday</s> Friday", "Friday"},
      {"<span style='text-decoration: LINE-THROUGH'>2pm</span>3pm", "3pm"},
      {"<style>p{}</style><script>if (a<b) x()</script>yes", "yes"},
      {"<div style=\"display:none\">preheader</div>real", "real"},
      {"new<blockquote>old<br>older</blockquote>", "new\n> old\n> older\n"},
      {"new<div class=\"gmail_quote\"><div class=\"gmail_attr\">On Mon Sam "
       "wrote:</div><blockquote>old"
       "</blockquote></div>",
       "new\n> On Mon Sam wrote:\n> old\n"},
      {"a<blockquote style=\"margin:0 0 0 40px;border:none\">b</blockquote>c", "a\nb\nc"},
      {"a<blockquote type=\"cite\" style=\"border:none\">b</blockquote>c", "a\n> b\nc"},
      {"new<div id=\"divRplyFwdMsg\">From: x</div>", "new\n-----Original Message-----\nFrom: x\n"},
      {"<a href=\"https://cal.example.com/d\">my calendar</a>",
       "my calendar <https://cal.example.com/d>"},
      {"<a href=\"https://cal.example.com/d\">https://cal.example.com/d</a>",
       "https://cal.example.com/d"},
      {"1 < 2 &lt; 3 &#8217;&bogus;", "1 < 2 < 3 ’&bogus;"},
      {"<td>a</td><td>b</td>", "a b"},
      {"<pre>When:  3pm\nWhere: here\n\nBye</pre>a\nb", "When: 3pm\nWhere: here\n\nBye\na b"},
      {"<p", ""},
  };
  for (guint i = 0; i < G_N_ELEMENTS(pages); i++) {
    g_autofree char *text = cr_html_to_text(pages[i][0]);
    g_assert_cmpstr(text, ==, pages[i][1]);
  }
}

/* Twice the text takes about twice the time; ten times the bound only guards against squares. */
static void
test_linear(void) {
  static const char *const pieces[] = {
      "On 1 wrote:\n",  "> ",           "From: a\nTo: b\n", "<div>",        "<a href=x>", "&",
      "Dana\n",         "-- \n",        "a | b | c\n",      "<blockquote>", "<!--",       "\n",
      "____________\n", "Best,\nDana\n"};
  for (guint i = 0; i < G_N_ELEMENTS(pieces); i++) {
    GString *body = g_string_new(NULL);
    while (body->len < 256 * 1024)
      g_string_append(body, pieces[i]);
    gint64 from = g_get_monotonic_time();
    g_autofree char *html = cr_html_to_text(body->str);
    g_autofree char *text = cr_mail_new_text(body->str, "Dana Reyes", TRUE, NULL, NULL);
    gint64 took = g_get_monotonic_time() - from;
    g_test_message("%.12s: %d ms", pieces[i], (int) (took / 1000));
    g_assert_nonnull(text);
    g_assert_cmpint(took, <, 10 * G_USEC_PER_SEC);
    g_string_free(body, TRUE);
  }
}

int
main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *path = g_strconcat("/newtext/", rows[i].name, NULL);
    g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_new_text);
  }
  g_test_add_func("/newtext/html", test_html);
  g_test_add_func("/newtext/linear", test_linear);
  return g_test_run();
}
