"""``fairdue check`` on scripts: the report in the terminal, as JSON and as a page that needs nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cli.terminal import Said, Terminal

THREAT = "今天不还就打给你爸妈，让你单位也知道。"
SCRIPT = f"""坐席：{THREAT}
客户：你们要去我单位闹？
坐席：我们不会联系您的家人，也不会向任何人透露您的账务。
Please call back.
"""


def _check(terminal: Terminal, text: str, *options: str | Path, **environment: str) -> Said:
    path = terminal.home / "script.txt"
    path.write_text(text, encoding="utf-8")
    return terminal.run("check", path, *options, **environment)


def test_the_report_marks_what_may_not_be_said_and_what_to_say_instead(terminal: Terminal) -> None:
    said = _check(terminal, SCRIPT)
    assert said.code == 1
    assert "检查 2 句：违规 1，待复核 0，未见问题 1；未检查 2 句（客户等 1，非中文 1）" in said.out
    for text in (
        "第 1 行",
        "C02 威胁联系/告知亲友、单位、邻里",
        "为什么：",
        "依据：",
        "改说（",
    ):
        assert text in said.out
    assert "»" in said.out and THREAT in said.out.replace("»", "").replace("«", "")
    assert "要去我单位闹" not in said.out


def test_the_report_is_english_when_asked(terminal: Terminal) -> None:
    said = _check(terminal, SCRIPT, "--lang", "en")
    assert "2 sentences judged: 1 in violation" in said.out
    assert "C02 Threat to disclose to third parties" in said.out
    assert "rests on: Civil Code 1032, 1033; read in the text itself (CN-PI-05)" in said.out


def test_a_clear_script_ends_with_nought(terminal: Terminal) -> None:
    said = _check(terminal, "我们不会联系您的家人，也不会向任何人透露您的账务。")
    assert said.code == 0
    assert "违规 0" in said.out and "改说" not in said.out


def test_the_setting_decides(terminal: Terminal) -> None:
    text = "您的信用卡已经逾期四十五天，欠款一万二千八百五十元。"
    facts = terminal.home / "facts.json"
    facts.write_text('{"ledger_amount_fen": 1285000}', encoding="utf-8")
    told = {
        callee: json.loads(_check(terminal, text, "--json", "--callee", callee, "--facts", facts).out)
        for callee in ("debtor", "third_party")
    }
    assert told["third_party"]["setting"] == {
        "callee": "third_party",
        "verified": False,
        "stage": "negotiation",
        "facts": {"ledger_amount_fen": 1_285_000},
    }
    assert "C18" in told["third_party"]["by_class"] and "C18" not in told["debtor"]["by_class"]


def test_the_json_report_has_every_sentence_with_its_place(terminal: Terminal) -> None:
    said = _check(terminal, SCRIPT, "--json")
    told = json.loads(said.out)
    assert said.code == 1
    assert told["counts"] == {
        "judged": 2,
        "ok": 1,
        "review": 0,
        "violation": 1,
        "not_judged": {"others": 1, "not_chinese": 1},
    }
    assert [(one["number"], one["kind"], one["at"], one["verdict"]) for one in told["sentences"]] == [
        (1, "line", 1, "violation"),
        (2, "line", 3, "ok"),
    ]
    assert [one["speaker"] for one in told["not_judged"]] == ["customer", "collector"]
    assert {"code", "starts", "ends", "why", "citation", "confidence", "instead"} <= set(
        told["sentences"][0]["findings"][0]
    )


class _Page(HTMLParser):
    """What a page asks for, links to and names."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.policy = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        found = {name: value or "" for name, value in attrs}
        self.attributes += found.items()
        if found.get("http-equiv") == "Content-Security-Policy":
            self.policy = found["content"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_needs_nothing_else_and_its_links_lead_somewhere(lang: str, terminal: Terminal) -> None:
    target = terminal.home / "report.html"
    attack = '坐席：<script>alert(1)</script>今天不还就打给你爸妈"><img src=x onerror=y>。\n'
    said = _check(terminal, SCRIPT + attack, "--html", target, "--lang", lang)
    assert said.code == 1 and "report.html" in said.err
    text = target.read_text(encoding="utf-8")
    page = _Page()
    page.feed(text)
    assert not page.tags & {"script", "img", "link", "iframe", "object", "form", "svg"}
    assert not {name for name, _ in page.attributes} & {"src", "style", "onerror", "onclick", "action"}
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style is not None and "url(" not in style[1] and "@import" not in style[1]
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert page.policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'")
    ids = [value for name, value in page.attributes if name == "id"]
    links = [value for name, value in page.attributes if name == "href"]
    assert len(ids) == len(set(ids))
    assert links and all(link.startswith("#") and link[1:] in ids for link in links)
    assert '<u class="of-violation">' in text
    assert THREAT in re.sub(r"</?u[^>]*>", "", text)
    assert f'lang="{"zh-CN" if lang == "zh" else "en"}"' in text


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.doc", b"x", "save it as .docx"),
        ("a.docx", b"x", "no sound Word document"),
        ("a.txt", b"", "the file is empty"),
        ("a.txt", b"Please call back.", "no sentence to judge"),
        ("a.txt", "客户：喂".encode(), "no sentence to judge"),
        ("a.mp3", b"x", "an unknown kind of file"),
    ],
)
def test_what_cannot_be_checked_ends_with_two_and_says_what_to_do(
    name: str, content: bytes, says: str, terminal: Terminal
) -> None:
    path = terminal.home / name
    path.write_bytes(content)
    said = terminal.run("check", path, FAIRDUE_LANG="en")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"fairdue: {name}: ") and says in said.err
    assert says not in terminal.run("check", path).err


@pytest.mark.parametrize("content", ["[1]", "x", '{"ledger_amount_fen": 1.5}', "[" * 100_000])
def test_facts_that_are_none_are_refused(content: str, terminal: Terminal) -> None:
    facts = terminal.home / "facts.json"
    facts.write_text(content, encoding="utf-8")
    said = _check(terminal, SCRIPT, "--facts", facts, FAIRDUE_LANG="en")
    assert said.code == 2 and said.err.startswith("fairdue: facts.json: ")


def test_a_page_that_cannot_be_written_ends_with_two(terminal: Terminal) -> None:
    said = _check(terminal, SCRIPT, "--html", terminal.home / "none" / "x.html")
    assert said.code == 2 and "x.html" in said.err
    assert _check(terminal, SCRIPT, "--callee", "boss").code == 2
    assert terminal.run("check", terminal.home / "none.txt").code == 2


def test_the_sentences_of_the_playbook_are_checked(terminal: Terminal) -> None:
    said = terminal.run("playbook", "check", "--json", FAIRDUE_LANG="en")
    told = [json.loads(line) for line in said.out.splitlines()]
    # A false alarm that a person cleared, with the reason, stands among the sentences and is none of those flagged.
    flagged = [one for one in told if one["verdict"] != "ok" and not one["cleared"]]
    assert said.code == (1 if flagged else 0)
    assert said.err.endswith(f"0 faults; {len(told)} sentences, {len(flagged)} flagged\n")
    assert len(terminal.run("playbook", "check").out.splitlines()) == len(flagged)


@pytest.mark.parametrize(
    ("lang", "title"), [("zh", "# 话术类别参考"), ("en", "# Classes of wording, for reading")]
)
def test_the_classes_are_printed_in_both_languages(lang: str, title: str, terminal: Terminal) -> None:
    said = terminal.run("rulebook", "wording", "--lang", lang)
    assert said.out.splitlines()[0] == title
    assert terminal.run("rulebook", "wording", FAIRDUE_LANG=lang).out == said.out
