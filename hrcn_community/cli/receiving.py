"""`hrcn mail`: what a mail server hands over to us."""

import sys

import click
import structlog
from flask.cli import with_appcontext

from hrcn_community.core.db import db, is_away
from hrcn_community.receiving.deciding import LARGEST, receive

TRY_AGAIN = 75  # what every mail server knows as: not now, bring it again
log = structlog.get_logger()


@click.group()
def mail() -> None:
    """Take in mail."""


@mail.command("receive")
@with_appcontext
def receive_mail() -> None:
    """Read one mail from standard input: an answer to a conversation, or one of ours that came back.

    Ends with 0 when it was dealt with, refused too, and with 75 when it shall be brought again.
    """
    raw = _read()
    try:
        outcome = receive(raw)
        db.session.commit()
    except Exception as error:  # whatever breaks here, the mail must not be lost
        db.session.rollback()
        event = "database_unavailable" if is_away(error) else "mail_not_taken"
        log.error(event, kind=type(error).__name__)
        sys.exit(TRY_AGAIN)
    log.info("mail_received", outcome=outcome)


def _read() -> bytes:
    """Return the mail, or of a larger one so much that it is known for that; what pours it in can end."""
    raw = sys.stdin.buffer.read(LARGEST + 1)
    while sys.stdin.buffer.read(1 << 20):
        pass
    return raw
