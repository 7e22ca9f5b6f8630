from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from analyzer.errors import ResourceError
from analyzer.grammar.content import ContentRules
from analyzer.grammar.instrument_features import CODES, SPACE, STATES, Clue, InstrumentFeatures, Told, read_features
from analyzer.grammar.instrument_model import FILE, InstrumentModel
from analyzer.resources import lexicons_dir, models_dir


def arrays(words: dict[int, str] | None = None, states: dict[str, str] | None = None) -> dict[str, np.ndarray]:
    """A model in which a word number or a state speaks for one code."""
    ids = np.array(sorted(words or {0: "其他"}), dtype=np.int32)
    weights, rows = np.zeros((len(ids), len(CODES)), dtype=np.float16), np.zeros((len(STATES), len(CODES)), dtype=np.float32)
    for place, number in enumerate(ids.tolist()):
        weights[place, CODES.index((words or {0: "其他"})[number])] = 1
    for name, code in (states or {}).items():
        rows[STATES.index(name), CODES.index(code)] = 1
    layers = {"first": np.zeros((0, 0)), "first_bias": np.zeros(0), "out": np.zeros((0, len(CODES)))}
    return {"ids": ids, "weights": weights, "states": rows, "bias": np.zeros(len(CODES), dtype=np.float32), **layers}


def clue(clause: str, code: str = "其他", *, action: str = "", object: str = "", modality: str = "obligation", paragraph: int = 0, **scores: float) -> Clue:
    return Clue(clause, action, object, code, scores, modality, paragraph)


def codes(model: InstrumentModel, *clues: Clue, text: str = "", statute: bool = False) -> list[str]:
    return model.codes([Told(clues, text, statute)])[0]


def read(*clues: Clue, text: str = "") -> InstrumentFeatures:
    return read_features([Told(clues, text, False)])


def test_a_word_that_no_lexicon_has_may_settle_the_code() -> None:
    known = read(clue("修渠")).ids
    pair = next(n for n in known.tolist() if n not in read(clue("渠修")).ids)
    model = InstrumentModel(arrays({pair: "基础设施"}))
    assert codes(model, clue("修渠"), clue("种树"), text="通知") == ["基础设施", CODES[0]]


def test_the_rules_of_the_rest_of_the_document_count_but_not_the_directive_itself() -> None:
    model = InstrumentModel(arrays(states={"document.金融支持": "金融支持", "rule.组织领导": "组织领导"}))
    lending = [clue("发放贷款", "金融支持") for _ in range(3)]
    assert codes(model, clue("抓好落实"), *lending)[0] == "金融支持"
    alone = read(clue("发放贷款", "金融支持")).states[0]
    assert alone[STATES.index("document.金融支持")] == 0


def test_neighbours_and_paragraphs_are_told_apart() -> None:
    rows = read(clue("甲", "人才"), clue("乙", "其他"), clue("丙", "宣传引导", paragraph=1)).states
    middle = dict(zip(STATES, rows[1].tolist(), strict=True))
    assert {name for name, value in middle.items() if value and name.startswith(("before", "after", "paragraph"))} == {
        "before.人才", "after.宣传引导", "paragraph.人才",
    }  # fmt: skip


def test_heading_and_words_before_a_clause_are_told_from_its_own() -> None:
    plain, headed = clue("甲乙"), clue("甲乙")._replace(heading="修渠", before="修渠")
    own, more = read(plain).ids.tolist(), read(headed).ids.tolist()
    assert len(more) == len(own) + 2
    assert len(set(more) - set(own) - set(read(clue("修渠")).ids.tolist())) == 2  # the same pair, as heading and as words before


def test_line_breaks_before_a_clause_do_not_shift_the_directives() -> None:
    first, second = clue("修渠")._replace(before="一\n二\n"), clue("种树")
    together = read(first, second)
    assert together.ids[together.bounds[1] :].tolist() == read(second).ids.tolist()


def test_scores_of_the_rules_are_taken_with_their_lead() -> None:
    row = read(clue("甲", "人才", 人才=2.0, 公共服务=0.5)).states[0]
    assert row[STATES.index("ahead.人才")] == pytest.approx(1.5)
    assert row[STATES.index("score.公共服务")] == pytest.approx(0.5)
    assert row[STATES.index("silent")] == 0
    assert read(clue("甲")).states[0][STATES.index("silent")] > 0


def test_a_prohibition_is_a_regulation_whatever_the_weights_say() -> None:
    model = InstrumentModel(arrays(states={"modality.prohibition": "人才"}))
    assert codes(model, clue("不得外传", modality="prohibition")) == ["法规管制"]


def test_the_first_line_counts_for_every_directive_and_nothing_behind_it() -> None:
    title = read(clue("甲"), text="税收优惠\n正文").titles
    assert len(title) == 3
    model = InstrumentModel(arrays({int(title[0]): "税收优惠"}))
    assert codes(model, clue("甲"), clue("乙"), text="税收优惠\n正文") == ["税收优惠"] * 2
    assert codes(model, clue("甲"), text="正文\n税收优惠") == [CODES[0]]


def test_no_directives_have_no_codes() -> None:
    assert codes(InstrumentModel(arrays())) == []


@pytest.mark.parametrize("text", ["", "\n", "字"])
def test_texts_without_a_line_to_speak_of_are_read(text: str) -> None:
    assert len(codes(InstrumentModel(arrays()), clue(""), clue("两\n行"), text=text)) == 2


def test_texts_read_together_are_coded_as_one_by_one() -> None:
    model = InstrumentModel.read(models_dir() / "instruments")
    texts = [
        Told([clue("加强队伍建设", "人才", 人才=1.0), clue("及时发现"), clue("发放补贴", "资金支持", paragraph=1)], "关于人才的通知\n正文", False),
        Told([], "公告", False),
        Told([clue("应当报告", "法规管制", modality="permission"), clue("不得外传", modality="prohibition")], "", True),
    ]
    assert model.codes(texts) == [code for told in texts for code in model.codes([told])]
    every, alone = read_features([texts[0], texts[2]]), [read_features([texts[0]]), read_features([texts[2]])]
    assert np.array_equal(every.states, np.vstack([one.states for one in alone]))


def test_a_directive_keeps_its_words_whatever_else_is_read_with_it() -> None:
    rows = [clue("加强队伍建设", "人才", action="加强", object="队伍建设"), clue("发放补贴", "资金支持", action="发放", object="补贴")]
    both = read(*rows)
    for i, row in enumerate(rows):
        one = read(row)
        assert sorted(both.ids[both.bounds[i] : both.bounds[i + 1]]) == sorted(one.ids)


def test_what_spoke_for_a_code_adds_up_to_its_lead() -> None:
    model = InstrumentModel.read(models_dir() / "instruments")
    rows = [clue("发放稳岗补贴", "资金支持", action="发放", object="稳岗补贴", 资金支持=1.5), clue("加强宣传", "宣传引导", 宣传引导=1.0)]
    rows[0] = rows[0]._replace(heading="稳定就业", before="各地要")
    told = Told(rows, "关于稳岗的通知", False)
    scores = np.sort(model.scores(read_features([told]))[0])
    reasons = model.explain(told, 0)
    assert sum(weight for _, weight in reasons) == pytest.approx(scores[-1] - scores[-2], abs=1e-6)
    assert {"rule.资金支持", "heading 就业"} <= set(dict(reasons))


@pytest.mark.parametrize(("name", "shape"), [("weights", (1, 3)), ("states", (2, len(CODES))), ("bias", (3,))])
def test_arrays_of_other_shapes_are_refused_and_named(name: str, shape: tuple[int, ...]) -> None:
    with pytest.raises(ResourceError, match=re.escape(f"'{name}': {shape}")) as caught:
        InstrumentModel(arrays() | {name: np.zeros(shape)})
    assert "models/instruments/make.py" in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=rf"{re.escape(str(tmp_path / FILE))} cannot be read as an instrument model"):
        InstrumentModel.read(tmp_path)


def test_the_model_that_ships_fits_these_features_and_the_codes_of_the_rules() -> None:
    shipped = InstrumentModel.read(models_dir() / "instruments").arrays()
    assert np.all(np.diff(shipped["ids"]) > 0)
    assert shipped["ids"][-1] < SPACE
    assert all(np.isfinite(shipped[name]).all() for name in ("weights", "states", "bias"))
    assert set(CODES) == set(ContentRules.from_lexicons(lexicons_dir()).instruments.sides)


def test_annotations_name_offsets_and_known_codes_and_no_text() -> None:
    for line in (models_dir() / "instruments" / "annotations.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        assert set(row) == {"source", "start", "end", "instrument", "drawn"}
        assert row["start"] < row["end"]
        assert row["instrument"] in CODES
        assert row["drawn"] in ("random", "chosen", "doubted")
