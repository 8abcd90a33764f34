"""The kinds of job this room asks for."""

from kernel.jobs import Kind
from kernel.walls import Role

DRAW = Kind("peer.draw", role=Role.MACHINE)
SETTLE = Kind("peer.settle")
REQUEST_MAIL = Kind("peer.request-mail", role=Role.MACHINE)
STATEMENT_MAIL = Kind("peer.statement-mail", role=Role.MACHINE)
ANSWER_MAIL = Kind("peer.answer-mail", role=Role.MACHINE)
