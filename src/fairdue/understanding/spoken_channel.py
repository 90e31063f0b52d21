"""The channel a payment went through, or will go through, as customers name it.

Room: understanding. Brand words are matched before kinds of places, since 微信里的银行卡 is still WeChat.

>>> read_channel("我用手机银行转的")
<PayChannel.BANK_APP: 'bank_app'>
"""

from __future__ import annotations

from enum import StrEnum

from fairdue.foundation.bilingual import Bilingual


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


def read_channel(text: str) -> PayChannel | None:
    """Return the channel that the words name, or None when they name none."""
    raise NotImplementedError
