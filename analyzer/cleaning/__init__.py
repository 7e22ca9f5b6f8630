"""Cleaning: a scraped page becomes Simplified text with its damage undone, and every offset leads back."""

from analyzer.cleaning.clean import clean_text

__all__ = ["clean_text"]
