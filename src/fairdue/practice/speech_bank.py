"""The words of the simulated customers: sayings by what they are for, classes of words, and how voices differ.

Room: practice. The banks are data (``personas/words``), read strictly; a saying that names a class which nobody wrote
is a fault that says where. What is said of a person's money comes from ``persona_person`` through ``Teller``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from fairdue.conversation.flow import FlowFault
from fairdue.conversation.flow_reading import Entry, read_document
from fairdue.practice.speech_details import Detail, Scene, read_details, read_scenes
from fairdue.practice.speech_grammar import GrammarFault, names_in
from fairdue.practice.speech_manner import Manner, read_manner
from fairdue.understanding.intent import Intent

FACT_NAMES = frozenset(
    {
        "ledger",
        "fee",
        "part",
        "monthly",
        "paid_amount",
        "paid_day",
        "paid_channel",
        "pay_day",
        "digits",
        "name",
        "surname",
        "agency",
        "creditor",
        "product",
        "hour",
        "age",
        "days_late",
        "he",
        "child",
        "parent",
        "here",
        "busy",
    }
)
"""The facts of the person that a saying may name."""


@dataclass(frozen=True, slots=True)
class Saying:
    """Words for one purpose: what they mean, the first meaning first, and the many ways to say them.

    A ``bare`` one gets no words before or after it.
    """

    key: str
    means: tuple[Intent, ...]
    frames: tuple[str, ...]
    bare: bool


@dataclass(frozen=True, slots=True)
class VoiceWords:
    """What moods and regions add and change. ``slips`` are characters that a recogniser takes for others."""

    openers: Mapping[str, tuple[str, ...]]
    tails: Mapping[str, tuple[str, ...]]
    dialects: Mapping[str, Mapping[str, tuple[str, ...]]]
    endings: Mapping[str, tuple[str, ...]]
    slips: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bank:
    """All words: sayings, classes of words for everybody, details for those of whom they hold, scenes, voices."""

    sayings: Mapping[str, Saying]
    classes: Mapping[str, tuple[str, ...]]
    voices: VoiceWords = field(default_factory=lambda: VoiceWords({}, {}, {}, {}, {}))
    details: Mapping[str, tuple[Detail, ...]] = field(default_factory=dict)
    scenes: tuple[Scene, ...] = ()
    manner: Manner = field(default_factory=Manner)

    def saying(self, key: str) -> Saying:
        """A saying by its key. Raises KeyError for one that nobody wrote."""
        return self.sayings[key]


@cache
def shipped_bank() -> Bank:
    """The shipped words, read once."""
    return read_bank(files("fairdue_playbook").joinpath("personas").joinpath("words"))


def read_bank(folder: Traversable) -> Bank:
    """Every word of a folder. Raises FlowFault with file and line where one cannot be read."""
    sayings: dict[str, Saying] = {}
    classes: dict[str, tuple[str, ...]] = {}
    voices, manner = VoiceWords({}, {}, {}, {}, {}), Manner()
    details: dict[str, tuple[Detail, ...]] = {}
    scenes: tuple[Scene, ...] = ()
    places: dict[str, Entry] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".yaml"):
            continue
        document = read_document(file.read_text(encoding="utf-8"), source=f"personas/words/{file.name}")
        if "voices" in document.values:
            voices = _voices(document.only("voices", "manner").entry("voices"))
            manner = read_manner(document.entry("manner")) if "manner" in document.values else manner
            continue
        if "details" in document.values:
            document.only("details", "scenes")
            details.update(read_details(document))
            scenes += read_scenes(document)
            continue
        document.only("sayings", "classes")
        entry = document.entry("sayings")
        for key in entry.values:
            if key in sayings:
                raise FlowFault(f"{entry.at(key)} stands twice among the words; rename one")
            places[key] = entry.entry(key)
            sayings[key] = _saying(places[key], key)
        entry = document.entry("classes")
        for name in entry.values:
            if name in classes or name in FACT_NAMES:
                raise FlowFault(f"{entry.at(name)} stands twice among the classes; rename one")
            classes[name] = entry.texts(name)
    bank = Bank(sayings, classes, voices, details, scenes, manner)
    _demand_known_names(bank, places)
    return bank


def _saying(entry: Entry, key: str) -> Saying:
    entry.only("means", "frames", "bare")
    means, frames = entry.several_of(Intent, "means"), entry.texts("frames")
    if not means or not frames:
        raise FlowFault(f"{entry.where}: it needs means and frames")
    return Saying(key, means, frames, entry.values.get("bare", False) is True)


def _demand_known_names(bank: Bank, places: Mapping[str, Entry]) -> None:
    known = FACT_NAMES | set(bank.classes) | set(bank.details)
    for key, saying in bank.sayings.items():
        for frame in saying.frames:
            _demand_known(frame, known, f"{places[key].at('frames')}")
    for name, words in bank.classes.items():
        for word in words:
            _demand_known(word, known, f"the class {name}")
    for name, kinds in bank.details.items():
        for says in (one for detail in kinds for one in detail.says):
            _demand_known(says, known, f"the detail {name}")
    for scene in bank.scenes:
        for says in (scene.place, *scene.doing):
            _demand_known(says, known, f"the scene {scene.place}")
    for mood, words in (*bank.voices.openers.items(), *bank.voices.tails.items()):
        for word in words:
            _demand_known(word, known, f"the voice {mood}")


def _demand_known(text: str, known: set[str] | frozenset[str], where: str) -> None:
    try:
        strange = sorted(names_in(text) - known)
    except GrammarFault as fault:
        raise FlowFault(f"{where}: {fault}") from fault
    if strange:
        raise FlowFault(f"{where}: {text!r} names {', '.join(strange)}, which is neither a class nor a fact")


def _voices(entry: Entry) -> VoiceWords:
    entry.only("openers", "tails", "dialects", "endings", "slips")
    slips: dict[str, str] = {}
    for pair in entry.texts("slips"):
        if len(pair) != 2:
            raise FlowFault(
                f"{entry.at('slips')}: {pair!r} must be two characters, the one and what it is taken for"
            )
        slips[pair[0]] = slips.get(pair[0], "") + pair[1]
    dialects = entry.entry("dialects")
    return VoiceWords(
        openers=_lists(entry.entry("openers")),
        tails=_lists(entry.entry("tails")),
        dialects={region: _lists(dialects.entry(region)) for region in dialects.values},
        endings=_lists(entry.entry("endings")),
        slips=slips,
    )


def _lists(entry: Entry) -> Mapping[str, tuple[str, ...]]:
    return {name: entry.texts(name) for name in entry.values}


def sayings_of(keys: Sequence[str], bank: Bank) -> tuple[Saying, ...]:
    """Several sayings by their keys."""
    return tuple(bank.saying(key) for key in keys)
