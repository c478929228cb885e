"""Three hundred slow people, and one who is not: who waits for whom? And ten times too many."""

import asyncio
import http.client
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config import ROOT
from hrcn_community.bench.client import Ask, Client
from hrcn_community.serve import open_port
from tests.prove.slow import crowd

SLOW_OF_EACH_KIND = 100
VISITS = 100


@pytest.mark.timeout(300)
def test_three_hundred_slow_clients_keep_nobody_waiting(house, proved):
    house.start("serve")
    seconds, failed = _visit_among_slow_people(house.client, house.port)
    assert failed == 0
    assert seconds[int(VISITS * 0.95)] < 1
    proved(
        "300 slow clients (headers, bodies, reading); a normal person under waitress, 8 threads",
        _figure(seconds, failed),
    )


@pytest.mark.timeout(300)
def test_the_same_crowd_before_a_server_that_does_not_buffer(house, proved):
    """For the record of decision: nothing is required of it."""
    with open_port(0) as free:
        port = free.getsockname()[1]
    words = (
        "--interface wsgi --factory --blocking-threads 8 --no-log --host 127.0.0.1 --port".split()
    )
    child = subprocess.Popen(
        [sys.executable, "-m", "granian", *words, str(port), "hrcn_community:create_app"],
        env=house.environ,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        house.client, house.port = Client(port), port
        house.wait_until_it_answers()
        seconds, failed = _visit_among_slow_people(house.client, port)
    finally:
        child.terminate()
        child.wait(20)
    proved("The same crowd; a normal person under granian, 8 threads", _figure(seconds, failed))


@pytest.mark.timeout(300)
def test_ten_times_too_many_are_told_so_quickly_and_memory_stays(house, proved):
    house.start("serve")
    pid = house.running["serve"].pid
    house.client.repeat(Ask("GET", "/threads"), 40)
    before = _memory(pid)
    with ThreadPoolExecutor(10) as pool:
        clients = [Client(house.port) for _ in range(10)]
        waves = list(pool.map(lambda client: asyncio.run(_burst(client.port, 100)), clients))
    answers = [answer for wave in waves for answer in wave]
    statuses = Counter(status for status, _ in answers)
    refused = sorted(seconds for status, seconds in answers if status == 503)
    grown = _memory(pid) - before
    assert set(statuses) <= {200, 503}
    assert grown < 60
    assert house.client.ask(Ask("GET", "/threads"))[0].status == 200
    slowest = f"{refused[-1]:.1f} s" if refused else "none"
    proved(
        "1,000 requests in the same moment (ten times a busy second)",
        f"{statuses[200]} answered, {statuses[503]} told 503 with Retry-After (the last after "
        f"{slowest}); {grown:.0f} MB more memory",
    )


def _visit_among_slow_people(client: Client, port: int) -> tuple[list[float], int]:
    loop, ended = asyncio.new_event_loop(), asyncio.Event()
    big = max((ROOT / "static").rglob("*"), key=lambda path: path.is_file() and path.stat().st_size)
    address = f"/static/{big.relative_to(ROOT / 'static').as_posix()}"
    slow = threading.Thread(
        target=lambda: loop.run_until_complete(crowd(port, SLOW_OF_EACH_KIND, address, ended))
    )
    slow.start()
    time.sleep(5)
    try:
        return _visit(client)
    finally:
        loop.call_soon_threadsafe(ended.set)
        slow.join()
        loop.close()


def _visit(client: Client) -> tuple[list[float], int]:
    """Return the times of a normal person's visits, the quickest first, and how many failed."""
    seconds, failed, began = [], 0, time.monotonic()
    for _ in range(VISITS):
        start = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=5)
        try:
            connection.request("GET", "/threads")
            failed += connection.getresponse().status != 200
        except OSError:
            failed += 1
        finally:
            connection.close()
        seconds.append(time.perf_counter() - start)
        if time.monotonic() - began > 60:
            break
        time.sleep(0.02)
    return sorted(seconds), failed


def _figure(seconds: list[float], failed: int) -> str:
    return (
        f"{len(seconds)} visits, {failed} failed; median {seconds[len(seconds) // 2] * 1000:.0f} ms, "
        f"95 % within {seconds[int(len(seconds) * 0.95)] * 1000:.0f} ms"
    )


async def _burst(port: int, count: int) -> list[tuple[int, float]]:
    return await asyncio.gather(*(_one(port) for _ in range(count)))


async def _one(port: int) -> tuple[int, float]:
    began = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /threads HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    status = int((await reader.readline()).split()[1])
    await reader.read()
    writer.close()
    return status, time.perf_counter() - began


def _memory(pid: int) -> float:
    """Return the resident memory of a process in MB."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / 2**20
