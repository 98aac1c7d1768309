"""From bytes to plain data that remembers the line of everything. Knows YAML, not what a plan is."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode
from ruamel.yaml.reader import ReaderError

from app.languages import clean
from app.plan.rules import PlanFileInvalid, Problem

LIMIT_BYTES = 2_000_000
LIMIT_DEPTH = 30
LIMIT_SIGNS = 20_000  # Hässleholm's plan has 2,700; reading this many takes about two seconds
SIGNS = "\n,:[]{}"
OTHER_ENCODINGS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\x00\x00\xfe\xff": "UTF-32"}
PLAIN_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp")}
UNREADABLE = object()  # a value that has a problem already: nobody needs to complain about it again


@dataclass
class Source:
    """The file as plain data; ``lines`` knows the line of each key path; ``problems`` gathers what is wrong."""

    data: Any = None
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def complain(self, key: str, text: str) -> None:
        """Add a problem at ``key``, on its line or on that of the nearest thing around it that has one."""
        self.problems.append(Problem(self._line(key), key, text))

    def _line(self, key: str) -> int:
        while key and key not in self.lines:
            key = key[: max(key.rfind("."), key.rfind("["), 0)]
        return self.lines.get(key, 0)


def join(path: str, key: str | int) -> str:
    """The path of a key or of a place in a list: ``goals[0].title``."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if path else key


def parse(content: bytes) -> Source:
    """Read YAML. Raises PlanFileInvalid where no data can be had at all; smaller problems are in the result."""
    text = _decode(content)
    source = Source()
    if sum(text.count(sign) for sign in SIGNS) > LIMIT_SIGNS:
        raise PlanFileInvalid([Problem(0, "", f"more than {LIMIT_SIGNS} lines, commas, colons and brackets: no plan")])
    node = _compose(text)
    if node is None:
        raise PlanFileInvalid([Problem(0, "", "the file is empty")])
    source.data = _Reader(source).read(node, "")
    return source


def _decode(content: bytes) -> str:
    if len(content) > LIMIT_BYTES:
        raise PlanFileInvalid([Problem(0, "", f"the file is larger than {LIMIT_BYTES // 1_000_000} MB")])
    for mark, name in OTHER_ENCODINGS.items():
        if content.startswith(mark):
            raise PlanFileInvalid([Problem(1, "", f"the file is {name}; save it as UTF-8")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        wrong = content[error.start]
        guess = bytes([wrong]).decode("latin-1")
        text = f"byte {column} (0x{wrong:02X}, {guess!r} in ISO 8859-1) is not UTF-8; save the file as UTF-8"
        raise PlanFileInvalid([Problem(line, "", text)]) from error


def _compose(text: str) -> Node | None:
    yaml: Any = YAML(typ="safe", pure=True)
    try:
        node: Node | None = yaml.compose(text)
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        reason = f"a character that YAML does not allow: {error.character!r}"
        raise PlanFileInvalid([Problem(line, "", reason)]) from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = ", ".join(part for part in (error.context, error.problem) if part)
        raise PlanFileInvalid([Problem(mark.line + 1 if mark else 0, "", f"not YAML: {reason}")]) from error
    except RecursionError as error:
        raise PlanFileInvalid([Problem(0, "", "nested too deep")]) from error
    except YAMLError as error:
        raise PlanFileInvalid([Problem(0, "", f"not YAML: {error}")]) from error
    return node


class _Reader:
    """Turns nodes into data. A node met twice is an alias, which is refused, so that no file can grow on reading."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.met: set[int] = set()
        self.depth = 0
        self.scalars: Any = YAML(typ="safe", pure=True).constructor

    def read(self, node: Node, path: str) -> Any:
        if path:
            self.source.lines.setdefault(path, node.start_mark.line + 1)
        if id(node) in self.met:
            self.source.complain(path, "YAML aliases (*name) are not allowed; write the value out")
            return UNREADABLE
        self.met.add(id(node))
        if isinstance(node, ScalarNode):
            return self._scalar(node, path)
        if self.depth == LIMIT_DEPTH:
            self.source.complain(path, "nested too deep")
            return UNREADABLE
        self.depth += 1
        found = self._mapping(node, path) if isinstance(node, MappingNode) else self._list(node, path)
        self.depth -= 1
        return found

    def _list(self, node: Node, path: str) -> list[Any]:
        return [self.read(item, join(path, place)) for place, item in enumerate(node.value)]

    def _mapping(self, node: MappingNode, path: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                self.source.problems.append(Problem(line, path, "a key must be a word"))
                continue
            key = str(key_node.value)
            inner = join(path, key)
            if key in found:
                text = f"the key stands twice (first on line {self.source.lines[inner]})"
                self.source.problems.append(Problem(line, inner, text))
                continue
            self.source.lines[inner] = line
            found[key] = self.read(value_node, inner)
        return found

    def _scalar(self, node: Node, path: str) -> Any:
        if str(node.tag) not in PLAIN_TAGS:
            self.source.complain(path, f"the YAML tag {node.tag} is not allowed")
            return UNREADABLE
        try:
            value = self.scalars.construct_object(node)
            str(value).encode()
        except UnicodeEncodeError:
            self.source.complain(path, "half of a surrogate pair is not a character")
            return UNREADABLE
        except ValueError:
            self.source.complain(path, _cannot_be(node))
            return UNREADABLE
        return clean(value) if isinstance(value, str) else value


def _cannot_be(node: Node) -> str:
    if str(node.tag).endswith("timestamp"):
        return f"there is no day {node.value}"
    return f"{str(node.value)[:40]} cannot be read"


def kind_of(value: object) -> str:
    """What a value of the file is, in words that a writer of YAML knows."""
    names: dict[type, str] = {
        dict: "a map",
        list: "a list",
        str: "a text",
        bool: "true or false",
        int: "a whole number",
    }
    names |= {float: "a number", date: "a date", datetime: "a point in time", type(None): "nothing"}
    return names.get(type(value), type(value).__name__)
