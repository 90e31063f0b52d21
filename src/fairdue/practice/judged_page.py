"""The page of judged moves: the share of agreement, by call, and every disagreement with both moves beside each other.

Room: practice. Written from the data and from the engine as it is now; ``fairdue playbook replay --page`` prints it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fairdue.feedback.call import Call
from fairdue.foundation.bilingual import Bilingual, Language
from fairdue.practice.judged_moves import Compared, Verdict, share_of

_VERDICTS = {
    Verdict.AGREE: Bilingual("一致", "agree"),
    Verdict.PARTLY: Bilingual("部分一致", "partly"),
    Verdict.DISAGREE: Bilingual("不一致", "disagree"),
    Verdict.FAULTY: Bilingual("违规，不计", "faulty, not counted"),
}
_HEAD = Bilingual(
    """# 通话怎么走下去

引擎建议的下一步，和好坐席实际做的，是不是一回事？这里逐句回答。由 `fairdue playbook replay --page` 生成，请勿手改。

**怎么做的。** `corpus/calls/first` 里没有违规的通话，从头放一遍。坐席每次开口之前，先问引擎建议说什么；对方的话照引擎听到的往下走，需要人按键选的，选用心的坐席会选的那个，记在 `corpus/calls/judged_moves.yaml` 里。每一步逐句判断：同样好、合法、现在就达到同一目的的，算一致；早一轮、晚一轮或者只说到一半的，算部分一致，不计入一致。

**怎么读这个数。** 剧本看过这些通话以后改过，所以这是“改过以后还对得上”的证据，不是对没见过的通话的预测；没见过的会低一些。判断和按键的选择只有一方做（语言模型，和语料的标注一样），没有第二方复核，也没有在岗坐席看过。一步里的几句话是一起给出的，道别那句由坐席等到最后才说。

""",
    """# How the call goes

Is the engine's suggested next move what a good collector did? Answered here turn by turn. Written by `fairdue playbook replay --page`; do not edit.

**How.** The calls of `corpus/calls/first` without violations are replayed. Before each turn of the collector the engine is asked what it suggests. What the other side said is taken as the engine hears it; where a person picks an answer by key, the pick of an attentive collector stands in `corpus/calls/judged_moves.yaml`. Each move was judged: the same, or an equally good lawful move that serves the same purpose now, agrees; a turn too early or late, or half of it, is partly and does not count as agreement.

**How to read the figure.** The playbook was changed after these calls were read, so this shows that it still fits them and forecasts nothing about calls it has not seen; those will be lower. Verdicts and picks come from one judge (a language model, as the labels of the corpus do); no second judge and no working collector has checked them. The sentences of a step are given together; the collector keeps the goodbye until the end.

""",
)


def write_page(compared: Iterable[Compared], *, calls: Sequence[Call], language: Language) -> str:
    """The whole page in one language, as Markdown."""
    rows = tuple(compared)
    share = share_of(rows)
    say = Bilingual(
        f"**{share.agree} / {share.counted} 句一致，{share.of_hundred:.1f}%。** "
        f"部分一致 {share.partly}，不一致 {share.disagree}，改动后待重新判断 {share.unjudged}。\n\n"
        "| 通话 | 句数 | 一致 | 部分 | 不一致 |\n| --- | ---: | ---: | ---: | ---: |\n",
        f"**{share.agree} of {share.counted} turns agree, {share.of_hundred:.1f} %.** "
        f"Partly {share.partly}, disagree {share.disagree}, changed and to be judged again {share.unjudged}.\n\n"
        "| call | turns | agree | partly | disagree |\n| --- | ---: | ---: | ---: | ---: |\n",
    ).in_language(language)
    lines = [_HEAD.in_language(language), say]
    for call in calls:
        mine = share_of(one for one in rows if one.call_id == call.call_id)
        lines.append(
            f"| `{call.call_id}` | {mine.counted} | {mine.agree} | {mine.partly} | {mine.disagree} |\n"
        )
    lines.append(
        Bilingual("\n## 不一致的每一句\n", "\n## Every turn that does not agree\n").in_language(language)
    )
    others = [one for one in rows if one.move.verdict is not Verdict.AGREE or not one.as_judged]
    lines += [_other(one, language) for one in others]
    return "".join(lines)


def _other(one: Compared, language: Language) -> str:
    verdict = _VERDICTS[one.move.verdict].in_language(language)
    if not one.as_judged:
        verdict = Bilingual("改动后待重新判断", "changed, to be judged again").in_language(language)
    did = ", ".join(one.move.expert) or "-"
    suggested = " ".join(sentence.text for sentence in one.now.say) or "-"
    collector, engine = (
        Bilingual("坐席", "the collector"),
        Bilingual("引擎", "the engine"),
    )
    return (
        f"\n**`{one.call_id}` · {one.move.turn} · {verdict}**: {one.move.why.in_language(language)}\n\n"
        f"- {collector.in_language(language)} ({did}): {one.now.words}\n"
        f"- {engine.in_language(language)} (`{one.now.step}`): {suggested}\n"
    )
