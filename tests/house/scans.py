"""The rules that need a syntax tree: each scan takes a module and yields (line, what is wrong).

Names are followed through imports, so ``from time import time as t; t()`` is found as ``time.time``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from house.tree import docstring_owners

Finding = tuple[int, str]

CLOCKS = {
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.monotonic",
    "time.monotonic_ns",
    "time.perf_counter",
    "time.perf_counter_ns",
    "time.process_time",
    "django.utils.timezone.now",
    "django.db.models.functions.Now",
}
# With an argument these convert a moment; without one they read the clock.
CLOCKS_WITHOUT_ARGUMENT = {
    "time.localtime",
    "time.gmtime",
    "time.ctime",
    "time.strftime",
    "django.utils.timezone.localtime",
    "django.utils.timezone.localdate",
}
CHANCE = {"uuid.uuid1", "uuid.uuid4", "os.urandom", "random.SystemRandom"}


def imported_names(tree: ast.Module) -> dict[str, str]:
    """What each imported name of the module stands for, as a dotted path."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                names[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def dotted(node: ast.expr, names: dict[str, str]) -> str | None:
    """The dotted path an expression stands for, if its root was imported."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id not in names:
        return None
    return ".".join([names[node.id], *reversed(parts)])


def clock_readings(tree: ast.Module) -> Iterator[Finding]:
    """Places that read a clock, or hand one on, or let the database do it."""
    names = imported_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load):
            path = dotted(node, names)
            if path in CLOCKS:
                yield node.lineno, f"reads the clock with {path}"
        if isinstance(node, ast.Call):
            path = dotted(node.func, names)
            if path in CLOCKS_WITHOUT_ARGUMENT and len(node.args) < (2 if path == "time.strftime" else 1):
                yield node.lineno, f"reads the clock with {path}"
            for keyword in node.keywords:
                if keyword.arg in ("auto_now", "auto_now_add"):
                    yield node.lineno, f"reads the clock with {keyword.arg}"


def unseeded_chance(tree: ast.Module) -> Iterator[Finding]:
    """Chance that no seed can bring back: the shared generator, the system's, an unseeded one."""
    names = imported_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load):
            path = dotted(node, names) or ""
            shared = path.startswith("random.") and path.count(".") == 1 and path != "random.Random"
            if path in CHANCE or path.startswith("secrets.") or shared:
                yield node.lineno, f"takes chance from {path}"
        if (
            isinstance(node, ast.Call)
            and dotted(node.func, names) == "random.Random"
            and not (node.args or node.keywords)
        ):
            yield node.lineno, "makes a random.Random without a seed"


def prints(tree: ast.Module) -> Iterator[Finding]:
    """Writing to the terminal."""
    names = imported_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield node.lineno, "prints"
        if isinstance(node, ast.Attribute) and dotted(node, names) in ("sys.stdout", "sys.stderr"):
            yield node.lineno, f"uses {dotted(node, names)}"


def naive_moments(tree: ast.Module) -> Iterator[Finding]:
    """Moments made without a time zone."""
    names = imported_names(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        path = dotted(node.func, names)
        keywords = {keyword.arg for keyword in node.keywords}
        zone_at = {
            "datetime.datetime": 7,
            "datetime.datetime.combine": 2,
            "datetime.datetime.now": 0,
            "datetime.datetime.fromtimestamp": 1,
        }
        if path in zone_at and len(node.args) <= zone_at[path] and not keywords & {"tzinfo", "tz", None}:
            yield node.lineno, f"makes a moment without a time zone: {path}"
        if path in (
            "datetime.datetime.utcnow",
            "datetime.datetime.utcfromtimestamp",
            "datetime.datetime.today",
        ):
            yield node.lineno, f"makes a moment without a time zone: {path}"


LAW = re.compile(
    r"permi|decision|verdict|refus|defer|allow|authoris|identity|verified|hold|consent", re.IGNORECASE
)


def guarding_assertions(tree: ast.Module) -> Iterator[Finding]:
    """Asserts that hold something back, which ``python -O`` would take away.

    An assert that only tells the type checker what must be so (``x is not None``, ``isinstance``) is a Bug,
    the fourth shape of errors, and may stay, unless what it speaks of is a matter of law.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert) and (not _narrows(node.test) or LAW.search(ast.unparse(node.test))):
            yield node.lineno, f"guards with assert {ast.unparse(node.test)}"


def _narrows(test: ast.expr) -> bool:
    if isinstance(test, ast.Call):
        return isinstance(test.func, ast.Name) and test.func.id == "isinstance"
    return isinstance(test, ast.Compare) and [ast.unparse(test.comparators[0]), type(test.ops[0])] == [
        "None",
        ast.IsNot,
    ]


def long_functions(tree: ast.Module, most: int = 70) -> Iterator[Finding]:
    """Functions of more lines than a page holds."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > most:
                yield node.lineno, f"{node.name} has {lines} lines; {most} are the most"


def missing_docstrings(tree: ast.Module) -> Iterator[Finding]:
    """The module itself and its public classes, functions and methods without a docstring."""
    if not ast.get_docstring(tree):
        yield 1, "the module has no docstring"
    for node, name in docstring_owners(tree):
        overload = any(isinstance(d, ast.Name) and d.id == "overload" for d in node.decorator_list)
        if not overload and not ast.get_docstring(node):
            yield node.lineno, f"{name} has no docstring"


def untyped_mappings(tree: ast.Module) -> Iterator[Finding]:
    """``dict[str, Any]`` and its kin in the signatures and fields that other modules see."""
    for node, name in docstring_owners(tree):
        annotations: list[ast.expr | None] = []
        if isinstance(node, ast.ClassDef):
            annotations += [field.annotation for field in node.body if isinstance(field, ast.AnnAssign)]
        else:
            given = node.args
            all_given = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
            annotations += [argument.annotation for argument in all_given if argument is not None]
            annotations.append(node.returns)
        for annotation in annotations:
            if annotation is not None and any(map(_maps_to_any, ast.walk(annotation))):
                yield annotation.lineno, f"{name} hands {ast.unparse(annotation)} past an edge"


def _maps_to_any(node: ast.AST) -> bool:
    if not isinstance(node, ast.Subscript):
        return False
    kind = ast.unparse(node.value).rsplit(".", 1)[-1]
    if kind not in {"dict", "Dict", "Mapping", "MutableMapping"} or not isinstance(node.slice, ast.Tuple):
        return False
    return ast.unparse(node.slice.elts[-1]).rsplit(".", 1)[-1] == "Any"


def imports_of(tree: ast.Module, *, at_once: bool) -> Iterator[tuple[int, str]]:
    """The dotted names a module imports: all of them, or with ``at_once`` only when it is loaded itself."""
    todo: list[ast.AST] = list(tree.body)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module or '.'}.{alias.name}") for alias in node.names)
        if at_once and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if at_once and isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            todo.extend(node.orelse)
            continue
        todo.extend(ast.iter_child_nodes(node))
