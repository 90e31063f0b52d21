"""The evidence pack (证据包): what happened on one case as one sealed file that a stranger can check.

Room: feedback. ``pack`` builds it, ``pack_check`` takes it apart again; neither needs a database or a key.
"""
