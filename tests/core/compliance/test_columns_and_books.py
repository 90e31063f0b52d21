"""Columns as they are declared, rows that contradict themselves, and rulebooks as they are put together and refused."""

# ruff: noqa: RUF009 - the call declares a column with its label
from __future__ import annotations

import os
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from core.compliance.act_builders import rule_text
from core.compliance.check_builders import situation
from core.compliance.complaint_builders import read_written
from fairdue.compliance.action import ActionKind, CalleeRole, CallType, Channel, InitiatedBy, Purpose
from fairdue.compliance.check_python import reader
from fairdue.compliance.column import Column, ColumnKind, column, columns_of
from fairdue.compliance.decision import Permit, Refuse
from fairdue.compliance.facts import Facts, column_label, missing_meaning
from fairdue.compliance.rule import Force, Rule, Treatment
from fairdue.compliance.rule_folder import LONGEST_BYTES, read_text, rule_files
from fairdue.compliance.rule_page import RuleUnreadable
from fairdue.compliance.rulebook import Rulebook, RulebookInvalid, load_rulebook, rulebook_of
from fairdue.compliance.seal import may_reveal
from fairdue.compliance.word_names import has_name, word_name
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import CaseId, ContactPointId, PermitId, PersonId

TEN = datetime(2026, 3, 10, 10, tzinfo=CHINA)


class Colour(StrEnum):
    """A closed list for these tests."""

    RED = "red"
    GREEN = "green"
    BLUE = "blue"


REFUSES = "the rules that need it refuse"


@pytest.mark.parametrize("of_action", [False, True])
def test_a_row_has_its_columns_in_order_and_leaves_other_fields_out(of_action: bool) -> None:
    found = columns_of.__wrapped__(_row(), of_action=of_action)
    assert found == {
        "sure": Column(
            "sure", ColumnKind.YES_NO, Bilingual("是否", "whether"), of_action, None, False, None, REFUSES
        ),
        "many": Column(
            "many",
            ColumnKind.COUNT,
            Bilingual("次数", "how often"),
            of_action,
            None,
            True,
            0,
            "nothing follows",
        ),
        "hue": Column(
            "hue", ColumnKind.WORD, Bilingual("色", "colour"), of_action, Colour, False, None, REFUSES
        ),
        "hues": Column(
            "hues", ColumnKind.WORDS, Bilingual("诸色", "colours"), of_action, Colour, False, None, REFUSES
        ),
        "day": Column("day", ColumnKind.DATE, Bilingual("日", "day"), of_action, None, False, None, REFUSES),
        "at": Column("at", ColumnKind.CLOCK, Bilingual("时", "time"), of_action, None, False, None, REFUSES),
        "name": Column(
            "name", ColumnKind.NAME, Bilingual("名", "name"), of_action, None, False, None, REFUSES
        ),
    }
    assert list(found) == ["sure", "many", "hue", "hues", "day", "at", "name"]


def _row() -> type:
    """The row declared anew, so that declaring is part of the test."""

    @dataclass(frozen=True, slots=True)
    class Row:
        plain: int
        sure: bool | None = column(bool, "是否", "whether")
        many: int | None = column(
            ColumnKind.COUNT, "次数", "how often", attested=True, assumed=0, missing="nothing follows"
        )
        hue: Colour | None = column(Colour, "色", "colour", default=Colour.RED)
        hues: frozenset[Colour] | None = column(ColumnKind.WORDS, "诸色", "colours", words=Colour)
        day: date | None = column(date, "日", "day")
        at: time | None = column(time, "时", "time")
        name: str | None = column(str, "名", "name")

    return Row


def test_a_column_is_not_known_unless_it_has_a_default() -> None:
    row = _row()(plain=1)
    assert {it.name: getattr(row, it.name) for it in fields(row)} == {
        "plain": 1, "sure": None, "many": None, "hue": "red", "hues": None, "day": None, "at": None, "name": None,
    }  # fmt: skip
    assert list(columns_of.__wrapped__(_row()))[:2] == ["sure", "many"]
    assert not columns_of.__wrapped__(_row())["sure"].of_action
    with pytest.raises(KeyError):
        column(float, "数", "number")


def test_words_are_bits_in_the_order_of_their_list() -> None:
    hues = columns_of.__wrapped__(_row())["hues"]
    assert [hues.bit_of(word) for word in ("red", "green", "blue")] == [1, 2, 4]
    assert [hues.mask(frozenset(words)) for words in ((), ("blue", "red"), ("green",))] == [0, 5, 2]
    with pytest.raises(ValueError):
        hues.bit_of("pink")


def test_a_column_is_read_from_the_act_or_from_the_facts() -> None:
    action, facts = situation({"visits_today": 3})
    assert (reader("purpose")(action, facts), reader("visits_today")(action, facts)) == ("collect", 3)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"visits_today": -1}, "visits_today counts from 0; -1 is below it"),
        ({"local_time": time(8, tzinfo=UTC)}, "local_time is the time on the wall where the person is; hand it in without a zone"),
        ({"local_on": datetime(2026, 3, 10)}, "local_on is a date where the person is; hand in its date, not a moment"),
    ],
)  # fmt: skip
def test_facts_that_cannot_be_are_misuse(facts: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError) as refused:
        Facts(**facts)
    assert str(refused.value) == said


def test_facts_at_their_edge_are_taken() -> None:
    facts = Facts(visits_today=0, local_time=time(8), local_on=date(2026, 3, 10))
    assert (facts.visits_today, facts.local_time, facts.local_on, facts.zone) == (
        0,
        time(8),
        date(2026, 3, 10),
        None,
    )


def test_a_column_says_what_it_is_and_what_missing_leads_to() -> None:
    assert column_label("visits_today") == Bilingual("今日已上门次数", "visits to the debtor today")
    assert missing_meaning("jurisdiction") == "everything is refused"
    assert missing_meaning("visits_today") == REFUSES


@pytest.mark.parametrize(
    ("act", "differing", "said"),
    [
        ("call_debtor", {"call_type": None}, "a call needs call_type: interactive, or notify when it only tells"),
        ("ask_third_party", {"callee_role": CalleeRole.DEBTOR}, "contact_third_party needs callee_role third_party; the debtor is reached by other acts"),
        ("reveal_sealed_contact", {"callee_role": CalleeRole.DEBTOR}, "reveal_sealed_contact needs callee_role third_party; the debtor is reached by other acts"),
        ("visit_debtor", {"initiated_by": InitiatedBy.CUSTOMER}, "visit is the house's own doing; write initiated_by agent"),
        ("letter_debtor", {"initiated_by": InitiatedBy.CUSTOMER}, "send_letter is the house's own doing; write initiated_by agent"),
    ],
)  # fmt: skip
def test_acts_that_contradict_themselves_are_misuse(act: str, differing: dict[str, Any], said: str) -> None:
    action, _ = situation({"act": act})
    with pytest.raises(ValueError) as refused:
        replace(action, **differing)
    assert str(refused.value) == said


def test_acts_that_do_not_contradict_themselves_are_taken() -> None:
    call, _ = situation({})
    assert (
        replace(call, initiated_by=InitiatedBy.CUSTOMER, call_type=CallType.NOTIFY).call_type
        is CallType.NOTIFY
    )
    message, _ = situation({"act": "message_debtor"})
    assert replace(message, initiated_by=InitiatedBy.CUSTOMER).call_type is None


def test_a_word_has_its_name_and_one_without_is_shown_with_blanks() -> None:
    assert (word_name("case_open", True), word_name("case_open", False)) == (
        Bilingual("是", "yes"),
        Bilingual("否", "no"),
    )
    assert word_name("claims", "amount") == Bilingual("金额", "an amount")
    assert (
        word_name("claims", "no_such_word")
        == word_name("moon", "no_such_word")
        == Bilingual("no such word", "no such word")
    )
    assert (has_name("claims", "amount"), has_name("claims", "x"), has_name("moon", "amount")) == (
        True,
        False,
        False,
    )


def _rule(rule_id: str, force: Force = Force.POLICY, **differing: Any) -> Rule:
    return replace(read_written({}), rule_id=rule_id, force=force, file=f"{rule_id}.yaml", **differing)


def test_rules_stand_by_force_and_then_by_id() -> None:
    rules = [
        _rule("b"),
        _rule("a"),
        _rule("d", Force.LAW),
        _rule("c", Force.GUIDELINE),
        _rule("e", Force.STANDARD),
    ]
    assert [rule.rule_id for rule in rulebook_of(rules).rules] == ["d", "e", "c", "a", "b"]


def test_two_rules_of_one_id_are_refused_with_both_files() -> None:
    with pytest.raises(RulebookInvalid) as refused:
        rulebook_of([_rule("a"), replace(_rule("a"), file="other.yaml")])
    assert str(refused.value) == (
        "other.yaml: the id a is taken by a.yaml; a rule is not replaced, write a further one with its own id"
    )


def test_a_rulebook_knows_its_rules_and_those_in_force() -> None:
    off = read_written({"status": "disabled", "disabled_because": "停。", "disabled_because_en": "Off."})
    book = Rulebook((_rule("a", ends_on=date(2026, 2, 1)), _rule("b"), replace(off, rule_id="c")))
    assert [rule.rule_id for rule in book.rules_in_force(date(2026, 1, 31))] == ["a", "b"]
    assert [rule.rule_id for rule in book.rules_in_force(date(2026, 2, 1))] == ["b"]
    assert book.rules_in_force(date(2025, 12, 31)) == ()
    assert book.rule("b") is book.rules[1]
    with pytest.raises(KeyError) as unknown:
        book.rule("z")
    assert unknown.value.args == ("no rule is called z; `fairdue rulebook list` shows them all",)
    assert replace(off).treatment is Treatment.DISABLED


def test_a_rulebook_is_tightened_by_policy_only() -> None:
    book = Rulebook((_rule("b"),))
    assert [rule.rule_id for rule in book.tightened_by([_rule("a")]).rules] == ["a", "b"]
    with pytest.raises(RulebookInvalid) as refused:
        book.tightened_by([_rule("c"), _rule("cn.a", pack="cn")])
    assert str(refused.value) == "cn.a.yaml: an overlay holds house policy only; put it under house/"


def _folder(path: Path, **texts: str) -> Path:
    path.mkdir(exist_ok=True)
    for name, text in texts.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({}, "the folder holds no rule; name one with packs such as cn/ and house/ in it"),
        ({"register/gb.yaml": "x: y\n", "house/a.yaml": "id: 5\n"}, "register/gb.yaml: line 1: x: unknown key; a register has read_on and entries\nhouse/a.yaml: line 1: says: missing; every rule has it"),
        ({"house/a.yaml": "[", "house/b.yaml": rule_text(id="house.b", effect="sing")}, "house/b.yaml: line 7: effect: 'sing' is not known; write one of refuse, defer, warn, duty, record"),
        ({"house/a.yaml": rule_text(id="house.a"), "house/a.yml": rule_text(id="house.a")}, "house/a.yml: line 1: id: house.a is the id of house/a.yaml too; remove one of the two files"),
        ({"house/a.yaml": rule_text(**{"id": "house.a", "from": "CN-NOPE-01"})}, "house/a.yaml: line 13: from: 'CN-NOPE-01' is not in the register; write an id that `fairdue rulebook coverage` lists, or leave the key out"),
    ],
)  # fmt: skip
def test_a_folder_at_fault_is_refused_whole(texts: dict[str, str], said: str, tmp_path: Path) -> None:
    with pytest.raises(RulebookInvalid) as refused:
        load_rulebook(directory=_folder(tmp_path / "book", **texts))
    assert str(refused.value).splitlines()[-2 if "\n" in said else -1 :] == said.splitlines()


def test_an_overlay_is_read_beside_its_folder_and_its_faults_stand_in_order(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "book", **{"house/a.yaml": rule_text(id="house.a")})
    overlay = _folder(tmp_path / "own", **{"house/b.yaml": rule_text(id="house.b")})
    book = load_rulebook(directory=folder, overlay=overlay)
    assert [rule.rule_id for rule in book.rules] == ["house.a", "house.b"]
    _folder(
        overlay, **{"house/z.yaml": "id: 5\n", "gb/y.yaml": "id: 5\n", "house/c.yaml": "tightens: house.a\n"}
    )
    with pytest.raises(RulebookInvalid) as refused:
        load_rulebook(directory=folder, overlay=overlay)
    assert [line.split(":")[0] for line in str(refused.value).splitlines()] == [
        "gb/y.yaml",
        "house/c.yaml",
        "house/z.yaml",
    ]
    with pytest.raises(RulebookInvalid) as none:
        load_rulebook(directory=folder, overlay=tmp_path / "gone")
    assert str(none.value) == "the overlay is no folder; name one that has the house's rules under house/"


def test_a_folder_gives_its_rule_files_in_order_without_cases_register_and_wording(tmp_path: Path) -> None:
    names = (
        "b/x.yaml",
        "a/z.YML",
        "a/sub/y.yaml",
        "cases/a/z.yaml",
        "register/cn.yaml",
        "wording/C01.yaml",
        "a/readme.md",
        "c.yaml",
    )
    folder = _folder(tmp_path / "book", **dict.fromkeys(names, "x: y\n"))
    assert [name for name, _ in rule_files(folder)] == ["a/sub/y.yaml", "a/z.YML", "b/x.yaml", "c.yaml"]
    assert dict(rule_files(folder))["c.yaml"] == folder / "c.yaml"


def test_links_that_lead_back_or_nowhere_are_found_and_complained_of(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "book", **{"a/b/x.yaml": "x: y\n", "elsewhere/y.yaml": "x: y\n"})
    (folder / "a" / "b" / "back").symlink_to(folder / "a")
    (folder / "a" / "self").symlink_to(folder / "a" / "self")
    (folder / "a" / "gone.yaml").symlink_to(folder / "nothing")
    (folder / "a" / "gone.txt").symlink_to(folder / "nothing")
    (folder / "a" / "side").symlink_to(folder / "elsewhere")
    found = dict(rule_files(folder))
    assert list(found) == [
        "a/b/back",
        "a/b/x.yaml",
        "a/gone.yaml",
        "a/self",
        "a/side/y.yaml",
        "elsewhere/y.yaml",
    ]
    for name in ("a/b/back", "a/gone.yaml", "a/self"):
        with pytest.raises(RuleUnreadable) as refused:
            read_text(name, found[name])
        assert (
            str(refused.value)
            == f"{name}: line 1: this link leads nowhere or in a circle; put the file itself here"
        )
    assert read_text("a/side/y.yaml", found["a/side/y.yaml"]) == "x: y\n"


def test_a_text_too_long_or_of_another_coding_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"x" * LONGEST_BYTES)
    assert len(read_text("x.yaml", file)) == LONGEST_BYTES
    file.write_bytes(b"x" * (LONGEST_BYTES + 1))
    with pytest.raises(RuleUnreadable) as long:
        read_text("x.yaml", file)
    assert str(long.value) == (
        "x.yaml: line 1: 200001 bytes, at most 200000; a file holds one rule, split it or remove it"
    )
    file.write_bytes(b"a\nb\n" + "规".encode("gbk") + b"\nc\n")
    with pytest.raises(RuleUnreadable) as coded:
        read_text("x.yaml", file)
    assert str(coded.value) == "x.yaml: line 3: not UTF-8 text; save the file as UTF-8"


class _Locked:
    """A file that the machine will not open."""

    def __init__(self, error: OSError) -> None:
        self.error = error

    def is_dir(self) -> bool:
        return False

    def read_bytes(self) -> bytes:
        raise self.error


@pytest.mark.parametrize(
    ("error", "why"), [(OSError(13, os.strerror(13)), "Permission denied"), (TimeoutError(), "TimeoutError")]
)
def test_a_file_that_cannot_be_opened_is_refused_with_the_reason(error: OSError, why: str) -> None:
    with pytest.raises(RuleUnreadable) as refused:
        read_text("x.yaml", _Locked(error))  # type: ignore[arg-type]
    assert str(refused.value) == f"x.yaml: line 1: cannot be read ({why}); make it readable, or remove it"


def test_opening_the_seal_is_an_act_that_the_gate_is_asked_about() -> None:
    law = read_written(
        {
            "base": "law", "applies_to": "{kind: [reveal_sealed_contact], purpose: [restore_contact], initiated_by: [agent], channel: [none]}",
            "fact": "own_number_invalid",
        }
    )  # fmt: skip
    facts = Facts(jurisdiction="CN", own_number_invalid=True)

    def ask(purpose: Purpose, facts: Facts) -> Any:
        return may_reveal(
            case_id=CaseId("c1"), person_id=PersonId("p1"), creditor="bank", contact_point_id=ContactPointId("cp1"), purpose=purpose,
            facts=facts, rulebook=Rulebook((law,)), as_of=TEN, permit_id=PermitId("x1"),
        )  # fmt: skip

    permit = ask(Purpose.RESTORE_CONTACT, facts)
    assert isinstance(permit, Permit)
    action = permit.action
    assert (action.kind, action.channel, action.purpose, action.initiated_by, action.callee_role) == (
        ActionKind.REVEAL_SEALED_CONTACT,
        Channel.NONE,
        Purpose.RESTORE_CONTACT,
        InitiatedBy.AGENT,
        CalleeRole.THIRD_PARTY,
    )
    assert (action.case_id, action.person_id, action.creditor, action.contact_point_id) == (
        "c1",
        "p1",
        "bank",
        "cp1",
    )
    assert (permit.permit_id, permit.decided_at) == ("x1", TEN)
    assert isinstance(ask(Purpose.RESTORE_CONTACT, replace(facts, own_number_invalid=False)), Refuse)
    assert isinstance(ask(Purpose.REACH_HEIR_OR_GUARDIAN, facts), Refuse)
