"""What is exported can be read again, and says what the analysis said."""

import csv
import io
import re
from pathlib import Path

import pytest
import spacy
from spacy.tokens import DocBin

from analyzer import analyze
from analyzer.analysis import Analysis
from analyzer.errors import InputError, OutputError
from analyzer.exports import export, print_articles, write_page
from analyzer.exports.brat import configuration, standoff
from analyzer.exports.conll import conll
from analyzer.exports.spans import apart, entities
from analyzer.exports.terminal import marked_text
from analyzer.records import Article, Label
from tests import hand_built as by_hand

TEXT = "会议强调，工信部要加快推進(jìn)新能源汽車产业\r\n发展，到2030年产量达到30%以上。\n严禁盲目投资。"
FOUND = analyze(Article(TEXT, id="a/1", title="关于<b>发展</b>的通知", date="2024-05-27"))


@pytest.fixture(scope="module")
def samples() -> list[Analysis]:
    from analyzer import analyze_many, read_articles

    return list(analyze_many(read_articles(Path(__file__).parents[2] / "data" / "samples")))


def read_brat(ann: str) -> tuple[dict[str, tuple[str, list[tuple[int, int]], str]], list[tuple[str, str, str]], dict[tuple[str, str], str]]:
    """Spans by name, relations, attributes by (span, attribute)."""
    spans, relations, attributes = {}, [], {}
    for line in ann.splitlines():
        name, rest, *words = line.split("\t")
        if name[0] == "T":
            label, places = rest.split(" ", 1)
            spans[name] = (label, [tuple(map(int, p.split())) for p in places.split(";")], words[0])
        elif name[0] == "R":
            kind, one, other = rest.split(" ")
            relations.append((kind, one.removeprefix("Arg1:"), other.removeprefix("Arg2:")))
        elif name[0] == "A":
            kind, of, *value = rest.split(" ")
            attributes[of, kind] = value[0] if value else ""
    return spans, relations, attributes  # type: ignore[return-value]


def test_brat_holds_every_span_at_its_offsets(samples: list[Analysis]) -> None:
    for analysis in (FOUND, *samples):
        raw = analysis.article.text
        spans, relations, attributes = read_brat(standoff(analysis))
        for _, places, words in spans.values():
            assert words == " ".join(raw[s:e] for s, e in places)
            assert "\n" not in words
        whole = {(label, places[0][0], places[-1][1]) for label, places, _ in spans.values()}
        assert {(e.label.value, e.start, e.end) for e in analysis.entities} <= whole
        heads = [name for name, (label, _, _) in spans.items() if (name, "Strength") in attributes]
        assert [(spans[h][0].lower(), int(attributes[h, "Strength"]), attributes[h, "Status"]) for h in heads] == [
            (d.modality.value, d.strength, d.status.value) for d in analysis.directives
        ]
        assert all(one in spans and other in spans for _, one, other in relations)


def test_fields_and_targets_are_relations_of_their_directive() -> None:
    article = Article("工信部要增产30%以上。", id="a")
    goal = by_hand.target(article, 6, 11)
    order = by_hand.directive(article, 0, 11, targets=(goal.id,), spans={"addressee": ((0, 3),), "action": ((4, 6),)})
    spans, relations, _ = read_brat(standoff(by_hand.analysis(article, directives=(order,), targets=(goal,))))
    assert [(kind, spans[one][0], spans[other][2]) for kind, one, other in relations] == [
        ("Addressee", "Obligation", "工信部"), ("Action", "Obligation", "增产"), ("Target", "Obligation", "30%以上"),
    ]  # fmt: skip


def test_a_span_over_two_lines_is_in_pieces() -> None:
    text = "要加强\r\n监管。"
    article = Article(text, id="a")
    spans, _, _ = read_brat(standoff(by_hand.analysis(article, directives=(by_hand.directive(article, 0, 7),))))
    assert spans["T1"] == ("Obligation", [(0, 3), (5, 7)], "要加强 监管")


def test_the_configuration_of_brat_declares_what_files_use(samples: list[Analysis]) -> None:
    declared = set(re.findall(r"^(\w+)", configuration(), re.MULTILINE))
    used = {word for a in samples for word in re.findall(r"^[TRA]\d+\t(\w+)", standoff(a), re.MULTILINE)}
    assert used <= declared


def test_conll_gives_back_text_and_entities(samples: list[Analysis]) -> None:
    for analysis in (FOUND, *samples):
        raw, found, open_ = analysis.article.text, [], None
        at = 0
        for line in conll(analysis).splitlines():
            if not line or line.startswith("# "):
                continue
            form, start, end, tag, _, _ = line.split("\t")
            assert raw[int(start) : int(end)] == form
            assert not raw[at : int(start)].strip()
            at = int(end)
            if tag.startswith("B-"):
                open_ = [int(start), int(end), tag[2:]]
                found.append(open_)
            elif tag.startswith("I-") and open_:
                open_[1] = int(end)
        assert [tuple(f) for f in found] == [(m.start, m.end, m.label) for m in apart(entities(analysis)) if raw[m.start : m.end].strip()]


def test_conll_by_words_has_the_words_of_the_segmenter() -> None:
    lines = [line.split("\t") for line in conll(FOUND, words=True).splitlines() if line and not line.startswith("#")]
    assert [line[0] for line in lines] == [TEXT[s:e] for s, e, _ in FOUND.tokens if TEXT[s:e].strip()]


def test_docs_come_back_with_spans_and_entities(samples: list[Analysis], tmp_path: Path) -> None:
    report = export(samples, tmp_path / "out", "docbin")
    assert (report.articles, report.files) == (21, 1)
    docs = list(DocBin().from_disk(tmp_path / "out" / "articles-0001.spacy").get_docs(spacy.blank("zh").vocab))
    for doc, analysis in zip(docs, samples, strict=True):
        assert doc.text == analysis.article.text
        assert doc.user_data["article_id"] == analysis.article.id
        assert [(s.start_char, s.end_char, s.label_, s.kb_id_) for s in doc.spans["directives"]] == [
            (d.start, d.end, d.modality.value, d.id) for d in analysis.directives
        ]
        assert len(doc.spans["clauses"]) == len(analysis.clauses)
        assert [(e.start_char, e.end_char, e.label_) for e in doc.ents] == [m[:3] for m in apart(entities(analysis))]


@pytest.mark.parametrize(("format", "suffixes"), [("brat", {".txt", ".ann", ".conf", ".csv"}), ("conll", {".conll", ".csv"})])
def test_a_folder_holds_the_files_and_an_index(format: str, suffixes: set[str], tmp_path: Path) -> None:
    export([FOUND], tmp_path, format)
    assert {path.suffix for path in tmp_path.iterdir()} == suffixes
    with (tmp_path / "articles.csv").open(encoding="utf-8-sig", newline="") as handle:
        (row,) = csv.DictReader(handle)
    assert (tmp_path / row["file"]).is_file()
    assert (row["article_id"], row["date"]) == ("a/1", "2024-05-27")
    if format == "brat":
        assert (tmp_path / row["file"]).read_bytes().decode() == TEXT


def test_an_export_is_replaced_only_on_request_and_as_a_whole(tmp_path: Path) -> None:
    other = by_hand.analysis(Article("要落实。", id="b"))
    export([FOUND, other], tmp_path, "brat")
    (tmp_path / "mine.ann").write_text("T1", encoding="utf-8")
    with pytest.raises(OutputError, match=r"already holds articles\.csv"):
        export([other], tmp_path, "brat")
    export([other], tmp_path, "brat", overwrite=True)
    assert {path.name for path in tmp_path.iterdir()} == {"b.txt", "b.ann", "annotation.conf", "articles.csv", "mine.ann"}


def test_unknown_formats_and_words_for_brat_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="choose of brat, conll, docbin"):
        export([FOUND], tmp_path, "xml")
    with pytest.raises(InputError, match="words are for the format conll"):
        export([FOUND], tmp_path, "brat", words=True)


def test_without_colours_directives_stand_in_brackets_with_their_modality() -> None:
    handle = io.StringIO()
    print_articles([FOUND], handle=handle)
    assert "【禁止 严禁盲目投资】" in handle.getvalue()
    assert "\x1b" not in handle.getvalue()
    marked = re.findall("【(.*?) (.*?)】", handle.getvalue(), re.DOTALL)
    assert [words for _, words in marked] == [TEXT[d.start : d.end] for d in FOUND.directives]


def test_a_terminal_has_colours_and_no_brackets() -> None:
    text = marked_text(FOUND)
    assert "【" not in text.plain
    assert any(span.style == "on red" for span in text.spans)


def test_offsets_stand_behind_directives() -> None:
    handle = io.StringIO()
    print_articles([FOUND], offsets=True, handle=handle)
    last = FOUND.directives[-1]
    assert f"{TEXT[last.start : last.end]}[{last.start}:{last.end}]】" in handle.getvalue()


def test_a_text_cannot_steer_the_terminal() -> None:
    handle = io.StringIO()
    print_articles([by_hand.analysis(Article("\x1b[31m红\x9b0m\x07[bold]x[/bold]", id="\x1b]0;t"))], handle=handle)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", handle.getvalue())
    assert "[bold]x[/bold]" in handle.getvalue()


def test_a_page_is_one_escaped_document(tmp_path: Path) -> None:
    path = write_page([FOUND], tmp_path / "a.html")
    html = path.read_text(encoding="utf-8")
    assert "<title>关于&lt;b&gt;发展&lt;/b&gt;的通知</title>" in html
    assert "<b>" not in html
    assert not re.search(r"(src|href)=", html)
    with pytest.raises(OutputError, match="exists already: give --overwrite"):
        write_page([FOUND], path)
    several = write_page([FOUND, by_hand.analysis(Article("要落实。", id="b"))], path, overwrite=True).read_text(encoding="utf-8")
    assert several.count("<details") == 2
    with pytest.raises(InputError):
        write_page([], tmp_path / "b.html")


def test_marks_apart_are_the_longest_of_overlapping_ones() -> None:
    inner = by_hand.analysis(
        "湖北省财政厅", entities=(by_hand.entity(0, 3, "湖北省", Label.REGION, by_hand.HUBEI), by_hand.entity(0, 6, "湖北省财政厅", Label.MINISTRY, by_hand.MIIT)),
    )  # fmt: skip
    assert [m.label for m in apart(entities(inner))] == ["MINISTRY"]
