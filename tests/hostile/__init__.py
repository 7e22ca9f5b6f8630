"""Inputs made to do harm, from a fixed seed: ``python -m tests.hostile --number 2000``."""
