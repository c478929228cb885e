"""One's own archive."""

import hmac

from sqlalchemy import select

from hrcn_community.accounts.viewer import AnyViewer, Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.sealing import keyed_print
from hrcn_community.privacy.models import Export

REF, PRINT = 10, 26  # letters of each in a token


def own_export(*, viewer: AnyViewer) -> Export | None:
    return db.session.scalar(select(Export).where(Export.person_id == viewer.id))


def archive_token(export: Export, viewer: Viewer) -> str:
    """Return the name under which `viewer`, in this sign-in and no other, may fetch their archive."""
    return export.ref + keyed_print("archive", export.ref, viewer.sign_in_id)[:PRINT]


def find_archive(token: str, *, viewer: AnyViewer) -> Export | None:
    """Return the archive of a token that was made for this sign-in, while its days last."""
    export = own_export(viewer=viewer) if isinstance(viewer, Viewer) else None
    if export is None or not export.expires_at or clock.now() >= export.expires_at:
        return None
    wanted = archive_token(export, viewer)  # type: ignore[arg-type]
    return export if token.isascii() and hmac.compare_digest(token, wanted) else None
