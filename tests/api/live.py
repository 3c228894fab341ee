#!/usr/bin/env python3
"""What changes while one looks: event streams, repeated and concurrent requests, other processes, stories."""

import json
import resource
import socket
import threading
import time

from harness import PATIENCE, expect, main

WORDS = {"text": "Dana Reyes of Northwind calls Tuesday November 24 2pm ET, 212-555-0117, dana@northwind.example"}


class Stream:
    """An event stream, read as a browser would."""

    def __init__(self, desk, last=None, cookie=None):
        self.socket = socket.create_connection(("127.0.0.1", desk.port), PATIENCE)
        extra = f"Last-Event-ID: {last}\r\n" if last is not None else ""
        self.socket.sendall(f"GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:{desk.port}\r\nCookie: {cookie or desk.cookie}\r\n{extra}\r\n".encode())
        self.text, self.ended = "", False
        self.read_until(lambda: "\r\n\r\n" in self.text)
        self.head, self.text = self.text.split("\r\n\r\n", 1)

    def read_until(self, condition, seconds=PATIENCE):
        deadline = time.monotonic() + seconds
        while not condition():
            self.socket.settimeout(max(0.01, deadline - time.monotonic()))
            try:
                got = self.socket.recv(65536)
            except TimeoutError:
                return False
            self.ended = not got
            if self.ended:
                return condition()
            self.text += got.decode()
        return True

    def events(self, name):
        found = []
        for block in "".join(line for line in self.text.splitlines(True) if not is_chunk_size(line)).replace("\r\n", "").split("\n\n"):
            fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
            if fields.get("event") == name:
                found.append((fields.get("id"), json.loads(fields["data"])))
        return found

    def close(self):
        self.socket.close()


def is_chunk_size(line):
    return line.endswith("\r\n") and line.strip() and all(c in "0123456789abcdefABCDEF" for c in line.strip())


def streams_tell_of_changes(desk):
    desk.set_up().serve().sign_in()
    stream = Stream(desk)
    expect(" 200 " in stream.head and "text/event-stream" in stream.head, stream.head)
    expect("X-Accel-Buffering: no" in stream.head, stream.head)  # nginx would keep news back
    expect(stream.read_until(lambda: len(stream.events("change")) == 1), "no greeting")
    desk.ask("POST", "/interviews", WORDS, status=201)
    expect(stream.read_until(lambda: stream.events("line")), "our own change is not told:", stream.text)
    row = stream.events("line")[0][1]
    expect(row["event"] == "watching" and row["interview"] == 1, row)
    before = len(stream.events("line"))
    desk.run("add", "Sam of Contoso calls Wednesday November 25 3pm ET")  # another process
    expect(stream.read_until(lambda: len(stream.events("line")) > before), "another process's change is not told")
    last = stream.events("line")[0][0]
    stream.close()
    again = Stream(desk, last=last)
    expect(again.read_until(lambda: again.events("line")), "what was missed is not told")
    expect(int(again.events("line")[0][0]) == int(last) + 1, again.text)
    again.close()
    for bad in ("x", "-1", "1 2"):
        stream = Stream(desk, last=bad)
        expect(" 400 " in stream.head, bad, stream.head)
        stream.close()


def a_document_knows_what_is_news_to_it(desk):
    """Told its version, a page reads it again only when the stream tells of a later one."""
    desk.set_up().serve().sign_in()
    desk.ask("POST", "/interviews", WORDS, status=201)
    stream = Stream(desk)
    expect(stream.read_until(lambda: stream.events("change")), "no greeting")
    version = stream.events("change")[0][1]["version"]
    for path in ("/interviews?view=row", "/now", "/now"):  # the last one from what was kept
        answer = desk.ask("GET", path)
        expect(version <= int(answer.headers["Crickets-Version"]), path, answer.headers, version)
        version = int(answer.headers["Crickets-Version"])
    unchanged = desk.ask("GET", "/now", status=304, headers={"If-None-Match": answer.headers["ETag"]})
    expect(version <= int(unchanged.headers["Crickets-Version"]), unchanged.headers, version)
    version = int(unchanged.headers["Crickets-Version"])
    expect("Crickets-Version" not in desk.ask("POST", "/interviews/1/acts", {"act": "they-called"}).headers)
    expect(stream.read_until(lambda: stream.events("change")[-1][1]["version"] > version), stream.text)
    expect(version < int(desk.ask("GET", "/interviews/1").headers["Crickets-Version"]))
    stream.close()


def time_alone_is_told(desk):
    """The agreed time comes while one looks."""
    desk.set_up()
    desk.run("add", WORDS["text"])
    desk.serve(now="2026-11-24T12:59:57-06:00").sign_in()
    stream = Stream(desk)
    expect(desk.ask("GET", "/now").json["interview"]["phase"] == "scheduled")
    expect(stream.read_until(lambda: any(row["event"] == "due" for _, row in stream.events("line"))), stream.text)
    expect(desk.ask("GET", "/now").json["interview"]["phase"] == "waiting")
    stream.close()


def another_process_is_seen_at_once(desk):
    desk.set_up().serve().sign_in()
    tag = desk.ask("GET", "/now").headers["ETag"]
    for hour in range(1, 6):
        desk.run("add", f"Dana Reyes of Northwind calls Tuesday November 24 {hour}pm ET")
        answer = desk.ask("GET", "/now", headers={"If-None-Match": tag})
        calls = 1 + len(answer.json["others"])
        expect(calls == hour, calls, hour)
        tag = answer.headers["ETag"]


def three_hundred_streams(desk):
    desk.set_up().serve().sign_in()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 4096)), hard))
    streams = [Stream(desk) for _ in range(300)]
    desk.ask("POST", "/interviews", WORDS, status=201)
    for stream in streams:
        expect(stream.read_until(lambda s=stream: s.events("line")), "one was not told")
    desk.ask("GET", "/session")
    for stream in streams[::2]:
        stream.close()
    desk.ask("POST", "/interviews/1/acts", {"act": "called"})
    last = streams[1]
    expect(last.read_until(lambda: len(last.events("change")) > 2), last.text)
    desk.server.send_signal(2)  # they end with the server
    for stream in streams[1::2]:
        expect(stream.read_until(lambda s=stream: s.ended), "a stream outlives the server")
        stream.close()
    desk.server.wait(PATIENCE)


def the_same_key_does_nothing_twice(desk):
    desk.set_up().serve().sign_in()
    key = {"Idempotency-Key": "abc-1"}
    first = desk.ask("POST", "/interviews", WORDS, status=201, headers=key)
    again = desk.ask("POST", "/interviews", WORDS, status=201, headers=key)
    expect(again.body == first.body and again.headers["Idempotency-Replayed"] == "true", again.body)
    other = {"text": "Sam of Contoso calls Wednesday November 25 3pm ET"}
    desk.ask("POST", "/interviews", other, status=422, headers=key)
    expect(len(desk.ask("GET", "/interviews").json["interviews"]) == 1)
    key = {"Idempotency-Key": "abc-2"}
    told = desk.ask("POST", "/interviews/1/acts", {"act": "called"}, headers=key)
    lines = len(desk.ask("GET", "/timeline?after=0").json["timeline"])
    expect(desk.ask("POST", "/interviews/1/acts", {"act": "called"}, headers=key).body == told.body)
    expect(len(desk.ask("GET", "/timeline?after=0").json["timeline"]) == lines, "it was done again")
    for bad in ("", "a b", "x" * 101, "\x7f"):
        desk.ask("POST", "/interviews/1/acts", {"act": "called"}, status=400, headers={"Idempotency-Key": bad})
    desk.stop()
    desk.serve().sign_in()  # and after a restart
    expect(desk.ask("POST", "/interviews/1/acts", {"act": "called"}, headers=key).body == told.body)
    made = {"Idempotency-Key": "abc-3"}
    desk.ask("POST", "/applications", {"company": "Contoso"}, status=201)
    desk.ask("POST", "/applications/2/acts", {"act": "note", "text": "kind"}, headers=made)
    desk.stop()
    desk.serve(now="2026-11-22T12:00:00-06:00").sign_in()  # by then it may be meant for something else
    for path, act, used in (("/interviews/1", {"act": "called"}, key), ("/applications/2", {"act": "note", "text": "kind"}, made)):
        desk.ask("POST", f"{path}/acts", act, status=409, headers=used)
        desk.ask("POST", f"{path}/acts", act, headers={"Idempotency-Key": "new" + path})


def many_at_once(desk):
    """Sixteen at a time, of which each adds its own call, and all send the same act with one key."""
    desk.set_up().serve().sign_in()
    desk.ask("POST", "/interviews", WORDS, status=201)
    problems = []

    def work(number):
        try:
            for turn in range(4):
                text = {"text": f"Dana{'abcdefghijklmnop'[number]} Reyes of Northwind calls Wednesday November 25 {turn + 1}:{number + 10}pm ET"}
                desk.ask("POST", "/interviews", text, status=201)
                answer = desk.send("POST", "/api/v1/interviews/1/acts", json.dumps({"act": "called"}),
                                   {"Cookie": desk.cookie, "Origin": desk.origin, "Content-Type": "application/json",
                                    "Idempotency-Key": f"turn-{turn}"})
                expect(answer.status in (200, 409), answer.status, answer.body)
                desk.ask("GET", "/now")
        except Exception as error:
            problems.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expect(not problems, problems[:2])
    expect(len(desk.ask("GET", "/interviews").json["interviews"]) == 65)
    rows = desk.ask("GET", "/timeline?after=0&interview=1&limit=500").json["timeline"]
    expect(sum(row["text"] == "You rang them." for row in rows) == 4, rows)


def a_story_is_another_world(desk):
    desk.set_up().serve().sign_in()
    desk.ask("POST", "/interviews", WORDS, status=201)
    mine = desk.run("export")
    offered = desk.ask("GET", "/stories").json
    expect(len(offered["stories"]) >= 4 and offered["current"] is None, offered)
    desk.ask("GET", "/story", status=404)
    desk.ask("POST", "/story/clock", {"to": "next"}, status=404)
    desk.ask("POST", "/stories/no-such", status=404)
    own = desk.cookie
    for story in offered["stories"]:
        begun = desk.ask("POST", "/stories/" + story["name"], status=201)
        desk.cookie = own + "; " + begun.headers["Set-Cookie"].split(";")[0]
        now = desk.ask("GET", "/now").json
        expect(now["story"] == story["name"] and now["interview"], story, now)
    begun = desk.ask("POST", "/stories/late-recruiter", status=201)
    desk.cookie = own + "; " + begun.headers["Set-Cookie"].split(";")[0]
    expect(desk.ask("GET", "/session").json["story"] == "late-recruiter")
    now = desk.ask("GET", "/now").json
    expect(now["interview"]["phase"] == "waiting" and now["profile"]["name"] == "Jordan Ellis", now)
    stream = Stream(desk)
    phases = []
    for _ in range(12):
        passed = desk.ask("POST", "/story/clock", {"to": "next"}).json
        phases.append(desk.ask("GET", "/now").json["interview"]["phase"])
        if "missed" in phases and desk.ask("GET", "/interviews?state=all").json["interviews"][-1]["id"] == 2:
            break
    expect("missed" in phases and desk.ask("GET", "/interviews/1").json["interview"]["phase"] == "rescheduled", phases, passed)
    expect(stream.read_until(lambda: any(row["event"] == "missed" for _, row in stream.events("line"))), stream.text)
    desk.ask("POST", "/story/clock", {"to": "2026-01-01T00:00:00Z"}, status=422)
    desk.ask("POST", "/story/clock", {"to": "soon"}, status=400)
    desk.ask("POST", "/story/clock", {"at": "next"}, status=400)
    desk.ask("POST", "/story/clock", status=415, body="{}", headers={"Content-Type": "text/plain"})
    desk.ask("POST", "/story/clock", status=413, body=b" " * 70000, headers={"Content-Type": "application/json"})
    desk.ask("POST", "/interviews/1/acts", {"act": "offer"})
    desk.ask("DELETE", "/account", {"confirm": "erase everything"}, status=409)
    expect(desk.ask("GET", "/story").json["name"] == "late-recruiter")
    desk.ask("DELETE", "/story", status=204)
    expect(stream.read_until(lambda: stream.ended), "the story's stream goes on")
    expect(desk.ask("GET", "/now").json["interview"]["who"] == "Dana Reyes" and desk.ask("GET", "/session").json["story"] is None)
    expect(desk.run("export") == mine, "a story changed the candidate's own data")


def a_new_link_while_it_runs(desk):
    desk.run("serve", "--link", code=1)
    desk.serve().sign_in()
    desk.sign_in(desk.run("serve", "--link").strip())
    desk.stop()
    desk.run("serve", "--link", code=1)


if __name__ == "__main__":
    main([streams_tell_of_changes, a_document_knows_what_is_news_to_it, time_alone_is_told, another_process_is_seen_at_once, three_hundred_streams,
          the_same_key_does_nothing_twice, many_at_once, a_story_is_another_world, a_new_link_while_it_runs])
