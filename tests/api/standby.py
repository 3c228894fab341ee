"""A service of its own on a throw-away primary that has a standby."""

import contextlib
import os
import sys
import tempfile

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "store"))
from members import Service
from pg import Server, uri


@contextlib.contextmanager
def pair(desk):
    """The desk is a service whose database, still empty, is the primary's crickets; all of it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="crickets-pair-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        primary = Server(folder, "one").found().start()
        standby = Server(folder, "other").copy(primary).start()
        primary.ask("postgres", "CREATE DATABASE crickets")
        desk.__class__ = Service
        try:
            yield primary, standby
            desk.stop()
        finally:
            if desk.server:
                desk.server.kill()
                desk.server.wait()
                desk.server = None
            primary.kill()
            standby.kill()
