"""Conversation: the guided call as a replayable walk through a playbook flow.

Read in this order: ``heard`` (one turn of input), ``session`` (where a call stands), ``flow`` and
``wording`` (the playbook as data), ``prompt`` (what the screen shows), ``engine`` (the four functions that
the operations call), ``consequences`` (what becomes a fact), ``note`` (how the note writes itself).
It stores nothing, dials nothing and reads no clock.
"""
