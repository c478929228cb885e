"""What the pages of learning ask of the database: the same however much there is."""

from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.learning.actions.enrolments import enrol
from hrcn_community.learning.actions.remarks import post_remark
from hrcn_community.learning.queries import waiting
from hrcn_community.learning.queries.modules import find_module
from hrcn_community.learning.queries.steps import find_discussion
from tests.counting import count_queries
from tests.learning.lessons import enrolled, publish


def asked(person, path: str) -> int:
    """Return how many statements a page takes when it is read for the second time."""
    person.browser.page(path)
    with count_queries(person.app) as statements:
        person.browser.page(path)
    return len([s for s in statements if not s.startswith(("BEGIN", "PRAGMA"))])


def add_modules(world, by, learner, numbers) -> None:
    for number in numbers:
        publish(world, by, f"module-{number:03}", title=f"Module {number}")

    def begin() -> None:
        me = viewer_of(learner.id)
        for number in numbers:
            module = find_module(f"module-{number:03}", viewer=me)
            assert module is not None
            enrol(module, by=me)

    world.do(begin)


def add_remarks(world, by, count: int) -> None:
    def write() -> None:
        me = viewer_of(by.id)
        beside = find_discussion("doors", "work", viewer=me)
        assert beside is not None
        for number in range(count):
            post_remark(beside.conversation, f"Remark {number}", by=me)

    world.do(write)


def test_the_list_and_what_waits_take_as_many_with_three_modules_as_with_sixty(world, cast):
    add_modules(world, cast.chandra, cast.ben, range(3))
    few = asked(cast.ben, "/learning")
    ben = world.viewer(cast.ben)
    with count_queries(world.app) as begun:
        assert len(world.ask(lambda: waiting(viewer=ben))) == 3
    few_waiting = len([s for s in begun if s.startswith("SELECT")])
    add_modules(world, cast.chandra, cast.ben, range(3, 60))
    assert asked(cast.ben, "/learning") == few <= 7
    with count_queries(world.app) as begun:
        assert len(world.ask(lambda: waiting(viewer=ben))) == 60
    assert len([s for s in begun if s.startswith("SELECT")]) == few_waiting == 1


def test_a_step_takes_as_many_with_three_remarks_as_with_sixty(world, cast):
    module = publish(world, cast.chandra)
    enrolled(cast.ben, module)
    cast.ben.browser.post(f"{module}/steps/work/answers/q1", answer="a")
    add_remarks(world, cast.amina, 3)
    few = asked(cast.ben, f"{module}/steps/work?post=1")
    add_remarks(world, cast.amina, 57)
    assert asked(cast.ben, f"{module}/steps/work?post=1") == few <= 15


def test_the_page_of_a_module_and_the_certificate_are_few(world, cast):
    module = publish(world, cast.chandra)
    enrolled(cast.ben, module)
    assert asked(cast.ben, module) <= 8
    assert asked(cast.ben, f"{module}/completion") <= 8


def test_the_list_goes_on_where_a_page_ends(world, cast):
    add_modules(world, cast.chandra, cast.ben, range(31))
    first = cast.amina.browser.page("/learning")
    assert "Module 29<" in first
    assert "Module 30<" not in first
    assert "/learning?after=module-029" in first
    assert "Module 30<" in cast.amina.browser.page("/learning?after=module-029")
