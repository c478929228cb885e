"""A copy for the public, and what is done with it: `Copy(story, cast).until("signed")`."""

import re

from hrcn_community.consultations.models.publication import CasePublication

QUESTION = "May Graz ask Omar for papers on 3 May 2025? Write to omar.h@example.org or @omar."
ANSWER = "No, says Dalia. See /consultations/C-ABCDEFGH and plan.pdf. Sleep needs no papers."


class Copy:
    """The copy of a delivered case, and what is done with it: `copy.until("signed")`."""

    def __init__(self, story, cast) -> None:
        self.story, self.cast = story, cast

    @property
    def here(self) -> str:
        return f"{self.story.address}/publication"

    @property
    def row(self) -> CasePublication:
        return self.story.world.rows(CasePublication)[-1]

    def post(self, who, path="", **fields):
        return who.browser.post(f"{self.here}/{path}".rstrip("/"), fields)

    def done(self, who, path="", **fields) -> None:
        answer = self.post(who, path, **fields)
        assert answer.status_code == 303, f"{path}: {answer.status_code} {answer.text}"

    def words(self, **changed) -> dict[str, str]:
        row = self.row
        told = {"title": row.title, "question": row.question, "answer": row.answer}
        return {**told, "language": "en", "revision": str(row.revision), **changed}

    def found(self) -> list[str]:
        page = self.cast.dalia.browser.page(f"{self.here}/redaction")
        return re.findall(r'name="found-\d+-words" type="hidden" value="([^"]*)"', page)

    def decided(self, keep=()) -> dict[str, str]:
        """Replace everything that was found but what is to stay."""
        fields = {}
        for n, words in enumerate(self.found()):
            stays = words in keep
            fields |= {
                f"found-{n}-words": words,
                f"found-{n}-decision": "keep" if stays else "replace",
                f"found-{n}-instead": "" if stays else "[left out]",
                f"found-{n}-reason": "Every city is one." if stays else "",
            }
        return fields

    def agree(self, who, path="consent", **more):
        return self.post(who, path, seen=self.row.print, has_read="y", **more)

    def until(self, state, **more) -> "Copy":
        c, asker = self.cast, self.story.asker
        steps = (
            ("proposed", lambda: self.post(c.cleo)),
            ("", lambda: self.post(c.dalia, "redaction", **self.words(), **self.decided())),
            ("redacted", lambda: self.post(c.dalia, "handing-on")),
            ("requester_consent", lambda: self.agree(asker)),
            ("author_consent", lambda: self.agree(c.dalia, **more)),
            ("signed", lambda: self.agree(c.cleo, "signature")),
            ("published", lambda: self.post(c.cleo, "publishing")),
        )
        for reached, step in steps:
            answer = step()
            assert answer.status_code == 303, (reached, answer.text)
            if reached:
                assert self.row.state == reached
            if reached == state:
                return self
        raise AssertionError(state)
