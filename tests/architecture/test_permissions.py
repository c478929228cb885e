"""Every permission has a line in the table and a sentence, and the printed matrix is the true one."""

from hrcn_community.access.permissions import every_permission
from hrcn_community.access.printed import permissions_page
from hrcn_community.access.table import TABLE
from hrcn_community.cli import permissions, routes
from tests.architecture.source import ROOT


def test_every_permission_has_one_line_in_the_table_and_the_table_no_other():
    assert set(TABLE) == set(every_permission())
    assert [str(permission) for permission, who in TABLE.items() if not who] == []


def test_every_permission_and_every_predicate_says_itself_in_a_sentence():
    assert [str(permission) for permission in every_permission() if not permission.sentence] == []
    predicates = {predicate for who in TABLE.values() for predicate in who}
    assert [each.__name__ for each in predicates if not each.__doc__] == []


def test_no_permission_has_the_name_of_another():
    names = [str(permission) for permission in every_permission()]
    assert len(names) == len(set(names))


def test_the_printed_matrix_is_the_one_that_rules(app):
    """After a change: `hrcn permissions > docs/permissions.md`."""
    written = (ROOT / "docs" / "permissions.md").read_text()
    assert written == permissions_page()
    assert app.test_cli_runner().invoke(permissions).output == written


def test_every_address_is_printed_with_its_permission(app):
    printed = app.test_cli_runner().invoke(routes).output
    for rule in app.url_map.iter_rules():
        assert f" {rule.rule} " in printed
    assert "POST  /threads/<ref>/replies" in printed
    assert "threads.reply" in printed
