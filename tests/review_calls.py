"""Made-up transcripts for tests of review: a clean call, and one that crosses lines. Nobody in them exists.

The sentences of the second call are wrong on purpose; they are test data and no part of the playbook.
"""

from __future__ import annotations

import json
from datetime import datetime

from fairdue.foundation.civil import CHINA

HELD = datetime(2026, 2, 27, 10, 20, tzinfo=CHINA)

CLEAN = (
    ("agent", "您好，请问是甄乙春女士吗？"),
    ("debtor", "我是。"),
    (
        "agent",
        "我是约还演示服务的工作人员，工号6027，本次通话会录音。为核实身份，请报一下您身份证的后四位。",
    ),
    ("debtor", "0013。"),
    (
        "agent",
        "谢谢，核对无误。我们受示例银行委托，您的信用卡账单目前欠款12007.36元，1月10日到期，现在已经逾期。"
        "您看是什么原因没有还，打算什么时候还呢？",
    ),
    ("debtor", "这个月工资发晚了，我3月6号发工资，到时候还2000。"),
    ("agent", "好的，跟您复述一下：3月6日之前您还2000元，通过银行官方渠道，对吗？"),
    ("debtor", "对。"),
    ("agent", "好的，我3月9日再跟您联系核对入账。感谢您接听，再见。"),
)
PUSHY = (
    ("agent", "喂，你是甄乙春吧？你欠示例银行的一万二今天必须还清！"),
    ("debtor", "你哪位啊？我现在手头紧，月底发工资再还行不行？"),
    ("agent", "再不还我就打电话告诉你单位领导和你爸妈，让全村都知道你欠钱不还！"),
    ("debtor", "你们不能这样，我要投诉。"),
    ("agent", "投诉也没用，不还就等着警察上门抓你坐牢吧。"),
    ("debtor", "我挂了。"),
)


def transcript(
    turns: tuple[tuple[str, str], ...] = CLEAN, *, at: datetime = HELD, call_id: str = "T1"
) -> bytes:
    """The JSON file of a call."""
    return json.dumps(
        {
            "id": call_id,
            "started_at": at.isoformat(),
            "case": {"agency": "约还演示服务", "creditor": "示例银行", "ledger_amount_fen": 1200736},
            "turns": [
                {"i": number, "speaker": speaker, "text": text, "t_s": number * 6.0}
                for number, (speaker, text) in enumerate(turns)
            ],
        },
        ensure_ascii=False,
    ).encode()
