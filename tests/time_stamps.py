"""An authority of time stamps on loopback: OpenSSL answers, with certificates made for the test."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from connections import TimeStamping

Answer = Callable[[bytes], bytes]

_BEGINS = datetime(2020, 1, 1, tzinfo=UTC)
_OPTIONS = """[tsa]
default_tsa = it
[it]
serial = {folder}/serial
signer_cert = {folder}/stamps.pem
signer_key = {folder}/stamps.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
ess_cert_id_alg = sha256
"""


def authority_in(folder: Path, name: str = "某时间戳机构") -> Answer:
    """Its root is `root.pem` of the folder. What it answers is told by OpenSSL, which knows nothing
    of the library under test."""
    folder.mkdir()
    root, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    top = _certificate(f"{name}根证书", root, root, f"{name}根证书", None)
    leaf = _certificate(name, own, root, f"{name}根证书", ExtendedKeyUsageOID.TIME_STAMPING)
    (folder / "root.pem").write_bytes(top.public_bytes(Encoding.PEM))
    (folder / "stamps.pem").write_bytes(leaf.public_bytes(Encoding.PEM))
    (folder / "stamps.key").write_bytes(
        own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    (folder / "options").write_text(_OPTIONS.format(folder=folder))

    def answer(asked: bytes) -> bytes:
        (folder / "asked").write_bytes(asked)
        subprocess.run(
            (
                *("openssl", "ts", "-reply", "-config", folder / "options"),
                *("-queryfile", folder / "asked", "-out", folder / "answered"),
            ),
            check=True,
            capture_output=True,
        )
        return (folder / "answered").read_bytes()

    return answer


@contextmanager
def answering(answer: Answer, roots: Path) -> Iterator[TimeStamping]:
    """As the operator names it; stops with the block."""

    class Asked(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_given: object) -> None:
            """The test says what was asked."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield TimeStamping(f"http://127.0.0.1:{server.server_port}/", roots)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer_key: ec.EllipticCurvePrivateKey,
    issuer: str,
    usage: x509.ObjectIdentifier | None,
) -> x509.Certificate:
    built = (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(_named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_BEGINS)
        .not_valid_after(_BEGINS + timedelta(days=3650 * 3))
        .add_extension(x509.BasicConstraints(ca=usage is None, path_length=None), critical=True)
    )
    if usage is not None:
        built = built.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
    return built.sign(issuer_key, hashes.SHA256())


def _named(name: str) -> x509.Name:
    of = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "某时间戳公司")
    return x509.Name([of, x509.NameAttribute(NameOID.COMMON_NAME, name)])
