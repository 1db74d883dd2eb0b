"""Measures in Prometheus' format: requests as this site's processes count them together, and how
the work stands in the database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from app.queries.administering.operating import Standing

_OWN = CollectorRegistry()
_REQUESTS = Counter(
    "chongxian_requests",
    "Requests answered, by the pattern of their address",
    ("route", "method", "status"),
    registry=_OWN,
)
_SECONDS = Histogram(
    "chongxian_request_seconds",
    "From arrival to answer, waiting for a thread included",
    ("route",),
    buckets=(0.05, 0.1, 0.3, 1, 2, 5, 15, 60),
    registry=_OWN,
)


def count(route: str, method: str, status: int, seconds: float) -> None:
    _REQUESTS.labels(route, method, str(status)).inc()
    _SECONDS.labels(route).observe(seconds)


@dataclass(frozen=True, slots=True)
class Around:
    """What this process found of what it works with; of a replica, whether it is used and how many
    seconds it is behind (None: nobody can say), and nothing where none is set. Of the certificate
    that signs letters the days it has left (None: it cannot be read), where one is set."""

    files_are_there: bool
    replica: tuple[bool, float | None] | None = None
    certificate: tuple[int | None] | None = None


def exposition(standing: Standing | None, around: Around) -> bytes:
    """Without `standing` the database is away. Under gunicorn every process leaves its counts in
    one folder (bin/gunicorn.conf.py), so that whichever answers tells of all."""
    requests = _OWN
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        requests = CollectorRegistry()
        MultiProcessCollector(requests)  # type: ignore[no-untyped-call]
    work = CollectorRegistry()
    work.register(_Work(standing, around))
    return generate_latest(requests) + generate_latest(work)


class _Work(Collector):
    def __init__(self, standing: Standing | None, around: Around) -> None:
        self._standing, self._around = standing, around

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield GaugeMetricFamily(
            "chongxian_database_up",
            "Whether the database answers (1) or is away (0), and with it what stands in it",
            self._standing is not None,
        )
        if self._standing is not None:
            yield from self._work(self._standing)
        yield from self._things_around()

    def _work(self, now: Standing) -> Iterator[GaugeMetricFamily]:
        rows = GaugeMetricFamily(
            "chongxian_outbox_rows", "Work not done, by status", labels=["status"]
        )
        for status, number in now.outbox.items():
            rows.add_metric([status], number)
        yield rows
        yield GaugeMetricFamily(
            "chongxian_outbox_oldest_seconds",
            "Age of the oldest work that waits or is queued",
            now.oldest_seconds,
        )
        yield GaugeMetricFamily(
            "chongxian_letters_failed", "Letters that need a person", now.letters_failed
        )
        timers = GaugeMetricFamily(
            "chongxian_timers_overdue",
            "Due moves not made a minute later; refused: a rule holds them back and says why",
            labels=["refused"],
        )
        timers.add_metric(["no"], now.timers_late)
        timers.add_metric(["yes"], now.timers_refused)
        yield timers
        yield GaugeMetricFamily(
            "chongxian_calls_closing_24h", "Open calls that close within a day", now.closing_soon
        )
        if now.history is not None:
            yield GaugeMetricFamily(
                "chongxian_history_holds",
                "Whether the chain of the history held (1) or was broken (0) when last verified",
                now.history.holds,
            )
        yield GaugeMetricFamily(
            "chongxian_history_verified_seconds",
            "How long ago the history was last verified; +Inf when it never was",
            float("inf") if now.history is None else now.history.seconds_ago,
        )

    def _things_around(self) -> Iterator[GaugeMetricFamily]:
        around = self._around
        yield GaugeMetricFamily(
            "chongxian_files_up",
            "Whether files can be stored and read (1) or their store is away (0)",
            around.files_are_there,
        )
        if around.replica is not None:
            is_used, lag = around.replica
            yield GaugeMetricFamily(
                "chongxian_replica_used",
                "Whether the replica answers readers (1) or not (0)",
                is_used,
            )
            yield GaugeMetricFamily(
                "chongxian_replica_lag_seconds",
                "How far the replica is behind; NaN when it is away",
                float("nan") if lag is None else lag,
            )
        if around.certificate is not None:
            (days,) = around.certificate
            yield GaugeMetricFamily(
                "chongxian_signing_certificate_days",
                "Days until the signing certificate ends; NaN when it cannot be read",
                float("nan") if days is None else days,
            )
