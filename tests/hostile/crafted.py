"""Inputs crafted against one reader each: what formats allow and nobody wants to meet."""

from __future__ import annotations

import gzip
import io
import json
import os
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

from tests.hostile.inputs import PDF, TEXT, packed, sound

LINE = TEXT.replace("\n", "")
"""The text in one line."""


SWELL = ("far.xlsx", "place.xlsx", "span.docx", "date.xlsx")
"""A cell in the last column of the last row, one that spans two thousand million columns: readers take all the memory they are given."""


def write_crafted(folder: Path, *, big: bool = True) -> int:
    """Write all into a folder.

    Args:
        big: thousands of times as much of everything that is many, and what makes readers swell.

    Returns:
        How many inputs there are.
    """
    times = 100_000 if big else 2_000
    pieces: dict[str, bytes] = {}
    for make in (_encodings, _pages, _word, _sheets, _pdfs, _rows, _tables, _archives):
        pieces |= make(times)
    for name in () if big else SWELL:
        del pieces[name]
    for name, content in pieces.items():
        (folder / name).write_bytes(content)
    return len(pieces) + write_names(folder / "names") + (write_deep(folder / "deep") if os.name == "posix" else 0)


def _encodings(times: int) -> dict[str, bytes]:
    codecs = ("utf-7", "shift_jis", "hz", "iso2022_jp", "iso2022_kr", "euc_jp", "euc_kr", "utf-32", "utf-32-le", "cp037", "koi8_r", "punycode")
    found = {f"{name}.txt": TEXT.encode(name, "replace") for name in codecs}
    return found | {
        "iso2022cn.txt": b"\x1b$)A\x0e" + bytes(byte & 0x7F for byte in LINE.encode("gb2312", "ignore")) + b"\x0f\n", "overlong.txt": b"\xc0\xaf\xe0\x80\xaf" * 50 + TEXT.encode(),
        "cesu.txt": b"\xed\xa0\xbd\xed\xb8\x80" * 20 + TEXT.encode(), "boms.txt": (b"\xef\xbb\xbf" + TEXT.encode()) * 5, "odd16.txt": TEXT.encode("utf-16") + b"\x0a",
        "swapped16.txt": b"\xff\xfe" + TEXT.encode("utf-16-be"), "c1.txt": bytes(range(128, 256)) * 40, "low.txt": bytes(range(1, 32)) * 100, "tags.txt": (TEXT + "\U000e0041" * times).encode(),
        "zalgo.txt": (TEXT + "要" + "\u0301" * times).encode(), "directions.txt": ("\u202e\u2066\u2069" * times + TEXT).encode(), "private.txt": ("\ue000\uf8ff\U0010ffff" * 200 + TEXT).encode(),
        "numerals.txt": ("产值达到" + "亿" * 500 + "元，要达到" + "9" * 5000 + "元，提高" + "九" * 500 + "。\n").encode(), "nouns.txt": ("保担" * times + "各地要落实。").encode(),
        "said.txt": ("稱严" * times + "，各地要落实。").encode(),
    }  # fmt: skip


def _pages(times: int) -> dict[str, bytes]:
    body = "".join(f"<p>{line}</p>" for line in TEXT.splitlines())
    return {
        "tags.html": b"<b>" * times + body.encode() + b"</b>" * times, "tables.html": b"<table><tr><td>" * (times // 10) + body.encode(), "refresh.html": f'<meta http-equiv=refresh content="0;url=http://127.0.0.1:9/">{body}'.encode(),
        "base.html": f"<base href=file:///etc/><link rel=canonical href=passwd><iframe src=file:///etc/passwd></iframe>{body}".encode(), "comment.html": f"<!--{body}".encode() * 3, "plaintext.html": f"<plaintext>{body}".encode(),
        "utf7.html": f"<meta charset=utf-7>{body}".encode("utf-7"), "lies.html": f"<meta charset=big5>{body}".encode(), "unknown.html": f"<meta charset=no-such-thing>{body}".encode(), "numbers.html": f"&#xD800;&#x110000;&#0;&#99999999999;{body}".encode(),
        "title.html": f"<title>{'题' * times * 10}</title>{body}".encode(), "script.htm": f"<script>document.write('{body}')</script>".encode(), "nul.html": body.replace("<", "<\0").encode(), "svg.html": f"<svg><foreignObject><math><mtext>{body}".encode(),
        "frames.html": b"<frameset><frame src=a.html></frameset>", "links.html": b"<a href=x>" * (times // 10) + body.encode(), "lists.html": b"<ul><li>" * (times // 10) + body.encode(), "meta.html": f'<meta name=PubDate content="9999999999-99-99"><meta name=ArticleTitle content="{"题" * 5000}">{body}'.encode(),
        "entities.html": b"&amp" * times + body.encode(), "cdata.html": f"<![CDATA[{body}]]>".encode(), "processing.html": f"<?php {'x' * times} ?>{body}".encode(),
    }  # fmt: skip


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _word(times: int) -> dict[str, bytes]:
    parts = _parts(sound("docx"))
    document = parts["word/document.xml"].decode()
    head, body = document.split("<w:body>")
    first = f"<w:p><w:r><w:t>{LINE}</w:t></w:r></w:p>"
    paragraphs, rest = (first, body[body.index("<w:sectPr") :]) if "<w:sectPr" in body else (first, "</w:body></w:document>")

    def saying(content: str, **more: bytes) -> bytes:
        return packed({**parts, "word/document.xml": f"{head}<w:body>{content}{rest}".encode(), **more})

    def table(property: str) -> bytes:
        return saying(f"{paragraphs}<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr>{property}</w:tcPr>{first}</w:tc></w:tr></w:tbl>")

    relations = parts["word/_rels/document.xml.rels"].decode()
    outside = '<Relationship Id="rId990" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://127.0.0.1:9/a.dotm" TargetMode="External"/></Relationships>'
    deep = "<w:tbl><w:tr><w:tc>" * 300 + first + "</w:tc></w:tr></w:tbl>" * 300
    return {
        "outside.docx": packed({**parts, "word/_rels/document.xml.rels": relations.replace("</Relationships>", outside).encode()}), "macro.docx": packed({**parts, "word/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 500}),
        "span.docx": table(f'<w:gridSpan w:val="{2**31 - 1}"/>'), "spans.docx": table('<w:gridSpan w:val="-1"/>'), "words.docx": table('<w:gridSpan w:val="x"/>'),
        "merge.docx": table('<w:vMerge/>'), "deep.docx": saying(deep), "long.docx": saying(first * (times // 50)), "absent.docx": packed({name: data for name, data in parts.items() if name != "word/document.xml"}),
        "untyped.docx": packed({name: data for name, data in parts.items() if name != "[Content_Types].xml"}), "date.docx": packed({**parts, "docProps/core.xml": parts["docProps/core.xml"].replace(b"20", b"99", 4)}),
        "loop.docx": packed({**parts, "word/_rels/document.xml.rels": relations.replace('Target="', 'Target="../word/document.xml#').encode()}), "climb.docx": packed({**parts, "word/_rels/document.xml.rels": relations.replace('Target="', 'Target="../../../../etc/').encode()}),
        "chunk.docx": saying(paragraphs + '<w:altChunk r:id="rId990"/>'), "encrypted.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000, "utf16.docx": packed({**parts, "word/document.xml": document.encode("utf-16")}),
    }  # fmt: skip


def _sheets(times: int) -> dict[str, bytes]:
    parts = _parts(sound("xlsx"))
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    rows = sheet[sheet.index("<row") : sheet.index("</sheetData>")]

    def saying(content: str, **more: bytes) -> bytes:
        return packed({**parts, "xl/worksheets/sheet1.xml": sheet.replace(rows, content).encode(), **more})

    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c></row>'

    def cell(value: str) -> str:
        return f'{head}<row r="2"><c r="A2" {value}</c></row>'

    return {
        "far.xlsx": saying(head + f'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>{LINE}</t></is></c></row>'), "shared.xlsx": saying(cell('t="s"><v>999999999</v>')), "negative.xlsx": saying(cell('t="s"><v>-1</v>')),
        "formula.xlsx": saying(cell(f't="str"><f>cmd|\'/C calc\'!A0</f><v>{LINE}</v>')), "error.xlsx": saying(cell('t="e"><v>#REF!</v>')), "number.xlsx": saying(cell("><v>1e999</v>")), "date.xlsx": saying(cell('s="1" t="d"><v>9999999-01-01</v>')),
        "bool.xlsx": saying(cell('t="b"><v>7</v>')), "place.xlsx": saying(cell("><v>1</v>").replace('r="A2"', 'r="ZZZZZZZZZ99999999999"')), "outside.xlsx": packed({**parts, "xl/externalLinks/externalLink1.xml": b"<externalLink/>"}), "macro.xlsx": packed({**parts, "xl/vbaProject.bin": b"\xd0\xcf" * 900}),
        "columns.xlsx": saying("".join(f'<row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c>{"<c/>" * (times // 10)}</row>')), "hidden.xlsx": packed({**parts, "xl/workbook.xml": parts["xl/workbook.xml"].replace(b"<sheet ", b'<sheet state="veryHidden" ')}),
        "nosheet.xlsx": packed({name: data for name, data in parts.items() if "sheet1" not in name}), "strings.xlsx": packed({**parts, "xl/sharedStrings.xml": b"<sst>" + b"<si><t>x</t></si>" * times}), "binary.xlsx": packed({**parts, "xl/workbook.bin": b"\0" * 300}),
    }  # fmt: skip


def pdf(objects: list[bytes], trailer: bytes = b"<</Root 1 0 R>>") -> bytes:
    """A pdf of objects, the first of which is its catalogue."""
    return b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%b\nendobj\n" % (number, content) for number, content in enumerate(objects, 1)) + b"trailer" + trailer + b"\n%%EOF\n"


def _stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(data), more, data)


def _pdfs(times: int) -> dict[str, bytes]:
    catalogue, tree, content = b"<</Type/Catalog/Pages 2 0 R%b>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"BT /F1 12 Tf 20 200 Td (Hello hostile) Tj ET"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>%b>>>>"
    plain = [catalogue % b"", tree, page % b"", _stream(content)]
    form = _stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>")
    many = 100_000 if times > 10_000 else 4_000
    kids = b" ".join(b"%d 0 R" % (number + 5) for number in range(many))
    bomb = zlib.compress(b"BT (x) Tj ET\n" * times * 20)
    return {
        "script.pdf": pdf([catalogue % b"/OpenAction<</S/JavaScript/JS(app.alert(1);while(1);)>>", *plain[1:]]), "launch.pdf": pdf([catalogue % b"/OpenAction<</S/Launch/F(/bin/sh)>>", *plain[1:]]),
        "locked.pdf": pdf(plain, b"<</Root 1 0 R/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O(" + b"o" * 32 + b")/U(" + b"u" * 32 + b")>>/ID[(a)(b)]>>"), "handler.pdf": pdf(plain, b"<</Root 1 0 R/Encrypt<</Filter/Nobody>>>>"),
        "pages.pdf": pdf([plain[0], b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % many, page % b"", plain[3], *[b"<</Type/Page/Parent 2 0 R>>"] * many]), "parent.pdf": pdf([plain[0], b"<</Type/Pages/Kids[3 0 R 2 0 R]/Parent 2 0 R/Count 9>>", *plain[2:]]),
        "form.pdf": pdf([*plain[:2], page % b"/XObject<</X 5 0 R>>", _stream(b"/X Do"), form]), "length.pdf": pdf([*plain[:3], b"<</Length 4 0 R>>stream\n" + content + b"\nendstream"]), "self.pdf": pdf([b"1 0 R", *plain[1:]]), "root.pdf": pdf(plain, b"<</Root 2 0 R>>"),
        "arrays.pdf": pdf([catalogue % (b"/A" + b"[" * times), *plain[1:]]), "dictionaries.pdf": pdf([catalogue % (b"/A" + b"<</A" * times), *plain[1:]]), "box.pdf": pdf([*plain[:2], (page % b"").replace(b"0 0 300 300", b"-9e99 -9e99 9e99 9e99"), plain[3]]),
        "flate.pdf": pdf([*plain[:3], _stream(bomb, b"/Filter/FlateDecode")]), "filters.pdf": pdf([*plain[:3], _stream(bomb, b"/Filter[" + b"/FlateDecode" * 200 + b"]")]), "previous.pdf": pdf(plain, b"<</Root 1 0 R/Prev 9>>") + b"startxref\n9\n%%EOF",
        "operators.pdf": pdf([*plain[:3], _stream(b"q " * times + content)]), "fonts.pdf": pdf([*plain[:2], (page % b"").replace(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", b"<</Type/Font/Subtype/Type0/DescendantFonts[3 0 R]/ToUnicode 4 0 R>>"), plain[3]]),
        "glyphs.pdf": pdf([*plain[:3], _stream(b"BT /F1 12 Tf 20 200 Td (" + b"H" * times * 5 + b") Tj ET")]), "date.pdf": pdf(plain, b"<</Root 1 0 R/Info<</CreationDate(D:99999999)/Title(\xfe\xff\xd8\x00)>>>>"), "polyglot.pdf": PDF + packed({"a.txt": TEXT.encode()}),
    }  # fmt: skip


def _rows(times: int) -> dict[str, bytes]:
    quoted = f'"{TEXT}"'

    def lines(*rows: Any) -> bytes:
        return b"".join((row if isinstance(row, bytes) else json.dumps(row).encode()) + b"\n" for row in rows)

    names = ",".join(f"c{number}" for number in range(times))
    return {
        "columns.csv": f"text,{names}\n{quoted},{names}\n".encode(), "twice.csv": f"text,text\n{quoted},{quoted}\n".encode(), "separator.csv": f"sep=;\ntext;id\n{quoted};1\n".encode(), "quotes.csv": f"text\n{quoted}\n".encode() + b'"' * (2 * times + 1), "nul.csv": f"text\n{quoted}\0\n".encode(),
        "return.csv": f"text,id\r{LINE},1\r{LINE}乙,2\r".encode(), "formula.csv": f"id,text\n=cmd|' /C calc'!A0,{quoted}\n@SUM(1),{quoted}\n".encode(), "ids.csv": f"id,text\n{'长' * times},{quoted}\n../../etc/passwd,{quoted}\n\u202e,{quoted}\n".encode(), "utf16.csv": f"text\n{quoted}\n".encode("utf-16"),
        "dates.csv": f"text,date\n{quoted},0000-00-00\n{quoted},99999-12-31\n{quoted},{'9' * 5000}\n".encode(), "spaces.csv": f" text , id \n{quoted},1\n".encode(), "empty.csv": b"text\n" + b"\n" * times, "only.csv": b"text,id\n", "semicolon.csv": f"text;id\n{LINE};1\n".encode(), "tabs.csv": f"text\tid\n{LINE}\t1\n".encode(),
        "keys.jsonl": lines(b'{"text": "a", "text": "' + LINE.encode() + b'", "id": "1", "id": "2"}'), "types.jsonl": lines({"text": ["a"]}, {"text": {"a": 1}}, {"text": True}, {"text": 1.5}, {"text": None}, {"text": ""}, [], "text", 5, None),
        "numbers.jsonl": lines(b'{"text": "a", "id": NaN}', b'{"text": "b", "id": -Infinity}', b'{"text": "c", "id": 1e999}', b'{"text": "d", "id": 0.1}', b'{"text":"e","date":' + b"9" * 5000 + b"}"), "ids.jsonl": lines({"id": "i" * times * 10, "text": LINE}, {"id": {"a": 1}, "text": LINE}, {"id": "\0\n", "text": LINE}),
        "nested.jsonl": lines(b'{"text": "' + LINE.encode() + b'", "more": ' + b"[" * times + b"]" * times + b"}", {"text": LINE}), "objects.jsonl": b'{"text": "a"}{"text": "b"}\n' * 5, "array.jsonl": json.dumps([{"text": LINE}] * 3, indent=1).encode(), "boms.jsonl": (b"\xef\xbb\xbf" + lines({"text": LINE})) * 3,
        "mixed.jsonl": lines(json.dumps({"text": LINE}, ensure_ascii=False).encode("gb18030"), json.dumps({"text": LINE}, ensure_ascii=False).encode("big5hkscs", "replace"), json.dumps({"text": LINE}, ensure_ascii=False).encode()), "key.jsonl": lines({"k" * times * 10: 1, "text": LINE}), "escape.jsonl": lines({"text": LINE, "title": "\x1b]0;x\x07\x1b[2J", "url": "javascript:alert(1)"}),
    }  # fmt: skip


def _tables(times: int) -> dict[str, bytes]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    def written(table: Any) -> bytes:
        pq.write_table(table, stream := io.BytesIO())
        return stream.getvalue()

    one = pa.array([LINE])
    whole = written(pa.table({"text": one}))
    columns: dict[str, Any] = {
        "list": pa.array([[LINE]]), "struct": pa.array([{"a": {"b": [LINE]}}]), "map": pa.array([[("a", LINE)]], pa.map_(pa.string(), pa.string())), "binary": pa.array([LINE.encode("gb18030")]),
        "dictionary": one.dictionary_encode(), "large": one.cast(pa.large_string()), "view": one, "null": pa.array([None]), "number": pa.array([1.5]), "nan": pa.array([float("nan")]),
    }  # fmt: skip
    found = {f"{name}.parquet": written(pa.table({"text": column})) for name, column in columns.items()}
    far = pa.table({"text": one, "date": pa.array([2**50], pa.timestamp("s"))})
    return found | {
        "far.parquet": written(far), "wide.parquet": written(pa.table({"text": one, **{f"c{number}": one for number in range(times // 50)}})), "none.parquet": written(pa.table({"text": pa.array([], pa.string())})), "footer.parquet": whole[:-8] + struct.pack("<I", 2**31 - 1) + b"PAR1",
        "locked.parquet": whole[:-4] + b"PARE", "cut.parquet": whole[:-40] + whole[-8:], "nested.parquet": written(pa.table({"text": one, "more": pa.array([[[[[[{"a": [[1]]}]]]]]])})), "repeated.parquet": written(pa.table([one, one], names=["text", "text"])),
    }  # fmt: skip


def _archives(times: int) -> dict[str, bytes]:
    plain = packed({"a.txt": TEXT.encode(), "b.txt": TEXT.encode()})
    with io.BytesIO() as stream:
        with zipfile.ZipFile(stream, "w") as package:
            link = zipfile.ZipInfo("link.txt")
            link.external_attr = 0o120777 << 16
            package.writestr(link, "/etc/passwd")
            for name in ("same.txt", "a\nb.txt", "a\0b.txt", "-rf.txt", "=1+1.txt", "C:\\x.txt", "x" * 60_000 + ".txt", "\u202etxt.txt", "./a/../b.txt", "a//b.txt", "\\\\host\\share\\x.txt", "folder/"):
                package.writestr(name, TEXT)
            package.writestr("z.txt", TEXT + "己")
        odd = stream.getvalue()
    twice = packed({"aaaa.txt": TEXT.encode(), "bbbb.txt": (TEXT + "二").encode()}).replace(b"bbbb.txt", b"aaaa.txt")
    locked = bytearray(plain)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := locked.find(mark, start + 1)) >= 0:
            locked[start + at] |= 1
    methods = {}
    for name, method in (("bzip2", zipfile.ZIP_BZIP2), ("lzma", zipfile.ZIP_LZMA)):
        with io.BytesIO() as stream:
            with zipfile.ZipFile(stream, "w", method) as package:
                package.writestr("a.txt", TEXT)
                package.writestr("bomb.txt", b"0" * times * 100)
            methods[f"{name}.zip"] = stream.getvalue()
    directory = plain.index(b"PK\x01\x02")
    lies = bytearray(plain)
    struct.pack_into("<I", lies, directory + 24, 2**32 - 2)
    smaller = bytearray(plain)
    struct.pack_into("<I", smaller, directory + 24, 3)
    overlap = bytearray(plain)
    second = plain.index(b"PK\x01\x02", directory + 1)
    struct.pack_into("<I", overlap, second + 42, 0)
    unknown = bytearray(plain)
    for at in (8, directory + 10):
        struct.pack_into("<H", unknown, at, 99)
    crc = bytearray(plain)
    struct.pack_into("<I", crc, directory + 16, 7)
    packed_text = gzip.compress(TEXT.encode())
    layers = packed_text
    for _ in range(5):
        layers = gzip.compress(layers)
    rows = gzip.compress(b'{"text": "' + LINE.encode() + b'"}\n')
    header = b"\x1f\x8b\x08\x18\0\0\0\0\0\x03../../etc/x\0" + b"c" * times + b"\0"
    return methods | {
        "odd.zip": odd, "twice.zip": twice, "locked.zip": bytes(locked), "lies.zip": bytes(lies), "smaller.zip": bytes(smaller), "overlap.zip": bytes(overlap), "unknown.zip": bytes(unknown), "crc.zip": bytes(crc), "before.zip": b"MZ" * 5000 + plain, "after.zip": plain + b"x" * 70_000,
        "cut.zip": plain[:-30], "folders.zip": packed({f"{'d/' * 300}a.txt": TEXT.encode()}), "names.zip": packed({f"{number}.txt": b"" for number in range(times // 20)}), "mixed.zip": packed({"a.zip": packed({"b.txt.gz": packed_text}), "c.html": sound("html"), "d.exe": b"MZ", "e.csv": sound("csv")}),
        "members.txt.gz": packed_text * 50, "members.jsonl.gz": rows * 50, "garbage.txt.gz": packed_text + b"garbage", "garbage.jsonl.gz": rows + os.urandom(0) + b"\x1f\x8b garbage", "layers.txt.gz.gz.gz.gz.gz.gz": layers, "header.txt.gz": header + packed_text[10:], "crc.txt.gz": packed_text[:-8] + b"\0" * 8,
        "size.txt.gz": packed_text[:-4] + b"\xff" * 4, "cut.csv.gz": gzip.compress(sound("csv") * 50)[:-20], "plain.txt.gz": TEXT.encode(), "empty.txt.gz": gzip.compress(b""), "wrong.zip": packed_text, "wrong.txt.gz": plain, "inner.docx.gz": gzip.compress(sound("docx")), "inner.zip.gz": gzip.compress(plain),
    }  # fmt: skip


NAMES = (
    "-rf.txt", "=1+1.txt", "@x.txt", "+1.txt", "a\tb.txt", "a\rb.txt", "\x1b[31mred.txt", "\u202egnp.txt", "\u200b.txt", " .txt", "a .txt", "*.txt", "[a-z].txt", "?.txt", "CON.txt", "a|b.txt", 'a"b.txt', "a'b.txt", "a,b.txt", "a:b.txt", "a\\b.txt",
    "$(id).txt", "`id`.txt", "%00.txt", "a#b.txt", "<script>.txt", "&amp;.txt", "名" * 80 + ".txt", "e\u0301.txt", "\u00e9.txt", "a..txt", "TXT.TXT", "x.TxT", "\U0001f600.txt", "\ufffd.txt",
)  # fmt: skip


def write_names(folder: Path) -> int:
    """Files whose names are the attack; tells how many the system took."""
    folder.mkdir()
    made = 0
    for number, name in enumerate(NAMES):
        try:
            (folder / name).write_text(f"{TEXT}第{number}件要落实。", encoding="utf-8")
        except OSError:  # Windows allows few of them
            continue
        made += 1
    return made


def write_deep(folder: Path, depth: int = 400) -> int:
    """A file in so deep a folder that its path is longer than a system call takes."""
    here = os.getcwd()  # noqa: PTH109
    folder.mkdir()
    try:
        os.chdir(folder)
        for _ in range(depth):
            os.mkdir("folder-folder")  # noqa: PTH102 - a path relative to a folder whose own is too long
            os.chdir("folder-folder")
        Path("deep.txt").write_text(TEXT + "深", encoding="utf-8")
    finally:
        os.chdir(here)
    return 1
