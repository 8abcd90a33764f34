"""The permissions every installation has before any cooperative: anyone, and whoever is signed in."""

from kernel.permissions import ANYONE, Permission

SIGNED_IN = "person"
MEMBER = "member"

READ_PUBLIC_PAGES = Permission("read the public pages", frozenset((ANYONE,)))
SIGN_IN = Permission("sign in, ask for a new password", frozenset((ANYONE,)))
KEEP_OWN_ACCOUNT = Permission("read and change one's own account", frozenset((SIGNED_IN,)))
