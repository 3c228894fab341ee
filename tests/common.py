"""What the tests of all layers share. A loaded machine is no failure: whoever waits has patience."""

import os
import socket
import subprocess
import time

PATIENCE = 240  # seconds


def expect(condition, *what):
    if not condition:
        raise AssertionError(" ".join(str(w) for w in what))


def until(condition, *what):
    """Waits for it."""
    end = time.monotonic() + PATIENCE
    while not condition():
        expect(time.monotonic() < end, "waited in vain for", *what)
        time.sleep(0.02)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def sql(database, text):
    """What the test's own PostgreSQL answers (see store/with_postgres.py)."""
    done = subprocess.run(["psql", "-qtAX", "-v", "ON_ERROR_STOP=1", "-c", text, os.environ["CR_TEST_POSTGRES"] % database],
                          capture_output=True, check=False)
    expect(done.returncode == 0, done.stderr)
    return done.stdout.decode().strip()


def ago(minutes):
    """When that was, in words that mean one instant at any hour, on any day and in any zone."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 60 * minutes))
