"""The rules travel as plain data and load fast."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest

from analyzer.errors import LexiconError
from analyzer.lexicon.entities import find_entities
from analyzer.lexicon.entity_rules import EntityRules


def test_rules_survive_the_way_through_json(rules: EntityRules) -> None:
    again = EntityRules.from_rows(json.loads(json.dumps(rules.to_rows(), ensure_ascii=False)))
    text = "工信部、浙江省委和宁波市科技局研究支持京津冀发展（责任单位：市财政局）。"
    assert find_entities(text, again) == find_entities(text, rules)
    assert again.to_rows() == json.loads(json.dumps(rules.to_rows(), ensure_ascii=False))


def test_rules_load_from_plain_data_without_a_pause(rules: EntityRules) -> None:
    rows = rules.to_rows()
    started = time.process_time()
    find_entities("国务院", EntityRules.from_rows(rows))
    assert time.process_time() - started < 1.0  # 0.1 on a quiet machine; a slow one must not fail


def test_ancestors_run_from_the_nearest_upwards(rules: EntityRules) -> None:
    number = rules.numbers["440305"]
    assert [rules.regions[n].code for n in rules.ancestors(number)] == ["440300", "440000"]


def test_the_longest_tail_wins(rules: EntityRules) -> None:
    assert rules.tail_at("市委网信办公室", 1) == "委网信办"
    assert rules.tail_at("科学技术局长", 0) == "科学技术局"
    assert rules.tail_at("山水", 0) == ""


def test_words_must_be_lists_of_words(lexicons: Path, tmp_path: Path) -> None:
    folder = tmp_path / "lexicons"
    shutil.copytree(lexicons, folder)
    words = (folder / "entity_words.yaml").read_text(encoding="utf-8")
    (folder / "entity_words.yaml").write_text(
        words.replace("pairs:\n- words: [", "pairs:\n- words: [123, ", 1), encoding="utf-8"
    )
    with pytest.raises(LexiconError, match=r"entity_words\.yaml:\d+: words must be a list of words"):
        EntityRules.from_lexicons(folder)
