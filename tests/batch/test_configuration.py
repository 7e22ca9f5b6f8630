from pathlib import Path

from analyzer.batch.configuration import folder_digests


def test_scripts_and_what_python_makes_of_them_do_not_tell_one_model_from_another(tmp_path: Path) -> None:
    (tmp_path / "weights.npz").write_bytes(b"weights")
    before = folder_digests(tmp_path)
    (tmp_path / "make.py").write_text("x = 1", encoding="utf-8")
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "make.cpython-311.pyc").write_bytes(b"compiled at this install")
    assert folder_digests(tmp_path) == before == {"weights.npz": before["weights.npz"]}
