/* The verbs, as they are listed, explained and completed. */
#include "cmd/command.h"

const CrVerb cr_verbs[] = {
    {"now", "", "what to do this minute, for the most urgent call, then the others",
     "  crickets now\n  crickets now --json\n  crickets now --follow --bell    live, with a "
     "countdown\n",
     " follow bell ", 0, 0, cr_verb_look},
    {"add", "WORDS…", "watch a promised call, from words",
     "  crickets add \"Dana Reyes of Northwind calls Tue 2pm ET\"\n"
     "  crickets add \"Sam from Contoso calls 2026-11-24 14:00 New York time, 212-555-0123\"\n"
     "  crickets add -    the words come on standard input\n",
     " ", 1, -1, NULL, CR_PART_READER},
    {"import", "PATH…",
     "take in invites, mail, calendars and call logs; the type is found by content",
     "  crickets import invite.ics ~/Maildir calls.xml\n"
     "  crickets import --as calendar my-calendar.ics\n  cat mail.eml | crickets import -\n",
     " as ", 1, -1, NULL, CR_PART_READER},
    {"list", "", "the watched calls",
     "  crickets list\n  crickets list --all --from 2026-11-01T00:00:00Z\n", " all from to ", 0, 0,
     cr_verb_list},
    {"show", "ID", "one call with all that happened", "  crickets show 3\n", " ", 1, 1,
     cr_verb_show},
    {"why", "ID", "why nobody may have called, with the evidence for and against",
     "  crickets why 3\n", " ", 1, 1, cr_verb_why},
    {"log", "ID ACT [WORDS…]",
     "what you did or saw: no-answer, voicemail, spoke, they-called, sent, rescheduled WHEN, "
     "rejected …",
     "  crickets log 3 called         you rang; then say what came of it\n"
     "  crickets log 3 no-answer      you rang, and nobody answered\n"
     "  crickets log 3 voicemail      you left a message\n"
     "  crickets log 3 spoke          you spoke, whoever rang\n"
     "  crickets log 3 they-called    they rang, late or not\n"
     "  crickets log 3 no-call        nobody rang, as far as you can tell\n"
     "  crickets log 3 sent           you sent the letter yourself\n"
     "  crickets log 3 not-sent       of a letter that may have gone out: it did not\n"
     "  crickets log 3 rescheduled \"Thursday 10am ET\"    there is a new time\n"
     "  crickets log 3 cancelled      the call is off\n"
     "  crickets log 3 rejected       they said no\n"
     "  crickets log 3 offer          they made you one\n"
     "  crickets log 3 accepted       you took it\n"
     "  crickets log 3 withdrawn      you do not want the role any more\n"
     "  crickets log 3 contact dana@northwind.example    how they are reached; or a number\n"
     "  crickets log 3 removed        it was never a call: added by mistake\n"
     "  crickets log 3 undo           takes the last of these back\n",
     " ", 2, -1, NULL, CR_PART_READER},
    {"draft", "ID", "the letter for the current step",
     "  crickets draft 3\n  crickets draft 3 --eml > letter.eml\n", " eml ", 1, 1, NULL,
     CR_PART_READER},
    {"send", "ID", "sends that letter now, after a last look into mailbox, calendar and calls",
     "  crickets send 3    on a terminal it is shown, and you are asked\n"
     "  crickets send 3 --if VERSION    that very text, of crickets draft 3 --json, or none\n",
     " if ", 1, 1, NULL, CR_PART_LIVE},
    {"slots", "[ID]", "times free for both", "  crickets slots 3\n", " ", 0, 1, cr_verb_slots},
    {"today", "", "today's list over all applications: calls, what is due, the week's own work",
     "  crickets today\n", " ", 0, 0, cr_verb_today},
    {"apps",
     "[list [STAGE] | add WORDS… | show ID | move ID STAGE | note ID WORDS… | plan ID DAY WORDS… | "
     "edit ID NAME=VALUE… | link ID CALL | unlink ID CALL | merge ID ID | wrote ID | accept ID | "
     "dismiss ID | undo ID | import FILE | export]",
     "your applications, and what comes of them",
     "  crickets apps\n  crickets apps add \"Staff Engineer at Northwind\" --source LinkedIn\n"
     "  crickets apps move 7 screen\n  crickets apps move 7 rejected --at 2026-11-24T09:00:00Z\n"
     "  crickets apps plan 7 friday \"send the portfolio\"    asks for it on that day\n"
     "  crickets apps plan 7           it is done\n"
     "  crickets apps wrote 7          you followed up; the silence is counted anew\n"
     "  crickets apps accept 7         it moves where a mail says; dismiss 7: it does not\n"
     "  crickets apps undo 7           takes the last change back, whoever made it\n"
     "  crickets apps merge 7 12    they are the same one; undo parts them\n"
     "  crickets apps import huntr.csv --preview\n  crickets apps import mine.csv --map "
     "\"Shop=company\"\n"
     "  crickets apps export --as csv > apps.csv\n",
     " all as at stage url source location notes preview map ", 0, -1, cr_verb_apps},
    {"odds", "", "honest odds: your own n of N beside the guide's and published figures",
     "  crickets odds\n  crickets odds --json\n", " ", 0, 0, cr_verb_odds},
    {"review", "", "the week: applications, calls, what moved, who is silent; as a mail with --eml",
     "  crickets review\n  crickets review --eml > review.eml\n"
     "  crickets review --send      mails it to yourself\n",
     " eml send ", 0, 0, cr_verb_review},
    {"search", "WORDS…",
     "finds words, or how they begin, in applications, calls, mails and letters",
     "  crickets search northwind staff\n", " all ", 1, -1, cr_verb_search},
    {"picture", "funnel | weeks | stages", "the search as a picture (SVG)",
     "  crickets picture funnel > funnel.svg\n", " ", 1, 1, cr_verb_picture},
    {"setup",
     "[FILE | profile | mail [ADDRESS] | send | calendar [URL] | calls [PATH] | kdeconnect | "
     "phone [NAME] | ntfy [URL] | webhook [URL] | remove NAME]",
     "who you are (also from a profile.ini), and what is connected; each is tried first",
     "  crickets setup\n  crickets setup profile.ini\n  crickets setup mail jordan@example.com\n"
     "  crickets setup mail --url imaps://mail.example.com --user jordan --password-stdin < "
     "secret\n"
     "  crickets setup calendar https://dav.example.com --user jordan --command \"pass dav\"\n"
     "  crickets setup calls ~/CallLogs\n  crickets setup kdeconnect\n  crickets setup phone "
     "my-phone\n"
     "  crickets setup phone pbx --auth hmac    one that signs what it sends\n"
     "  crickets setup ntfy https://ntfy.sh/a-name-that-nobody-guesses    tells your phone\n"
     "  crickets setup remove calls\n",
     " url user name auth command ca-file password-stdin no-check ", 0, 2, NULL, CR_PART_LIVE},
    {"doctor", "", "is everything in order, and if not, what to do; tries each connection",
     "  crickets doctor\n  crickets doctor --confirm    this copy of the database, and the clock, "
     "are "
     "right\n",
     " confirm ", 0, 0, NULL, CR_PART_LIVE},
    {"serve", "",
     "the keeper with its page: prints a link to open in the browser; ends with Ctrl-C",
     "  crickets serve\n  crickets serve --link            a new link, while it runs\n"
     "  crickets serve --port 8080\n"
     "  crickets serve --origin https://crickets.example    behind a proxy of your own\n"
     "  crickets serve --listen 192.168.1.20   phones may tell of calls there (docs/phone.md)\n",
     " port origin listen link health log drain read-db ", 0, 0, NULL, CR_PART_SERVE},
    {"watch", "",
     "the keeper: stays awake for your calls, reads your mailbox, calendars and call log, and "
     "prints what happens; ends with Ctrl-C",
     "  crickets watch\n  crickets watch --bell\n  crickets watch --once\n"
     "  crickets watch --workers 4 --db postgresql://…    all accounts of a service\n",
     " once bell workers health log ", 0, 0, NULL, CR_PART_LIVE},
    {"export", "", "all your data as JSON; --ics: the watched calls as a calendar, with alarms",
     "  crickets export > crickets.json\n  crickets export --ics > calls.ics\n", " ics ", 0, 0,
     NULL, CR_PART_READER},
    {"backup", "FILE", "a copy of all your data in a new file, also while a keeper runs",
     "  crickets backup crickets-2026-11-24.db\n"
     "  crickets backup dana.db --db postgresql://db.example/crickets --account 7\n",
     " account ", 1, 1, cr_verb_backup},
    {"restore", "FILE", "puts a backup back, where nothing else is kept",
     "  crickets restore crickets-2026-11-24.db\n"
     "  crickets restore crickets-2026-11-24.db --db sqlite:elsewhere.db\n",
     " account ", 1, 1, cr_verb_restore},
    {"move", "", "takes the account into another database: --from URI --to URI, and back",
     "  crickets move --from sqlite:crickets.db --to postgresql://crickets@db.example/crickets\n"
     "  crickets move --from postgresql://db.example/crickets --account 7 --to sqlite:mine.db\n",
     " from to account ", 0, 0, cr_verb_move},
    {"audit", "[verify | head | seal]",
     "who did what to the account; verify: does the record hold; head: what to keep elsewhere",
     "  crickets audit\n  crickets audit verify\n"
     "  crickets audit seal >> heads     the facts until now, and the heads, to be kept elsewhere\n"
     "  crickets audit verify --against heads\n"
     "  crickets audit verify --db postgresql://…    of all accounts; --account 7: of one\n",
     " all account against ", 0, 1, cr_verb_audit},
    {"replay", "DIR", "a whole story with a virtual clock",
     "  crickets replay examples/late-recruiter\n  crickets replay --json --out /tmp/letters DIR\n",
     " until out ", 1, 1, NULL, CR_PART_READER},
    {"parse", "time TEXT… | mail FILE…", "what is read in a text or a mail",
     "  crickets parse time --zone Europe/Berlin \"Tuesday 2pm ET\"\n  crickets parse mail "
     "mail.eml --json\n"
     "  crickets parse time - < lines.txt\n",
     " at zone sender-zone ", 1, -1, NULL, CR_PART_READER},
    {"help", "[VERB]", "how a verb is used; all of them as a document with --json",
     "  crickets help add\n", " ", 0, 1, cr_verb_help},
    {"accounts",
     "invite EMAIL… | uninvite WHO… | list | suspend WHO… | resume WHO… | role WHO…"
     " | sign-out WHO…",
     "who may use a service of many accounts (docs/service.md)",
     "  crickets accounts invite dana@example.com --db postgresql://…    by mail, or prints the "
     "link\n"
     "  crickets accounts invite --as administrator kim@example.com --origin "
     "https://careers.example\n"
     "  crickets accounts invite --account 7 jordan@example.com    for an account that is there\n"
     "  crickets accounts list\n  crickets accounts suspend dana@example.com\n",
     " as account origin link ", 1, -1, NULL, CR_PART_SERVE},
    {"keys", "[new | use ID | reseal]",
     "what seals the passwords that its accounts keep, and which keys there are",
     "  crickets keys new          then take the file to each host\n"
     "  crickets keys use 7eb5a2a1    it seals from now on\n"
     "  crickets keys reseal --db postgresql://…    then the one before may go\n",
     " ", 0, 2, NULL, CR_PART_LIVE},
    {NULL},
};
