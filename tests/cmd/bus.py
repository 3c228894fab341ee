"""A session bus of the test's own."""
import subprocess
import tempfile

from harness import expect

# Nothing is started on it by being asked for.
CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""


class Bus:
    def __enter__(self):
        self.config = tempfile.NamedTemporaryFile("w", suffix=".conf")
        self.config.write(CONFIG)
        self.config.flush()
        self.process = subprocess.Popen(["dbus-daemon", "--config-file", self.config.name, "--nofork", "--nopidfile",
                                         "--print-address"], stdout=subprocess.PIPE)
        self.address = self.process.stdout.readline().decode().strip()
        expect(self.address, "no bus")
        return self

    def __exit__(self, *problem):
        self.process.kill()
        self.process.communicate()
        self.config.close()

    @property
    def environment(self):
        return {"DBUS_SESSION_BUS_ADDRESS": self.address}
