#!/usr/bin/env python3
"""Several keepers over one PostgreSQL as processes: woken, killed and ended. Run by with_postgres.py."""

import os
import signal
import socket
import subprocess

from harness import NOW, expect, expect_code, main
from common import PATIENCE, sql, until
from watch import Keeper, add

SERVER = os.environ["CR_TEST_POSTGRES"]
CALL = "Sam from Contoso calls 2026-11-20 12:00 Chicago time"  # at NOW


def use_database(desk, name):
    sql("postgres", f"CREATE DATABASE {name}")
    desk.db = SERVER % name
    desk.set_up()


class Crew:
    def __init__(self, desk, workers="2"):
        self.process = subprocess.Popen([desk.crickets, "--db", desk.db, "--now", NOW, "watch", "--workers", workers],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=desk.environment)
        expect(b"Watching all accounts" in self.process.stdout.readline())

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        self.out, self.err = self.process.communicate(timeout=60)
        return self.process.returncode

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


def was_decided(desk):
    return int(sql(desk.db_name, "SELECT count(*) FROM crickets.timeline WHERE event = 'due'")) > 0


def rests(desk):
    return sql(desk.db_name, "SELECT count(*) FROM crickets.turn WHERE due = 0 OR holder IS NOT NULL") == "0"


def add_unwatched(desk):
    """As it was agreed an hour ago: nobody has decided since."""
    expect_code(desk.run("add", CALL, now="2026-11-20T11:00:00-06:00"), 0)


def a_running_one_hears_of_it(desk):
    desk.db_name = "crew_hears"
    use_database(desk, desk.db_name)
    with Crew(desk) as crew:
        until(lambda: rests(desk), "no rest")
        add_unwatched(desk)
        until(lambda: was_decided(desk), "not decided")
        expect(crew.end() == 0, crew.process.returncode)
        expect(b"Ended after" in crew.out and not crew.err, crew.out, crew.err)
        expect(rests(desk))


def one_alone_hears_of_it(desk):
    """A keeper of one account, whom a database on a server tells nothing."""
    use_database(desk, "crew_alone")
    with Keeper(desk, now="2026-11-20T12:30:00-06:00") as keeper:
        add(desk)
        keeper.until("watching").until("the agreed time")


def another_takes_the_place_of_the_killed(desk):
    desk.db_name = "crew_place"
    use_database(desk, desk.db_name)
    with Crew(desk) as one, Crew(desk) as other:
        until(lambda: rests(desk), "no rest")
        one.end(signal.SIGKILL)
        add_unwatched(desk)
        until(lambda: was_decided(desk), "not decided")
        sql(desk.db_name, "UPDATE crickets.turn SET holder = 'the dead', until_at = 1, due = 0")
        until(lambda: rests(desk), "the lease of the dead holds")
        expect(other.end(signal.SIGINT) == 0)


def it_survives_the_database(desk):
    desk.db_name = "crew_lost"
    use_database(desk, desk.db_name)
    with Crew(desk) as crew:
        until(lambda: rests(desk), "no rest")
        sql("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'crew_lost'")
        add_unwatched(desk)
        until(lambda: was_decided(desk), "not decided")
        expect(crew.end() == 0)


def systemd_is_told(desk):
    """That it is at work, and again and again that it still is; nobody waits for one that does not listen any more."""
    desk.db_name = "crew_told"
    use_database(desk, desk.db_name)
    path = f"{desk.folder}/notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as other:
        told.bind(path)
        told.settimeout(PATIENCE)
        desk.environment_more.update(NOTIFY_SOCKET=path, WATCHDOG_USEC="200000")
        with Crew(desk) as crew:
            heard = []
            until(lambda: heard.append(told.recv(100)) or (b"READY=1" in heard and heard.count(b"WATCHDOG=1") > 2), "all of it", heard)
            expect(set(heard) == {b"READY=1", b"WATCHDOG=1"}, heard)
            other.setblocking(False)
            until(lambda: is_full(other, path), "it has no room")
            expect(crew.end() == 0)


def is_full(sender, path):
    try:
        return not sender.sendto(b"X=1", path)
    except BlockingIOError:
        return True


def wrong_uses_are_refused(desk):
    for words in (["--workers", "0"], ["--workers", "x"], ["--workers", "2"]):  # the last: of a file
        expect_code(desk.run("watch", *words), 2)


main([a_running_one_hears_of_it, one_alone_hears_of_it, another_takes_the_place_of_the_killed, it_survives_the_database, systemd_is_told, wrong_uses_are_refused])
