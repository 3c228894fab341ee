"""A small IMAP server that keeps a journal and misbehaves on request."""

import base64
import contextlib
import email
import functools
import re
import socket
import ssl
import threading
import time


def quoted(text):
    return b"NIL" if text is None else b'"' + text.encode().replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def listed(pairs):
    return b"(" + b" ".join(quoted(name) + b" " + quoted(value) for name, value in pairs) + b")" if pairs else b"NIL"


def disposition(part):
    given = part.get_params(header="content-disposition")
    return b"(" + quoted(given[0][0]) + b" " + listed(given[1:]) + b")" if given else b"NIL"


def structure(part):
    """BODYSTRUCTURE of a message of the email package."""
    parameters = (part.get_params() or [("text", ""), ("charset", "us-ascii")])[1:]
    if part.get_content_maintype() == "multipart":
        return (b"(" + b"".join(map(structure, part.get_payload())) + b" " + quoted(part.get_content_subtype()) + b" " + listed(parameters)
                + b" " + disposition(part) + b" NIL NIL)")
    own = b""
    if part.get_content_maintype() == "text":
        own = b" 1"
    elif part.get_content_type() == "message/rfc822":
        own = b" (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) " + structure(part.get_payload(0)) + b" 1"
    return (b"(" + quoted(part.get_content_maintype()) + b" " + quoted(part.get_content_subtype()) + b" " + listed(parameters) + b" NIL NIL "
            + quoted(part.get("Content-Transfer-Encoding", "7bit")) + b" 1" + own + b" NIL " + disposition(part) + b" NIL NIL)")


@functools.lru_cache
def parsed(data):
    return email.message_from_bytes(data)


def section_of(data, section):
    head, _, body = data.partition(b"\r\n\r\n")
    if section == "":
        return data
    if section == "HEADER":
        return head + b"\r\n\r\n"
    if section.startswith("HEADER.FIELDS"):
        names = section[section.index("(") + 1:-1].split()
        fields = re.findall(rb"(?m)^[^ \t\r\n][^\r\n]*(?:\r\n[ \t][^\r\n]*)*", head)
        return b"".join(f + b"\r\n" for f in fields if f.split(b":")[0].decode().upper() in names) + b"\r\n"
    part = parsed(data)
    if not part.is_multipart():
        return body
    for number in section.removesuffix(".HEADER").split("."):
        part = part.get_payload(int(number) - 1)
    if section.endswith(".HEADER"):
        return section_of(part.get_payload(0).as_bytes().replace(b"\n", b"\r\n"), "HEADER")
    return part.get_payload().encode().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


class Cut(Exception):
    """The connection ends here."""


class Folder:
    def __init__(self, use=None, validity=7):
        self.use, self.validity, self.next, self.mails = use, validity, 1, {}
        self.modseq, self.changed, self.gone = 1, {}, {}  # of each UID when it came or went

    def add(self, data, date="20-Nov-2026"):
        self.mails[self.next] = (data, date)
        self.touch(self.next)
        self.next += 1

    def touch(self, uid):
        self.modseq += 1
        self.changed[uid] = self.modseq

    def remove(self, uid):
        del self.mails[uid]
        self.modseq += 1
        self.gone[uid] = self.modseq


class Server:
    """Set its fields before a client connects. `lie`, a function of (line, bytes to be sent), may
    change what is answered; `cut` ends the next connection after so many of the server's bytes."""

    def __init__(self, cert, key, *, starttls=False):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(cert, key)
        self.starttls = starttls
        self.folders = {"INBOX": Folder(), "Sent": Folder("\\Sent"), "Junk": Folder("\\Junk")}
        self.capabilities = "IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=XOAUTH2 IDLE UIDPLUS SPECIAL-USE LIST-EXTENDED"
        self.greeting = b"* OK hello\r\n"
        self.starttls_answer = b"%s OK go\r\n"
        self.lie = lambda line, answer: answer
        self.on_idle = lambda connection: None
        self.password, self.token = "right", "right"
        self.cut, self.slow, self.wants_names = None, False, False
        self.sent = 0  # bytes of the server on the last connection
        self.journal, self.open_journal, self.connections = [], b"", 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.acceptor = threading.Thread(target=self._accept, daemon=True)
        self.acceptor.start()

    @property
    def url(self):
        return f"{'imap' if self.starttls else 'imaps'}://localhost:{self.port}"

    def _accept(self):
        while True:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            cut, self.cut = self.cut, None
            threading.Thread(target=self._serve, args=(peer, cut), daemon=True).start()

    def _serve(self, peer, cut):
        try:
            self.last = Connection(self, peer, cut)
            self.last.run()
        except (Cut, OSError, ValueError):
            pass
        finally:
            peer.close()

    def close(self):
        """Nobody is in accept any more when the descriptor is free: a signal would have it begun again, on the next server's."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.acceptor.join()
        self.listener.close()

    def drop(self):
        """The last connection is gone, as after a night."""
        with contextlib.suppress(OSError):
            self.last.stream.shutdown(socket.SHUT_RDWR)

    def commands(self, word):
        return [line for line in self.journal if word in line.upper()]


class Connection:
    def __init__(self, server, peer, cut):
        self.server, self.peer, self.cut, self.sent = server, peer, cut, 0
        self.stream, self.secure, self.buffer = peer, False, b""
        self.folder, self.name, self.introduced, self.resyncs = None, None, False, False
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, data):
        if self.cut is not None:
            data = data[:self.cut - self.sent]
        pieces = [data[i:i + 1] for i in range(len(data))] if self.server.slow else [data]
        for piece in pieces:
            self.stream.sendall(piece)
        self.sent += len(data)
        self.server.sent = self.sent
        if self.cut is not None and self.sent >= self.cut:
            self.stream.close()
            raise Cut

    def read(self, length=None):
        while (b"\r\n" not in self.buffer) if length is None else (len(self.buffer) < length):
            data = self.stream.recv(65536)
            if not data:
                raise Cut
            if not self.secure:
                self.server.open_journal += data
            self.buffer += data
        if length is None:
            line, self.buffer = self.buffer.split(b"\r\n", 1)
            line = line.decode("utf-8", "replace")
            self.server.journal.append(line)
            return line
        data, self.buffer = self.buffer[:length], self.buffer[length:]
        return data

    def wrap(self):
        self.stream = self.server.context.wrap_socket(self.peer, server_side=True)
        self.secure = True

    def run(self):
        if self.server.starttls:
            self.send(self.server.greeting)
            line = self.read()
            answer = self.server.starttls_answer
            self.send(answer % line.split()[0].encode() if b"%s" in answer else answer)
            if b" OK" not in answer or answer.count(b"\r\n") > 1:
                self.read()
                return
            self.wrap()
        else:
            self.wrap()
            self.send(self.server.greeting)
        while True:
            line = self.read()
            tag, _, rest = line.partition(" ")
            word = rest.upper().removeprefix("UID ").split(" ")[0] if rest else ""
            handler = getattr(self, "do_" + word.lower(), None)
            answer = handler(tag, rest) if handler else f"{tag} BAD what?\r\n".encode()
            if answer is not None:
                self.send(self.server.lie(rest, answer))

    def done(self, tag, *untagged, words="done"):
        lines = [f"* {line}" if isinstance(line, str) else b"* " + line for line in untagged] + [f"{tag} OK {words}"]
        return b"".join((line.encode() if isinstance(line, str) else line) + b"\r\n" for line in lines)

    def do_capability(self, tag, rest):
        return self.done(tag, "CAPABILITY " + self.server.capabilities)

    def do_id(self, tag, rest):
        self.introduced = True
        return self.done(tag, 'ID ("name" "fake")')

    def do_noop(self, tag, rest):
        return self.done(tag)

    def do_logout(self, tag, rest):
        raise Cut

    def do_login(self, tag, rest):
        parts = []
        rest = rest[6:]
        while rest:
            if rest[0] == "{":
                self.send(b"+ go\r\n")
                parts.append(self.read(int(rest[1:rest.index("}")])).decode())
                rest = self.read().strip()
                continue
            quoted = re.match(r'"((?:\\.|[^"\\])*)"\s*', rest)
            parts.append(re.sub(r"\\(.)", r"\1", quoted[1]))
            rest = rest[quoted.end():]
        return self.signed_in(tag, parts == ["jordan", self.server.password])

    def signed_in(self, tag, good):
        return self.done(tag) if good else f"{tag} NO [AUTHENTICATIONFAILED] Invalid credentials\r\n".encode()

    def ask(self, prompt=b""):
        self.send(b"+ " + prompt + b"\r\n")
        return base64.b64decode(self.read())

    def do_authenticate(self, tag, rest):
        _, mechanism, *initial = rest.split(" ")
        if "AUTH=" + mechanism not in self.server.capabilities.split():
            return f"{tag} NO unsupported\r\n".encode()
        if mechanism == "LOGIN":
            user, secret = self.ask(b"VXNlcm5hbWU6"), self.ask(b"UGFzc3dvcmQ6")
            return self.signed_in(tag, (user, secret) == (b"jordan", self.server.password.encode()))
        response = base64.b64decode(initial[0]) if initial else self.ask()
        if mechanism == "PLAIN":
            return self.signed_in(tag, response == b"\0jordan\0" + self.server.password.encode())
        if response == b"user=jordan\1auth=Bearer " + self.server.token.encode() + b"\1\1":
            return self.done(tag)
        if self.ask(base64.b64encode(b'{"status":"401","schemes":"Bearer"}')) != b"":
            return f"{tag} BAD no\r\n".encode()
        return self.signed_in(tag, False)

    def do_list(self, tag, rest):
        return self.done(tag, *(f'LIST ({folder.use or ""}) "/" "{name}"' for name, folder in self.server.folders.items()))

    def named(self, rest):
        return re.search(r'"((?:\\.|[^"\\])*)"', rest)[1]

    def do_status(self, tag, rest):
        name = self.named(rest)
        folder = self.server.folders[name]
        modseq = f" HIGHESTMODSEQ {folder.modseq}" if self.can("CONDSTORE") else ""
        return self.done(tag, f'STATUS "{name}" (MESSAGES {len(folder.mails)} UIDNEXT {folder.next} UIDVALIDITY {folder.validity}{modseq})')

    def can(self, capability):
        return capability in self.server.capabilities.split()

    def do_enable(self, tag, rest):
        self.resyncs = self.can("QRESYNC") and "QRESYNC" in rest and self.folder is None
        return self.done(tag, "ENABLED QRESYNC" if self.resyncs else "ENABLED")

    def changes(self, folder, validity, modseq):
        """What is told of a folder that was once known so (RFC 7162)."""
        if validity != folder.validity:
            return
        gone = [uid for uid, when in folder.gone.items() if when > modseq]
        if gone:
            yield f"VANISHED (EARLIER) {','.join(map(str, gone))}"
        for number, uid in enumerate(sorted(folder.mails), 1):
            if folder.changed[uid] > modseq:
                yield f"{number} FETCH (UID {uid} FLAGS (\\Seen) MODSEQ ({folder.changed[uid]}))"

    def do_examine(self, tag, rest):
        if self.server.wants_names and not self.introduced:
            return f"{tag} NO EXAMINE Unsafe Login. Please contact kefu@188.com for help\r\n".encode()
        self.name = self.named(rest)
        self.folder = folder = self.server.folders[self.name]
        known = re.search(r"\(QRESYNC \((\d+) (\d+)\)\)", rest)
        if known and not self.resyncs:
            return f"{tag} BAD not enabled\r\n".encode()
        modseq = [f"OK [HIGHESTMODSEQ {folder.modseq}] ok"] if self.can("CONDSTORE") else []
        changes = self.changes(folder, *map(int, known.groups())) if known else []
        return self.done(tag, "FLAGS ()", f"{len(folder.mails)} EXISTS", f"OK [UIDVALIDITY {folder.validity}] ok",
                         f"OK [UIDNEXT {folder.next}] ok", *modseq, *changes, words="[READ-ONLY] done")

    do_select = do_examine

    def wanted(self, text):
        uids = set()
        for part in text.split(","):
            first, _, last = part.partition(":")
            top = max(self.folder.mails, default=0)
            last = top if last == "*" else int(last or first)
            uids.update(u for u in self.folder.mails if min(int(first), last) <= u <= max(int(first), last))
        return sorted(uids)

    def do_search(self, tag, rest):
        header = re.search(r'HEADER MESSAGE-ID "(.*)"', rest, re.I)
        if header:
            uids = [u for u, (data, _) in self.folder.mails.items() if header[1].encode() in data]
        else:
            uids = self.wanted(re.search(r"UID (\S+)( |$)", rest[10:])[1])
            since = re.search(r"SINCE (\S+)", rest)
            if since:
                first = time.strptime(since[1], "%d-%b-%Y")
                uids = [u for u in uids if time.strptime(self.folder.mails[u][1], "%d-%b-%Y") >= first]
        return self.done(tag, " ".join(["SEARCH", *map(str, uids)]))

    def do_fetch(self, tag, rest):
        assert "BODY.PEEK[" in rest and "BODY[" not in rest, rest
        answers = []
        for uid in self.wanted(rest.split(" ")[2]):
            data = self.folder.mails[uid][0]
            number = sorted(self.folder.mails).index(uid) + 1
            answer = f"{number} FETCH (UID {uid}".encode()
            if "BODYSTRUCTURE" in rest:
                answer += b" BODYSTRUCTURE " + structure(parsed(data))
            for section, most in re.findall(r"BODY\.PEEK\[(.*?)\](?:<0\.(\d+)>)?", rest):
                piece = section_of(data, section)
                piece = piece[:int(most)] if most else piece
                answer += f" BODY[{section}]{'<0>' if most else ''} {{{len(piece)}}}\r\n".encode() + piece
            answers.append(answer + b")")
        return self.done(tag, *answers)

    def do_idle(self, tag, rest):
        self.send(b"+ idling\r\n")
        self.server.on_idle(self)
        line = self.read()
        return self.done(tag) if line == "DONE" else f"{tag} BAD not done\r\n".encode()

    def do_append(self, tag, rest):
        name, length = self.named(rest), int(rest[rest.rindex("{") + 1:-1])
        self.send(b"+ go\r\n")
        data = self.read(length)
        self.read()
        self.server.folders[name].add(data)
        return self.done(tag)
