"""The evidence pack of a real case: through the gate, into the log, and checked by a stranger."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from fairdue.casefile.attestation import Scope, ScopeKind
from fairdue.casefile.case import CaseFile
from fairdue.casefile.correspondence import EvidenceHandedOut
from fairdue.casefile.disposition import ResultCode
from fairdue.casefile.event import open_event
from fairdue.casefile.happening import ComplaintClosed, ComplaintReceived, DispositionRecorded
from fairdue.compliance.decision import Refuse
from fairdue.conversation.heard import Heard
from fairdue.conversation.playbook import read_flow
from fairdue.feedback.evidence import pack
from fairdue.feedback.evidence.pack_check import check_pack
from fairdue.feedback.evidence.pack_records import Recipient
from fairdue.feedback.evidence.seal import fingerprint
from fairdue.foundation.civil import Period
from fairdue.operations.attest import state
from fairdue.operations.audit import audit
from fairdue.operations.converse import begin_call, take_back_turn, take_turn
from fairdue.operations.evidence import UnknownComplaint, collect_records, evidence_pack
from fairdue.operations.export import Exported
from fairdue.operations.house import House
from journeys.story import Story, on, placement_csv

pytestmark = pytest.mark.django_db
THIRD_PHONE, THIRD_NAME, STRANGER = "13900001234", "联系甲乙", "13912345678"


@pytest.fixture
def case(house: House) -> CaseFile:
    own = {"个案序列号": "HS-1", "联系人1姓名": THIRD_NAME, "联系人1手机": THIRD_PHONE}
    assert Story(house).place(placement_csv(own, size=1, seed=11), at=on(0, 8)).new == 1
    case = house.book.load(house.book.resolve("HS-1"))
    begin_call(house, case_id=case.case_id, as_of=on(0, 10), actor="c7")
    for choice in ("answered", "wrong_number"):
        take_turn(house, case_id=case.case_id, heard=Heard(choice), as_of=on(0, 10, 1), actor="c7")
    case = house.book.load(case.case_id)
    return house.book.append(
        case,
        [DispositionRecorded(ResultCode.HU, f"客户说找 {STRANGER}"), ComplaintReceived("cm1", "来电太早")],
        at=on(0, 11),
        actor="c7",
    )


def hand_out(house: House, case: CaseFile, recipient: Recipient, **more: object) -> object:
    return evidence_pack(
        house, case_id=case.case_id, recipient=recipient, software="fairdue test", as_of=on(0, 12), actor="lead",
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def files_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_pack_for_the_creditor_leaves_on_a_permit_is_in_the_log_and_checks_without_the_house(
    house: House, case: CaseFile
) -> None:
    answer = hand_out(house, case, Recipient.CREDITOR)
    assert isinstance(answer, Exported)
    checked = check_pack(answer.content, trusted=fingerprint(house.sealer.public_key()))
    assert checked.faults == ()
    assert checked.whole + checked.masked == case.event_count
    last = open_event(house.book.events(case.case_id)[-1]).happened
    assert last == EvidenceHandedOut(
        answer.permit.permit_id, "creditor", hashlib.sha256(answer.content).hexdigest(), case.event_count
    )
    assert house.exports.recent(1)[0].permit_id == answer.permit.permit_id
    assert audit(house).findings == ()


def test_the_log_in_the_pack_is_the_log_of_the_house_row_by_row(house: House, case: CaseFile) -> None:
    answer = hand_out(house, case, Recipient.CREDITOR)
    assert isinstance(answer, Exported)
    lines = [json.loads(line) for line in files_of(answer.content)[pack.EVENTS].decode().splitlines()]
    rows = house.book.events(case.case_id)[: len(lines)]
    assert [line["hash"] for line in lines] == [row.hash for row in rows]
    assert [line["body"] for line in lines if "masked" not in line] == [
        row.body for row, line in zip(rows, lines, strict=True) if "masked" not in line
    ]


def test_it_holds_the_decisions_with_their_grounds_the_sentences_shown_and_who_vouched(
    house: House, case: CaseFile
) -> None:
    answer = hand_out(house, case, Recipient.CREDITOR)
    assert isinstance(answer, Exported)
    files = files_of(answer.content)
    decisions = [json.loads(line) for line in files[pack.DECISIONS].decode().splitlines()]
    assert decisions[0]["verdict"] == "permit"
    assert any(line.get("article") for line in decisions[0]["trace"])
    assert b"opening." in files[pack.WORDING]
    statements = files[pack.STATEMENTS].decode()
    assert "agency_listed" in statements and '"D1"' in statements


def test_the_sentences_are_those_of_the_flow_that_the_call_was_held_on_said_by_whoever_spoke(
    house: House,
) -> None:
    assert Story(house).place(placement_csv({"个案序列号": "HS-2"}, size=1, seed=12), at=on(0, 8)).new == 1
    case = house.book.load(house.book.resolve("HS-2"))
    begin_call(house, case_id=case.case_id, as_of=on(0, 11, 10), actor="c7", staff_no="c7")
    for choice in ("answered", "complaint"):
        take_turn(house, case_id=case.case_id, heard=Heard(choice), as_of=on(0, 11, 11), actor="c7")
    take_back_turn(house, case_id=case.case_id, as_of=on(0, 11, 12), actor="c7")
    take_turn(house, case_id=case.case_id, heard=Heard("stop_contact"), as_of=on(0, 11, 13), actor="c7")
    of_another_day = replace(house, flow=read_flow("broken_promise"))
    answer = hand_out(of_another_day, house.book.load(case.case_id), Recipient.CREDITOR)
    assert isinstance(answer, Exported)
    shown = [json.loads(line) for line in files_of(answer.content)[pack.WORDING].decode().splitlines()]
    assert [one["sentence_id"] for one in shown][-1] == "stop.noted"
    # Shown before the complaint, and again once that was taken back.
    assert [one["turn"] for one in shown if one["sentence_id"] == "opening.introduce"] == [1, 1]
    assert any("工号c7" in one["text"]["zh"] for one in shown)


def test_third_persons_stay_sealed_and_a_strangers_number_is_masked(house: House, case: CaseFile) -> None:
    answer = hand_out(house, case, Recipient.CREDITOR)
    assert isinstance(answer, Exported)
    for secret in (THIRD_PHONE, THIRD_NAME, STRANGER):
        assert secret.encode() not in answer.content


def test_a_strangers_number_is_masked_in_what_somebody_vouched_on_too(house: House, case: CaseFile) -> None:
    state(
        house, column="export_recipient_listed", value="yes", scope=Scope(ScopeKind.CASE, case.case_id),
        period=Period(on(0, 8), on(9, 8)), evidence=f"his brother said so, {STRANGER}",
        as_of=on(0, 8), actor="compliance",
    )  # fmt: skip
    begin_call(house, case_id=case.case_id, as_of=on(0, 11, 30), actor="c7")
    answer = hand_out(house, house.book.load(case.case_id), Recipient.CREDITOR)
    assert isinstance(answer, Exported)
    assert b"his brother said so" in files_of(answer.content)[pack.STATEMENTS]
    assert STRANGER.encode() not in answer.content
    assert check_pack(answer.content).faults == ()


def test_a_court_gets_it_only_after_somebody_vouched_for_the_recipient(house: House, case: CaseFile) -> None:
    refused = hand_out(house, case, Recipient.COURT)
    assert isinstance(refused, Refuse)
    assert "cn.public_order_2025.export_recipient" in {reason.code for reason in refused.reasons}
    assert not house.exports.recent(1)
    assert house.book.load(case.case_id).event_count == case.event_count
    state(
        house, column="export_recipient_listed", value="yes", scope=Scope(ScopeKind.CASE, case.case_id),
        period=Period(on(0, 11), on(0, 11) + timedelta(days=7)), evidence="order of the court, file 3",
        as_of=on(0, 11), actor="compliance",
    )  # fmt: skip
    assert isinstance(hand_out(house, case, Recipient.COURT), Exported)


def test_the_same_moment_and_log_give_the_same_records(house: House, case: CaseFile) -> None:
    def once() -> object:
        return collect_records(
            house, case=case, recipient=Recipient.COURT, software="t", as_of=on(0, 12), actor="lead"
        )

    assert once() == once()


def test_a_complaint_ends_the_period_with_the_day_of_its_answer(house: House, case: CaseFile) -> None:
    answered = house.book.append(case, [ComplaintClosed("cm1", True)], at=on(0, 11, 30), actor="compliance")
    house.book.append(answered, [DispositionRecorded(ResultCode.HU, "later")], at=on(3, 10), actor="c7")
    answer = evidence_pack(
        house, case_id=case.case_id, recipient=Recipient.CUSTOMER, complaint_id="cm1", software="t",
        as_of=on(4, 12), actor="lead",
    )  # fmt: skip
    assert isinstance(answer, Exported)
    checked = check_pack(answer.content)
    assert (checked.faults, checked.links) == ((), 1)
    with pytest.raises(UnknownComplaint, match="it has cm1"):
        hand_out(house, case, Recipient.CUSTOMER, complaint_id="cm9")


def test_the_pack_for_training_names_nobody(house: House, case: CaseFile) -> None:
    answer = hand_out(house, case, Recipient.TRAINING)
    assert isinstance(answer, Exported)
    assert check_pack(answer.content).redacted and check_pack(answer.content).faults == ()
    account, party = case.account, case.party
    secrets = (
        party.name,
        party.id_number,
        account.card,
        account.case_no,
        account.creditor,
        case.case_id,
        "c7",
    )
    text = b"".join(content for name, content in files_of(answer.content).items() if name != pack.SEAL)
    text = text.replace(files_of(answer.content)[pack.MANIFEST], b"")
    assert [word for word in secrets if word.encode() in text] == []
