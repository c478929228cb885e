"""`hrcn reseal`: after a new key was put in front of SEALED_KEYS."""

import click
from flask.cli import with_appcontext

from hrcn_community.accounts.codes import reseal_keys
from hrcn_community.accounts.personas import reseal_some
from hrcn_community.cli.running import refuse_wrong_keys
from hrcn_community.consultations.actions.resealing import reseal_asking
from hrcn_community.core.db import db
from hrcn_community.core.sealing import WrongKey


@click.command()
@with_appcontext
def reseal() -> None:
    """Seal anew, with the newest of SEALED_KEYS, pseudonyms, the keys of apps, requests not sent."""
    refuse_wrong_keys()
    total, after, some = 0, 0, 1
    try:
        apps = reseal_keys()
        reseal_asking()
        while some:
            some, after = reseal_some(after)
            total += some
            db.session.commit()
    except WrongKey:
        raise click.ClickException(
            f"{total} are sealed anew; then came one that no key of SEALED_KEYS opens."
        ) from None
    click.echo(
        f"{total} pseudonyms and the keys of {apps} apps are sealed with the newest key. "
        "Keep the oldest key: it finds them."
    )
