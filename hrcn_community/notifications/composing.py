"""What a mail says, made in the moment of sending: what its reader may still know, and nothing else."""

from email.message import EmailMessage
from typing import Any

from hrcn_community.core.settings import address
from hrcn_community.notifications.allowed import Reader, Tale, reader_of, still_told
from hrcn_community.notifications.digest_words import digest_words
from hrcn_community.notifications.excerpts import html_of, is_cut, text_of
from hrcn_community.notifications.messages import (
    Words,
    headers_of_news,
    message_of,
    neutral_subject,
    rendered,
    speaking,
)
from hrcn_community.notifications.models import Mail, MailSort, Notice
from hrcn_community.notifications.posting import message_id
from hrcn_community.notifications.replying import reply_line, reply_to
from hrcn_community.notifications.sentences import reason_of, sentence_of
from hrcn_community.notifications.topics import Topic
from hrcn_community.notifications.unsubscribing import Leave, new_token

RE = "Re: "  # a mark that mail programs know, in every language


def compose(mail: Mail) -> EmailMessage | None:
    """Return the message that `mail` is by now; None where nothing may or need be said any more."""
    words = _letter(mail) if mail.sort == MailSort.LETTER else _news(mail)
    return message_of(words, mail.message_id) if words else None


def _letter(mail: Mail) -> Words:
    return Words(mail.recipient, mail.subject, mail.body)


def _news(mail: Mail) -> Words | None:
    reader = reader_of(mail.person_id)
    if reader is None:
        return None
    with speaking(reader.viewer.locale):
        if mail.sort == MailSort.DIGEST:
            return digest_words(reader, still_told(reader, Notice.digest_id, mail.id))
        found = still_told(reader, Notice.event_id, mail.event_id)
        return _notice(reader, found[0]) if found else None


def _notice(reader: Reader, tale: Tale) -> Words:
    """Return the mail about one notice.

    Of a question to the experts it bears its reference and a link, of what is confidential nothing.
    """
    leave = _leave(reader, tale)
    if tale.topic == Topic.ADVICE:
        text = f"{address(tale.notice.address)}\n"
        return Words(reader.address, tale.notice.title, text, headers=headers_of_news(leave))
    if tale.is_unnamed:
        text, html = rendered("unnamed", link=address("/notifications"), **_ends(leave))
        return Words(reader.address, neutral_subject(), text, html, headers_of_news(leave))
    place = _place(reader, tale)
    line = reply_line() if "Reply-To" in place else ""
    text, html = rendered("notice", **_said(tale), **_ends(leave), reply_line=line)
    headers = headers_of_news(leave) | place
    return Words(reader.address, _subject(tale), text, html, headers)


def _said(tale: Tale) -> dict[str, Any]:
    said: dict[str, Any] = {
        "sentence": sentence_of(tale),
        "reason": reason_of(tale),
        "link": address(tale.address),
        "author": "",
        "html": "",
        "text": "",
        "language": "",
        "is_cut": False,
    }
    if tale.post and tale.conversation:
        said |= {
            "author": "" if tale.is_by_its_author else tale.author_name or "",
            "html": html_of(tale.post, tale.conversation),
            "text": text_of(tale.post, tale.conversation),
            "language": tale.post.language,
            "is_cut": is_cut(tale.post),
        }
    return said


def _ends(leave: str) -> dict[str, str]:
    """Return what stands below every mail: how to have it otherwise."""
    return {"settings": address("/settings/notices"), "leave": leave}


def _subject(tale: Tale) -> str:
    """Return the conversation's title, so that mail programs gather what belongs together."""
    if tale.conversation is None:
        return sentence_of(tale)
    is_opening = tale.post is not None and tale.post.number == 1
    return tale.title if is_opening else f"{RE}{tale.title}"


def _place(reader: Reader, tale: Tale) -> dict[str, str]:
    """Return the headers that gather the mails about a conversation, and say where an answer goes."""
    if tale.conversation is None:
        return {}
    root = message_id("conversation", tale.conversation.id, reader.id)
    answer = reply_to(reader.id, tale.conversation)
    named = {"Reply-To": answer} if answer else {}
    return {"In-Reply-To": root, "References": root} | named


def _leave(reader: Reader, tale: Tale) -> str:
    conversation_id = tale.conversation.id if tale.conversation else None
    token = new_token(Leave(reader.id, tale.topic, conversation_id))
    return address(f"/unsubscribe/{token}")
