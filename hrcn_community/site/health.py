"""Is the process there, is it ready, and its figures."""

from flask import Blueprint, Response, jsonify
from sqlalchemy import func, select, text

from hrcn_community.access.guard import public
from hrcn_community.core import logs
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.site.schema import newest_migration

health = Blueprint("health", __name__)
MOST_OWED = 10_000


@health.get("/healthz", endpoint="healthz")
@public
def healthz() -> Response:
    return Response("ok\n", content_type="text/plain; charset=utf-8")


@health.get("/readyz", endpoint="readyz")
@public
def readyz() -> tuple[Response, int]:
    """Say whether the database answers, its migrations are the code's, and the queue is not stuck."""
    checks = _checks()
    return jsonify(checks), 200 if all(checks.values()) else 503


@health.get("/metrics", endpoint="metrics")
@public
def metrics() -> Response:
    return logs.metrics()


def _checks() -> dict[str, bool]:
    at = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    owed = select(Entry.id).where(Entry.handled_at.is_(None), Entry.parked_at.is_(None))
    count = db.session.scalar(select(func.count()).select_from(owed.limit(MOST_OWED).subquery()))
    return {
        "database": True,
        "migrations": at == newest_migration(),
        "queue": (count or 0) < MOST_OWED,
    }
