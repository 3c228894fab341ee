#!/usr/bin/env python3
"""Sign-in by an access token that a command prints (XOAUTH2), to read and to send. Speaks TAP."""

import base64
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "source"))

import fake_imap  # noqa: E402
from aiosmtpd.smtp import AuthResult  # noqa: E402
from harness import expect, expect_code, main  # noqa: E402
from common import until  # noqa: E402
from peer import certificate  # noqa: E402
from post import Post  # noqa: E402

ADDED, MISSED, LATER = (f"2026-11-24T{clock}:00-06:00" for clock in ("12:00", "13:20", "13:25"))


class TokenPost(Post):
    """As the large providers do it: a refusal comes as a challenge first, which wants an empty answer."""

    token, seen = "right", 0

    async def auth_XOAUTH2(self, server, args):
        self.seen += 1
        given = base64.b64decode(args[1]) if len(args) > 1 else await server.challenge_auth("")
        if given == f"user=jordan\1auth=Bearer {self.token}\1\1".encode():
            return AuthResult(success=True, auth_data="jordan")
        answer = await server.challenge_auth('{"status":"401","schemes":"bearer"}')
        return AuthResult(success=False, handled=False, message=None if answer in (b"", None) else "501 5.5.2 what?")


class World:
    def __init__(self, desk, command="cat token"):
        self.desk, self.token = desk, desk.folder / "token"
        cert, key = certificate(desk.folder, "server", "DNS:localhost")
        self.mail, self.post = fake_imap.Server(cert, key), TokenPost(cert, key)
        self.mail.capabilities = "IMAP4rev1 SASL-IR AUTH=XOAUTH2 IDLE UIDPLUS SPECIAL-USE LIST-EXTENDED"
        self.path = desk.folder / "config" / "crickets" / "connections.ini"
        self.path.parent.mkdir(parents=True)
        desk.set_up()
        self.renew("right")
        self.connect(command)
        expect_code(desk.run("add", "Dana Reyes of Northwind calls today 1pm CT, dana@northwind.example", now=ADDED), 0)

    def connect(self, command, of_post=None):
        def group(name, kind, url, its):
            return (f"[{name}]\nkind={kind}\nurl={url}\nuser=jordan\nauth=xoauth2\nca_file={self.desk.folder}/server.pem\n"
                    f"command=cd {self.desk.folder} && {its}\n")
        self.path.write_text(group("box", "imap", self.mail.url, command) +
                             group("post", "smtp", f"smtps://localhost:{self.post.port}", of_post or command))

    def renew(self, token):
        self.token.write_text(token + "\n")

    def expire(self, token):
        """The servers take this one from now on."""
        self.mail.token = self.post.token = token

    def watch(self, now="2026-11-24T12:40:00-06:00"):
        return self.desk.run("watch", "--once", now=now)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.post.stop()
        self.mail.close()


def a_fresh_token_reads_and_sends(desk):
    with World(desk) as world:
        expect_code(world.watch(), 0)
        result = desk.run("send", "1", now=MISSED)
        expect_code(result, 0)
        expect(len(world.post.taken) == 1 and world.post.seen == 1, world.post.seen)


def an_expired_one_is_told_with_its_remedy(desk):
    with World(desk) as world:
        world.expire("ya29.fresh")
        result = world.watch()
        expect(result.code == 3 and b"password or token" in result.err and b"401" in result.err, result.code, result.err)
        expect(b"right" not in result.out + result.err, result.err)
        doctor = desk.run("doctor", now=LATER)
        words = b" ".join(doctor.out.split())
        expect(b"run its command= by hand" in words, doctor.out)
        world.renew("ya29.fresh")
        expect_code(world.watch("2026-11-24T12:45:00-06:00"), 0)


def one_that_expires_before_it_is_sent_holds_the_letter(desk):
    with World(desk) as world:
        world.post.token = "ya29.fresh"
        result = desk.run("send", "1", now=MISSED)
        expect(result.code == 4 and b"refused the user name or access token" in result.out, result.code, result.out)
        expect(world.post.taken == [] and b"right" not in result.out + result.err)
        world.renew("ya29.fresh")
        world.mail.token = "ya29.fresh"
        expect_code(desk.run("send", "1", now=LATER), 0)
        expect(len(world.post.taken) == 1)


def an_excuse_is_not_sent_to_the_server(desk):
    for command, words in (("echo Please sign in anew: https://login.example/", b"no access token"), ("true", b"printed nothing"),
                           ("echo '{\"access_token\": \"right\"}'", b"no access token"), ("echo right; exit 3", b"failed (exit 3)"),
                           ("yes | head -c 100000", b"printed more than any"), ("nosuchhelper 2>/dev/null", b"failed (exit 127)")):
        folder = desk.folder / str(len(list(desk.folder.iterdir())))
        folder.mkdir()
        with World(type(desk)(folder), command) as world:
            result = world.watch()
            expect(result.code == 3 and words in result.err, command, result.code, result.err)
            expect(not world.mail.commands("AUTHENTICATE"), command, world.mail.journal)
            result = world.desk.run("send", "1", now=MISSED)
            expect(result.code == 4 and world.post.taken == [] and world.post.seen == 0, result.out, world.post.seen)


def what_the_command_leaves_behind_keeps_nobody_waiting(desk):
    """As an agent that stays, with the pipe that it was born with."""
    with World(desk, "cat token; sleep 300 2>/dev/null & echo $! > agent") as world:
        expect_code(world.watch(), 0)  # else it would say that it had no answer within 30 seconds
        subprocess.run(["kill", (desk.folder / "agent").read_text().strip()], check=False)


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split()[2] != "Z"
    except OSError:
        return False


def one_that_hangs_is_ended_with_all_that_it_began(desk):
    """Silently, or with its token said and its output closed."""
    for number, command in enumerate(("sh -c 'echo $$ > pid; exec sleep 300' | cat", "echo $$ > pid; cat token; exec >&-; sleep 300")):
        folder = desk.folder / str(number)
        folder.mkdir()
        with World(type(desk)(folder), command) as world:
            result = world.watch()
            expect(result.code == 3 and b"gave no answer within 30 seconds" in result.err, result.code, result.err)
            pid = (folder / "pid").read_text().strip()
            until(lambda: not is_alive(pid), command)


def a_keeper_whose_token_expires_takes_a_fresh_one_silently(desk):
    with World(desk) as world:
        command = [desk.crickets, "--db", desk.db, "--now", "2026-11-24T12:40:00-06:00", "watch"]
        with open(desk.folder / "out", "wb") as out, subprocess.Popen(command, stdout=out, stderr=out, env=desk.environment) as keeper:
            try:
                until(lambda: world.mail.commands("IDLE"), "it waits")
                world.renew("ya29.fresh")
                world.expire("ya29.fresh")
                before = world.mail.connections
                world.mail.drop()
                until(lambda: world.mail.connections > before + 1 and len(world.mail.commands("IDLE")) > 1, "it waits again")
                status = desk.run("doctor", now=LATER)
                expect(b"refused" not in status.out, status.out)
            finally:
                keeper.terminate()
        said = (desk.folder / "out").read_bytes()
        expect(b"refused" not in said and b"token" not in said, said)


if __name__ == "__main__":
    subprocess.run([str(HERE.parent.parent / "tools" / "packages.sh"), "python3-aiosmtpd"], check=True)
    main([a_fresh_token_reads_and_sends, an_expired_one_is_told_with_its_remedy,
          one_that_expires_before_it_is_sent_holds_the_letter, an_excuse_is_not_sent_to_the_server,
          what_the_command_leaves_behind_keeps_nobody_waiting, one_that_hangs_is_ended_with_all_that_it_began,
          a_keeper_whose_token_expires_takes_a_fresh_one_silently])
