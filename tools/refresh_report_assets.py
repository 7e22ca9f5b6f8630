"""Fetches the libraries of the report page from npm, checks them against the hashes in versions.json, and puts their
minified files under analyzer/report/assets.

    python tools/refresh_report_assets.py            # the versions that are pinned: fails where anything differs
    python tools/refresh_report_assets.py --update echarts=6.1.0    # pin another version, with the hash that npm names

Needs npm and a network; neither the package nor the tests do.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path

ASSETS = Path(__file__).resolve().parents[1] / "analyzer" / "report" / "assets"
PINS = ASSETS / "versions.json"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", metavar="PACKAGE=VERSION", action="append", default=[], help="pin this version first")
    pins = json.loads(PINS.read_text(encoding="utf-8"))
    for package, _, version in (pair.partition("=") for pair in parser.parse_args().update):
        pins[package]["version"] = version
        pins[package]["integrity"] = npm("view", f"{package}@{version}", "dist.integrity", "--json")
    for package, pin in pins.items():
        with tempfile.TemporaryDirectory() as folder:
            fetch(package, pin, Path(folder))
        print(f"{package} {pin['version']}: {', '.join(pin['files'].values())}")
    PINS.write_text(json.dumps(pins, indent=2) + "\n", encoding="utf-8", newline="\n")


def npm(*arguments: str) -> str:
    """What npm answers, read as JSON."""
    done = subprocess.run(["npm", *arguments], check=True, capture_output=True, text=True)
    return str(json.loads(done.stdout))


def fetch(package: str, pin: dict, folder: Path) -> None:
    """Download one package, compare its hash, write its files."""
    subprocess.run(["npm", "pack", "--silent", f"{package}@{pin['version']}"], cwd=folder, check=True, capture_output=True)
    archive = next(folder.glob("*.tgz"))
    algorithm, _, expected = pin["integrity"].partition("-")
    found = base64.b64encode(hashlib.new(algorithm, archive.read_bytes()).digest()).decode()
    if found != expected:
        raise SystemExit(f"{package} {pin['version']}: its hash is {algorithm}-{found}, not {pin['integrity']}: nothing is written")
    with tarfile.open(archive) as tar:
        for inside, name in pin["files"].items():
            member = tar.extractfile(f"package/{inside}")
            if member is None:
                raise SystemExit(f"{package} {pin['version']} holds no file {inside}")
            text = member.read().decode("utf-8")
            lines = [line.rstrip() for line in text.splitlines() if not line.startswith("//# sourceMappingURL=")]
            (ASSETS / name).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
