"""The kinds of job this room asks for."""

from kernel.jobs import Kind, Queue
from kernel.walls import Role

CLOSE = Kind("dashboards.close", Queue.BULK, role=Role.MACHINE)
DRAW_CHARTS = Kind("dashboards.draw-charts", Queue.BULK, role=Role.MACHINE)
COUNT = Kind("dashboards.count", Queue.BULK, role=Role.MACHINE)
