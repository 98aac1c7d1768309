"""A PostgreSQL server of the tests' own: started in a temporary folder, on a free port of loopback, thrown away after."""

import os
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

ENVIRONMENT = "SAMSPEL_TEST_POSTGRES"  # a server that runs already, as postgresql+psycopg://user@host:port
ACCOUNT = "postgres"


@dataclass
class Server:
    url: str
    folder: Path | None = None
    fsync: str = "off"

    def stop(self) -> None:
        if self.folder is None:
            return
        self._control("-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def restart(self, mode: str) -> None:
        """Stop it, "fast" (sessions are ended) or "immediate" (as in a power cut), and start it again."""
        self._control("-m", mode, "stop")
        self.start()

    def start(self) -> None:
        port = self.url.rpartition(":")[2]
        more = f"-c listen_addresses=127.0.0.1 -c max_connections=400 -c fsync={self.fsync}"
        self._control("-l", f"{self.folder}/log", "-o", f"-p {port} -k {self.folder} {more}", "-w", "start")

    def _control(self, *arguments: str) -> None:
        _as_postgres([_program("pg_ctl"), "-D", f"{self.folder}/data", *arguments])


def find_or_start() -> Server | None:
    """The server named in the environment, a new one, or None where PostgreSQL is not installed."""
    if os.environ.get(ENVIRONMENT):
        return Server(os.environ[ENVIRONMENT])
    if _program("initdb") is None:
        return None
    return start()


def start(fsync: str = "off") -> Server:
    """A new server; with ``fsync`` "on" what it has committed survives whatever happens to it."""
    folder = Path(tempfile.mkdtemp(prefix="samspel-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, ACCOUNT)
    _as_postgres([_program("initdb"), "-D", f"{folder}/data", "-A", "trust", "-U", "samspel", "-E", "UTF8", "-N"])
    server = Server(f"postgresql+psycopg://samspel@127.0.0.1:{free_port()}", folder, fsync)
    server.start()
    return server


def _program(name: str) -> str | None:
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(installed[-1]) if installed else shutil.which(name)


def _as_postgres(arguments: list[str | None]) -> None:
    """Run a program of PostgreSQL, which refuses to run as root."""
    prefix = ["runuser", "-u", ACCOUNT, "--"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *(a or "" for a in arguments)], check=True, stdout=subprocess.DEVNULL, cwd="/")


def free_port() -> int:
    """A port of loopback that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
