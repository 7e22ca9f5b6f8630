"""Fuzzing of what meets strangers' data: ``python -m tests.fuzz --seconds 300`` for long, a few examples in the test suite."""
