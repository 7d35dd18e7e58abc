"""`bin/bench h5p`: what an H5P content costs to take in, to play for the first and the second time, and to keep up with, as
JSON lines.

Bytes and requests are counted on the wire between browser and server, headers and all; "page" is the lesson around the
content, "play" what its frame asked for on top. `--package FILE` measures another content than our own.
"""

import argparse
import json
import os
import random
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from zipfile import ZIP_STORED, ZipFile

import django

from bench.pages import commit, manage

LARGE = 10 << 20
#: How many learners save at the same time, and how often each.
LEARNERS, SAVES = 40, 100
STATE = urlencode({"data": json.dumps({"answers": list(range(40))}), "preload": 1, "invalidate": 1})


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--package", type=Path, help="an .h5p file to play in place of our own")
    given = arguments.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    manage("migrate", "--run-syncdb", "--noinput", "--verbosity", "0")
    manage("demo", "--officers", "240")
    django.setup()
    from bench import addresses, playing, serving

    packed = given.package.read_bytes() if given.package else own()
    say(bench="h5p", commit=commit(), **addresses.database(), content=given.package.name if given.package else "ours")
    say(step="import", **taking_in())
    stage = playing.stage(packed, learners=LEARNERS)
    with serving.served(dict(os.environ)) as site:
        for play in playing.twice(site.address, stage):
            say(step="play", **play)
        say(step="state saves", **saving(site.address, stage.tokens))


def say(**line: Any) -> None:
    print(json.dumps(line), flush=True)


def own() -> bytes:
    from courses.packages.h5p.types.pack import pack

    return pack("consignment_review")


def taking_in() -> dict[str, Any]:
    """Seconds that the upload of a package of ten megabytes takes, judged, unpacked and stored: the middle one of five."""
    from courses.packages.actions import upload
    from lms.core import clock
    from lms.people.models import Administration

    administration = Administration.objects.get(code="scbs")
    took = []
    for number in range(5):
        packed = large(number)
        began = time.perf_counter()
        upload(file=BytesIO(packed), name="large.h5p", administration=administration, by=None, at=clock.now())
        took.append(time.perf_counter() - began)
    return {"megabytes": round(len(packed) / 1e6, 1), "seconds": round(sorted(took)[2], 3)}


def large(number: int) -> bytes:
    """Our own package with a film of noise in it, of which no two are the same."""
    packed = BytesIO(own())
    with ZipFile(packed, "a", ZIP_STORED) as archive:
        archive.writestr("content/videos/noise.mp4", random.Random(number).randbytes(LARGE))
    return packed.getvalue()


def saving(address: str, tokens: list[str]) -> dict[str, Any]:
    """Every learner saves again and again, four at a time."""
    began = time.perf_counter()
    with ThreadPoolExecutor(4) as pool:
        saved = sum(pool.map(lambda token: saves(address, token), tokens))
    seconds = time.perf_counter() - began
    return {"saves": saved, "bytes_each": len(STATE), "per_second": round(saved / seconds)}


def saves(address: str, token: str) -> int:
    connection = HTTPConnection(urlsplit(address).netloc)
    done = 0
    for _number in range(SAVES):
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", f"/h5p/play/{token}/state/state/0/", STATE, headers)
        answer = connection.getresponse()
        answer.read()
        done += answer.status == 200
    return done


if __name__ == "__main__":
    main()
