"""A private S3 server in this process, and buckets of it that are empty."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from moto.server import ThreadedMotoServer
from urllib3 import PoolManager

from connections import ObjectStorage

_HOST = "127.0.0.1"
_numbers = count(1)


@contextmanager
def object_server(host: str = _HOST) -> Iterator[str]:
    """Its endpoint; stops with the block."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address=host, port=0, verbose=False)
    server.start()
    try:
        yield f"http://{host}:{server.get_host_and_port()[1]}"
    finally:
        server.stop()


def new_bucket(endpoint: str) -> ObjectStorage:
    """Made as an administrator makes it, beside the application."""
    name = f"chongxian-{next(_numbers)}"
    with PoolManager() as http:
        answer = http.request("PUT", f"{endpoint}/{name}")
    assert answer.status == 200, answer.data
    return ObjectStorage(endpoint, name, "us-east-1", "key", "secret")
