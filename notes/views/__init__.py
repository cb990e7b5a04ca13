"""What pages of other apps show of notes."""

from .thread import composer_context, thread_context

__all__ = ["composer_context", "thread_context"]
