"""The kinds of job this room asks for."""

from kernel.jobs import Kind

INVITATION_MAIL = Kind("tenants.invitation-mail")
