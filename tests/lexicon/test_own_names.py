"""A name of a user's own is found wherever it stands by itself, or the check says why not: tried with names made at random."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer import analyze
from analyzer.checking import check_lexicons
from analyzer.lexicon.entity_rules import EntityRules
from tests.lexicon.test_user_entities import HEADERS

ROWS = {
    "sectors.csv": ("{name}", "", "C36", "", "free", "x", "", ""),
    "ministries.csv": ("org:own{number}", "{name}", "", "state", "", "", "", "", "x"),
    "region_groups.csv": ("group:own{number}", "{name}", "", "area", "110000", "", "", "x"),
    "regions.csv": ("99{number:04}", "{name}", "", "", "prefecture", "", "free", "", "", "", "", "x"),
}
IDS = {"sectors.csv": "C36", "ministries.csv": "org:own{number}", "region_groups.csv": "group:own{number}", "regions.csv": "99{number:04}"}
CARRIERS = ("今天，{}，有关部门通报。", "各地要支持（{}）。", "{}")
CHARACTERS = "量子汤云谷市县区部局委员会业机器产金融在和与的大小东西南北国家省政府万一二届号令臺灣國電於AI3 -（）．，%"


def write(file: Path, names: dict[int, str]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEADERS[file.name].split(","))
        writer.writerows([cell.format(name=name, number=number) for cell in ROWS[file.name]] for number, name in names.items())


@pytest.mark.parametrize("file", list(ROWS))
def test_a_name_applies_wherever_it_stands_by_itself_or_the_check_says_why_not(file: str, rules: EntityRules, tmp_path: Path) -> None:
    known = sorted(word for word in (*rules.kinds, *rules.sectors.words.kinds) if len(word) > 1)
    letters = st.text(CHARACTERS, min_size=1, max_size=5)
    name = st.one_of(letters, st.sampled_from(known), st.builds("{}{}".format, st.sampled_from(known), letters), st.builds("{}{}".format, letters, st.sampled_from(known)))

    @settings(max_examples=2, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(name.map(str.strip).filter(lambda made: made and "|" not in made), min_size=12, max_size=25, unique=True))
    def holds(made: list[str]) -> None:
        names = dict(enumerate(made))
        write(tmp_path / file, names)
        wrong = {fault.line - 2 for fault in check_lexicons(tmp_path)}
        sound = {number: name for number, name in names.items() if number not in wrong}
        if not sound:
            return
        write(tmp_path / file, sound)
        assert [fault.fault for fault in check_lexicons(tmp_path)] == []
        for number, name in sound.items():
            for carrier in CARRIERS:
                text = carrier.format(name)
                found = [(text[e.start : e.end], id) for e in analyze(text, lexicons=tmp_path).entities for id in (e.id, *e.alternatives)]
                assert (name, IDS[file].format(number=number)) in found, text

    holds()
