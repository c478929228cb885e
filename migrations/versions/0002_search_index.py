"""The search index, kept by triggers so that it changes in the transaction that changes a post."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE_UP = (
    "CREATE VIRTUAL TABLE post_index USING fts5(title_terms, terms, content='posts',"
    " content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
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
SQLITE_DOWN = (
    "DROP TRIGGER posts_indexed",
    "DROP TRIGGER posts_unindexed",
    "DROP TRIGGER posts_reindexed",
    "DROP TABLE post_index",
)
# array_to_tsvector takes our stems as they are: no parser or dictionary of the server has a say.
WORDS = "array_to_tsvector(array_remove(string_to_array(p.title_terms || ' ' || p.terms, ' '), ''))"
POSTGRESQL_UP = (
    "CREATE TABLE post_index (post_id bigint PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,"
    " document tsvector NOT NULL)",
    f"INSERT INTO post_index SELECT p.id, {WORDS} FROM posts p",
    "CREATE INDEX ix_post_index_document ON post_index USING gin (document)",
    f"""CREATE FUNCTION index_post() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE p posts := NEW;
    BEGIN
      INSERT INTO post_index (post_id, document) VALUES (p.id, {WORDS})
      ON CONFLICT (post_id) DO UPDATE SET document = excluded.document;
      RETURN NULL;
    END $$""",
    "CREATE TRIGGER posts_indexed AFTER INSERT OR UPDATE OF title_terms, terms ON posts"
    " FOR EACH ROW EXECUTE FUNCTION index_post()",
)
POSTGRESQL_DOWN = (
    "DROP TRIGGER posts_indexed ON posts",
    "DROP FUNCTION index_post",
    "DROP TABLE post_index",
)


def upgrade() -> None:
    _run(SQLITE_UP if _on_sqlite() else POSTGRESQL_UP)


def downgrade() -> None:
    _run(SQLITE_DOWN if _on_sqlite() else POSTGRESQL_DOWN)


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _run(statements: tuple[str, ...]) -> None:
    for statement in statements:
        op.get_bind().exec_driver_sql(statement)
