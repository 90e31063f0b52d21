"""The e-mail channel: one plain text message to one address, handed to the house's own mail server.

No subject says what it is about, no picture reports back that it was read, and nobody else is copied in. What the
server objects to is told without the address. The attempt's id is the Message-ID, so that a server that is handed
the same message twice can tell.
"""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP

from fairdue.casefile.contact_attempt import CallResult
from fairdue.operations.ports import Delivery, Outbound
from fairdue.operations.standing_ports import Line
from fairdue_desk.environment import SmtpAccount

PATIENCE_SECONDS = 20


class EmailNotSent(RuntimeError):
    """The mail server did not take the message; the text holds its code and no address."""


class SmtpChannel:
    """``Channel`` for e-mail."""

    name = "email"

    def __init__(self, account: SmtpAccount) -> None:
        self._account = account
        self.line = Line(f"email from {account.sender}")

    def deliver(self, outbound: Outbound) -> Delivery:
        """Hand one message over. Raises EmailNotSent."""
        if not outbound.to:
            raise EmailNotSent("there is no address to write to")
        message = EmailMessage(policy=SMTP)
        message["From"] = self._account.sender
        message["To"] = outbound.to
        message["Subject"] = outbound.subject
        message["Message-ID"] = f"<{outbound.attempt_id}@{self._account.sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(outbound.body, cte="base64")
        try:
            with self._connect() as server:
                server.send_message(message)
        except smtplib.SMTPResponseException as error:
            raise EmailNotSent(f"the mail server answered {error.smtp_code}") from None
        except (smtplib.SMTPException, OSError) as error:
            # A refused recipient stands in the exception itself; only its kind may go on.
            raise EmailNotSent(f"the message was not handed over ({type(error).__name__})") from None
        return Delivery(result=CallResult.DELIVERED)

    def _connect(self) -> smtplib.SMTP:
        account = self._account
        if account.secure == "tls":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                account.host, account.port, timeout=PATIENCE_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(account.host, account.port, timeout=PATIENCE_SECONDS)
        try:
            if account.secure == "starttls":
                server.starttls(context=ssl.create_default_context())
            if account.user:
                server.login(account.user, account.password)
        except BaseException:
            server.close()
            raise
        return server
