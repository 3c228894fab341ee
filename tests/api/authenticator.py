"""A passkey's authenticator: keys and signatures by openssl, right or wrong as asked. Source: Web Authentication Level 2, §6."""

import hashlib
import secrets
import struct
import tempfile
from pathlib import Path

from issuer import b64, openssl

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def cbor(item):
    if isinstance(item, int):
        return cbor_head(0, item) if item >= 0 else cbor_head(1, -1 - item)
    if isinstance(item, bytes):
        return cbor_head(2, len(item)) + item
    return cbor_head(5, len(item)) + b"".join(cbor(key) + cbor(value) for key, value in item.items())


def cbor_head(kind, value):
    return bytes([kind << 5 | value]) if value < 24 else bytes([kind << 5 | 24, value])


class Authenticator:
    """One passkey. It signs for whichever site, origin and challenge it is told, as no browser would."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="authenticator-")
        self.key = Path(self.folder.name) / "key"
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", str(self.key))
        self.id, self.count = secrets.token_bytes(16), 0

    def client_data(self, kind, challenge, origin, **more):
        return b64({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False, **more})

    def data(self, site, flags, count, rest=b""):
        return hashlib.sha256(site.encode()).digest() + bytes([flags]) + struct.pack(">I", count) + rest

    def register(self, asked, origin, **more):
        """What the page sends when a passkey was made."""
        point = openssl("ec", "-in", str(self.key), "-pubout", "-outform", "DER")[-64:]
        public = cbor({1: 2, 3: -7, -1: 1, -2: point[:32], -3: point[32:]})
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        return {"challenge": asked["challenge"], "name": "Phone", "id": b64(self.id), "algorithm": -7,
                "client_data": self.client_data("webauthn.create", asked["challenge"], origin, **more),
                "authenticator_data": b64(self.data(asked["rp"], PRESENT | VERIFIED | ATTESTED, self.count, attested))}

    def sign_in(self, asked, user, origin, kind="webauthn.get", flags=PRESENT | VERIFIED, count=None, site=None, signs=None, **more):
        """What the page sends to sign in."""
        self.count += 1
        client = self.client_data(kind, signs or asked["challenge"], origin, **more)
        data = self.data(site or asked["rp"], flags, self.count if count is None else count)
        signed = data + hashlib.sha256(decode(client)).digest()
        return {"challenge": asked["challenge"], "user": user, "id": b64(self.id), "client_data": client, "authenticator_data": b64(data),
                "signature": b64(openssl("dgst", "-sha256", "-sign", str(self.key), data=signed))}


def decode(text):
    import base64
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
