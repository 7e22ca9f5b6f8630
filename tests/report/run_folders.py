"""Run folders made by hand: rows whose counts can be told by looking at them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from analyzer.tables import ARTICLES, DIRECTIVES, TARGETS, Table
from analyzer.writing import safe_cell

HOSTILE = "<script>window.hit=1</script>\"><img src=x onerror='window.hit=1'></script><!-- {{ 7*7 }}"
TEXT = f"关于汽车的通知\n各地要加快推进汽车产业发展，严禁盲目投资。𠮷林省要支持{HOSTILE}试点。\n=1+1不得使用。"
CLAUSES = ("各地要加快推进汽车产业发展", "严禁盲目投资", f"𠮷林省要支持{HOSTILE}试点", "=1+1不得使用")


def directive(article: str, clause: str, text: str = TEXT, **more: Any) -> dict[str, Any]:
    start = text.index(clause)
    row = {
        "article_id": article, "directive_id": f"{article}#d{start}-{start + len(clause)}", "title": f"通知{article}", "date": "2024-03-18",
        "issuers": "国务院", "start": start, "end": start + len(clause), "text": clause, "evidence": clause, "cue": "要", "rule": "modal",
        "modality": "obligation", "strength": 3, "status": "issued", "paragraph": 1, "sentence": 1, "confidence": 0.9,
        "themes": "工业、交通；财政" if article == "a" else "财政",
    }  # fmt: skip
    return row | more


def rows_of_two_articles() -> list[dict[str, Any]]:
    a, b, c, d = CLAUSES
    return [
        directive("a", a, ministries="商务部；工业和信息化部", sectors="汽车", regions="浙江省", strength=4, addressee="各地", frame="会议强调"),
        directive("a", b, modality="prohibition", strength=5, sectors="汽车；钢铁", ministries="商务部"),
        directive("a", c, modality="encouragement", strength=2, regions="吉林省；浙江省", object=HOSTILE, addressee=HOSTILE),
        directive("a", d, modality="prohibition", strength=5),
        directive("b", a, date="2023-05", sectors="钢铁", ministries="工业和信息化部", frame="会议强调", repeat_of="a#d8-21"),
        directive("b", b, date="2023-05", modality="prohibition", strength=5, evidence="嚴禁(jìn)盲目投資", end=TEXT.index(b) + 11),
    ]


def write(folder: Path, table: Table, rows: Iterable[dict[str, Any]], *, zh: bool = False) -> Path:
    folder.mkdir(exist_ok=True, parents=True)
    path = folder / f"{table.name}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        out = csv.writer(handle)
        out.writerow(table.headers("zh" if zh else "en"))
        out.writerows([safe_cell(row.get(c.name, 0 if c.kind is int else "")) for c in table.columns] for row in rows)
    return path


def run_folder(folder: Path, rows: Sequence[dict[str, Any]], *, texts: bool = True) -> Path:
    ids = list(dict.fromkeys(row["article_id"] for row in rows))
    write(folder, DIRECTIVES, rows)
    write(folder, ARTICLES, [{"id": id, "title": f"通知{id}", "date": "2024-03-18", "themes": "工业、交通；财政" if id == "a" else "财政"} for id in ids])
    target = {"article_id": "a", "target_id": "a#t1-2", "indicator": "产量", "comparator": ">=", "value": "30%以上", "number": 30, "deadline": "2025"}
    write(folder, TARGETS, [target])
    if texts:
        lines = [json.dumps({"article_id": id, "title": f"通知{id}", "text": TEXT}, ensure_ascii=False) for id in ids]
        (folder / "texts.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
