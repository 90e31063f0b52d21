"""The playbook on disk: where flows, wording and result codes are read from, once per process.

Room: conversation. ``read_flow("first_call")`` is what operations and the desk hand to the engine.
"""

from __future__ import annotations

from fairdue.conversation.flow import Flow


def read_flow(flow_id: str = "first_call") -> Flow:
    """Read one flow of the playbook, checked. Raises FlowFault with file and step where it has a hole."""
    raise NotImplementedError
