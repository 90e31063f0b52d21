"""Channels: ways out of the house. Each is a small folder to copy; ``operations.send`` alone calls them."""
