#!/usr/bin/env python3
"""Eight workers on a primary with a standby that confirms each commit; the primary is killed again and again under load
and the standby takes over: failover.py CREW-WORLD KILLS. At the end the promises are judged by the mail server's journal."""

import os
import random
import subprocess
import sys
import tempfile
import time
import traceback

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), *more) for more in (("..",), ("..", "store"))]
import progress
from pg import PATIENCE, Server, until, uri

WORLD = os.path.abspath(sys.argv[1])
KILLS = int(sys.argv[2])
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 30)
PROCESSES, WORKERS, CANDIDATES = 4, 2, 30  # candidates that come between two kills
SYNCHRONOUS = "synchronous_standby_names=*"  # of one that takes over


class World:
    def __init__(self, folder, primary, standby):
        self.uri = uri("crickets", primary, standby, more="&target_session_attrs=read-write")
        self.journal = os.path.join(folder, "journal")
        self.state = {**os.environ, "XDG_STATE_HOME": folder, "G_MESSAGES_DEBUG": ""}
        self.log = open(os.path.join(folder, "workers.log"), "wb")

    def begin(self, *words):
        return subprocess.Popen([WORLD, self.uri, self.journal, *(str(w) for w in words)], env=self.state,
                                stdout=subprocess.PIPE, stderr=self.log)

    def work(self, minutes):
        process = self.begin("work", minutes, WORKERS)
        if process.stdout.readline() != b"at work\n":
            raise AssertionError("a worker does not begin")
        return process

    def arrived(self):
        try:
            with open(self.journal, "rb") as file:
                return file.read().count(b"\n")
        except FileNotFoundError:
            return 0


def end(processes):
    words = []
    for process in processes:
        process.terminate()
    for process in processes:
        out, _ = process.communicate(timeout=240)
        if process.returncode != 0:
            raise AssertionError(f"a worker ended with {process.returncode}")
        words.append(out.decode().strip())
    return words


def make_synchronous(primary):
    primary.ask("postgres", "ALTER SYSTEM SET synchronous_standby_names = '*'")
    primary.ask("postgres", "SELECT pg_reload_conf()")
    until(primary.has_standby, "a standby that confirms")


def until_rest(primary, minutes, held="holder IS NOT NULL"):
    """Until nothing is due by then, and nobody holds anything; for as long as it gets less."""
    now = 1795546800000000 + minutes * 60000000  # the calls' time, see crew-world.c
    waits = f"FROM crickets.turn WHERE holder IS NULL AND due <= {now} OR {held}"
    least, end = None, time.monotonic() + PATIENCE
    while left := int(primary.ask("crickets", f"SELECT count(*) {waits}")):
        if least is None or left < least:
            least, end = left, time.monotonic() + PATIENCE
        if time.monotonic() > end:
            rows = primary.ask("crickets", f"SELECT * {waits} LIMIT 10")
            raise AssertionError(f"{left} accounts do not come to rest, such as {rows}")
        time.sleep(0.05)


def until_arrived(world, threshold, adder):
    """For as long as candidates are added, or letters come."""
    most, end = -1, 0
    while (now := world.arrived()) < threshold:
        if now > most or adder.poll() is None:
            most, end = now, time.monotonic() + PATIENCE
        if time.monotonic() > end:
            raise AssertionError(f"{now} letters, and no {threshold}")
        time.sleep(0.02)


def work_until_rest(world, primary, minutes):
    worker = world.work(minutes)
    try:
        until_rest(primary, minutes)
    finally:
        words = end([worker])
    return words


def judge(world, candidates):
    process = world.begin("judge", candidates)
    out, _ = process.communicate(timeout=240)
    print("".join(f"# {line}\n" for line in out.decode().splitlines()), end="")
    if process.returncode != 0:
        raise AssertionError("a promise was broken")
    return out.decode()


def what_a_standby_lacks_is_not_sent_again(folder):
    """Nobody waited for the standby, which was away while letters went out."""
    primary = Server(folder, "one").found().start()
    standby = Server(folder, "other").copy(primary).start()
    primary.ask("postgres", "CREATE DATABASE crickets")
    world = World(folder, primary, standby)
    try:
        if world.begin("add", 1, 8).wait(240) != 0:
            raise AssertionError("the candidates could not be added")
        work_until_rest(world, primary, -2)
        behind = primary.ask("postgres", "SELECT pg_current_wal_lsn()")
        until(lambda: standby.ask("postgres", f"SELECT pg_last_wal_replay_lsn() >= '{behind}'") == "t", "the standby")
        standby.stop()
        work_until_rest(world, primary, 11)
        if world.arrived() != 5:  # three of the eight are later or cancelled
            raise AssertionError(f"{world.arrived()} letters")
        primary.kill()
        standby.start().promote()
        work_until_rest(world, standby, 12)
        if world.arrived() != 5:
            raise AssertionError("a letter went out twice")
        work_until_rest(world, standby, 90)  # what falls due afterwards is not in doubt
        if world.arrived() != 7 or "7 letters arrived, 5 in doubt" not in judge(world, 8):
            raise AssertionError(f"{world.arrived()} letters")
    finally:
        primary.kill()
        standby.kill()


def promises_are_kept_over_failovers(folder):
    chance = random.Random(SEED)
    primary = Server(folder, "one").found().start()
    standby = Server(folder, "other").copy(primary).start(SYNCHRONOUS)
    make_synchronous(primary)
    primary.ask("postgres", "CREATE DATABASE crickets")
    primary.ask("postgres", "ALTER DATABASE crickets SET crickets.synchronous = on")
    world = World(folder, primary, standby)
    workers, candidates = [], 0
    try:
        workers = [world.work(11) for _ in range(PROCESSES)]
        for kill in range(KILLS):
            progress.tell("failovers", kill, KILLS)
            before = world.arrived()
            adder = world.begin("add", candidates + 1, candidates + CANDIDATES)
            candidates += CANDIDATES
            threshold = before + chance.randrange(1, CANDIDATES // 3)
            until_arrived(world, threshold, adder)
            primary.kill()
            standby.promote()
            primary, standby = standby, primary.copy(standby).start(SYNCHRONOUS)
            until(primary.has_standby, "a standby that confirms")
            if adder.wait(10 * PATIENCE) != 0:
                raise AssertionError("the candidates could not be added")
        # What a worker took and could not give back is held until its lease ends, which here means later.
        until_rest(primary, 11, held="FALSE")
        words = end(workers)
        workers = []
        words += work_until_rest(world, primary, 90)  # what was in flight is settled by then, and leases have ended
        words += work_until_rest(world, primary, 92)  # what offered times that were too near by then is written anew
        print("".join(f"# {line}\n" for line in words), end="")
        judge(world, candidates)
    except Exception:
        world.log.flush()
        with open(world.log.name, "rb") as log:
            print("".join(f"# {line}\n" for line in log.read().decode(errors="replace").splitlines()[-40:]))
        raise
    finally:
        for process in workers:
            process.kill()
            process.wait()
        primary.kill()
        standby.kill()


def main():
    tests = [promises_are_kept_over_failovers, what_a_standby_lacks_is_not_sent_again][: 2 if KILLS < 10 else 1]
    failed = 0
    print(f"1..{len(tests)}\n# seed {SEED}", flush=True)
    for number, test in enumerate(tests, 1):
        with tempfile.TemporaryDirectory(prefix="crickets-failover-", ignore_cleanup_errors=True) as folder:
            os.chmod(folder, 0o755)
            try:
                test(folder)
                print(f"ok {number} - {test.__name__}", flush=True)
            except Exception:
                failed += 1
                print("".join(f"# {line}\n" for line in traceback.format_exc().splitlines()), end="")
                print(f"not ok {number} - {test.__name__}", flush=True)
    return 1 if failed else 0


sys.exit(main())
