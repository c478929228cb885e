"""The addresses of files: each made for one sign-in, or for the public, and of no use to anybody else."""

import hmac

from hrcn_community.accounts.viewer import PUBLIC, AnyViewer, Viewer
from hrcn_community.conversations.queries.files import OpenFile, find_file, find_own_hidden
from hrcn_community.core.sealing import keyed_print

REF, PRINT = 10, 26  # letters of each in a token


def file_token(ref: str, viewer: AnyViewer) -> str:
    """Return the name under which `viewer`, in this browser, may ask for the file `ref`."""
    return ref + keyed_print("file", ref, _who(viewer))[:PRINT]


def find_linked_file(token: str, *, viewer: AnyViewer) -> OpenFile | None:
    """Return the file of a token that was made for `viewer`, or for the public, if they may read it now."""
    ref = token[:REF]
    if _is(token, ref, viewer):
        return find_file(ref, viewer=viewer)
    if _is(token, ref, PUBLIC):
        return find_file(ref, viewer=PUBLIC) or find_own_hidden(ref, viewer=viewer)
    return None


def _is(token: str, ref: str, viewer: AnyViewer) -> bool:
    return token.isascii() and hmac.compare_digest(token, file_token(ref, viewer))


def _who(viewer: AnyViewer) -> str:
    return f"sign-in {viewer.sign_in_id}" if isinstance(viewer, Viewer) else "public"
