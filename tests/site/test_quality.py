"""What machines can say about the code: linters, types, import contracts, and what no commit may hold."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
# Written in parts, so that this file is not among those it finds.
PATTERNS = {
    "address of a package index": r"pypi\."
    + r"org|pythonhosted\."
    + r"org|registry\.npm"
    + r"js|index-"
    + r"url (?!=)\S*:/",
    "path of somebody's machine": r"(?<![\w./-])/(?:ho" + r"me|ro" + r"ot|Us" + r"ers|wo" + r"rk)/\w",
    "note to do something later": r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b",
}


def run(*command: str) -> None:
    done = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"


def test_ruff_finds_nothing():
    run("ruff", "check", ".")


def test_everything_is_formatted():
    run("ruff", "format", "--check", ".")


def test_types_are_strict():
    run("mypy")


def test_imports_go_downwards():
    run("lint-imports", "--no-logo")


def test_templates_are_tidy():
    run("djlint", "templates", "--lint", "--quiet")


def tracked() -> list[Path]:
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout
    paths = [ROOT / name.decode() for name in listing.split(b"\0") if name]
    if not paths:
        pytest.skip("not a git checkout")
    return [path for path in paths if path.is_file()]


def findings(pattern: str, paths: list[Path]) -> list[str]:
    found = []
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8", errors="ignore").splitlines(), 1):
            if re.search(pattern, line):
                found.append(f"{path}:{number} {line.strip()[:100]}")
    return found


@pytest.mark.parametrize("what", PATTERNS)
def test_no_file_holds(what: str):
    found = findings(PATTERNS[what], tracked())

    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("address of a package index", "--extra https://py" + "pi.org/simple"),
        ("path of somebody's machine", "cd /ho" + "me/anna/samspel"),
        ("note to do something later", "# TO" + "DO: later"),
    ],
)
def test_the_search_finds(what: str, line: str, tmp_path: Path):
    (tmp_path / "bad.py").write_text(line)

    assert findings(PATTERNS[what], [tmp_path / "bad.py"])
