"""Practice: the same rooms, and a made-up world behind the same ports.

``population`` invents portfolios, ``life`` lets the invented people live through their days, and
``simulated_party`` lets one of them take a collector's call.
"""
