"""The operations: place, prepare, converse, follow up, feed back, and the one road out, ``send``.

Whoever opens only this room understands the product. Operations ask the rooms below what to do, ask the
gate whether it may be done, and act through the ports in ``ports.py``; they read no clock.
"""
