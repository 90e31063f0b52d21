"""The written scenes of the playbook, played through the real engine."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from fairdue.conversation.flow import FlowFault
from fairdue.conversation.playbook import flow_ids
from fairdue.practice.scene import Scene, play, read_scenes

SCENES = read_scenes(files("fairdue_playbook") / "scenes")


def test_there_are_forty_scenes_over_all_flows() -> None:
    assert len(SCENES) >= 40
    assert {scene.flow_id for scene in SCENES} == set(flow_ids())


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.scene_id)
def test_a_scene_goes_as_it_is_written(scene: Scene) -> None:
    assert play(scene) == ()


def a_page(tmp_path: Path, say: str, expect: str = "{code: HU}") -> Scene:
    page = f"scenes:\n  - id: a\n    title: {{zh: 甲, en: a}}\n    say:\n{say}    expect: {expect}\n"
    (tmp_path / "a.yaml").write_text(page, encoding="utf-8")
    (scene,) = read_scenes(tmp_path)
    return scene


@pytest.mark.parametrize(
    ("say", "expect", "told"),
    [
        ("      - {pick: answered, step: verify}\n", "{}", "scenes/a.yaml:5: the call is at who, not at verify"),
        ("      - {hear: 我是本人, taken: voicemail}\n", "{}", "scenes/a.yaml:5: taken was answered, not"),
        ("      - {pick: answered, says: [debt.amount]}\n", "{}", "scenes/a.yaml:5: not offered to say: debt"),
        ("      - {pick: no_answer}\n", "{code: HU}", "the result code is NA, not HU"),
        ("      - {pick: no_answer}\n", "{facts: [PromiseMade]}", "PromiseMade did not become a fact"),
        ("      - {pick: no_answer}\n", "{holds: [distress]}", "there is no hold distress"),
        ("      - {pick: no_answer}\n", "{note: [完全没有这句]}", "the note does not hold"),
        ("      - {pick: no_answer}\n", "{verified: true}", "identity is not confirmed"),
    ],
)  # fmt: skip
def test_a_scene_that_goes_otherwise_is_told_with_its_line(
    tmp_path: Path, say: str, expect: str, told: str
) -> None:
    (difference,) = play(a_page(tmp_path, say, expect))
    assert told in difference


def test_a_scene_that_cannot_be_read_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(FlowFault, match=r"scenes/a.yaml:6: .*PromiseMode"):
        a_page(tmp_path, "      - {pick: no_answer}\n", "{facts: [PromiseMode]}")
