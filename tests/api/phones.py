#!/usr/bin/env python3
"""Phones tell of their calls: who is believed, what becomes of it, and how much is taken."""

import base64
import calendar
import hashlib
import hmac
import http.client
import json
import os
import re
import sqlite3
import threading
import time
import urllib.parse
from pathlib import Path

from harness import NOW, PATIENCE, Answer, check_contract, expect, main

WORDS = "Dana Reyes of Northwind calls Tuesday November 24 2pm ET, 212-555-0117"
AT = "2026-11-24T13:04:00-06:00"  # four minutes past
TOKEN = "0123456789abcdef0123456789abcdef"
MISSED = {"kind": "missed", "number": "+1 212 555 0117", "at": "2026-11-24T13:02:00-06:00"}


def begin(desk, *options, now=AT):
    desk.set_up()
    desk.run("add", WORDS)
    return desk.serve(*options, now=now).sign_in() and desk


def make(desk, name="my-phone", kind="bearer", **more):
    return desk.ask("POST", "/hooks", {"name": name, "kind": kind, **more}, status=201).json


def tell(desk, body, status=200, path="/hook/call", **headers):
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    body = body if isinstance(body, (str, bytes)) else json.dumps(body)
    answer = desk.send("POST", path, body, sent)
    expect(answer.status == status, body[:200], headers, answer.status, answer.body[:300])
    check_contract(answer)
    return answer


def bearer(made):
    return {"Authorization": "Bearer " + made["secret"]}


def evidence(desk):
    return [item["text"] for reason in desk.ask("GET", "/interviews/1/why").json["reasons"] for item in reason["evidence"]]


def lines(desk):
    return [row["text"] for row in desk.ask("GET", "/interviews/1").json["timeline"]]


def calls_of(desk, number):
    return [f for f in json.loads(desk.run("export", now=AT))["facts"] if f.get("call", {}).get("number") == number]


def a_missed_call_is_told(desk):
    begin(desk)
    phone = make(desk)
    expect(tell(desk, MISSED, **bearer(phone)).json == {"calls": 1, "new": 1})
    expect(tell(desk, MISSED, **bearer(phone)).json == {"calls": 1, "new": 0}, "the same call twice")
    later = {"kind": "missed", "number": "+1 212 555 0123"}  # as a phone tells it again that did not hear the answer
    expect([tell(desk, later, **bearer(phone)).json["new"] for _ in range(2)] == [1, 0], "told twice without a time")
    ids = [{**later, "number": "+1 212 555 0124", "id": str(n)} for n in (1, 2, 2)]
    expect([tell(desk, one, **bearer(phone)).json["new"] for one in ids] == [1, 1, 0], "each id is a call")
    call = desk.ask("GET", "/now").json["interview"]
    expect(call["step"] == "call" and call["phase"] in ("waiting", "missed"), call)
    expect(any("Missed call at 1:02 PM" in text for text in evidence(desk)), evidence(desk))
    facts = calls_of(desk, "+12125550117")
    expect(len(facts) == 1 and facts[0]["source"] == "phone my-phone", facts)


def what_it_tells_is_read_apart(desk):
    """A folder of zones that no other test names marks this server's nursery."""
    zones = "/usr/share/zoneinfo" + "/." * (20 + os.getpid() % 300)
    desk.environment["TZDIR"] = zones

    def nurseries():
        return [e for e in Path("/proc").iterdir() if e.name.isdigit() and marked(e, f"TZDIR={zones}\0".encode())]

    begin(desk)
    phone = bearer(make(desk))
    expect(not nurseries(), "begun without need")
    expect("kind" in tell(desk, {"kind": "nonsense"}, 422, **phone).json["detail"])
    expect(nurseries(), "it was read in the server")
    tell(desk, MISSED, **phone)


def marked(entry, mark):
    try:
        return b"read-apart" in (entry / "cmdline").read_bytes() and mark in (entry / "environ").read_bytes()
    except OSError:
        return False


def an_answered_call_ends_the_waiting(desk):
    begin(desk)
    tell(desk, {**MISSED, "kind": "incoming", "duration": 180}, **bearer(make(desk)))
    expect(desk.ask("GET", "/interviews/1").json["interview"]["phase"] == "held", lines(desk))


def what_a_phone_says_of_itself(desk):
    begin(desk)
    phone = bearer(make(desk))
    tell(desk, {"kind": "unreachable", "silence": "off", "at": "2026-11-24T12:40:00-06:00", "duration": 1500}, **phone)
    tell(desk, {**MISSED, "silence": "dnd"}, **phone)
    found = evidence(desk)
    expect("Your phone was off or had no network from 12:40 PM to 1:05 PM." in found, found)
    expect("Do not disturb was on when it came, at 1:02 PM." in found, found)


def two_sources_tell_of_one_call(desk):
    begin(desk)
    tell(desk, MISSED, **bearer(make(desk)))
    before = len(lines(desk))
    tell(desk, {**MISSED, "at": "2026-11-24T13:02:40-06:00"}, **bearer(make(desk, "tablet")))
    expect(len(lines(desk)) == before, lines(desk))
    tell(desk, {**MISSED, "at": "2026-11-24T13:03:50-06:00"}, **bearer(make(desk, "tablet")))
    expect(len(lines(desk)) > before, "another call a good minute later")


def unknown_ones_are_refused(desk):
    begin(desk)
    phone, other = make(desk), make(desk, "other")
    for headers in ({}, {"Authorization": ""}, {"Authorization": "Bearer "}, {"Authorization": "Bearer " + "0" * 64},
                    {"Authorization": "Basic " + phone["secret"]}, {"Authorization": phone["secret"]},
                    {"Authorization": "Bearer " + phone["secret"][:-1]}, {"Authorization": "Bearer " + phone["secret"] + "0"},
                    {"Authorization": "Bearer " + "a" * 5000}, {"Cookie": desk.cookie}):
        tell(desk, MISSED, 401, **headers)
    tell(desk, MISSED, 401, "/hook/call?device=other", **bearer(phone))
    tell(desk, MISSED, 401, "/hook/call?device=nobody", **bearer(phone))
    tell(desk, MISSED, 200, "/hook/call?device=my-phone", **bearer(phone))
    again = make(desk)  # a new secret
    tell(desk, MISSED, 401, **bearer(phone))
    tell(desk, MISSED, 200, **bearer(again))
    desk.ask("DELETE", "/hooks/other", status=204)
    tell(desk, MISSED, 401, **bearer(other))
    for method in ("GET", "PUT", "DELETE"):
        expect(desk.send(method, "/hook/call", headers=bearer(again)).status == 405, method)
    for path in ("/hook", "/hook/", "/hook/calls", "/hook/call/x", "/hook/../api/v1/now"):
        expect(desk.send("POST", path, "{}", bearer(again)).status in (400, 403, 404), path)
    expect(desk.send("GET", "/api/v1/now", headers=bearer(again)).status == 401, "a phone's secret opens more")
    for site in ({"Origin": "https://evil.example"}, {"Sec_Fetch_Site": "cross-site"}, {"Origin": "null"}):
        tell(desk, MISSED, 403, **bearer(again), **site)


def nothing_of_a_secret_is_kept(desk):
    begin(desk)
    secrets = [make(desk)["secret"], make(desk, "signer", "hmac")["secret"].removeprefix("whsec_"), TOKEN]
    make(desk, "twilio", "twilio", token=TOKEN)
    kept = desk.run("export", now=AT)
    for name in ("crickets.db", "crickets.db-wal", "errors.txt", "crickets/secrets.ini"):
        kept += (desk.folder / name).read_bytes().decode("latin-1")
    for secret in secrets:
        expect(secret not in kept, "kept:", secret)
    desk.ask("DELETE", "/account", {"confirm": "erase everything"}, status=204)
    expect("hook" not in (desk.folder / "crickets/secrets.ini").read_text(), "a secret outlives the account")


def key_of(made):
    return base64.b64decode(made["secret"].removeprefix("whsec_"))


def sign(made, body, at, name="msg_0123456789"):
    text = f"{name}.{at}.{body}".encode()
    signature = base64.b64encode(hmac.new(key_of(made), text, hashlib.sha256).digest()).decode()
    return {"webhook_id": name, "webhook_timestamp": str(at), "webhook_signature": "v1," + signature}


def signed_requests(desk):
    """Standard Webhooks: what is signed, how old it may be, and that it is taken once."""
    begin(desk)
    made = make(desk, "pbx", "hmac")
    path, body = "/hook/call?device=pbx", json.dumps(MISSED)
    at = calendar.timegm((2026, 11, 24, 19, 4, 5))
    good = sign(made, body, at)
    expect(key_of(made) != key_of(make(desk, "other", "hmac")) and len(key_of(made)) == 32, "no key of its own")
    expect(tell(desk, body, path=path, **good).json["new"] == 1)
    tell(desk, body, 409, path, **good)
    tell(desk, body, 409, path, **sign(made, body, at + 5))  # the same name, signed again
    tell(desk, body, 200, path, **sign(made, body, at, "msg_another-1"))
    for offset in (-400, 400, -10**9):
        tell(desk, body, 401, path, **sign(made, body, at + offset, "msg_time" + str(abs(offset))))
    for name, status in (("msg_8678", 200), ("m" * 128, 200), ("msg_867", 401), ("m" * 129, 401), ("msg_with blank", 401),
                         ("msg_dot.1795547045", 401)):  # which could be told again as msg_dot
        tell(desk, body, status, path, **sign(made, body, at, name))
    fresh = sign(made, body, at, "msg_fresh-0")
    for change in ({"webhook_id": "msg_fresh-1"}, {"webhook_timestamp": str(at + 1)}, {"webhook_signature": "v1,"},
                   {"webhook_signature": fresh["webhook_signature"].replace("v1,", "v2,")}, {"webhook_timestamp": "now"},
                   {"webhook_timestamp": ""}, {"webhook_id": "a.b c"}, {"webhook_id": ""}):
        tell(desk, body, 401, path, **{**fresh, **change})
    tell(desk, body + " ", 401, path, **fresh)
    tell(desk, body, 401, "/hook/call", **fresh)
    tell(desk, body, 401, path, Authorization="Bearer " + made["secret"])
    two = {**fresh, "webhook_signature": "v1,bm9uZQ== " + fresh["webhook_signature"]}  # a key being changed
    tell(desk, body, 200, path, **two)
    bad = json.dumps({"kind": "danced"})
    for _ in range(2):  # what could not be taken may come again
        tell(desk, bad, 422, path, **sign(made, bad, at, "msg_again-00"))
    late = '{"kind": "missed", "number": "+12125550199"}'  # signed by a clock that is ahead
    ahead = sign(made, late, at + 290, "msg_ahead-0")
    tell(desk, late, 200, path, **ahead)
    desk.stop()
    desk.serve(now="2026-11-24T13:13:30-06:00").sign_in()  # nor does a restart make it new, as long as its time is right
    tell(desk, late, 409, path, **ahead)
    expect(len(calls_of(desk, "+12125550199")) == 1, "it was taken twice")


def what_could_not_be_kept_comes_again(desk):
    """A signed request that the database did not take is not taken for a replay when it is sent again."""
    begin(desk)
    made = make(desk, "pbx", "hmac")
    at = calendar.timegm((2026, 11, 24, 19, 4, 5))
    path, other = "/hook/call?device=pbx", json.dumps({**MISSED, "number": "+1 212 555 0123"})
    tell(desk, json.dumps(MISSED), 200, path, **sign(made, json.dumps(MISSED), at))
    full = {"fact_full": "fact (account_id) WHERE body LIKE '%phone pbx%'", "answer_full": "answer (at) WHERE at = 0"}
    with sqlite3.connect(desk.folder / "crickets.db") as base:
        for name, what in full.items():
            base.execute(f"CREATE UNIQUE INDEX {name} ON {what}")
        base.execute("INSERT INTO answer SELECT 0, key, 0, request, status, body FROM answer")
    signed = {k.replace("_", "-"): v for k, v in sign(made, other, at, "msg_full-00").items()}
    expect(desk.send("POST", path, other, signed).status == 500)
    with sqlite3.connect(desk.folder / "crickets.db") as base:
        for name in full:
            base.execute(f"DROP INDEX {name}")
        base.execute("DELETE FROM answer WHERE account_id = 0")
    expect([desk.send("POST", path, other, signed).status for _ in range(2)] == [200, 409])
    expect(len(calls_of(desk, "+12125550123")) == 1, "lost, or taken twice")


def replays_race(desk):
    begin(desk)
    made = make(desk, "pbx", "hmac")
    at = calendar.timegm((2026, 11, 24, 19, 4, 5))
    signed = {k.replace("_", "-"): v for k, v in sign(made, json.dumps(MISSED), at).items()}
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(
        desk.send("POST", "/hook/call?device=pbx", json.dumps(MISSED), signed).status)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expect(sorted(answers) == [200] + [409] * 7, answers)


def twilio_signature(url, fields, token=TOKEN):
    text = url + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


def twilio_callbacks(desk):
    # The example of Twilio's own documentation.
    example = {"CallSid": "CA1234567890ABCDE", "Caller": "+14158675309", "Digits": "1234", "From": "+14158675309",
               "To": "+18005551212"}
    expect(twilio_signature("https://mycompany.com/myapp.php?foo=1&bar=2", example, "12345") == "RSOYDt4T1cUTdK1PDd93/VVr8B8=")
    begin(desk)
    made = make(desk, "twilio", "twilio", token=TOKEN)
    expect(made["secret"] is None, made)
    fields = {"CallSid": "CA1", "CallStatus": "no-answer", "From": "+12125550117", "To": "+13125550142", "Direction": "inbound",
              "CallDuration": "0", "Timestamp": "Tue, 24 Nov 2026 19:02:00 +0000"}
    path = "/hook/call?device=twilio"

    def post(fields, signature, status=200):
        return tell(desk, urllib.parse.urlencode(fields), status, path, X_Twilio_Signature=signature,
                    Content_Type="application/x-www-form-urlencoded")

    done = post(fields, twilio_signature(made["url"], fields))
    expect(done.body.endswith(b"<Response/>") and "xml" in done.headers["Content-Type"], done.body)
    before = lines(desk)
    expect(any("Missed call at 1:02 PM" in text for text in evidence(desk)), evidence(desk))
    post(fields, twilio_signature(made["url"], fields))  # they may send it again
    expect(lines(desk) == before, lines(desk))
    tell(desk, urllib.parse.urlencode(fields), 401, path)
    for broken in ("kind=missed&kind=missed", "%00"):
        tell(desk, broken, 401, path, X_Twilio_Signature=twilio_signature(made["url"], {}))
    for wrong in ("", twilio_signature(made["url"], fields, TOKEN[::-1]), twilio_signature(made["url"] + "x", fields),
                  twilio_signature(made["url"], {**fields, "CallStatus": "completed"})):
        post(fields, wrong, 401)
    post({**fields, "From": "+12125550199"}, twilio_signature(made["url"], fields), 401)
    ringing = {**fields, "CallSid": "CA2", "CallStatus": "ringing"}
    post(ringing, twilio_signature(made["url"], ringing))
    expect(lines(desk) == before, "a ringing leg is no news")


def an_exchange_tells(desk):
    begin(desk)
    phone = bearer(make(desk, "pbx"))
    row = {"src": "2125550117", "dst": "100", "dcontext": "from-trunk", "clid": '"Dana Reyes" <2125550117>', "start":
           "2026-11-24 13:02:11", "billsec": "0", "disposition": "NO ANSWER", "uniqueid": "1795546931.7"}
    expect(tell(desk, urllib.parse.urlencode(row), **phone).json == {"calls": 1, "new": 1})
    expect(tell(desk, urllib.parse.urlencode(row), **phone).json == {"calls": 1, "new": 0})
    expect(any("Missed call at 1:02 PM" in text for text in evidence(desk)), evidence(desk))


def bodies_that_are_none(desk):
    begin(desk)
    phone = bearer(make(desk))
    export = desk.run("export", now=AT)
    for body in ("", "{", "[" * 3000, '{"kind": "missed", "kind": "missed"}', "kind=missed&kind=missed", "%", "kind", "\x00", b"\xff",
                 '"missed"', "null", json.dumps([MISSED] * 101), json.dumps({**MISSED, "at": "2027-01-01T00:00:00Z"}),
                 json.dumps([MISSED, {"kind": "danced"}])):
        tell(desk, body, 422, **phone)
    expect(desk.run("export", now=AT) == export, "something was taken of it")
    hostile = {**MISSED, "name": "\x1b[31mDana\u202e" + "x" * 9000, "number": "+1 212 555 0117\r\nX: y", "id": "\x1b" * 500}
    tell(desk, hostile, 200, **phone)
    expect("\\u001b" not in desk.run("export", now=AT), "control characters are kept")


def no_more_than_there_is_room_for(desk):
    """And the token of one that is refused is not kept."""
    begin(desk)
    phones = [make(desk, f"phone-{n}") for n in range(16)]
    desk.ask("POST", "/hooks", {"name": "twilio", "kind": "twilio", "token": TOKEN}, status=422)
    kept = desk.folder / "crickets/secrets.ini"
    expect(not kept.exists() or "twilio" not in kept.read_text(), "a token is kept for nobody")
    make(desk, "phone-7")  # anew
    tell(desk, MISSED, 401, **bearer(phones[7]))
    tell(desk, MISSED, 200, **bearer(phones[8]))


def an_address_for_phones_alone(desk):
    """--listen opens one path on another address, and nothing else."""
    begin(desk, "--listen", "127.0.0.2:0")
    while b"Phones may tell" not in desk.printed:
        line = desk.server.stdout.readline()
        expect(line, desk.printed)
        desk.printed += line
    where = re.search(rb"http://(127\.0\.0\.2):(\d+)/hook/call", desk.printed)
    host, port = where.group(1).decode(), int(where.group(2))
    made = make(desk)
    expect(made["url"] == f"http://{host}:{port}/hook/call?device=my-phone", made["url"])

    def ask(method, path, body=None, **headers):
        connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers)
            return Answer(connection.getresponse(), method, path)
        finally:
            connection.close()

    expect(ask("POST", "/hook/call", json.dumps(MISSED), **bearer(made)).json == {"calls": 1, "new": 1})
    link = desk.run("serve", "--link", now=AT).strip().split("/", 3)[3]
    for method, path in (("GET", "/"), ("GET", "/api/v1/now"), ("GET", "/api/v1/openapi.json"), ("GET", "/" + link),
                         ("POST", "/api/v1/interviews"), ("GET", "/feed/x.ics"), ("DELETE", "/api/v1/account")):
        answer = ask(method, path, None, Cookie=desk.cookie, Host=f"127.0.0.1:{desk.port}")
        expect(answer.status == 404 and "Set-Cookie" not in answer.headers, method, path, answer.status)
    expect(ask("GET", "/hook/call", None, **bearer(made)).status == 405)
    desk.sign_in("http://x/" + link)


def addresses_that_are_no_address(desk):
    for where in ("example.com", "1.2.3", "127.0.0.1:x", ":80", "", "127.0.0.1:99999"):
        desk.run("serve", "--port", "0", "--listen", where, code=2)
    desk.run("serve", "--port", "0", "--listen", "192.0.2.7", code=4)  # not of this machine


def the_command_sets_up_phones(desk):
    desk.set_up()
    desk.run("setup", "phone", code=1)
    made = json.loads(desk.run("--json", "setup", "phone", "my-phone"))
    expect(made["kind"] == "bearer" and len(made["secret"]) == 64, made)
    desk.run("setup", "phone", "tw", "--auth", "twilio", "--password-stdin", stdin=TOKEN.encode())
    for token in ("t" * 15, "t" * 129, "t" * 20 + " t", "t" * 20 + "\x07"):
        desk.run("setup", "phone", "tw2", "--auth", "twilio", "--password-stdin", stdin=token.encode(), code=4)
    words = desk.run("setup", "phone", "pbx", "--auth", "hmac")
    expect("whsec_" in words and "docs/phone.md" in words, words)
    desk.run("setup", "phone", "tw2", "--auth", "twilio", code=4)
    desk.run("setup", "phone", "Bad Name", code=4)
    desk.run("setup", "phone", "x", "--auth", "magic", code=2)
    listed = desk.run("setup", "phone")
    expect([line.split()[0] for line in listed.splitlines()] == ["my-phone", "pbx", "tw"] and "not heard yet" in listed, listed)
    checks = {c["about"]: c for c in json.loads(desk.run("--json", "doctor", code=None))["checks"]}
    expect(checks["my-phone"]["result"] == "caution" and "no call yet" in checks["my-phone"]["text"], checks)
    desk.serve().sign_in()
    tell(desk, {"kind": "missed"}, Authorization="Bearer " + made["secret"])
    expect([h["name"] for h in desk.ask("GET", "/hooks").json["hooks"]] == ["my-phone", "pbx", "tw"])
    # One that is made anew says so; and where that came to nothing the old secret is as good as before.
    before, body = json.loads(desk.run("--json", "setup", "phone", "pbx", "--auth", "hmac")), '{"kind": "missed"}'
    at = calendar.timegm((2026, 11, 20, 18, 0, 5))
    lock = sqlite3.connect(desk.folder / "crickets.db", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    desk.run("setup", "phone", "pbx", "--auth", "hmac", code=4)
    lock.execute("ROLLBACK")
    tell(desk, body, 200, "/hook/call?device=pbx", **sign(before, body, at))
    expect("old secret opens nothing any more" in desk.run("setup", "phone", "pbx", "--auth", "hmac"))
    tell(desk, body, 401, "/hook/call?device=pbx", **sign(before, body, at, "msg_too_late"))
    desk.run("setup", "remove", "my-phone")
    tell(desk, {"kind": "missed"}, 401, Authorization="Bearer " + made["secret"])
    desk.run("setup", "remove", "my-phone", code=1)


if __name__ == "__main__":
    main([a_missed_call_is_told, what_it_tells_is_read_apart, an_answered_call_ends_the_waiting, what_a_phone_says_of_itself, two_sources_tell_of_one_call,
          unknown_ones_are_refused, nothing_of_a_secret_is_kept, signed_requests, what_could_not_be_kept_comes_again,
          replays_race, twilio_callbacks, an_exchange_tells,
          bodies_that_are_none, no_more_than_there_is_room_for, an_address_for_phones_alone, addresses_that_are_no_address, the_command_sets_up_phones])
