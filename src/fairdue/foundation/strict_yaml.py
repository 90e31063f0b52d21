"""The one YAML reader of the house: strict, with file and line in every complaint.

Room: foundation. A key written twice, a YAML alias, a tab or a value of a foreign type is an error that
says where. Knowledge in the rulebook and the playbook is read by nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any

import yaml


class YamlError(ValueError):
    """The text is not the strict YAML of the house; the message names source, line and remedy."""


class _StrictLoader(yaml.SafeLoader):
    """SafeLoader that refuses duplicate keys and aliases instead of quietly keeping the last."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise YamlError(f"line {mark.line + 1}: aliases are not used here; write the value out")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                raise YamlError(f"line {key_node.start_mark.line + 1}: a key must be a plain value")
            if key in seen:
                raise YamlError(
                    f"line {key_node.start_mark.line + 1}: the key {key!r} stands twice; keep one of the two"
                )
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


# YAML 1.1 reads `no`, `on`, `off` as yes/no values and `22:00` as 1320: both are traps in a rulebook.
_TRAPS = {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:int", "tag:yaml.org,2002:float"}
_StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _TRAPS]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("int", r"[-+]?(0|[1-9][0-9]*)", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]+", "-+0123456789"),
):
    _StrictLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first)
    )


def read_yaml(text: str, *, source: str) -> Any:
    """Read one YAML document; ``source`` is the file name that errors show.

    Raises YamlError, whose message begins with the source and says the line.
    """
    try:
        return yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - a SafeLoader made stricter
    except YamlError as error:
        raise YamlError(f"{source}: {error}") from error
    except yaml.YAMLError as error:
        raise YamlError(f"{source}: {' '.join(str(error).split())}") from error
