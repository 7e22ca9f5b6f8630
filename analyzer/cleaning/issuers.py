"""Issuing organs as they stand in titles, letterheads and signatures: strings, linked to organs only later."""

from __future__ import annotations

import re
from functools import lru_cache

_SUFFIX = (
    r"(?:办公厅|办公室|秘书局|综合司|综合局|人民政府|人民法院|人民检察院|委员会|领导小组|指挥部|工作小组|联席会议|防控机制|工作机制|总局|总署|总社|总工会|联合会|协会|学会|商会|妇联|团中央|工商联|文明办|网信办|扶贫办|爱卫办|港澳办|台办|侨办|中心|"
    r"集团(?:有限)?公司|集团|有限责任公司|股份有限公司|有限公司|公司|银行|开发银行|交易所|部|委|局|署|厅|院|司|办|处|会|室|社|党委|党组|政府|大学|行|组|台|所|国务院|党中央|中央|中国残联|残联|国防科工局|机制)"
)
_NOT = re.compile(r"[，。；：:？！“”《》0-9]|有关|关于|的|通知|情况|工作会|第|附件|联系|各|全体|主席团")
_ACT = re.compile(
    r"关于|印发|发布|公布|转发|批转|颁布|颁发|下发|修订|对(?!外|口|台)|就(?!业)|答复|令|公告|通告|通报|决定|召开|部署|出台|要求|联合(?!国|会)|开展|启动|组织(?!部)|举行|举办|推进|推动|强调|发文|提出|明确|制定|：|:|有关负责人|负责人|新闻发言人|答记者问|回应|拟|将|修改|批准|同意|"
    r"进一步|加快|全面|多措并举|深入|扎实|切实|坚决|积极|大力|着力|全力|紧急|约谈|通报|征求|公开|调整|取消|支持|鼓励|加强|做好|等[一二三四五六七八九十0-9]*部门"
)
_ENDS = re.compile(f"{_SUFFIX}$")
_MEETING = re.compile("(?:^|主持召开)(国务院|[\u4e00-\u9fff]{0,8}?政府)(?:党组)?(?:常务|全体)?(?:扩大)?会议")
_PASSED = re.compile("转发|批转|印发|发布|公布")
_SPLIT = re.compile(r"[ 、\t]+")
_AND_OTHERS = re.compile(r"等[一二三四五六七八九十\d]*(?:个)?(?:部门|单位)?$")
_BREAK = re.compile(
    r"[，。；：:！？“”《》【】]|——|签署|主持|召开|举行|会见|会晤|会谈|出席|致信|致函|复信|委托|欢迎|集会|看望|慰问|视察|参观|听取|表示|抗议|进行|在|向|赴|从|称|对(?!外|口|台)|总书记"
    r"|^(?:经(?![济贸])|与|我|俄|韩[国方]?|美(?!丽|术)|日[本方]|[英德法泰]国|乌克兰|以色列|以[媒方政军]|土耳其|巴西|巴基斯坦|伊[朗拉]|欧盟|征求|纪念|庆祝|多个|各家|[一二两三四五六七八九十]+部[门委])"
    r"|(?:(?<!代表)大|峰|集|交|博|贸|奥|运|年|边|社|不|两|交易|博览|运动|座谈|研讨|报告|招待|发布|工作推进)会$|部署$|格局$|乘组$"
)
"""What no name of an organ holds: the head of a title is a sentence (「李强签署国务院令」), an event or a rubric then."""


def organs_of_line(line: str) -> tuple[str, ...]:
    """The organs of a line that holds nothing else, as signatures do; empty otherwise.

    >>> organs_of_line("商务部  中国银行"), organs_of_line("附件：名单")
    (('商务部', '中国银行'), ())
    """
    if not 2 <= len(line) <= 300 or _NOT.search(line):
        return ()
    parts = [p for p in _SPLIT.split(line.strip()) if p]
    if not parts or not all(_ENDS.search(p) and len(p) <= 40 for p in parts):
        joined = "".join(parts)
        # 交 通 运 输 部
        return (joined,) if all(len(p) <= 2 for p in parts) and len(joined) <= 20 and _ENDS.search(joined) else ()
    if any(len(p) == 1 for p in parts):
        return ("".join(parts),) if _ENDS.search("".join(parts)) else ()
    return tuple(parts)


@lru_cache(maxsize=256)
def organs_of_title(title: str) -> tuple[str, ...]:
    """The organs at the head of a title; empty where a sentence begins it, or an event.

    >>> organs_of_title("商务部 中国银行关于完善金融服务的通知"), organs_of_title("关于做好工作的通知")
    (('商务部', '中国银行'), ())
    >>> organs_of_title("省长签署省政府令 公布《河道管理办法》")
    ()
    """
    title = title.lstrip("《【[（(")
    if not title:
        return ()
    meeting = _MEETING.search(title)
    if meeting:
        return (meeting[1],)
    about = title.find("关于")
    # 转发 and 批转 name a second organ before 关于: the one that is passed on.
    passed = _PASSED.search(title[:about] if about > 0 else title)
    ends = [passed.start()] if passed else [about] if about > 0 else []
    ends += [found.start() for found in _ACT.finditer(title)]
    for end in ends:
        if not end:
            return ()
        head = _AND_OTHERS.sub("", title[:end].strip())
        parts = [p for p in _SPLIT.split(head) if p]
        if parts and len(head) <= 400 and all(_ENDS.search(p) and 2 <= len(p) <= 40 and not _BREAK.search(p) for p in parts):
            return tuple(parts)
    return ()
