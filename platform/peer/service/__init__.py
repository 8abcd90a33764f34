"""Asking, saying, answering: who may is checked, the rule is asked, rows change, the journal is told."""
