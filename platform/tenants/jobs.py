"""The kinds of job this room asks for."""

from kernel.jobs import Kind
from kernel.walls import Role

INVITATION_MAIL = Kind("tenants.invitation-mail")
ROLES_CHANGED = Kind("tenants.roles-changed", role=Role.MACHINE)
MEMBER_LEFT = Kind("tenants.member-left", role=Role.MACHINE)
