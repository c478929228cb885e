"""What advisors said of themselves to be found by, and declared for a year: theirs to take along."""

from hrcn_community.consultations.models import AdvisorCountry, GeneralDeclaration
from hrcn_community.core.words import _l
from hrcn_community.privacy.chapters import Chapter

CHAPTERS = (
    Chapter(
        "general_declarations",
        _l("What you declared for a year of your ties"),
        GeneralDeclaration.person_id,
        (GeneralDeclaration.text, GeneralDeclaration.made_at, GeneralDeclaration.valid_until),
    ),
    Chapter(
        "advisor_countries",
        _l("Countries whose law you said you know"),
        AdvisorCountry.person_id,
        (AdvisorCountry.country,),
    ),
)
