"""The shape of what people send to threads."""

from hrcn_community.discussions.forms.synopses import (
    CreditForm,
    DraftForm,
    PublicationForm,
    QueryForm,
    SayForm,
    SendingForm,
    WindowForm,
)
from hrcn_community.discussions.forms.threads import (
    KINDS,
    VOCABULARIES,
    AboutThread,
    ReadForm,
    ReasonForm,
    ReplyForm,
    ThreadForm,
    kinds_offered,
)

__all__ = [
    "KINDS",
    "VOCABULARIES",
    "AboutThread",
    "CreditForm",
    "DraftForm",
    "PublicationForm",
    "QueryForm",
    "ReadForm",
    "ReasonForm",
    "ReplyForm",
    "SayForm",
    "SendingForm",
    "ThreadForm",
    "WindowForm",
    "kinds_offered",
]
