"""The acts of a cooperative: who comes in, who does what, who works with whom, when answers are gathered."""
