"""The REST API under /api/v1: the same operations, rights and numbers as the desk, for programs."""
