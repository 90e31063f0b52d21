"""A small good lesson as text, to spoil in tests."""

from __future__ import annotations

from fairdue.compliance.register import load_register
from fairdue.practice.lesson import Lesson
from fairdue.practice.lesson_reading import read_lesson

_SENTENCE = "拨号之前先看清这个案子再想好第一句话说什么"


def _question(name: str) -> str:
    return f"""  - id: {name}
    stem: {{zh: 问{name}？, en: Which one}}
    options:
      a: {{zh: 甲, en: one}}
      b: {{zh: 乙, en: two}}
      c: {{zh: 丙, en: three}}
    right: [a]
    why: {{zh: 因为甲。, en: Because.}}
"""


GOOD = f"""id: small
subject: thinking
stage: prepare
title: {{zh: 小课, en: A small lesson}}
aim: {{zh: 学一件事。, en: Learn one thing.}}
owner: training
approved_on: 2026-03-01
after: []
text:
  - zh: {"，".join([_SENTENCE] * 8)}。
    en: Look at the case before you dial.
law:
  - {{rule: CN-PI-01, zh: 只用必需的。, en: Only what is needed.}}
old_habits:
  - code: C11
    said: {{zh: 没钱就去别的平台借。, en: Borrow elsewhere.}}
    instead: {{zh: 我们不建议您借别的钱来还。, en: We do not advise borrowing.}}
case: {{agency: 恒通服务, creditor: 示例银行, debtor: 林晓燕, ledger_amount_fen: 186000}}
started_at: "2026-03-26T10:20:00+08:00"
notice: {{zh: 注意开场。, en: Notice the opening.}}
right:
  - {{by: agent, zh: 您好，我是恒通服务的工作人员，工号6027，受示例银行委托与您联系，本次通话会录音。请问是林晓燕本人吗？, en: Hello.}}
  - {{by: debtor, zh: 是我。, en: Yes.}}
  - {{by: agent, zh: 先核对一下身份，麻烦说一下身份证后四位。, en: The check first.}}
  - {{by: debtor, zh: 零零二七。, en: "0027."}}
  - {{by: agent, zh: 谢谢，核对上了。这次是碰上什么事了吗？, en: What came up}}
  - {{by: debtor, zh: 忘了，今天就还。, en: Forgot it.}}
wrong:
  - {{by: agent, zh: 您好，我是恒通服务的，受示例银行委托，本次通话会录音。请问是林晓燕本人吗？, en: Hello.}}
  - {{by: debtor, zh: 是我。, en: Yes.}}
  - {{by: agent, zh: 麻烦说一下身份证后四位，核对身份。, en: The check.}}
  - {{by: debtor, zh: 零零二七。, en: "0027."}}
  - by: agent
    zh: 没钱就去别的平台借一点，先把我们这笔还上。
    en: Borrow elsewhere.
    codes: [C11]
    why: {{zh: 借新还旧。, en: A new debt for an old one.}}
    better: {{zh: 您看哪天方便？, en: Which day suits you}}
  - {{by: debtor, zh: 我不想借。, en: I do not want to.}}
quiz:
{"".join(_question(name) for name in ("q1", "q2", "q3", "q4"))}drill: {{personas: [forgot_bill], level: easy}}
"""


def lesson_text(name: str, *, after: str = "[]", stage: str = "prepare") -> str:
    """The small lesson under another name, place and stage."""
    text = GOOD.replace("id: small", f"id: {name}", 1).replace("after: []", f"after: {after}")
    return text.replace("stage: prepare", f"stage: {stage}")


def read(text: str) -> Lesson:
    """Read a lesson from its text; its file is named as it says."""
    name = text.split("\n", 1)[0].removeprefix("id: ")
    return read_lesson(text, source=f"lessons/{name}.yaml", register=load_register())
