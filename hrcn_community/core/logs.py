"""Structured logs with a request id, and figures for Prometheus. Neither holds anything personal."""

import logging
import re
import sys
import time
import uuid
from functools import cache

import structlog
from flask import Flask, Response, abort, current_app, g, request
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

REQUESTS = Counter("hrcn_requests_total", "Requests answered", ["endpoint", "method", "status"])
SECONDS = Histogram("hrcn_request_seconds", "Seconds to answer", ["endpoint"])
GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
log = structlog.get_logger()


def configure_logs() -> None:
    """Write one JSON object a line to standard error."""
    if structlog.is_configured():
        return  # loggers in use keep the settings they began with
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


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
