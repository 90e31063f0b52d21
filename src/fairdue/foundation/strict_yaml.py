"""The one YAML reader of the house: strict, with file and line in every complaint.

Room: foundation. A key written twice, a YAML alias, a tab or a value of a foreign type is an error that
says where. Knowledge in the rulebook and the playbook is read by nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from datetime import date
from typing import Any

import yaml


class YamlError(ValueError):
    """The text is not the strict YAML of the house; the message names source, line and remedy."""


class _Strictly(yaml.constructor.SafeConstructor):
    """How values are made of nodes: a key written twice and a value that cannot be are errors with a line."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep=deep)
        except YamlError:
            raise
        except ValueError as error:
            # A date such as 2026-02-30 has the form of one and is none.
            raise YamlError(
                f"line {node.start_mark.line + 1}: a value that cannot be ({error}); correct it, or put it in quotes"
            ) from error

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                raise YamlError(f"line {key_node.start_mark.line + 1}: a key must be a plain value")
            if key in seen:
                raise YamlError(
                    f"line {key_node.start_mark.line + 1}: the key {_shown(key)} stands twice; keep one of the two"
                )
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


class _StrictLoader(_Strictly, yaml.SafeLoader):
    """SafeLoader that refuses duplicate keys and aliases instead of quietly keeping the last."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise YamlError(f"line {mark.line + 1}: aliases are not used here; write the value out")
        return super().compose_node(parent, index)


# YAML 1.1 reads `no`, `on`, `off` as yes/no values and `22:00` as 1320: both are traps in a rulebook.
_TRAPS = {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:int", "tag:yaml.org,2002:float"}
_RESOLVERS = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _TRAPS]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("int", r"[-+]?(0|[1-9][0-9]*)", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]+", "-+0123456789"),
):
    for _sign in _first:
        _RESOLVERS.setdefault(_sign, []).append(
            (f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"))
        )
_StrictLoader.yaml_implicit_resolvers = _RESOLVERS


def _fast_loader() -> type | None:
    """The same strictness over the parser in C, nine times as fast; None where PyYAML came without it."""
    if not hasattr(yaml, "CSafeLoader"):
        return None

    class FastLoader(_Strictly, yaml.CSafeLoader):
        """The parser in C; it knows nothing of aliases being refused, so it never sees a text that may have one."""

    FastLoader.yaml_implicit_resolvers = _RESOLVERS
    return FastLoader


_FAST = _fast_loader()
# What may be an alias, an anchor or a tag, a tab or another control character is left to the slow parser, which
# says where it stands; and so is whatever the fast one cannot read. A line of comment holds none of the first.
_MAY_BE_INDICATOR = re.compile(r"(?:^|[\s\[{,])[&*](?=\S)|(?:^|[\s\[{,])[!%@`|>]")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")
_COMMENT_LINE = re.compile(r"^ *#.*$", re.MULTILINE)


def _only_slowly(text: str) -> bool:
    return bool(_CONTROL.search(text) or _MAY_BE_INDICATOR.search(_COMMENT_LINE.sub("", text)))


def read_yaml(text: str, *, source: str) -> Any:
    """Read one YAML document; ``source`` is the file name that errors show.

    Raises YamlError, whose message begins with the source and says the line.
    """
    if _FAST is not None and not _only_slowly(text):
        try:
            return yaml.load(text, Loader=_FAST)  # noqa: S506 - a SafeLoader made stricter
        except (YamlError, yaml.YAMLError, RecursionError):
            pass  # the slow parser below says what is wrong, with its line
    try:
        return yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - a SafeLoader made stricter
    except YamlError as error:
        raise YamlError(f"{source}: {error}") from error
    except yaml.YAMLError as error:
        raise YamlError(f"{source}: {_complaint(error, text)}") from error
    except RecursionError as error:
        raise YamlError(f"{source}: line 1: nested too deeply; write it flat") from error


def _shown(key: Hashable) -> str:
    """A key as its file writes it."""
    return str(key) if isinstance(key, date) else repr(key)


def _complaint(error: yaml.YAMLError, text: str) -> str:
    """What the parser says as ``line N: what; mend``, whichever of its errors it is."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        line, problem = error.problem_mark.line + 1, " ".join(str(error.problem).split())
    elif isinstance(error, yaml.reader.ReaderError):
        line, problem = text.count("\n", 0, error.position) + 1, "a character that no text has"
    else:
        line, problem = 1, " ".join(str(error).split())
    mend = "close every bracket and quote, and indent evenly"
    if "\\t" in problem:
        mend = "indent with blanks, not tabs"
    elif "another document" in problem:
        mend = "keep one document in a file"
    elif "constructor for the tag" in problem:
        mend = "write plain values, without `!` and without `<<`"
    return f"line {line}: {problem}; {mend}"


def lines_of(text: str) -> dict[tuple[str, ...], int]:
    """The line on which each key and each entry of a list begins, by its path of keys and places.

    Empty when the text is not YAML: whoever asks already has a better complaint.

    >>> lines_of("a:\\n  b: 1\\n  c: [x,\\n    y]")[("a", "c", "1")]
    4
    """
    try:
        root = yaml.compose(text, Loader=_StrictLoader)
    except (YamlError, yaml.YAMLError, RecursionError):
        return {}
    found: dict[tuple[str, ...], int] = {}
    waiting: list[tuple[tuple[str, ...], yaml.Node | None]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            below = [(str(key.value), key.start_mark.line, value) for key, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            below = [(str(place), item.start_mark.line, item) for place, item in enumerate(node.value)]
        else:
            continue
        for name, line, child in below:
            found.setdefault((*path, name), line + 1)
            waiting.append(((*path, name), child))
    return found
