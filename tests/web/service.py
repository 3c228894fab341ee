"""A service with an institution for the browser tests: says where it is, then answers a line for each line of JSON on its
standard input, until that ends. Run beside a PostgreSQL server (with_postgres.py)."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "api"))
from issuer import Issuer  # noqa: E402
from members import SERVER, Service, now, totp  # noqa: E402

NAME = "browsers"


def answer(service, asked):
    if "invite" in asked:
        return service.invitation(asked["invite"], *asked.get("options", []))
    if "mail" in asked:
        return service.link_in_mail(*asked["mail"])
    if "totp" in asked:
        return totp(asked["totp"], now() + asked.get("later", 0))
    if "sql" in asked:
        return subprocess.run(["psql", "-qtAX", "-c", asked["sql"], SERVER % NAME], check=True, capture_output=True).stdout.decode()
    raise KeyError(asked)


def main():
    with tempfile.TemporaryDirectory(prefix="crickets-") as folder, Issuer() as issuer:
        service = Service(folder).found(NAME, f"[oidc north]\nlabel=Northwind University\nissuer={issuer.url}\nclient_id=crickets\n"
                                              "client_secret=sesame\ndomains=north.example\n").serve()
        print(json.dumps({"origin": service.origin, "issuer": issuer.url}), flush=True)
        for line in sys.stdin:
            print(json.dumps(answer(service, json.loads(line))), flush=True)
        service.stop()


if __name__ == "__main__":
    main()
