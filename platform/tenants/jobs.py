"""The kinds of job this room asks for."""

from kernel.jobs import Kind, Queue
from kernel.walls import Role

INVITATION_MAIL = Kind("tenants.invitation-mail")
ROLES_CHANGED = Kind("tenants.roles-changed", role=Role.MACHINE)
CARRY = Kind("tenants.carry")
RENAMED = Kind("tenants.renamed", role=Role.MACHINE)
MEMBER_LEFT = Kind("tenants.member-left", role=Role.MACHINE)
REMIND = Kind("tenants.remind", Queue.BULK, role=Role.MACHINE)
REMIND_SOME = Kind("tenants.remind-some", Queue.BULK, role=Role.MACHINE)
REMINDER_MAIL = Kind("tenants.reminder-mail", Queue.BULK)  # many at once: other mails do not wait behind them
CHARTER_SOME = Kind("tenants.charter-some", Queue.BULK, role=Role.MACHINE)
CHARTER_MAIL = Kind("tenants.charter-mail", Queue.BULK)
