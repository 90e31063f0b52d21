"""A practice call on the screen: the card of an invented case, the lines, own words, and after it the scorecard.

In a drill a suggested sentence and hints stand beside it; in an exam nothing does. Everything is kept by the server
line by line, so that a reload shows where the call stands. No case, no gate and no ledger is touched.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from fairdue.casefile.training_log import Drill, Exam, KeptTalk, TrainingRecord
from fairdue.feedback.scorecard import Scorecard
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.reason import Reason
from fairdue.operations.training import (
    LONGEST_WORDS,
    begin_drill,
    hang_up,
    say_words,
    training_of,
)
from fairdue.operations.training_ports import CustomerRewritten, UnknownTraining
from fairdue.practice.persona import Level, Persona
from fairdue.practice.persona_person import PracticeCase
from fairdue.practice.training_ground import replayed
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.screens.training_aids import debrief_of, hint_for, suggestion_for
from fairdue_desk.screens.training_shown import by_stage, found, shown_customers, shown_name
from fairdue_desk.screens.training_view import (
    LEVEL_NAMES,
    LineView,
    level_name,
    lines_of,
    not_counted,
    persona_of,
    scorecard_of,
)
from fairdue_desk.wiring import house

LONGEST_SEARCH = 40
STILL_GOING = Bilingual(
    "还有一通练习电话没有结束，新的没有开始。请先接着打，或者放弃它。",
    "Another practice call is still open, so no new one was begun. Go on with it, or give it up first.",
)
GONE = Bilingual("没有这通练习电话。", "There is no such practice call.")
HINTS_OFF = "training_hints_off"
"""In the session: hints were switched off, until they are switched on again or the session ends."""


@dataclass(frozen=True, slots=True)
class TalkView:
    """One practice call ready to show. ``exam`` is set when it is part of one."""

    talk: KeptTalk
    drill: Drill | None
    exam: Exam | None
    persona: Persona | None
    trainee: str
    case: PracticeCase | None = field(repr=False)

    @property
    def judged(self) -> bool:
        """May its scorecard be shown?"""
        if self.drill is not None:
            return self.drill.held is not None
        return self.exam is not None and self.exam.judged is not None

    @property
    def set_aside(self) -> bool:
        """Does it count for nothing?"""
        return bool((self.drill and self.drill.set_aside) or (self.exam and self.exam.set_aside))

    @property
    def is_open(self) -> bool:
        """May something still be said in it?"""
        return not self.talk.ended and not self.judged and not self.set_aside


@require_GET
@screen(Right.TRAIN)
def training_customers(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every customer one can practise with by stage, those that a search found, and how hard."""
    record = training_of(house(), trainee=staff.username)
    best: dict[str, int] = {}
    for drill in record.drills:
        if drill.held is not None:
            best[drill.talk.persona_id] = max(best.get(drill.talk.persona_id, 0), drill.held.total)
    asked = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    rows = found(shown_customers(best, names_all=staff.may(Right.SEE_TRAINING)), asked)
    going = record.open_drill
    context = {
        "groups": by_stage(rows),
        "asked": asked,
        "levels": LEVEL_NAMES,
        "going": going,
        "going_level": level_name(going.talk.level) if going is not None else None,
    }
    return render(request, "desk/training_customers.html", context)


@require_POST
@screen(Right.TRAIN)
def training_begin(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Begin a practice call, or take up the one that is open; another one is not begun beside it, which is said."""
    the_house = house()
    given = request.POST
    going = training_of(the_house, trainee=staff.username).open_drill
    wanted = (given.get("persona", ""), given.get("level", Level.EASY.value))
    if going is not None and (going.talk.persona_id, going.talk.level) != wanted:
        messages.warning(request, STILL_GOING.in_language(desk_language()))
        return redirect("training_customers")
    try:
        begun = begin_drill(
            the_house,
            persona_id=given.get("persona", ""),
            level=given.get("level", Level.EASY.value),
            assignment_id=given.get("assignment") or None,
            lesson_id=given.get("lesson") or None,
            as_of=the_house.now(),
            actor=staff.username,
        )
    except UnknownTraining as error:
        raise Http404("no such customer") from error
    if isinstance(begun, Reason):
        return redirect("training_exam")
    return redirect("training_talk", talk_id=begun.talk.talk_id)


@require_GET
@screen(Right.TRAIN)
def training_talk(request: HttpRequest, staff: Staff, talk_id: str) -> HttpResponse:
    """Show a practice call of one's own as it stands."""
    record = training_of(house(), trainee=staff.username)
    view = find_talk(record, talk_id)
    return render(request, "desk/training_talk.html", talk_context(view, hints=_hints(request)))


@require_POST
@screen(Right.TRAIN)
def training_hints(request: HttpRequest, staff: Staff, talk_id: str) -> HttpResponse:
    """Switch the hints off or on again; it holds for every practice call of this session."""
    view = find_talk(training_of(house(), trainee=staff.username), talk_id)
    if request.POST.get("hints") == "on":
        request.session.pop(HINTS_OFF, None)
    else:
        request.session[HINTS_OFF] = True
    if request.htmx:  # type: ignore[attr-defined]
        context = talk_context(view, hints=_hints(request))
        context["typed"] = request.POST.get("words", "")[:LONGEST_WORDS]
        return render(request, "desk/part_training_talk.html", context)
    return redirect("training_talk", talk_id=talk_id)


def _hints(request: HttpRequest) -> bool:
    return not request.session.get(HINTS_OFF)


@require_POST
@screen(Right.TRAIN)
def training_say(request: HttpRequest, staff: Staff, talk_id: str) -> HttpResponse:
    """Say something; the lines come back with what was answered."""
    the_house = house()
    words = request.POST.get("words", "")
    turn = request.POST.get("turn", "")
    answer = say_words(
        the_house,
        talk_id=talk_id,
        turn=int(turn) if turn.isdecimal() else -1,
        words=words,
        as_of=the_house.now(),
        actor=staff.username,
    )
    complaint = answer if isinstance(answer, Reason) else None
    record = training_of(the_house, trainee=staff.username)
    context = talk_context(find_talk(record, talk_id), complaint=complaint, hints=_hints(request))
    if complaint is not None:
        context["typed"] = words
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "desk/part_training_talk.html", context)
    if complaint is not None:
        return render(request, "desk/training_talk.html", context)
    return redirect("training_talk", talk_id=talk_id)


@require_POST
@screen(Right.TRAIN)
def training_hang_up(request: HttpRequest, staff: Staff, talk_id: str) -> HttpResponse:
    """End the call: a drill is judged and its scorecard shown, a call of an exam leads back to the paper."""
    the_house = house()
    record = training_of(the_house, trainee=staff.username)
    view = find_talk(record, talk_id)
    hang_up(the_house, talk_id=talk_id, as_of=the_house.now(), actor=staff.username)
    over = redirect("training_exam") if view.exam is not None else redirect("training_talk", talk_id=talk_id)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(over["Location"])
    return over


def find_talk(record: TrainingRecord, talk_id: str) -> TalkView:
    """A call of this log. Raises Http404 for one that it does not hold."""
    drill = record.drill(talk_id)
    if drill is not None:
        return _view(drill.talk, drill, None, record.trainee)
    for exam in record.exams:
        for talk in exam.talks:
            if talk.talk_id == talk_id:
                return _view(talk, None, exam, record.trainee)
    raise Http404("no such practice call")


def _view(talk: KeptTalk, drill: Drill | None, exam: Exam | None, trainee: str) -> TalkView:
    try:
        case = replayed(talk).case
    except (CustomerRewritten, UnknownTraining):
        case = None
    return TalkView(talk, drill, exam, persona_of(talk), trainee, case)


def talk_context(
    view: TalkView, *, complaint: Reason | None = None, own: bool = True, hints: bool = False
) -> dict[str, object]:
    """What the page of a call shows; ``own`` is False when a trainer looks on, ``hints`` whether they are on."""
    talk = view.talk
    card: Scorecard | None = scorecard_of(talk) if view.judged else None
    lines: tuple[LineView, ...] = lines_of(talk)
    helped = own and view.is_open and view.exam is None
    return {
        "view": view,
        "called": shown_name(view.persona, known=view.judged or not own) if view.persona else None,
        "talk": talk,
        "lines": lines,
        "turn": len(talk.said),
        "card": card,
        "points": _earned(card),
        "not_counted": not_counted(view.drill),
        "debrief": debrief_of(talk, card, staff_no=view.trainee) if card is not None else (),
        "complaint": complaint,
        "typed": "",
        "own": own,
        "level": level_name(talk.level),
        "longest": LONGEST_WORDS,
        "suggestion": suggestion_for(talk) if helped else "",
        "helped": helped,
        "hints": hints,
        "hint": hint_for(talk) if helped and hints else None,
    }


def _earned(card: Scorecard | None) -> list[tuple[object, list[object]]]:
    """The points of a scorecard by dimension, in the order of the dimensions."""
    if card is None:
        return []
    return [
        (one, [point for point in card.points if point.dimension is one.dimension])
        for one in card.dimensions
        if one.share is not None
    ]
