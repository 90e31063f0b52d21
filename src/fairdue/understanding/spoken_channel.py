"""The channel a payment went through, or will go through, as customers name it.

Room: understanding. Brand words are matched before kinds of places, since 微信里的银行卡 is still WeChat.

>>> read_channel("我用手机银行转的")
<PayChannel.BANK_APP: 'bank_app'>
"""

from __future__ import annotations

import re
from enum import StrEnum

from fairdue.foundation.bilingual import Bilingual
from fairdue.understanding.speech_fold import fold_speech


class PayChannel(StrEnum):
    """The ways money takes to the creditor, as the labelled sets name them."""

    BANK_APP = "bank_app"
    BANK_TRANSFER = "bank_transfer"
    ALIPAY = "alipay"
    WECHAT = "wechat"
    COUNTER = "counter"
    ATM = "atm"
    AUTO_DEBIT = "auto_debit"
    THIRD_PARTY_APP = "third_party_app"
    OTHER = "other"


CHANNEL_NAMES: dict[PayChannel, Bilingual] = {
    PayChannel.BANK_APP: Bilingual("手机银行", "the bank's app"),
    PayChannel.BANK_TRANSFER: Bilingual("银行转账", "a bank transfer"),
    PayChannel.ALIPAY: Bilingual("支付宝", "Alipay"),
    PayChannel.WECHAT: Bilingual("微信", "WeChat Pay"),
    PayChannel.COUNTER: Bilingual("银行柜台", "a bank counter"),
    PayChannel.ATM: Bilingual("自助机", "a cash machine"),
    PayChannel.AUTO_DEBIT: Bilingual("自动扣款", "direct debit"),
    PayChannel.THIRD_PARTY_APP: Bilingual("其他支付应用", "another payment app"),
    PayChannel.OTHER: Bilingual("其他渠道", "another channel"),
}


# The first pattern that is found decides, so that the sharper words stand before the looser ones.
_PATTERNS: tuple[tuple[PayChannel, re.Pattern[str]], ...] = tuple(
    (channel, re.compile(pattern, re.IGNORECASE))
    for channel, pattern in (
        (
            PayChannel.OTHER,
            r"数字人民币|便利店(?!门口|旁|边|楼|对面|隔壁|附近|外|里?的?(?:atm|取款机|自助))|收银台|邮[政局]所?汇|二维码让我扫|收款机|pos机",
        ),
        (PayChannel.WECHAT, r"微信|威信|财付通|薇信|wechat|weixin"),
        (PayChannel.ALIPAY, r"支付[宝报保包]|付宝|花呗|余额宝|alipay"),
        (
            PayChannel.THIRD_PARTY_APP,
            r"云闪付|度小满|美团|抖音|翼支付|京东|拼多多|和包|沃支付|银联|paypal|(?:another|some other|other|third[- ]party|repayment|loan) apps?\b|(?:别人家?|别家|别的|其他|第三方|分期)[^,]{0,6}(?:app|软件|平台)",
        ),
        (
            PayChannel.ATM,
            r"atm|取款机|存款机|自助机|自助|柜员机|铁柜子|机器|机子|cash ?machine|cashpoint|(?:at|from|the) (?:the )?machine",
        ),
        (
            PayChannel.COUNTER,
            r"柜台|柜面|行柜上|邮[政局]所?的?柜|窗口|网点|支行|信用社|邮政柜|营业厅|counter\b|branch|the window|teller",
        ),
        (
            PayChannel.AUTO_DEBIT,
            r"自动扣|自动还|代扣|扣款|扣走|扣掉|扣的|扣了|划走|划扣|划掉|绑定的|direct debit|standing order|auto|by itself",
        ),
        (
            PayChannel.BANK_APP,
            r"手机银行|手机上.{0,20}银行|掌银|掌上银行|银行.?app|你们(?:自家|自己|银行)?那?个?(?:软件|小程序)|(?:银行|[农工建中交招]行|农商行?|农信社?|信用社|邮储)(?:的|那个|自己的|自家的)?(?:手机)?(?:软件|程序|app)|(?:银行|[农工建中交招]行|农商行?|农信社?|信用社|邮储)?卡[^,]{0,2}手机上?转|app",
        ),
        (
            PayChannel.BANK_TRANSFER,
            r"网银|网上银行|网银转|(?:[农工建中交招]行|农商行?|农信社?|邮储|银行(?=卡))(?:卡)?[里上]?(?:给你们?)?转|转的?账|汇款|汇的|对公|跨行|电汇|打款|transfer|wire",
        ),
        (
            PayChannel.OTHER,
            r"抵货|抵[掉债账]|以物抵|债务公司|上门|收据|收条|打了条子|跑腿|业务员|催收员|(?:给|交).{0,10}(?:小伙子|那个?人了|收账的)",
        ),
    )
)


def read_channel(text: str) -> PayChannel | None:
    """Return the channel that the words name, or None when they name none."""
    folded = fold_speech(text)
    for channel, pattern in _PATTERNS:
        if pattern.search(folded):
            return channel
    return None
