"""Discussions, complete: what people do with posts, what befalls threads, what a space allows."""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("space_id", BIG, nullable=False),
        sa.Column("sequence", BIG, nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_drafts_person_id_people"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_drafts_space_id_spaces"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("person_id", "place", name=op.f("uq_drafts_person_id_place")),
    )
    op.create_index("ix_drafts_person", "drafts", ["person_id", "saved_at", "id"])

    op.create_table(
        "personas",
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("space_id", BIG, nullable=False),
        sa.Column("lookup", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_personas_person_id_people"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["space_id"],
            ["spaces.id"],
            name=op.f("fk_personas_space_id_spaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_personas")),
        sa.UniqueConstraint("lookup", name=op.f("uq_personas_lookup")),
    )
    op.create_index("ix_personas_space_id", "personas", ["space_id"])

    op.create_table(
        "conversation_days",
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("score", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_conversation_days_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", "day", name=op.f("pk_conversation_days")),
    )
    op.create_index(
        "ix_conversation_days_day", "conversation_days", ["day", "conversation_id", "score"]
    )

    op.create_table(
        "trail_entries",
        sa.Column("id", BIG, nullable=False),
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("after_number", BIG, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("actor_id", BIG, nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("space_id", BIG, nullable=True),
        sa.Column("from_space_id", BIG, nullable=True),
        sa.Column("other_id", BIG, nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["people.id"], name=op.f("fk_trail_entries_actor_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_trail_entries_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["conversations.id"],
            name=op.f("fk_trail_entries_other_id_conversations"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["space_id"],
            ["spaces.id"],
            name=op.f("fk_trail_entries_space_id_spaces"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["from_space_id"],
            ["spaces.id"],
            name=op.f("fk_trail_entries_from_space_id_spaces"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_entries")),
    )
    op.create_index(
        "ix_trail_entries_conversation", "trail_entries", ["conversation_id", "after_number", "id"]
    )

    op.create_table(
        "bookmarks",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_bookmarks_person_id_people"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_bookmarks_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookmarks")),
        sa.UniqueConstraint("person_id", "post_id", name=op.f("uq_bookmarks_person_id_post_id")),
    )
    op.create_index("ix_bookmarks_post_id", "bookmarks", ["post_id"])
    op.create_index("ix_bookmarks_person", "bookmarks", ["person_id", "marked_at", "id"])

    op.create_table(
        "moved_numbers",
        sa.Column("conversation_id", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_moved_numbers_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"],
            ["posts.id"],
            name=op.f("fk_moved_numbers_post_id_posts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", "number", name=op.f("pk_moved_numbers")),
    )
    op.create_index("ix_moved_numbers_post_id", "moved_numbers", ["post_id"])

    op.create_table(
        "polls",
        sa.Column("id", BIG, nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("results", sa.String(length=40), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voter_count", BIG, nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("edition", BIG, nullable=False),
        sa.Column("changed_after", BIG, nullable=False),
        sa.Column("held_back", sa.JSON(), nullable=True),
        sa.Column("released", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_polls_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polls")),
        sa.UniqueConstraint("post_id", name=op.f("uq_polls_post_id")),
    )
    op.create_table(
        "post_reactions",
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("reacted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_post_reactions_person_id_people"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"],
            ["posts.id"],
            name=op.f("fk_post_reactions_post_id_posts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("post_id", "person_id", "kind", name=op.f("pk_post_reactions")),
    )
    op.create_index("ix_post_reactions_person_id", "post_reactions", ["person_id"])
    op.create_index(
        "ix_post_reactions_post", "post_reactions", ["post_id", "kind", "reacted_at", "person_id"]
    )

    op.create_table(
        "quotes",
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("quoted_id", BIG, nullable=False),
        sa.Column("quoted_revision", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_quotes_post_id_posts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["quoted_id"], ["posts.id"], name=op.f("fk_quotes_quoted_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", "quoted_id", name=op.f("pk_quotes")),
    )
    op.create_index("ix_quotes_quoted", "quotes", ["quoted_id", "post_id"])

    op.create_table(
        "translations",
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("original_id", BIG, nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("of_revision", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["original_id"],
            ["posts.id"],
            name=op.f("fk_translations_original_id_posts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"],
            ["posts.id"],
            name=op.f("fk_translations_post_id_posts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_translations")),
        sa.UniqueConstraint(
            "original_id", "language", name=op.f("uq_translations_original_id_language")
        ),
    )
    op.create_table(
        "unmaskings",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("persona_id", BIG, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by_id", BIG, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", BIG, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["people.id"], name=op.f("fk_unmaskings_asked_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_unmaskings_decided_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["persona_id"],
            ["people.id"],
            name=op.f("fk_unmaskings_persona_id_people"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_unmaskings_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unmaskings")),
        sa.UniqueConstraint("ref", name=op.f("uq_unmaskings_ref")),
    )
    op.create_index("ix_unmaskings_persona_id", "unmaskings", ["persona_id"])
    op.create_index("ix_unmaskings_post_id", "unmaskings", ["post_id"])

    op.create_table(
        "mergers",
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("into_id", BIG, nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["into_id"], ["threads.id"], name=op.f("fk_mergers_into_id_threads"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["threads.id"],
            name=op.f("fk_mergers_thread_id_threads"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_mergers")),
    )
    op.create_index("ix_mergers_into_id", "mergers", ["into_id"])

    op.create_table(
        "poll_choices",
        sa.Column("id", BIG, nullable=False),
        sa.Column("poll_id", BIG, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["poll_id"],
            ["polls.id"],
            name=op.f("fk_poll_choices_poll_id_polls"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_choices")),
        sa.UniqueConstraint("poll_id", "position", name=op.f("uq_poll_choices_poll_id_position")),
    )
    op.create_table(
        "synopses",
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("contributions_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window_reason", sa.String(length=200), nullable=False),
        sa.Column("confirmations_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("drafted_by_id", BIG, nullable=True),
        sa.Column("sequence", BIG, nullable=False),
        sa.Column("round", BIG, nullable=False),
        sa.Column("sent_round", BIG, nullable=False),
        sa.Column("post_id", BIG, nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("over_objection", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["people.id"], name=op.f("fk_synopses_drafted_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_synopses_post_id_posts"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["threads.id"],
            name=op.f("fk_synopses_thread_id_threads"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_synopses")),
    )
    op.create_table(
        "thread_timers",
        sa.Column("id", BIG, nullable=False),
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["people.id"], name=op.f("fk_thread_timers_set_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["threads.id"],
            name=op.f("fk_thread_timers_thread_id_threads"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_timers")),
        sa.UniqueConstraint("thread_id", "kind", name=op.f("uq_thread_timers_thread_id_kind")),
    )
    op.create_table(
        "poll_votes",
        sa.Column("poll_id", BIG, nullable=False),
        sa.Column("voter", sa.String(length=64), nullable=False),
        sa.Column("choice_id", BIG, nullable=False),
        sa.Column("rank", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("voted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["choice_id"],
            ["poll_choices.id"],
            name=op.f("fk_poll_votes_choice_id_poll_choices"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_poll_votes_person_id_people"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["polls.id"], name=op.f("fk_poll_votes_poll_id_polls"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("poll_id", "voter", "choice_id", name=op.f("pk_poll_votes")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_poll_votes_choice", "poll_votes", ["choice_id", "rank"])
    op.create_index("ix_poll_votes_person_id", "poll_votes", ["person_id"])

    op.create_table(
        "synopsis_confirmations",
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("round", BIG, nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("wants_credit", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_synopsis_confirmations_person_id_people"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["synopses.thread_id"],
            name=op.f("fk_synopsis_confirmations_thread_id_synopses"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("thread_id", "person_id", name=op.f("pk_synopsis_confirmations")),
    )
    op.create_index("ix_synopsis_confirmations_person_id", "synopsis_confirmations", ["person_id"])

    op.create_table(
        "synopsis_sentences",
        sa.Column("id", BIG, nullable=False),
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("told_unsourced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["synopses.thread_id"],
            name=op.f("fk_synopsis_sentences_thread_id_synopses"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synopsis_sentences")),
        sa.UniqueConstraint(
            "thread_id", "position", name=op.f("uq_synopsis_sentences_thread_id_position")
        ),
    )
    op.create_table(
        "synopsis_citations",
        sa.Column("sentence_id", BIG, nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("revision", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"],
            ["posts.id"],
            name=op.f("fk_synopsis_citations_post_id_posts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sentence_id"],
            ["synopsis_sentences.id"],
            name=op.f("fk_synopsis_citations_sentence_id_synopsis_sentences"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sentence_id", "post_id", name=op.f("pk_synopsis_citations")),
    )
    op.create_index("ix_synopsis_citations_post_id", "synopsis_citations", ["post_id"])

    op.add_column(
        "conversations",
        sa.Column("is_listed", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
    op.add_column(
        "conversations",
        sa.Column("has_trail", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "conversations",
        sa.Column("has_held", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "conversations", sa.Column("slow_seconds", BIG, server_default="0", nullable=False)
    )
    op.create_index("ix_conversations_address", "conversations", ["address"])

    op.add_column(
        "threads", sa.Column("has_timers", sa.Boolean(), server_default=sa.false(), nullable=False)
    )

    op.add_column(
        "posts", sa.Column("is_wiki", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "posts", sa.Column("has_poll", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "posts", sa.Column("has_quotes", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("posts", sa.Column("quoted_count", BIG, server_default="0", nullable=False))
    op.add_column("posts", sa.Column("reactions", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("posts", sa.Column("translated", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("posts", sa.Column("score", BIG, server_default="0", nullable=False))
    op.create_index("ix_threads_kind", "threads", ["kind", "accepted_post_id", "conversation_id"])
    is_pinned = sa.text("pinned_at IS NOT NULL")
    op.create_index(
        "ix_threads_pinned",
        "threads",
        ["pinned_at"],
        sqlite_where=is_pinned,
        postgresql_where=is_pinned,
    )
    op.create_index("ix_posts_best", "posts", ["conversation_id", "score", "number"])
    op.create_index("ix_posts_by", "posts", ["conversation_id", "author_id", "created_at"])
    held = sa.text("state = 'held'")
    op.create_index(
        "ix_posts_held", "posts", ["conversation_id"], sqlite_where=held, postgresql_where=held
    )

    op.add_column(
        "spaces",
        sa.Column("first_posts", sa.String(length=40), server_default="open", nullable=False),
    )
    op.add_column("spaces", sa.Column("slow_seconds", BIG, server_default="0", nullable=False))
    op.add_column(
        "spaces",
        sa.Column("pseudonyms", sa.String(length=40), server_default="never", nullable=False),
    )

    _count_days()


def downgrade() -> None:
    op.drop_column("spaces", "pseudonyms")
    op.drop_column("spaces", "slow_seconds")
    op.drop_column("spaces", "first_posts")

    op.drop_index("ix_posts_held", table_name="posts")
    op.drop_index("ix_threads_pinned", table_name="threads")
    op.drop_index("ix_threads_kind", table_name="threads")
    op.drop_index("ix_posts_by", table_name="posts")
    op.drop_index("ix_posts_best", table_name="posts")
    op.drop_column("posts", "score")
    op.drop_column("posts", "translated")
    op.drop_column("posts", "reactions")
    op.drop_column("posts", "quoted_count")
    op.drop_column("posts", "has_quotes")
    op.drop_column("posts", "has_poll")
    op.drop_column("posts", "is_wiki")

    op.drop_column("threads", "has_timers")

    op.drop_index("ix_conversations_address", "conversations")
    op.drop_column("conversations", "slow_seconds")
    op.drop_column("conversations", "has_held")
    op.drop_column("conversations", "has_trail")
    op.drop_column("conversations", "is_listed")

    op.drop_table("synopsis_citations")
    op.drop_table("synopsis_sentences")
    op.drop_table("synopsis_confirmations")
    op.drop_table("poll_votes")
    op.drop_table("thread_timers")
    op.drop_table("synopses")
    op.drop_table("poll_choices")
    op.drop_table("mergers")
    op.drop_table("unmaskings")
    op.drop_table("translations")
    op.drop_table("quotes")
    op.drop_table("post_reactions")
    op.drop_table("polls")
    op.drop_table("moved_numbers")
    op.drop_table("bookmarks")
    op.drop_table("trail_entries")
    op.drop_table("conversation_days")
    op.drop_table("personas")
    op.drop_table("drafts")


def _count_days() -> None:
    """Count what was written so far, day by day."""
    connection = op.get_bind()
    on_sqlite = connection.dialect.name == "sqlite"
    day = "date(created_at)" if on_sqlite else "(created_at AT TIME ZONE 'UTC')::date"
    connection.exec_driver_sql(
        f"INSERT INTO conversation_days (conversation_id, day, score) SELECT conversation_id, {day}, count(*)"
        f" FROM posts WHERE number IS NOT NULL GROUP BY conversation_id, {day}"
    )
