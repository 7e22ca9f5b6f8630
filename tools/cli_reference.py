"""Writes docs/cli.md from the commands of the command line.

    python tools/cli_reference.py           # write it
    python tools/cli_reference.py --check   # exit with 1 where it is not what the commands say

What the commands are for, with examples, stands in docs/usage.md.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_type_hints

import typer.main

from analyzer.cli import app

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE, USAGE = DOCS / "cli.md", DOCS / "usage.md"
HEAD = """# Command line reference

<!-- made by python tools/cli_reference.py: edit the help of the commands in analyzer/cli instead -->

Every command with its arguments and options. What they are for, with examples: [using the commands](usage.md).

`analyzer COMMAND …` is the same as `python -m analyzer COMMAND …`. `analyzer --version` tells the version,
`analyzer COMMAND --help` what stands here. An option with … may be given more than once. The exit code is 0 when all is
done, 1 when an article could not be analysed or an input not be read (with `--strict`: when anything was skipped), 2 for
wrong usage and output that exists already or cannot be written, 130 when `run` was stopped from the keyboard.
"""


def main() -> None:
    """The command."""
    from generated import write_or_check  # beside this file, where Python looks when it is run

    write_or_check(__doc__, PAGE, reference, "python tools/cli_reference.py")


def commands() -> dict[str, Any]:
    """The commands by their names, as ``run`` and ``train themes``, in the order of the help."""
    return dict(_commands(typer.main.get_command(app), ""))


def _commands(group: Any, before: str) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def reference() -> str:
    """The page."""
    told = USAGE.read_text(encoding="utf-8") if USAGE.exists() else ""
    return "\n".join([HEAD, *(section(name, command, told) for name, command in commands().items())]).rstrip("\n") + "\n"


def section(name: str, command: Any, told: str) -> str:
    """One command: how it is called, what it does, its arguments and options."""
    parameters = [p for p in command.params if not getattr(p, "hidden", False)]
    arguments = [p for p in parameters if p.param_type_name == "argument"]
    options = [p for p in parameters if p.param_type_name == "option"]
    kinds = get_type_hints(inspect.unwrap(command.callback))
    call = " ".join([f"analyzer {name}", *(_named(p) for p in arguments), *(f"{p.opts[0]} {_value(p, kinds[p.name])}" for p in options if p.required)])
    about = " ".join(line.strip() for line in (command.help or "").split("\f")[0].strip().splitlines())
    if f"## analyzer {name}\n" in told:
        about += f" More: [using the commands](usage.md#analyzer-{name.replace(' ', '-')})."
    parts = [f"## analyzer {name}\n", f"```sh\n{call}\n```\n", f"{about}\n"]
    if arguments:
        parts += ["| argument | meaning |", "|---|---|", *(f"| `{_named(p)}` | {_help(p)} |" for p in arguments), ""]
    if options:
        parts += ["| option | meaning | default |", "|---|---|---|", *(_row(p, kinds[p.name]) for p in options), ""]
    return "\n".join(parts)


def _row(option: Any, kind: Any) -> str:
    names = ", ".join(f"`{name}`" for name in sorted((*option.opts, *option.secondary_opts), key=lambda n: (not n.startswith("--"), n)))
    value = _value(option, kind)
    shown = names if not value else f"{names} `{_escaped(value)}`" + (" …" if option.multiple else "")
    return f"| {shown} | {_help(option)} | {'needed' if option.required else _default(option)} |"


def _named(argument: Any) -> str:
    return str(argument.metavar or argument.name.upper())


def _value(option: Any, kind: Any) -> str:
    """What the option takes: its choices, or a word for it; "" for a flag."""
    if option.is_flag:
        return ""
    while get_args(kind):  # list[X], X | None
        kind = next(one for one in get_args(kind) if one is not type(None))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "|".join(str(one.value) for one in kind)
    return str(option.metavar or {Path: "PATH", str: "TEXT", int: "NUMBER", float: "NUMBER"}[kind])


def _default(option: Any) -> str:
    value = option.default
    if callable(value) or value is None or value is False or value in ("", [], ()) or "UNSET" in repr(value):
        return ""
    values = value if isinstance(value, list | tuple) else [value]
    return ", ".join(f"`{one.value if isinstance(one, Enum) else one}`" for one in values)


def _help(parameter: Any) -> str:
    return _escaped(" ".join((parameter.help or "").split()))


def _escaped(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", text)


if __name__ == "__main__":
    main()
