#!/usr/bin/env python3
"""Claims, wakes and pages among a hundred thousand, a million, ten million calls: scale.py [--counts | --times] FOLDER BUILD [ACCOUNTS…]

In one PostgreSQL whose data stay in FOLDER: a size that is not there yet is made first (a million accounts: 25 GB, 20 minutes), and found
there the next time. Then what one claim, wake and page costs the server, in blocks that are touched and instructions (callgrind), which no
other load changes; and the times, with the disk waited for. `chrt -f 5 bench/scale.py …` goes before other work. BUILD: where
bench-capacity and bench-pages were compiled (ninja -C BUILD bench/bench-capacity bench/bench-pages)."""

import argparse
import contextlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "store"))
from with_postgres import BIN, as_nobody_special  # noqa: E402

ACCOUNTS = [10_000, 100_000, 1_000_000]
CALLS = 10
SETTINGS = ["listen_addresses=", "shared_buffers=2GB", "max_connections=60", "autovacuum=off", "max_wal_size=6GB", "checkpoint_timeout=30min",
            "maintenance_work_mem=768MB", "wal_level=minimal", "max_wal_senders=0", "log_min_messages=warning"]
FORGETFUL = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
COUNTED = ["shared_preload_libraries=pg_stat_statements"]
# What is done, how often, and what is made so before: the difference is what is counted, without what comes first.
WORK = [("a claim of 100", "bench-capacity", ["claims"], 2, 22, "due"), ("a wake", "bench-capacity", ["wakes"], 5, 45, "rest"),
        ("a page", "bench-pages", [], 25, 65, None)]
COUNTS = "SELECT coalesce(sum(shared_blks_hit + shared_blks_read), 0) FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = 'many_%d_%d')"


class Server:
    def __init__(self, folder, settings, before=()):
        self.folder = folder
        if not (folder / "data").exists():
            subprocess.run(as_nobody_special([f"{BIN}/initdb", "-D", f"{folder}/data", "-U", "postgres", "-A", "trust", "--no-sync"]), check=True,
                           cwd=folder, stdout=subprocess.DEVNULL, env={**os.environ, "LC_ALL": "C.UTF-8"})
        options = [word for setting in [*SETTINGS, *settings, f"unix_socket_directories={folder}"] for word in ("-c", setting)]
        self.environment = {**os.environ, "CR_TEST_POSTGRES": f"postgresql://postgres@/%s?host={folder}"}
        with open(folder / "log", "ab") as log:
            process = subprocess.Popen(as_nobody_special([*before, f"{BIN}/postgres", "-D", f"{folder}/data", *options]), cwd=folder, stdout=log, stderr=log)
        while subprocess.run([f"{BIN}/pg_isready", "-q", "-h", folder], check=False).returncode != 0:
            if process.poll() is not None:
                raise RuntimeError(f"the server does not start: see {folder}/log")
            time.sleep(0.2)
        self.pid = int((folder / "data" / "postmaster.pid").read_text().split()[0])

    def ask(self, text):
        return subprocess.run(["psql", "-qtAX", "-h", self.folder, "-U", "postgres", "-c", text, "postgres"], check=True, capture_output=True,
                              text=True).stdout

    def run(self, *command):
        subprocess.run(list(map(str, command)), check=True, env=self.environment)

    def processes(self):
        return {int(stat.parent.name) for stat in Path("/proc").glob("[0-9]*/stat") if parent_of(stat) == self.pid}

    def stop(self):
        subprocess.run(as_nobody_special([f"{BIN}/pg_ctl", "-D", f"{self.folder}/data", "-m", "fast", "-t", "600", "-w", "stop"]), check=True,
                       cwd=self.folder, stdout=subprocess.DEVNULL)


def parent_of(stat):
    try:
        return int(stat.read_text().rsplit(") ", 1)[1].split()[1])
    except OSError:
        return 0


@contextlib.contextmanager
def server(folder, settings, before=()):
    running = Server(folder, settings, before)
    try:
        yield running
    finally:
        running.stop()


def make(folder, build, sizes):
    with server(folder, FORGETFUL) as running:
        for accounts in sizes:
            running.run(build / "bench-capacity", accounts, CALLS, "rest")


def counted(running, counts, accounts, command):
    """Of the processes that serve the command: their instructions, and the blocks that they touched."""
    running.ask("SELECT pg_stat_statements_reset()")
    idle = running.processes()
    before = set(counts.iterdir())
    running.run(*command)
    while running.processes() - idle:
        time.sleep(0.2)
    texts = [path.read_text() for path in set(counts.iterdir()) - before]
    return sum(int(re.search(r"^(?:totals|summary): (\d+)", text, re.M)[1]) for text in texts), int(running.ask(COUNTS % (accounts, CALLS)))


def count(folder, build, sizes):
    counts = folder / "counts"
    shutil.rmtree(counts, ignore_errors=True)
    counts.mkdir()
    if os.getuid() == 0:
        shutil.chown(counts, "postgres")
    for accounts in sizes:
        for work in WORK:
            count_one(folder, build, counts, accounts, *work)


def count_one(folder, build, counts, accounts, what, bench, words, few, many, state):
    if state:
        with server(folder, FORGETFUL) as running:
            running.run(build / "bench-capacity", accounts, CALLS, state)
    with server(folder, [*FORGETFUL, *COUNTED], ["valgrind", "--tool=callgrind", "-q", f"--callgrind-out-file={counts}/%p"]) as running:
        running.ask("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        found = [counted(running, counts, accounts, [build / bench, accounts, CALLS, *words, times]) for times in (few, many)]
    instructions, blocks = ((more - less) / (many - few) for less, more in zip(*found))
    print(f"{accounts * CALLS} calls, {what}: {blocks:.1f} blocks, {instructions / 1e6:.2f} million instructions", flush=True)


def measure(folder, build, sizes):
    with server(folder, []) as running:
        for accounts in sizes:
            print(f"{accounts} accounts, {CALLS} calls each", flush=True)
            running.run(build / "bench-capacity", accounts, CALLS)
            running.run(build / "bench-pages", accounts, CALLS)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("build", type=Path)
    parser.add_argument("accounts", type=int, nargs="*", default=ACCOUNTS)
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--counts", action="store_true")
    only.add_argument("--times", action="store_true")
    asked = parser.parse_args()
    folder, build = asked.folder.resolve(), asked.build.resolve() / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    make(folder, build, asked.accounts)
    if not asked.times:
        count(folder, build, asked.accounts)
    if not asked.counts:
        measure(folder, build, asked.accounts)


if __name__ == "__main__":
    main()
