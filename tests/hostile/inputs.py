"""Writes hostile inputs into a folder, the same ones for the same seed."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

TEXT = "关于加强管理的通知\n\n各地区、各部门：\n一、各单位要加强重点领域监管，不得拖延，到2025年达到30%以上。\n二、支持新能源汽车产业发展。\n国务院办公厅\n2024年4月26日\n"
KINDS = ("txt", "md", "csv", "jsonl", "html", "docx", "pdf", "xlsx", "parquet", "zip", "txt.gz", "csv.gz", "htm")
ODD = ("\0", "\x01", "\x1b[31m", "\u202e", "\u200f", "\ufeff", "\ufffd", "\ufffe", "\U0001f600", "\u0301", "\r", "\u2028", "《", "（", "“", "<", "&", "\t", '"', "一、", "\x7f", "30%")
PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj
4 0 obj<</Length 44>>stream
BT /F1 12 Tf 20 200 Td (Hello hostile) Tj ET
endstream endobj
trailer<</Root 1 0 R>>
"""


def sound(kind: str) -> bytes:
    """A file of the kind as it should be."""
    match kind:
        case "txt" | "md":
            return TEXT.encode()
        case "csv":
            return f'id,text,date\n1,"{TEXT}",2024-01-01\n2,"{TEXT}",\n'.encode()
        case "jsonl":
            return b"".join(json.dumps({"id": str(i), "text": TEXT}).encode() + b"\n" for i in range(3))
        case "html" | "htm":
            body = "".join(f"<p>{line}</p>" for line in TEXT.splitlines())
            return f"<html><head><meta charset=utf-8><title>通知</title></head><body>{body}<table><tr><td>a</td></tr></table></body></html>".encode()
        case "docx":
            import docx

            document = docx.Document()
            document.add_paragraph(TEXT)
            document.save(stream := io.BytesIO())
            return stream.getvalue()
        case "pdf":
            return PDF
        case "xlsx":
            import xlsxwriter

            with xlsxwriter.Workbook(stream := io.BytesIO()) as workbook:
                sheet = workbook.add_worksheet()
                sheet.write_row(0, 0, ["id", "text"])
                sheet.write_row(1, 0, ["1", TEXT])
            return stream.getvalue()
        case "parquet":
            import pyarrow as pa
            import pyarrow.parquet as pq

            pq.write_table(pa.table({"text": [TEXT, TEXT]}), stream := io.BytesIO())
            return stream.getvalue()
        case "zip":
            return packed({"a.txt": TEXT.encode(), "b/c.html": sound("html")})
    return gzip.compress(sound(kind.removesuffix(".gz")))


def packed(members: dict[str, bytes]) -> bytes:
    """A zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return stream.getvalue()


def truncated(data: bytes, rng: random.Random) -> bytes:
    """Cut off somewhere."""
    return data[: rng.randrange(len(data))]


def flipped(data: bytes, rng: random.Random) -> bytes:
    """With a few wrong bytes."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 1 + len(data) // 50)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def noise(data: bytes, rng: random.Random) -> bytes:
    """Nothing but random bytes behind a few good ones."""
    return data[: rng.choice((0, 4, 16))] + rng.randbytes(rng.randint(1, 3000))


def doubled(data: bytes, rng: random.Random) -> bytes:
    """A piece repeated many times."""
    at = rng.randrange(len(data))
    return data[:at] + data[at : at + 40] * rng.randint(10, 800) + data[at:]


def mixed(data: bytes, rng: random.Random) -> bytes:
    """Encodings one after the other."""
    return b"".join(TEXT.encode(rng.choice(("utf-8", "gb18030", "utf-16", "utf-16-be", "big5hkscs", "cp1252")), "replace") for _ in range(rng.randint(2, 5))) + data[:50]


def odd(data: bytes, rng: random.Random) -> bytes:
    """Control characters, marks of direction, halves of pairs, brackets that never close."""
    text = list(data.decode("utf-8", "surrogateescape"))
    for _ in range(rng.randint(1, 60)):
        text.insert(rng.randrange(len(text) + 1), rng.choice(ODD) * rng.choice((1, 1, 3, 200)))
    return "".join(text).encode("utf-8", "surrogateescape")


def misnamed(data: bytes, rng: random.Random) -> bytes:
    """The content of another kind."""
    return sound(rng.choice(KINDS))


HARM: tuple[Callable[[bytes, random.Random], bytes], ...] = (truncated, flipped, noise, doubled, mixed, odd, misnamed)


def write_hostile(folder: Path, number: int, *, seed: int = 11, big: bool = True) -> int:
    """Write ``number`` damaged files and the set pieces; one sound file too, so that a run has something to do.

    Args:
        big: also the sparse gigabyte and the largest bombs.

    Returns:
        How many inputs there are.
    """
    rng = random.Random(seed)
    whole = {kind: sound(kind) for kind in KINDS}
    for i in range(number):
        kind = KINDS[i % len(KINDS)]
        place = folder / f"{i // 200:02d}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{i:05d}.{kind}").write_bytes(HARM[(i // len(KINDS)) % len(HARM)](whole[kind], rng))
    (folder / "sound.txt").write_text(TEXT, encoding="utf-8")
    return number + 1 + _set_pieces(folder / "set", big=big)


def _set_pieces(folder: Path, *, big: bool) -> int:
    folder.mkdir()
    laughs = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a0 "哈哈">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10)) + "]><l>&a9;</l>"
    external = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l>&x;</l>'
    zeros = b"0" * ((256 << 20) if big else (4 << 20))
    nested = b"x"
    for depth in range(12):
        nested = packed({f"{depth}.zip": nested})
    docx = sound("docx")
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    pieces: dict[str, bytes] = {
        "laughs.html": laughs.encode(), "external.html": external.encode(), "laughs.docx": packed({**parts, "word/document.xml": laughs.encode()}),
        "external.docx": packed({**parts, "word/document.xml": external.encode()}), "laughs.xlsx": packed({"xl/workbook.xml": laughs.encode()}),
        "bomb.zip": packed({"a.txt": zeros}), "bomb.txt.gz": gzip.compress(zeros, 1), "bomb.csv.gz": gzip.compress(b"text\n" + zeros, 1),
        "bomb.docx": packed({**parts, "word/document.xml": zeros}), "nested.zip": nested, "slip.zip": packed({"../../etc/x.txt": b"x", "/abs.txt": b"x", "ok.txt": TEXT.encode()}),
        "many.zip": packed({f"{i}.txt": b"" for i in range(300)}), "deep.html": b"<div>" * 50_000 + TEXT.encode(), "deep.jsonl": b"[" * 100_000 + b"\n" + b'{"text":' * 50_000,
        "attributes.html": b"<p " + b"a=b " * 100_000 + b">" + TEXT.encode(), "quote.csv": b'text\n"' + TEXT.encode() * 2000, "commas.csv": b"text\n" + b"," * 1_000_000,
        "digits.jsonl": b'{"text": ' + b"9" * 6000 + b"}\n", "surrogates.jsonl": b'{"id": "\\ud800", "title": "\\udc00", "text": "\\ud83d' + TEXT.replace("\n", "").encode() + b'"}\n',
        "numbers.txt": "30%以上".encode() * 20_000, "titles.txt": "《".encode() * 200_000, "brackets.txt": "（“".encode() * 50_000, "line.txt": "要".encode() * 300_000,
        "commas.txt": "，".encode() * 200_000, "breaks.txt": b"\n" * 500_000, "dots.md": b"*_[" * 50_000, "script.html": b"<script>while(1);</script><p>" + TEXT.encode() + b"</p><img src=http://127.0.0.1:9/>",
        "nul.txt": b"\0" * 10_000, "empty.txt": b"", "empty.pdf": b"", "empty.docx": b"", "empty.zip": packed({}), "loop.pdf": PDF.replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]"), "scan.pdf": PDF.replace(b"Tj", b"  "),
        "count.pdf": PDF.replace(b"/Count 1", b"/Count 2000000000"), "nosuffix": b"x", "wrong.exe": b"MZ", "bom.txt": b"\xff\xfe", "csv.csv": b"\xef\xbb\xbf\r\n\r\n", "nodate.csv": f'text,date\n"{TEXT}",昨天\n'.encode(),
    }  # fmt: skip
    for name, data in pieces.items():
        (folder / name).write_bytes(data)
    made = len(pieces)
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.txt")
        (folder / "loop").symlink_to(folder)
        (folder / "self.txt").symlink_to(folder / "self.txt")
        (folder / "passwd.txt").symlink_to("/etc/passwd")
        made += 4
    if os.name == "posix":
        Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe\xd6.txt")).write_text(TEXT + "三", encoding="utf-8")
        (folder / "名 字\n换行.txt").write_text(TEXT + "四", encoding="utf-8")
        made += 2
    if big:
        for name in ("sparse.txt", "sparse.csv", "sparse.jsonl", "sparse.pdf", "sparse.zip"):
            with (folder / name).open("wb") as file:
                file.truncate(1 << 30)
            made += 1
    return made
