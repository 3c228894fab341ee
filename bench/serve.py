#!/usr/bin/env python3
"""`crickets serve` under wrk, beside peers in the same run.

    bench/serve.py [BUILD-DIRECTORY]     (build/release by default; `./run` makes it)

GET now of a missed call at 64 connections, with whatever else the page would send along: requests a
second and the 99th percentile; goals 25,000 and 5 ms on two cores shared with wrk. Peers serve a
body of the same size: nginx a file, Node with better-sqlite3 and a minimal libmicrohttpd and SQLite
program a row. Runs alternate, so that a machine that slows down slows all. Then the memory of a
thousand event streams. Needs wrk, nginx, node and npm (Debian: wrk, nginx-light, nodejs, npm).
"""
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build/release").resolve()
STORY = ROOT / "examples/late-recruiter"
NOW = "2026-11-24T13:11:00-06:00"
ROUNDS, SECONDS, CONNECTIONS = 5, 4, 64


def serve(folder):
    environment = {**os.environ, "XDG_CONFIG_HOME": folder, "XDG_STATE_HOME": folder, "XDG_DATA_HOME": folder}
    base = [str(BUILD / "src/cmd/crickets"), "--db", f"sqlite:{folder}/a.db"]

    def run(*words):
        subprocess.run([*base, "--now", "2026-11-20T12:00:00-06:00", *words], check=True, env=environment,
                       stdout=subprocess.DEVNULL)

    run("setup", str(STORY / "profile.ini"))
    run("import", *sorted(str(path) for path in (STORY / "mail").glob("0[1-4]*.eml")))
    server = subprocess.Popen([*base, "--now", NOW, "serve", "--port", "0"], env=environment, stdout=subprocess.PIPE)
    printed = b""
    while b"/open?token=" not in printed:
        printed += server.stdout.readline()
    link = re.search(rb"http\S+", printed).group().decode()
    opener = urllib.request.build_opener(NoRedirect)
    try:
        opener.open(link)
    except urllib.error.HTTPError as answer:
        cookie = answer.headers["Set-Cookie"].split(";")[0]
    return server, link.split("/open")[0] + "/api/v1/now", cookie


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *unused):
        return None


def nginx(folder, body):
    pathlib.Path(folder, "now.json").write_bytes(body)
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    config = pathlib.Path(folder, "nginx.conf")
    config.write_text(f"""worker_processes 2; pid {folder}/pid; error_log {folder}/errors; daemon off;
{"user root;" if os.getuid() == 0 else ""}
events {{ worker_connections 1024; use epoll; }}
http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; open_file_cache max=10;
default_type application/json; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
server {{ listen 127.0.0.1:{port}; root {folder}; }} }}""")
    server = subprocess.Popen([shutil.which("nginx") or "/usr/sbin/nginx", "-c", str(config), "-e", f"{folder}/errors"])
    for _ in range(500):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.01)
    return server, f"http://127.0.0.1:{port}/now.json"


def row(folder, body):
    path = f"{folder}/peer.db"
    if os.path.exists(path):
        return path
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE answer (id INTEGER PRIMARY KEY, body BLOB)")
        db.execute("INSERT INTO answer VALUES (1, ?)", (body,))
    return path


def bare(folder, body):
    server = subprocess.Popen([str(BUILD / "bench/bench-serve-bare"), row(folder, body), "2"], stdout=subprocess.PIPE)
    return server, f"http://127.0.0.1:{int(server.stdout.readline())}/"


def node(folder, body):
    modules = BUILD / "bench-node"
    if not (modules / "node_modules/better-sqlite3").exists():
        subprocess.run(["npm", "install", "--prefix", modules, "--no-audit", "--no-fund", "--loglevel=error", "better-sqlite3@12"],
                       check=True, stdout=sys.stderr)
    server = subprocess.Popen(["node", ROOT / "bench/serve-node.cjs", row(folder, body)], stdout=subprocess.PIPE,
                              env={**os.environ, "NODE_PATH": str(modules / "node_modules")})
    return server, f"http://127.0.0.1:{int(server.stdout.readline())}/"


def wrk(url, *headers):
    done = subprocess.run(["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", *headers, url], check=True,
                          capture_output=True).stdout.decode()
    if "Non-2xx" in done or "Socket errors" in done:
        sys.exit(done)
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", done).groups()
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done).group(1)), float(number) * {"us": 1e-3, "ms": 1, "s": 1e3}[unit]


def streams(server, url, cookie, count):
    """RSS in MiB with so many event streams, before and after."""
    def resident():
        return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{server.pid}/status").read_text()).group(1)) / 1024

    host, port = re.search(r"//([\d.]+):(\d+)", url).groups()
    before, open_streams = resident(), []
    for _ in range(count):
        s = socket.create_connection((host, int(port)))
        s.sendall(f"GET /api/v1/events HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {cookie}\r\n\r\n".encode())
        open_streams.append(s)
    for s in open_streams:
        while b"event: change" not in s.recv(65536):
            pass
    after = resident()
    return before, after


def main():
    with tempfile.TemporaryDirectory(prefix="crickets-bench-") as folder:
        servers = []
        try:
            server, url, cookie = serve(folder)
            servers.append(server)
            body = urllib.request.urlopen(urllib.request.Request(url, headers={"Cookie": cookie})).read()
            peers = {"crickets": (url, "-H", f"Cookie: {cookie}")}
            for name, start in (("nginx, a file", nginx), ("libmicrohttpd + SQLite", bare), ("Node + better-sqlite3", node)):
                peer, address = start(folder, body)
                servers.append(peer)
                peers[name] = (address,)
            results = {name: [] for name in peers}
            for _ in range(ROUNDS):
                for name, arguments in peers.items():
                    results[name].append(wrk(*arguments))
            print(f"GET now, {len(body)} bytes, {CONNECTIONS} connections, median of {ROUNDS} runs of {SECONDS} s")
            ours = statistics.median(rate for rate, _ in results["crickets"])
            for name, runs in results.items():
                rate, p99 = (statistics.median(values) for values in zip(*runs))
                print(f"  {name:24} {rate:9,.0f}/s   p99 {p99:6.2f} ms   ratio {ours / rate:5.2f}")
            before, after = streams(server, url, cookie, 1000)
            print(f"1,000 event streams: {before:.1f} MiB before, {after:.1f} MiB with them (goal 64)")
        finally:
            for server in servers:
                server.terminate()
                server.wait()


if __name__ == "__main__":
    main()
