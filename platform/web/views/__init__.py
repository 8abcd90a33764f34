"""The pages that belong to no room: the first one, those of the law, the mailbox of the embedded run."""
