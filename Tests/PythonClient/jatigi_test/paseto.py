"""Makes PASETO v4.public tokens that the project's own issuer would refuse to make.

Source: paseto-spec, docs/01-Protocol-Versions/Version4.md. Signs with the `openssl` command, so that nothing of the
project's own code vouches for itself.
"""

import base64
import json
import os
import subprocess
import tempfile
import uuid
from datetime import datetime, timedelta, timezone

HEADER = b"v4.public."
# PrivateKeyInfo of an Ed25519 seed (RFC 8410, section 7), less the seed.
PKCS8 = bytes.fromhex("302e020100300506032b657004220420")


def encode(bytes_):
    return base64.urlsafe_b64encode(bytes_).rstrip(b"=")


def decode(text):
    return base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))


def pre_authentication_encoding(*pieces):
    output = len(pieces).to_bytes(8, "little")
    for piece in pieces:
        output += len(piece).to_bytes(8, "little") + piece
    return output


class Issuer:
    """Signs with the key of a `k4.secret.` file; `sample` is a token of that key, for its footer."""

    def __init__(self, key_file, sample):
        with open(key_file, "rb") as file:
            self.seed = decode(file.read().strip().removeprefix(b"k4.secret."))[:32]
        self.footer = decode(sample.encode().split(b".")[3])

    def token(self, role="team", subject="team-koro-1", regions=("ML19",), issued=timedelta(0),
              lifetime=timedelta(hours=1)):
        start = datetime.now(timezone.utc) + issued
        times = [moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in (start, start + lifetime)]
        claims = json.dumps({"jti": str(uuid.uuid4()), "sub": subject, "role": role, "iat": times[0],
                             "exp": times[1], "regions": list(regions)}).encode()
        signature = self.sign(pre_authentication_encoding(HEADER, claims, self.footer, b""))
        return (HEADER + encode(claims + signature) + b"." + encode(self.footer)).decode()

    def sign(self, message):
        with tempfile.TemporaryDirectory() as folder:
            paths = {name: os.path.join(folder, name) for name in ("key", "message", "signature")}
            with open(paths["key"], "wb") as file:
                file.write(PKCS8 + self.seed)
            with open(paths["message"], "wb") as file:
                file.write(message)
            subprocess.run(
                ["openssl", "pkeyutl", "-sign", "-rawin", "-keyform", "DER", "-inkey", paths["key"],
                 "-in", paths["message"], "-out", paths["signature"]], check=True, capture_output=True)
            with open(paths["signature"], "rb") as file:
                return file.read()


def with_flipped_bit(token):
    """The same token with one bit of its signature changed."""
    parts = token.encode().split(b".")
    body = bytearray(decode(parts[2]))
    body[-1] ^= 1
    return b".".join([parts[0], parts[1], encode(bytes(body)), parts[3]]).decode()
