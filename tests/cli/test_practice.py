"""``fairdue practice``: a talk in the terminal that can be repeated, kept and reviewed."""

from __future__ import annotations

import io
import json

import pytest

from fairdue.cli.app import run
from fairdue.feedback.call import read_call
from fairdue.feedback.review import review
from fairdue.feedback.scorecard import score_call
from fairdue.practice.persona_reading import shipped_personas

WORDS = "您好，请问是本人吗？\n我是示例公司的，请报身份证后四位。\n\n"


def practise(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *arguments: str,
    words: str = WORDS,
    tongue: str = "zh",
) -> tuple[int, str, str]:
    """Run the command with these words on stdin; code, stdout and stderr."""
    monkeypatch.setenv("FAIRDUE_LANG", tongue)
    monkeypatch.setattr("sys.stdin", io.StringIO(words))
    code = run(["practice", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_without_a_name_every_customer_is_listed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = practise(monkeypatch, capsys, tongue="en")
    assert code == 0
    assert all(one.persona_id in out and one.name.en in out for one in shipped_personas())


def test_the_customer_speaks_on_stdout_and_the_card_stands_on_stderr(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = practise(monkeypatch, capsys, "laid_off", "--seed", "3")
    assert code == 0
    assert out.count("客户: ") == 3 and "应还" in err and "电话接通" in err
    assert practise(monkeypatch, capsys, "laid_off", "--seed", "3") == (code, out, err)
    assert practise(monkeypatch, capsys, "laid_off", "--seed", "4")[1] != out


def test_json_prints_a_call_that_can_be_reviewed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = practise(monkeypatch, capsys, "mother_answers", "--level", "hard", "--json")
    assert code == 0 and "接听人" in err
    assert {turn["speaker"] for turn in json.loads(out)["turns"]} == {"agent", "third_party", "system"}
    call, problems = read_call(out, source="-")
    assert call is not None and problems == ()
    assert 0 <= review(call).score <= 100


def test_a_name_that_is_none_lists_near_ones_and_ends_with_two(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = practise(monkeypatch, capsys, "laid_of", tongue="en")
    assert (code, out) == (2, "") and "laid_off" in err
    assert practise(monkeypatch, capsys, "完全没有")[0] == 2


def test_a_moment_without_its_zone_ends_with_two(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for at in ("2026-03-11T10:20:00", "yesterday"):
        code, _, err = practise(monkeypatch, capsys, "laid_off", "--at", at, tongue="en")
        assert code == 2 and "zone" in err


def test_in_the_end_stand_the_score_and_the_debrief(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "喂\n你欠钱怎么还不还，要脸吗\n"
    code, out, err = practise(monkeypatch, capsys, "laid_off", words=words)
    assert code == 0 and "总分" not in out
    assert "总分" in err and "合规" in err and "可以这样说：" in err
    _, _, err = practise(monkeypatch, capsys, "laid_off", words=words, tongue="en")
    assert "total " in err and "Compliance" in err and "better: " in err


def test_json_holds_the_scorecard_and_the_debrief(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = practise(monkeypatch, capsys, "laid_off", "--json", words="喂\n你欠钱怎么还不还，要脸吗\n")
    told = json.loads(out)
    call, problems = read_call(out, source="-")
    assert call is not None and problems == ()
    card = score_call(call)
    assert told["scorecard"] == json.loads(json.dumps(card.as_json()))
    assert told["debrief"] and {"says", "better", "quote", "praise"} <= set(told["debrief"][0])


def test_in_english_the_telephone_speaks_english(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _, _, err = practise(monkeypatch, capsys, "laid_off", tongue="en")
    assert "telephone: connected" in err and "telephone: you said nothing" in err
    assert "电话接通" not in err and "坐席没有说话" not in err
