"""E-mail over a mail server of the house's own (SMTP)."""

from fairdue_desk.channels.email.channel import EmailNotSent, SmtpChannel

__all__ = ["EmailNotSent", "SmtpChannel"]
