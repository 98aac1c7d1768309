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

    def stop(self) -> None:
        if self.folder is None:
            return
        _as_postgres([_program("pg_ctl"), "-D", str(self.folder / "data"), "-m", "immediate", "stop"])
        shutil.rmtree(self.folder, ignore_errors=True)


def find_or_start() -> Server | None:
    """The server named in the environment, a new one, or None where PostgreSQL is not installed."""
    if os.environ.get(ENVIRONMENT):
        return Server(os.environ[ENVIRONMENT])
    if _program("initdb") is None:
        return None
    folder = Path(tempfile.mkdtemp(prefix="samspel-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, ACCOUNT)
    port = free_port()
    _as_postgres([_program("initdb"), "-D", str(folder / "data"), "-A", "trust", "-U", "samspel", "-E", "UTF8", "-N"])
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=400"
    log = str(folder / "log")
    _as_postgres([_program("pg_ctl"), "-D", str(folder / "data"), "-l", log, "-o", options, "-w", "start"])
    return Server(f"postgresql+psycopg://samspel@127.0.0.1:{port}", folder)


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
