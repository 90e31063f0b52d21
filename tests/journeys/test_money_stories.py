"""Stories of money, day by day: a promise broken and paid late, a claim partly found, a plan in default and revived."""

from __future__ import annotations

import pytest

from fairdue.casefile.arrangement import Arrangement, ArrangementState, Instalment
from fairdue.casefile.case import CaseStatus
from fairdue.casefile.claimed_payment import ClaimState
from fairdue.casefile.happening import (
    ArrangementSigned,
    ArrangementStateChanged,
    PromiseJudged,
    PromiseMade,
)
from fairdue.casefile.hold import HoldKind
from fairdue.casefile.promise import PromiseState
from fairdue.compliance.decision import Refuse
from fairdue.conversation.heard import Heard
from fairdue.followup.claim_finding import ClaimStep, MatchConfidence
from fairdue.foundation.ids import CaseId, PromiseId
from fairdue.operations.agreed import agreed_on
from fairdue.operations.audit import audit
from fairdue.operations.converse import CallUnderWay
from fairdue.operations.house import House
from fairdue_desk.rows.models import CaseEvent
from journeys.story import CREDITOR, TALK, Story, day_on, on, placement_csv

pytestmark = pytest.mark.django_db

CELLS = {"个案序列号": "HS-1", "委案金额": "12,000.00", "本金": "12000.00", "逾期利息": "0", "违约金": "0"}


@pytest.fixture
def story(house: House) -> Story:
    return Story(house)


@pytest.fixture
def case_id(story: Story) -> CaseId:
    assert story.place(placement_csv(CELLS, size=1), at=on(0, 8)).new == 1
    return story.house.book.resolve("HS-1")


def promised(story: Story, case_id: CaseId, name: str, fen: int, due: int, *, day: int) -> None:
    with story.house.book.transaction():
        case = story.house.book.load_locked(case_id)
        made = PromiseMade(PromiseId(name), fen, day_on(due))
        story.house.book.append(case, [made], at=on(day, 10), actor="c7")


def rules(case_id: CaseId, kind: type) -> list[str]:
    """The rules of the verdicts in the log, in order, as they were written."""
    bodies = CaseEvent.objects.filter(case_id=case_id, kind=kind.__name__).order_by("seq")
    found = []
    for body in bodies.values_list("body", flat=True):
        found.append(body.split('"rule":"')[1].split('"')[0])
    return found


def test_a_broken_promise_stays_broken_when_money_comes_later_and_is_mended_by_a_late_file(
    story: Story, case_id: CaseId
) -> None:
    # Made on Monday 2 March for Friday the 13th; the day of grace is a Saturday, so the bank's Monday counts.
    promised(story, case_id, "pr-1", 300_000, 11, day=0)
    for day in range(15):
        story.end(day)
    (promise,) = story.case(case_id).promises
    assert promise.state is PromiseState.OPEN, "Monday the 16th is still inside"
    assert story.end(15).recorded == {"PromiseJudged": 1}
    (promise,) = story.case(case_id).promises
    assert (promise.state, promise.paid_fen) == (PromiseState.BROKEN, 0)
    story.pay(case_id, 300_000, day_on(17), at=on(18, 9))
    (promise,) = story.case(case_id).promises
    assert promise.state is PromiseState.BROKEN, "money after the window mends nothing"
    promised(story, case_id, "pr-2", 200_000, 25, day=18)
    assert story.case(case_id).promises[1].state is PromiseState.OPEN
    # A file that comes late brings money that was posted on the last day.
    story.pay(case_id, 300_000, day_on(14), at=on(19, 9))
    first, second = story.case(case_id).promises
    assert (first.state, first.paid_fen) == (PromiseState.KEPT, 300_000)
    assert second.state is PromiseState.OPEN, "money of before it was made is not its own"
    story.pay(case_id, 150_000, day_on(24), at=on(25, 9))
    for day in range(19, 29):
        story.end(day)
    first, second = story.case(case_id).promises
    assert [first.state, second.state] == [PromiseState.KEPT, PromiseState.OPEN]
    story.end(29)  # due on a Friday: the bank's Monday was the last day
    second = story.case(case_id).promises[1]
    assert (second.state, second.paid_fen) == (PromiseState.PARTLY_KEPT, 150_000)
    assert rules(case_id, PromiseJudged) == ["nothing", "reached", "partly"]
    assert story.case(case_id).balance_fen == 1_200_000 - 750_000
    assert audit(story.house).findings == ()


def test_a_recall_is_judged_at_once_and_a_new_placement_revives_no_promise(
    story: Story, case_id: CaseId
) -> None:
    promised(story, case_id, "pr-1", 300_000, 11, day=0)
    update = "个案序列号,动作,更新日期\nHS-1,收回,2026-03-06\n".encode()
    assert story.place(update, at=on(4, 9), name="update.csv").recalled == ["HS-1"]
    case = story.case(case_id)
    assert (case.status, case.promises[0].state) == (CaseStatus.RECALLED, PromiseState.CANCELLED)
    assert rules(case_id, PromiseJudged) == ["recalled"]
    again = placement_csv(CELLS | {"逾期利息": "100.00", "委案金额": "12,100.00"}, size=1)
    story.place(again, at=on(6, 9), name="again.csv")
    case = story.case(case_id)
    assert (case.status, case.promises[0].state) == (CaseStatus.OPEN, PromiseState.CANCELLED)
    for day in range(6, 17):
        assert "PromiseJudged" not in story.end(day).recorded


def test_a_claim_partly_found_pauses_collecting_and_ends_with_thanks(story: Story, case_id: CaseId) -> None:
    told = Heard("told", on=day_on(0), amount_fen=500_000, channel="bank_app")
    story.call(case_id, *TALK, "paid", told, "right", "finish", at=on(1, 10))
    refused = story.dial(case_id, at=on(2, 10))
    assert isinstance(refused, Refuse)
    assert [reason.code for reason in refused.reasons] == ["house.holds.claimed_payment"]
    (standing,) = agreed_on(story.case(case_id), on=day_on(2)).claims
    assert (standing.claim.state, standing.talk.step) == (ClaimState.OPEN, ClaimStep.WAIT_FOR_FILE)
    # The creditor's file brings a part; the rest is waited for until the check is over.
    story.pay(case_id, 200_000, day_on(1), at=on(2, 20))
    assert story.case(case_id).claims[0].state is ClaimState.OPEN
    for day in range(2, 5):
        story.end(day)
    assert HoldKind.CLAIMED_PAYMENT in story.case(case_id).holds_at(on(4, 23))
    story.end(5)
    case = story.case(case_id)
    (claim,) = case.claims
    assert (claim.state, claim.confirmed_fen) == (ClaimState.PARTLY_CONFIRMED, 200_000)
    (standing,) = agreed_on(case, on=day_on(5)).claims
    assert (standing.finding.step, standing.finding.confidence) == (
        ClaimStep.TELL_PART_FOUND,
        MatchConfidence.LIKELY,
    )
    assert any("凭证" in sentence.zh for sentence in standing.talk.sentences)
    # The hold is over: the gate lets the house call again, and nobody was accused.
    assert case.holds_at(on(6, 10)) == frozenset()
    assert isinstance(story.dial(case_id, at=on(6, 10)), CallUnderWay)
    # The rest comes late, posted within the tolerance: the claim is whole and the step is thanks.
    story.pay(case_id, 300_000, day_on(2), at=on(8, 9))
    case = story.case(case_id)
    (claim,) = case.claims
    assert (claim.state, claim.confirmed_fen, len(claim.payment_ids)) == (ClaimState.CONFIRMED, 500_000, 2)
    (standing,) = agreed_on(case, on=day_on(8)).claims
    assert standing.finding.step is ClaimStep.THANK
    assert sum(payment.amount_fen for payment in case.payments) == 500_000


def test_an_open_claim_keeps_a_promise_from_being_called_broken(story: Story, case_id: CaseId) -> None:
    promised(story, case_id, "pr-1", 300_000, 7, day=0)  # due Monday the 9th, last day Tuesday the 10th
    told = Heard("told", on=day_on(8), amount_fen=300_000, channel="bank_app")
    story.call(case_id, *TALK, "paid", told, "right", "finish", at=on(8, 15))
    assert story.end(9).recorded == {}
    (standing,) = agreed_on(story.case(case_id), on=day_on(9)).promises
    assert standing.verdict.rule.value == "claim_open"
    # The bank posts on the 12th, after the window: the claim is confirmed, and the day the customer paid counts.
    story.pay(case_id, 300_000, day_on(10), at=on(10, 20))
    case = story.case(case_id)
    assert case.claims[0].state is ClaimState.CONFIRMED
    assert (case.promises[0].state, case.promises[0].paid_fen) == (PromiseState.KEPT, 300_000)
    assert rules(case_id, PromiseJudged) == ["reached"]


def test_a_plan_in_default_is_collected_again_and_revives_when_it_is_made_up(
    story: Story, case_id: CaseId
) -> None:
    parts = tuple(Instalment(day_on(day), 400_000) for day in (7, 21, 35))
    with story.house.book.transaction():
        case = story.house.book.load_locked(case_id)
        signed = ArrangementSigned(Arrangement("plan-1", day_on(0), parts))
        story.house.book.append(case, [signed], at=on(0, 10), actor="c7")

    def collecting_refused(day: int) -> bool:
        asked = story.dial(case_id, at=on(day, 10))
        if isinstance(asked, CallUnderWay):
            story.go_on(asked, ["no_answer"], at=on(day, 10))
            return False
        assert isinstance(asked, Refuse)
        return "cn.credit_card_2011.performing_plan" in {reason.code for reason in asked.reasons}

    assert collecting_refused(1), "while it performs collecting stops"
    for day in range(10):
        assert "ArrangementStateChanged" not in story.end(day).recorded, day
    # Due on Monday the 9th; three days of grace end on Thursday the 12th.
    assert collecting_refused(10)
    story.end(10)
    assert story.end(11).recorded == {"ArrangementStateChanged": 1}
    assert story.case(case_id).arrangements[0].state is ArrangementState.DEFAULTED
    assert not collecting_refused(12), "in default the gate permits again"
    story.pay(case_id, 400_000, day_on(13), at=on(14, 9))
    assert story.case(case_id).arrangements[0].state is ArrangementState.PERFORMING
    assert collecting_refused(15), "made up, it performs and collecting stops again"
    # The second is missed too; made up, it does not revive by itself again: the default terms allow one revival.
    for day in range(14, 26):
        story.end(day)
    assert story.case(case_id).arrangements[0].state is ArrangementState.DEFAULTED
    story.pay(case_id, 400_000, day_on(26), at=on(27, 9))
    case = story.case(case_id)
    assert case.arrangements[0].state is ArrangementState.DEFAULTED
    (standing,) = agreed_on(case, on=day_on(27)).plans
    assert (standing.verdict.rule.value, standing.verdict.defaults) == ("no_more_revivals", 2)
    # Paid in full it is completed, and the case is settled.
    story.pay(case_id, 400_000, day_on(29), at=on(30, 9))
    case = story.case(case_id)
    assert (case.arrangements[0].state, case.status) == (ArrangementState.COMPLETED, CaseStatus.SETTLED)
    assert rules(case_id, ArrangementStateChanged) == ["missed", "revived", "missed", "paid"]


def test_two_debts_of_one_person_keep_their_own_promises(story: Story, case_id: CaseId) -> None:
    party = story.case(case_id).party
    same = CELLS | {"个案序列号": "HS-2", "姓名": party.name, "证件号": party.id_number}
    assert story.place(placement_csv(same, size=1, seed=12), at=on(0, 9), name="second.csv").new == 1
    other = story.house.book.resolve("HS-2")
    assert story.case(other).party.person_id == party.person_id
    promised(story, case_id, "pr-1", 100_000, 7, day=0)
    promised(story, other, "pr-1", 100_000, 7, day=0)
    story.pay(other, 250_000, day_on(3), at=on(4, 9))
    for day in range(4, 10):
        story.end(day)
    assert story.case(case_id).promises[0].state is PromiseState.BROKEN
    assert story.case(other).promises[0].state is PromiseState.KEPT
    assert story.case(case_id).paid_fen == 0
    assert story.case(case_id).account.creditor == CREDITOR
