"""Letters and text messages that a person prints and posts, or sends from the company's phone."""

from fairdue_desk.channels.by_hand.channel import ByHandChannel

__all__ = ["ByHandChannel"]
