"""Answers as mail programs send them, in five languages: what arrives, and what somebody wrote of it."""

OWN = "Yes, we did it so.\n\nIt cost two euros a month."
QUOTED = "> How do you do it?\n>\n> Amina Koll\n> — Write your answer above this line —"
COPY = "How do you do it?\n\nRead it: https://community.example.org/threads/0a1b2c3d4e"


def _above(line: str) -> str:
    return f"{OWN}\n\n{line}\n\n{QUOTED}\n"


def _over(head: str) -> str:
    return f"{OWN}\n\n{head}\n\n{COPY}\n"


ABOVE_A_QUOTE = {
    "gmail en": "On Mon, 3 Nov 2025 at 10:02, HRCN Community <community@example.org> wrote:",
    "gmail en, wrapped": "On Mon, 3 Nov 2025 at 10:02, HRCN Community <\ncommunity@example.org> wrote:",
    "gmail de": "Am Mo., 3. Nov. 2025 um 10:02 Uhr schrieb HRCN Community <\ncommunity@example.org>:",
    "gmail nl": "Op ma 3 nov 2025 om 10:02 schreef HRCN Community <community@example.org>:",
    "gmail sv": "Den mån 3 nov. 2025 kl 10:02 skrev HRCN Community <community@example.org>:",
    "gmail fr": "Le lun. 3 nov. 2025 à 10:02, HRCN Community <community@example.org> a écrit :",
    "apple en": "> On 3 Nov 2025, at 10:02, HRCN Community <community@example.org> wrote:",
    "apple de": "Am 03.11.2025 um 10:02 schrieb HRCN Community <community@example.org>:",
    "apple nl": "Op 3 nov. 2025 om 10:02 heeft HRCN Community <community@example.org>\nhet volgende geschreven:",
    "apple sv": "3 nov. 2025 kl. 10:02 skrev HRCN Community <community@example.org>:",
    "apple fr": "Le 3 nov. 2025 à 10:02, HRCN Community <community@example.org> a écrit\u00a0:",
    "thunderbird en": "On 03/11/2025 10:02, HRCN Community wrote:",
    "thunderbird de": "Am 03.11.25 um 10:02 schrieb HRCN Community:",
    "thunderbird nl": "Op 03-11-2025 om 10:02 schreef HRCN Community:",
    "thunderbird sv": "Den 2025-11-03 kl. 10:02, skrev HRCN Community:",
    "thunderbird fr": "Le 03/11/2025 à 10:02, HRCN Community a écrit\u202f:",
    "a line between": "-------- Original Message --------",
}
OVER_A_COPY = {
    "outlook en": "From: HRCN Community <community@example.org>\nSent: Monday, November 3, 2025 10:02\n"
    "To: Ben Lindqvist <ben@example.org>\nSubject: Warm homes",
    "outlook de": "Von: HRCN Community <community@example.org>\nGesendet: Montag, 3. November 2025 10:02\n"
    "An: Ben Lindqvist <ben@example.org>\nBetreff: Warm homes",
    "outlook nl": "Van: HRCN Community <community@example.org>\nVerzonden: maandag 3 november 2025 10:02\n"
    "Aan: Ben Lindqvist <ben@example.org>\nOnderwerp: Warm homes",
    "outlook sv": "Från: HRCN Community <community@example.org>\nSkickat: den 3 november 2025 10:02\n"
    "Till: Ben Lindqvist <ben@example.org>\nÄmne: Warm homes",
    "outlook fr": "De\u00a0: HRCN Community <community@example.org>\nEnvoyé\u00a0: lundi 3 novembre 2025 10:02\n"
    "À\u00a0: Ben Lindqvist <ben@example.org>\nObjet\u00a0: Warm homes",
    "outlook on a telephone": "________________________________\nFrom: HRCN Community <community@example.org>\n"
    "Sent: Monday, November 3, 2025 10:02:00 AM\nTo: Ben <ben@example.org>\nSubject: Warm homes",
    "outlook as gmail turns it": "*From:* HRCN Community <community@example.org>\n*Sent:* Monday\n"
    "*To:* Ben\n*Subject:* Warm homes",
    "a line de": "-----Ursprüngliche Nachricht-----\nVon: HRCN Community\nGesendet: Montag",
    "a line nl": "-----Oorspronkelijk bericht-----",
    "a line sv": "-----Ursprungligt meddelande-----",
    "a line fr": "-----Message d'origine-----",
    "yahoo": "On Monday, November 3, 2025 at 10:02:00 AM GMT+1, HRCN Community <community@example.org> wrote:",
    "our own line": "— Write your answer above this line —",
}
SIGNED = {
    "a signature": "-- \nBen Lindqvist\nCity of Example\n+00 12 345 67 89\nben@example.org",
    "a bare one": "--\nBen Lindqvist\nCity of Example",
    "iphone en": "Sent from my iPhone",
    "iphone de": "Von meinem iPhone gesendet",
    "iphone nl": "Verstuurd vanaf mijn iPhone",
    "iphone sv": "Skickat från min iPhone",
    "iphone fr": "Envoyé de mon iPhone",
    "outlook en": "Get Outlook for iOS <https://example.org/ios>",
    "outlook de": "Outlook für Android beziehen",
    "outlook nl": "Verzonden met Outlook voor Android",
    "outlook sv": "Hämta Outlook för iOS",
    "outlook fr": "Télécharger Outlook pour iOS",
    "samsung de": "Von meinem Galaxy gesendet",
    "a greeting en": "Best regards,\n\nBen Lindqvist",
    "a greeting de": "Mit freundlichen Grüßen\nBen Lindqvist",
    "a greeting nl": "Met vriendelijke groet,\nBen van der Lindqvist",
    "a greeting sv": "Vänliga hälsningar\nBen",
    "a greeting fr": "Bien cordialement,\nBen",
    "proton en": "Sent with [Proton Mail](https://example.org) secure email.",
    "proton fr": "Envoyé avec la messagerie sécurisée Proton Mail.",
    "outlook on a telephone nl": "Verzonden vanuit Outlook voor iOS<https://example.org/ios>",
    "mail for windows sv": "Skickat från E-post för Windows",
    "thanks": "Many thanks,\nBen",
    "a greeting from somewhere": "Viele Grüße aus Graz\nBen",
    "a card nl": "Met vriendelijke groet,\n\nHanneke de Wit\nBeleidsadviseur\nGemeente Voorbeeld\n"
    "T 030 000 00 00\nwww.example.org",
    "a card de": "Mit freundlichen Grüßen\ni. A. Sabine Vogt\nAmt für Wohnen\nE-Mail: sabine@example.org",
    "a card fr": "Bien cordialement,\n\nMireille Roux\nChargée de mission\n\nVille d’Exemple\n04 00 00 00 00",
    "both": "Kind regards\nBen\n\nSent from my iPhone",
}
CASES = {
    **{f"above a quote, {name}": (_above(line), OWN) for name, line in ABOVE_A_QUOTE.items()},
    **{f"over a copy, {name}": (_over(head), OWN) for name, head in OVER_A_COPY.items()},
    **{f"signed, {name}": (f"{OWN}\n\n{end}\n", OWN) for name, end in SIGNED.items()},
    **{
        f"signed above a quote, {name}": (
            _above(ABOVE_A_QUOTE["gmail en"]).replace("month.", f"month.\n\n{end}"),
            OWN,
        )
        for name, end in SIGNED.items()
    },
}
QUESTIONS = "> What does it cost?\n>\n> And heating?"
KEPT_WHOLE = {
    "nothing to leave out": OWN,
    "a sentence that begins as a program does": "On 3 May the mayor wrote:\n\nwe shall pay for all of it.",
    "a sentence of a German": "Am 3. Mai schrieb die Bürgermeisterin:\nwir zahlen alles.",
    "a list of facts": "Date: 3 May\nPlace: the town hall\nSubject: warm homes",
    "where from": "From: the town hall\nto the market it is a mile.",
    "a line of hyphens": "Before.\n\n--\n\n" + "\n".join(f"After, {n}." for n in range(9)),
    "a greeting, and more in sentences": "Hello.\n\nBest regards,\nBen\n\nI forgot: it was in 2024.",
    "a greeting, a name and a calling": "Hello.\n\nBest regards,\nBen\nCity of Example",
    "thanks to somebody, and a number in a sentence": "Hello.\n\nThanks\nBen\n\nCall 030 000 00 00 for it.",
    "a greeting that goes on": "Hello.\n\nBest regards,\nBen and I hope to see you.",
    "a greeting to somebody": "Hello.\n\nBest regards to all of you in Utrecht, and thanks.",
    "a name alone": "Who was it?\n\nBen",
    "nothing but a greeting": "Best regards,\nBen",
    "about a telephone": "It was sent from my telephone, I think, and then it was lost.\n\nWas it?",
    "hyphens as a list": "- one\n- two\n\n-- three --",
    "a rule": "Before\n\n__________________\n\nAfter",
}
BELOW = {
    "a card, and what an office adds below": (
        f"{OWN}\n\nKind regards,\nBen Lindqvist\nCity of Example | 030 000 00 00\n\nThis mail is for you alone.\n",
        f"{OWN}\n\nThis mail is for you alone.",
    ),
    "somebody else's mail": (
        f"{OWN}\n\n---------- Forwarded message ---------\nFrom: Ben\nNo.\n",
        OWN,
    ),
    "below a quote": (
        f"On 3 Nov 2025, at 10:02, HRCN <community@example.org> wrote:\n{QUESTIONS}\n\n{OWN}\n",
        OWN,
    ),
    "below a quote, signed": (
        f"Am 03.11.25 um 10:02 schrieb HRCN:\n{QUESTIONS}\n\n{OWN}\n\n-- \nBen\n",
        OWN,
    ),
    "above and below a quote": (
        f"First.\n\nOn 03/11/2025 10:02, HRCN wrote:\n{QUESTIONS}\n\nLast.\n",
        "First.\n\nLast.",
    ),
    "between quotes": (
        "Le 03/11/2025 à 10:02, HRCN a écrit :\n> What does it cost?\n\nTwo euros.\n\n> And heating?\n\n"
        "Ten.\n\n> Thank you\n> Amina\n",
        "> What does it cost?\n\nTwo euros.\n\n> And heating?\n\nTen.",
    ),
    "between the quotes of a quoted head": (
        "> From: HRCN\n> Sent: Monday\n> Subject: Warm homes\n>\n> How?\n\nSo.",
        "So.",
    ),
}
