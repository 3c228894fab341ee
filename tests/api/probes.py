#!/usr/bin/env python3
"""Whoever asks for what is another's is answered as if it were not there: probes.py CRICKETS N, run by with_postgres.py. Two accounts,
each with calls, applications, letters, phones and a feed; each asks N/2 times for what the other has, and in the same words for what
nobody has: at every path of the contract with a part that names something, with every method, and in bodies. Both answers must be the
same 404 (or the same refusal of the words themselves), byte by byte; and nothing of the other may have changed."""

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
from harness import CONTRACT, PATIENCE, expect, main
from common import sql
from members import Service, sessions

N = int(sys.argv[2])
NOBODY = 777000  # ids from here on were never given out
BODIES = {"/interviews/{id}/acts": [{"act": "called"}, {"act": "send"}, {"act": "rejected"}, {"act": "undo"}],
          "/applications/{id}/acts": [{"act": "note", "text": "x"}, {"act": "undo"}, {"act": "move", "stage": "applied"}],
          "/applications/{id}": [{"role": "x"}, {"notes": "y"}],
          "/interviews/{id}/letter": [{"body": "x"}, {"subject": "x", "body": "y"}]}
SECRET = re.compile(rb"Fabrikam|Northwind|Contoso|Engineer|Dana|member-\d|phone-of")


def fill(browser, number):
    """So that each has ids that the other has not: the first has fewer of all."""
    for i in range(3 * number):
        browser.ask("POST", "/interviews", {"text": f"Dana Reyes of Northwind calls 2090-11-2{1 + i} 14:00 New York time, 212-555-0117"}, status=201)
        browser.ask("POST", "/applications", {"company": f"Fabrikam {i}", "role": "Engineer"}, status=201)
    browser.ask("POST", "/hooks", {"name": f"phone-of-{number}", "kind": "bearer"}, status=201)
    browser.session = browser.ask("GET", "/login").json["sessions"][0]["id"]
    browser.phone = f"phone-of-{number}"


def ids_of(browser):
    calls = [c["id"] for c in browser.ask("GET", "/interviews").json["interviews"]]
    return {"interviews": set(calls), "applications": {a["id"] for a in browser.ask("GET", "/applications").json["applications"]}}


def targets():
    """(method, template, body): each path of the contract with a part that names something of an account."""
    for template, item in CONTRACT["paths"].items():
        if "servers" in item or "{" not in template or template.startswith(("/stories", "/pictures")):
            continue
        for method in ("get", "post", "put", "delete"):
            if method in item:
                for body in BODIES.get(template, [{}]) if "requestBody" in item[method] else [None]:
                    yield method.upper(), template, body


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

    def probe(self, method, template, body):
        kind = template.split("/")[1]
        theirs = self.random.choice(sorted(self.foreign.get(kind, {1})))
        name = self.other.session if "sessions" in template else self.other.phone
        nobody = NOBODY + self.random.randrange(1000)
        told = []
        for number, known in ((theirs, name), (nobody, "not-there")):
            path = template.replace("{id}", str(number)).replace("{name}", known)
            status, text = self.ask(method, path, body)
            told.append((status, re.sub(rb"\b%d\b" % number, b"#", text.replace(known.encode(), b"@"))))
        expect(told[0] == told[1], method, template, body, told)
        expect(told[0][0] in (404, 400, 422, 409) and not SECRET.search(told[0][1]), method, template, body, told)
        self.statuses[told[0][0]] = self.statuses.get(told[0][0], 0) + 1

    def run(self):
        try:
            mine, theirs = ids_of(self.asker), ids_of(self.other)
            self.foreign = {kind: theirs[kind] - mine[kind] or {NOBODY - 1} for kind in theirs}
            for done, target in enumerate(itertools.islice(itertools.cycle(list(targets())), self.count)):
                progress.tell(f"probes by {self.name}", done, self.count)
                self.probe(*target)
        except Exception as problem:
            self.problem = problem


def nobody_is_answered_about_anothers(desk):
    desk.__class__ = Service
    service = desk.found("probes").serve()
    browsers = sessions(service, 2)
    # However long it takes, they have just shown who they are: else that is asked for before anything is looked for.
    sql("probes", "UPDATE crickets.credential SET body = jsonb_set(body::jsonb, '{proved}', '4000000000000000') WHERE kind = 'session'")
    for number, browser in enumerate(browsers, 1):
        fill(browser, number)
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


main([nobody_is_answered_about_anothers])
