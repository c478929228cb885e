"""The search index with places, so that phrases are found by it; what stands above a post and is kept elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# Stems are split at spaces alone: whatever is no ASCII belongs to them.
SQLITE_TOKENS = "tokenize='ascii', columnsize=0, prefix='2 3'"
SQLITE_TOKENS_BEFORE = "tokenize='unicode61 remove_diacritics 0'"
SQLITE_CLEARED = (
    "DROP TRIGGER posts_indexed",
    "DROP TRIGGER posts_unindexed",
    "DROP TRIGGER posts_reindexed",
    "DROP TABLE post_index",
)
SQLITE_TABLE = (
    "CREATE VIRTUAL TABLE post_index USING fts5(title_terms, terms, content='posts',"
    " content_rowid='id', {tokens})"
)
SQLITE_FILLED = (
    "INSERT INTO post_index(post_index) VALUES ('rebuild')",
    """CREATE TRIGGER posts_indexed AFTER INSERT ON posts BEGIN
    INSERT INTO post_index(rowid, title_terms, terms) VALUES (new.id, new.title_terms, new.terms);
    END""",
    """CREATE TRIGGER posts_unindexed AFTER DELETE ON posts BEGIN
    INSERT INTO post_index(post_index, rowid, title_terms, terms)
    VALUES ('delete', old.id, old.title_terms, old.terms);
    END""",
    """CREATE TRIGGER posts_reindexed AFTER UPDATE OF title_terms, terms ON posts BEGIN
    INSERT INTO post_index(post_index, rowid, title_terms, terms)
    VALUES ('delete', old.id, old.title_terms, old.terms);
    INSERT INTO post_index(rowid, title_terms, terms) VALUES (new.id, new.title_terms, new.terms);
    END""",
)

# Each word with its place, after `after` others: no parser or dictionary of the server has a say.
POSTGRESQL_PLACED = r"""CREATE FUNCTION placed_words(words text, after integer) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(string_agg(
      '''' || replace(replace(word, '\', '\\'), '''', '''''') || ''':' || least(place + after, 16383),
      ' '), '')::tsvector
    FROM unnest(string_to_array(words, ' ')) WITH ORDINALITY AS each(word, place) WHERE word <> ''
    $$"""
# A place is left free between title and text, so that no phrase runs across.
WORDS = "placed_words(p.title_terms, 0), placed_words(p.title_terms, 0) || placed_words(p.terms, 1)"
WORDS_BEFORE = (
    "array_to_tsvector(array_remove(string_to_array(p.title_terms || ' ' || p.terms, ' '), ''))"
)
POSTGRESQL_CLEARED = (
    "DROP TRIGGER posts_indexed ON posts",
    "DROP FUNCTION index_post",
    "DROP TABLE post_index",
)
POSTGRESQL_UP = (
    POSTGRESQL_PLACED,
    "CREATE TABLE post_index (post_id bigint PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,"
    " title tsvector NOT NULL, document tsvector NOT NULL)",
    f"INSERT INTO post_index SELECT p.id, {WORDS} FROM posts p",
    "CREATE INDEX ix_post_index_title ON post_index USING gin (title)",
    "CREATE INDEX ix_post_index_document ON post_index USING gin (document)",
    f"""CREATE FUNCTION index_post() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE p posts := NEW;
    BEGIN
      INSERT INTO post_index (post_id, title, document) VALUES (p.id, {WORDS})
      ON CONFLICT (post_id) DO UPDATE SET title = excluded.title, document = excluded.document;
      RETURN NULL;
    END $$""",
    "CREATE TRIGGER posts_indexed AFTER INSERT OR UPDATE OF title_terms, terms ON posts"
    " FOR EACH ROW EXECUTE FUNCTION index_post()",
)
POSTGRESQL_DOWN = (
    "DROP FUNCTION placed_words",
    "CREATE TABLE post_index (post_id bigint PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,"
    " document tsvector NOT NULL)",
    f"INSERT INTO post_index SELECT p.id, {WORDS_BEFORE} FROM posts p",
    "CREATE INDEX ix_post_index_document ON post_index USING gin (document)",
    f"""CREATE FUNCTION index_post() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE p posts := NEW;
    BEGIN
      INSERT INTO post_index (post_id, document) VALUES (p.id, {WORDS_BEFORE})
      ON CONFLICT (post_id) DO UPDATE SET document = excluded.document;
      RETURN NULL;
    END $$""",
    "CREATE TRIGGER posts_indexed AFTER INSERT OR UPDATE OF title_terms, terms ON posts"
    " FOR EACH ROW EXECUTE FUNCTION index_post()",
)


# What rooms wrote above their posts before there was a place for it beside them.
HEADINGS = {
    "clauses": "SELECT title FROM clauses WHERE post_id = posts.id",
    "steps": "SELECT title FROM steps WHERE post_id = posts.id ORDER BY version DESC LIMIT 1",
    "modules": "SELECT summary FROM modules WHERE post_id = posts.id",
    "practices": "SELECT years FROM practices WHERE summary_post_id = posts.id",
}
PROGRAMMES = """SELECT w.conversation_id, w.summary, i.title FROM workshops w
    LEFT JOIN agenda_items i ON i.workshop_id = w.id ORDER BY w.id, i.number"""


def upgrade() -> None:
    if _on_sqlite():
        _run(SQLITE_CLEARED)
    else:
        _run(POSTGRESQL_CLEARED)
    op.add_column("posts", sa.Column("heading", sa.Text(), server_default="", nullable=False))
    _write_headings()
    if _on_sqlite():
        _run((SQLITE_TABLE.format(tokens=SQLITE_TOKENS), *SQLITE_FILLED))
    else:
        _run(POSTGRESQL_UP)


def downgrade() -> None:
    if _on_sqlite():
        _run(SQLITE_CLEARED)
    else:
        _run(POSTGRESQL_CLEARED)
    op.drop_column("posts", "heading")
    if _on_sqlite():
        _run((SQLITE_TABLE.format(tokens=SQLITE_TOKENS_BEFORE), *SQLITE_FILLED))
    else:
        _run(POSTGRESQL_DOWN)


def _write_headings() -> None:
    """Write what stands above posts beside them; the words follow when they are rendered anew."""
    for table, heading in HEADINGS.items():
        key = "summary_post_id" if table == "practices" else "post_id"
        op.execute(
            f"UPDATE posts SET heading = ({heading}) WHERE id IN (SELECT {key} FROM {table})"
        )
    told: dict[int, list[str]] = {}
    for id_, summary, item in op.get_bind().exec_driver_sql(PROGRAMMES).all():
        told.setdefault(id_, [summary]).extend([item] if item is not None else [])
    write = sa.text(
        "UPDATE posts SET heading = :heading WHERE conversation_id = :id AND number = 1"
    )
    for id_, lines in told.items():
        op.get_bind().execute(write, {"heading": "\n".join(lines), "id": id_})


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _run(statements: tuple[str, ...]) -> None:
    for statement in statements:
        op.get_bind().exec_driver_sql(statement)
