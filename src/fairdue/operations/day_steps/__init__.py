"""The steps of the end of a day, one small file each; ``order.py`` says which there are and in which order.

Room: operations. To add a step, copy the smallest file here, and name it in ``order.py``: see
``docs/end-of-day.md``.
"""
