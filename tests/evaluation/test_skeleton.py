"""Gold skeletons: what the analyzer proposes is right by its own measure, and blank ones ask for labels."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzer.errors import GoldError, InputError, OutputError
from analyzer.evaluation import agree, annotate, evaluate, read_gold
from analyzer.evaluation.figures import headline

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
GLOSSED = "工業(yè)和信息化部強(qiáng)調(diào)，各地區(qū)要著力打通物料運輸?shù)葘嶋H困難，到2027年覆蓋率達(dá)到90%以上。"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for n in range(6):
        (folder / f"{n}.txt").write_text(f"会议强调，第{n}批地区要加强监管。", encoding="utf-8")
    return folder


def test_proposals_evaluate_to_one_and_agree_with_themselves(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    report = annotate([SAMPLES], gold)
    assert (report.documents, report.skipped) == (21, [])
    found = evaluate(gold, resamples=0)
    assert set(headline(found.measures).values()) == {1.0}
    assert (found.mistakes, found.strangers) == ((), ())
    assert agree(gold, gold, resamples=0).kappas["role"].kappa.value == 1.0


def test_proposals_of_damaged_text_have_the_words_as_they_stand(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GLOSSED, encoding="utf-8")
    annotate([tmp_path / "a.txt"], tmp_path / "gold.jsonl", genre="news")
    (document,) = read_gold(tmp_path / "gold.jsonl")
    (directive,) = document.directives
    assert GLOSSED[directive.start : directive.end].startswith("各地區(qū)要著力打通")
    assert directive.addressee == "各地區(qū)"  # these words alone mend to what was found: they stand as in the text
    assert document.genre == "news"
    assert set(headline(evaluate([document]).measures).values()) == {1.0}


def test_what_is_known_of_an_article_goes_with_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text,title,date\nx,要加强监管。,教育部关于招生的通知,2024-05-01\n", encoding="utf-8")
    annotate([tmp_path / "a.csv"], tmp_path / "gold.jsonl")
    (document,) = read_gold(tmp_path / "gold.jsonl")
    article = document.article()
    assert (article.id, article.title, article.date) == ("x", "教育部关于招生的通知", "2024-05-01")


def test_blank_skeletons_have_places_and_words_and_no_labels(texts: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    annotate([texts], gold, blank=True)
    row = json.loads(gold.read_text(encoding="utf-8").splitlines()[0])
    assert (row["entities"], row["targets"]) == (None, None)
    assert row["clauses"][0] == {"start": 0, "end": 4, "text": "会议强调", "role": "", "modality": "", "addressee": ""}
    with pytest.raises(GoldError, match=r"gold.jsonl:1: clauses\[0\].role is empty: the clause 「会议强调」 has no role yet"):
        read_gold(gold)
    for clause, role in zip(row["clauses"], "FD", strict=True):
        clause |= {"role": role, "modality": "O" if role == "D" else ""}
    gold.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    assert headline(evaluate(gold).measures)["role"] == 1.0


def test_a_sample_is_drawn_at_random_and_the_same_every_time(texts: Path, tmp_path: Path) -> None:
    drawn = []
    for seed in range(8):
        report = annotate([texts], tmp_path / "gold.jsonl", sample=2, seed=seed, overwrite=True)
        ids = [d.id for d in read_gold(tmp_path / "gold.jsonl")]
        assert report.documents == len(ids) == 2
        assert ids == sorted(ids)
        drawn.append(ids)
    assert len(set(map(tuple, drawn))) > 1
    annotate([texts], tmp_path / "gold.jsonl", sample=2, seed=7, overwrite=True)
    assert [d.id for d in read_gold(tmp_path / "gold.jsonl")] == drawn[-1]
    assert annotate([texts], tmp_path / "all.jsonl", sample=99).documents == 6


def test_what_cannot_be_done_is_told(texts: Path, tmp_path: Path) -> None:
    annotate([texts], tmp_path / "gold.jsonl")
    with pytest.raises(OutputError, match=r"already holds gold\.jsonl"):
        annotate([texts], tmp_path / "gold.jsonl")
    with pytest.raises(OutputError, match="is a folder: name a file"):
        annotate([texts], tmp_path)
    with pytest.raises(InputError, match="sample=-1"):
        annotate([texts], tmp_path / "b.jsonl", sample=-1)
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(InputError, match="is empty"):
        annotate([tmp_path / "empty.txt"], tmp_path / "c.jsonl")
    assert not (tmp_path / "c.jsonl").exists()
