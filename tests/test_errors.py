from pathlib import Path

import pytest

from analyzer import errors


@pytest.mark.parametrize("name", ["InputError", "OutputError", "ResourceError", "LexiconError", "MissingExtraError"])
def test_every_error_is_an_analyzer_error(name: str) -> None:
    assert issubclass(getattr(errors, name), errors.AnalyzerError)


def test_a_lexicon_error_points_at_file_and_line_as_compilers_do() -> None:
    error = errors.LexiconError(Path("data/lexicons/ministries.csv"), 12, "the column id is empty")
    assert str(error) == "ministries.csv:12: the column id is empty"
    assert (error.path.name, error.line) == ("ministries.csv", 12)
    assert str(errors.LexiconError(Path("cues.yaml"), 0, "is missing")) == "cues.yaml: is missing"


def test_a_missing_extra_is_named_with_the_command_that_installs_it() -> None:
    error = errors.MissingExtraError("reading PDF files", "formats", "pypdf")
    assert str(error) == "reading PDF files needs the package 'pypdf' of the extra 'formats': in the checkout, pip install '.[formats]'"
