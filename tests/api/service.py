#!/usr/bin/env python3
"""Many accounts on one server: how people come in, and that nobody sees another's. Run by with_postgres.py."""

import base64
import hashlib
import http.client
import json
import os
import re
import select
import socket
import subprocess
import threading

from harness import CONTRACT, PATIENCE, Desk, check_contract, expect, main
from common import ago, sql, until
from members import PASSWORD, Service, now, query_of, sessions, totp
from issuer import Issuer

CALL = {"text": "Dana Reyes of Northwind calls 2090-11-24 14:00 New York time, 212-555-0117"}


def said(answer):
    """All but what is each request's own."""
    return re.sub(rb',?"request":"\w+"', b"", answer.body)


def as_service(desk):
    """The harness makes a Desk; it becomes a service of its own."""
    desk.__class__ = Service
    return desk


def by_invitation(desk):
    service = as_service(desk).found("invited").serve()
    service.ask("GET", "/now", status=401)
    ways = service.ask("GET", "/sign-in").json
    expect(ways == {"service": "Northwind Careers", "mail": True, "providers": []}, ways)
    expect("invited by mail" in service.accounts("invite", "dana@north.example"))
    token = service.link_in_mail("dana@north.example", "invitation")
    expect(service.ask("POST", "/invitation", {"token": token}).json == {"email": "dana@north.example"})
    expect(token not in service.accounts("list"))
    dana = service.browser()
    dana.sign_up(token, password="short words", status=422)
    dana.sign_up(token, password="dana@north.example", status=422)
    dana.sign_up(token)
    for again in (token, token[:-1] + ("A" if token[-1] != "A" else "B"), "x" * 54, "A" * 54):
        service.ask("POST", "/invitation", {"token": again}, status=404)
        service.browser().sign_up(again, status=404)
    session = dana.ask("GET", "/session").json
    expect(session["member"] == {"email": "dana@north.example", "name": "Dana", "role": "candidate", "verified": True}, session)
    expect(session["zone"] == "America/Chicago", session)
    expect(dana.ask("GET", "/profile").json["emails"] == ["dana@north.example"])
    expect("already" in service.accounts("invite", "Dana@North.example", code=3))
    expect("nobody signs in to it" in service.accounts("invite", "--account", "1", "jo@north.example", code=3))
    jo = service.browser()
    jo.sign_up(service.invitation("jo@north.example", "--account", "7"), "Jo")
    expect(jo.ask("GET", "/connections").json["connections"] == [])  # not what sends the service's letters
    # Who was let in to the machine's own account before that was refused is there no longer.
    sql("invited", "INSERT INTO crickets.account SELECT (jsonb_populate_record(a, '{\"account_id\": 1}')).* FROM crickets.account a"
        " WHERE account_id = 7; " + "; ".join(f"UPDATE crickets.{table} SET account_id = 1 WHERE account_id = 7"
                                              for table in ("member", "credential", "directory")))
    token = base64.urlsafe_b64encode((1).to_bytes(8, "big") + bytes(32)).decode().rstrip("=")
    sql("invited", f"UPDATE crickets.credential SET digest = '{hashlib.sha256(token.encode()).hexdigest()}' WHERE account_id = 1 AND kind = 'session'")
    jo.cookie = f"crickets_{service.port}={token}"
    jo.ask("GET", "/connections", status=401)
    expect("machine's own" in jo.come_in("jo@north.example", status=403).json["detail"])
    expect("no address" in service.accounts("invite", "nonsense", code=3))
    dana.ask("DELETE", "/session", status=204)
    dana.ask("GET", "/session", status=401)
    # An address that nobody confirmed is asked after.
    kim = service.browser()
    kim.sign_up(service.invitation("kim@north.example"), "Kim")
    expect(not kim.ask("GET", "/login").json["verified"])
    link = service.link_in_mail("kim@north.example", "your address")
    service.ask("POST", "/address", {"token": link}, status=204)
    service.ask("POST", "/address", {"token": link}, status=404)
    expect(kim.ask("GET", "/login").json["verified"])


def names_are_one_line(desk):
    """Others see them, terminals and mails show them: nothing in them goes on in another line, or backwards."""
    service = as_service(desk).found("named").serve()
    token = service.invitation("dana@north.example")
    dana = service.browser()
    for nothing in ("\u202e", " \r\n", "\x1b\x9b"):
        dana.sign_up(token, nothing, status=400)
    dana.sign_up(token, "Dana\x1b[31m \u202eReyes\r\nBcc: all@north.example\x9b\x7f")
    told = {dana.ask("GET", "/profile").json["name"], dana.ask("GET", "/session").json["member"]["name"]}
    expect(told == {"Dana[31m Reyes Bcc: all@north.example"}, told)


def wrong_is_wrong(desk):
    """The same words for a wrong password and for nobody; and a pause for who goes on, at both servers."""
    service = as_service(desk).found("wrong").serve()
    service.browser().sign_up(service.invitation("dana@north.example"))
    service.accounts("invite", "--link", "kim@north.example")
    answers = [service.browser().come_in(address, "not the password", status=401)
               for address in ("dana@north.example", "nobody@north.example", "kim@north.example")]
    expect(len({said(a) for a in answers}) == 1, [a.body for a in answers])
    refused = None
    for _ in range(12):
        answer = service.send("POST", "/api/v1/sign-in", json.dumps({"email": "sam@north.example", "password": "no no no"}),
                              {"Origin": service.origin, "Content-Type": "application/json", "X-Forwarded-For": "192.0.2.7"})
        refused = refused or (answer if answer.status == 429 else None)
    check_contract(refused)
    expect(int(refused.headers["Retry-After"]) >= 1, refused.headers)
    # From elsewhere its owner still comes in; and others do.
    service.browser().come_in("dana@north.example")
    service.browser().come_in("sam@north.example", "no no no", status=401)


def who_calls_is_the_proxys_word(desk):
    """Not their own, whether the proxy adds to their line or writes one below it."""
    service = as_service(desk).found("forwarded").serve()
    dana, = sessions(service, 1)
    for lines in (["198.51.100.1, 203.0.113.9"], ["198.51.100.1", "203.0.113.9"], ["198.51.100.1, 198.51.100.2", "203.0.113.9"], ["::ffff:203.0.113.9"]):
        connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=PATIENCE)
        connection.putrequest("POST", "/api/v1/sign-in", skip_host=True)
        body = json.dumps({"email": "member-1@north.example", "password": PASSWORD}).encode()
        for name, value in [("Host", f"localhost:{service.port}"), ("Origin", service.origin), ("Content-Type", "application/json"),
                            ("Content-Length", str(len(body))), *(("X-Forwarded-For", line) for line in lines)]:
            connection.putheader(name, value)
        connection.endheaders(body)
        expect(connection.getresponse().status == 200)
        connection.close()
    sources = [s["source"] for s in dana.ask("GET", "/login").json["sessions"] if not s["current"]]
    expect(sources == ["203.0.113.9"] * 4, sources)


def guessed_from_everywhere(desk):
    """Of all strangers together at one address few tries are left; its owner comes in all the same, and nobody else does."""
    service = as_service(desk).found("guessed").serve()
    dana, eve = service.browser(), service.browser()
    dana.sign_up(service.invitation("dana@north.example"))
    eve.sign_up(service.invitation("eve@north.example"), "Eve")

    def attempt(browser, source, password="a guess, one of many"):
        return browser.send("POST", "/api/v1/sign-in", json.dumps({"email": "dana@north.example", "password": password}),
                            {"Origin": service.origin, "Content-Type": "application/json", "X-Forwarded-For": f"198.51.100.{source}",
                             **({"Cookie": browser.known} if browser.known else {})})
    told = [attempt(service.browser(), source).status for source in range(1, 41)]
    expect(20 <= told.count(401) <= 30, told)
    sql("guessed", f"UPDATE crickets.attempt SET until_at = {int(now() + 3500)}000000 WHERE until_at > 0")  # no pause ends meanwhile
    expect("passkey" in attempt(service.browser(), 90, PASSWORD).json["detail"])
    expect(attempt(eve, 91, PASSWORD).status == 429)  # known to be another's
    expect(attempt(dana, 92, PASSWORD).status == 200)
    # Whoever has such a browser has few tries, too, and does not lock out the others.
    another = service.browser()
    expect(429 in [attempt(dana, 93).status for _ in range(12)])
    # From a new browser by a link in the mail.
    digest = hashlib.sha256(dana.known.split("=")[1].encode()).hexdigest()
    known = f"SELECT count(*) FROM crickets.credential WHERE kind = 'browser' AND digest = '{digest}'"
    expect(sql("guessed", known) == "1")
    service.ask("POST", "/forgotten", {"email": "dana@north.example"}, status=202)
    token = service.link_in_mail("dana@north.example", "new password")
    another.keep_cookie(another.ask("POST", "/reset", {"token": token, "password": "the second password"}, status=204))
    expect(attempt(another, 94, "the second password").status == 200)
    expect(sql("guessed", known) == "0")  # a new password makes strangers of the others


def with_a_code(desk):
    service = as_service(desk).found("coded").serve()
    dana = service.browser()
    dana.sign_up(service.invitation("dana@north.example"))
    made = dana.ask("POST", "/login/totp").json
    expect(made["uri"].startswith("otpauth://totp/Northwind%20Careers:dana%40north.example?secret=" + made["secret"]), made)
    dana.ask("PUT", "/login/totp", {"code": "000000" if totp(made["secret"], now()) != "000000" else "111111"}, status=422)
    expect(not dana.ask("GET", "/login").json["totp"])
    at = now()
    codes = dana.ask("PUT", "/login/totp", {"code": totp(made["secret"], at)}).json["codes"]
    expect(len(set(codes)) == 10, codes)
    dana.ask("POST", "/login/totp", status=409)
    service.mail_to("dana@north.example", "was changed")
    half = service.browser()
    step = half.come_in("dana@north.example").json
    expect(step["next"] == "code" and half.cookie is None, step)
    # The code that set it up was used; one of the next half minute is within what clocks differ.
    half.ask("POST", "/sign-in/code", {"step": step["step"], "code": totp(made["secret"], at)}, status=401)
    good = {"step": step["step"], "code": totp(made["secret"], at + 30)}
    half.keep_cookie(half.ask("POST", "/sign-in/code", good))
    expect(half.ask("GET", "/login").json["sessions"][0]["how"] == "password and code")
    half.ask("POST", "/sign-in/code", good, status=404)
    for status in (200, 401):
        other = service.browser()
        step = other.come_in("dana@north.example").json["step"]
        other.ask("POST", "/sign-in/code", {"step": step, "code": codes[0].upper().replace("-", " ")}, status=status)
    expect(dana.ask("GET", "/login").json["recovery"] == 9)
    fresh = dana.ask("POST", "/login/recovery").json["codes"]
    expect(not set(fresh) & set(codes) and dana.ask("GET", "/login").json["recovery"] == 10)
    for _ in range(10):
        answer = other.send("POST", "/api/v1/sign-in/code", json.dumps({"step": step, "code": "123456"}),
                            {"Origin": service.origin, "Content-Type": "application/json"})
    check_contract(answer)
    expect(answer.status == 429, answer.status)
    dana.ask("DELETE", "/login/totp", status=204)
    expect(service.browser().come_in("dana@north.example").json["next"] == "done")
    dana.ask("POST", "/login/recovery", status=409)


def one_limit_is_not_anothers(desk):
    """Whoever knows an account's number, and not its password, does not use up its owner's tries of a code."""
    service = as_service(desk).found("limited").serve()
    dana, = sessions(service, 1)
    account = dana.ask("POST", "/login/passkeys/begin").json["user"]
    made = dana.ask("POST", "/login/totp").json
    code = dana.ask("PUT", "/login/totp", {"code": totp(made["secret"], now())}).json["codes"][0]
    for source in range(1, 31):
        told = service.send("POST", "/api/v1/sign-in", json.dumps({"email": f"code {account}", "password": "a guess, one of many"}),
                            {"Origin": service.origin, "Content-Type": "application/json", "X-Forwarded-For": f"198.51.100.{source}"})
        expect(told.status in (401, 429), told.status)
    sql("limited", f"UPDATE crickets.attempt SET until_at = {int(now() + 3500)}000000 WHERE until_at > 0")  # no pause ends meanwhile
    other = service.browser()
    other.ask("POST", "/sign-in/code", {"step": other.come_in("member-1@north.example").json["step"], "code": code})


def once_is_once(desk):
    """What is good once is so for those, too, who come with it at the same moment."""
    service = as_service(desk).found("once").serve()

    def race(path, bodies, good):
        answers, start = [], threading.Barrier(len(bodies))

        def ask(body):
            start.wait()
            answers.append(service.send("POST", "/api/v1" + path, json.dumps(body), {"Origin": service.origin, "Content-Type": "application/json"}))
        threads = [threading.Thread(target=ask, args=(body,)) for body in bodies]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        told = sorted(answer.status for answer in answers)
        # 429, 503: so many at once
        expect(told[0] == good and all(status in (401, 404, 429, 503) for status in told[1:]), path, told)

    token = service.invitation("dana@north.example")
    race("/sign-up", [{"token": token, "name": f"Dana {n}", "password": PASSWORD} for n in range(5)], 200)
    dana = service.browser()
    dana.come_in("dana@north.example")
    made = dana.ask("POST", "/login/totp").json
    codes = dana.ask("PUT", "/login/totp", {"code": totp(made["secret"], now())}).json["codes"]
    steps = [service.browser().come_in("dana@north.example").json["step"] for _ in range(13)]
    code = totp(made["secret"], now() + 30)  # the one that set it up was used; this is within what clocks differ
    for each, way in ((steps[:6], code), (steps[6:12], codes[0])):
        race("/sign-in/code", [{"step": step, "code": way} for step in each], 200)
    race("/sign-in/code", [{"step": steps[-1], "code": way} for way in codes[1:5]], 200)
    service.ask("POST", "/forgotten", {"email": "dana@north.example"}, status=202)
    token = service.link_in_mail("dana@north.example", "new password")
    race("/reset", [{"token": token, "password": f"the password of {n}"} for n in range(5)], 204)
    dana.come_in("dana@north.example", status=401)
    kim, = sessions(service, 1)
    kim.ask("PUT", "/login/address", {"email": "kim@south.example"}, status=202)
    token = service.link_in_mail("kim@south.example", "your address")
    race("/address", [{"token": token} for _ in range(6)], 204)
    actions = json.loads(service.run("audit", "--account", sql("once", "SELECT account_id FROM crickets.member WHERE email = 'dana@north.example'"),
                                     "--json", "--all"))["rows"]
    for action, count in (("joined", 1), ("totp-set", 1), ("password-set", 1)):
        expect(sum(row["action"] == action for row in actions) == count, action, actions)


def sessions_end(desk):
    service = as_service(desk).found("ended").serve()
    one = service.browser()
    one.sign_up(service.invitation("dana@north.example"))
    two, three = service.browser(), service.browser()
    two.come_in("dana@north.example")
    three.come_in("dana@north.example")
    before = three.cookie
    three.come_in("dana@north.example")
    old = service.browser()
    old.cookie = before
    old.ask("GET", "/now", status=401)
    listed = one.ask("GET", "/login").json["sessions"]
    expect(len(listed) == 3 and sum(s["current"] for s in listed) == 1, listed)
    current = next(s for s in two.ask("GET", "/login").json["sessions"] if s["current"])
    one.ask("DELETE", "/login/sessions/" + current["id"], status=204)
    one.ask("DELETE", "/login/sessions/" + current["id"], status=404)
    two.ask("GET", "/now", status=401)
    one.ask("DELETE", "/login/sessions", status=204)
    three.ask("GET", "/now", status=401)
    two.come_in("dana@north.example")
    one.ask("PUT", "/login/password", {"password": "another good password"}, status=204)
    two.ask("GET", "/now", status=401)
    two.come_in("dana@north.example", status=401)
    two.come_in("dana@north.example", "another good password")
    # Who was signed in long ago shows first who they are.
    sql("ended", "UPDATE crickets.credential SET body = jsonb_set(body::jsonb, '{proved}', '0') WHERE kind = 'session'")
    for method, path, document in (("PUT", "/login/password", {"password": PASSWORD}), ("POST", "/login/totp", None),
                                   ("DELETE", "/login/totp", None), ("POST", "/login/passkeys/begin", None),
                                   ("PUT", "/login/address", {"email": "x@north.example"}), ("POST", "/login/recovery", None),
                                   ("DELETE", "/account", {"confirm": "erase everything"}),
                                   ("DELETE", "/login/passkeys/x", None), ("DELETE", "/login/identities/x", None),
                                   ("PUT", "/login/totp", {"code": "000000"}), ("POST", "/login/passkeys", {}),
                                   ("POST", "/grants", {"email": "kim@north.example", "scope": "view"})):
        expect(two.ask(method, path, document, status=403).json["code"] == "prove-yourself", path)
    expect(not two.ask("GET", "/login").json["proved"])
    # Nor is it shown by a clock that was ahead; and a session of then is none, as it would last until its own end comes.
    said = "UPDATE crickets.credential SET body = jsonb_set(body::jsonb, '{%s}', '%d000000') WHERE kind = 'session'"
    for ahead, proved in ((-1200, False), (-600, True), (600, True), (1800, False), (86400 * 365, False)):
        sql("ended", said % ("proved", now() + ahead))
        expect(two.ask("GET", "/login").json["proved"] == proved, ahead)
    for days, status in ((9, 401), (7, 200)):
        sql("ended", said % ("ends", now() + 86400 * days))
        two.ask("GET", "/now", status=status)
    # A week without use, and it is over.
    sql("ended", "UPDATE crickets.credential SET ends_at = 1 WHERE kind = 'session'")
    one.ask("GET", "/now", status=401)


def forgotten(desk):
    service = as_service(desk).found("forgotten").serve()
    dana = service.browser()
    dana.sign_up(service.invitation("dana@north.example"))
    made = dana.ask("POST", "/login/totp").json
    dana.ask("PUT", "/login/totp", {"code": totp(made["secret"], now())})
    service.ask("POST", "/forgotten", {"email": "nobody@north.example"}, status=202)
    service.ask("POST", "/forgotten", {"email": "DANA@north.example"}, status=202)
    token = service.link_in_mail("dana@north.example", "new password")
    service.ask("POST", "/reset", {"token": token, "password": "short"}, status=422)
    service.ask("POST", "/reset", {"token": token, "password": "the second password"}, status=204)
    service.ask("POST", "/reset", {"token": token, "password": "the third password"}, status=404)
    dana.ask("GET", "/now", status=401)
    dana.come_in("dana@north.example", status=401)
    expect(dana.come_in("dana@north.example", "the second password").json["next"] == "code")  # it stays asked for
    service.mail_to("dana@north.example", "was changed", 2)
    # Whoever was in before, and asked for another address, does not come back by that.
    dana.come_in("dana@north.example", "the second password")
    sql("forgotten", "DELETE FROM crickets.credential WHERE kind = 'totp'")
    dana.come_in("dana@north.example", "the second password")
    dana.ask("PUT", "/login/address", {"email": "eve@south.example"}, status=202)
    theirs = service.link_in_mail("eve@south.example", "your address")
    service.ask("POST", "/forgotten", {"email": "dana@north.example"}, status=202)
    token = service.link_in_mail("dana@north.example", "new password", 2)
    service.ask("POST", "/reset", {"token": token, "password": "the third password"}, status=204)
    service.ask("POST", "/address", {"token": theirs}, status=404)
    expect(not list(service.letters.glob("nobody*")) and "nobody@" not in
           "".join(path.read_text() for path in service.letters.glob("*.eml")))


def another_address(desk):
    service = as_service(desk).found("addressed").serve()
    dana = service.browser()
    dana.sign_up(service.invitation("dana@north.example"))
    kim = service.browser()
    kim.sign_up(service.invitation("kim@north.example"), "Kim")
    dana.ask("PUT", "/login/address", {"email": "not an address"}, status=400)
    service.ask("POST", "/forgotten", {"email": "dana@north.example"}, status=202)
    old = service.link_in_mail("dana@north.example", "new password")
    dana.ask("PUT", "/login/address", {"email": "dana@south.example"}, status=202)
    service.mail_to("dana@north.example", "was changed")
    expect(dana.ask("GET", "/login").json["email"] == "dana@north.example")
    service.ask("POST", "/address", {"token": service.link_in_mail("dana@south.example", "your address")}, status=204)
    service.ask("POST", "/reset", {"token": old, "password": "who reads the old box"}, status=404)
    expect(dana.ask("GET", "/login").json["email"] == "dana@south.example")
    service.browser().come_in("dana@north.example", status=401)
    service.browser().come_in("dana@south.example")
    dana.ask("PUT", "/login/address", {"email": "kim@north.example"}, status=202)
    taken = service.link_in_mail("kim@north.example", "your address", 2)
    service.ask("POST", "/address", {"token": taken}, status=409)
    service.browser().come_in("kim@north.example")


def letters_to_whomever_they_name(desk):
    """Whoever has an account writes nothing to strangers in the service's name, and does not flood them with its own words."""
    service = as_service(desk).found("strangers").serve()
    eve = service.browser()
    eve.sign_up(service.invitation("eve@north.example"), "your account is closed, see http://evil.example")
    eve.ask("PUT", "/login/address", {"email": "sam@south.example"}, status=202)
    expect("evil.example" not in service.mail_to("sam@south.example", "your address"))
    told = [service.send("PUT", "/api/v1/login/address", json.dumps({"email": f"sam-{n}@south.example"}),
                         {"Origin": service.origin, "Content-Type": "application/json", "Cookie": eve.cookie, "X-Forwarded-For": f"198.51.100.{n}"})
            for n in range(1, 31)]
    check_contract(told[-1])
    expect({answer.status for answer in told} == {202, 429}, [answer.status for answer in told])


def at_an_institution(desk):
    """Invited ones, ones that need not be, and ones that are nobody; and every way of a token to be wrong."""
    with Issuer() as issuer:
        settings = (f"[oidc north]\nlabel=Northwind University\nissuer={issuer.url}\nclient_id=crickets\nclient_secret=sesame\n"
                    "domains=north.example\n")
        service = as_service(desk).found("institution", settings).serve()
        expect(service.ask("GET", "/sign-in").json["providers"] == [{"name": "north", "label": "Northwind University"}])

        def go(browser, more="", meanwhile=lambda: None, **claims):
            there = browser.ask("GET", "/sign-in/with/north", status=303)
            expect(there.status == 303 and there.headers["Location"].startswith(issuer.url + "/authorize?"), there.status, there.body)
            begun = there.headers["Set-Cookie"].split(";")[0]
            asked = query_of(there.headers["Location"])
            code = issuer.allow(asked, **claims)
            jar = "; ".join(filter(None, (begun, browser.cookie)))
            back = f"/sign-in/back?code={code}&state={asked['state']}{more}"
            meanwhile()
            return browser.keep_cookie(browser.ask("GET", back, status=303, headers={"Cookie": jar})), back, jar

        service.accounts("invite", "--link", "dana@north.example")
        for algorithm in ("RS256", "ES256"):
            dana = service.browser()
            came, back, jar = go(dana, algorithm=algorithm, sub="dana", email="dana@north.example", email_verified=True)
            expect(came.headers["Location"] == "/", came.headers["Location"])
            expect(dana.ask("GET", "/login").json["identities"][0]["label"] == "Northwind University")
            expect(dana.ask("GET", "/session").json["member"]["verified"])
            again = service.send("GET", back, headers={"Cookie": jar})
            expect("problem" in again.headers["Location"], again.headers["Location"])
        dana.ask("DELETE", "/login/identities/" + dana.ask("GET", "/login").json["identities"][0]["id"], status=409)
        stranger = {"sub": "eve", "email": "eve@elsewhere.example", "email_verified": True}
        good = {"sub": "dana", "email": "dana@north.example", "email_verified": True}
        # Somebody else's address, one that is not confirmed, or one that the institution may not speak for.
        for claims in (stranger, {**good, "sub": "eve", "email_verified": False}, {**stranger, "email": "dana@south.example"},
                       {**good, "iss": "http://elsewhere.example"}, {**good, "aud": "another"}, {**good, "nonce": "guessed"},
                       {**good, "exp": 1}, {**good, "algorithm": "none"}, {**good, "algorithm": "HS256"},
                       {**good, "forged": True}, {**good, "aud": ["crickets", "another"]}, {"email": good["email"]}):
            eve = service.browser()
            came, _, _ = go(eve, **claims)
            expect("problem" in came.headers["Location"] and eve.cookie is None, claims, came.headers["Location"])
        # A code that another institution gave out, and one that says whose it is.
        for issued_by, where in (("http://evil.example", "problem"), (issuer.url, "/")):
            came, _, _ = go(service.browser(), f"&iss={issued_by}", **good)
            expect(where in came.headers["Location"], issued_by, came.headers["Location"])
        # Another browser than the one that began.
        there = service.send("GET", "/sign-in/with/north")
        asked = query_of(there.headers["Location"])
        stolen = service.send("GET", f"/sign-in/back?code={issuer.allow(asked, **good)}&state={asked['state']}")
        expect("problem" in stolen.headers["Location"] and all("_problem=" in cookie for cookie in stolen.headers.get_all("Set-Cookie")), stolen.headers)
        # Who is signed in is known by it from then on.
        kim = service.browser()
        kim.sign_up(service.invitation("kim@south.example"), "Kim")
        came, _, _ = go(kim, sub="kim", email="kim@campus.example", email_verified=True)
        expect(came.headers["Location"] == "/settings", came.headers["Location"])
        # Not by who was signed in, and is not any more.
        thief = service.browser()
        thief.come_in("kim@south.example")
        came, _, _ = go(thief, meanwhile=lambda: kim.ask("DELETE", "/login/sessions", status=204), sub="thief", email="t@x.example")
        expect("problem" in came.headers["Location"] and len(kim.ask("GET", "/login").json["identities"]) == 1, came.headers["Location"])
        kim.cookie = None
        go(kim, sub="kim", email="kim@campus.example", email_verified=True)
        identity = kim.ask("GET", "/login").json["identities"][0]["id"]
        kim.ask("DELETE", "/login/identities/" + identity, status=204)
        kim.ask("DELETE", "/login/identities/" + identity, status=404)
        expect("problem" in go(service.browser(), sub="kim", email="kim@campus.example", email_verified=True)[0].headers["Location"])
        expect(service.send("GET", "/sign-in/with/nobody").status == 404)
        # Whoever the institution knows may come.
        ini = service.folder / "crickets" / "service.ini"
        ini.write_text(ini.read_text() + "open=true\n")
        service.stop()
        service.serve()
        sam = service.browser()
        go(sam, sub="sam", email="sam@north.example", email_verified=True)
        expect(sam.ask("GET", "/session").json["member"]["email"] == "sam@north.example")


def an_institution_that_is_silent(desk):
    """Whoever goes there waits; pages do not wait for them."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as hole:
        settings = f"[oidc north]\nlabel=N\nissuer=http://127.0.0.1:{hole.getsockname()[1]}\nclient_id=crickets\ndomains=north.example\n"
        service = as_service(desk).found("silent", settings).serve()
        dana, = sessions(service, 1)
        waiting = []
        for _ in range(40):
            waiting.append(socket.create_connection(("127.0.0.1", service.port)))
            waiting[-1].sendall(f"GET /sign-in/with/north HTTP/1.1\r\nHost: localhost:{service.port}\r\n\r\n".encode())
        told = select.select(waiting, [], [], PATIENCE)[0]
        expect(b"many%20sign%20in" in told[0].recv(4096), "those that are too many are told at once")
        dana.ask("GET", "/now")
        for connection in waiting:
            connection.close()


def erased_and_suspended(desk):
    service = as_service(desk).found("erased").serve()
    dana, kim = sessions(service, 2)
    dana.ask("POST", "/interviews", CALL, status=201)
    expect(dana.ask("GET", "/export").json["interviews"])
    secret = dana.ask("POST", "/feed", status=201).json["url"].rsplit("/", 1)[1]
    expect(service.send("GET", "/feed/" + secret).status == 200)
    dana.ask("DELETE", "/account", {"confirm": "erase everything"}, status=204)
    dana.ask("GET", "/now", status=401)
    expect(service.send("GET", "/feed/" + secret).status == 404)
    dana.come_in("member-1@north.example", status=401)
    account = kim.ask("POST", "/feed", status=201).json["url"].rsplit("/", 1)[1].split("-")[0]
    rows = sql("erased", "SELECT string_agg(c.relname, ',') FROM pg_class c WHERE relnamespace = 'crickets'::regnamespace"
               " AND relkind = 'p' AND relname NOT IN ('directory', 'attempt', 'account', 'audit')").split(",")
    kept = sql("erased", f"SELECT string_agg(action, ',') FROM crickets.audit WHERE account_id <> {account}")
    expect(kept == "erased", kept)  # that it was, and nothing else
    for table in rows:
        left = sql("erased", f"SELECT count(*) FROM crickets.{table} WHERE account_id <> {account}")
        expect(left == "0", table, left)
    expect(sql("erased", "SELECT count(*) FROM crickets.directory") == "1")
    dana.sign_up(service.invitation("member-1@north.example"))  # and welcome again
    expect("signed out" in service.accounts("suspend", "member-2@north.example"))
    kim.ask("GET", "/now", status=401)
    expect(kim.come_in("member-2@north.example", status=403).json["code"] == "closed")
    def paused():
        return sql("erased", f"SELECT value FROM crickets.setting WHERE account_id = {account} AND name = 'paused.suspended'")
    expect("suspended" in paused(), paused())  # no letter leaves that its owner could not stop
    service.accounts("resume", account)
    expect(paused() == "", paused())
    kim.come_in("member-2@north.example")
    expect("signed out" in service.accounts("sign-out", "member-2@north.example"))
    kim.ask("GET", "/now", status=401)
    service.accounts("suspend", "nobody@north.example", code=3)
    service.accounts("suspend", code=2)
    service.accounts("promote", code=2)


def renew(script, text):
    """A shell that reads the old one goes on in it."""
    other = script.with_suffix(".new")
    other.write_text(text)
    other.chmod(0o700)
    other.rename(script)


def letters_of_who_is_erased(desk):
    """One that was on its way then keeps nobody else's waiting."""
    service = as_service(desk).found("departed").serve()
    dana, _ = sessions(service, 2)
    for number in (1, 2):
        service.mail_to(f"member-{number}@north.example", "your address")
    began, go_on = service.folder / "began", service.folder / "go-on"
    catch = service.folder / "catch"
    catches = catch.read_text()
    renew(catch, f"#!/bin/sh\ncat > /dev/null\ntouch {began}\nwhile [ ! -e {go_on} ]; do sleep 0.02; done\n")
    service.ask("POST", "/forgotten", {"email": "member-1@north.example"}, status=202)
    until(began.exists, "the letter")
    dana.ask("DELETE", "/account", {"confirm": "erase everything"}, status=204)
    renew(catch, catches)
    go_on.touch()
    service.ask("POST", "/forgotten", {"email": "member-2@north.example"}, status=202)
    service.link_in_mail("member-2@north.example", "new password")
    expect("not delivered" not in (service.folder / "errors.txt").read_text(), (service.folder / "errors.txt").read_text())
    expect(sql("departed", "SELECT count(*) FROM crickets.post") == "0")


def who_runs_it(desk):
    """Counts and health for the administrator; to others there is no such path."""
    service = as_service(desk).found("runs").serve()
    dana, = sessions(service, 1)
    dana.ask("POST", "/interviews", CALL, status=201)
    admin = service.browser()
    admin.sign_up(service.invitation("kim@north.example", "--as", "administrator"), "Kim")
    missing = dana.send("GET", "/api/v1/nothing", headers={"Cookie": dana.cookie})
    expect(said(dana.ask("GET", "/service", status=404)) == said(missing))
    shown = admin.ask("GET", "/service")
    expect(shown.json["people"]["candidate"] == {"invited": 0, "active": 1, "suspended": 0}, shown.json)
    expect(shown.json["turns"]["waiting"] == 1, shown.json)
    expect(b"Northwind" not in shown.body and b"north.example" not in shown.body)
    expect(admin.ask("GET", "/interviews").json["interviews"] == [])
    for method, path, body in (("GET", "/invitations", None), ("POST", "/invitations", {"email": "x@north.example", "role": "candidate"}),
                               ("DELETE", "/invitations/1", None)):
        expect(said(dana.ask(method, path, body, status=404)) == said(missing), method, path)
    service.accounts("role", "--as", "candidate", "kim@north.example")
    admin.ask("GET", "/service", status=404)
    listed = json.loads(service.accounts("list", "--json"))["accounts"]
    expect({a["email"] for a in listed} == {"kim@north.example", "member-1@north.example"}, listed)


def invited_by_page(desk):
    """Who runs it invites, sees who has not come yet, and takes it back; each is in the audit of whom it is about."""
    service = as_service(desk).found("inviting").serve()
    admin = service.browser()
    admin.sign_up(service.invitation("kim@north.example", "--as", "administrator"), "Kim")
    admin.ask("POST", "/invitations", {"email": "nonsense", "role": "candidate"}, status=422)
    admin.ask("POST", "/invitations", {"email": "dana@north.example", "role": "owner"}, status=400)
    admin.ask("POST", "/invitations", {"email": "Kim@north.example", "role": "candidate"}, status=409)
    made = admin.ask("POST", "/invitations", {"email": "dana@north.example", "role": "candidate"}, status=201).json
    expect(made == {"email": "dana@north.example", "link": None}, made)
    dana = service.link_in_mail("dana@north.example", "invitation")
    for email in ("lee@north.example", "sam@north.example"):
        admin.ask("POST", "/invitations", {"email": email, "role": "coach"}, status=201)
    lee = service.link_in_mail("lee@north.example", "invitation")
    first = admin.ask("GET", "/invitations?limit=2").json
    rest = admin.ask("GET", f"/invitations?limit=2&after={first['next']}").json
    rows = {row["email"]: row for row in first["invitations"] + rest["invitations"]}
    expect(sorted(rows) == ["dana@north.example", "lee@north.example", "sam@north.example"] and rest["next"] is None, first, rest)
    expect(rows["lee@north.example"]["role"] == "coach" and dana not in json.dumps(rows))
    admin.ask("DELETE", f"/invitations/{rows['lee@north.example']['id']}", status=204)
    admin.ask("DELETE", f"/invitations/{rows['lee@north.example']['id']}", status=404)
    service.ask("POST", "/invitation", {"token": lee}, status=404)
    service.browser().sign_up(lee, status=404)
    service.browser().sign_up(dana)
    admin.ask("DELETE", f"/invitations/{rows['dana@north.example']['id']}", status=409)
    expect([row["email"] for row in admin.ask("GET", "/invitations").json["invitations"]] == ["sam@north.example"])
    admin.ask("POST", "/invitations", {"email": "lee@north.example", "role": "candidate"}, status=201)  # the address is free again
    expect("kim@north.example" in service.run("audit", "--account", rows["dana@north.example"]["id"]))
    service.run("audit", "verify")
    expect("is not invited any more" in service.accounts("uninvite", "sam@north.example"))
    expect("come in already" in service.accounts("uninvite", "dana@north.example", code=3))


def a_check_tells_nothing_of_our_network(desk):
    """A server that only we can reach is as unknown as one that is nowhere."""
    service = as_service(desk).found("reach").serve()
    dana, = sessions(service, 1)
    told = set()
    for host in ("localhost", "127.0.0.1", "[::ffff:127.0.0.1]", "169.254.169.254", "nowhere.invalid"):
        dana.ask("POST", "/connections", {"name": "m", "kind": "imap", "url": f"imaps://{host}/", "user": "d", "secret": "x"}, status=201)
        checks = dana.ask("POST", "/connections/m/check").json["checks"]
        told.add(json.dumps(checks).replace(host.strip("[]"), "HOST"))
        dana.ask("DELETE", "/connections/m", status=204)
    expect(len(told) == 1 and "not known on the public internet" in told.pop(), told)
    # Nor does looking for somebody's servers: every name under localhost leads to this machine.
    told = {dana.ask("GET", f"/servers?address=dana@{host}").body.replace(host.encode(), b"HOST") for host in ("localhost", "nowhere.invalid")}
    expect(len(told) == 1, told)


PARTS = {"{id}": ("1", "2", "99"), "{name}": ("my-phone", "late-recruiter", "weekly")}
BODIES = {"/interviews": CALL, "/interviews/{id}/acts": {"act": "called"}, "/applications/{id}/acts": {"act": "note", "text": "x"},
          "/applications/{id}": {"role": "x"}, "/interviews/{id}/letter": {"body": "x"}}


def nobody_sees_anothers(desk):
    """Every path of the contract with every id of another's account: as of one that is not there, byte by byte. (`deep` asks
    100,000 times.)"""
    service = as_service(desk).found("apart").serve()
    full, empty = sessions(service, 2)
    full.ask("POST", "/interviews", CALL, status=201)
    full.ask("POST", "/applications", {"company": "Fabrikam", "role": "Engineer"}, status=201)
    full.ask("POST", "/hooks", {"name": "my-phone", "kind": "bearer"}, status=201)
    own = full.ask("GET", "/login").json["sessions"][0]["id"]
    before = full.ask("GET", "/export").body
    probes = 0
    for template, item in CONTRACT["paths"].items():
        if "servers" in item or "{" not in template or template.startswith(("/stories", "/pictures")):
            continue
        for method in ("get", "post", "put", "delete"):
            if method not in item:
                continue
            name = own if "sessions" in template else "my-phone"
            body = json.dumps(BODIES.get(template, {})) if "requestBody" in item[method] else None
            headers = {"Cookie": empty.cookie, "Origin": service.origin, "Content-Type": "application/json"}
            answers = [empty.send(method.upper(), "/api/v1" + template.replace("{id}", number).replace("{name}", known), body, headers)
                       for number, known in (("1", name), ("77", "not-there"))]
            told = {(a.status, said(a).replace(b"77", b"1").replace(b"not-there", name.encode())) for a in answers}
            expect(len(told) == 1 and answers[0].status >= 400, method, template, told)
            probes += 1
    expect(probes >= 15, probes)
    for path in ("/interviews", "/applications", "/timeline", "/search?q=Fabrikam", "/hooks", "/export", "/board", "/calendar"):
        answer = empty.ask("GET", path)
        expect(b"Engineer" not in answer.body and b"Northwind of" not in answer.body and b"my-phone" not in answer.body, path)
    expect(full.ask("GET", "/export").body == before)
    # A token of one account is none of another's.
    account = full.ask("POST", "/login/passkeys/begin").json["user"]
    expect(account != empty.ask("POST", "/login/passkeys/begin").json["user"])


def the_same_key_twice(desk):
    """An idempotency key is an account's own."""
    service = as_service(desk).found("keyed").serve()
    one, two = sessions(service, 2)
    for browser in (one, two, one):
        browser.ask("POST", "/interviews", CALL, status=201, headers={"Idempotency-Key": "the-same"})
    for browser in (one, two):
        expect(len(browser.ask("GET", "/interviews").json["interviews"]) == 1)


def phones_of_many(desk):
    service = as_service(desk).found("phones").serve()
    one, two = sessions(service, 2)
    hook = one.ask("POST", "/hooks", {"name": "my-phone", "kind": "bearer"}, status=201).json
    path = "/hook/" + hook["url"].split("/hook/")[1]
    call = json.dumps({"number": "+12125550117", "direction": "in", "kind": "missed", "at": ago(10)})
    headers = {"Authorization": "Bearer " + hook["secret"], "Content-Type": "application/json"}
    answer = service.send("POST", path, call, headers)
    expect(answer.status == 200, answer.status, answer.body)
    # All come by the same proxy: who asks too often keeps nobody else's phone out, and not their own from elsewhere.
    def refused(account, source):
        return service.send("POST", path.split("account=")[0] + "account=" + account, call,
                            {"Authorization": "Bearer x", "X-Forwarded-For": source}).status
    mine = path.split("account=")[1]
    disguised = [service.send("POST", path.replace("/hook/", "/%68ook/").replace(mine, "78"), call,
                              {"Authorization": "Bearer x", "Origin": service.origin, "X-Forwarded-For": "198.51.100.9"}).status for _ in range(300)]
    expect(429 in disguised, disguised)
    expect(429 in [refused(f"{mine}x{n}", "198.51.100.1") for n in range(300)])  # one account, however it is written
    for account, source, status in ((mine, "198.51.100.1, 198.51.100.2", 401), ("77", "198.51.100.1", 401)):
        expect(refused(account, source) == status, account, source)
    expect(service.send("POST", path, call, {**headers, "X-Forwarded-For": "198.51.100.3"}).status == 200)
    other = two.ask("POST", "/login/passkeys/begin").json["user"]
    wrong = path.split("account=")[0] + "account="
    for account in (other, "99", ""):
        expect(service.send("POST", wrong + account, call, headers).status == 401)


def streams_of_each(desk):
    """Each is told of its own; a session that is ended hears no more."""
    service = as_service(desk).found("streams").serve()
    one, two = sessions(service, 2)
    streams = [listen(browser) for browser in (one, two)]
    one.ask("POST", "/interviews", CALL, status=201)
    until(lambda: b"event: line" in streams[0].more(), "news")
    expect(b"event: line" not in streams[1].more())
    another = service.browser()
    another.come_in("member-1@north.example")
    mine = next(s["id"] for s in one.ask("GET", "/login").json["sessions"] if s["current"])
    another.ask("DELETE", "/login/sessions/" + mine, status=204)
    until(lambda: streams[0].more() is not None and streams[0].ended, "the end")
    for stream in streams:
        stream.close()


def a_stream_that_begins_while_its_session_ends(desk):
    """It is asked for by somebody who is signed in then, and answered when they are not any more: it tells them nothing."""
    service = as_service(desk).found("beginning").serve()
    one, = sessions(service, 1)
    other = service.browser()
    other.come_in("member-1@north.example")
    account = sql("beginning", "SELECT account_id FROM crickets.member")
    digest = hashlib.sha256(one.cookie.split("=")[1].encode()).hexdigest()
    with holding("beginning", f"SELECT 1 FROM crickets.account WHERE account_id = {account} FOR UPDATE") as meanwhile:
        asked = listen(one, wait=False)
        until(lambda: sql("beginning", "SELECT count(*) FROM pg_locks WHERE NOT granted") == "1", "that it waits for the account")
        meanwhile(f"DELETE FROM crickets.credential WHERE digest = '{digest}'; UPDATE crickets.account SET version = version + 1"
                  f" WHERE account_id = {account}")
    one.ask("GET", "/now", status=401)
    until(lambda: b"retry:" in asked.more(), "the stream")
    other.ask("POST", "/interviews", CALL, status=201)
    until(lambda: asked.more() is not None and asked.ended, "its end")
    expect(b"event: line" not in asked.got, asked.got)
    asked.close()


class holding:
    """A transaction of somebody else's, who has done that already and says what they do next, with the end of which it commits."""

    def __init__(self, database, text):
        self.psql = subprocess.Popen(["psql", "-qtAX", "-v", "ON_ERROR_STOP=1", os.environ["CR_TEST_POSTGRES"] % database], text=True,
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self(f"BEGIN; {text}")

    def __call__(self, text):
        self.psql.stdin.write(f"{text}; SELECT 'said';\n")
        self.psql.stdin.flush()
        while (line := self.psql.stdout.readline()) != "said\n":
            expect(line, "the transaction failed:", text)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.psql.communicate("COMMIT;\n")


def streams_are_shared_out(desk):
    """However many one account opens, all from other places, another's are told what is new."""
    service = as_service(desk).found("hogged").serve()
    one, two = sessions(service, 2)
    many = [listen(one) for _ in range(64)]
    refused = one.send("GET", "/api/v1/events", headers={"Cookie": one.cookie})  # over at once: a browser comes again
    expect(refused.status == 200 and refused.body == b"", refused.status, refused.body)
    other = listen(two)
    two.ask("POST", "/interviews", CALL, status=201)
    until(lambda: b"event: line" in other.more(), "news")
    for stream in (other, *many):
        stream.close()


def stories_are_shared_out(desk):
    """However many stories one account begins, another's goes on."""
    service = as_service(desk).found("storied").serve()
    one, two = sessions(service, 2)

    def begin(browser):
        begun = browser.ask("POST", "/stories/late-recruiter", status=201).headers["Set-Cookie"].split(";")[0]
        return lambda status=200: browser.ask("GET", "/story", status=status, headers={"Cookie": f"{browser.cookie}; {begun}"})
    other = begin(two)
    stories = [begin(one) for _ in range(14)]
    other()
    for story in stories[-2:]:
        story()
    stories[0](404)


class listen:
    def __init__(self, browser, path="/events", wait=True):
        self.socket = socket.create_connection(("127.0.0.1", browser.port))
        self.socket.sendall(f"GET /api/v1{path} HTTP/1.1\r\nHost: localhost:{browser.port}\r\nCookie: {browser.cookie}\r\n\r\n".encode())
        self.socket.settimeout(0.05)
        self.got, self.ended = b"", False
        if wait:
            until(lambda: b"retry:" in self.more(), "the stream")

    def more(self):
        try:
            piece = self.socket.recv(65536)
            self.got += piece
            self.ended = self.ended or not piece or b"\r\n0\r\n" in self.got
        except TimeoutError:
            pass
        return self.got

    def close(self):
        self.socket.close()


def cookies_and_origins(desk):
    service = as_service(desk).found("origins").serve()
    dana, = sessions(service, 1)
    sent = {"Cookie": dana.cookie, "Content-Type": "application/json"}
    for origin in (None, "http://evil.example", "null"):
        headers = {**sent, **({"Origin": origin} if origin else {})}
        for path in ("/sign-in", "/sign-up", "/login/password"):
            answer = service.send("PUT" if "password" in path else "POST", "/api/v1" + path, "{}", headers)
            expect(answer.status == 403, origin, path, answer.status)
    expect(service.send("GET", "/open?token=" + "x" * 43).status == 404)
    service.ask("POST", "/sign-in", body="{}", headers={"Content-Type": "text/plain"}, status=415)
    service.ask("POST", "/sign-in", body=" " * 70000, headers={"Content-Type": "application/json"}, status=413)
    service.ask("POST", "/sign-in", {"email": "x"}, status=400)
    service.ask("POST", "/import", body=b"x" * 100, status=401)
    service.run("serve", "--link", code=2)


def every_refusal_is_told(desk):
    """As the contract says it of each: without a session, from another page, of another kind, too large, not understood."""
    service = as_service(desk).found("refusals").serve()
    kim = service.browser()
    kim.sign_up(service.invitation("kim@north.example", "--as", "administrator"), "Kim")
    for template, item in CONTRACT["paths"].items():
        for method in METHODS:
            if "x-service" not in item or method not in item:
                continue
            path, said, ask = template.replace("{name}", "x"), item[method]["responses"], method.upper()
            body = {"body": "{}", "headers": {"Content-Type": "application/json"}} if "requestBody" in item[method] else {}
            if "401" in said and item[method].get("security") != []:
                service.ask(ask, path, status=401, **body)
            foreign = {"Sec-Fetch-Site": "cross-site"} if method == "get" and "servers" not in item else {"Origin": "http://evil.example"}
            kim.ask(ask, path, status=403, headers=foreign)
            if body:
                kim.ask(ask, path, status=415, body="{}", headers={"Content-Type": "text/plain"})
                kim.ask(ask, path, {"nonsense": 1}, status=400)
            if body or "413" in said:
                kim.ask(ask, path, status=413, body=b" " * 70000, headers={"Content-Type": "application/json"})
            if "400" in said and not body:
                kim.ask(ask, path + "?nonsense=1", status=400)
    kim.ask("GET", "/sign-in/with/x", status=404)
    kim.ask("PUT", "/login/password", {"password": "short"}, status=422)
    challenge = kim.ask("POST", "/login/passkeys/begin").json["challenge"]
    kim.ask("POST", "/login/passkeys", {**PASSKEY, "challenge": challenge, "name": "x", "algorithm": -7}, status=422)
    kim.ask("DELETE", "/login/passkeys/x", status=404)
    proof = {**PASSKEY, "challenge": service.ask("POST", "/sign-in/passkey/begin").json["challenge"], "user": "77", "signature": "AAAA"}
    service.ask("POST", "/sign-in/passkey", proof, status=401)
    # Whoever goes on and on from one place does not keep from there whoever has a link or a passkey.
    there = {"X-Forwarded-For": "198.51.100.7"}
    for path, document in (("/forgotten", {"email": "x@north.example"}), ("/sign-in", {"email": "x@north.example", "password": "x"}),
                           ("/sign-in/passkey/begin", None)):
        told = [service.send("POST", "/api/v1" + path, document and json.dumps(document), {"Origin": service.origin, "Content-Type": "application/json", **there})
                for _ in range(70)]
        check_contract(next((answer for answer in told if answer.status == 429), told[-1]))
        expect(429 in [answer.status for answer in told], path, [answer.status for answer in told])
    service.ask("POST", "/sign-in/passkey/begin", headers={**there, "Cookie": kim.known})
    expect(service.ask("POST", "/sign-in/passkey", proof, status=401, headers=there).json["code"] == "wrong-passkey")
    service.ask("POST", "/reset", {"token": "A" * 54, "password": PASSWORD}, status=404, headers=there)
    service.ask("POST", "/sign-up", {"token": "A" * 54, "name": "x", "password": PASSWORD}, status=404, headers=there)
    service.stop()
    ini = service.folder / "crickets" / "service.ini"
    ini.write_text(re.sub("mail=.*\n", "", ini.read_text()))
    service.serve()
    kim.ask("PUT", "/login/address", {"email": "kim@south.example"}, status=409)


METHODS = ("get", "post", "put", "delete")
PASSKEY = {"id": "AAAA", "client_data": "AAAA", "authenticator_data": "AAAA"}


def every_status_was_seen(desk):
    """What the tests above did not bring about: nothing, save what a test of its own does."""
    elsewhere = {("POST", "/sign-in/passkey", "200"), ("POST", "/login/passkeys", "204"),  # service.mjs has an authenticator
                 ("DELETE", "/login/passkeys/{name}", "204"), ("DELETE", "/login/passkeys/{name}", "409"),
                 ("POST", "/sign-in", "503"), ("POST", "/sign-up", "503"), ("POST", "/reset", "503"), ("PUT", "/login/password", "503")}
    for template, item in CONTRACT["paths"].items():
        for method in METHODS:
            if "x-service" in item and method in item and not template.startswith(("/grants", "/candidates")):  # coaches.py
                for status in item[method]["responses"]:
                    key = (method.upper(), template, status)
                    expect(key in Desk.seen | elsewhere, "never seen:", key)


if __name__ == "__main__":
    main([by_invitation, names_are_one_line, wrong_is_wrong, who_calls_is_the_proxys_word, guessed_from_everywhere, with_a_code, once_is_once, one_limit_is_not_anothers, sessions_end, forgotten, another_address, letters_to_whomever_they_name, at_an_institution,
          an_institution_that_is_silent, erased_and_suspended, letters_of_who_is_erased, who_runs_it, invited_by_page, a_check_tells_nothing_of_our_network, nobody_sees_anothers,
          the_same_key_twice, phones_of_many, streams_of_each, a_stream_that_begins_while_its_session_ends, streams_are_shared_out, stories_are_shared_out, cookies_and_origins,
          every_refusal_is_told, every_status_was_seen])
