"""The kinds of job this room asks for."""

from kernel.jobs import Kind, Queue
from kernel.walls import Role

LARGEST_SHORT = 100  # members: the close of a larger cooperative moves to the queue of long work

CLOSE = Kind("dashboards.close", role=Role.MACHINE)
DRAW_CHARTS = Kind("dashboards.draw-charts", Queue.BULK, role=Role.MACHINE)
COUNT = Kind("dashboards.count", Queue.BULK, role=Role.MACHINE)
