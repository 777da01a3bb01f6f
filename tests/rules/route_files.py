"""VRPLIB texts for tests, typed from the test data of PyVRP (MIT, github.com/PyVRP/PyVRP, tests/data)."""

from typing import Final

E_N22_K4: Final = """NAME : E-n22-k4
COMMENT : (Christophides and Eilon, Min no of trucks: 4, Optimal value: 375)
TYPE : CVRP
DIMENSION : 22
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 6000
NODE_COORD_SECTION
{points}
DEMAND_SECTION
{demands}
DEPOT_SECTION
 1
 -1
EOF
"""
_POINTS: Final = (
    "145 215,151 264,159 261,130 254,128 252,163 247,146 246,161 242,142 239,163 236,148 232,128 231,156 217,129 214,"
    "146 208,164 208,141 206,147 193,164 193,129 189,155 185,139 182"
)
_DEMANDS: Final = "0,1100,700,800,1400,2100,400,800,100,500,600,1200,1300,1300,300,900,2100,1000,900,2500,1800,700"


def e_n22_k4() -> str:
    """Christofides and Eilon's instance with 21 customers; its optimum is 375."""
    return E_N22_K4.format(points=_numbered(_POINTS), demands=_numbered(_DEMANDS))


def _numbered(rows: str) -> str:
    return "\n".join(f"{number} {row}" for number, row in enumerate(rows.split(","), 1))


_HEAD: Final = """NAME : TEST
DIMENSION : 5
EDGE_WEIGHT_TYPE : EXPLICIT
EDGE_WEIGHT_FORMAT : FULL_MATRIX
CAPACITY : 10
"""
_MATRIX: Final = """EDGE_WEIGHT_SECTION
0     1544  1944  1931  1476
1726     0  1992  1427  1593
1965  1975     0  621   1090
2063  1433   647  0     818
1475  1594  1090  828   0
"""


def section(name: str, rows: str) -> str:
    """A section with numbered rows, which are separated by commas."""
    return f"{name}_SECTION\n{_numbered(rows)}\n"


_WINDOWS: Final = section("TIME_WINDOW", "0 45000,15600 22500,12000 19500,8400 15300,12000 19500")
_SERVICE: Final = section("SERVICE_TIME", "0,360,360,420,360")
OK_SMALL: Final = (
    f"{_HEAD}VEHICLES : 3\n{_MATRIX}{section('DEMAND', '0,5,5,3,5')}{_WINDOWS}{_SERVICE}DEPOT_SECTION\n1\n-1\nEOF\n"
)
"""OkSmall: four customers, a matrix that is not symmetric, windows and service times; 9,155."""
OK_SMALL_PRIZES: Final = OK_SMALL.replace("DEPOT_SECTION", f"{section('PRIZE', '0,0,15,10,10')}DEPOT_SECTION")
"""OkSmallPrizes: customer 2 must be served, the others may be left out; 3,270 of distance and 35 of prizes."""
OK_SMALL_RELOAD: Final = (
    f"{_HEAD}VEHICLES : 1\nVEHICLES_MAX_RELOADS: 2\n{_MATRIX}{section('DEMAND', '0,0,5,3,5')}"
    + section("TIME_WINDOW", "0 45000,0 45000,12000 19500,8400 15300,12000 19500")
    + section("SERVICE_TIME", "0,0,0,420,360")
    + "VEHICLES_RELOAD_DEPOT_SECTION\n1 1 2\nDEPOT_SECTION\n1\n2\n-1\nEOF\n"
)
"""OkSmallMultipleReloadDepots: one vehicle that may reload at either of two depots; 7,066."""


def with_lines(more: str) -> str:
    """OkSmall with more specifications."""
    return OK_SMALL.replace("VEHICLES : 3\n", f"VEHICLES : 3\n{more}\n")


def with_section(name: str, rows: str) -> str:
    """OkSmall with one more section."""
    return OK_SMALL.replace("DEPOT_SECTION", f"{section(name, rows)}DEPOT_SECTION")
