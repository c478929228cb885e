"""The process that cleans one file: `python -m hrcn_community.attachments.cleaning SOURCE FOLDER`."""

import json
import os
import resource
import sys
from dataclasses import asdict
from pathlib import Path

from hrcn_community.attachments.cleaning import limits
from hrcn_community.attachments.cleaning.inside import clean
from hrcn_community.attachments.cleaning.outcome import NotTaken, Why


def main() -> None:
    """Bind the process, clean, and say in one line of JSON what came of it."""
    _bind()
    source, folder = map(Path, sys.argv[1:3])
    try:
        said = asdict(clean(source, folder))
    except NotTaken as refusal:
        said = {"why": refusal.why}
    except MemoryError:
        said = {"why": Why.TOO_MUCH}
    sys.stdout.write(json.dumps(said, default=_name))


def _bind() -> None:
    _limit(resource.RLIMIT_AS, limits.MEMORY_BYTES)
    _limit(resource.RLIMIT_CPU, limits.CPU_SECONDS)
    _limit(resource.RLIMIT_FSIZE, limits.WRITTEN_BYTES)
    _limit(resource.RLIMIT_CORE, 0)
    if sys.platform == "linux":
        # A library that works on all processors at once claims address space for each of them.
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-limits.PROCESSORS :])


def _limit(what: int, most: int) -> None:
    """Bind the process for good, to less if the machine allows less."""
    hard = resource.getrlimit(what)[1]
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(what, (most, most))


def _name(path: Path) -> str:
    return path.name


if __name__ == "__main__":
    main()
