"""Each version of an answer as it was delivered; what it refers to; the changes that a reviewer asks for"""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

# A delivered version is written once. The house offers no deed that would change one; should anything
# else try, the database says no. (Words may be encrypted anew, which leaves what they say.)
ON_SQLITE = (
    """CREATE TRIGGER case_versions_stay BEFORE UPDATE ON case_versions BEGIN
    SELECT RAISE(ABORT, 'a delivered version never changes'); END""",
    """CREATE TRIGGER case_citations_stay BEFORE UPDATE OF case_id, version, number, kind, seen_on
    ON case_citations WHEN OLD.version IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'a delivered version never changes'); END""",
)
ON_POSTGRESQL = (
    """CREATE FUNCTION delivered_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'a delivered version never changes'; END $$""",
    "CREATE TRIGGER case_versions_stay BEFORE UPDATE ON case_versions"
    " FOR EACH ROW EXECUTE FUNCTION delivered_stays()",
    "CREATE TRIGGER case_citations_stay BEFORE UPDATE OF case_id, version, number, kind, seen_on"
    " ON case_citations FOR EACH ROW WHEN (OLD.version IS NOT NULL) EXECUTE FUNCTION delivered_stays()",
)


def upgrade() -> None:
    op.create_table(
        "case_versions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("note_post_id", BIG, nullable=True),
        sa.Column("delivered_at", MOMENT, nullable=False),
        _to("case_versions", "case_id", "cases"),
        _to("case_versions", "post_id", "posts"),
        _to("case_versions", "note_post_id", "posts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_versions")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_case_versions_case_id_number")),
        sa.UniqueConstraint("post_id", name=op.f("uq_case_versions_post_id")),
    )
    op.create_table(
        "case_version_people",
        sa.Column("id", BIG, nullable=False),
        sa.Column("version_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        _to("case_version_people", "version_id", "case_versions"),
        _to("case_version_people", "person_id", "people", None),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_version_people")),
    )
    for column in ("version_id", "person_id"):
        op.create_index(op.f(f"ix_case_version_people_{column}"), "case_version_people", [column])
    op.create_table(
        "case_citations",
        sa.Column("id", BIG, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=True),
        _to("case_citations", "case_id", "cases"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_citations")),
    )
    op.create_index("ix_case_citations_case", "case_citations", ["case_id", "version", "number"])
    op.create_table(
        "case_points",
        sa.Column("id", BIG, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("stand", sa.String(40), nullable=False),
        sa.Column("answer_post_id", BIG, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        _to("case_points", "case_id", "cases"),
        _to("case_points", "post_id", "posts"),
        _to("case_points", "answer_post_id", "posts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_points")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_case_points_case_id_number")),
    )
    _write_down_what_was_delivered()
    for statement in _triggers():
        op.execute(statement)


def downgrade() -> None:
    for table in ("case_points", "case_citations", "case_version_people", "case_versions"):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION delivered_stays()")


def _triggers() -> tuple[str, ...]:
    return ON_SQLITE if op.get_bind().dialect.name == "sqlite" else ON_POSTGRESQL


def _write_down_what_was_delivered() -> None:
    """Give each answer that was delivered before its first version, and who had which part in it."""
    op.execute(
        "INSERT INTO case_versions (case_id, number, post_id, revision, delivered_at)"
        " SELECT id, 1, answer_post_id, answer_revision, delivered_at FROM cases"
        " WHERE answer_post_id IS NOT NULL AND delivered_at IS NOT NULL"
    )
    op.execute(
        "INSERT INTO case_version_people (version_id, person_id, role)"
        " SELECT v.id, m.person_id, m.role FROM case_versions v JOIN cases c ON c.id = v.case_id"
        " JOIN memberships m ON m.space_id = c.working_space_id"
        " WHERE m.role IN ('advisor', 'reviewer', 'signer')"
    )


def _to(
    table: str, column: str, other: str, gone: str | None = "CASCADE"
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=gone)
