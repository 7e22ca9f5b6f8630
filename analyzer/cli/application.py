"""The Typer application: the commands' own modules add to it."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from analyzer.cli.options import ERROR, USAGE
from analyzer.errors import AnalyzerError, LexiconError, OutputError
from analyzer.terminal import visible


class _Commands(TyperGroup):
    """Turns the analyzer's own errors into a line on standard error and an exit code; all others are bugs and show."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = _plain(error)
            raise
        except AnalyzerError as error:
            print(visible(f"error: {_told(error)}", lines=True), file=sys.stderr)
            raise typer.Exit(USAGE if isinstance(error, OutputError) else ERROR) from None


def _told(error: AnalyzerError) -> str:
    """The message; a fault of a lexicon with the folder of its file, for a run may have several."""
    if not isinstance(error, LexiconError):
        return str(error)
    return f"{error.path}{f':{error.line}' if error.line else ''}: {error.fault}"


def _plain(error: typer.BadParameter) -> str:
    """What is wrong with the value of an option, with the value and what to do, where Typer says less."""
    from pydantic import ValidationError

    if isinstance(error.__cause__, ValidationError):
        return "; ".join(_fault(fault["msg"], fault["input"]) for fault in error.__cause__.errors())
    return _fault(error.message, "")


def _fault(message: str, value: object) -> str:
    """One fault in words.

    >>> _fault("Input should be less than or equal to 5", "9"), _fault("Value error, 'x' is not one of 'a'.", "x")
    ("'9' should be less than or equal to 5", "'x' is not one of 'a'.")
    >>> _fault("Value error, dir 'out' does not exist.", "out")
    "folder 'out' does not exist: check the path"
    """
    message = message.removeprefix("Value error, ")
    if message.startswith("Input "):
        return f"{value!r}{message.removeprefix('Input')}"
    if message.endswith(" does not exist."):
        message = message.removesuffix(".").removeprefix("dir ")
        return f"{'' if message.startswith(('file ', 'path ')) else 'folder '}{message}: check the path"
    return message


app = typer.Typer(
    cls=_Commands,
    help="Who directs whom to do what, how strongly, where and by when: directive tables from Chinese policy texts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True)
def _about(version: Annotated[bool, typer.Option("--version", help="Show the version and exit.", is_eager=True)] = False) -> None:
    if version:
        from analyzer import __version__

        typer.echo(__version__)
        raise typer.Exit
