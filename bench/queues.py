#!/usr/bin/env python3
"""How late a job begins with a million others still to come, and what that costs: queues.py BENCH-KEEPER [PENDING [JOBS]]

A bare loop and the keeper (SQLite, synchronous=FULL), then graphile-worker and pg-boss (PostgreSQL, its durable defaults) and BullMQ (Redis,
append-only file), one after the other in one run on one machine, each with servers of its own in a temporary folder. They are
installed here by npm, PostgreSQL and Redis from Debian. The share of a core is that of the program and of its server together."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PG = "/usr/lib/postgresql/15/bin"
TICK = os.sysconf("SC_CLK_TCK")


def as_nobody_special(command):
    """PostgreSQL refuses to run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.getuid() == 0 else command


def cpu_of(root):
    """Seconds of CPU of a process and all below it."""
    parents, used = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(") ", 1)[1].split()
        except OSError:
            continue
        pid = int(stat.parent.name)
        parents[pid], used[pid] = int(fields[1]), (int(fields[11]) + int(fields[12])) / TICK
    total, mine = 0.0, {root}
    for _ in range(4):
        mine |= {pid for pid, parent in parents.items() if parent in mine}
    for pid in mine:
        total += used.get(pid, 0)
    return total


class Postgres:
    def __init__(self, folder):
        self.data = f"{folder}/data"
        subprocess.run(as_nobody_special([f"{PG}/initdb", "-D", self.data, "-U", "postgres", "-A", "trust"]), check=True, cwd=folder,
                       stdout=subprocess.DEVNULL, env={**os.environ, "LC_ALL": "C.UTF-8"})
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c shared_buffers=512MB -c max_wal_size=4GB"
        subprocess.run(as_nobody_special([f"{PG}/pg_ctl", "-D", self.data, "-w", "-t", "120", "-o", options, "-l", f"{folder}/log",
                                          "start"]), check=True, cwd=folder, stdout=subprocess.DEVNULL)
        self.pid = int(Path(f"{self.data}/postmaster.pid").read_text().splitlines()[0])
        self.folder = folder
        self.connection = f"postgresql://postgres@/postgres?host={folder}"

    def stop(self):
        subprocess.run(as_nobody_special([f"{PG}/pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop"]), check=False,
                       cwd=self.folder, stdout=subprocess.DEVNULL)


class Redis:
    def __init__(self, folder):
        self.connection = f"{folder}/redis.sock"
        self.process = subprocess.Popen(["redis-server", "--port", "0", "--unixsocket", self.connection, "--dir", folder, "--save", "",
                                         "--appendonly", "yes", "--auto-aof-rewrite-percentage", "0"], stdout=subprocess.DEVNULL)
        self.pid = self.process.pid
        while not os.path.exists(self.connection):
            time.sleep(0.05)

    def stop(self):
        self.process.kill()
        self.process.wait()


def in_folder(work):
    folder = tempfile.mkdtemp(prefix="crickets-queues-", dir=os.environ.get("TMPDIR", "/var/tmp"))
    if os.getuid() == 0 and shutil.which("runuser"):
        subprocess.run(["chown", "postgres", folder], check=False)
    try:
        return work(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def bare(bench, jobs):
    """A loop in C that only sleeps to the next row and moves it: what the disk alone takes."""
    def work(folder):
        printed = subprocess.run([bench, "bare-wake", f"{folder}/bare.db", str(jobs)], check=True, stdout=subprocess.PIPE).stdout
        return {"cpu_percent": 0.0, **json.loads(printed.splitlines()[-1])}
    return in_folder(work)


def keeper(bench, pending, jobs):
    def work(folder):
        subprocess.run([bench, "fill", f"{folder}/crickets.db", str(pending)], check=True)
        printed = subprocess.run([bench, "wake", f"{folder}/crickets.db", str(jobs)], check=True, stdout=subprocess.PIPE).stdout
        return json.loads(printed.splitlines()[-1])
    return in_folder(work)


def queue(name, server, pending, jobs):
    def work(folder):
        peer = server(folder)
        try:
            node = subprocess.Popen(["node", "queue.mjs", name, peer.connection, str(pending), str(jobs)], cwd=HERE / "queues",
                                    stdout=subprocess.PIPE, text=True)
            before = began = 0
            for line in node.stdout:
                if line == "begin\n":
                    before, began = cpu_of(peer.pid), time.monotonic()
                elif line == "end\n":
                    share = 100 * (cpu_of(peer.pid) - before) / (time.monotonic() - began)
                elif line.startswith('{"name"'):
                    found = json.loads(line)
                    found["cpu_percent"] += share
                    node.wait(60)
                    return found
            raise RuntimeError(f"{name} ended with {node.wait()}")
        finally:
            peer.stop()
    return in_folder(work)


def main():
    bench, pending = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    jobs = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    packages = ["postgresql-15", "redis-server"] + ([] if shutil.which("node") and shutil.which("npm") else ["nodejs", "npm"])
    subprocess.run([HERE.parent / "tools" / "packages.sh", *packages], check=True, stdout=sys.stderr)
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=HERE / "queues", check=True,
                   stdout=sys.stderr)
    print(f"{pending} jobs are still to come; {jobs} fall due one after the other, 50 ms apart")
    print(f"{'':16} {'p50 ms':>9} {'p99 ms':>9} {'max ms':>9} {'% of a core':>12}")
    peers = [("graphile-worker", Postgres), ("pg-boss", Postgres), ("bullmq", Redis)]
    for measure in [lambda: bare(bench, jobs), lambda: keeper(bench, pending, jobs), *(lambda p=p: queue(*p, pending, jobs) for p in peers)]:
        found = measure()
        print(f"{found['name']:16} {found['p50_ms']:9.2f} {found['p99_ms']:9.2f} {found['max_ms']:9.2f} {found['cpu_percent']:12.1f}",
              flush=True)


if __name__ == "__main__":
    main()
