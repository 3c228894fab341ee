#!/usr/bin/env python3
"""How many may wait at once, and what the next is told: crowded.py CRICKETS, run by with_postgres.py."""

import concurrent.futures
import contextlib
import os
import select
import socket
import subprocess
import threading
import time

from harness import PATIENCE, expect, main
from members import Service, sessions

QUEUED, WORKERS = 512, 16  # see exchange.c and server.c


def who_says_hello(server):
    """Before, each has looked whether anybody is there."""
    server.settimeout(PATIENCE)
    while True:
        connection = server.accept()[0]
        if connection.recv(1):
            return connection
        connection.close()


def two_of_an_account_that_ask_other_servers(desk):
    """A third is told so at once, and pages are answered; when one of the two has ended, there is room again."""
    desk.set_up()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        desk.serve().sign_in()
        desk.ask("POST", "/connections", {"name": "out", "kind": "smtp", "url": f"smtps://127.0.0.1:{silent.getsockname()[1]}",
                                          "user": "jo", "secret": "sesame"}, status=201)
        answers = []
        check = "/connections/out/check"
        both = [threading.Thread(target=lambda: answers.append(desk.ask("POST", check).status)) for _ in range(2)]
        for thread in both:
            thread.start()
        asked = [who_says_hello(silent) for _ in both]
        expect(desk.ask("POST", check, status=409).json["code"] == "in-progress")
        desk.ask("GET", "/now")
        expect(answers == [], answers)
        for connection in asked:
            connection.close()
        for thread in both:
            thread.join()
        expect(answers == [200, 200], answers)
        silent.close()
        desk.ask("POST", check)


@contextlib.contextmanager
def database_at_a_standstill(name, tables="crickets.account, crickets.credential"):
    """Whoever asks it for these waits."""
    uri = os.environ["CR_TEST_POSTGRES"] % name
    with subprocess.Popen(["psql", "-qtAX", uri], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        holder.stdin.write(f"BEGIN; LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE; SELECT 'held';\n")
        holder.stdin.flush()
        expect(holder.stdout.readline() == "held\n")
        yield
        holder.stdin.close()


def ask_without_waiting(service, browser, path):
    connection = socket.create_connection(("127.0.0.1", service.port), PATIENCE)
    connection.sendall(f"GET /api/v1{path} HTTP/1.1\r\nHost: localhost:{service.port}\r\nCookie: {browser.cookie}\r\n\r\n".encode())
    return connection


def was_answered(connection, within_ms):
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(within_ms))


def more_than_can_wait(desk):
    """They are told to come again; those before them are answered, and pages that do not wait for others are not refused."""
    desk.__class__ = Service
    service = desk.found("crowded").serve()
    dana, = sessions(service, 1)
    waiting, refused = [], False
    with database_at_a_standstill("crowded"):
        while not refused and len(waiting) < 3 * QUEUED:
            waiting.append(ask_without_waiting(service, dana, "/servers?address=dana@north.example"))
            refused = was_answered(waiting[-1], 100 if len(waiting) > QUEUED else 0)
        expect(len(waiting) > QUEUED + WORKERS, len(waiting))
        told = waiting.pop().recv(4096).decode() if refused else "nothing"
        expect(told.startswith("HTTP/1.1 503 ") and "\r\nRetry-After: 2\r\n" in told, told, len(waiting))
        page = ask_without_waiting(service, dana, "/now")
    expect(page.recv(4096).startswith(b"HTTP/1.1 200 "), "a page waits with the others")
    page.close()
    for connection in waiting:
        expect(connection.recv(4096).startswith(b"HTTP/1.1 "), "somebody was not answered")
        connection.close()
    dana.ask("GET", "/now")


def bring(service, browser, path="import?name=a.eml", body=b"From: x"):
    return browser.send("POST", f"/api/v1/{path}", body, {"Cookie": browser.cookie, "Origin": browser.origin})


def files_hold_nobody_up(desk):
    """Whether who brings one has a session is not asked where everybody is answered, nor over a connection of its own."""
    desk.__class__ = Service
    service = desk.found("files").serve()
    dana, = sessions(service, 1)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:  # so that there are some connections
        list(pool.map(lambda _: dana.ask("GET", "/now"), range(32)))
    with database_at_a_standstill("files", "crickets.schema_version"):  # for it every new one asks first
        expect(bring(service, dana).status == 200)
    with database_at_a_standstill("files"), concurrent.futures.ThreadPoolExecutor(5) as pool:
        told = [pool.submit(bring, service, dana) for _ in range(4)]
        for _ in range(20):
            began = time.monotonic()
            expect(service.send("GET", "/").status == 200)
            expect(time.monotonic() - began < 2, "the page waits behind files")
        expect(not any(one.done() for one in told))
    expect(all(one.result().status in (200, 503) for one in told), [one.result().status for one in told])


def who_connects_to_a_database_that_hangs_is_told(desk):
    """It took the connection, and says nothing more. Nor does the server's end wait for it."""
    desk.__class__ = Service
    service = desk.found("hangs").serve()
    dana, = sessions(service, 1)
    service.stop()
    service.serve()
    with database_at_a_standstill("hangs", "crickets.schema_version"):
        answer = dana.send("GET", "/api/v1/now", None, {"Cookie": dana.cookie})
        expect(answer.status == 503, answer.status)
        service.stop()


def who_brings_much_leaves_room_for_others(desk):
    """One who never ends what they bring; whoever else comes has room all the same."""
    desk.__class__ = Service
    service = desk.found("room").serve()
    dana, robin = sessions(service, 2)
    size = 40 << 20
    head = (f"POST /api/v1/import?name=a.mbox HTTP/1.1\r\nHost: localhost:{service.port}\r\nOrigin: {service.origin}\r\n"
            f"Cookie: {dana.cookie}\r\nContent-Length: {size}\r\n\r\n").encode()
    held = []
    for number in range(6):
        held.append(socket.create_connection(("127.0.0.1", service.port), PATIENCE))
        held[-1].sendall(head)
        expect(was_answered(held[-1], 500) == (number > 1), number)
    told = held[-1].recv(4096).decode()
    expect(told.startswith("HTTP/1.1 503 ") and "\r\nRetry-After: " in told and "\r\nConnection: close\r\n" in told, told)
    expect(bring(service, robin, body=b"From: x\r\n\r\n" + b"x" * (30 << 20)).status in (200, 413, 422))
    for connection in held:
        connection.close()
    expect(bring(service, dana).status == 200)


main([files_hold_nobody_up, who_connects_to_a_database_that_hangs_is_told, who_brings_much_leaves_room_for_others, two_of_an_account_that_ask_other_servers, more_than_can_wait])
