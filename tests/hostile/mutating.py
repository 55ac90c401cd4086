"""Files damaged as disks, careless copies and ill will damage them."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.often import often

#: `make fuzz` asks for so many times as many examples, other ones each time.
MORE = int(os.environ.get("PROBITY_FUZZ", "0"))


def examples(count: int) -> settings:
    """So many examples, the same in every run; none is judged by how long it takes."""
    return settings(
        max_examples=often(count // 3, count) if not MORE else count * MORE,
        deadline=None,
        derandomize=not MORE,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


#: Bytes that break readers oftener than chance does.
SHARP = (b"\0", b"\xff" * 4, b"\x7f\xff\xff\xff", b"\x80\0\0\0", b"-1", b"9" * 20, b'"', b"[" * 50)


@st.composite
def damage(draw: st.DrawFn, *originals: bytes) -> bytes:
    """One of the originals with a few changes: flips, cuts, splices, lies about a size."""
    data = bytearray(draw(st.sampled_from(originals)))
    for _ in range(draw(st.integers(1, 6))):
        if not data:
            break
        at = draw(st.integers(0, len(data) - 1))
        length = draw(st.integers(1, 64))
        match draw(st.integers(0, 6)):
            case 0:
                data[at] ^= 1 << draw(st.integers(0, 7))
            case 1:
                del data[at:]
            case 2:
                del data[at : at + length]
            case 3:
                data[at : at + length] = data[max(0, at - length) : at]
            case 4:
                sharp = draw(st.sampled_from(SHARP))
                data[at : at + len(sharp)] = sharp
            case 5:
                data[at:at] = draw(st.binary(max_size=64))
            case _:
                other = draw(st.sampled_from(originals))
                data[at:] = other[at:]
    return bytes(data)
