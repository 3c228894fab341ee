#!/usr/bin/env python3
"""Whoever asks for what is another's is answered as if it were not there: probes.py CRICKETS N, run by with_postgres.py. Two accounts,
each with calls, applications, letters, phones, connections, a feed, a coach, and ways to sign in; each asks N/2 times for what the other
has, and in the same words for what nobody has: at every path of the contract with a part that names something, with every method, in
queries and in bodies. Both answers must be the same 404 (or the same refusal of the words themselves), byte by byte; and nothing of the
other may have changed. A route that names something of which this does not know what the other's is fails the test."""

import http.client
import itertools
import json
import random
import re
import sys
import threading
from pathlib import Path

sys.path.insert(1, str(Path(__file__).resolve().parent.parent))
import progress
from harness import CONTRACT, PATIENCE, ROOT, expect, main
from common import sql
from members import Service, now, sessions

N = int(sys.argv[2])
NOBODY = 777000  # ids from here on were never given out
BODIES = {"/interviews/{id}/acts": [{"act": "called"}, {"act": "send"}, {"act": "rejected"}, {"act": "undo"}],
          "/applications/{id}/acts": [{"act": "note", "text": "x"}, {"act": "undo"}, {"act": "move", "stage": "applied"}],
          "/applications/{id}": [{"role": "x"}, {"notes": "y"}],
          "/interviews/{id}/letter": [{"body": "x"}, {"subject": "x", "body": "y"}]}
OF = {1: "Northwind", 2: "Contoso"}  # a word that one account's contents have, and the other's not
SECRET = re.compile(rb"Fabrikam|Northwind|Contoso|Engineer|Dana|member-\d|-of-\d|coach-\d")
ROUTE = re.compile(r'^    \{"([A-Z]+)", (?:"([^"]+)"|(CR_HOOK_PATH)),\s*"([^"]*)"', re.MULTILINE)

# What an {id} is one of; and what a {name} is, as the account's own list of them has it.
KINDS = {"interviews", "applications"}
NAMES = {
    "hooks": lambda browser: browser.ask("GET", "/hooks").json["hooks"][0]["name"],
    "connections": lambda browser: browser.ask("GET", "/connections").json["connections"][0]["name"],
    "login/sessions": lambda browser: browser.ask("GET", "/login").json["sessions"][0]["id"],
    "login/passkeys": lambda browser: browser.ask("GET", "/login").json["passkeys"][0]["id"],
    "login/identities": lambda browser: browser.ask("GET", "/login").json["identities"][0]["id"],
    "grants": lambda browser: browser.ask("GET", "/grants").json["grants"][0]["id"],
    "invitations": lambda browser: sql("probes", "SELECT min(account_id) FROM crickets.member WHERE state = 'invited'"),
}
NOBODYS = {"pictures", "stories", "sign-in/with",  # of the program, or the service
           "feed"}  # a secret, by itself the right to what it names
# What queries and bodies may name; of all others it is known that they name nothing.
NAMING = [("GET", "/timeline?interview={id}", "interviews", None),
          ("POST", "/applications/1/acts", "interviews", {"act": "link", "interview": "{id}"}),
          ("POST", "/applications/1/acts", "applications", {"act": "merge", "other": "{id}"})]
QUERIES = {"text", "state", "from", "to", "limit", "view", "name", "as", "stage", "words", "order", "preview", "map", "q", "address", "exact",
           "after",  # a place in a list of one's own
           "device", "account",  # of a phone's secret: service.py, phones_of_many
           "code", "error", "error_description", "error_uri", "iss", "session_state"}  # an institution's answer
SETTINGS = ("/policy", "/connections")  # the numbers in these are none of anything
UNASKED = {"/events": "live.py and service.py", "/servers": "asks other servers", "/openapi.json": "the contract",
           "/sign-in": "needs no account"}


def what_names(pattern):
    """hooks of hooks/{name}."""
    return pattern.strip("/").split("/{name}")[0]


def every_route_is_probed(desk):
    """By the table of the program itself: a new route either names nothing, or it is known here what it names."""
    source = (ROOT / "src" / "api" / "routes.c").read_text()
    routes = ROUTE.findall(source)
    expect(len(routes) == len(re.findall(r"\bcr_handle_\w+", source)) > 80, len(routes))
    for method, pattern, hook, query in routes:
        template = "/hook/call" if hook else "/" + pattern.lstrip("/")
        described = CONTRACT["paths"].get(template, {}).get(method.lower())
        expect(described, "not in the contract:", method, template)
        expect("{id}" not in template or template.split("/")[1] in KINDS, "what is named here?", method, template)
        expect("{name}" not in template or what_names(template) in NAMES.keys() | NOBODYS, "what is named here?", method, template)
        parameters = {p["name"] for p in described.get("parameters", []) if p.get("in") == "query"}
        expect(parameters == set(query.split()), method, template, parameters, query)
        named = {q for m, path, *_ in NAMING if (m, path.split("?")[0]) == (method, template) for q in re.findall(r"(\w+)=", path)}
        expect(parameters <= QUERIES | named, "what do these name?", method, template, parameters - QUERIES)
        for media in described.get("requestBody", {}).get("content", {}).values():
            numbers = {n for n, p in media.get("schema", {}).get("properties", {}).items() if p.get("type") == "integer"}
            named = {n for m, path, _, body in NAMING if (m, path) == (method, template.replace("{id}", "1")) for n in body or {}}
            expect(numbers <= named or template in SETTINGS, "what do these name?", method, template, numbers)


def fill(service, browser, number):
    """So that each has ids that the other has not: the first has fewer of all."""
    for i in range(3 * number):
        browser.ask("POST", "/interviews", {"text": f"Dana Reyes of {OF[number]} calls 2090-11-2{1 + i} 14:00 New York time, 212-555-0117"},
                    status=201)
        browser.ask("POST", "/applications", {"company": f"{OF[number]} {i}", "role": "Engineer"}, status=201)
    browser.ask("POST", "/hooks", {"name": f"phone-of-{number}", "kind": "bearer"}, status=201)
    browser.ask("POST", "/connections", {"name": f"post-of-{number}", "kind": "smtp", "url": "smtps://smtp.north.example", "user": "jo",
                                         "secret": "sesame"}, status=201)
    browser.ask("POST", "/feed", status=201)
    service.browser().sign_up(service.invitation(f"coach-{number}@north.example", "--as", "coach"), f"Coach of {OF[number]}")
    browser.ask("POST", "/grants", {"email": f"coach-{number}@north.example", "scope": "view"})
    for kind, body in (("passkey", {"id": f"passkey-of-{number}", "name": f"key-of-{number}", "created": 1}),
                       ("identity", {"digest": f"identity-of-{number}", "email": "x@y.example", "provider": "north", "created": 1})):
        sql("probes", "INSERT INTO crickets.credential (account_id, kind, digest, ends_at, body)"
            f" SELECT account_id, '{kind}', '{kind}-of-{number}', 4000000000000000, '{json.dumps(body)}' FROM crickets.member"
            f" WHERE email = 'member-{number}@north.example'")
    browser.names = {kind: name(browser) for kind, name in NAMES.items()}
    sql("probes", f"UPDATE crickets.credential SET digest = '{browser.names['login/passkeys']}' WHERE digest = 'passkey-of-{number}'")


def ids_of(browser):
    calls = [c["id"] for c in browser.ask("GET", "/interviews").json["interviews"]]
    return {"interviews": set(calls), "applications": {a["id"] for a in browser.ask("GET", "/applications").json["applications"]}}


def described():
    """(method, template, operation) of the contract."""
    for template, item in CONTRACT["paths"].items():
        for method in ("get", "post", "put", "delete"):
            if method in item:
                yield method.upper(), template, item[method]


def targets():
    """(method, template, kind, body): whatever names something of an account."""
    for method, template, operation in described():
        if "{" in template and what_names(template) not in NOBODYS:
            for body in BODIES.get(template, [{}]) if "requestBody" in operation else [None]:
                yield method, template, template.split("/")[1], body
    yield from NAMING


def nothing_of_the_others_is_listed(browser, number):
    """In what names nothing; asked for with the other's own words where it takes words."""
    for method, template, operation in described():
        if method == "GET" and "{" not in template and template not in UNASKED and "servers" not in operation:
            query = "&".join(f"{p['name']}={OF[3 - number].lower()}" for p in operation.get("parameters", []) if p.get("name") in ("q", "words"))
            answer = browser.send("GET", f"/api/v1{template}?{query}".rstrip("?"), headers={"Cookie": browser.cookie})
            expect(answer.status in (200, 400, 404) and OF[3 - number].encode() not in answer.body, template, answer.status, answer.body[:300])


def show_who_they_are():
    """However long it takes: else that is asked for before anything is looked for."""
    sql("probes", f"UPDATE crickets.credential SET body = jsonb_set(body::jsonb, '{{proved}}', '{int(now())}000000') WHERE kind = 'session'")


class Prober(threading.Thread):
    def __init__(self, service, asker, other, count, seed):
        super().__init__()
        self.service, self.asker, self.other, self.count = service, asker, other, count
        self.random = random.Random(seed)
        self.problem, self.statuses = None, {}
        self.connection = None

    def ask(self, method, path, body):
        headers = {"Host": f"localhost:{self.service.port}", "Cookie": self.asker.cookie, "X-Request-Id": "asked-by-a-probe"}
        if method != "GET":
            headers |= {"Origin": self.service.origin, "Content-Type": "application/json"}
        for again in (True, False):
            try:
                if self.connection is None:
                    self.connection = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=PATIENCE)
                self.connection.request(method, "/api/v1" + path, None if body is None else json.dumps(body), headers)
                response = self.connection.getresponse()
                return response.status, response.read()
            except (http.client.HTTPException, ConnectionError):
                self.connection.close()
                self.connection = None
                if not again:
                    raise
        return None

    def probe(self, method, template, kind, body):
        theirs = self.random.choice(sorted(self.foreign.get(kind, {1})))
        name = self.other.names.get(what_names(template), "")
        nobody = NOBODY + self.random.randrange(1000)
        told = []
        for number, known in ((theirs, name), (nobody, str(nobody) if name.isdigit() else "not-there")):
            path = template.replace("{id}", str(number)).replace("{name}", known)
            sent = {key: number if value == "{id}" else value for key, value in body.items()} if body else body
            status, text = self.ask(method, path, sent)
            told.append((status, re.sub(rb"\b%d\b" % number, b"#", text.replace(known.encode() or b"@", b"@"))))
        expect(told[0] == told[1], method, template, body, told)
        expect(told[0][0] in (404, 400, 422, 409) + (200,) * ("?" in template) and not SECRET.search(told[0][1]), method, template, body, told)
        self.statuses[told[0][0]] = self.statuses.get(told[0][0], 0) + 1

    def run(self):
        try:
            mine, theirs = ids_of(self.asker), ids_of(self.other)
            self.foreign = {kind: theirs[kind] - mine[kind] or {NOBODY - 1} for kind in theirs}
            for done, target in enumerate(itertools.islice(itertools.cycle(list(targets())), self.count)):
                progress.tell(f"probes by {self.name}", done, self.count)
                if done % 2000 == 0:
                    show_who_they_are()
                self.probe(*target)
        except Exception as problem:
            self.problem = problem


def nobody_is_answered_about_anothers(desk):
    desk.__class__ = Service
    service = desk.found("probes").serve()
    browsers = sessions(service, 2)
    service.invitation("somebody@north.example")
    for number, browser in enumerate(browsers, 1):
        fill(service, browser, number)
    for number, browser in enumerate(browsers, 1):
        nothing_of_the_others_is_listed(browser, number)
    before = [b.ask("GET", "/export").body for b in browsers]
    probers = [Prober(service, browsers[i], browsers[1 - i], N // 2, i) for i in range(2)]
    for prober in probers:
        prober.start()
    for prober in probers:
        prober.join()
        if prober.problem:
            raise prober.problem
    expect([b.ask("GET", "/export").body for b in browsers] == before, "something was changed")
    kinds = len(list(targets()))
    statuses = {s: sum(p.statuses.get(s, 0) for p in probers) for p in probers for s in p.statuses}
    print(f"# {N} probes of {kinds} kinds: {statuses}")
    expect(statuses.get(404, 0) > sum(statuses.values()) / 2, statuses)
    expect([{kind: name(b) for kind, name in NAMES.items()} for b in browsers] == [b.names for b in browsers], "something is gone")


main([every_route_is_probed, nobody_is_answered_about_anothers])
