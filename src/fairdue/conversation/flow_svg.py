"""A flow drawn as SVG without any tool: steps in columns by how many answers lead to them, answers as curves.

Room: conversation. The layout is the plain one of layered graphs: a column for each number of answers, then a few
passes that put each step near its neighbours so that fewer curves cross. What is open at any time stands below. A
care step is red, a step that a call can stand in before the identity check grey; a bar marks where a call can end,
and ways back are dashed.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict, deque
from html import escape

from fairdue.conversation.flow import END
from fairdue.conversation.flow_graph import ANYWHERE, Edge, FlowGraph, Node

_WIDTH, _HEIGHT, _ACROSS, _DOWN, _EDGE = 190, 40, 300, 62, 24
_LINE_UNITS = 24  # half-width characters in one line of a box
_PASSES = 6


def as_svg(graph: FlowGraph, language: str) -> str:
    """The drawing, as the text of one SVG file."""
    places = _places(graph)
    width = max(x for x, _ in places.values()) + _WIDTH + 3 * _EDGE
    height = max(y for _, y in places.values()) + _HEIGHT + _EDGE
    ends = {edge.from_id for edge in graph.edges if edge.to_id == END}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="sans-serif" font-size="12" aria-label="{escape(graph.flow_id)}">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path d="M0 0 8 4 0 8z" fill="#7a8290"/></marker></defs>',
    ]
    parts += [_curve(edge, places) for edge in graph.edges if edge.to_id != END]
    nodes = {node.node_id: node for node in graph.nodes}
    parts += [_box(nodes[i], place, language, ends=i in ends) for i, place in places.items()]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _places(graph: FlowGraph) -> dict[str, tuple[int, int]]:
    """Where each step stands: the way of the call above, what is open at any time below."""
    after: defaultdict[str, list[str]] = defaultdict(list)
    for edge in graph.edges:
        if edge.to_id != END:
            after[edge.from_id].append(edge.to_id)
    main = _depths(graph.first_id, after, known=set())
    beside = _depths(ANYWHERE, after, known=set(main))
    places: dict[str, tuple[int, int]] = {}
    top = _EDGE
    for depths in (main, beside):
        columns = _columns(depths, graph)
        for column, ids in enumerate(columns):
            for row, node_id in enumerate(ids):
                places[node_id] = (_EDGE + column * _ACROSS, top + row * _DOWN)
        top += max(map(len, columns)) * _DOWN + _EDGE
    return places


def _depths(start: str, after: dict[str, list[str]], *, known: set[str]) -> dict[str, int]:
    """How many answers lead to each step from a start; those that are placed already are left out."""
    depth = {start: 0}
    waiting = deque([start])
    while waiting:
        node_id = waiting.popleft()
        for target in after.get(node_id, ()):
            if target not in depth and target not in known:
                depth[target] = depth[node_id] + 1
                waiting.append(target)
    return depth


def _columns(depth: dict[str, int], graph: FlowGraph) -> list[list[str]]:
    """The steps by column, each column in an order with few crossings."""
    columns: list[list[str]] = [[] for _ in range(max(depth.values()) + 1)]
    for node in graph.nodes:
        if node.node_id in depth:
            columns[depth[node.node_id]].append(node.node_id)
    pairs = [(e.from_id, e.to_id) for e in graph.edges if e.from_id in depth and e.to_id in depth]
    for turn in range(_PASSES):
        rows = {node_id: row for ids in columns for row, node_id in enumerate(ids)}
        for ids in columns:
            ids.sort(key=lambda i, rows=rows, turn=turn: _middle(i, rows, pairs, turn))  # type: ignore[misc]
    return columns


def _middle(node_id: str, rows: dict[str, int], pairs: list[tuple[str, str]], turn: int) -> tuple[float, int]:
    """The mean row of the neighbours on one side, on the other side in every second pass."""
    mine, theirs = (1, 0) if turn % 2 == 0 else (0, 1)
    near = [rows[pair[theirs]] for pair in pairs if pair[mine] == node_id]
    return (sum(near) / len(near) if near else rows[node_id], rows[node_id])


def _curve(edge: Edge, places: dict[str, tuple[int, int]]) -> str:
    x1, y1 = places[edge.from_id]
    x2, y2 = places[edge.to_id]
    if x2 > x1:
        start, end, bend = (x1 + _WIDTH, y1 + _HEIGHT // 2), (x2, y2 + _HEIGHT // 2), 55
        path = (
            f"M{start[0]} {start[1]}C{start[0] + bend} {start[1]} {end[0] - bend} {end[1]} {end[0]} {end[1]}"
        )
    else:
        # A way back, or within the column, goes round on the right side of both.
        start, end = (x1 + _WIDTH, y1 + _HEIGHT // 2 + 6), (x2 + _WIDTH, y2 + _HEIGHT // 2 - 6)
        out = max(start[0], end[0]) + 46
        path = f"M{start[0]} {start[1]}C{out} {start[1]} {out} {end[1]} {end[0]} {end[1]}"
    colour = "#b3261e" if edge.care else "#9aa2af" if x2 > x1 else "#cfd4db"
    dashes = "" if x2 > x1 else ' stroke-dasharray="4 3"'
    label = escape(" ".join(edge.keys))
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.2"{dashes} marker-end="url(#tip)">'
        f"<title>{label}</title></path>"
    )


def _box(node: Node, place: tuple[int, int], language: str, *, ends: bool) -> str:
    x, y = place
    fill = "#fde7e4" if node.care else "#eef0f3" if node.open_before_check else "#f3f8f4"
    stroke = "#b3261e" if node.care else "#7a8290"
    lines = _wrapped(node.title.in_language(language))
    first = y + _HEIGHT / 2 + (4 if len(lines) == 1 else -3)
    text = "".join(
        f'<text x="{x + _WIDTH / 2}" y="{first + number * 14}" text-anchor="middle">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    # A bar on the right says that the call can end here.
    end = f'<rect x="{x + _WIDTH - 6}" y="{y}" width="6" height="{_HEIGHT}" fill="{stroke}"/>' if ends else ""
    return (
        f"<g><title>{escape(node.node_id)}</title>"
        f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="6" fill="{fill}" stroke="{stroke}"/>'
        f"{text}{end}</g>"
    )


def _wrapped(title: str) -> list[str]:
    """A title in one line or two, by the width of its characters; what is longer ends in three dots."""
    lines, units = [""], 0
    for char in title:
        wide = 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if units + wide > _LINE_UNITS + 2:
            if len(lines) == 2:
                lines[-1] = lines[-1][:-1] + "…"
                break
            lines.append("")
            units = 0
        lines[-1] += char
        units += wide
    return [line.strip() for line in lines]
