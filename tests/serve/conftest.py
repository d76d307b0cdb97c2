import httpx
import pytest

from tests.serve.servers import kg_serve

TIMEOUT_S = 2.0


@pytest.fixture(scope="session")
def served(samples):
    """The address of a server over the graph of the samples."""
    with kg_serve(
        samples, "--timeout", str(TIMEOUT_S), "--max-answer", "1", "--cors", "https://other.example"
    ) as address:
        yield address


@pytest.fixture
def client(served):
    with httpx.Client(base_url=served, timeout=60, trust_env=False) as client:
        yield client
