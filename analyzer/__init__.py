"""Reads Chinese policy texts and tells who directs whom to do what, how strongly, where and by when."""

__version__ = "0.1.0"
