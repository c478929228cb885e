"""A piece of work in a process of its own, which may take only so long and brings down nothing with it."""

import os
import subprocess
import sys
import tempfile

from config import ROOT


class Failed(Exception):
    """The process failed, or took too long and was ended."""


def work_apart(module: str, given: bytes, seconds: float) -> bytes:
    """Run `python -m module` in an empty folder, with `given` as its input; return what it writes.

    It inherits nothing of our environment: no setting, no key.
    """
    with tempfile.TemporaryDirectory() as folder:
        env = {"PYTHONPATH": str(ROOT), "PATH": os.defpath, "RAYON_NUM_THREADS": "1"}
        try:
            done = subprocess.run(  # noqa: S603 - our own module, by our own interpreter
                [sys.executable, "-m", module],
                input=given,
                capture_output=True,
                timeout=seconds,
                cwd=folder,
                env=env,
                check=True,
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            raise Failed from error
    return done.stdout
