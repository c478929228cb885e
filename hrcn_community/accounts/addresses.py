"""An e-mail address as it is kept: one recipient, in lower case."""

from email_validator import EmailNotValidError, validate_email

from hrcn_community.core.text import one_line


def folded_address(text: str) -> str:
    """Return what somebody typed as an address is looked up by."""
    return one_line(text).lower()


def sound_address(text: str) -> str:
    """Return the address of one recipient as it is kept, or '' where it is none."""
    try:
        found = validate_email(
            folded_address(text), check_deliverability=False, allow_smtputf8=False
        )
    except EmailNotValidError:
        return ""
    return (found.ascii_email or "").lower()
