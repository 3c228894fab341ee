#!/usr/bin/env python3
"""The standby that each commit waits for goes away: pages are answered, who changes something is told the truth, and no change is
lost or done twice."""

import concurrent.futures
import json
import os
import re
import signal
import subprocess
import time
import urllib.request

from harness import PATIENCE, expect, main
from common import ago
from members import PASSWORD, free_port, sessions
from standby import pair
from pg import children_of, until, uri

WORKERS, NOTING = 16, 4  # see server.c and exchange.c
CALL = {"text": "Dana Reyes of Northwind calls 2090-11-24 14:00 New York time"}


def with_standby(test):
    def run(desk):
        with pair(desk) as (primary, standby):
            desk.found(uri("crickets", primary), mail=False)  # nobody else commits anything
            desk.health = free_port()
            test(desk.serve("--health", str(desk.health)), primary, standby)

    run.__name__ = test.__name__
    return run


def lose(primary, standby):
    primary.ask("postgres", "ALTER SYSTEM SET synchronous_standby_names = '*'")
    primary.ask("postgres", "SELECT pg_reload_conf()")
    until(primary.has_standby, "a standby that confirms")
    standby.stop()


def add(browser):
    """The same call by the same key, however often."""
    return browser.send("POST", "/api/v1/interviews", json.dumps(CALL), {
        "Cookie": browser.cookie, "Origin": browser.origin, "Content-Type": "application/json", "Idempotency-Key": "the-call"})


def code_of(answer):
    expect(answer.status == 503 and int(answer.headers["Retry-After"]) > 0, answer.status, answer.body)
    return answer.json["code"]


def waiting(primary):
    return int(primary.ask("postgres", "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND datname = 'crickets'"))


def calls_of(browser):
    return len(browser.ask("GET", "/interviews").json["interviews"])


@with_standby
def pages_go_on_and_changes_are_told_the_truth(service, primary, standby):
    browsers = sessions(service, WORKERS + 2)
    lose(primary, standby)
    with concurrent.futures.ThreadPoolExecutor(len(browsers)) as pool:
        told = pool.map(lambda browser: code_of(add(browser)), browsers)
        until(lambda: waiting(primary) > 0, "who waits for the standby")
        for browser in browsers:
            expect(calls_of(browser) == 0)
        told = list(told)
    expect("not-heard" in told and {*told} <= {"not-heard", "busy", "keeps-nothing"}, told)  # busy: behind the lock of who waits
    began = waiting(primary)
    expect(0 < began <= WORKERS, began, told)
    for browser in browsers:
        expect(calls_of(browser) == 0)
        browser.ask("GET", "/now")
    stranger = service.browser()
    expect(code_of(stranger.send("POST", "/api/v1/sign-in", json.dumps({"email": "member-1@north.example", "password": PASSWORD}),
                                 {"Origin": service.origin, "Content-Type": "application/json"})) == "keeps-nothing")
    for browser in browsers:
        expect(code_of(add(browser)) == "keeps-nothing")
        expect(code_of(browser.send("GET", "/api/v1/export", None, {"Cookie": browser.cookie})) == "keeps-nothing")  # which is put down
    expect(waiting(primary) <= began)
    standby.start()
    replayed = 0
    for browser in browsers:
        last = []
        until(lambda: last.append(add(browser)) or last[-1].status != 503, "that the call is kept")
        expect(last[-1].status == 201, last[-1].status, last[-1].body)
        replayed += last[-1].headers["Idempotency-Replayed"] == "true"
        expect(calls_of(browser) == 1)
    expect(replayed > 0, told)
    stranger.come_in("member-1@north.example")


@with_standby
def an_end_does_not_wait_for_the_standby(service, primary, standby):
    """Neither a server's nor a worker's; and what was begun is not taken back."""
    browser, watched = sessions(service, 2)
    watched.ask("POST", "/interviews", CALL, status=201)
    lose(primary, standby)
    worker = subprocess.Popen([service.crickets, "--db", service.db, "watch", "--workers", "1"], env=service.environment,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        expect(b"Watching all accounts" in worker.stdout.readline())
        until(lambda: waiting(primary) > 0, "who takes the call's turn")
        worker.terminate()
        expect(worker.wait(PATIENCE) == 0, worker.returncode)
    finally:
        worker.kill()
        worker.communicate()
    expect(code_of(add(browser)) == "not-heard")
    service.stop()
    expect(waiting(primary) > 0)
    standby.start()
    service.serve()
    until(lambda: calls_of(browser) == 1, "that the call is kept")
    expect(add(browser).status in (200, 201))
    expect(calls_of(browser) == calls_of(watched) == 1)


@with_standby
def who_sends_is_told(service, primary, standby):
    """That it may have been kept, as of any other change; nothing has left by then."""
    dana, = sessions(service, 1)
    for kind in ("imap", "smtp"):
        dana.ask("POST", "/connections", {"name": kind, "kind": kind, "url": f"{kind}s://{kind}.north.example", "user": "dana",
                                          "auth": "password", "secret": "right"}, status=201)
    call = dana.ask("POST", "/interviews", {"text": f"Sam (sam@south.example) calls {ago(30)}"}, status=201).json["interview"]["id"]
    lose(primary, standby)
    expect(code_of(dana.send("POST", f"/api/v1/interviews/{call}/send", b"", {"Cookie": dana.cookie, "Origin": dana.origin})) == "not-heard")


@with_standby
def files_hold_nobody_up(service, primary, standby):
    """The primary hangs: it is not asked for each of those who bring one, while the page waits behind them."""
    dana, = sessions(service, 1)
    expect(dana.send("POST", "/api/v1/import?name=a.eml", b"From: x", {"Cookie": dana.cookie, "Origin": dana.origin}).status < 300)
    servers = [primary.pid, *children_of(primary.pid)]
    for pid in servers:
        os.kill(pid, signal.SIGSTOP)
    began = time.monotonic()

    def bring(_):
        return dana.send("POST", "/api/v1/import?name=a.eml", b"From: x", {"Cookie": dana.cookie, "Origin": dana.origin}).status
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        told = list(pool.map(bring, range(8)))
    took = time.monotonic() - began
    expect(code_of(dana.send("GET", "/api/v1/now", None, {"Cookie": dana.cookie})) == "no-database")
    for pid in servers:
        os.kill(pid, signal.SIGCONT)
    expect({*told} <= {503, 0} and took < 20, told, took)  # each by itself: 40 s; 0: hung up on before the body was sent


def unconfirmed(service):
    with urllib.request.urlopen(f"http://127.0.0.1:{service.health}/metrics", timeout=PATIENCE) as answer:
        return int(re.search(rb"^crickets_changes_unconfirmed (\d+)$", answer.read(), re.M).group(1))


@with_standby
def notes_hold_few_of_those_who_answer_pages(service, primary, standby):
    """All have been away for a while, and come back before it is known that nothing is kept."""
    browsers = sessions(service, WORKERS + 2)
    coach = service.browser()
    coach.sign_up(service.invitation("coach@north.example", "--as", "coach"), "Dana Coach")
    primary.ask("crickets", "INSERT INTO crickets.access SELECT account_id, 'held', 1, 1, '{}' FROM crickets.member "
                "WHERE body LIKE '%coach@%'")
    primary.ask("crickets", "UPDATE crickets.credential SET body = regexp_replace(body, '\"seen\":[0-9]+', '\"seen\":1')")
    lose(primary, standby)
    expect(coach.ask("GET", "/candidates").json == {"candidates": []})  # whom it had let in once is forgotten afterwards
    with concurrent.futures.ThreadPoolExecutor(len(browsers)) as pool:
        list(pool.map(lambda browser: browser.ask("GET", "/now"), browsers))
    counts = []
    until(lambda: counts.append(waiting(primary)) or unconfirmed(service) > 0, "that it is known")
    counts.append(waiting(primary))
    expect(0 < max(counts) <= NOTING, counts)
    for browser in browsers:
        browser.ask("GET", "/now")
    standby.start()


main([pages_go_on_and_changes_are_told_the_truth, notes_hold_few_of_those_who_answer_pages, an_end_does_not_wait_for_the_standby,
      who_sends_is_told, files_hold_nobody_up])
