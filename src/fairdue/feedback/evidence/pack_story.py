"""The story of a pack: its records as headings and lines that a person can read, in both languages.

Room: feedback. A pure function of the records, so that whoever has the records can make the page again and see that
it says neither more nor less. The redacted pack holds the story itself, with nobody in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from fairdue.casefile import happening as h
from fairdue.casefile.correspondence import LetterWritten
from fairdue.casefile.event import Event, StoredEvent, open_event
from fairdue.casefile.override_request import OverrideAsked
from fairdue.compliance.word_names import word_name
from fairdue.feedback.evidence.pack_records import (
    RECIPIENT_WORDS,
    About,
    DecisionLine,
    LogLine,
    Recipient,
    RecordingLine,
    StatementLine,
    WordingLine,
)
from fairdue.feedback.timeline import timeline_of
from fairdue.feedback.words import RESULT_WORDS, STATUS_WORDS
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import CaseId
from fairdue.foundation.money import show_yuan

VERDICT_WORDS = {
    "permit": Bilingual("准许", "permitted"),
    "defer": Bilingual("暂缓", "deferred"),
    "refuse": Bilingual("拒绝", "refused"),
}
NONE_HERE = Bilingual("无", "none")


@dataclass(frozen=True, slots=True)
class PackRecords:
    """All records of one pack."""

    about: About
    log: tuple[LogLine, ...]
    decisions: tuple[DecisionLine, ...] = ()
    wording: tuple[WordingLine, ...] = ()
    statements: tuple[StatementLine, ...] = ()
    recordings: tuple[RecordingLine, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One line. ``tone`` colours it: good, bad, calm or nothing. ``said`` is what a person said or wrote."""

    at: str
    who: str
    text: Bilingual
    place: str = ""
    tone: str = ""
    more: tuple[Bilingual, ...] = ()
    said: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines; one without lines says that there are none."""

    section_id: str
    heading: Bilingual
    intro: Bilingual
    lines: tuple[StoryLine, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """The whole page: what the pack is, and its sections."""

    title: Bilingual
    facts: tuple[StoryLine, ...]
    sections: tuple[Section, ...]


def story_of(records: PackRecords) -> Story:
    """The page of a pack. Raises ValueError when a row of the log is of a kind this version does not know."""
    about = records.about
    events = [_event(about, line) for line in records.log if not line.is_link]
    return Story(
        Bilingual(f"证据包 · 案件 {about.case_no}", f"Evidence pack · case {about.case_no}"),
        tuple(_facts(records, events)),
        (
            Section("left_out", Bilingual("未包含的内容", "What is left out"), _LEFT_OUT, tuple(_left_out(records))),
            Section("course", Bilingual("经过", "The course of events"), _COURSE, tuple(_course(records, events))),
            Section(
                "decisions", Bilingual("闸门的决定", "Decisions of the gate"), _DECISIONS, tuple(_decisions(records))
            ),
            Section("wording", Bilingual("所示话术", "Wording shown"), _WORDING, tuple(_wording(records))),
            Section(
                "statements", Bilingual("人工声明", "What people vouched for"), _STATEMENTS, tuple(_statements(records))
            ),
            Section("recordings", Bilingual("录音", "Recordings"), _RECORDINGS, tuple(_recordings(records))),
        ),
    )  # fmt: skip


_LEFT_OUT = Bilingual(
    "第三人的联系方式在导入时已加密封存，本包只含密文。姓名不能自动识别，交付前请通读。",
    "Third persons' details were sealed at import; only their sealed form is in this pack. Names cannot be found by "
    "a program: read the pack before it is handed on.",
)
_COURSE = Bilingual(
    "按记录顺序；编号即记录序号。", "In the order of the log; the numbers are those of its records."
)
_DECISIONS = Bilingual(
    "每次对外行为都先问闸门。逐条列出所问规则、依据、可信度和结果。",
    "Every outward act is first put to the gate: each rule asked, what it rests on, how well that is known, and the "
    "answer. Decisions are sealed with this pack; they are not part of the chain of records.",
)
_WORDING = Bilingual(
    "引导通话逐轮显示给催收员的句子，由所存步骤重演得出。批准日晚于通话日的，当时文字可能不同。",
    "The sentences the guided call showed, turn by turn, replayed from the steps that were stored. Where the day of "
    "approval is after the call, the words then may have been others.",
)
_STATEMENTS = Bilingual(
    "闸门作出决定时有效的声明：谁、何时、凭什么。",
    "Statements that stood when the gate decided: by whom, when, and resting on what.",
)
_RECORDINGS = Bilingual(
    "录音本身不在包内；列出文件名、SHA-256 和长度。",
    "Recordings do not lie in the pack; their names, SHA-256 and lengths do.",
)


def _event(about: About, line: LogLine) -> Event:
    row = StoredEvent(
        CaseId(about.case_id), line.seq, line.kind, line.at, line.actor, line.body, line.prev_hash, line.hash
    )
    return open_event(row)


def _facts(records: PackRecords, events: Sequence[Event]) -> Iterator[StoryLine]:
    about = records.about

    def fact(zh: str, en: str, value: str | Bilingual) -> StoryLine:
        said = Bilingual(value, value) if isinstance(value, str) else value
        return StoryLine("", "", Bilingual(zh, en), more=(said,))

    yield fact("用途", "Purpose", RECIPIENT_WORDS[about.recipient])
    yield fact("案件编号", "Case number", about.case_no)
    if about.customer:
        yield fact("客户", "Customer", about.customer)
    yield fact("委托方", "Creditor", about.creditor)
    if about.product:
        yield fact("产品", "Product", about.product)
    yield fact("委案金额（元）", "Placed (yuan)", show_yuan(about.placed_fen))
    yield fact("余额（元）", "Balance (yuan)", show_yuan(about.balance_fen))
    status = next((words for state, words in STATUS_WORDS.items() if state.value == about.status), None)
    if status is not None:
        yield fact("状态", "State", status)
    yield fact("期间", "Period", _period(about))
    if about.complaint_id:
        yield fact("投诉", "Complaint", about.complaint_id)
    yield fact("记录", "Records", _counts(records, events))
    yield fact("制作", "Made", f"{about.made_at} · {about.made_by}")
    yield fact("软件与规则", "Software and rules", f"{about.software} · {about.rulebook} · {about.playbook}")


def _period(about: About) -> Bilingual:
    if about.shown_from is None and about.shown_until is None:
        return Bilingual("全部", "all of it")
    starts, ends = about.shown_from or "…", about.shown_until or "…"
    return Bilingual(f"{starts} 起，{ends} 止（不含）", f"from {starts}, before {ends}")


_GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("联系", "contacts", ("AttemptStarted",)),
    ("承诺", "promises", ("PromiseMade",)),
    ("声称已还", "claims", ("PaymentClaimed",)),
    ("入账", "payments", ("PaymentPosted",)),
    ("分期协议", "plans", ("ArrangementSigned",)),
    ("争议", "disputes", ("DisputeOpened",)),
    ("投诉", "complaints", ("ComplaintReceived",)),
    ("困难", "hardships", ("HardshipStated",)),
    ("催记", "notes", ("DispositionRecorded",)),
    ("补注", "annotations", ("NoteAnnotated",)),
    ("停催", "holds", ("HoldPlaced",)),
    ("豁免申请", "overrides", ("OverrideAsked",)),
    ("信函短信", "letters", ("LetterWritten",)),
)


def _counts(records: PackRecords, events: Sequence[Event]) -> Bilingual:
    kinds = Counter(type(event.happened).__name__ for event in events)
    parts = [(zh, en, sum(kinds[kind] for kind in group)) for zh, en, group in _GROUPS]
    parts.append(("决定", "decisions", len(records.decisions)))
    parts.append(("录音", "recordings", len(records.recordings)))
    return Bilingual(
        "，".join(f"{zh} {count}" for zh, _, count in parts),
        ", ".join(f"{en} {count}" for _, en, count in parts),
    )


def _left_out(records: PackRecords) -> Iterator[StoryLine]:
    about = records.about
    sealed, masked, links = about.sealed_contacts, about.masked_numbers, about.links_only
    yield StoryLine(
        "",
        "",
        Bilingual(f"封存的第三人联系方式：{sealed}", f"Third persons' details that stay sealed: {sealed}"),
    )
    places = ", ".join(f"#{line.seq}" for line in records.log if line.masked)
    yield StoryLine(
        "",
        "",
        Bilingual(f"已遮盖的他人号码：{masked}", f"Numbers of others that were masked: {masked}"),
        place=places,
    )
    yield StoryLine(
        "",
        "",
        Bilingual(f"期间以外、只保留链环的记录：{links}", f"Records outside the period, links only: {links}"),
    )


def _course(records: PackRecords, events: Sequence[Event]) -> Iterator[StoryLine]:
    by_seq = {event.seq: event for event in events}
    masked = {line.seq: line.masked for line in records.log}
    for line in timeline_of(events=events):
        place = f"#{line.seq}" if line.seq == line.until_seq else f"#{line.seq}–{line.until_seq}"
        more = list(_more(by_seq[line.seq].happened))
        hidden = sum(masked[seq] for seq in range(line.seq, line.until_seq + 1) if seq in masked)
        if hidden:
            more.append(Bilingual(f"已遮盖他人号码 {hidden} 处", f"numbers of others masked here: {hidden}"))
        yield StoryLine(
            f"{line.at:%Y-%m-%d %H:%M:%S}",
            line.actor,
            line.text,
            place,
            _TONES.get(line.kind, ""),
            tuple(more),
            line.detail,
        )


_TONES = {
    "HoldPlaced": "calm",
    "PaymentPosted": "good",
    "ComplaintReceived": "bad",
    "DisputeOpened": "bad",
    "HardshipStated": "calm",
    "OverrideAsked": "bad",
}


def _more(happened: h.Happening) -> Iterator[Bilingual]:
    """What a short line leaves out and evidence needs."""
    match happened:
        case h.AttemptStarted():
            yield Bilingual(f"许可 {happened.permit_id}", f"permit {happened.permit_id}")
        case h.AttemptEnded():
            words = RESULT_WORDS[happened.result]
            yield Bilingual(f"线路结果 {words.zh}", f"the line: {words.en}")
        case h.SealedContactRevealed():
            yield Bilingual(f"许可 {happened.permit_id}", f"permit {happened.permit_id}")
        case h.IdentityVerified():
            yield Bilingual(f"核实方式 {happened.by}", f"by {happened.by}")
        case h.HoldPlaced():
            starts = f"{happened.hold.period.starts_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
            ends_at = happened.hold.period.ends_at
            ends = "…" if ends_at is None else f"{ends_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
            yield Bilingual(f"{starts} 起，至 {ends}", f"from {starts} until {ends}")
        case h.ArrangementSigned():
            for number, part in enumerate(happened.arrangement.instalments, 1):
                amount = show_yuan(part.amount_fen)
                yield Bilingual(
                    f"第 {number} 期 {part.due_on} {amount} 元",
                    f"part {number}: {amount} yuan on {part.due_on}",
                )
        case OverrideAsked():
            yield Bilingual(f"凭证：{happened.evidence}", f"evidence: {happened.evidence}")
        case LetterWritten():
            yield Bilingual(
                f"模板批准日 {happened.approved_on}，语言 {happened.language}",
                f"template approved on {happened.approved_on}, language {happened.language}",
            )
        case _:
            return


def _decisions(records: PackRecords) -> Iterator[StoryLine]:
    for number, line in enumerate(records.decisions, 1):
        verdict = VERDICT_WORDS.get(line.verdict, Bilingual(line.verdict, line.verdict))
        act = word_name("kind", line.action)
        until = Bilingual(f"，至 {line.until}", f", until {line.until}") if line.until else Bilingual("", "")
        permit = (
            Bilingual(f" · 许可 {line.permit_id}", f" · permit {line.permit_id}")
            if line.permit_id
            else _NOTHING
        )
        yield StoryLine(
            line.at,
            line.actor,
            Bilingual(
                f"{act.zh}：{verdict.zh}{until.zh}{permit.zh}", f"{act.en}: {verdict.en}{until.en}{permit.en}"
            ),
            f"D{number}",
            {"permit": "good", "refuse": "bad"}.get(line.verdict, "calm"),
            tuple(_rules(line)),
        )


_NOTHING = Bilingual("", "")
_OUTCOMES = {
    "passed": Bilingual("符合", "passed"),
    "defer": Bilingual("暂缓", "defer"),
    "refuse": Bilingual("不符", "refuse"),
    "warn": Bilingual("提示", "warning"),
    "unknown": Bilingual("不知道", "not known"),
    "overridden": Bilingual("已豁免", "set aside"),
}


def _rules(line: DecisionLine) -> Iterator[Bilingual]:
    for rule in line.trace:
        outcome = _OUTCOMES.get(rule.outcome, Bilingual(rule.outcome, rule.outcome))
        source = " ".join(part for part in (rule.title, rule.article) if part)
        known = f" ({rule.confidence})" if rule.confidence else ""
        grounds = f" · {source}{known}" if source else ""
        yield Bilingual(
            f"[{outcome.zh}] {rule.text.zh} · {rule.rule}{grounds}",
            f"[{outcome.en}] {rule.text.en} · {rule.rule}{grounds}",
        )


def _wording(records: PackRecords) -> Iterator[StoryLine]:
    for line in records.wording:
        yield StoryLine(
            line.at,
            "",
            line.text,
            f"{line.turn}",
            "",
            (
                Bilingual(
                    f"{line.sentence_id} · 步骤 {line.step} · 批准日 {line.approved_on}",
                    f"{line.sentence_id} · step {line.step} · approved on {line.approved_on}",
                ),
            ),
        )


def _statements(records: PackRecords) -> Iterator[StoryLine]:
    for line in records.statements:
        ends = line.ends_at or "…"
        more = [
            Bilingual(
                f"范围 {line.scope}；{line.starts_at} 至 {ends}",
                f"about {line.scope}; {line.starts_at} to {ends}",
            ),
            Bilingual(f"凭证：{line.evidence}", f"evidence: {line.evidence}"),
            Bilingual(f"当时有效于 {', '.join(line.stood_at)}", f"stood at {', '.join(line.stood_at)}"),
        ]
        if line.withdrawn_at:
            more.append(
                Bilingual(
                    f"{line.withdrawn_at} 由 {line.withdrawn_by} 撤回",
                    f"withdrawn on {line.withdrawn_at} by {line.withdrawn_by}",
                )
            )
        yield StoryLine(
            line.stated_at,
            line.stated_by,
            Bilingual(f"{line.label.zh}：{line.value}", f"{line.label.en}: {line.value}"),
            more=tuple(more),
        )


def _recordings(records: PackRecords) -> Iterator[StoryLine]:
    for line in records.recordings:
        yield StoryLine(
            "",
            "",
            Bilingual(line.name, line.name),
            more=(
                Bilingual(
                    f"SHA-256 {line.digest} · {line.length} 字节",
                    f"SHA-256 {line.digest} · {line.length} bytes",
                ),
            ),
        )


__all__ = ["PackRecords", "Recipient", "Section", "Story", "StoryLine", "story_of"]
