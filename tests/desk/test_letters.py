"""A letter goes out on a permit, in the words that the log keeps, over a real mail server."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest

from fairdue.casefile.attestation import Scope, ScopeKind
from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import CallResult
from fairdue.casefile.correspondence import LetterWritten
from fairdue.casefile.event import open_event
from fairdue.casefile.happening import ComplaintReceived, HoldPlaced, IdentityVerified, PromiseMade
from fairdue.casefile.hold import Hold, HoldKind
from fairdue.compliance.action import Channel
from fairdue.compliance.decision import Refuse
from fairdue.feedback.letters.letter import NotWritten
from fairdue.feedback.letters.letter_page import DRAFT
from fairdue.foundation.civil import Period
from fairdue.foundation.ids import AttemptId, HoldId, PromiseId
from fairdue.operations.attest import state
from fairdue.operations.audit import audit
from fairdue.operations.correspond import Preview, preview_letter, send_letter
from fairdue.operations.house import House
from fairdue.operations.ports import Outbound
from fairdue.operations.send import Sent
from fairdue_desk.channels.email import EmailNotSent, SmtpChannel
from fairdue_desk.environment import Misconfigured, SmtpAccount, smtp_account
from fairdue_desk.rows.models import ContactAttempt
from journeys.story import Story, on, placement_csv

pytestmark = pytest.mark.django_db
ADDRESS = "someone@example.org"


class MailServer(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it is handed; one that ``refuses`` takes no recipient."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.taken: list[bytes] = []
        self.refuses = False


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server = self.server
        assert isinstance(server, MailServer)
        self._say("220 ready")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"RCPT" and server.refuses:
                self._say("550 no such mailbox " + ADDRESS)
            elif verb == b"DATA":
                self._say("354 go on")
                body = b""
                while (piece := self.rfile.readline()) != b".\r\n":
                    body += piece
                server.taken.append(body)
                self._say("250 taken")
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def account(server: MailServer) -> SmtpAccount:
    return SmtpAccount("127.0.0.1", server.server_address[1], "letters@example.org", "none")


@pytest.fixture
def case(house: House) -> CaseFile:
    header, row = placement_csv({"个案序列号": "HS-1"}, size=1, seed=11).decode().splitlines()
    content = f"{header},邮箱,通讯地址\n{row},{ADDRESS},示例市某路 2 号\n".encode()
    assert Story(house).place(content, at=on(0, 8)).new == 1
    return house.book.load(house.book.resolve("HS-1"))


def complained(house: House, case: CaseFile) -> CaseFile:
    return house.book.append(case, [ComplaintReceived("cm1", "来电太早")], at=on(0, 9), actor="c7")


@pytest.fixture
def priced(house: House, case: CaseFile) -> CaseFile:
    """Somebody compared the amounts with the contract, which a letter that states them needs."""
    about_case, about_creditor = (
        Scope(ScopeKind.CASE, case.case_id),
        Scope(ScopeKind.CREDITOR, case.account.creditor),
    )
    for column, value, scope in (
        ("rates_match_contract", "yes", about_case), ("lender_kind", "bank", about_creditor),
    ):  # fmt: skip
        state(
            house, column=column, value=value, scope=scope, period=Period(on(0, 8), on(9, 8)),
            evidence="contract, page 4", as_of=on(0, 8), actor="compliance",
        )  # fmt: skip
    return case


def send_receipt(house: House, case: CaseFile, *, channel: Channel, hour: int = 10) -> object:
    return send_letter(
        house,
        case_id=case.case_id,
        template_id="complaint_receipt",
        channel=channel,
        as_of=on(0, hour),
        actor="c7",
    )


def test_a_letter_by_e_mail_is_handed_to_the_server_and_its_very_words_are_in_the_log(
    house: House, case: CaseFile, mail: MailServer
) -> None:
    case = complained(house, case)
    with_mail = replace(house, channels={**house.channels, "email": SmtpChannel(account(mail))})
    sent = send_receipt(with_mail, case, channel=Channel.EMAIL)
    assert isinstance(sent, Sent), sent
    (raw,) = mail.taken
    message = message_from_bytes(raw, policy=default)
    (kept,) = [
        event.happened for event in map(open_event, house.book.events(case.case_id))
        if isinstance(event.happened, LetterWritten)
    ]  # fmt: skip
    assert message.get_content().strip().replace("\r\n", "\n") == kept.text
    assert (message["To"], message["Subject"]) == (ADDRESS, "一份回执")
    assert str(sent.attempt_id) in message["Message-ID"]
    assert (kept.template_id, kept.channel, kept.attempt_id) == (
        "complaint_receipt",
        "email",
        sent.attempt_id,
    )
    assert ContactAttempt.objects.get().permit_id == sent.permit.permit_id
    assert audit(house).findings == ()


def test_a_mailbox_that_the_server_refuses_fails_without_naming_it_and_the_attempt_stands(
    house: House, case: CaseFile, mail: MailServer
) -> None:
    mail.refuses = True
    case = complained(house, case)
    with_mail = replace(house, channels={"email": SmtpChannel(account(mail))})
    with pytest.raises(EmailNotSent) as caught:
        send_receipt(with_mail, case, channel=Channel.EMAIL)
    assert ADDRESS not in str(caught.value) and caught.value.__cause__ is None
    assert ContactAttempt.objects.get().result == CallResult.FAILED.value


def test_a_server_that_is_not_there_is_said_so() -> None:
    channel = SmtpChannel(SmtpAccount("127.0.0.1", 9, "letters@example.org", "none"))
    with pytest.raises(EmailNotSent, match="not handed over"):
        channel.deliver(Outbound(AttemptId("at1"), "email", ADDRESS, "hello", subject="hello"))


def test_a_preview_asks_nobody_and_stores_nothing(house: House, case: CaseFile) -> None:
    case = complained(house, case)
    shown = preview_letter(house, case_id=case.case_id, template_id="complaint_receipt", as_of=on(0, 10))
    assert isinstance(shown, Preview) and "示例市某路 2 号" in shown.page
    assert house.book.load(case.case_id).event_count == case.event_count
    assert house.ledger.decisions_of(case.case_id) == []


def test_a_print_form_is_a_draft_until_the_gate_permitted_its_very_words(
    house: House, priced: CaseFile
) -> None:
    def page(hour: int) -> str:
        shown = preview_letter(
            house,
            case_id=priced.case_id,
            template_id="collection_letter",
            channel=Channel.LETTER,
            as_of=on(0, hour),
        )
        assert isinstance(shown, Preview)
        return shown.page

    assert DRAFT.zh in page(9)
    sent = send_letter(
        house, case_id=priced.case_id, template_id="collection_letter", channel=Channel.LETTER,
        as_of=on(0, 10), actor="c7",
    )  # fmt: skip
    assert isinstance(sent, Sent) and DRAFT.zh not in page(11)


def test_while_a_complaint_is_handled_no_collection_letter_goes_and_nothing_is_in_the_log(
    house: House, priced: CaseFile
) -> None:
    hold = Hold(HoldId("h1"), HoldKind.COMPLAINT, Period(on(0, 9), None))
    held = house.book.append(priced, [HoldPlaced(hold)], at=on(0, 9), actor="c7")
    answer = send_letter(
        house,
        case_id=held.case_id,
        template_id="collection_letter",
        channel=Channel.LETTER,
        as_of=on(0, 10),
        actor="c7",
    )
    assert isinstance(answer, Refuse), answer
    assert "house.holds.complaint" in {reason.code for reason in answer.reasons}
    assert house.book.load(held.case_id).event_count == held.event_count


def test_a_whole_collection_letter_is_permitted_and_counts_as_complete(
    house: House, priced: CaseFile
) -> None:
    answer = send_letter(
        house,
        case_id=priced.case_id,
        template_id="collection_letter",
        channel=Channel.LETTER,
        as_of=on(0, 10),
        actor="c7",
    )
    assert isinstance(answer, Sent), answer
    rules = {line.rule_id: line.outcome.value for line in answer.permit.trace}
    assert rules["cn.credit_card_2011.letter_contents"] == "passed"


def test_a_creditor_without_a_letterhead_gets_no_letter_and_is_told_what_to_add(
    house: House, case: CaseFile
) -> None:
    bare = replace(house, letterheads={})
    answer = send_letter(
        bare, case_id=case.case_id, template_id="collection_letter", as_of=on(0, 10), actor="c7"
    )
    assert isinstance(answer, NotWritten)
    assert not ContactAttempt.objects.exists()


def test_the_receipt_of_a_promise_goes_by_text_message_to_the_number_of_the_verified_customer(
    house: House, case: CaseFile
) -> None:
    from fairdue.operations.converse import begin_call

    begin_call(house, case_id=case.case_id, as_of=on(0, 10), actor="c7")
    case = house.book.load(case.case_id)
    attempt = case.attempts[-1].attempt_id
    house.book.append(
        case,
        [
            IdentityVerified(attempt, "id_last_four"),
            PromiseMade(PromiseId("pr1"), 50_000, on(3, 10).date(), "bank_app"),
        ],
        at=on(0, 10, 5),
        actor="c7",
    )
    shown = preview_letter(
        house, case_id=case.case_id, template_id="promise_confirmation", channel=Channel.SMS, as_of=on(0, 11)
    )
    assert isinstance(shown, Preview) and "500元" in shown.letter.text


@pytest.mark.parametrize(
    ("stated", "secure", "port"),
    [
        ("smtps://u:p%40@mail.example.org/?from=a@example.org", "tls", 465),
        ("smtp://mail.example.org/?from=a@example.org", "starttls", 587),
        ("smtp://127.0.0.1:2525/?from=a@example.org", "none", 2525),
    ],
)
def test_the_mail_server_is_named_in_one_setting(
    monkeypatch: pytest.MonkeyPatch, stated: str, secure: str, port: int
) -> None:
    monkeypatch.setenv("FAIRDUE_SMTP", stated)
    found = smtp_account()
    assert found is not None and (found.secure, found.port) == (secure, port)
    assert "p@" not in repr(found)
    monkeypatch.setenv("FAIRDUE_SMTP", "mail.example.org")
    with pytest.raises(Misconfigured, match="is written"):
        smtp_account()
