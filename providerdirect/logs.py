"""The log: lines for machines in production, readable ones in a demonstration, and never a value that was typed.

An exception's text is where personal data would slip in: PostgreSQL quotes the row that broke a constraint, `int()` the
text that was no number. So tracebacks are written here without the values, and a last filter cuts what libraries quote.
"""

import re
import traceback
from collections.abc import Callable, MutableMapping
from types import TracebackType
from typing import Any

import structlog
from django.core.exceptions import ValidationError
from django.db import Error as DjangoDatabaseError
from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware
from psycopg import Error as PsycopgError

Event = MutableMapping[str, Any]
CUT = "[cut]"
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
QUOTED_BY_POSTGRESQL = re.compile(r"(?:\b|(?<=\\n))(DETAIL|CONTEXT|HINT|STATEMENT|LINE \d+):.*?(?=\\n|\n|$)")
NINO = re.compile(r"\b[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b", re.IGNORECASE)
QUOTING = (ValueError, LookupError, ValidationError)


class RequestLog(RequestMiddleware):
    """A line when a request ends: method and path, never the query string. Questions after our health are left out."""

    def __call__(self, request: HttpRequest) -> Any:
        if request.path == "/healthz":
            return self.get_response(request)
        return super().__call__(request)

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {request.path}"


def configuration(*, readable: bool) -> dict[str, Any]:
    """The LOGGING setting."""
    renderer: Any = structlog.dev.ConsoleRenderer(colors=False) if readable else structlog.processors.JSONRenderer()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [*SHARED, exception_without_values, cut_values],
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            }
        },
        "handlers": {"stream": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stream"], "level": "INFO"},
        "loggers": {
            # django_structlog writes the line for a failed request, and gunicorn's own go the same way as ours.
            "django.request": {"level": "CRITICAL"},
            "gunicorn.error": {"handlers": ["stream"], "propagate": False, "level": "INFO"},
            "django.server": {"handlers": ["stream"], "propagate": False, "level": "WARNING"},
        },
    }


def exception_without_values(_logger: Any, _name: str, event: Event) -> Event:
    """Put a traceback in the place of exc_info, its messages stripped of what the database or Python quoted."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given
    if error is True:
        import sys

        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["exception"] = described(error)
    return event


def cut_values(_logger: Any, _name: str, event: Event) -> Event:
    """The last filter, over every text of the line, for what a library has put into its message."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = NINO.sub(CUT, QUOTED_BY_POSTGRESQL.sub(rf"\1: {CUT}", value))
    return event


def described(error: BaseException) -> str:
    """The traceback of an exception and of those that led to it, oldest first, without values."""
    links: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in links:
        links.append(link)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\n\n".join(_one(link, link.__traceback__) for link in reversed(links))


def _one(error: BaseException, where: TracebackType | None) -> str:
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"Traceback (most recent call last):\n{''.join(traceback.format_tb(where))}{kind}: {_message(error)}"


def _message(error: BaseException) -> str:
    if isinstance(error, PsycopgError):
        facts = error.diag
        parts = {"sqlstate": error.sqlstate, "table": facts.table_name, "constraint": facts.constraint_name}
        parts["column"] = facts.column_name
        return " ".join(f"{name}={value}" for name, value in parts.items() if value) or CUT
    if isinstance(error, DjangoDatabaseError):
        return _message(error.__cause__) if isinstance(error.__cause__, PsycopgError) else CUT
    text = str(error)
    return QUOTED.sub(CUT, text) if isinstance(error, QUOTING) else text


SHARED: list[Callable[..., Any]] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]

structlog.configure(
    processors=[
        *SHARED,
        structlog.stdlib.PositionalArgumentsFormatter(),
        exception_without_values,
        cut_values,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
