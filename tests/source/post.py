"""A throw-away SMTP server on loopback (aiosmtpd, TLS, sign-in), and the connections to it and to a mailbox."""

import ssl

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from dovecot import free_ports


class Post:
    """What the server got; answer is what it says to the dot, None: it has the letter and hangs up."""

    def __init__(self, cert, key):
        self.taken, self.answer, self.recipient = [], "250 2.0.0 taken", None
        self.keep = lambda content: None  # as servers do that put what is sent through them into Sent
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(cert, key)
        self.port = free_ports(1)[0]
        self.controller = Controller(self, hostname="localhost", port=self.port, ssl_context=context, auth_required=True,
                                     auth_require_tls=False, authenticator=self.check, ready_timeout=60)
        self.controller.start()

    def check(self, server, session, envelope, mechanism, data):
        return AuthResult(success=(data.login, data.password) == (b"jordan", b"right"), handled=False)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.recipient:
            return self.recipient
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):
        if self.answer is None or self.answer.startswith("250"):
            self.taken.append(envelope)
            self.keep(envelope.content)
        if self.answer is None:
            server.transport.abort()
        return self.answer or "421 gone"

    def stop(self):
        self.controller.stop()


def connections(dovecot, post, password="right", saves_sent=False, mailbox=True):
    """What connections.ini says."""
    secret = f"command=printf {password}\nca_file={dovecot.cert}\nuser=jordan\n"
    text = f"[post]\nkind=smtp\nurl=smtps://localhost:{post.port}\n{secret}"
    text += "saves_sent=true\n" if saves_sent else ""
    if mailbox:
        text += f"\n[mail]\nkind=imap\nurl=imaps://localhost:{dovecot.imaps_port}\n{secret}"
    return text
