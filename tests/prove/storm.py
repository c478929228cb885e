"""Many people who reply at once, and each insists until the house has said yes."""

import http.client
import threading
import time
from dataclasses import dataclass, field

from hrcn_community.bench.client import Client, form

PATIENCE_SECONDS = 60


@dataclass
class Storm:
    """What came of it."""

    acknowledged: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    lost_connections: int = 0

    def percentile(self, share: float) -> float:
        return sorted(self.seconds)[min(int(len(self.seconds) * share), len(self.seconds) - 1)]


def reply_at_once(
    client: Client, thread: str, cookies: str, token: str, people: int, each: int
) -> Storm:
    """Let `people` reply `each` times; who hears nothing sends the same form again."""
    storm = Storm()

    def person(number: int) -> None:
        for nth in range(each):
            _insist(storm, client, thread, cookies, token, f"storm-{number}-{nth}")

    threads = [threading.Thread(target=person, args=(number,)) for number in range(people)]
    for thread_ in threads:
        thread_.start()
    for thread_ in threads:
        thread_.join()
    return storm


def _insist(storm: Storm, client: Client, thread: str, cookies: str, token: str, word: str) -> None:
    fields = {"csrf_token": token, "form_token": word, "body": f"Reply {word}."}
    ask = form("POST", f"{thread}/replies", cookies, fields)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        began = time.perf_counter()
        try:
            response, _body = client.ask(ask)
        except (OSError, http.client.HTTPException):
            storm.lost_connections += 1
            time.sleep(0.1)
            continue
        storm.statuses.append(response.status)
        storm.seconds.append(time.perf_counter() - began)
        if response.status == 303:
            storm.acknowledged.append(f"Reply {word}.")
            return
        time.sleep(0.1)
