"""The findings of a call: what the wording guard found, squared with who was on the line, and what order shows.

Room: feedback. One sentence alone cannot tell that the debt was named before the identity was verified, or that
the company never said who it is; the order of the turns can.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from fairdue.compliance.wording.guard import Verdict
from fairdue.compliance.wording.spoken_context import Callee
from fairdue.compliance.wording.wording_class import DecidableFrom, wording_class
from fairdue.feedback.call_reading import AgentTurn, CallReading, discloses, names_amount
from fairdue.feedback.call_wording import Setting, cares, fits, plain_codes, presses, shames
from fairdue.language.readable import make_readable
from fairdue.understanding.acts import Act
from fairdue.understanding.intent import Intent

LEAST_SHARE = 0.5
"""How sure the guard must be of a violation before the review asserts it."""


@dataclass(frozen=True, slots=True)
class CallFinding:
    """A class of wording (C01 to C25) in one turn; the stretch is half open in the text of the turn."""

    turn: int
    code: str
    starts: int
    ends: int
    share: float

    def as_json(self) -> dict[str, int | str | float | list[int]]:
        """The shape of the labelled sets, with the stretch and the share added."""
        return {
            "turn": self.turn,
            "code": self.code,
            "stretch": [self.starts, self.ends],
            "share": self.share,
        }


LEAST_CODE_SHARE = 0.35
"""How sure the guard must be of a class before the review asserts it in a call."""


def find(reading: CallReading) -> tuple[CallFinding, ...]:
    """Every finding, in the order of the turns and of the codes."""
    found: dict[tuple[int, str], CallFinding] = {}
    impersonated = deadline = False
    for heard in reading.agent:
        guessed = _of_the_guard(heard, reading)
        plain = _of_plain_words(heard, reading, guessed, deadline=deadline)
        if plain:  # Where words say plainly what is wrong, a weaker guess is a shade of the same.
            guessed = [one for one in guessed if one.share >= _SURE_BESIDE_PLAIN_WORDS]
        in_turn = (*guessed, *_of_the_order(heard), *_of_withholding(heard), *_affirmed(heard), *plain)
        deadline = deadline or any(one.code == "C07" for one in in_turn)
        impersonated = impersonated or any(one.code == "C06" for one in in_turn)
        for finding in in_turn:
            # Who pretends to be somebody has named somebody; to refuse the name is another thing.
            if finding.code == "C16" and impersonated and finding.share < 1.0:
                continue
            found.setdefault((finding.turn, finding.code), finding)
    return tuple(sorted(found.values(), key=lambda one: (one.turn, one.code)))


def _of_the_guard(heard: AgentTurn, reading: CallReading) -> list[CallFinding]:
    judgement = heard.judgement
    if judgement.verdict is not Verdict.VIOLATION or judgement.share < LEAST_SHARE:
        return []
    kept = []
    for one in judgement.findings:
        code = _squared(one.code, heard)
        if code is not None and one.share >= LEAST_CODE_SHARE and _can_be(code, heard, reading):
            if code in ("C02", "C12") and one.share < _SURE_OF_A_READ_BACK and heard.does(Act.ACKNOWLEDGE):
                continue  # What the customer reported is noted down.
            if code == "C25" and one.share < _SURE_WITHOUT_PRESSING and not presses(heard.turn.text):
                continue
            kept.append(CallFinding(heard.turn.number, code, one.starts, one.ends, one.share))
    codes = {one.code for one in kept}
    if "C03" in codes and not _REACHES.search(heard.turn.text):
        kept = [
            one for one in kept if one.code != "C02"
        ]  # To say that kin may know is no threat to tell them.
    if "C24" in codes and not _LEGAL_STEP.search(heard.turn.text):
        kept = [one for one in kept if one.code != "C05"]  # The name of the police alone is no legal step.
    return kept


_SURE_BESIDE_PLAIN_WORDS = 0.45
_SURE_OF_A_READ_BACK, _SURE_WITHOUT_PRESSING = 0.6, 0.7
_LEGAL_STEP = re.compile(r"诉|法院|立案|刑|抓|牢|拘|执行|冻|查封|判|传票|律师|院|庭")


_REACHES = re.compile(r"找|打|告诉|通知|联系|上门|聊|问问|说")
_VULNERABLE = "vulnerable"


def _can_be(code: str, heard: AgentTurn, reading: CallReading) -> bool:
    """Is the class possible in this call, whatever the model thinks of the line?"""
    text = heard.turn.text
    if not fits(code, text):
        return False
    if code == "C05" and _answers_a_lawyer(heard, reading):
        return False
    if code == "C09" and _amounts_are_known(heard):
        return False
    if code == "C06":
        return _WITHHOLDS.search(make_readable(text).text) is None
    if code == "C12":
        return not shames(text)
    if code == "C16":
        return not _only_asks_for_the_person(heard) and not _names_itself(heard)
    if code == "C19":
        return not heard.does(Act.VERIFY_IDENTITY) or bool(_MORE_THAN_A_MARK.search(text))
    if code == "C23":
        known = heard.state.in_distress or _VULNERABLE in heard.context.facts
        return not cares(text) and (known or _vulnerable_before(heard, reading))
    if code == "C25":
        return is_disputed(heard) or bool(_TIME_BARRED.search(text))
    if code in ("C02", "C03", "C04"):
        return not cares(text)
    return True


_MORE_THAN_A_MARK = re.compile(r"家|单位|老婆|老公|儿|女|父母|爸|妈|密码|验证码|房产|照片")
_TIME_BARRED = re.compile(r"时效|异议|争议|盗刷|签(?:个)?字|补签|确认书")
_LONGEST_CALL_FOR = 16


def _only_asks_for_the_person(heard: AgentTurn) -> bool:
    """Whoever asks first whom they have on the line has not refused to say who calls."""
    first = heard.turn.number == 0 or heard.state.callee is Callee.UNKNOWN
    return first and len(heard.turn.text) <= _LONGEST_CALL_FOR and not heard.does(Act.STATE_DEBT)


def _names_itself(heard: AgentTurn) -> bool:
    """Whoever says from which company and on whose behalf has said who calls, whatever the model makes of the manner."""
    return heard.does(Act.NAME_COMPANY) and heard.does(Act.NAME_PRINCIPAL)


_THEIR_LAWYER = re.compile(r"律师|律所|代理人|授权")
_HARD_STEP = re.compile(r"起诉|诉讼|法院|立案|刑|抓|牢|拘|执行|冻|查封|判|传票")


def _answers_a_lawyer(heard: AgentTurn, reading: CallReading) -> bool:
    """Whoever asks for the customer's lawyer, just named, threatens no step."""
    text = make_readable(heard.turn.text).text
    before = [one for one in reading.others if one.turn.number < heard.turn.number]
    named = bool(before) and before[-1].means(Intent.REPRESENTATIVE)
    return named and bool(_THEIR_LAWYER.search(text)) and _HARD_STEP.search(text) is None


def _amounts_are_known(heard: AgentTurn) -> bool:
    """Are the amounts of the turn those of the case, and does it speak of nothing that is put on top?"""
    text, facts = heard.turn.text, heard.context.facts
    known = names_amount(text, facts) and heard.does(Act.STATE_DUE_OR_OVERDUE)
    return known and _ON_TOP.search(make_readable(text).text) is None


_ON_TOP = re.compile(r"每天|(?<![0-9十])一天|翻|涨|滚|违约金|滞纳|手续|保证金|另外|再加")


def _vulnerable_before(heard: AgentTurn, reading: CallReading) -> bool:
    return any(
        one.turn.number < heard.turn.number and one.means(Intent.HARDSHIP, Intent.DISTRESS)
        for one in reading.others
    )


def is_disputed(heard: AgentTurn) -> bool:
    """Is the debt, or a part of it, disputed by then?"""
    return heard.state.disputed or heard.context.facts.get("dispute_open") is True


def _of_plain_words(
    heard: AgentTurn, reading: CallReading, guessed: list[CallFinding], *, deadline: bool
) -> list[CallFinding]:
    """What plain words say in their setting, and every violation against a person who cried for help.

    ``guessed`` is what the guard found in the turn.
    """
    before = bisect_left(reading.others, heard.turn.number, key=lambda one: one.turn.number)
    otherwise = any(one.code != "C07" for one in guessed)
    setting = Setting(
        disputed=is_disputed(heard),
        deadline=deadline and not otherwise,  # Beside another finding the clock is only mentioned.
        to_third_party=heard.state.callee is Callee.THIRD_PARTY,
        answered=reading.others[before - 1].turn.text if before else "",
    )
    facts = heard.context.facts
    found = [
        CallFinding(heard.turn.number, one.code, one.starts, one.ends, 1.0)
        for one in plain_codes(heard.turn.text, setting)
        if not (one.code == "C15" and facts.get("offer_approved") is True)
        and not (one.code == "C22" and facts.get("visit_scheduled") is True)
    ]
    # To press for money after a cry for help is a wrong by itself, however mildly it is said.
    wrong = bool(found) or heard.judgement.verdict is Verdict.VIOLATION or presses(heard.turn.text)
    if heard.state.in_distress and wrong and not cares(heard.turn.text):
        found.append(CallFinding(heard.turn.number, "C23", 0, len(heard.turn.text), 1.0))
    if setting.to_third_party and any(one.code == "C11" for one in found):
        found.append(CallFinding(heard.turn.number, "C04", 0, len(heard.turn.text), 1.0))
    return found


def _squared(code: str, heard: AgentTurn) -> str | None:
    """The code that fits whoever was on the line, or None where it cannot be."""
    to_third_party = heard.state.callee is Callee.THIRD_PARTY
    if code in ("C17", "C18"):
        if to_third_party:
            return None if heard.state.disclosed and not names_anew(heard) else "C18"
        return None if heard.state.verified or heard.state.disclosed else "C17"
    if code == "C04":
        return code if to_third_party else None
    if code == "C16":
        return None if heard.state.verified or heard.state.named else code
    return code


def _of_the_order(heard: AgentTurn) -> list[CallFinding]:
    if heard.state.verified:
        return []
    plainly = discloses(heard) and not _only_declines(heard)
    if not plainly and heard.told is None:
        return []
    if heard.state.disclosed and not names_anew(heard):
        return []
    code = "C18" if heard.state.callee is Callee.THIRD_PARTY else "C17"
    stretch = next(
        (
            one
            for one in heard.acts
            if one.act in (Act.STATE_DEBT, Act.STATE_AMOUNT, Act.STATE_DUE_OR_OVERDUE)
        ),
        None,
    )
    whole = (0, len(heard.turn.text))
    starts, ends = (stretch.starts, stretch.ends) if plainly and stretch else heard.told or whole
    return [CallFinding(heard.turn.number, code, starts, ends, 1.0)]


_WITHHOLDS = re.compile(
    r"我是谁[他她你您](?:心里)?(?:清楚|知道|有数)|(?:别|甭|不用|不要)?管我(?:是谁|哪|叫什么|姓什么)|我(?:是谁|哪里的|哪位)[^,。]{0,4}(?:不重要|重要吗|用不着|你不用)"
    r"|(?:哪里|哪家|是谁|公司名?字?|单位|姓什么|工号)[^,。]{0,4}(?:不用问|不用告诉|没必要|别问|你?不用知道|不方便说)|(?:不用|没必要)知道我是谁"
)


def _of_withholding(heard: AgentTurn) -> list[CallFinding]:
    """The caller refuses to say who calls, and has not said it before."""
    readable = make_readable(heard.turn.text)
    match = _WITHHOLDS.search(readable.text)
    if match is None or heard.state.named or heard.state.verified:
        return []
    return [CallFinding(heard.turn.number, "C16", *readable.original(*match.span()), 1.0)]


def _affirmed(heard: AgentTurn) -> list[CallFinding]:
    """Who says yes to a threat that is quoted has made it; what hangs on who listens is not asserted of a quote."""
    return [
        CallFinding(heard.turn.number, one.code, 0, len(heard.turn.text), one.share)
        for one in heard.affirmed
        if wording_class(one.code).decidable_from not in (DecidableFrom.SETTING, DecidableFrom.STRUCTURE)
    ]


def names_anew(heard: AgentTurn) -> bool:
    """To a third person, an amount is a disclosure each time; a customer hears the debt for the first time once.

    What the customer was told tells somebody marked as a third person nothing: to them it is the first time.
    """
    if heard.state.callee is not Callee.THIRD_PARTY:
        return False
    first = heard.state.third_marked and not heard.state.told_third and heard.told is not None
    return first or names_amount(heard.turn.text, heard.context.facts)


_DENIES = re.compile(r"不(?:是|会|能|便|方便|可以|谈|说|讲)[^,。]{0,8}(?:欠|逾期|催|还款|账)")


def _only_declines(heard: AgentTurn) -> bool:
    return bool(_DENIES.search(make_readable(heard.turn.text).text))
