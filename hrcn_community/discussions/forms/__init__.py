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
from hrcn_community.discussions.forms.threads import ReasonForm, ReplyForm, ThreadForm

__all__ = [
    "CreditForm",
    "DraftForm",
    "PublicationForm",
    "QueryForm",
    "ReasonForm",
    "ReplyForm",
    "SayForm",
    "SendingForm",
    "ThreadForm",
    "WindowForm",
]
