"""Two webs and two workers share three addresses; one of each is killed, and nothing is lost or done twice."""

from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from threading import Event as Signal
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from lms.core.deliveries import wall_clock
from lms.core.models import Delivery, Event
from tests.processes.conftest import Host, until
from tests.processes.house.actions import effects
from tests.processes.test_kills import all_delivered

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

BELLS = 60
BOUNDARY = "clearway-tests"


def post(address: str, body: bytes = b"", content_type: str = "text/plain") -> str:
    request = Request(address, data=body, headers={"Content-Type": content_type}, method="POST")
    with urlopen(request, timeout=30) as response:
        return response.read().decode()


def send_letter(address: str, text: bytes) -> str:
    body = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="upload.txt"\r\n'
        f"Content-Type: text/plain\r\n\r\n"
    ).encode() + text + f"\r\n--{BOUNDARY}--\r\n".encode()  # fmt: skip
    return post(f"{address}/upload", body, f"multipart/form-data; boundary={BOUNDARY}")


def test_two_webs_and_two_workers_of_which_one_each_is_killed(host: Host):
    first_web, first = host.web("web-1")
    _, second = host.web("web-2")
    first_worker = host.worker("worker-1")
    host.worker("worker-2")
    host.beat()
    acknowledged: list[int] = []
    half = Signal()

    def publish(bell: int) -> None:
        try:
            post(f"{(first, second)[bell % 2]}/ring/{bell}")
        except (URLError, HTTPException, OSError):
            return
        acknowledged.append(bell)
        if len(acknowledged) >= BELLS // 2:
            half.set()

    with ThreadPoolExecutor(4) as pool:
        for bell in range(BELLS):
            pool.submit(publish, bell)
        assert half.wait(60)
        host.kill(first_web)
        host.kill(first_worker)
    published = [int(key.removeprefix("bell:")) for key in Event.objects.values_list("key", flat=True)]
    assert set(acknowledged) <= set(published)
    assert {bell for bell in range(BELLS) if bell % 2} <= set(acknowledged)
    Delivery.objects.filter(state=Delivery.State.PENDING).update(next_at=wall_clock())
    until(all_delivered, "everything published has been delivered")
    assert sorted(effects("answered")) == sorted(effects("written down")) == sorted(published)


def test_what_is_uploaded_through_one_web_is_read_through_the_other(host: Host):
    _, first = host.web("web-1")
    _, second = host.web("web-2")
    name = send_letter(first, "الرسالة".encode())
    with urlopen(f"{second}/read/{name}", timeout=30) as response:
        assert response.read().decode() == "الرسالة"


def test_a_scrape_adds_up_the_workers_of_its_web_and_no_others(host: Host):
    _, first = host.web("web-1")
    _, second = host.web("web-2")
    answered_by = {post(f"{first}/ring/{bell}") for bell in range(40)}
    post(f"{second}/ring/99")
    assert len(answered_by) == 2
    assert rings(first) == 40
    assert rings(second) == 1


def rings(address: str) -> int:
    with urlopen(f"{address}/metrics", timeout=30) as response:
        lines = response.read().decode().splitlines()
    counted = [line for line in lines if line.startswith("clearway_requests_total") and "ring" in line]
    return sum(int(float(line.rsplit(" ", 1)[1])) for line in counted)


def test_a_log_line_of_a_web_is_json_with_the_request_s_id(host: Host):
    _, address = host.web("web-1")
    request = Request(f"{address}/ring/1", data=b"", headers={"X-Request-ID": "from-the-proxy-1"}, method="POST")
    with urlopen(request, timeout=30) as response:
        assert response.headers["X-Request-ID"] == "from-the-proxy-1"
    log: Path = host.folder / "web-1.log"
    until(lambda: "from-the-proxy-1" in log.read_text(), "the line is written")
    line = next(line for line in log.read_text().splitlines() if "from-the-proxy-1" in line)
    assert line.startswith("{")
