#!/usr/bin/env python3
"""The ways into a service as an attacker tries them, at two servers of one database: ways_in.py CRICKETS, run by with_postgres.py."""

import json
import re
import threading

from authenticator import PRESENT, Authenticator
from harness import CONTRACT, expect, main
from issuer import Issuer
from members import PASSWORD, now, query_of, sessions, totp
from service import as_service
from two import stop, two_servers


def post(server, path, document, **headers):
    return server.send("POST", "/api/v1" + path, json.dumps(document), {"Origin": server.origin, "Content-Type": "application/json", **headers})


def at_once(*asked):
    """The statuses of requests that are made at the same moment."""
    answers, start = [], threading.Barrier(len(asked))

    def ask(server, path, document):
        start.wait()
        answers.append(post(server, path, document).status)
    threads = [threading.Thread(target=ask, args=each) for each in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def passkeys(desk):
    one, other = two_servers(desk, "passkeys")
    dana, kim = sessions(one, 2)
    key, another = Authenticator(), Authenticator()
    made = dana.ask("POST", "/login/passkeys/begin").json
    kims = kim.ask("POST", "/login/passkeys/begin").json
    user = made["user"]

    def begin(server=one):
        return server.browser().ask("POST", "/sign-in/passkey/begin").json

    for wrong in (kims, begin(), {**made, "challenge": "A" * 43}):  # another's, of a sign-in, nobody's
        dana.ask("POST", "/login/passkeys", key.register(wrong, one.origin), status=422)
    registered = key.register(made, one.origin)
    dana.ask("POST", "/login/passkeys", registered, status=204)
    dana.ask("POST", "/login/passkeys", registered, status=422)
    kims = kim.ask("POST", "/login/passkeys/begin").json
    kim.ask("POST", "/login/passkeys", another.register(kims, one.origin), status=204)

    def tried(proof, server=one):
        answer = post(server, "/sign-in/passkey", proof)
        expect((answer.status == 200) == bool(answer.headers["Set-Cookie"]), answer.status, answer.headers)
        return answer.status

    good = key.sign_in(begin(one), user, one.origin)
    expect(tried(good, other) == 200)
    for server in (one, other):
        expect(tried(good, server) == 401, "it was used again")
    for more in ({"origin": "https://evil.example"}, {"origin": "null"}, {"origin": one.origin + ".evil.example"},
                 {"origin": one.origin.replace("http:", "https:")}, {"crossOrigin": True}, {"kind": "webauthn.create"}, {"flags": PRESENT},
                 {"flags": 0}, {"site": "evil.example"}, {"signs": begin()["challenge"]}, {"count": key.count}, {"count": 0},
                 {"user": kims["user"]}, {"user": "1"}, {"user": "0"}, {"user": "-1"}):
        expect(tried(key.sign_in(begin(), **{"user": user, "origin": one.origin, **more})) == 401, more)
    stolen = {**another.sign_in(begin(), user, one.origin), "id": registered["id"]}
    expect(tried(stolen) == 401, "another's signature")
    expect(tried(another.sign_in(begin(), user, one.origin)) == 401, "another's passkey")
    expect(tried(key.sign_in(dana.ask("POST", "/login/passkeys/begin").json, user, one.origin)) == 401, "a challenge of something else")
    same = key.sign_in(begin(), user, one.origin)
    expect(at_once((one, "/sign-in/passkey", same), (other, "/sign-in/passkey", same)) == [200, 401])
    begun = key.sign_in(begin(), user, one.origin)
    dana.ask("DELETE", "/login/passkeys/" + dana.ask("GET", "/login").json["passkeys"][0]["id"], status=204)
    expect(tried(begun) == 401, "one that was removed")
    stop(other)


def codes(desk):
    one, other = two_servers(desk, "codes")
    dana, kim = sessions(one, 2)
    made = dana.ask("POST", "/login/totp").json
    at = now()
    recovery = dana.ask("PUT", "/login/totp", {"code": totp(made["secret"], at)}).json["codes"]

    def step(email="member-1@north.example"):
        return post(one, "/sign-in", {"email": email, "password": PASSWORD}).json["step"]

    for code in (totp(made["secret"], at + 30), recovery[0]):  # within what clocks differ; the one that set it up was used
        expect(at_once(*((server, "/sign-in/code", {"step": step(), "code": code}) for server in (one, other))) == [200, 401], code)
    for code in (totp(made["secret"], at + 30), totp(made["secret"], at), recovery[0], " " * 6, "", "0" * 40):
        expect(post(other, "/sign-in/code", {"step": step(), "code": code}).status in (400, 401), code)
    stop(other)


class Lenient(Issuer):
    """It knows nothing of PKCE, and gives a token to whoever has a code."""

    def redeem(self, form):
        asked, claims = self.codes.pop(form.get("code"), (None, None))
        return asked and {"access_token": "x", "token_type": "Bearer", "id_token": self.token(asked, dict(claims))}


def institutions(desk):
    with Issuer() as north, Lenient() as south:
        settings = "".join(f"[oidc {name}]\nlabel={name}\nissuer={issuer.url}\nclient_id=crickets\nclient_secret=sesame\n"
                           f"domains=north.example\nopen=true\n" for name, issuer in (("north", north), ("south", south)))
        service = as_service(desk).found("institutions", settings).serve()
        dana, = sessions(service, 1)

        def begin(name, cookie=None):
            there = service.send("GET", f"/sign-in/with/{name}", headers={"Cookie": cookie})
            asked = query_of(there.headers["Location"])
            expect(asked["code_challenge_method"] == "S256" and asked["response_type"] == "code", asked)
            return there.headers["Set-Cookie"].split(";")[0], asked

        def end(asked, code, *cookies, more=""):
            came = service.send("GET", f"/sign-in/back?code={code}&state={asked['state']}{more}", headers={"Cookie": "; ".join(cookies)})
            expect(came.status == 303, came.status)
            given = [cookie for cookie in came.headers.get_all("Set-Cookie") if cookie.startswith(f"crickets_{service.port}=")]
            expect(bool(given) == (came.headers["Location"] in ("/", "/settings")), came.headers)
            return given[0].split(";")[0] if given else None

        for name, issuer in (("north", north), ("south", south)):
            person = {"sub": name, "email": f"{name}@north.example", "email_verified": True}
            (first, mine), (second, theirs) = begin(name), begin(name)
            expect(end(mine, issuer.allow(theirs, **person), first) is None, "a code that was given to another browser")
            expect(end(mine, issuer.allow(mine, **person), first) is None, "a state that was used")
            for cookies in ((), (first,), (first, second), (second, second), (second.lower() + "x",)):
                expect(end(theirs, issuer.allow(theirs, **person), *cookies) is None, cookies)
            expect(end(theirs, issuer.allow(theirs, **person), second, more="&iss=http://evil.example") is None)
            began, asked = begin(name)
            other = south if issuer is north else north
            expect(end(asked, other.allow(asked, **person), began) is None, "a code of another institution")
            # Whoever planted a session in this browser does not share the new one.
            began, asked = begin(name, cookie=f"crickets_{service.port}={'1234' + 'A' * 50}")
            given = end(asked, issuer.allow(asked, **person), began, dana.cookie)
            expect(given and given != dana.cookie)
            dana.ask("GET", "/login")
            expect(not dana.ask("GET", "/login").json["identities"])


def foreign_pages(desk):
    """Whatever another site's page can have a browser send: forms of three kinds, scripts, and what says nothing of where it is from."""
    service = as_service(desk).found("foreign_pages").serve()
    dana, = sessions(service, 1)
    mine = {"Cookie": dana.cookie}
    foreign = [{}, {"Origin": "null"}, {"Origin": "https://evil.example"}, {"Origin": service.origin + ".evil.example"},
               {"Origin": service.origin.replace("http:", "https:")}, {"Origin": service.origin + "/"},
               {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"},
               *({"Origin": service.origin, "Sec-Fetch-Site": site} for site in ("cross-site", "same-site", "none", ""))]
    forms = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "application/json"]
    before = dana.ask("GET", "/login").body
    for path, item in CONTRACT["paths"].items():
        if "servers" in item:
            continue  # phones and calendars, which bring a secret
        for method in item.keys() & {"post", "put", "delete"}:
            where = "/api/v1" + re.sub(r"{\w+}", "1", path)
            for number, sent in enumerate(foreign):
                answer = service.send(method.upper(), where, "{}", {**mine, **sent, "Content-Type": forms[number % len(forms)]})
                expect(answer.status == 403 and answer.json["code"] == "foreign-origin" and not answer.headers["Set-Cookie"],
                       method, where, sent, answer.status, answer.body)
    expect(dana.ask("GET", "/login").body == before)


def behind_tls(desk):
    """What a browser is given goes to nobody else and over nothing else, and the only name is the one that everybody knows."""
    origin = "https://careers.north.example"
    service = as_service(desk).found("behind_tls", "[oidc north]\nlabel=N\nissuer=http://127.0.0.1:1\nclient_id=crickets\n")
    ini = service.folder / "crickets" / "service.ini"
    ini.write_text(ini.read_text().replace(service.origin, origin))
    service.serve()
    host = origin.split("//")[1]
    token = service.invitation("dana@north.example")

    def post(path, document, shown=host, **headers):
        return service.send("POST", "/api/v1" + path, json.dumps(document), {"Content-Type": "application/json", "Origin": origin, **headers}, shown)

    came = post("/sign-up", {"token": token, "name": "Dana", "password": PASSWORD, "zone": "America/Chicago"})
    expect(came.status == 200, came.status, came.body)
    complained = service.send("GET", "/sign-in/with/north", host=host)
    given = [*came.headers.get_all("Set-Cookie"), *complained.headers.get_all("Set-Cookie")]
    expect(len(given) == 3, given)
    for cookie in given:
        parts = cookie.split("; ")
        expect(cookie.startswith("__Host-crickets") and "Path=/" in parts and "Secure" in parts and "Domain" not in cookie
               and "SameSite=Strict" in parts, cookie)
        expect("HttpOnly" in parts or "_problem=" in cookie, cookie)
    session = given[0].split(";")[0]
    for shown in (f"127.0.0.1:{service.port}", f"localhost:{service.port}", host):
        for other in (f"http://127.0.0.1:{service.port}", f"http://localhost:{service.port}", origin.replace("https:", "http:")):
            answer = post("/interviews", {"text": "Dana calls tomorrow at two"}, shown, Origin=other, Cookie=session)
            expect(answer.status == 403, shown, other, answer.status)
    # Without its prefix a cookie may be any neighbour's.
    for name in ("crickets", f"crickets_{service.port}", "__Secure-crickets"):
        expect(service.send("GET", "/api/v1/login", headers={"Cookie": f"{name}={session.split('=')[1]}"}, host=host).status == 401, name)
    expect(service.send("GET", "/api/v1/login", headers={"Cookie": session}, host=host).status == 200)


main([passkeys, codes, institutions, foreign_pages, behind_tls])
