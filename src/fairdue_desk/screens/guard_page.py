"""The guard while typing: a fragment under a field of free words, and a page to try a sentence. Nothing is kept."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from fairdue.compliance.wording.spoken_context import Callee, SpokenContext, Stage
from fairdue.conversation.own_words import LONGEST, judge_own_words, setting_of
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.ids import CaseId
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.wiring import house

Closed = TypeVar("Closed", bound=StrEnum)

CALLEES: dict[Callee, Bilingual] = {
    Callee.DEBTOR: Bilingual("客户本人", "the customer"),
    Callee.THIRD_PARTY: Bilingual("第三人", "a third person"),
    Callee.UNKNOWN: Bilingual("不知道是谁", "not known who"),
}
STAGES: dict[Stage, Bilingual] = {
    Stage.NEGOTIATION: Bilingual("通话中", "in the call"),
    Stage.OPENING: Bilingual("开场", "opening"),
    Stage.CLOSING: Bilingual("结束", "closing"),
    Stage.VOICEMAIL: Bilingual("语音留言", "voicemail"),
    Stage.SMS: Bilingual("短信、信函", "message or letter"),
    Stage.NOTE: Bilingual("沟通记录", "note"),
}


@require_GET
@screen(Right.HOME)
def try_words(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The page on which any sentence can be tried."""
    return render(request, "desk/words.html", {"callees": CALLEES, "stages": STAGES, "longest": LONGEST})


@require_POST
@screen(Right.HOME)
def guard_words(request: HttpRequest, staff: Staff) -> HttpResponse:
    """What the guard says of the words typed so far, in the setting that was chosen."""
    return _answer(request, _setting(request))


@require_POST
@screen(Right.WORK_CASES)
def guard_case_words(request: HttpRequest, staff: Staff, case_id: str) -> HttpResponse:
    """The same with the facts of a case; verified only while a call on it has come that far."""
    staff.require_case(case_id)
    case = house().book.load(CaseId(case_id))
    call = case.open_call
    verified = call is not None and call.attempt_id in case.verified_attempts
    stage = _chosen(Stage, request.POST.get("stage"), Stage.NEGOTIATION)
    # A note is for the file, so what may stand in it does not hang on who is on the line.
    return _answer(request, setting_of(case=case, verified=verified or stage is Stage.NOTE, stage=stage))


def _answer(request: HttpRequest, setting: SpokenContext) -> HttpResponse:
    text = request.POST.get("text", "")
    words = judge_own_words(text=text, setting=setting)
    return render(request, "desk/part_guard.html", {"words": words, "typed": bool(text.strip())})


def _setting(request: HttpRequest) -> SpokenContext:
    callee = _chosen(Callee, request.POST.get("callee"), Callee.DEBTOR)
    stage = _chosen(Stage, request.POST.get("stage"), Stage.NEGOTIATION)
    verified = "verified" in request.POST and callee is Callee.DEBTOR
    if callee is Callee.DEBTOR and not verified:
        callee = Callee.UNKNOWN  # nobody is known to be the customer before the check
    return SpokenContext(callee, verified, stage)


def _chosen(kind: type[Closed], value: str | None, otherwise: Closed) -> Closed:
    return next((one for one in kind if one.value == value), otherwise)
