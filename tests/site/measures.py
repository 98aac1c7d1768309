"""What the architecture tests measure: pure functions from source text to figures and offenders.

An offender is one line of text that says where and what, so that a failing test reads as a list of places to visit.
"""

import ast
import io
import math
import re
import sys
import tokenize
from collections.abc import Iterable, Iterator
from typing import NamedTuple

Function = ast.FunctionDef | ast.AsyncFunctionDef
BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)
SUPPRESSION = re.compile(r"#\s*(type:\s*ignore|noqa|ruff:\s*noqa|mypy:|pragma: no cover|nosec)[^#]*", re.IGNORECASE)
GROUND = {"app.errors", "app.schedule", "app.clock", "app.languages", "app.codes"}
CLOCKS = {"now", "utcnow", "today", "fromtimestamp", "utcfromtimestamp"}
BANNED_NAMES = {"utils", "helpers", "manager", "base", "common", "misc"}


class Source(NamedTuple):
    """One module: its path from the root of the repository, and its text."""

    path: str
    text: str

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def feature(self) -> str:
        parts = self.path.split("/")
        return parts[1] if len(parts) > 2 else ""

    @property
    def role(self) -> str:
        """``views`` for ``app/plan/views.py`` and for ``app/plan/views/tree.py``; the file's own name elsewhere."""
        parts = self.path.removesuffix(".py").split("/")
        return parts[2] if len(parts) > 2 else parts[-1]

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)


def percentile(values: Iterable[int], share: float) -> int:
    """The nearest-rank percentile: ``share`` of the values are at most this one."""
    ordered = sorted(values)
    return ordered[math.ceil(share * len(ordered)) - 1] if ordered else 0


def functions(source: Source) -> Iterator[Function]:
    return (node for node in ast.walk(source.tree) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines from ``def`` to the end, docstring and blank lines included, decorators not."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def lengths(sources: Iterable[Source], prefix: str = "") -> dict[str, int]:
    """The length of every function, by place; with ``prefix`` only of those whose name begins so."""
    return {
        f"{source.path}:{function.lineno} {function.name}": length(function)
        for source in sources
        for function in functions(source)
        if function.name.startswith(prefix)
    }


def line_counts(sources: Iterable[Source]) -> dict[str, int]:
    return {source.path: len(source.text.splitlines()) for source in sources}


def over(figures: dict[str, int], limit: int) -> list[str]:
    """The places above ``limit``, the longest first."""
    return [f"{place}: {figure}" for place, figure in sorted(figures.items(), key=lambda f: -f[1]) if figure > limit]


def too_many_arguments(source: Source, limit: int) -> list[str]:
    """Functions with more than ``limit`` arguments, ``self`` and ``cls`` not counted."""
    return [
        f"{source.path}:{function.lineno} {function.name} takes {len(names)}"
        for function in functions(source)
        if len(names := _argument_names(function)) > limit
    ]


def too_deep(source: Source, limit: int) -> list[str]:
    """Functions whose blocks stand deeper than ``limit`` inside each other (``elif`` is not deeper than ``if``)."""
    return [
        f"{source.path}:{function.lineno} {function.name} nests {depth}"
        for function in functions(source)
        if (depth := max((_depth(child, 0) for child in function.body), default=0)) > limit
    ]


def lazy_imports(source: Source, allowed: set[tuple[str, str]]) -> list[str]:
    """Imports inside functions, but those of a heavy package in its one named module."""
    return [
        f"{source.path}:{node.lineno} imports {name} inside {function.name}"
        for function in functions(source)
        for node in ast.walk(function)
        for name in _imported(node, source)
        if not any(source.module == module and f"{name}.".startswith(f"{heavy}.") for module, heavy in allowed)
    ]


def calls_of(source: Source, name: str) -> list[str]:
    """Where a function or method called ``name`` is called."""
    return [
        f"{source.path}:{node.lineno} calls {name}()"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and name in {getattr(node.func, "attr", ""), getattr(node.func, "id", "")}
    ]


def database_words(source: Source) -> list[str]:
    """Where a view names ``db``, ``select`` or ``commit``."""
    return [
        f"{source.path}:{node.lineno} names {word}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Name | ast.Attribute | ast.Import | ast.ImportFrom)
        for word in sorted(_words(node) & {"db", "select", "commit"})
    ]


def environment_reads(source: Source) -> list[str]:
    """Where the environment is read: ``os.environ``, ``os.getenv``, or either imported by name."""
    return [
        f"{source.path}:{node.lineno} reads the environment"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute | ast.ImportFrom) and _words(node) & {"environ", "getenv"}
    ]


def clock_reads(source: Source) -> list[str]:
    """Where the time is asked of ``datetime`` or ``date`` itself."""
    return [
        f"{source.path}:{node.lineno} asks {ast.unparse(node.func)}()"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
        and ast.unparse(node.func.value).split(".")[-1] in {"datetime", "date"}
    ]


def suppressions(source: Source) -> tuple[list[str], list[str]]:
    """Inline suppressions of a check: all of them, and those without a reason on the same line."""
    found, without_reason = [], []
    for comment in _comments(source.text):
        match = SUPPRESSION.search(comment.string)
        if match:
            place = f"{source.path}:{comment.start[0]} {comment.string}"
            found.append(place)
            reason = comment.string[: match.start()] + comment.string[match.end() :]
            if len(re.findall(r"[^\W\d_]{2,}", reason)) < 2:
                without_reason.append(place)
    return found, without_reason


def impure_rules(source: Source) -> list[str]:
    """What a rules module imports besides the standard library, the ground and the rules of other features."""
    return [
        f"{source.path}:{line} imports {name}"
        for line, name in imports(source)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not any(name == ground or name.startswith(f"{ground}.") for ground in GROUND)
        and not re.match(r"app\.\w+\.rules\b", name)
    ]


def web_imports(source: Source) -> list[str]:
    """Where a module below the views imports Flask or the web layer."""
    return [
        f"{source.path}:{line} imports {name}"
        for line, name in imports(source)
        if re.match(r"(flask|werkzeug)(_\w+)?(\.|$)", name) or re.match(r"app\.web(\.|$)", name)
    ]


def foreign_tables(source: Source) -> list[str]:
    """Where a module imports the tables of another feature; ``reports.queries`` and ``demo`` may.

    ``factory`` may load them, unused, so that the metadata is whole."""
    if source.feature == "demo" or source.module == "app.factory" or source.module.startswith("app.reports.queries"):
        return []
    return [
        f"{source.path}:{line} imports {name}"
        for line, name in imports(source)
        if (match := re.match(r"app\.(\w+)\.tables\b", name)) and match[1] != source.feature
    ]


def undocumented(source: Source) -> list[str]:
    """Public functions without a docstring."""
    return [
        f"{source.path}:{node.lineno} {node.name}"
        for node in source.tree.body
        if isinstance(node, Function) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]


def banned_names(paths: Iterable[str]) -> list[str]:
    """Files and folders whose name says nothing."""
    return [path for path in paths if BANNED_NAMES & set(path.removesuffix(".py").split("/"))]


def imports(source: Source) -> list[tuple[int, str]]:
    """Every imported module or name with its line, in full: ``from app.plan import tables`` is app.plan.tables."""
    return [(getattr(node, "lineno", 0), name) for node in ast.walk(source.tree) for name in _imported(node, source)]


def _imported(node: ast.AST, source: Source) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        package = source.module.split(".") if source.path.endswith("__init__.py") else source.module.split(".")[:-1]
        kept = package[: len(package) - node.level + 1] if node.level else []
        origin = ".".join([*kept, *([node.module] if node.module else [])])
        return [f"{origin}.{alias.name}" for alias in node.names]
    return []


def _words(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Name):
        return {node.id}
    if isinstance(node, ast.Attribute):
        return {node.attr}
    if isinstance(node, ast.ImportFrom):
        return {*(node.module or "").split("."), *(alias.name for alias in node.names)}
    return {part for alias in getattr(node, "names", []) for part in alias.name.split(".")}


def _argument_names(function: Function) -> list[str]:
    given = function.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    return [argument.arg for argument in every if argument and argument.arg not in {"self", "cls"}]


def _depth(node: ast.AST, depth: int) -> int:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
        return depth
    here = depth + isinstance(node, BLOCKS)
    chained = node.orelse if isinstance(node, ast.If) and _is_elif(node) else []
    inside = [_depth(child, here) for child in ast.iter_child_nodes(node) if child not in chained]
    return max([here, *inside, *(_depth(child, depth) for child in chained)])


def _is_elif(node: ast.If) -> bool:
    return len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If) and node.orelse[0].col_offset == node.col_offset


def _comments(text: str) -> Iterator[tokenize.TokenInfo]:
    readable = io.StringIO(text).readline
    return (token for token in tokenize.generate_tokens(readable) if token.type == tokenize.COMMENT)
