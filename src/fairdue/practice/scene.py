"""A scene: a written call, given, said and expected, played through the real engine.

Room: practice. ``hear`` is what the customer says; its first proposal is accepted with one key, unless it must come
first and is taken at once. ``pick`` is a key of the collector's. What differs from the page is told with its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable

from fairdue.casefile.case import CaseFile
from fairdue.casefile.disposition import ResultCode
from fairdue.casefile.happening import HAPPENINGS, Happening, TurnTaken
from fairdue.casefile.hold import HoldKind
from fairdue.conversation.consequences import note_of
from fairdue.conversation.engine import Advance, advance, open_session, prompt_of
from fairdue.conversation.flow import FlowFault
from fairdue.conversation.flow_choice import choose_flow
from fairdue.conversation.flow_reading import Entry, read_document
from fairdue.conversation.heard import Heard, write_heard
from fairdue.conversation.hearing import Proposal
from fairdue.conversation.origin import Origin
from fairdue.conversation.playbook import read_flow
from fairdue.conversation.prompt import AskKind
from fairdue.conversation.session import Session, Speaker
from fairdue.conversation.typed_answer import hear
from fairdue.foundation.bilingual import Bilingual
from fairdue.practice.scene_case import ATTEMPT, NOW, SESSION, Earlier, append, ringing, scene_case

_SPEAKER = Speaker(agency="华信资产", staff_no="6027", hotline="400-000-0000")


@dataclass(frozen=True, slots=True)
class SceneTurn:
    """One turn: words or a key, and what must be so after it."""

    origin: Origin = field(repr=False)
    hear: str = ""
    pick: str = ""
    typed: tuple[tuple[AskKind, str], ...] = ()
    taken: str = ""
    at_once: bool = False
    step: str = ""
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SceneEnd:
    """What must be so in the end."""

    origin: Origin = field(repr=False)
    code: ResultCode | None
    facts: tuple[str, ...]
    holds: tuple[HoldKind, ...]
    note: tuple[str, ...]
    verified: bool | None


@dataclass(frozen=True, slots=True)
class Scene:
    """One written call."""

    scene_id: str
    title: Bilingual
    earlier: Earlier
    periods: int
    flow_id: str
    turns: tuple[SceneTurn, ...]
    end: SceneEnd


def read_scenes(folder: Traversable) -> tuple[Scene, ...]:
    """Every scene of a folder. Raises FlowFault with file and line where one cannot be read."""
    scenes: dict[str, Scene] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".yaml"):
            continue
        text = file.read_text(encoding="utf-8")
        for entry in read_document(text, source=f"scenes/{file.name}").only("scenes").entries("scenes"):
            scene = _scene(entry)
            if scene.scene_id in scenes:
                raise FlowFault(f"{entry.where}: the scene {scene.scene_id} stands twice; rename one")
            scenes[scene.scene_id] = scene
    return tuple(scenes.values())


def _scene(entry: Entry) -> Scene:
    entry = entry.named(f"scene {entry.values.get('id', '?')}")
    entry.only("id", "title", "given", "say", "expect")
    given = entry.entry("given").only("flow", "earlier", "periods")
    end = entry.entry("expect").only("code", "facts", "holds", "note", "verified")
    facts = end.texts("facts")
    strange = [name for name in facts if name not in HAPPENINGS]
    if strange:
        raise FlowFault(f"{end.at('facts')}: {', '.join(strange)} is no happening of a case")
    verified = end.values.get("verified")
    return Scene(
        scene_id=entry.text("id"),
        title=entry.bilingual("title"),
        earlier=given.one_of(Earlier, "earlier") or Earlier.NOTHING,
        periods=given.number("periods") if "periods" in given.values else 1,
        flow_id=given.text("flow", "first_call"),
        turns=tuple(_turn(turn) for turn in entry.entries("say")),
        end=SceneEnd(
            origin=end.origin,
            code=end.one_of(ResultCode, "code"),
            facts=facts,
            holds=end.several_of(HoldKind, "holds"),
            note=end.texts("note"),
            verified=verified if isinstance(verified, bool) else None,
        ),
    )


def _turn(entry: Entry) -> SceneTurn:
    kinds = [kind.value for kind in AskKind]
    entry.only("hear", "pick", "typed", "taken", "at_once", "step", "says")
    typed = entry.entry("typed").only(*kinds)
    return SceneTurn(
        origin=entry.origin,
        hear=entry.text("hear", ""),
        pick=entry.text("pick", ""),
        typed=tuple((AskKind(kind), typed.text(kind)) for kind in typed.values),
        taken=entry.text("taken", ""),
        at_once=entry.values.get("at_once", False) is True,
        step=entry.text("step", ""),
        says=entry.texts("says"),
    )


@dataclass(slots=True)
class _Play:
    """A scene being played."""

    scene: Scene
    case: CaseFile
    session: Session
    facts: list[Happening] = field(default_factory=list)
    more: tuple[Proposal, ...] = ()

    def offer(self, heard: Heard) -> Advance:
        answer = advance(session=self.session, heard=heard, case=self.case, as_of=NOW)
        if answer.taken is not None:
            turn = TurnTaken(SESSION, len(self.session.heards) + 1, write_heard(answer.taken))
            self.case = append(self.case, (turn, *answer.happenings), at=NOW)
            self.facts += answer.happenings
            self.session = answer.session
        self.more = answer.proposals
        return answer


def play(scene: Scene) -> tuple[str, ...]:
    """Play a scene; every difference from what is written, as ``file:line: what``. Empty when it went as written."""
    case = scene_case(earlier=scene.earlier, periods=scene.periods)
    chosen = choose_flow(case=case, as_of=NOW).flow_id
    if chosen != scene.flow_id:
        return (f"{scene.end.origin}: the case asks for flow {chosen}, the scene is of {scene.flow_id}",)
    case = ringing(case, flow_id=chosen)
    session = open_session(
        case=case,
        speaker=_SPEAKER,
        session_id=SESSION,
        attempt_id=ATTEMPT,
        flow=read_flow(scene.flow_id),
        as_of=NOW,
    )
    run = _Play(scene, case, session)
    for turn in scene.turns:
        differs = tuple(f"{turn.origin}: {what}" for what in _played(run, turn))
        if differs:
            return differs
    return tuple(f"{scene.end.origin}: {what}" for what in _ended(run))


def _played(run: _Play, turn: SceneTurn) -> Iterator[str]:
    """Play one turn and say what differs."""
    before, answer = run.session, _answer(run, turn)
    if answer is None:
        yield "nothing was proposed, and nothing was taken"
        return
    if answer.complaints:
        yield f"not taken at {before.step}: {'; '.join(text.en for text in answer.complaints)}"
        return
    took = run.session.heards[-1].choice
    if turn.taken and took != turn.taken:
        yield f"taken was {took}, not {turn.taken}"
    step = "end" if run.session.closed else run.session.step
    if turn.step and step != turn.step:
        yield f"the call is at {step}, not at {turn.step}"
    prompt = prompt_of(session=run.session, case=run.case, as_of=NOW)
    said = {sentence.sentence_id for sentence in prompt.say}
    missing = [name for name in turn.says if name not in said]
    if missing:
        yield f"not offered to say: {', '.join(missing)}; offered: {', '.join(sorted(said))}"


def _answer(run: _Play, turn: SceneTurn) -> Advance | None:
    if turn.pick:
        typed = dict(turn.typed)
        return run.offer(hear(session=run.session, choice_id=turn.pick, typed=typed, as_of=NOW))
    if not turn.hear:  # Enter: what the last words said beyond the turn that was taken
        return run.offer(run.more[0].heard) if run.more else None
    answer = run.offer(Heard("", text=turn.hear))
    if answer.accepted or turn.at_once or not answer.proposals:
        return answer if answer.accepted or answer.complaints else None
    return run.offer(answer.proposals[0].heard)


def _ended(run: _Play) -> Iterator[str]:
    end, session = run.scene.end, run.session
    code = prompt_of(session=session, case=run.case, as_of=NOW).code
    note = note_of(session=session, case=run.case, as_of=NOW)
    if end.code is not None and code is not end.code:
        yield f"the result code is {code}, not {end.code}"
    kinds = [type(fact).__name__ for fact in run.facts]
    for name in end.facts:
        if name not in kinds:
            yield f"{name} did not become a fact; facts: {', '.join(kinds) or 'none'}"
    held = run.case.holds_at(NOW)
    for hold in end.holds:
        if hold not in held:
            yield f"there is no hold {hold}; holds: {', '.join(sorted(held)) or 'none'}"
    for part in end.note:
        if part not in note:
            yield f"the note does not hold the part {part!r}"
    if end.verified is not None and session.verified is not end.verified:
        yield f"identity is {'confirmed' if session.verified else 'not confirmed'} in the end"
