"""Which post quotes which, once both are written. Nothing here commits."""

from collections import Counter
from typing import Any

from sqlalchemy import bindparam, update

from hrcn_community.conversations.models import Post, Quote
from hrcn_community.core.db import db
from hrcn_community.core.upsert import insert_new
from hrcn_community.importing.index import Index


def link_quotes(index: Index, pairs: Any) -> None:
    """Keep these quotes, (quoting, quoted) of one space, unless they are kept already, and count them."""
    rows = []
    for quoting, quoted in pairs:
        one, other = index.done(quoting), index.done(quoted)
        is_whole = one and other and one[0] and other[0]
        if is_whole and one[0] != other[0] and one[3] == other[3]:
            rows.append({"post_id": one[0], "quoted_id": other[0], "quoted_revision": 1})
    new = [row for row in rows if not _is_kept(row)]
    if not new:
        return
    insert_new(Quote, new)
    table: Any = Post.__table__
    counted = Counter(row["quoted_id"] for row in {tuple(r.items()): r for r in new}.values())
    db.session.execute(
        update(table)
        .where(table.c.id == bindparam("quoted"))
        .values(quoted_count=table.c.quoted_count + bindparam("times")),
        [{"quoted": id_, "times": times} for id_, times in sorted(counted.items())],
    )
    db.session.execute(
        update(table).where(table.c.id == bindparam("quoting")).values(has_quotes=True),
        [{"quoting": id_} for id_ in sorted({row["post_id"] for row in new})],
    )


def _is_kept(row: dict[str, int]) -> bool:
    return db.session.get(Quote, (row["post_id"], row["quoted_id"])) is not None
