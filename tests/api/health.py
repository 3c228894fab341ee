#!/usr/bin/env python3
"""What machines ask a running server: health, numbers, logs, and its end."""

import http.client
import json
import re
import signal
import subprocess

from harness import PATIENCE, expect, main
from common import until


def start(desk, *more):
    desk.set_up()
    desk.serve("--health", "0", "--log", "json", *more).sign_in()
    desk.health = int(re.search(rb"Health at http://127\.0\.0\.1:(\d+)/", desk.printed).group(1))


def ask(desk, path, method="GET"):
    connection = http.client.HTTPConnection("127.0.0.1", desk.health, timeout=PATIENCE)
    try:
        connection.request(method, path)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def log_of(desk):
    return [json.loads(line) for line in (desk.folder / "errors.txt").read_text().splitlines()]


def it_says_whether_it_lives_and_is_ready(desk):
    start(desk)
    expect(ask(desk, "/healthz") == (200, "ok\n"))
    status, text = ask(desk, "/readyz")
    expect(status == 200 and json.loads(text) == {"ready": True, "database": "reachable", "keeper": "running", "draining": False}, status, text)
    expect(ask(desk, "/other")[0] == 404 and ask(desk, "/metrics", "POST")[0] == 405)
    expect(desk.send("GET", "/metrics").status == 404, "numbers are not on the candidate's port")


def its_numbers_are_read_by_prometheus(desk):
    start(desk)
    words = "Dana Reyes of Northwind calls Tuesday November 24 2pm ET"
    desk.ask("POST", "/interviews", {"text": words}, 201)
    desk.ask("GET", "/interviews/1")
    desk.ask("GET", "/interviews/77", status=404)
    desk.send("GET", "/feed/averysecretaddress.ics")
    text = ask(desk, "/metrics")[1]
    types = dict(re.findall(r"^# TYPE (\S+) (counter|gauge|histogram)$", text, re.M))
    samples = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        found = re.fullmatch(r'([a-z_]+)((?:\{[a-z]+="[^"\\\n]*"(?:,[a-z]+="[^"\\\n]*")*\})?) ([0-9.e+-]+)', line)
        expect(found, "no sample:", line)
        family = re.sub("_(bucket|count|sum)$", "", found[1])
        expect(found[1] in types or types.get(family) == "histogram", "no type:", line)
        expect(found[1] + found[2] not in samples, "twice:", line)
        samples[found[1] + found[2]] = float(found[3])
    expect(samples['crickets_requests_total{method="POST",route="/api/v1/interviews",status="201"}'] == 1)
    expect(samples['crickets_requests_total{method="GET",route="/api/v1/interviews/{id}",status="404"}'] == 1)
    of = 'method="GET",route="/api/v1/interviews/{id}"'
    expect(samples[f'crickets_request_seconds_bucket{{{of},le="+Inf"}}'] == samples[f"crickets_request_seconds_count{{{of}}}"] == 2)
    steps = [value for name, value in samples.items() if name.startswith(f"crickets_request_seconds_bucket{{{of}")]
    expect(steps == sorted(steps), steps)
    for secret in ("Dana", "Northwind", "Jordan", "averysecret", "example.com"):
        expect(secret not in text, secret, "stands in the numbers")


def each_request_has_an_id(desk):
    start(desk)
    given = desk.ask("GET", "/interviews/77", status=404, headers={"X-Request-Id": "from-the-proxy.1"})
    expect(given.headers["X-Request-Id"] == given.json["request"] == "from-the-proxy.1", given.body)
    for bad in ("short", "x" * 65, "a b c d e f g h", "<script>alert", ""):
        made = desk.ask("GET", "/interviews/77", status=404, headers={"X-Request-Id": bad})
        expect(re.fullmatch("[0-9a-f]{16}", made.json["request"]) and made.json["request"] == made.headers["X-Request-Id"], made.body)
    ours = [line for line in log_of(desk) if line.get("request") == "from-the-proxy.1"]
    expect(len(ours) == 1 and ours[0]["status"] == 404 and ours[0]["route"] == "/api/v1/interviews/{id}" and ours[0]["method"] == "GET"
           and ours[0]["level"] == "info" and ours[0]["usec"] >= 0, ours)


def no_secret_is_in_the_log(desk):
    start(desk)
    desk.ask("GET", "/search?q=averyprivateword")
    desk.send("GET", "/feed/averysecretaddress.ics")
    desk.send("GET", "/open?token=averysecrettoken")
    desk.send("GET", "/somewhere/averysecretplace")
    text = (desk.folder / "errors.txt").read_text()
    expect(len(log_of(desk)) >= 5, text)
    for secret in ("averyprivateword", "averysecret", desk.cookie.split("=")[1], desk.link.split("=")[1]):
        expect(secret not in text, secret, "stands in the log")


def it_drains(desk):
    start(desk, "--drain", "600")
    desk.server.send_signal(signal.SIGTERM)
    until(lambda: ask(desk, "/readyz")[0] == 503, "that it is not ready")
    expect(json.loads(ask(desk, "/readyz")[1])["draining"] is True)
    expect(ask(desk, "/healthz")[0] == 200)
    desk.ask("GET", "/now")  # who comes all the same is served
    desk.server.send_signal(signal.SIGTERM)  # that was long enough
    expect(desk.server.wait(PATIENCE) == -signal.SIGTERM, desk.server.returncode)
    desk.server.stdout.close()
    desk.errors.close()
    desk.server = None


def it_ends_by_itself_when_drained(desk):
    start(desk, "--drain", "1")
    desk.server.send_signal(signal.SIGTERM)
    expect(desk.server.wait(PATIENCE) == 0, desk.server.returncode)
    desk.server.stdout.close()
    desk.errors.close()
    desk.server = None


def wrong_uses_are_refused(desk):
    desk.set_up()
    for words in (["--health", "example.com:1"], ["--health", "x"], ["--log", "xml"], ["--drain", "x"], ["--drain", "-1"]):
        done = subprocess.run([desk.crickets, "--db", desk.db, "serve", "--port", "0", *words], capture_output=True, env=desk.environment,
                              timeout=PATIENCE, check=False)
        expect(done.returncode == 2, words, done.returncode, done.stderr)


main([it_says_whether_it_lives_and_is_ready, its_numbers_are_read_by_prometheus, each_request_has_an_id, no_secret_is_in_the_log, it_drains,
      it_ends_by_itself_when_drained, wrong_uses_are_refused])
