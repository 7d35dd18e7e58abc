"""Two webs and two workers share three addresses; one of each is killed, and nothing is lost or done twice."""

import json
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
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


def read(address: str) -> str:
    with urlopen(address, timeout=30) as response:
        return response.read().decode()


def post(address: str, body: bytes = b"", content_type: str = "text/plain", request_id: str = "") -> str:
    headers = {"Content-Type": content_type, "X-Request-ID": request_id}
    request = Request(address, data=body, headers=headers, method="POST")
    with urlopen(request, timeout=30) as response:
        return response.read().decode()


def send_letter(address: str, text: bytes) -> str:
    body = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="upload.txt"\r\n'
        f"Content-Type: text/plain\r\n\r\n"
    ).encode() + text + f"\r\n--{BOUNDARY}--\r\n".encode()  # fmt: skip
    return post(f"{address}/upload", body, f"multipart/form-data; boundary={BOUNDARY}")


def test_two_webs_and_two_workers_of_which_one_each_is_killed(host: Host):
    (first_web, first), (_, second) = host.webs("web-1", "web-2")
    letter = send_letter(first, "الرسالة".encode())
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
    assert read(f"{second}/read/{letter}") == "الرسالة", "what the lost web was given is read through the other"


def test_each_web_logs_json_and_a_scrape_adds_up_its_processes_and_no_others(host: Host):
    (_, first), (_, second) = host.webs("web-1", "web-2")
    answered_by = {post(f"{first}/ring/{bell}") for bell in range(40)}
    post(f"{second}/ring/99", request_id="from-the-proxy-1")
    assert len(answered_by) == 2
    assert (rings(first), rings(second)) == (40, 1)
    log = host.folder / "web-2.log"
    until(lambda: "from-the-proxy-1" in log.read_text(), "the line is written")
    lines = [json.loads(line) for line in log.read_text().splitlines() if "from-the-proxy-1" in line]
    assert [(line["event"], line["path"]) for line in lines if line["event"] == "request"] == [("request", "/ring/99")]


def rings(address: str) -> int:
    """How many rings a web says that its processes have answered."""
    lines = read(f"{address}/metrics").splitlines()
    counted = [line for line in lines if line.startswith("clearway_requests_total") and "ring" in line]
    return sum(int(float(line.rsplit(" ", 1)[1])) for line in counted)
