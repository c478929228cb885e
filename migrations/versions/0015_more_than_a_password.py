"""More than a password: passkeys, codes, another house that vouches, step-ups, a new address"""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TABLES = (
    "code_keys",
    "recovery_codes",
    "passkeys",
    "linked_identities",
    "address_changes",
    "spent",
)

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("two_step_since", MOMENT, nullable=True))
    op.add_column("people", sa.Column("two_step_due_at", MOMENT, nullable=True))
    op.add_column(
        "sign_ins", sa.Column("way", sa.String(40), server_default="password", nullable=False)
    )
    op.add_column("sign_ins", sa.Column("stepped_up_at", MOMENT, nullable=True))
    op.add_column(
        "spaces", sa.Column("is_sealed", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    _make_codes()
    _make_keys()
    _make_changes()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_column("spaces", "is_sealed")
    op.drop_column("sign_ins", "stepped_up_at")
    op.drop_column("sign_ins", "way")
    op.drop_column("people", "two_step_due_at")
    op.drop_column("people", "two_step_since")


def _make_codes() -> None:
    op.create_table(
        "code_keys",
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("last_step", BIG, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        _to_person("code_keys"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_code_keys")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        _to_person("recovery_codes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
    )
    op.create_index("ix_recovery_codes_person_id", "recovery_codes", ["person_id"])


def _make_keys() -> None:
    op.create_table(
        "passkeys",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("credential_id", sa.String(1400), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sign_count", BIG, nullable=False),
        sa.Column("transports", sa.JSON(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=True),
        _to_person("passkeys"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("ref", name=op.f("uq_passkeys_ref")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
    )
    op.create_index("ix_passkeys_person_id", "passkeys", ["person_id"])
    op.create_table(
        "linked_identities",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("issuer", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("linked_at", MOMENT, nullable=False),
        _to_person("linked_identities"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_linked_identities")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_linked_identities_issuer_subject")),
        sa.UniqueConstraint("person_id", name=op.f("uq_linked_identities_person_id")),
    )


def _make_changes() -> None:
    op.create_table(
        "address_changes",
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("old_email", sa.String(254), nullable=False),
        sa.Column("new_email", sa.String(254), nullable=False),
        sa.Column("old_hash", sa.String(64), nullable=False),
        sa.Column("new_hash", sa.String(64), nullable=False),
        sa.Column("old_opened_at", MOMENT, nullable=True),
        sa.Column("new_opened_at", MOMENT, nullable=True),
        sa.Column("expires_at", MOMENT, nullable=False),
        _to_person("address_changes"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_address_changes")),
        sa.UniqueConstraint("old_hash", name=op.f("uq_address_changes_old_hash")),
        sa.UniqueConstraint("new_hash", name=op.f("uq_address_changes_new_hash")),
    )
    op.create_table(
        "spent",
        sa.Column("print", sa.String(64), nullable=False),
        sa.Column("spent_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("print", name=op.f("pk_spent")),
    )


def _to_person(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_person_id_people")
    return sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=name, ondelete="CASCADE")
