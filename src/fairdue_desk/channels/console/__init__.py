"""The console channel: the collector dials by hand and reports; nothing leaves the machine by itself."""

from fairdue_desk.channels.console.channel import ConsoleChannel

__all__ = ["ConsoleChannel"]
