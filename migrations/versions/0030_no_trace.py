"""Spaces that search passes by, the tier in which a case came, figures of quarters that are over"""

import json

import sqlalchemy as sa
from alembic import op

from hrcn_community.core.sealing import open_piece, seal_piece, unsealer

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COPIES = sa.table(
    "case_publications",
    sa.column("id"),
    sa.column("term_ids", sa.JSON()),
    sa.column("named_ids", sa.JSON()),
)
TERMS = sa.table("case_publication_terms", sa.column("publication_id"), sa.column("term_id"))
MARK = "\x02"
ROOMS = ("asking_space_id", "working_space_id", "papers_space_id")


def upgrade() -> None:
    op.add_column(
        "spaces", sa.Column("is_searched", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    for room in ROOMS:
        op.execute(
            "UPDATE spaces SET is_searched = false WHERE id IN ("
            f"SELECT cases.{room} FROM cases JOIN case_publications"
            " ON case_publications.case_id = cases.id"
            " WHERE case_publications.state = 'published')"
        )
    tier = sa.Column("asked_tier", sa.String(40), server_default="", nullable=False)
    op.add_column("cases", tier)
    op.execute("UPDATE cases SET asked_tier = tier")
    op.create_table(
        "quarter_figures",
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("until", name=op.f("pk_quarter_figures")),
    )
    _put_terms_into_copies()


def downgrade() -> None:
    _put_terms_beside_copies()
    op.drop_table("quarter_figures")
    op.drop_column("cases", "asked_tier")
    op.drop_column("spaces", "is_searched")


def _put_terms_into_copies() -> None:
    """Keep what a copy is about in a column of its own: encrypted, where its case is."""
    terms = sa.Column("term_ids", sa.JSON(), server_default="[]", nullable=False)
    op.add_column("case_publications", terms)
    names = sa.Column("named_ids", sa.JSON(), server_default="[]", nullable=False)
    op.add_column("case_publications", names)
    connection, refs, found = op.get_bind(), _refs(), dict[int, list[int]]()
    for row in connection.execute(sa.select(TERMS).order_by(TERMS.c.term_id)):
        found.setdefault(row.publication_id, []).append(row.term_id)
    for id_, ids in found.items():
        deed = COPIES.update().where(COPIES.c.id == id_)
        connection.execute(deed.values(term_ids=_sealed(ids, refs.get(id_))))
    op.drop_table("case_publication_terms")
    for id_, ids in _named().items():
        deed = COPIES.update().where(COPIES.c.id == id_)
        connection.execute(deed.values(named_ids=_sealed(sorted(ids), refs.get(id_))))
        _ask_anew(id_)


def _named() -> dict[int, set[int]]:
    """Return the authors of each copy who agreed to it with their name."""
    rows = op.get_bind().execute(
        sa.text(
            "SELECT p.id, c.person_id FROM case_publications p"
            " JOIN case_consents c ON c.publication_id = p.id AND c.print = p.print"
            " WHERE c.role = 'advisor' AND c.is_named AND c.lapsed_at IS NULL"
        )
    )
    found = dict[int, set[int]]()
    for row in rows:
        found.setdefault(row.id, set()).add(row.person_id)
    return found


def _ask_anew(id_: int) -> None:
    """Begin a copy anew that is not published: the names belong to what is agreed to from now on."""
    waiting = "state IN ('requester_consent', 'author_consent', 'signed')"
    connection, this = op.get_bind(), {"id": id_}
    lapse = (
        "UPDATE case_consents SET lapsed_at = CURRENT_TIMESTAMP WHERE publication_id = :id"
        f" AND lapsed_at IS NULL AND :id IN (SELECT id FROM case_publications WHERE {waiting})"
    )
    back = (
        "UPDATE case_publications SET state = 'proposed', signed_print = '', signed_by_id = NULL,"
        f" signed_at = NULL WHERE id = :id AND {waiting}"
    )
    connection.execute(sa.text(lapse), this)
    connection.execute(sa.text(back), this)


def _put_terms_beside_copies() -> None:
    name = "case_publication_terms"
    op.create_table(
        name,
        sa.Column("publication_id", BIG, nullable=False),
        sa.Column("term_id", BIG, nullable=False),
        _to(name, "publication_id", "case_publications", "CASCADE"),
        _to(name, "term_id", "terms", None),
        sa.PrimaryKeyConstraint("publication_id", "term_id", name=op.f(f"pk_{name}")),
    )
    connection = op.get_bind()
    for id_, told in connection.execute(sa.select(COPIES.c.id, COPIES.c.term_ids)).all():
        for term_id in _opened(told):
            values = {"publication_id": id_, "term_id": term_id}
            connection.execute(TERMS.insert().values(values))
    op.drop_column("case_publications", "term_ids")
    op.drop_column("case_publications", "named_ids")


def _refs() -> dict[int, str]:
    """Return the ref of the key of each copy whose case is sealed."""
    rows = op.get_bind().execute(
        sa.text(
            "SELECT case_publications.id, spaces.key_ref FROM case_publications"
            " JOIN cases ON cases.id = case_publications.case_id"
            " JOIN spaces ON spaces.id = cases.asking_space_id WHERE spaces.key_ref IS NOT NULL"
        )
    )
    return {row.id: row.key_ref for row in rows}


def _sealed(ids: list[int], ref: str | None) -> list[int] | str:
    return f"{MARK}{ref}:{seal_piece(json.dumps(ids), _key(ref))}" if ref else ids


def _opened(told: list[int] | str) -> list[int]:
    if not isinstance(told, str):
        return told
    ref, _, piece = told[len(MARK) :].partition(":")
    return json.loads(open_piece(piece, _key(ref)))


def _key(ref: str) -> bytes:
    there = sa.text("SELECT wrapped FROM space_keys WHERE ref = :ref")
    return unsealer()(op.get_bind().scalar(there, {"ref": ref}).encode())


def _to(table: str, column: str, other: str, gone: str | None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=gone)
