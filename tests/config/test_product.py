import urllib.request

from tests.product import Product, wait_until


def read(address: str) -> tuple[int, str]:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.status, answer.read().decode()


def test_the_public_home_answers_anybody_and_names_the_portal(product: Product) -> None:
    status, page = read(product.address)
    assert status == 200
    assert "国家技术标准创新基地管理系统" in page


def test_the_seeded_records_hold(product: Product) -> None:
    assert product.manage("verify_records")


def test_worker_and_beat_run(product: Product) -> None:
    """The sealer is poked by beat and runs in the worker: its last run is another after a while."""
    last_run = "from procedure.models import SealRun; print('run', SealRun.objects.get(pk=1).finished_at)"
    before = product.tell(last_run)
    assert before.startswith("run ")
    wait_until(lambda: product.tell(last_run) != before, "the sealer does not run")
