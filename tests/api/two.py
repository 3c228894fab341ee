#!/usr/bin/env python3
"""Two servers on one database, as behind a proxy: two.py CRICKETS, beside a PostgreSQL (with_postgres.py)."""

import copy
import datetime
import http.client
import json
import os
import resource
import signal
import socket
import subprocess
import threading
import urllib.request

from harness import PATIENCE, expect, main
from common import ago, sql, until
from members import PASSWORD, free_port, sessions
from service import CALL, as_service, listen


def ask_health(port, path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE) as answer:
            return answer.status, json.loads(answer.read() or b"{}")
    except urllib.error.HTTPError as answer:
        return answer.code, json.loads(answer.read() or b"{}")
    except OSError:
        return 0, {}


def two_servers(desk, name, *options):
    """Both known by the first one's origin, as a proxy shows them; each with its own health port."""
    one = as_service(desk).found(name)
    other = copy.copy(one)
    other.port = free_port()
    for server in (one, other):
        server.health = free_port()
        server.serve("--health", str(server.health), *options)
    return one, other


def at(server, browser):
    """The same browser, led to that server by the proxy: cookies of this test name the port."""
    led = copy.copy(browser)
    led.port, led.server = server.port, server.server
    led.cookie = f"crickets_{server.port}={browser.cookie.split('=', 1)[1]}"
    return led


def ended(server):
    """It ends by itself."""
    expect(server.server.wait(PATIENCE) == 0, server.server.returncode, (server.folder / "errors.txt").read_text())
    server.server.stdout.close()
    server.errors.close()


def stop(server):
    server.server.send_signal(signal.SIGTERM)
    ended(server)


def what_is_ended_here_is_ended_there(desk):
    one, other = two_servers(desk, "ended_there")
    dana, = sessions(one, 1)
    there = at(other, dana)
    there.ask("GET", "/now")
    stream = listen(there)
    dana.ask("POST", "/interviews", CALL, status=201)
    until(lambda: b"event: line" in stream.more(), "news of what another server was told")
    expect(len(there.ask("GET", "/interviews").json["interviews"]) == 1)
    mine = next(s["id"] for s in dana.ask("GET", "/login").json["sessions"] if s["current"])
    elsewhere = one.browser()
    elsewhere.come_in("member-1@north.example")
    elsewhere.ask("DELETE", "/login/sessions/" + mine, status=204)
    there.ask("GET", "/now", status=401)
    until(lambda: stream.more() is not None and stream.ended, "the end of the stream")
    stream.close()
    stop(other)


def limits_hold_for_both(desk):
    """As many tries as one server allows, whichever is asked; and what is waited for, both wait for."""
    one, other = two_servers(desk, "limits")
    browsers = [one.browser(), other.browser()]
    def tries(name, which):
        for n in range(50):
            browser = which(n)
            answer = browser.send("POST", "/api/v1/sign-in", json.dumps({"email": name, "password": "not this one"}),
                                  {"X-Forwarded-For": f"203.0.113.{len(name)}", "Content-Type": "application/json", "Origin": browser.origin})
            expect(answer.status in (401, 429), answer.status, answer.body)
            if answer.status == 429:
                return n
        return None
    alone = tries("alone@north.example", lambda n: browsers[0])
    both = tries("of-both@north.example", lambda n: browsers[n % 2])
    expect(alone and alone == both, alone, both)
    for browser in browsers:
        browser.ask("POST", "/sign-in", {"email": "of-both@north.example", "password": PASSWORD}, status=429,
                    headers={"X-Forwarded-For": "203.0.113.21"})
    stop(other)


MAILS = "".join(f"From x@y Tue Nov 24 10:00:00 2026\nFrom: Dana Reyes <dana@n{n}.example>\nTo: jo@north.example\nSubject: Our call {n}\n"
                f"Date: Tue, 24 Nov 2026 10:00:00 -0500\nMessage-ID: <%d.{n}@n.example>\n\nI will call you on December {n % 28 + 1}, 2090 at 2 PM ET.\n\n"
                for n in range(10))


class Busy(threading.Thread):
    """Somebody who asks the same again and again, until they are told to end; what they were told."""

    def __init__(self, ask):
        super().__init__()
        self.ask, self.told, self.last = ask, [], False
        self.start()

    def run(self):
        while not self.last:
            self.told.append(self.ask(len(self.told)))


def erased_amid_all_of_it(desk):
    """Whatever goes on for an account when it is erased, on two servers, a worker and beside them: nothing of it stays, and nothing is
    brought back."""
    one, other = two_servers(desk, "erased_amid")
    dana, kim = sessions(one, 2)
    there = at(other, dana)
    number = sql("erased_amid", "SELECT account_id FROM crickets.member WHERE email = 'member-1@north.example'")
    worker = subprocess.Popen([one.crickets, "--db", one.db, "watch", "--workers", "2"], env=one.environment, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL)

    def asks(browser, method, path, body=lambda n: None, **more):
        def ask(n):
            headers = {"Cookie": browser.cookie, "Origin": one.origin, "Content-Type": "application/json",
                       "X-Forwarded-For": f"198.51.{n >> 8}.{n & 255}", **more}
            return browser.send(method, f"/api/v1{path}", body(n), {k: v for k, v in headers.items() if v}).status
        return Busy(ask)

    def moves(n):
        return subprocess.run([one.crickets, "move", "--from", one.db, "--account", number, "--to", f"sqlite:{one.folder}/{n}.db"],
                              capture_output=True, check=False, env=one.environment).returncode
    call = lambda n: json.dumps({"text": f"Sam{n} of South{n} calls {ago(9)}"})  # noqa: E731
    wrong = lambda n: json.dumps({"email": "member-1@north.example", "password": "not this one"})  # noqa: E731
    doing = [asks(dana, "POST", "/interviews", call), asks(there, "POST", "/import?name=a.mbox", lambda n: MAILS.replace("%d", str(n)).encode()),
             asks(there, "GET", "/export"), asks(dana, "GET", "/now"), asks(there, "POST", "/feed"), Busy(moves),
             asks(there, "POST", "/sign-in", wrong, Cookie=None)]
    streams = [listen(dana), listen(there)]
    until(lambda: all(len(busy.told) > 1 for busy in doing), "all of it")
    until(lambda: dana.send("DELETE", "/api/v1/account", json.dumps({"confirm": "erase everything"}), {
        "Cookie": dana.cookie, "Origin": one.origin, "Content-Type": "application/json"}).status == 204, "that it may be erased")
    for stream in streams:
        until(lambda: stream.more() is not None and stream.ended, "the end of the streams")  # noqa: B023
        stream.close()
    seen = [len(busy.told) for busy in doing]
    until(lambda: all(len(busy.told) > n + 1 for n, busy in zip(seen, doing)), "all of it again")
    for busy in doing:
        busy.last = True
        busy.join()
    expect(all(status < 500 for busy in doing for status in busy.told), [busy.told for busy in doing])
    tables = sql("erased_amid", "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'account_id'"
                 " WHERE c.relnamespace = 'crickets'::regnamespace AND c.relkind IN ('p', 'r') AND NOT c.relispartition").split()
    expect(len(tables) > 20, tables)
    left = {table: sql("erased_amid", f"SELECT to_jsonb(t) FROM crickets.{table} t WHERE account_id = {number}") for table in tables}
    expect({table for table in tables if left[table]} == {"account", "audit"}, {table: rows[:300] for table, rows in left.items() if rows})
    expect(json.loads(left["audit"])["action"] == "erased" and "north.example" not in left["account"], left["account"], left["audit"])
    kim.ask("GET", "/now")
    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=PATIENCE)
    expect(worker.returncode == 0, worker.returncode)
    stop(other)


def one_that_keeps_nothing_is_not_ready(desk):
    """The database answers, and waits for a standby that is not there with each commit."""
    service = as_service(desk).found("alone")
    sql("postgres", "ALTER DATABASE alone SET synchronous_commit = on")  # the test's server waits for nobody
    service.health = free_port()
    service.serve("--health", str(service.health))
    until(lambda: ask_health(service.health, "/readyz")[0] == 200, "that it is ready")
    try:
        sql("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        sql("postgres", "SELECT pg_reload_conf()")
        until(lambda: ask_health(service.health, "/readyz") == (503, {"ready": False, "database": "without its standby",
                                                                      "keeper": "elsewhere", "draining": False}), "that it is not")
    finally:
        sql("postgres", "ALTER SYSTEM RESET synchronous_standby_names")
        sql("postgres", "SELECT pg_reload_conf()")
    until(lambda: ask_health(service.health, "/readyz")[0] == 200, "that it is ready again")


class Proxy(threading.Thread):
    """Asks one server after the other by connections that are kept, as nginx does. Where the one that ends meets a request by closing,
    the other is asked the same with the same key."""

    def __init__(self, servers, ends, browser, year):
        super().__init__()
        self.servers, self.ends, self.browser, self.year = servers, ends, browser, year
        self.kept, self.asked, self.made, self.lost, self.last = {}, 0, [], [], False

    def run(self):
        while not self.last:
            server = self.servers[self.asked % 2]
            if not self.ask(server) and server is self.ends:
                self.ask(self.servers[(self.asked + 1) % 2])
            self.asked += 1

    def ask(self, server):
        led = at(server, self.browser)
        headers = {"Host": f"localhost:{self.servers[0].port}", "Cookie": led.cookie, "Origin": self.servers[0].origin,
                   "Content-Type": "application/json", "Idempotency-Key": f"{self.name}-{self.asked}"}
        day = datetime.date(self.year, 1, 1) + datetime.timedelta(self.asked)  # each call is another one
        body = json.dumps({"text": f"Kim of Northwind calls {day} 14:00 New York time"})
        connection = self.kept.pop(server, None) or http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        try:
            connection.request("POST", "/api/v1/interviews", body, headers)
            answer = connection.getresponse()
            document = json.loads(answer.read())
        except (OSError, http.client.HTTPException) as problem:
            if server is not self.ends:
                self.lost.append(repr(problem))
            return False
        if answer.status == 201:
            self.made.append(document["interview"]["id"])
        else:
            self.lost.append((answer.status, document.get("type"), body))
        if answer.getheader("Connection") != "close":
            self.kept[server] = connection
        return True


def nothing_is_lost_when_one_ends(desk):
    """Under load: not ready at once, each answer ends its connection, and each that was asked for is there once."""
    one, other = two_servers(desk, "drained", "--drain", "2")
    dana, = sessions(one, 1)
    proxies = [Proxy((one, other), other, dana, year) for year in (2060, 2070, 2080)]
    for proxy in proxies:
        proxy.start()
    until(lambda: all(p.asked > 6 for p in proxies), "requests")
    other.server.send_signal(signal.SIGTERM)
    until(lambda: ask_health(other.health, "/readyz")[0] in (503, 0), "that it is not ready")
    expect(ask_health(one.health, "/readyz")[0] == 200)
    ended(other)
    asked = [p.asked for p in proxies]
    until(lambda: all(p.asked > n + 4 for p, n in zip(proxies, asked)), "requests to the one that is left")
    for proxy in proxies:
        proxy.last = True
        proxy.join()
    expect(not any(p.lost for p in proxies), [p.lost[:3] for p in proxies])
    made = [made for p in proxies for made in p.made]
    kept = [int(line) for line in sql("drained", "SELECT interview_id FROM crickets.interview").split()]
    expect(len(made) == sum(p.asked for p in proxies) and sorted(made) == sorted(kept), len(made), len(kept))


def what_has_arrived_is_answered(desk):
    """By a connection that was kept, or that nobody let in yet, when the server is told to end."""
    service = as_service(desk).found("arrived").serve()
    said = f"GET / HTTP/1.1\r\nHost: localhost:{service.port}\r\n\r\n".encode()
    callers = [socket.create_connection(("127.0.0.1", service.port), PATIENCE) for _ in range(10)]
    for caller in callers:
        caller.sendall(said)
        answer = http.client.HTTPResponse(caller)
        answer.begin()
        expect(answer.status == 200 and answer.read() and not answer.will_close, answer.status)
    service.server.send_signal(signal.SIGSTOP)
    callers += [socket.create_connection(("127.0.0.1", service.port), PATIENCE) for _ in range(10)]
    for caller in callers:
        caller.sendall(said)
    service.server.send_signal(signal.SIGTERM)
    service.server.send_signal(signal.SIGCONT)
    for caller in callers:
        answer = http.client.HTTPResponse(caller)
        answer.begin()
        expect(answer.status == 200 and answer.read() and caller.recv(1) == b"", answer.status)
        caller.close()
    ended(service)
    service.server = None


def begin_call(one, other, led):
    connection = http.client.HTTPConnection("127.0.0.1", other.port, timeout=PATIENCE)
    body = json.dumps(CALL).encode()
    connection.putrequest("POST", "/api/v1/interviews", skip_host=True)
    for name, value in {"Host": f"localhost:{one.port}", "Cookie": led.cookie, "Origin": one.origin,
                        "Content-Type": "application/json", "Content-Length": str(len(body))}.items():
        connection.putheader(name, value)
    connection.endheaders(body[:5])
    return connection, body


def finish_at_the_end(other, connection, body):
    """The rest of a request that begin_call began comes when the server was told to end."""
    other.server.send_signal(signal.SIGTERM)
    until(lambda: refuses(other.port), "that nobody new is let in")
    connection.send(body[5:])
    answer = connection.getresponse()
    expect(answer.status == 201 and answer.getheader("Connection") == "close", answer.status, answer.headers)
    ended(other)


def a_request_that_was_begun_is_answered(desk):
    """Its body is still on the way when the server is told to end."""
    one, other = two_servers(desk, "begun")
    dana, = sessions(one, 1)
    connection, body = begin_call(one, other, at(other, dana))
    until(lambda: b"crickets_requests" in metrics(other), "numbers")
    finish_at_the_end(other, connection, body)
    expect(len(dana.ask("GET", "/interviews").json["interviews"]) == 1)


def a_crowd_before_the_door_takes_none_of_the_answers(desk):
    """It is full, so nobody of them is let in."""
    one, other = two_servers(desk, "crowd")
    dana, = sessions(one, 1)
    led = at(other, dana)
    led.ask("GET", "/interviews")
    connection, body = begin_call(one, other, led)
    until(lambda: b"crickets_requests" in metrics(other), "numbers")
    room = len(os.listdir(f"/proc/{other.server.pid}/fd")) + 1
    resource.prlimit(other.server.pid, resource.RLIMIT_NOFILE, (room, room))
    crowd = [socket.create_connection(("127.0.0.1", other.port), PATIENCE) for _ in range(10)]
    finish_at_the_end(other, connection, body)
    for caller in crowd:
        caller.close()


def metrics(server):
    with urllib.request.urlopen(f"http://127.0.0.1:{server.health}/metrics", timeout=PATIENCE) as answer:
        return answer.read()


def refuses(port):
    try:
        socket.create_connection(("127.0.0.1", port), PATIENCE).close()
        return False
    except ConnectionRefusedError:
        return True


def listening(family, address):
    opened = socket.socket(family)
    opened.bind((address, 0))
    opened.listen()
    return opened


def hand_over(server, sockets, *options):
    """As systemd does by a socket unit: from descriptor 3 on, to the process of that number. By bash, as dash knows ten descriptors."""
    fds = [s.fileno() for s in sockets]
    take = " ".join(f"{3 + n}<&{fd}" for n, fd in enumerate(fds))
    command = [server.crickets, "--db", server.db, "serve", *options]
    errors = open(server.folder / "errors.txt", "ab")
    handed = subprocess.Popen(["bash", "-c", f'LISTEN_PID=$$ exec "$@" {take}', "bash", *command], stdout=subprocess.PIPE, stderr=errors,
                              pass_fds=fds, env={**server.environment, "LISTEN_FDS": str(len(fds))})
    errors.close()
    return handed


def who_calls_between_two_programs_waits(desk):
    """A lone server is exchanged: its socket is systemd's, so nobody is refused, and what was asked meanwhile is answered."""
    service = as_service(desk).found("handed_over")
    told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    told.bind(str(service.folder / "notify"))
    told.settimeout(PATIENCE)
    service.environment["NOTIFY_SOCKET"] = str(service.folder / "notify")
    with listening(socket.AF_INET, "127.0.0.1") as door, told:
        service.port = door.getsockname()[1]
        (service.folder / "crickets" / "service.ini").write_text(f"[service]\norigin={service.origin}\n")
        first = hand_over(service, [door])
        expect(b"is served at" in first.stdout.readline())
        expect(told.recv(100) == b"READY=1")
        dana, = sessions(service, 1)
        first.send_signal(signal.SIGTERM)
        expect(first.wait(PATIENCE) == 0)
        asked = http.client.HTTPConnection("127.0.0.1", service.port, timeout=PATIENCE)
        asked.request("POST", "/api/v1/interviews", json.dumps(CALL), {"Host": f"localhost:{service.port}", "Cookie": dana.cookie,
                                                                       "Origin": service.origin, "Content-Type": "application/json"})
        service.server = hand_over(service, [door])
        service.errors = open(service.folder / "errors.txt", "ab")
        answer = asked.getresponse()
        expect(answer.status == 201, answer.status, answer.read())
        asked.close()
        expect(len(dana.ask("GET", "/interviews").json["interviews"]) == 1)
        first.stdout.close()


def only_our_own_door_is_taken(desk):
    """The proxy's word for who calls is believed, so nobody else may call."""
    service = as_service(desk).found("doors")
    path = str(service.folder / "socket")
    connected, other = socket.socketpair()
    with listening(socket.AF_INET, "127.0.0.1") as door, listening(socket.AF_INET, "127.0.0.1") as second, \
            listening(socket.AF_INET, "0.0.0.0") as anywhere, socket.socket(socket.AF_UNIX) as local, connected, other, \
            socket.socket() as mute:
        local.bind(path)
        local.listen()
        mute.bind(("127.0.0.1", 0))
        for sockets in ([anywhere], [local], [connected], [mute], [door, second], [door, anywhere]):
            refused = hand_over(service, sockets)
            expect(refused.wait(PATIENCE) == 2, refused.returncode)
            refused.stdout.close()
        said = (service.folder / "errors.txt").read_text()
        expect(said.count("ListenStream=") == 6, said)


if __name__ == "__main__":
    main([who_calls_between_two_programs_waits, only_our_own_door_is_taken, what_is_ended_here_is_ended_there, limits_hold_for_both, nothing_is_lost_when_one_ends, what_has_arrived_is_answered, a_request_that_was_begun_is_answered,
          a_crowd_before_the_door_takes_none_of_the_answers, erased_amid_all_of_it, one_that_keeps_nothing_is_not_ready])
