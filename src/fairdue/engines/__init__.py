"""Engines: the one room of the core that speaks to a database, to judge or plan over a whole portfolio at once.

Room: engines. What is asked stays in the rooms below as data and as SQL; an engine only runs it: DuckDB, Parquet
in and Parquet out. It is imported when it is used, never at the start, and it keeps nothing.
"""
