"""`hrcn reseal`: after a new key was put in front of SEALED_KEYS."""

import click
from flask.cli import with_appcontext

from hrcn_community.accounts.codes import reseal_keys
from hrcn_community.accounts.personas import reseal_some
from hrcn_community.attachments.sealing import renew_key, seal_whole_spaces
from hrcn_community.cli.running import refuse_wrong_keys
from hrcn_community.consultations.actions.resealing import reseal_asking
from hrcn_community.core.db import db
from hrcn_community.core.sealing import WrongKey
from hrcn_community.spaces.sealing import rewrap_keys, sealed_groups, spaces_without_key


@click.command()
@click.option(
    "--new-space-keys",
    is_flag=True,
    help="Give each sealed consultation another key, too, and encrypt its words and files anew.",
)
@with_appcontext
def reseal(new_space_keys: bool) -> None:
    """Seal anew, with the newest of SEALED_KEYS, whatever the others sealed.

    That is who stands behind each pseudonym, the keys of apps, requests not sent yet, and the keys
    of sealed consultations.
    Broken off at any moment it can be run again.
    """
    refuse_wrong_keys()
    total, after, some = 0, 0, 1
    try:
        apps = reseal_keys()
        reseal_asking()
        while some:
            some, after = reseal_some(after)
            total += some
            db.session.commit()
        spaces = rewrap_keys()
        db.session.commit()
        _seal_what_lies_open()
        anew = _renew() if new_space_keys else 0
    except WrongKey:
        raise click.ClickException(
            f"{total} are sealed anew; then came one that no key of SEALED_KEYS opens."
        ) from None
    click.echo(
        f"{total} pseudonyms and the keys of {apps} apps are sealed with the newest key. "
        "Keep the oldest key: it finds them."
    )
    click.echo(f"{spaces} keys of sealed consultations are wrapped in the newest key.")
    if new_space_keys:
        click.echo(
            f"{anew} sealed consultations have another key; the worker removes the old files."
        )


def _seal_what_lies_open() -> None:
    for id_ in spaces_without_key():
        seal_whole_spaces(id_)
        db.session.commit()


def _renew() -> int:
    """Give one after the other its new key, each in one transaction."""
    groups = list(sealed_groups())
    db.session.rollback()
    for space_ids in groups:
        renew_key(space_ids)
        db.session.commit()
    return len(groups)
