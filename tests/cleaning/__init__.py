"""Tests of analyzer.cleaning."""
