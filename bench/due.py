#!/usr/bin/env python3
"""What is due a second, claimed, done and kept, on a PostgreSQL that waits for the disk: due.py BENCH-CREW [JOBS]

Whole turns of the crew, then loops that only claim and store rows, then graphile-worker and pg-boss with jobs that do nothing, one
after the other in one run, each with a database or a server of its own."""

import os
import shutil
import subprocess
import sys

from queues import HERE, Postgres, in_folder


def crew(bench):
    def work(folder):
        server = Postgres(folder)
        try:
            environment = {**os.environ, "CR_TEST_POSTGRES": f"postgresql://postgres@/%s?host={folder}"}
            subprocess.run([bench], check=True, env=environment)
        finally:
            server.stop()
    in_folder(work)


def peer(name, jobs):
    def work(folder):
        server = Postgres(folder)
        try:
            subprocess.run(["node", "due.mjs", name, server.connection, str(jobs)], check=True, cwd=HERE / "queues")
        finally:
            server.stop()
    in_folder(work)


def main():
    bench, jobs = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20000
    packages = ["postgresql-15"] + ([] if shutil.which("node") and shutil.which("npm") else ["nodejs", "npm"])
    subprocess.run([HERE.parent / "tools" / "packages.sh", *packages], check=True, stdout=sys.stderr)
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=HERE / "queues", check=True,
                   stdout=sys.stderr)
    crew(bench)
    for name in ["graphile-worker", "pg-boss"]:
        peer(name, jobs)


if __name__ == "__main__":
    main()
