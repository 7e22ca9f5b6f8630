"""Pure functions over clauses: cues, roles, frames, parties, content, targets, directives."""
