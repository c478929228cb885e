"""Everything that anybody may be allowed to do, one sentence each."""

from enum import StrEnum
from typing import Self


class Deed(StrEnum):
    """A permission with the sentence that tells it: `READ = "posts.read", "read a post"`."""

    sentence: str

    def __new__(cls, value: str, sentence: str = "") -> Self:
        deed = str.__new__(cls, value)
        deed._value_ = value
        deed.sentence = sentence
        return deed


class Permission:
    """The permissions, grouped by room; `Permission.Threads.REPLY`."""

    class Spaces(Deed):
        KNOW = "spaces.know", "read the name and description of a space"
        READ = "spaces.read", "read what is written inside a space"
        SEE_PEOPLE = "spaces.see_people", "see who is inside a space"
        JOIN = "spaces.join", "become a member of an open space"
        ASK = "spaces.ask", "ask to be let into a restricted space"
        ADMIT = "spaces.admit", "let people into a restricted space, or not"
        INVITE = "spaces.invite", "invite somebody into a space that one facilitates"
        REMOVE = "spaces.remove", "put somebody out of a space, with a reason that they are told"
        OPEN = "spaces.open", "open a new space"
        FOLLOW = "spaces.follow", "say how much one wants to be told of a space"
        RUN = "spaces.run", "change the settings of a space, appoint its facilitators"
        RELEASE = "spaces.release", "let a post through that was held, or not"
        WATCH = "spaces.watch", "keep the list of words that are watched in a space"
        SEE_READERS = "spaces.see_readers", "see who opened a confidential space, and when"

    class Threads(Deed):
        READ = "threads.read", "read a thread and its replies"
        START = "threads.start", "start a thread"
        REPLY = "threads.reply", "reply in a thread"
        FOLLOW = "threads.follow", "be told of replies"
        ACCEPT = "threads.accept", "say which reply answers a question"
        EDIT = "threads.edit", "change the title, the themes and the kind of a thread"
        ANNOUNCE = "threads.announce", "make an announcement"
        MODERATE = (
            "threads.moderate",
            "pin, slow down, close, move, split and merge threads, with a trail, and set timers",
        )
        CONSOLIDATE = "threads.consolidate", "draft and publish the consolidated reply to a query"
        CONFIRM = "threads.confirm", "say of a drafted reply whether it tells one's contribution"

    class Posts(Deed):
        READ = "posts.read", "read a post and, while it stands, its history"
        EDIT = "posts.edit", "change one's own words"
        DELETE = "posts.delete", "take back one's own words, and undo that"
        HIDE = (
            "posts.hide",
            "hide somebody's post, with a reason that its author is told, or show it again",
        )
        READ_HIDDEN = "posts.read_hidden", "read one's own words after they were hidden"
        READ_MAILED = (
            "posts.read_mailed",
            "read the whole of the mail that one's own post was sent as",
        )
        SHARE = "posts.share", "let everybody who reads a post edit it, or its author alone again"
        REACT = "posts.react", "thank, agree, call it an insight, say that one tried it"
        BOOKMARK = "posts.bookmark", "keep a post to find it again"
        TRANSLATE = "posts.translate", "say a post in another language"
        READ_FILE = "posts.read_file", "open a file that hangs at a post"
        MASK = "posts.mask", "write under a pseudonym"
        UNMASK = "posts.unmask", "ask who wrote under a pseudonym, or confirm that it must be known"
        NOTE = "posts.note", "read and write the notes of facilitators at a post"
        UNMASKINGS = "posts.unmaskings", "see the list of what was asked about pseudonyms"

    class Polls(Deed):
        RUN = "polls.run", "ask a question with choices in one's post, change and close it"
        VOTE = "polls.vote", "vote in a poll"

    class Modules(Deed):
        PREVIEW = "modules.preview", "read what a module is about and its first step"
        ENROL = "modules.enrol", "learn a module and answer its questions"
        PROPOSE = "modules.propose", "propose a module"
        WRITE = "modules.write", "write a module"
        PUBLISH = "modules.publish", "publish a module"

    class Workshops(Deed):
        READ = "workshops.read", "read what a workshop is about and when"
        REGISTER = "workshops.register", "take a seat or a place on the waiting list"
        TAKE_PART = "workshops.take_part", "make statements and vote on them"
        READ_NOTES = "workshops.read_notes", "read the notes of a workshop"
        CALL = "workshops.call", "call people to a new workshop"
        HOST = "workshops.host", "host a workshop"

    class Consultations(Deed):
        SUBMIT = "consultations.submit", "ask for expert advice"
        BEGIN = (
            "consultations.begin",
            "write a request for advice, for oneself or for somebody else",
        )
        SUBMIT_FOR = "consultations.submit_for", "ask on behalf of somebody"
        READ = "consultations.read", "read a consultation: its question and delivered answer"
        READ_WORK = "consultations.read_work", "read drafts and reviews"
        READ_PAPERS = "consultations.read_papers", "read the documents of a case"
        TRIAGE = "consultations.triage", "triage, ask for more, decline with a reason"
        PROPOSE_EXPERT = "consultations.propose_expert", "propose an advisor for a case"
        CONFIRM_EXPERT = "consultations.confirm_expert", "confirm an advisor for a case"
        DECLARE = "consultations.declare", "declare on conflict of interest, accept or recuse"
        DECLARE_YEARLY = (
            "consultations.declare_yearly",
            "declare one's ties for a year, and say what one is found by as an expert",
        )
        DRAFT = "consultations.draft", "draft the answer"
        REVIEW = "consultations.review", "review an answer that one did not write"
        SIGN = "consultations.sign", "sign off an answer that one neither wrote nor reviewed"
        ANSWER_BACK = (
            "consultations.answer_back",
            "answer questions, withdraw or close one's own case",
        )
        DELIVER = "consultations.deliver", "deliver a signed answer to who asked"
        CLARIFY = "consultations.clarify", "explain or correct a delivered answer"
        CLOSE = "consultations.close", "close a case whose answer was delivered"
        SEE_READERS = "consultations.see_readers", "see who has read one's confidential case"
        HAND_ON = "consultations.hand_on", "hand the lead of a case to another of the core team"
        CALENDAR = (
            "consultations.calendar",
            "keep the calendar by which the clocks of the consultation desk go",
        )
        FIGURES = "consultations.figures", "see the figures of all consultations"
        READ_COPY = "consultations.read_copy", "read the copy of an answer that may become public"
        PROPOSE_COPY = "consultations.propose_copy", "propose a copy of an answer for the public"
        REDACT_COPY = "consultations.redact_copy", "redact the copy of an answer"
        CONSENT_TO_COPY = "consultations.consent_to_copy", "consent to a copy, or not"
        SIGN_COPY = "consultations.sign_copy", "sign a copy that one had no part in"
        PUBLISH_COPY = "consultations.publish_copy", "put a signed copy before the public"
        WITHDRAW_COPY = "consultations.withdraw_copy", "withdraw a copy, published or not"

    class Practices(Deed):
        READ = "practices.read", "read a practice"
        SUBMIT = "practices.submit", "submit a practice"
        REVIEW = "practices.review", "review a practice"
        VERIFY = "practices.verify", "verify a practice"

    class Answers(Deed):
        READ = "answers.read", "read a published answer"
        TAKE_DOWN = "answers.take_down", "take a published answer down"

    class Guidelines(Deed):
        READ = "guidelines.read", "read a guideline"
        COMMENT = "guidelines.comment", "comment on a guideline"
        DRAFT = "guidelines.draft", "draft a guideline"
        EDIT = "guidelines.edit", "edit a guideline"
        ADOPT = "guidelines.adopt", "adopt a guideline"

    class Moderation(Deed):
        FILE = "moderation.file", "file a notice about content"
        DECIDE = "moderation.decide", "decide a notice"
        APPEAL = "moderation.appeal", "decide an appeal against another's decision"
        WATCH = "moderation.watch", "keep the list of words that are watched in every open space"
        NAMES = "moderation.names", "look at where the name of somebody who was erased still stands"
        QUEUE = "moderation.queue", "see the notices that wait for one, and the log of them"
        STATEMENT = "moderation.statement", "read why something was decided about one's words"
        ANSWER = "moderation.answer", "read what became of a notice of one's own"

    class People(Deed):
        READ = "people.read", "read the directory of people"
        PROFILE = (
            "people.profile",
            "read the page of somebody, as far as they let each part of it be seen",
        )
        ADMIT = "people.admit", "approve or decline applications, invite"
        GRANT = "people.grant", "propose or confirm an advisor or core-team role"
        RESIGN = "people.resign", "lay down one's own role"
        SUSPEND = "people.suspend", "suspend somebody with a reason, or end that"

    class Register(Deed):
        KEEP = "register.keep", "add and change cities and organisations and their memberships"

    class Admin(Deed):
        PAGES = "admin.pages", "write the standing pages and publish them"
        RETENTION = "admin.retention", "set how long things are kept, within bounds"
        HOLDS = "admin.holds", "hold what must not go, and let it go again"
        HOUSE = (
            "admin.house",
            "look after the machine: worker, settings, log of what was done",
        )

    class Own(Deed):
        SETTINGS = "own.settings", "see and change one's own profile and settings"
        NOTICES = "own.notices", "read one's own notices"
        READING = "own.reading", "keep how far one has read"
        DRAFTS = "own.drafts", "keep and find again what one is writing"
        FILES = "own.files", "add files to what one is writing"
        BOOKMARKS = "own.bookmarks", "see what one keeps, and put it away"
        INVITATIONS = "own.invitations", "answer an invitation into a space"
        EXPORT = "own.export", "export or erase one's own data"


def every_permission() -> list[Deed]:
    """Return all permissions, in the order in which they are written here."""
    groups = [group for name, group in vars(Permission).items() if not name.startswith("_")]
    return [permission for group in groups for permission in group]
