"""How gunicorn serves the site: `gunicorn --config python:providerdirect.server providerdirect.wsgi`.

Worker processes with threads: a request waits for the database far more than for the processor, and every thread
keeps one connection. The application is loaded once, before they are forked. docs/decisions/0004 has the measurement.
"""

from . import environment as env

bind = env.text("BIND", "127.0.0.1:8000")
workers = env.number("WEB_WORKERS", 2, lowest=1, highest=32)
preload_app = True
worker_class = "gthread"
threads = env.number("WEB_THREADS", 4, lowest=1, highest=32)
timeout = 60
graceful_timeout = 20
max_requests = 10_000
max_requests_jitter = 1_000
accesslog = None  # the application logs each request itself, without its query string
control_socket_disable = True
forwarded_allow_ips = env.text("FORWARDED_ALLOW_IPS", "127.0.0.1")
