"""The kinds of job this room asks for."""

from kernel.jobs import Kind, Queue
from kernel.walls import Role

DRAW = Kind("peer.draw", role=Role.MACHINE)
DELIVER = Kind("peer.deliver", role=Role.MACHINE)
PART = Kind("peer.part", role=Role.MACHINE)
JOINED = Kind("peer.joined", role=Role.MACHINE)
NIGHT = Kind("peer.night", Queue.BULK, role=Role.MACHINE)
SETTLE = Kind("peer.settle")
REQUEST_MAIL = Kind("peer.request-mail", role=Role.MACHINE)
REMINDER_MAIL = Kind("peer.reminder-mail", role=Role.MACHINE)
STATEMENT_MAIL = Kind("peer.statement-mail", role=Role.MACHINE)
ANSWER_MAIL = Kind("peer.answer-mail", role=Role.MACHINE)
MEDIATION_MAIL = Kind("peer.mediation-mail", role=Role.MACHINE)
REPORT_MAIL = Kind("peer.report-mail", role=Role.MACHINE)
DECISION_MAIL = Kind("peer.decision-mail", role=Role.MACHINE)
HIDE_WORDS = Kind("peer.hide-words", role=Role.MACHINE)
WITNESS_MAIL = Kind("peer.witness-mail", role=Role.MACHINE)
WITNESS_ANSWER_MAIL = Kind("peer.witness-answer-mail", role=Role.MACHINE)
FORGET_ADDRESSES = Kind("peer.forget-addresses", role=Role.MACHINE)
THANKS_MAIL = Kind("peer.thanks-mail", role=Role.MACHINE)
