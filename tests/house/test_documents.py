"""House rule: documents are true. Their links lead somewhere, their examples hold."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from fairdue.compliance.rulebook import load_rulebook
from fairdue.compliance.worked_cases import judge, load_cases
from fairdue.conversation.flow_reading import read_sentences
from house.tree import ROOT, documents, must_be_empty, shown, text_of

DOCUMENTS = documents()


def test_every_link_in_a_document_leads_to_a_file_and_a_heading() -> None:
    must_be_empty(
        (f"{shown(path)}: {target}" for path in DOCUMENTS for target in dead_links(path)),
        rule="A link names a file of this repository and a heading in it.",
    )


def dead_links(path: Path) -> list[str]:
    """Targets of relative links that are missing: the file, or the heading in it."""
    prose = re.sub(r"^```.*?^```\s*$", "", text_of(path), flags=re.MULTILINE | re.DOTALL)
    prose = re.sub(r"`[^`\n]*`", "", prose)
    dead = []
    for target in re.findall(r"\[[^\]]*\]\(([^)\s]+)[^)]*\)", prose):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        if (
            not file.exists()
            or not file.is_relative_to(ROOT)
            or (anchor and anchor not in anchors(text_of(file)))
        ):
            dead.append(target)
    return dead


def anchors(markdown: str) -> set[str]:
    """The names under which headings can be linked."""
    prose = re.sub(r"^```.*?^```\s*$", "", markdown, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ +(.+?) *$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


EXAMPLE = re.compile(r"^```yaml example (\S+)\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)


def examples_for(package: str) -> dict[str, str]:
    """The examples that documents give for files of one package, by path inside it."""
    prefix = f"src/{package}/"
    return {
        name.removeprefix(prefix): text
        for path in DOCUMENTS
        for name, text in EXAMPLE.findall(text_of(path))
        if name.startswith(prefix)
    }


def test_the_rules_shown_in_documents_are_read_and_their_cases_hold(tmp_path: Path) -> None:
    book = tmp_path / "rulebook"
    shutil.copytree(ROOT / "src" / "fairdue_rulebook", book)
    examples = examples_for("fairdue_rulebook")
    for name, text in examples.items():
        assert not (book / name).exists(), f"{name} is there already; the document must show something new"
        (book / name).write_text(text, encoding="utf-8")
    rulebook = load_rulebook(directory=book)
    shown_rules = {name.removesuffix(".yaml").replace("/", ".") for name in examples if "cases/" not in name}
    judged = [
        (case, judge(case, rulebook=rulebook)) for case in load_cases(book) if case.rule_id in shown_rules
    ]
    assert {case.rule_id for case, _ in judged} == shown_rules
    must_be_empty(
        (
            f"{case.rule_id}: {case.name.en}: {found.differences}"
            for case, found in judged
            if found.differences
        ),
        rule="The example in the document must hold.",
    )


def test_the_sentences_shown_in_documents_can_be_read() -> None:
    for name, text in examples_for("fairdue_playbook").items():
        assert name.startswith("wording/")
        assert read_sentences(text, source=name)


def test_every_decision_is_half_a_page_under_a_sentence() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert decisions
    found = []
    for path in decisions:
        title, *body = text_of(path).splitlines()
        if not re.match(r"\d{4}-[a-z0-9-]+\.md$", path.name):
            found.append(f"{shown(path)} is not named 0001-like-this.md")
        if not re.match(r"# \d{4} [A-Z].* .*[^.]$", title) or title.split()[1] != path.name[:4]:
            found.append(f"{shown(path)} does not open with its number and a sentence")
        if not 8 <= len(body) <= 40:
            found.append(f"{shown(path)} has {len(body)} lines")
    must_be_empty(found, rule="A decision is a sentence, and half a page of why.")
