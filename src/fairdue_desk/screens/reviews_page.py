"""The queue of call reviews, worst first, and the page on which transcripts are read in.

A collector's queue holds their own calls alone. What is typed to filter names logins and classes, never a customer.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from fairdue.casefile.call_review import ReviewState
from fairdue.compliance.wording.wording_class import wording_classes
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA, civil_date
from fairdue.foundation.reason import Reason
from fairdue.operations.call_reviews import TranscriptTaken, import_transcript, review_awaiting
from fairdue.operations.review_ports import DrillState, ReviewWanted
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.screens.review_view import DRILL_STATES, REVIEW_STATES, line_of
from fairdue_desk.wiring import house

SHOWN = 200
AT_ONCE = 50
MOST_FILES = 200
BLIND = "blind"
NO_SUCH_LOGIN = Reason(
    "desk.reviews.no_login", Bilingual("没有这个登录名。", "Nobody here has that login name.")
)
NO_MOMENT = Reason(
    "desk.reviews.no_moment",
    Bilingual(
        "开始时间请写如 2026-03-02 10:20。", "Write the beginning as a day and a time: 2026-03-02 10:20."
    ),
)


@require_GET
@screen(Right.SEE_REVIEWS)
def reviews(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the queue: of everybody's calls to whoever may see them, else of one's own."""
    the_house = house()
    now = the_house.now()
    review_awaiting(the_house, as_of=now, limit=AT_ONCE)
    everybody = staff.may(Right.SEE_ALL_REVIEWS)
    show = request.GET.get("show", "")
    state = ReviewState(show) if show in set(ReviewState) else None
    blind = show == BLIND and staff.reviews_calls
    collector = request.GET.get("collector", "") if everybody else staff.username
    codes = {one.class_id: one for one in wording_classes()}
    code = request.GET.get("code", "")
    wanted = ReviewWanted(
        state=state,
        collector=collector or None,
        code=code if code in codes else None,
        blind_for=staff.username if blind else None,
        without_words=show == "silent",
        limit=SHOWN + 1,
    )
    book = the_house.reviews.book
    found = book.listed(wanted)
    counts = book.counts(collector=None if everybody else staff.username)
    today = civil_date(now)
    drills = [
        (drill, codes[drill.code].name, DRILL_STATES[drill.state], drill.due_on < today)
        for drill in the_house.reviews.drills.assigned_to(staff.username)
        if drill.state is not DrillState.PASSED
    ]
    blind_waiting = (
        len(book.listed(ReviewWanted(blind_for=staff.username, limit=SHOWN))) if staff.reviews_calls else 0
    )
    return render(
        request,
        "desk/reviews.html",
        {
            "lines": [line_of(file, as_of=now) for file in found[:SHOWN]],
            "cut_off": len(found) > SHOWN,
            "limit": SHOWN,
            "counts": counts,
            "all_count": counts.whole + counts.customer_only,
            "states": [(one, REVIEW_STATES[one], counts.by_state[one]) for one in ReviewState],
            "show": show,
            "blind_waiting": blind_waiting,
            "everybody": everybody,
            "collectors": book.collectors() if everybody else [],
            "collector": collector if everybody else "",
            "codes": [(one.class_id, one.name) for one in wording_classes()],
            "code": code,
            "drills": drills,
        },
    )


@require_GET
@screen(Right.IMPORT_TRANSCRIPTS)
def reviews_import(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The form for transcripts."""
    return render(request, "desk/reviews_import.html", {"now": house().now()})


@require_POST
@screen(Right.IMPORT_TRANSCRIPTS)
def reviews_read(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Read transcripts in, one after the other; each is kept whole or told why not."""
    the_house = house()
    typed = {name: request.POST.get(name, "").strip() for name in ("case", "collector", "started_at")}
    started_at, refusal = _moment(typed["started_at"])
    if typed["collector"] and not get_user_model().objects.filter(username=typed["collector"]).exists():
        refusal = NO_SUCH_LOGIN
    taken: list[TranscriptTaken] = []
    for file in request.FILES.getlist("files")[:MOST_FILES] if refusal is None else ():
        taken.append(
            import_transcript(
                the_house,
                name=file.name or "",
                data=file.read(),
                case_reference=typed["case"],
                collector=typed["collector"],
                started_at=started_at,
                as_of=the_house.now(),
            )
        )
    context = {
        "now": the_house.now(),
        "typed": typed,
        "refusal": refusal,
        "taken": [
            (one, None if one.review is None else line_of(one.review, as_of=the_house.now())) for one in taken
        ],
    }
    return render(request, "desk/reviews_import.html", context)


def _moment(text: str) -> tuple[datetime | None, Reason | None]:
    """The moment of a field of a form, in China; nothing typed is no moment."""
    if not text:
        return None, None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None, NO_MOMENT
    return (at if at.tzinfo else at.replace(tzinfo=CHINA)), None
