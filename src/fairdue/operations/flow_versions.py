"""Flow versions: a call ends on the version it began with, and a broken flow never replaces a good one.

Room: operations. When a call opens, the texts of its flow are kept under their digest in ``house.flow_versions``; a
call that is taken up again is replayed on them, whatever the playbook says by then. Where the playbook's flow has a
fault, new calls go on with the version that was kept last, and the fault is logged with file, line and mend.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from fairdue.casefile.case import OpenCall
from fairdue.conversation.flow import Flow, FlowFault
from fairdue.conversation.flow_version import flow_text_from
from fairdue.conversation.playbook import flow_of_kept, read_flow
from fairdue.operations.house import House
from fairdue.operations.standing_ports import FlowVersionBook, KeptFlow

_LOG = logging.getLogger(__name__)
VERSIONS_AT_HAND = 16


class FlowVersionLost(RuntimeError):
    """A call was opened on a version that the house does not hold any more."""


def sound_flow(flow_id: str, *, kept: FlowVersionBook, read: Callable[[str], Flow] = read_flow) -> Flow:
    """The flow of the playbook, or the version kept last where the playbook's has a fault.

    ``read`` reads the playbook. Raises FlowFault where there is no sound version at all.
    """
    try:
        return read(flow_id)
    except FlowFault as fault:
        last = kept.newest(flow_id)
        if last is None:
            raise
        _LOG.error("flow %s has a fault, calls go on with version %s: %s", flow_id, last.version, fault)
        return _flow_of(last.version, last.text)


def flow_in_force(house: House, flow_id: str) -> Flow:
    """The flow on which a new call is opened. Raises FlowFault when there is no sound version of it."""
    if flow_id == house.flow.flow_id:
        return house.flow
    return sound_flow(flow_id, kept=house.flow_versions)


def keep_version(house: House, flow: Flow, *, as_of: datetime) -> None:
    """Keep the version on which a call opens, unless it is kept."""
    if flow.text is not None and house.flow_versions.read(flow.version) is None:
        house.flow_versions.keep(KeptFlow(flow.version, flow.flow_id, as_of, flow.text.as_text()))


def flow_of_call(house: House, call: OpenCall) -> Flow:
    """The flow of a call under way, in the version it began with; an old log that names none takes today's.

    Raises FlowVersionLost when that version is nowhere.
    """
    if not call.flow_version:
        return flow_in_force(house, call.flow)
    if call.flow_version == house.flow.version:
        return house.flow
    kept = house.flow_versions.read(call.flow_version)
    if kept is not None:
        return _flow_of(kept.version, kept.text)
    today = flow_in_force(house, call.flow)
    if today.version == call.flow_version:
        return today
    raise FlowVersionLost(
        f"the call began on version {call.flow_version} of flow {call.flow}, which the house does not hold; "
        "restore the table of flow versions from the backup, or end the call"
    )


@lru_cache(maxsize=VERSIONS_AT_HAND)
def _flow_of(version: str, text: str) -> Flow:
    return flow_of_kept(flow_text_from(text))
