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
    """The sealer is poked by beat and runs in the worker; what the seed left unsealed, if anything, is sealed."""
    unsealed = (
        "from procedure.models import Record, Seal; print('unsealed', Record.objects.count() - Seal.objects.count())"
    )
    wait_until(lambda: "unsealed 0" in product.manage("shell", "-v0", "-c", unsealed), "nothing is sealed")
