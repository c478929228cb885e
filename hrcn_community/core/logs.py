"""Structured logs with a request id, and figures for Prometheus. Neither holds anything personal.

Whatever a library writes, or a mistake of ours: the address of a connection is cut off before it is there.
"""

import logging
import re
import sys
import time
import traceback
import uuid
from functools import cache
from typing import Any

import structlog
from flask import Flask, Response, abort, current_app, g, request
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

from hrcn_community.core.addresses import without_addresses

REQUESTS = Counter("hrcn_requests_total", "Requests answered", ["endpoint", "method", "status"])
SECONDS = Histogram("hrcn_request_seconds", "Seconds to answer", ["endpoint"])
GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
log = structlog.get_logger()


def configure_logs() -> None:
    """Write one JSON object a line to standard error."""
    if logging.getLogRecordFactory() is not _cut_record:
        logging.setLogRecordFactory(_cut_record)
    if structlog.is_configured():
        return  # loggers in use keep the settings they began with
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _cut,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _cut(_logger: object, _method: str, line: Any) -> Any:
    """Cut off the addresses in what we write ourselves."""
    return {
        name: without_addresses(value) if isinstance(value, str) and name != "timestamp" else value
        for name, value in line.items()
    }


def _cut_record(*given: Any, **more: Any) -> logging.LogRecord:
    """Make a record of a library's without addresses, in its traceback too."""
    record = logging.LogRecord(*given, **more)
    record.msg, record.args = without_addresses(_message(record)), None
    if record.exc_info and record.exc_info[0]:
        lines = "".join(traceback.format_exception(*record.exc_info))
        record.exc_text = without_addresses(lines.rstrip("\n"))
    return record


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # a library's own mistake: its words and its arguments do not fit
        return str(record.msg)


def register_logs(app: Flask) -> None:
    """Name every request and write a line about each: never its content, its person or its text."""
    app.before_request(_begin)
    app.after_request(_end)


def metrics() -> Response:
    """Return the figures of this process, to those who may ask (METRICS_FROM)."""
    if request.remote_addr not in current_app.config["METRICS_FROM"]:
        abort(404)
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _begin() -> None:
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
    g.began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _end(response: Response) -> Response:
    if "began" not in g:
        return response
    seconds = time.perf_counter() - g.began
    endpoint = request.endpoint or "none"
    _counter(endpoint, request.method, response.status_code).inc()
    _clock(endpoint).observe(seconds)
    response.headers["X-Request-Id"] = g.request_id
    if endpoint not in {
        "static",
        "kept_asset",
        "health.healthz",
        "health.readyz",
        "health.metrics",
    }:
        log.info(
            "request",
            method=request.method,
            endpoint=endpoint,
            status=response.status_code,
            ms=round(seconds * 1000, 1),
        )
    return response


# Looking a child up by its labels costs as much as the rest of the line.
_counter = cache(REQUESTS.labels)
_clock = cache(SECONDS.labels)
