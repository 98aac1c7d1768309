"""gunicorn on loopback, the same for floors and ours: started, waited for, measured, stopped."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

from tests.bench.browser import exchange, expect

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
PATIENCE_S = 30
TOLD_BYTES = 3000  # of what the server wrote, when something fails


@dataclass
class Server:
    """A running gunicorn: its port, the seconds until its first answer, the largest worker seen in MiB."""

    port: int
    process: subprocess.Popen[bytes]
    started_s: float = 0.0
    resident_mib: float = 0.0

    def weigh(self) -> float:
        """The resident size of the largest worker so far, in MiB."""
        workers = psutil.Process(self.process.pid).children()
        sizes = [worker.memory_info().rss / 2**20 for worker in workers]
        self.resident_mib = max([self.resident_mib, *sizes])
        return self.resident_mib


@contextmanager
def serve(app: str, environment: dict[str, str], workers: int = 2, ready: str = "/") -> Iterator[Server]:
    """``app`` under gunicorn with sync workers, from the first answer of ``ready`` on; its log is told on failure."""
    with tempfile.TemporaryFile() as log:
        begun = time.perf_counter()
        server = _start(app, environment, workers, log)
        try:
            _wait(server, ready)
            server.started_s = time.perf_counter() - begun
            yield server
        except BaseException:
            log.seek(0)
            print(log.read()[-TOLD_BYTES:].decode(errors="replace"), file=sys.stderr)
            raise
        finally:
            _stop(server.process)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _start(app: str, environment: dict[str, str], workers: int, log: IO[bytes]) -> Server:
    port = free_port()
    command = [BIN / "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(workers), "--no-control-socket"]
    command += ["--log-level", "error", app]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=log, stderr=log)
    return Server(port, process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(10)
    process.kill()
    process.wait()


def _wait(server: Server, path: str) -> None:
    until = time.perf_counter() + PATIENCE_S
    while time.perf_counter() < until:
        if server.process.poll() is not None:
            raise RuntimeError(f"gunicorn ended with {server.process.returncode}")
        with suppress(OSError):
            expect(exchange(server.port, "GET", path), 200)
            return
        time.sleep(0.02)
    raise RuntimeError(f"no answer from {path} within {PATIENCE_S} s")
