"""What every room stands on, and no word of the trade.

Imported before all that is large, by every program: Python looks for garbage each 700 objects by default, and
a sixth of the time a start takes, and a part of each page, would go by in looking where there is none.
"""

import gc

SELDOM = (50_000, 20, 50)  # objects made between two looks, then looks between deeper ones

gc.set_threshold(*SELDOM)
