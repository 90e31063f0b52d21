"""A guard with a memory judges as the guard does, in every setting."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from fairdue.compliance.wording.guard import judge
from fairdue.compliance.wording.remembered import RememberedJudgements
from fairdue.compliance.wording.spoken_context import Callee, SpokenContext, Stage

_FACTS = st.dictionaries(
    st.sampled_from(
        [
            "lawsuit_filed",
            "offer_approved",
            "agency",
            "creditor",
            "ledger_amount_fen",
            "principal_fen",
            "vulnerable",
            "dispute_open",
            "days_past_due",
            "agent_role",
            "offer_expires",
        ]
    ),
    st.sampled_from([True, False, "华信资产", "suicidal", "lawyer", "bank_staff", 216000, 500000, 1, 0, 12]),
    max_size=5,
)
_CONTEXT = st.builds(
    SpokenContext,
    callee=st.sampled_from(Callee),
    verified=st.booleans(),
    stage=st.sampled_from(Stage),
    facts=_FACTS,
)
_TEXT = st.sampled_from(
    [
        "您今天还五千元,剩下的我给您免掉。",
        "您目前应还2160元。",
        "不还就起诉你,法院明天上门。",
        "我打给你单位。",
        "您保重,再见。",
        "银行已经立案了。",
        "您看哪天方便还?",
    ]
)
GUARD = RememberedJudgements()


@settings(deadline=None, max_examples=150)
@given(_TEXT, _CONTEXT)
def test_a_remembered_judgement_is_the_guards_own(text: str, context: SpokenContext) -> None:
    assert GUARD.judge(text, context) == judge(text, context)


def test_a_full_memory_begins_anew_and_judges_on() -> None:
    small = RememberedJudgements(most=1)
    for text in ("您保重,再见。", "我打给你单位。", "您保重,再见。"):
        assert small.judge(text, SpokenContext()) == judge(text, SpokenContext())
