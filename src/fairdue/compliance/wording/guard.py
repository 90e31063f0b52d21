"""The wording guard: a text in its setting is a violation, needs a fact, or is ok, and why.

Room: compliance. Two judges look at every text. The phrases of the phrasebook find what they know, with the
stretch of the text, and where a phrase is sure the verdict stands whatever the model thinks. The model, trained
on the open corpus, weighs words, manner and setting together; it can add caution to what the phrases found,
and never takes a sure finding away. *Review* means that a fact decides and is not known: such a text is held,
neither passed nor called a violation.

>>> judge("我们不会联系您的家人").verdict.value
'ok'
>>> [finding.code for finding in judge("今天不还就打给你爸妈").findings]
['C02']
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib import resources

from fairdue.compliance.wording.features import WordingFeatures, fact_cues, wording_features
from fairdue.compliance.wording.spoken_context import Callee, SpokenContext, Stage
from fairdue.language.grams import LONGEST
from fairdue.language.linear import LinearModel, paired, probabilities, unpack
from fairdue.language.readable import Readable, make_readable


class Verdict(StrEnum):
    """May it be said? From the mildest to the strictest."""

    OK = "ok"
    REVIEW = "review"
    VIOLATION = "violation"


@dataclass(frozen=True, slots=True)
class WordingFinding:
    """One class of wording that was found: ``code`` is C01 to C25; the stretch is half open in the original text."""

    code: str
    starts: int
    ends: int
    share: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the guard says of one text. ``findings`` is empty for ok; ``share`` is how sure the verdict is."""

    verdict: Verdict
    findings: tuple[WordingFinding, ...]
    share: float


@dataclass(frozen=True, slots=True)
class WordingModels:
    """The trained halves: which classes are touched, and what the verdict is."""

    codes: LinearModel
    verdict: LinearModel


@cache
def shipped_models() -> WordingModels:
    """The models that come with Fairdue, read once. Raises ModelError when a file is damaged."""
    folder = resources.files("fairdue_phrasebook").joinpath("models")
    return WordingModels(
        *(
            unpack(folder.joinpath(f"{name}.model").read_bytes())
            for name in ("wording_codes", "wording_verdict")
        )
    )


_DEFAULT = SpokenContext()
_LEAST_CODE = 0.45
# Chosen on authors whom the models had not read. A part is judged without the words around it, which may deny or
# quote it, and must be all the surer where the whole was judged too; of a long text there are parts alone.
_LEAST_OK = 0.45
_WINDOW = 20
_LEAST_PART, _LEAST_PART_OF_LONG = 0.96, 0.8
_CLAUSE_END = re.compile(r"[,。!?;:\n]+")


# What may be said to nobody: a threat to the customer who is verified is one before verification too.
_TO_NOBODY = frozenset({"C01", "C05", "C06", "C12", "C13", "C20", "C22", "C24"})
_LEAST_ANYWHERE = 0.7


def judge(text: str, context: SpokenContext = _DEFAULT, *, models: WordingModels | None = None) -> Judgement:
    """Judge one text. A long text is judged in overlapping windows, and the strictest verdict stands.

    Whatever may be said to nobody is looked for as if the customer stood verified in the middle of a call, too: the
    setting of an opening or of another person speaks so loudly of other classes that it hides a threat.
    """
    models = models or shipped_models()
    readable = make_readable(text)
    own = _judge_in(readable, context, models)
    talk = replace(context, callee=Callee.DEBTOR, verified=True, stage=Stage.NEGOTIATION)
    if context.stage is Stage.NOTE or talk == context:
        return own
    there = _judge_in(readable, talk, models)
    if there.verdict is not Verdict.VIOLATION or there.share < _LEAST_ANYWHERE:
        return own
    found = {finding.code: finding for finding in there.findings if finding.code in _TO_NOBODY}
    if not found:
        return own
    found.update((finding.code, finding) for finding in own.findings)
    share = own.share if own.verdict is Verdict.VIOLATION else there.share
    return Judgement(Verdict.VIOLATION, tuple(found[code] for code in sorted(found)), share)


def _judge_in(readable: Readable, context: SpokenContext, models: WordingModels) -> Judgement:
    parts = clause_windows(readable.text)
    least = _LEAST_PART
    if len(readable.text) <= LONGEST:
        whole = _judge_one(readable, context, models)
        if whole.verdict is Verdict.VIOLATION or len(parts) < 2:
            return whole
    else:
        whole, least = Judgement(Verdict.OK, (), 1.0), _LEAST_PART_OF_LONG
    found: dict[str, WordingFinding] = {}
    worst = whole
    for starts, ends in parts:
        one = _judge_one(_part_of(readable, starts, ends), context, models)
        if one.verdict is Verdict.OK or one.share < least:
            continue
        for finding in one.findings:
            found.setdefault(finding.code, finding)
        if _RANK[one.verdict] > _RANK[worst.verdict]:
            worst = one
    if not found:
        return whole
    for finding in whole.findings:
        found.setdefault(finding.code, finding)
    return Judgement(worst.verdict, tuple(found[code] for code in sorted(found)), worst.share)


def clause_windows(text: str) -> list[tuple[int, int]]:
    """Runs of whole clauses of a text, as many as fit into ``_WINDOW`` characters, each run half over the next.

    A violation said among many mild words is judged by itself there, and no greeting can outweigh it.
    """
    if len(text) <= _WINDOW:
        return [(0, len(text))]
    ends = [match.end() for match in _CLAUSE_END.finditer(text)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    pieces: list[tuple[int, int]] = []
    start = 0
    for end in ends:
        while end - start > _WINDOW:
            # A clause without an end: cut it into overlapping stretches.
            pieces.append((start, start + _WINDOW))
            start += _WINDOW // 2
        pieces.append((start, end))
        start = end
    found: list[tuple[int, int]] = []
    for number, (starts, ends_at) in enumerate(pieces):
        last = number
        while last + 1 < len(pieces) and pieces[last + 1][1] - starts <= _WINDOW:
            last += 1
        if not found or pieces[last][1] > found[-1][1]:
            found.append((starts, max(ends_at, pieces[last][1])))
    return found


_RANK = {Verdict.OK: 0, Verdict.REVIEW: 1, Verdict.VIOLATION: 2}


def _part_of(readable: Readable, starts: int, ends: int) -> Readable:
    places = readable.places or range(len(readable.text))
    return Readable(readable.text[starts:ends], tuple(places[starts:ends]), readable.length)


def _judge_one(readable: Readable, context: SpokenContext, models: WordingModels) -> Judgement:
    features = wording_features(readable.text, context=context, readable=readable)
    both = paired(models.codes, models.verdict)
    of_codes, of_verdict = both.scores(features.grams)
    logits = both.with_cues(0, of_codes, features.cues)
    shares = dict(zip(models.codes.labels, probabilities(logits), strict=True))
    logits = both.with_cues(1, of_verdict, features.cues | verdict_cues(shares, context))
    by_verdict = dict(zip(models.verdict.labels, probabilities(logits), strict=True))
    total = sum(by_verdict.values()) or 1.0
    ok, review, violation = (
        by_verdict[one.value] / total for one in (Verdict.OK, Verdict.REVIEW, Verdict.VIOLATION)
    )
    sure = {cue.group.means: cue for cue in features.phrases if cue.group.sure}
    if not sure and ok < _LEAST_OK and _is_backed(features, _named(shares, set()), context):
        return Judgement(Verdict.OK, (), round(ok, 4))
    if sure:
        verdict, share = Verdict.VIOLATION, 1.0
    elif ok >= _LEAST_OK:
        verdict, share = Verdict.OK, ok
    elif violation >= review:
        verdict, share = Verdict.VIOLATION, violation
    else:
        verdict, share = Verdict.REVIEW, review
    if verdict is Verdict.OK:
        return Judgement(verdict, (), round(share, 4))
    return Judgement(verdict, tuple(_findings(features, shares, set(sure))), round(share, 4))


_BACKED = {
    "C05": ("lawsuit_filed", re.compile(r"已经?(?:向[^,。]{0,8})?(?:起诉|提起诉讼|立案|受理)")),
    "C08": ("credit_reported", re.compile(r"已经?[^,。]{0,6}(?:报送|上报|报到|报给)[^,。]{0,6}征信|征信[^,。]{0,4}已经?[^,。]{0,4}(?:报送|上报)")),
    "C12": (None, re.compile(r"(?:不要|别|请勿)(?:再|总|老)?(?:说|讲|骂|喊)[^,。]{1,12}(?:这种|这样的?|这类|那种)(?:话|词|称呼)")),
    "C15": ("offer_approved", re.compile(r"(?:减免|优惠)[^,。]{0,8}")),
}  # fmt: skip
"""What makes words of a class lawful by itself: a fact that they merely state, or that they ask others not to say them."""
_TAKEN_BACK = re.compile(r"(?:刚才|刚刚|方才|上次|之前)[^。!?;]{1,30}(?:是我(?:说|讲)(?:错|重|过)|我收回)")
"""Words of any class that the speaker takes back in the same breath."""


_PENALTY = re.compile(r"刑|牢|拘|抓|逮|关(?![注于系心])|警|公安|冻|封|没收")
"""What no lawsuit backs."""


def _is_backed(features: WordingFeatures, codes: set[str], context: SpokenContext) -> bool:
    """Does nothing in the text touch a class but a plain statement that a fact given backs, or words waved off?

    The fact decides then, and not how like a threat the model finds it.
    """
    text = features.readable.text
    taken_back = _TAKEN_BACK.search(text)
    if taken_back is not None:
        starts, ends = taken_back.span()
        return all(starts <= cue.starts and cue.ends <= ends for cue in features.phrases)
    if not codes <= set(_BACKED) or _PENALTY.search(text):
        return False
    clauses: list[tuple[int, int]] = []
    for code in codes:
        fact, says = _BACKED[code]
        match = says.search(text)
        if match is None or (fact is not None and context.facts.get(fact) is not True):
            return False
        starts = max((one.end() for one in _CLAUSE_END.finditer(text, 0, match.start())), default=0)
        end = _CLAUSE_END.search(text, match.end())
        clauses.append((starts, end.start() if end else len(text)))
    return all(any(a <= cue.starts and cue.ends <= b for a, b in clauses) for cue in features.phrases)


def code_shares(features: WordingFeatures, model: LinearModel) -> dict[str, float]:
    """For every class how likely the text touches it, from 0 to 1."""
    logits = model.logits(features.grams, features.cues)
    return dict(zip(model.labels, probabilities(logits), strict=True))


def verdict_cues(shares: dict[str, float], context: SpokenContext) -> frozenset[str]:
    """What the verdict follows from besides the words: the classes that are touched, and their facts."""
    likely = [code for code, share in shares.items() if share >= 0.3]
    top = max(shares, key=shares.__getitem__)
    cues = {f"likely:{code}" for code in likely}
    cues.update((f"top:{top}", f"height:{int(shares[top] * 5)}"))
    cues.update(f"likely:{cue}" for cue in fact_cues(likely, context))
    return frozenset(cues)


def _named(shares: dict[str, float], sure: set[str]) -> set[str]:
    """The classes that are likely enough or sure, and else the likeliest."""
    return {code for code, share in shares.items() if share >= _LEAST_CODE} | sure or {
        max(shares, key=shares.__getitem__)
    }


def _findings(features: WordingFeatures, shares: dict[str, float], sure: set[str]) -> list[WordingFinding]:
    found = []
    for code in sorted(_named(shares, sure)):
        spans = [(cue.starts, cue.ends) for cue in features.phrases if cue.group.means == code]
        starts, ends = (
            max(spans, key=lambda span: span[1] - span[0]) if spans else (0, len(features.readable.text))
        )
        starts, ends = features.readable.original(starts, ends)
        found.append(WordingFinding(code, starts, ends, round(max(shares[code], float(code in sure)), 4)))
    return found
