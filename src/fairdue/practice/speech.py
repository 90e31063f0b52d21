"""One line of a simulated customer: a saying, dressed by mood, spoken in a region's way, heard by a recogniser.

Room: practice. Amounts, days, channels and digits come from the person that was drawn; nothing else may stand there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from fairdue.practice.people import below
from fairdue.practice.persona import Answerer, Level, Persona
from fairdue.practice.persona_person import DrawnPerson, pick
from fairdue.practice.speech_bank import Bank, Saying
from fairdue.practice.speech_details import Traits, fitting, scenes_for, traits_of
from fairdue.practice.speech_grammar import spell
from fairdue.practice.speech_manner import Pauses, hesitating, in_other_words
from fairdue.practice.spoken_chinese import say_digits, say_number, ways_to_say_day, ways_to_say_money
from fairdue.understanding.spoken_channel import PayChannel

_PERCENT = 100
_OPENS, _ENDS, _DIALECT, _ENDING = 45, 35, 70, 30
"""Of a hundred lines, how many get words before and after, a dialect word where there is one, a regional ending."""
_TERSE_OPENS = 30
_LONG = 34
"""Characters of a line after which nobody adds words about something else."""
_STOPS = "，。？！…"
_CHANNEL_WORDS = {
    PayChannel.BANK_APP: ("手机银行", "手机银行上", "银行那个APP", "掌上银行", "手机上的银行APP"),
    PayChannel.BANK_TRANSFER: ("网银转账", "网上银行", "银行转账", "网银"),
    PayChannel.ALIPAY: ("支付宝", "支付宝里头", "支付宝上"),
    PayChannel.WECHAT: ("微信", "微信里头", "微信支付", "微信上"),
    PayChannel.COUNTER: ("柜台", "银行柜台", "银行窗口", "网点柜台"),
    PayChannel.ATM: ("自助机", "存款机", "ATM机", "银行门口的自助机"),
}


@dataclass(frozen=True, slots=True)
class Teller:
    """Says what a name in a saying stands for: a fact of the person, a detail that holds of them, or a class."""

    bank: Bank
    person: DrawnPerson
    today: date
    traits: Traits
    here: str = ""
    busy: str = ""
    """Where the person is and what they do there; the same during a call."""

    def words(self, name: str) -> Sequence[str]:
        """The ways to say ``name``. Raises KeyError where it is neither a fact nor a class."""
        told = _FACTS.get(name)
        if told is not None:
            return told(self)
        details = self.bank.details.get(name)
        return (details and fitting(details, self.traits)) or self.bank.classes[name]


def teller_of(bank: Bank, persona: Persona, person: DrawnPerson, today: date) -> Teller:
    """Who tells the words of one call."""
    traits = traits_of(persona, person, today)
    teller = Teller(bank, person, today, traits)
    scenes = scenes_for(bank.scenes, traits)
    if not scenes:
        return teller
    scene = scenes[person.here % len(scenes)]
    rng = Random(f"{person.here}:{person.busy}")  # noqa: S311 - the place of a call follows from its person
    here = spell(scene.place, rng, teller.words)
    return replace(teller, here=here, busy=spell(pick(rng, scene.doing), rng, teller.words))


def _money(fen: int) -> Sequence[str]:
    return ways_to_say_money(fen)


def _digits(teller: Teller) -> Sequence[str]:
    digits = teller.person.case.last_four
    said = say_digits(digits)
    spaced = f"{said[:2]}，{said[2:]}"
    return (said, digits, spaced, said.replace("一", "幺"), " ".join(said))


_OF_THE_DAY = re.compile(
    r"<(?:errand|outing|aside|duty|busy|here|veg|qty|tool|town|dest|weather|ingr|furn|dish|place|where|kin)>"
)
_FACTS: dict[str, Callable[[Teller], Sequence[str]]] = {
    "ledger": lambda one: _money(one.person.case.ledger_amount_fen),
    "fee": lambda one: _money(one.person.fee_fen),
    "part": lambda one: _money(one.person.part_fen),
    "monthly": lambda one: _money(one.person.monthly_fen),
    "paid_amount": lambda one: _money(one.person.paid_fen),
    "paid_day": lambda one: ways_to_say_day(one.person.paid_on, one.today),
    "paid_channel": lambda one: _CHANNEL_WORDS[one.person.paid_channel],
    "pay_day": lambda one: ways_to_say_day(one.person.pays_on, one.today),
    "digits": _digits,
    "name": lambda one: (one.person.case.debtor,),
    "surname": lambda one: (one.person.case.debtor[0],),
    "agency": lambda one: (one.person.case.agency,),
    "creditor": lambda one: (one.person.case.creditor,),
    "product": lambda one: (one.person.case.product,),
    "hour": lambda one: _hours(one.person.free_hour),
    "age": lambda one: (say_number(one.person.age),),
    "days_late": lambda one: (say_number(one.person.case.days_past_due),),
    "here": lambda one: (one.here,),
    "busy": lambda one: (one.busy,),
    "he": lambda one: ("他" if one.person.male else "她",),
    "child": lambda one: ("儿子", "我儿") if one.person.child_is_son else ("女儿", "闺女"),
    "parent": lambda one: ("他妈", "他母亲") if one.person.male else ("她妈", "她母亲"),
}


def _hours(hour: int) -> Sequence[str]:
    """An hour from 9 to 20 as it is said."""
    noon, evening = 12, 18
    part = "上午" if hour < noon else "中午" if hour == noon else "下午" if hour < evening else "晚上"
    clock = say_number(hour if hour <= noon else hour - noon)
    return (f"{part}{clock}点", f"{part}{clock}点钟", f"{part}{clock}点以后")


def speak(
    sayings: Sequence[Saying],
    *,
    teller: Teller,
    persona: Persona,
    level: Level,
    rng: Random,
    said_before: frozenset[str],
    sober: bool = False,
) -> str:
    """Say the sayings in one turn; a frame of them that was said before is avoided while another is left.

    ``sober`` leaves out the chores and scenes of the day, of which nobody speaks who has just spoken of their own
    death.
    """
    manner = teller.bank.manner
    core = "，".join(_core(_sober(one) if sober else one, teller, rng, said_before) for one in sayings)
    bare = sober or all(one.bare for one in sayings)
    text = in_other_words(core if bare else _dressed(core, teller, rng), manner, rng)
    text = _in_dialect(text, teller, rng)
    share = persona.voice.fillers * manner.levels[level] // _PERCENT
    text = hesitating(text, manner, rng, share=share, pauses=_pauses(teller))
    return _tidy(_heard_by_machine(text, teller, persona, rng, bare))


def _sober(saying: Saying) -> Saying:
    """The saying without the frames that name a chore, a thing or a place; all of them where none is left."""
    frames = tuple(frame for frame in saying.frames if not _OF_THE_DAY.search(frame))
    return replace(saying, frames=frames or saying.frames)


def _pauses(teller: Teller) -> Pauses:
    details = teller.bank.details
    return Pauses(
        before=fitting(details.get("pause", ()), teller.traits),
        within=fitting(details.get("um", ()), teller.traits),
    )


def _core(saying: Saying, teller: Teller, rng: Random, said_before: frozenset[str]) -> str:
    text = ""
    for _ in range(6):
        text = spell(pick(rng, saying.frames), rng, teller.words)
        if text not in said_before:
            break
    return text


def _dressed(core: str, teller: Teller, rng: Random) -> str:
    """Words of the mood before and after."""
    voices, mood = teller.bank.voices, teller.person.mood
    opens = _TERSE_OPENS if mood == "terse" else _OPENS
    openers, tails = voices.openers.get(mood, ()), voices.tails.get(mood, ())
    if openers and below(rng, _PERCENT) < opens:
        core = f"{spell(pick(rng, openers), rng, teller.words)}，{core}"
    if tails and len(core) < _LONG and below(rng, _PERCENT) < (_TERSE_OPENS if mood == "terse" else _ENDS):
        core = f"{core}，{spell(pick(rng, tails), rng, teller.words)}"
    return core


def _in_dialect(text: str, teller: Teller, rng: Random) -> str:
    """Each word of the standard that the region says in another way, most times. A machine comes from nowhere."""
    if teller.traits["answered_by"] == Answerer.AI_AGENT.value:
        return text
    for word, ways in teller.bank.voices.dialects.get(teller.person.region, {}).items():
        if word in text and below(rng, _PERCENT) < _DIALECT:
            text = text.replace(word, pick(rng, ways), 1)
    endings = teller.bank.voices.endings.get(teller.person.region, ())
    if endings and text and text[-1] not in _STOPS and below(rng, _PERCENT) < _ENDING:
        last = text[-1]
        if last not in "吗呢吧啊呀嘛呗哦哈了的嘞哩噻撒咯":
            text += pick(rng, endings)
    return text


def _heard_by_machine(text: str, teller: Teller, persona: Persona, rng: Random, bare: bool) -> str:
    """What a recogniser makes of it: characters of the same sound, a doubled one, one lost.

    Figures and what is said of money stay, so that noise never changes a fact.
    """
    if bare or not persona.voice.noise:
        return text
    slips = teller.bank.voices.slips
    heard = []
    for one in text:
        if one in slips and below(rng, _PERCENT) < persona.voice.noise:
            heard.append(pick(rng, slips[one]))
        else:
            heard.append(one)
    return "".join(heard)


def _tidy(text: str) -> str:
    text = re.sub(r"([啊呀呢嘛吧了哦])\1+", r"\1", re.sub(r"，+", "，", text).strip("，"))
    return re.sub(r"，(?=[。？！])|(?<=[。？！…])，", "", text)
