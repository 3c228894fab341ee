#!/usr/bin/env python3
"""CalDAV and ICS sources against radicale, xandikos and a server that drops, lies, floods and sends
elsewhere: read_calendars.py DRIVE-SOURCE. Speaks TAP."""

import json
import re
import shutil
import sys
import tempfile
import traceback
from datetime import datetime, timedelta, timezone

from servers import DAY, Drive, Liar, Server, certificate, http_answer

DRIVE = sys.argv[1]


def event(uid, start="20270120T100000Z", end="20270120T110000Z", extra=""):
    return (f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n"
            f"DTSTAMP:20270101T000000Z\r\nDTSTART:{start}\r\nDTEND:{end}\r\nSUMMARY:{uid}\r\n{extra}"
            "END:VEVENT\r\nEND:VCALENDAR\r\n")


def expect(value, wanted, *what):
    if value != wanted:
        raise AssertionError(f"{' '.join(map(str, what))}: {value!r} instead of {wanted!r}")


def expect_error(error, part):
    if error is None or part not in error:
        raise AssertionError(f"error {error!r} does not say {part!r}")


def both_directions(folder, kind):
    """First reading, nothing new, a change, a deletion, another calendar, a forgotten token, a day later."""
    server = Server(folder, kind)
    try:
        server.make_calendar()
        for i in range(120):
            server.put(f"e{i}.ics", event(f"e{i}"))
        drive = Drive(DRIVE, "caldav", server.url, **server.account)
        taken, error = drive.sync()
        expect(error, None, "first")
        expect(len(drive.kept), 120)
        expect(json.loads(drive.cursor)["full"], 1_800_000_000 * 10**6)
        taken, error = drive.sync()
        expect((taken, error), ([], None), "nothing new")
        server.put("e7.ics", event("e7", "20270121T100000Z", "20270121T110000Z"))
        server.put("new & odd ü.ics".replace(" ", "%20").replace("ü", "%C3%BC"), event("odd"))
        server.delete("e8.ics")
        taken, error = drive.sync()
        expect(error, None, "change")
        expect(sorted((t["key"].rsplit("/", 1)[1], t["bytes"] is None) for t in taken),
               [("e7.ics", False), ("e8.ics", True), ("new & odd ü.ics", False)])
        if "20270121" not in [v for k, v in drive.kept.items() if k[1].endswith("/e7.ics")][0]:
            raise AssertionError("the old event is still there")
        # A token that the server does not know.
        state = json.loads(drive.cursor)
        for calendar in state["calendars"].values():
            calendar["token"] = "http://radicale.org/ns/sync/" + "0" * 64 if kind == "radicale" else "0" * 40
        drive.cursor = json.dumps(state)
        server.delete("e9.ics")
        taken, error = drive.sync()
        expect(error, None, "bad token")
        expect(len(drive.kept), 119)
        expect("e9.ics" in drive.names(), False)
        # A day later all is handed out again.
        taken, error = drive.sync(now=1_800_000_000 * 10**6 + DAY)
        expect(error, None, "a day later")
        expect(len([t for t in taken if t["bytes"]]), 119)
        taken, error = drive.sync(now=1_800_000_000 * 10**6 - DAY)
        expect(len([t for t in taken if t["bytes"]]), 119, "a clock that was set back")
        # One calendar by its own URL, and one more in the home.
        one = Drive(DRIVE, "caldav", server.url.rstrip("/") + server.calendar, **server.account)
        expect(one.sync()[1], None, "one calendar")
        expect(len(one.kept), 119)
        second = server.calendar.rstrip("/") + "2/"
        server.make_calendar(second)
        server.put("second.ics", event("second"), second)
        expect(drive.sync(now=1_800_000_000 * 10**6 - DAY)[1], None, "second calendar")
        expect(len(drive.kept), 120)
        status, _, _ = server.request("DELETE", second)
        expect(status in (200, 204), True, "delete a calendar", status)
        expect(drive.sync(now=1_800_000_000 * 10**6 - DAY)[1], None, "a calendar less")
        expect(len(drive.kept), 119)
    finally:
        server.stop()
    taken, error = drive.sync()
    expect_error(error, "nobody answers")


def test_radicale(folder):
    both_directions(folder, "radicale")


def test_xandikos(folder):
    both_directions(folder, "xandikos")


# A calendar server of our own, simple and without sync-collection: what it holds, and its answers.

NS = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/ns/"'


def response(href, props, status="200 OK"):
    return (f"<d:response><d:href>{href}</d:href><d:propstat><d:prop>{props}</d:prop>"
            f"<d:status>HTTP/1.1 {status}</d:status></d:propstat></d:response>")


class Simple:
    def __init__(self, objects, ctag=True, token=False):
        self.objects, self.ctag, self.token, self.version, self.changed = dict(objects), ctag, token, 1, {}

    def put(self, name, text):
        self.objects[name] = text
        self.version += 1
        self.changed[name] = self.version

    def delete(self, name):
        del self.objects[name]
        self.version += 1

    def etag(self, name):
        return f'"{hash(self.objects[name])}"'

    def answer(self, request):
        if request["method"] == "PROPFIND":
            return self.propfind(request)
        if request["method"] == "REPORT" and "multiget" in request["body"]:
            parts = [response("/cal/" + n, f"<d:getetag>{self.etag(n)}</d:getetag><c:calendar-data><![CDATA[{t}]]>"
                              "</c:calendar-data>") for n, t in self.objects.items() if f"/cal/{n}<" in request["body"]]
            return self.multistatus(parts)
        if request["method"] == "REPORT" and "calendar-query" in request["body"]:
            prop = re.search(r'prop-filter name="(\w+)"', request["body"])
            if prop:
                return self.multistatus([self.listed(n) for n, t in self.objects.items() if f"{prop[1]}:" in t])
            begin, end = re.search(r'time-range start="(\w+)" end="(\w+)"', request["body"]).groups()
            return self.multistatus([self.listed(n) for n, t in self.objects.items()
                                     if re.search(r"DTSTART:(\w+)", t)[1] < end and re.search(r"DTEND:(\w+)", t)[1] > begin])
        if request["method"] == "REPORT" and "sync-collection" in request["body"] and self.token:
            since = int(re.search(r"sync-token>(\d*)<", request["body"])[1] or 0)
            changed = [self.listed(n) for n in self.objects if since == 0 or self.changed.get(n, 0) > since]
            return self.multistatus(changed, f"<d:sync-token>{self.version}</d:sync-token>")
        return http_answer(501)

    def listed(self, name):
        return response("/cal/" + name, f"<d:getetag>{self.etag(name)}</d:getetag>")

    def propfind(self, request):
        if request["path"] != "/cal/":
            return http_answer(404)
        ctag = f"<s:getctag>{self.version}</s:getctag>" if self.ctag else ""
        token = f"<d:sync-token>{self.version}</d:sync-token>" if self.token else ""
        parts = [response("/cal/", f"<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>{ctag}{token}")]
        if request["headers"].get("depth") == "1":
            parts += [self.listed(n) for n in self.objects]
        return self.multistatus(parts)

    def multistatus(self, parts, more=""):
        return http_answer(207, f'<?xml version="1.0"?><d:multistatus {NS}>{"".join(parts)}{more}</d:multistatus>',
                           {"Content-Type": "application/xml"})


def test_without_sync(folder):
    """Servers without sync-collection are read by ctag and etags, with one Content-Type each."""
    for ctag in (True, False):
        simple = Simple({f"e{i}.ics": event(f"e{i}") for i in range(3)}, ctag)
        liar = Liar(simple.answer)
        try:
            drive = Drive(DRIVE, "caldav", liar.url + "cal/")
            expect(drive.sync()[1], None)
            expect(drive.names(), ["e0.ics", "e1.ics", "e2.ics"])
            liar.journal.clear()
            expect(drive.sync(), ([], None), "nothing new")
            expect(any(r["method"] == "REPORT" for r in liar.journal), False)
            simple.put("e1.ics", event("other"))
            simple.delete("e2.ics")
            taken, error = drive.sync()
            expect(error, None)
            expect([(t["key"], t["bytes"] is None) for t in taken], [("/cal/e1.ics", False), ("/cal/e2.ics", True)])
            for request in liar.journal:
                expect(sum(l.lower().startswith("content-type:") for l in request["lines"]), 1, request["lines"])
        finally:
            liar.stop()


def test_large(folder):
    """Of more events than one answer may hold those are read that matter now; afterwards what changes, and more a day later."""
    now = 1_800_000_000  # 2027-01-15
    for token in (False, True):
        days = [datetime.fromtimestamp(now, timezone.utc) + timedelta(days=n / 10 - 600) for n in range(12000)]
        old = {f"e{n}.ics": event(f"e{n}", f"{at:%Y%m%dT%H%M%SZ}", f"{at + timedelta(hours=1):%Y%m%dT%H%M%SZ}") for n, at in enumerate(days)}
        simple = Simple({**old, "weekly.ics": event("weekly", "20200106T090000Z", "20200106T100000Z", "RRULE:FREQ=WEEKLY\r\n")}, token=token)
        liar = Liar(simple.answer)
        try:
            drive = Drive(DRIVE, "caldav", liar.url + "cal/")
            expect(drive.sync(now * 10**6)[1], None)
            nearby = {f"e{n}.ics" for n, at in enumerate(days) if -2 <= (at.timestamp() - now) / 86400 <= 100}
            expect(nearby | {"weekly.ics"} <= set(drive.names()), True, "what matters is read, by a server that knows no series, too")
            expect(len(drive.names()) < 1100, True, "and little else", len(drive.names()))
            expect(drive.sync(now * 10**6), ([], None), "nothing new")
            simple.put("e0.ics", event("moved"))
            taken, error = drive.sync(now * 10**6)
            expect((error, "/cal/e0.ics" in [t["key"] for t in taken]), (None, True), "moved from long ago to next week")
            expect(len(taken) == 1, token, "what changed alone, where the server tells it")
            expect(drive.sync((now + 20 * 86400) * 10**6)[1], None)
            expect({f"e{n}.ics" for n, at in enumerate(days) if 18 <= (at.timestamp() - now) / 86400 <= 120} <= set(drive.names()), True)
        finally:
            liar.stop()


def days_asked(request):
    """The length of the part of the time that is asked for, in days, and its begin."""
    begin, end = (datetime.strptime(t, "%Y%m%dT%H%M%SZ") for t in
                  re.search(r'time-range start="(\w+)" end="(\w+)"', request["body"]).groups())
    return (end - begin).total_seconds() / 86400, begin


def test_slow_server(folder):
    """Who cannot say all in time is asked for parts; what it does not say even so is named, and asked for again. A server that says
    nothing at all is not asked for each part."""
    now = 1_800_000_000  # 2027-01-15
    days = [datetime.fromtimestamp(now, timezone.utc) + timedelta(days=n) for n in range(-2, 98)]
    simple = Simple({**{f"e{n}.ics": event(f"e{n}", f"{at:%Y%m%dT%H%M%SZ}", f"{at + timedelta(hours=1):%Y%m%dT%H%M%SZ}")
                        for n, at in enumerate(days)},
                     "weekly.ics": event("weekly", "20200106T090000Z", "20200106T100000Z", "RRULE:FREQ=WEEKLY\r\n")}, token=True)
    mute = {"part": lambda length, begin: length > 20, "whole": True, "many": 100}

    def answer(request):
        slow = mute["whole"] and (request["method"] == "PROPFIND" and request["headers"].get("depth") == "1" and request["path"] == "/cal/"
                                  and "getetag" in request["body"] and "sync-token" not in request["body"])
        if request["method"] == "REPORT":
            slow = ("sync-collection" in request["body"] and mute["whole"]
                    or "time-range" in request["body"] and mute["part"](*days_asked(request))
                    or "multiget" in request["body"] and request["body"].count("href>") // 2 > mute["many"])
        return http_answer(504) if slow else simple.answer(request)

    liar = Liar(answer)
    try:
        drive = Drive(DRIVE, "caldav", liar.url + "cal/")
        expect(drive.sync(now * 10**6)[1], None)
        expect(sorted(drive.names()), sorted(simple.objects), "in parts")
        expect(drive.sync(now * 10**6), ([], None), "nothing new")
        mute["many"] = 3
        expect(drive.sync((now + 86400) * 10**6)[1], None)
        expect(sorted(drive.names()), sorted(simple.objects), "few events at a time")
        # What it never says of: the days from the 10th to the 20th of February.
        mute["part"] = lambda length, begin: length > 20 or (begin < datetime(2027, 2, 20) and
                                                             begin + timedelta(days=length) > datetime(2027, 2, 10))
        again = Drive(DRIVE, "caldav", liar.url + "cal/")
        expect_error(again.sync(now * 10**6)[1], "not all of it was read")
        lost = {n for n, at in zip(simple.objects, days) if datetime(2027, 2, 10) <= at.replace(tzinfo=None) < datetime(2027, 2, 20)}
        expect(lost & set(again.names()), set(), "these are not known")
        expect(len(again.names()) > 70, True, "the others are", len(again.names()))
        simple.put("new.ics", event("new", "20270301T090000Z", "20270301T100000Z"))
        expect_error(again.sync((now + 1800) * 10**6)[1], "not all of it was read")
        expect("new.ics" in again.names(), True, "what is new in what it tells")
        liar.journal.clear()
        mute["part"] = lambda length, begin: length > 20
        expect(again.sync((now + 3600) * 10**6)[1], None, "it is asked again")
        expect(sorted(again.names()), sorted(simple.objects))
        expect(any("sync-collection" in r["body"] for r in liar.journal), False, "and for parts at once")
        # Nothing at all.
        mute["part"] = lambda length, begin: True
        dumb = Drive(DRIVE, "caldav", liar.url + "cal/")
        liar.journal.clear()
        expect_error(dumb.sync(now * 10**6)[1], "504")
        expect(dumb.names(), [])
        expect(sum("time-range" in r["body"] for r in liar.journal) < 20, True, "asked", len(liar.journal))
    finally:
        liar.stop()


def test_large_answers(folder):
    """A batch that is larger than one answer may be comes in parts; an entry that is so alone is left out and named."""
    big = "DESCRIPTION:" + "x" * (500 << 10) + "\r\n"
    simple = Simple({**{f"e{n}.ics": event(f"e{n}", extra=big) for n in range(30)}, "huge.ics": event("huge", extra=big * 20)})
    liar = Liar(simple.answer)
    try:
        drive = Drive(DRIVE, "caldav", liar.url + "cal/")
        expect(drive.sync()[1], None)
        expect(sorted(drive.names()), sorted(n for n in simple.objects if n != "huge.ics"))
    finally:
        liar.stop()


def test_drops_at_every_byte(folder):
    """A dialogue cut after any byte is an error or the whole, never a part of it."""
    simple = Simple({"a.ics": event("a"), "b.ics": event("b")})
    cut = {"at": None, "left": None}

    def answer(request):
        whole = simple.answer(request)
        part, cut["left"] = whole[:cut["left"]], cut["left"] - min(cut["left"], len(whole))
        return part

    cut["left"] = 10**9
    liar = Liar(answer)
    try:
        drive = Drive(DRIVE, "caldav", liar.url + "cal/")
        expect(drive.sync()[1], None)
        total = 10**9 - cut["left"]
        step = max(1, total // 60)
        for at in list(range(0, total, step)) + [total - 1]:
            cut["left"] = at
            fresh = Drive(DRIVE, "caldav", liar.url + "cal/")
            taken, error = fresh.sync()
            expect(error is not None, True, "cut at", at, "of", total)
            expect((fresh.cursor, fresh.kept), ("", {}))
        cut["left"] = total
        expect(fresh.sync()[1], None)
        expect(fresh.kept.keys(), drive.kept.keys())
    finally:
        liar.stop()


def ics_error(answer, part, timeout=300, **more):
    liar = Liar(answer)
    try:
        drive = Drive(DRIVE, "ics", liar.url + "c.ics", **more)
        taken, error = drive.sync(timeout=timeout)
        expect_error(error, part)
        expect(taken, [])
        return liar
    finally:
        liar.stop()


def endless(head, chunk):
    def send(sock):
        sock.sendall(head)
        while True:
            sock.sendall(chunk)
    return lambda request: send


def test_lies(folder):
    text = event("a").encode()
    big = b"x" * 65536
    for answer, part in [
        (lambda r: b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n" + text, "127.0.0.1"),
        (lambda r: b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n" + text, "127.0.0.1"),
        (lambda r: b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n" + text, "127.0.0.1"),
        (lambda r: b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nBEGIN", "127.0.0.1"),
        (lambda r: b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nBEGIN", "127.0.0.1"),
        (lambda r: b"BEGIN:VCALENDAR", "127.0.0.1"),
        (lambda r: b"", "the connection broke"),
        (lambda r: http_answer(200, "<html>Sign in</html>"), "no calendar"),
        (lambda r: http_answer(200, ""), "no calendar"),
        (lambda r: http_answer(401), "refused the user name"),
        (lambda r: http_answer(404), "nothing at that address"),
        (lambda r: http_answer(500), "the server failed"),
        (endless(b"HTTP/1.1 200 OK\r\n\r\nBEGIN:VCALENDAR\r\n", big), "larger than allowed"),
        (endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + big + b"\r\n"),
         "larger than allowed"),
        (endless(b"HTTP/1.1 200 OK\r\n", b"X-Flood: " + b"y" * 8000 + b"\r\n"), "127.0.0.1"),
        (endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 500), "127.0.0.1"),
    ]:
        ics_error(answer, part)


def test_slow(folder):
    """An answer that trickles in is still an answer."""
    text = http_answer(200, event("slow"))

    def trickle(sock):
        for i in range(0, len(text), 7):
            sock.sendall(text[i:i + 7])

    liar = Liar(lambda r: trickle)
    try:
        drive = Drive(DRIVE, "ics", liar.url + "c.ics")
        expect(drive.sync()[1], None)
        expect(len(drive.kept), 1)
    finally:
        liar.stop()


def test_ics(folder):
    """Conditional requests, 304, Retry-After, once a day in full."""
    state = {"text": event("a"), "etag": '"1"', "status": 200, "headers": {}}

    def answer(request):
        known = request["headers"].get("if-none-match") == state["etag"]
        headers = {"ETag": state["etag"], "Last-Modified": "Wed, 20 Jan 2027 10:00:00 GMT", **state["headers"]}
        return http_answer(304 if known else 200, b"" if known else state["text"], headers)

    liar = Liar(answer)
    try:
        drive = Drive(DRIVE, "ics", liar.url + "c.ics")
        now = 1_800_000_000 * 10**6
        expect(drive.sync(now)[1], None)
        expect(drive.kept, {("test ics", "all"): state["text"]})
        cursor = drive.cursor
        expect(drive.sync(now + DAY // 24), ([], None), "304")
        expect(drive.cursor, cursor)
        expect(liar.journal[-1]["headers"].get("if-modified-since"), "Wed, 20 Jan 2027 10:00:00 GMT")
        state.update(text=event("b"), etag='"2"', headers={"Retry-After": "3600"})
        expect(len(drive.sync(now + DAY // 24)[0]), 1, "changed")
        seen = len(liar.journal)
        expect(drive.sync(now + DAY // 20), ([], None), "it asked us to wait")
        expect(len(liar.journal), seen)
        expect(len(drive.sync(now + 2 * DAY)[0]), 1, "in full")
        expect("if-none-match" in liar.journal[-1]["headers"], False)
        state.update(text=event("c", extra="SUMMARY:a\0b\r\n"), etag='"3"', headers={})
        expect(drive.sync(now + 3 * DAY)[1], None, "a NUL is no end")
    finally:
        liar.stop()


def redirect(to):
    return lambda r: http_answer(302, b"", {"Location": to})


def test_redirects(folder):
    inner = Liar(lambda r: http_answer(200, event("inner")))
    try:
        for location, part in [
            (inner.url, "without https"),
            ("http://127.0.0.2:1/", "without https"),
            ("http://localhost:%d/" % inner.port, "https"),
            ("http://169.254.169.254/latest/", "https"),
            ("http://[::ffff:127.0.0.1]:%d/" % inner.port, "https"),
            ("file:///etc/passwd", "only https"),
            ("gopher://127.0.0.1:1/x", "only https"),
            ("https://user:pass@example.com/", "may not hold"),
            ("https://127.1/", "host"),
            ("/c.ics", "circles"),
        ]:
            ics_error(redirect(location), part)
        expect(inner.journal, [], "the server inside was asked")
        # On the same server it is followed.
        hop = Liar(lambda r: http_answer(200, event("x")) if r["path"] == "/there.ics" else
                   http_answer(301, b"", {"Location": "there.ics"}))
        drive = Drive(DRIVE, "ics", hop.url + "c.ics")
        expect(drive.sync()[1], None)
        expect([r["path"] for r in hop.journal], ["/c.ics", "/there.ics"])
        hop.stop()
    finally:
        inner.stop()


def test_hosted(folder):
    """A hosted account reaches nothing inside, neither by address nor by a name that leads there."""
    liar = Liar(lambda r: http_answer(200, event("x")))
    try:
        for host in ("127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.1", "localhost", "169.254.169.254"):
            for scheme in ("http", "https"):
                drive = Drive(DRIVE, "ics", f"{scheme}://{host}:{liar.port}/c.ics", public_only=True)
                taken, error = drive.sync()
                expect(error is not None and taken == [], True, host)
        expect(liar.journal, [])
    finally:
        liar.stop()


def test_credentials(folder):
    """They go to their own server by TLS only, never along with a redirect, and not without need."""
    context, trusted = certificate(folder)
    other = Liar(lambda r: http_answer(401 if r["path"] == "/wants.ics" else 200, event("x")), context)
    own = Liar(lambda r: http_answer(302, b"", {"Location": f"https://127.0.0.1:{other.port}/x.ics"})
               if r["path"] == "/away.ics" else http_answer(302, b"", {"Location": f"https://127.0.0.1:{other.port}/wants.ics"})
               if r["path"] == "/wanted.ics" else http_answer(301, b"", {"Location": "/c.ics"})
               if r["path"] == "/moved.ics" else http_answer(301, b"", {"Location": "https://eve:secret-word@example.com/"})
               if r["path"] == "/named.ics" else http_answer(200, event("y")), context)
    more = {"auth": "password", "user": "me", "ca_file": trusted}
    try:
        drive = Drive(DRIVE, "ics", f"https://127.0.0.1:{own.port}/c.ics", "secret-word", **more)
        expect(drive.sync()[1], None)
        expect(own.journal[-1]["headers"].get("authorization", "").startswith("Basic "), True)
        away = Drive(DRIVE, "ics", f"https://127.0.0.1:{own.port}/away.ics", "secret-word", **more)
        expect(away.sync()[1], None)
        expect("authorization" in other.journal[-1]["headers"], False)
        wanted = Drive(DRIVE, "ics", f"https://127.0.0.1:{own.port}/wanted.ics", "secret-word", **more)
        expect_error(wanted.sync()[1], f"https://127.0.0.1:{other.port}/wants.ics, another server")
        expect("authorization" in other.journal[-1]["headers"], False)
        moved = Drive(DRIVE, "ics", f"https://127.0.0.1:{own.port}/moved.ics", "secret-word", **more)
        expect(moved.sync()[1], None, "a redirect that names no host")
        expect(own.journal[-1]["headers"].get("authorization", "").startswith("Basic "), True)
        named = Drive(DRIVE, "ics", f"https://127.0.0.1:{own.port}/named.ics", "secret-word", **more).sync()[1]
        expect_error(named, "may not hold")
        expect("secret-word" in str(named) or "eve" in str(named), False)
        stranger = Drive(DRIVE, "ics", f"https://127.0.0.1:{own.port}/c.ics", "secret-word", auth="password", user="me")
        seen = len(own.journal)
        expect_error(stranger.sync()[1], "certificate")
        expect(len(own.journal), seen)
    finally:
        own.stop()
        other.stop()
    plain = Liar(lambda r: http_answer(200, event("x")))
    try:
        drive = Drive(DRIVE, "ics", plain.url, "secret-word", auth="password", user="me")
        expect_error(drive.sync()[1], "https")
        expect(plain.journal, [])
    finally:
        plain.stop()


def test_digest(folder):
    """A server that takes Digest only gets that, and no password."""
    context, trusted = certificate(folder)

    def answer(request):
        if request["headers"].get("authorization", "").startswith("Digest "):
            return http_answer(200, event("d"))
        return http_answer(401, b"", {"WWW-Authenticate": 'Digest realm="x", nonce="n", qop="auth", algorithm=MD5'})

    liar = Liar(answer, context)
    try:
        drive = Drive(DRIVE, "ics", f"https://127.0.0.1:{liar.port}/c.ics", "secret-word", auth="password", user="me",
                      ca_file=trusted)
        expect(drive.sync()[1], None)
        expect(len(drive.kept), 1)
    finally:
        liar.stop()


def test_bad_dav(folder):
    """XML bombs, floods and answers to what was not asked."""
    bomb = '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)) + "]>"
    for body, part in [
        (bomb + '<multistatus xmlns="DAV:"><response><href>&j;</href></response></multistatus>', "document type"),
        ('<multistatus xmlns="DAV:">' + "<prop>" * 200000, "nested"),
        ('<multistatus xmlns="DAV:"><response>', "answer"),
        ("<html/>", "multistatus"),
        ('<multistatus xmlns="DAV:"/>', "calendar"),
    ]:
        liar = Liar(lambda r, body=body: http_answer(207, body))
        try:
            taken, error = Drive(DRIVE, "caldav", liar.url + "cal/").sync()
            expect_error(error, part)
            expect(taken, [])
        finally:
            liar.stop()
    # Objects of elsewhere, or of another calendar, are not taken.
    simple = Simple({"a.ics": event("a")})
    stranger = response("/other/b.ics", f"<c:calendar-data>{event('b')}</c:calendar-data>")

    def answer(request):
        whole = simple.answer(request)
        if request["method"] != "REPORT":
            return whole
        body = whole.split(b"\r\n\r\n", 1)[1].decode().replace("</d:multistatus>", stranger + "</d:multistatus>")
        return http_answer(207, body)

    liar = Liar(answer)
    try:
        drive = Drive(DRIVE, "caldav", liar.url + "cal/")
        expect(drive.sync()[1], None)
        expect(drive.names(), ["a.ics"])
    finally:
        liar.stop()


TESTS = [v for k, v in list(globals().items()) if k.startswith("test_")]


def main():
    missing = [name for name in ("radicale", "xandikos", "openssl") if shutil.which(name) is None]
    if missing:
        print(f"1..0 # SKIP not installed: {' '.join(missing)}")
        return
    failed = 0
    print(f"1..{len(TESTS)}")
    for number, test in enumerate(TESTS, 1):
        with tempfile.TemporaryDirectory(prefix="crickets-") as folder:
            try:
                test(folder)
                print(f"ok {number} - {test.__name__}", flush=True)
            except Exception:  # a test's failure must not hide the others
                failed += 1
                print(f"not ok {number} - {test.__name__}")
                print("".join(f"# {line}\n" for line in traceback.format_exc().splitlines()), end="", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
