"""Page furniture, line by line: set aside with its kind, never thrown away.

Precision comes first: nothing is extracted from a block, so a false one loses directives. A line is furniture only
when all of it looks so; sentences are never furniture, except in disclaimers, which are told by their own phrases.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from analyzer.records import Block

_C = "[ ]?[:：]"

_NAVIGATION = re.compile(
    rf"""(?:
    (?:您?(?:现在|當前|当前|目前|现)?(?:所在|的)?(?:位置|位罝)|当前栏目|所在位置|你的位置){_C}.{{0,80}}
  | (?:首页|首頁|主页|网站首页|主頁|Home)[ ]*(?:>|»|›|→|/|-|\|).{{0,80}}
  | [^，。；：！？>»›]{{1,12}}(?:[ ]*(?:>+|»|›)[ ]*[^，。；：！？>»›]{{1,20}}){{2,8}}
  | (?!\d{{1,3}}[ ]*\|[ ]*[^\d |])[^，。；：！？|]{{1,10}}(?:[ ]*\|[ ]*[^，。；：！？|]{{1,10}}){{2,20}}
  | (?:上|下)(?:一篇|一條|一条|一页|一頁|篇文章|一节|一章)(?:[ ]?[:：].{{0,80}})?(?:[ ]*(?:上|下)(?:一篇|一条|一页|一頁|篇文章)(?:[ ]?[:：].{{0,80}})?)?
  | 上一篇[:：]?.{{0,60}}下一篇[:：]?.{{0,60}}
  | (?:跳至|跳到|跳过|跳過)主?要?(?:內容|内容|导航|導航)(?:区|區)?
  | (?:返回|回到)(?:顶部|頂部|首页|首頁|列表|上一页|上一頁|目录)
  | (?:设为首页|設為首頁|加入收藏|收藏本站|手机版|无障碍(?:阅读|浏览)?|简体|繁体|登录|注册|关怀版|English|[ |·丨/])+
  | (?:字[体體]|字[号號]|文字大小){_C}?[ ]*[\[【(（]?[ ]*(?:(?:超大|默[认認]|特?大|中|小|标准)[ |/]*){{1,5}}[\]】)）]?[ |]*(?:打印|打印本页)?[ |]*(?:分享到{_C}.{{0,30}})?
  | [\[【(（]?(?:打[ ]?印|关[ ]?闭|打印本页|关闭窗口|打印此页|关闭本页|收藏|返回|纠错|我要纠错|复制链接|[ |/\[\]【】（）()])+[\]】)）]?
  )""",
    re.X,
)
_SHARE = re.compile(
    r"""(?:
    (?:分享到?|分享至|分享本文|转发到|一键分享)(?:[ ]?[:：].{0,40}|[ ]*(?:微信|微博|新浪微博|朋友圈|QQ空间|QQ|人人网|[ 、|])*)
  | .{0,8}扫一扫(?:，|,|[ ])?[在用]?手机[上]?(?:打开|阅读|观看|浏览)当前(?:页面?|网页).{0,4}
  | (?:微信|手机|用微信|使用微信)?[“"]?扫(?:一扫|描|码)[”"]?(?:下方|上方|左侧|右侧)?(?:二维码)?.{0,6}(?:分享|关注|阅读|打开).{0,20}
  | 长按(?:识别|扫描|上方|下方).{0,6}二维码.{0,20}
  | (?:关注|扫码关注).{0,16}(?:微信)?(?:公众号|公众平台|视频号|订阅号)
  )""",
    re.X,
)
_CREDIT = re.compile(
    rf"""[\[【(（]?[ ]*(?:
    (?:责任编辑|责编|責任編輯|编辑|編輯|值班编辑|执行编辑|执行主编|主编|编审|审核|审校|校对|校對|终审|监制|初审|复审|二审|三审|一审|供稿|撰稿|供稿单位|来稿|录入|编校|排版|视觉|制图|策划|统筹)(?:{_C}[ ]?[^，。；]{{0,30}}|[ ]+[\u4e00-\u9fff]{{2,4}})
  | (?:来源|來源|文章来源|稿件来源|信息来源|新闻来源|稿源|资料来源|资料來源|資料來源|文章出处|作者|原作者|记者|記者|通讯员|本报记者|文/图|图/文|文){_C}[ ]?[^。；]{{0,40}}
  | (?:发布(?:时间|日期)|發布(?:時間|日期)|发表时间|更新时间|更新日期|时间|日期|發佈日期|刊登日期|浏览次数|阅读次数|点击数?|访问量|浏览量?|阅读量?){_C}[ ]?[^，。；]{{0,60}}
  | (?:\d{{4}}[-/年.]\d{{1,2}}[-/月.]\d{{1,2}}日?)(?:[ ]*\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?[ ]*(?:来源|來源|稿源|作者|编辑|责编|发布人|浏览|字号|阅读|点击){_C}?[^。；]{{0,80}}
  | (?:\d{{4}}[-/年.]\d{{1,2}}[-/月.]\d{{1,2}}日?)[ ]*\d{{1,2}}:\d{{2}}(?::\d{{2}})?
  | (?:作者系|作者为|作者单位|（?作者)[^。；]{{2,40}}[）)]
  )[ ]*[\]】)）]?""",
    re.X,
)
_COPYRIGHT = re.compile(
    r"""(?:
    .{0,40}(?:Copyright|COPYRIGHT|copyright|©|All[ ]Rights[ ]Reserved|ALL[ ]RIGHTS[ ]RESERVED|版权所有|版權所有|著作权所有).{0,120}
  | .{0,30}(?:[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]ICP[备證证]\d*.{0,40}|公网安备.{0,40})
  | (?:网站标识码|政府网站标识码|网站备案号|备案号|技术支持|维护单位)[ ]?[:：].{0,60}
  | (?:主办|主管|承办|版权所有|维护)(?:单位)?[ ]?[:：][^，。；]{1,30}(?:承办|主管|技术支持|维护|地址|电话|邮编|网站标识码)(?:单位)?[ ]?[:：].{0,80}
  )""",
    re.X,
)
_DISCLAIM_HEAD = re.compile(
    r"[\[【*＊（(]?[ ]*(?:免责声明|免責聲明|版权声明|版權聲明|法律声明|特别声明|郑重声明|本网声明|网站声明|免责条款|风险提示|转载声明|转载请注明)[ ]*[\]】）)]?[ ]?(?:[:：]|$)"
)
_DISCLAIM = re.compile(
    r"本文(?:仅|僅|只)?代表作者(?:个人|個人|本人)?(?:观点|觀點|的)|(?:与|與)本(?:网|網|站|平台)(?:无关|無關|立场无关)|不代表本(?:网|網|站|平台|报|刊)|"
    r"(?:本|该)(?:网|網|站|网站|平台|公众号)(?:不|未|对此|概不|并不|所转载|转载|刊载|部分|所有|注明|只是|仅)|凡(?:本|由本|是)?(?:网|網|站).{0,6}(?:注明|刊|转载)|凡(?:注明|未注明|标注|来源)|"
    r"(?:未经|未經)本(?:网|網|站|公司|报)(?:书面|授权|许可|证实|證實|同意|协议)|(?:如|若)(?:有|涉及|因|存在|發現|发现)?.{0,20}(?:版权|侵权|著作权|稿酬).{0,30}(?:联系|删除|告知|通知)|"
    r"(?:转载|轉載)(?:的)?(?:目的|请|須|须|内容|文章|稿件|作品)|(?:文章|内容|信息|图片)(?:来源于|来自)(?:互联网|网络)|投资者据此操作|风险自担|仅供(?:读者)?参考|不构成.{0,8}投资建议|作品版权.{0,10}所有"
)
_DISCLAIM_WEAK = re.compile(r"本(?:网|站|平台)|版权|转载|侵权|联系我们|来源|稿件|著作权|@|(?:电话|邮箱|邮件|QQ|联系人|联系邮箱)[:：]|email|投稿|举报")
_RELATED_HEAD = re.compile(
    r"[【\[■◆●•▎|]?[ ]*(?:相关|相關|更多|推荐|热门|延伸|猜你|精彩|最新|热点|扩展|关联)(?:阅读|閱讀|新闻|新聞|链接|連結|文章|报道|報道|推荐|资讯|信息|内容|喜欢|稿件|文档|解读|政策|专题|文件)[ ]*[】\]]?[ ]?[:：]?[ ]?(?:更多)?"
)
_TAGS = re.compile(r"(?:标签|標籤|关键字|關鍵字|关键词|關鍵詞|本文标签|文章标签|TAGS?|Tags?|责任标签)[ ]?[:：][^。；]{0,120}")
_PAGE = re.compile(
    r"[-—–－─ ]{1,6}\d{1,4}[-—–－─ ]{1,6}|第[ ]?\d{1,4}[ ]?页(?:[ /，,]*(?:共|总共)[ ]?\d{1,4}[ ]?页)?|[(（]第\d{1,4}页[)）]|(?:Page|PAGE|page)[ ]?\d{1,4}(?:[ ]?(?:of|/)[ ]?\d{1,4})?|共[ ]?\d{1,4}[ ]?页[ ,，]*第?[ ]?\d{0,4}[ ]?页?"
)
_META = re.compile(
    r"(?:索[ ]*引[ ]*号|主[ ]*题[ ]*分[ ]*类|主[ ]*题[ ]*词|发[ ]*文[ ]*机[ ]*关|成[ ]*文[ ]*日[ ]*期|标[ ]*题|名[ ]*称|发[ ]*文[ ]*字[ ]*号|文[ ]*号|发[ ]*布[ ]*日[ ]*期|发[ ]*布[ ]*机[ ]*构|公文种类|信息分类|生效日期|废止日期|有效性|所属机构|组配分类|公开方式)[ ]*[:：].*"
)
_SCRAP = re.compile(r"(?:<!--|-->|\*{3,}|={3,}|_{3,}|\[?email[ \xa0]protected\]?|\[email[^\]]{0,20}\]?)+")
_HINT = re.compile(
    r"[:：|>»©@]|位置|一篇|一[页頁条]|跳[至到过]|返回|[打][ ]?印|关闭|分享|扫[一描码]|二维码|微信|微博|编辑|編輯|责编|来源|Copyright|ICP|公网安备|[声聲]明|[版][权權]|转载|相[关關]|推荐|热门|延伸|猜你|更多|^[-—–─ ]{1,6}\d|第[ ]?\d+[ ]?页|[pP]age|本[网網站]|凡|设为|登录|--|\*\*\*|\d:\d\d|供参考|作者|记者"
)
_SAYS = re.compile(r"声明|聲明|免责|免責|本[网網站平公报刊文]|该[网网站平公]|版[权權]|转载|轉載|侵权|凡|未经|未經|投资者据|风险[自提]|仅供|不构成|文章|内容|信息来|图片来|不代表|如|若|因")
"""What a sentence of a disclaimer holds: cheaper to look for than its phrases."""
_ENDS = "。；！？;!?"


class Line(NamedTuple):
    """A line that is not blank, without the blanks around it."""

    start: int
    end: int
    text: str


def lines_of(text: str) -> list[Line]:
    """All lines with something on them."""
    out: list[Line] = []
    at = 0
    for raw in text.split("\n"):
        line = raw.strip()
        if line:
            start = at + raw.index(line[0]) if raw[0] != line[0] else at
            out.append(Line(start, start + len(line), line))
        at += len(raw) + 1
    return out


def find_blocks(lines: list[Line]) -> list[Block]:
    """All blocks but the repeated lead, in the order of the text."""
    kinds = _singly(lines)
    if not any(kinds):
        return []
    _spread(lines, kinds)
    return _merge(lines, kinds)


def _kind(line: str) -> str:
    """The kind of a line that shows by itself what it is."""
    if len(line) > 400:
        return ""
    if line[-1] not in "。；;" and len(line) <= 160:
        if not _HINT.search(line):
            return ""
        for kind, pattern in _SHORT:
            if pattern.fullmatch(line):
                return kind
    elif not _SAYS.search(line):
        return ""
    if _DISCLAIM_HEAD.match(line) or (_DISCLAIM_WEAK.search(line) and _DISCLAIM.search(line)):
        return "disclaimer"
    return ""


_SHORT = (
    ("page_number", _PAGE),
    ("scrap", _SCRAP),
    ("credit", _CREDIT),
    ("tags", _TAGS),
    ("navigation", _NAVIGATION),
    ("share", _SHARE),
    ("related", _RELATED_HEAD),
    ("copyright", _COPYRIGHT),
)


def _singly(lines: list[Line]) -> list[str]:
    kinds = [_kind(line.text) for line in lines]
    _metadata(lines, kinds)
    return kinds


def _metadata(lines: list[Line], kinds: list[str]) -> None:
    """The table of index number, issuer and number that gov.cn prints above a document."""
    at = 0
    while at < min(len(lines), 30):
        if len(lines[at].text) < 120 and _META.fullmatch(lines[at].text):
            last, count = at, 1
            for index in range(at + 1, min(len(lines), at + 24)):
                if len(lines[index].text) < 120 and _META.fullmatch(lines[index].text):
                    last, count = index, count + 1
                elif index - last > 1:
                    break
            if count >= 3:
                value = last + 1 < len(lines) and lines[last].text[-1] in "：:" and len(lines[last + 1].text) < 30
                for index in range(at, last + 1 + bool(value)):
                    kinds[index] = "metadata"
                at = last + 1
                continue
        at += 1


def _spread(lines: list[Line], kinds: list[str]) -> None:
    """Let lists run on under their heads: related links, disclaimers, tags at the foot."""
    size = len(lines)
    for at in range(size):
        if kinds[at] == "related":
            for index in range(at + 1, min(size, at + 16)):
                line = lines[index].text
                if kinds[index] or len(line) > 50 or line[-1] in _ENDS or line[-1] in "：:，,":
                    break
                kinds[index] = "related"
        elif kinds[at] == "disclaimer":
            for index in range(at + 1, min(size, at + 6)):
                if kinds[index] or not _DISCLAIM_WEAK.search(lines[index].text) or len(lines[index].text) > 300:
                    break
                kinds[index] = "disclaimer"
    for index in range(size):
        # A head without a list is as likely a heading of the text.
        if kinds[index] == "related" and index + 1 < size and not kinds[index + 1] and (not index or kinds[index - 1] != "related"):
            kinds[index] = ""
    # At the foot, words on lines of their own after other furniture are a tag list.
    foot = size
    while foot and not kinds[foot - 1] and len(lines[foot - 1].text) <= 12 and not re.search(r"[，。；：！？:\d]", lines[foot - 1].text):
        foot -= 1
    if size - foot >= 2 and foot and kinds[foot - 1] in ("disclaimer", "copyright", "share", "related", "tags"):
        for index in range(foot, size):
            kinds[index] = "tags"


def _merge(lines: list[Line], kinds: list[str]) -> list[Block]:
    blocks: list[Block] = []
    for index, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        if not kind:
            continue
        if blocks and index and kinds[index - 1] == kind:
            blocks[-1] = Block(kind, blocks[-1].start, line.end)
        else:
            blocks.append(Block(kind, line.start, line.end))
    return blocks
