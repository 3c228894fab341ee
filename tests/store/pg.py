"""PostgreSQL servers of a test's own: founded, copied, killed, promoted, restored. Reached by sockets in their folders."""

import os
import pathlib
import shutil
import signal
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from common import PATIENCE, until  # noqa: E402
from with_postgres import BIN, as_nobody_special

SETTINGS = ["listen_addresses=''", "fsync=off", "full_page_writes=off", "shared_buffers=16MB", "max_connections=80", "autovacuum=off",
            "log_min_messages=warning", "min_wal_size=32MB", "max_wal_size=64MB", "wal_keep_size=64MB", "wal_level=replica",
            "hot_standby=on", "wal_receiver_status_interval=1s", "wal_retrieve_retry_interval=200ms", "max_wal_senders=6"]


def run(*command, **more):
    return subprocess.run(as_nobody_special([str(c) for c in command]), check=True, stdout=subprocess.DEVNULL,
                          env={**os.environ, "LC_ALL": "C.UTF-8"}, cwd="/", **more)


def ensure_installed():
    if not pathlib.Path(BIN).is_dir():
        packages = pathlib.Path(__file__).resolve().parent.parent.parent / "tools" / "packages.sh"
        subprocess.run([packages, "postgresql-15"], check=True, stdout=sys.stderr)


class Server:
    def __init__(self, folder, name):
        ensure_installed()
        self.name = name
        self.folder = pathlib.Path(folder) / name
        self.folder.mkdir()
        self.data = self.folder / "data"
        if os.getuid() == 0:
            shutil.chown(folder, "postgres")
            shutil.chown(self.folder, "postgres")

    def found(self):
        run(f"{BIN}/initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "--no-sync", "--wal-segsize=4")
        return self

    def copy(self, primary):
        """Becomes its standby."""
        if self.data.exists():
            shutil.rmtree(self.data)
        run(f"{BIN}/pg_basebackup", "-D", self.data, "-R", "-X", "stream", "-c", "fast", "--no-sync", "-d", primary.words("postgres", self.name))
        return self

    def words(self, database, application="test"):
        return f"host={self.folder} port=5432 user=postgres dbname={database} application_name={application}"

    def options(self, *settings):
        return " ".join(f"-c {s}" for s in [*SETTINGS, f"unix_socket_directories='{self.folder}'", *settings])

    def start(self, *settings):
        try:
            run(f"{BIN}/pg_ctl", "-D", self.data, "-w", "-t", PATIENCE, "-o", self.options(*settings), "-l", self.folder / "log", "start")
        except subprocess.CalledProcessError as problem:
            raise AssertionError("\n".join((self.folder / "log").read_text().splitlines()[-20:])) from problem
        return self

    def stop(self):
        run(f"{BIN}/pg_ctl", "-D", self.data, "-w", "-t", PATIENCE, "-m", "fast", "stop")

    @property
    def pid(self):
        try:
            return int((self.data / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, IndexError):
            return None

    def kill(self):
        """As if its machine had lost power: nobody of it does anything any more."""
        postmaster = self.pid
        if postmaster is None:
            return
        processes = [postmaster, *children_of(postmaster)]
        for pid in processes:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        until(lambda: not any(is_running(pid) for pid in processes), "its end")
        for lock in (self.data / "postmaster.pid", self.folder / ".s.PGSQL.5432.lock"):
            lock.unlink(missing_ok=True)  # perhaps nobody has waited for the dead yet

    def ask(self, database, text):
        done = subprocess.run([f"{BIN}/psql", "-qtAX", "-v", "ON_ERROR_STOP=1", "-d", self.words(database), "-c", text],
                              capture_output=True, check=False)
        if done.returncode:
            raise AssertionError(done.stderr.decode())
        return done.stdout.decode().strip()

    def is_up(self):
        try:
            return self.ask("postgres", "SELECT 1") == "1"
        except AssertionError:
            return False

    def promote(self):
        self.ask("postgres", f"SELECT pg_promote(true, {PATIENCE})")

    def has_standby(self):
        return self.ask("postgres", "SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')"
                                    " AND state = 'streaming'") != "0"


def children_of(parent):
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1]) == parent:
                    found.append(int(entry.name))
            except (FileNotFoundError, ProcessLookupError):
                pass
    return found


def is_running(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def uri(database, *servers, more=""):
    hosts = ",".join(str(s.folder) for s in servers)
    return f"postgresql://postgres@/{database}?host={hosts}{more}"
