#!/usr/bin/env python3
"""Whether it can be told by the clock who has an account.

    python3 tests/store/with_postgres.py python3 bench/sign-in.py CRICKETS [ROUNDS]     (400 rounds by default)

Strangers ask a service in each way that is open to them, about who has an account there and who has none, in an order that is
drawn anew each round, and so that no limit is met. For each it says the median beside that of nobody's address (the ratio), and
how often one of it took longer than one of nobody's: 50 % is what cannot be told apart. So does the line "same", of nobody's
address again: what it differs by is the machine's noise. "next" is the request that comes right behind, on the same connection.
A calendar's address ("feed") and a link's token begin with an account's number, which is random and which nobody is told but its
owner and their coaches: of the first it shows whether there is such a number.
The answers themselves must be the same, byte by byte, their headers too.
"""
import base64
import http.client
import json
import os
import pathlib
import random
import statistics
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / "api"), str(ROOT / "tests")]
from common import expect, sql  # noqa: E402
from members import Service, now, totp  # noqa: E402

ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 400
NOBODY = "nobody"


class Stranger:
    """A connection that is kept; each request comes from another place."""

    def __init__(self, service):
        self.service, self.asked = service, random.randrange(1 << 20)
        self.connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=120)

    def ask(self, method, path, document=None):
        self.asked += 1
        n = self.asked
        headers = {"Host": f"localhost:{self.service.port}", "Origin": self.service.origin, "X-Request-Id": "asked-by-a-bench",
                   "X-Forwarded-For": f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}"}
        if document is not None:
            headers["Content-Type"] = "application/json"
        body = json.dumps(document) if document is not None else None
        began = time.perf_counter_ns()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        said = answer.read()
        took = time.perf_counter_ns() - began
        kept = sorted((name, value) for name, value in answer.getheaders() if name not in ("Date", "Crickets-Now"))
        return took, (answer.status, kept, said)


def people(service):
    """One of each kind, and the number of each one's account."""
    def member(name):
        browser = service.browser()
        browser.sign_up(service.invitation(f"{name}@north.example"), name)
        return browser
    for name in ("password", "passkey", "suspended"):
        member(name)
    browser = member("code")
    made = browser.ask("POST", "/login/totp").json
    browser.ask("PUT", "/login/totp", {"code": totp(made["secret"], now())})
    service.accounts("suspend", "suspended@north.example")
    service.accounts("invite", "--link", "invited@north.example")
    numbers = dict(line.split("|") for line in sql("timed", "SELECT split_part(email, '@', 1), account_id FROM crickets.member").splitlines())
    # who has no password, as they came by an institution, or took it away
    sql("timed", f"DELETE FROM crickets.credential WHERE kind = 'password' AND account_id = {numbers['passkey']}")
    return numbers


def token_of(number):
    return base64.urlsafe_b64encode(int(number).to_bytes(8, "big") + bytes(32)).decode().rstrip("=")


def questions(numbers):
    """(what, who): method, path, document."""
    asked = {}
    for who in ("password", "code", "passkey", "suspended", "invited", NOBODY, "same"):
        email = f"{who}@north.example"
        asked["sign-in", who] = ("POST", "/api/v1/sign-in", {"email": email, "password": "not the password"})
        asked["forgotten", who] = ("POST", "/api/v1/forgotten", {"email": email})
    some = {**numbers, NOBODY: str(random.randrange(1 << 33, 1 << 52)), "same": str(random.randrange(1 << 33, 1 << 52))}
    for who, number in some.items():
        token = token_of(number)
        asked["code", who] = ("POST", "/api/v1/sign-in/code", {"step": token, "code": "123456"})
        asked["invitation", who] = ("POST", "/api/v1/invitation", {"token": token})
        asked["reset", who] = ("POST", "/api/v1/reset", {"token": token, "password": "quite another password"})
        asked["feed", who] = ("GET", f"/feed/{number}-{'x' * 43}.ics", None)
        asked["session", who] = ("DELETE", "/api/v1/session", None)
    return asked


def measure(service, asked):
    stranger, took, said = Stranger(service), {}, {}
    following = ("POST", "/api/v1/sign-in", {"email": "somebody.else@north.example", "password": "not the password"})
    for number in range(ROUNDS + 10):
        sql("timed", "DELETE FROM crickets.attempt")
        order = list(asked)
        random.shuffle(order)
        for key in order:
            usec, answer = stranger.ask(*asked[key])
            after, _ = stranger.ask(*following) if key[0] in ("sign-in", "forgotten") else (None, None)
            said.setdefault(key[0], {}).setdefault(repr(answer), []).append(key[1])
            if number >= 10:
                took.setdefault(key, []).append(usec)
                if after is not None:
                    took.setdefault((key[0] + ", next", key[1]), []).append(after)
    for what, answers in said.items():
        expect(len(answers) == 1, what, {answer: set(who) for answer, who in answers.items()})
    return took


def longer(ones, others):
    """How often one took longer than another, of all pairs."""
    rank = sorted([(t, 1) for t in ones] + [(t, 0) for t in others])
    above = below = 0
    for _, one in rank:
        above += below if one else 0
        below += 0 if one else 1
    return above / (len(ones) * len(others))


def main():
    with tempfile.TemporaryDirectory(prefix="crickets-") as folder:
        os.chmod(folder, 0o755)
        service = Service(folder)
        service.found("timed").serve()
        try:
            took = measure(service, questions(people(service)))
        finally:
            service.stop()
    print(f"{'':28}{'median ms':>10}{'ratio':>8}{'longer':>9}")
    for (what, who), times in sorted(took.items()):
        nobody = took[what, NOBODY]
        middle = statistics.median(times)
        print(f"{what + ' ' + who:28}{middle / 1e6:10.2f}{middle / statistics.median(nobody):8.3f}{longer(times, nobody):9.1%}")


if __name__ == "__main__":
    main()
