#!/usr/bin/env python3
"""The database of docs/service.md, literally, as far as one machine can: etcd, two patroni with the page's file (only ports, places and
passwords are others), the page's SQL; the leader is killed while calls are added. patroni.py CRICKETS"""

import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "cmd"), str(HERE.parent / "store")]
from harness import expect, expect_code, main
from common import free_port, until
from pg import BIN, children_of, is_running
from with_postgres import as_nobody_special

ROOT = HERE.parent.parent
PAGE = (ROOT / "docs" / "service.md").read_text()
FILES = dict(re.findall(r"^```\w+ file=(\S+)\n(.*?)^```$", PAGE, re.M | re.S))


class Node:
    def __init__(self, folder, name, etcd):
        self.name, self.folder = name, folder / name
        self.folder.mkdir()
        (folder / "archive").mkdir(exist_ok=True)
        self.port, rest = free_port(), free_port()
        text = FILES["patroni.yml"]
        for theirs, ours in (("name: db1", f"name: {name}"), ("127.0.0.1:8008", f"127.0.0.1:{rest}"), ("127.0.0.1:2379", f"127.0.0.1:{etcd}"),
                             ("127.0.0.1:5432", f"127.0.0.1:{self.port}"), ("/var/lib/postgresql/15/crickets", f"{self.folder}/data"),
                             ("/var/lib/postgresql/archive", f"{folder}/archive"),
                             ("/var/lib/postgresql/.pgpass-patroni", f"{self.folder}/pgpass")):
            expect(theirs in text, theirs, "is not in the page's file")
            text = text.replace(theirs, ours)
        text = text.replace("local all postgres peer", "local all postgres trust")  # whoever runs the test
        self.file = self.folder / "patroni.yml"
        self.file.write_text(text + f"  parameters:\n    unix_socket_directories: '{self.folder}'\n")
        own(folder)

    def start(self):
        self.log = open(self.folder / "log", "wb")
        self.process = subprocess.Popen(as_nobody_special(["patroni", str(self.file)]), stdout=self.log, stderr=self.log, cwd="/",
                                        start_new_session=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
        return self

    def ask(self, database, text):
        done = subprocess.run(as_nobody_special([f"{BIN}/psql", "-qtAX", "-v", "ON_ERROR_STOP=1", "-h", str(self.folder), "-p", str(self.port),
                                                 "-U", "postgres", "-d", database, "-c", text]), capture_output=True, check=False, cwd="/")
        return done.stdout.decode().strip() if done.returncode == 0 else None

    def is_leader(self):
        return self.ask("postgres", "SELECT pg_is_in_recovery()") == "f"

    def kill(self):
        pids, look = [self.process.pid], [self.process.pid]
        while look:
            found = children_of(look.pop())
            pids, look = pids + found, look + found
        data = self.folder / "data" / "postmaster.pid"
        if data.exists():
            postmaster = int(data.read_text().split()[0])
            pids += [postmaster, *children_of(postmaster)]
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait()
        until(lambda: not any(is_running(p) for p in pids), "its end")


def own(folder):
    if os.getuid() == 0:
        subprocess.run(["chown", "-R", "postgres", folder], check=True)


def it_works_as_the_page_says(desk):
    subprocess.run([ROOT / "tools" / "packages.sh", "postgresql-15", "patroni", "etcd-server"], check=True, stdout=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="crickets-patroni-", ignore_cleanup_errors=True) as name:
        os.chmod(name, 0o755)
        folder = pathlib.Path(name)
        client, peer = free_port(), free_port()
        (folder / "etcd").mkdir()
        own(folder)
        etcd = subprocess.Popen(as_nobody_special(["etcd", "--data-dir", str(folder / "etcd"), "--listen-client-urls", f"http://127.0.0.1:{client}",
                                                   "--advertise-client-urls", f"http://127.0.0.1:{client}", "--listen-peer-urls",
                                                   f"http://127.0.0.1:{peer}", "--initial-advertise-peer-urls", f"http://127.0.0.1:{peer}",
                                                   "--initial-cluster", f"default=http://127.0.0.1:{peer}"]),
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
        nodes = []
        try:
            nodes.append(Node(folder, "db1", client).start())
            until(nodes[0].is_leader, "a leader")
            nodes.append(Node(folder, "db2", client).start())
            synchronous = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
            until(lambda: nodes[0].ask("postgres", synchronous) == "1", "a standby that confirms")
            for statement in FILES["database.sql"].splitlines():
                expect(nodes[0].ask("postgres", statement) is not None, statement)
            hosts = ",".join(f"127.0.0.1:{node.port}" for node in nodes)
            desk.db = f"postgresql://crickets_owner:change-this-as-well@{hosts}/crickets"
            expect_code(desk.run("list"), 1)  # the tables are made
            expect(nodes[0].ask("crickets", FILES["roles.sql"]) is not None)
            desk.db = f"postgresql://crickets:change-this-last@{hosts}/crickets"
            desk.set_up()
            expect_code(desk.run("add", "Sam from Contoso calls 2026-11-25 12:00 Chicago time"), 0)
            before = desk.export()
            nodes[0].kill()
            began = time.monotonic()
            until(nodes[1].is_leader, "the standby's take-over")
            print(f"# the standby took over within {time.monotonic() - began:.0f} s")
            nodes[0].start()  # it comes back as the standby
            until(lambda: nodes[1].ask("postgres", synchronous) == "1", "the former leader as a standby")
            print(f"# and both are there again after {time.monotonic() - began:.0f} s")
            until(lambda: desk.run("add", "Kim of Fabrikam calls 2026-11-27 2pm ET").code == 0, "calls can be added")
            after = desk.export()
            expect(b"Contoso" in before and b"Contoso" in after and b"Fabrikam" in after)
            expect(nodes[1].ask("crickets", "SELECT value FROM crickets.setting WHERE account_id = 0 AND name = 'home'") is not None)
        except Exception:
            for node in nodes:
                print("".join(f"# {node.name}: {line}\n" for line in (node.folder / "log").read_text(errors="replace").splitlines()[-15:]), end="")
            raise
        finally:
            for node in nodes:
                node.kill()
            for pid in [etcd.pid, *children_of(etcd.pid)]:
                try:
                    os.kill(pid, signal.SIGTERM)
                except ProcessLookupError:
                    pass
            etcd.wait()


main([it_works_as_the_page_says])
