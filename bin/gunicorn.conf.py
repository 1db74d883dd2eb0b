"""gunicorn: two processes of forty threads, most of which wait in a rush, so that whoever only
reads finds a free one; a request may take a minute (a large upload)."""

worker_class = "app.arrival.ArrivalWorker"
workers = 2
threads = 40
timeout = 60
graceful_timeout = 8
max_requests = 10_000
max_requests_jitter = 1_000
control_socket_disable = True
loglevel = "warning"
