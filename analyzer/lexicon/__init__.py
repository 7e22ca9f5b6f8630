"""Lexicons: read and checked tables, one scan over a text, linking of mentions to ids."""
