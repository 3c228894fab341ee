"""A throw-away institution: OpenID Connect discovery, keys, and tokens signed by openssl, right or wrong as asked."""

import base64
import hashlib
import http.server
import json
import secrets
import subprocess
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path


def b64(data):
    return base64.urlsafe_b64encode(data if isinstance(data, bytes) else json.dumps(data).encode()).rstrip(b"=").decode()


def openssl(*arguments, data=None):
    return subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=True).stdout


def raw_signature(der):
    """r and s of an ECDSA signature, 32 bytes each."""
    numbers, at = [], 2
    for _ in range(2):
        length = der[at + 1]
        numbers.append(int.from_bytes(der[at + 2:at + 2 + length], "big").to_bytes(32, "big"))
        at += 2 + length
    return b"".join(numbers)


class Issuer:
    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="issuer-")
        self.keys = {}
        for algorithm, options in (("RS256", ("RSA", "-pkeyopt", "rsa_keygen_bits:2048")),
                                   ("ES256", ("EC", "-pkeyopt", "ec_paramgen_curve:P-256")),
                                   ("forged", ("RSA", "-pkeyopt", "rsa_keygen_bits:2048"))):
            self.keys[algorithm] = Path(self.folder.name) / algorithm
            openssl("genpkey", "-algorithm", *options, "-out", str(self.keys[algorithm]))
        self.codes = {}
        issuer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                url = urllib.parse.urlsplit(self.path)
                if url.path == "/authorize":
                    asked = dict(urllib.parse.parse_qsl(url.query))
                    code = issuer.allow(asked, **issuer.person)
                    self.send_response(302)
                    self.send_header("Location", f"{asked['redirect_uri']}?code={code}&state={asked['state']}")
                    self.end_headers()
                    return
                self.answer({"/.well-known/openid-configuration": issuer.configuration, "/keys": issuer.public}
                            .get(url.path, lambda: None)())

            def do_POST(self):
                form = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
                self.answer(issuer.redeem(form))

            def answer(self, document):
                body = json.dumps(document or {"error": "invalid_grant"}).encode()
                self.send_response(200 if document else 400)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.person = {"sub": "dana", "email": "dana@north.example", "email_verified": True, "name": "Dana Ellis"}
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.folder.cleanup()

    def configuration(self):
        return {"issuer": self.url, "authorization_endpoint": self.url + "/authorize", "token_endpoint": self.url + "/token",
                "jwks_uri": self.url + "/keys"}

    def public(self):
        modulus = openssl("rsa", "-in", str(self.keys["RS256"]), "-noout", "-modulus").decode().strip().split("=")[1]
        point = openssl("ec", "-in", str(self.keys["ES256"]), "-pubout", "-outform", "DER")[-64:]
        return {"keys": [{"kty": "RSA", "kid": "r", "use": "sig", "n": b64(bytes.fromhex(modulus)), "e": "AQAB"},
                         {"kty": "EC", "kid": "e", "use": "sig", "crv": "P-256", "x": b64(point[:32]), "y": b64(point[32:])}]}

    def allow(self, asked, **claims):
        code = secrets.token_urlsafe(16)
        self.codes[code] = (asked, claims)
        return code

    def redeem(self, form):
        asked, claims = self.codes.pop(form.get("code"), (None, None))
        proof = b64(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if not asked or proof != asked["code_challenge"] or form.get("redirect_uri") != asked["redirect_uri"] \
                or form.get("client_secret") != "sesame":
            return None
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.token(asked, dict(claims))}

    def token(self, asked, claims):
        algorithm, forged = claims.pop("algorithm", "RS256"), claims.pop("forged", False)
        said = {"iss": self.url, "aud": asked["client_id"], "nonce": asked["nonce"], "iat": int(time.time()),
                "exp": int(time.time()) + 300, **claims}
        text = b64({"alg": algorithm, "kid": "e" if algorithm == "ES256" else "r"}) + "." + b64(said)
        if algorithm == "none":
            return text + "."
        if algorithm == "HS256":  # with the public key as the secret
            import hmac
            return text + "." + b64(hmac.digest(json.dumps(self.public()["keys"][0]).encode(), text.encode(), "sha256"))
        key = self.keys["forged" if forged else algorithm]
        signature = openssl("dgst", "-sha256", "-sign", str(key), data=text.encode())
        return text + "." + b64(raw_signature(signature) if algorithm == "ES256" else signature)
