import pandas as pd
import pytest

from analyzer import article_table, directive_table, tables
from analyzer.errors import AnalyzerError, InputError
from analyzer.records import Article, Block, Flag, Header, Label, Modality, Status
from tests import hand_built as by_hand

ARTICLE = Article("工信部要发展汽车，产量增长30%以上。不得乱收费。要发展汽车。", id="a/1", date="2022-05-27", url="https://example.org")
ORDER = by_hand.directive(
    ARTICLE, 0, 8, ministries=(by_hand.link(by_hand.MIIT), by_hand.link(by_hand.MIIT, 3)), sectors=(by_hand.link(by_hand.CARS),),
    addressee="工信部", action="发展", object="汽车", goals=("产量增长30%以上",), heading_path=("一、任务", "（一）产业"),
    contexts=("按照部署", "到2025年"), lead_units=("工信部", "科技部"), confidence=0.123456,
)  # fmt: skip
BAN = by_hand.directive(ARTICLE, 18, 23, modality=Modality.PROHIBITION, strength=5, status=Status.REPORTED)
AGAIN = by_hand.directive(ARTICLE, 24, 29, repeat_of=ORDER.id, sectors=(by_hand.link(by_hand.CARS),))
GOAL = by_hand.target(ARTICLE, 13, 18, directive_id=ORDER.id, deadline="2025")
FOUND = by_hand.analysis(
    ARTICLE,
    directives=(ORDER, BAN, AGAIN),
    entities=(
        by_hand.entity(0, 3, "工信部", Label.MINISTRY, by_hand.MIIT, level="state", alternatives=("org:x", "org:y")),
        by_hand.entity(6, 8, "汽车", Label.SECTOR, by_hand.CARS),
        by_hand.entity(27, 29, "汽车", Label.SECTOR, by_hand.CARS),
    ),
    targets=(GOAL,),
    header=Header(title="关于发展汽车的通知", doc_no="工信部〔2022〕1号", source="网站"),
    issuers=("工业和信息化部",),
    repairs={"script": 2, "gloss": 3, "shift": 0},
    flags=(Flag("shift", 0, 1), Flag("shift", 2, 3)),
    themes=("工业",),
    keywords=("汽车", "产量"),
)


def row(frame: pd.DataFrame, index: int = 0) -> dict[str, object]:
    return dict(frame.iloc[index])


def test_a_directive_row_holds_its_fields_lists_joined() -> None:
    found = row(directive_table([FOUND]))
    assert found["article_id"] == "a/1"
    assert found["directive_id"] == "a/1#d0-8"
    assert found["evidence"] == found["text"] == "工信部要发展汽车"
    assert found["title"] == "关于发展汽车的通知"
    assert found["date"] == "2022-05-27"
    assert found["issuers"] == "工业和信息化部"
    assert found["source"] == "网站"
    assert found["heading_path"] == "一、任务；（一）产业"
    assert found["ministries"] == "工业和信息化部"
    assert found["sectors"] == "汽车制造业"
    assert found["contexts"] == "按照部署；到2025年"
    assert found["lead_units"] == "工信部；科技部"
    assert (found["inherited_ministries"], found["inherited_sectors"]) == ("", "")
    assert found["themes"] == "工业、交通；工业"
    assert found["confidence"] == 0.1235
    assert found["modality"] == "obligation"


def test_what_is_inherited_is_named_again_unless_the_clause_names_it_too() -> None:
    order = by_hand.directive(
        ARTICLE, 0, 8, lemma="推进", instrument="目标规划", instrument_side="environment", hedge="适时", condition="必要时",
        regions=(by_hand.link(by_hand.HUBEI, inherited=True), by_hand.link(by_hand.DELTA)),
        sectors=(by_hand.link(by_hand.CARS), by_hand.link(by_hand.CARS, 3, inherited=True)),
    )  # fmt: skip
    found = row(directive_table([by_hand.analysis(ARTICLE, directives=(order,))]))
    assert (found["regions"], found["inherited_regions"]) == ("湖北省；长江三角洲地区", "湖北省")
    assert (found["sectors"], found["inherited_sectors"]) == ("汽车制造业", "")
    assert (found["lemma"], found["instrument"], found["instrument_side"]) == ("推进", "目标规划", "environment")
    assert (found["hedge"], found["condition"], found["exception"]) == ("适时", "必要时", "")


def test_an_article_row_counts_and_leaves_repeats_out() -> None:
    found = row(article_table([FOUND]))
    assert (found["directives"], found["obligation"], found["prohibition"], found["strength_4"], found["strength_5"]) == (2, 1, 1, 1, 1)
    assert found["characters"] == len(ARTICLE.text)
    assert (found["doc_no"], found["url"]) == ("工信部〔2022〕1号", "https://example.org")
    assert (found["top_ministries"], found["top_sectors"], found["top_regions"]) == ("工业和信息化部", "汽车制造业", "")
    assert (found["themes"], found["keywords"]) == ("工业", "汽车；产量")
    assert (found["repairs"], found["flags"]) == ("gloss 3；script 2", "shift 2")


def test_mentions_in_a_lead_printed_twice_do_not_make_an_organ_a_top_one() -> None:
    text = "汽车汽车\n钢铁汽车"
    steel = ("C31", "黑色金属冶炼和压延加工业")
    entities = [by_hand.entity(i, i + 2, "汽车", Label.SECTOR, by_hand.CARS) for i in (0, 2)]
    entities += [by_hand.entity(5, 7, "钢铁", Label.SECTOR, steel), by_hand.entity(7, 9, "汽车", Label.SECTOR, by_hand.CARS)]
    found = by_hand.analysis(text, entities=tuple(entities), blocks=(Block("lead", 0, 4),))
    assert row(article_table([found]))["top_sectors"] == "黑色金属冶炼和压延加工业；汽车制造业"


def test_entity_and_target_rows() -> None:
    found = row(tables.entity_table([FOUND]))
    assert (found["label"], found["id"], found["alternatives"]) == ("MINISTRY", "org:gongxinbu", "org:x；org:y")
    found = row(tables.target_table([FOUND]))
    assert (found["evidence"], found["number"], found["deadline"], found["directive_id"]) == ("30%以上", 30.0, "2025", ORDER.id)
    assert pd.isna(found["number_high"])


def test_a_range_fills_both_numbers() -> None:
    ranged = by_hand.analysis(ARTICLE, targets=(by_hand.target(ARTICLE, 13, 18, comparator="range", number=(4.5, 5.0)),))
    found = row(tables.target_table([ranged]))
    assert (found["number"], found["number_high"]) == (4.5, 5.0)


def test_chinese_headers_name_the_same_columns() -> None:
    english, chinese = directive_table([FOUND]), directive_table([FOUND], headers="zh")
    assert chinese.columns[0] == "文章编号"
    assert english.to_numpy().tolist() == chinese.to_numpy().tolist()


@pytest.mark.parametrize("table", tables.TABLES, ids=lambda t: t.name)
def test_headers_are_unique_and_an_empty_frame_has_the_declared_types(table: tables.Table) -> None:
    for headers in (table.headers("en"), table.headers("zh")):
        assert len(set(headers)) == len(headers)
    empty, full = tables.to_frame(table, []), tables.to_frame(table, table.rows(FOUND))
    assert list(empty.dtypes) == list(full.dtypes)


def test_the_columns_of_the_directive_table_are_those_promised() -> None:
    assert tables.DIRECTIVES.headers() == (
        "article_id", "directive_id", "title", "date", "issuers", "source", "paragraph", "sentence", "heading_path", "start",
        "end", "text", "evidence", "cue", "rule", "modality", "strength", "hedge", "frame", "authority", "status", "addressee",
        "lead_units", "supporting_units", "manner", "action", "lemma", "object", "contexts", "goals", "condition", "exception",
        "ministries", "inherited_ministries", "regions", "inherited_regions", "sectors", "inherited_sectors", "documents",
        "instrument", "instrument_side", "themes", "deadline", "timing", "timing_words",
        "repeat_of", "confidence",
    )  # fmt: skip


def test_unknown_headers_are_refused() -> None:
    with pytest.raises(InputError, match="headers 'de' is not known"):
        directive_table([FOUND], headers="de")  # type: ignore[arg-type]


def test_cells_that_break_the_schema_are_named() -> None:
    wrong = by_hand.analysis(ARTICLE, directives=(by_hand.directive(ARTICLE, 0, 8, strength=7),))
    with pytest.raises(AnalyzerError, match="cells of the table directives are not as declared: strength of row 0: 7"):
        directive_table([wrong])


def test_evidence_that_does_not_fill_its_span_is_an_error() -> None:
    beyond = len(ARTICLE.text)
    wrong = by_hand.analysis(ARTICLE, directives=(by_hand.directive(ARTICLE, beyond - 1, beyond + 5),))
    with pytest.raises(AnalyzerError, match="evidence fills start–end"):
        directive_table([wrong])


def test_the_summary_counts_directives_by_organ_and_sector() -> None:
    frame = tables.summary_table([FOUND])
    assert frame.columns.tolist() == ["ministry", "directives", "汽车制造业", "(none)"]
    # The ban names no organ and counts for the issuer; the repeat does not count.
    assert frame.to_numpy().tolist() == [["工业和信息化部", 2, 1, 1]]


def test_directives_of_nobody_come_last_in_the_summary() -> None:
    other = by_hand.analysis(Article("要发展汽车。", id="b"), directives=())
    lone = by_hand.analysis(Article("要。要。要。", id="c"), directives=tuple(by_hand.directive(Article("要。要。要。", id="c"), i, i + 1) for i in (0, 2, 4)))
    frame = tables.summary_table([lone, other, FOUND], headers="zh")
    assert frame["部门"].tolist() == ["工业和信息化部", "（无）"]
    assert frame.columns.tolist() == ["部门", "指令数", "汽车制造业", "（无）"]
    assert frame["指令数"].tolist() == [2, 3]


def test_an_empty_summary_has_its_first_columns() -> None:
    assert tables.summary_table([]).columns.tolist() == ["ministry", "directives"]


@pytest.mark.parametrize("table", tables.TABLES, ids=lambda table: table.name)
def test_rows_that_are_as_declared_are_known_without_the_schema(table: tables.Table) -> None:
    assert tables.as_declared(table, list(table.rows(FOUND)))


@pytest.mark.parametrize("table", tables.TABLES, ids=lambda table: table.name)
def test_whatever_passes_as_declared_passes_the_schema(table: tables.Table) -> None:
    rows = list(table.rows(FOUND))
    doubtful = 0
    for place in range(len(table.columns)):
        for cell in ("", "x", 0, -1, 6, 1.5, None, True):
            changed = [(*rows[0][:place], cell, *rows[0][place + 1 :]), *rows[1:]]
            if tables.as_declared(table, changed):
                tables.to_frame(table, changed)
            else:
                doubtful += 1
    assert doubtful > len(table.columns) * 4
    assert not tables.as_declared(table, [(*rows[0], "more"), *rows[1:]])


def test_one_analysis_where_several_belong_is_refused_with_the_way_out() -> None:
    one = by_hand.analysis(Article("要加强监管。"))
    for table in (directive_table, article_table, tables.entity_table, tables.target_table):
        with pytest.raises(InputError, match=f"{table.__name__} takes several analyses: put one into a list"):
            table(one)  # type: ignore[arg-type]
