"""The desk: rows, screens, channels and the one composition root (``wiring.py``). May import everything."""
