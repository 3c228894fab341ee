#!/usr/bin/env python3
"""The drill of docs/service.md: a backup and the archived log, an accident, and all as it was at a given time; nothing is sent
from what was restored until somebody confirms it. restore.py CRICKETS CREW-WORLD."""

import copy
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "store"), str(HERE.parent / "cmd"), str(HERE.parent / "engine")]
from harness import NOW, expect, expect_code, main
from pg import BIN, Server, run, until, uri

WORLD = os.path.abspath(sys.argv[2])
LATER = "2026-11-20T13:00:00-06:00"


PAGE = (HERE.parent.parent / "docs" / "service.md").read_text()
FILES = dict(re.findall(r"^```\w+ file=(\S+)\n(.*?)^```$", PAGE, re.M | re.S))
ARCHIVE = re.search(r"archive_command: '(.*)'$", FILES["patroni.yml"], re.M).group(1)


def changed(text, *pairs):
    """The page's words, at places of the test's own."""
    for theirs, ours in pairs:
        expect(theirs in text, theirs, "is not on the page")
        text = text.replace(theirs, str(ours))
    return text


def archive_settings(archive):
    return ["archive_mode=on", f'archive_command="{changed(ARCHIVE, ("/var/lib/postgresql/archive", archive))}"']


def found(folder):
    archive = Path(folder) / "archive"
    server = Server(folder, "one").found()
    archive.mkdir()
    if os.getuid() == 0:
        shutil.chown(archive, "postgres")
    server.start(*archive_settings(archive)).ask("postgres", "CREATE DATABASE crickets")
    return server, archive


def back_up(server, place):
    words = re.search(r"-d '(.*)'", FILES["backup.sh"]).group(1)
    run("sh", "-ec", changed(FILES["backup.sh"], ("pg_basebackup ", f"{BIN}/pg_basebackup --no-sync "), ("/backup/$(date +%F)", place),
                             (words, server.words("postgres"))))


def restore(before, backup, archive, time):
    """As docs/service.md says: in the place of the one before, which waits for a standby that is not there."""
    server = copy.copy(before)
    with open(server.data / "postgresql.auto.conf", "a", encoding="ascii") as kept:
        kept.write("# of before\n")
    server.data = before.folder / "data"
    script = changed(FILES["restore.sh"], ("/usr/lib/postgresql/15/bin", BIN), ("/var/lib/postgresql/15/crickets", server.data),
                     ("/backup/2026-11-24", backup), ("/var/lib/postgresql/archive", archive), ("2026-11-24 13:59:00+00", time),
                     (" start", f' -o "{server.options()}" -l {server.folder}/log start'))
    run("sh", "-ec", script)
    until(lambda: server.ask("postgres", "SELECT pg_is_in_recovery()") == "f", "the end of the recovery")
    expect("# of before" not in (server.data / "postgresql.auto.conf").read_text(), "it is the one of before")
    return server


def hand_back(server):
    """To patroni: nothing of the restore is left that would stop it again one day."""
    script = changed(FILES["restored.sh"], ("psql ", f"{BIN}/psql -q -d '{server.words('postgres')}' "), ("/usr/lib/postgresql/15/bin", BIN),
                     ("/var/lib/postgresql/15/crickets", server.data))
    run("sh", "-ec", script)
    expect("recovery" not in (server.data / "postgresql.auto.conf").read_text())
    server.start()


def with_folder(test):
    def run_it(desk):
        with tempfile.TemporaryDirectory(prefix="crickets-restore-", ignore_cleanup_errors=True) as folder:
            os.chmod(folder, 0o755)
            servers = []
            try:
                test(desk, folder, servers)
            finally:
                for server in servers:
                    server.kill()

    run_it.__name__ = test.__name__
    return run_it


def database_check(desk, now):
    checks = desk.run("doctor", "--json", now=now).json["checks"]
    return next(check for check in checks if check["name"] == "database")


@with_folder
def all_is_as_it_was_before_the_accident(desk, folder, servers):
    server, archive = found(folder)
    servers.append(server)
    desk.db = uri("crickets", server)
    desk.set_up()
    expect_code(desk.run("add", "Sam from Contoso calls 2026-11-25 12:00 Chicago time"), 0)
    expect(database_check(desk, NOW)["result"] == "fine")
    back_up(server, Path(folder) / "backup")
    expect_code(desk.run("add", "Dana Reyes of Northwind calls 2026-11-26 2pm ET"), 0)
    before = desk.export()
    time = server.ask("postgres", "SELECT clock_timestamp()")
    server.ask("crickets", "DELETE FROM crickets.interview; DROP TABLE crickets.fact")
    server.ask("postgres", "SELECT pg_switch_wal()")
    until(lambda: server.ask("postgres", "SELECT archived_count > 0 AND last_archived_wal >= '0' FROM pg_stat_archiver") == "t"
          and int(server.ask("postgres", "SELECT count(*) FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready'")) == 0, "the archive")
    server.stop()
    restored = restore(server, Path(folder) / "backup", archive, time)
    hand_back(restored)
    expect(desk.export() == before, "the export is another one")
    check = database_check(desk, LATER)
    expect(check["result"] == "bad" and "restored backup" in check["text"], check)
    copied = desk.run("backup", f"{desk.folder}/copy.db", now=LATER)
    expect_code(copied, 0)
    expect(b"read back and compared" in copied.out, copied.out)  # each row can be read
    refused = desk.bare("--now", LATER, "move", "--from", desk.db, "--to", f"sqlite:{desk.folder}/other.db")
    expect(refused.code == 1 and b"doctor --confirm" in refused.err, refused.err)
    expect_code(desk.run("doctor", "--confirm", now=LATER), 0)
    expect(database_check(desk, LATER)["result"] == "fine", database_check(desk, LATER))


@with_folder
def nothing_is_sent_until_it_is_confirmed(desk, folder, servers):
    server, archive = found(folder)
    servers.append(server)
    journal = Path(folder) / "journal"

    def world(*words):
        at = uri("crickets", servers[-1])
        done = subprocess.run([WORLD, at, str(journal), *map(str, words)], capture_output=True, text=True, env=environment, timeout=240)
        expect(done.returncode == 0, done.stdout, done.stderr[-2000:])
        return done.stdout

    def work(minutes):
        worker = subprocess.Popen([WORLD, uri("crickets", servers[-1]), str(journal), "work", str(minutes), "2"],
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
        try:
            expect(worker.stdout.readline() == b"at work\n")
            now = 1795546800000000 + minutes * 60000000
            until(lambda: servers[-1].ask("crickets", f"SELECT count(*) FROM crickets.turn WHERE due <= {now} OR holder IS NOT NULL")
                  == "0", "rest")
        finally:
            worker.terminate()
            worker.communicate(timeout=240)

    def arrived():
        return len(journal.read_text().splitlines()) if journal.exists() else 0

    environment = {**os.environ, "XDG_STATE_HOME": folder}
    world("add", 1, 4)
    work(-2)
    back_up(server, Path(folder) / "backup")
    time = server.ask("postgres", "SELECT clock_timestamp()")
    server.ask("postgres", "CREATE TABLE later (); SELECT pg_switch_wal()")
    until(lambda: int(server.ask("postgres", "SELECT count(*) FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready'")) == 0, "the archive")
    work(11)
    expect(arrived() == 2, arrived())  # of four one is later, one is cancelled
    server.stop()
    hand_back(restore(server, Path(folder) / "backup", archive, time))
    work(60)
    expect(arrived() == 2, "a restored copy has sent a letter")
    world("confirm", 62)
    work(65)
    expect(arrived() == 2, "what may have gone out after the backup went out again")
    work(90)
    expect(arrived() == 3, "what fell due afterwards did not go out:", arrived())
    expect("3 letters arrived, 2 in doubt" in world("judge", 4))


main([all_is_as_it_was_before_the_accident, nothing_is_sent_until_it_is_confirmed])
