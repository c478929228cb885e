"""Statements of reasons, as their reader meets them: signed in, or by the address that was mailed."""

from typing import Any

from flask import Blueprint
from werkzeug.exceptions import NotFound

from hrcn_community.access.guard import permit, public, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.core.web import page
from hrcn_community.moderation.forms import AppealForm
from hrcn_community.moderation.queries import statements as queries
from hrcn_community.moderation.queries.statements import Statement
from hrcn_community.moderation.rules import LABELS, MEASURES, OUTCOMES, RULES, SANCTIONS

moderation_statements = Blueprint("moderation_statements", __name__)


@moderation_statements.get("/moderation/statements")
@permit(Permission.Moderation.STATEMENT)
def mine() -> Any:
    found = queries.own_statements(viewer=viewer())
    return page("moderation/statements.html", found=found, measures=MEASURES, sanctions=SANCTIONS)


@moderation_statements.get("/moderation/statements/<ref>")
@permit(Permission.Moderation.STATEMENT, queries.find_statement)
def show(found: Statement) -> Any:
    return statement_page(found)


@moderation_statements.get("/moderation/statements/<ref>/<key>")
@public
def mailed(ref: str, key: str) -> Any:
    found = queries.find_mailed_statement(ref, key)
    if found is None:
        raise NotFound
    return statement_page(found)


def statement_page(found: Statement, form: AppealForm | None = None, status: int = 200) -> Any:
    """Show the reasons and, to whom they were written, the way to appeal."""
    can_appeal = found.is_mine and found.appeal is None and found.decision.can_be_appealed
    given = {"ref": found.decision.ref, "key": found.key, "side": "author"}
    words = {"labels": LABELS, "measures": MEASURES, "outcomes": OUTCOMES, "rules": RULES}
    return page(
        "moderation/statement.html",
        status,
        found=found,
        own=queries.own_words(found, viewer=viewer()),
        form=form or (AppealForm(data=given) if can_appeal else None),
        sanctions=SANCTIONS,
        **words,
    )
