"""How a change is estimated and how it may be told (methods §3): numbers in, numbers and reason codes out, never words.

`paired` reads tests taken twice, `shares` proportions, `differences` one group's change against another's, `series` monthly
figures before and after a moment, and `honest` says how each may be presented.
"""
