"""A flow as a graph: steps as nodes, answers as edges; written as DOT, as Mermaid, or drawn (``flow_svg``).

Room: conversation. The graph is a picture of the data and holds nothing of any case.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from fairdue.conversation.flow import END, Flow
from fairdue.conversation.flow_check import walk
from fairdue.foundation.bilingual import Bilingual

ANYWHERE = "anywhere"
END_NAME = Bilingual("结束", "end of call")
ANYWHERE_NAME = Bilingual("随时", "at any time")


@dataclass(frozen=True, slots=True)
class Node:
    """One step; ``open_before_check`` where a call can stand before the identity check, ``care`` where care leads."""

    node_id: str
    title: Bilingual
    stage: str
    open_before_check: bool = False
    care: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """All answers that lead from one step to another, by their keys."""

    from_id: str
    to_id: str
    keys: tuple[str, ...]
    care: bool = False


@dataclass(frozen=True, slots=True)
class FlowGraph:
    """The nodes in the order of the flow, and the edges."""

    flow_id: str
    first_id: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def graph_of(flow: Flow) -> FlowGraph:
    """The graph of a flow; what is open in the whole call leaves from one node of its own."""
    before = {step_id for step_id, verified in walk(flow) if not verified}
    cared = {way.to for choice in flow.always if choice.care for way in choice.ways}
    nodes = [
        Node(step.step_id, step.title, step.stage.value, step.step_id in before, step.step_id in cared)
        for step in flow.steps.values()
    ]
    keys: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for step in flow.steps.values():
        for choice in step.choices:
            for way in choice.ways:
                keys[step.step_id, way.to].append(choice.key)
    edges = [Edge(start, end, tuple(dict.fromkeys(of))) for (start, end), of in keys.items()]
    always: defaultdict[tuple[str, bool], list[str]] = defaultdict(list)
    for choice in flow.always:
        for way in choice.ways:
            always[way.to, choice.care].append(choice.key)
    edges += [Edge(ANYWHERE, to, tuple(of), care) for (to, care), of in always.items()]
    nodes += [Node(ANYWHERE, ANYWHERE_NAME, "always"), Node(END, END_NAME, "end")]
    return FlowGraph(flow.flow_id, flow.first_step, tuple(nodes), tuple(edges))


def as_dot(graph: FlowGraph, language: str) -> str:
    """The graph in Graphviz's language."""
    lines = [
        f'digraph "{graph.flow_id}" {{',
        "  rankdir=LR;",
        '  node [shape=box, style="rounded,filled", fillcolor=white, fontname="sans-serif"];',
    ]
    for node in graph.nodes:
        colour = "mistyrose" if node.care else "whitesmoke" if node.open_before_check else "white"
        title = _quoted(f"{node.title.in_language(language)}\n{node.node_id}")
        lines.append(f'  "{node.node_id}" [label={title}, fillcolor={colour}];')
    for edge in graph.edges:
        style = ', color="#b3261e"' if edge.care else ""
        lines.append(f'  "{edge.from_id}" -> "{edge.to_id}" [label={_quoted(" ".join(edge.keys))}{style}];')
    return "\n".join([*lines, "}"]) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def as_mermaid(graph: FlowGraph, language: str) -> str:
    """The graph in Mermaid's language, which many viewers of Markdown draw."""
    lines = ["flowchart LR"]
    for node in graph.nodes:
        title = node.title.in_language(language).replace('"', "#quot;")
        lines.append(f'  n_{node.node_id}["{title}"]')
    for edge in graph.edges:
        lines.append(f'  n_{edge.from_id} -->|"{" ".join(edge.keys)}"| n_{edge.to_id}')
    return "\n".join(lines) + "\n"
