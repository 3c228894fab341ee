#!/usr/bin/env python3
"""Random requests of somebody who is signed in: at every path of the contract, with values of every kind in every place. None may be
answered by an error of the server's own or by silence, and it lives: bodies.py CRICKETS ROUNDS [SEED]."""

import json
import random
import sys
from pathlib import Path
from urllib.parse import quote

sys.path.insert(1, str(Path(__file__).resolve().parent.parent))
import progress
from harness import CONTRACT, base_of, expect, main

ROUNDS = int(sys.argv[2])
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 30)
MISSED = "2026-11-24T13:12:00-06:00"
WORDS = ["Dana of Northwind calls Tuesday November 24 2pm ET", "", "a\0b", "\x1b[31m", "\u202e", "\ud800", "x" * 5000, "-1", "1e9",
         "2026-11-24T13:00:00-06:00", "9999-12-31T23:59:59Z", "+12125550117", "a@b.example", "'; drop table fact;--", "../../etc/passwd",
         "America/Chicago"]
OTHERS = [None, True, 0, -1, 1, 2**31, 2**53, 2**63 - 1, -(2**63), 1e308, 0.5, [], {}, [[]]]
SEGMENTS = ["1", "1", "1", "2", "0", "-1", "x", "%00", "..%2f", "9" * 30, "1%0a", "late-recruiter"]
BROKEN = ["", "null", "1", '"x"', "{", '{"a":1,"a":2}', "[" * 60000, '{"text":"\\ud800"}', '{"text":"\\u0000"}', "BEGIN:VCALENDAR\r\n",
          "<calls>" * 2000, "a,b\n1,2"]
LEFT_OUT = ("/events", "/session", "/account")  # no end; and what ends the session


def resolve(schema):
    while "$ref" in schema:
        at = CONTRACT
        for step in schema["$ref"].removeprefix("#/").split("/"):
            at = at[step]
        schema = at
    return schema


class Stranger:
    def __init__(self, chance):
        self.chance = chance

    def value(self, depth=0):
        kind = self.chance.random()
        if depth < 3 and kind < 0.1:
            return {self.chance.choice(WORDS): self.value(depth + 1) for _ in range(self.chance.randrange(4))}
        if depth < 3 and kind < 0.2:
            return [self.value(depth + 1) for _ in range(self.chance.randrange(5))]
        return self.chance.choice(WORDS if kind < 0.6 else OTHERS)

    def path(self, template, item):
        parts = [self.chance.choice(SEGMENTS) if part.startswith("{") else part for part in template.split("/")]
        names = [p["name"] for p in map(resolve, item.get("parameters", [])) if p["in"] == "query"]
        query = "&".join(f"{name}={quote(self.chance.choice(WORDS).encode('utf-8', 'surrogatepass')[:300])}" for name in names
                         if self.chance.random() < 0.7)
        return "/".join(parts) + (f"?{query}" if query else "")

    def body(self, item):
        schema = resolve(item.get("requestBody", {})).get("content", {}).get("application/json", {}).get("schema", {})
        names = resolve(schema).get("properties", {})
        if names and self.chance.random() < 0.8:
            return json.dumps({name: self.value() for name in names if self.chance.random() < 0.8})
        return self.chance.choice(BROKEN)


def requests():
    for template, item in CONTRACT["paths"].items():
        for method in ("get", "post", "put", "delete"):
            if method in item and template not in LEFT_OUT:
                yield template, method, item[method]


def nothing_breaks_the_server(desk):
    desk.set_up()
    desk.run("add", "Dana Reyes of Northwind calls Tuesday November 24 2pm ET, 212-555-0117")
    desk.serve(now=MISSED).sign_in()
    stranger = Stranger(random.Random(SEED))
    statuses = {}
    for number in range(ROUNDS):
        progress.tell("rounds of random requests", number, ROUNDS)
        for template, method, item in requests():
            if method == "delete" and stranger.chance.random() < 0.8:
                continue  # so that something is there
            path = base_of(template) + stranger.path(template, item)
            body = stranger.body(item) if method in ("post", "put") else None
            headers = {"Cookie": desk.cookie, "Origin": desk.origin, "Content-Type": "application/json"}
            answer = desk.send(method.upper(), path, body, headers)
            expect(answer.status and answer.status < 500, SEED, method, path, (body or "")[:400], answer.status, answer.body[:400])
            statuses[answer.status] = statuses.get(answer.status, 0) + 1
    desk.ask("GET", "/now")
    expect(desk.server.poll() is None, "it ended")
    print(f"# seed {SEED}: {dict(sorted(statuses.items()))}")


main([nothing_breaks_the_server])
