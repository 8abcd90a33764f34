"""What whoever handles data owes in writing: the register of processing, and the kit to begin with."""
