"""What people show of themselves, roles that two grant, suspensions, dated memberships"""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SHOWN_TO_MEMBERS = "headline bio city organisation expertise languages joined started".split()
SHOWN_TO_NOBODY = ("former", "email")
UNDECIDED = sa.text("decided_at IS NULL")
ONE_OF_TWO = "(city_id IS NULL) <> (organisation_id IS NULL)"


def upgrade() -> None:
    _let_people_choose()
    op.add_column("organisations", sa.Column("lead", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "organisations", sa.Column("website", sa.String(200), server_default="", nullable=False)
    )
    _date_memberships()
    _date_belonging()
    _widen_invitations()
    _add_proposals()
    _add_suspensions()
    _add_removals()


def downgrade() -> None:
    op.drop_table("space_removals")
    op.drop_table("suspensions")
    op.drop_table("role_proposals")
    _narrow_invitations()
    op.drop_table("affiliations")
    _undate_memberships()
    op.drop_column("organisations", "website")
    op.drop_column("organisations", "lead")
    # An older version knows no such role: who looked after the machine comes back as a practitioner.
    op.execute("UPDATE people SET site_role = 'practitioner' WHERE site_role = 'administrator'")
    for name in (*SHOWN_TO_MEMBERS, *SHOWN_TO_NOBODY):
        op.drop_column("people", f"shows_{name}")
    op.drop_column("people", "has_public_page")


def _let_people_choose() -> None:
    op.add_column(
        "people",
        sa.Column("has_public_page", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    for names, reach in ((SHOWN_TO_MEMBERS, "members"), (SHOWN_TO_NOBODY, "nobody")):
        for name in names:
            column = sa.Column(f"shows_{name}", sa.String(40), server_default=reach, nullable=False)
            op.add_column("people", column)


def _date_memberships() -> None:
    op.create_table(
        "network_memberships",
        sa.Column("id", BIG, nullable=False),
        sa.Column("city_id", BIG, nullable=True),
        sa.Column("organisation_id", BIG, nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint(ONE_OF_TWO, name="ck_network_memberships_city_or_organisation"),
        _to("network_memberships", "city_id", "cities", "CASCADE"),
        _to("network_memberships", "organisation_id", "organisations", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_memberships")),
    )
    for column in ("city_id", "organisation_id"):
        op.create_index(f"ix_network_memberships_{column}", "network_memberships", [column])
    op.execute(
        "INSERT INTO network_memberships (city_id, since, until) "
        "SELECT id, member_since, member_until FROM cities WHERE member_since IS NOT NULL"
    )
    op.drop_column("cities", "member_until")
    op.drop_column("cities", "member_since")


def _undate_memberships() -> None:
    """Keep the latest time of each city; an older version has no place for the others."""
    op.add_column("cities", sa.Column("member_since", sa.Date(), nullable=True))
    op.add_column("cities", sa.Column("member_until", sa.Date(), nullable=True))
    for column, theirs in (("member_until", "until"), ("member_since", "since")):
        op.execute(
            f"UPDATE cities SET {column} = (SELECT m.{theirs} FROM network_memberships m "
            "WHERE m.city_id = cities.id ORDER BY m.since DESC LIMIT 1)"
        )
    op.drop_table("network_memberships")


def _date_belonging() -> None:
    op.create_table(
        "affiliations",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("city_id", BIG, nullable=True),
        sa.Column("organisation_id", BIG, nullable=True),
        sa.Column("as_what", sa.String(200), server_default="", nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint(ONE_OF_TWO, name="ck_affiliations_city_or_organisation"),
        _to("affiliations", "person_id", "people", "CASCADE"),
        _to("affiliations", "city_id", "cities"),
        _to("affiliations", "organisation_id", "organisations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affiliations")),
    )
    for column in ("person_id", "city_id", "organisation_id"):
        op.create_index(f"ix_affiliations_{column}", "affiliations", [column])
    for column in ("city_id", "organisation_id"):  # since when, nobody wrote down
        op.execute(
            f"INSERT INTO affiliations (person_id, {column}) "
            f"SELECT id, {column} FROM people WHERE {column} IS NOT NULL ORDER BY id"
        )


def _widen_invitations() -> None:
    """Let one lead into several spaces. SQLite makes the table anew: what points at it comes after."""
    op.execute(
        "CREATE TABLE spaces_kept AS "
        "SELECT id AS invitation_id, space_id FROM invitations WHERE space_id IS NOT NULL"
    )
    with op.batch_alter_table("invitations") as batch:
        batch.drop_constraint("fk_invitations_space_id_spaces", type_="foreignkey")
        batch.drop_column("space_id")
        for column in ("organisation_id", "person_id"):
            batch.add_column(sa.Column(column, BIG, nullable=True))
        for name in ("by_handle", "held"):
            batch.add_column(
                sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)
            )
        organisation, person = (
            op.f("fk_invitations_organisation_id_organisations"),
            op.f("fk_invitations_person_id_people"),
        )
        batch.create_foreign_key(organisation, "organisations", ["organisation_id"], ["id"])
        batch.create_foreign_key(person, "people", ["person_id"], ["id"], ondelete="CASCADE")
    op.create_index("ix_invitations_person_id", "invitations", ["person_id"])
    op.create_table(
        "invitation_spaces",
        sa.Column("invitation_id", BIG, nullable=False),
        sa.Column("space_id", BIG, nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        _to("invitation_spaces", "invitation_id", "invitations", "CASCADE"),
        _to("invitation_spaces", "space_id", "spaces", "CASCADE"),
        sa.PrimaryKeyConstraint("invitation_id", "space_id", name=op.f("pk_invitation_spaces")),
    )
    op.create_index("ix_invitation_spaces_space_id", "invitation_spaces", ["space_id"])
    op.execute(
        "INSERT INTO invitation_spaces (invitation_id, space_id, role) "
        "SELECT invitation_id, space_id, 'member' FROM spaces_kept"
    )
    op.execute("DROP TABLE spaces_kept")


def _narrow_invitations() -> None:
    """An older version takes every invitation for one of somebody new, into one space."""
    op.execute(
        "CREATE TABLE spaces_kept AS SELECT invitation_id, min(space_id) AS space_id "
        "FROM invitation_spaces GROUP BY invitation_id"
    )
    op.drop_table("invitation_spaces")
    op.drop_index("ix_invitations_person_id", table_name="invitations")
    # What it must not open is taken back; the rows stay.
    op.execute(
        "UPDATE invitations SET revoked_at = invited_at WHERE used_at IS NULL "
        "AND (held OR person_id IS NOT NULL OR site_role NOT IN ('practitioner', 'official'))"
    )
    with op.batch_alter_table("invitations") as batch:
        batch.drop_constraint("fk_invitations_person_id_people", type_="foreignkey")
        batch.drop_constraint("fk_invitations_organisation_id_organisations", type_="foreignkey")
        for column in ("held", "by_handle", "person_id", "organisation_id"):
            batch.drop_column(column)
        batch.add_column(sa.Column("space_id", BIG, nullable=True))
        batch.create_foreign_key(
            op.f("fk_invitations_space_id_spaces"), "spaces", ["space_id"], ["id"]
        )
    op.execute(
        "UPDATE invitations SET space_id = (SELECT k.space_id FROM spaces_kept k "
        "WHERE k.invitation_id = invitations.id)"
    )
    op.execute("DROP TABLE spaces_kept")


def _add_proposals() -> None:
    op.create_table(
        "role_proposals",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("invitation_id", BIG, nullable=True),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("was", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", BIG, nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seconded_by_id", BIG, nullable=True),
        sa.Column("decided_by_id", BIG, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        _to("role_proposals", "person_id", "people", "CASCADE"),
        _to("role_proposals", "invitation_id", "invitations", "CASCADE"),
        _to("role_proposals", "proposed_by_id", "people"),
        _to("role_proposals", "seconded_by_id", "people"),
        _to("role_proposals", "decided_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_proposals")),
        sa.UniqueConstraint("ref", name=op.f("uq_role_proposals_ref")),
    )
    for column in ("person_id", "invitation_id"):
        op.create_index(f"ix_role_proposals_{column}", "role_proposals", [column])
    op.create_index(
        "ix_role_proposals_open",
        "role_proposals",
        ["id"],
        sqlite_where=UNDECIDED,
        postgresql_where=UNDECIDED,
    )


def _add_suspensions() -> None:
    op.create_table(
        "suspensions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", BIG, nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", BIG, nullable=True),
        _to("suspensions", "person_id", "people", "CASCADE"),
        _to("suspensions", "by_id", "people"),
        _to("suspensions", "ended_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspensions")),
    )
    op.create_index("ix_suspensions_person_id", "suspensions", ["person_id"])


def _add_removals() -> None:
    op.create_table(
        "space_removals",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("space_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("removed_by_id", BIG, nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=False),
        _to("space_removals", "space_id", "spaces", "CASCADE"),
        _to("space_removals", "person_id", "people", "CASCADE"),
        _to("space_removals", "removed_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space_removals")),
        sa.UniqueConstraint("ref", name=op.f("uq_space_removals_ref")),
    )
    for column in ("space_id", "person_id"):
        op.create_index(f"ix_space_removals_{column}", "space_removals", [column])


def _to(
    table: str, column: str, other: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)
