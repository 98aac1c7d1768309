"""Work that dies at its n-th step by kill -9: before and after each statement, at each commit, at each word to the mail
server. Run as a program, which forks a fresh process for each death; told what to do by JSON lines."""

import json
import os
import signal
import smtplib
import subprocess
import sys
from pathlib import Path
from typing import Any

from flask import Flask

from config import ROOT


class Dying:
    """The program, started once."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.faults.dying"]
        self.program = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, folder: Path, url: str, at: int, what: str, **more: Any) -> bool:
        """Do ``what`` and die at step ``at``; whether it died, or was done before."""
        assert self.program.stdin
        assert self.program.stdout
        told = {"folder": str(folder), "url": url, "at": at, "what": what, **more}
        self.program.stdin.write(json.dumps(told) + "\n")
        self.program.stdin.flush()
        return {"died": True, "done": False}[self.program.stdout.readline().strip()]

    def close(self) -> None:
        assert self.program.stdin
        self.program.stdin.close()
        self.program.wait(60)


class Countdown:
    """Kills its own process at the n-th step."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, *_facts: Any, **_more: Any) -> None:
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)


def _arm(step: Countdown) -> None:
    from sqlalchemy import event
    from sqlalchemy.orm import Session

    from app.db import db

    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(db.engine, name, step)
    event.listen(Session, "after_commit", step)
    send = smtplib.SMTP.send

    def send_and_step(server: smtplib.SMTP, said: Any) -> None:
        step()
        send(server, said)
        step()

    smtplib.SMTP.send = send_and_step  # type: ignore[method-assign]


def sign_up(pool: str, name: str, nonce: str) -> None:
    from app.registrations import service
    from app.registrations.rules import Party

    service.sign_up(pool, Party(name, 1, "sv", email=f"{name}@example.org"), nonce)


def deliver() -> None:
    from app.messages import service

    service.deliver_due()


def _child(app: Flask, told: dict[str, Any]) -> None:
    what = {"sign_up": sign_up, "deliver": deliver}[told["what"]]
    more = {name: told[name] for name in told.keys() - {"folder", "url", "at", "what", "smtp_url"}}
    with app.app_context():
        _arm(Countdown(told["at"]))
        what(**more)


def _run(app: Flask, told: dict[str, Any]) -> str:
    pid = os.fork()
    if not pid:
        try:
            _child(app, told)
        except BaseException:  # noqa: BLE001  # told on stderr; the exit code tells the program
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return {0: "done", -signal.SIGKILL: "died"}.get(ended, f"failed with {ended}")


def main() -> None:
    from app.factory import create_app
    from tests.databases import test_settings

    apps: dict[str, Flask] = {}
    for line in sys.stdin:
        told = json.loads(line)
        key = told["url"] + told.get("smtp_url", "")
        if key not in apps:
            apps[key] = create_app(test_settings(Path(told["folder"]), told["url"], smtp_url=told.get("smtp_url", "")))
        print(_run(apps[key], told), flush=True)


if __name__ == "__main__":
    main()
