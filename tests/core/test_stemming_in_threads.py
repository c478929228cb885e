"""Stems must not depend on how many people search at once."""

from concurrent.futures import ThreadPoolExecutor

from hrcn_community.core import text


def test_many_threads_get_the_stems_that_one_gets():
    words = [f"{word}{ending}" for word in ("hous", "insulat", "decid") for ending in ("ing", "ed")]
    alone = [text.stem(word, "en") for word in words] * 400

    def all_stems(_: int) -> list[str]:
        # Past the memory, which would hide the stemmer.
        return [text._stem.__wrapped__(word, "en") for word in words * 400]

    with ThreadPoolExecutor(8) as pool:
        assert all(stems == alone for stems in pool.map(all_stems, range(8)))
