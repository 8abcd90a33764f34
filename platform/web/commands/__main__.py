"""`python -m web.commands`."""

from web.commands.line import main

main()
