"""Request, endorse, contest, answer, mediate, settle, thank."""
