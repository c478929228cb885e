"""Notices about content, decisions, appeals, an append-only log; silences; labels and removed posts"""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# Nothing in the log changes but that who acted is forgotten; nothing goes that no cut was written for.
KEPT = ("id", "at", "entered", "matter_id", "matter_ref", "space_id")
REFUSED = "the log of moderation is only added to"
SQLITE = (
    "CREATE TRIGGER moderation_log_kept BEFORE UPDATE ON moderation_log WHEN NOT ("
    + " AND ".join(f"OLD.{name} IS NEW.{name}" for name in (*KEPT, "facts"))
    + f" AND NEW.actor_id IS NULL) BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    "CREATE TRIGGER moderation_log_stays BEFORE DELETE ON moderation_log WHEN NOT EXISTS"
    " (SELECT 1 FROM moderation_log_cuts c WHERE c.before > OLD.at)"
    f" BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    "CREATE TRIGGER moderation_log_cuts_kept BEFORE UPDATE ON moderation_log_cuts"
    f" BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
)
POSTGRESQL = (
    f"""CREATE FUNCTION keep_moderation_log() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'UPDATE' THEN
        IF NEW.actor_id IS NULL AND NEW.facts::text = OLD.facts::text
           AND {" AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in KEPT)}
        THEN RETURN NEW; END IF;
      ELSIF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT 1 FROM moderation_log_cuts c WHERE c.before > OLD.at)
        THEN RETURN OLD; END IF;
      END IF;
      RAISE EXCEPTION '{REFUSED}';
    END $$""",
    "CREATE TRIGGER moderation_log_kept BEFORE UPDATE OR DELETE ON moderation_log"
    " FOR EACH ROW EXECUTE FUNCTION keep_moderation_log()",
    "CREATE TRIGGER moderation_log_stays BEFORE TRUNCATE ON moderation_log"
    " FOR EACH STATEMENT EXECUTE FUNCTION keep_moderation_log()",
    f"""CREATE FUNCTION keep_moderation_log_cuts() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSED}'; END $$""",
    "CREATE TRIGGER moderation_log_cuts_kept BEFORE UPDATE ON moderation_log_cuts"
    " FOR EACH ROW EXECUTE FUNCTION keep_moderation_log_cuts()",
)


def upgrade() -> None:
    op.add_column("people", sa.Column("silences", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("posts", sa.Column("label", sa.String(40), server_default="", nullable=False))
    op.add_column(
        "posts", sa.Column("label_words", sa.String(200), server_default="", nullable=False)
    )
    op.add_column(
        "posts", sa.Column("is_removed", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    _create_matters()
    _create_notices()
    _create_decisions()
    _create_appeals()
    _create_log()
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in POSTGRESQL if is_postgresql else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    for table in (
        "moderation_log",
        "moderation_log_cuts",
        "moderation_appeals",
        "moderation_decisions",
        "content_notices",
        "moderation_matters",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION keep_moderation_log")
        op.execute("DROP FUNCTION keep_moderation_log_cuts")
    for column in ("is_removed", "label_words", "label"):
        op.drop_column("posts", column)
    op.drop_column("people", "silences")


def _create_matters() -> None:
    name = "moderation_matters"
    op.create_table(
        name,
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("post_id", BIG, nullable=True),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("space_id", BIG, nullable=True),
        sa.Column("desk", sa.String(40), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("reader_id", BIG, nullable=True),
        sa.Column("read_at", AT, nullable=True),
        sa.Column("notice_count", BIG, nullable=False),
        sa.Column("opened_at", AT, nullable=False),
        sa.Column("claimed_by_id", BIG, nullable=True),
        sa.Column("claimed_at", AT, nullable=True),
        sa.Column("decided_at", AT, nullable=True),
        sa.Column("shut_out_id", BIG, nullable=True),
        _to(name, "post_id", "posts", "SET NULL"),
        _to(name, "person_id", "people"),
        _to(name, "space_id", "spaces", "SET NULL"),
        _to(name, "reader_id", "people"),
        _to(name, "claimed_by_id", "people"),
        _to(name, "shut_out_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("ref", name=op.f(f"uq_{name}_ref")),
    )
    for column in ("post_id", "person_id", "space_id", "reader_id"):
        op.create_index(f"ix_{name}_{column}", name, [column])
    op.create_index(f"ix_{name}_waiting", name, ["decided_at", "opened_at", "id"])
    for column, rest in (("post", "IS NOT NULL"), ("person", "IS NULL")):
        only = sa.text(f"decided_at IS NULL AND post_id {rest}")
        options = {"sqlite_where": only, "postgresql_where": only}
        op.create_index(f"uq_{name}_{column}", name, [f"{column}_id"], unique=True, **options)


def _create_notices() -> None:
    name = "content_notices"
    op.create_table(
        name,
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("matter_id", BIG, nullable=False),
        sa.Column("revision", BIG, nullable=False),
        sa.Column("noticed_text", sa.Text(), nullable=False),
        sa.Column("address", sa.String(300), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("law", sa.String(200), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("notifier_id", BIG, nullable=True),
        sa.Column("notifier_name", sa.String(200), nullable=False),
        sa.Column("notifier_email", sa.String(254), nullable=False),
        sa.Column("print", sa.String(64), nullable=False),
        sa.Column("filed_at", AT, nullable=False),
        _to(name, "matter_id", "moderation_matters", "CASCADE"),
        _to(name, "notifier_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("ref", name=op.f(f"uq_{name}_ref")),
        sa.UniqueConstraint("matter_id", "print", name=op.f(f"uq_{name}_matter_id_print")),
    )
    op.create_index(f"ix_{name}_matter_id", name, ["matter_id"])
    op.create_index(f"ix_{name}_notifier_id", name, ["notifier_id"])


def _create_decisions() -> None:
    name = "moderation_decisions"
    op.create_table(
        name,
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("matter_id", BIG, nullable=False),
        sa.Column("revision", BIG, nullable=False),
        sa.Column("measure", sa.String(40), nullable=False),
        sa.Column("label", sa.String(40), nullable=False),
        sa.Column("shown_reason", sa.String(200), nullable=False),
        sa.Column("sanction", sa.String(40), nullable=False),
        sa.Column("sanction_space_id", BIG, nullable=True),
        sa.Column("until", AT, nullable=True),
        sa.Column("ground", sa.String(40), nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("law", sa.String(200), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("is_own_initiative", sa.Boolean(), nullable=False),
        sa.Column("is_automated", sa.Boolean(), nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("decided_by_id", BIG, nullable=True),
        sa.Column("decided_at", AT, nullable=False),
        sa.Column("undone_at", AT, nullable=True),
        _to(name, "matter_id", "moderation_matters", "CASCADE"),
        _to(name, "sanction_space_id", "spaces", "SET NULL"),
        _to(name, "person_id", "people"),
        _to(name, "decided_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("ref", name=op.f(f"uq_{name}_ref")),
    )
    op.create_index(f"ix_{name}_matter_id", name, ["matter_id"])
    op.create_index(f"ix_{name}_person_id", name, ["person_id"])
    op.create_index(f"ix_{name}_decided", name, ["decided_at", "id"])


def _create_appeals() -> None:
    name = "moderation_appeals"
    op.create_table(
        name,
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("decision_id", BIG, nullable=False),
        sa.Column("side", sa.String(40), nullable=False),
        sa.Column("appellant_id", BIG, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("filed_at", AT, nullable=False),
        sa.Column("reader_id", BIG, nullable=True),
        sa.Column("read_at", AT, nullable=True),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("decided_by_id", BIG, nullable=True),
        sa.Column("decided_at", AT, nullable=True),
        _to(name, "decision_id", "moderation_decisions", "CASCADE"),
        _to(name, "appellant_id", "people"),
        _to(name, "reader_id", "people"),
        _to(name, "decided_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("ref", name=op.f(f"uq_{name}_ref")),
        sa.UniqueConstraint("decision_id", "side", name=op.f(f"uq_{name}_decision_id_side")),
    )
    op.create_index(f"ix_{name}_reader_id", name, ["reader_id"])
    op.create_index(f"ix_{name}_waiting", name, ["decided_at", "filed_at", "id"])


def _create_log() -> None:
    op.create_table(
        "moderation_log",
        sa.Column("id", BIG, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("entered", sa.String(40), nullable=False),
        sa.Column("matter_id", BIG, nullable=False),
        sa.Column("matter_ref", sa.String(40), nullable=False),
        sa.Column("space_id", BIG, nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("actor_id", BIG, nullable=True),
        _to("moderation_log", "actor_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_log")),
    )
    op.create_index("ix_moderation_log_at", "moderation_log", ["at", "id"])
    op.create_index("ix_moderation_log_matter", "moderation_log", ["matter_id"])
    op.create_table(
        "moderation_log_cuts",
        sa.Column("id", BIG, nullable=False),
        sa.Column("before", AT, nullable=False),
        sa.Column("cut_at", AT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_log_cuts")),
    )


def _to(table: str, column: str, target: str, gone: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=gone)
