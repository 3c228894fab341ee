#!/usr/bin/env python3
"""Runs a command beside a PostgreSQL server of its own: with_postgres.py COMMAND…

The server lives in a temporary folder, is reached by a socket in it alone, and is gone afterwards. Where CR_TEST_FOUNDED
names a path, what initdb makes is kept there for the next server.
CR_TEST_POSTGRES is its URI up to the database's name: postgresql://postgres@/NAME?host=FOLDER."""

import fcntl
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

BIN = "/usr/lib/postgresql/15/bin"
SETTINGS = ["listen_addresses=''", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB",
            "max_connections=60", "autovacuum=off", "log_min_messages=panic"]


def as_nobody_special(command):
    """PostgreSQL refuses to run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.getuid() == 0 else command


def found(data, folder):
    subprocess.run(as_nobody_special([f"{BIN}/initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync"]), check=True,
                   cwd=folder, stdout=subprocess.DEVNULL, env={**os.environ, "LC_ALL": "C.UTF-8"})


def found_once(data, folder, kept):
    with open(f"{kept}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not pathlib.Path(kept).exists():
            found(data, folder)
            os.rename(data, kept)
    subprocess.run(["cp", "-a", kept, data], check=True)


def start(folder):
    data = f"{folder}/data"
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    kept = os.environ.get("CR_TEST_FOUNDED")
    if kept:
        found_once(data, folder, kept)
    else:
        found(data, folder)
    options = " ".join(f"-c {s}" for s in [*SETTINGS, f"unix_socket_directories='{folder}'"])
    subprocess.run(as_nobody_special([f"{BIN}/pg_ctl", "-D", data, "-w", "-t", "120", "-o", options, "-l", f"{folder}/log", "start"]),
                   check=True, cwd=folder, stdout=subprocess.DEVNULL, env=environment)


def stop(folder):
    subprocess.run(as_nobody_special([f"{BIN}/pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "-w", "stop"]), check=False,
                   cwd=folder, stdout=subprocess.DEVNULL)


def main():
    if not pathlib.Path(BIN).is_dir():
        packages = pathlib.Path(__file__).resolve().parent.parent.parent / "tools" / "packages.sh"
        subprocess.run([packages, "postgresql-15"], check=True, stdout=sys.stderr)
    folder = tempfile.mkdtemp(prefix="crickets-pg-")
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    try:
        start(folder)
        environment = {**os.environ, "CR_TEST_POSTGRES": f"postgresql://postgres@/%s?host={folder}"}
        return subprocess.run(sys.argv[1:], check=False, env=environment).returncode
    finally:
        stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
