"""gunicorn: two processes of forty threads, most of which wait in a rush, so that whoever only
reads finds a free one; a request may take a minute (a large upload). Their counts lie
in one folder, so that whichever answers Prometheus tells of both."""

import ctypes
import gc
import os
import shutil
import sys
import tempfile

worker_class = "app.arrival.ArrivalWorker"
logger_class = "app.operating.server_log.ServerLog"
workers = 2
threads = 40
timeout = 60
graceful_timeout = 8
max_requests = 100_000  # who begins anew in a rush is slow for some seconds
max_requests_jitter = 10_000
control_socket_disable = True
loglevel = "warning"

COUNTS = "PROMETHEUS_MULTIPROC_DIR"
_own_folder = None if COUNTS in os.environ else tempfile.mkdtemp(prefix="chongxian-counts-")
if _own_folder is not None:
    os.environ[COUNTS] = _own_folder

# Of forty threads each would keep a heap of its own (glibc), though one runs at a time.
if hasattr(libc := ctypes.CDLL(None), "mallopt"):
    M_ARENA_MAX = -8
    libc.mallopt(M_ARENA_MAX, 1)

gc.disable()


def when_ready(_server):
    """What is loaded stays loaded. To look through it for forgotten objects took a fifth of the
    start, and a tenth of a second now and then of whatever request was being answered."""
    gc.freeze()
    gc.enable()


def post_fork(_server, _worker):
    gc.disable()


def post_worker_init(worker):
    from app.web.shared.warming import warm

    warm(worker.wsgi)
    gc.freeze()
    gc.enable()
    # Whoever has an answer of the database, and perhaps others waiting, soon goes on.
    sys.setswitchinterval(0.0005)


def child_exit(_server, worker):
    # The library decides on being imported where it counts, so not before the folder is named.
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)


def on_exit(_server):
    if _own_folder is not None:
        shutil.rmtree(_own_folder, ignore_errors=True)


def pre_request(_worker, request):
    """Whoever has written comes back by a new connection, which the process accepts that is less
    busy. In a rush those who kept theirs to the busier one would wait twice as long."""
    if request.method == "POST":
        request.force_close()
