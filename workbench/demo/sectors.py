"""Short keys by which the demo's content names entries of the sector catalogue."""

from organisations.catalogue import BY_CODE, Entry

_KEYS = """
pv hydrogen storage robot smartmfg iiot ai bigdata quantum ic photonics beidou lowalt aviation ship ocean rail icv
nonferrous newmat meddev tcm agrimach coldchain rural ecoenv
"""

BY_KEY: dict[str, Entry] = {key: BY_CODE[f"L{number:02d}"] for number, key in enumerate(_KEYS.split(), 1)}
