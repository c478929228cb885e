"""Mailboxes with a seed: the same every time, of any size, written piece by piece."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

WORDS = (
    "the council of our city has asked for a plan on housing and we would like to hear from you how "
    "others did it because people wait too long for a home and rights are not kept by good words alone "
    "last year a group of neighbours met and wrote down what they need the answer came in spring"
).split()
NAMES = "Amina Ben Chandra Dalia Omar Cleo Eve Ruth Tomas Ines Paul Vera Nils Greta Hugo".split()
LASTS = "Haddad Lind Bakker Moreau Novak Berg Costa Weiss".split()


def a_message(
    number: int, *, answers: str = "", subject: str = "", body: str = "", seed: int = 1, **more: str
) -> str:
    """Return one message as a mailbox holds it, its envelope first."""
    chance = random.Random(seed * 1_000_003 + number)
    at = datetime(2012, 1, 1, tzinfo=UTC) + timedelta(minutes=17 * number)
    who = chance.randrange(len(NAMES) * len(LASTS))
    name = f"{NAMES[who % len(NAMES)]} {LASTS[who // len(NAMES)]}"
    address = f"{name.lower().replace(' ', '.')}@example.org"
    fields = {
        "From": f"{name} <{address}>",
        "To": "network@lists.example.org",
        "Subject": subject or f"Question {number} on homes",
        "Date": format_datetime(at),
        "Message-ID": f"<{number}.{seed}@mail.example.org>",
        "In-Reply-To": answers,
        "Content-Type": "text/plain; charset=utf-8",
    } | {key.replace("_", "-"): value for key, value in more.items()}
    head = "\n".join(f"{key}: {value}" for key, value in fields.items() if value)
    envelope = f"From {address} {at:%a %b %d %H:%M:%S %Y}"
    return f"{envelope}\n{head}\n\n{body or a_body(chance)}\n\n"


def a_body(chance: random.Random) -> str:
    """Return two to five paragraphs, sometimes with a quote and a link."""
    parts = [f"{number_word(chance)} {some_words(chance)}." for _ in range(chance.randint(2, 5))]
    if chance.random() < 0.5:
        parts.insert(0, "\n".join(f"> {some_words(chance, 12)}" for _ in range(3)))
    if chance.random() < 0.3:
        parts.append(f"See https://example.org/{chance.randrange(9999)} for more.")
    return "\n\n".join([*parts, "-- \nGreetings"])


def number_word(chance: random.Random) -> str:
    return f"w{chance.randrange(10_000)}"


def some_words(chance: random.Random, most: int = 40) -> str:
    words = [chance.choice(WORDS) for _ in range(chance.randint(most // 2, most))]
    return "\n".join(" ".join(words[at : at + 12]) for at in range(0, len(words), 12))


def messages(count: int, seed: int = 1) -> Iterator[str]:
    """Yield so many messages in threads of one to a dozen."""
    chance = random.Random(seed)
    number = 0
    while number < count:
        first = number = number + 1
        yield a_message(first, seed=seed)
        members = [first]
        for _ in range(chance.choice((0, 1, 2, 3, 5, 8, 11))):
            if number >= count:
                return
            number += 1
            above = chance.choice(members[-3:])
            subject = f"Re: Question {first} on homes"
            yield a_message(
                number, answers=f"<{above}.{seed}@mail.example.org>", subject=subject, seed=seed
            )
            members.append(number)


def write_box(path: Path, count: int, seed: int = 1) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for message in messages(count, seed):
            file.write(message)
    return path
