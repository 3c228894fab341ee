#!/usr/bin/env python3
"""Whole-process figures of the command, each beside its peer or limit in the same run.

    bench/command.py [BUILD-DIRECTORY]      (build/release by default; `./run` makes it)

Runs alternate (ours, peer, ours, peer …) so that a machine that slows down slows both; the median
and the ratio of the medians are printed. Peers: taskwarrior's `task next` with 50 tasks, a bare C
program that reads SQLite, and a minimal libical program that parses the same calendar.
"""
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build/release").resolve()
CRICKETS = BUILD / "src/cmd/crickets"
NOW = "2026-11-24T14:00:00Z"


def once(command, env=None):
    """Seconds and peak KiB of one run."""
    before = time.perf_counter()
    with open(os.devnull, "w") as nothing:
        process = subprocess.Popen([str(c) for c in command], stdout=nothing, stderr=nothing, env=env)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"{command} ended with {process.returncode}")
    return time.perf_counter() - before, usage.ru_maxrss


def pair(title, ours, peer, peer_name, runs, goal, ours_env=None, peer_env=None):
    once(ours, ours_env), once(peer, peer_env)
    a, b = [], []
    for _ in range(runs):
        a.append(once(ours, ours_env))
        b.append(once(peer, peer_env))
    ta, tb = statistics.median(t for t, _ in a), statistics.median(t for t, _ in b)
    print(f"{title}: {ta * 1e3:.2f} ms, {max(m for _, m in a) / 1024:.1f} MiB; {peer_name}: "
          f"{tb * 1e3:.2f} ms, {max(m for _, m in b) / 1024:.1f} MiB; ratio {ta / tb:.2f} (goal {goal})")


def main():
    subprocess.run([ROOT / "tools/packages.sh", "taskwarrior", "libical-dev", "pkg-config", "gcc"], check=True)
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        env = dict(os.environ, TASKDATA=str(work), TASKRC=str(work / "taskrc"))
        (work / "taskrc").write_text(f"data.location={work}\nconfirmation=no\n")
        for number in range(50):
            subprocess.run(["task", "add", f"call number {number}", "due:tomorrow"], env=env, check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        full = work / "full.db"
        subprocess.run([BUILD / "bench/bench-store", "fill", full], check=True, stdout=subprocess.DEVNULL)
        now = [CRICKETS, "--db", f"sqlite:{full}", "--now", NOW, "now"]
        pair("now, 1,000 interviews and 100,000 events", now, ["task", "next"], "task next, 50 tasks", 40,
             "<= 1", peer_env=env)
        pair("now, the same", now, [BUILD / "bench/bench-bare-sqlite", full], "bare C + SQLite", 40, "-")
        story = ROOT / "examples/late-recruiter"
        pair("replay of an example", [CRICKETS, "replay", story], ["task", "next"], "task next", 20,
             "ours <= 50 ms", peer_env=env)
        calendar = work / "big.ics"
        subprocess.run([sys.executable, ROOT / "bench/calendar/generate.py", "100000", calendar], check=True,
                       stdout=subprocess.DEVNULL)
        peer = BUILD / "bench/bench-libical"
        pair("import of 100,000 events", [CRICKETS, "--db", f"sqlite:{work}/import.db", "--now", NOW, "import",
                                          calendar], [peer, calendar], "libical parses them", 3,
             "<= 0.5, <= 64 MiB")


if __name__ == "__main__":
    main()
