"""Short keys by which the demo's content names entries of the sector catalogue."""

from organisations.catalogue import BY_CODE, Entry

_KEYS = """
pv hydrogen storage robot smartmfg iiot ai bigdata quantum ic photonics beidou lowalt aviation ship ocean rail icv
nonferrous newmat meddev tcm agrimach coldchain rural ecoenv
wind nuclear biomass grid uhv cnc additive cloud blockchain iot netsec display mobile space remote marine nev
steel rareearth graphene buildmat biomed seed agrisafe logistics port saving recycling carbon city building pipes
eldercare emergency tourism textile appliance food
"""

BY_KEY: dict[str, Entry] = {key: BY_CODE[f"L{number:02d}"] for number, key in enumerate(_KEYS.split(), 1)}
