#!/usr/bin/env python3
"""Who may ask, and how: links and sessions, foreign pages, malformed, oversized and slow requests."""

import os
import re
import socket
import subprocess
import threading

from harness import PATIENCE, expect, main
from common import until

WORDS = {"text": "Dana Reyes of Northwind calls Tuesday November 24 2pm ET"}


def raw(desk, text, half=False, family=socket.AF_INET):
    """What the server answers to these bytes, until it closes or falls silent."""
    with socket.create_connection(("::1" if family == socket.AF_INET6 else "127.0.0.1", desk.port), PATIENCE) as s:
        s.sendall(text if isinstance(text, bytes) else text.encode())
        if not half:
            s.shutdown(socket.SHUT_WR)
        got = b""
        while chunk := s.recv(65536):
            got += chunk
        return got


def statuses(answer):
    return re.findall(rb"HTTP/1\.1 (\d\d\d)", answer)


def a_link_opens_once(desk):
    desk.serve().sign_in()
    first = desk.cookie
    path = "/" + desk.link.split("/", 3)[3]
    again = desk.send("GET", path)
    expect(again.status == 403 and b"serve --link" in again.body and again.headers["Set-Cookie"] is None, again.status)
    expect(desk.send("GET", path, headers={"Cookie": first}).status == 303, "who is in goes on to the page")
    for token in ("", "?token=", "?token=" + "A" * 43, "?token=..%2F..", "?token=a&token=b", "?other=1"):
        expect(desk.send("GET", "/open" + token).status in (400, 403), token)
    new = desk.run("serve", "--link").strip()
    for method in ("POST", "HEAD", "PUT"):
        expect(desk.send(method, "/" + new.split("/", 3)[3], headers={"Origin": desk.origin}).status == 405, method)
    expect(desk.send("GET", "/" + new.split("/", 3)[3], headers={"Sec-Purpose": "prefetch"}).status == 405)
    cookie = desk.sign_in(new).headers["Set-Cookie"]
    expect("HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/" in cookie, cookie)
    desk.ask("GET", "/session")
    desk.cookie = first
    desk.ask("GET", "/session")
    with open(desk.folder / "crickets.db", "rb") as file:
        data = file.read()
    data += (desk.folder / "crickets.db-wal").read_bytes()
    for token in (first.split("=")[1], desk.link.split("=")[1]):
        expect(token.encode() not in data, "a token is kept")


def two_open_the_same_link(desk):
    desk.serve()
    path, answers = "/" + desk.link.split("/", 3)[3], []
    threads = [threading.Thread(target=lambda: answers.append(desk.send("GET", path).status)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expect(sorted(answers) == [303] + [403] * 7, answers)


def cookies_that_are_none(desk):
    desk.serve().sign_in()
    name, token = desk.cookie.split("=")
    for cookie in (None, "", name, f"{name}=", f"{name}=x", f"{name}={token}x", f"{name}={token[:-1]}", f"x{name}={token}",
                   f"{name}={token}; {name}={token}", f"{name}={'a' * 200}", f"{name}={token[:20]}\x01", "; ;=;,=" * 500,
                   f"{name}=%00{token}"):
        answer = desk.send("GET", "/api/v1/session", headers={"Cookie": cookie})
        expect(answer.status in (0, 400, 401, 431), cookie, answer.status)
    for cookie in (f"a=b; {name}={token}", f"{name}={token}; a=\"b;c\""):
        expect(desk.send("GET", "/api/v1/session", headers={"Cookie": cookie}).status == 200, cookie)


def foreign_names_are_refused(desk):
    """Rebinding: a stranger's name that points to us."""
    desk.serve().sign_in()
    port = desk.port
    for host in ("evil.example", f"evil.example:{port}", f"127.0.0.1.evil.example:{port}", "127.0.0.1", f"127.0.0.1:{port + 1}",
                 f"localhost.evil.example:{port}", f"0.0.0.0:{port}", f"[::]:{port}", f"127.1:{port}", f"2130706433:{port}", "",
                 f"127.0.0.1:{port}@evil.example", f" 127.0.0.1:{port}x", f"127.0.0.1:0{port}"):
        for path in ("/", "/api/v1/now", "/api/v1/openapi.json", "/open?token=x"):
            answer = desk.send("GET", path, headers={"Cookie": desk.cookie}, host=host)
            expect(answer.status in (400, 403), host, path, answer.status)
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"LOCALHOST:{port}", f"[::1]:{port}"):
        expect(desk.send("GET", "/api/v1/now", headers={"Cookie": desk.cookie}, host=host).status == 200, host)


def both_loopbacks_answer(desk):
    desk.serve().sign_in()
    try:
        answer = raw(desk, f"GET / HTTP/1.1\r\nHost: [::1]:{desk.port}\r\nConnection: close\r\n\r\n", True, socket.AF_INET6)
    except OSError:
        print("# this machine has no ::1")
        return
    expect(statuses(answer) == [b"200"], answer)
    listening = subprocess.run(["ss", "-Hltn", f"sport = :{desk.port}"], capture_output=True, check=False).stdout.decode()
    for line in listening.splitlines():
        expect(line.split()[3].startswith(("127.0.0.1:", "[::1]:")), line)


def foreign_pages_change_nothing(desk):
    desk.set_up().serve().sign_in()
    body = '{"text": "Dana Reyes of Northwind calls Tuesday November 24 2pm ET"}'
    own = desk.origin
    table = [
        ({}, 403), ({"Origin": "null"}, 403), ({"Origin": "https://evil.example"}, 403),
        ({"Origin": f"http://127.0.0.1:{desk.port + 1}"}, 403), ({"Origin": own + ".evil.example"}, 403),
        ({"Origin": own, "Sec-Fetch-Site": "cross-site"}, 403), ({"Origin": own, "Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": own, "Sec-Fetch-Site": "none"}, 403), ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": f"https://127.0.0.1:{desk.port}"}, 403), ({"Origin": own + ", " + own}, 403),
        ({"Origin": own, "Content-Type": "text/plain"}, 415),
        ({"Origin": own, "Sec-Fetch-Site": "same-origin"}, 201), ({"Sec-Fetch-Site": "same-origin"}, 200),
    ]
    for headers, status in table:
        sent = {"Cookie": desk.cookie, "Content-Type": "application/json", **headers}
        answer = desk.send("POST", "/api/v1/interviews", body, sent)
        expect(answer.status == status, headers, answer.status, answer.body)
        count = len(desk.ask("GET", "/interviews").json["interviews"])
        expect(count == (status in (200, 201)), headers, count)
        expect("Access-Control-Allow-Origin" not in answer.headers)
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        for path in ("/api/v1/now", "/%61pi/v1/now", "/a%70i/v1/export"):
            expect(desk.send("GET", path, headers={"Cookie": desk.cookie, **headers}).status == 403, path, headers)
    expect(desk.send("OPTIONS", "/api/v1/interviews", headers={"Origin": "https://evil.example"}).status in (403, 405))


def reading_changes_nothing(desk):
    desk.set_up().serve().sign_in()
    desk.ask("POST", "/interviews", WORDS, status=201)
    before = desk.run("export")
    for path in ("/now", "/interviews", "/interviews/1", "/interviews/1/letter", "/interviews/1/letter.eml", "/interviews/1/why",
                 "/interviews/1/slots", "/slots", "/calendar", "/timeline", "/profile", "/policy", "/session", "/export",
                 "/read?text=Sam+calls+Monday+3pm+ET"):
        answer = desk.send("GET", "/api/v1" + path, headers={"Cookie": desk.cookie})
        expect(answer.status in (200, 409), path, answer.status)
        head = desk.send("HEAD", "/api/v1" + path, headers={"Cookie": desk.cookie})
        expect(head.status == answer.status and head.body == b"", path)
    for path in ("/interviews", "/interviews/1/acts", "/import", "/account"):
        expect(desk.send("GET", "/api/v1" + path + "?act=spoke", headers={"Cookie": desk.cookie}).status in (400, 404, 405), path)
    expect(desk.run("export") == before, "reading changed something")


def the_page_tells_nobody(desk):
    """Whoever is let in finds Now in the page; everybody else gets the page alone, which may be kept."""
    desk.set_up().serve().sign_in()
    desk.ask("POST", "/interviews", WORDS, status=201)
    mine = desk.send("GET", "/", headers={"Cookie": desk.cookie})
    expect(b"Dana Reyes" in mine.body and mine.headers["Cache-Control"] == "no-store", mine.headers.items())
    plain = desk.send("GET", "/")
    for path, headers in (("/", {"Cookie": desk.cookie + "x"}), ("/", {"Cookie": "crickets=x"}), ("/index.html", {"Cookie": desk.cookie}),
                          ("/settings", {"Cookie": desk.cookie})):
        answer = desk.send("GET", path, headers=headers)
        expect(answer.status == 200 and answer.body == plain.body and b"Dana" not in answer.body, path, headers)
    expect(desk.send("GET", "/", headers={"Cookie": desk.cookie, "Host": "evil.example"}).status == 403)
    expect(desk.send("HEAD", "/", headers={"Cookie": desk.cookie}).status == 200)


def every_answer_is_armoured(desk):
    desk.serve().sign_in()
    for path in ("/", "/api/v1/now", "/api/v1/nothing", "/nothing", "/api/v1/openapi.json", "/open?token=x"):
        headers = desk.send("GET", path, headers={"Cookie": desk.cookie}).headers
        policy = headers["Content-Security-Policy"]
        expect("frame-ancestors 'none'" in policy and "default-src 'none'" in policy and "unsafe" not in policy, path, policy)
        expect(headers["X-Content-Type-Options"] == "nosniff" and headers["Referrer-Policy"] == "no-referrer", path)
        expect(headers["Cross-Origin-Resource-Policy"] == "same-origin" and headers["X-Frame-Options"] == "DENY", path)
        expect("text/html" not in (headers["Content-Type"] or "") or path == "/", path, headers.items())


def addresses_that_are_none(desk):
    desk.serve().sign_in()
    for path in ("/api/v1/../v1/now", "/api/v1/%2e%2e/now", "/api/v1/now%00", "/api/v1/now%00.html", "/api/v1//now", "//api/v1/now",
                 "/api/v1/now/", "/api/v1/interviews/%31%2fwhy", "/api%2fv1%2fnow", "/api/v1/now%", "/api/v1/now%zz", "/api/v1/n%ff",
                 "/api/v1/now?a=1&a=2", "/api/v1/now?%00=1", "/api/v1/now?=1", "/api/v1/now?limit=1", "/api/v1/now?&", "/%5c..%5cetc",
                 "/api/v1/interviews/0", "/api/v1/interviews/-1", "/api/v1/interviews/1e3", "/api/v1/interviews/99999999999999999999",
                 "/../../../../etc/passwd", "/assets/../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/etc/passwd", "/.git/config",
                 "/api/v1/" + "a/" * 40, "/api/v1/" + "a" * 9000, "/api/v1/read?" + "&".join(f"a{i}=1" for i in range(40)),
                 "/api/v2/now", "/API/V1/NOW", "/api/v1", "/api", "/api/v1/"):
        answer = desk.send("GET", path, headers={"Cookie": desk.cookie})
        expect(answer.status in (400, 404, 414, 431), path[:80], answer.status)
        expect(b"root:" not in answer.body and str(desk.folder).encode() not in answer.body, path[:80])
    for path in ("/calendar/", "/api/v1/now/", "/feed/"):  # they can be read, and name nothing
        expect(desk.send("GET", path, headers={"Cookie": desk.cookie}).status == 404, path)
    for target in ("http://evil.example/api/v1/now", "*", "api/v1/now", "/api/v1/now#x", "/a b", "/\x7f", "/\xff"):
        answer = raw(desk, f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{desk.port}\r\nConnection: close\r\n\r\n".encode("latin-1"), True)
        expect(statuses(answer)[:1] in ([b"400"], [b"404"], [b"403"], []), target, answer[:200])


def requests_that_mean_two_things(desk):
    """Smuggling: what a proxy in front of us could read in another way is refused, and nothing behind it is read."""
    desk.set_up().serve().sign_in()
    host = f"Host: 127.0.0.1:{desk.port}\r\nOrigin: {desk.origin}\r\nCookie: {desk.cookie}\r\n"
    inner = f"POST /api/v1/interviews HTTP/1.1\r\n{host}Content-Type: application/json\r\nContent-Length: 70\r\n\r\n" \
            '{"text": "Dana Reyes of Northwind calls Tuesday November 24 2pm ET"  }'
    post = "POST /api/v1/interviews HTTP/1.1\r\n" + host + "Content-Type: application/json\r\n"
    length = f"Content-Length: {len(inner)}\r\n"
    cases = [
        post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + inner,
        post + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n" + inner,
        post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}" + inner,
        post + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}" + inner,
        post + "Content-Length: 2, 2\r\n\r\n{}" + inner,
        post + "Content-Length: +2\r\n\r\n{}" + inner,
        post + "Content-Length: -2\r\n\r\n{}" + inner,
        post + "Content-Length: 0x2\r\n\r\n{}" + inner,
        post + "Content-Length: 99999999999999999999\r\n\r\n{}" + inner,
        post + "Content-Length : 2\r\n\r\n{}" + inner,
        post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + inner,
        post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + inner,
        post + "Transfer-Encoding: xchunked\r\n" + length + "\r\n" + inner,
        post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + inner,
        post.replace("1.1", "1.0", 1) + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + inner,
        post + "X : 1\r\n" + length + "\r\n" + inner,
        post + "X\x01Y: 1\r\n" + length + "\r\n" + inner,
        post + "X: a\rContent-Length: 0\r\n" + length + "\r\n" + inner,
        post + "X: a\x7fb\r\n" + length + "\r\n" + inner,
        post.replace("Host:", "Host: evil.example\r\nHost:") + length + "\r\n" + inner,
        post.replace("Host:", "X:") + length + "\r\n" + inner,
        "BREW /api/v1/interviews HTTP/1.1\r\n" + host + length + "\r\n" + inner,
        "get /api/v1/now HTTP/1.1\r\n" + host + length + "\r\n" + inner,
        "TRACE / HTTP/1.1\r\n" + host + length + "\r\n" + inner,
        "CONNECT 127.0.0.1:80 HTTP/1.1\r\n" + host + length + "\r\n" + inner,
        "GET /api/v1/now HTTP/1.1\r\n" + host + length + "\r\n" + inner,
        "GET / HTTP/1.1\r\n" + host + length + "\r\n" + inner,
        "GET /api/v1/now HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n" + inner,
        "DELETE /api/v1/session HTTP/1.1\r\n" + host.replace(desk.cookie, "x") + length + "\r\n" + inner,
        "GET /api/v1/now\r\n" + host + "\r\n" + inner,
        "GET /api/v1/now HTTP/2.0\r\n" + host + "\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + "\x00" * 100,
    ]
    for case in cases:
        answer = raw(desk, case.encode("latin-1"))
        found = statuses(answer)
        expect(all(status >= b"400" for status in found) and len(found) <= 2, case[:300], answer[:400])
        expect(desk.ask("GET", "/interviews").json["interviews"] == [], "something got through:", case[:300])
    fine = f"{post}Transfer-Encoding: chunked\r\n\r\n46\r\n{inner[-70:]}\r\n0\r\n\r\n"
    expect(statuses(raw(desk, fine.replace("Host", "Connection: close\r\nHost", 1), True)) == [b"201"], "a chunked one is fine")


def too_much_is_refused(desk):
    desk.serve().sign_in()
    host = f"Host: 127.0.0.1:{desk.port}\r\nOrigin: {desk.origin}\r\nCookie: {desk.cookie}\r\n"
    answer = raw(desk, f"GET / HTTP/1.1\r\n{host}X: {'a' * 40000}\r\n\r\n", True)
    expect(statuses(answer) in ([b"431"], [b"413"], []), answer[:100])
    answer = raw(desk, "GET / HTTP/1.1\r\n" + host + "".join(f"X-{i}: 1\r\n" for i in range(100)) + "\r\n", True)
    expect(statuses(answer) in ([b"431"], []), answer[:100])
    answer = raw(desk, f"POST /api/v1/import HTTP/1.1\r\n{host}Content-Length: {65 << 20}\r\n\r\n", True)
    expect(statuses(answer) == [b"413"], answer[:100])
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    with socket.create_connection(("127.0.0.1", desk.port), PATIENCE) as s:
        s.sendall(f"POST /api/v1/interviews HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\n".encode())
        try:
            for _ in range(100):  # a body without a length, and without an end
                s.sendall(chunk)
            expect(b"201" not in s.recv(1000), "it was taken")
        except OSError:
            pass
    desk.ask("GET", "/session")


def unread(desk):
    """Bytes that have come to the server, and it has not read yet."""
    with open("/proc/net/tcp", encoding="ascii") as table:
        rows = [line.split() for line in table][1:]
    return sum(int(row[4].split(":")[1], 16) for row in rows if row[1].endswith(f":{desk.port:04X}"))


def files_leave_room_for_the_rest(desk):
    """Those who bring many and never end them are refused, and nobody else is."""
    desk.set_up().serve().sign_in()
    size = 64 << 20
    head = (f"POST /api/v1/import?name=a.mbox HTTP/1.1\r\nHost: 127.0.0.1:{desk.port}\r\nOrigin: {desk.origin}\r\nCookie: {desk.cookie}\r\n"
            f"Content-Length: {size}\r\n\r\n").encode()
    brought = []
    for _ in range(4):
        s = socket.create_connection(("127.0.0.1", desk.port), PATIENCE)
        brought.append(s)
        try:
            s.sendall(head + b"x" * (size - 1))
        except OSError:
            pass
    until(lambda: unread(desk) == 0, "that all of it is taken")
    desk.ask("POST", "/interviews", WORDS, status=201)
    for s in brought:
        s.close()


def who_dawdles_is_cut_off(desk):
    """A byte now and then keeps no connection."""
    desk.serve()
    slow = [socket.create_connection(("127.0.0.1", desk.port), PATIENCE) for _ in range(3)]
    slow[0].sendall(b"GET / HTTP/1.1\r\nX: ")
    slow[1].sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{desk.port}\r\n\r\n".encode())
    expect(slow[1].recv(10000).startswith(b"HTTP/1.1 200"))
    ended = [False] * 3

    def drip():
        for number, s in enumerate(slow):
            try:
                s.settimeout(0.05)
                if number != 2:
                    s.sendall(b"a")
                ended[number] = ended[number] or s.recv(1000) == b""
            except TimeoutError:
                pass
            except OSError:
                ended[number] = True
        return all(ended)

    until(drip, "slow connections to be closed")
    for s in slow:
        s.close()
    desk.sign_in()


def errors_tell_nothing_of_the_machine(desk):
    desk.serve().sign_in()
    (desk.folder / "crickets.db-wal").chmod(0o600)
    for method, path, body in (("GET", "/interviews/1", None), ("POST", "/import?name=/etc/passwd", b"root:x:0:0:"),
                               ("POST", "/interviews", b"{"), ("GET", "/nothing", None)):
        answer = desk.send(method, "/api/v1" + path, body, {"Cookie": desk.cookie, "Origin": desk.origin,
                                                            "Content-Type": "application/json"})
        text = answer.body.decode()
        expect(str(desk.folder) not in text and ".c:" not in text and "sqlite" not in text.lower(), text)


def a_proxy_of_ones_own(desk):
    desk.serve("--origin", "https://crickets.example")
    desk.port = port_of(desk)
    expect(desk.link.startswith("https://crickets.example/open?token="), desk.link)
    path = "/" + desk.link.split("/", 3)[3]
    opened = desk.send("GET", path, host="crickets.example")
    expect(opened.status == 303 and "; Secure" in opened.headers["Set-Cookie"], opened.status, opened.body)
    cookie = opened.headers["Set-Cookie"].split(";")[0]
    expect(desk.send("GET", "/api/v1/now", headers={"Cookie": cookie}, host="crickets.example").status == 200)
    expect(desk.send("GET", "/api/v1/now", headers={"Cookie": cookie}, host="evil.example").status == 403)
    sent = {"Cookie": cookie, "Origin": "https://crickets.example", "Content-Type": "application/json"}
    expect(desk.send("POST", "/api/v1/interviews", '{"text": "x"}', sent, host="crickets.example").status == 422)


def port_of(desk):
    """The port that the process listens on, found by its socket."""
    inodes = set()
    for fd in (f"/proc/{desk.server.pid}/fd/{n}" for n in range(400)):
        try:
            target = os.readlink(fd)
        except OSError:
            continue
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    with open("/proc/net/tcp", encoding="ascii") as file:
        for line in file:
            parts = line.split()
            if len(parts) > 9 and parts[3] == "0A" and parts[9] in inodes:
                return int(parts[1].split(":")[1], 16)
    raise AssertionError("it does not listen")


if __name__ == "__main__":
    main([a_link_opens_once, two_open_the_same_link, cookies_that_are_none, foreign_names_are_refused, both_loopbacks_answer,
          foreign_pages_change_nothing, reading_changes_nothing, the_page_tells_nobody, every_answer_is_armoured,
          addresses_that_are_none, requests_that_mean_two_things, too_much_is_refused,
          files_leave_room_for_the_rest, who_dawdles_is_cut_off, errors_tell_nothing_of_the_machine,
          a_proxy_of_ones_own])
