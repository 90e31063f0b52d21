"""Files that are no rules: whatever lies in the folder, the rulebook is refused whole, with file, line and mend."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.compliance.act_builders import rule_text
from fairdue.compliance.rule_folder import LONGEST_BYTES
from fairdue.compliance.rulebook import RulebookInvalid, load_rulebook

LAW = {
    "id": "cn.law.extra",
    "from": "CN-FREQ-03",
    "force": "law",
    "confidence": "press",
    "sources": "[somewhere]",
}
NESTED = """id: house.extra
says: 只在本人同意时联系。
says_en: Contact only with consent.
applies_to:
  kind: [place_call]
  case_open: [maybe]
check: at_most
counts: visits_today
resumes_at: "08:00"
effect: defer
force: policy
values:
  2026-01-01: {limit: 3}
  2026-07-01: {limit: many}
reference:
  2026-01-01: {title: 内规, article: extra}
  2026-07-01:
    title: 内规
    article: ""
confidence: policy
last_verified: null
"""


def _refused(tmp_path: Path, raw: bytes | str, name: str = "house/extra.yaml") -> str:
    """The complaint about one bad file beside a sound one."""
    for path, text in (("house/sound.yaml", rule_text(id="house.sound")), (name, raw)):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(RulebookInvalid) as refused:
        load_rulebook(directory=tmp_path)
    return str(refused.value)


@pytest.mark.parametrize(
    ("raw", "line", "complaint", "mend"),
    [
        (rule_text(check="roughly"), 5, "check: 'roughly' is no check", "write one of at_most"),
        (rule_text() + "effect: warn\n", 13, "stands twice", "keep one of the two"),
        (rule_text(values="in force"), 9, "values: expected entries under dates", "2026-01-30"),
        (rule_text(fact="moon_phase"), 6, "is no column", "see compliance.facts"),
        ("", 1, "expected keys", "each on a line"),
        ("# nothing but a remark\n", 1, "expected keys", "each on a line"),
        ("- id: house.extra\n- says: x\n", 1, "expected keys", "each on a line"),
        ("just words", 1, "expected keys", "each on a line"),
        ("id: &here house.extra\nsays: *here\n", 2, "aliases are not used", "write the value out"),
        ("id: house.extra\nsays:\n\tx: y\n", 3, "cannot start any token", "blanks, not tabs"),
        ("id: house.extra\nsays: [a, b\n", 3, "expected", "close every bracket"),
        ("id: house.extra\nsays: 'a\n", 3, "end of stream", "close every bracket and quote"),
        ("id: house.extra\nsays: a\x00b\n", 2, "a character that no text has", "close every"),
        ("id: house.extra\nlast_verified: 2026-02-30\n", 2, "a value that cannot be", "correct it"),
        ("id: house.extra\nsays: !!python/name:os.system\n", 2, "could not determine a constructor", "plain values"),
        ("? [a, b]\n: c\n", 1, "a key must be a plain value", ""),
        ("<<: {id: house.extra}\n", 1, "could not determine a constructor", ""),
        (f"id: {'9' * 5000}\n", 1, "a value that cannot be", "correct it"),
        ("[" * 20_000, 1, "nested too deeply", "write it flat"),
        ("id: house.extra\n---\nid: house.extra\n", 2, "another document", "keep one document in a file"),
        (b"id: house.extra\nsays: " + "规则".encode("gbk"), 2, "not UTF-8", "save the file as UTF-8"),
        (b"\xff\xfei\x00d\x00", 1, "not UTF-8", "save the file as UTF-8"),
        ("# " + "x" * 1_048_576, 1, f"1048578 bytes, at most {LONGEST_BYTES}", "split it or remove it"),
        (NESTED.replace("maybe", "true").replace("many", "2"), 19, "reference: title and article are texts", "say so"),
        (NESTED.replace("maybe", "true"), 14, "values: 'many' is not a whole number", "from 0 up"),
        (NESTED, 6, "applies_to: case_open is a yes/no column", "write true or false"),
    ],
)  # fmt: skip
def test_what_is_no_rule_is_refused_with_file_line_and_mend(
    tmp_path: Path, raw: bytes | str, line: int, complaint: str, mend: str
) -> None:
    message = _refused(tmp_path, raw)
    assert message.startswith(f"house/extra.yaml: line {line}: "), message
    assert complaint in message
    assert mend in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("lines", "line", "complaint"),
    [
        (
            {"from": "CN-FREQ-99"},
            13,
            "from: 'CN-FREQ-99' is not in the register; write an id of register/cn.yaml",
        ),
        ({"from": "US-TIME-01"}, 13, "from: US-TIME-01 belongs to the pack us; put the rule there"),
        ({"sources": ""}, 1, "sources: missing; say where the text was read"),
        ({"sources": "[a, 3]"}, 14, "sources: a source is a text"),
        ({"from": ""}, 1, "from: missing; name the conduct rule"),
    ],
)
def test_a_rule_of_law_stands_for_an_entry_of_the_register_and_has_a_source(
    tmp_path: Path, lines: dict[str, str], line: int, complaint: str
) -> None:
    message = _refused(tmp_path, rule_text(**{**LAW, **lines}), "cn/law/extra.yaml")
    assert message.startswith(f"cn/law/extra.yaml: line {line}: {complaint}"), message


def test_a_policy_that_names_a_conduct_rule_names_one_that_there_is(tmp_path: Path) -> None:
    assert "not in the register" in _refused(tmp_path, rule_text(**{"from": "XX-01"}))


def test_two_files_with_one_id_are_refused(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "extra.yaml").write_text(rule_text(), encoding="utf-8")
    message = _refused(tmp_path, rule_text(), "house/extra.yml")
    assert (
        message
        == "house/extra.yml: line 1: id: house.extra is the id of house/extra.yaml too; remove one of the two files"
    )


def test_a_rule_outside_a_pack_is_refused(tmp_path: Path) -> None:
    assert _refused(tmp_path, rule_text(id="house.extra"), "house.extra.yaml").startswith(
        "house.extra.yaml: line 1: id: a rule lies in the folder of its pack"
    )


@pytest.mark.parametrize(
    ("lines", "line", "complaint"),
    [
        ({"says": '"\\e[31m红"'}, 2, "says: holds U+001B, which cannot be seen; write the text without it"),
        ({"says": '"a\\u202eb"'}, 2, "says: holds U+202E"),
        ({"says_en": '"\\ud800"'}, 3, "says_en: holds U+D800"),
        ({"reference": '{2026-01-01: {title: "\\u200b", article: x}}'}, 10, "reference: holds U+200B"),
        ({"sources": '[a, "b\\0"]'}, 13, "sources: holds U+0000"),
        ({'"a\\ab"': "c"}, 13, "a\\x07b: holds U+0007"),
    ],
)
def test_what_a_reader_cannot_see_is_refused_wherever_it_stands(
    tmp_path: Path, lines: dict[str, str], line: int, complaint: str
) -> None:
    assert f"house/extra.yaml: line {line}: {complaint}" in _refused(tmp_path, rule_text(**lines))


def test_a_text_may_run_over_several_lines(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    file = tmp_path / "house" / "extra.yaml"
    file.write_text(rule_text(says='"一\\n二"', says_en='"👨\\none"'), encoding="utf-8")
    assert load_rulebook(directory=tmp_path).rule("house.extra").says.zh == "一\n二"


COUNTED = {"check": "at_most", "fact": "", "counts": "visits_today"}
SINCE = {
    "check": "long_enough_since",
    "fact": "",
    "happened": "had_conversation",
    "on": "last_conversation_on",
}


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ({**COUNTED, "values": "{2026-01-01: {limit: 1000000000001}}"}, "a number of 13 digits; write one up to"),
        ({**SINCE, "values": "{2026-01-01: {days: 36501}}"}, "36501 days is longer than a century; write at most 36500"),
        ({**SINCE, "values": "{2026-01-01: {months: 1201}}"}, "1201 months is longer than a century"),
        ({**SINCE, "values": "{2026-01-01: {years: 101}}"}, "101 years is longer than a century"),
    ],
)  # fmt: skip
def test_a_number_that_leads_past_every_calendar_or_database_is_refused(
    tmp_path: Path, lines: dict[str, str], complaint: str
) -> None:
    assert f": values: {complaint}" in _refused(tmp_path, rule_text(**lines))


@pytest.mark.parametrize(
    "lines",
    [
        {**COUNTED, "values": "{2026-01-01: {limit: 1000000000000}}"},
        {**SINCE, "values": "{2026-01-01: {days: 36500}}"},
        {**SINCE, "values": "{2026-01-01: {months: 1200}}"},
        {**SINCE, "values": "{2026-01-01: {years: 100}}"},
    ],
)
def test_the_largest_number_and_the_longest_span_are_taken(tmp_path: Path, lines: dict[str, str]) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "extra.yaml").write_text(rule_text(**lines), encoding="utf-8")
    assert load_rulebook(directory=tmp_path).rule("house.extra").versions


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ({"values": "{2026-01-01: in force, 2026-01-01: in force}"}, "the key 2026-01-01 stands twice"),
        (
            {"values": "{2026-01-01T00:00:00: in force}"},
            "values: 2026-01-01 00:00:00 is not a date; write it as",
        ),
        ({"says": "!ours x"}, "for the tag '!ours'; write plain values, without `!`"),
        (
            {**COUNTED, "values": "{2026-01-01: {limit: 1}}", "resumes_at": '"0٩:00"'},
            "resumes_at: '0٩:00' is not a time of day",
        ),
    ],
)
def test_a_complaint_shows_what_the_file_says(tmp_path: Path, lines: dict[str, str], complaint: str) -> None:
    assert complaint in _refused(tmp_path, rule_text(**lines))


@pytest.mark.parametrize("name", ["a\nb", "a\x1b[31m", "a\u202eb"])
def test_a_file_whose_name_cannot_be_seen_is_refused_with_its_name_spelt_out(
    tmp_path: Path, name: str
) -> None:
    message = _refused(tmp_path, rule_text(id=f'"house.{name}"'), f"house/{name}.yaml")
    assert message.startswith(f"house/{ascii(name)[1:-1]}.yaml: line 1: the name of this file"), message
    assert message.isprintable()


def test_a_pipe_or_a_device_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    os.mkfifo(tmp_path / "house" / "pipe.yaml")
    (tmp_path / "house" / "zero.yaml").symlink_to("/dev/zero")
    message = _refused(tmp_path, rule_text())
    assert "house/pipe.yaml: line 1: no file that has an end" in message
    assert "house/zero.yaml: line 1: no file that has an end" in message


def test_a_file_with_its_extension_in_capitals_is_not_passed_over(tmp_path: Path) -> None:
    assert "house/extra.YAML: line 1: id" in _refused(tmp_path, rule_text(), "house/extra.YAML")


@pytest.mark.parametrize("target", ["..", ".", "loop"])
def test_a_link_in_a_circle_is_refused(tmp_path: Path, target: str) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "loop").symlink_to(target)
    message = _refused(tmp_path, rule_text())
    assert message == "house/loop: line 1: this link leads nowhere or in a circle; put the file itself here"


def test_two_links_that_lead_to_each_other_are_refused(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "a.yaml").symlink_to("b.yaml")
    (tmp_path / "house" / "b.yaml").symlink_to("a.yaml")
    named = [line.split(":")[0] for line in _refused(tmp_path, rule_text()).splitlines()]
    assert named == ["house/a.yaml", "house/b.yaml"]


def test_a_link_to_nothing_is_refused_and_one_to_a_rule_is_read(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text(rule_text(), encoding="utf-8")
    book = tmp_path / "book"
    (book / "house").mkdir(parents=True)
    (book / "house" / "extra.yaml").symlink_to(elsewhere)
    assert load_rulebook(directory=book).rule("house.extra")
    elsewhere.unlink()
    with pytest.raises(RulebookInvalid, match=r"house/extra\.yaml: line 1: this link leads nowhere"):
        load_rulebook(directory=book)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to the user who may do everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "closed.yaml").write_text(rule_text(id="house.closed"), encoding="utf-8")
    (tmp_path / "house" / "closed.yaml").chmod(0)
    assert "house/closed.yaml: line 1: cannot be read" in _refused(tmp_path, rule_text())
