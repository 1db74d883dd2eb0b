"""The servers that the other tests stand on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as RedisAway
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from tests.servers import private_postgres, private_redis


def test_redis_keeps_a_value_through_its_socket_and_is_gone_afterwards() -> None:
    with private_redis() as url:
        client = Redis.from_url(url, decode_responses=True)
        client.set("专项", "新能源与节能环保技术")
        assert client.get("专项") == "新能源与节能环保技术"
        assert client.config_get("port") == {"port": "0"}
    with pytest.raises(RedisAway):
        client.ping()
    client.close()


def test_two_private_redis_know_nothing_of_each_other() -> None:
    with private_redis() as one, private_redis() as other:
        with Redis.from_url(one) as client:
            client.set("key", "value")
        with Redis.from_url(other) as client:
            assert client.get("key") is None


def test_postgresql_keeps_chinese_text_and_is_gone_afterwards() -> None:
    with private_postgres() as url:
        engine = create_engine(url)
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT '𠮷' || upper('é')")) == "𠮷É"
            assert connection.scalar(text("SHOW listen_addresses")) == ""
            folder = Path(connection.scalars(text("SHOW data_directory")).one())
        engine.dispose()
    assert not folder.exists()
    with pytest.raises(OperationalError):
        engine.connect()


def test_postgresql_never_runs_as_root() -> None:
    with private_postgres() as url:
        folder = Path(str(make_url(url).query["host"]))
        owner = (folder / "data" / "postmaster.pid").stat().st_uid
        assert owner != 0
        assert owner == os.geteuid() or os.geteuid() == 0
