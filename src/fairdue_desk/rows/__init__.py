"""The rows: what the database keeps. The event log is the truth; everything else is a projection of it."""
