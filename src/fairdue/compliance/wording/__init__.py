"""The wording guard: may this be said or written to this person, with what is known of the case.

One text at a time in ``guard``; what it looks at in ``features``; the 25 classes in ``wording_class``.
"""
