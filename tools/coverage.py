"""Writes docs/coverage.md from the lexicons: what they hold, by kind and level, with years.

    python tools/coverage.py           # write it
    python tools/coverage.py --check   # exit with 1 where it is not what the lexicons hold
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from analyzer.lexicon.documents import DocumentRules
from analyzer.lexicon.industries import read_industries
from analyzer.lexicon.organ_tables import BODY_COLUMNS, FUNCTION_COLUMNS, LEVELS, MINISTRY_COLUMNS, names_of, tails_of
from analyzer.lexicon.place_tables import GROUP_COLUMNS, REGION_COLUMNS
from analyzer.lexicon.place_tables import LEVELS as REGION_LEVELS
from analyzer.lexicon.sectors import COLUMNS as SECTOR_COLUMNS
from analyzer.lexicon.tables import Row, read_csv
from analyzer.resources import lexicons_dir

PAGE = Path(__file__).resolve().parents[1] / "docs" / "coverage.md"
ORGANS = {
    "state": "state: State Council, ministries, bureaus, offices, coordinating bodies", "party": "Party", "npc": "National People's Congress",
    "cppcc": "CPPCC", "judicial": "courts and procuratorates", "military": "military", "hk": "Hong Kong", "mo": "Macao", "tw": "Taiwan",
}  # fmt: skip
KINDS = {
    "macro": "macro regions (东北地区)", "cluster": "city clusters and metropolitan circles (京津冀)", "basin": "river basins (黄河流域)",
    "belt": "belts and corridors (长江经济带)", "area": "areas (苏南, 河西走廊, 三区三州)", "new_area": "national new areas (雄安 and 浦东 are divisions)",
    "ftz": "free-trade zones and ports", "zone": "other named zones", "corps": "Xinjiang Production and Construction Corps",
}  # fmt: skip
LENGTHS = {0: "none", 1: "section", 3: "division", 4: "group", 5: "class"}
NOT_COVERED = """## What is not covered

- **Organs**: departments of ministries by name (they are read by form: ministry + …司); courts beyond the pattern of their names;
  the armed forces beyond the Central Military Commission and its organs; local organs that were merged under unusual names,
  beyond `local_organs.csv`. On purpose: mass organisations, democratic parties, companies, schools, media, foreign bodies.
- **Regions**: townships and villages by name (a township is read only right after its county or city); divisions that ended
  before about 1995; short names of Taiwan's districts; renamings within a month. Development zones without a row of their own
  are read after the name of their place (北京天竺综合保税区).
- **Sectors**: sections S (public administration) and T (international organisations) of the standard, whose names are organs;
  its residual classes (其他未列明…), which prose does not use; names that are neither listed nor formed of listed words.
- **Years**: dates are known to the year or month where plans and notices tell no day; an empty date means always, or not known.
"""


def rows_of(name: str, columns: Sequence[str]) -> list[Row]:
    """The rows of a lexicon."""
    return list(read_csv(lexicons_dir() / name, columns))


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """A table of Markdown."""
    return [f"| {' | '.join(header)} |", "|" + "---|" * len(header), *(f"| {' | '.join(map(str, row))} |" for row in rows), ""]


def years(rows: Iterable[Row], column: str) -> str:
    """The first and last year of a column."""
    found = sorted({row.cells[column][:4] for row in rows if row.cells[column]})
    return f"{found[0]}–{found[-1]}" if len(found) > 1 else "".join(found) or "–"


def organs() -> list[str]:
    """Named organs by level, the years in which they ended, local organs."""
    rows = rows_of("ministries.csv", MINISTRY_COLUMNS)
    by_level = {level: [row for row in rows if row.cells["level"] == level] for level in LEVELS}
    ended = [row for row in rows if row.cells["valid_to"]]
    named = len({name for row in rows for name in names_of(row)})
    lines = [f"{len(rows)} named organs with {named} names; {len(ended)} are no more.", ""]
    lines += table(
        ("level", "organs", "names", "no more", "founded", "ended"),
        (
            (ORGANS[level], len(own), sum(len(names_of(row)) for row in own), sum(bool(row.cells["valid_to"]) for row in own), years(own, "valid_from"), years(own, "valid_to"))
            for level, own in by_level.items()
        ),
    )
    counts = Counter(row.cells["valid_to"][:4] for row in ended)
    often = [f"{year} ({count})" for year, count in sorted(counts.items()) if count >= 5]
    followed = sum(bool(row.cells["successors"]) for row in ended)
    lines += [f"Of those that are no more, {followed} name their successors. Years in which five or more ended: {', '.join(often)}.", ""]
    functions, bodies = rows_of("organ_functions.csv", FUNCTION_COLUMNS), rows_of("local_bodies.csv", BODY_COLUMNS)
    tails = {tail for row in functions for tail in tails_of(row)} | {form for row in bodies for form in row.list("forms")}
    special = len(rows_of("local_organs.csv", ("adcode", "form", "name", "source")))
    return [*lines, f"Local organs are composed of a place and what follows its name: {len(functions)} functions (科技) and {len(bodies)} bodies that every",
            f"level has (人民政府), {len(tails)} forms in all; {special} rows name organs whose full name composition cannot tell.", ""]  # fmt: skip


def regions() -> list[str]:
    """Divisions by level, policy regions by kind."""
    rows = rows_of("regions.csv", REGION_COLUMNS)
    lines = [f"{len(rows)} divisions, as of the adcode table of December 2025, with those that were renamed, merged or raised before.", ""]
    lines += table(
        ("level", "today", "no more", "ended", "short names", "one-character names"),
        (
            (
                level, sum(not row.cells["valid_to"] for row in own), sum(bool(row.cells["valid_to"]) for row in own), years(own, "valid_to"),
                sum(len(row.list("short_names")) for row in own), sum(len(row.list("one_character")) for row in own),
            )
            for level in REGION_LEVELS
            for own in [[row for row in rows if row.cells["level"] == level]]
        ),
    )  # fmt: skip
    groups = rows_of("region_groups.csv", GROUP_COLUMNS)
    lines += [f"{len(groups)} named policy regions, {sum(bool(row.cells['members']) for row in groups)} of them with their members.", ""]
    kinds = Counter(row.cells["kind"] for row in groups)
    return [
        *lines,
        *table(
            ("kind", "regions", "names", "since"),
            (
                (KINDS.get(kind, kind), count, sum(1 + len(row.list("short_names")) for row in own), years(own, "valid_from"))
                for kind, count in kinds.most_common()
                for own in [[row for row in groups if row.cells["kind"] == kind]]
            ),
        ),
    ]


def sectors() -> list[str]:
    """Sector terms by section of GB/T 4754-2017 and by the level of their codes."""
    rows = rows_of("sectors.csv", SECTOR_COLUMNS)
    titles = read_industries(lexicons_dir())
    own: dict[str, list[Row]] = {}
    for row in rows:
        own.setdefault(row.cells["code"][:1], []).append(row)
    listed = sum(row.cells["use"] == "listed" for row in rows)
    lines = [f"{len(rows)} terms; {listed} are everyday words, too, and count only where the words around them say so. More names are formed of them",
             "(智能 + 传感器, 皮革 + 机械): [sectors](sectors.md).", ""]  # fmt: skip
    lines += table(
        ("section of GB/T 4754-2017", "terms", "divisions reached", "of", "groups and classes reached", "of"),
        (
            (
                f"{section} {titles[section]}", len(own.get(section, ())),
                len({row.cells["code"][:3] for row in own.get(section, ()) if len(row.cells["code"]) > 1}), sum(len(c) == 3 and c[0] == section for c in titles),
                len({row.cells["code"] for row in own.get(section, ()) if len(row.cells["code"]) > 3}), sum(len(c) > 3 and c[0] == section for c in titles),
            )
            for section in sorted(code for code in titles if len(code) == 1)
        ),
    )  # fmt: skip
    levels = Counter(LENGTHS[len(row.cells["code"])] for row in rows)
    emerging = Counter(row.cells["emerging"][:1] for row in rows if row.cells["emerging"])
    return [*lines, f"By the level of their code: {', '.join(f'{level} {levels[level]}' for level in LENGTHS.values())}; without a code are policy terms that no one",
            f"industry holds (平台经济). {sum(emerging.values())} terms belong to groups of the strategic emerging industries (2018), of {len(emerging)} of their nine fields.", ""]  # fmt: skip


def documents() -> list[str]:
    """Kinds of policy documents."""
    endings = Counter(DocumentRules.from_lexicons(lexicons_dir()).kinds.values())
    return [f"Titles between 《》 are policy documents by {sum(endings.values())} last words: {', '.join(f'{kind} {count}' for kind, count in endings.items())}.",
            "Their ids are their numbers, else their titles; there is no list of documents.", ""]  # fmt: skip


def page() -> str:
    """The whole page."""
    lines = [
        "# Coverage", "", "What the lexicons hold. This page is made from them by `python tools/coverage.py`; how they are used is told in",
        "[entities](entities.md) and [sectors](sectors.md), how to add rows of your own in [own lexicons](entities.md#your-own-lexicons).", "",
        "## Organs", "", *organs(), "## Regions", "", *regions(), "## Sectors", "", *sectors(), "## Documents", "", *documents(), NOT_COVERED,
    ]  # fmt: skip
    return "\n".join(lines)


def main() -> None:
    """The command."""
    from generated import write_or_check  # beside this file, where Python looks when it is run

    write_or_check(__doc__, PAGE, page, "python tools/coverage.py")


if __name__ == "__main__":
    main()
