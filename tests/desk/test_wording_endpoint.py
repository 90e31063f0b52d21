"""A chat endpoint words the lines of drills: over a real server, held against meaning and facts, never waited for long."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from desk.screens.conftest import Desk, desk, moment
from fairdue.casefile.training_log import Drill, TrainingRecord
from fairdue.foundation.civil import CHINA
from fairdue.foundation.reason import Reason
from fairdue.operations import training as learn
from fairdue.operations.house import House
from fairdue.operations.licence import begin_exam, sign_secrecy
from fairdue.operations.training_ports import CustomerRewritten
from fairdue.practice.persona import Level
from fairdue.practice.persona_facts import facts_broken
from fairdue.practice.persona_reading import persona_named
from fairdue.practice.simulated_party import Talk, open_talk, say
from fairdue.practice.training_ground import PracticeGround, replayed
from fairdue.practice.wording_source import WordingSource
from fairdue_desk import wiring
from fairdue_desk.environment import Misconfigured, WordingAccount, wording_account
from fairdue_desk.screens.roles import Role
from fairdue_desk.wording_endpoint import ChatEndpoint
from learning_somebody import Learner

__all__ = ["desk", "moment"]

AT = datetime(2026, 3, 11, 10, 20, tzinfo=CHINA)
KEY = "sk-not-a-real-key-4711"
SAID = (
    "您好，请问是本人吗？",
    "我是华信资产的工作人员，受示例银行委托，本次通话会录音。麻烦您报一下身份证后四位。",
    "谢谢，核对无误。您的账单还没有还，请问是什么原因呢？",
    "您看哪天可以还，还多少？",
)
Respond = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


class Endpoint:
    """A real server on this machine that answers as a test says, and keeps what it was asked."""

    def __init__(self, respond: Respond) -> None:
        self.asked: list[dict[str, Any]] = []
        self.headers: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.asked.append({"path": self.path, **body})
                outer.headers.append(self.headers.get("Authorization", ""))
                respond(self, body)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def account(self) -> WordingAccount:
        return WordingAccount(f"http://127.0.0.1:{self.server.server_port}/v1", "test-model", KEY, 2.0)


@pytest.fixture
def serving() -> Iterator[Callable[[Respond], Endpoint]]:
    """Makes endpoints, and stops them afterwards."""
    made: list[Endpoint] = []

    def make(respond: Respond) -> Endpoint:
        made.append(Endpoint(respond))
        return made[-1]

    yield make
    for one in made:
        one.server.shutdown()
        one.server.server_close()


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def chat(words: object) -> bytes:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": words}}]}).encode()


def own_of(body: dict[str, Any]) -> str:
    return str(body["messages"][-1]["content"].rsplit("原话：", 1)[1])


def aloud(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
    """Another wording of the same: a sound before it."""
    send(handler, chat("嗯，" + own_of(body)))


def held(source: WordingSource | None, *, seed: int = 5) -> Talk:
    talk = open_talk(persona_named("forgot_bill"), level=Level.EASY, seed=seed, as_of=AT, source=source)
    for words in SAID:
        if not talk.ended:
            talk = say(talk, words)
    return talk


def lines(talk: Talk) -> list[str]:
    return [turn.text for turn in talk.turns]


def test_the_endpoint_words_the_lines_and_state_and_facts_stay_ours(
    serving: Callable[[Respond], Endpoint],
) -> None:
    endpoint = serving(aloud)
    own, other = held(None), held(ChatEndpoint(endpoint.account))
    assert any(line.startswith("嗯，") for line in lines(other)) and lines(other) != lines(own)
    assert other.hidden == own.hidden and other.meant == own.meant
    assert not list(facts_broken(other))
    asked = endpoint.asked[0]
    assert asked["path"] == "/v1/chat/completions" and asked["model"] == "test-model"
    assert set(endpoint.headers) == {f"Bearer {KEY}"}


def hang(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
    time.sleep(3)


def drip(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.end_headers()
    for byte in chat("嗯，" + own_of(body)):
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()
        time.sleep(0.2)


WRONG: dict[str, Respond] = {
    "another amount and day": lambda handler, body: send(handler, chat("我明天还九千八百块，行吧？")),
    "another intent": lambda handler, body: send(handler, chat("我要投诉你们，别再打了")),
    "two lines": lambda handler, body: send(handler, chat(own_of(body) + "\n（叹气）")),
    "too long": lambda handler, body: send(handler, chat("嗯，" + own_of(body) + "真的" * 120)),
    "nothing": lambda handler, body: send(handler, chat("  ")),
    "no text": lambda handler, body: send(handler, chat([{"type": "text"}])),
    "no choices": lambda handler, body: send(handler, b'{"choices": []}'),
    "a list": lambda handler, body: send(handler, b"[1]"),
    "no json": lambda handler, body: send(handler, b"<html>"),
    "a deep json": lambda handler, body: send(handler, b"[" * 60_000),
    "no utf-8": lambda handler, body: send(handler, b'{"choices": [{"message": {"content": "\xff"}}]}'),
    "too large": lambda handler, body: send(handler, chat("嗯" * 200_000)),
    "refused": lambda handler, body: send(handler, chat("嗯，" + own_of(body)), 401),
    "broken": lambda handler, body: send(handler, b"", 500),
    "cut off": lambda handler, body: handler.connection.close(),
}


@pytest.mark.parametrize("name", WRONG)
def test_whatever_else_comes_back_our_own_line_is_spoken(
    serving: Callable[[Respond], Endpoint], name: str
) -> None:
    endpoint = serving(WRONG[name])
    assert lines(held(ChatEndpoint(endpoint.account))) == lines(held(None))
    assert endpoint.asked, "it was asked"


@pytest.mark.parametrize("late", [hang, drip])
def test_an_answer_that_comes_too_late_is_not_waited_for(
    serving: Callable[[Respond], Endpoint], late: Respond
) -> None:
    endpoint = serving(late)
    source = ChatEndpoint(replace(endpoint.account, seconds=0.2))
    begun = time.monotonic()
    assert lines(held(source)) == lines(held(None))
    assert time.monotonic() - begun < 0.2 * len(SAID) + 1.5
    threads = [one for one in threading.enumerate() if one.name == "wording"]
    for one in threads:
        one.join(timeout=2)
    assert not any(one.is_alive() for one in threads), "nobody goes on listening"


def test_an_endpoint_that_is_not_there_and_one_that_leads_elsewhere_are_passed_over(
    serving: Callable[[Respond], Endpoint],
) -> None:
    nowhere = WordingAccount("http://127.0.0.1:9/v1", "m", KEY, 1.0)
    assert lines(held(ChatEndpoint(nowhere))) == lines(held(None))
    thief = serving(aloud)
    to = f"{thief.account.url}/chat/completions"
    leading = serving(lambda handler, body: send(handler, b"", 307, Location=to))
    assert lines(held(ChatEndpoint(leading.account))) == lines(held(None))
    assert thief.asked == [], "the key is never carried to another place"


def test_the_key_stands_in_no_log_and_no_message(
    serving: Callable[[Respond], Endpoint], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    for respond in (aloud, WRONG["refused"], WRONG["no json"], WRONG["cut off"]):
        held(ChatEndpoint(serving(respond).account))
    account = serving(aloud).account
    assert KEY not in caplog.text + repr(account) + repr(ChatEndpoint(account))
    for url in (f"https://x:{KEY}@host/v1", f"http://host/v1?{KEY}", f"ftp://{KEY}/"):
        monkeypatch.setenv("FAIRDUE_WORDING_URL", url)
        monkeypatch.setenv("FAIRDUE_WORDING_MODEL", "m")
        with pytest.raises(Misconfigured) as told:
            wording_account()
        assert KEY not in str(told.value)


def test_without_the_setting_nobody_is_asked_and_a_half_setting_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("URL", "MODEL", "KEY", "SECONDS"):
        monkeypatch.delenv(f"FAIRDUE_WORDING_{name}", raising=False)
    assert wording_account() is None
    monkeypatch.setenv("FAIRDUE_WORDING_URL", "https://host/v1")
    with pytest.raises(Misconfigured, match="MODEL"):
        wording_account()
    monkeypatch.setenv("FAIRDUE_WORDING_MODEL", "m")
    assert wording_account() == WordingAccount("https://host/v1", "m", "", 2.0)
    for seconds in ("0", "-1", "eleven", "11", "nan", "inf"):
        monkeypatch.setenv("FAIRDUE_WORDING_SECONDS", seconds)
        with pytest.raises(Misconfigured, match="SECONDS"):
            wording_account()
    monkeypatch.setenv("FAIRDUE_WORDING_SECONDS", "2")
    for url in ("http://host/v1", "host/v1"):
        monkeypatch.setenv("FAIRDUE_WORDING_URL", url)
        with pytest.raises(Misconfigured, match="https"):
            wording_account()


@pytest.fixture
def asked_house(
    desk: Desk, serving: Callable[[Respond], Endpoint], monkeypatch: pytest.MonkeyPatch
) -> tuple[House, Endpoint]:
    """A house whose surroundings name an endpoint, and somebody who trains in it."""
    endpoint = serving(aloud)
    monkeypatch.setenv("FAIRDUE_WORDING_URL", endpoint.account.url)
    monkeypatch.setenv("FAIRDUE_WORDING_MODEL", "test-model")
    monkeypatch.setenv("FAIRDUE_WORDING_KEY", KEY)
    user = get_user_model().objects.create_user("trainee")
    user.groups.add(Group.objects.get(name=Role.COLLECTOR.value))
    return wiring.build_house(), endpoint


def drilled(house: House, *, seed: int | None = None) -> Drill:
    at = house.now()
    begun = learn.begin_drill(
        house, persona_id="forgot_bill", level="easy", seed=seed, as_of=at, actor="trainee"
    )
    assert not isinstance(begun, Reason)
    talk_id = begun.talk.talk_id
    for turn, words in enumerate(SAID):
        said = learn.say_words(house, talk_id=talk_id, turn=turn, words=words, as_of=at, actor="trainee")
        assert isinstance(said, TrainingRecord), said
        if said.drills[-1].talk.ended:
            break
    over = learn.hang_up(house, talk_id=talk_id, as_of=at, actor="trainee")
    assert isinstance(over, TrainingRecord)
    return over.drills[-1]


@pytest.mark.django_db
def test_a_drill_in_other_words_is_stored_judged_and_shown_as_it_was_also_when_the_endpoint_is_gone(
    asked_house: tuple[House, Endpoint],
) -> None:
    house, endpoint = asked_house
    drill = drilled(house)
    spoken = [one.text for one in drill.talk.lines if one.speaker == "debtor"]
    assert drill.held is not None and not drill.set_aside
    assert any(text.startswith("嗯，") for text in spoken)
    endpoint.server.shutdown()
    assert [turn.text for turn in replayed(drill.talk).turns if turn.speaker == "debtor"] == spoken
    ground = PracticeGround()
    assert ground.judge_drill(drill.talk).total == drill.held.total, "judged again without any endpoint"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "请勿输入真实的人和事"), ("en", "nothing of real people")]
)
def test_whoever_trains_is_told_where_their_words_go(
    asked_house: tuple[House, Endpoint], desk: Desk, language: str, said: str
) -> None:
    house, _ = asked_house
    client = desk.client("trainee", language=language)
    for seed, told in ((None, True), (7, False)):
        talk_id = drilled(house, seed=seed).talk.talk_id
        assert (said in client.get(f"/training/talk/{talk_id}/").content.decode()) is told
        assert client.get(f"/api/v1/training/calls/{talk_id}").json()["reworded"] is told


@pytest.mark.django_db
def test_a_stored_line_that_breaks_a_fact_is_no_line_of_this_customer(
    asked_house: tuple[House, Endpoint],
) -> None:
    house, _ = asked_house
    talk = drilled(house).talk
    place = next(at for at, one in enumerate(talk.said) if any(r.speaker == "debtor" for r in one.replies))
    forged = replace(
        talk.said[place],
        replies=tuple(
            replace(one, text="我明天还九千八百块") if one.speaker == "debtor" else one
            for one in talk.said[place].replies
        ),
    )
    with pytest.raises(CustomerRewritten):
        replayed(replace(talk, said=(*talk.said[:place], forged, *talk.said[place + 1 :])))


@pytest.mark.django_db
def test_a_seed_that_was_chosen_and_every_exam_are_played_in_our_own_words(
    asked_house: tuple[House, Endpoint], desk: Desk
) -> None:
    house, endpoint = asked_house
    one, again = drilled(house, seed=7), drilled(house, seed=7)
    assert endpoint.asked == [] and one.talk.lines == again.talk.lines
    plain = Learner(desk.house, "trainee", desk.house.now())
    plain.learn_everything()
    sign_secrecy(house, typed="trainee", as_of=house.now(), actor="trainee")
    exam = begin_exam(house, as_of=house.now(), actor="trainee")
    assert not isinstance(exam, Reason), exam
    for talk in exam.talks:
        Learner(house, "trainee", house.now()).talk(talk.talk_id)
    assert endpoint.asked == [], "a licence hangs on no endpoint"
