"""What people call the kinds of steps."""

from hrcn_community.core.words import _l
from hrcn_community.learning.models import StepKind

KIND_NAMES = {
    StepKind.SELF_ASSESSMENT: _l("Where you stand"),
    StepKind.READING: _l("Reading"),
    StepKind.SCENARIO: _l("Scenario"),
    StepKind.QUIZ: _l("Looking back"),
    StepKind.PLAN: _l("Your plan"),
}
