"""gunicorn: two processes of eight threads; a request may take a minute (a large upload)."""

worker_class = "gthread"
workers = 2
threads = 8
timeout = 60
graceful_timeout = 8
max_requests = 10_000
max_requests_jitter = 1_000
control_socket_disable = True
loglevel = "warning"
