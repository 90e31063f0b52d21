"""What a collector's words mean in the middle of a call: plain phrases that the guard, hearing one line, may pass.

Room: feedback. The wording guard judges a line by itself. In a call a line also answers somebody (``Setting``):
a clock named once is a deadline still running when it is named again, and money pressed for after a dispute or
a cry for help is another thing than money asked for. ``plain_codes`` adds what such words say in their setting;
``fits`` says what a class needs at least, so that a model's guess without any of it is not asserted.
A phrase with a no before it in its clause, or in a turn that corrects or declines, says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fairdue.language.readable import make_readable

_KIN = r"(?:爹|娘|爸|妈|父母|老人|儿女|子女|老婆|媳妇|老公|配偶|对象|亲属|家属|家里人|家人|兄弟|哥|姐|弟|妹)"
_COMPLAINS = r"(?:投诉|举报|报警|警察|12378|12345)"
_PLACE = r"(?:家|店|单位|公司|摊|档口|工作室|门口|厂|村|学校|楼下)"
_CLOCK = r"(?:[0-9一二三四五六七八九十两]+(?:点[半整]?|点钟|分钟|个?小时))"


@dataclass(frozen=True, slots=True)
class Setting:
    """What the turns before brought: a dispute, a running deadline, a third person, and what was just said."""

    disputed: bool
    deadline: bool
    to_third_party: bool
    answered: str
    """The customer's turn before, or an empty text."""


@dataclass(frozen=True, slots=True)
class PlainCode:
    """A class that plain words say; the stretch is half open in the text of the turn."""

    code: str
    starts: int
    ends: int


_PLAIN: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (code, re.compile(pattern))
    for code, pattern in (
        (
            "C01",
            r"(?:看着点路|招子放亮|路上(?:黑|小心着)|走夜路|小心你的?(?:腿|手|命)|别怪有人[^。]{0,8}(?:拦|堵|找|聊))",
        ),
        (
            "C02",
            r"(?:去|到|上)(?:你|您)(?:们|的)?(?:单位|公司|厂里?|学校|村里?)[^,。]{0,3}(?:找|见|跟|问)(?:你|您)?们?的?(?:领导|老板|主管|经理|同事|校长|书记)",
        ),
        (
            "C03",
            _KIN + r"[^。!?]{0,10}(?:得扛|就得扛|跟着担|也得还|得替你还|替你还|有资格知道|有权知道|有责任还)",
        ),
        (
            "C06",
            r"(?:我们?(?:这边|这里)?是?|这里是?|这边是?)(?:[^,。不]{0,6})(?:法院|中院|检察院|公安局?|经侦|执行局|执行庭|派出所|刑警队?|民警|银监局?)(?:的|[^,。]{0,8}(?:办公室|科|队|处|局))?(?=[,。!?]|$)",
        ),
        ("C07", _CLOCK + r"[^,。]{0,6}(?:封账|锁死|锁定|锁了|自动提交|系统关|关闭|上报|截止|查你的账)"),
        ("C07", r"名额有限|(?:今天|这通电话)[^。]{0,4}最后(?:一次)?机会"),
        (
            "C09",
            r"(?:app|手机上|平台上?|官方|柜台|银行)(?:的|那|显示的)?[^,。]{0,14}(?:不准|没算|不算|做不得数)|按我说的(?:还|算|数)|我(?:们)?这边的数才准",
        ),
        (
            "C10",
            r"(?:交|转|给|付|出|要|先)[^,。]{0,6}(?:查询|跑腿|立档|建档|辛苦|加急|打点|疏通|保证金|好处|茶水|撤案|手续操作)(?:费|金)",
        ),
        (
            "C10",
            r"(?:收款码|二维码|付款码)[^,。]{0,4}(?:推|发|给)(?:给)?(?:你|您)|(?:转|打)(?:到|给|进)?我(?:这个|的|自己的?|个人)?(?:卡|微信|支付宝|账户)",
        ),
        ("C10", r"扫(?:一?下)?我(?:这个|的|这)?[^,。]{0,3}码"),
        ("C03", r"(?:两口子|夫妻|一家人?)[^。]{0,8}(?:一起还|共同还|都得还|跑不掉)"),
        ("C11", r"(?:同事|娘家|亲戚|朋友|姐|哥|弟|妹|老乡|家里)[^。]{0,14}(?:凑一?凑|垫上|先垫|挪一?挪)"),
        (
            "C11",
            r"(?:去|上|到|找|下)(?:个)?(?:别的|其他|另外的|另一个)(?:平台|网贷|app|贷)[^。]{0,6}(?:下|借|贷|撸|提|$|。)|找(?:她|他|娘家|亲戚|朋友|同事)[^,。]{0,3}借",
        ),
        ("C12", r"废物|窝囊废|不要脸|要不要脸|没一个要脸|臭不要脸|骗子一个|狗东西|猪狗"),
        (
            "C13",
            r"(?:拉|挂|扯)[^,。]{0,6}(?:横幅|条幅)|大喇叭[^。]{0,8}(?:喊|播)|贴(?:你|您)?的?(?:照片|大字报)",
        ),
        (
            "C14",
            r"(?:一天|每天|天天|一小时|每小时)[^,。了]{0,8}(?:打|响)(?:给|一|十|几|[0-9]|[二三四五六七八九百])|天天打(?!扰)|打到(?:你|他|她)[^,。]{0,6}(?:为止|还|接|找)|打一次我打|一次我打[十百]",
        ),
        (
            "C15",
            r"包(?:你|您)(?:不用|没事|不)|我(?:直接)?(?:给(?:你|您))?(?:直接)?(?:拍板|做主)|(?:我|领导)[^。]{0,12}(?:减到|免到)[^,。]{0,6}结清|(?:剩下|后头|利息|违约金)[^。]{0,10}(?:全|都)(?:给(?:你|您))?(?:划|抹|免|销)",
        ),
        (
            "C20",
            _COMPLAINS
            + r"[^。]{0,12}(?:没用|没人管|不管(?:这个|你)|白搭|转回|投不到|都是我处理|还是(?:我|到我)|到我(?:手|桌))",
        ),
        ("C21", r"加我(?:的|个人|私人)?(?:微信|v|qq)|(?:我|俺)(?:自己|个人|私人)的?(?:手机|微信|号)"),
        (
            "C22",
            r"(?:明天|明早|今晚|今天|下午|后天|马上|带人|几个人|我们)[^。]{0,12}(?:上门|(?:到|去|上)(?:你|您)(?:们|的)?"
            + _PLACE
            + ")",
        ),
        (
            "C19",
            r"(?:你|您)?(?:老婆|老公|儿子|儿媳|女儿|父母|爸妈|家人|孩子|爱人)[^。]{0,8}(?:手机号|电话|单位|学校)[^。]{0,12}(?:报|给我|发|拍|说一[遍下])|(?:家住哪|住哪儿?)我(?:有|知道)|(?:你|您)(?:家)?(?:的)?(?:儿子|女儿|孩子|娃)(?:是|现在)?在[^,。]{0,8}(?:小学|中学|[一二三四五六七八九十]中|幼儿园|学校|年级|初[一二三]|高[一二三])",
        ),
    )
)
_PRESSES = re.compile(
    r"先(?:还|交|付|把钱|把这)|(?:还|交)(?:了|完了?)再|(?:也|照样|照旧|还是)(?:得|要|应该)[^,。]{0,3}(?:还|交|付)|又不是不还|就算(?:你|您)认"
)
_ASKS_OF_THEM = re.compile(
    r"(?:替|帮)(?:他|她)[^,。]{0,4}(?:还|转|交|垫|付|出)|(?:你|您)(?:们|俩|先)?[^,。]{0,6}(?:一起还|得还|先还|先转|先垫|垫上)"
)
_LEAVES_IT = re.compile(r"由(?:您|你)|可以的|不强求|(?:您|你)(?:愿意|认可|认的|自己认)|要是|如果")
_CONDITION = re.compile(
    r"(?:那)?就?(?:看|要看)(?:你|您)[^,。]{0,8}(?:怎么做|表现|态度|了)|(?:你|您)自己(?:想想|掂量)"
)
_PLEADS = re.compile(r"(?:别|不要|不会|求)[^,。]{0,4}(?:打|找|联系|告诉|说)|(?:别|不要)[^。]{0,6}" + _KIN)
_SHAMED_BEFORE = re.compile(r"整栋|全村|村口|小区|邻居|单位|同事|街坊|家长群|亲戚|全楼")
_SHAMES = re.compile(r"横幅|条幅|喇叭|大字报|照片")
_NAMED_CLOCK = re.compile(_CLOCK + r"[^,。]{0,3}(?:前|之前|一到|以后|过后|表|,表)|还有" + _CLOCK)
_NO = re.compile(
    r"(?<!要)不(?!还|交|付|接|办|帮|然|是我|准|要脸|给|用上)|别(?!的|人|怪|家|看)|没(?!钱|一个|还|办|算|用)|勿|无需"
)
_CORRECTS = re.compile(r"(?:说|讲)(?:错|得不对|得不准)|更正|收回|道歉|对不起|抱歉")
_CARES = re.compile(
    r"(?:不谈|不说|不聊)[^,。]{0,3}钱|(?:不|别)(?:着)?急|照顾好|养(?:伤|病)|保重|安全|陪(?:着|您|你|过来)|12356|心理|打(?:120|110)|离[^,。]{0,4}远|别做傻事|对不起|节哀|坐下"
)
_NEUTRAL = re.compile(r"犯法|报案")
"""Words with a legal sign that threaten no legal step."""
_NEEDS: dict[str, re.Pattern[str]] = {
    "C05": re.compile(
        r"法|诉|酥|院|庭|案|刑|抓|牢|狱|拘|警|公安|律|执行|冻|封|判|传票|经侦|诈|逮|进去|强制|恶意|逃|[a-z]"
    ),
    "C06": re.compile(r"我|这里|这边|这是|本(?:院|所|庭)|[^,。]{2,}(?:的|处|科|局|部)[,。!]?$"),
    "C18": re.compile(r"欠|债|款|账|逾|催|贷|卡|钱|元|块|毛|还|借|费|息|信用|征信|银行|拖|[0-9]{3}|[a-z]"),
    "C19": re.compile(
        r"证|电话|手机|号码?|住|地址|单位|学|幼儿园|房|密码|验证码|照片|小区|班|家|老婆|孩子|儿|女|亲|妈|爸|流水|工资"
    ),
}
"""The least that a turn must speak of for a class; it is generous, for the words are often veiled."""


def plain_codes(text: str, setting: Setting) -> Iterator[PlainCode]:
    """What the words of a turn plainly say in its setting."""
    readable = make_readable(text)
    plain = readable.text
    if _CORRECTS.search(plain) is not None:
        return

    def at(code: str, match: re.Match[str]) -> PlainCode:
        return PlainCode(code, *readable.original(*match.span()))

    found: set[str] = set()
    for code, pattern in _PLAIN:
        match = next((one for one in pattern.finditer(plain) if not _denied(plain, one, code)), None)
        if match is not None:
            found.add(code)
            yield at(code, match)
            if code == "C13" and _SHAMED_BEFORE.search(plain):
                yield at("C02", match)
    match = _ASKS_OF_THEM.search(plain)
    if setting.to_third_party and match is not None and not _denied(plain, match, "C04"):
        yield at("C04", match)
    if setting.disputed and not setting.to_third_party and "C10" not in found and presses(text):
        yield PlainCode("C25", 0, len(text))
    if setting.deadline and not found and (match := _NAMED_CLOCK.search(plain)):
        yield at("C07", match)
    match = _CONDITION.search(plain)
    if match is not None and _PLEADS.search(setting.answered) and re.search(_KIN, setting.answered):
        yield at("C02", match)


def _denied(plain: str, match: re.Match[str], code: str) -> bool:
    starts = max(plain.rfind(mark, 0, match.start()) for mark in ",。!?;:") + 1
    return _NO.search(plain, starts, match.end() if code == "C22" else match.start()) is not None


def presses(text: str) -> bool:
    """Does the turn press for the money first, without leaving it to the person?"""
    plain = make_readable(text).text
    return _PRESSES.search(plain) is not None and _LEAVES_IT.search(plain) is None


def cares(text: str) -> bool:
    """Does the turn look after the person instead of the money?"""
    return _CARES.search(make_readable(text).text) is not None


def fits(code: str, text: str) -> bool:
    """Does the turn speak of anything that the class is about?"""
    needed = _NEEDS.get(code)
    return needed is None or needed.search(_NEUTRAL.sub("", make_readable(text).text)) is not None


def shames(text: str) -> bool:
    """Does the turn threaten to shame in public? Hard words in it belong to that."""
    return _SHAMES.search(make_readable(text).text) is not None
