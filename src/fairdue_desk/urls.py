"""The addresses of the desk. A case stands under its opaque id; nothing of a person is ever part of one."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from fairdue_desk.screens import (
    call_page,
    case_page,
    changes_page,
    coverage_page,
    decision_page,
    decisions_page,
    diary_page,
    feedback_page,
    front_door,
    guard_page,
    import_page,
    matter_page,
    matters_page,
    objections_page,
    offers_page,
    overrides_page,
    rule_page,
    rulebook_page,
    standing_page,
    team_page,
    work_list,
)

urlpatterns = [
    path("", front_door.home, name="home"),
    path("login/", front_door.login, name="login"),
    path("logout/", front_door.logout, name="logout"),
    path("language/", front_door.choose_language, name="set_language"),
    path("today/", work_list.work_list, name="work_list"),
    path("diary/", diary_page.diary_page, name="diary"),
    path("matters/", matters_page.matters, name="matters"),
    path("matters/<str:matter_id>/", matter_page.matter, name="matter"),
    path("matters/<str:matter_id>/step/", matter_page.matter_step, name="matter_step"),
    path("team/", team_page.team, name="team"),
    path("case/<str:case_id>/", case_page.case_page, name="case"),
    path("case/<str:case_id>/take/", case_page.take, name="case_take"),
    path("case/<str:case_id>/annotate/", case_page.annotate, name="case_annotate"),
    path("case/<str:case_id>/callback/", case_page.add_callback, name="case_callback"),
    path("case/<str:case_id>/matter/", matter_page.receive, name="case_matter"),
    path("case/<str:case_id>/hold/", matter_page.release, name="case_hold"),
    path("case/<str:case_id>/sealed/", case_page.ask_for_sealed, name="case_sealed"),
    path("case/<str:case_id>/offers/", offers_page.offers, name="case_offers"),
    path("case/<str:case_id>/words/", guard_page.guard_case_words, name="case_words"),
    path("case/<str:case_id>/call/begin/", call_page.begin, name="call_begin"),
    path("case/<str:case_id>/call/", call_page.call, name="call"),
    path("case/<str:case_id>/call/turn/", call_page.turn, name="call_turn"),
    path("case/<str:case_id>/call/take-back/", call_page.take_back, name="call_take_back"),
    path("case/<str:case_id>/call/objections/", objections_page.call_objections, name="call_objections"),
    path("files/", import_page.files, name="files"),
    path("files/read/", import_page.read_files, name="files_read"),
    path("files/acknowledgement/", import_page.acknowledgement, name="files_acknowledgement"),
    path("measures/", feedback_page.measures, name="measures"),
    path("measures/file/", feedback_page.feedback_file, name="feedback_file"),
    path("words/", guard_page.try_words, name="words"),
    path("words/judge/", guard_page.guard_words, name="words_judge"),
    path("decisions/", decisions_page.decisions, name="decisions"),
    path("decisions/<str:decision_id>/", decision_page.decision, name="decision"),
    path("rules/", rulebook_page.rules, name="rules"),
    path("rules/coverage/", coverage_page.rules_coverage, name="rules_coverage"),
    path("rules/changes/", changes_page.rules_changes, name="rules_changes"),
    path("rules/<str:rule_id>/", rule_page.rule, name="rule"),
    path("standing/", standing_page.standing, name="standing"),
    path("standing/state/", standing_page.standing_state, name="standing_state"),
    path(
        "standing/<str:attestation_id>/withdraw/", standing_page.standing_withdraw, name="standing_withdraw"
    ),
    path("overrides/", overrides_page.overrides, name="overrides"),
    path("case/<str:case_id>/override/", overrides_page.override_ask, name="override_ask"),
    path(
        "case/<str:case_id>/override/<str:override_id>/grant/",
        overrides_page.override_grant,
        name="override_grant",
    ),
    path(
        "case/<str:case_id>/override/<str:override_id>/end/", overrides_page.override_end, name="override_end"
    ),
    path("admin/", admin.site.urls),
]
