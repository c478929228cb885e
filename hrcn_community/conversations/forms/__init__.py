"""The shape of what people send to conversations, whatever room they are in."""

from hrcn_community.conversations.forms.masking import MaskableForm, TellingForm

__all__ = ["MaskableForm", "TellingForm"]
