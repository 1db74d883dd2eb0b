"""A client that sends files in parts, as pages do where JavaScript runs."""

from __future__ import annotations

from base64 import b64encode

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

TUS = {"Tus-Resumable": "1.0.0"}


def begin(client: FlaskClient, size: int | str, name: str = "方案.pdf") -> TestResponse:
    title = b64encode(name.encode()).decode()
    given = {"Upload-Length": str(size), "Upload-Metadata": f"kind cGRm,filename {title}"}
    return client.post("/uploads", headers=TUS | given)


def go_on(client: FlaskClient, path: str, offset: int | str, content: bytes) -> TestResponse:
    given = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
    return client.patch(path, data=content, headers=TUS | given)


def sent(client: FlaskClient, content: bytes) -> str:
    """The key of a whole upload, sent in two parts."""
    path = begin(client, len(content)).headers["Location"]
    half = len(content) // 2
    for offset, piece in ((0, content[:half]), (half, content[half:])):
        assert go_on(client, path, offset, piece).status_code == 204
    return path.rpartition("/")[2]
