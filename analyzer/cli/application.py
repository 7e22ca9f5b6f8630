"""The Typer application: the commands' own modules add to it."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from analyzer.cli.options import ERROR, USAGE
from analyzer.errors import AnalyzerError, OutputError
from analyzer.terminal import visible


class _Commands(TyperGroup):
    """Turns the analyzer's own errors into a line on standard error and an exit code; all others are bugs and show."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except AnalyzerError as error:
            print(visible(f"error: {error}", lines=True), file=sys.stderr)
            raise typer.Exit(USAGE if isinstance(error, OutputError) else ERROR) from None


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
