"""Measures how well reprints are found: pages made from articles of a corpus, whose clusters are known.

From 100 articles 500 pages are made, five each: glosses behind words, byte shifts, cuts to 60–100 %, navigation and
disclaimers added, changed titles, dates up to 20 days later or none; other articles of the corpus stand around them. Precision and recall count pairs of
pages; a pair of two articles of the corpus that are found to be one text is listed and left out of the count, for the
corpus has reprints of its own.

Usage: python benchmarks/reprints.py [--file ../shared/corpus/news.jsonl.gz] [--others 3000] [--seed 1]
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import resource
import sys
import time
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

from analyzer import Article
from analyzer.reprints import find_reprints

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
WANTED = 0.97
ORIGINALS, PAGES = 100, 5
MENU = "首页 要闻 政策 解读 互动 服务\n您当前的位置：首页 > 新闻中心 > 要闻\n字体：大 中 小  打印本页\n"
FOOT = "\n【责任编辑：某某】\n分享到：微信 微博\n相关阅读\n{0}\n{1}\n版权所有：某某网站 未经许可不得转载\n"
SYLLABLES = {"的": "de", "发": "fā", "展": "zhǎn", "国": "guó", "业": "yè", "经": "jīng", "推": "tuī", "进": "jìn", "加": "jiā", "强": "qiáng"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--file", type=Path, action="append", help="articles as .jsonl.gz with the keys id, title, date, text")
    parser.add_argument("--others", type=int, default=3000, help="how many other articles stand around the pages")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    files = options.file or [CORPUS / "news.jsonl.gz", CORPUS / "documents.jsonl.gz"]
    if missing := [file for file in files if not file.is_file()]:
        sys.exit(f"{missing[0]} is missing: name a file with --file")
    dice = random.Random(options.seed)
    pile = [cells for file in files for cells in articles(file) if 200 <= len(cells["text"]) <= 8000]
    dice.shuffle(pile)
    originals, others = pile[:ORIGINALS], pile[ORIGINALS : ORIGINALS + options.others]
    made = [
        Article(page(cells["text"], pile, dice), id=f"{number}/{copy}", title=title(cells["title"] or "", dice), date=day(cells, dice))
        for number, cells in enumerate(originals)
        for copy in range(PAGES)
    ]
    all_articles = made + [Article(cells["text"], id=f"other/{n}", title=cells["title"], date=day(cells)) for n, cells in enumerate(others)]
    dice.shuffle(all_articles)
    characters = sum(len(article.text) for article in all_articles)
    began = time.process_time()
    found = find_reprints(all_articles)
    seconds = time.process_time() - began

    cluster_of = {reprint.article_id: reprint.cluster for reprint in found}
    ids = [article.id or "" for article in all_articles]
    wanted = {pair for number in range(ORIGINALS) for pair in combinations(sorted(f"{number}/{copy}" for copy in range(PAGES)), 2)}
    members: dict[int, list[str]] = {}
    for id in ids:
        if id in cluster_of:
            members.setdefault(cluster_of[id], []).append(id)
    pairs = {pair for cluster in members.values() for pair in combinations(sorted(cluster), 2)}
    own = {pair for pair in pairs if all(id.startswith("other/") for id in pair)}
    pairs -= own
    right = len(pairs & wanted)
    precision, recall = right / max(1, len(pairs)), right / len(wanted)
    print(f"{len(all_articles):,} articles, {characters:,} characters: {seconds:.1f} s, {characters / seconds:,.0f} characters/s")
    print(f"pairs: precision {precision:.4f}, recall {recall:.4f}{'' if min(precision, recall) >= WANTED else '  TOO LOW'}")
    print(f"pairs of the corpus itself, not counted: {len(own)}")
    texts = {article.id: article.text for article in all_articles}
    for one, other in sorted(own)[:20]:
        print("  ", texts[one][:50].replace("\n", " "), "|", texts[other][:50].replace("\n", " "))
    for one, other in sorted(pairs - wanted)[:10]:
        print("  wrong:", one, texts[one][:50].replace("\n", " "), "|", other, texts[other][:50].replace("\n", " "))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB, the texts among it")


def page(text: str, pile: list[dict[str, str]], dice: random.Random) -> str:
    """A page as a scraper may find the text: one to three kinds of damage."""
    for damage in dice.sample([cut, glosses, shifts, framed], dice.randint(1, 3)):
        text = damage(text, pile, dice)
    return text


def cut(text: str, _pile: list[dict[str, str]], dice: random.Random) -> str:
    kept = int(len(text) * dice.uniform(0.6, 1))
    return text[:kept] if dice.random() < 0.7 else text[len(text) - kept :]


def glosses(text: str, _pile: list[dict[str, str]], dice: random.Random) -> str:
    return "".join(f"{c}({SYLLABLES[c]})" if c in SYLLABLES and dice.random() < 0.5 else c for c in text)


def shifts(text: str, _pile: list[dict[str, str]], dice: random.Random) -> str:
    """A byte lost in every few hundred characters: GB18030 read out of step up to the next line or full stop."""
    out = []
    for sentence in text.replace("。", "。\0").split("\0"):
        if len(sentence) > 8 and dice.random() < 0.05:
            data = sentence.encode("gb18030")
            at = dice.randrange(0, len(data) // 2) * 2
            sentence = (data[:at] + data[at + 1 :]).decode("gb18030", "replace")
        out.append(sentence)
    return "".join(out)


def framed(text: str, pile: list[dict[str, str]], dice: random.Random) -> str:
    links = [dice.choice(pile)["title"] or "要闻" for _ in range(2)]
    return MENU + text + FOOT.format(*links)


def title(words: str, dice: random.Random) -> str:
    return dice.choice([words, f"【要闻】{words}", words[: max(6, len(words) // 2)] + "…", f"转载：{words}"])


def day(cells: dict[str, str], dice: random.Random | None = None) -> str | None:
    """The day of an article; with dice that of a reprint, up to 20 days later, or none at all."""
    digits = re.sub(r"\D", "", cells.get("date") or "")
    if len(digits) != 8 or (dice and dice.random() < 0.3):
        return None
    later = timedelta(days=dice.randint(0, 20) if dice else 0)
    return (date.fromisoformat(digits) + later).isoformat()


def articles(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


if __name__ == "__main__":
    main()
