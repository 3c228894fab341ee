#!/usr/bin/env python3
"""Pages that are read from a replica: never older than what was written, the same in every path, and whole without it."""

import concurrent.futures
import http.client
import os
import re
import signal
import time

from harness import CONTRACT, PATIENCE, expect, main
from members import free_port, sessions
from standby import pair
from pg import children_of, until, uri

WORDS = "Dana Reyes of Northwind calls 2090-11-24 14:00 New York time"


def reads(desk):
    connection = http.client.HTTPConnection("127.0.0.1", desk.health, timeout=PATIENCE)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    connection.close()
    return tuple(int(re.search(rf'crickets_replica_reads_total{{answered="{who}"}} (\d+)', text)[1]) for who in ("replica", "primary"))


def with_pair(test):
    def run(desk):
        with pair(desk) as (primary, replica):
            desk.found(uri("crickets", primary))
            desk.health = free_port()
            desk.serve("--read-db", uri("crickets", replica), "--health", str(desk.health))
            browser, = sessions(desk, 1)
            test(browser, primary, replica)

    run.__name__ = test.__name__
    return run


def times_given_up(desk):
    return (desk.folder / "errors.txt").read_text().count("the replica is not read")


def comes_from_it(desk):
    """One that was slow for a moment is let alone for half a minute; what it answers then is as new."""
    found = []

    def answered():
        before = reads(desk)[0]
        found.append(desk.ask("GET", "/interviews").json["interviews"])
        return reads(desk)[0] > before

    until(answered, "a page from the replica")
    return found[-1]


def timeless(answer):
    """What is shown, but not for which minute, which may have passed since."""
    return {**answer.json, "now": None, "at": None} if "json" in answer.headers["Content-Type"] else answer.body


def same(primary, replica):
    at = primary.ask("postgres", "SELECT pg_current_wal_insert_lsn()")
    until(lambda: replica.ask("postgres", f"SELECT pg_last_wal_replay_lsn() >= '{at}'") == "t", "the replica")


@with_pair
def pages_come_from_it_and_are_never_old(desk, primary, replica):
    desk.ask("POST", "/interviews", {"text": WORDS}, 201)
    expect(len(desk.ask("GET", "/interviews").json["interviews"]) == 1)
    same(primary, replica)
    expect(len(comes_from_it(desk)) == 1)
    replica.ask("postgres", "SELECT pg_wal_replay_pause()")
    until(lambda: replica.ask("postgres", "SELECT pg_get_wal_replay_pause_state()") == "paused", "the pause")
    for n in range(2, 5):
        desk.ask("POST", "/interviews", {"text": WORDS.replace("14:00", f"1{n}:30").replace("Northwind", f"Contoso {n}")}, 201)
        expect(len(desk.ask("GET", "/interviews").json["interviews"]) == n, "a page is older than what was written")
    expect(reads(desk)[1] >= 3 or times_given_up(desk), reads(desk))
    replica.ask("postgres", "SELECT pg_wal_replay_resume()")
    same(primary, replica)
    expect(len(comes_from_it(desk)) == 4)


@with_pair
def every_page_is_the_same_and_it_may_go(desk, primary, replica):
    desk.ask("POST", "/interviews", {"text": WORDS}, 201)
    desk.ask("POST", "/applications", {"company": "Fabrikam", "role": "Engineer"}, 201)
    pages = ["/search?q=Fabrikam"] + [path.replace("{id}", "1").replace("{name}", "funnel") for path, item in CONTRACT["paths"].items()
                                     if "get" in item and "servers" not in item and path not in ("/events", "/search", "/read")]
    same(primary, replica)
    comes_from_it(desk)
    before = reads(desk)
    first = {path: desk.send("GET", "/api/v1" + path, headers={"Cookie": desk.cookie}) for path in pages}
    taken = reads(desk)[0] - before[0]
    expect(taken > 15 or times_given_up(desk), taken)
    replica.kill()
    for path in pages:
        again = desk.send("GET", "/api/v1" + path, headers={"Cookie": desk.cookie})
        expect(again.status == first[path].status and again.status < 500, path, again.status, first[path].status)
        if path not in ("/export", "/session"):
            expect(timeless(again) == timeless(first[path]), path, again.body[:300], first[path].body[:300])
    errors = (desk.folder / "errors.txt").read_text()
    expect("a request failed" not in errors, errors)
    expect("the replica is not read" in errors, errors)


@with_pair
def one_that_hangs_holds_nobody_up(desk, primary, replica):
    """It keeps its connections, takes new ones, and answers none."""
    desk.ask("POST", "/interviews", {"text": WORDS}, 201)
    same(primary, replica)
    comes_from_it(desk)
    servers = [replica.pid, *children_of(replica.pid)]
    for pid in servers:
        os.kill(pid, signal.SIGSTOP)
    try:
        with concurrent.futures.ThreadPoolExecutor(24) as pool:  # more than there are workers
            answers = list(pool.map(lambda _: desk.send("GET", "/api/v1/interviews", headers={"Cookie": desk.cookie}).status, range(48)))
        expect({*answers} == {200}, answers)
        given_up, began = times_given_up(desk), time.monotonic()
        desk.ask("GET", "/now")
        expect(times_given_up(desk) == given_up or time.monotonic() - began > 20, "a page waits for it again")
    finally:
        for pid in servers:
            os.kill(pid, signal.SIGCONT)


main([one_that_hangs_holds_nobody_up, pages_come_from_it_and_are_never_old, every_page_is_the_same_and_it_may_go])
