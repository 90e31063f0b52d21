"""Training the wording guard: which classes a text touches, and what the verdict is.

Room: learning. The second model hears the first one's opinion; so that it learns from opinions as good as those
it will be given, they come from models that read nothing of the line's author.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fairdue.compliance.wording.features import FACTS_OF_CODE, WordingFeatures, wording_features
from fairdue.compliance.wording.guard import Verdict, WordingModels, code_shares, verdict_cues
from fairdue.compliance.wording.spoken_context import Callee, FactValue, SpokenContext, read_context
from fairdue.language.linear import pack, unpack
from fairdue.learning.corpus import CollectorLine
from fairdue.learning.fitting import Example, Settings, fit
from fairdue.learning.splits import unread_folds

CODE_SETTINGS = Settings(cost=10.0, rarest=2, cue_value=0.25)
VERDICT_SETTINGS = Settings(cost=5.0, rarest=2, cue_value=0.25)
_FOLDS = 3
_CODES = tuple(f"C{number:02d}" for number in range(1, 26))
_VERDICTS = tuple(verdict.value for verdict in Verdict)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A line with its setting and features, worked out once for all the fits."""

    line: CollectorLine
    context: SpokenContext
    features: WordingFeatures


def prepare(lines: Sequence[CollectorLine]) -> list[Prepared]:
    """The features of every line."""
    found = []
    for one in lines:
        context = read_context(one.context)
        found.append(Prepared(one, context, wording_features(one.text, context=context)))
    return found


def with_joined(prepared: Sequence[Prepared]) -> list[Prepared]:
    """The lines, and besides every second one joined to a lawful line: said together, the stricter verdict holds.

    Without them a model learns that many mild words outweigh a threat, and a greeting would hide one.
    """
    mild = [one for one in prepared if one.line.expected == Verdict.OK.value and not one.context.facts]
    mild = [one for one in mild if one.context.callee is Callee.DEBTOR and one.context.verified]
    joined = []
    for number, one in enumerate(prepared[::2] if mild else ()):
        partner = mild[number * 7919 % len(mild)]
        first, second = (one, partner) if number % 2 else (partner, one)
        text = f"{first.line.text},{second.line.text}"
        line = replace(one.line, text=text)
        joined.append(Prepared(line, one.context, wording_features(text, context=one.context)))
    return [*prepared, *joined]


DECIDED_BY: dict[str, dict[str, FactValue]] = {
    "C03": {"guarantor": True},
    "C05": {"lawsuit_filed": True},
    "C08": {"credit_reported": True},
    "C15": {"offer_approved": True},
    "C22": {"visit_scheduled": True, "visit_consent": True},
}
"""For classes whose words one fact decides: what makes them lawful."""


def with_facts(prepared: Sequence[Prepared]) -> list[Prepared]:
    """The lines, and every line held for want of a fact twice more: with the fact, and with its opposite.

    That is what holding means: were the fact known, the words would be lawful or a violation.
    """
    added = []
    for one in prepared:
        facts = DECIDED_BY.get(one.line.codes[0]) if len(one.line.codes) == 1 else None
        if one.line.expected != Verdict.REVIEW.value or facts is None or set(facts) & set(one.context.facts):
            continue
        for holds in (True, False):
            given = dict.fromkeys(facts, holds)
            context = replace(one.context, facts={**one.context.facts, **given})
            line = replace(
                one.line,
                expected=(Verdict.OK if holds else Verdict.VIOLATION).value,
                codes=() if holds else one.line.codes,
            )
            added.append(Prepared(line, context, wording_features(one.line.text, context=context)))
    return [*prepared, *added]


_PRISON = frozenset({"C05.police_jail", "C05.sure_jail"})


def with_suits(prepared: Sequence[Prepared]) -> list[Prepared]:
    """The lines, and every threat of prison once more where a suit is truly filed: a debt leads to none for all that."""
    suit: dict[str, FactValue] = {"lawsuit_filed": True, "case_no": "(2026)"}
    added = []
    for one in prepared:
        threatens = one.line.expected == Verdict.VIOLATION.value and "C05" in one.line.codes
        if threatens and any(cue.group.name in _PRISON for cue in one.features.phrases):
            context = replace(one.context, facts={**one.context.facts, **suit})
            added.append(Prepared(one.line, context, wording_features(one.line.text, context=context)))
    return [*prepared, *added]


_OF_A_CASE: tuple[tuple[str, FactValue], ...] = (
    *(
        (name, False)
        for name in ("lawsuit_filed", "credit_reported", "offer_approved", "acceleration_clause")
    ),
    *((name, False) for name in ("guarantor", "joint_debt", "visit_scheduled", "visit_consent")),
    *((name, False) for name in ("dispute_open", "time_barred", "suspended_collection")),
    *(("agent_role", "agency_collector"), ("ledger_amount_fen", 957_500), ("vulnerable", "no")),
)
"""What a case knows of itself besides names, as it stands with most cases."""


def with_known_case(prepared: Sequence[Prepared]) -> list[Prepared]:
    """The lines, and every second one once more with all that a case knows and that decides nothing about it.

    A line of the corpus stands with the one or two facts that matter; a call is judged with all of them. Without
    these, a model takes the mere number of facts for a reason.
    """
    added = []
    for one in prepared[::2]:
        deciding = {fact for code in one.line.codes for fact in FACTS_OF_CODE.get(code, ())}
        if one.line.expected == Verdict.VIOLATION.value:
            # What would have made it lawful is not so, and it stays what it was.
            deciding -= {fact for facts in DECIDED_BY.values() for fact in facts} | {"agent_role"}
        known = {name: value for name, value in _OF_A_CASE if name not in deciding}
        context = replace(one.context, facts={**known, **one.context.facts})
        added.append(Prepared(one.line, context, wording_features(one.line.text, context=context)))
    return [*prepared, *added]


def train(prepared: Sequence[Prepared]) -> tuple[bytes, bytes]:
    """The two model files: classes and verdict."""
    prepared = with_known_case(with_suits(with_facts(with_joined(prepared))))
    codes = pack(fit([_code_example(one) for one in prepared], labels=_CODES, settings=CODE_SETTINGS))
    opinions = _out_of_fold(prepared)
    examples = [_verdict_example(one, shares) for one, shares in zip(prepared, opinions, strict=True)]
    return codes, pack(fit(examples, labels=_VERDICTS, settings=VERDICT_SETTINGS))


def trained(prepared: Sequence[Prepared]) -> WordingModels:
    """The models as they would be read from their files."""
    return WordingModels(*(unpack(data) for data in train(prepared)))


def _code_example(one: Prepared) -> Example:
    return Example(one.features.grams, one.features.cues, frozenset(one.line.codes))


def _verdict_example(one: Prepared, shares: dict[str, float]) -> Example:
    cues = one.features.cues | verdict_cues(shares, one.context)
    return Example(one.features.grams, cues, frozenset((one.line.expected,)))


def _out_of_fold(prepared: Sequence[Prepared]) -> list[dict[str, float]]:
    opinions: list[dict[str, float]] = [{}] * len(prepared)
    lines = [one.line for one in prepared]
    folds = unread_folds(lines, labels=[frozenset(line.codes) for line in lines], folds=_FOLDS)
    for fold in range(_FOLDS):
        seen = [_code_example(one) for one, mine in zip(prepared, folds, strict=True) if mine != fold]
        model = unpack(pack(fit(seen, labels=_CODES, settings=CODE_SETTINGS)))
        for number in (number for number, mine in enumerate(folds) if mine == fold):
            opinions[number] = code_shares(prepared[number].features, model)
    return opinions
