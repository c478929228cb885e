"""How mail programs, in five languages, begin what they quote and end what somebody wrote.

Each is asked of one line at a time, by plain comparisons: no pattern goes back and forth over a text.
"""

from collections.abc import Sequence

LONGEST_LINE = 400  # of a line that a mail program wrote; longer ones are prose
HEADS = (  # of a copy below: who, when, about what
    ("from", "von", "van", "från", "de", "expéditeur"),
    ("sent", "date", "gesendet", "datum", "verzonden", "skickat", "envoyé"),
    ("subject", "betreff", "onderwerp", "ämne", "objet", "sujet"),
)
COPIES = {
    "original message",
    "ursprüngliche nachricht",
    "originalnachricht",
    "oorspronkelijk bericht",
    "oorspronkelijke bericht",
    "originalmeddelande",
    "ursprungligt meddelande",
    "message d'origine",
    "message d’origine",
    "message original",
    "forwarded message",
    "weitergeleitete nachricht",
    "doorgestuurd bericht",
    "vidarebefordrat meddelande",
    "message transféré",
}
WRITTEN = (  # how a line begins that says who wrote what follows, what is in it, and how it ends
    ("on ", "", "wrote:"),
    ("am ", " schrieb", ":"),
    ("op ", " schreef", ":"),
    ("op ", " heeft ", "geschreven:"),
    ("den ", " skrev", ":"),
    ("", " skrev ", ":"),
    ("le ", "", "a écrit :"),
    ("le ", "", "a écrit:"),
)
DEVICES = (
    "sent from my ",
    "sent from outlook",
    "sent from mail for",
    "sent from yahoo",
    "sent with proton",
    "sent with [proton",
    "sent from proton",
    "get outlook for ",
    "von meinem ",
    "gesendet von mein",
    "gesendet von outlook",
    "gesendet von mail für",
    "gesendet mit ",
    "von samsung",
    "diese nachricht wurde von meinem ",
    "outlook für ",
    "holen sie sich outlook für ",
    "verzonden vanaf ",
    "verstuurd vanaf ",
    "verzonden vanuit ",
    "verzonden met ",
    "outlook voor ",
    "skickat från min ",
    "skickat från outlook",
    "skickat från e-post för",
    "skickat med proton",
    "hämta outlook för ",
    "envoyé de mon ",
    "envoyé depuis mon ",
    "envoyé à partir de ",
    "envoyé avec la messagerie ",
    "envoyé avec proton",
    "provenance : courrier ",
    "télécharger outlook pour ",
    "obtenir outlook pour ",
)
CLOSINGS = {
    "best",
    "best regards",
    "kind regards",
    "warm regards",
    "regards",
    "best wishes",
    "all the best",
    "yours sincerely",
    "sincerely",
    "many thanks",
    "thanks",
    "thank you",
    "cheers",
    "mit freundlichen grüßen",
    "mit freundlichen grüssen",
    "freundliche grüße",
    "viele grüße",
    "liebe grüße",
    "beste grüße",
    "herzliche grüße",
    "schöne grüße",
    "mit besten grüßen",
    "viele grüsse",
    "beste grüsse",
    "grüße",
    "gruß",
    "danke",
    "mfg",
    "lg",
    "vg",
    "met vriendelijke groet",
    "met vriendelijke groeten",
    "vriendelijke groet",
    "vriendelijke groeten",
    "hartelijke groet",
    "hartelijke groeten",
    "met groet",
    "groet",
    "groeten",
    "groetjes",
    "dank",
    "bedankt",
    "mvg",
    "med vänlig hälsning",
    "med vänliga hälsningar",
    "vänlig hälsning",
    "vänliga hälsningar",
    "bästa hälsningar",
    "hälsningar",
    "vänligen",
    "tack",
    "mvh",
    "cordialement",
    "bien cordialement",
    "bien à vous",
    "bien à toi",
    "meilleures salutations",
    "salutations",
    "salutations distinguées",
    "amicalement",
    "bonne journée",
    "merci",
    "cdt",
}
STOPS = {  # what many write who want no more mail, and nobody to a conversation
    "unsubscribe",
    "please unsubscribe",
    "please unsubscribe me",
    "remove me",
    "please remove me",
    "stop",
    "abmelden",
    "bitte abmelden",
    "abbestellen",
    "afmelden",
    "uitschrijven",
    "graag afmelden",
    "avregistrera",
    "avprenumerera",
    "désabonnement",
    "désinscription",
    "me désabonner",
}
FROM_WHERE = (" from ", " aus ", " uit ", " från ")
LONGEST_CONTACT = 120
SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " "})


def is_attribution(line: str) -> bool:
    """Does it say who wrote, and on which day, what follows? Of one that wraps, all of it is asked."""
    said = _folded(line)
    if len(said) > LONGEST_LINE or not any(sign.isdigit() for sign in said):
        return False
    return any(
        said.startswith(begins) and within in said and said.endswith(ends)
        for begins, within, ends in WRITTEN
        if begins or said[:1].isdigit()
    )


def is_copy_line(line: str) -> bool:
    """Is it the line between a mail and the copy of what it answers?"""
    said = _folded(line)
    return said.startswith("--") and said.strip("- ") in COPIES


def begins_copy(lines: Sequence[str]) -> bool:
    """Do these few lines begin the head of a copy: who, when, about what, in this order?"""
    named = [_label(line) for line in lines]
    if not named or named[0] not in HEADS[0]:
        return False
    at = 0
    for name in named:
        at += at < len(HEADS) and name in HEADS[at]
    return at == len(HEADS)


def is_rule(line: str) -> bool:
    """Is it the line that some draw above a copy?"""
    said = line.strip()
    return len(said) >= 10 and not said.strip("_")


def is_device(line: str) -> bool:
    said = _folded(line).lstrip("*_ ")
    return len(said) <= 80 and said.startswith(DEVICES)


def is_closing(line: str) -> bool:
    """Is it a greeting at an end? It may say from where."""
    said = _folded(line).rstrip(",.! ")
    return said in CLOSINGS or any(said.partition(from_)[0] in CLOSINGS for from_ in FROM_WHERE)


def wants_no_mail(text: str) -> bool:
    """Does an answer say nothing but that no more mail shall come?"""
    return len(text) <= LONGEST_LINE and _folded(text).strip(" .!*") in STOPS


def is_contact(line: str) -> bool:
    """Is it a line that says where somebody is reached: by telephone, mail or a page of their own?"""
    said = _folded(line)
    digits = sum(sign.isdigit() for sign in said)
    return len(said) <= LONGEST_CONTACT and (digits >= 6 or "@" in said or "www." in said)


def is_of_a_card(line: str) -> bool:
    """Could it stand between a name and how to reach whoever bears it? It is short, and no sentence."""
    said = line.strip()
    return len(said) <= LONGEST_CONTACT and not said.endswith((".", "!", "?", ":", ";"))


def is_name(line: str) -> bool:
    """Could it be nothing but somebody's name, or that of somebody who signs for another?"""
    line = line.strip().removeprefix("i. A. ").removeprefix("i.A. ")
    words = line.rstrip(".").split()
    if not 1 <= len(words) <= 4 or len(line) > 60:
        return False
    letters = "".join(words).replace("-", "").replace("'", "").replace("’", "").replace(".", "")
    return letters.isalpha() and words[0][0].isupper() and words[-1][0].isupper()


def _label(line: str) -> str:
    """Return what stands before the colon of a line, as the head of a copy bears it."""
    name, colon, _ = _folded(line[:LONGEST_LINE]).partition(":")
    return name.strip("* ") if colon else ""


def _folded(line: str) -> str:
    return line[: LONGEST_LINE + 1].translate(SPACES).strip().lower()
