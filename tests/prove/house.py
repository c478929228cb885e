"""A real house in processes of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from config import ROOT, read_settings
from hrcn_community.app import create_app
from hrcn_community.bench.client import Ask, Client
from hrcn_community.conversations.models import Conversation
from hrcn_community.core.db import db
from hrcn_community.demo.people import PASSWORD
from hrcn_community.demo.volume import load_volume
from hrcn_community.serve import open_port
from hrcn_community.spaces.models import Space


class House:
    """The web server and the worker on a database with some volume; both can be killed and started."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        self.folder = folder
        self.environ = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "INSTANCE_PATH": str(folder),
            "DATABASE_URL": database_url,
        }
        self.listening: socket.socket = open_port(0)
        self.port: int = self.listening.getsockname()[1]
        self.client = Client(self.port)
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.app: Flask = create_app(read_settings(self.environ))
        with self.app.app_context():
            upgrade()
            load_volume(people=50, threads=60, posts=900, seed=1)

    def start(self, name: str, *before: str) -> None:
        """Start `serve` or `worker`; `before` are words of a program that watches it."""
        words = ["--fd", str(self.listening.fileno())] if name == "serve" else []
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [*before, sys.executable, "-m", "hrcn_community.cli", name, *words],
                env=self.environ,
                pass_fds=[self.listening.fileno()],
                stdout=log,
                stderr=log,
            )
        if name == "serve":
            self.wait_until_it_answers()

    def wait_until_it_answers(self) -> None:
        for _ in range(300):
            try:
                self.client.ask(Ask("GET", "/healthz"))
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError((self.folder / "serve.log").read_text()[-2000:])

    def kill(self, name: str) -> None:
        """kill -9."""
        self.running[name].send_signal(signal.SIGKILL)
        self.running[name].wait()

    def thread(self) -> str:
        """Return the address of a public thread with many followers."""
        with self.app.app_context():
            return db.session.scalars(
                select(Conversation.address)
                .join(Space, Space.id == Conversation.space_id)
                .where(Space.visibility == "public")
                .order_by(Conversation.last_number.desc())
                .limit(1)
            ).one()

    def sign_in(self) -> tuple[str, str]:
        return self.client.sign_in("volume-1-0@example.org", PASSWORD)

    def end(self) -> None:
        for child in self.running.values():
            child.terminate()
        for child in self.running.values():
            child.wait(15)
        self.listening.close()
        with self.app.app_context():
            db.engine.dispose()
