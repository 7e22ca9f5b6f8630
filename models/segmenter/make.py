"""Makes the segmenter's weights from the MIT-licensed wheel pkuseg 0.0.25, and measures what pruning changed.

    python models/segmenter/make.py                        # downloads the wheel with pip, writes the files here
    python models/segmenter/make.py --measure FILE...      # also compares with the unpruned weights on texts

The wheel keeps its features in a serialized Python object that could run code when loaded the usual way. Here its
opcodes are read one by one, and only those that build plain lists, mappings, strings and numbers are known.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from pickletools import genops
from typing import Any

import numpy as np
import srsly

HERE = Path(__file__).resolve().parent
WHEEL = "pkuseg-0.0.25-cp37-cp37m-manylinux1_x86_64.whl"
WHEEL_SHA256 = "6fc2f97d0f66cc6722cf772e65dbcde1b01d8cc53b66ac4aa7bce639de79588f"
FILES = ("features.msgpack", "weights.npz")
SMALLEST = 0.1
"""Features none of whose weights reaches this are left out."""
LONGEST, CHARACTERS, SEED = 4000, 120_000, 0
"""Of each file measured on: characters of a document at most, of all of them, and the seed of the draw."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and do it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wheel", type=Path, help=f"{WHEEL}, if it is at hand already")
    parser.add_argument("--measure", type=Path, nargs="+", metavar="FILE", help=".jsonl.gz with the key text")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        wheel = options.wheel or download(Path(scratch))
        features, weights = read_wheel(wheel)
        write(HERE, *prune(features, weights))
        (HERE / "LICENSE").write_text(licence(wheel), encoding="utf-8")
        sums = "".join(f"{sha256((HERE / name).read_bytes())}  {name}\n" for name in FILES)
        (HERE / "SHA256SUMS").write_text(sums, encoding="utf-8")
        print(sums, end="")
        if options.measure:
            write(Path(scratch), features, weights, compress=False)
            measure(Path(scratch), HERE, options.measure)


def download(folder: Path) -> Path:
    """Fetch the wheel into ``folder``; its tags are named because no current Python would take it."""
    tags = ["--only-binary", ":all:", "--python-version", "37", "--platform", "manylinux1_x86_64"]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", *tags, "--dest", str(folder), "pkuseg==0.0.25"]
    subprocess.run(command, check=True)
    return folder / WHEEL


def read_wheel(wheel: Path) -> tuple[dict[str, Any], np.ndarray]:
    """The features (names, tags, words) and the weights as the wheel holds them."""
    if (found := sha256(wheel.read_bytes())) != WHEEL_SHA256:
        raise SystemExit(f"{wheel} has the SHA-256 {found}, not {WHEEL_SHA256}: it is another file")
    with zipfile.ZipFile(wheel) as archive:
        features = plain_data(archive.read("pkuseg/models/default/features.pkl"))
        with np.load(io.BytesIO(archive.read("pkuseg/models/default/weights.npz")), allow_pickle=False) as stored:
            sizes, weights = stored["sizes"], stored["w"]
    assert len(features["tag_to_idx"]) == sizes[0]
    assert len(features["feature_to_idx"]) == sizes[1]
    return features, weights


def plain_data(serialized: bytes) -> Any:
    """The lists, mappings, strings and numbers of a serialized object; any other opcode is refused."""
    stack: list[Any] = []
    marks: list[int] = []
    memo: list[Any] = []

    def since_mark() -> list[Any]:
        items = stack[marks[-1] :]
        del stack[marks.pop() :]
        return items

    argument: Any
    for opcode, argument, position in genops(serialized):
        match opcode.name:
            case "PROTO" | "FRAME":
                pass
            case "EMPTY_DICT":
                stack.append({})
            case "EMPTY_LIST":
                stack.append([])
            case "BININT" | "BININT1" | "BININT2" | "SHORT_BINUNICODE" | "BINUNICODE":
                stack.append(argument)
            case "MEMOIZE":
                memo.append(stack[-1])
            case "BINGET" | "LONG_BINGET":
                stack.append(memo[argument])
            case "MARK":
                marks.append(len(stack))
            case "APPENDS":
                items = since_mark()
                stack[-1].extend(items)
            case "SETITEMS":
                items = since_mark()
                stack[-1].update(zip(items[::2], items[1::2], strict=True))
            case "STOP":
                return stack.pop()
            case name:
                raise SystemExit(f"the opcode {name} at {position} builds more than plain data: refused")
    raise SystemExit("the serialized object has no end")


def prune(features: dict[str, Any], weights: np.ndarray) -> tuple[dict[str, Any], np.ndarray]:
    """Leave out features whose weights are all small, words that no feature names, and the bigrams, which nothing reads.

    The weights that stay are rounded to half precision: zeros in their lower bytes compress well, and the files stay
    what spacy-pkuseg reads.
    """
    tags, count = len(features["tag_to_idx"]), len(features["feature_to_idx"])
    nodes, edges = weights[: tags * count].reshape(count, tags), weights[tags * count :]
    large = np.abs(nodes).max(axis=1) >= SMALLEST
    large[0] = True  # pkuseg takes number 0 for the feature that every character has
    names = sorted(features["feature_to_idx"], key=features["feature_to_idx"].__getitem__)
    kept = [name for name, keep in zip(names, large, strict=True) if keep]
    used = {word for name in kept for word in _words(name)}
    pruned = {
        "unigram": sorted(used.intersection(features["unigram"])),
        "bigram": [],
        "feature_to_idx": {name: number for number, name in enumerate(kept)},
        "tag_to_idx": features["tag_to_idx"],
    }
    rounded = nodes[large].astype(np.float16).astype(np.float64)
    return pruned, np.concatenate([rounded.ravel(), edges])


def _words(name: str) -> list[str]:
    """The words in a feature's name: w1.经济, ww.l.经济*发展."""
    kind, _, rest = name.partition(".")
    if kind == "ww":
        return rest.partition(".")[2].split("*")
    return [rest] if kind in ("w1", "w-1") else []


def write(folder: Path, features: dict[str, Any], weights: np.ndarray, *, compress: bool = True) -> None:
    """Write the two files that spacy-pkuseg reads."""
    srsly.write_msgpack(folder / FILES[0], features)
    sizes = np.array([len(features["tag_to_idx"]), len(features["feature_to_idx"])])
    (np.savez_compressed if compress else np.savez)(folder / FILES[1], sizes=sizes, w=weights)


def licence(wheel: Path) -> str:
    """The licence text that comes with the weights."""
    with zipfile.ZipFile(wheel) as archive:
        return archive.read("pkuseg-0.0.25.dist-info/LICENSE").decode("utf-8")


def sha256(data: bytes) -> str:
    """The digest in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def measure(whole: Path, pruned: Path, files: Iterable[Path]) -> None:
    """Print size, time to load, speed, and how far the words of both agree, for each file of texts."""
    import spacy_pkuseg

    segmenters = {}
    for name, folder in (("unpruned", whole), ("pruned", pruned)):
        began = time.perf_counter()
        segmenters[name] = spacy_pkuseg.pkuseg(str(folder), user_dict=None)
        size = sum((folder / file).stat().st_size for file in FILES)
        print(f"{name}: {size / 1e6:.1f} MB, loads in {time.perf_counter() - began:.2f} s")
    for file in files:
        texts = list(draw(file))
        length = sum(map(len, texts))
        words = {}
        for name, segmenter in segmenters.items():
            began = time.perf_counter()
            words[name] = [spans(segmenter.cut(text)) for text in texts]
            print(f"{file.name}: {name} {length / (time.perf_counter() - began):,.0f} characters/s")
        same = sum(len(a & b) for a, b in zip(*words.values(), strict=True))
        total = sum(len(found) for both in words.values() for found in both)
        print(f"{file.name}: {length:,} characters, agreement of words F1 = {2 * same / total:.4f}")


def draw(file: Path) -> Iterator[str]:
    """Texts drawn from a file of JSON lines until there are enough characters."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line)["text"] for line in lines]
    random.Random(SEED).shuffle(rows)
    length = 0
    for text in rows:
        if length >= CHARACTERS:
            return
        yield text[:LONGEST]
        length += len(text[:LONGEST])


def spans(words: Iterable[str]) -> set[tuple[int, int]]:
    """Where the words stand."""
    found, at = set(), 0
    for word in words:
        found.add((at, at + len(word)))
        at += len(word)
    return found


if __name__ == "__main__":
    main()
